"""The options of a format as rows of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from annotator.formats.format import Option


class OptionFields(QObject):
    """Fields for options, at the end of a *form*. *chosen*: one was changed; *typed*: one is being typed."""

    chosen = Signal()
    typed = Signal()

    def __init__(self, form: QFormLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self._parent = parent
        self._fields: dict[str, QComboBox | QLineEdit] = {}
        self._defaults: dict[str, str] = {}

    def offer(
        self,
        options: Iterable[Option],
        stored: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Show fields for *options* in the place of those before, under their *labels*, or else their names.

        A field of text that is left empty shows what is *stored* in the project under its name, and counts then.
        """
        for field in self._fields.values():
            self._form.removeRow(field)
        self._fields = {}
        self._defaults = {}
        for option in options:
            self._defaults[option.name] = option.default
            if option.choices:
                field = self._choice(option)
            else:
                field = self._line()
                lines = (stored or {}).get(option.name, "").split("\n")
                field.setPlaceholderText(" · ".join(filter(str.strip, lines)))
            field.setToolTip(option.description)
            shown = field.placeholderText() if isinstance(field, QLineEdit) else ""
            field.setAccessibleDescription(f"{option.description} Now: {shown}" if shown else option.description)
            self._fields[option.name] = field
            name = option.name.replace("_", " ").replace("-", " ").capitalize()
            self._form.addRow((labels or {}).get(option.name, name), field)

    @property
    def values(self) -> dict[str, str]:
        """What is chosen, by the name of the option, but for what holds by itself."""
        said = {
            name: field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())
            for name, field in self._fields.items()
        }
        return {name: value for name, value in said.items() if value != self._defaults[name]}

    def _choice(self, option: Option) -> QComboBox:
        box = QComboBox(self._parent)
        for each in option.choices:
            box.addItem(each, each)
        box.currentIndexChanged.connect(self.chosen)
        return box

    def _line(self) -> QLineEdit:
        line = QLineEdit(self._parent)
        line.textChanged.connect(self.typed)
        return line

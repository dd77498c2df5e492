"""The options of a format as rows of a form."""

from __future__ import annotations

from collections.abc import Iterable

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

    def offer(self, options: Iterable[Option]) -> None:
        """Show fields for *options* in the place of those before."""
        for field in self._fields.values():
            self._form.removeRow(field)
        self._fields = {}
        for option in options:
            field = self._choice(option) if option.choices else self._line()
            field.setToolTip(option.description)
            field.setAccessibleDescription(option.description)
            self._fields[option.name] = field
            self._form.addRow(option.name.replace("_", " ").replace("-", " ").capitalize(), field)

    @property
    def values(self) -> dict[str, str]:
        """What is chosen, by the name of the option."""
        return {
            name: field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())
            for name, field in self._fields.items()
        }

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

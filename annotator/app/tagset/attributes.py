"""The attributes of a tag: a list, and beside it the form of the one that is chosen."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.calls import call
from annotator.app.forms import add_row
from annotator.app.panels.editors import ChoiceEditor, FlagEditor, LineEditor
from annotator.app.session import Session
from annotator.app.tagset.fields import LinesEditor
from annotator.app.tagset.later import Act, Later
from annotator.app.tagset.slots import flag_slot, text_slot, value_slot
from annotator.errors import UsageError
from annotator.model import tag_edits
from annotator.model.annotation import Value
from annotator.model.change import Change
from annotator.model.tag import ATTRIBUTE_TYPES, Attribute, Tag
from annotator.model.times import is_date


def read_default(attribute: Attribute, text: str) -> Value:
    """Return what *text* means as the default of *attribute*; UsageError if it cannot be one."""
    if not text:
        return None
    if attribute.type == "choice" and text not in attribute.choices:
        raise UsageError(f"the default of {attribute.name} can be {', '.join(attribute.choices)}")
    if attribute.type == "flag":
        if text not in ("yes", "no"):
            raise UsageError(f"the default of {attribute.name} can be yes or no")
        return text == "yes"
    if attribute.type == "number":
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise UsageError(f"the default of {attribute.name} is a number, such as 12 or 0.5")
        return int(number) if number.is_integer() and "." not in text else number
    if attribute.type == "date" and not is_date(text):
        raise UsageError(f"the default of {attribute.name} is a date, such as 1917-11-07, 1917-11 or 1917")
    return text


def written_default(value: Value) -> str:
    """Return a default as the field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def retyped(attribute: Attribute, kind: str) -> Attribute:
    """Return *attribute* as one of another type: what does not fit it is dropped."""
    choices = attribute.choices if kind == "choice" else ()
    if kind == "choice" and not choices:
        choices = ("yes", "no")
    return replace(attribute, type=kind, choices=choices, default=None)  # pyright: ignore[reportArgumentType]


class AttributesEditor(QWidget):
    """Shows and edits the attributes of a tag. *act* does the change that it is given the making of."""

    def __init__(self, session: Session, act: Act, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._act = act
        self._tag: Tag | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName("Attributes")
        self.list.currentRowChanged.connect(lambda: self._show_current())
        self.list.setMinimumSize(110, 150)
        self.add = _button("&Add", "Add an attribute", self)
        self.remove = _button("Re&move", "Remove this attribute", self)
        self.up = _button("↑", "Move up (Alt+Up)", self)
        self.down = _button("↓", "Move down (Alt+Down)", self)
        self.add.clicked.connect(self.add_new)
        self.remove.clicked.connect(self.remove_current)
        self.up.clicked.connect(call(self.move_current, -1))
        self.down.clicked.connect(call(self.move_current, 1))
        for keys, way in (("Alt+Up", -1), ("Alt+Down", 1)):
            moving = QAction(self.list)
            moving.setShortcut(QKeySequence.fromString(keys))
            moving.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            moving.triggered.connect(call(self.move_current, way))
            self.list.addAction(moving)
        self.name = LineEditor(self)
        self.type = ChoiceEditor(ATTRIBUTE_TYPES, self)
        self.choices = LinesEditor(3, "One a line", self)
        self.default = LineEditor(self)
        self.required = FlagEditor(self)
        self.required.setText("Required")
        self.required.setToolTip("What does not say it is listed as a problem")
        self.judgement = FlagEditor(self)
        self.judgement.setText("A judgement")
        self.judgement.setToolTip("What we think of it, as against what the text does; can be left out of an export")
        self.description = LineEditor(self)
        self.everywhere = QCheckBox(self)
        self.everywhere.setChecked(True)
        self.everywhere.setAccessibleName("In all tags that have it so")
        self.empty = QLabel("This tag has no attributes. They say more of a mark: how sure a claim is, the value of a "
                            "date.", self)  # fmt: skip
        self.empty.setWordWrap(True)
        self.empty.setProperty("quiet", True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(6)
        for place, button in enumerate((self.add, self.remove, self.up, self.down)):
            buttons.addWidget(button, place // 2, place % 2)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        self._body = QWidget(self)
        self._body.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        for text, editor in (
            ("Name", self.name),
            ("Type", self.type),
            ("Choices", self.choices),
            ("Default", self.default),
            ("Says", self.description),
        ):
            add_row(form, text, editor)
            editor.setAccessibleName(f"{text} of the attribute")
        for flag in (self.required, self.judgement, self.everywhere):
            form.addRow("", flag)
        self._form = form
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self._body, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.empty, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)

    def _connect(self) -> None:
        self.name.edited.connect(text_slot(lambda value: self._alter(name=value.strip())))
        self.type.edited.connect(value_slot(lambda value: self._retype(value)))
        self.choices.edited.connect(text_slot(lambda value: self._choose(value)))
        self.default.edited.connect(text_slot(lambda value: self._set_default(value)))
        self.required.edited.connect(flag_slot(lambda value: self._alter(required=value)))
        self.judgement.edited.connect(flag_slot(lambda value: self._alter(layer="judgement" if value else "text")))
        self.description.edited.connect(text_slot(lambda value: self._alter(description=value)))

    @property
    def current(self) -> Attribute | None:
        """The attribute that is chosen."""
        row = self.list.currentRow()
        return self._tag.attributes[row] if self._tag is not None and 0 <= row < len(self._tag.attributes) else None

    def finish(self) -> None:
        """Take what is being written."""
        self.choices.finish()

    def show_tag(self, tag: Tag) -> None:
        """Show the attributes of *tag*; the one that was chosen stays so."""
        chosen = self.current.name if self._tag is not None and self._tag.id == tag.id and self.current else ""
        row = self.list.currentRow() if self._tag is not None and self._tag.id == tag.id else 0
        self._tag = tag
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([f"{each.name} *" if each.required else each.name for each in tag.attributes])
        found = next((place for place, each in enumerate(tag.attributes) if each.name == chosen), row)
        self.list.setCurrentRow(min(max(0, found), len(tag.attributes) - 1))
        self.list.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        each = self.current
        self._body.setVisible(each is not None)
        self.empty.setVisible(each is None)
        for button in (self.remove, self.up, self.down):
            button.setEnabled(each is not None)
        if each is None:
            return
        self.name.set_value(each.name)
        self.type.set_value(each.type)
        self.choices.set_value("\n".join(each.choices))
        self._form.setRowVisible(self.choices, each.type == "choice")
        self.default.set_value(written_default(each.default))
        self.default.setPlaceholderText({"flag": "yes or no", "date": "1917-11-07"}.get(each.type, "none"))
        self.required.set_value(each.required)
        self.judgement.set_value(each.layer == "judgement")
        self.description.set_value(each.description)
        alike = self._alike(each)
        self.everywhere.setVisible(len(alike) > 1)
        kind = self._tag.kind if self._tag is not None else ""
        self.everywhere.setText(f"In all {len(alike)} {kind} tags that have it so")

    def _alike(self, each: Attribute) -> Sequence[Tag]:
        tag = self._tag
        if tag is None:
            return ()
        return [one for one in self._session.tag_set.tags if one.kind == tag.kind and each in one.attributes]

    def _touched(self, each: Attribute) -> Sequence[Tag]:
        tag = self._tag
        if tag is None:
            return ()
        return self._alike(each) if self.everywhere.isChecked() else [tag]

    def _alter(self, **values: object) -> None:
        each = self.current
        if each is not None:
            self._replace(each, lambda: replace(each, **values))  # pyright: ignore[reportArgumentType]

    def _replace(self, before: Attribute, make: Callable[[], Attribute | None]) -> None:
        tags = self._touched(before)

        def change() -> Change | Later:
            after = make()
            alone = tag_edits.set_attribute(tags, before, after, {})
            if after is None or after.name == before.name:
                return alone
            ids = [tag.id for tag in tags]
            usage = self._session.project.tags.usage
            return Later(
                alone.label,
                sum(usage(each)[0] for each in ids),
                lambda project: tag_edits.set_attribute(tags, before, after, project.tags.saying(ids, before.name)),
            )

        if not self._act(change):
            self._show_current()
        elif self._session.working is None and (after := make()) is not None and after.name != before.name:
            names = [each.name for each in self._tag.attributes] if self._tag is not None else []
            self.list.setCurrentRow(names.index(after.name) if after.name in names else 0)

    def _retype(self, value: object) -> None:
        each = self.current
        if each is not None and value is not None and value != each.type:
            self._replace(each, lambda: retyped(each, str(value)))
        else:
            self._show_current()

    def _choose(self, text: str) -> None:
        choices = tuple(dict.fromkeys(each.strip() for each in text.split("\n") if each.strip()))
        each = self.current
        if each is not None and choices != each.choices:
            default = each.default if each.default in choices else None
            self._alter(choices=choices, default=default)

    def _set_default(self, text: str) -> None:
        each = self.current
        if each is not None:
            self._replace(each, lambda: replace(each, default=read_default(each, text)))

    def add_new(self) -> None:
        """Add an attribute, and give its name the keys."""
        tag = self._tag
        if tag is None:
            return
        taken = {each.name for each in tag.attributes}
        name = next(
            each for number in range(1, 1000) if (each := f"new {number}" if number > 1 else "new") not in taken
        )
        if self._act(lambda: tag_edits.set_attribute([tag], None, Attribute(name, "text"), {})):
            self.list.setCurrentRow(self.list.count() - 1)
            self.name.setFocus()
            self.name.selectAll()

    def remove_current(self) -> None:
        """Remove the attribute that is chosen; what annotations say of it stays with them, out of sight."""
        each = self.current
        if each is not None:
            self._replace(each, lambda: None)

    def move_current(self, by: int) -> None:
        """Move the attribute that is chosen."""
        tag, each = self._tag, self.current
        if tag is not None and each is not None:
            self._act(lambda: tag_edits.move_attribute(tag, each.name, by))


def _button(text: str, tip: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setAccessibleName(tip.partition(" (")[0])
    button.setAutoDefault(False)
    return button

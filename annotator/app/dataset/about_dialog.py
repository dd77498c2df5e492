"""Asks what a project says of itself where its data are given away; it is kept in the project."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from annotator.app.forms import FramedDialog, form_layout, quiet_label
from annotator.app.session import Session
from annotator.model.about import ABOUT, LICENCES, Field, said_anew, setting_of
from annotator.model.change import Change
from annotator.model.times import is_date

_LINES = 3
"""Lines of a field for several."""


class AboutDataDialog(FramedDialog):
    """A field for each thing that a data card states. Nothing is kept until it is accepted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("About this data set", parent)
        self._session = session
        said = "Asked once, kept in the project, and stated by the data card and citation of releases."
        what = quiet_label(said, self, wraps=True)
        body = QWidget(self)
        form = form_layout(18, 9)
        form.setContentsMargins(0, 2, 8, 2)
        body.setLayout(form)
        self.fields: dict[str, QWidget] = {}
        for each in ABOUT:
            field = self._field(each, session.project.setting(setting_of(each.name)))
            field.setAccessibleName(each.label)
            field.setAccessibleDescription(each.help)
            field.setToolTip(each.help)
            self.fields[each.name] = field
            form.addRow(each.label, field)
        area = QScrollArea(self)
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.fault = quiet_label("", self, wraps=True)
        self.stack(what)
        self.stack(area, stretch=1)
        self.stack(self.fault)
        self.keep = self.end_with("Keep", self.accept)
        self.resize(620, 720)
        self._look()
        self.fields["title"].setFocus()

    def _field(self, each: Field, value: str) -> QWidget:
        if each.name == "licence":
            box = QComboBox(self)
            box.setEditable(True)
            box.addItems(["", *LICENCES])
            box.setCurrentText(value)
            line = box.lineEdit()
            assert line is not None
            line.setPlaceholderText("such as CC-BY-4.0")
            return box
        if each.long:
            field = QPlainTextEdit(value, self)
            field.setTabChangesFocus(True)
            field.setPlaceholderText(each.help)
            field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + 18)
            return field
        line = QLineEdit(value, self)
        line.setPlaceholderText(each.help)
        line.textChanged.connect(lambda: self._look())
        return line

    def value(self, name: str) -> str:
        """Return what a field says, without white space around it."""
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            return "\n".join(line.rstrip() for line in field.toPlainText().strip().split("\n"))
        if isinstance(field, QComboBox):
            return field.currentText().strip()
        assert isinstance(field, QLineEdit)
        return " ".join(field.text().split())

    def _look(self) -> None:
        if len(self.fields) < len(ABOUT):
            return
        date = self.value("date")
        fault = "" if not date or is_date(date) else f"“{date}” is no date; write it like 2026-01-31, or empty it."
        self.fault.setText(fault)
        self.keep.setEnabled(not fault)

    def accept(self) -> None:
        """Keep what was said, as one change."""
        changed = said_anew({each.name: self.value(each.name) for each in ABOUT}, self._session.project.setting)
        if not changed or self._session.do(Change("describe the data set", changed)):
            super().accept()

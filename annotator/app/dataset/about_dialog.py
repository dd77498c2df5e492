"""Asks what a project says of itself where its data are given away; it is kept in the project."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.model.about import ABOUT, LICENCES, Field, setting_of
from annotator.model.times import is_date

_LINES = 3
"""Lines of a field for several."""


class AboutDataDialog(QDialog):
    """A field for each thing that a data card states. Nothing is kept until it is accepted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About this data set")
        self._session = session
        heading = QLabel("About this data set", self)
        heading.setProperty("title", True)
        what = QLabel("Asked once, kept in the project, and stated by the data card and citation of releases.", self)
        what.setWordWrap(True)
        what.setProperty("quiet", True)
        body = QWidget(self)
        form = QFormLayout(body)
        form.setContentsMargins(0, 2, 8, 2)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
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
        self.fault = QLabel(self)
        self.fault.setWordWrap(True)
        self.fault.setProperty("quiet", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.keep = buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(what)
        layout.addWidget(area, 1)
        layout.addWidget(self.fault)
        layout.addWidget(buttons)
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
        """Keep what was said."""
        project = self._session.project
        for each in ABOUT:
            name, value = setting_of(each.name), self.value(each.name)
            if value != project.setting(name):
                project.set_setting(name, value)
        super().accept()

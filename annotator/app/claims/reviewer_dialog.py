"""Who publishes the verdicts of a project, and where: what a ClaimReview needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.app.panels.annotation_form import form_layout, quiet_label
from annotator.model.about import REVIEW, setting_of
from annotator.model.change import Change, Operation, PutSetting

if TYPE_CHECKING:
    from annotator.app.session import Session

_WIDTH = 460


class ReviewerDialog(QDialog):
    """A name and an address. What is accepted is one change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Reviewer")
        self.setMinimumWidth(_WIDTH)
        self._session = session
        heading = QLabel("Reviewer", self)
        heading.setProperty("title", True)
        what = quiet_label(
            "Who publishes the verdicts of this project, and where. An export as ClaimReview says so; nothing is sent.",
            self,
        )
        what.setWordWrap(True)
        form = form_layout()
        self.fields: dict[str, QLineEdit] = {}
        for each in REVIEW:
            field = self.fields[each.name] = QLineEdit(session.project.setting(setting_of(each.name)), self)
            field.setAccessibleName(each.label)
            field.setToolTip(each.help)
            form.addRow(quiet_label(each.label, self), field)
        self.fields["reviewer_url"].setPlaceholderText("https://example.org/checks")
        self.fields["reviewer"].setPlaceholderText("A body; without one, whoever gave the verdict")
        self.said = QLabel(self)
        self.said.setProperty("trouble", True)
        self.said.setWordWrap(True)
        self.said.hide()
        buttons = QDialogButtonBox(self)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.keep = buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for widget in (heading, what):
            layout.addWidget(widget)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addWidget(buttons)

    def accept(self) -> None:
        """Keep what is written, if the address is one."""
        values = {name: " ".join(field.text().split()) for name, field in self.fields.items()}
        url = values["reviewer_url"]
        if url and (" " in url or not url.startswith(("https://", "http://"))):
            self.said.setText("An address begins with https:// and has no spaces, as in https://example.org/checks.")
            self.said.show()
            self.fields["reviewer_url"].setFocus()
            return
        project = self._session.project
        changed: list[Operation] = [
            PutSetting(setting_of(name), value)
            for name, value in values.items()
            if value != project.setting(setting_of(name))
        ]
        if not changed or self._session.do(Change("set reviewer", changed)):
            super().accept()

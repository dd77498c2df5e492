"""Who publishes the verdicts of a project, and where: what a ClaimReview needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from annotator.app.forms import FramedDialog, form_layout, quiet_label
from annotator.model.about import REVIEW, said_anew, setting_of
from annotator.model.change import Change

if TYPE_CHECKING:
    from annotator.app.session import Session

_WIDTH = 460


class ReviewerDialog(FramedDialog):
    """A name and an address. What is accepted is one change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("Who publishes verdicts", parent)
        self.setMinimumWidth(_WIDTH)
        self._session = session
        what = quiet_label(
            "Who publishes the verdicts of this project, and where. An export as ClaimReview says so; nothing is sent.",
            self,
            wraps=True,
        )
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
        self.stack(what, form, self.said)
        self.keep = self.end_with("Keep", self.accept)

    def accept(self) -> None:
        """Keep what is written, if the address is one."""
        values = {name: " ".join(field.text().split()) for name, field in self.fields.items()}
        url = values["reviewer_url"]
        if url and (" " in url or not url.startswith(("https://", "http://"))):
            self.said.setText("An address begins with https:// and has no spaces, as in https://example.org/checks.")
            self.said.show()
            self.fields["reviewer_url"].setFocus()
            return
        changed = said_anew(values, self._session.project.setting)
        if not changed or self._session.do(Change("set reviewer", changed)):
            super().accept()

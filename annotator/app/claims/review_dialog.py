"""The review of the claim that is selected on the page, beside its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.app.claims.review_form import ReviewForm
from annotator.app.forms import OnScreenDialog, quiet_label
from annotator.app.tag_popup import placed
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.app.session import Session
    from annotator.model.change import Touched

_SHOWN = 220
_WIDTH = 430


class ReviewDialog(OnScreenDialog):
    """The form of one claim in a small window; what is said there is said at once, Esc or Ctrl+Enter leaves.

    *place_wanted* and *evidence_wanted* are those of the form.
    """

    place_wanted = Signal(str, int, str)
    evidence_wanted = Signal(str)

    def __init__(self, session: Session, claim: str, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self.setWindowTitle("Review")
        self._session = session
        self._claim = claim
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("quotation", True)
        self.form = ReviewForm(session, self)
        hint = quiet_label("Tab goes on · Esc leaves; everything is kept as it is said", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.form)
        layout.addWidget(hint)
        self.setMinimumWidth(_WIDTH)
        self.form.place_wanted.connect(self.place_wanted)
        self.form.evidence_wanted.connect(self.evidence_wanted)
        session.changed.connect(self._changed)
        session.document_closed.connect(self.reject)
        self.addActions(list(actions))
        self._show()
        self.form.verdict.setFocus()

    @property
    def claim(self) -> str:
        """The id of the claim that is judged."""
        return self._claim

    def show_beside(self, place: QRect) -> None:
        """Show it below *place*, pixels of the screen, or above it, so that the claim can be read."""
        parent = self.parentWidget()
        assert parent is not None
        window = parent.window()
        area = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        self.adjustSize()
        self.move(placed(self.size(), place, area))
        self.show()
        self.activateWindow()

    def done(self, result: int) -> None:
        """Take what is being written."""
        self.form.finish()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter leaves; Enter alone finishes a field and nothing else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        project = self._session.project
        try:
            claim = project.annotation(self._claim)
        except AnnotatorError:
            self.reject()
            return
        found = project.claims.lines([self._claim])
        words = found[0].words if found else ""
        self.words.setText(words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…")
        self.form.show_claim(claim, project.claims.linked(self._claim))

    def _changed(self, touched: Touched) -> None:
        if self._claim in touched.annotations or not touched.only_marks:
            self._show()

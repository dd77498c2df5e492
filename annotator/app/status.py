"""The line below: that the work is saved, what undo would take back, what is open, what is running."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from annotator.app.jobs import Job
from annotator.model.change import UndoState
from annotator.model.document import DocumentSummary
from annotator.words import counted

MESSAGE_TIME = 8000
"""Milliseconds that a sentence stays."""


def saved_text(state: UndoState) -> str:
    """Say that everything is saved and what undo would take back."""
    return f"Saved · undo: {state.undo}" if state.undo else "Saved"


def facts_text(summary: DocumentSummary | None, annotator: str, zoom: float, hidden: int = 0) -> str:
    """Say what is marked in the open article and how much of it is hidden, who works, and how large the text is."""
    parts: list[str] = []
    if summary is not None:
        parts = [counted(summary.entities, "entity", "entities"), counted(summary.claims, "claim")]
        if summary.suggestions:
            parts.append(counted(summary.suggestions, "suggestion"))
    if hidden:
        parts.append(f"{counted(hidden, 'mark')} hidden")
    parts += [f"annotator: {annotator}", f"{round(zoom * 100)} %"]
    return " · ".join(parts)


class StatusLine(QWidget):
    """Two quiet texts, and between them the work that is running, with a way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._lasting = ""
        self._hint = ""
        self.left = QLabel(self)
        self.left.setProperty("quiet", True)
        self.left.setTextFormat(Qt.TextFormat.PlainText)
        self.right = QLabel(self)
        self.right.setProperty("quiet", True)
        self.job_text = QLabel(self)
        self.job_text.setProperty("quiet", True)
        self.job_bar = QProgressBar(self)
        self.job_bar.setTextVisible(False)
        self.job_bar.setFixedSize(140, 6)
        self.job_stop = QToolButton(self)
        self.job_stop.setObjectName("stopWork")
        self.job_stop.setText("Stop")
        self.job_stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.job_stop.setAccessibleName("Stop this work")
        self._job: Job | None = None
        self.job_stop.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 3, 14, 5)
        layout.setSpacing(10)
        layout.addWidget(self.left, 1)
        for widget in (self.job_text, self.job_bar, self.job_stop):
            layout.addWidget(widget)
            widget.hide()
        layout.addWidget(self.right)
        self.left.setMinimumWidth(80)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_lasting)

    def show_saved(self, text: str) -> None:
        """Show what lasts, unless a sentence is being read."""
        self._lasting = text
        if not self._timer.isActive():
            self._show_lasting()

    def show_facts(self, text: str) -> None:
        """Show the right side."""
        if self.right.text() != text:
            self.right.setText(text)

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Show one sentence for a while, and let a screen reader say it."""
        from annotator.app.assistive import announce  # loads what a start needs not

        announce(self, sentence)
        self.left.setText(sentence)
        self.left.setToolTip(sentence)
        self._mark(trouble)
        self._timer.start(MESSAGE_TIME * (2 if trouble else 1))

    def hint(self, sentence: str) -> None:
        """Show a line until another takes its place; an empty one takes it away."""
        self._hint = sentence
        if sentence and not self.left.property("trouble"):
            # what can be done now matters more than what was done
            self._timer.stop()
        if not self._timer.isActive():
            self._show_lasting()

    def dismiss(self) -> None:
        """Take a sentence away before its time, since the person has gone on."""
        self._timer.stop()
        self._show_lasting()

    def follow(self, job: Job) -> None:
        """Show how far *job* is until it ends."""
        self._job = job
        self.job_text.setText(job.title)
        self.job_bar.setRange(0, 0)
        # a taller line would move the page
        self.job_stop.setFixedHeight(self.right.sizeHint().height())
        for widget in (self.job_text, self.job_bar, self.job_stop):
            widget.show()
        self.job_stop.setEnabled(True)
        job.progress.connect(self._show_progress)
        job.ended.connect(self._forget)

    def _show_progress(self, done: int, total: object, text: str) -> None:
        if isinstance(total, int) and total > 0:
            self.job_bar.setRange(0, total)
            self.job_bar.setValue(done)
            self.job_text.setText(f"{self._job.title if self._job else ''} · {done:,} of {total:,}")
        elif done:
            self.job_text.setText(f"{self._job.title if self._job else ''} · {done:,}")
        self.job_text.setToolTip(text)

    def _forget(self) -> None:
        if self._job is not None and self._job.is_over:
            self._job = None
            for widget in (self.job_text, self.job_bar, self.job_stop):
                widget.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self.job_stop.setEnabled(False)
            self.job_text.setText(f"{self._job.title} · stopping")
            self._job.cancel()

    def _show_lasting(self) -> None:
        self._mark(False)
        self.left.setText(self._hint or self._lasting)
        self.left.setToolTip("")

    def _mark(self, trouble: bool) -> None:
        if bool(self.left.property("trouble")) != trouble:
            self.left.setProperty("trouble", trouble)
            self.left.style().unpolish(self.left)
            self.left.style().polish(self.left)

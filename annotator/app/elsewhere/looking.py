"""Looks where else something is, beside the window: the first places come at once, the others together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.analysis.elsewhere import Answer, Question, look
from annotator.store import Project

if TYPE_CHECKING:
    from annotator.app.jobs import CancelCheck, Job, Jobs, Progress

TOGETHER = 150
"""Milliseconds in which places that come in are told together, after the first page."""


class _Feed(QObject):
    """Brings answers from the thread that looks into that of the window."""

    answered = Signal(int, object)


class Looking(QObject):
    """One search at a time in the project at *path*.

    *came* carries a list of passages, *changed* says that there is news of how far it is, *failed* an exception.
    """

    came = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._jobs = jobs
        self._job: Job | None = None
        self._asked = 0
        self._waiting: list[Answer] = []
        self._has_told = False
        self._together = QTimer(self)
        self._together.setSingleShot(True)
        self._together.setInterval(TOGETHER)
        self._together.timeout.connect(self._tell)
        self._done = self._total = 0
        self.is_complete = True
        """Whether all that was found is told: there may be more than can be listed."""
        self.was_stopped = False

    @property
    def is_looking(self) -> bool:
        """Whether more may come."""
        return self._job is not None

    @property
    def percent(self) -> int | None:
        """How many of a hundred articles have been considered; None while that is not known."""
        return self._done * 100 // self._total if self._total else None

    def ask(self, question: Question) -> None:
        """Look for *question*, and for nothing that was asked before."""
        self.stop()
        self._asked += 1
        self._waiting, self._done, self._total = [], 0, 0
        self._has_told, self.is_complete, self.was_stopped = False, True, False
        path, feed, number = self._path, _Feed(), self._asked
        feed.answered.connect(self._take)

        def work(report: Progress, cancelled: CancelCheck) -> object:
            with Project.open(path, write=False) as project:
                for answer in look(project, question, cancelled):
                    feed.answered.emit(number, answer)
                    report(answer.done, answer.total, f"{answer.done:,} of {answer.total:,} articles")
            return feed

        self._job = job = self._jobs.run("Looking where else", work)
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._ended(job))
        self.changed.emit()

    def stop(self) -> None:
        """Look for no more; what was found is told."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.was_stopped = True
            self._tell()

    def _take(self, number: int, answer: Answer) -> None:
        if number != self._asked or self.was_stopped:
            return
        self._waiting.append(answer)
        if not self._has_told:
            self._tell()
        elif not self._together.isActive():
            self._together.start()

    def _tell(self) -> None:
        self._together.stop()
        waiting, self._waiting = self._waiting, []
        found = [each for answer in waiting for each in answer.passages]
        if waiting:
            self._done, self._total = waiting[-1].done, waiting[-1].total
            self.is_complete = waiting[-1].complete
        if found:
            self._has_told = True
            self.came.emit(found)
        self.changed.emit()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._tell()

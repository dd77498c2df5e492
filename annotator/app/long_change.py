"""A change of very many rows, done, undone or redone beside the window, which stays usable meanwhile."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.app.jobs import CancelCheck, Job, Jobs, Progress
from annotator.errors import Cancelled
from annotator.model.change import Touched
from annotator.store import Project

LONG = 500
"""Operations from which on a change is felt by whoever waits for it."""
STOPPED = "Stopped. Everything is as it was before."

Told = Callable[[int, int | None], None]
Act = Callable[[Project, Told], Touched | None]


class LongChange(QObject):
    """Does one change at a time, through a connection of its own.

    When it is over *finished* carries what was touched, or None; *failed* an exception. One that is stopped is
    rolled back, and *cancelled*; nothing of it is left then.
    """

    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, path: Path, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def title(self) -> str | None:
        """What is being done now, such as “Undoing merge Group into Person”; None if nothing is."""
        return self._job.title if self._job is not None else None

    def run(self, title: str, act: Act) -> None:
        """Begin *act*, which gets the project and what to tell how many operations are done, of how many."""
        path = self._path

        def work(progress: Progress, cancelled: CancelCheck) -> Touched | None:
            def told(done: int, total: int | None) -> None:
                if cancelled():
                    raise Cancelled(f"{title} was stopped; nothing of it was done")
                progress(done, total, title)

            with Project.open(path) as project:
                return act(project, told)

        self._job = job = self._jobs.run(title, work)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._cancel)

    def _finish(self, touched: object) -> None:
        self._job = None
        self.finished.emit(touched)

    def _fail(self, error: object) -> None:
        self._job = None
        self.failed.emit(error)

    def _cancel(self) -> None:
        self._job = None
        self.cancelled.emit()

"""Looks for problems in all articles off the window's thread, and again where work changes."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.analysis.problem_book import Found, Line, look_again, look_through
from annotator.app.calls import call
from annotator.app.jobs import CancelCheck, Job, Jobs, Progress
from annotator.app.session import Session
from annotator.model.change import Touched
from annotator.store import Project

PAUSE = 250
"""Milliseconds after a change before its articles are looked at again: marks come in bursts."""
MANY = 500
"""Articles of one change from which on all are looked through anew."""


class ProblemFinder(QObject):
    """The problems of a project as they are now, while it is *watching*.

    *changed* is sent when there are others than before, *progressed* (done, total) while all articles are looked
    through, *failed* with an unexpected error.
    """

    changed = Signal()
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._found: dict[str, tuple[Line, ...]] = {}
        self._arrived: deque[Found] = deque()
        self._looked: set[str] = set()
        self._waiting: set[str] = set()
        self._all_wanted = True
        self._seen = -1
        self._job: Job | None = None
        self._watching = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._begin)
        session.changed.connect(self._take)

    @property
    def is_looking(self) -> bool:
        """Whether something is still to be looked at."""
        return self._job is not None or self._timer.isActive()

    def lines(self) -> list[Line]:
        """Return all problems, article by article in the order in which they were found."""
        return [line for lines in self._found.values() for line in lines]

    def watch(self) -> None:
        """Look at what was not looked at yet, and from now on at what changes."""
        self._watching = True
        if self._seen >= 0:
            # what happened while nobody watched
            touched = self._session.project.touched_since(self._seen)
            if touched is not None:
                self._note(touched)
        self._begin()

    def rest(self) -> None:
        """Look no further; what was found is kept."""
        self._watching = False
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def _take(self, touched: Touched) -> None:
        self._note(touched)
        if self._watching:
            self._timer.start()

    def _note(self, touched: Touched) -> None:
        if touched.everything or touched.tags or len(touched.documents) > MANY:
            self._all_wanted = True
            if self._job is not None:
                self._job.cancel()
        else:
            self._waiting |= touched.documents

    def _begin(self) -> None:
        if self._job is not None or not self._watching:
            return
        if self._all_wanted:
            self._all_wanted = False
            self._waiting.clear()
            fresh = True
        elif self._waiting:
            fresh = False
        else:
            return
        documents, self._waiting = sorted(self._waiting), set()
        self._arrived.clear()
        path = self._session.project.path
        arrived = self._arrived

        def work(progress: Progress, cancelled: CancelCheck) -> tuple[int, bool]:
            with Project.open(path, write=False) as project, project.snapshot():
                seen = project.last_change()
                found: Iterator[Found] = (
                    look_through(project, progress, cancelled) if fresh else look_again(project, documents, cancelled)
                )
                arrived.extend(found)
            return seen, fresh

        self._looked = set()
        self._job = job = self._jobs.run("looking for problems", work)
        job.progress.connect(self._come)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        job.cancelled.connect(call(self._stop, documents, fresh))

    def _come(self, done: int, total: object, text: str) -> None:
        if self._drain():
            self.changed.emit()
        if isinstance(total, int):
            self.progressed.emit(done, total)

    def _finish(self, result: object) -> None:
        self._drain()
        if isinstance(result, tuple):
            seen, fresh = cast("tuple[int, bool]", result)
            self._seen = seen
            if fresh:
                # an article that is gone has no problems
                for each in set(self._found) - self._looked:
                    del self._found[each]
        self._job = None
        self._begin()
        self.changed.emit()

    def _drain(self) -> bool:
        some = False
        while self._arrived:
            found = self._arrived.popleft()
            self._looked.add(found.document)
            some = some or self._found.get(found.document, ()) != found.lines
            if found.lines:
                self._found[found.document] = found.lines
            else:
                self._found.pop(found.document, None)
        return some

    def _stop(self, documents: Sequence[str], fresh: bool) -> None:
        self._job = None
        self._waiting.update(documents)
        self._all_wanted = self._all_wanted or fresh
        self._begin()

    def _fail(self, error: object) -> None:
        self._job = None
        self._all_wanted = True
        self.failed.emit(error)

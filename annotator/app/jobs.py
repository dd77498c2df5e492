"""Long work off the window's thread: progress, cancel, result and error come back as signals.

The work itself is plain Python and knows no Qt: it takes a progress callback and a check that
tells whether the person has cancelled.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from annotator.errors import Cancelled

log = logging.getLogger(__name__)

Progress = Callable[[int, int | None, str], None]
CancelCheck = Callable[[], bool]
T = TypeVar("T")
Work = Callable[[Progress, CancelCheck], T]

BETWEEN_REPORTS = 0.05
"""Seconds between two progress signals; more would keep the window busy painting numbers."""


class Job(QObject):
    """One piece of long work.

    *progress* (done, total or None, text), then exactly one of *finished* (result), *failed*
    (the exception) and *cancelled*; *ended* after any of them. All arrive in the window's thread.
    """

    progress = Signal(int, object, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    # from the worker's thread into the window's, where the public signals are then sent
    _reported = Signal(int, object, str)
    _stopped = Signal(object, object)

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._cancel = threading.Event()
        self._over = False
        self._reported.connect(self.progress, Qt.ConnectionType.QueuedConnection)
        self._stopped.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next check; what it has done stays whole."""
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancel.is_set()

    @property
    def is_over(self) -> bool:
        """Whether the work has ended, one way or another."""
        return self._over

    def report(self, done: int, total: int | None, text: str) -> None:
        """Say how far the work is; called by the worker."""
        self._reported.emit(done, total, text)

    def stop(self, result: object, error: Exception | None) -> None:
        """Say that the work is over; called by the worker."""
        self._stopped.emit(result, error)

    def _end(self, result: object, error: Exception | None) -> None:
        self._over = True
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.ended.emit()


class _Worker(threading.Thread):
    """Does the work; it holds the job no longer than it runs."""

    def __init__(self, job: Job, work: Work[object]) -> None:
        super().__init__(name=job.title, daemon=True)
        self._job = job
        self._work = work
        self._last = 0.0

    def run(self) -> None:
        job = self._job
        try:
            result = self._work(self._report, lambda: job.is_cancelled)
        except Exception as error:  # noqa: BLE001 - the border: whoever started the job reports it
            log.info("%s: %s", job.title, error)
            job.stop(None, error)
        else:
            job.stop(result, None)

    def _report(self, done: int, total: int | None, text: str) -> None:
        now = time.monotonic()
        if now - self._last >= BETWEEN_REPORTS or done == total:
            self._last = now
            self._job.report(done, total, text)


class Jobs(QObject):
    """Starts jobs and keeps them until they end."""

    started = Signal(object)
    all_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[Job, _Worker] = {}

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not ended."""
        return tuple(self._running)

    def run(self, title: str, work: Work[T]) -> Job:
        """Start *work* in a thread; its signals come once the event loop runs again."""
        job = Job(title, self)
        worker = _Worker(job, work)
        self._running[job] = worker
        job.ended.connect(self._forget)
        worker.start()
        self.started.emit(job)
        return job

    def cancel_all(self) -> None:
        """Ask every running job to stop and wait until it has."""
        for job in self._running:
            job.cancel()
        for worker in self._running.values():
            worker.join()

    def _forget(self) -> None:
        for job in [each for each in self._running if each.is_over]:
            # the thread has said its last word; a job must not outlive it there, nor be deleted by it
            self._running.pop(job).join()
            job.deleteLater()
        if not self._running:
            self.all_ended.emit()


class Latest(QObject):
    """Questions off the window's thread of which only the last one counts: an answer to any other is dropped.

    One is worked on at a time. Then *answered* (result) or *failed* (the exception) is sent, in the window's thread.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._title = title
        self._running: Job | None = None
        self._next: Work[object] | None = None
        self._is_asking = False

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still to come."""
        return self._is_asking

    def ask(self, work: Work[object]) -> None:
        """Ask what *work* returns, and let go of what was asked before."""
        self.drop()
        self._is_asking = True
        self._next = work
        if self._running is None:
            self._begin()

    def drop(self) -> None:
        """Let go of what was asked."""
        self._is_asking = False
        self._next = None
        if self._running is not None:
            self._running.cancel()

    def _begin(self) -> None:
        work, self._next = self._next, None
        assert work is not None
        self._running = job = self._jobs.run(self._title, work)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._go_on)

    def _finished(self, result: object) -> None:
        if self._go_on():
            self.answered.emit(result)

    def _failed(self, error: object) -> None:
        if self._go_on():
            self.failed.emit(error)

    def _go_on(self) -> bool:
        """Begin what was asked since; tell whether the answer that came is to the last question."""
        self._running = None
        if self._next is not None:
            self._begin()
            return False
        counts, self._is_asking = self._is_asking, False
        return counts

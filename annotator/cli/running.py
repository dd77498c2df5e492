"""How the commands run: on an open project, with a progress bar, and stopped in good order by Ctrl+C."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from annotator.store import Project

_BAR = 28
_PAUSE = 0.1


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Turn what SQLite reports of the project at *path* into a ProjectError in a sentence."""
    from annotator.store.connection import explaining

    with explaining(path):
        yield


@contextmanager
def opened(path: Path, *, write: bool = False) -> Generator[Project]:
    """Give the project at *path*, open; raises ProjectError if that cannot be done or the file is damaged."""
    from annotator.store import Project

    with explained(path), Project.open(path, write=write) as project:
        yield project


@contextmanager
def progress_bar(label: str) -> Generator[Callable[[int, int | None, str], None]]:
    """Give a function that shows how much of *label* is done, on stderr, if that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():  # pyright: ignore[reportUnnecessaryComparison]
        yield lambda done, total, text: None
        return
    shown = 0.0

    def show(done: int, total: int | None, text: str) -> None:
        nonlocal shown
        if (now := time.monotonic()) - shown < _PAUSE:
            return
        shown = now
        line = f"{label} {done}"
        if total:
            filled = min(_BAR, round(_BAR * done / total))
            line = f"{label} {'█' * filled}{'░' * (_BAR - filled)} {done} of {total}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


@contextmanager
def stoppable() -> Generator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl+C was pressed; pressed again, it ends the run at once.

    Processes that the run starts inherit this and leave Ctrl+C to us.
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    ours = os.getpid()
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if os.getpid() != ours:
            return
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)

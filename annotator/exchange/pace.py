"""What makes long runs quick."""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

_SELDOM = (90_000, 10, 10)
"""How many more objects there must be, and how often, before Python looks among the youngest, the older and all."""


@contextmanager
def without_cycle_search() -> Generator[None]:
    """Let Python not look for reference cycles in the block, which must end soon.

    Documents and annotations hold none: memory is given back all the same, by reference counts.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def with_rare_cycle_search() -> Generator[None]:
    """Let Python look seldom for reference cycles in the block, as long as that may run.

    Documents and annotations hold none, and a run makes millions of them: the search would take a
    fifth of its time. What libraries make of a file may be full of them: without any search it would
    stay until the end.
    """
    with _runs.lock:
        if not _runs.count:
            _runs.before = gc.get_threshold()
            gc.set_threshold(*_SELDOM)
        _runs.count += 1
    try:
        yield
    finally:
        with _runs.lock:
            _runs.count -= 1
            if not _runs.count:
                gc.set_threshold(*_runs.before)


class _Runs:
    """The runs at this time: the first makes the search rare, and the last one as frequent as it was."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = 0
        self.before = gc.get_threshold()


_runs = _Runs()


class CycleSearch:
    """Looks for what the readers of a long run left in circles: a few objects may hold the whole tree of a file.

    Most readers leave none: where nothing is found, the next look is further away. A look takes as long as much was
    made since the last one that is still in use.
    """

    _FIRST, _FURTHEST, _ALL = 25, 400, 500

    def __init__(self) -> None:
        self._documents = 0
        self._step = self._next = self._FIRST
        self._all: int | None = None

    def read_one(self) -> None:
        """Note one more document; look after some."""
        self._documents += 1
        if self._documents >= self._next:
            self.look()

    def look(self) -> None:
        """Look among what was made lately, or among all: what was in use at one look is old at the next."""
        if self._all is not None and self._documents >= self._all:
            gc.collect()
            self._all += self._ALL
        elif gc.collect(0):
            self._step = self._FIRST
            # readers that leave none never need it
            self._all = self._all or self._documents + self._ALL
        else:
            self._step = min(2 * self._step, self._FURTHEST)
        self._next = self._documents + self._step

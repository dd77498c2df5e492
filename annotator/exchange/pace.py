"""What makes long runs quick."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_SELDOM = (10_000, 10, 10)
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
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class CycleSearch:
    """Looks for what the readers of a long run left in circles: a few objects may hold the whole tree of a file."""

    _YOUNG, _ALL = 25, 500

    def __init__(self) -> None:
        self._documents = 0

    def read_one(self) -> None:
        """Note one more document; after some look among what was made lately, after many among all.

        What was in use at one look is old at the next.
        """
        self._documents += 1
        if self._documents % self._YOUNG == 0:
            gc.collect(0 if self._documents % self._ALL else 2)

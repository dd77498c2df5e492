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


def look_for_cycles() -> None:
    """Let Python look now among what was made lately: a few objects may hold the whole tree of a file."""
    gc.collect(1)

"""What makes long runs quick."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_cycle_search() -> Generator[None]:
    """Let Python not look for reference cycles in the block.

    Documents and annotations hold none, and a run makes millions of them: the search would
    take a fifth of its time. Memory is given back all the same, by reference counts.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

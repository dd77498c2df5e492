"""Long runs: Python looks for reference cycles seldom, but it looks."""

import gc
import weakref
from contextlib import ExitStack

from annotator.exchange.pace import with_rare_cycle_search


class Circle:
    """Something that keeps itself, as the objects of some libraries do."""

    def __init__(self) -> None:
        self.itself = self


def test_what_libraries_leave_in_circles_does_not_stay_until_the_end():
    left: weakref.WeakSet[Circle] = weakref.WeakSet()

    with with_rare_cycle_search():
        for _ in range(200_000):
            left.add(Circle())
        # those that came since Python looked the last time
        stayed = len(left)

    assert stayed < 100_000


def test_after_a_long_run_python_looks_as_often_as_before():
    before = gc.get_threshold()

    with with_rare_cycle_search():
        assert gc.get_threshold() != before

    assert gc.get_threshold() == before


def test_of_two_runs_that_overlap_the_last_one_gives_the_search_back():
    before = gc.get_threshold()
    first, second = ExitStack(), ExitStack()

    first.enter_context(with_rare_cycle_search())
    second.enter_context(with_rare_cycle_search())
    first.close()
    assert gc.get_threshold() != before
    second.close()

    assert gc.get_threshold() == before

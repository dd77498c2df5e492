"""A change of any size is one change: applied, undone and redone in seconds, in memory that does not grow with it."""

import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.store import Project
from tests.store.conftest import annotation, jsonl


def putting(document: str, count: int) -> Iterator[Operation]:
    return (Put(annotation(document, (place % 60, place % 60 + 3))) for place in range(count))


def altering(project: Project, values: dict[str, object]) -> list[Operation]:
    ids = [row[0] for row in project.database.conn.execute("SELECT id FROM annotations ORDER BY key")]
    return [Alter(Annotation, each, values) for each in ids]


def test_thirty_thousand_operations_are_applied_undone_and_redone(filled, first):
    before = jsonl(filled)
    filled.do(Change("tag all", putting(first, 30_000)), "Anna")
    assert filled.summary(first).entities == 30_000
    assert next(filled.history(limit=1)).operations == 30_000
    all_there = jsonl(filled)
    assert filled.undo().left == ()
    assert jsonl(filled) == before
    assert filled.redo().left == ()
    assert jsonl(filled) == all_there
    assert list(filled.check()) == []


def test_ten_thousand_are_altered_and_removed_with_their_inverse(filled, first):
    filled.do(Change("tag all", putting(first, 10_000)), "Anna")
    before = jsonl(filled)
    filled.do(Change("suggest all", altering(filled, {"state": "suggested", "note": "?"})), "Anna")
    suggested = jsonl(filled)
    assert filled.summary(first).suggestions == 10_000
    ids = [each.id for each in filled.annotations(first)[0]]
    filled.do(Change("remove all", (Remove(Annotation, each) for each in ids)), "Anna")
    assert filled.annotations(first)[0] == ()
    filled.undo()
    assert jsonl(filled) == suggested
    filled.undo()
    assert jsonl(filled) == before
    filled.redo()
    assert jsonl(filled) == suggested
    assert list(filled.check()) == []


def peak(act: Callable[[], object]) -> int:
    """Return the bytes of Python's memory that *act* needs at its highest."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("act", ["do", "undo", "redo"])
def test_memory_does_not_grow_with_the_size_of_a_change(filled, first, act):
    def measured(count: int) -> int:
        change = Change("tag all", putting(first, count))
        if act == "do":
            return peak(lambda: filled.do(change, "Anna"))
        filled.do(change, "Anna")
        if act == "undo":
            return peak(filled.undo)
        filled.undo()
        return peak(filled.redo)

    assert measured(16_000) / measured(6_000) < 1.5

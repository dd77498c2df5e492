"""`check` names what is wrong in a file that something else has written to."""

import sqlite3

import pytest

from annotator.errors import ProjectError
from annotator.model.annotation import Relation
from annotator.model.ids import new_id
from tests.store.conftest import annotation, put

TAMPERING = {
    "an annotation beyond the text": ('UPDATE annotations SET "end" = 5000 WHERE parts = 1', "outside the text"),
    "an annotation before the text": ("UPDATE annotations SET start = -4 WHERE key = 1", "goes from -4 to 11"),
    "an annotation that ends first": ("UPDATE annotations SET start = 12 WHERE key = 1", "goes from 12 to 11"),
    "an annotation without a start": ("UPDATE annotations SET start = NULL WHERE key = 1", "goes from None to 11"),
    "metadata": ("UPDATE documents SET metadata = '{' WHERE key = 1", "damaged"),
    "a part lost": ("DELETE FROM parts WHERE part = 1", "has lost some of its parts"),
    "a part outside": ("UPDATE parts SET start = start + 40, \"end\" = \"end\" + 40 WHERE part = 1", "outside its own"),
    "a part before the other": ("UPDATE parts SET start = 14 WHERE part = 1", "overlap"),
    "a count": ("UPDATE documents SET entities = 7 WHERE key = 1", "counts kept"),
    "a status counted wrong": ("UPDATE status_counts SET documents = 5 WHERE status = 'done'", "5 documents are"),
    "a status not counted": ("DELETE FROM status_counts WHERE status = 'new'", "counted as new"),
    "a key": ("UPDATE annotations SET tag = 999 WHERE key = 1", "is not there"),
    "an original cut off": ("UPDATE sources SET original = x'00'", "cannot be unpacked"),
    "an original of another size": ("UPDATE sources SET size = 3", "does not match its SHA-256"),
    "a relation of another document": ("UPDATE relations SET document = 2", "another document"),
    "a text": ("UPDATE texts SET text = text || '!' WHERE key = 1", "does not match its SHA-256"),
    "a text counted wrong": ("UPDATE texts SET characters = 7000 WHERE key = 1", "characters"),
    "a part of the history": ("UPDATE operations SET data = x'00'", "history"),
    "a part of the history lost": ("DELETE FROM operations WHERE change = 1", "history"),
    "the search index": ("DELETE FROM texts_search_data", "search index"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_named_in_a_sentence(filled, first, path, name):
    one, two = annotation(first, (0, 11)), annotation(first, (12, 16), (22, 30))
    put(filled, one, two, Relation(new_id(), "about", two.id, one.id))
    assert list(filled.check()) == []
    statement, words = TAMPERING[name]
    other = sqlite3.connect(path)
    other.execute("PRAGMA foreign_keys = OFF")
    other.execute("PRAGMA ignore_check_constraints = ON")
    other.execute("DROP TRIGGER texts_never_change")
    assert other.execute(statement).rowcount
    other.commit()
    other.close()
    faults = list(filled.check())
    assert any(words in fault for fault in faults), faults
    assert all("\n" not in fault for fault in faults)


def test_a_history_that_cannot_be_read_is_said_when_it_is_undone(filled, path):
    other = sqlite3.connect(path)
    other.execute("UPDATE operations SET data = x'00'")
    other.commit()
    other.close()
    with pytest.raises(ProjectError, match="cannot be undone"):
        filled.undo()
    assert filled.statistics().documents == 2

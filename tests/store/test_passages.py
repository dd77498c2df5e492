"""What "Where else?" asks of a project file."""

import pytest

from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change
from annotator.store import Project
from annotator.store.passages import STATEMENTS, ranges, word
from tests.store.conftest import annotation, document, put

OTHER = "Kim Jong Il did not say so. Пхеньян молчал."


@pytest.fixture
def filled(project):
    made = document(), document("Denial", OTHER)
    put(project, *made)
    return made


def test_texts_are_found_by_words_and_by_how_they_begin_in_ranges_of_keys(project, filled):
    passages = project.passages

    assert passages.last_text() == 2
    assert passages.texts_with(word("kim"), 0, 2) == [1, 2]
    assert passages.texts_with(word("kim"), 1, 2) == [2]
    assert passages.texts_with(word("monum", begins=True), 0, 2) == [1]
    assert passages.texts_with(word("Jong Il"), 0, 2) == [2]
    assert passages.how_many(word("kim"), 0, 2, 1) == 1
    assert passages.texts_as_they_stand("Пхен", 0, 2) == [2]
    assert [key for key, _ in passages.texts(0, 1)] == [1]
    assert passages.text(2) == OTHER


@pytest.mark.parametrize("text", ['"', "a\0b", "NEAR(", "*", "AND"])
def test_whatever_a_word_is_it_is_a_question_that_can_be_asked(project, filled, text):
    assert project.passages.texts_with(word(text), 0, 2) == []


def test_marks_come_by_document_but_for_rejected_ones(project, filled):
    first = filled[0].document.id
    kept, rejected = annotation(first, (0, 11)), annotation(first, (0, 3), who="Bert")
    put(project, kept, rejected)
    project.do(Change("reject", [Alter(Annotation, rejected.id, {"state": "rejected"})]), "Bert")

    found = project.passages.marks_in([each.document.id for each in filled], "entity")
    assert {key: [(each.id, each.tag, each.annotator) for each in marks] for key, marks in found.items()} == {
        first: [(kept.id, "Person", "Anna")]
    }
    assert project.passages.marks_in([first], "claim") == {}


def test_the_vocabulary_is_read_without_writing_to_the_file(project, path, filled):
    with Project.open(path, write=False) as reader:
        words = reader.passages.vocabulary()
        assert {"kim", "пхеньян", "monument"} <= set(words)
        assert reader.passages.vocabulary() == words
    assert "vocabulary" not in project.database.table_names()


def test_ranges_cover_all_keys_once():
    assert list(ranges(5, 2)) == [(0, 2), (2, 4), (4, 5)]
    assert list(ranges(0, 2)) == []


def test_no_question_looks_at_a_whole_table(project, filled):
    values = {"after": 0, "last": 1, "limit": 1, "words": "x", "key": 1, "match": "x", "kind": "entity",
              "texts": "[1]", "documents": "[1]", "ids": "[]"}  # fmt: skip
    for name, statement in STATEMENTS.items():
        assert "OFFSET" not in statement
        plan = project.database.conn.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        scans = [row[3] for row in plan if row[3].startswith("SCAN") and "VIRTUAL" not in row[3]]
        assert not [
            each for each in scans if not any(part in each for part in ("json_each", "CONSTANT", "subquery"))
        ], (name, plan)

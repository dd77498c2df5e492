"""What SQLite cannot do reaches the person as a sentence, at whatever moment it shows."""

import sqlite3
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError, ProjectError, UsageError
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import Tag, TagSet
from annotator.store import Project
from tests.store.conftest import annotation, document, jsonl, put


def spoil(path: Path, table: str) -> None:
    """Overwrite the pages of *table* but not those of the schema."""
    connection = sqlite3.connect(path)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\xa5" * size
    path.write_bytes(data)


ASKED = {
    "document": lambda project, first: project.document(first),
    "annotations": lambda project, first: project.annotations(first),
    "statistics": lambda project, first: project.statistics(),
    "scan": lambda project, first: list(project.scan()),
    "do": lambda project, first: put(project, annotation(first, (0, 3))),
    "undo": lambda project, first: project.undo(),
    "import": lambda project, first: project.importing("import", "Anna").put([marked()]),
}


def marked() -> AnnotatedDocument:
    each = document("More", "Somebody else.")
    return AnnotatedDocument(each.document, (annotation(each.document.id, (0, 8)),))


@pytest.mark.parametrize("act", ASKED)
def test_damage_in_the_middle_is_said_when_it_is_met_and_nothing_is_written(filled, first, path, act):
    put(filled, annotation(first, (0, 11)))
    filled.close()
    spoil(path, "annotations")
    before = path.read_bytes()
    with Project.open(path) as project:
        with pytest.raises(ProjectError, match="is damaged") as caught:
            ASKED[act](project, first)
        assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_check_says_damage_in_the_middle(filled, first, path):
    put(filled, annotation(first, (0, 11)))
    filled.close()
    spoil(path, "annotations")
    with Project.open(path) as project:
        assert "damaged" in next(project.check())


def test_a_full_disk_is_named_and_nothing_is_changed(filled, first):
    before = jsonl(filled)
    connection = filled.database.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ProjectError, match=r"the disk that holds .* is full"):
        put(filled, *[annotation(first, (place % 50, place % 50 + 3)) for place in range(2000)])
    connection.execute("PRAGMA max_page_count = 1000000")
    assert jsonl(filled) == before
    put(filled, annotation(first, (0, 3)))
    assert list(filled.check()) == []


@pytest.mark.parametrize("values", [{"note": "half \ud83d"}, {"attributes": {"who": "\ude00"}}])
def test_half_a_character_is_refused_in_a_sentence(filled, first, values):
    made = annotation(first, (0, 3))
    put(filled, made)
    before = jsonl(filled)
    with pytest.raises(UsageError, match="half of a character"):
        filled.do(Change("note", [Alter(Annotation, made.id, values)]), "Anna")
    assert jsonl(filled) == before


def test_a_tag_set_that_breaks_the_rules_makes_no_file(path):
    twice = TagSet("x", tuple(Tag(id_, "entity", "Person", "#123456") for id_ in "ab"))
    with pytest.raises(AnnotatorError, match="already taken"):
        Project.create(path, twice)
    assert list(path.parent.glob("letters*")) == []
    Project.create(path, TagSet("empty")).close()


def test_a_colour_may_be_written_in_capitals(filled):
    person = filled.tag_set().find("Person")
    filled.do(Change("colour", [Alter(Tag, person.id, {"colour": "#ABCDEF"})]), "Anna")
    assert filled.tag_set().find("Person").colour == "#abcdef"


@pytest.mark.parametrize("act", ["document", "annotations", "scan"])
def test_a_value_that_is_no_json_any_more_is_said_to_be_damage(filled, first, path, act):
    put(filled, annotation(first, (0, 11)))
    filled.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE annotations SET attributes = '{\"a\"'")
    connection.commit()
    connection.close()

    with Project.open(path) as project, pytest.raises(ProjectError, match="is damaged"):
        # marks of a scan become objects where they are looked at
        [each.annotations[0] for each in ASKED[act](project, first) if act == "scan"]


@pytest.mark.parametrize("column", ["tag", "annotator"])
def test_a_mark_that_leads_to_nothing_is_said_to_be_damage(filled, first, path, column):
    put(filled, annotation(first, (0, 11)))
    filled.close()
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE annotations SET {column} = 1000")
    connection.commit()
    connection.close()

    with Project.open(path) as project, pytest.raises(ProjectError, match="the project is damaged"):
        project.annotations(first)

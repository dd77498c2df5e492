"""The tag set's versions, constraints and guidelines in the project file."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change, Remove
from annotator.model.constraint import Constraint
from annotator.model.tag import Tag
from annotator.model.tag_edits import merge_tags, rename_tag
from annotator.store import Project
from tests.store.conftest import annotation, document, put

OLD = Path(__file__).parent / "data" / "v1.annotator"


def described(project: Project, name: str, words: str) -> None:
    tag = project.tag_set().find(name)
    project.do(Change("describe", [Alter(Tag, tag.id, {"description": words})]), "Anna")


def under(project: Project, name: str) -> int | None:
    return project.summary(name).marked_under


def test_a_new_project_begins_with_version_1_and_every_change_of_a_tag_makes_the_next(project):
    assert project.tags.version() == 1

    described(project, "Person", "anyone")
    described(project, "Group", "many")

    assert project.tags.version() == 3
    assert [(each.number, each.label) for each in project.tags.versions()] == [
        (1, "the beginning"),
        (2, "describe"),
        (3, "describe"),
    ]
    assert [each.tag_set for each in project.history()] == [3, 2]


def test_marks_make_no_version(project):
    made = document()
    put(project, made)
    put(project, annotation(made.document.id, (0, 3)))

    assert project.tags.version() == 1
    assert [each.tag_set for each in project.history()] == [None, None]


def test_a_document_knows_under_which_version_it_was_marked_last(project):
    one, other = document("One"), document("Other", "Kim wrote.")
    put(project, one, other)
    assert under(project, one.document.id) is None

    put(project, annotation(one.document.id, (0, 3)))
    described(project, "Person", "anyone")
    put(project, annotation(other.document.id, (0, 3)))
    described(project, "Person", "nobody")

    assert (under(project, one.document.id), under(project, other.document.id)) == (1, 2)
    assert project.tags.documents_by_version() == {1: 1, 2: 1}


def test_altering_a_mark_counts_and_a_tag_that_is_renamed_or_merged_does_not(project):
    made = document()
    mark = annotation(made.document.id, (0, 3))
    put(project, made, mark)
    tag_set = project.tag_set()
    project.do(rename_tag(tag_set, tag_set.find("Person"), "Human"), "Anna")
    tag_set = project.tag_set()
    project.do(merge_tags(tag_set, tag_set.find("Human"), tag_set.find("Group")), "Anna")
    assert under(project, made.document.id) == 1

    project.do(Change("note", [Alter(Annotation, mark.id, {"note": "x"})]), "Anna")

    assert under(project, made.document.id) == 3


def test_undo_and_redo_tell_the_version_of_the_marks_that_are_there(project):
    made = document()
    put(project, made)
    put(project, annotation(made.document.id, (0, 3)))
    described(project, "Person", "anyone")
    put(project, annotation(made.document.id, (4, 8)))
    assert under(project, made.document.id) == 2

    project.undo()
    assert under(project, made.document.id) == 1
    project.redo()
    assert under(project, made.document.id) == 2
    for _ in range(3):
        project.undo()
    assert under(project, made.document.id) is None


def test_an_imported_document_was_marked_under_the_version_that_its_own_tags_made(project):
    made = document()
    ship = replace(annotation(made.document.id, (0, 3)), tag="Ship")
    put(project, replace(made, annotations=(ship,)))

    assert project.tags.version() == 2
    assert under(project, made.document.id) == 2


def test_undoing_a_change_of_the_tag_set_makes_a_further_version(project):
    described(project, "Person", "anyone")
    project.undo()

    assert [each.label for each in project.tags.versions()] == ["the beginning", "describe", "undo describe"]


def test_constraints_are_put_altered_and_removed_as_changes(project):
    rule = Constraint("r", "short", "one sentence", of=("claim", "entity:Date"), position=9)
    began = project.tag_set().constraints
    assert began == load_default().constraints

    put(project, rule)
    project.do(Change("alter", [Alter(Constraint, "r", {"of": ("cue",), "most": 2, "unless": {"a": ("b",)}})]), "Anna")
    assert project.tag_set().constraints[-1] == replace(rule, of=("cue",), most=2, unless={"a": ("b",)})
    project.do(Change("remove", [Remove(Constraint, "r")]), "Anna")
    assert project.tag_set().constraints == began

    project.undo()
    project.undo()
    assert project.tag_set().constraints[-1] == rule
    assert list(project.check()) == []


def test_a_guideline_and_several_examples_are_kept_and_undone(project):
    tag = project.tag_set().find("Person")
    new = {"guideline": "# Who\n\n*Anyone*.", "good": "a [b]\nc [d]"}
    project.do(Change("guideline", [Alter(Tag, tag.id, new)]), "Anna")

    assert project.tag_set().find("Person").good_examples == ("a [b]", "c [d]")
    assert project.tag_set().find("Person").guideline == new["guideline"]
    project.undo()
    assert project.tag_set() == load_default()


def test_an_old_project_counts_its_versions_from_its_history(tmp_path):
    path = tmp_path / "old.annotator"
    path.write_bytes(OLD.read_bytes())
    with Project.open(path) as project:
        marked = [each for each in project.documents() if each.entities or each.claims or each.cues]
        assert marked
        assert all(each.marked_under is not None for each in marked)
        assert project.tag_set().constraints == ()
        assert list(project.check()) == []


def test_an_old_project_can_be_read_where_nobody_may_write_and_stays_as_it_is(tmp_path):
    path = tmp_path / "old.annotator"
    path.write_bytes(OLD.read_bytes())
    path.chmod(0o444)
    with Project.open(path, write=False) as project:
        assert project.statistics().annotations > 0
        assert project.tags.version() >= 1
    assert path.read_bytes() == OLD.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_any_sqlite_tool_reads_versions_in_the_views(project):
    made = document()
    put(project, made)
    put(project, annotation(made.document.id, (0, 3)))
    described(project, "Person", "anyone")
    connection = sqlite3.connect(project.path)

    assert connection.execute("SELECT marked_under FROM articles").fetchall() == [(1,)]
    assert connection.execute("SELECT tag_set_version FROM history WHERE label = 'describe'").fetchall() == [(2,)]
    connection.close()

"""Every modification is a change with an exact inverse, across restarts too."""

import pytest

from annotator.errors import ConflictError, UsageError
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Remove
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag
from annotator.store import Project
from tests.store.conftest import annotation, document, jsonl, put


def test_undo_after_restart_restores_the_span_and_redo_takes_it_again(filled, first, reopened):
    made = annotation(first, (0, 11))
    put(filled, made, label="add Person")
    filled.do(Change("move", [Alter(Annotation, made.id, {"spans": (Span(0, 3), Span(9, 11))})]), "Anna")
    moved = jsonl(filled)
    filled.close()
    again = reopened()
    assert again.undo_state("Anna").undo == "move"
    again.undo("Anna")
    assert again.annotation(made.id).spans == ((0, 11),)
    again.close()
    once_more = reopened()
    assert once_more.undo_state("Anna").redo == "move"
    once_more.redo("Anna")
    assert jsonl(once_more) == moved


def test_a_new_change_ends_what_could_be_redone(filled, first):
    put(filled, annotation(first, (0, 11)))
    filled.undo("Anna")
    put(filled, annotation(first, (0, 3)))
    assert filled.undo_state("Anna").redo is None
    assert filled.redo("Anna") is None


def test_undo_is_of_ones_own_last_change(filled, first):
    put(filled, annotation(first, (0, 11)), who="Anna", label="of Anna")
    put(filled, annotation(first, (0, 3), who="Ben"), who="Ben", label="of Ben")
    assert filled.undo("Anna").label == "of Anna"
    assert filled.undo().label == "of Ben"


def test_what_a_colleague_changed_since_is_left_alone_and_said(filled, first):
    made = annotation(first, (0, 11))
    other = annotation(first, (0, 3))
    put(filled, made, other, label="add two")
    filled.do(Change("note it", [Alter(Annotation, made.id, {"note": "sure?"})]), "Ben")
    touched = filled.undo("Anna")
    assert filled.annotation(made.id).note == "sure?"
    with pytest.raises(UsageError):
        filled.annotation(other.id)
    assert len(touched.left) == 1
    assert "Ben" in touched.left[0]
    filled.redo("Anna")
    assert filled.annotation(other.id) == other


def test_removing_an_annotation_takes_its_relations_and_undo_brings_both_back(filled, first):
    claim = annotation(first, (22, 47), tag="Intention", kind="claim")
    who = annotation(first, (0, 11))
    put(filled, claim, who, Relation(new_id(), "claimant", claim.id, who.id))
    before = jsonl(filled)
    filled.do(Change("remove", [Remove(Annotation, who.id)]), "Anna")
    assert filled.document(first).relations == ()
    filled.undo()
    assert jsonl(filled) == before


def test_a_whole_document_goes_and_comes_back_with_all_that_is_marked_in_it(filled, first):
    put(filled, annotation(first, (0, 3), (8, 11)), annotation(first, tag="Genre", kind="document"))
    other = filled.documents()[1].id
    evidence = annotation(other, (0, 11))
    claim = annotation(first, (22, 47), tag="Statement", kind="claim")
    put(filled, claim, evidence, Relation(new_id(), "evidence", claim.id, evidence.id))
    before = jsonl(filled)
    filled.do(Change("remove the second", [Remove(Document, other)]), "Anna")
    assert [each.id for each in filled.documents()] == [first]
    assert filled.document(first).relations == ()
    filled.undo()
    filled.do(Change("remove the first", [Remove(Document, first)]), "Anna")
    filled.undo()
    assert jsonl(filled) == before
    assert list(filled.check()) == []


def test_an_import_of_several_batches_is_undone_at_once_with_the_tags_it_added(project):
    importer = project.importing("import", "Anna")
    for number in range(3):
        each = document(f"Number {number}", f"Text {number} of Kim.")
        mark = annotation(each.document.id, (0, 4), tag="Ship")
        importer.put([AnnotatedDocument(each.document, (mark,))], label=f"import {number + 1} articles")
    assert importer.finish() == []
    assert project.tag_set().find("Ship") is not None
    before = jsonl(project)
    assert project.undo("Anna").label == "import 3 articles"
    assert project.statistics().documents == 0
    project.forget_names()
    assert project.tag_set().find("Ship") is None
    project.redo("Anna")
    assert jsonl(project) == before
    assert list(project.check()) == []


def test_tags_relation_types_and_records_are_changed_and_undone_alike(project):
    begun = project.tag_set()
    ship = Tag(new_id(), "entity", "Ship", "#123456", "s")
    put(project, ship, RelationType(new_id(), "owns"), Record(new_id(), "entity", "Astrid Holm", aliases=("A. H.",)))
    project.do(Change("rename", [Alter(Tag, ship.id, {"name": "Vessel", "retired": True})]), "Anna")
    assert project.tag_set().find("Vessel").retired
    project.undo()
    assert project.tag_set().find("Ship") == ship
    project.undo()
    assert project.tag_set() == begun
    project.redo()
    project.redo()
    assert project.tag_set().find("Vessel").key == "s"


def test_facts_of_a_document_and_the_counts_of_its_status_follow(filled, first):
    filled.do(Change("done", [Alter(Document, first, {"status": "done", "date": "1917-11", "split": "test"})]), "Anna")
    assert filled.count_documents(status="done") == 1
    assert filled.document(first).document.date == "1917-11"
    filled.undo()
    assert filled.count_documents(status="done") == 0
    assert filled.document(first).document.split is None


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 100_000)])
def test_a_span_outside_the_text_changes_nothing(filled, first, span):
    before = jsonl(filled)
    with pytest.raises(UsageError, match="span"):
        put(filled, annotation(first, (0, 3)), annotation(first, span))
    assert jsonl(filled) == before
    assert filled.undo_state("Anna").undo == "import 2 articles"


def test_an_unknown_tag_an_id_taken_and_a_missing_annotation_change_nothing(filled, first):
    made = annotation(first, (0, 3))
    put(filled, made)
    before = jsonl(filled)
    with pytest.raises(UsageError, match="no entity tag “Dragon”"):
        put(filled, annotation(first, (0, 3), tag="Dragon"))
    with pytest.raises(ConflictError, match="already taken"):
        put(filled, made)
    with pytest.raises(ConflictError, match="may have been removed"):
        filled.do(Change("x", [Alter(Annotation, "nobody", {"note": "x"})]), "Anna")
    assert jsonl(filled) == before


def test_the_history_says_who_did_what_and_what_was_undone(filled, first):
    put(filled, annotation(first, (0, 3)), label="add Person")
    filled.undo()
    lines = [(each.kind, each.label, each.annotator, each.undone) for each in filled.history()]
    assert lines == [
        ("undo", "add Person", "Anna", False),
        ("do", "add Person", "Anna", True),
        ("do", "import 2 articles", "Anna", False),
    ]


def test_another_connection_is_told_what_was_touched(filled, first, reopened):
    other = reopened()
    seen = other.last_change()
    assert not other.changed_outside()
    made = annotation(first, (0, 3))
    put(filled, made)
    assert other.changed_outside()
    touched = other.touched_since(seen)
    assert touched.documents == {first}
    assert touched.annotations == {made.id}
    assert not other.changed_outside()


def test_what_is_undone_stays_undone_when_the_program_ends(filled, first, reopened):
    put(filled, annotation(first, (0, 3)))
    filled.undo()
    filled.close()
    assert reopened().document(first).annotations == ()


def test_a_project_is_open_in_two_places(path, filled, first, reopened):
    other: Project = reopened()
    put(filled, annotation(first, (0, 3)))
    put(other, annotation(first, (4, 8), who="Ben"), who="Ben")
    assert len(filled.document(first).annotations) == 2

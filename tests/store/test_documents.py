"""Whole documents come, go and are replaced with all that hangs on them, in every order."""

import pytest

from annotator.errors import ConflictError, UsageError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.tag import Tag
from annotator.store import Project
from tests.store.conftest import annotation, document, jsonl, put


def claim_with(target: str, title: str = "Claims", type: str = "evidence") -> AnnotatedDocument:
    """Return a document whose one claim points to the annotation *target* of another document."""
    each = document(title, f"{title}: Kim said that a monument would be built.")
    claim = annotation(each.document.id, (0, 6), tag="Statement", kind="claim")
    return AnnotatedDocument(each.document, (claim,), (Relation(new_id(), type, claim.id, target),))


def with_a_mark(title: str = "Evidence") -> AnnotatedDocument:
    each = document(title, f"{title} of Kim.")
    return AnnotatedDocument(each.document, (annotation(each.document.id, (0, 4)),))


def relations(project: Project) -> list[tuple[str, str, str]]:
    return [(each.type, each.source, each.target) for one in project.scan() for each in one.relations]


def test_relations_across_documents_of_one_change_stand_however_many_there_are(project):
    end = with_a_mark()
    claims = [claim_with(end.annotations[0].id, f"Claims {number}") for number in range(600)]
    put(project, *claims, end)
    assert len(relations(project)) == 600
    assert list(project.check()) == []


def test_a_document_whose_relation_leads_nowhere_is_refused_whole(project):
    with pytest.raises(UsageError, match="no annotation nowhere"):
        put(project, claim_with("nowhere"))
    assert project.statistics().documents == 0


def test_an_import_joins_documents_of_different_batches_by_a_type_it_brings_along(project):
    end = with_a_mark()
    importer = project.importing("import", "Anna")
    importer.put([claim_with(end.annotations[0].id, type="echoes")])
    importer.put([end])
    assert importer.finish() == []
    assert [type for type, *_ in relations(project)] == ["echoes"]
    before = jsonl(project)
    project.undo()
    assert project.statistics().documents == 0
    assert project.tag_set().relation_type("echoes") is None
    project.redo()
    assert jsonl(project) == before
    assert list(project.check()) == []


def test_an_import_says_which_relation_leads_nowhere_and_keeps_the_rest(project):
    end = with_a_mark()
    importer = project.importing("import", "Anna")
    lost, kept = claim_with("nowhere", "Lost"), claim_with(end.annotations[0].id, "Kept")
    importer.put([lost, kept])
    importer.put([end])
    ((where, relation, why),) = importer.finish()
    assert (where, relation) == (lost.document.id, lost.relations[0])
    assert "nowhere" in why
    assert len(relations(project)) == 1


def test_a_batch_that_does_not_fit_leaves_nothing_behind(project):
    importer = project.importing("import", "Anna")
    one, two = with_a_mark("One"), with_a_mark("Two")
    importer.put([one])
    before = jsonl(project)
    with pytest.raises(ConflictError, match="already taken"):
        importer.put([two, one])
    assert jsonl(project) == before
    importer.put([two])
    assert project.statistics().documents == 2
    assert len(list(project.history())) == 1
    project.undo()
    assert project.statistics().documents == 0


def test_a_replaced_document_keeps_the_relations_that_lead_to_it_from_others(project):
    end = with_a_mark()
    claim = claim_with(end.annotations[0].id)
    put(project, end, claim)
    before = jsonl(project)
    renamed = Document(end.document.id, "Renamed", end.document.text, end.document.text_sha256, end.document.created)
    importer = project.importing("update", "Anna")
    importer.replace(AnnotatedDocument(renamed, end.annotations))
    assert importer.finish() == []
    assert relations(project) == [("evidence", claim.annotations[0].id, end.annotations[0].id)]
    assert list(project.check()) == []
    after = jsonl(project)
    assert project.undo().left == ()
    assert jsonl(project) == before
    assert project.redo().left == ()
    assert jsonl(project) == after


def test_a_replaced_document_loses_relations_to_what_it_no_longer_has(project):
    end = with_a_mark()
    put(project, end, claim_with(end.annotations[0].id))
    before = jsonl(project)
    project.importing("update", "Anna").replace(AnnotatedDocument(end.document))
    assert relations(project) == []
    project.undo()
    assert jsonl(project) == before


def test_a_document_comes_back_though_what_its_relation_led_to_is_gone(project):
    end = with_a_mark()
    claim = claim_with(end.annotations[0].id)
    put(project, end)
    put(project, claim)
    before = jsonl(project)
    project.do(Change("remove claims", [Remove(Document, claim.document.id)]), "Anna")
    project.do(Change("remove evidence", [Remove(Document, end.document.id)]), "Ben")
    touched = project.undo("Anna")
    assert len(touched.left) == 1
    assert "relation" in touched.left[0]
    assert [each.title for each in project.documents()] == ["Claims"]
    assert relations(project) == []
    assert project.undo("Ben").left == ()
    assert list(project.check()) == []
    assert before != jsonl(project)


def test_a_document_comes_back_though_a_tag_of_its_marks_is_gone(project):
    ship = Tag(new_id(), "entity", "Ship", "#123456")
    each = document()
    mark, other = annotation(each.document.id, (0, 3), tag="Ship"), annotation(each.document.id, (4, 8))
    put(project, ship)
    put(project, AnnotatedDocument(each.document, (mark, other)))
    project.do(Change("remove", [Remove(Document, each.document.id)]), "Anna")
    project.do(Change("remove Ship", [Remove(Tag, ship.id)]), "Ben")
    touched = project.undo("Anna")
    assert [one.id for one in project.annotations(each.document.id)[0]] == [other.id]
    assert len(touched.left) == 1
    assert list(project.check()) == []


def test_the_kind_of_a_tag_takes_its_counts_along(filled, first):
    tag = Tag(new_id(), "entity", "Rumour", "#123456")
    put(filled, tag)
    put(filled, annotation(first, (0, 3), tag="Rumour"), annotation(first, (4, 8)))
    before = jsonl(filled)
    filled.do(Change("a claim", [Alter(Tag, tag.id, {"kind": "claim"})]), "Anna")
    summary = filled.summary(first)
    assert (summary.entities, summary.claims) == (1, 1)
    assert list(filled.check()) == []
    filled.undo()
    assert jsonl(filled) == before
    assert list(filled.check()) == []


def test_a_tag_in_use_cannot_be_removed(filled, first):
    put(filled, annotation(first, (0, 3)))
    with pytest.raises(ConflictError, match="still uses it"):
        filled.do(Change("x", [Remove(Tag, filled.tag_set().find("Person").id)]), "Anna")


def test_undo_of_an_import_leaves_a_document_that_a_colleague_works_on(project):
    importer = project.importing("import", "Anna")
    one, two = with_a_mark("One"), with_a_mark("Two")
    importer.put([one, two])
    put(project, annotation(one.document.id, (0, 3)), who="Ben")
    touched = project.undo("Anna")
    assert [each.title for each in project.documents()] == ["One"]
    assert len(touched.left) == 1
    assert "“One”" in touched.left[0]
    assert list(project.check()) == []
    project.redo("Anna")
    assert {each.title for each in project.documents()} == {"One", "Two"}


def test_the_same_text_and_the_same_bytes_are_stored_once(project):
    one, two = document("One"), document("Two")
    put(project, one, two)
    count = project.database.conn.execute("SELECT count(*) FROM texts").fetchone()[0]
    assert count == 1
    project.do(Change("remove", [Remove(Document, one.document.id)]), "Anna")
    assert [hit.document for hit in project.search("monument")] == [two.document.id]


def test_a_mark_put_and_removed_in_one_change_is_not_there_and_undo_keeps_it_so(filled, first):
    made = annotation(first, (0, 3))
    before = jsonl(filled)
    change = [
        Put(made),
        Alter(Annotation, made.id, {"note": "x"}),
        Alter(Annotation, made.id, {"note": "y", "spans": ((0, 2), (5, 6))}),
        Remove(Annotation, made.id),
    ]
    filled.do(Change("to and fro", change), "Anna")
    assert jsonl(filled) == before
    assert filled.undo().left == ()
    assert jsonl(filled) == before
    assert filled.redo().left == ()
    assert jsonl(filled) == before
    assert list(filled.check()) == []

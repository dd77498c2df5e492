from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.times import now
from annotator.store import Project


def person(document, start=0, end=3):
    return Annotation(new_id(), document, "entity", "Person", (Span(start, end),), "AK", now(), now())


def test_a_change_reaches_file_views_and_undo_state(qtbot, session, document_ids):
    session.open_document(document_ids[1])
    made = person(document_ids[1])
    with qtbot.waitSignal(session.changed) as said:
        assert session.do(Change("add Person", [Put(made)]))
    assert document_ids[1] in said.args[0].documents
    assert session.annotation(made.id).tag == "Person"
    assert session.summary.entities == 1
    assert session.undo_state.undo == "add Person"
    assert session.project.annotation(made.id).spans == (Span(0, 3),)


def test_undo_and_redo_bring_the_annotation_away_and_back(session, document_ids):
    session.open_document(document_ids[1])
    made = person(document_ids[1])
    session.do(Change("add Person", [Put(made)]))
    assert session.undo()
    assert session.annotation(made.id) is None
    assert session.undo_state.redo == "add Person"
    assert session.redo()
    assert session.annotation(made.id) is not None
    assert not session.redo()


def test_a_change_that_does_not_fit_is_said_and_not_raised(qtbot, session, document_ids):
    session.open_document(document_ids[0])
    before = session.annotations
    with qtbot.waitSignal(session.failed) as said:
        assert not session.do(Change("remove", [Remove(Annotation, "no such id")]))
    assert said.args[0]
    assert session.annotations == before


def test_what_another_process_changed_is_shown_within_a_second(qtbot, session, project_path, document_ids):
    session.open_document(document_ids[1])
    made = person(document_ids[1])
    with Project.open(project_path) as other, qtbot.waitSignal(session.changed, timeout=1000) as said:
        other.do(Change("add Person", [Put(made)]), "Bea")
    assert document_ids[1] in said.args[0].documents
    assert session.annotation(made.id).annotator == "AK"


def test_own_changes_after_foreign_ones_hide_nothing(qtbot, session, project_path, document_ids):
    session.open_document(document_ids[1])
    foreign = person(document_ids[2])
    with Project.open(project_path) as other:
        other.do(Change("add Person", [Put(foreign)]), "Bea")
    session.do(Change("add Person", [Put(person(document_ids[1]))]))
    with qtbot.waitSignal(session.changed, timeout=1000) as said:
        pass
    assert document_ids[2] in said.args[0].documents


def test_undo_leaves_what_a_colleague_did(session, project_path, document_ids):
    with Project.open(project_path) as other:
        other.do(Change("mark as done", [Alter(Document, document_ids[2], {"status": "done"})]), "Bea")
    assert session.undo_state.undo == "import 3 articles"


def test_a_title_changed_elsewhere_is_read_again(session, project_path, document_ids):
    session.open_document(document_ids[0])
    with Project.open(project_path) as other:
        other.do(Change("change title", [Alter(Document, document_ids[0], {"title": "New title"})]), "Bea")
    session.look_outside()
    assert session.document.document.title == "New title"
    assert len(session.annotations) == 4


def test_a_document_taken_out_of_the_project_is_closed(qtbot, session, document_ids):
    session.open_document(document_ids[0])
    with qtbot.waitSignal(session.document_closed):
        session.undo()
    assert session.document is None
    assert session.annotations == ()


def test_opening_an_unknown_document_is_said(qtbot, session):
    with qtbot.waitSignal(session.failed):
        assert not session.open_document("nothing of that name")

"""A scan yields what was chosen, in order, and asks once which documents have it."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.exchange.importing import import_paths
from annotator.formats.jsonl import encode
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Change, Put, Remove
from annotator.model.columns import Marks, columns_of
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import Tag
from annotator.store import Project
from annotator.store.scan import _HELD, Selection  # pyright: ignore[reportPrivateUsage]
from tests.formats.documents import documents
from tests.store.conftest import annotation, document, put

COUNT = 450
DATA = Path(__file__).parent / "data"


def filled(project: Project) -> None:
    made = [document(f"Title {number}", f"Kim spoke of {number}.") for number in range(COUNT)]
    marked = [
        AnnotatedDocument(each.document, (annotation(each.document.id, (0, 3)),)) if number % 2 == 0 else each
        for number, each in enumerate(made)
    ]
    project.do(Change("import", [Put(each) for each in marked]), "Anna")


def test_documents_with_a_tag_come_in_order_over_several_pages(project):
    filled(project)

    titles = [each.document.title for each in project.scan(Selection(tag="Person"))]

    assert titles == [f"Title {number}" for number in range(0, COUNT, 2)]
    assert project.count_scan(Selection(tag="Person")) == len(titles)
    assert [each.document.title for each in project.scan(Selection(tag="Person", status="done"))] == []


def test_documents_with_words_come_in_order_over_several_pages(project):
    filled(project)

    assert len(list(project.scan(Selection(where="spoke")))) == COUNT
    assert [each.document.title for each in project.scan(Selection(where="17"))] == ["Title 17"]


def test_which_documents_have_a_tag_is_asked_once_however_many_pages_there_are(project):
    filled(project)
    asked: list[str] = []
    connection: sqlite3.Connection = project.database.conn
    connection.set_trace_callback(asked.append)

    list(project.scan(Selection(tag="Person")))

    connection.set_trace_callback(None)
    assert sum("SELECT a.document FROM annotations" in each for each in asked) == 1


def opened(project: Project) -> list[AnnotatedDocument]:
    """Return the documents as a window reads them, one at a time."""
    return [project.document(row.id) for row in project.documents()]


def in_columns(each: AnnotatedDocument) -> list[list[object]]:
    return [list(column) for column in columns_of(each.annotations)]


@settings(max_examples=10, deadline=None)
@given(st.lists(documents(), max_size=4, unique_by=lambda each: each.document.id))
def test_a_scan_reads_what_is_read_of_each_document_that_is_opened(drawn):
    with TemporaryDirectory() as place:
        path, lines = Path(place, "p.annotator"), Path(place, "c.jsonl")
        Project.create(path, load_default()).close()
        lines.write_bytes(b"".join(map(encode, drawn)))
        import_paths(path, [lines], annotator="Anna")

        with Project.open(path) as project:
            scanned = list(project.scan())
            with project.snapshot():
                at_one_moment = list(project.scan())
            expected = opened(project)

    # only now, when the project is closed, are the marks looked at
    for found in (scanned, at_one_moment):
        assert [in_columns(each) for each in found] == [in_columns(each) for each in expected]
        assert found == expected


def test_a_scan_reads_exactly_what_seldom_stands_in_a_mark(project):
    each = document()
    who = Record(new_id(), "entity", "Kim", "Person")
    mark = annotation(each.document.id, (0, 3))
    marks = [
        replace(mark, id=new_id(), confidence=0.1 + 0.2, state="suggested", origin="model"),
        replace(mark, id=new_id(), note='“quoted”, "quoted",\n\t\\ 😀', record=who.id),
        annotation(each.document.id, (0, 3), (4, 8), (12, 16)),
        annotation(each.document.id, (40, 45), kind="claim", tag="Statement"),
        replace(annotation(each.document.id, kind="document", tag="Topic"), attributes={"value": 1e-7, "sure": True}),
        replace(annotation(each.document.id, kind="document", tag="Topic"), attributes={"value": None}),
    ]
    put(project, Tag(new_id(), "document", "Topic", "#4b6b7d"), who, each, *marks)

    (found,) = project.scan()

    assert isinstance(found.annotations, Marks)
    assert {each.id: each for each in found.annotations} == {each.id: each for each in marks}
    assert found == opened(project)[0]
    assert in_columns(found) == in_columns(opened(project)[0])


def test_a_relation_to_another_document_is_chosen_by_its_ends_however_far_away_that_is(project):
    first, *others, last = [document(f"Article {number}") for number in range(COUNT)]
    claim = annotation(first.document.id, (0, 3), kind="claim", tag="Statement")
    evidence = annotation(last.document.id, (0, 3), kind="claim", tag="Statement")
    link = Relation(new_id(), "evidence", claim.id, evidence.id)
    put(
        project,
        replace(first, annotations=(claim,), relations=(link,)),
        *others,
        replace(last, annotations=(evidence,)),
    )

    for chosen in (Selection(), Selection(tag="Statement"), Selection(annotator="Anna"), Selection(state="accepted")):
        assert [each.relations for each in project.scan(chosen) if each.relations] == [(link,)]
    for other in (Selection(annotator="Karl"), Selection(state="suggested")):
        assert not any(each.relations for each in project.scan(other))


@pytest.mark.parametrize("write", [True, False])
def test_a_scan_at_one_moment_sees_nothing_of_what_others_do_meanwhile(project, write):
    filled(project)
    expected = list(project.scan())
    gone = expected[-2].annotations[0]

    with Project.open(project.path, write=write) as reader, reader.snapshot():
        found: list[AnnotatedDocument] = []
        for each in reader.scan():
            if not found:
                late = annotation(expected[-1].document.id, (4, 8))
                project.do(Change("alter", [Remove(Annotation, gone.id), Put(late)]), "Karl")
            found.append(each)

    assert found == expected
    assert list(project.scan())[-2:] != expected[-2:]


def test_a_scan_that_nobody_reads_to_its_end_lets_the_project_be_closed_and_moved(project):
    filled(project)
    with Project.open(project.path, write=False) as reader, reader.snapshot():
        scan = reader.scan()
        first = next(scan)
    moved = project.path.with_name("moved.annotator")
    project.close()
    project.path.rename(moved)

    assert first.document.title == "Title 0"
    assert first.annotations[0].spans == (Span(0, 3),)
    with Project.open(moved) as again:
        assert len(list(again.scan())) == COUNT


def test_a_scan_of_a_project_of_an_older_program_that_may_only_be_read_is_whole(tmp_path):
    old = tmp_path / "old.annotator"
    shutil.copy(DATA / "v1.annotator", old)
    old.chmod(0o444)

    with Project.open(old, write=False) as project, project.snapshot():
        assert list(project.scan()) == opened(project)


def test_large_documents_come_on_pages_of_their_own(project):
    texts = ["a" * (_HELD // 2 + 1), "b", "c" * (2 * _HELD), "d" * (_HELD // 2 + 1), "e"]
    put(project, *(document(f"Title {number}", text) for number, text in enumerate(texts)))

    assert [each.document.text for each in project.scan()] == texts
    assert [each.document.text for each in project.scan(Selection(where="b"))] == ["b"]
    with project.snapshot():
        assert [each.document.text for each in project.scan()] == texts

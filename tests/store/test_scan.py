"""A scan yields what was chosen, in order, and asks once which documents have it."""

import sqlite3

from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument
from annotator.store import Project
from annotator.store.scan import Selection
from tests.store.conftest import annotation, document

COUNT = 450


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

"""The window of all claims, by keys and by mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.model import LINE_ROLE
from annotator.app.claims.window import ClaimsWindow
from annotator.app.main_window import MainWindow
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project
from annotator.store.claims import Wanted
from tests.app.conftest import TEXT, make_tag_set


def claim(document: str, words: str, tag: str = "Statement", **attributes: str) -> Annotation:
    start = TEXT.index(words)
    spans = (Span(start, start + len(words)),)
    return Annotation(new_id(), document, "claim", tag, spans, "AK", now(), now(), attributes)


@pytest.fixture
def marked(window: MainWindow) -> MainWindow:
    """A window on three articles with three claims: one whole, two without claimant and cue."""
    session = window.session
    assert session is not None
    _, second, third = [each.id for each in session.project.documents()]
    marks = [claim(second, "praised the soldiers", verdict="false"), claim(third, "a monument")]
    assert session.do(Change("mark", [Put(each) for each in marks]))
    return window


def opened(qtbot, window: MainWindow) -> ClaimsWindow:
    handler = window.handlers.of(ClaimsHandler)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    view = handler.view
    assert view is not None
    qtbot.waitExposed(view)
    qtbot.waitUntil(view.isActiveWindow)
    return view


def column(view: ClaimsWindow, number: int, parent: QModelIndex | None = None) -> list[str]:
    inside = parent or QModelIndex()
    return [view.model.index(row, number, inside).data() for row in range(view.model.rowCount(inside))]


def test_all_claims_are_listed_with_their_parts(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    assert column(view, 0) == ["a monument would be built in Pyongyang", "praised the soldiers", "a monument"]
    assert column(view, 2) == ["Kim Jong Un", "—", "—"]
    assert column(view, 3) == ["stated that", "—", "—"]
    assert column(view, 4) == ["Sacred Mission", "Grain corridor", "Harbour strike"]
    assert column(view, 6) == ["", "false", ""]
    assert view.said.text() == "3 claims"


def test_enter_shows_the_place_in_the_main_window(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view.table, key)

    document = marked.session.document
    assert document.document.title == "Harbour strike"
    selected = marked.session.annotation(marked.workspace.page.selected)
    assert marked.session.words(selected) == "a monument"


def test_a_double_click_shows_the_place(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    middle = view.table.visualRect(view.model.index(1, 0)).center()

    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert marked.session.document.document.title == "Grain corridor"


def test_keys_and_a_click_on_the_header_sort(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    QTest.keyClick(view, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert column(view, 4) == ["Grain corridor", "Harbour strike", "Sacred Mission"]
    QTest.keyClick(view, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert column(view, 4) == ["Sacred Mission", "Harbour strike", "Grain corridor"]

    header = view.table.header()
    place = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert column(view, 0) == ["a monument", "a monument would be built in Pyongyang", "praised the soldiers"]

    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert column(view, 4) == ["Sacred Mission", "Grain corridor", "Harbour strike"]


def test_what_is_typed_filters_and_escape_empties_the_field(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    QTest.keyClicks(view.query, "soldiers")
    QTest.keyClick(view.query, Qt.Key.Key_Return)
    assert column(view, 0) == ["praised the soldiers"]
    assert view.said.text() == "1 of 3 claims"
    assert view.table.hasFocus()

    QTest.keyClick(view.table, Qt.Key.Key_Up)
    assert view.query.hasFocus()
    QTest.keyClick(view.query, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    assert view.said.text() == "3 claims"
    assert view.isVisible()
    QTest.keyClick(view.query, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_types_and_verdicts_filter(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    QTest.keyClicks(view.types, "Int")
    QTest.keyClick(view.types, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column(view, 1) == ["Intention"])

    QTest.keyClick(view.types, Qt.Key.Key_Home)
    QTest.keyClicks(view.verdicts, "false")
    qtbot.waitUntil(lambda: column(view, 0) == ["praised the soldiers"])
    QTest.keyClick(view, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    view.grouping.setCurrentIndex(1)
    view.grouping.activated.emit(1)
    qtbot.waitUntil(lambda: view.said.text() == "1 of 3 claims")


def test_what_claims_lack_is_said_and_a_click_shows_only_those(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    qtbot.waitUntil(lambda: "claimant" in view.lacks)
    assert view.lacks["claimant"].text() == "2 claims lack a claimant"
    QTest.mouseClick(view.lacks["claimant"], Qt.MouseButton.LeftButton)

    assert column(view, 0) == ["praised the soldiers", "a monument"]
    QTest.mouseClick(view.lacks["claimant"], Qt.MouseButton.LeftButton)
    assert view.model.rowCount() == 3


def test_groups_by_claimant_say_how_many_they_are_and_open_by_keys(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)

    QTest.keyClicks(view.grouping, "By c")
    qtbot.waitUntil(lambda: view.model.grouping == "claimant")

    assert column(view, 0) == ["Kim Jong Un   1", "No claimant   2"]
    view.table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(view.table, key)
    assert column(view, 0, view.model.index(1, 0)) == ["praised the soldiers", "a monument"]

    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view.table, key)
    assert marked.session.document.document.title == "Grain corridor"


def test_claims_are_grouped_by_the_record_of_who_makes_them(qtbot, marked: MainWindow):
    session = marked.session
    who = next(each.target for each in session.relations if each.type == "claimant")
    kim = Record("kim", "entity", "Kim Jong Un (1984–)")
    assert session.do(Change("link", [Put(kim), Alter(Annotation, who, {"record": "kim"})]))
    view = opened(qtbot, marked)

    for _ in range(2):
        QTest.keyClick(view.grouping, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.model.grouping == "claimant record")

    assert column(view, 0) == ["Kim Jong Un (1984–)   1", "Claimants without a record   2"]


def test_the_chosen_claim_stays_in_view_where_the_window_becomes_small(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    QTest.keyClick(view.table, Qt.Key.Key_End)
    view.resize(640, 300)
    qtbot.waitUntil(
        lambda: view.table.viewport().rect().contains(view.table.visualRect(view.table.currentIndex()).center())
    )


def test_a_change_is_shown_and_the_chosen_claim_stays_chosen(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    (line,) = view.table.lines()
    session = marked.session
    first = session.annotations[-2]

    session.do(Change("verdict", [Alter(Annotation, first.id, {"attributes": {"verdict": "true"}})]))
    qtbot.waitUntil(lambda: column(view, 6) == ["true", "false", ""])
    assert view.table.lines() == [line]

    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(view, 6) == ["", "false", ""])


def test_a_claimant_given_on_the_page_takes_the_sentence_away(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    session = marked.session
    lines = [view.model.line(view.model.index(row, 0)) for row in (1, 2)]
    people = [
        Annotation(new_id(), each.document, "entity", "Person", (Span(0, 11),), "AK", now(), now()) for each in lines
    ]
    links = [Relation(new_id(), "claimant", each.id, person.id) for each, person in zip(lines, people, strict=True)]

    qtbot.waitUntil(lambda: "claimant" in view.lacks)
    session.do(Change("say who", [Put(each) for each in (*people, *links)]))

    qtbot.waitUntil(lambda: column(view, 2) == ["Kim Jong Un"] * 3)
    qtbot.waitUntil(lambda: not view.lacks["claimant"].isVisible())


def test_work_goes_on_after_the_window_was_closed(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(view)
    assert marked.session is not None
    (line, *_) = marked.session.project.claims.page(Wanted())

    assert marked.session.do(Change("note", [Alter(Annotation, line.id, {"note": "seen"})]))

    QApplication.processEvents()
    assert opened(qtbot, marked).model.rowCount() == 3


def test_a_project_without_claims_says_how_to_mark_one(qtbot, open_window: Callable[..., MainWindow], tmp_path: Path):
    Project.create(tmp_path / "Empty.annotator", make_tag_set()).close()
    view = opened(qtbot, open_window(tmp_path / "Empty.annotator"))

    assert view.empty.isVisible()
    assert view.empty.text().startswith("No claims yet.")
    assert not view.details.isVisible()


def test_the_window_is_one_remembers_its_order_and_closes_with_the_project(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    QTest.keyClick(view, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert opened(qtbot, marked) is view

    QTest.keyClick(view, Qt.Key.Key_Escape)
    again = opened(qtbot, marked)
    assert column(again, 4) == ["Grain corridor", "Harbour strike", "Sacred Mission"]

    marked.close_project()
    assert marked.handlers.of(ClaimsHandler).view is None


def many(tmp_path: Path, count: int) -> Path:
    """Return a project of one article with *count* claims, each of its own words, by two who say them in turn."""
    path = tmp_path / "many.annotator"
    texts = [f"{('Ruiz', 'Holm')[n % 2]} said that ship {n:06} sank." for n in range(count)]
    marks: list[Annotation] = []
    relations: list[Relation] = []
    start = 0
    for number, text in enumerate(texts):
        who, what = f"w{number:06}", f"c{number:06}"
        marks.append(Annotation(who, "d", "entity", "Person", (Span(start, start + 4),), "AK", now(), now()))
        spans = (Span(start + 15, start + len(text) - 1),)
        marks.append(Annotation(what, "d", "claim", "Statement", spans, "AK", now(), now()))
        relations.append(Relation(f"r{number:06}", "claimant", what, who))
        start += len(text) + 1
    text = "\n".join(texts)
    document = Document("d", "Ships", text, text_sha256(text), now(), language="en")
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(AnnotatedDocument(document, tuple(marks), tuple(relations)))]), "AK")
    return path


def current(view: ClaimsWindow) -> str:
    line = view.table.currentIndex().data(LINE_ROLE)
    return line.id if line is not None else ""


@pytest.mark.parametrize("sort", [-1, 0])
def test_the_chosen_claim_is_shown_however_many_stand_ahead_of_it(
    qtbot, open_window: Callable[..., MainWindow], tmp_path: Path, sort: int
):
    window = open_window(many(tmp_path, 6_000))
    window.settings.claims_sort = f"{sort} down"
    assert window.workspace is not None
    window.handlers.of(ClaimsHandler).go_to("d", 0, "c004321")

    view = opened(qtbot, window)

    qtbot.waitUntil(lambda: current(view) == "c004321")
    qtbot.waitUntil(
        lambda: view.table.viewport().rect().contains(view.table.visualRect(view.table.currentIndex()).center())
    )
    # what stands ahead of it is fetched while the keys go there
    keys = (view.table, Qt.Key.Key_PageUp)
    for _ in range(60):
        QTest.keyClick(*keys)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not view.model.is_loading)
    ahead = int(current(view)[1:]) - 4321
    assert abs(ahead) > 300
    assert (ahead < 0) == (sort < 0)
    QTest.keyClick(view.table, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: current(view) == ("c000000" if sort < 0 else "c005999"))
    QTest.keyClick(view.table, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: current(view) == ("c005999" if sort < 0 else "c000000"))


def test_lines_that_come_ahead_leave_those_in_view_where_they_are(
    qtbot, open_window: Callable[..., MainWindow], tmp_path: Path
):
    window = open_window(many(tmp_path, 2_000))
    window.handlers.of(ClaimsHandler).go_to("d", 0, "c001500")
    view = opened(qtbot, window)
    qtbot.waitUntil(lambda: current(view) == "c001500")
    rows = view.model.rowCount()

    view.table.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: view.model.rowCount() > rows)

    top = view.table.indexAt(QPoint(5, 5)).data(LINE_ROLE)
    assert top.id == "c001300"


def test_the_chosen_claim_is_shown_in_its_group_and_the_whole_group_can_be_read(
    qtbot, open_window: Callable[..., MainWindow], tmp_path: Path
):
    window = open_window(many(tmp_path, 5_200))
    view = opened(qtbot, window)
    view.grouping.setCurrentIndex(1)
    view.grouping.activated.emit(1)
    qtbot.waitUntil(lambda: column(view, 0) == ["Holm   2,600", "Ruiz   2,600"])

    view.select("c004800")
    qtbot.waitUntil(lambda: current(view) == "c004800")
    group = view.table.currentIndex().parent()
    assert group.data() == "Ruiz   2,600"
    for _ in range(60):
        view.table.verticalScrollBar().setValue(view.table.verticalScrollBar().maximum())
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not view.model.is_loading)
    assert view.model.index(view.model.rowCount(group) - 1, 0, group).data() == "ship 005198 sank"


def test_a_claim_that_the_filter_leaves_out_is_said_not_to_be_shown(qtbot, marked: MainWindow):
    view = opened(qtbot, marked)
    assert marked.session is not None
    claims = [each.id for each in marked.session.project.claims.page(Wanted())]
    view.query.setText("praised")
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)

    view.select(claims[0])

    assert view.said.text() == "1 of 3 claims · the selected claim is not among those shown"


def test_what_is_shown_stays_until_the_groups_of_very_many_claims_are_there(
    qtbot, open_window: Callable[..., MainWindow], tmp_path: Path
):
    view = opened(qtbot, open_window(many(tmp_path, 5_200)))
    rows = view.model.rowCount()
    view.grouping.setCurrentIndex(1)
    view.grouping.activated.emit(1)
    assert view.model.is_loading

    assert view.model.rowCount() == rows
    assert view.model.index(rows - 1, 0).data().startswith("ship")
    assert not view.model.index(0, 0).data().startswith("Holm")

    qtbot.waitUntil(lambda: column(view, 0) == ["Holm   2,600", "Ruiz   2,600"])
    view.grouping.setCurrentIndex(0)
    view.grouping.activated.emit(0)
    assert column(view, 0) == ["Holm   2,600", "Ruiz   2,600"] or not view.model.is_loading
    qtbot.waitUntil(lambda: view.model.rowCount() == 200)


def test_the_details_say_whom_the_words_of_the_claimant_mean(qtbot, marked: MainWindow):
    session = marked.session
    assert session is not None
    kim = next(each for each in session.annotations if session.words(each) == "Kim Jong Un" and each.kind == "entity")
    record = record_edits.new_record("entity", "Kim, Jong Un")
    assert session.do(record_edits.link([kim], record, new=True))

    view = opened(qtbot, marked)

    assert "Kim Jong Un → Kim, Jong Un" in [each.text() for each in view.details.findChildren(QLabel)]

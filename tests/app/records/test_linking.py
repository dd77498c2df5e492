"""Linking a mark on the page to a record, by keys alone."""

import pytest
from PySide6.QtCore import Qt

from annotator.app.records.link_popup import LinkPopup
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.ids import new_id
from annotator.model.times import now

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(window):
    window.workspace.focus_page()
    return window.workspace.page


def select(window, words):
    session = window.session
    mark = next(each for each in session.annotations if session.words(each) == words)
    window.workspace.page.select_annotation(mark.id)
    return mark


def ask(qtbot, window) -> LinkPopup:
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_L, CTRL)
    popup = window.findChild(LinkPopup)
    assert popup is not None
    assert popup.isVisible()
    qtbot.waitUntil(lambda: not popup.is_counting)
    return popup


def lines(popup):
    return [popup.list.model().index(row, 0).data() for row in range(popup.list.model().rowCount())]


def reasons(popup):
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    return [popup.list.model().index(row, 0).data(role) for row in range(popup.list.model().rowCount())]


def record_of(window, mark):
    found = window.session.annotation(mark.id)
    return window.session.project.records.record(found.record) if found.record else None


def add_records(window, *names, **more):
    made = [record_edits.new_record("entity", each, **more) for each in names]
    assert window.session.do(record_edits.create(made))
    return made


def mark_again(window, count=2):
    """Mark Kim's name in other articles, too."""
    marks = []
    for each in window.session.project.documents()[1 : 1 + count]:
        marks.append(Annotation(new_id(), each.id, "entity", "Person", (Span(0, 11),), "AK", now(), now()))
    window.session.do(Change("mark", [Put(each) for each in marks]))
    return marks


def test_the_key_and_enter_make_the_first_record(qtbot, window, page):
    mark = select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    assert lines(popup) == ["New record “Kim Jong Un”"]
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)

    assert not popup.isVisible()
    made = record_of(window, mark)
    assert (made.name, made.kind, made.tag) == ("Kim Jong Un", "entity", "Person")
    assert window.session.undo_state.undo == "link mention to Kim Jong Un"
    assert page.hasFocus()


def test_candidates_stand_there_at_once_each_with_its_reason(qtbot, window, page):
    add_records(window, "Kim Jong Un", "Kim Jong Il")
    add_records(window, "The Marshal", aliases=["Kim Jong-Un"], identifiers=["Q56226"])
    mark = select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    assert lines(popup) == ["Kim Jong Un", "The Marshal", "New record “Kim Jong Un”", "Kim Jong Il"]
    assert reasons(popup)[0] == "same name · 0 mentions"
    assert reasons(popup)[1] == "alias “Kim Jong-Un” · 0 mentions · wikidata:Q56226"
    assert reasons(popup)[3].startswith("similar 82 %")
    qtbot.keyClick(popup.query, Qt.Key.Key_Down)
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)

    assert record_of(window, mark).name == "The Marshal"


def test_typing_finds_others_and_names_a_new_one(qtbot, window, page):
    add_records(window, "Mikhail Gorbachev", "Joseph Stalin")
    mark = select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    qtbot.keyClicks(popup.query, "gorba")
    assert lines(popup) == ["Mikhail Gorbachev", "New record “gorba”"]
    popup.query.clear()
    qtbot.keyClicks(popup.query, "Marshal Kim")
    assert lines(popup) == ["New record “Marshal Kim”"]
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)

    assert record_of(window, mark).name == "Marshal Kim"


def test_all_mentions_of_the_same_words_are_linked_as_one_change(qtbot, window, page):
    others = mark_again(window)
    mark = select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    assert popup.everywhere.text() == "Also 2 other mentions of “Kim Jong Un” without a record"
    qtbot.keyClick(popup.query, Qt.Key.Key_Return, SHIFT)

    (found,) = window.session.project.records.page("entity")
    assert (found.record.name, found.mentions) == ("Kim Jong Un", 3)
    assert set(window.session.project.records.mention_ids([found.record.id])) == {mark.id, *(x.id for x in others)}
    assert window.session.undo_state.undo == "link 3 mentions to Kim Jong Un"
    window.commands.undo()
    assert window.session.project.records.page("entity") == []


def test_what_others_linked_elsewhere_stays_as_it_is(qtbot, window, page):
    (other, _) = mark_again(window)
    somebody = record_edits.new_record("entity", "Another Kim Jong Un")
    window.session.do(record_edits.link([other], somebody, new=True))
    select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    assert popup.others == 1
    qtbot.mouseClick(popup.everywhere, Qt.MouseButton.LeftButton)
    assert lines(popup) == ["Another Kim Jong Un", "New record “Kim Jong Un”"]
    qtbot.keyClick(popup.query, Qt.Key.Key_Down)
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)

    assert window.session.project.records.mention_ids([somebody.id]) == [other.id]
    assert [each.mentions for each in window.session.project.records.page("entity")] == [1, 2]


def test_shift_enter_before_the_others_are_counted_waits_for_them(qtbot, window, page):
    mark_again(window)
    select(window, "Kim Jong Un")
    qtbot.keyClick(page, Qt.Key.Key_L, CTRL)
    popup = window.findChild(LinkPopup)
    qtbot.keyClick(popup.query, Qt.Key.Key_Return, SHIFT)

    qtbot.waitUntil(lambda: window.findChild(LinkPopup) is None)
    assert [each.mentions for each in window.session.project.records.page("entity")] == [3]


def test_a_claim_is_linked_to_a_statement(qtbot, window, page):
    add_records(window, "a monument would be built in Pyongyang")
    mark = select(window, "a monument would be built in Pyongyang")
    popup = ask(qtbot, window)

    assert lines(popup) == ["New record “a monument would be built in Pyongyang”"]
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)

    assert record_of(window, mark).kind == "claim"


def test_a_linked_mark_says_so_and_can_be_unlinked(qtbot, window, page):
    mark = select(window, "Kim Jong Un")
    qtbot.keyClick(ask(qtbot, window).query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(LinkPopup) is None)
    popup = ask(qtbot, window)

    assert reasons(popup)[0].startswith("linked now")
    assert lines(popup)[-1] == "Unlink from “Kim Jong Un”"
    qtbot.keyClick(popup.query, Qt.Key.Key_Up)
    qtbot.keyClick(popup.query, Qt.Key.Key_Return)
    assert record_of(window, mark) is None

    window.commands.undo()
    window.actions_["records.unlink"].trigger()
    assert record_of(window, mark) is None


def test_a_cue_is_linked_to_nothing_and_esc_changes_nothing(qtbot, window, page):
    select(window, "stated that")
    qtbot.keyClick(page, Qt.Key.Key_L, CTRL)
    assert window.findChild(LinkPopup) is None
    assert window.status.left.text().startswith("Only entities and claims are linked to records")

    select(window, "Kim Jong Un")
    popup = ask(qtbot, window)
    qtbot.keyClick(popup.query, Qt.Key.Key_Escape)
    assert window.session.undo_state.undo == "import 3 articles"


def test_many_names_are_read_beside_the_window(qtbot, window, page, monkeypatch):
    from annotator.app.records import acting

    monkeypatch.setattr(acting, "READ_AT_ONCE", 1)
    add_records(window, "Kim Jong Un", "Kim Jong-Un")
    select(window, "Kim Jong Un")
    popup = ask(qtbot, window)

    qtbot.waitUntil(lambda: "same name" in " ".join(reasons(popup)))
    assert lines(popup) == ["Kim Jong Un", "Kim Jong-Un", "New record “Kim Jong Un”"]

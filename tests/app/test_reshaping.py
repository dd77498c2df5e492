"""Edges, parts, merging, splitting and moving of marks, by keys and by mouse, in a real window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.model.annotation import Span
from tests.app.conftest import TEXT

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(window):
    page = window.workspace.page
    page.setFocus()
    return page


def mark(window, tag):
    return next(each for each in window.session.annotations if each.tag == tag)


def words(window, tag):
    return [[TEXT[start:end] for start, end in each.spans] for each in window.session.annotations if each.tag == tag]


def select(page, words):
    start = TEXT.index(words)
    page.select_annotation(None)
    page.set_selection((Span(start, start + len(words)),))


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Key.Key_Plus, NONE, "Kim Jong Un praised"),
        (Key.Key_Minus, NONE, "Kim Jong"),
        (Key.Key_Slash, NONE, "Jong Un"),
        (Key.Key_Plus, ALT, "Kim Jong Un "),
        (Key.Key_Minus, ALT, "Kim Jong U"),
        (Key.Key_Slash, ALT, "im Jong Un"),
    ],
)
def test_edges_move_by_words_and_by_characters(qtbot, window, page, key, modifiers, expected):
    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, key, modifiers)
    assert words(window, "Person") == [[expected]]
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert words(window, "Person") == [["Kim Jong Un"]]


def test_the_beginning_grows_back_and_stops_at_the_text(qtbot, window, page):
    page.select_annotation(mark(window, "Location").id)
    qtbot.keyClick(page, Key.Key_Asterisk)
    assert words(window, "Location") == [["in Pyongyang"]]
    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, Key.Key_Asterisk)
    assert words(window, "Person") == [["Kim Jong Un"]]


def test_a_mark_of_one_word_does_not_shrink_to_nothing(qtbot, window, page):
    page.select_annotation(mark(window, "Location").id)
    for key in (Key.Key_Minus, Key.Key_Slash):
        qtbot.keyClick(page, key)
    assert words(window, "Location") == [["Pyongyang"]]


def test_a_mark_is_split_at_the_caret_and_merged_again(qtbot, window, page):
    claim = mark(window, "Intention")
    cut = TEXT.index("Jong Un")
    page.select_annotation(mark(window, "Person").id)
    page.set_caret(cut)
    qtbot.keyClick(page, Key.Key_M, CTRL | SHIFT)
    assert words(window, "Person") == [["Kim"], ["Jong Un"]]
    claimants = {each.target for each in window.session.relations if each.type == "claimant"}
    assert claimants == {each.id for each in window.session.annotations if each.tag == "Person"}

    page.select_annotation(window.session.annotations[0].id)
    qtbot.keyClick(page, Key.Key_M, CTRL)
    assert words(window, "Person") == [["Kim Jong Un"]]
    (relation,) = [each for each in window.session.relations if each.type == "claimant"]
    assert (relation.source, relation.target) == (claim.id, mark(window, "Person").id)
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert words(window, "Person") == [["Kim Jong Un"]]
    assert mark(window, "Person").id in {each.target for each in window.session.relations}


def test_a_mark_of_two_parts_that_two_selections_touch_is_one_mark(qtbot, window, page):
    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, Key.Key_X, CTRL)
    select(page, "He")
    qtbot.keyClick(page, Key.Key_V, CTRL | SHIFT)
    page.select_annotation(None)
    parts = mark(window, "Person").spans
    page.set_selection(parts)
    qtbot.keyClick(page, Key.Key_M, CTRL)
    assert words(window, "Person") == [["Kim Jong Un", "He"]]
    assert "Select two marks" in window.status.left.text()


def test_a_split_at_the_edge_says_what_to_do(qtbot, window, page):
    page.select_annotation(mark(window, "Person").id)
    page.set_caret(0)
    qtbot.keyClick(page, Key.Key_M, CTRL | SHIFT)
    assert words(window, "Person") == [["Kim Jong Un"]]
    assert "between two words" in window.status.left.text()


def test_a_mark_is_taken_and_put_on_other_words_with_its_relations(qtbot, window, page):
    person = mark(window, "Person")
    page.select_annotation(person.id)
    qtbot.keyClick(page, Key.Key_X, CTRL)
    select(page, "He")
    qtbot.keyClick(page, Key.Key_V, CTRL)
    assert words(window, "Person") == [["He"]]
    assert mark(window, "Person").id == person.id
    assert page.selected == person.id


def test_words_are_added_to_a_mark_by_keys(qtbot, window, page):
    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, Key.Key_X, CTRL)
    select(page, "He")
    qtbot.keyClick(page, Key.Key_V, CTRL | SHIFT)
    assert words(window, "Person") == [["Kim Jong Un", "He"]]


def test_words_are_kept_while_others_are_selected_and_tagged_together(qtbot, window, page):
    select(page, "praised")
    page.set_caret(TEXT.index("praised") + 7)
    qtbot.keyClick(page, Key.Key_Space, CTRL)
    for _ in range(2):
        qtbot.keyClick(page, Key.Key_Right, CTRL)
    qtbot.keyClick(page, Key.Key_Right, CTRL | SHIFT)
    qtbot.keyClick(page, Key.Key_L)
    assert ["praised", "soldiers"] in words(window, "Location")


def drag(page, words, modifiers):
    start = TEXT.index(words)
    box = page.rect_of(Span(start, start + len(words)))
    view = page.viewport()
    first, last = box.topLeft() + QPoint(1, box.height() // 2), box.topRight() + QPoint(-1, box.height() // 2)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, modifiers, first)
    QTest.mouseMove(view, first + QPoint(12, 0))
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, modifiers, last)


def test_ctrl_and_a_drag_add_a_part_to_the_selected_mark(qtbot, window, page):
    page.grab()
    page.select_annotation(mark(window, "Location").id)
    drag(page, "soldiers", CTRL)
    assert words(window, "Location") == [["soldiers", "Pyongyang"]]
    assert page.selected == mark(window, "Location").id


def test_a_mark_is_merged_with_one_that_begins_at_the_same_place(qtbot, window, page):
    select(page, "Kim")
    qtbot.keyClicks(page, "p")
    assert words(window, "Person") == [["Kim Jong Un"], ["Kim"]]

    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, Key.Key_M, CTRL)
    assert words(window, "Person") == [["Kim Jong Un"]]

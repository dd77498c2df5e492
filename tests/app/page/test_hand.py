"""The hand after the hand: what a press, a drag or a key finds of the one before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app.page.view import PageView
from annotator.app.theme import THEMES
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document

Key = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TEXT = "Kim Jong Un stated that a monument would be built. It was good."


@pytest.fixture(scope="module")
def finger(qapp):
    return QTest.createTouchDevice()


@pytest.fixture
def page(qtbot) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.set_theme(THEMES["light"])
    made.set_tag_set(load_default())
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    spans = (Span(0, 3),)
    made.show_document(
        AnnotatedDocument(
            Document("d", "A title", TEXT, "0" * 64, ""),
            (Annotation("0001", "d", "entity", "Person", spans, "A", "", ""),),
        )
    )
    made.grab()
    return made


@pytest.fixture
def moved(page):
    found: list[tuple[str, tuple[Span, ...]]] = []
    page.spans_edited.connect(lambda annotation, spans: found.append((annotation, tuple(spans))))
    return found


def place(page, offset):
    rect = page.rect_of_caret(offset)
    return rect.center().toPoint()


def drag(page, start, end, modifiers=NONE):
    view = page.viewport()
    QTest.mousePress(view, LEFT, modifiers, place(page, start))
    for offset in ((start + end) // 2, end):
        QTest.mouseMove(view, place(page, offset))
    QTest.mouseRelease(view, LEFT, modifiers, place(page, end))


def words(page):
    return [page.text[start:end] for start, end in page.selection]


def at(word):
    return TEXT.index(word)


def test_a_finger_that_rests_after_ctrl_and_a_drag_moves_no_mark(qtbot, page, finger, moved):
    page.select_annotation("0001")
    drag(page, at("monument"), at(" would"), CTRL)
    assert moved == [("0001", (Span(0, 3), Span(at("monument"), at(" would"))))]
    view, point = page.viewport(), place(page, at("good") + 2)
    with qtbot.waitSignal(page.selection_finished):
        QTest.touchEvent(view, finger).press(0, point, view)
    QTest.touchEvent(view, finger).release(0, point, view)
    assert words(page) == ["good"]
    assert len(moved) == 1


def test_ctrl_and_a_double_click_on_the_selected_mark_move_it_nowhere(page, moved):
    page.select_annotation("0001")
    QTest.mouseClick(page.viewport(), LEFT, CTRL, place(page, 1))
    QTest.mouseDClick(page.viewport(), LEFT, CTRL, place(page, 1))
    assert moved == []


@pytest.mark.parametrize(("backwards", "expected"), [(False, "Jong Un s"), (True, "ong Un")])
def test_shift_and_an_arrow_go_on_where_the_drag_ended(page, backwards, expected):
    # the caret was moved by keys before: that end is over
    page.set_caret(at("good"))
    QTest.keyClick(page, Key.Key_Right)
    first, last = at("Jong"), at(" stated")
    drag(page, *((last, first) if backwards else (first, last)))
    assert words(page) == ["Jong Un"]
    for _ in range(1 if backwards else 2):
        QTest.keyClick(page, Key.Key_Right, SHIFT)
    assert words(page) == [expected]


def test_shift_and_an_arrow_grow_a_word_that_was_clicked_twice(qtbot, page):
    QTest.keyClick(page, Key.Key_End, CTRL)
    QTest.mouseDClick(page.viewport(), LEFT, NONE, place(page, at("monument") + 3))
    QTest.keyClick(page, Key.Key_Right, SHIFT)
    assert words(page) == ["monument "]


def test_shift_and_an_arrow_shrink_everything_from_its_end(page):
    page.set_caret(at("stated"))
    QTest.keyClick(page, Key.Key_Right)
    QTest.keyClick(page, Key.Key_A, CTRL)
    QTest.keyClick(page, Key.Key_Left, SHIFT)
    assert words(page) == [TEXT[:-1]]


@pytest.mark.parametrize(("there", "expected"), [("good", "monument would be built. It was"), ("Jong", "Jong")])
def test_shift_and_a_click_select_from_the_caret_that_keys_moved(page, there, expected):
    QTest.mouseClick(page.viewport(), LEFT, NONE, place(page, 1))
    page.set_caret(at("monument"))
    QTest.keyClick(page, Key.Key_Right)
    QTest.keyClick(page, Key.Key_Left)
    QTest.mouseClick(page.viewport(), LEFT, SHIFT, place(page, at(there)))
    assert words(page)[0].startswith(expected)


def test_shift_and_a_click_move_the_other_end_of_a_selection_made_by_keys(page):
    page.set_caret(at("stated"))
    QTest.keyClick(page, Key.Key_Right, SHIFT | CTRL)
    assert words(page) == ["stated"]
    QTest.mouseClick(page.viewport(), LEFT, SHIFT, place(page, at(" would")))
    assert words(page) == ["stated that a monument"]
    QTest.keyClick(page, Key.Key_Left, SHIFT)
    assert words(page) == ["stated that a monumen"]


def test_words_kept_stay_while_the_last_ones_grow_by_keys_and_go_with_the_next_drag(page):
    drag(page, at("Jong"), at(" Un"))
    drag(page, at("monument"), at(" would"), CTRL)
    assert words(page) == ["Jong", "monument"]
    QTest.keyClick(page, Key.Key_Right, SHIFT | CTRL)
    assert words(page) == ["Jong", "monument would"]
    drag(page, at("good"), at("good") + 4)
    assert words(page) == ["good"]
    QTest.keyClick(page, Key.Key_Right, SHIFT)
    assert words(page) == ["good."]


@pytest.mark.parametrize("character", ["e\u0301\u0323", "👩‍👩‍👧", "👍🏽", "🇰🇵", "\u1112\u1161\u11ab", "𝒜", "1️⃣"])
@pytest.mark.parametrize("is_start", [True, False])
def test_an_edge_drawn_beyond_the_other_leaves_a_whole_character(page, moved, character, is_start):
    text = f"ab {character}{character} cd"
    spans = (Span(3, 3 + 2 * len(character)),)
    page.show_document(
        AnnotatedDocument(
            Document("d", "A title", text, "0" * 64, ""),
            (Annotation("0001", "d", "entity", "Person", spans, "A", "", ""),),
        )
    )
    page.select_annotation("0001")
    page.grab()
    first, last = (spans[0].start, len(text)) if is_start else (spans[0].end, 0)
    drag(page, first, last, Qt.KeyboardModifier.AltModifier)
    middle = 3 + len(character)
    assert moved == [("0001", (Span(middle, spans[0].end) if is_start else Span(3, middle),))]

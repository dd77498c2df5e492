"""The page with real mouse and key events."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.app.page.view import PageView
from annotator.model.annotation import Annotation, Span
from annotator.model.tag import Tag
from tests.app.page.pages import ALT, CTRL, LEFT, NONE, SHIFT, TEXT, drag, mark, move, opened, point


def words(page: PageView) -> list[str]:
    return [page.text[start:end] for start, end in page.selection]


def test_a_drag_takes_whole_words_unless_alt_is_held(page):
    page.show_document(opened())
    drag(page, 5, 10)
    assert words(page) == ["Jong Un"]
    drag(page, 5, 10, ALT)
    assert words(page) == ["ong U"]


def test_ctrl_adds_a_second_part(page):
    page.show_document(opened())
    drag(page, 0, 3)
    drag(page, 12, 18, CTRL)
    assert words(page) == ["Kim", "stated"]


def test_a_double_click_takes_the_word_and_a_third_the_sentence(page):
    page.show_document(opened())
    place = point(page, TEXT.index("monument") + 3)
    QTest.mouseClick(page.viewport(), LEFT, NONE, place)
    QTest.mouseDClick(page.viewport(), LEFT, NONE, place)
    assert words(page) == ["monument"]
    QTest.mouseClick(page.viewport(), LEFT, NONE, place)
    assert words(page) == ["Kim Jong Un stated that a monument would be built."]


def test_a_click_selects_the_mark_and_again_the_next_one_under_the_pointer(page, qtbot):
    whole = mark(1, "Kim Jong Un stated", "claim", "Statement")
    page.show_document(opened(whole, mark(2, "Jong")))
    place = point(page, 6)
    QTest.mouseClick(page.viewport(), LEFT, NONE, place)
    assert page.selected == "0002"
    QTest.qWait(450)  # longer than a double click
    QTest.mouseClick(page.viewport(), LEFT, NONE, place)
    assert page.selected == "0001"
    QTest.qWait(450)
    QTest.mouseClick(page.viewport(), LEFT, NONE, point(page, 40))
    assert page.selected is None


def test_dragging_an_edge_says_the_new_spans(page, qtbot):
    page.show_document(opened(mark(1, "Kim Jong")))
    page.select_annotation("0001")
    page.repaint()
    with qtbot.waitSignal(page.spans_edited) as said:
        drag(page, 8, 11)
    assert said.args == ["0001", (Span(0, 11),)]


def test_the_keyboard_selects_by_character_word_and_line(page):
    page.show_document(opened())
    QTest.keyClick(page, Qt.Key.Key_Right, SHIFT | CTRL)
    assert words(page) == ["Kim"]
    QTest.keyClick(page, Qt.Key.Key_Right, SHIFT | CTRL)
    assert words(page) == ["Kim Jong"]
    QTest.keyClick(page, Qt.Key.Key_Left, SHIFT)
    assert words(page) == ["Kim Jon"]
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.selection == ()
    QTest.keyClick(page, Qt.Key.Key_End, SHIFT | CTRL)
    assert page.selection[-1].end == len(TEXT)


def test_the_caret_goes_down_and_up_the_lines_and_never_into_a_character(page):
    page.show_document(opened())
    page.set_caret(TEXT.index("😀"))
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.caret == TEXT.index("😀") + 1
    page.set_caret(2)
    seen = [page.caret]
    for _ in range(4):
        QTest.keyClick(page, Qt.Key.Key_Down)
        seen.append(page.caret)
    assert seen == sorted(seen)
    assert seen[-1] > TEXT.index("海")
    QTest.keyClick(page, Qt.Key.Key_Home, CTRL)
    assert page.caret == 0


def test_keys_of_tags_and_acts_are_said(page, qtbot):
    page.show_document(opened(mark(1, "Kim")))
    with qtbot.waitSignal(page.key_typed) as typed:
        QTest.keyClick(page, Qt.Key.Key_P)
    assert typed.args == ["p"]
    for key, signal in ((Qt.Key.Key_Return, page.accept_requested), (Qt.Key.Key_Escape, page.left)):
        with qtbot.waitSignal(signal):
            QTest.keyClick(page, key)
    page.select_annotation("0001")
    with qtbot.waitSignal(page.remove_requested) as removed:
        QTest.keyClick(page, Qt.Key.Key_Delete)
    assert removed.args == ["0001"]


def test_tab_goes_through_the_candidates_only_while_something_is_proposed(page, qtbot):
    page.show_document(opened())
    page.set_proposal([(Span(0, 11), "claimant")])
    with qtbot.waitSignal(page.next_candidate_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_Tab)
    assert asked.args == [1]
    with qtbot.waitSignal(page.next_candidate_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_Tab, SHIFT)
    assert asked.args == [-1]


def test_alt_and_arrows_go_from_mark_to_mark(page):
    page.show_document(opened(mark(1, "Kim"), mark(2, "monument"), mark(3, "Zoë")))
    chosen = []
    for _ in range(4):
        QTest.keyClick(page, Qt.Key.Key_Right, ALT)
        chosen.append(page.selected)
    assert chosen == ["0001", "0002", "0003", "0001"]
    QTest.keyClick(page, Qt.Key.Key_Left, ALT)
    assert page.selected == "0003"


def test_a_sticky_tag_changes_the_pointer(page):
    page.show_document(opened())
    page.set_sticky(Tag("t", "entity", "Person", "#112233"))
    assert page.viewport().cursor().shape() == Qt.CursorShape.BitmapCursor
    page.set_sticky(None)
    assert page.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_arabic_stands_at_the_right_and_its_places_go_to_the_left(page):
    page.show_document(opened(text="أعلنت بلدية المنارة يوم الأحد"))
    page.repaint()
    first, later = page.rect_of_caret(0), page.rect_of_caret(8)
    assert first.x() > later.x()
    assert page.offset_at(later.center()) == 8


def test_in_arabic_the_left_key_goes_on_and_the_label_stands_at_the_right(page):
    text = "أعلنت بلدية المنارة يوم الأحد"
    marked = Annotation("1", "d", "entity", "Location", (Span(6, 19),), "A", "", "")
    page.show_document(opened(marked, text=text))
    QTest.keyClick(page, Qt.Key.Key_Left)
    assert page.caret == 1
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.caret == 0
    layout = page.flow.layout(0)
    box, label = layout.boxes[0], layout.labels[0]
    assert box.begins == box.rect.right()
    assert label.at.x() > box.rect.left() + 10


def test_a_drag_to_the_end_of_a_line_of_chinese_takes_its_last_character(page):
    page.show_document(opened(text="档案馆宣布将向公众开放" * 12))
    first, last = page.row_edges(0)
    end = page.rect_of(Span(last, last + 1))
    QTest.mousePress(page.viewport(), LEFT, ALT, point(page, 0))
    move(page, QPoint(end.right() + 30, end.center().y()), ALT)
    QTest.mouseRelease(page.viewport(), LEFT, ALT, QPoint(end.right() + 30, end.center().y()))
    assert page.selection == (Span(first, last + 1),)


def test_a_click_on_the_edge_of_the_selected_mark_still_goes_to_the_next_one(page, qtbot):
    page.show_document(opened(mark(1, "Kim Jong Un stated", "claim", "Statement"), mark(2, "Kim")))
    page.select_annotation("0002")
    edited = []
    page.spans_edited.connect(lambda *said: edited.append(said))
    QTest.mouseClick(page.viewport(), LEFT, NONE, point(page, 0))
    assert page.selected == "0001"
    assert edited == []


def test_the_rectangle_of_a_whole_long_text_is_that_of_what_is_in_view(page):
    page.show_document(opened(text="\n\n".join(["A paragraph of some words."] * 3000)))
    page.repaint()
    rect = page.rect_of(Span(0, len(page.text)))
    assert 0 < rect.height() < 2 * page.viewport().height()

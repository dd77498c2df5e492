"""The page with real mouse and key events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.page.boundaries import next_character, previous_character, snapped, word_at
from annotator.app.page.style import PageStyle
from annotator.app.page.view import PageView
from annotator.app.theme import load_fonts
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.tag import Tag

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXT = (
    "Kim Jong Un stated that a monument would be built. It was 😀 good.\n\n"
    "«هذا المكان» said Zoë twice.\n\n海明市档案馆宣布。"
)


def mark(number: int, words: str, kind: str = "entity", tag: str = "Person") -> Annotation:
    start = TEXT.index(words)
    return Annotation(f"{number:04d}", "d", kind, tag, (Span(start, start + len(words)),), "A", "", "")  # pyright: ignore


def opened(*annotations: Annotation, relations: tuple[Relation, ...] = (), text: str = TEXT) -> AnnotatedDocument:
    return AnnotatedDocument(Document("d", "A Title", text, "0" * 64, ""), annotations, relations)


@pytest.fixture
def page(qtbot) -> PageView:
    if "Noto Serif" not in QFontDatabase.families():
        load_fonts()
    made = PageView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def point(page: PageView, offset: int) -> QPoint:
    rect = page.rect_of_caret(offset)
    return QPoint(round(rect.center().x()) + 1, round(rect.center().y()))


def drag(page: PageView, start: int, end: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(page.viewport(), LEFT, modifiers, point(page, start))
    for offset in ((start + end) // 2, end):
        move(page, point(page, offset), modifiers)
    QTest.mouseRelease(page.viewport(), LEFT, modifiers, point(page, end))


def move(page: PageView, place: QPoint, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
    # a real move carries the buttons and modifiers, which QTest.mouseMove does not
    everywhere = QPointF(page.viewport().mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), everywhere, Qt.MouseButton.NoButton, button, modifiers)
    QApplication.sendEvent(page.viewport(), event)


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


def test_a_click_on_a_card_selects_its_claim(page, screenshot):
    claim = mark(1, "a monument would be built", "claim", "Intention")
    cue = mark(2, "stated that", "cue", "Cue")
    page.show_document(opened(claim, cue, relations=(Relation("r", "cue", "0001", "0002"),)))
    page.repaint()
    rect = page.card_rect("0001")
    assert rect is not None
    QTest.mouseClick(page.viewport(), LEFT, NONE, rect.center().toPoint())
    assert page.selected == "0001"
    screenshot(page, "page-card")


def test_crowded_cards_stay_beside_their_claims_and_open_under_the_pointer(page, screenshot):
    words = TEXT[: TEXT.index(".")].split()
    claims = [mark(number, each, "claim", "Statement") for number, each in enumerate(words)]
    page.show_document(opened(*claims))
    page.repaint()
    short = page.card_rect("0003")
    page.set_hovered("0003")
    page.repaint()
    screenshot(page, "page-crowded")
    assert page.card_at(short.center()) == "0003"
    assert page.card_at(short.bottomLeft() + QPointF(9, 24)) == "0003"
    page.set_hovered(None)
    page.repaint()
    assert page.card_rect("0003") == short
    page.select_annotation("0003")
    page.repaint()
    assert page.card_rect("0003").height() > 1.5 * short.height()


@pytest.mark.parametrize("before", ["", "Words before. " * 200 + "\n\n"])
def test_no_card_of_many_claims_at_the_beginning_or_the_end_leaves_the_page(page, before):
    text = before + "".join(f"claim {number:02d}. " for number in range(14))
    claims = [
        Annotation(
            f"{n:04d}", "d", "claim", "Statement", (Span(len(before) + 10 * n, len(before) + 10 * n + 8),), "A", "", ""
        )
        for n in range(14)
    ]
    page.show_document(opened(*claims, text=text))
    for chosen in claims:
        page.select_annotation(chosen.id)
        if before:
            page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
        page.viewport().repaint()
        # above a claim at the end there is more of the page, to which one can scroll
        for claim in claims[claims.index(chosen) if before else 0 :]:
            assert page.viewport().rect().contains(page.card_rect(claim.id).toRect())


def test_cards_do_not_jump_while_the_page_scrolls(page):
    text = "\n\n".join(
        f"Claim {number} is said here" + (", and another one too." if number % 3 == 0 else ".") for number in range(120)
    )
    claims = [
        Annotation(f"{at:06d}", "d", "claim", "Statement", (Span(at, at + 5),), "A", "", "")
        for at in range(len(text) - 6)
        if text.startswith(("Claim", "another"), at)
    ]
    page.show_document(opened(*claims, text=text), text.index("Claim 60"))
    page.repaint()
    bar, seen = page.verticalScrollBar(), {}
    for _ in range(30):
        page.repaint()
        for claim in claims:
            rect = page.card_rect(claim.id)
            if rect is not None and 0 < rect.top() < page.viewport().height() - 200:
                place = rect.top() + bar.value()
                assert abs(seen.setdefault(claim.id, place) - place) < 2
        bar.setValue(bar.value() + 40)
    assert len(seen) > 30


@pytest.fixture
def narrow(page) -> PageView:
    claim, other = mark(1, "a monument would be built", "claim", "Intention"), mark(2, "twice", "claim", "Statement")
    page.show_document(opened(claim, other))
    page.resize(500, 600)
    page.repaint()
    return page


def covered(page: PageView, rect: QRectF) -> int:
    """Return how much of *rect* is drawn otherwise than the page's ground."""
    page.repaint()
    picture = page.viewport().grab(rect.toAlignedRect()).toImage()
    ground = picture.pixelColor(0, 0) if picture.isNull() else QColor(page.theme.page)
    step = range(2, picture.height() - 2, 5)
    return sum(picture.pixelColor(x, y) != ground for y in step for x in range(2, picture.width() - 2, 5))


def test_cards_fold_into_flags_on_a_narrow_page(narrow, screenshot):
    flag = narrow.card_rect("0001")
    assert flag.width() < 40
    assert not flag.intersects(narrow.card_rect("0002"))
    screenshot(narrow, "page-flags")


def test_a_click_on_a_flag_opens_its_card_over_the_text_and_another_shuts_it(narrow, screenshot):
    flag = narrow.card_rect("0001")
    columns = narrow.columns
    below = QRectF(columns.card_left, narrow.rect_of(Span(45, 46)).bottom() + 14, columns.card_width, 80)
    before = covered(narrow, below)
    move(narrow, flag.center().toPoint(), button=Qt.MouseButton.NoButton)
    assert narrow.hovered == "0001"
    assert covered(narrow, below) > 2 * before
    QTest.mouseClick(narrow.viewport(), LEFT, NONE, flag.center().toPoint())
    move(narrow, QPoint(20, 20), button=Qt.MouseButton.NoButton)
    assert narrow.selected == "0001"
    assert covered(narrow, below) > 2 * before
    screenshot(narrow, "page-flag-open")
    assert narrow.card_at(below.center()) == "0001"
    QTest.mouseClick(narrow.viewport(), LEFT, NONE, flag.center().toPoint())
    assert narrow.selected is None
    assert covered(narrow, below) == before
    move(narrow, flag.center().toPoint(), button=Qt.MouseButton.NoButton)
    narrow.leaveEvent(QEvent(QEvent.Type.Leave))
    assert covered(narrow, below) == before


def test_the_keys_open_a_flag_too_and_reading_with_the_mouse_opens_none(narrow):
    move(narrow, point(narrow, TEXT.index("monument") + 2), button=Qt.MouseButton.NoButton)
    assert narrow.hovered == "0001"
    narrow.repaint()
    below = QPointF(narrow.columns.card_left + 60, narrow.rect_of(Span(45, 46)).bottom() + 40)
    assert narrow.card_at(below) is None
    QTest.keyClick(narrow, Qt.Key.Key_Right, ALT)
    narrow.repaint()
    assert narrow.selected == narrow.card_at(below) == "0001"
    narrow.select_annotation(None)
    narrow.repaint()
    assert narrow.card_at(below) is None


def test_cards_fold_where_large_letters_leave_the_text_no_room(page):
    page.show_document(opened(mark(1, "a monument", "claim", "Intention")))
    assert not page.columns.folded
    page.set_style(PageStyle(points=28))
    assert page.columns.folded
    assert page.columns.text_width > 700


def test_zoom_and_resize_keep_the_first_line_first(page):
    text = "\n\n".join(f"Paragraph {number} has some words to fill its line with." * 4 for number in range(300))
    page.show_document(opened(text=text), text.index("Paragraph 150"))
    QTest.qWait(10)
    assert page.anchor == text.index("Paragraph 150")
    page.set_zoom(1.5)
    assert page.anchor == text.index("Paragraph 150")
    page.resize(760, 500)
    page.repaint()
    assert abs(page.anchor - text.index("Paragraph 150")) < 100


def test_scrolling_up_through_text_never_laid_out_does_not_jump(page):
    text = "\n".join(f"{number} " + "word " * (number * 7 % 90) for number in range(2000))
    page.show_document(opened(text=text), len(text) // 2)
    page.repaint()
    before = page.anchor
    bar = page.verticalScrollBar()
    for _ in range(40):
        bar.setValue(bar.value() - 60)
        page.repaint()
        assert page.anchor <= before
        assert before - page.anchor < 2500
        before = page.anchor


def test_other_marks_keep_place_selection_and_caret(page):
    page.show_document(opened(mark(1, "Kim")))
    page.set_caret(5)
    page.set_selection((Span(4, 8),))
    page.set_annotations((mark(1, "Kim"), mark(2, "monument")), ())
    assert (page.caret, page.selection) == (5, (Span(4, 8),))
    page.select_annotation("0002")
    page.set_annotations((mark(1, "Kim"),), ())
    assert page.selected is None


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


@pytest.mark.parametrize(("offset", "word"), [(1, "Kim"), (3, "Kim"), (13, "stated"), (50, "")])
def test_words_are_found_at_a_place(offset, word):
    start, end = word_at(TEXT, offset)
    assert TEXT[start:end] == word


def test_a_selection_snaps_to_words_and_drops_white_space():
    assert snapped("one two three", 5, 9) == (4, 13)
    assert snapped("one two three", 3, 8) == (4, 7)


def test_characters_are_what_a_reader_sees():
    text = "e\u0301👨‍👩‍👧x"
    assert next_character(text, 0) == 2
    assert next_character(text, 2) == len(text) - 1
    assert previous_character(text, len(text) - 1) == 2


LONG = "\n\n".join(f"Paragraph {number} has some words to fill its line with." * 4 for number in range(300))


def top_of(page: PageView, offset: int) -> float:
    return page.rect_of_caret(offset).top()


@pytest.mark.parametrize("points", [7, 12, 32])
def test_zoom_by_keys_keeps_the_line_of_the_caret_where_it_is_and_comes_back_exactly(page, points):
    page.set_style(PageStyle("", points))
    page.show_document(opened(text=LONG), LONG.index("Paragraph 150"))
    page.repaint()
    page.set_caret(page.offset_at(QPointF(page.columns.text_left + 40, 300)), reveal=False)
    caret = page.caret
    before = top_of(page, caret)
    for factor in (1.1, 1.5, 2.5, 4.0, 2.0, 0.5, 0.8):
        page.set_zoom(factor)
        page.repaint()
        assert abs(top_of(page, caret) - before) <= 40 * factor
        assert 0 < top_of(page, caret) < page.viewport().height()
    page.set_zoom(1.0)
    page.repaint()
    assert abs(top_of(page, caret) - before) <= 2


def test_ctrl_and_the_wheel_zoom_at_the_pointer(page):
    page.show_document(opened(text=LONG), LONG.index("Paragraph 150"))
    page.repaint()
    place = QPointF(page.columns.text_left + 200, 420)
    under = page.offset_at(place)
    for turn in (120, 120, 120, -120, -120, 120):
        wheel(page, place, turn)
        rect = page.rect_of_caret(under)
        assert abs(rect.center().y() - place.y()) < 2.5 * rect.height()
    assert page.zoom == pytest.approx(1.21, abs=0.02)
    before = page.zoom
    for _ in range(8):
        wheel(page, place, 15)  # as a touchpad turns it
    assert page.zoom == pytest.approx(before * 1.1, abs=0.03)


def wheel(page: PageView, place: QPointF, turn: int) -> None:
    everywhere = QPointF(page.viewport().mapToGlobal(place.toPoint()))
    event = QWheelEvent(
        place, everywhere, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(page.viewport(), event)
    page.repaint()


def test_the_text_does_not_drift_while_the_window_is_dragged_wider_and_narrower(page):
    page.show_document(opened(text=LONG), LONG.index("Paragraph 150"))
    page.repaint()
    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + 130)
    page.repaint()
    page.clearFocus()
    first, before = page.anchor, top_of(page, page.anchor)
    for width in [*range(900, 600, -7), *range(600, 900, 7), 900]:
        page.resize(width, 600)
        page.repaint()
    assert page.anchor == first
    assert abs(top_of(page, first) - before) <= 2


def test_lines_paragraphs_and_measure_are_set_and_keep_the_place(page):
    page.show_document(opened(text=LONG), LONG.index("Paragraph 150"))
    page.repaint()
    pitch, width, gap = page.line_pitch(page.anchor, 1), page.columns.text_width, page.page_style.gap
    second = page.flow.pieces[1]
    for style in (
        PageStyle(points=12, leading=1.5),
        PageStyle(points=12, characters=45),
        PageStyle(points=12, spacing=3.0),
        PageStyle(points=12, interface_points=16),
    ):
        page.set_style(style)
        page.repaint()
        assert page.anchor == LONG.index("Paragraph 150")
    page.set_style(PageStyle(points=11, leading=2.0, characters=45, spacing=2.0))
    assert page.line_pitch(page.anchor, 1) == pytest.approx(2 * pitch, abs=2)
    assert page.columns.text_width < width
    assert page.page_style.gap(second) == pytest.approx(2 * gap(second), abs=2)

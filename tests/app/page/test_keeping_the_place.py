"""The text stays where it is read while the page is zoomed, scrolled, resized or marked."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.page.style import PageStyle
from annotator.app.page.view import PageView
from annotator.model.annotation import Span
from tests.app.page.pages import CTRL, mark, opened

LONG = "\n\n".join(f"Paragraph {number} has some words to fill its line with." * 4 for number in range(300))


def top_of(page: PageView, offset: int) -> float:
    return page.rect_of_caret(offset).top()


def wheel(page: PageView, place: QPointF, turn: int) -> None:
    everywhere = QPointF(page.viewport().mapToGlobal(place.toPoint()))
    event = QWheelEvent(
        place, everywhere, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(page.viewport(), event)
    page.repaint()


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

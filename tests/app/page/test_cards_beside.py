"""Cards beside the text, and the flags that they fold into where there is no room."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.app.page.style import PageStyle
from annotator.app.page.view import PageView
from annotator.model.annotation import Annotation, Relation, Span
from tests.app.page.pages import ALT, LEFT, NONE, TEXT, mark, move, opened, point


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
        f"Claim {number} is said here, at such length"
        + (", and another one too" if number % 3 == 0 else "")
        # cards have room enough not to fall further behind with each line
        + " that one more line of the column is needed for all that is said of it, whatever the letters are."
        for number in range(120)
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
                place = rect.top() - page.rect_of_caret(claim.start).top()
                assert abs(seen.setdefault(claim.id, place) - place) < 2
        bar.setValue(bar.value() + 40)
    assert len(seen) > 20


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

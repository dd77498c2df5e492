"""What scrolling down will bring next is laid out in the pauses of the page."""

import pytest

from annotator.app.page.view import PageView
from annotator.app.theme import THEMES
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from tests.pictures.scenes import ENGLISH, TIME

TEXT = "\n\n".join([ENGLISH] * 60)
CLAIMS = tuple(
    Annotation(f"{start:06}", "d", "claim", "Statement", (Span(start, start + 80),), "A", TIME, TIME)
    for start in range(0, len(TEXT) - 80, 700)
)


@pytest.fixture
def page(qtbot) -> PageView:
    page = PageView()
    qtbot.addWidget(page)
    page.set_theme(THEMES["light"])
    page.set_tag_set(load_default())
    page.resize(860, 420)
    with qtbot.waitExposed(page):
        page.show()
    page.show_document(AnnotatedDocument(Document("d", "The ledger", TEXT, "0" * 64, TIME), CLAIMS))
    return page


def below(page: PageView) -> int:
    """Return the height of what is laid out below the view without a gap, in pixels."""
    flow = page.flow
    assert flow is not None
    height, number = 0.0, page.pieces_in_view().stop
    while flow.is_laid_out(number):
        height += flow.height_of(number)
        number += 1
    return round(height)


def test_a_view_below_the_one_that_is_read_is_laid_out_while_nobody_scrolls(qtbot, page):
    page.viewport().repaint()

    qtbot.waitUntil(lambda: below(page) >= page.viewport().height())


def test_what_is_laid_out_ahead_moves_nothing_in_view(qtbot, page):
    page.verticalScrollBar().setValue(2_000)
    page.viewport().repaint()
    value, cards, before = page.verticalScrollBar().value(), page.cards_in_view(), page.viewport().grab().toImage()

    qtbot.waitUntil(lambda: below(page) >= page.viewport().height())

    assert page.verticalScrollBar().value() == value
    assert (page.viewport().grab().toImage(), page.cards_in_view()) == (before, cards)


def test_the_page_looks_ahead_again_where_somebody_scrolled(qtbot, page):
    page.viewport().repaint()
    qtbot.waitUntil(lambda: below(page) >= page.viewport().height())
    page.verticalScrollBar().setValue(8_000)
    page.viewport().repaint()
    value = page.verticalScrollBar().value()
    assert below(page) < page.viewport().height()

    qtbot.waitUntil(lambda: below(page) >= page.viewport().height())

    assert page.verticalScrollBar().value() == value


def test_at_the_end_of_the_text_nothing_is_laid_out_any_more(qtbot, page):
    qtbot.waitUntil(lambda: page.at_rest)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.viewport().repaint()
    flow = page.flow
    assert flow is not None

    qtbot.waitUntil(lambda: page.at_rest)

    assert page.pieces_in_view().stop == len(flow.pieces)
    assert below(page) == 0

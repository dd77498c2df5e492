"""The scroll bar shows where marks are, and a click on it goes there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.app.page.view import PageView
from annotator.app.theme import Theme
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document

LINES = 400
TEXT = "\n".join(f"Line {number:03d} of a long report on the harbour." for number in range(LINES))
TIME = "2026-01-31T09:00:00Z"


def mark(number: int, line: int, kind: str = "entity", tag: str = "Person") -> Annotation:
    start = TEXT.index(f"Line {line:03d}")
    return Annotation(f"a{number}", "d", kind, tag, (Span(start, start + 8),), "Anna", TIME, TIME)  # pyright: ignore


@pytest.fixture
def page(qtbot) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.set_theme(Theme.named("light"))
    made.set_tag_set(load_default())
    made.resize(900, 600)
    made.show_document(AnnotatedDocument(Document("d", "Report", TEXT, "", TIME)))
    made.show()
    qtbot.waitExposed(made)
    return made


def ticks(page: PageView, colour: str) -> list[float]:
    """Return the heights, 0 to 1, at which the bar has *colour*, outside its handle."""
    page.verticalScrollBar().setValue(0)
    seen = page.overview.grab().toImage()
    handle = page.overview.handle()
    return [
        y / seen.height()
        for y in range(seen.height())
        if y > handle.bottom() and any(seen.pixelColor(x, y).name() == colour for x in range(seen.width()))
    ]


def test_marks_are_shown_where_they_are_in_the_whole_text(qtbot, page):
    colour = Theme.named("light").tag_line(page.colour_of("entity", "Person"))
    page.set_annotations((mark(1, 300),), ())
    qtbot.waitUntil(lambda: bool(ticks(page, colour)))
    assert all(0.6 < height < 0.8 for height in ticks(page, colour))


def test_a_mark_that_goes_takes_its_tick_along(qtbot, page):
    colour = Theme.named("light").tag_line(page.colour_of("claim", "Intention"))
    claim = mark(1, 200, "claim", "Intention")
    page.change_annotations((claim,), (), {claim.id: claim})
    qtbot.waitUntil(lambda: bool(ticks(page, colour)))
    page.change_annotations((), (), {claim.id: None})
    qtbot.waitUntil(lambda: not ticks(page, colour))


def test_a_click_goes_to_the_place_and_a_drag_follows(page):
    bar = page.overview
    x, height = bar.width() // 2, bar.height()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, height // 2))
    assert abs(bar.value() / bar.maximum() - 0.5) < 0.05
    first = page.anchor
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, height // 2))
    QTest.mouseMove(bar, QPoint(x, height - 1))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, height - 1))
    assert bar.value() > bar.maximum() * 0.9
    assert page.anchor > first

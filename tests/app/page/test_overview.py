"""The scroll bar shows where marks are, and a click on it goes there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.app.page.found import Hits, hit_ink
from annotator.app.page.showing import Showing
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


def rows(page: PageView, colour: str) -> dict[int, list[int]]:
    """Return the x at which the bar has *colour*, or all but, by y, outside its handle."""
    page.verticalScrollBar().setValue(0)
    seen, wanted = page.overview.grab().toImage(), QColor(colour).getRgb()
    found: dict[int, list[int]] = {}
    for y in range(round(page.overview.handle().bottom()) + 1, seen.height()):
        for x in range(seen.width()):
            pixel = seen.pixelColor(x, y).getRgb()
            if all(abs(a - b) < 60 for a, b in zip(pixel, wanted, strict=True)):  # pyright: ignore
                found.setdefault(y, []).append(x)
    return found


def test_hits_cross_the_bar_until_the_search_ends_and_the_current_one_is_thicker(qtbot, page):
    spans = [Span(TEXT.index(f"Line {line:03d}"), TEXT.index(f"Line {line:03d}") + 8) for line in (200, 300)]
    ink = hit_ink(Theme.named("light")).name()
    page.set_hits(Hits(spans, 1))
    qtbot.waitUntil(lambda: bool(rows(page, ink)))
    found = rows(page, ink)
    assert all(xs == list(range(page.overview.width())) for xs in found.values())
    heights = sorted(found)
    assert len(heights) == 3
    assert heights[2] == heights[1] + 1
    page.set_hits(Hits())
    qtbot.waitUntil(lambda: not rows(page, ink))


def test_a_note_is_a_dot_beside_the_ticks(qtbot, page):
    noted = replace(mark(1, 300), note="Who is this?")
    page.change_annotations((noted,), (), {noted.id: noted})
    text = Theme.named("light").text
    qtbot.waitUntil(lambda: bool(rows(page, text)))
    tick = rows(page, Theme.named("light").tag_line(page.colour_of("entity", "Person")))
    dot = rows(page, text)
    assert min(x for xs in dot.values() for x in xs) > max(x for xs in tick.values() for x in xs)
    plain = replace(noted, note="")
    page.change_annotations((plain,), (), {plain.id: plain})
    qtbot.waitUntil(lambda: not rows(page, text))


def test_what_is_hidden_has_no_tick(qtbot, page):
    colour = Theme.named("light").tag_line(page.colour_of("entity", "Person"))
    page.set_annotations((mark(1, 300),), ())
    qtbot.waitUntil(lambda: bool(ticks(page, colour)))
    page.set_showing(Showing().with_tag(("entity", "Person"), False))
    qtbot.waitUntil(lambda: not ticks(page, colour))


@given(st.lists(st.integers(0, 200), max_size=20), st.integers(-1, 20), st.integers(0, 200), st.integers(0, 60))
def test_the_weight_of_hits_is_that_of_a_plain_search(starts, current, start, length):
    spans = [Span(each, each + 1) for each in sorted(set(starts))]
    hits = Hits(spans, current if current < len(spans) else -1)
    weights = [
        1 + (number == hits.current) for number, each in enumerate(spans) if start <= each.start < start + length
    ]
    assert hits.weight(start, start + length) == max(weights, default=0)

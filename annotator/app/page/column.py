"""The text as a column that scrolls: what is laid out, and where each place of it is.

Offsets are code points of the text, points and rectangles pixels of the viewport.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.app.page.cards import Room
from annotator.app.page.columns import Columns
from annotator.app.page.flow import Flow
from annotator.app.page.found import Hits
from annotator.app.page.header import Header
from annotator.app.page.margin import CARDS_ABOVE, CARDS_REACH
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Span

_RIM = 4.0
"""Pixels between a card and the edge of the page, at least."""
_ATTEMPTS = 3
"""How often a view at the end of the text is laid out anew, at most."""


class Held(NamedTuple):
    """What stays while the shape of the page changes: a code point, and the top of its line in the viewport."""

    offset: int
    y: float


class TextColumn(QAbstractScrollArea):
    """Header and text of a document, scrolled by pixels; knows nothing of marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = PageStyle()
        self._flow: Flow | None = None
        self._header: Header | None = None
        self.columns = Columns(40, 400, 500, 200, folded=False)
        self._preparing = False
        self._held: Held | None = None
        self.hits = Hits()

    def set_hits(self, hits: Hits) -> None:
        """Light up the hits of a search, until others are set."""
        self.hits = hits
        self.viewport().update()

    @property
    def page_style(self) -> PageStyle:
        """Fonts and distances."""
        return self._style

    def scroll_page(self, step: int) -> None:
        """Scroll by a page less a little."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * round(self.viewport().height() * 0.85))

    def rect_of_caret(self, offset: int) -> QRectF:
        """Return the caret's rectangle at *offset* in the viewport."""
        if self._flow is None:
            return QRectF()
        number = self._flow.piece_of(offset)
        return self._flow.layout(number).caret(offset).translated(self.origin(number))

    def line_pitch(self, offset: int, step: int) -> float:
        """Return how far the middle of the next line down (1) or up (-1) is from the caret's."""
        if self._flow is None:
            return 0.0
        flow, number = self._flow, self._flow.piece_of(offset)
        layout = flow.layout(number)
        row = layout.row_of(offset)
        here = layout.rows[row].line
        if 0 <= row + step < len(layout.rows):
            return abs(layout.rows[row + step].line.y() - here.y())
        if not flow.has(number + step):
            return 0.0
        other = flow.layout(number + step)
        there = other.rows[0 if step > 0 else -1].line
        return abs(flow.top_of(number + step) + there.y() - flow.top_of(number) - here.y())

    def row_edges(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place of the line that *offset* stands in."""
        if self._flow is None:
            return 0, 0
        layout = self._flow.layout(self._flow.piece_of(offset))
        return layout.row_range(layout.row_of(offset))

    def reads_leftwards(self, offset: int) -> bool:
        """Tell whether the paragraph around *offset* is read from right to left."""
        return self._flow is not None and self._flow.layout(self._flow.piece_of(offset)).rtl

    @property
    def anchor(self) -> int:
        """The first code point in view."""
        if self._flow is None or self._header is None:
            return 0
        y = self.verticalScrollBar().value() - self._header.height
        if y <= 0:
            return 0
        number = self._flow.piece_at(y)
        layout = self._flow.layout(number)
        row = layout.rows[layout.row_at(y - self._flow.top_of(number))]
        return layout.row_range(layout.rows.index(row))[0]

    def _scroll_to_offset(self, offset: int) -> None:
        if self._flow is None or self._header is None:
            return
        if offset <= 0:
            self.verticalScrollBar().setValue(0)
            return
        number = self._flow.piece_of(offset)
        layout = self._flow.layout(number)
        self._update_bar()
        row = layout.rows[layout.row_of(offset)]
        self.verticalScrollBar().setValue(round(self._header.height + self._flow.top_of(number) + row.top))

    def _keep_place(self, change: Callable[[], None], offset: int | None = None) -> None:
        """Do *change*, after which the line of *offset*, or else the one that is read, stands where it stood.

        As long as nobody scrolls the same code point is held, so that nothing drifts from change to change.
        """
        bar = self.verticalScrollBar()
        if self._flow is None or self._header is None or bar.value() <= 0:
            change()
            bar.setValue(0)
            return
        held, offset = self._held, self._place_read() if offset is None else offset
        if offset is not None:
            first, last = self.row_edges(offset)
            held = held if held is not None and first <= held.offset <= last else self._hold(offset)
        elif held is None:
            held = self._hold(self.anchor)
        change()
        self._put(held)
        self._held = held

    def _place_read(self) -> int | None:
        """Return the code point whose line is read, if that is known."""
        return None

    def _hold(self, offset: int) -> Held:
        assert self._flow is not None
        number = self._flow.piece_of(offset)
        layout = self._flow.layout(number)
        return Held(offset, self.origin(number).y() + layout.rows[layout.row_of(offset)].top)

    def _put(self, held: Held) -> None:
        """Scroll so that the line of *held* is where it was."""
        assert self._flow is not None
        assert self._header is not None
        flow, bar = self._flow, self.verticalScrollBar()
        number = above = flow.piece_of(held.offset)
        layout = flow.layout(number)
        top = layout.rows[layout.row_of(held.offset)].top - held.y
        # what stands above it in view is known, not estimated
        while above > 0 and flow.top_of(above) > flow.top_of(number) + top:
            above -= 1
            flow.layout(above)
        # and so is what stands below it and still begins above the view
        below = number + 1
        while flow.has(below) and flow.top_of(below) < flow.top_of(number) + top:
            flow.layout(below)
            below += 1
        self._update_bar()
        bar.setValue(round(self._header.height + flow.top_of(number) + top))

    def go_to(self, offset: int) -> None:
        """Scroll so that the line of the code point *offset* is the first in view, as far as the text reaches."""
        self._scroll_to_offset(max(0, min(offset, len(self._flow.text) if self._flow is not None else 0)))
        self.viewport().update()

    def place(self) -> Held | None:
        """Return where the first line in view is, to the pixel."""
        return self._hold(self.anchor) if self._flow is not None and self._header is not None else None

    def go_back_to(self, place: Held | None) -> None:
        """Scroll to where *place* was returned."""
        if place is not None and self._flow is not None:
            self._put(place)
            self.viewport().update()

    def rect_of(self, span: Span) -> QRect:
        """Return the rectangle around *span* in the viewport, in pixels: around what of it is in view, if any is."""
        if self._flow is None or self._header is None:
            return QRect()
        flow, top = self._flow, self.verticalScrollBar().value() - self._header.height
        first, last = flow.piece_of(span[0]), flow.piece_of(max(span[0], span[1] - 1))
        in_view = range(
            max(first, flow.piece_at(top)), min(last, flow.piece_at(top + self.viewport().height())) + 1
        ) or range(first, first + 1)
        found = QRectF()
        for number in in_view:
            origin = self.origin(number)
            for rect in flow.layout(number).range_rects(*span):
                found = found.united(rect.translated(origin))
        return found.toAlignedRect()

    def reveal(self, offset: int) -> None:
        """Scroll so far that the code point *offset* is well in view."""
        if self._flow is None:
            return
        number = self._flow.piece_of(offset)
        caret = self._flow.layout(number).caret(offset)
        self._update_bar()
        rect = caret.translated(self.origin(number))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        margin = min(60.0, height / 5)
        if rect.top() < margin:
            bar.setValue(int(bar.value() + rect.top() - margin))
        elif rect.bottom() > height - margin:
            bar.setValue(int(bar.value() + rect.bottom() - height + margin))

    def offset_at(self, point: QPointF, *, past_end: bool = False) -> int:
        """Return the place between characters nearest to a point of the viewport.

        *past_end* takes the end of a line broken inside of a word for what it is.
        """
        if self._flow is None or self._header is None:
            return 0
        y = point.y() + self.verticalScrollBar().value() - self._header.height
        number = self._flow.piece_at(y)
        layout = self._flow.layout(number)
        return layout.offset_at(point.x() - self.columns.text_left, y - self._flow.top_of(number), past_end=past_end)

    @property
    def flow(self) -> Flow | None:
        """The text as it is laid out."""
        return self._flow

    def pieces_in_view(self) -> range:
        """Return the numbers of the pieces that are in view."""
        if self._flow is None or self._header is None:
            return range(0)
        top = self.verticalScrollBar().value() - self._header.height
        return range(self._flow.piece_at(top), self._flow.piece_at(top + self.viewport().height()) + 1)

    def origin(self, number: int) -> QPointF:
        """Return the top left corner of a piece in the viewport."""
        assert self._flow is not None
        assert self._header is not None
        y = self._header.height + self._flow.top_of(number) - self.verticalScrollBar().value()
        return QPointF(self.columns.text_left, y)

    def room_for_cards(self) -> Room:
        """Return where a card can be scrolled into view at all, in the viewport."""
        bar = self.verticalScrollBar()
        value, height = bar.value(), self.viewport().height()
        return Room(_RIM - value, max(bar.maximum() - value, 0) + height - _RIM)

    def tops(self, numbers: range) -> list[float]:
        """Return where pieces begin in the viewport, one under the other."""
        assert self._flow is not None
        found: list[float] = []
        y = self.origin(numbers.start).y()
        for number in numbers:
            found.append(y)
            y += self._flow.height_of(number)
        return found

    def reach_above(self, first: int) -> int:
        """Return the number of the first piece whose cards may reach into a view that begins with piece *first*."""
        return min(self._within_reach(first), default=first)

    def _within_reach(self, first: int) -> Iterator[int]:
        """Yield the numbers of those pieces from below, each before its height is looked at."""
        assert self._flow is not None
        height, number = 0.0, first
        while number > 0 and first - number < CARDS_ABOVE and height < CARDS_REACH:
            number -= 1
            yield number
            height += self._flow.height_of(number)

    def _prepare(self) -> range:
        """Lay out what is in view without the text jumping; return the numbers of those pieces."""
        assert self._flow is not None
        assert self._header is not None
        bar, top = self.verticalScrollBar(), self._header.height
        shown, wanted = self._lay_out_view()
        for _ in range(_ATTEMPTS):
            if bar.value() >= wanted and self._flow.piece_at(bar.value() - top) >= shown.start:
                break
            # the text ends sooner than was estimated, or what begins above the view is lower: more is in view above
            shown, wanted = self._lay_out_view()
        return shown

    def _lay_out_view(self) -> tuple[range, int]:
        """Lay out what is in view; return the numbers of those pieces, and where the scroll bar was wanted."""
        assert self._flow is not None
        assert self._header is not None
        flow, bar = self._flow, self.verticalScrollBar()
        value = bar.value()
        first = flow.piece_at(value - self._header.height)
        top = flow.top_of(first)
        before = flow.height_of(first)
        flow.layout(first)
        if top < value - self._header.height and first > 0:
            # the estimate of what begins above the view was off: keep what is below it in place
            value += round(flow.height_of(first) - before)
        number, y = first, top + self._header.height
        while flow.has(number) and y < value + self.viewport().height():
            flow.layout(number)
            y += flow.height_of(number)
            number += 1
        # laid out one after the other: how far that reaches depends on how high they are
        for above in self._within_reach(first):
            if flow.claims_beginning(above):
                known = flow.height_of(above)
                flow.layout(above)
                value += round(flow.height_of(above) - known)
        flow.forget_far(first, number)
        self._preparing = True
        self._update_bar()
        bar.setValue(value)
        self._preparing = False
        return range(first, number), value

    def _update_bar(self) -> None:
        bar = self.verticalScrollBar()
        if self._flow is None or self._header is None:
            bar.setRange(0, 0)
            return
        height = self.viewport().height()
        whole = self._header.height + self._flow.height + 40
        # the end of a long text can be read in the middle of the view
        whole += height * 0.3 if whole > height else 0
        bar.setRange(0, max(0, round(whole - height)))
        bar.setPageStep(height)
        bar.setSingleStep(round(self._style.line_height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew; nothing is moved by pixels."""
        if not self._preparing:
            self._held = None
            self.viewport().update()

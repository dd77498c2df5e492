"""The page: the widget on which an article is read and marked.

It shows what it is given and says what the person did; it never writes data. Offsets in its
interface are code points of the document's text.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.app.page import paint
from annotator.app.page.cards import Wish, place_cards
from annotator.app.page.claim_card import ClaimCard, Links
from annotator.app.page.columns import FLAG, Columns, columns
from annotator.app.page.flow import Flow
from annotator.app.page.hand import Hand
from annotator.app.page.header import Header
from annotator.app.page.keys import handle_key
from annotator.app.page.marks import Lanes, fragments_of
from annotator.app.page.style import PageStyle
from annotator.app.theme import THEMES, Theme
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import Tag, TagSet

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 4.0
_FALLBACK = "#6b7280"
_CARDS_ABOVE = 8


class PageView(QAbstractScrollArea):
    """One annotated document, or nothing."""

    selection_changed = Signal()
    selection_finished = Signal(QPoint)
    annotation_selected = Signal(object)
    key_typed = Signal(str)
    spans_edited = Signal(str, object)
    remove_requested = Signal(str)
    accept_requested = Signal()
    next_candidate_requested = Signal(int)
    left = Signal()
    context_requested = Signal(QPoint, int)
    zoom_changed = Signal(float)
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(320)
        self.setAccessibleName("Page")
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = THEMES["light"]
        self._colours: dict[tuple[str, str], str] = {}
        self._style = PageStyle()
        self._content: AnnotatedDocument | None = None
        self._annotations: Sequence[Annotation] = ()
        self._links = Links((), (), "")
        self._flow: Flow | None = None
        self._header: Header | None = None
        self._columns = Columns(40, 400, 500, 200, folded=False)
        self._caret = 0
        self._caret_shown = True
        self._selection: tuple[Span, ...] = ()
        self._selected: str | None = None
        self._hovered: str | None = None
        self._fixed_end = 0
        self._edge_spans: tuple[Span, ...] | None = None
        self._sticky: Tag | None = None
        self._proposal: Sequence[tuple[Span, str]] = ()
        self._card_rects: list[tuple[QRectF, ClaimCard]] = []
        self._preparing = False
        self.hand = Hand(self)
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._toggle_caret)
        self._inks = lru_cache(maxsize=512)(lambda kind, tag: paint.inks(self._theme, self.colour_of(kind, tag)))

    # --- what it shows

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of *theme*."""
        self._theme = theme
        self._inks.cache_clear()
        self.viewport().update()

    def set_tag_set(self, tag_set: TagSet) -> None:
        """Take the colours of the tags."""
        self._colours = {(tag.kind, tag.name): tag.colour for tag in tag_set.tags}
        self._inks.cache_clear()
        self.viewport().update()

    def colour_of(self, kind: str, tag: str) -> str:
        """Return the colour of a tag as the tag set has it."""
        return self._colours.get((kind, tag), _FALLBACK)

    def set_reading_font(self, family: str, points: float) -> None:
        """Set the text in *family* at *points*, before zoom."""
        self._restyle(PageStyle(family, points, self._style.zoom))

    @property
    def zoom(self) -> float:
        """The zoom, 1 for actual size."""
        return self._style.zoom

    def set_zoom(self, factor: float) -> None:
        """Zoom the page; the first visible line stays first."""
        factor = round(max(SMALLEST_ZOOM, min(LARGEST_ZOOM, factor)), 2)
        if factor != self._style.zoom:
            self._restyle(PageStyle(self._style.family, self._style.points, factor))
            self.zoom_changed.emit(factor)

    def _restyle(self, style: PageStyle) -> None:
        anchor = self.anchor
        self._style = style
        self._reshape()
        self._scroll_to_offset(anchor)

    def show_document(self, content: AnnotatedDocument | None, anchor: int = 0) -> None:
        """Show *content* with the code point *anchor* at the top, or an empty page."""
        self._content = content
        self._selection, self._selected, self._hovered, self._proposal = (), None, None, ()
        self._caret = anchor
        self._flow = self._header = None
        self.hand.reset()
        if content is None:
            self._annotations = ()
            self._links = Links((), (), "")
            self.setAccessibleDescription("")
        else:
            self._take_marks(content.annotations, content.relations)
            self.setAccessibleDescription(content.document.title)
        self._reshape()
        self.verticalScrollBar().setValue(0)
        if anchor:
            self._scroll_to_offset(anchor)
        self.selection_changed.emit()
        self.annotation_selected.emit(None)
        self.viewport().update()

    def set_annotations(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        """Show other marks in the same text; place, selection and caret stay."""
        if self._flow is None:
            return
        had_cards = self._has_claims()
        self._take_marks(annotations, relations)
        self._flow.set_marks(annotations, self._describe)
        if self._selected is not None and self._selected not in self._links.by_id:
            self.select_annotation(None)
        if self._hovered not in self._links.by_id:
            self._hovered = None
        if had_cards != self._has_claims():
            self._reshape()
        self.viewport().update()

    def _take_marks(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        self._annotations = annotations
        self._links = Links(annotations, relations, self.text)
        claims = [each for each in annotations if each.kind == "claim" and each.spans]
        extents = [
            Annotation(each.id, "", "claim", each.tag, (Span(each.start, each.end),), "", "", "") for each in claims
        ]
        from annotator.app.page.marks import IntervalIndex

        self._claims = IntervalIndex(fragments_of(extents))
        self._claim_list = claims
        self._bracket_lanes = Lanes(extents, self._claims)

    def _has_claims(self) -> bool:
        return bool(self._claim_list)

    def _describe(self, annotation: Annotation) -> tuple[str, bool]:
        if annotation.kind == "cue":
            return "", True
        return ("" if annotation.kind == "claim" else annotation.tag), False

    def _reshape(self) -> None:
        if self._content is None:
            self._update_bar()
            return
        width = self.viewport().width()
        self._columns = columns(width, self._style.measure, self._style.zoom, with_cards=self._has_claims())
        if self._flow is None:
            self._flow = Flow(self.text, self._annotations, self._describe, self._style, self._columns.text_width)
        else:
            self._flow.set_shape(self._style, self._columns.text_width)
        self._header = Header(self._content.document, self._style, self._columns.text_width)
        self._update_bar()
        self.viewport().update()

    @property
    def text(self) -> str:
        """The text of the document, or nothing."""
        return self._content.document.text if self._content else ""

    # --- selection and caret

    @property
    def caret(self) -> int:
        """The place of the caret."""
        return self._caret

    def set_caret(self, offset: int, *, reveal: bool = True) -> None:
        """Put the caret before the code point *offset*."""
        self._caret = max(0, min(offset, len(self.text)))
        self._caret_shown = True
        if reveal:
            self.reveal(self._caret)
        self.viewport().update()

    @property
    def selection(self) -> tuple[Span, ...]:
        """The selected words."""
        return self._selection

    def set_selection(self, spans: Sequence[Span]) -> None:
        """Select words; an empty sequence selects nothing."""
        chosen = tuple(Span(*span) for span in spans if span[0] < span[1])
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()
            self.viewport().update()

    @property
    def selected(self) -> str | None:
        """The id of the selected annotation."""
        return self._selected

    def select_annotation(self, annotation: str | None, reveal: bool = False) -> None:
        """Select an annotation by id, or none; *reveal* scrolls to it."""
        if annotation is not None and annotation not in self._links.by_id:
            annotation = None
        if annotation != self._selected:
            self._selected = annotation
            self.annotation_selected.emit(annotation)
            self.viewport().update()
        if reveal and annotation is not None:
            self.reveal(self._links.by_id[annotation].start)

    def set_sticky(self, tag: Tag | None) -> None:
        """Show by the pointer that dragging gives *tag*."""
        self._sticky = tag
        self.viewport().setCursor(_pen_cursor(self._theme, tag) if tag else QCursor(Qt.CursorShape.IBeamCursor))

    def set_proposal(self, lit: Sequence[tuple[Span, str]]) -> None:
        """Light up spans in the roles ``cue``, ``claimant`` and ``candidate``."""
        self._proposal = tuple(lit)
        self.viewport().update()

    def is_sticky(self) -> bool:
        """Tell whether dragging gives a tag."""
        return self._sticky is not None

    @property
    def fixed_end(self) -> int:
        """The end of the selection that stays while the caret moves the other one."""
        return self._fixed_end

    def set_fixed_end(self, offset: int) -> None:
        """Let a selection by keys begin at *offset*."""
        self._fixed_end = offset

    def preview_edge(self, part: int, offset: int, *, is_start: bool) -> None:
        """Show the selected annotation with one edge of one *part* at *offset*."""
        annotation = self._links.by_id.get(self._selected or "")
        if annotation is None:
            return
        spans = list(annotation.spans)
        start, end = spans[part]
        low = spans[part - 1].end if part else 0
        high = spans[part + 1].start if part + 1 < len(spans) else len(self.text)
        if is_start:
            start = max(low, min(offset, end - 1))
        else:
            end = min(high, max(offset, start + 1))
        spans[part] = Span(start, end)
        self._edge_spans = tuple(spans)
        self.set_selection(spans)

    def finish_edge(self) -> None:
        """Say that the edge was let go where it is."""
        spans, self._edge_spans = self._edge_spans, None
        self.set_selection(())
        if spans is not None and self._selected is not None:
            self.spans_edited.emit(self._selected, spans)

    def step_annotation(self, step: int) -> None:
        """Select the next (1) or previous (-1) annotation, from the selected one or the caret on."""
        marks = [each for each in self._annotations if each.spans]
        if not marks:
            return
        ids = [each.id for each in marks]
        if self._selected in ids:
            place = ids.index(self._selected) + step
        else:
            after = next((n for n, each in enumerate(marks) if each.start >= self._caret), len(marks))
            place = after if step > 0 else after - 1
        self.set_selection(())
        chosen = marks[place % len(marks)]
        self.set_caret(chosen.start)
        self.select_annotation(chosen.id, reveal=True)

    def scroll_page(self, step: int) -> None:
        """Scroll by a page less a little."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * round(self.viewport().height() * 0.85))

    # --- places

    def rect_of_caret(self, offset: int) -> QRectF:
        """Return the caret's rectangle at *offset* in the viewport."""
        if self._flow is None:
            return QRectF()
        number = self._flow.piece_of(offset)
        return self._flow.layout(number).caret(offset).translated(self._origin(number))

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
        if not 0 <= number + step < len(flow.pieces):
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

    def rect_of(self, span: Span) -> QRect:
        """Return the rectangle around *span* in the viewport, in pixels."""
        if self._flow is None:
            return QRect()
        number = self._flow.piece_of(span[0])
        found = QRectF()
        while number < len(self._flow.pieces) and self._flow.pieces[number].start < span[1]:
            origin = self._origin(number)
            for rect in self._flow.layout(number).range_rects(*span):
                found = found.united(rect.translated(origin))
            number += 1
        return found.toAlignedRect()

    def reveal(self, offset: int) -> None:
        """Scroll so far that the code point *offset* is well in view."""
        if self._flow is None:
            return
        number = self._flow.piece_of(offset)
        caret = self._flow.layout(number).caret(offset)
        self._update_bar()
        rect = caret.translated(self._origin(number))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        margin = min(60.0, height / 5)
        if rect.top() < margin:
            bar.setValue(int(bar.value() + rect.top() - margin))
        elif rect.bottom() > height - margin:
            bar.setValue(int(bar.value() + rect.bottom() - height + margin))

    def offset_at(self, point: QPointF) -> int:
        """Return the place between characters nearest to a point of the viewport."""
        if self._flow is None or self._header is None:
            return 0
        y = point.y() + self.verticalScrollBar().value() - self._header.height
        number = self._flow.piece_at(y)
        layout = self._flow.layout(number)
        return layout.offset_at(point.x() - self._columns.text_left, y - self._flow.top_of(number))

    def marks_at(self, point: QPointF) -> list[str]:
        """Return the ids of the annotations under a point, the shortest first."""
        if self._flow is None or self._header is None:
            return []
        y = point.y() + self.verticalScrollBar().value() - self._header.height
        if y < 0 or y > self._flow.height:
            return []
        number = self._flow.piece_at(y)
        layout = self._flow.layout(number)
        place = QPointF(point.x() - self._columns.text_left, y - self._flow.top_of(number))
        found: dict[str, int] = {}
        for box in layout.boxes:
            if box.rect.adjusted(-1, -1, 1, max(4.0, box.under - box.rect.bottom() + 3)).contains(place):
                annotation = box.touch.annotation
                found[annotation.id] = sum(end - start for start, end in annotation.spans)
        return sorted(found, key=lambda each: found[each])

    def edge_at(self, point: QPointF) -> tuple[int, bool] | None:
        """Return which edge of the selected annotation is under a point: its part, and whether the start."""
        annotation = self._links.by_id.get(self._selected or "")
        if annotation is None or self._flow is None:
            return None
        for part, (start, end) in enumerate(annotation.spans):
            for offset, is_start in ((start, True), (end, False)):
                rect = self.rect_of(Span(start, start + 1) if is_start else Span(end - 1, end))
                x = self._edge_x(offset, rect, is_start=is_start)
                if abs(point.x() - x) <= 5 and rect.top() - 5 <= point.y() <= rect.bottom() + 5:
                    return part, is_start
        return None

    def _edge_x(self, offset: int, rect: QRect, *, is_start: bool) -> float:
        number = self._flow.piece_of(max(0, offset - (not is_start))) if self._flow else 0
        if self._flow is None:
            return rect.left()
        caret = self._flow.layout(number).caret(offset).translated(self._origin(number))
        if rect.top() - 2 <= caret.center().y() <= rect.bottom() + 2:
            return caret.center().x()
        return rect.left() if is_start else rect.right()

    def card_at(self, point: QPointF) -> str | None:
        """Return the id of the claim whose card or flag is under a point."""
        return next((card.id for rect, card in reversed(self._card_rects) if rect.contains(point)), None)

    def annotation(self, annotation: str) -> Annotation | None:
        """Return a shown annotation by its id."""
        return self._links.by_id.get(annotation)

    @property
    def annotations(self) -> Sequence[Annotation]:
        """The shown annotations, in reading order."""
        return self._annotations

    @property
    def flow(self) -> Flow | None:
        """The text as it is laid out."""
        return self._flow

    def set_hovered(self, annotation: str | None) -> None:
        """Light up an annotation with what belongs to it."""
        if annotation != self._hovered:
            self._hovered = annotation
            self.viewport().update()

    def _origin(self, number: int) -> QPointF:
        assert self._flow is not None and self._header is not None
        y = self._header.height + self._flow.top_of(number) - self.verticalScrollBar().value()
        return QPointF(self._columns.text_left, y)

    # --- painting

    def _prepare(self) -> range:
        """Lay out what is in view without the text jumping; return the numbers of those pieces."""
        assert self._flow is not None and self._header is not None
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
        while number < len(flow.pieces) and y < value + self.viewport().height():
            flow.layout(number)
            y += flow.height_of(number)
            number += 1
        for above in range(max(0, first - _CARDS_ABOVE), first):
            known = flow.height_of(above)
            flow.layout(above)
            value += round(flow.height_of(above) - known)
        flow.forget_far(first, number)
        self._preparing = True
        self._update_bar()
        bar.setValue(value)
        self._preparing = False
        return range(first, number)

    def _update_bar(self) -> None:
        bar = self.verticalScrollBar()
        if self._flow is None or self._header is None:
            bar.setRange(0, 0)
            return
        height = self.viewport().height()
        whole = self._header.height + self._flow.height + height * 0.35
        bar.setRange(0, max(0, round(whole - height)))
        bar.setPageStep(height)
        bar.setSingleStep(round(self._style.line_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.page))
        if self._flow is None or self._header is None:
            painter.end()
            self.painted.emit()
            return
        shown = self._prepare()
        emphasis = self._hovered or self._selected
        lit = frozenset(self._links.related(emphasis)) if emphasis else frozenset[str]()
        scene = paint.Scene(
            self._theme, self._style, self._inks, self._frame_inks(shown), lit, self._selected, self._selection,
            self._proposal,
        )  # fmt: skip
        top = -self.verticalScrollBar().value()
        if top + self._header.height > 0:
            painter.translate(self._columns.text_left, top)
            self._header.draw(painter, self._theme)
            painter.resetTransform()
        for number in shown:
            painter.translate(self._origin(number))
            paint.draw_piece(painter, self._flow.layout(number), scene)
            painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_brackets(painter, shown, lit)
        self._draw_cards(painter, shown, lit)
        self._draw_caret(painter, shown)
        painter.end()
        self.painted.emit()

    def _frame_inks(self, shown: range) -> dict[str, paint.Inks]:
        assert self._flow is not None
        inks: dict[str, paint.Inks] = {}
        for number in shown:
            for box in self._flow.layout(number).boxes:
                if box.touch.framed and box.touch.annotation.id not in inks:
                    claims = self._links.claims_of(box.touch.annotation.id)
                    claim = self._links.by_id.get(claims[0]) if claims else None
                    if claim is not None:
                        inks[box.touch.annotation.id] = self._inks(claim.kind, claim.tag)
        return inks

    def _draw_brackets(self, painter: QPainter, shown: range, lit: frozenset[str]) -> None:
        assert self._flow is not None
        for number in shown:
            layout, origin = self._flow.layout(number), self._origin(number)
            spans: dict[int, list[float]] = {}
            for box in layout.boxes:
                if box.touch.annotation.kind == "claim":
                    extent = spans.setdefault(box.touch.number, [box.rect.top(), box.under])
                    extent[0], extent[1] = min(extent[0], box.rect.top()), max(extent[1], box.under)
            for mark, (top, bottom) in spans.items():
                claim = self._annotations[mark]
                lane = self._bracket_lanes.lane(self._claim_list.index(claim))
                x = self._columns.text_left - 13 - 6 * min(lane, 3)
                piece = layout.piece
                opens, closes = claim.start >= piece.start, claim.end <= piece.end
                paint.draw_bracket(
                    painter, x, origin.y() + top if opens else origin.y(),
                    origin.y() + bottom if closes else origin.y() + layout.height,
                    self._inks("claim", claim.tag).line, opens=opens, closes=closes, strong=claim.id in lit,
                )  # fmt: skip

    def _draw_cards(self, painter: QPainter, shown: range, lit: frozenset[str]) -> None:
        assert self._flow is not None
        flow = self._flow
        self._card_rects = []
        style = paint.CardStyle.at(self._style.zoom)
        cards: dict[str, ClaimCard] = {}
        wishes: list[Wish] = []
        begin, last = max(0, shown.start - _CARDS_ABOVE), shown.stop - 1
        low, high = flow.pieces[begin].start, flow.pieces[last].end
        for each in self._claims.touching(low, high):
            claim = self._claim_list[each.number]
            if claim.start < low:
                continue
            number = flow.piece_of(claim.start)
            layout = flow.layout(number)
            row = layout.rows[layout.row_of(claim.start)]
            cards[claim.id] = card = self._links.card(claim, self.colour_of("claim", claim.tag))
            y = self._origin(number).y() + row.line.y() - 4
            wishes.append(Wish(claim.id, y, float(FLAG) if self._columns.folded else style.height(card)))
        wishes.sort(key=lambda wish: wish.y)
        chosen = self._selected if self._selected in cards else None
        tops = place_cards(wishes, gap=4.0 if self._columns.folded else 9.0, selected=chosen)
        for wish in wishes:
            card, top = cards[wish.id], tops[wish.id]
            if self._columns.folded:
                self._draw_flag(painter, card, top)
                continue
            rect = QRectF(self._columns.card_left, top, self._columns.card_width, wish.height)
            self._card_rects.append((rect, card))
            if rect.bottom() < 0 or rect.top() > self.viewport().height():
                continue
            emphasised = card.id in (self._hovered, self._selected)
            if emphasised:
                start = QPointF(self._columns.text_left + self._columns.text_width + 6, wish.y + 16)
                paint.draw_leader(painter, start, QPointF(rect.left(), top + 16), self._inks("claim", card.title).line)
            paint.draw_card(
                painter, rect, card, self._theme, style, lit=card.id in lit, selected=card.id == self._selected
            )
        if self._columns.folded:
            self._draw_open_card(painter, cards, tops, style)

    def _draw_flag(self, painter: QPainter, card: ClaimCard, top: float) -> None:
        rect = QRectF(self.viewport().width() - FLAG - 8, top, FLAG, FLAG)
        self._card_rects.append((rect, card))
        paint.draw_flag(painter, rect, self._inks("claim", card.title).line)

    def _draw_open_card(
        self, painter: QPainter, cards: dict[str, ClaimCard], tops: dict[str, float], style: paint.CardStyle
    ) -> None:
        card = cards.get(self._hovered or "") or cards.get(self._selected or "")
        if card is None:
            return
        height = style.height(card)
        top = max(4.0, min(tops[card.id] + FLAG + 4, self.viewport().height() - height - 4))
        rect = QRectF(self._columns.card_left, top, self._columns.card_width, height)
        paint.draw_card(painter, rect, card, self._theme, style, lit=True, selected=card.id == self._selected)

    def _draw_caret(self, painter: QPainter, shown: range) -> None:
        assert self._flow is not None
        if not self.hasFocus() or not self._caret_shown or self._selection:
            return
        number = self._flow.piece_of(self._caret)
        if number in shown:
            rect = self._flow.layout(number).caret(self._caret).translated(self._origin(number))
            painter.fillRect(rect, QColor(self._theme.text))

    # --- events: the mouse is in `hand.py`, the keys in `keys.py`

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self.anchor if event.oldSize().width() > 0 else 0
        self._reshape()
        if event.oldSize().width() != event.size().width() and anchor:
            self._scroll_to_offset(anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._preparing:
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        pixels = event.pixelDelta().y() or round(event.angleDelta().y() / 120 * 3 * self._style.line_height)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - pixels)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hand.press(event, double=True)

    def leaveEvent(self, event: object) -> None:
        self.set_hovered(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not handle_key(self, event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        # Tab chooses among candidates while something is proposed, and leaves the page otherwise
        if self._proposal:
            self.next_candidate_requested.emit(1 if next else -1)
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._caret_shown = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        if flash > 0:
            self._blink.start(flash // 2)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self.viewport().update()

    def _toggle_caret(self) -> None:
        self._caret_shown = not self._caret_shown
        if self._flow is not None:
            number = self._flow.piece_of(self._caret)
            rect = self._flow.layout(number).caret(self._caret).translated(self._origin(number))
            self.viewport().update(rect.toAlignedRect().adjusted(-2, -2, 2, 2))

    def sizeHint(self) -> QSize:
        return QSize(880, 800)


def _pen_cursor(theme: Theme, tag: Tag) -> QCursor:
    pixmap = QPixmap(24, 24)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.text), 1.4))
    painter.drawLine(8, 3, 8, 17)
    painter.drawLine(5, 3, 11, 3)
    painter.drawLine(5, 17, 11, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.tag_line(tag.colour)))
    painter.drawRoundedRect(13, 13, 9, 9, 3, 3)
    painter.end()
    return QCursor(pixmap, 8, 10)

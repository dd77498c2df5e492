"""The whole text as a column of pieces: laid out when they come into view, estimated before.

Of a very long text the beginning is cut into pieces first, and the rest when somebody looks there, or in the
pauses of the page. Coordinates are pixels from the top of the text.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from itertools import islice

from annotator.app.page.heights import Heights
from annotator.app.page.marks import IntervalIndex, Kept, Lanes, Near, Shows
from annotator.app.page.paragraphs import Cutter, Piece
from annotator.app.page.piece import PieceLayout, Touch
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation, Kind, Span, reading_order

KEPT = 160
"""Laid-out pieces that are kept, around the ones in view."""

LOOKED_AT = 300
"""Marks that are looked at for the first of a kind in a stretch: more of another kind hide it."""
MANY_CHANGES = 5_000
"""Changed marks after which the index of all is made anew."""
STRETCH = 32_000
"""Code points that are cut into pieces at a time: many times what a view holds."""
BEGINNING = 16_000
"""Code points that are cut before the first picture: more than the largest views hold."""
MANY_MARKS = 1_000
"""Marks of which those at the beginning of a long text are indexed first."""
FEW_MARKS = 40
"""Marks of a piece up to which looking through them is faster than looking into the index."""
SOME_MARKS = 10_000
"""Marks that are indexed at a time."""

Describe = Callable[[Annotation], tuple[str, bool]]
"""From an annotation to its label and whether it is framed instead of underlined."""


class Flow:
    """Pieces, their heights and layouts, for one text, one set of marks, one width and style.

    *lanes* has the lanes that marks were seen in before, and takes up those that are given; *shows* tells which marks
    are to be seen, all if it is None.
    """

    def __init__(
        self,
        text: str,
        annotations: Sequence[Annotation],
        describe: Describe,
        style: PageStyle,
        width: float,
        lanes: Kept | None = None,
        shows: Shows | None = None,
    ) -> None:
        self._shows = shows
        self.text = text
        self._cutter = Cutter(text)
        self._pieces = self._cutter.pieces
        self._starts: list[int] = []
        self._describe = describe
        self._style = style
        self._width = width
        self._layouts: dict[int, PieceLayout] = {}
        self._of_old_width: dict[int, PieceLayout] = {}
        # laid out with other marks than those that are shown now; they take them when they are seen
        self._stale = set[int]()
        self.lanes = Kept() if lanes is None else lanes
        self._claims: dict[int, list[Annotation]] = {}
        self._heights = Heights()
        self._gaps: dict[tuple[object, int, bool], float] = {}
        self._lengths: list[int] = []
        self._above: list[float] = []
        self.grow()
        self._indexed: int | None = None
        self._index = self._whole = IntervalIndex()
        self.set_marks(annotations, describe)

    # --- how much of the text is cut into pieces, and how many marks are indexed

    @property
    def complete(self) -> bool:
        """Whether all of the text is cut, and all marks are in the index."""
        return self._cutter.done and self._indexed is None

    @property
    def pieces(self) -> Sequence[Piece]:
        """All pieces of the text."""
        self._reach(len(self.text))
        return self._pieces

    def piece(self, number: int) -> Piece:
        """Return the piece of that number, which somebody got from here."""
        return self._pieces[number]

    def has(self, number: int) -> bool:
        """Tell whether the text has so many pieces."""
        while number >= len(self._pieces) and not self._cutter.done:
            self.grow()
        return 0 <= number < len(self._pieces)

    def grow(self) -> None:
        """Go on with one step of what is not looked at yet: cut a stretch of the text, or index all marks."""
        if self._cutter.done:
            self._index_more()
            return
        place = self._cutter.place
        made = self._cutter.cut(place + (STRETCH if place else BEGINNING))
        self._starts += [piece.start for piece in made]
        self._take_new(made)
        self._heights.extend(self._estimates(len(self._heights)))

    def _reach(self, offset: int) -> None:
        """Cut the text to well behind *offset*."""
        while self._cutter.place < offset + BEGINNING // 2 and not self._cutter.done:
            self.grow()

    def _index_more(self) -> None:
        """Take some more marks into the index of all, which takes the place of the first when it has them."""
        if self._indexed is not None:
            taken = self._whole.taken
            self._whole.take(self.annotations[taken : taken + SOME_MARKS])
            if self._whole.taken == len(self.annotations):
                self._whole.finish()
                self._index, self._indexed = self._whole, None
                self._lanes = Lanes(self.annotations, self._index, self.lanes, self._shows)

    def _index_all(self) -> None:
        while self._indexed is not None:
            self._index_more()

    def _marks_up_to(self, offset: int) -> IntervalIndex:
        """Return an index that has at least the marks that begin before *offset*."""
        if self._indexed is not None and offset > self._indexed:
            self._index_all()
        return self._index

    # --- marks

    def set_marks(self, annotations: Sequence[Annotation], describe: Describe) -> None:
        """Take other marks; pieces whose own marks differ take them when they are asked for next."""
        self.annotations = list(annotations)
        self._ordered = len(self.annotations)
        self._gone = set[int]()
        self._describe = describe
        self._indexed = None
        known = self.annotations
        if not self._cutter.done and len(known) > MANY_MARKS:
            # they come in reading order
            self._indexed = self._cutter.place
            known = known[: bisect_left(known, self._indexed, key=_first_start)]
        self._index = IntervalIndex(known)
        self._whole = self._index if self._indexed is None else IntervalIndex()
        self.lanes.keep_only(annotations)
        self.lanes.keep_shown(self._shows)
        self._lanes = Lanes(self.annotations, self._index, self.lanes, self._shows)
        self._draw_anew()

    def set_shown(self, shows: Shows | None) -> None:
        """Show other marks of those that there are; pieces that are laid out take them when they are asked for next."""
        self._shows = shows
        self.lanes.keep_shown(shows)
        self._lanes = Lanes(self.annotations, self._index, self.lanes, shows)
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._claims.clear()
        self._of_old_width.clear()
        self._stale = set(self._layouts)

    def change_marks(self, gone: Sequence[Annotation], made: Sequence[Annotation], describe: Describe) -> None:
        """Take the annotations *made* in place of those *gone*; the cost is that of the change."""
        self._index_all()
        numbers = [self._number_of(each) for each in gone if each.spans]
        late = list(enumerate(made, start=len(self.annotations)))
        self.annotations += made
        self._gone.update(numbers)
        shows = self._shows
        shown = {each.id: each if shows is None or shows(each) else None for each in made}
        self.lanes.change({each.id: None for each in gone} | shown)
        if self._index.changes + len(numbers) + len(late) > MANY_CHANGES:
            self.set_marks(self._in_order(), describe)
            return
        self._describe = describe
        self._index.replace(numbers, late)
        self._take_touches([span for each in (*gone, *made) for span in each.spans])

    def _number_of(self, annotation: Annotation) -> int:
        fragments = self._index.touching(*annotation.spans[0])
        return next(each.number for each in fragments if self.annotations[each.number].id == annotation.id)

    def _in_order(self) -> list[Annotation]:
        """Return the annotations that there are in reading order; only the late ones are out of it."""
        left = [each for number, each in enumerate(self.annotations[: self._ordered]) if number not in self._gone]
        for number in range(self._ordered, len(self.annotations)):
            if number not in self._gone:
                insort(left, self.annotations[number], key=reading_order)
        return left

    def _take_touches(self, ranges: Sequence[Span]) -> None:
        """Draw the marks anew in the pieces that *ranges* touch."""
        for number in {each for start, end in ranges for each in range(self.piece_of(start), self.piece_of(end) + 1)}:
            self._claims.pop(number, None)
            self._of_old_width.pop(number, None)
            layout = self._layouts.get(number)
            if layout is not None and number not in self._stale:
                self._touch(number, layout)

    def _touch(self, number: int, layout: PieceLayout) -> None:
        """Draw the marks of a piece anew if they are others."""
        touches = self._touches(self._pieces[number])
        if tuple(touches) != layout.touches:
            layout.set_touches(touches, self._style)
            self._heights.set(number, layout.height)

    def set_shape(self, style: PageStyle, width: float) -> None:
        """Take another style or width; everything is laid out again when it comes into view."""
        if (style, width) != (self._style, self._width):
            restyled = style != self._style
            self._style, self._width = style, width
            # what is known of their words and marks is the same in every width
            known = self._layouts
            self._of_old_width = {} if restyled else {each: known[each] for each in known if each not in self._stale}
            self._layouts = {}
            self._stale.clear()
            if restyled:
                self._gaps.clear()
                self._lengths.clear()
                self._above.clear()
                self._take_new(self._pieces)
            self._heights = Heights(self._estimates())

    def layout(self, number: int) -> PieceLayout:
        """Return the layout of a piece, made now if it is not there."""
        found = self._layouts.get(number)
        if found is None:
            return self._lay_out(number)
        if number in self._stale:
            self._stale.discard(number)
            self._touch(number, found)
        return found

    def is_laid_out(self, number: int) -> bool:
        """Tell whether the piece of that number is laid out as it would be drawn now."""
        return number in self._layouts and number not in self._stale

    def lay_out_below(self, last: int, room: float) -> int | None:
        """Lay out the first piece that is not, within *room* pixels below the piece *last*; return its number."""
        known = len(self._pieces) if self._indexed is None else bisect_left(self._starts, self._indexed) - 1
        for number in range(last + 1, known):
            if room <= 0:
                break
            if not self.is_laid_out(number):
                self.layout(number)
                return number
            room -= self._heights[number]
        return None

    def forget_far(self, first: int, last: int) -> None:
        """Drop layouts far from the pieces *first* to *last*, if there are many."""
        if len(self._layouts) > KEPT + last - first:
            keep = range(first - KEPT // 2, last + KEPT // 2)
            self._layouts = {number: each for number, each in self._layouts.items() if number in keep}
            self._stale.intersection_update(keep)
            self._claims = {number: each for number, each in self._claims.items() if number in keep}

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations shown that touch a range, once each, in reading order."""
        numbers = dict.fromkeys(each.number for each in self._marks_up_to(end).touching(start, end))
        return list(filter(self._shows, map(self.annotations.__getitem__, numbers)))

    def first_beginning(self, start: int, end: int, kind: Kind) -> Annotation | None:
        """Return an annotation of that kind that begins in a range, the first where there are several."""
        for number in islice(self._marks_up_to(end).beginning(start, end), LOOKED_AT):
            found = self.annotations[number]
            if found.kind == kind and (self._shows is None or self._shows(found)):
                return found
        return None

    def claims_beginning(self, number: int) -> Sequence[Annotation]:
        """Return the claims that begin in a piece, in reading order."""
        found = self._claims.get(number)
        if found is None:
            start, end = self._pieces[number][:2]
            marks = self.touching(start, end)
            found = self._claims[number] = [each for each in marks if each.kind == "claim" and each.start >= start]
        return found

    def offset_near(self, y: float) -> int:
        """Return the code point offset at about *y*, without laying anything out."""
        number = self.piece_at(y)
        piece, height = self._pieces[number], self._heights[number]
        share = (y - self.top_of(number)) / height if height > 0 else 0.0
        return piece.start + round(max(0.0, min(1.0, share)) * (piece.end - piece.start))

    def _lay_out(self, number: int) -> PieceLayout:
        piece = self._pieces[number]
        made = self._of_old_width.pop(number, None)
        if made is not None:
            made.set_width(self._width, self._style)
        else:
            made = PieceLayout(self.text, piece, self._touches(piece), self._style, self._width)
        self._layouts[number] = made
        self._stale.discard(number)
        self._heights.set(number, made.height)
        return made

    def _touches(self, piece: Piece) -> list[Touch]:
        touches: list[Touch] = []
        annotations, shows, describe, lane_of = self.annotations, self._shows, self._describe, self._lanes.lane
        fragments = self._marks_up_to(piece.end).touching(piece.start, piece.end)
        near = Near(piece.start, piece.end, fragments) if len(fragments) <= FEW_MARKS else None
        for start, end, number in fragments:
            annotation = annotations[number]
            if shows is None or shows(annotation):
                label, framed = describe(annotation)
                touches.append(Touch(annotation, start, end, lane_of(number, near), label, framed))
        if self._index.changes:
            # numbers say no longer which of two marks of the same words comes first
            touches.sort(key=lambda touch: (touch.start, -touch.end, reading_order(touch.annotation)))
        return touches

    # --- heights

    def _take_new(self, made: Sequence[Piece]) -> None:
        """Know how long new pieces are, and how far each is from the one above, in pixels."""
        style, gaps = self._style, self._gaps
        for piece in made:
            start, end, role, first, _, blank, turns = piece
            # an empty piece has a line as well
            self._lengths.append(min(start - end, -1))
            above = 0.0
            if first and start:
                key = (role, blank, turns)
                found = gaps.get(key)
                above = found if found is not None else gaps.setdefault(key, float(round(style.gap(piece))))
            self._above.append(above)

    def _estimates(self, since: int = 0) -> list[float]:
        """Return how high the pieces from number *since* on are likely to be."""
        # whole pixels, as lines have that are laid out: what is known later moves nothing by a part of one
        line, letters = round(self._style.line_height), self._letters
        lengths, above = (self._lengths[since:], self._above[since:]) if since else (self._lengths, self._above)
        # the lengths are negative, so that the division rounds up
        return [gap - line * (length // letters) for gap, length in zip(above, lengths, strict=True)]

    @property
    def _letters(self) -> int:
        """How many code points a line is likely to have."""
        return int(max(10.0, self._width / self._style.character * 0.92))

    def height_of(self, number: int) -> float:
        """Return the height of a piece as far as it is known."""
        return self._heights[number]

    def top_of(self, number: int) -> float:
        """Return the y of a piece's top."""
        return self._heights.top_of(number)

    @property
    def height(self) -> float:
        """The height of the whole text as far as it is known."""
        known, cut = self._heights.whole, self._cutter.place
        # what is not cut yet is taken to be like what is
        return known if self._cutter.done else known * len(self.text) / cut

    def piece_at(self, y: float) -> int:
        """Return the number of the piece at *y*, the first or last one outside the text."""
        while y >= self._heights.whole and not self._cutter.done:
            self.grow()
        return self._heights.at(y)

    def piece_of(self, offset: int) -> int:
        """Return the number of the piece that the code point *offset* stands in."""
        self._reach(offset)
        return max(0, bisect_right(self._starts, offset) - 1)


def _first_start(annotation: Annotation) -> int:
    return annotation.spans[0].start if annotation.spans else -1

"""The whole text as a column of pieces: laid out when they come into view, estimated before.

A Fenwick tree over the heights finds the piece at a y, and the y of a piece, in O(log n), so
that a frame costs the same in a text of five million characters. Coordinates are pixels from
the top of the text.
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from itertools import accumulate, islice

from annotator.app.page.marks import IntervalIndex, Kept, Lanes
from annotator.app.page.paragraphs import Piece, pieces
from annotator.app.page.piece import PieceLayout, Touch
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation, Kind, Span, reading_order

KEPT = 160
"""Laid-out pieces that are kept, around the ones in view."""

LOOKED_AT = 300
"""Marks that are looked at for the first of a kind in a stretch: more of another kind hide it."""
MANY_CHANGES = 5_000
"""Changed marks after which the index of all is made anew."""

Describe = Callable[[Annotation], tuple[str, bool]]
"""From an annotation to its label and whether it is framed instead of underlined."""


class Flow:
    """Pieces, their heights and layouts, for one text, one set of marks, one width and style.

    *lanes* has the lanes that marks were seen in before, and takes up those that are given.
    """

    def __init__(
        self,
        text: str,
        annotations: Sequence[Annotation],
        describe: Describe,
        style: PageStyle,
        width: float,
        lanes: Kept | None = None,
    ) -> None:
        self.text = text
        self.pieces: list[Piece] = pieces(text)
        self._starts = [piece.start for piece in self.pieces]
        self._describe = describe
        self._style = style
        self._width = width
        self._layouts: dict[int, PieceLayout] = {}
        self.lanes = Kept() if lanes is None else lanes
        self._claims: dict[int, list[Annotation]] = {}
        self.set_marks(annotations, describe)
        self._estimate()

    def set_marks(self, annotations: Sequence[Annotation], describe: Describe) -> None:
        """Take other marks; only pieces whose own marks differ are laid out again."""
        self.annotations = list(annotations)
        self._ordered = len(self.annotations)
        self._gone = set[int]()
        self._describe = describe
        self._index = IntervalIndex(annotations)
        self.lanes.keep_only(annotations)
        self._lanes = Lanes(self.annotations, self._index, self.lanes)
        self._claims.clear()
        self._take_touches([Span(piece.start, piece.end) for piece in map(self.pieces.__getitem__, self._layouts)])

    def change_marks(self, gone: Sequence[Annotation], made: Sequence[Annotation], describe: Describe) -> None:
        """Take the annotations *made* in place of those *gone*; the cost is that of the change."""
        numbers = [self._number_of(each) for each in gone if each.spans]
        late = list(enumerate(made, start=len(self.annotations)))
        self.annotations += made
        self._gone.update(numbers)
        self.lanes.change({each.id: None for each in gone} | {each.id: each for each in made})
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
            layout = self._layouts.get(number)
            touches = self._touches(self.pieces[number]) if layout is not None else ()
            if layout is not None and tuple(touches) != layout.touches:
                layout.set_touches(touches, self._style)
                self._set_height(number, layout.height)

    def set_shape(self, style: PageStyle, width: float) -> None:
        """Take another style or width; everything is laid out again when it comes into view."""
        if (style, width) != (self._style, self._width):
            self._style, self._width = style, width
            self._layouts.clear()
            self._estimate()

    def layout(self, number: int) -> PieceLayout:
        """Return the layout of a piece, made now if it is not there."""
        found = self._layouts.get(number)
        return found if found is not None else self._lay_out(number)

    def forget_far(self, first: int, last: int) -> None:
        """Drop layouts far from the pieces *first* to *last*, if there are many."""
        if len(self._layouts) > KEPT + last - first:
            keep = range(first - KEPT // 2, last + KEPT // 2)
            self._layouts = {number: each for number, each in self._layouts.items() if number in keep}
            self._claims = {number: each for number, each in self._claims.items() if number in keep}

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that touch a range, once each, in reading order."""
        numbers = dict.fromkeys(each.number for each in self._index.touching(start, end))
        return [self.annotations[number] for number in numbers]

    def first_beginning(self, start: int, end: int, kind: Kind) -> Annotation | None:
        """Return an annotation of that kind that begins in a range, the first where there are several."""
        for number in islice(self._index.beginning(start, end), LOOKED_AT):
            if self.annotations[number].kind == kind:
                return self.annotations[number]
        return None

    def claims_beginning(self, number: int) -> Sequence[Annotation]:
        """Return the claims that begin in a piece, in reading order."""
        found = self._claims.get(number)
        if found is None:
            start, end = self.pieces[number][:2]
            marks = self.touching(start, end)
            found = self._claims[number] = [each for each in marks if each.kind == "claim" and each.start >= start]
        return found

    def offset_near(self, y: float) -> int:
        """Return the code point offset at about *y*, without laying anything out."""
        number = self.piece_at(y)
        piece, height = self.pieces[number], self._heights[number]
        share = (y - self.top_of(number)) / height if height > 0 else 0.0
        return piece.start + round(max(0.0, min(1.0, share)) * (piece.end - piece.start))

    def _lay_out(self, number: int) -> PieceLayout:
        piece = self.pieces[number]
        made = PieceLayout(self.text, piece, self._touches(piece), self._style, self._width)
        self._layouts[number] = made
        self._set_height(number, made.height)
        return made

    def _touches(self, piece: Piece) -> list[Touch]:
        touches: list[Touch] = []
        for each in self._index.touching(piece.start, piece.end):
            annotation = self.annotations[each.number]
            label, framed = self._describe(annotation)
            lane = self._lanes.lane(each.number)
            touches.append(Touch(annotation, each.start, each.end, lane, label, framed))
        if self._index.changes:
            # numbers say no longer which of two marks of the same words comes first
            touches.sort(key=lambda touch: (touch.start, -touch.end, reading_order(touch.annotation)))
        return touches

    # --- heights

    def _estimate(self) -> None:
        style = self._style
        line, letters = style.line_height, int(max(10.0, self._width / style.character * 0.92))
        gaps: dict[tuple[object, int, bool], float] = {}
        self._heights = heights = list[float]()
        for piece in self.pieces:
            start, end, role, first, _, blank, turns = piece
            above = 0.0
            if first and start:
                key = (role, blank, turns)
                found = gaps.get(key)
                above = found if found is not None else gaps.setdefault(key, style.gap(piece))
            heights.append(above + line * (-((start - end) // letters) or 1))
        sums = list(accumulate(heights, initial=0.0))
        self._tree = [whole - sums[number & (number - 1)] for number, whole in enumerate(sums)]

    def _set_height(self, number: int, height: float) -> None:
        delta = height - self._heights[number]
        if delta:
            self._heights[number] = height
            place = number + 1
            while place < len(self._tree):
                self._tree[place] += delta
                place += place & -place

    def height_of(self, number: int) -> float:
        """Return the height of a piece as far as it is known."""
        return self._heights[number]

    def top_of(self, number: int) -> float:
        """Return the y of a piece's top."""
        total, place = 0.0, number
        while place > 0:
            total += self._tree[place]
            place -= place & -place
        return total

    @property
    def height(self) -> float:
        """The height of the whole text as far as it is known."""
        return self.top_of(len(self._heights))

    def piece_at(self, y: float) -> int:
        """Return the number of the piece at *y*, the first or last one outside the text."""
        place, rest = 0, max(0.0, y)
        step = 1 << (len(self._tree) - 1).bit_length()
        while step:
            after = place + step
            if after < len(self._tree) and self._tree[after] <= rest:
                place = after
                rest -= self._tree[after]
            step >>= 1
        return min(place, len(self.pieces) - 1)

    def piece_of(self, offset: int) -> int:
        """Return the number of the piece that the code point *offset* stands in."""
        return max(0, bisect_right(self._starts, offset) - 1)

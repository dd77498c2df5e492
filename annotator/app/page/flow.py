"""The whole text as a column of pieces: laid out when they come into view, estimated before.

A Fenwick tree over the heights finds the piece at a y, and the y of a piece, in O(log n), so
that a frame costs the same in a text of five million characters. Coordinates are pixels from
the top of the text.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from annotator.app.page.marks import IntervalIndex, Kept, Lanes
from annotator.app.page.paragraphs import Piece, pieces
from annotator.app.page.piece import PieceLayout, Touch
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation, Kind, reading_order

KEPT = 160
"""Laid-out pieces that are kept, around the ones in view."""

LOOKED_AT = 300
"""Marks that are looked at for the first of a kind in a stretch: more of another kind hide it."""
MANY_CHANGES = 400
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
        self.set_marks(annotations, describe)
        self._estimate()

    def set_marks(self, annotations: Sequence[Annotation], describe: Describe) -> None:
        """Take other marks; only pieces whose own marks differ are laid out again."""
        self.annotations = list(annotations)
        self._numbers: dict[str, int] | None = None
        self._describe = describe
        self._index = IntervalIndex(annotations)
        self.lanes.keep_only(annotations)
        self._lanes = Lanes(self.annotations, self._index, self.lanes)
        self._take_touches()

    def change_marks(self, changed: Mapping[str, Annotation | None], describe: Describe) -> None:
        """Take what some annotations, by id, are now (None: they are gone); the cost is that of the change."""
        numbers = self._numbers
        if numbers is None:
            numbers = self._numbers = {each.id: number for number, each in enumerate(self.annotations)}
        gone = [numbers.pop(each) for each in changed if each in numbers]
        made: list[tuple[int, Annotation]] = []
        for annotation in filter(None, changed.values()):
            numbers[annotation.id] = len(self.annotations)
            made.append((len(self.annotations), annotation))
            self.annotations.append(annotation)
        if self._index.changes + len(changed) > MANY_CHANGES:
            self.set_marks(
                sorted((self.annotations[number] for number in numbers.values()), key=reading_order), describe
            )
            return
        self._describe = describe
        self.lanes.change(changed)
        self._index.replace(gone, made)
        self._take_touches()

    def _take_touches(self) -> None:
        for number, layout in list(self._layouts.items()):
            touches = self._touches(self.pieces[number])
            if tuple(touches) != layout.touches:
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
        across = max(10.0, self._width / style.character * 0.92)
        line, letters, gaps = style.line_height, int(across), dict[tuple[object, ...], float]()
        self._heights = heights = list[float]()
        for piece in self.pieces:
            kind = (piece.role, piece.first, piece.gap, piece.start == 0)
            gap = gaps.get(kind)
            if gap is None:
                gap = gaps[kind] = style.gap(piece)
            heights.append(gap + line * max(1, -(-(piece.end - piece.start) // letters)))
        self._tree = [0.0] * (len(self._heights) + 1)
        for number, height in enumerate(self._heights, start=1):
            self._tree[number] += height
            parent = number + (number & -number)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[number]

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

"""Which annotation of a document is which of what came back of it. Pure.

Equal marks on the same words (those of several annotators, say) are told apart by what they say and by what they are
joined to; and what leads from one of a pair leads from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.model.annotation import STATES, Annotation, Span
from annotator.model.document import AnnotatedDocument

_ROUNDS = 3
"""How many relations away is looked, to tell equal marks apart."""

Pair = tuple[Annotation, Annotation]
# what a mark is known by: equal numbers, the same mark as far as can be seen
_Signs = Mapping[str, int]
_Neighbours = Mapping[str, list[tuple[str, str]]]


@dataclass(slots=True)
class Pairs:
    """The annotations of two documents that are one, those that are *lost*, and those that are *new*."""

    pairs: list[Pair] = field(default_factory=list[Pair])
    lost: list[Annotation] = field(default_factory=list[Annotation])
    new: list[Annotation] = field(default_factory=list[Annotation])


def paired(before: AnnotatedDocument, after: AnnotatedDocument, *, by_id: bool) -> Pairs:
    """Return which annotations of *before* and *after* are one.

    They are if they have the same id, where ids are kept (*by_id*), else the same kind, tag and spans; what is left
    over is one if it has the same tag and overlaps. Who says the same attributes or note goes first.
    """
    return _Pairing(before, after).all(by_id=by_id)


def overlap(some: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    """Tell whether spans share a character."""
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


class Places:
    """Where the annotations of a document are, to find those that share characters with others."""

    _BLOCK = 64

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._all = list(annotations)
        # numbers of annotations, by the blocks of characters that they lie in
        self._blocks: dict[int, list[int]] = {}
        for number, each in enumerate(self._all):
            for block in self._blocks_of(each.spans):
                self._blocks.setdefault(block, []).append(number)

    def over(self, spans: tuple[Span, ...]) -> list[Annotation]:
        """Return the annotations that share a character with *spans*, in their order."""
        near = {number for block in self._blocks_of(spans) for number in self._blocks.get(block, ())}
        return [self._all[number] for number in sorted(near) if overlap(self._all[number].spans, spans)]

    def _blocks_of(self, spans: tuple[Span, ...]) -> set[int]:
        return {block for start, end in spans for block in range(start // self._BLOCK, (end - 1) // self._BLOCK + 1)}


class _Pairing:
    def __init__(self, before: AnnotatedDocument, after: AnnotatedDocument) -> None:
        # what every format can hold first: it is rather that which came back; what was rejected is mostly left out
        ours = sorted(before.annotations, key=lambda each: STATES.index(each.state))
        self._before = {each.id: each for each in ours}
        self._all = before.annotations
        self._after = {each.id: each for each in after.annotations}
        self._links = _neighbours(before), _neighbours(after)
        self._found: dict[str, str] = {}
        # of what came back, what has no partner yet
        self._free = dict.fromkeys(self._after)
        self._places = Places(after.annotations)

    def all(self, *, by_id: bool) -> Pairs:
        if by_id:
            for id_ in self._before:
                if id_ in self._free:
                    self._take(id_, id_)
        *sure, places = self._levels()
        for ours, theirs in sure:
            self._equal(ours, theirs)
        # what says the same is it rather than what happens to have the same place
        self._overlapping(alike=True)
        self._equal(*places)
        self._overlapping(alike=False)
        found = Pairs(lost=[each for each in self._all if each.id not in self._found])
        found.pairs = [(self._before[one], self._after[other]) for one, other in self._found.items()]
        found.pairs.sort(key=lambda pair: (pair[0].start, pair[0].id))
        found.new = [self._after[id_] for id_ in self._free]
        return found

    def _levels(self) -> Iterator[tuple[_Signs, _Signs]]:
        """Yield what marks are known by in either document, what tells most apart first."""
        ours, theirs = self._links
        for sign in (_says, _place):
            one, other = _signs(self._before, sign), _signs(self._after, sign)
            # what is farther away may have come back otherwise
            for rounds in (_ROUNDS, 1):
                yield _joined(one, ours, rounds), _joined(other, theirs, rounds)
        for sign in (_says, _place):
            yield _signs(self._before, sign), _signs(self._after, sign)

    def _take(self, one: str, other: str) -> None:
        self._found[one] = other
        del self._free[other]

    def _equal(self, ours: _Signs, theirs: _Signs) -> None:
        """Pair what is known by the same, and what is joined to it."""
        there: dict[int, list[str]] = {}
        for id_ in self._free:
            if id_ in theirs:
                there.setdefault(theirs[id_], []).append(id_)
        for one in self._before:
            if one not in self._found and one in ours:
                other = next((each for each in there.get(ours[one], ()) if each in self._free), None)
                if other is not None:
                    self._take(one, other)
                    self._follow(one, other, ours, theirs)

    def _follow(self, one: str, other: str, ours: _Signs, theirs: _Signs) -> None:
        """Pair what is joined to a pair in the same way and known by the same, and what is joined to that."""
        waiting = [(one, other)]
        while waiting:
            one, other = waiting.pop()
            there: dict[tuple[str, int], list[str]] = {}
            for way, id_ in self._links[1].get(other, ()):
                if id_ in self._free:
                    there.setdefault((way, theirs[id_]), []).append(id_)
            for way, id_ in self._links[0].get(one, ()) if there else ():
                if id_ not in self._found:
                    same = there.get((way, ours[id_]), ())
                    best = next((each for each in same if each in self._free), None)
                    if best is not None:
                        self._take(id_, best)
                        waiting.append((id_, best))

    def _overlapping(self, *, alike: bool) -> None:
        for id_, each in self._before.items():
            if id_ not in self._found and (near := self._near(each, alike=alike)) is not None:
                self._take(id_, near)

    def _near(self, each: Annotation, *, alike: bool) -> str | None:
        """Return what has the same tag and nearly the same place; *alike*: and has the same to say.

        Of one whose parts came back singly it is the first part: relations stay with that. Of several it is the one
        that is joined to what the other's neighbours became.
        """
        around = {(way, self._found[one]) for way, one in self._links[0].get(each.id, ()) if one in self._found}
        best: str | None = None
        most = (False, 0, 0)
        for other in self._places.over(each.spans):
            if other.tag == each.tag and other.id in self._free:
                length = sum(end - start for start, end in other.spans)
                joined = len(around.intersection(self._links[1].get(other.id, ()))) if around else 0
                worth = overlap(each.spans[:1], other.spans), joined, 2 * _shared(each.spans, other.spans) - length
                if (best is None or worth > most) and (not alike or _alike(each, other)):
                    best, most = other.id, worth
        return best


def _shared(some: tuple[Span, ...], others: tuple[Span, ...]) -> int:
    return sum(max(0, min(one.end, other.end) - max(one.start, other.start)) for one in some for other in others)


def _alike(one: Annotation, other: Annotation) -> bool:
    # a format may hold one of them only
    same_note = bool(one.note) and one.note == other.note
    return same_note or (bool(one.attributes) and dict(one.attributes) == dict(other.attributes))


def _neighbours(each: AnnotatedDocument) -> _Neighbours:
    """Return, by the id of a mark, the marks that relations join it to, with the way that they do."""
    there = {mark.id for mark in each.annotations}
    found: dict[str, list[tuple[str, str]]] = {}
    for link in each.relations:
        if link.source in there and link.target in there:
            found.setdefault(link.source, []).append((f"to {link.type}", link.target))
            found.setdefault(link.target, []).append((f"from {link.type}", link.source))
    return found


def _place(mark: Annotation) -> object:
    return mark.kind, mark.tag, mark.spans


def _says(mark: Annotation) -> object:
    said = tuple(sorted((name, repr(value)) for name, value in mark.attributes.items()))
    return mark.kind, mark.tag, mark.spans, mark.annotator, mark.state, said, mark.note


def _signs(marks: Mapping[str, Annotation], sign: Callable[[Annotation], object]) -> _Signs:
    return {id_: hash(sign(mark)) for id_, mark in marks.items()}


def _joined(signs: _Signs, links: _Neighbours, rounds: int) -> _Signs:
    """Return the *signs* of joined marks, which know the marks around as well, so many relations away."""
    for _ in range(rounds):
        signs = {
            id_: hash((signs[id_], *sorted((way, signs[other]) for way, other in joined)))
            for id_, joined in links.items()
        }
    return signs

"""Tokens of a text, and spans as ranges of tokens: shared by the formats that count tokens. Pure.

A tokenizer has a name and a version, which stand in what is exported, so that the same tokens
can be made again. A change of what one does is a new version.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.formats.brat_names import safe
from annotator.formats.ledger import Ledger
from annotator.model import segments
from annotator.model.annotation import Annotation, Kind, Span
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

_RUNS = re.compile(r"\S+")
_JOINER = "\u200d"


def _words(text: str) -> Iterator[Span]:
    """Yield the words, and each other character that is no white space as a token of its own."""
    place = 0
    for word in segments.words(text):
        yield from _single(text, place, word.start)
        yield word
        place = word.end
    yield from _single(text, place, len(text))


def _whitespace(text: str) -> Iterator[Span]:
    for match in _RUNS.finditer(text):
        yield Span(*match.span())


def _characters(text: str) -> Iterator[Span]:
    return _single(text, 0, len(text))


def _single(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the characters that are no white space, each with the marks and joiners that go with it."""
    while start < end:
        if text[start].isspace():
            start += 1
            continue
        stop = start + 1
        while stop < end and (_goes_with(text[stop]) or (text[stop - 1] == _JOINER and not text[stop].isspace())):
            stop += 1
        yield Span(start, stop)
        start = stop


def _goes_with(character: str) -> bool:
    return character > "\x7f" and (character == _JOINER or unicodedata.category(character) in ("Mn", "Me", "Mc"))


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Cuts a text into tokens, none of which holds white space."""

    name: str
    version: int
    tokens: Callable[[str], Iterator[Span]]

    @property
    def label(self) -> str:
        """What stands in a file: ``words/1``."""
        return f"{self.name}/{self.version}"


TOKENIZERS = {
    each.name: each
    for each in (
        Tokenizer("words", 1, _words),
        Tokenizer("whitespace", 1, _whitespace),
        Tokenizer("characters", 1, _characters),
    )
}
SENTENCES = ("rules", "lines", "none")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in order, and the sentences as ranges of them."""

    text: str
    spans: Sequence[Span]
    sentences: Sequence[tuple[int, int]]

    def words(self, number: int) -> str:
        """Return what a token says."""
        start, end = self.spans[number]
        return self.text[start:end]


def tokenise(text: str, tokenizer: str = "words", sentences: str = "rules") -> Tokens:
    """Return the tokens of *text* by the names of a tokenizer and of a way to end sentences."""
    spans = list(TOKENIZERS[tokenizer].tokens(text))
    if not spans:
        return Tokens(text, spans, [])
    if sentences == "none":
        return Tokens(text, spans, [(0, len(spans))])
    if sentences == "lines":
        starts: Iterable[int] = (match.end() for match in re.finditer("\n", text))
    else:
        starts = (each.start for each in segments.sentences(text))
    cuts = {bisect_left(spans, (start,)) for start in starts} | {0, len(spans)}
    places = sorted(cuts)
    return Tokens(text, spans, list(pairwise(places)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of an annotation as the tokens ``[first, last)``; *exact* where its edges are theirs."""

    annotation: Annotation
    first: int
    last: int
    exact: bool
    span: Span


SNAPPED = "widened to whole tokens"
EDGES = "white space at the edges is left out"
WHITE = "left out: no token inside"
PARTS = "each part is a mark of its own"
CUT = "cut at the ends of sentences"
LONGEST = "left out: one label a token; the longest stays"


def placed(
    each: AnnotatedDocument, annotations: Iterable[Annotation], tokens: Tokens, ledger: Ledger, *, snaps: bool = True
) -> list[Placed]:
    """Return the parts of *annotations* as ranges of tokens, in order; what is bent stands in *ledger*.

    With *snaps* an edge inside of a token is moved outwards, and counted; else the format can say it.
    """
    starts = [span.start for span in tokens.spans]
    ends = [span.end for span in tokens.spans]
    found: list[Placed] = []
    for annotation in annotations:
        if len(annotation.spans) > 1:
            ledger.lose("discontinuous", PARTS, each, annotation)
        bent = trimmed = lost = False
        for span in annotation.spans:
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
            if first >= last:
                lost = True
                continue
            exact = starts[first] == span.start and ends[last - 1] == span.end
            inside = starts[first] < span.start or span.end < ends[last - 1]
            bent = bent or inside
            trimmed = trimmed or span.start < starts[first] or span.end > ends[last - 1]
            found.append(Placed(annotation, first, last, exact, span))
        if lost:
            ledger.lose("exact spans", WHITE, each, annotation)
        if trimmed:
            ledger.lose("exact spans", EDGES, each, annotation)
        if bent and snaps:
            ledger.lose("exact spans", SNAPPED, each, annotation)
    found.sort(key=lambda one: (one.first, -one.last, one.annotation.id))
    return found


def flat(each: AnnotatedDocument, parts: Iterable[Placed], ledger: Ledger) -> list[Placed]:
    """Return those of *parts* of which no two share a token: the longest; the others stand in *ledger*."""
    kept, rest = layered(parts)
    for one in rest:
        ledger.lose("overlapping", LONGEST, each, one.annotation)
    return kept


def in_sentences(each: AnnotatedDocument, parts: Iterable[Placed], tokens: Tokens, ledger: Ledger) -> list[Placed]:
    """Return *parts*, those that go on over the end of a sentence as one in each, which stands in *ledger*."""
    found: list[Placed] = []
    ends = [last for _, last in tokens.sentences]
    for one in parts:
        end = ends[bisect_right(ends, one.first)]
        if one.last <= end:
            found.append(one)
            continue
        ledger.lose("exact spans", CUT, each, one.annotation)
        first = one.first
        for end in ends[bisect_right(ends, first) :]:
            last = min(end, one.last)
            found.append(Placed(one.annotation, first, last, one.exact, one.span))
            first = last
            if first == one.last:
                break
    return found


def layered(parts: Iterable[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Return the longest of *parts* of which no two share a token, in order, and the rest, in order."""
    kept: list[Placed] = []
    rest: list[Placed] = []
    taken: set[int] = set()
    for one in sorted(parts, key=lambda one: (one.first - one.last, one.first, one.annotation.id)):
        own = range(one.first, one.last)
        if taken.isdisjoint(own):
            taken.update(own)
            kept.append(one)
        else:
            rest.append(one)
    for some in (kept, rest):
        some.sort(key=lambda one: (one.first, -one.last, one.annotation.id))
    return kept, rest


class Labels:
    """What tags are called where a name may hold no white space, both ways; two never become one."""

    def __init__(self, tag_set: TagSet) -> None:
        self._labels: dict[tuple[Kind, str], str] = {}
        self._tags: dict[str, tuple[Kind, str]] = {}
        for tag in tag_set.tags:
            self.label(tag.kind, tag.name)

    def label(self, kind: Kind, tag: str) -> str:
        """Return what a tag is called."""
        found = self._labels.get((kind, tag))
        if found is None:
            plain = found = re.sub(r"[\s,|=;#]+", "_", tag) or safe(tag)
            number = 2
            while found in self._tags:
                found = f"{plain}_{number}"
                number += 1
            self._labels[kind, tag] = found
            self._tags[found] = (kind, tag)
        return found

    def tag(self, label: str) -> tuple[Kind, str]:
        """Return the kind and tag that are called so; what nobody knows is an entity."""
        return self._tags.get(label, ("entity", label))


# --- labels of tokens

SCHEMES = ("BIO", "IOB1", "BIOES", "BILOU")
_ENDS = {"BIOES": ("S", "E"), "BILOU": ("U", "L")}
_TAG = re.compile(r"([BIESLU])[-_](\S+)")


def labels_of(parts: Iterable[tuple[int, int, str]], count: int, scheme: str = "BIO") -> list[str]:
    """Return the label of each of *count* tokens; *parts* are ``(first, last, name)`` and share no token."""
    labels = ["O"] * count
    before_end, before_name = -1, ""
    for first, last, name in sorted(parts):
        single, end = _ENDS.get(scheme, ("B", "I"))
        for number in range(first, last):
            labels[number] = f"I-{name}"
        if scheme != "IOB1" or (before_end == first and before_name == name):
            labels[first] = f"B-{name}"
        if scheme in _ENDS:
            labels[last - 1] = f"{single if last - first == 1 else end}-{name}"
        before_end, before_name = last, name
    return labels


def is_label(cell: str) -> bool:
    """Tell whether a cell is ``O`` or a label such as ``B-PER``, or several with commas."""
    return cell == "O" or all(_TAG.fullmatch(each) for each in cell.split(","))


class Chains:
    """Takes the labels of tokens in order and gives ranges, as conlleval reads them, whatever the scheme.

    A range begins at B, or at I where none of that name goes on. Labels with commas are several.
    """

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        self._open: dict[str, int] = {}

    def take(self, number: int, cell: str) -> None:
        """Take the label of token *number*."""
        going: dict[str, int] = {}
        for label in () if cell in ("O", "_", "") else cell.split(","):
            match = _TAG.fullmatch(label)
            if match is None:
                continue
            position, name = match.groups()
            start = self._open.pop(name, None)
            if position in "BSU" and start is not None:
                self.found.append((start, number, name))
                start = None
            start = number if start is None else start
            if position in "SUEL":
                self.found.append((start, number + 1, name))
            else:
                going[name] = start
        self.end(number)
        self._open = going

    def end(self, number: int) -> None:
        """End what is open before token *number*."""
        for name, start in self._open.items():
            self.found.append((start, number, name))
        self._open = {}

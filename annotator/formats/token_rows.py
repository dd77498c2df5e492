"""A document being put together from tokens: its text, and the ranges of tokens that are annotations."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from annotator.formats.decoding import decode
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.text import title_of
from annotator.formats.tokens import Tokens
from annotator.model.annotation import NO_ATTRIBUTES, Annotation, Kind, Relation, Span, Value, reading_order
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.ids import derived_id, new_id
from annotator.model.text import text_sha256
from annotator.model.times import now

_ESCAPES = {" ": r"\s", "\n": r"\n", "\t": r"\t", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.)")


def space_cell(space: str) -> str:
    r"""Return white space as it stands in SpacesAfter, as UDPipe has it: ``\s``, ``\n``, and ``\u2028`` for others."""
    return "".join(_ESCAPES.get(each) or f"\\u{ord(each):04x}" for each in space)


def space_in(cell: str) -> str:
    """Return the white space that such a cell says."""
    back = {escape[1]: character for character, escape in _ESCAPES.items()}
    return _ESCAPED.sub(lambda match: chr(int(match[1][1:], 16)) if len(match[1]) > 1 else back.get(match[1], ""), cell)


def lines_of(given: Given, stray: list[int]) -> Iterator[str]:
    """Yield the lines of a file, without their ends; the numbers of those that are no UTF-8 are put into *stray*."""
    lines = given.lines()
    first = next(lines, b"")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        # wide characters have line ends of two bytes
        for line in decode(first + b"".join(lines)).text.split("\n"):
            yield line.rstrip("\r")
        return
    encoding = "utf-8-sig"
    for number, data in enumerate(chain((first,), lines), start=1):
        try:
            line = data.decode(encoding)
        except UnicodeDecodeError:
            stray.append(number)
            line = data.decode("cp1252", "replace")
        encoding = "utf-8"
        yield line.rstrip("\r\n")


def said_of_encoding(stray: list[int], document: str) -> Iterator[Remark]:
    """Yield what is to be said of lines that are no UTF-8, once."""
    if stray:
        yield Remark("it is no UTF-8 here; such lines were read as Windows-1252", document, stray[0])
        stray.clear()


@dataclass(slots=True)
class Found:
    """An annotation that a reader found; *key* tells it from others of the document, for relations."""

    kind: Kind
    tag: str
    spans: tuple[Span, ...]
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)
    note: str = ""
    key: str = ""
    record: str | None = None


class Link(NamedTuple):
    """A relation that a reader found, by the keys of both ends."""

    type: str
    source: str
    target: str
    attributes: Mapping[str, Value] = NO_ATTRIBUTES


@dataclass(slots=True)
class Told:
    """What a file says of a document beside its text."""

    id: str = ""
    title: str = ""
    date: str | None = None
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])


def document_of(
    reading: Reading,
    name: str,
    text: str,
    found: Iterable[Found],
    told: Told | None = None,
    links: Iterable[Link] = (),
    place: int = 0,
) -> AnnotatedDocument:
    """Return the document of *text*; *name* is that of its file, in which it is number *place*.

    Without an id of its own it gets one that is made of name, place and content.
    """
    told = told or Told()
    marks = list(found)
    digest = text_sha256(text)
    said = repr([(mark.kind, mark.tag, mark.spans, sorted(mark.attributes.items())) for mark in marks])
    id_ = told.id or derived_id("tokens", name.rpartition("/")[2], str(place), digest, said)
    time = now()
    annotations = [
        Annotation(
            f"{id_}:{mark.key or number}", id_, mark.kind, mark.tag, mark.spans, reading.annotator, time, time,
            mark.attributes, mark.record, "import", "accepted", None, mark.note,
        )
        for number, mark in enumerate(marks, start=1)
    ]  # fmt: skip
    relations = tuple(
        Relation(f"{id_}:r{number}", link.type, f"{id_}:{link.source}", f"{id_}:{link.target}", link.attributes)
        for number, link in enumerate(links, start=1)
    )
    document = Document(
        id_, told.title or title_of(text, name), text, digest, time, told.date, told.language,
        Source(new_id(), name, "text/plain", digest), told.metadata,
    )  # fmt: skip
    annotations.sort(key=reading_order)
    return AnnotatedDocument(document, tuple(annotations), relations, id_given=bool(told.id))


def tokens_kept(kept: Mapping[str, Any], text: str) -> Tokens | None:
    """Return the tokens that a file had, as *kept* holds them (start, length, start ...), if they fit *text*."""
    flat: list[int] = kept.get("tokens") or []
    counts: list[int] = kept.get("sentences") or []
    spans = [Span(start, start + length) for start, length in zip(flat[::2], flat[1::2], strict=False)]
    if not spans or spans[-1].end > len(text) or sum(counts) != len(spans):
        return None
    if any(not text[start:end].strip() for start, end in spans):
        return None
    sentences: list[tuple[int, int]] = []
    for count in counts:
        first = sentences[-1][1] if sentences else 0
        sentences.append((first, first + count))
    return Tokens(text, spans, sentences)


class Builder:
    """Puts a text together, token by token."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._pieces: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def text(self) -> str:
        """The text as far as it was put together."""
        return "".join(self._pieces)

    def space(self, space: str) -> None:
        """Add white space, or whatever stands between tokens."""
        self._pieces.append(space)
        self._length += len(space)

    def token(self, words: str) -> None:
        """Add a token."""
        self.spans.append(Span(self._length, self._length + len(words)))
        self._pieces.append(words)
        self._length += len(words)

    def pad(self, start: int, space: str = " ") -> None:
        """Add white space until the text is *start* long; nothing if it is longer already."""
        if start > self._length:
            self.space(space + " " * (start - self._length - 1))

    def range(self, first: int, last: int) -> tuple[Span, ...]:
        """Return the spans of a range of tokens."""
        return (Span(self.spans[first].start, self.spans[last - 1].end),)

"""From the offsets of a brat file to spans of ours, checked against the quotations of the file.

Offsets count code points of the text as it is on disk. Programs that counted otherwise are
found out by their quotations: without the second half of line ends, or in UTF-16 units.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from annotator.formats.brat_lines import Fragment, Lines, Marked
from annotator.formats.decoding import Decoded
from annotator.formats.format import Anchor, Remark
from annotator.formats.offsets import SpanMap
from annotator.model.annotation import Span
from annotator.model.text import normalise_line_ends

Move = Callable[[int, int], tuple[int, int]]
_SHOWN = 60
_BREAKS = re.compile(r"\n+")


class Places:
    """The text of one document, and where the marks of its files are in it."""

    def __init__(self, decoded: Decoded) -> None:
        given = decoded.text
        self.text = normalise_line_ends(given)
        # brat counts a byte order mark as a character
        self._before = 1 if decoded.bom and decoded.encoding == "utf-8-sig" else 0
        self._given = given

    def of(self, lines: Lines, anchor: Anchor) -> tuple[dict[str, tuple[Span, ...]], list[Remark]]:
        """Return the spans of the marks, by id, and what is to be said of them."""
        found, wrong = self._read(lines.marks, self._usual())
        remarks: list[Remark] = []
        if wrong:
            said, found, wrong = self._best(lines.marks, found, wrong)
            if said:
                remarks.append(Remark(said, ""))
        for id_ in wrong:
            mark = lines.marks[id_]
            spans = found.get(id_)
            there = " ".join(self.text[start:end] for start, end in spans or ())
            if anchor == "quote" and (near := self._nearest(mark, spans)):
                found[id_] = (near,)
                remarks.append(
                    _differs(mark, id_, there, f"the words were taken where they stand, at {near[0]}-{near[1]}")
                )
            elif not spans:
                found.pop(id_, None)
                text = f"{id_} ({mark.type}) is at {_places(mark.fragments)}, which is not in the text; it was left out"
                remarks.append(Remark(text, "", mark.line, skipped=True))
            else:
                remarks.append(_differs(mark, id_, there, "the offsets were taken"))
        return found, remarks

    def _usual(self) -> Move | None:
        if "\r\n" in self._given:
            return self._shifted(SpanMap(self._given).moved)
        return self._shifted(lambda start, end: (start, end)) if self._before else None

    def _shifted(self, move: Move) -> Move:
        before = self._before
        return lambda start, end: move(start - before, end - before)

    def _others(self) -> Iterable[tuple[str, Move | None]]:
        """Yield the ways of counting that are not brat's, each with what is said of it."""
        if "\r\n" in self._given or self._before:
            yield "its offsets count a line end as one character and no byte order mark; so they were read", None
        if max(self._given, default="") > "\uffff":
            utf16 = "its offsets count UTF-16 units, not characters; so they were read"
            yield utf16, SpanMap(self._given, utf16=True).moved
            if "\r\n" in self._given:
                yield f"{utf16}, and a line end as one", SpanMap(self.text, utf16=True).moved

    def _best(
        self, marks: Mapping[str, Marked], found: dict[str, tuple[Span, ...]], wrong: list[str]
    ) -> tuple[str, dict[str, tuple[Span, ...]], list[str]]:
        said = ""
        for text, move in self._others():
            other, faults = self._read(marks, move)
            if len(faults) < len(wrong):
                said, found, wrong = text, other, faults
        return said, found, wrong

    def _read(self, marks: Mapping[str, Marked], move: Move | None) -> tuple[dict[str, tuple[Span, ...]], list[str]]:
        """Return the spans of *marks*, and the ids of those whose words are not there."""
        text = self.text
        length = len(text)
        found: dict[str, tuple[Span, ...]] = {}
        wrong: list[str] = []
        for id_, (_, _, fragments, words) in marks.items():
            if len(fragments) == 1:
                start, end = fragments[0] if move is None else move(*fragments[0])
                if 0 <= start < end <= length:
                    found[id_] = (Span(start, end),)
                    if text[start:end] != words and not _same(text[start:end], words):
                        wrong.append(id_)
                    continue
                wrong.append(id_)
                continue
            places = fragments if move is None else [move(*each) for each in fragments]
            if any(start < 0 or end > length for start, end in places):
                wrong.append(id_)
                continue
            spans = self._joined(places)
            if spans:
                found[id_] = spans
            # fragments are quoted in the order in which they stand in the file
            if not spans or not _same(" ".join(text[start:end] for start, end in places), words):
                wrong.append(id_)
        return found, wrong

    def _joined(self, places: list[Fragment]) -> tuple[Span, ...]:
        """Return *places* in text order; those that only line breaks keep apart, or that overlap, are one."""
        found: list[Span] = []
        for start, end in sorted(places):
            if start >= end:
                continue
            if found and (start <= found[-1].end or _BREAKS.fullmatch(self.text, found[-1].end, start)):
                found[-1] = Span(found[-1].start, max(end, found[-1].end))
            else:
                found.append(Span(start, end))
        return tuple(found)

    def _nearest(self, mark: Marked, spans: tuple[Span, ...] | None) -> Span | None:
        words = mark.words.split()
        if len(mark.fragments) > 1 or not words:
            return None
        around = spans[0].start if spans else mark.fragments[0][0]
        places = re.finditer(r"\s+".join(map(re.escape, words)), self.text)
        near = min(places, key=lambda match: abs(match.start() - around), default=None)
        return Span(*near.span()) if near else None


def _same(there: str, words: str) -> bool:
    """Tell whether two quotations differ in white space only."""
    return not words or "".join(there.split()) == "".join(words.split())


def _differs(mark: Marked, id_: str, there: str, taken: str) -> Remark:
    said = f"{id_} says “{_short(mark.words)}” at {_places(mark.fragments)}"
    return Remark(f"{said}, but the text there is “{_short(there)}”; {taken}", "", mark.line)


def _places(fragments: list[Fragment]) -> str:
    return ", ".join(f"{start}-{end}" for start, end in fragments)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

"""A document in the making, from a record of another program's file.

Here offsets and quotations are compared, for all formats that have both; then the whole goes
the way of our own data set, which checks it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from annotator.errors import InputError
from annotator.formats.format import Anchor, Remark
from annotator.formats.jsonl_document import DocumentReader, Plain
from annotator.formats.quotations import places_of
from annotator.model.annotation import Kind
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id
from annotator.model.text import Utf16Map
from annotator.words import counted

Json = dict[str, Any]
Raw = tuple[object, object, object]
"""Start, end and quotation of a span as a file has them."""
_SHOWN = 40
_NEAR = 2000


def counts_utf16(text: str, spans: Iterable[Raw]) -> bool:
    """Tell whether offsets in *text* count UTF-16 units, by the quotations; without them, by offsets too large."""
    if text.isascii() or max(text) <= "\uffff":
        return False
    units: Utf16Map | None = None
    points_fit = units_fit = length = 0
    for start, end, words in spans:
        if type(start) is not int or type(end) is not int:
            continue
        if isinstance(words, str) and words:
            units = units or Utf16Map(text)
            points_fit += _same(text[start:end], words)
            units_fit += _same(text[units.to_points(start) : units.to_points(end)], words)
        elif len(text) < end <= (length := length or len(text.encode("utf-16-le")) // 2):
            units_fit += 1
    return units_fit > points_fit


class Draft:
    """A document in the making; *text* is as the file has it.

    By *spans* the unit of offsets is found, unless *utf16* says it.
    """

    def __init__(
        self,
        text: str,
        line: int,
        anchor: Anchor,
        spans: Iterable[Raw] = (),
        *,
        utf16: bool | None = None,
        file: str = "",
    ) -> None:
        self.value: Json = {"text": text}
        self.remarks: list[tuple[str, bool]] = []
        self.annotations: list[Json] = []
        self.relations: list[Json] = []
        self._related: dict[tuple[object, ...], Json] = {}
        self._text = text
        self._length = len(text)
        self._line = line or None
        self._file = file
        self._anchor = anchor
        self._id_made = False
        self.utf16 = counts_utf16(text, spans) if utf16 is None else utf16
        self._units = Utf16Map(text) if self.utf16 else None
        self._plain: list[Plain] = []
        # a line end that becomes another one moves what is behind it
        self._is_plain = not self.utf16 and "\r" not in text

    def identify(self, *parts: object) -> str:
        """Give the document an id that is made of *parts*, JSON values: the same record has the same; return it."""
        self._id_made = True
        self.value["id"] = found = derived_id(*(json.dumps(each, sort_keys=True) for each in parts))
        return found

    def note(self, text: str, *, skipped: bool = False) -> None:
        """Remember a remark; *skipped* says that a record of the file was not taken."""
        self.remarks.append((text, skipped))

    def span(self, start: object, end: object, words: object = None, who: str = "a span") -> Json | None:
        """Return where a span stands, in code points of the text as given, or None where it cannot be placed.

        Where its *words* stand elsewhere that is noted, and the anchor decides.
        """
        if type(start) is not int or type(end) is not int:
            self.note(f"{who} has no offsets that are whole numbers; it was left out", skipped=True)
            return None
        quote = words if isinstance(words, str) and words else None
        if self._units is not None:
            start, end = self._units.to_points(start), self._units.to_points(end)
        inside = 0 <= start < end <= len(self._text)
        there = self._text[start:end] if inside else ""
        if quote is None:
            if inside:
                return {"start": start, "end": end, "text": there}
        elif inside and _same(there, quote):
            return {"start": start, "end": end, "text": there}
        else:
            found = _nearest(self._text, quote, start)
            if found is not None and (self._anchor == "quote" or not inside):
                first, last = found
                self.note(
                    f"{who} at {start}-{end} was put where its words “{_cut(quote)}” stand, at {first}-{last}"
                    + (f"; at its offsets stands “{_cut(there)}”" if inside else "; its offsets are outside the text")
                )
                return {"start": first, "end": last, "text": self._text[first:last]}
            if inside:
                self.note(f"{who} at {start}-{end} says “{_cut(quote)}”, but there stands “{_cut(there)}”")
                return {"start": start, "end": end, "text": there}
        if start == end:
            self.note(f"{who} at {start}-{end} is empty; it was left out", skipped=True)
        else:
            long = counted(len(self._text), "character")
            self.note(
                f"{who} at {start}-{end} is outside the text, which has {long}; it was left out",
                skipped=True,
            )
        return None

    def mark(self, kind: str, tag: str, spans: Sequence[Json], **fields: object) -> Json:
        """Add an annotation and return it; *fields* as in our data set, those that are None or empty are left out."""
        found: Json = {"kind": kind, "tag": tag, "spans": self.apart(spans)}
        for name, value in fields.items():
            if value is not None and value != "" and value != {}:
                found[name] = value
        self.annotations.append(found)
        return found

    def mark_plainly(self, id_: str, kind: Kind, tag: str, start: object, end: object) -> bool:
        """Add an annotation of one span of which no more is said, if that is whole and right; tell whether it was."""
        if not self._is_plain or type(start) is not int or type(end) is not int:
            return False
        if 0 <= start < end <= self._length and id_ and tag:
            self._plain.append((id_, kind, tag, start, end))
            return True
        return False

    def apart(self, spans: Sequence[Json]) -> list[Json]:
        """Return *spans* in text order; those that overlap become one."""
        if len(spans) < 2:
            return list(spans)
        parts: list[Json] = []
        for each in sorted(spans, key=lambda part: (part["start"], part["end"])):
            if parts and each["start"] < parts[-1]["end"]:
                end = max(parts[-1]["end"], each["end"])
                start = parts[-1]["start"]
                parts[-1] = {"start": start, "end": end, "text": self._text[start:end]}
                self.note(f"parts of an annotation overlap; they are one now, at {start}-{end}")
            else:
                parts.append(each)
        return parts

    def relate(self, type_: str, source: str, target: str, **fields: object) -> None:
        """Add a relation from one annotation to another, by their ids; one that stands twice is noted."""
        made: Json = {"type": type_, "from": source, "to": target, **fields}
        first = self._related.setdefault((type_, source, target, str(fields.get("id"))), made)
        if first is not made and first == made:
            self.note(f"the relation “{type_}” stands twice between the same marks; it was taken once")
            return
        self.relations.append(made)

    def finish(self, reader: DocumentReader) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document and the remarks on it, or a remark that says why there is none."""
        self.value["annotations"] = self.annotations
        if self.relations:
            self.value["relations"] = self.relations
        try:
            document, notes = reader.read(self.value, self._plain)
        except InputError as error:
            yield Remark(str(error), None, self._line, self._file)
            return
        if self._id_made:
            document = replace(document, id_given=False)
        yield document
        id_ = document.document.id
        for note in notes:
            yield Remark(note, id_, self._line, self._file)
        for text, skipped in self.remarks:
            yield Remark(text, id_, self._line, self._file, skipped)


def objects(value: object) -> list[Json]:
    """Return those items of a list that are JSON objects; of anything else, none."""
    return [each for each in cast(list[Any], value) if isinstance(each, dict)] if isinstance(value, list) else []


def items_of(value: object) -> list[object]:
    """Return the items of a list; of anything else, none."""
    return cast(list[object], value) if isinstance(value, list) else []


def object_at(value: Json, key: str) -> Json:
    """Return the JSON object at *key*, an empty one where there is none."""
    found = value.get(key)
    return cast(Json, found) if isinstance(found, dict) else {}


def scalar(value: object) -> bool:
    """Tell whether a JSON value can be the value of an attribute."""
    return value is None or isinstance(value, str | int | float | bool)


def _same(there: str, words: str) -> bool:
    return there == words or " ".join(there.split()) == " ".join(words.split())


def _nearest(text: str, words: str, place: int) -> tuple[int, int] | None:
    """Return where *words* stand nearest to *place*: within reach, or anywhere if only once."""
    reach = _NEAR + len(words)
    near = places_of(words, text, max(0, place - reach), min(len(text), max(0, place) + 2 * reach))
    if near:
        return min(near, key=lambda each: abs(each[0] - place))
    anywhere = places_of(words, text)
    return anywhere[0] if len(anywhere) == 1 else None


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"

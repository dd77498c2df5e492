"""Our own data set: JSONL, one document a line, as docs/formats/jsonl.md fixes it.

Offsets are code points, half-open. The writer is deterministic: the same document gives the
same bytes on every machine. The reader takes files made by other hands too, and says what
it had to mend.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.unreadable import refused_json
from annotator.model.annotation import reading_order
from annotator.model.document import AnnotatedDocument
from annotator.model.text import lone_surrogate

_SEPARATORS = (("\x85", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
_BOM = b"\xef\xbb\xbf"
_WHOLE = 1 << 28
"""Bytes at most of one JSON value that stands over several lines."""
_SAID = 1000
"""Remarks at most that are remembered, so that each is made once a file."""
_NAMED = 1000
"""Broken lines of a file that are named one by one; of the others it is said how many there are."""


# --- writing


def encode(each: AnnotatedDocument) -> bytes:
    """Return the line of *each*, with its end. U+0085, U+2028 and U+2029 are escaped."""
    document = each.document
    text = document.text
    source = document.source
    marks: list[dict[str, Any]] = []
    add = marks.append
    ordered = True
    before = -2
    for annotation in each.annotations:
        spans = annotation.spans
        if len(spans) == 1:
            start, end = spans[0]
            parts = [{"start": start, "end": end, "text": text[start:end]}]
        else:
            parts = [{"start": start, "end": end, "text": text[start:end]} for start, end in spans]
            start = spans[0][0] if spans else -1
        if start <= before:
            ordered = False
        before = start
        add(
            {
                "id": annotation.id,
                "kind": annotation.kind,
                "tag": annotation.tag,
                "spans": parts,
                "attributes": annotation.attributes or {},
                "record": annotation.record,
                "annotator": annotation.annotator,
                "origin": annotation.origin,
                "state": annotation.state,
                "confidence": annotation.confidence,
                "note": annotation.note,
                "created": annotation.created,
                "modified": annotation.modified,
            }
        )
    if not ordered:
        # some begin at one place, or whoever made the document did not sort them
        places = sorted(range(len(marks)), key=lambda place: reading_order(each.annotations[place]))
        marks = [marks[place] for place in places]
    value = {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "language": document.language,
        "source": source and {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256},
        "metadata": document.metadata or {},
        "status": document.status,
        "split": document.split,
        "text": text,
        "text_sha256": document.text_sha256,
        "annotations": marks,
        "relations": [
            {
                "id": relation.id,
                "type": relation.type,
                "from": relation.source,
                "to": relation.target,
                "attributes": relation.attributes or {},
            }
            for relation in each.relations
        ],
    }
    line = orjson.dumps(value, _plain, orjson.OPT_APPEND_NEWLINE)
    if line.isascii():
        return line
    # one character is found in text much sooner than its bytes in bytes
    decoded = line.decode()
    if any(raw in decoded for raw, _ in _SEPARATORS):
        for raw, escaped in _SEPARATORS:
            decoded = decoded.replace(raw, escaped)
        return decoded.encode()
    return line


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(cast(Mapping[str, object], value))
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write one line a document; nothing is lost but what is not part of documents."""
    for each in documents:
        file.write(encode(each))


# --- reading


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file, and remarks, as `read_stream` does; InputError for one of another program."""
    if refusal := refused_json(given.head, given.name):
        raise InputError(refusal)
    return read_stream(given.lines(), given.name, reading.annotator)


def read_stream(lines: Iterable[bytes], name: str, annotator: str) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file, and a remark for each record that was not taken or was mended.

    A remark without a document says which line was not taken and why; the others are made
    once a file each. *name* is the file's, *annotator* is named where a line names none.
    JSON values that stand over several lines, alone or one after the other, and lists of
    documents are read as well. Memory is bounded by the longest value. A file of which all records are refused for
    one reason is of another kind: that is said once.
    """
    reader = DocumentReader(annotator)
    said: set[str] = set()
    refused = _Refused()
    for line, value in values(lines):
        if isinstance(value, Remark):
            yield from refused.over()
            yield value
            continue
        items: list[tuple[str, object]] = [("", value)]
        if isinstance(value, list):
            listed = cast(list[object], value)
            items = [(f"item {place}", item) for place, item in enumerate(listed, start=1)]
        for place, item in items:
            try:
                document, notes = reader.read(item)
            except InputError as error:
                if refused.take(line, place, str(error)):
                    continue
                yield from refused.over()
                yield Remark(f"{place}: {error}" if place else str(error), line=line)
                continue
            yield from refused.over()
            yield document
            for note in notes:
                if note not in said:
                    if len(said) < _SAID:
                        said.add(note)
                    yield Remark(f"{place or 'here'}, and wherever it is so again: {note}", document.document.id, line)
    yield from refused.at_the_end()


class _Refused:
    """Records at the beginning of a file that were all refused for the same reason."""

    def __init__(self) -> None:
        self._places: list[tuple[int, str]] = []
        self._why = ""
        self._count = 0
        self._is_over = False

    def take(self, line: int, place: str, why: str) -> bool:
        """Remember a record that was refused; False if it was for another reason than those before, or all is said."""
        if self._is_over or (self._count and why != self._why):
            return False
        self._why = why
        self._count += 1
        if self._count <= _NAMED:
            self._places.append((line, place))
        return True

    def over(self) -> Iterator[Remark]:
        """Yield a remark on each record, once; beyond a thousand, on how many more there are. No more are taken."""
        if self._is_over:
            return
        self._is_over = True
        for line, place in self._places:
            yield Remark(f"{place}: {self._why}" if place else self._why, line=line)
        if more := self._count - len(self._places):
            yield Remark(f"{more:,} more records, which are not named here: {self._why}")

    def at_the_end(self) -> Iterator[Remark]:
        """Yield what is to be said of a file of which nothing was taken."""
        if self._is_over or self._count < 2:
            yield from self.over()
            return
        said = f"none of its {self._count:,} records is a document ({self._why})"
        yield Remark(f"{said}; if another program wrote the file, choose its format")


def values(lines: Iterable[bytes]) -> Iterator[tuple[int, object]]:
    """Yield the line on which each value begins and the value, or a remark in its place."""
    pending = _Pending()
    loads = orjson.loads
    broken = 0
    for number, line in enumerate(lines, start=1):
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield 1, Remark("it is UTF-16; JSONL is UTF-8: save it again as that")
                return
            line = line.removeprefix(_BOM)
        if pending.lines:
            yield from pending.take(number, line)
            if pending.size > _WHOLE:
                much = f"it begins a value of more than {_WHOLE >> 20} MiB"
                remark = Remark(
                    f"{much}; write one document a line, so that it need not be held whole", line=pending.first
                )
                yield pending.first, remark
                return
            continue
        try:
            value = loads(line)
        except orjson.JSONDecodeError as error:
            stripped = line.strip()
            if not stripped:
                continue
            # without a mark of its own, only the first line may begin a value that goes on
            if stripped in (b"{", b"[") or (number == 1 and stripped.startswith((b"{", b"["))):
                pending.begin(number, line)
            else:
                broken += 1
                if broken <= _NAMED:
                    yield number, Remark(json_fault(line, error), line=number)
            continue
        yield number, value
    if pending.lines:
        yield from pending.rest()
    if broken > _NAMED:
        yield 0, _unnamed(broken - _NAMED)


def _unnamed(count: int) -> Remark:
    return Remark(f"{count} more lines, which are not named here, are no JSON either; mend them or take them out")


class _Pending:
    """The lines of a value that stands over several, until it is whole."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.first = 0
        self.size = 0
        self._closing = b""
        self._tried = 0

    def begin(self, number: int, line: bytes) -> None:
        """Begin with the line of that *number*, which is no whole value."""
        self.lines = [line]
        self.first = number
        self.size = len(line)
        self._closing = b"]" if line.lstrip().startswith(b"[") else b"}"
        self._tried = 0

    def take(self, number: int, line: bytes) -> Iterator[tuple[int, object]]:
        """Take a further line; yield the value if that makes it whole."""
        if len(self.lines) == 1 and len(self.lines[0].strip()) > 1 and self._closing == b"}":
            # one document a line, of which the first is broken
            value = _whole_object(line)
            if value is not None:
                yield self.first, Remark(_fault_of(self.lines[0]), line=self.first)
                yield number, value
                self.lines = []
                return
            if line.startswith(b"{") and _hopeless(self.lines[0]):
                yield self.first, Remark(_fault_of(self.lines[0]), line=self.first)
                yield number, Remark(_fault_of(line), line=number)
                self.lines = []
                return
        self.lines.append(line)
        self.size += len(line)
        # a file may have such lines by the thousand: each attempt costs the whole value
        if line.startswith(self._closing) and self.size > 2 * self._tried:
            self._tried = self.size
            try:
                value = orjson.loads(b"".join(self.lines))
            except orjson.JSONDecodeError:
                return
            yield self.first, value
            self.lines = []

    def rest(self) -> Iterator[tuple[int, object]]:
        """Yield what the file ends with: a value, or what is wrong."""
        whole = b"".join(self.lines)
        try:
            yield self.first, orjson.loads(whole)
        except orjson.JSONDecodeError as error:
            if not any(_whole_object(line) is not None for line in self.lines):
                number = self.first + error.lineno - 1
                yield number, Remark(json_fault(whole, error), line=number)
                return
            # one document a line after all, and several are broken
            broken = 0
            for number, line in enumerate(self.lines, start=self.first):
                value = _whole_object(line)
                if value is not None:
                    yield number, value
                elif line.strip():
                    broken += 1
                    if broken <= _NAMED:
                        yield number, Remark(_fault_of(line), line=number)
            if broken > _NAMED:
                yield 0, _unnamed(broken - _NAMED)


def _whole_object(line: bytes) -> object | None:
    """Return the object that *line* is from its first character on, or None."""
    if not line.startswith(b"{"):
        return None
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _hopeless(line: bytes) -> bool:
    """Tell whether *line* is wrong before its end, so that no further line makes a value of it."""
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return error.pos < len(line.decode("utf-8", "replace").rstrip()) - 1
    return False


def _fault_of(line: bytes) -> str:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return json_fault(line, error)
    return "it is no document"


def json_fault(data: bytes, error: orjson.JSONDecodeError) -> str:
    """Say what is wrong with *data*, which orjson refused."""
    numbers: list[str] = []

    def strange(name: str) -> float:
        numbers.append(name)
        return 0.0

    try:
        value: object = json.loads(data.decode("utf-8"), parse_constant=strange)
    except UnicodeDecodeError as wrong:
        return f"byte {wrong.start} of it is not UTF-8; save the file as UTF-8"
    except RecursionError:
        return "it is nested too deeply; make it flatter"
    except ValueError:
        return f"it is not JSON ({error.msg.split(':')[0]}, at column {error.colno}); mend it or take it out"
    if numbers:
        return f"{numbers[0]} is no number in JSON; put a number or null there"
    if found := _surrogate(value):
        return found
    return f"it holds what JSON does not allow ({error.msg.split(':')[0]}); mend it or take it out"


def _surrogate(value: object, path: str = "") -> str | None:
    """Say where in *value* the first lone surrogate stands."""
    if isinstance(value, str):
        place = lone_surrogate(value)
        if place is None:
            return None
        return (
            f"“{path}” has a lone surrogate (U+{ord(value[place]):04X}) at character {place}, which is half of a "
            "character; put the one that was meant there, or U+FFFD"
        )
    if isinstance(value, dict):
        for key, item in cast(dict[str, object], value).items():
            if lone_surrogate(key) is not None:
                holder = f"of “{path}” " if path else ""
                return f"a key {holder}has a lone surrogate, which is half of a character; mend it"
            if found := _surrogate(item, f"{path}.{key}" if path else key):
                return found
    if isinstance(value, list):
        for place, item in enumerate(cast(list[object], value), start=1):
            if found := _surrogate(item, f"{path}[{place}]"):
                return found
    return None

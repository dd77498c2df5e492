"""Values in JSON files of other programs: a list of any length, one value a line, or one after the other.

Memory is bounded by the largest value: a list is read item by item, also where it stands on one line.
"""

import codecs
import json
import re
from collections.abc import Iterator
from math import isinf
from typing import Any, cast

import orjson

from annotator.formats.files import Given
from annotator.formats.format import Remark
from annotator.formats.jsonl import json_fault, values

CHUNK = 1 << 18
"""Bytes that are read at a time."""
MOST = 1 << 28
"""Characters at most of one item of a list."""
_NOTHING = re.compile(r"[\s,]*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_BOM = b"\xef\xbb\xbf"


def items(given: Given) -> Iterator[tuple[int, object]]:
    """Yield the line on which each value begins and the value, or a `Remark` in its place.

    The items of a list at the outermost level are values of their own.
    """
    if given.head.removeprefix(_BOM).lstrip().startswith(b"["):
        yield from _Listed(given).items()
        return
    for line, value in values(given.lines()):
        if isinstance(value, list):
            for item in cast(list[object], value):
                yield line, item
        else:
            yield line, value


def entries(given: Given) -> Iterator[tuple[int, str, object]]:
    """Yield the line, name and value of each entry of the object that a file is; a `Remark` in place of a value.

    One without a name ends it: what follows cannot be read.
    """
    return _Listed(given).entries()


class _Strange(ValueError):
    """A number that JSON does not have."""


def _strange(name: str) -> object:
    raise _Strange(name)


def _whole_number(digits: str) -> object:
    # what is beyond 64 bits is as it is to the other parser, which the store shares
    return int(digits) if len(digits) < 19 else orjson.loads(digits)


def _real_number(digits: str) -> float:
    if isinf(found := float(digits)):
        raise _Strange(digits)
    return found


class _Listed:
    """A list of values, or an object, read piece by piece."""

    def __init__(self, given: Given) -> None:
        self._chunks = given.chunks(CHUNK)
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._parse = json.JSONDecoder(
            parse_constant=_strange, parse_int=_whole_number, parse_float=_real_number
        ).raw_decode
        self._text = ""
        self._place = 0
        self._line = 1
        self._ended = False
        self._passed = ""
        self._end = -1
        self._between = ""

    def items(self) -> Iterator[tuple[int, object]]:
        """Yield each item of a list with its line; one that cannot be read ends the list."""
        return ((line, value) for line, _, value in self._each("list", "]"))

    def entries(self) -> Iterator[tuple[int, str, object]]:
        """Yield each entry of an object with its line; one that cannot be read ends it."""
        return self._each("object", "}")

    def _each(self, what: str, end: str) -> Iterator[tuple[int, str, object]]:
        try:
            self._more()
            self._skip()
            self._place += 1
            while self._skip() != end:
                line, name = self._line, ""
                if self._place == len(self._text):
                    yield line, "", Remark(f"the {what} has no end: the file is cut off", line=line)
                    return
                if end == "}":
                    name = self._name()
                    if isinstance(name, Remark):
                        yield line, "", name
                        return
                value = self._guessed() if end == "]" else None
                if value is None:
                    value = self._value()
                yield line, name, value
                if isinstance(value, Remark) and not self._passed:
                    # where the next one begins cannot be known
                    return
                self._line += self._passed.count("\n")
        except UnicodeDecodeError:
            yield self._line, "", Remark("it is not UTF-8; save the file as UTF-8", line=self._line)

    def _name(self) -> str | Remark:
        """Return the name of the next entry, and pass over the colon behind it."""
        line, name = self._line, self._value()
        if isinstance(name, Remark):
            return name
        self._line += self._passed.count("\n")
        if not isinstance(name, str) or self._skip() != ":":
            wrong = "it is not JSON (an entry without a name or value); mend it: what follows was not read"
            return Remark(wrong, line=line)
        self._place += 1
        self._skip()
        return name

    def _guessed(self) -> object:
        """Return the next object of a list if it ends where what stood between the two before stands again; else None.

        Where it ends is found by counting brackets, and proved by a parser that is swift, but has to know it.
        """
        text, place = self._text, self._place
        if 0 < self._end < place:
            self._between = text[self._end - 1 : place + 1]
        between = self._between
        if not (between.startswith("}") and between.endswith("{") and text[place] == "{"):
            return None
        begin, depth = place, 0
        while (last := text.find(between, begin)) >= 0:
            end = last + 1
            depth += text.count("{", begin, end) - text.count("}", begin, end)
            if depth == 0:
                try:
                    value = orjson.loads(text[place:end])
                except orjson.JSONDecodeError:
                    return None
                self._passed = text[place:end]
                self._place = self._end = end
                return value
            begin = end
        return None

    def _value(self) -> object:
        wanted = CHUNK
        self._passed = ""
        while True:
            try:
                value, end = self._parse(self._text, self._place)
            except json.JSONDecodeError as error:
                if self._ended or self._certain(error) or len(self._text) - self._place > MOST:
                    line = self._line + self._text.count("\n", self._place, error.pos)
                    return Remark(f"it is not JSON ({error.msg}); mend it: what follows was not read", line=line)
                self._more(wanted)
                wanted = min(2 * wanted, 1 << 25)
                continue
            except _Strange as error:
                return Remark(
                    f"{error} is no number in JSON; put a number or null there: what follows was not read",
                    line=self._line,
                )
            except RecursionError:
                return Remark("it is nested too deeply; make it flatter", line=self._line)
            except ValueError as error:
                return Remark(f"it holds what cannot be read ({error}); mend it", line=self._line)
            if end == len(self._text) and not self._ended:
                # a number may go on
                self._more(wanted)
                continue
            raw = self._passed = self._text[self._place : end]
            self._place = self._end = end
            if _HALF.search(raw):
                try:
                    orjson.loads(raw.encode("utf-8", "surrogatepass"))
                except orjson.JSONDecodeError as error:
                    return Remark(json_fault(raw.encode("utf-8", "surrogatepass"), error), line=self._line)
            return value

    def _certain(self, error: json.JSONDecodeError) -> bool:
        """Tell whether more of the file cannot mend it: it is wrong well before the end of what was read."""
        return not error.msg.startswith("Unterminated string") and error.pos < len(self._text) - 16

    def _skip(self) -> str:
        """Go to the next character that means something and return it, or nothing at the end."""
        while True:
            match = _NOTHING.match(self._text, self._place)
            end = match.end() if match else self._place
            self._line += self._text.count("\n", self._place, end)
            self._place = end
            if end < len(self._text) or self._ended:
                return self._text[end : end + 1]
            self._more()

    def _more(self, wanted: int = CHUNK) -> None:
        pieces = [self._text[self._place :]]
        self._place = 0
        self._end = -1
        got = 0
        while got < wanted and not self._ended:
            chunk = next(self._chunks, b"")
            got += len(chunk)
            pieces.append(self._decode.decode(chunk, final=not chunk))
            self._ended = not chunk
        self._text = "".join(pieces)


def whole_value(given: Given) -> Any:  # noqa: ANN401  # JSON as it comes
    """Return the one JSON value that a file is; InputError with what is wrong and where."""
    from annotator.errors import InputError

    data = given.read().removeprefix(_BOM)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(json_fault(data, error), error.lineno) from error

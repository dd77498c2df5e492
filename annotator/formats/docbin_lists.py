"""The long lists that a DocBin of spaCy is made of: each grows on disk, and all are put together in the end.

As the library's reader has it, a DocBin is a map in msgpack, compressed by zlib.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import IO, Any

from annotator.errors import AnnotatorError

VERSION = "0.1"
_ORTH, _ENT_IOB, _ENT_TYPE = 65, 77, 78
_STRINGS = 100_000
"""Strings at most that are remembered; one that is met again later may stand in the file twice."""
_MOST = 2**31 - 1
"""Bytes at most of one list: what the library's reader of msgpack takes."""
_PART = 1 << 20


class Keys(dict[str, int]):
    """The number of each string, as spaCy counts it; new ones go to the file."""

    def __init__(self, strings: LongList) -> None:
        super().__init__()
        self._strings = strings
        self._make: Any = import_module("spacy.strings").StringStore
        self._store = self._make()

    def __missing__(self, string: str) -> int:
        data = string.encode()
        self._strings.add(_head(len(data), b"\xd9", b"\xda", b"\xdb") + data)
        number = self[string] = self._store.add(string)
        return number

    def rest(self) -> None:
        """Forget all, if there are too many."""
        if len(self) > _STRINGS:
            self.clear()
            self._store = self._make()


def _head(length: int, *markers: bytes) -> bytes:
    """Return the head of a value in msgpack; its length chooses one of the *markers*, for 8, 16 or 32 bits."""
    if length < 1 << 8:
        return markers[0] + struct.pack(">B", length)
    if length < 1 << 16:
        return markers[1] + struct.pack(">H", length)
    return markers[2] + struct.pack(">I", length)


def binary(data: bytes) -> bytes:
    """Return bytes as a value in msgpack."""
    return _head(len(data), b"\xc4", b"\xc5", b"\xc6") + data


class LongList:
    """One of the long lists, on disk."""

    def __init__(self, stack: ExitStack) -> None:
        # the stack closes it
        self._file = stack.enter_context(tempfile.TemporaryFile(prefix="annotator-"))  # noqa: SIM115
        self.items = 0
        self.bytes = 0

    def add(self, data: bytes) -> None:
        """Put one item at the end."""
        self.items += 1
        self.bytes += len(data)
        self._file.write(data)

    def parts(self) -> Iterator[bytes]:
        """Yield all that was put, in pieces."""
        self._file.seek(0)
        while part := self._file.read(_PART):
            yield part


class Lists:
    """All that becomes a DocBin."""

    def __init__(self, stack: ExitStack) -> None:
        self.tokens = LongList(stack)
        self.spaces = LongList(stack)
        self.lengths = LongList(stack)
        self.strings = LongList(stack)
        self.cats = LongList(stack)
        self.flags = LongList(stack)
        self.span_groups = LongList(stack)
        self.user_data = LongList(stack)
        self.keys = Keys(self.strings)

    def put_together(self, file: IO[bytes]) -> None:
        """Write the map of the lists, compressed; AnnotatorError where one is longer than can be loaded."""
        packed = zlib.compressobj()

        def put(data: bytes) -> None:
            file.write(packed.compress(data))

        put(b"\x8a")
        put(_text("version") + _text(VERSION))
        put(_text("attrs") + b"\x93" + bytes((_ORTH, _ENT_IOB, _ENT_TYPE)))
        for name in ("tokens", "spaces", "lengths"):
            found: LongList = getattr(self, name)
            if found.bytes > _MOST:
                raise AnnotatorError(
                    f"the DocBin was not written: its {name} have more than {_MOST >> 20} MiB, which spaCy cannot "
                    "load; export it in parts, by split, status or search"
                )
            put(_text(name) + b"\xc6" + struct.pack(">I", found.bytes))
            for part in found.parts():
                put(part)
        for name in ("strings", "cats", "flags", "span_groups", "user_data"):
            found = getattr(self, name)
            put(_text(name) + b"\xdd" + struct.pack(">I", found.items))
            for part in found.parts():
                put(part)
        file.write(packed.flush())


def _text(text: str) -> bytes:
    return bytes((0xA0 + len(text),)) + text.encode()

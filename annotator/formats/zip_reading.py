"""Reads ZIP archives: the members by name, unpacked as they are read; memory does not grow with their number.

Python's own reader holds an object for each member. Here what the archive says of them is kept as bytes, and one
that is opened is left to Python's reader.
"""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from annotator.errors import InputError
from annotator.formats.many_names import ManyNames
from annotator.formats.unreadable import in_brackets

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_MEMBERS = 1_000_000
_END, _END_64, _LOCATOR = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_ENTRY, _HEAD, _KEPT = struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H"), struct.Struct("<3QL2H")
_LONGEST_COMMENT = 0xFFFF
_FULL = 0xFFFFFFFF
_UTF8, _ENCRYPTED = 0x800, 1
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """What an archive says of a member: where it begins, its sizes in bytes, and how it is packed."""

    name: str
    place: int
    packed: int
    size: int
    crc: int
    method: int
    flags: int

    @property
    def encrypted(self) -> bool:
        """Whether it takes a password to read it."""
        return bool(self.flags & _ENCRYPTED)


class ZipReader:
    """The members of the archive in *file*, which must stay open. InputError if it is none, or is damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.names = ManyNames()
        try:
            self._read_directory()
        except (OSError, struct.error) as error:
            raise InputError(f"the archive cannot be read ({error})") from error

    def __iter__(self) -> Iterator[Member]:
        """Yield the members in the order of the archive; of two of one name there is only the last."""
        for name, kept in self.names.items():
            yield Member(name, *_KEPT.unpack(kept))

    def member(self, name: str) -> Member | None:
        """Return what the archive says of the member *name*, or None if there is none."""
        kept = self.names.get(name)
        return Member(name, *_KEPT.unpack(kept)) if kept is not None else None

    def open(self, member: Member) -> IO[bytes]:
        """Return the bytes of *member* as a stream, which raises InputError where it is damaged."""
        try:
            self._file.seek(member.place)
            mark, _, _, _, _, _, _, _, _, name, extra = _HEAD.unpack(self._file.read(_HEAD.size))
        except (OSError, struct.error) as error:
            raise _damaged(member.name, error) from error
        if mark != b"PK\3\4":
            raise _damaged(member.name, "it is not where the archive says")
        info = zipfile.ZipInfo(member.name)
        info.compress_type, info.flag_bits = member.method, member.flags
        info.CRC, info.compress_size, info.file_size = member.crc, member.packed, member.size
        part = FilePart(self._file, member.place + _HEAD.size + name + extra)
        try:
            return cast("IO[bytes]", _Unpacked(part, info))
        except NotImplementedError as error:
            raise _damaged(member.name, error) from error

    def _read_directory(self) -> None:
        count, size, begin, shift = self._find_directory()
        if count > MAX_MEMBERS:
            raise InputError(f"the archive has more than {MAX_MEMBERS} members; unpack it and import the folder")
        self._file.seek(begin + shift)
        directory = io.BufferedReader(FilePart(self._file, begin + shift, size), 1 << 16)
        for _ in range(count):
            (
                mark, _, _, flags, method, _, _, crc, packed, whole, name_size, extra_size, comment, _, _, _, place,
            ) = _ENTRY.unpack(directory.read(_ENTRY.size))  # fmt: skip
            if mark != b"PK\1\2":
                raise InputError("the archive cannot be read (its directory is damaged)")
            name = _name(directory.read(name_size), flags)
            extra = directory.read(extra_size)
            directory.read(comment)
            whole, packed, place = _beyond_32_bits(extra, whole, packed, place)
            if not name.endswith("/"):
                self.names.add(name, _KEPT.pack(place + shift, packed, whole, crc, method, flags))

    def _find_directory(self) -> tuple[int, int, int, int]:
        """Return how many members there are, the size of the directory, where it begins, and what precedes it all."""
        file = self._file
        length = file.seek(0, os.SEEK_END)
        before = max(0, length - _END.size - _LONGEST_COMMENT)
        file.seek(before)
        tail = file.read()
        found = tail.rfind(b"PK\5\6")
        if found < 0 or found + _END.size > len(tail):
            raise InputError("the archive cannot be read (it has no end: it is no ZIP file, or not all of one)")
        _, _, _, _, count, size, begin, _ = _END.unpack_from(tail, found)
        end = before + found
        file.seek(max(0, end - _LOCATOR.size - _END_64.size))
        more = file.read(_LOCATOR.size + _END_64.size)
        if more.startswith(b"PK\6\6") and more[_END_64.size :].startswith(b"PK\6\7"):
            _, _, _, _, _, _, _, count, size, begin = _END_64.unpack_from(more)
            end -= _LOCATOR.size + _END_64.size
        # a program that unpacks itself stands before its archive
        shift = end - size - begin
        if shift < 0:
            raise InputError("the archive cannot be read (its directory is damaged)")
        return count, size, begin, shift


def _name(data: bytes, flags: int) -> str:
    name = data.decode("utf-8", "replace") if flags & _UTF8 else data.decode("cp437")
    return name.partition("\0")[0].replace(os.sep, "/")


def _beyond_32_bits(extra: bytes, whole: int, packed: int, place: int) -> tuple[int, int, int]:
    """Return the sizes and place of a member, those that 32 bits cannot say from its *extra*."""
    if _FULL not in (whole, packed, place):
        return whole, packed, place
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == 1:
            values = iter(struct.unpack_from(f"<{min(size, len(extra) - 4) // 8}Q", extra, 4))
            found = [next(values, value) if value == _FULL else value for value in (whole, packed, place)]
            return found[0], found[1], found[2]
        extra = extra[4 + size :]
    return whole, packed, place


def _damaged(name: str, why: Exception | str) -> InputError:
    said = f" ({why})" if isinstance(why, str) else in_brackets(why)
    return InputError(f"{name} cannot be read{said}; the archive is damaged: make or fetch it anew")


class FilePart(io.RawIOBase):
    """A file from a *place* on, *size* bytes of it if that is given, whatever others read of it meanwhile."""

    def __init__(self, file: IO[bytes], place: int, size: int | None = None) -> None:
        self._file = file
        self._place = place
        self._left = size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Read what fits into *buffer*."""
        view = memoryview(buffer)
        wanted = len(view) if self._left is None else min(len(view), self._left)
        self._file.seek(self._place)
        data = self._file.read(wanted)
        view[: len(data)] = data
        self._place += len(data)
        if self._left is not None:
            self._left -= len(data)
        return len(data)


class _Unpacked(zipfile.ZipExtFile):
    """The stream of a member, whose damage is said in a sentence."""

    def __init__(self, part: FilePart, info: zipfile.ZipInfo) -> None:
        super().__init__(part, "r", info)  # pyright: ignore[reportArgumentType, reportCallIssue]

    def read(self, n: int | None = -1) -> bytes:
        """Read *n* bytes, or all."""
        try:
            return super().read(n)
        except _DAMAGE as error:
            raise _damaged(self.name or "a member", error) from error

    def read1(self, n: int | None = -1) -> bytes:
        """Read at most *n* bytes, of what is at hand if there is any."""
        try:
            return super().read1(n)
        except _DAMAGE as error:
            raise _damaged(self.name or "a member", error) from error

    def peek(self, n: int = 1) -> bytes:
        """Return what comes next, without reading it."""
        try:
            return super().peek(n)
        except _DAMAGE as error:
            raise _damaged(self.name or "a member", error) from error

"""Reads TAR archives, packed or not: the members by name, in any order; memory does not grow with their number.

A packed archive can only be read from its beginning. Where its members are wanted by name, what it unpacks to is kept
in a temporary file without a name, as one archive; its members themselves are never unpacked to disk.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from annotator.errors import InputError
from annotator.formats.files import MAX_RATIO, member_fault
from annotator.formats.many_names import ManyNames
from annotator.formats.zip_reading import MAX_MEMBERS, FilePart

DAMAGE = (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
"""What a damaged archive raises while it is read."""
SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_KEPT = struct.Struct("<2Q")
_CHUNK = 1 << 20
_PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}


def members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the files in *archive* in their order, named without a leading ``./``; InputError where it is evil."""
    number, reached = 0, -1
    while (member := archive.next()) is not None:
        archive.members.clear()  # pyright: ignore  # it keeps every member it saw: memory would grow
        number += 1
        if number > MAX_MEMBERS:
            raise InputError(f"the archive has more than {MAX_MEMBERS} members; unpack it and import the folder")
        if member.offset <= reached or member.size < 0:
            raise InputError("the archive cannot be read (a member lies before the one that it follows)")
        reached = member.offset
        if member.isfile():
            member.name = member.name.removeprefix("./")
            yield member


def names_in(path: Path) -> Collection[str]:
    """Return the names of the files in the archive at *path*; of a damaged one those before the damage."""
    found = ManyNames()
    try:
        with tarfile.open(path) as archive:
            for member in members(archive):
                found.add(member.name)
    except (*DAMAGE, InputError):
        # it is said when what is damaged is reached
        pass
    return found


def damaged(error: Exception) -> InputError:
    """Return the sentence for what a damaged archive raised."""
    # of what begins as no archive Python lists, line by line, all that it is not
    why = "it is no TAR archive, or not a whole one" if "\n" in str(error) else str(error) or type(error).__name__
    return InputError(f"the archive cannot be read ({why}); make or fetch it anew")


class TarFiles:
    """The files of the TAR archive at *path*, by name, while the ``with`` block lasts. InputError if it is damaged."""

    def __init__(self, path: Path) -> None:
        self._open = ExitStack()
        self._members = ManyNames()
        try:
            with self._open:
                self._file = self._open.enter_context(_unpacked(path))
                with tarfile.open(fileobj=self._file, mode="r:") as archive:
                    for member in members(archive):
                        if member.sparse is None:
                            self._members.add(member.name, _KEPT.pack(member.offset_data, member.size))
                self._open = self._open.pop_all()
        except DAMAGE as error:
            raise damaged(error) from error

    def __enter__(self) -> TarFiles:
        """Give the files."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archive."""
        self._open.close()

    def names(self) -> Collection[str]:
        """Return the names of all files."""
        return self._members

    def in_order(self) -> Iterator[tuple[str, str]]:
        """Yield the names in the order of the archive, each with why it is not to be read, or an empty text."""
        for name, kept in self._members.items():
            yield name, member_fault(name, _KEPT.unpack(kept)[1], None)

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return name in self._members

    def open(self, name: str) -> IO[bytes]:
        """Return the bytes of a file as a stream; InputError if there is none or it is not to be trusted."""
        kept = self._members.get(name)
        if kept is None:
            raise InputError(f"there is no {name} in the archive")
        place, size = _KEPT.unpack(kept)
        if fault := member_fault(name, size, None):
            raise InputError(f"{name}: {fault}")
        return cast("IO[bytes]", io.BufferedReader(FilePart(self._file, place, size), _CHUNK))


def _unpacked(path: Path) -> IO[bytes]:
    """Return the archive without its packing: itself, or a copy that is gone when it is closed."""
    packed = path.open("rb")
    unpack = _PACKED.get(packed.read(2))
    packed.seek(0)
    if unpack is None:
        return packed
    limit = max(_CHUNK, path.stat().st_size * MAX_RATIO)
    copy = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115  # whoever asked for it closes it
    try:
        with packed, unpack(packed) as source:
            while piece := source.read(_CHUNK):
                limit -= len(piece)
                if limit < 0:
                    raise InputError("the archive unpacks to more than it can hold in good faith; it was not read")
                copy.write(piece)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy

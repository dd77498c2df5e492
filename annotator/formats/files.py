"""The files that a reader may look at: those of a folder or of an archive, by name, within bounds.

Import is hostile territory: an archive is never unpacked to disk, no name leads out of the
folder or archive, and sizes and ratios are bounded.
"""

import io
import os
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Protocol

from annotator.errors import InputError
from annotator.formats.many_names import ManyNames
from annotator.formats.zip_reading import Member, ZipReader

MAX_FILE = 1 << 30
"""Bytes at most of one file that is read whole."""
MAX_RATIO = 200
"""How many times larger than its packed form a member of an archive may be."""
_CHUNK = 1 << 20
_WATCHED = 1000
"""Lines after which one looks whether to go on."""
HEAD = 1 << 16
"""Bytes by which a format is known."""


class Files(Protocol):
    """Files by their names: relative, with forward slashes."""

    def names(self) -> Collection[str]:
        """Return the names of all files, in their order. Of a large folder this takes its time."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Return the bytes of a file as a stream; InputError if there is none or it may not be read."""
        ...


class FolderFiles:
    """The files of a folder and the folders in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # texts, not paths: a corpus has many files, and paths take their time
        self._root = os.fspath(folder)

    def names(self) -> Collection[str]:
        """Return the names of all files, in their order."""
        return self._names

    @cached_property
    def _names(self) -> ManyNames:
        return ManyNames(_within(self._root, ""))

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return os.path.isfile(f"{self._root}/{name}")  # noqa: PTH113

    def open(self, name: str) -> IO[bytes]:
        """Return the bytes of a file as a stream; InputError if there is none."""
        _check(name)
        try:
            if not self.has(name):
                raise InputError(f"there is no file {name} beside it")
            return open(f"{self._root}/{name}", "rb")  # noqa: PTH123
        except OSError as error:
            raise InputError(f"{name} cannot be read ({error.strerror}); check who may read it") from error


class NamedFiles(FolderFiles):
    """The files of a folder of which a person named some: only those are listed, but any can be opened."""

    def __init__(self, folder: Path, named: Iterable[str]) -> None:
        super().__init__(folder)
        self._named = ManyNames(named)

    def names(self) -> Collection[str]:
        """Return the names of the files that were named, in their order."""
        return self._named


class ZipFiles:
    """The members of a ZIP archive, which stay packed until they are read."""

    def __init__(self, archive: ZipReader) -> None:
        self._archive = archive

    @classmethod
    def of(cls, data: bytes) -> "ZipFiles":
        """Return the members of an archive given as *data*; InputError if it is none."""
        return cls(ZipReader(io.BytesIO(data)))

    def names(self) -> Collection[str]:
        """Return the names of all files, in their order."""
        return self._archive.names

    def has(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return name in self._archive.names

    def open(self, name: str) -> IO[bytes]:
        """Return the bytes of a member as a stream; InputError if there is none or it is not to be trusted."""
        member = self._archive.member(name)
        if member is None:
            raise InputError(f"there is no {name} in the archive")
        if fault := fault_of(member):
            raise InputError(f"{name}: {fault}")
        return self._archive.open(member)


def fault_of(member: Member) -> str:
    """Say why a member of a ZIP archive is not to be read, or return an empty text."""
    fault = member_fault(member.name, member.size, member.packed)
    if member.encrypted:
        fault = fault or "it is encrypted; unpack the archive with its password first"
    return fault


def member_fault(name: str, size: int, packed: int | None) -> str:
    """Say why a member of an archive is not to be read, or return an empty text; sizes in bytes."""
    if name.startswith(("/", "\\")) or ".." in Path(name).parts or ":" in name[:3]:
        return "its name leads out of the archive; it was not read"
    if size > MAX_FILE:
        return f"it is larger than {MAX_FILE >> 20} MiB; unpack the archive and import the file itself"
    if packed is not None and size > 1 << 20 and size > MAX_RATIO * max(packed, 1):
        return "it unpacks to more than it can hold in good faith; it was not read"
    return ""


class Given:
    """One file to read, and the files around it.

    *name* names it in the project, *member* among *files*. Its bytes come once, by one of
    `read`, `chunks` and `lines`: it may be a pipe. A container (a folder or archive that is read as
    one) has no bytes, but files; its *member* is the folder in them that is meant, or empty. *watch* is called now and
    then while its bytes come, and may raise.
    """

    def __init__(
        self,
        name: str,
        head: bytes = b"",
        stream: IO[bytes] | None = None,
        files: Files | None = None,
        member: str = "",
        watch: Callable[[], object] = lambda: None,
    ) -> None:
        self.name = name
        self.member = member
        self._watch = watch
        self._head = head
        self._stream = stream
        self._files = files

    @property
    def files(self) -> Files:
        """The files of the folder or archive that it is in; of a pipe there are none."""
        return self._files or _NoFiles()

    @property
    def head(self) -> bytes:
        """The first bytes, by which the format was found."""
        return self._head

    def chunks(self, size: int) -> Iterator[bytes]:
        """Yield all bytes, at most *size* at a time but for the first."""
        if self._head:
            yield self._head
        yield from self.watched(iter(lambda: self._stream.read(size) if self._stream else b"", b""))

    def watched(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Yield *parts*, bytes that are not its own but must be read for it, and look now and then whether to go on."""
        for part in parts:
            self._watch()
            yield part

    def other(self, name: str, stream: IO[bytes]) -> "Given":
        """Return a file of the same folder or archive, whose bytes are those of *stream*."""
        return Given(name, b"", stream, self._files, name, self._watch)

    def read(self) -> bytes:
        """Return all bytes; InputError if they are too many."""
        return b"".join(self.bounded_chunks())

    def bounded_chunks(self) -> Iterator[bytes]:
        """Yield all bytes; InputError, as soon as that is known, if they are too many."""
        return _bounded(self.chunks(_CHUNK), "it")

    def lines(self) -> Iterator[bytes]:
        r"""Yield the lines with their ends; only ``\n`` ends a line."""
        *lines, pending = self._head.split(b"\n")
        for line in lines:
            yield line + b"\n"
        for number, line in enumerate(self._stream or ()):
            if number % _WATCHED == 0:
                self._watch()
            yield pending + line
            pending = b""
        if pending:
            yield pending

    def beside(self, name: str) -> bytes | None:
        """Return the bytes of the file called *name*, relative to this one's folder, or None if there is none.

        InputError if it may not be read.
        """
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self.member), name))
        if place.startswith("..") or not self.files.has(place):
            return None
        return whole(self.files, place)


class _NoFiles:
    def names(self) -> Collection[str]:
        return ()

    def has(self, name: str) -> bool:
        return False

    def open(self, name: str) -> IO[bytes]:
        raise InputError(f"there is no file {name} beside it")


def whole(files: Files, name: str) -> bytes:
    """Return all bytes of a file; InputError if there is none, or they are too many."""
    return b"".join(pieces(files, name))


def pieces(files: Files, name: str) -> Iterator[bytes]:
    """Yield all bytes of a file, some at a time; InputError if there is none, or they are too many."""
    with files.open(name) as stream:
        try:
            yield from _bounded(iter(lambda: stream.read(_CHUNK), b""), name)
        except (OSError, EOFError, ValueError) as error:
            raise InputError(f"{name} cannot be read ({error})") from error


def spooled(given: "Given", into: IO[bytes]) -> int:
    """Write all bytes of a file *into* another, and return how many they are; InputError if they are too many."""
    return sum(map(into.write, given.bounded_chunks()))


def _bounded(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield *chunks*; InputError, as soon as that is known, if they are too many."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_FILE:
            raise InputError(f"{name} is larger than {MAX_FILE >> 20} MiB; split it first")
        yield chunk


def given_of(data: bytes, name: str, beside: Iterable[tuple[str, bytes]] = ()) -> Given:
    """Return a file of those bytes, with others *beside* it by name: for readers that hold files in memory."""
    held = dict(beside)
    return Given(name, data, None, _Held(held), name)


class _Held:
    def __init__(self, held: dict[str, bytes]) -> None:
        self._held = held

    def names(self) -> Collection[str]:
        return sorted(self._held)

    def has(self, name: str) -> bool:
        return name in self._held

    def open(self, name: str) -> IO[bytes]:
        if name not in self._held:
            raise InputError(f"there is no file {name} beside it")
        return io.BytesIO(self._held[name])


def _within(root: str, inner: str) -> Iterator[str]:
    """Yield the names of the files in the folder *inner* of *root*, and those in it, but for links."""
    try:
        found = os.scandir(os.path.join(root, inner))  # noqa: PTH118  # texts, not paths
    except OSError:
        return
    folders: list[str] = []
    with found:
        for each in found:
            name = f"{inner}/{each.name}" if inner else each.name
            if not each.is_dir():
                yield name
            elif not each.is_symlink():
                folders.append(name)
    for name in folders:
        yield from _within(root, name)


def _check(name: str) -> None:
    if name.startswith("/") or ".." in name.split("/"):
        raise InputError(f"the name {name} leads out of the folder; it was not read")

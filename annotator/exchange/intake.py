"""What an import is given: files, folders and archives, as a stream of items to read.

Import is hostile territory: an archive is never unpacked to disk, and the size, number and
names of what is in it are bounded.
"""

import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from annotator.errors import InputError

MAX_FILE = 1 << 30
"""Bytes of one file at most, for formats that are read whole."""
MAX_RATIO = 200
"""How many times larger than its packed form a member of an archive may be."""
MAX_MEMBERS = 1_000_000

_SKIPPED = {"thumbs.db", "desktop.ini", "__macosx"}
_PROJECT_TAILS = (".annotator", ".annotator-wal", ".annotator-shm")


@dataclass(frozen=True, slots=True)
class Item:
    """One file to read. *path* names it to a person, *uri* in the project.

    *open* gives its bytes as a stream; an item that cannot be read has a *fault* instead.
    """

    path: str
    uri: str
    open: Callable[[], IO[bytes]] | None = None
    fault: str = ""


def items(paths: Iterable[Path]) -> Iterator[Item]:
    """Yield the files that *paths* name: files, what is in folders (sorted), what is in archives."""
    for path in paths:
        try:
            folder, there = path.is_dir(), path.exists()
        except OSError as error:
            yield Item(str(path), path.name, fault=f"it cannot be read ({error.strerror}); check who may read it")
            continue
        if folder:
            yield from _folder(path, path)
        elif there:
            yield from _file(path, _unicode(path.name))
        else:
            yield Item(str(path), path.name, fault="there is no such file or folder; check the name")


def _unicode(name: str) -> str:
    """Return the name of a file as Unicode that can be stored: bytes that are no UTF-8 are escaped."""
    try:
        name.encode()
        return name
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def count(paths: Iterable[Path]) -> int:
    """Return how many files `items` looks at; an archive counts as one."""
    total = 0
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  # it says no of what may not be looked at
            for _, folders, files in os.walk(path):
                folders[:] = [name for name in folders if not _skipped(name)]
                total += sum(not _skipped(name) for name in files)
        else:
            total += 1
    return total


def _skipped(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SKIPPED or name.endswith(_PROJECT_TAILS)


def _folder(folder: Path, root: Path) -> Iterator[Item]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield Item(str(folder), folder.name, fault=f"the folder cannot be read ({error.strerror})")
        return
    for name in names:
        if _skipped(name):
            continue
        path = folder / name
        if path.is_dir():
            # a link to a folder may lead back up here
            if not path.is_symlink():
                yield from _folder(path, root)
        elif path.exists() and not path.is_file():
            # reading from a pipe would wait for ever
            yield Item(str(path), path.name, fault="it is a pipe or a device, not a file")
        else:
            yield from _file(path, _unicode(path.relative_to(root).as_posix()))


def _file(path: Path, uri: str) -> Iterator[Item]:
    if path.exists() and not path.is_file():
        # what is read from a pipe is gone: its first bytes cannot be looked at apart
        yield Item(str(path), uri, open=lambda: path.open("rb"))
        return
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        yield Item(str(path), uri, fault=f"it cannot be read ({error.strerror}); check who may read it")
        return
    if head.startswith(b"PK\x03\x04") and path.suffix.lower() == ".zip":
        yield from _zip(path, uri)
    elif path.name.lower().endswith((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")):
        yield from _tar(path, uri)
    else:
        yield Item(str(path), uri, open=lambda: path.open("rb"))


def _fault_of(name: str, size: int, packed: int | None) -> str:
    if name.startswith(("/", "\\")) or ".." in Path(name).parts or ":" in name[:3]:
        return "its name leads out of the archive; it was not read"
    if size > MAX_FILE:
        return f"it is larger than {MAX_FILE >> 20} MiB; unpack the archive and import the file itself"
    if packed is not None and size > 1 << 20 and size > MAX_RATIO * max(packed, 1):
        return "it unpacks to more than it can hold in good faith; it was not read"
    return ""


def _zip(path: Path, uri: str) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise InputError(f"the archive has more than {MAX_MEMBERS} members; unpack it and import the folder")
            for member in members:
                if member.is_dir() or any(_skipped(part) for part in Path(member.filename).parts if part != ".."):
                    continue
                name = f"{path}!{member.filename}"
                fault = _fault_of(member.filename, member.file_size, member.compress_size)
                if member.flag_bits & 1:
                    fault = fault or "it is encrypted; unpack the archive with its password first"
                if fault:
                    yield Item(name, member.filename, fault=fault)
                else:
                    yield Item(name, f"{uri}/{member.filename}", open=lambda member=member: archive.open(member))
    except (zipfile.BadZipFile, OSError, InputError) as error:
        yield Item(str(path), uri, fault=f"the archive cannot be read ({error})")


def _tar(path: Path, uri: str) -> Iterator[Item]:
    try:
        with tarfile.open(path) as archive:
            number = 0
            while (member := archive.next()) is not None:
                archive.members.clear()  # pyright: ignore  # it keeps every member it saw: memory would grow
                number += 1
                if number > MAX_MEMBERS:
                    raise InputError(
                        f"the archive has more than {MAX_MEMBERS} members; unpack it and import the folder"
                    )
                if not member.isfile() or any(_skipped(part) for part in Path(member.name).parts if part != ".."):
                    continue
                name = f"{path}!{member.name}"
                if fault := _fault_of(member.name, member.size, None):
                    yield Item(name, member.name, fault=fault)
                else:
                    inner = f"{uri}/{_unicode(member.name)}"
                    yield Item(name, inner, open=lambda member=member: _member(archive, member))
    except (tarfile.TarError, OSError, EOFError, InputError) as error:
        yield Item(str(path), uri, fault=f"the archive cannot be read ({error})")


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise InputError(f"{member.name} is no file")
    return file

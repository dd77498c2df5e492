"""What an import is given: files, folders and archives, as a stream of items to read.

Import is hostile territory: an archive is never unpacked to disk, and the size, number and
names of what is in it are bounded. A folder or archive that is one thing (a release, a
project of another program) is one item; files that belong to another are none.
"""

import os
import tarfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import IO

from annotator.errors import InputError
from annotator.formats.files import Files, FolderFiles, NamedFiles, ZipFiles, fault_of, member_fault
from annotator.formats.many_names import ManyNames
from annotator.formats.registry import begins_container, companions, find_container
from annotator.formats.tar_reading import DAMAGE, SUFFIXES, TarFiles, damaged, members, names_in
from annotator.formats.zip_reading import ZipReader

_SKIPPED = {"thumbs.db", "desktop.ini", "__macosx"}
STANDARD_INPUT = Path("-")
"""As a path to import: what another program pipes in."""
_PROJECT_TAILS = (".annotator", ".annotator-wal", ".annotator-shm")


@dataclass(frozen=True, slots=True)
class Item:
    """One file to read. *path* names it to a person, *uri* in the project, *member* among *files*.

    *open* gives its bytes as a stream; an item that cannot be read has a *fault* instead. A
    container has the name of its *format*, and no bytes of its own.
    """

    path: str
    uri: str
    open: Callable[[], IO[bytes]] | None = None
    fault: str = ""
    files: Files | None = None
    member: str = ""
    format: str | None = None


def items(paths: Sequence[Path], format_name: str | None = None) -> Iterator[Item]:
    """Yield the files that *paths* name: files, what is in folders (sorted), what is in archives; - is standard input.

    *format_name* is the format that was asked for, if any.
    """
    # of files that are named singly, too, some belong to others
    beside: dict[Path, list[str]] = {}
    for path in paths:
        beside.setdefault(path.parent, []).append(path.name)
    skipped = {folder / name for folder, names in beside.items() for name in companions(names, format_name)}
    around = {folder: NamedFiles(folder, names) for folder, names in beside.items()}
    for path in paths:
        if path in skipped:
            continue
        if path == STANDARD_INPUT:
            # not closed: others may read on
            yield Item("standard input", "standard input", _standard_input)
            continue
        try:
            folder, there = path.is_dir(), path.exists()
        except OSError as error:
            yield Item(str(path), path.name, fault=f"it cannot be read ({error.strerror}); check who may read it")
            continue
        if folder:
            yield from _folder(path, path, FolderFiles(path), format_name)
        elif there:
            yield from _file(path, _unicode(path.name), around[path.parent], path.name, format_name)
        else:
            yield Item(str(path), path.name, fault="there is no such file or folder; check the name")


def _standard_input() -> IO[bytes]:
    return open(0, "rb", closefd=False)  # who takes it closes it


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
            total += _count_within(path)
        else:
            total += 1
    return total


def _count_within(folder: Path | str) -> int:
    total = 0
    folders: list[str] = []
    try:
        with os.scandir(folder) as found:
            for each in found:
                if _skipped(each.name):
                    continue
                if not each.is_dir():
                    total += 1
                elif not each.is_symlink():
                    folders.append(each.path)
    except OSError:
        # what cannot be looked at is said when it is its turn
        pass
    return total + sum(map(_count_within, folders))


def _skipped(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SKIPPED or name.endswith(_PROJECT_TAILS)


def _skipped_in(name: str) -> bool:
    """Tell whether a member of an archive is passed over; one that leads out of it is not, but named as a fault."""
    return any(_skipped(part) for part in Path(name).parts if part != "..")


def _inside(
    archive: Path, uri: str, name: str, fault: str, open_: Callable[[], IO[bytes]], files: Files | None = None
) -> Item:
    """Return the item for a member of an archive, which may have a *fault*; *files* are those of the archive."""
    path = f"{archive}!{name}"
    if fault:
        return Item(path, name, fault=fault)
    return Item(path, f"{uri}/{_unicode(name)}", open_, files=files, member=name if files is not None else "")


def _folder(folder: Path, root: Path, files: Files, format_name: str | None) -> Iterator[Item]:
    try:
        with os.scandir(folder) as there:
            names = ManyNames(each.name for each in there)
    except OSError as error:
        yield Item(str(folder), folder.name, fault=f"the folder cannot be read ({error.strerror})")
        return
    found = _container(names, format_name)
    if found is None and begins_container(names):
        # what it says at the top may be of files in folders below
        found = _container(FolderFiles(folder).names(), format_name)
    if found:
        yield Item(str(folder), _unicode(folder.name), files=FolderFiles(folder), format=found)
        return
    skipped = companions(names, format_name)
    for name in names:
        if _skipped(name) or name in skipped:
            continue
        path = folder / name
        if path.is_dir():
            # a link to a folder may lead back up here
            if not path.is_symlink():
                yield from _folder(path, root, files, format_name)
        elif path.exists() and not path.is_file():
            # reading from a pipe would wait for ever
            yield Item(str(path), path.name, fault="it is a pipe or a device, not a file")
        else:
            inner = path.relative_to(root).as_posix()
            yield from _file(path, _unicode(inner), files, inner, format_name)


def _container(names: Collection[str], format_name: str | None) -> str | None:
    """Return the name of the format of which a folder or archive with these *names* is one thing, or None."""
    found = find_container(names)
    return found.name if found and format_name in (None, found.name) else None


def _file(path: Path, uri: str, files: Files, member: str, format_name: str | None) -> Iterator[Item]:
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
        yield from _zip(path, uri, format_name)
    elif path.name.lower().endswith(SUFFIXES):
        yield from _tar(path, uri, format_name)
    else:
        yield Item(str(path), uri, lambda: path.open("rb"), files=files, member=member)


def _zip(path: Path, uri: str, format_name: str | None) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            archive = ZipReader(file)
            files = ZipFiles(archive)
            if found := _container(files.names(), format_name):
                yield Item(str(path), uri, files=files, format=found)
                return
            skipped = _companions_in(files.names(), format_name)
            for member in archive:
                if member.name not in skipped and not _skipped_in(member.name):
                    yield _inside(path, uri, member.name, fault_of(member), partial(archive.open, member), files)
    except OSError as error:
        yield Item(str(path), uri, fault=f"the archive cannot be read ({error.strerror}); check who may read it")
    except InputError as error:
        yield Item(str(path), uri, fault=str(error))


def _companions_in(names: Collection[str], format_name: str | None) -> ManyNames:
    """Return the names in an archive that belong to other files of their folder."""
    # sorted by folder: a folder's files follow each other
    by_folder = ManyNames("\0".join(name.rpartition("/")[::2]) for name in names)
    skipped = ManyNames()
    for folder, group in groupby(by_folder, lambda each: each.partition("\0")[0]):
        files = ManyNames(each.partition("\0")[2] for each in group)
        for file in companions(files, format_name):
            skipped.add(f"{folder}/{file}" if folder else file)
    return skipped


def _tar(path: Path, uri: str, format_name: str | None) -> Iterator[Item]:
    try:
        names = names_in(path)
        container = _container(names, format_name)
        skipped = _companions_in(names, format_name)
        if not container and not skipped:
            yield from _tar_in_order(path, uri)
            return
        with TarFiles(path) as files:
            if container:
                yield Item(str(path), uri, files=files, format=container)
                return
            for name, fault in files.in_order():
                if name not in skipped and not _skipped_in(name):
                    yield _inside(path, uri, name, fault, partial(files.open, name), files)
    except OSError as error:
        yield Item(
            str(path), uri, fault=f"the archive cannot be read ({error.strerror or error}); check who may read it"
        )
    except InputError as error:
        yield Item(str(path), uri, fault=str(error))


def _tar_in_order(path: Path, uri: str) -> Iterator[Item]:
    """Yield the files of an archive as they follow each other, each to be read before the next is asked for."""
    try:
        with tarfile.open(path) as archive:
            for member in members(archive):
                if not _skipped_in(member.name):
                    fault = member_fault(member.name, member.size, None)
                    yield _inside(path, uri, member.name, fault, partial(_member, archive, member))
    except InputError as error:
        yield Item(str(path), uri, fault=str(error))
    except DAMAGE as error:
        yield Item(str(path), uri, fault=str(damaged(error)))


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise InputError(f"{member.name} is no file")
    return file

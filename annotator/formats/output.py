"""Where a writer of several files puts them: a folder or a ZIP archive, whole or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from annotator.errors import UsageError
from annotator.formats.atomic import sync_folder, unwritable, writing
from annotator.formats.zip_writing import ZipWriter


class Folder(Protocol):
    """Takes files by name, one at a time: a file is closed before the next is opened."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Give a binary file called *name* (relative, forward slashes) for a ``with`` block."""
        ...


class _Plain:
    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def open(self, name: str) -> Generator[IO[bytes]]:
        """Give a file of the folder."""
        _check(name)
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


class _Zipped:
    def __init__(self, archive: ZipWriter) -> None:
        self._archive = archive

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Give a member of the archive."""
        _check(name)
        return self._archive.member(name)


@contextmanager
def writing_archive(path: Path) -> Generator[Folder]:
    """Give a place for files that become members of the ZIP archive *path* when the block ends."""
    with writing(path) as file, zipped(file) as folder:
        yield folder


@contextmanager
def zipped(file: IO[bytes]) -> Generator[Folder]:
    """Give a place for files that become members of a ZIP archive in *file*."""
    with closing(ZipWriter(file)) as archive:
        yield _Zipped(archive)
        archive.finish()


@contextmanager
def writing_folder(path: Path) -> Generator[Folder]:
    """Give a place for files that become the folder *path* when the block ends, and vanish if it raises.

    A folder that is there already is replaced if all that is in it is written anew, or it is
    empty. Raises UsageError where it holds something else, AnnotatorError where it cannot be
    written.
    """
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; this format writes a folder: name one, or a file that ends in .zip")
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".annotator-{secrets.token_hex(8)}.part")
    try:
        temporary.mkdir()
        yield _Plain(temporary)
        _put_in_place(temporary, target, path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or str(error.filename).startswith(str(temporary)):
            raise unwritable(path, target, error) from error
        raise
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary)


def _put_in_place(temporary: Path, target: Path, path: Path) -> None:
    if not target.is_dir():
        temporary.rename(target)
        sync_folder(target.parent)
        return
    foreign = _names_in(target) - _names_in(temporary)
    if foreign:
        raise UsageError(
            f"{path} already holds something that this export does not write ({min(foreign)}); "
            "choose another folder, or empty it"
        )
    old = target.with_name(f".annotator-{secrets.token_hex(8)}.old")
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(old)


def _names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _check(name: str) -> None:
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or "\\" in name or "\0" in name:
        raise ValueError(f"{name!r} leads out of the export")

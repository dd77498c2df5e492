"""Files that appear whole or not at all: written beside their place, synced, then renamed."""

import errno
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from annotator.errors import AnnotatorError, UsageError

_BUFFER = 1 << 18
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def writing(path: Path) -> Generator[IO[bytes]]:
    """Give a binary file that becomes *path* when the block ends, and vanishes if it raises.

    A file that is already there keeps its permissions; a link stays and what it leads to is
    replaced. A pipe or device is written as it comes, for it cannot be replaced. Raises
    UsageError where *path* cannot be a file, AnnotatorError where it cannot be written;
    other errors of the block come through as they are.
    """
    try:
        before = path.stat()
    except OSError:
        before = None
    if before is not None and stat.S_ISDIR(before.st_mode):
        raise UsageError(f"{path} is a folder; name a file in it")
    whole = before is None or stat.S_ISREG(before.st_mode)
    target = Path(os.path.realpath(path)) if whole else path
    temporary = target.with_name(f".annotator-{secrets.token_hex(8)}.part") if whole else path
    try:
        with _replacing(temporary, target, before) if whole else path.open("wb", _BUFFER) as file:
            yield file
    except OSError as error:
        # a write that fails for want of room bears no name
        if error.errno in _NO_ROOM or error.filename in (str(temporary), str(target)):
            raise unwritable(path, target, error) from error
        raise


@contextmanager
def _replacing(temporary: Path, target: Path, before: os.stat_result | None) -> Generator[IO[bytes]]:
    try:
        with temporary.open("xb", _BUFFER) as file:
            if before is not None:
                temporary.chmod(stat.S_IMODE(before.st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        # there is nothing left to unlink where all went well, or no folder
        with suppress(OSError):
            temporary.unlink()


def unwritable(path: Path, target: Path, error: OSError) -> AnnotatorError:
    """Return the sentence for a *path* (in fact *target*) that could not be written."""
    if error.errno in _NO_FOLDER:
        return UsageError(f"there is no folder {target.parent}; make it first, or choose another place")
    if error.errno in _NO_ROOM:
        return AnnotatorError(f"{path} was not written: there is no room left; make some, or choose another disk")
    if error.errno in _FORBIDDEN:
        return AnnotatorError(f"{path} was not written: you may not write to {target.parent}; choose another place")
    reason = error.strerror or str(error)
    return AnnotatorError(f"{path} was not written ({reason}); choose another place")


def sync_folder(folder: Path) -> None:
    """Bring the names of *folder* to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

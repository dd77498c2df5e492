"""Files that appear whole or not at all: written beside their place, synced, then renamed."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from annotator.errors import InputError


@contextmanager
def writing(path: Path) -> Generator[IO[bytes]]:
    """Give a binary file that becomes *path* when the block ends, and vanishes if it raises.

    Permissions of a file that is already there are kept. Raises InputError, in a sentence,
    where the place cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is not a folder; create it first or choose another place")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with temporary.open("wb", buffering=1 << 18) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o7777)
            temporary.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(f"{path} cannot be written ({reason}); choose another place or make room") from error
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

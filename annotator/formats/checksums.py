"""SHA256SUMS: the digests of the files of a release, as sha256sum writes and checks them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING

from annotator.errors import InputError
from annotator.formats.files import Files, whole

if TYPE_CHECKING:
    from _hashlib import HASH

    from annotator.formats.output import Folder

NAME = "SHA256SUMS"
_LINE = re.compile(r"\\?([0-9a-fA-F]{64}) [ *](.+)")
_PIECE = 1 << 20


class Summed:
    """A folder that takes files and remembers the digest of each."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._digests: dict[str, str] = {}

    @contextmanager
    def open(self, name: str) -> Generator[IO[bytes]]:
        """Give a file called *name* for a ``with`` block."""
        digest = sha256()
        with self._folder.open(name) as file:
            yield _Summing(file, digest)  # pyright: ignore[reportReturnType]  # writers only write
        self._digests[name] = digest.hexdigest()

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.open(name) as file:
            file.write(data)

    def close(self) -> None:
        """Write the sums of all files, by name."""
        with self._folder.open(NAME) as file:
            file.write("".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests.items())).encode())


class _Summing:
    def __init__(self, file: IO[bytes], digest: HASH) -> None:
        self._file = file
        self._digest = digest

    def write(self, data: bytes) -> int:
        """Write, and count into the digest."""
        self._digest.update(data)
        return self._file.write(data)


def read_sums(data: bytes) -> dict[str, str]:
    """Return the digest of each name that a file of sums has; InputError with the line that is none."""
    found: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"), start=1):
        text = line.rstrip("\r")
        if not text.strip():
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            raise InputError(f"{NAME}, line {number}: it must be a SHA-256, two spaces and a name; take a whole copy")
        found[match[2].removeprefix("./")] = match[1].lower()
    return found


def mismatches(files: Files, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each file in *folder* that is not what its sum says, and a sentence; InputError for no sums."""
    for name, expected in read_sums(whole(files, folder + NAME)).items():
        if not files.has(folder + name):
            yield name, f"{name} is missing, though {NAME} names it; take a whole copy of the release"
            continue
        digest = sha256()
        with files.open(folder + name) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != expected:
            yield (
                name,
                (
                    f"{name} is not what was released: its SHA-256 is {digest.hexdigest()}, and {NAME} "
                    f"says {expected}; take a whole copy of the release"
                ),
            )

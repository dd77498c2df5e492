"""Writes ZIP archives: the same bytes on every machine, and memory that does not grow with the number of members.

Python's own writer keeps all that it knows of each member until the end, and what it writes differs from one Python
to the next. Here what the archive says at its end of its members waits on the disk.
"""

import io
import shutil
import stat
import struct
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer

_HELD = 1 << 20
"""Bytes of a member, packed, and of the directory at the end, that are held in memory at most."""
_NO_MOMENT = (1 << 5) | 1
"""The earliest day that an archive can name, 1 January 1980: when a file was written is nobody's concern."""
_NEEDS_32, _NEEDS_64 = 20, 45
_UNIX = 3
_UTF8 = 0x800
_DEFLATED = 8
_MODE = (stat.S_IFREG | 0o644) << 16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
LIMIT = _FULL_32
"""From here on a size or place is said in 64 bits."""


class ZipWriter:
    """Writes members one after the other to *file*, from its beginning; `finish` ends the archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._written = 0
        self._count = 0
        self._directory: IO[bytes] = SpooledTemporaryFile(_HELD)  # noqa: SIM115  # closed by `close`

    @contextmanager
    def member(self, name: str) -> Generator[IO[bytes]]:
        """Give a file that becomes the member *name* when the block ends; if it raises there is none."""
        with SpooledTemporaryFile(_HELD) as packed:
            member = _Member(packed)
            yield cast("IO[bytes]", member)
            member.finish()
            packed.seek(0)
            self._add(name, member, packed)

    def _add(self, name: str, member: "_Member", packed: IO[bytes]) -> None:
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes, more = _sizes(member.packed, member.size)
        needs = _NEEDS_64 if more else _NEEDS_32
        # what is too large for 32 bits stands in the other order there
        more.reverse()
        extra = _extra(more)
        head = struct.pack(
            "<4s5H3L2H", b"PK\3\4", needs, flags, _DEFLATED, 0, _NO_MOMENT, member.crc, *sizes, len(encoded), len(extra)
        )
        (place,), far = _sizes(self._written)
        entry = _extra(more + far)
        self._directory.write(
            struct.pack(
                "<4s4B4H3L5H2L",
                b"PK\1\2",
                _NEEDS_64 if entry else needs,
                _UNIX,
                _NEEDS_64 if entry else needs,
                0,
                flags,
                _DEFLATED,
                0,
                _NO_MOMENT,
                member.crc,
                *sizes,
                len(encoded),
                len(entry),
                0,
                0,
                0,
                _MODE,
                place,
            )
        )
        self._directory.write(encoded + entry)
        self._file.write(head + encoded + extra)
        shutil.copyfileobj(packed, self._file, _HELD)
        self._written += len(head) + len(encoded) + len(extra) + member.packed
        self._count += 1

    def finish(self) -> None:
        """Write the directory of all members, which ends the archive."""
        size, begin = self._directory.tell(), self._written
        self._directory.seek(0)
        shutil.copyfileobj(self._directory, self._file, _HELD)
        if self._count >= _FULL_16 or size >= LIMIT or begin >= LIMIT:
            self._file.write(
                struct.pack(
                    "<4sQ2H2L4Q", b"PK\6\6", 44, _NEEDS_64, _NEEDS_64, 0, 0, self._count, self._count, size, begin
                )
                + struct.pack("<4sLQL", b"PK\6\7", 0, begin + size, 1)
            )
        count = min(self._count, _FULL_16)
        self._file.write(
            struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, min(size, _FULL_32), min(begin, _FULL_32), 0)
        )

    def close(self) -> None:
        """Let go of what waits on the disk."""
        self._directory.close()


def _sizes(*values: int) -> tuple[list[int], list[int]]:
    """Return what 32 bits say of *values*, and those of them for which they are too few; all of them if any is."""
    if any(value >= LIMIT for value in values):
        return [_FULL_32] * len(values), list(values)
    return list(values), []


def _extra(values: list[int]) -> bytes:
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values) if values else b""


class _Member(io.BufferedIOBase):
    """What is written to it goes packed to *target*."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.crc = 0
        self.size = 0
        self.packed = 0

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, data: "Buffer", /) -> int:
        """Pack *data*."""
        view = memoryview(data)
        self.crc = zlib.crc32(view, self.crc)
        self.size += view.nbytes
        self.packed += self._target.write(self._packer.compress(view))
        return view.nbytes

    def finish(self) -> None:
        """Pack what is left."""
        self.packed += self._target.write(self._packer.flush())

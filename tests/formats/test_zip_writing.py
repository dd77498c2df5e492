"""Archives that we write are read by others, hold what they should whatever its size, and have the same bytes."""

import io
import zipfile
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import zip_writing
from annotator.formats.zip_writing import ZipWriter

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\\0"), min_size=1, max_size=8)


def archive_of(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = ZipWriter(file)
    for name, data in members.items():
        with writer.member(name) as member:
            member.write(data)
    writer.finish()
    writer.close()
    return file.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_what_was_written_is_read_by_python(members):
    assert read(archive_of(members)) == members


def test_an_archive_without_members_is_one():
    assert read(archive_of({})) == {}


def test_a_member_larger_than_what_is_held_in_memory_is_whole():
    data = b"".join(sha256(bytes([number % 256, number // 256])).digest() for number in range(60_000))

    assert read(archive_of({"large": data, "small": b"a"})) == {"large": data, "small": b"a"}


def test_more_members_than_16_bits_count_are_all_there():
    members = {f"{number:05d}": b"" for number in range(66_000)}

    assert read(archive_of(members)) == members


def test_sizes_and_places_beyond_32_bits_are_said_in_64(monkeypatch):
    # archives of 4 GiB take their time
    monkeypatch.setattr(zip_writing, "LIMIT", 4)
    members = {"a": b"words and words", "b": b"", "ö": b"more of them"}

    assert read(archive_of(members)) == members


def fail_within(writer: ZipWriter) -> None:
    with writer.member("second") as member:
        member.write(b"half")
        raise ValueError("broken")


def test_a_member_that_fails_is_not_there():
    file = io.BytesIO()
    writer = ZipWriter(file)
    with writer.member("first") as member:
        member.write(b"first")
    with pytest.raises(ValueError, match="broken"):
        fail_within(writer)
    writer.finish()
    writer.close()

    assert read(file.getvalue()) == {"first": b"first"}


def test_an_archive_goes_through_a_pipe():
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.taken = b""

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.taken += bytes(data)
            return len(data)

    pipe = Pipe()
    writer = ZipWriter(pipe)
    with writer.member("a.txt") as member:
        member.write(b"words")
    writer.finish()
    writer.close()

    assert read(pipe.taken) == {"a.txt": b"words"}

"""Archives of other programs are read whatever they are packed with, and damage is said in a sentence."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.files import ZipFiles, whole
from annotator.formats.zip_reading import ZipReader

METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
NAMES = st.text("aZé日😀_", min_size=1, max_size=8)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def reader(data: bytes) -> ZipReader:
    return ZipReader(io.BytesIO(data))


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=5), METHODS)
def test_members_are_read_whatever_they_are_packed_with(members, method):
    files = ZipFiles.of(packed(members, method))

    assert list(files.names()) == sorted(members)
    assert {name: whole(files, name) for name in members} == members


def test_members_come_in_the_order_of_the_archive_without_its_folders():
    assert [each.name for each in reader(packed({"b": b"", "in/": b"", "in/c": b"", "a": b""}))] == ["b", "in/c", "a"]


def test_two_members_can_be_read_by_turns():
    found = reader(packed({"a": b"one\ntwo\n", "b": b"1\n2\n"}))
    one, other = (found.open(each) for each in found)

    assert [one.readline(), other.readline(), one.readline(), other.readline()] == [b"one\n", b"1\n", b"two\n", b"2\n"]


def test_what_precedes_an_archive_is_passed_over_and_its_comment_too():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "words")
        archive.comment = b"made PK\3\4 by hand"

    assert whole(ZipFiles(reader(b"#! a program\n" + data.getvalue())), "a.txt") == b"words"


def test_sizes_in_64_bits_are_read():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"words")

    assert whole(ZipFiles(reader(data.getvalue())), "a.txt") == b"words"


def test_an_archive_of_very_many_members_is_read_whole():
    members = {f"{number:05d}.txt": b"" for number in range(66_000)}

    assert sum(1 for _ in reader(packed(members))) == 66_000


def test_a_member_whose_bytes_were_altered_is_named():
    data = bytearray(packed({"a.txt": b"words and words"}, zipfile.ZIP_STORED))
    data[data.index(b"words")] ^= 1

    with pytest.raises(InputError, match=r"a\.txt cannot be read \(Bad CRC-32 .*\); the archive is damaged"):
        whole(ZipFiles(reader(bytes(data))), "a.txt")


def test_a_member_that_is_packed_wrongly_is_named():
    data = bytearray(packed({"a.txt": b"words and words" * 20}))
    place = data.index(b"a.txt") + 5
    data[place : place + 4] = b"\xff\xff\xff\xff"

    with pytest.raises(InputError, match=r"a\.txt cannot be read \(.*\); the archive is damaged"):
        whole(ZipFiles(reader(bytes(data))), "a.txt")


@given(st.integers(0, 200))
def test_an_archive_that_was_cut_is_refused_in_a_sentence(cut):
    data = packed({"a.txt": b"words", "b.txt": b"words"})

    with pytest.raises(InputError, match="cannot be read"):
        whole(ZipFiles(reader(data[: min(cut, len(data) - 1)])), "b.txt")


@given(st.data())
def test_an_archive_with_any_byte_altered_is_read_or_refused(data):
    archive = bytearray(packed({"a.txt": b"words", "b.txt": b"more words"}))
    archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))

    # nothing but what is said to a person
    with suppress(InputError):
        files = ZipFiles.of(bytes(archive))
        for name in files.names():
            whole(files, name)

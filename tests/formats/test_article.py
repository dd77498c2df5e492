"""The archive's articles: header and body, as the contract has them."""

import hashlib

import pytest

from annotator.errors import InputError
from annotator.formats import article, text
from annotator.model.text import text_sha256
from annotator.resources import resources


def read(data: bytes, name: str = "folder/a.txt"):
    return article.read(data, name).document


def test_the_header_is_title_and_date_and_the_body_begins_at_its_first_line():
    document = read(b" date 2025-04-28 Sacred Mission: Praise\n\n\nFirst line.\n\n  Second.  \n\n")

    assert (document.title, document.date) == ("Sacred Mission: Praise", "2025-04-28")
    assert document.text == "First line.\n\n  Second.  \n\n"
    assert document.text_sha256 == text_sha256(document.text)
    assert (document.language, document.status, document.split, dict(document.metadata)) == (None, "new", None, {})


def test_the_source_is_the_file_as_it_was():
    data = b"\xef\xbb\xbf date 1917 T\r\n\r\nBody\r\n"

    source = read(data).source

    assert source is not None
    assert (source.uri, source.media_type) == ("folder/a.txt", "text/plain")
    assert source.original == data
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("date", ["1917", "1917-11", "1917-11-07"])
def test_dates_may_be_partial(date):
    assert read(f"date {date} Title\n\nBody".encode()).date == date


@pytest.mark.parametrize("space", ["", " ", "\t\n  \n ", "\u00a0"])
def test_white_space_may_stand_before_the_header(space):
    assert read(f"{space}date 1917 Title\n\nBody".encode()).title == "Title"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one_sort_and_a_byte_order_mark_goes(end):
    document = read("\ufeffdate 1917 Title\n\nOne\nTwo\n".replace("\n", end).encode())

    assert (document.title, document.text) == ("Title", "One\nTwo\n")
    assert document.metadata["encoding"] == "utf-8-sig"


def test_the_body_is_otherwise_untouched():
    body = "\tIndented “quote” e\u0301 \ufeff\u2028\u0085\0\f\n \n\n tail \t"

    assert read(f"date 1917 Title\n \n\t\n{body}".encode()).text == body


def test_a_body_may_follow_without_a_blank_line_or_not_at_all():
    assert read(b"date 1917 Title\nBody").text == "Body"
    for data in (b"date 1917 Title", b"date 1917 Title\n", b"date 1917 Title\n\n  \n  "):
        assert (read(data).title, read(data).text) == ("Title", "")


def test_photo_credits_stay_in_the_text_and_stand_in_the_metadata():
    document = read("date 1917 T\n\nA\n\nPhoto: Ann Ash, CC BY\n\nB\n  Photo:  Béa \nPhoto:\nNo Photo: x".encode())

    assert document.metadata == {"photo_credit": "Ann Ash, CC BY\nBéa"}
    assert "Photo: Ann Ash, CC BY\n" in document.text


@pytest.mark.parametrize(
    "data",
    [
        b"Date 1917 Title\n\nBody",
        b"date 1917\n\nBody",
        b"date 17-04-28 Title\n\nBody",
        b"date: 1917 Title\n\nBody",
        b"up to date 1917 Title\n\nBody",
        "date ١٩١٧ Title\n\nBody".encode(),
    ],
)
def test_without_the_header_it_is_plain_text(data):
    document = read(data)

    assert document.date is None
    assert document.text == data.decode()
    assert document.metadata == {}


@pytest.mark.parametrize("date", ["2025-13-40", "2025-02-29", "1917-00"])
def test_an_impossible_date_makes_it_plain_text_that_says_so(date):
    data = f"date {date} Title\n\nBody".encode()

    document = read(data)

    assert (document.date, document.text) == (None, data.decode())
    assert document.metadata == {"header_fault": f"{date} is no date"}


def test_any_encoding_is_read_and_recorded():
    body = "date 1917 Brücke\n\nDie Brücke über die Süderau bleibt gesperrt."

    document = read(body.encode("cp1252"))

    assert (document.title, document.text) == ("Brücke", "Die Brücke über die Süderau bleibt gesperrt.")
    assert document.metadata["encoding"] == "cp1252"
    assert 0 < document.metadata["encoding_confidence"] < 1


def test_the_samples_are_articles_with_title_date_and_text():
    files = sorted((resources() / "samples").glob("*.txt"))
    for path in files:
        document = read(path.read_bytes(), path.name)
        assert document.title
        assert document.date
        assert document.text[0] not in " \n"
    assert len(files) >= 7


def test_plain_text_takes_its_first_line_or_its_name_as_title():
    def title(data: str) -> str:
        return text.read(data.encode(), "folder/letter 3.txt").document.title

    assert title("\n\n  A  letter\tto X  \n\nDear") == "A letter to X"
    assert title("* * *\n\nAfter the stars") == "After the stars"
    assert title("…\n—\n") == "letter 3.txt"
    assert title("word " * 100).endswith("word…")
    assert len(title("word " * 100)) <= text.TITLE


def test_plain_text_is_kept_whole():
    data = b"\n\nA\r\n\rB \n"

    assert text.read(data, "a.txt").document.text == "\n\nA\n\nB \n"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_a_word_is_refused(data):
    with pytest.raises(InputError, match="it is empty"):
        text.read(data, "a.txt")

"""What a file is: by its content first, then by its name; and refusals that name the thing."""

import re
import subprocess
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.errors import InputError, UsageError
from annotator.formats.registry import FORMATS, find_format, formats, named_format

LINE = b'{"id":"a","title":"T","text":"Words"}\n'
ARTICLE = b" date 1917-11 Title\n\nBody\n"


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (ARTICLE, "a.txt", "article"),
        (ARTICLE, "a.jsonl", "article"),
        (ARTICLE, "no-suffix", "article"),
        (b"\xef\xbb\xbf" + ARTICLE, "a.txt", "article"),
        (ARTICLE.decode().encode("utf-16"), "a.txt", "article"),
        (ARTICLE.decode().encode("utf-16-le"), "a.txt", "article"),
        (b"Some words.\n", "a.txt", "text"),
        (b"Some words.\n", "README", "text"),
        (b"caf\xe9\n", "a.md", "text"),
        (b"\0 and words", "a.txt", "text"),
        (b"[Editor's note: none]\n", "a.txt", "text"),
        (LINE, "a.jsonl", "jsonl"),
        (LINE, "a.txt", "jsonl"),
        (b"\xef\xbb\xbf" + LINE, "download", "jsonl"),
        (b'[\n  {\n    "text": "Words"\n  }\n]\n', "a.json", "jsonl"),
        (b'{"other": 1}', "a.json", "jsonl"),
        (b"", "empty.JSONL", "jsonl"),
    ],
)
def test_content_comes_first_then_the_name(head, name, expected):
    assert find_format(head, name).name == expected


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\0", "a ZIP archive or an office document"),
        (
            b"PK\x03\x04\x14\0\0\x08" + bytes(22) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
            "an OpenDocument workbook; save it as .xlsx or .csv and import that",
        ),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"GIF89a\x01\0", "a GIF picture"),
        (b"\x1f\x8b\x08\0" + zlib.compress(b"x"), "a gzip archive"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"{\\rtf1\\ansi words}", "an RTF document"),
        (b"<!DOCTYPE html>\n<html><body>words", "a page or document in HTML or XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<letter/>', "a page or document in HTML or XML"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(head, what):
    with pytest.raises(InputError, match=re.escape(what)):
        find_format(head, "a.txt")


def test_types_of_xmi_by_themselves_are_refused_with_what_to_do():
    head = b'<?xml version="1.0"?>\n<!-- made by hand -->\n<typeSystemDescription xmlns="http://uima.apache.org">'
    with pytest.raises(InputError, match=r"describes the types of XMI files and holds no text; name it Type"):
        find_format(head, "types.xml")


def test_a_file_that_begins_with_very_many_comments_is_looked_at_once():
    # to try them in all ways would take longer than anybody lives
    head = b"<!-- part -->\n" * 2000
    assert find_format(head + b"<!ELEMENT p (#PCDATA)>", "a.dtd").name == "text"
    for root, name in ((b"<TEI>", "tei"), (b"<GateDocument>", "gate"), (b"<xmi:XMI>", "xmi")):
        assert find_format(b"<!-- a\nb -->\n" + head + root, "a.xml").name == name


def test_an_edition_with_declarations_of_its_own_is_known_and_refused_by_its_own_reader():
    head = b'<?xml version="1.0"?>\n<!DOCTYPE TEI SYSTEM "tei.dtd" [\n<!ENTITY % a "b">\n]>\n<?hint x?><TEI>'
    assert find_format(head, "a.xml").name == "tei"


@pytest.mark.parametrize("words", ["RIFF and raff", "GIFs", "MZ", "ID3 tags", "BZh", "PK", "<3 letters"])
def test_words_that_look_like_a_signature_are_text(words):
    assert find_format(words.encode(), "a.txt").name == "text"


@pytest.mark.parametrize("head", [b"", b"  \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(head):
    with pytest.raises(InputError, match="it is empty"):
        find_format(head, "a.txt")


def test_an_unknown_name_of_a_format_is_answered_with_those_there_are():
    with pytest.raises(UsageError, match="no format “word”; there are: article,"):
        named_format("word")


def test_a_format_that_is_only_read_cannot_be_written():
    with pytest.raises(UsageError, match="the format article can be read but not written"):
        named_format("article").file_writer()


def test_every_format_is_described_and_has_the_functions_it_promises():
    assert formats() is FORMATS
    assert len({each.name for each in FORMATS}) == len(FORMATS)
    for each in FORMATS:
        assert each.title
        assert each.keeps
        assert each.loses
        assert find_spec(f"annotator.formats.{each.module}")
        if each.reads:
            assert callable(each.files_reader() if each.rich else each.reader())
        if each.writes:
            assert callable(each.file_writer() if each.shape == "file" else each.folder_writer())


def test_every_format_stands_in_the_documents():
    docs = Path(__file__).parents[2] / "docs"
    index = (docs / "formats.md").read_text(encoding="utf-8")

    for each in FORMATS:
        page = (docs / "formats" / f"{each.name}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {each.name}\n")
        assert "```" in page or each.name == "text", f"the page of {each.name} has no example"
        assert f"| `{each.name}` | {'yes' if each.reads else 'no'} | {'yes' if each.writes else 'no'} |" in index
        for suffix in each.suffixes:
            assert f"`{suffix}`" in page
        for option in each.options:
            assert f"`{option.name}`" in page


def test_looking_for_a_format_imports_none():
    script = (
        "import sys\nfrom annotator.formats.registry import find_format\n"
        "find_format(b'date 1917 T', 'a')\n"
        "print([name for name in sys.modules if name in ('orjson', 'charset_normalizer') or "
        "name.startswith('annotator.formats.') and name.rpartition('.')[2] in ('article', 'text', 'jsonl')])"
    )

    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"

"""XML is read without trust: nothing is fetched, expanded or recursed into, and each fault has its line."""

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.xml_safely import escaped, local, parse, quoted, records, sections, storable


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', "line 1: it brings declarations of its own"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declarations of its own"),
        ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd">\n<a>x\n&nbsp;</a>', "line 3: “&nbsp;” is known only from"),
        ("<a>\n<b>\n</a>", "line 3: it is no well-formed XML (mismatched tag, at column 3)"),
        ("<a>&nbsp;</a>", "line 1: it is no well-formed XML (undefined entity, at column 4)"),
        ("<a>" * 300, "line 1: elements are nested more than 256 deep"),
        ("", "it is no well-formed XML (no element found"),
        ("<a>\0</a>", "it is no well-formed XML"),
    ],
)
def test_what_is_not_to_be_trusted_is_refused_with_its_line(data, says):
    with pytest.raises(InputError) as error:
        parse(data.encode())
    assert says in str(error.value)


def test_an_encoding_that_nobody_knows_is_refused_in_a_sentence():
    with pytest.raises(InputError, match=r"encoding|well-formed"):
        parse(b'<?xml version="1.0" encoding="x-klingon"?><a/>')


def test_a_reference_to_an_outer_dtd_is_passed_over():
    assert parse(b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a>text</a>').text == "text"


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff<?xml version='1.0'?><a>Zoë</a>".encode(),
        b"\xef\xbb\xbf\n <?xml version='1.0'?><a>Zo\xc3\xab</a>",
        "<?xml version='1.0' encoding='UTF-16'?><a>Zoë</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='windows-1252'?><a>Zoë</a>".encode("cp1252"),
    ],
)
def test_byte_order_marks_and_declared_encodings_are_understood(data):
    assert parse(data).text == "Zoë"


def test_elements_know_their_line_name_and_namespace():
    root = parse(b'<a xmlns="urn:x" xmlns:y="urn:y">one\n<b y:z="1"/>two<c/>three</a>')
    assert (root.tag, local(root.tag), root.text) == ("{urn:x}a", "a", "one\n")
    assert [(local(each.tag), each.line, each.tail) for each in root] == [("b", 2, "two"), ("c", 2, "three")]
    assert root[0].get("{urn:y}z") == "1"


def test_records_come_one_by_one_and_are_not_held():
    data = b"<all><r>1<r>inner</r></r>between<r>2</r><other/></all>"
    parts = [data[start : start + 3] for start in range(0, len(data), 3)]
    first, second, root = records(parts, lambda tag: tag == "r")
    assert (first.text, len(first), second.text) == ("1", 1, "2")
    assert [each.tag for each in root] == ["other"]


def test_blank_lines_before_the_declaration_do_no_harm():
    lines = [b"\xef\xbb\xbf\n", b" \n", b"<?xml version='1.0'?>\n", b"<all>\n", b"<r>x</r></all>\n"]
    first, root = records(lines, lambda tag: tag == "r")
    assert (first.text, root.tag) == ("x", "all")


def test_a_text_that_comes_in_many_pieces_is_one():
    assert parse(b"<a>" + b"&amp;x" * 100_000 + b"<b/>" + b"y&lt;" * 100_000 + b"</a>").text == "&x" * 100_000


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_what_is_written_comes_back_as_it_was(text):
    fit = storable(text)
    root = parse(f"<a b={quoted(fit)}>{escaped(fit)}</a>".encode())
    assert (root.text or "", root.get("b")) == (fit, fit)
    assert len(fit) == len(text)


def test_a_tree_is_given_back_at_once_when_nobody_needs_it():
    gc.disable()
    try:
        root = parse(b"<a><b>words</b></a>")
        left = weakref.ref(root)
        del root
        assert left() is None
    finally:
        gc.enable()


def test_sections_come_element_by_element_and_are_not_held():
    data = b'<p:r xmlns:p="x" n="1">\n<A>a<a i="1"><b>t</b></a>\n<a i="2"/></A><B><c>long<d/></c></B><C><e/></C></p:r>'
    found: list[tuple[str, str, int, int, str | None]] = []
    for section, each in sections([data[:23], data[23:]], whole=("C",), bare=("B",)):
        found.append((section, local(each.tag), each.line, len(each), each.text))
    assert found[0][:3] == ("", "r", 1)
    assert found[1:] == [
        ("A", "a", 2, 1, None),
        ("A", "a", 3, 0, None),
        ("B", "c", 3, 0, None),
        ("r", "C", 3, 1, None),
    ]


@pytest.mark.parametrize("bare", [(), ("a",)])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<r><a><b>\n</a></r>", "line 2: it is no well-formed XML (mismatched tag, at column 3)"),
        ("<r>" + "<a>" * 300, "line 1: elements are nested more than 256 deep"),
        ("", "it is no well-formed XML (no element found"),
        ('<!DOCTYPE r [<!ENTITY b "c">]>\n<r/>', "line 1: it brings declarations of its own"),
    ],
)
def test_sections_of_what_is_not_to_be_trusted_are_refused(data, says, bare):
    with pytest.raises(InputError) as error:
        list(sections([data.encode()], bare=bare))
    assert says in str(error.value)

"""Lists of records from outside: CSV, JSONL and SKOS, with their faults."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.authority import guessed, joined, read_authority, several, write_csv, write_jsonl
from annotator.model.people import Record

PEOPLE = """Label;Alt labels;Wikidata ID;GND;Comment
Kim Jong Un;Marshal Kim|金正恩;Q56226;;leader
;nobody;;;
Mikhail Gorbachev;Gorbatschow, Michail;not one;118540238;
"""

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://d-nb.info/gnd/118540238> a skos:Concept ;
    skos:prefLabel "Gorbatschow, Michail"@de, "Mikhail Gorbachev"@en ;
    skos:altLabel "Горбачёв"@ru ; skos:definition "General Secretary"@en ;
    skos:exactMatch <http://www.wikidata.org/entity/Q30487> .
<https://example.org/people/7> a skos:Concept .
<https://example.org/list> a skos:ConceptScheme ; skos:prefLabel "People" .
"""


def test_columns_are_guessed_by_their_headers():
    assert guessed(["ID", "Pref. label", "also known as", "Wikidata", "GND ID", "exactMatch", "Birth"]) == {
        0: "id", 1: "name", 2: "aliases", 3: "scheme:wikidata", 4: "scheme:gnd", 5: "identifiers",
    }  # fmt: skip


def test_a_table_is_read_and_each_bad_row_is_named():
    records, faults = read_authority(PEOPLE.encode(), "people.csv")

    assert [(each.name, each.aliases, each.identifiers, each.note) for each in records] == [
        ("Kim Jong Un", ("Marshal Kim", "金正恩"), ("wikidata:Q56226",), "leader"),
        ("Mikhail Gorbachev", ("Gorbatschow, Michail",), ("gnd:118540238",), ""),
    ]
    assert [each.place for each in faults] == ["line 3", "line 4"]
    assert faults[0].reason == "it has no name"
    assert faults[1].reason.startswith("taken without an identifier: “wikidata:not one”")


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_byte_order_marks_and_line_ends_are_taken_as_they_come(separator, bom):
    text = bom + separator.join(["id", "name"]) + "\r\n" + separator.join(["7", '"Kim\r\nJong Un"']) + "\r\n"

    ((record,), faults) = read_authority(text.encode(), "people.csv")

    assert (record.id, record.name, faults) == ("7", "Kim Jong Un", [])


def test_a_table_without_names_is_refused():
    with pytest.raises(InputError, match="no column for names"):
        read_authority(b"a,b\n1,2\n", "x.csv")
    with pytest.raises(InputError, match="no column for names"):
        read_authority(b"", "x.csv")


def test_an_old_encoding_is_understood():
    ((record,), _) = read_authority("name\nMüller, Jürgen; Größe und Übermut\n".encode("latin-1"), "x.csv")
    assert record.name.startswith("M\u00fcller")


text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)
plain = text.map(lambda each: " ".join(each.split()))
made = st.builds(
    lambda id_, kind, name, tag, aliases, ids, note: Record(
        id_, kind, name, tag, tuple(dict.fromkeys(each for each in aliases if each != name)), tuple(dict.fromkeys(ids)),
        note=note.strip(),
    ),
    st.uuids().map(str),
    st.sampled_from(["entity", "claim"]),
    plain,
    st.sampled_from([None, "Person"]),
    st.lists(plain, max_size=3),
    st.lists(st.sampled_from(["wikidata:Q42", "viaf:1", "https://example.org/a?b=c"]), max_size=2),
    text | st.just(""),
)  # fmt: skip


@given(st.lists(made, max_size=4, unique_by=lambda each: each.id))
def test_what_is_written_as_jsonl_is_read_again(records):
    records = [replace(each, attributes={"born": 1984}) for each in records]
    data = b"".join(write_jsonl(records))

    assert data.count(b"\n") == len(records)
    if records:
        assert read_authority(data, "records.jsonl") == (records, [])


cell = st.text("ab ,;'\"x\n", min_size=1, max_size=8).map(lambda each: " ".join(each.split())).filter(bool)


@given(st.lists(cell, max_size=4, unique=True), cell)
def test_what_is_written_as_csv_is_read_again(aliases, name):
    record = Record("1", "entity", name, None, tuple(each for each in aliases if each != name))

    ((found,), faults) = read_authority(b"".join(write_csv([record])), "records.csv")

    assert (found, faults) == (record, [])
    assert several(joined(aliases)) == aliases


def test_jsonl_with_faults_is_taken_as_far_as_it_goes():
    data = b'{"name": "Kim"}\nnot json\n[1]\n{"name": 7}\n{"name": "A", "aliases": [1]}\n{"name": "B", "kind": "x"}\n'

    records, faults = read_authority(data, "x.jsonl")

    assert [each.name for each in records] == ["Kim"]
    assert [each.place for each in faults] == ["line 2", "line 3", "line 4", "line 5", "line 6"]


@pytest.mark.parametrize("name", ["people.ttl", "people.unknown"])
def test_skos_concepts_are_read_and_what_has_no_name_is_said(name):
    ((record,), faults) = read_authority(TURTLE.strip().encode(), name)

    assert (record.name, record.aliases) == ("Mikhail Gorbachev", ("Gorbatschow, Michail", "Горбачёв"))
    assert record.identifiers == ("gnd:118540238", "wikidata:Q30487")
    assert record.note == "General Secretary"
    assert [tuple(each) for each in faults] == [("https://example.org/people/7", "it has no name")]


def test_rdf_as_xml_is_read_without_entities_and_document_types():
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="http://viaf.org/viaf/1">'
        "<skos:prefLabel>Kim</skos:prefLabel></skos:Concept></rdf:RDF>"
    )
    ((record,), _) = read_authority(body.encode(), "a.rdf")
    assert (record.name, record.identifiers) == ("Kim", ("viaf:1",))

    with pytest.raises(InputError, match="document type or entities"):
        read_authority(f'<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "file:///etc/passwd">]>{body}'.encode(), "a.rdf")
    with pytest.raises(InputError, match="not well-formed"):
        read_authority(b"<rdf:RDF", "a.rdf")
    with pytest.raises(InputError, match="cannot be read as RDF"):
        read_authority(b"@prefix skos <no> .", "a.ttl")


def test_without_rdflib_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdflib", None)

    with pytest.raises(InputError, match=r"annotator\[authority\]"):
        read_authority(TURTLE.encode(), "a.ttl")

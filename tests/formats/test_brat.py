"""brat: what goes out comes back; collections of other programs; faults named with their lines."""

import io
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings

from annotator.errors import InputError
from annotator.formats import brat
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger
from annotator.formats.mapping import load
from annotator.formats.registry import find_container, find_format, named_format
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME, content, documents

BRAT = named_format("brat")
HOLDS = BRAT.holds
MAPPING = load("brat")


class Folder:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str):
        file = io.BytesIO()
        yield file
        assert name not in self.files
        self.files[name] = file.getvalue()


def written(each: Iterable[AnnotatedDocument], ledger: Ledger | None = None, mapping=MAPPING, **options: str):
    folder = Folder()
    job = Writing(Ledger() if ledger is None else ledger, NEWS, options, mapping, RECORDS.get)
    brat.write(each, folder, job)
    return folder.files


def read(files: Mapping[str, bytes | str], name: str = "", mapping=MAPPING, tags: TagSet = NEWS, **more):
    """Read a collection, or the annotation file *name* of one."""
    held = [(key, value.encode() if isinstance(value, str) else value) for key, value in files.items()]
    given = given_of(dict(held).get(name, b""), name, held)
    return list(brat.read_files(given, Reading("Anna", mapping=mapping, tag_set=tags, **more)))


def only(found: list[object]) -> AnnotatedDocument:
    (each,) = (one for one in found if isinstance(one, AnnotatedDocument))
    return each


def remarks(found: list[object]) -> list[tuple[int | None, str]]:
    return [(each.line, each.text) for each in found if isinstance(each, Remark)]


def marks(each: AnnotatedDocument) -> list[tuple[str, str, list[str]]]:
    text = each.document.text
    return [(mark.kind, mark.tag, [text[start:end] for start, end in mark.spans]) for mark in each.annotations]


def links(each: AnnotatedDocument) -> list[tuple[str, str, str]]:
    words = {mark.id: each.document.text[mark.start : mark.end] for mark in each.annotations}
    return [(words[link.source], link.type, words[link.target]) for link in each.relations]


def joined(each: AnnotatedDocument) -> AnnotatedDocument:
    """Join the parts of annotations that only line breaks keep apart: brat cannot tell them from one part."""
    found = []
    for mark in each.annotations:
        spans: list[Span] = []
        for span in mark.spans:
            if spans and not each.document.text[spans[-1].end : span.start].strip("\n"):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        found.append(replace(mark, spans=tuple(spans)))
    return replace(each, annotations=tuple(sorted(found, key=reading_order)))


@settings(max_examples=70, deadline=None)
@given(documents(HOLDS | {"annotators"}))
def test_what_is_held_comes_back(each):
    for how in ("together", "folders", "names"):
        ledger = Ledger()
        files = written([each], ledger, annotators=how)
        back = read(files, options={"annotators": how})
        holds = set(BRAT.held({"annotators": how}))
        lost: dict[str, int] = {loss.feature: loss.count for loss in ledger}
        if lost.pop("relations", 0):
            assert how != "together"
            holds.discard("relations")
        expected = joined(each)
        if expected.annotations != each.annotations:
            assert lost.pop("discontinuous")
        lost.pop("records", None)
        assert not lost
        assert remarks(back) == []
        if "relations" in holds or how == "together":
            assert content(only(back), holds) == content(expected, holds)


@settings(max_examples=40, deadline=None)
@given(documents(HOLDS))
def test_what_came_from_brat_goes_back_with_the_same_bytes(each):
    def rewritten(files: Mapping[str, bytes]) -> dict[str, bytes]:
        found = read(files)
        records = {one.id: one for one in found if isinstance(one, Record)}
        folder = Folder()
        brat.write([only(found)], folder, Writing(Ledger(), NEWS, {}, MAPPING, records.get))
        assert content(only(read(folder.files)), HOLDS) == content(only(found), HOLDS)
        return folder.files

    once = rewritten(written([each]))

    assert rewritten(once) == once


def test_records_come_with_their_name_and_identifiers():
    mark = Annotation("a", "d", "entity", "Person", (Span(0, 3),), "Zoë", TIME, TIME, record="rec-2")
    files = written([AnnotatedDocument(Document("d", "t", "Kim", text_sha256("Kim"), TIME), (mark,))])

    (record,) = (one for one in read(files) if isinstance(one, Record))

    assert (record.name, record.identifiers) == ("Москва, city", ("geonames:524901", "wikidata:Q649"))
    assert b"N1\tReference T1 geonames:524901\t" in files["t.ann"]


# --- files as other programs write them

TEXT = "The mayor said bread was short, and\nthat the army, he said, would come 😀 to Kursk.\n"


def at(words: str, text: str = TEXT) -> str:
    place = text.index(words)
    return f"{place} {place + len(words)}"


def test_a_collection_of_another_program_is_read_with_its_configuration():
    conf = (
        "# types\n[entities]\nPlace\n\tCity\n!Thing\n\n[relations]\nIn Arg1:Place, Arg2:Place\n"
        "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>\n[events]\nAttack Agent:Place\nStatement Content?:Content\n"
        "[attributes]\nSure Arg:<EVENT>, Value:very|not\nOld Arg:Place\n"
    )
    visual = "[labels]\nCity | City\n[drawing]\nCity bgColor:#AABBCC, fgColor:black\n"
    files = {"annotation.conf": conf, "visual.conf": visual, "a.txt": TEXT, "a.ann": "", "b/c.txt": "no marks"}

    found = read(files)
    tags = next(one for one in found if isinstance(one, TagSet))

    assert [(tag.kind, tag.name, tag.parent, tag.colour) for tag in tags.tags] == [
        ("entity", "Place", None, "#6b7280"),
        ("entity", "City", "Place", "#aabbcc"),
        ("entity", "Thing", None, "#6b7280"),
        ("entity", "Attack", None, "#6b7280"),
        ("claim", "Statement", None, "#6b7280"),
    ]
    assert [each.name for each in tags.relation_types] == ["In"]
    assert [(one.name, one.type, one.choices) for one in tags.tags[4].attributes] == [
        ("Sure", "choice", ("very", "not"))
    ]
    assert [one.name for one in tags.tags[0].attributes] == ["Old"]
    assert [one.document.title for one in found if isinstance(one, AnnotatedDocument)] == [
        "The mayor said bread was short, and",
        "no marks",
    ]


def test_discontinuous_fragments_may_stand_in_any_order_and_step_over_line_breaks():
    one, two = at("that the army"), at("would come")
    ann = (
        f"T9\tClaim {two};{one}\twould come that the army\n"
        f"T13\tClaim {at('short, and')};{one}\tshort, and that the army\n"
    )

    each = only(read({"a.txt": TEXT, "a.ann": ann}, "a.ann"))

    assert marks(each) == [
        ("entity", "Claim", ["short, and\nthat the army"]),
        ("entity", "Claim", ["that the army", "would come"]),
    ]
    # ids with gaps are kept
    again = written([each])
    assert b"T13\tClaim" in again[next(name for name in again if name.endswith(".ann"))]


def test_a_record_may_go_on_in_the_next_line():
    start, end = TEXT.index("short"), TEXT.index(" the army")
    ann = f"T1\tClaim {start} {end}\tshort, and\nthat\nT2\tPerson {at('mayor')}\tmayor\n\n"

    found = read({"a.txt": TEXT, "a.ann": ann}, "a.ann")

    assert marks(only(found)) == [("entity", "Person", ["mayor"]), ("entity", "Claim", ["short, and\nthat"])]
    assert remarks(found) == []


def test_words_stand_as_the_text_has_them_since_brat_drops_a_mark_that_differs_in_a_space():
    text = "30\u00a0000 men,\tsaid\u2009« Kim\u202f»\u2028twice."
    mark = Annotation("a", "d", "entity", "Person", (Span(0, len(text)),), "Anna", TIME, TIME)
    files = written([AnnotatedDocument(Document("d", "T", text, text_sha256(text), TIME), (mark,))])

    # the line separator would end the line of the file for brat
    assert files["T.ann"].decode().splitlines()[0] == f"T1\tPerson 0 {len(text)}\t{text}".replace("\u2028", " ")
    assert marks(only(read(files))) == [("entity", "Person", [text])]


def test_an_empty_file_is_a_document_without_marks():
    assert find_format(b"", "a.ann").name == "brat"
    assert only(read({"a.txt": TEXT, "a.ann": ""}, "a.ann")).annotations == ()


def test_a_file_of_another_program_is_refused_in_one_sentence():
    words = "QUOTE\tQ307\t5\t0\t5\t7\tGood night\nATTRIB\tQ307\tSir_John-3\n"

    found = read(
        {"annotation.conf": "", "a.txt": "Good night", "a.ann": words, "b.txt": "b", "b.ann": "T1\tX 0 1\tb\n"}
    )

    assert only(found).document.text == "b"
    ((line, said),) = remarks(found)
    assert line is None
    assert said.startswith("none of its lines is a record of brat, such as “T1⇥Person 4 9⇥mayor”")


def test_annotations_without_their_text_are_refused_with_its_name():
    with pytest.raises(InputError, match=r"its text a\.txt is not beside it; put it there"):
        read({"a.ann": "T1\tX 0 1\ta\n"}, "a.ann")
    found = read({"annotation.conf": "", "a.ann": "T1\tX 0 1\ta\n", "b.ann": "", "b.txt": "b"})
    assert [(each.file, each.document) for each in found if isinstance(each, Remark)] == [("a.ann", None)]


@pytest.mark.parametrize(
    "files",
    [
        {"a.txt": TEXT, "a_anna.ann": f"T1\tPerson {at('mayor')}\tmayor\n",
         "a_ben_2.ann": f"T1\tX {at('said')}\tsaid\n"},
        {"anna/a.txt": TEXT, "anna/a.ann": f"T1\tPerson {at('mayor')}\tmayor\n", "ben_2/a.txt": TEXT,
         "ben_2/a.ann": f"T1\tX {at('said')}\tsaid\n"},
        {"a.txt": TEXT, "anna/a.ann": f"T1\tPerson {at('mayor')}\tmayor\n",
         "ben_2/a.ann": f"T1\tX {at('said')}\tsaid\n"},
        {"dev/text/a.txt": TEXT, "dev/marks/a_anna.ann": f"T1\tPerson {at('mayor')}\tmayor\n",
         "dev/marks/a_ben_2.ann": f"T1\tX {at('said')}\tsaid\n"},
    ],
)  # fmt: skip
def test_several_annotators_of_one_text_are_one_document(files):
    each = only(read({"annotation.conf": "", **files}))

    assert [(mark.annotator, mark.tag) for mark in each.annotations] == [("anna", "Person"), ("ben_2", "X")]
    names = [name for name in files if name.endswith(".ann")]
    assert content(only(read(files, names[0]))) == content(each)
    assert read(files, names[1]) == []


def test_attributes_notes_references_and_unknown_lines():
    ann = (
        f"T1\tPerson {at('mayor')}\tmayor\nT2\tCity {at('Kursk')}\tKursk\n"
        "A1\tNegation T1\nA2\tConfidence T2 L1\n#1\tAnnotatorNotes T1\tfirst\tline\n#2\tAnnotatorNotes T1\tsecond\n"
        "N1\tReference T2 Wikidata:Q5928\tKursk, city\nR1\tborn_in Arg1:T1 Arg2:T2\t\nA3\tSure R1 yes\n"
        "*\tEquiv T1 T2\n#3\tAnnotatorNotes R1\tof a relation\nX1\tsomething new\n"
    )

    found = read({"a.txt": TEXT, "a.ann": ann}, "a.ann")
    each = only(found)
    mayor, kursk = each.annotations

    assert (dict(mayor.attributes), mayor.note) == ({"Negation": True}, "first\tline\nsecond")
    assert dict(kursk.attributes) == {"Confidence": "L1"}
    assert next(one for one in found if isinstance(one, Record)).identifiers == ("Wikidata:Q5928",)
    assert links(each) == [("mayor", "same as", "Kursk"), ("mayor", "born_in", "Kursk")]
    assert dict(each.relations[1].attributes) == {"Sure": "yes"}
    assert remarks(found) == []
    back = written([each])["a.ann"].decode()
    assert "X1\tsomething new\n" in back
    assert "*\tEquiv T1 T2\n" in back
    assert "AnnotatorNotes R1\tof a relation\n" in back


def test_events_that_are_no_claims_come_back_as_events():
    ann = (
        f"T1\tGene {at('mayor')}\tmayor\nT2\tGene {at('army')}\tarmy\nT3\tBinding {at('come')}\tcome\n"
        f"T4\tRegulation {at('said')}\tsaid\nE1\tBinding:T3 Theme:T1 Theme2:T2\nE2\tRegulation:T4 Theme:E1\n"
    )

    each = only(read({"a.txt": TEXT, "a.ann": ann}, "a.ann"))

    assert links(each) == [("come", "Theme", "mayor"), ("come", "Theme", "army"), ("said", "Theme", "come")]
    again = written([each])["a.ann"].decode()
    assert "E1\tBinding:T4 Theme:T1 Theme2:T2\n" in again
    assert " Theme:E1\n" in again
    assert content(only(read({"a.txt": TEXT, "a.ann": again}, "a.ann"))) == content(each)


# --- claims

POLNEAR = (
    f"T1\tSource {at('The mayor')}\tThe mayor\nT2\tCue {at('said')}\tsaid\nT3\tAttribution {at('said')}\tsaid\n"
    f"T4\tContent {at('bread was short')}\tbread was short\nE1\tAttribution:T3 Source:T1 Content:T4\n"
    f"T5\tContent {at('that the army')}\tthat the army \nT6\tContent {at('would come')}\twould com\n"
    f"T7\tAttribution-no-source {at('he said')}\the said\nE2\tAttribution-no-source:T7 Content:T5 Content2:T6\n"
    f"T8\tDiscuss {at('Kursk')}\tKursk\n"
)


def test_attributions_of_polnear_are_claims_and_wrong_quotations_are_said():
    mapping = load("polnear")
    found = read({"a.txt": TEXT, "a.ann": POLNEAR}, "a.ann", mapping)
    each = only(found)

    assert marks(each) == [
        ("entity", "Source", ["The mayor"]),
        ("cue", "Cue", ["said"]),
        ("claim", "Statement", ["bread was short"]),
        ("claim", "Statement", ["that the army", "would come"]),
        ("cue", "Cue", ["he said"]),
        ("entity", "Discuss", ["Kursk"]),
    ]
    assert sorted(links(each)) == [
        ("bread was short", "claimant", "The mayor"),
        ("bread was short", "cue", "said"),
        ("that the army, he said, would come", "cue", "he said"),
    ]
    assert remarks(found) == [
        (7, "T6 says “would com” at 60-70, but the text there is “would come”; the offsets were taken")
    ]

    ledger = Ledger()
    again = written([each], ledger, mapping)["a.ann"].decode()
    assert "Attribution:T" in again
    assert "Attribution-no-source:T" in again
    assert "Discuss" not in again
    assert [loss.sentence for loss in ledger if loss.feature == "annotations"] == [
        "1 annotation left out: “polnear” has only claims and their parts"
    ]
    back = only(read({"a.txt": TEXT, "a.ann": again}, "a.ann", mapping))
    assert content(back) == content(replace(each, annotations=each.annotations[:-1]))


def test_the_cue_that_polnear_has_as_a_role_beside_the_trigger_is_the_cue_once_and_goes_out_as_one():
    mapping = load("polnear")
    ann = (
        f"T1\tSource {at('The mayor')}\tThe mayor\nT2\tCue {at('said')}\tsaid\n"
        f"T3\tContent {at('bread was short')}\tbread was short\nT4\tAttribution {at('said')}\tsaid\n"
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    )
    each = only(read({"a.txt": TEXT, "a.ann": ann}, "a.ann", mapping))

    assert sorted(links(each)) == [("bread was short", "claimant", "The mayor"), ("bread was short", "cue", "said")]
    again = written([each], None, mapping)["a.ann"].decode()
    (event,) = [line for line in again.splitlines() if line.startswith("E")]
    assert sorted(part.partition(":")[0] for part in event.split()[1:]) == ["Attribution", "Content", "Cue", "Source"]
    assert content(only(read({"a.txt": TEXT, "a.ann": again}, "a.ann", mapping))) == content(each)


def claim(number: int, *spans: tuple[int, int], kind="claim", tag="Statement") -> Annotation:
    return Annotation(f"c{number}", "d", kind, tag, tuple(Span(*each) for each in spans), "Zoë", TIME, TIME)


def test_in_polnear_the_outer_claim_stays_and_one_without_a_cue_is_written_only_on_request():
    cue = claim(9, (10, 14), kind="cue", tag="Cue")
    annotations = (claim(1, (15, 35)), claim(2, (20, 30)), claim(3, (40, 50)), cue)
    relations = (Relation("r1", "cue", "c1", "c9"), Relation("r2", "cue", "c2", "c9"))
    each = AnnotatedDocument(Document("d", "t", TEXT, text_sha256(TEXT), TIME), annotations, relations)

    ledger = Ledger()
    mapping = load("polnear")
    ann = written([each], ledger, mapping)["t.ann"].decode()
    assert ann.count("\nE") == 1
    assert [loss.sentence for loss in ledger if "claims" in loss.feature] == [
        "1 claim left out: no cue for a trigger",
        "1 nested claim left out: one label a token allows no nesting, and the outer claim stays",
    ]
    asked = written([each], None, mapping, cueless="on the content")["t.ann"].decode()
    assert asked.count("\nE") == 2


def test_a_claim_without_a_cue_has_its_content_for_a_trigger_in_our_own_layout():
    each = AnnotatedDocument(Document("d", "t", TEXT, text_sha256(TEXT), TIME), (claim(1, (15, 30)),))

    files = written([each])

    assert files["t.ann"].decode() == "T1\tStatement 15 30\tbread was short\nE1\tStatement:T1\n"
    assert marks(only(read(files))) == marks(each)


# --- offsets


def test_offsets_count_the_text_as_it_is_on_disk():
    text = TEXT.replace("\n", "\r\n")
    ann = f"T1\tX {at('Kursk', text)}\tKursk\r\nT2\tX {at('😀', text)}\t😀\r\n"

    found = read({"a.txt": text.encode(), "a.ann": ann}, "a.ann")

    assert marks(only(found)) == [("entity", "X", ["😀"]), ("entity", "X", ["Kursk"])]
    assert remarks(found) == []


def test_a_byte_order_mark_counts_as_brat_counts_it():
    found = read({"a.txt": b"\xef\xbb\xbf" + TEXT.encode(), "a.ann": "T1\tX 5 10\tmayor\n"}, "a.ann")

    assert marks(only(found)) == [("entity", "X", ["mayor"])]
    assert only(found).document.text == TEXT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, "its offsets count UTF-16 units, not characters; so they were read"),
        (TEXT.replace("\n", "\r\n"), "its offsets count UTF-16 units, not characters; so they were read"),
    ],
)
def test_offsets_in_utf16_units_are_found_out_and_said(text, said):
    units = len(text[: text.index("Kursk")].encode("utf-16-le")) // 2

    found = read({"a.txt": text.encode(), "a.ann": f"T1\tX {units} {units + 5}\tKursk\n"}, "a.ann")

    assert marks(only(found)) == [("entity", "X", ["Kursk"])]
    assert remarks(found) == [(None, said)]


def test_offsets_of_a_program_that_counted_line_ends_once_are_found_out_and_said():
    text = TEXT.replace("\n", "\r\n")

    found = read({"a.txt": text.encode(), "a.ann": f"T1\tX {at('Kursk')}\tKursk\n"}, "a.ann")

    assert marks(only(found)) == [("entity", "X", ["Kursk"])]
    assert "count a line end as one character" in remarks(found)[0][1]


def test_offsets_win_over_the_quotation_unless_it_is_to_win():
    ann = f"T1\tX {at('mayor said')}\tarmy\n"

    assert marks(only(read({"a.txt": TEXT, "a.ann": ann}, "a.ann"))) == [("entity", "X", ["mayor said"])]
    found = read({"a.txt": TEXT, "a.ann": ann}, "a.ann", anchor="quote")
    assert marks(only(found)) == [("entity", "X", ["army"])]
    assert remarks(found) == [
        (
            1,
            "T1 says “army” at 4-14, but the text there is “mayor said”; "
            "the words were taken where they stand, at 45-49",
        )
    ]


def test_what_is_broken_is_named_with_its_line():
    ann = (
        "no record\nT1\tX 0 three\tThe\nT2\tX 0 3\tThe\nT2\tX 4 9\tmayor\nT3\tX 500 510\tfar away\nT4\tX 5 5\t\n"
        "E1\tBinding:T3 Theme:T2\nE2\tX:T2 Theme:T99\nR1\tIn Arg1:T2\nR2\tIn Arg1:T2 Arg2:T77\n"
        "A1\tOld T77\n#1\tAnnotatorNotes T77\tx\n"
    )

    found = read({"a.txt": TEXT, "a.ann": ann}, "a.ann")

    assert {line for line, _ in remarks(found)} == {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12}
    assert (5, "T3 (X) is at 500-510, which is not in the text; it was left out") in remarks(found)
    assert (4, "the id T2 stands twice; only the first was taken") in remarks(found)
    assert marks(only(found)) == [("entity", "X", ["The"])]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["annotation.conf", "a.txt", "a.ann"], "brat"),
        (["data/annotation.conf", "data/a.ann"], "brat"),
        (["annotation.conf", "a.txt"], None),
        (["a.txt", "a.ann"], None),
    ],
)
def test_a_folder_with_a_configuration_is_one_collection(names, expected):
    found = find_container(names)
    assert (found and found.name) == expected

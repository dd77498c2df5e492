"""Tables: what goes out as csv or xlsx comes back, no cell is run, and other tables are read by their columns."""

import csv
import io
import os
import tracemalloc
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError, UsageError
from annotator.formats import csv_table, xlsx
from annotator.formats.files import Given, given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.registry import find_format, named_format
from annotator.formats.table import guarded, unguarded
from annotator.formats.table_reading import spans_in
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME, content, documents

Found = list[AnnotatedDocument | Record | Remark]


def written(each: Iterable[AnnotatedDocument], form: str = "csv", **options: str) -> tuple[bytes, Writing]:
    format = named_format(form)
    writing = Writing(tag_set=NEWS, options=format.chosen(options, "writing"), record=RECORDS.get)
    file = io.BytesIO()
    format.file_writer()(each, file, writing)
    return file.getvalue(), writing


def read(data: bytes, form: str = "csv", **options: str) -> Found:
    format = named_format(form)
    reading = Reading("Reader", format.chosen(options, "reading"), tag_set=NEWS)
    return list(format.files_reader()(given_of(data, f"a.{form}"), reading))


def taken(found: Found) -> list[AnnotatedDocument]:
    assert not [each for each in found if isinstance(each, Remark)]
    return [each for each in found if isinstance(each, AnnotatedDocument)]


def remarks(found: Found) -> list[str]:
    return [f"{each.line}: {each.text}" for each in found if isinstance(each, Remark)]


def link(each: Relation) -> tuple[str, str, str, str]:
    return each.id, each.type, each.source, each.target


@st.composite
def several(draw: st.DrawFn) -> list[AnnotatedDocument]:
    return [draw(documents(document_id=f"d-{number}")) for number in range(draw(st.integers(0, 3)))]


@settings(max_examples=40, deadline=None)
@given(several(), st.sampled_from(["comma", "tab", "semicolon"]), st.sampled_from(["yes", "no"]))
def test_a_csv_with_texts_comes_back_as_it_was(given_, separator, mark):
    data, writing = written(given_, texts="yes", separator=separator, mark=mark)

    found = read(data)

    assert [content(each) for each in taken(found)] == [content(each) for each in given_]
    for mine, theirs in zip(taken(found), given_, strict=True):
        assert mine.annotations == theirs.annotations
        assert set(map(link, mine.relations)) == set(map(link, theirs.relations))
    assert len(writing.ledger) == 0


@settings(max_examples=25, deadline=None)
@given(several())
def test_a_workbook_comes_back_as_it_was_and_is_made_again_to_the_byte(given_):
    data, writing = written(given_, "xlsx")

    found = read(data, "xlsx")

    assert [content(each) for each in taken(found)] == [content(each) for each in given_]
    for mine, theirs in zip(taken(found), given_, strict=True):
        assert mine.annotations == theirs.annotations
        assert set(map(link, mine.relations)) == set(map(link, theirs.relations))
    assert len(writing.ledger) == 0
    assert written(given_, "xlsx")[0] == data


@settings(max_examples=40, deadline=None)
@given(several())
def test_a_table_of_claims_brings_back_every_claim_with_its_parts(given_):
    data, writing = written(given_, texts="yes", rows="claims")

    for mine, theirs in zip(taken(read(data)), given_, strict=True):
        assert mine.document.text == theirs.document.text
        claims = [each for each in theirs.annotations if each.kind == "claim"]
        assert [each for each in mine.annotations if each.kind == "claim"] == claims
        assert parts(mine) == parts(theirs)
    losses = {each.feature for each in writing.ledger}
    assert losses <= {"annotations", "relations", "attributes"}


def parts(each: AnnotatedDocument) -> set[tuple[object, ...]]:
    marks = {mark.id: mark for mark in each.annotations}
    return {
        (link.source, link.type, target.kind, target.tag, target.spans)
        for link in each.relations
        if marks[link.source].kind == "claim" and (target := marks[link.target])
    }


@given(st.text())
def test_no_cell_begins_like_a_formula_and_every_cell_comes_back(text):
    cell = guarded(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(cell) == text


TEXT = "The mayor =SUM(1) said that bread, “so”, is short."


def document(*annotations: Annotation, relations: tuple[Relation, ...] = (), **about: object) -> AnnotatedDocument:
    made = Document("d", "=cmd|' /C calc'!A0", TEXT, text_sha256(TEXT), TIME)
    return AnnotatedDocument(replace(made, **about), annotations, relations)  # pyright: ignore


def mark(id_: str, tag: str = "Person", kind: str = "entity", *spans: tuple[int, int], **values: object) -> Annotation:
    return Annotation(id_, "d", kind, tag, tuple(Span(*each) for each in spans), "Anna", TIME, TIME, **values)  # pyright: ignore


CLAIM = document(
    mark("p1", "Person", "entity", (0, 9)),
    mark("q", "Object", "entity", (10, 17)),
    mark("u", "Cue", "cue", (18, 22)),
    mark("c", "Statement", "claim", (28, 33), (41, 49)),
    relations=(
        Relation("r1", "claimant", "c", "p1"),
        Relation("r2", "claimant", "c", "q"),
        Relation("r3", "cue", "c", "u"),
    ),
)


def table(data: bytes, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=separator))


def test_by_default_there_is_one_row_an_annotation_and_the_ledger_says_that_texts_are_left_out():
    data, writing = written([CLAIM, document(id="empty")])

    rows = table(data)
    assert [row["annotation"] for row in rows] == ["p1", "q", "u", "c"]
    assert rows[3]["spans"] == "28-33;41-49"
    assert rows[3]["text"] == "bread … is short"
    assert (rows[3]["start"], rows[3]["end"]) == ("28", "49")
    assert rows[0]["title"] == "'=cmd|' /C calc'!A0"
    assert rows[1]["text"] == "'=SUM(1)"
    assert [each.sentence for each in writing.ledger] == ["2 texts left out; kept with the option texts=yes"]


def test_a_row_of_a_claim_says_its_parts_in_words():
    data, _ = written([CLAIM], rows="claims")

    (row,) = table(data)
    assert row["claimant"] == "The mayor | =SUM(1)"
    assert row["cue"] == "said"
    assert row["cue_tag"] == "cue:Cue"
    assert row["claimant_spans"] == "0-9 | 10-17"


def test_in_a_workbook_nothing_is_a_formula_and_control_characters_are_kept():
    text = "=1+1 \x01 _x0001_ \ufffe #N/A"
    data, _ = written([document(title="=1+1", text=text, text_sha256=text_sha256(text))], "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["annotations", "claims", "documents"]
    assert book["documents"]["B2"].data_type == "s"
    (back,) = taken(read(data, "xlsx"))
    assert (back.document.title, back.document.text) == ("=1+1", text)


def test_a_text_longer_than_a_cell_goes_on_in_the_next_row():
    text = "a😀\x01\n" * 20_000
    each = document(text=text, text_sha256=text_sha256(text), metadata={"x": "y" * 70_000})
    data, writing = written([each, document(id="d2")], "xlsx")

    first, second = taken(read(data, "xlsx"))

    assert first.document.text == text
    assert first.document.metadata == each.document.metadata
    assert second.document.text == TEXT
    assert len(writing.ledger) == 0


def test_a_note_longer_than_a_cell_is_cut_and_counted():
    _, writing = written([document(mark("a", "Person", "entity", (0, 3), note="x" * 40_000))], "xlsx")

    assert [each.sentence for each in writing.ledger] == ["1 note: what is longer than 32,000 characters is cut"]


def test_dates_and_numbers_that_a_spreadsheet_made_of_cells_are_read_as_text():
    import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Text", "Label", "Date", "n"])
    sheet.append(["Bread is short", "news", datetime.datetime(1917, 11, 7), 3.0])
    file = io.BytesIO()
    book.save(file)

    (found,) = taken(read(file.getvalue(), "xlsx"))

    assert (found.document.text, found.document.date) == ("Bread is short", "1917-11-07")
    assert [(each.kind, each.tag) for each in found.annotations] == [("document", "news")]
    assert found.document.metadata == {"csv": {"n": "3"}}


# --- what spreadsheets make of our tables when they open and save them


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_our_csv_that_a_spreadsheet_saved_as_a_workbook_comes_back_without_the_apostrophes():
    text = "=SUM(1) said so.\n-5 were there, '=x' too."
    each = document(
        mark("a", "Person", "entity", (0, 7), note="+1"), title="@home", text=text, text_sha256=text_sha256(text)
    )
    data, _ = written([each], texts="yes")
    # a spreadsheet takes the apostrophe of a file for a letter, and saves it as one
    saved = workbook([None if cell == "" else cell for cell in row] for row in csv.reader(io.StringIO(data.decode())))

    (back,) = taken(read(saved, "xlsx"))

    assert (back.document.title, back.document.text) == ("@home", text)
    assert [(one.spans, one.note) for one in back.annotations] == [((Span(0, 7),), "+1")]


def test_an_apostrophe_in_a_workbook_of_others_is_a_letter():
    (back,) = taken(read(workbook([["text"], ["'=x' is no formula"]]), "xlsx"))

    assert back.document.text == "'=x' is no formula"


@pytest.mark.parametrize("cell", ["09-Apr", "9. Apr", "2026-04-09", "46121"])
def test_spans_that_a_spreadsheet_took_for_a_date_are_read_from_start_and_end(cell):
    data = f"document,document_text,annotation,tag,start,end,spans,text\nd,The mayor went,a,Person,4,9,{cell},mayor\n"

    (back,) = taken(read(data.encode()))

    assert back.annotations[0].spans == (Span(4, 9),)


def test_spans_that_cannot_be_read_are_told_where_start_and_end_do_not_help():
    data = "document,document_text,annotation,tag,start,end,spans\nd,The mayor went,a,Person,,,09-Apr\n"

    assert remarks(read(data.encode())) == [
        "2: “09-Apr” is no span; it is written like 21-32, and its parts like 21-32;40-45"
    ]


def test_the_place_of_a_part_of_a_claim_that_a_spreadsheet_took_for_a_date_is_found_by_its_words():
    data, _ = written([CLAIM], rows="claims", texts="yes")
    before = taken(read(data))[0]
    hurt = data.decode().replace(",18-22,", ",18. Apr,")
    assert hurt != data.decode()

    found = read(hurt.encode())

    (back,) = [each for each in found if isinstance(each, AnnotatedDocument)]
    assert [each.spans for each in back.annotations] == [each.spans for each in before.annotations]


@pytest.mark.parametrize(("units", "said"), [(32_767, True), (65_535, True), (32_766, False)])
def test_a_text_that_just_fills_a_cell_of_a_spreadsheet_is_said_to_be_cut_perhaps(units, said):
    text = "😀" + "x" * (units - 2)
    found = read(f"document,document_text,annotation,tag,spans\nd,{text},a,Person,0-1\n".encode())

    assert [each.text for each in found if isinstance(each, Remark)] == (
        [f"the text has exactly the {units:,} characters that a cell of a spreadsheet holds: its end may be cut off"]
        if said
        else []
    )


def test_a_span_beyond_the_text_is_told_with_the_length_of_the_text():
    data = "document,document_text,annotation,tag,spans\nd,The mayor,a,Person,4-40000\n"

    assert remarks(read(data.encode())) == [
        "2: span 4-40000 ends outside the text, which has 9 characters; mend it, or take the row out"
    ]


def test_a_text_that_a_library_cut_by_code_points_is_said_to_be_cut_perhaps_too():
    found = read(f"document_text,tag,spans\n{'😀' * 32_767},Person,0-1\n".encode())

    assert [each.text for each in found if isinstance(each, Remark)] == [
        "the text has exactly the 32,767 characters that a cell of a spreadsheet holds: its end may be cut off"
    ]


def test_a_confidence_with_a_decimal_comma_is_a_number():
    (back,) = taken(read(b"document;document_text;tag;spans;confidence\nd;The mayor;Person;4-9;0,5\n"))

    assert back.annotations[0].confidence == 0.5


# --- tables of others


def test_a_table_of_texts_with_labels_is_a_document_a_row():
    found = taken(read('text;label;rater\nWörter;yes;B\n"two\nlines";no;\n'.encode("cp1252")))

    assert [each.document.text for each in found] == ["Wörter", "two\nlines"]
    assert [(each.annotations[0].tag, each.annotations[0].annotator) for each in found] == [
        ("yes", "B"),
        ("no", "Reader"),
    ]
    assert not found[0].id_given


def test_sentences_that_name_the_same_file_are_documents_of_their_own():
    found = taken(read(b"file_id,sentence,verdict_column\nd1,One.,a\nd1,Two.,b\nd2,One.,c\n"))

    assert [each.document.text for each in found] == ["One.", "Two.", "One."]
    assert len({each.document.id for each in found}) == 3
    assert found[0].document.metadata == {"csv": {"verdict_column": "a"}}


def test_the_same_words_in_other_rows_are_other_documents_where_the_rows_differ():
    found = taken(read(b"id,text,label\n7,Thank you.,0\n8,Thank you.,0\n9,We won.,1\n10,Thank you.,1\n"))

    assert [(each.document.metadata["csv"], [mark.tag for mark in each.annotations]) for each in found] == [
        ({"id": "7"}, ["0"]),
        ({"id": "8"}, ["0"]),
        ({"id": "9"}, ["1"]),
        ({"id": "10"}, ["1"]),
    ]
    assert len({each.document.id for each in found}) == 4
    assert [each.document.id for each in taken(read(b"id,text,label\n8,Thank you.,0\n"))] == [found[1].document.id]


def test_rows_of_several_people_on_one_text_are_one_document_and_their_further_cells_are_kept():
    (each,) = taken(read(b"text,rater,label,minutes\nWe won.,Ana,News,3\nWe won.,Ben,Letter,5\n"))

    assert each.document.metadata["csv"] == {"minutes": "3"}
    assert [(mark.annotator, mark.tag, dict(mark.attributes)) for mark in each.annotations] == [
        ("Ana", "News", {}),
        ("Ben", "Letter", {"minutes": "5"}),
    ]


def test_a_second_column_of_the_same_name_does_not_hide_the_first():
    (each,) = taken(read(b"text,score,,text,score\nWe won.,1,,We lost.,0\n"))

    assert each.document.text == "We won."
    assert each.document.metadata["csv"] == {"score": "1", "text (2)": "We lost.", "score (2)": "0"}


def test_columns_can_be_declared():
    data = b"Nr,Body,Kind of text\n7,Bread is short.,letter\n"

    (found,) = taken(read(data, columns="text=Body; tag=Kind of text; document=Nr"))

    assert (found.document.id, found.document.text) == ("7", "Bread is short.")
    assert found.annotations[0].tag == "letter"
    with pytest.raises(UsageError, match="“text=Corpus” must be OURS=COLUMN, and the columns are: Nr, Body"):
        read(data, columns="text=Corpus")


def test_segments_of_other_programs_are_documents_where_only_their_text_is_declared():
    data = b"Document name;Code;Begin;end;Segment\nI01;Price;3;4;Bread was short.\nI01;Mayor;5;5;Nobody came.\n"

    one, two = taken(read(data, columns="text=Segment; tag=Code; document=Document name"))

    assert (one.document.text, [mark.tag for mark in one.annotations]) == ("Bread was short.", ["Price"])
    assert one.document.metadata["csv"] == {"Begin": "3", "end (as given)": "4"}
    assert two.document.text == "Nobody came."


def test_a_workbook_without_texts_is_told_how_to_name_them():
    book = openpyxl.Workbook()
    book.active.append(["Nr", "Answer"])
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(InputError, match=r"--format xlsx .*, where COLUMN is one of: Nr, Answer"):
        read(file.getvalue(), "xlsx")


def test_columns_that_nobody_knows_become_attributes_of_the_annotation():
    data = b"doc_id,full_text,start,end,label,words,score\nd,Kim spoke,0,3,Person,Kim,0.9\nd,,4,9,Cue,spoke,\n"

    (found,) = taken(read(data))

    assert [(each.kind, each.tag, each.spans) for each in found.annotations] == [
        ("entity", "Person", (Span(0, 3),)),
        ("cue", "Cue", (Span(4, 9),)),
    ]
    assert dict(found.annotations[0].attributes) == {"score": "0.9"}


HEAD = "document,document_text,spans,tag,text\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("d,Kim spoke,0-3,Person,Tom", "2: the text at 0-3 is “Kim”, but the row says “Tom”; the offsets were taken"),
        ("d,Kim spoke,4-7,Person,Kim", "they stand at 0-3, and --anchor quote takes them there"),
        ("d,Kim spoke,0-99,Person,", "2: span 0-99 ends outside the text"),
        ("d,Kim spoke,5-2,Person,", "2: span 5-2 must begin at 0 or later and end after its start"),
        ("d,Kim spoke,here,Person,", "2: “here” is no span; it is written like 21-32"),
        ("d,Kim spoke,0-3;2-5,Person,", "2: span 2-5 overlaps"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line_and_the_document_is_taken(row, expected):
    found = read((HEAD + row + "\n").encode())

    assert expected in remarks(found)[0]
    assert [each.document.text for each in found if isinstance(each, AnnotatedDocument)] == ["Kim spoke"]


def test_with_the_anchor_at_the_quote_the_words_are_found_where_they_stand():
    reading = Reading("R", {"columns": ""}, anchor="quote", tag_set=NEWS)
    found, said = csv_table.read_files(
        given_of((HEAD + "d,Kim spoke to Kim,14-16,Person,Kim\n").encode(), "a.csv"), reading
    )

    assert isinstance(found, AnnotatedDocument)
    assert found.annotations[0].spans == (Span(13, 16),)
    assert isinstance(said, Remark)
    assert (said.line, said.text) == (
        2,
        "the text at 14-16 is “im”, but the row says “Kim”; the words were taken where they stand, at 13-16",
    )


def test_offsets_that_were_counted_before_the_line_ends_changed_are_found_out_and_said():
    found, said = csv_table.read_files(
        given_of((HEAD + 'd,"One\r\nTwo",4-7,Person,Two\n').encode(), "a.csv"), Reading("R", {"columns": ""})
    )

    assert isinstance(found, AnnotatedDocument)
    assert found.annotations[0].spans == (Span(4, 7),)
    assert "count each line end once" in said.text


def test_offsets_count_in_the_text_as_the_file_has_it():
    (found,) = taken(read((HEAD + 'd,"One\r\nTwo",5-8,Person,Two\n').encode()))

    assert found.document.text == "One\nTwo"
    assert found.annotations[0].spans == (Span(4, 7),)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "it has no header line"),
        (b"a,b\n1,2\n", "it has no column with texts"),
        (b"filename,coder\n1,2\n", "COLUMN is one of: filename, coder"),
        (b"tag,start,end,text\nx,1,2,w\n", "it has places in texts but not the texts"),
        (b"text,tag\nab,c\n" + b"x" * 70_000 + b"\n\xff\xfe\xfd,\n", "line 4: it is not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data, expected):
    with pytest.raises(InputError, match=expected):
        read(data)


def test_rows_of_a_document_in_two_places_are_refused_by_line():
    found = read((HEAD + "d,Kim,0-3,Person,Kim\ne,Tom,0-3,Person,Tom\nd,,0-3,Person,Kim\n").encode())

    assert remarks(found) == ["4: the rows of the document “d” stand in two places; sort the table by document"]


def test_what_is_no_workbook_is_said():
    with pytest.raises(InputError, match="it is no workbook"):
        read(b"PK\x03\x04 no", "xlsx")


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/workbook.xml",
                                    "[Content_Types].xml", "xl/_rels/workbook.xml.rels"])  # fmt: skip
@pytest.mark.parametrize("hurt", [b"", b"<a", b"<a/>"], ids=["cut", "broken", "other"])
def test_a_workbook_of_which_a_part_is_damaged_is_said_to_be_none(member, hurt):
    with zipfile.ZipFile(io.BytesIO(written([document()], "xlsx")[0])) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, (hurt or part[: len(part) // 2]) if name == member else part)

    with pytest.raises(InputError) as refused:
        read(data.getvalue(), "xlsx")

    assert len(str(refused.value).splitlines()) == 1


def test_spans_of_a_cell():
    assert spans_in(" 1-2; 3–5 ") == (Span(1, 2), Span(3, 5))
    assert spans_in("") == ()


def test_our_tables_are_known_by_their_header_and_all_by_their_names():
    data, _ = written([CLAIM], separator="tab")
    book, _ = written([CLAIM], "xlsx")

    assert find_format(data, "download").name == "csv"
    assert find_format(b"text,label\na,b\n", "a.csv").name == "csv"
    assert find_format(book, "a.xlsx").name == "xlsx"


def test_a_table_is_read_as_a_stream():
    def lines():
        yield b"text,tag\n"
        for number in range(3):
            seen.append(number)
            yield f"text {number},t\n".encode()

    seen: list[int] = []

    class Stream(Given):
        def lines(self):
            return lines()

    reading = Reading("R", {"columns": ""}, tag_set=NEWS)
    assert len(list(csv_table.read_files(Stream("a.csv"), reading))) == 3
    assert xlsx.unescaped(xlsx.escaped("_x0041_\x02")) == "_x0041_\x02"


def test_a_workbook_is_never_held_whole_however_many_pictures_are_in_it():
    packed = io.BytesIO()
    named_format("xlsx").file_writer()([], packed, Writing(tag_set=NEWS))
    with zipfile.ZipFile(packed, "a") as book:
        book.writestr("xl/media/image1.png", os.urandom(16 << 20))
    packed.seek(0)
    given = Given("a.xlsx", packed.read(1 << 16), packed)

    tracemalloc.start()
    try:
        found = list(named_format("xlsx").files_reader()(given, Reading("Anna", {"columns": ""}, tag_set=NEWS)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == []
    assert peak < 8 << 20

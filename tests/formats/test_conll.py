"""Columns of tokens: written in each scheme, and read as other programs and other hands left them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import conll
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger
from annotator.formats.registry import find_format, named_format
from annotator.formats.tokens import SCHEMES, TOKENIZERS
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from tests.formats.documents import NEWS, TIME, documents
from tests.formats.test_tokens import marked

BENT = {"overlapping", "exact spans", "discontinuous", "annotations", "claims"}


def written(*each: AnnotatedDocument, ledger: Ledger | None = None, **options: str) -> bytes:
    file = io.BytesIO()
    chosen = named_format("conll").chosen(options, "writing")
    conll.write(each, file, Writing(Ledger() if ledger is None else ledger, NEWS, chosen))
    return file.getvalue()


def read(data: bytes | str, **options: str) -> list[object]:
    data = data.encode() if isinstance(data, str) else data
    given = Given("a.conll", data[:HEAD], io.BytesIO(data[HEAD:]))
    chosen = named_format("conll").chosen(options, "reading")
    return list(conll.read_files(given, Reading("Anna", chosen, tag_set=NEWS)))


def documents_in(found: list[object]) -> list[AnnotatedDocument]:
    return [each for each in found if isinstance(each, AnnotatedDocument)]


def remarks(found: list[object]) -> list[tuple[int | None, str]]:
    return [(each.line, each.text) for each in found if isinstance(each, Remark)]


def said(each: AnnotatedDocument) -> list[tuple[str, str]]:
    return [(mark.tag, each.document.text[mark.start : mark.end]) for mark in each.annotations]


@settings(max_examples=70, deadline=None)
@given(
    documents(marks=4), st.sampled_from(list(TOKENIZERS)), st.sampled_from(SCHEMES), st.sampled_from(["space", "tab"])
)
def test_marks_of_whole_tokens_come_back_and_what_does_not_is_in_the_ledger(each, tokenizer, scheme, separator):
    ledger = Ledger()
    how = {"tokenizer": tokenizer, "scheme": scheme, "separator": separator, "layer": "all", "offsets": "columns"}

    found = read(written(each, ledger=ledger, **how)) if each.document.text.strip() else []

    lost = {loss.feature for loss in ledger}
    for back in documents_in(found):
        assert "".join(back.document.text.split()) == "".join(each.document.text.split())
        ours = [(mark.kind, mark.tag, mark.spans) for mark in each.annotations if mark.spans]
        theirs = [(mark.kind, mark.tag, mark.spans) for mark in back.annotations]
        if not lost & BENT:
            assert sorted(theirs) == sorted(ours)
        elif not lost & (BENT - {"overlapping"}):
            assert set(theirs) <= set(ours)
        assert remarks(found) == []
    if "exact text" not in lost and documents_in(found):
        assert documents_in(found)[0].document.text == each.document.text


def test_what_is_written():
    each = marked("Kim Jong Un came. So\nwhat?", [(0, 11)], [(18, 20)])

    assert written(each).decode() == (
        "-DOCSTART- words/1 sentences=rules O\n\n"
        "Kim -X- -X- B-Person\nJong -X- -X- I-Person\nUn -X- -X- I-Person\ncame -X- -X- O\n. -X- -X- O\n\n"
        "So -X- -X- B-Person\n\nwhat -X- -X- O\n? -X- -X- O\n\n"
    )
    assert "Un 9 11 E-Person\n" in written(each, scheme="BIOES", offsets="columns").decode()


def test_an_entity_over_two_sentences_is_one_in_each():
    ledger = Ledger()

    data = written(marked("One two. Three", [(4, 14)]), ledger=ledger)

    assert [said(each) for each in documents_in(read(data))] == [[("Person", "two ."), ("Person", "Three")]]
    assert "1 span cut at the ends of sentences" in [loss.sentence for loss in ledger]


# --- as other programs write them

CONLL = """-DOCSTART- -X- -X- O

EU NNP I-NP I-ORG
rejects VBZ I-VP O
German JJ I-NP I-MISC
British JJ I-NP B-MISC
# NN O O

Peter NNP I-NP I-PER
Blackburn NNP I-NP I-PER

-DOCSTART- -X- -X- O

Paris NNP B-NP B-LOC
"""


def test_conll_2003_with_iob1_is_known_and_read():
    assert find_format(CONLL.encode(), "eng.train").name == "conll"
    found = read(CONLL)
    one, two = documents_in(found)

    assert one.document.text == "EU rejects German British #\nPeter Blackburn"
    assert said(one) == [("ORG", "EU"), ("MISC", "German"), ("MISC", "British"), ("PER", "Peter Blackburn")]
    assert said(two) == [("LOC", "Paris")]
    assert remarks(found) == []
    assert said(documents_in(read(CONLL, column="3"))[0])[0] == ("NP", "EU")


@pytest.mark.parametrize(
    "text",
    [
        "\n\t\nJean\tB-PER\nParis\tB-LOC\t\n\t\ndit\tO\n",
        "\ufeffJean B-PER\r\nParis B-LOC\r\n\r\ndit O\r\n",
        "# a comment\n1\tJean\tB-PER\n2\tParis\tB-LOC\n\n1\tdit\tO\n",
        "Jean S-PER\nParis U-LOC\n \ndit O",
    ],
)
def test_separators_blank_lines_numbers_and_marks_of_encoding_differ(text):
    assert find_format(text.encode(), "a.bio").name == "conll"
    (each,) = documents_in(read(text))

    assert (each.document.text, said(each)) == ("Jean Paris\ndit", [("PER", "Jean"), ("LOC", "Paris")])


def test_damaged_lines_are_named_and_mended_where_they_can_be():
    found = read("Jean B-PER\nNew York B-LOC\nalone\nParis OLOC\nB-PEr x y z\nRome B-LOC,B-ORG\n# no token\n")
    (each,) = documents_in(found)

    assert each.document.text == "Jean New York alone Paris Rome"
    assert said(each) == [("PER", "Jean"), ("LOC", "New York"), ("LOC", "Rome"), ("ORG", "Rome")]
    assert remarks(found) == [
        (2, "“New York B-LOC” has 3 columns, not 2; “New York” was taken as its token"),
        (3, "“alone” has no label; it was taken as O"),
        (4, "“OLOC” is no label; it was taken as O"),
        (5, "“B-PEr x y z” has 4 columns, not 2; it was left out"),
    ]


def test_labels_without_b_or_i_are_marks_as_long_as_they_go_on_and_this_is_said():
    words = "".join(f"{word}\tO\n" for word in ("il", "vit", "bien", "à", "la", "campagne", "avec"))
    found = read(f"Jean\tPERSON\nValjean\tPERSON\n{words}Paris\tLOCATION\n\nJavert\tPERSON\n")
    (each,) = documents_in(found)

    assert said(each) == [("PERSON", "Jean Valjean"), ("LOCATION", "Paris"), ("PERSON", "Javert")]
    (remark,) = remarks(found)
    assert remark[1].startswith("its labels have no B or I")


def test_nested_layers_at_the_end_are_all_taken_and_this_is_said():
    rows = [
        "the\tB-PER\tO\tO\t",
        "mayor\tI-PER\tO\tO\t",
        "of\tI-PER\tO\tO\t",
        "Digne\tI-PER\tB-GPE\tO\t",
        "sat\tO\tO\tO\t",
    ]
    found = read("\n".join(rows) + "\n")
    (each,) = documents_in(found)

    assert said(each) == [("PER", "the mayor of Digne"), ("GPE", "Digne")]
    assert remarks(found) == [
        (None, "columns 2, 3 have labels, and each was taken as a layer; --option column=N takes one")
    ]
    assert said(documents_in(read("\n".join(rows) + "\n", column="3"))[0]) == [("GPE", "Digne")]


def test_a_token_of_white_space_alone_is_left_out_and_only_said_to_be_lost_with_a_mark():
    found = read("Jean\tB-PER\n \tO\n\tB-LOC\ndit\tO\n")

    assert documents_in(found)[0].document.text == "Jean dit"
    assert [(each.line, each.text, each.skipped) for each in found if isinstance(each, Remark)] == [
        (2, "there is no token before “O”; the line was left out", False),
        (3, "there is no token before “B-LOC”; the line was left out", True),
    ]


def test_columns_without_labels_are_refused_as_a_whole():
    rows = "".join(f"doc\t0\t{number}\tword\t-\t({number})|_\n" for number in range(30)) + "doc\t0\t30\tJean\t-\tI-2)\n"

    with pytest.raises(InputError, match="no column has a label"):
        read("#begin document (doc); part 0\n" + rows + "#end document\n")


def test_a_file_without_blank_lines_is_cut_into_sentences_and_documents_and_says_so():
    data = "word O\n" * 9 + ". O\n"
    found = read(data * 12_000)

    several = documents_in(found)
    assert [each.document.text.count("\n") + 1 for each in several] == [500] * 24
    assert {len(each.annotations) for each in several} == {0}
    assert [text.partition(";")[0] for _, text in remarks(found)] == [
        "there is no blank line between sentences",
        "the file does not say where documents end",
    ]


def test_long_files_without_marks_of_documents_are_cut_and_say_so():
    found = read("Jean B-PER\n\n" * 1001)

    assert [len(each.annotations) for each in documents_in(found)] == [500, 500, 1]
    assert len(remarks(found)) == 1


def test_lines_that_are_no_utf8_are_read_and_said():
    found = read(b"Jean B-PER\nS\xe8vres B-LOC\n")

    assert said(documents_in(found)[0]) == [("PER", "Jean"), ("LOC", "Sèvres")]
    assert remarks(found) == [(2, "it is no UTF-8 here; such lines were read as Windows-1252")]


@pytest.mark.parametrize(
    ("data", "options", "fault"),
    [
        ("words and words\nno label\n", {}, "no column has a label such as B-PER or O in most lines"),
        ("Jean B-PER\n", {"column": "x"}, "“column=x” is no number of a column"),
        ("Jean B-PER\n", {"token": "7"}, "“token=7” is no column: there are 2"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data, options, fault):
    with pytest.raises(InputError, match=fault):
        read(data, **options)


@pytest.mark.parametrize("text", ["A plain text O\nthat goes on\n", "I am B-side\n", "one O\ntwo\n"])
def test_plain_texts_are_no_columns(text):
    assert find_format(text.encode(), "a.txt").name == "text"


def test_tags_of_the_project_have_their_kind_again():
    mark = Annotation("a", "d", "claim", "Quantity claim", (Span(0, 4),), "Zoë", TIME, TIME)
    each = AnnotatedDocument(marked("many men").document, (mark,))

    data = written(each, layer="claim")

    assert b"many -X- -X- B-Quantity_claim\n" in data
    assert [(one.kind, one.tag) for one in documents_in(read(data))[0].annotations] == [("claim", "Quantity claim")]

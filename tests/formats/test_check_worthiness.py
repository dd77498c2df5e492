"""Lists of sentences with labels, as CheckThat!, ClaimBuster and FEVER have them: read, written, and written again."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.check_worthiness import read_files
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.registry import find_format, named_format
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, TIME

FORMAT = named_format("check-worthiness")


def read(data: bytes | str, **options: str) -> list[AnnotatedDocument | Remark]:
    data = data.encode() if isinstance(data, str) else data
    reading = Reading("R", FORMAT.chosen(options, "reading"), tag_set=NEWS)
    return list(read_files(given_of(data, "lists/a.tsv"), reading))


def one(data: bytes | str, **options: str) -> AnnotatedDocument:
    (found,) = read(data, **options)
    assert isinstance(found, AnnotatedDocument), found
    return found


def written(*each: AnnotatedDocument, **options: str) -> tuple[str, Writing]:
    writing = Writing(tag_set=NEWS, options=FORMAT.chosen(options, "writing"))
    file = io.BytesIO()
    FORMAT.file_writer()(each, file, writing)
    return file.getvalue().decode(), writing


def said(each: AnnotatedDocument) -> list[tuple[str, dict[str, object]]]:
    return [(each.document.text[mark.start : mark.end], dict(mark.attributes)) for mark in each.annotations]


def test_a_list_of_checkthat_is_a_document_with_a_paragraph_a_row_and_comes_out_the_same():
    data = 'topic\ttweet_id\ttweet_text\tclass_label\nvax\t1234567890123456789\tIt "works" well\t1\n'
    data += "vax\t2\t@x hello 😀\t0\n"

    found = one(data)

    assert found.document.text == 'It "works" well\n@x hello 😀'
    assert said(found) == [
        (
            'It "works" well',
            {"topic": "vax", "tweet_id": "1234567890123456789", "checkworthy": "check-worthy", "label": "1"},
        ),
        ("@x hello 😀", {"topic": "vax", "tweet_id": "2", "checkworthy": "unimportant", "label": "0"}),
    ]
    assert {(mark.kind, mark.tag, mark.origin) for mark in found.annotations} == {("claim", "Statement", "import")}
    again, writing = written(found)
    assert again.replace('"It ""works"" well"', 'It "works" well') == data
    assert len(writing.ledger) == 0


def test_a_list_without_a_header_says_who_speaks():
    found = one("1\tCLINTON\tWe have jobs.\t1\r\n2\tSYSTEM\t(applause)\t0\r\n")

    assert said(found)[0] == (
        "We have jobs.",
        {"line_number": "1", "speaker": "CLINTON", "checkworthy": "check-worthy", "label": "1"},
    )
    assert written(found, form="debate")[0] == "1\tCLINTON\tWe have jobs.\t1\n2\tSYSTEM\t(applause)\t0\n"


def test_a_list_of_claimbuster_has_three_labels():
    head = "Sentence_id,Text,Speaker,Speaker_title,Speaker_party,File_id,Length,Line_number,Sentiment,Verdict\n"
    data = (
        head + '16,"I think so, too.",Bush,VP,REPUBLICAN,1988.txt,4,16,0.0,-1\n'
        "17,Taxes fell.,Bush,VP,REPUBLICAN,1988.txt,2,17,0.1,1\n"
    )

    found = one(data)

    assert [mark.attributes["checkworthy"] for mark in found.annotations] == ["not factual", "check-worthy"]
    assert found.annotations[0].attributes["Speaker_party"] == "REPUBLICAN"
    assert written(found, form="claimbuster")[0] == data


def test_quotes_that_begin_cells_are_those_of_csv_where_all_of_them_end_and_are_doubled_inside():
    quoted = one('sentence_id\ttext\tclass_label\n1\t"He said ""no"" twice"\tNo\n2\tplain\tYes\n')
    literal = one('sentence_id\ttext\tclass_label\n1\t"No," he said\tNo\n2\tsays "yes"\tYes\n')

    assert quoted.document.text == 'He said "no" twice\nplain'
    assert literal.document.text == '"No," he said\nsays "yes"'


def test_cells_with_line_breaks_and_tabs_inside_their_quotes_are_read_as_they_were_written():
    text = 'They came.\nBread,\tthey said, “is” "dear".'
    mark = Annotation("c", "d", "claim", "Statement", (Span(0, len(text)),), "R", TIME, TIME)
    each = AnnotatedDocument(Document("d", "D", text, text_sha256(text), TIME), (mark,))
    data, _ = written(each)

    assert one(data).document.text == text
    rows = 'sentence_id\ttext\tclass_label\n1\t"We are\tNo\n2\tthey are\tNo\n3\tgreat"\tYes\n'
    assert one(rows).document.text == '"We are\nthey are\ngreat"'


def test_verdicts_are_known_and_labels_of_nobody_are_kept():
    found = one("id;statement;our rating\n1;A;HALF-TRUE\n2;B;Satire\n3;C;\n".replace(";", "\t"))

    assert [dict(mark.attributes) for mark in found.annotations] == [
        {"id": "1", "verdict": "mixed", "label": "HALF-TRUE"},
        {"id": "2", "label": "Satire"},
        {"id": "3"},
    ]


FEVER = [
    {"id": 75397, "verifiable": "VERIFIABLE", "label": "SUPPORTS", "claim": "N. Coster-Waldau worked with Fox.",
     "evidence": [[[92206, 104971, "Nikolaj_-LRB-actor-RRB-", 7]]]},
    {"id": 2, "verifiable": "NOT VERIFIABLE", "label": "NOT ENOUGH INFO", "claim": "Ü 海 \u2028x.",
     "evidence": [[[1, None, None, None]]]},
]  # fmt: skip


def test_a_fever_file_comes_out_as_it_came_in():
    data = "".join(json.dumps(each) + "\n" for each in FEVER)

    found = one(data)

    assert [mark.attributes["verdict"] for mark in found.annotations] == ["true", "unprovable"]
    again, _ = written(found, form="fever")
    assert [json.loads(line) for line in again.split("\n") if line] == FEVER


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            "1\tهولت\tمساء الخير.\t0\r\n2\tترامب\tنعم.\t1\r\n",
            [("مساء الخير.", {"line_number": "1", "speaker": "هولت", "checkworthy": "unimportant", "label": "0"}),
             ("نعم.", {"line_number": "2", "speaker": "ترامب", "checkworthy": "check-worthy", "label": "1"})],
        ),
        (
            "1\tHOLT\tGood evening.\tN/A\t-\t-\n2\tSMITH\tIt closed.\t1\tThe mill closed.\tHALF-TRUE\n",
            [("Good evening.", {"line_number": "1", "speaker": "HOLT"}),
             ("It closed.", {"line_number": "2", "speaker": "SMITH", "claim_number": "1",
                             "normalised": "The mill closed.", "verdict": "mixed", "label": "HALF-TRUE"})],
        ),
        (
            "1\tHOLT\tGood evening.\n2\tSMITH\tThe mill closed.\n3\tHOLT\tYes.\n4\tHOLT\tNo.\n",
            [("Good evening.", {"line_number": "1", "speaker": "HOLT"}),
             ("The mill closed.", {"line_number": "2", "speaker": "SMITH"}),
             ("Yes.", {"line_number": "3", "speaker": "HOLT"}),
             ("No.", {"line_number": "4", "speaker": "HOLT"})],
        ),
        (
            "topic_id\ttweet_id\ttweet_text\tclaim\tclaim_worthiness\nflu\t12\tWash hands.\t1\t0\n",
            [("Wash hands.", {"topic_id": "flu", "tweet_id": "12", "claim": "1", "checkworthy": "unimportant",
                              "label": "0"})],
        ),
        (
            "topic_id\ttweet_id\ttweet_text\nflu\t12\tWash hands.\n",
            [("Wash hands.", {"topic_id": "flu", "tweet_id": "12"})],
        ),
        (
            '[\n  {\n    "sentence_id": 7,\n    "label": 1,\n    "text": "Taxes fell."\n  }\n]\n',
            [("Taxes fell.", {"sentence_id": 7, "checkworthy": "check-worthy", "label": "1"})],
        ),
        (
            '[\n  {\n    "claim": "Taxes fell.",\n    "label": "Conflicting Evidence/Cherrypicking",\n'
            '    "speaker": null,\n    "questions": [{"question": "Did they?"}]\n  }\n]\n',
            [("Taxes fell.", {"verdict": "conflicting", "label": "Conflicting Evidence/Cherrypicking",
                              "questions": '[{"question":"Did they?"}]'})],
        ),
        (
            '{"claim_id": "0", "claim": "Seas rise.", "claim_label": "NOT_ENOUGH_INFO", "evidences": []}\n',
            [("Seas rise.", {"claim_id": "0", "verdict": "unprovable", "label": "NOT_ENOUGH_INFO", "evidences": "[]"})],
        ),
    ],
)  # fmt: skip
def test_lists_of_several_years_and_makers_are_known_by_their_content(data, expected):
    assert find_format(data.encode(), "a.json" if "{" in data else "a.tsv").name == "check-worthiness"

    assert said(one(data)) == expected


def test_a_list_in_utf16_is_read():
    data = '[{"sentence_id": 7, "label": 1, "text": "Taxes fell."}]'.encode("utf-16")

    assert find_format(data, "a.json").name == "check-worthiness"
    assert one(data).document.text == "Taxes fell."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("sentence_id\ttext\tclass_label\n1\tA\tYes\n2\tB\n", "3: it has 2 cells, not 3"),
        ('{"claim": "x", "label": "SUPPORTS"}\n{"label": 1}\n', "2: it has no “claim” or “text” with words"),
        ('{"claim": "x", "label": "SUPPORTS"}\n{"claim"\n', "2: it is not JSON"),
    ],
)
def test_a_broken_row_is_named_and_the_rest_is_taken(data, expected):
    found = read(data)

    assert [each for each in found if isinstance(each, AnnotatedDocument)]
    assert expected in str([f"{each.line}: {each.text}" for each in found if isinstance(each, Remark)])


@pytest.mark.parametrize(
    ("data", "expected"), [("\n\n", "it is empty"), ("a\tb\n1\t2\n", "it has no column for the sentences")]
)
def test_what_is_no_list_is_refused(data, expected):
    with pytest.raises(InputError, match=expected):
        read(data)


def test_a_long_list_becomes_several_documents_and_rows_can_be_documents():
    data = "sentence_id\ttext\tclass_label\n" + "".join(f"{number}\tS {number}.\tNo\n" for number in range(4500))

    found = read(data)

    assert [len(each.annotations) for each in found] == [2000, 2000, 500]
    assert found[1].document.title == "a.tsv, part 2"
    assert len({each.document.id for each in found}) == 3
    assert written(*found)[0] == data
    assert len(read(data, documents="row", tag="Claim")) == 4500


TEXT = "The army denied it. The mayor said that bread was short. Nobody came."
MARKED = AnnotatedDocument(
    Document("d", "Bread", TEXT, text_sha256(TEXT), TIME),
    (
        Annotation("p", "d", "entity", "Person", (Span(20, 29),), "A", TIME, TIME),
        Annotation("c", "d", "claim", "Statement", (Span(40, 55),), "A", TIME, TIME,
                   {"checkworthy": "check-worthy", "verdict": "mostly true", "topic": "bread"}),
        Annotation("n", "d", "claim", "Evaluation", (Span(57, 63), Span(64, 68)), "A", TIME, TIME,
                   {"checkworthy": "not factual"}),
    ),
    (Relation("r", "claimant", "c", "p"), Relation("e", "evidence", "c", "p")),
)  # fmt: skip


def test_claims_become_rows_and_sentences_are_as_worthy_as_their_claims():
    claims, writing = written(MARKED, form="debate")
    sentences, _ = written(MARKED, form="claimbuster", rows="sentences")

    assert claims.splitlines() == ["1\tThe mayor\tbread was short\t1", "2\t\tNobody … came\t0"]
    assert [line.rsplit(",", 1)[1] for line in sentences.splitlines()] == ["Verdict", "-1", "1", "-1"]
    assert [each.sentence for each in writing.ledger] == [
        "1 annotation left out: only claims have rows",
        "1 claim written without the tag, and read as Statement unless the option tag says otherwise",
        "1 discontinuous span: one sentence, with an ellipsis for the gap",
        "1 text left out: only claims have rows",
        "1 relation left out",
        "2 attributes left out",
        "1 attribute: “not factual” is written as not check-worthy",
    ]


def test_a_claim_that_nobody_judged_has_an_empty_label():
    claim = Annotation("c", "d", "claim", "Statement", (Span(0, 18),), "A", TIME, TIME, {"verdict": "unchecked"})
    unjudged = AnnotatedDocument(MARKED.document, (claim,))

    assert written(unjudged)[0].splitlines() == ["sentence_id\ttext\tclass_label", "1\tThe army denied it\t"]
    assert json.loads(written(unjudged, form="fever")[0])["label"] is None


def test_a_claim_with_a_verdict_and_evidence_becomes_a_line_of_fever():
    lines, writing = written(MARKED, form="fever")

    first, second = map(json.loads, lines.splitlines())
    assert first == {
        "id": "c",
        "verifiable": "NOT VERIFIABLE",
        "label": "NOT ENOUGH INFO",
        "claim": "bread was short",
        "evidence": [[["e", "p", "Bread", 1]]],
    }
    assert (second["label"], second["evidence"]) == (None, [])
    assert any("“mostly true” is written as NOT ENOUGH INFO" in each.sentence for each in writing.ledger)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\t\x00"), min_size=1).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(words, st.sampled_from(["Yes", "No", "odd"])), min_size=1, max_size=5))
def test_a_list_that_was_written_is_read_as_the_same_rows_and_written_the_same(rows):
    data = "sentence_id\ttext\tclass_label\n" + "".join(
        f"{number}\t" + '"' + text.replace('"', '""') + f'"\t{label}\n' for number, (text, label) in enumerate(rows)
    )

    found = one(data)

    assert [text for text, _ in said(found)] == [text for text, _ in rows]
    again = one(written(found)[0])
    assert said(again) == said(found)


@pytest.mark.parametrize(
    "head",
    [
        b"sentence_id\ttext\tclass_label\n1\tA\tNo\n",
        b"topic\ttweet_id\ttweet_url\ttweet_text\tclass_label\n",
        b"Sentence_id,Text,Speaker,Verdict\n",
        b"1\tCLINTON\tWe have jobs.\t1\n",
        json.dumps(FEVER[0]).encode(),
        b'{"id":"x","verifiable":null,"label":null,"claim":"A claim","evidence":[]}\n',
    ],
)
def test_lists_are_known_by_their_content(head):
    assert find_format(head, "download").name == "check-worthiness"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"text,label\nA,b\n", "a.csv"),
        (b"Labels matter\tmuch.\n", "a.txt"),
        (b'{"id":"a","text":"REFUTES"}\n', "a.jsonl"),
    ],
)
def test_what_is_none_is_left_to_others(head, name):
    assert find_format(head, name).name != "check-worthiness"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quotes_that_only_the_end_of_a_long_list_tells_are_words_from_the_first_row_on(mark, end):
    rows = [f'{number}\t"Söme {number}"\tYes' for number in range(5000)]
    head = "sentence_id\tsentence\tclass_label"

    quoted = read(mark + end.join([head, *rows]))
    literal = read(mark + end.join([head, *rows, '5000\t"No" end\tNo']))

    assert [each.document.text.split("\n")[0] for each in quoted] == ["Söme 0", "Söme 2000", "Söme 4000"]
    assert [each.document.text.split("\n")[0] for each in literal] == ['"Söme 0"', '"Söme 2000"', '"Söme 4000"']
    assert literal[-1].document.text.endswith('"No" end')


def test_a_long_list_whose_end_is_not_utf_8_is_read_as_what_it_is():
    rows = "".join(f"{number}\tSome words, as before\tYes\n" for number in range(3000))
    data = ("sentence_id\tsentence\tclass_label\n" + rows + "3000\tÜber die Häfen für Schiffe\tNo\n").encode("cp1252")

    assert read(data)[-1].document.text.endswith("Über die Häfen für Schiffe")

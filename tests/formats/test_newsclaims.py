"""NewsClaims: the corpus as its evaluation script reads it, and what goes out and comes back."""

import json

import pytest
from hypothesis import given, settings

from annotator.errors import InputError
from annotator.formats.features import EVERYTHING
from annotator.formats.files import Given, given_of
from annotator.formats.format import Reading
from annotator.formats.mapping import load
from annotator.formats.newsclaims import read_files
from annotator.formats.registry import find_container, find_format
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, content, documents
from tests.formats.tools import documents_in, found_in, marks_in, said_in, written

NAME = "newsclaims"
HOLDS = EVERYTHING & {"claims", "nested claims", "overlapping", "discontinuous", "attributes"}
TEXT = "Dr Ross spoke. She said that garlic cures 😀 all. The writer doubts it."
CLAIM = {
    "topic": "cures",
    "claim_object": "garlic",
    "stance": "affirm",
    "claim_span": [29, 47],
    "has_claimer": True,
    "claimer": "Dr Ross",
    "claimer_in_sentence": False,
}


def read(claims, **changes):
    return found_in(NAME, {"doc1": claims}, beside={"text/doc1.txt": TEXT.encode()}, **changes)


def claims_only(each: AnnotatedDocument) -> AnnotatedDocument:
    """Return what of a document is a claim or a part of one, and accepted."""
    marks = {mark.id: mark for mark in each.annotations if mark.state == "accepted" and mark.spans}
    links = tuple(
        link
        for link in each.relations
        if link.source in marks
        and link.target in marks
        and marks[link.source].kind == "claim"
        and marks[link.target].kind != "claim"
    )
    kept = {mark.id for mark in marks.values() if mark.kind == "claim"} | {link.target for link in links}
    return AnnotatedDocument(each.document, tuple(mark for mark in each.annotations if mark.id in kept), links)


@settings(max_examples=70, deadline=None)
@given(documents())
def test_claims_and_their_parts_come_back_and_the_rest_is_in_the_ledger(each):
    files, ledger = written(NAME, [each])
    expected = claims_only(each)

    found = (
        found_in(NAME, files["claims.json"], beside=files, file="claims.json")
        if b"has_claimer" in files["claims.json"]
        else list(
            read_files(
                given_of(files["claims.json"], "claims.json", files.items()), Reading("Anna", mapping=load(NAME))
            )
        )
    )

    assert not said_in(found)
    (back,) = documents_in(found)
    assert content(back, HOLDS) == content(expected, HOLDS)
    assert sorted((link.type) for link in back.relations) == sorted(link.type for link in expected.relations)
    lost = {loss.effect: loss.count for loss in ledger if "are written" in loss.effect}
    accepted = [mark for mark in each.annotations if mark.state == "accepted" and mark.spans]
    assert lost.get("left out: only parts of claims are written", 0) == len(accepted) - len(expected.annotations)
    assert sum(count for effect, count in lost.items() if "those to parts" in effect) == len(each.relations) - len(
        expected.relations
    )


def test_what_is_written_is_what_the_evaluation_of_the_corpus_reads():
    marks = (
        Annotation("p", "d", "entity", "Person", (Span(0, 7),), "Anna", TIME, TIME),
        Annotation(
            "c", "d", "claim", "Cause", (Span(29, 48),), "Anna", TIME, TIME, {"topic": "cures", "stance": "affirm"}
        ),
        Annotation("o", "d", "entity", "Object", (Span(29, 35),), "Anna", TIME, TIME),
        Annotation("x", "d", "claim", "Statement", (Span(36, 41),), "Anna", TIME, TIME, {"source_kind": "author"}),
    )
    links = (Relation("r", "claimant", "c", "p"), Relation("s", "about", "c", "o"))
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, marks, links)])

    first, second = json.loads(files["claims.json"])["d"].values()
    assert list(json.loads(files["claims.json"])["d"]) == ["segment-1", "segment-1.2"]
    assert {key: first[key] for key in CLAIM} == CLAIM
    assert (second["has_claimer"], second["claimer"]) == (False, "<AUTHOR>")
    assert json.loads(files["all_sents.json"])["d"]["segment-1"] == "She said that garlic cures 😀 all."
    assert files["text/d.txt"].decode() == TEXT


def test_a_claim_of_the_corpus_is_a_claim_with_its_parts():
    (each,) = read({"segment-1": CLAIM})

    assert set(marks_in(each)) == {
        ("claim", "Statement", "garlic cures 😀 all."),
        ("entity", "Person", "Dr Ross"),
        ("entity", "Object", "garlic"),
    }
    marks = {mark.id: mark for mark in each.annotations}
    assert {(link.type, marks[link.target].tag) for link in each.relations} == {
        ("claimant", "Person"),
        ("about", "Object"),
    }
    (claim,) = (mark for mark in each.annotations if mark.kind == "claim")
    assert dict(claim.attributes) == {"topic": "cures", "stance": "affirm"}


def test_a_claim_of_the_journalist_says_so():
    (each,) = read({"s": {**CLAIM, "has_claimer": False, "claimer": "<AUTHOR>"}})

    (claim,) = (mark for mark in each.annotations if mark.kind == "claim")
    assert claim.attributes["source_kind"] == "author"
    assert not any(link.type == "claimant" for link in each.relations)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"claim_span": [29, 35], "claim_text": "garlic"}, "garlic"),
        ({"claim_span": [29, 34], "claim_text": "garlic"}, "garlic"),
        ({"claim_span": [14, 19], "claim_text": "garlic", "sentence": "She said that garlic cures 😀 all."}, "garlic"),
        ({"claim_span": [14, 19], "sentence": "She said that garlic cures 😀 all."}, "garlic"),
        ({"sentence": "She said that garlic cures 😀 all."}, "She said that garlic cures 😀 all."),
    ],
)
def test_spans_are_found_however_they_count(given, words):
    claim = {key: value for key, value in CLAIM.items() if key != "claim_span"}

    (each,) = read({"s": {**claim, **given}})

    assert ("claim", "Statement", words) in marks_in(each)


def test_without_texts_the_sentences_are_the_text():
    sents = json.dumps({"doc1": {"s1": "Dr Ross spoke.", "s2": "Garlic cures all."}}).encode()

    (each,) = found_in(
        NAME,
        {"doc1": {"s2": {**CLAIM, "claim_span": [0, 16], "claim_object": "Garlic"}}},
        beside={"all_sents.json": sents},
    )

    assert each.document.text == "Dr Ross spoke.\nGarlic cures all.\n"
    assert ("claim", "Statement", "Garlic cures all.") in marks_in(each)


def test_a_folder_of_the_corpus_is_read_as_one():
    files = {
        "news/dev.json": json.dumps({"doc1": {"s": CLAIM}}).encode(),
        "news/test.json": json.dumps({"doc2": {"s": CLAIM}}).encode(),
        "news/broken.json": b"{",
        "news/all_sents.json": b"{}",
        "news/text/doc1.txt": TEXT.encode(),
        "news/text/doc2.txt": TEXT.encode() + b" More.",
    }
    assert find_container(files).name == NAME
    held = given_of(b"", "", files.items())

    found = list(read_files(Given("news.zip", files=held.files), Reading("Anna", mapping=load(NAME))))

    assert len(documents_in(found)) == 2
    (said,) = (each for each in found if not isinstance(each, AnnotatedDocument))
    assert said.file == "news/broken.json"


def test_what_is_not_in_the_text_and_texts_that_are_not_there_are_said():
    found = read(
        {"s": {**CLAIM, "claimer": "Nobody", "claim_span": [400, 500]}, "t": {**CLAIM, "claim_object": "salt"}}
    )
    absent = found_in(NAME, {"doc9": {"s": CLAIM}})

    assert said_in(found) == [
        "the claim s at 400-501 is outside the text, which has 70 characters; it was left out",
        "the claim s has no span and no sentence in the text; it was left out",
        "the claim_object “salt” of the claim t is not in the text; it was left out",
    ]
    assert said_in(absent) == ["the text of doc9 is not beside the file; put it there as text/doc9.txt"]


def test_what_is_broken_is_said():
    with pytest.raises(InputError, match="line 1: it is not JSON"):
        found_in(NAME, '{"doc1": {"s": {"claim_span": [1, 2], "has_claimer": tru}}}')
    assert find_format(b'{"claims": [{"claim_span": 1}]}', "a.json").name == "jsonl"


def test_sentences_in_another_order_than_the_claims_are_found():
    names = ["a", "b", "c", "d"]
    claims = {name: {"segment-0": {"has_claimer": False, "sentence": f"It is {name}."}} for name in names}
    sents = {name: {"segment-0": f"It is {name}.", "segment-1": f"More of {name}."} for name in (*reversed(names), "e")}

    found = documents_in(found_in(NAME, claims, beside={"all_sents.json": json.dumps(sents).encode()}))

    assert [each.document.text for each in found] == [f"It is {name}.\nMore of {name}.\n" for name in names]


def test_what_comes_before_a_break_in_the_file_is_taken_and_the_break_is_named():
    whole = json.dumps(
        {
            "a": {"s": {"has_claimer": False, "claim_span": [0, 3], "sentence": "One."}},
            "b": {"s": {"sentence": "Two.", "has_claimer": False}},
        },
        indent=1,
    )

    found = found_in(NAME, whole[: whole.index("Two")])

    assert [each.document.text for each in documents_in(found)] == ["One.\n"]
    (said,) = [each for each in said_in(found) if "JSON" in each]
    assert "what follows" in said


def test_places_of_ours_that_are_none_are_left_out():
    own = {"tag": "Statement", "spans": True, "parts": [{"kind": "entity", "tag": "Person", "spans": [[0, 7], 5, [1]]}]}

    (each,) = documents_in(read({"1": {**CLAIM, "annotator": own}, "2": CLAIM}))

    assert ("claim", "Statement", "garlic cures 😀 all.") in marks_in(each)

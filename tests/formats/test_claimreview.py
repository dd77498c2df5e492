"""Judged claims go out as ClaimReview, valid against the published definition as our schema has it."""

import io
import json
from pathlib import Path

import jsonschema
import pytest

from annotator.errors import UsageError
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.samples import make_samples
from annotator.formats.claimreview import rating, scale_of, write
from annotator.formats.format import Writing
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.resources import resources
from annotator.store import Project

SCHEMA = json.loads((resources() / "schema" / "claimreview.schema.json").read_text("utf-8"))
URL = "https://checks.example.org/"
TEXT = "He said that the port was shut."


def valid(found: dict) -> list[dict]:
    """Return the reviews of what was written, once it is known to be valid."""
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(found)
    return found["@graph"]


def document(name: str, date: str, *marks: Annotation, relations: tuple[Relation, ...] = ()) -> AnnotatedDocument:
    source = Source(name, f"https://news.example.org/{name}", "text/plain", "0" * 64)
    made = Document(name, f"Article {name}", TEXT, text_sha256(TEXT), "", date, "en", source)
    return AnnotatedDocument(made, tuple(sorted(marks, key=lambda each: each.start)), relations)


def claim(name: str, record: str | None = None, **said: str) -> Annotation:
    start = TEXT.index("the port")
    return Annotation(name, "d", "claim", "Statement", (Span(start, 30),), "AK", "", "", said, record)


def he(name: str, record: str | None = None) -> Annotation:
    return Annotation(name, "d", "entity", "Person", (Span(0, 2),), "AK", "", "", {}, record)


def written(*documents: AnnotatedDocument, reviewer: str = "Port Checks", **records: Record) -> list[dict]:
    file = io.BytesIO()
    job = Writing(
        tag_set=load_default(),
        record=records.get,
        facts={"review": {"reviewer": reviewer, "reviewer_url": URL}},
    )
    write(documents, file, job)
    return valid(json.loads(file.getvalue()))


def test_a_judged_claim_has_rating_publisher_reviewer_reason_and_claimant():
    said = {
        "verdict": "mostly true", "verdict_by": "Berta Meier", "verdict_date": "2025-05-02",
        "justification": "Two ships lay in.", "said_on": "2025-04-28", "normalised": "The port of Norhaven was shut.",
        "citation": "https://example.org/1\nGazette, p. 3",
    }  # fmt: skip
    kim = Record("r", "entity", "Kim Jong Un", "Person", identifiers=("wikidata:Q56226", "viaf:1", "local:7"))
    marks = (claim("c", **said), he("h", "r"))
    (review,) = written(document("a", "2025-04-29", *marks, relations=(Relation("x", "claimant", "c", "h"),)), r=kim)

    assert review["claimReviewed"] == "The port of Norhaven was shut."
    assert review["url"] == f"{URL}#c"
    assert review["author"] == {"@type": "Organization", "name": "Port Checks", "url": URL}
    assert review["creator"]["name"] == "Berta Meier"
    assert review["reviewRating"] == {
        "@type": "Rating", "alternateName": "mostly true", "ratingValue": 4, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert (review["datePublished"], review["reviewBody"]) == ("2025-05-02", "Two ships lay in.")
    item = review["itemReviewed"]
    assert item["datePublished"] == "2025-04-28"
    assert item["author"]["name"] == "Kim Jong Un"
    assert item["author"]["sameAs"] == ["https://www.wikidata.org/wiki/Q56226", "https://viaf.org/viaf/1"]
    assert item["appearance"][0]["url"] == "https://news.example.org/a"
    assert "firstAppearance" not in item
    assert [each.get("url") or each["name"] for each in review["citation"]] == [
        "https://example.org/1",
        "Gazette, p. 3",
    ]


def test_repetitions_of_a_record_are_appearances_and_the_earliest_is_the_first():
    late, early = claim("late", "s", verdict="false"), claim("early", "s")
    (review,) = written(document("b", "2025-04-29", late), document("a", "2025-03", early))
    item = review["itemReviewed"]
    assert [each["name"] for each in item["appearance"]] == ["Article b", "Article a"]
    assert item["firstAppearance"]["name"] == "Article a"


def test_claims_joined_as_the_same_are_appearances_of_one():
    one, other = claim("one", verdict="false"), claim("other")
    link = (Relation("x", "repeats", "one", "other"),)
    (review,) = written(document("a", "2025-04-29", one, relations=link), document("b", "2025-03-01", other))
    assert review["itemReviewed"]["firstAppearance"]["name"] == "Article b"


def test_evidence_of_another_article_is_cited():
    one, other = claim("one", verdict="false"), claim("other")
    link = (Relation("x", "evidence", "one", "other"),)
    (review,) = written(document("a", "2025-04-29", one, relations=link), document("b", "2025-03-01", other))
    assert review["citation"][0]["name"] == "Article b"


@pytest.mark.parametrize("first", ["claim", "words"])
def test_words_of_another_article_are_cited_as_evidence(first):
    words = Annotation("w", "b", "entity", "Passage", (Span(13, 30),), "AK", "", "")
    judged = document("a", "2025", claim("one", verdict="false"), relations=(Relation("x", "evidence", "one", "w"),))
    both = [judged, document("b", "2024", words)]
    (review,) = written(*(both if first == "claim" else reversed(both)))
    assert [(each["name"], each["text"]) for each in review["citation"]] == [("Article b", TEXT[13:30])]


def test_evidence_of_another_article_that_cannot_be_cited_is_told():
    judged = document("a", "2025", claim("one", verdict="false"), relations=(Relation("x", "evidence", "one", "h"),))
    job = Writing(tag_set=load_default(), facts={"review": {"reviewer": "Port Checks", "reviewer_url": URL}})
    write([judged, document("b", "2024", he("h"))], io.BytesIO(), job)
    assert [(each.feature, each.count) for each in job.ledger if each.feature not in ("annotations", "exact text")] == [
        ("relations across documents", 1)
    ]


def test_without_a_name_the_reviewer_is_the_author():
    (review,) = written(document("a", "2025", claim("c", verdict="true", verdict_by="B. Meier")), reviewer="")
    assert review["author"] == {"@type": "Person", "name": "B. Meier", "url": URL}


def test_unchecked_claims_and_suggestions_are_not_written():
    assert written(document("a", "2025", claim("c"), claim("d", verdict="unchecked"))) == []


def test_the_order_of_the_tag_set_gives_the_scale_and_what_is_no_verdict_has_no_number():
    scale = scale_of(load_default())
    assert scale == ("false", "mostly false", "mixed", "mostly true", "true")
    assert rating("true", scale)["ratingValue"] == rating("true", scale)["bestRating"] == 5
    assert rating("false", scale)["ratingValue"] == 1
    assert rating("unprovable", scale) == {"@type": "Rating", "alternateName": "unprovable"}


def test_without_an_address_it_says_what_to_do():
    with pytest.raises(UsageError, match="annotator settings PROJECT reviewer_url="):
        write([], io.BytesIO(), Writing(tag_set=load_default()))


def test_a_project_is_exported_with_what_it_says_of_its_reviewer(tmp_path: Path):
    path = tmp_path / "p.annotator"
    make_samples(path)
    with Project.open(path) as store:
        store.set_setting("reviewer_url", URL)
        store.set_setting("reviewer", "Port Checks")
        opened = store.document(store.find_document("harbour-strike.txt"))
        judged = next(each for each in opened.annotations if each.kind == "claim")
        values = {"attributes": {**judged.attributes, "verdict": "mixed"}}
        store.do(Change("judge", [Alter(Annotation, judged.id, values), Put(Record("s", "claim", "Said"))]), "AK")
    output = tmp_path / "reviews.jsonld"
    report = export(path, ExportRequest("claimreview"), output)
    (review,) = valid(json.loads(output.read_text("utf-8")))
    assert review["claimReviewed"] == "4,000 men and women on strike"
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "Dockers' Union"}
    assert any("without a verdict" in each.effect for each in report.ledger)

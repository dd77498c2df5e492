"""Judged claims as ClaimReview of schema.org, in JSON-LD: https://schema.org/ClaimReview. Written only.

One object for each claim with a verdict other than *unchecked*; what the same claim is elsewhere (the same record, or
joined by *repeats* or *same claim*) becomes its appearances. A review needs the address of its publisher.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any
from urllib.parse import quote

from annotator.errors import UsageError
from annotator.formats.format import Writing
from annotator.formats.ledger import LEFT_OUT, lose_relations
from annotator.model.annotation import Annotation
from annotator.model.claim_edits import BY, CITATION, DATE, JUSTIFICATION, UNCHECKED, VERDICT, citations
from annotator.model.claim_links import EVIDENCE
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.passages import PASSAGE
from annotator.model.people import Record
from annotator.model.tag import TagSet

CONTEXT = "https://schema.org"
OFF_THE_SCALE = frozenset(
    ("unprovable", "conflicting", "unverifiable", "not enough evidence", "not enough info", "unproven", "other")
)
"""Verdicts that say that there is none: they have a name and no number."""
_SAME = frozenset(("repeats", "same claim"))
_NAMED = frozenset(("claimant", EVIDENCE))
_SAID = frozenset((VERDICT, BY, DATE, JUSTIFICATION, CITATION, "normalised", "said_on"))
"""Attributes of a judged claim that its review has."""
_PAGES = {
    "wikidata": "https://www.wikidata.org/wiki/",
    "viaf": "https://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
    "isni": "https://isni.org/isni/",
    "geonames": "https://www.geonames.org/",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the reviews: a *name*, which may be empty, and an address."""

    name: str
    url: str


@dataclass(slots=True)
class _Seen:
    """What is kept of a claim until all documents were read."""

    work: Json
    date: str
    review: Json | None = None


@dataclass(slots=True)
class _Gathered:
    claims: dict[str, _Seen] = field(default_factory=dict[str, _Seen])
    by_record: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    same: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    passages: dict[str, Json] = field(default_factory=dict[str, Json])
    """Words that are evidence and nothing else, as what is cited: their claim may stand in another article."""
    evidence: list[tuple[str, str, AnnotatedDocument]] = field(default_factory=list[tuple[str, str, AnnotatedDocument]])


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], job: Writing) -> None:
    """Write the reviews of all judged claims; UsageError without the address of who publishes them."""
    publisher = publisher_of(job)
    scale = scale_of(job.tag_set)
    gathered = _Gathered()
    for each in documents:
        _gather(each, gathered, publisher, scale, job)
    reviews = finished(gathered, job)
    file.write(f'{{"@context": "{CONTEXT}",\n "@graph": ['.encode())
    for number, review in enumerate(reviews):
        line = json.dumps(review, ensure_ascii=False, separators=(", ", ": "))
        file.write(f"{',' if number else ''}\n  {_kept_on_a_line(line)}".encode())
    file.write(b"\n ]}\n" if reviews else b"]}\n")


def _kept_on_a_line(text: str) -> str:
    return text.replace("\u0085", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def publisher_of(job: Writing) -> Publisher:
    """Return who publishes, as chosen or as the project says; UsageError says how to say it."""
    said: Mapping[str, str] = job.facts.get("review", {})
    url = (job.options.get("reviewer_url") or said.get("reviewer_url") or "").strip()
    if not url.startswith(("https://", "http://")):
        raise UsageError(
            "a ClaimReview needs the address of who publishes the verdicts: give it as the option reviewer_url "
            "(https://…), or once for all: in the window at Claims › Who publishes verdicts…, on the command line with "
            "annotator settings PROJECT reviewer_url=https://…"
        )
    return Publisher((job.options.get("reviewer") or said.get("reviewer") or "").strip(), url)


def scale_of(tag_set: TagSet) -> tuple[str, ...]:
    """Return the verdicts of *tag_set* that have a place on a scale, the worst first."""
    choices = next(
        (
            attribute.choices
            for tag in tag_set.of_kind("claim")
            for attribute in tag.attributes
            if attribute.name == VERDICT and attribute.choices
        ),
        (),
    )
    on_it = [each for each in choices if each != UNCHECKED and each.casefold() not in OFF_THE_SCALE]
    rises = bool(on_it) and on_it[-1].casefold() in ("true", "correct", "supported", "supports")
    return tuple(on_it if rises else reversed(on_it))


def rating(verdict: str, scale: Sequence[str]) -> Json:
    """Return the Rating of a verdict: its name and, if it is on the *scale*, its number there."""
    found: Json = {"@type": "Rating", "alternateName": verdict}
    if verdict in scale and len(scale) > 1:
        found |= {"ratingValue": scale.index(verdict) + 1, "bestRating": len(scale), "worstRating": 1}
    return found


def is_judged(claim: Annotation) -> bool:
    """Tell whether somebody said what they think of a claim."""
    return claim.kind == "claim" and claim.attributes.get(VERDICT) not in (None, "", UNCHECKED)


def _gather(
    each: AnnotatedDocument, gathered: _Gathered, publisher: Publisher, scale: Sequence[str], job: Writing
) -> None:
    document = each.document
    marks = {mark.id: mark for mark in each.annotations}
    work = work_of(document)
    _count_losses(each, job)
    for claim in each.annotations:
        if (claim.kind, claim.tag, claim.state) == ("entity", PASSAGE, "accepted"):
            gathered.passages[claim.id] = {**work, "text": _words(document, claim)}
        if claim.kind != "claim" or claim.state != "accepted":
            continue
        seen = gathered.claims[claim.id] = _Seen(work, document.date or "")
        if claim.record is not None:
            gathered.by_record.setdefault(claim.record, []).append(claim.id)
        if is_judged(claim):
            seen.review = review_of(each, claim, marks, publisher, scale, job)
    for relation in each.relations:
        if relation.type in _SAME:
            gathered.same.append((relation.source, relation.target))
        elif relation.type == EVIDENCE and relation.target in marks:
            seen = gathered.claims.get(relation.source)
            if seen is not None and seen.review is not None:
                cited = {**work, "text": _words(document, marks[relation.target])}
                seen.review.setdefault("citation", []).append(cited)
        elif relation.type == EVIDENCE:
            # its text is not held: only where the claim stands has to be told
            told = AnnotatedDocument(replace(document, text=""), (), ())
            gathered.evidence.append((relation.source, relation.target, told))


def _count_losses(each: AnnotatedDocument, job: Writing) -> None:
    """Note all that is no part of a review: texts, claims that nobody judged, marks that no review names."""
    ledger = job.ledger
    if each.document.text:
        ledger.lose("exact text", "left out: only the words of claims and evidence are written", each)
    judged = {mark.id for mark in each.annotations if is_judged(mark) and mark.state == "accepted"}
    named = {link.target for link in each.relations if link.source in judged and link.type in _NAMED}
    for mark in each.annotations:
        if mark.kind == "claim" and mark.id not in judged and mark.state == "accepted":
            ledger.lose("claims", "left out: without a verdict", each, mark)
        elif mark.id in judged:
            if lost := len(mark.attributes.keys() - _SAID):
                ledger.lose("attributes", LEFT_OUT, each, mark, lost)
        elif mark.kind != "claim" and mark.spans and mark.id not in named:
            ledger.lose("annotations", "left out: no part of a claim with a verdict", each, mark)
    away = [link for link in each.relations if link.source not in judged or link.type not in _NAMED]
    lose_relations(each, [link for link in away if link.type not in _SAME], ledger)


def finished(gathered: _Gathered, job: Writing) -> list[Json]:
    """Return the reviews with all appearances of their claims, in the order of the documents; tell what is lost."""
    group: dict[str, str] = {claim: claim for claim in gathered.claims}

    def root(claim: str) -> str:
        while group[claim] != claim:
            group[claim] = group[group[claim]]
            claim = group[claim]
        return claim

    pairs = [(many[0], other) for many in gathered.by_record.values() for other in many[1:]]
    for one, other in [*pairs, *gathered.same]:
        if one in group and other in group:
            group[root(other)] = root(one)
    members: dict[str, list[str]] = {}
    for claim in gathered.claims:
        members.setdefault(root(claim), []).append(claim)
    for source, target, told in gathered.evidence:
        seen, there = gathered.claims.get(source), gathered.claims.get(target)
        cited = gathered.passages.get(target) or (there.work if there is not None else None)
        if seen is None or seen.review is None:
            continue
        if cited is None:
            job.ledger.lose("relations across documents", "left out: evidence that is neither claim nor passage", told)
        else:
            seen.review.setdefault("citation", []).append(cited)
    found: list[Json] = []
    for claim, seen in gathered.claims.items():
        if seen.review is None:
            continue
        others = [gathered.claims[each] for each in members[root(claim)]]
        works = list({json.dumps(each.work, sort_keys=True): each for each in others}.values())
        item = seen.review["itemReviewed"]
        item["appearance"] = [seen.work, *(each.work for each in works if each.work != seen.work)]
        dated = sorted((each for each in works if each.date), key=lambda each: each.date)
        if len(works) > 1 and dated:
            item["firstAppearance"] = dated[0].work
        found.append(seen.review)
    return found


def work_of(document: Document) -> Json:
    """Return an article as the CreativeWork that a claim appears in."""
    found: Json = {"@type": "CreativeWork", "name": document.title or document.id}
    if document.date:
        found["datePublished"] = document.date
    if document.language:
        found["inLanguage"] = document.language
    if document.source is not None and document.source.uri.startswith(("https://", "http://")):
        found["url"] = document.source.uri
    return found


def review_of(
    each: AnnotatedDocument,
    claim: Annotation,
    marks: Mapping[str, Annotation],
    publisher: Publisher,
    scale: Sequence[str],
    job: Writing,
) -> Json:
    """Return the ClaimReview of a judged claim of a document, as far as that document says it."""
    said = claim.attributes
    by = str(said.get(BY) or "").strip()
    url = f"{publisher.url.partition('#')[0]}#{quote(claim.id)}"
    author: Json = {"@type": "Organization", "name": publisher.name, "url": publisher.url}
    if not publisher.name:
        author = {"@type": "Person", "name": by or claim.annotator, "url": publisher.url}
    review: Json = {
        "@type": "ClaimReview",
        "@id": url,
        "url": url,
        "claimReviewed": str(said.get("normalised") or "").strip() or _words(each.document, claim),
        "author": author,
        "reviewRating": rating(str(said[VERDICT]), scale),
        "itemReviewed": _claim(each, claim, marks, job),
    }
    if publisher.name and by:
        review["creator"] = {"@type": "Person", "name": by}
    if said.get(DATE):
        review["datePublished"] = str(said[DATE])
    if said.get(JUSTIFICATION):
        review["reviewBody"] = str(said[JUSTIFICATION])
    if each.document.language:
        review["inLanguage"] = each.document.language
    if cited := citations(said):
        review["citation"] = [_cited(words) for words in cited]
    return review


def _cited(words: str) -> Json:
    if words.startswith(("https://", "http://")) and " " not in words:
        return {"@type": "CreativeWork", "url": words}
    return {"@type": "CreativeWork", "name": words}


def _words(document: Document, mark: Annotation) -> str:
    return " … ".join(" ".join(document.text[start:end].split()) for start, end in mark.spans)


def _claim(each: AnnotatedDocument, claim: Annotation, marks: Mapping[str, Annotation], job: Writing) -> Json:
    found: Json = {"@type": "Claim"}
    authors = [
        _person(each, marks[relation.target], marks, job)
        for relation in each.relations
        if relation.source == claim.id and relation.type == "claimant" and relation.target in marks
    ]
    authors = [author for author in authors if author]
    if authors:
        found["author"] = authors[0] if len(authors) == 1 else authors
    date = claim.attributes.get("said_on") or each.document.date
    if date:
        found["datePublished"] = str(date)
    return found


def _person(each: AnnotatedDocument, mark: Annotation, marks: Mapping[str, Annotation], job: Writing) -> Json:
    """Return who makes a claim: the person or body behind a mark, by the name that is known best."""
    if mark.kind == "claim":
        return {}
    meant = (
        marks[link.target]
        for link in each.relations
        if link.source == mark.id and link.type == "same as" and link.target in marks
    )
    mark = next(meant, mark)
    record: Record | None = job.record(mark.record) if mark.record else None
    name = record.name if record is not None else _words(each.document, mark)
    if not name:
        return {}
    found: Json = {"@type": "Person" if mark.tag in ("Person", "Role") else "Organization", "name": name}
    if record is not None and (pages := [page for page in map(_page, record.identifiers) if page]):
        found["sameAs"] = pages
    return found


def _page(identifier: str) -> str:
    scheme, _, value = identifier.partition(":")
    if scheme in ("http", "https"):
        return identifier
    return f"{_PAGES[scheme]}{value}" if scheme in _PAGES else ""

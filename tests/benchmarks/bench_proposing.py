"""What proposing cue and claimant costs at a key press, and how often the first proposal is right."""

import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.analysis.proposals import ClaimProposal, propose
from annotator.formats.jsonl import read_stream
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources
from tests.benchmarks.harness import Figure, figure, within

FRAME = 1 / 60
"""Seconds of a picture at 60 Hz."""
_PAIRS = {"]": "[", "}": "{", ">": "<"}
_OURS = Path(__file__).parent / "claims_read.toml"
_LEARNED = Path(__file__).parent / "claims_learned.toml"
_UNSEEN = Path(__file__).parent / "claims_unseen.toml"


def run() -> Iterator[Figure]:
    """Yield the time that a proposal takes in the longest sample, then its quality by language."""
    yield within(
        "proposing",
        "cue and claimant of a claim just tagged, 60,000 characters, p95",
        seconds=times(),
        limit=FRAME,
        against="a frame at 60 Hz",
    )
    right, all_of, marked, all_marked = quality()
    for language in sorted(all_of):
        yield share(f"first Enter right, {language}, nothing marked", right[language], all_of[language])
    yield share("first Enter right, en, entities marked", marked, all_marked)
    for language, many, all_of_it in sentences(_LEARNED):
        yield share(f"first Enter right, {language}, sentences that the rules were mended by", many, all_of_it)
    for language, many, all_of_it in sentences(_UNSEEN):
        yield share(f"first Enter right, {language}, sentences written after the rules", many, all_of_it)


def share(case: str, right: int, of: int) -> Figure:
    """Return how many claims of all have both parts right: the more the better, so that none is too many."""
    return figure("proposing", case, [right], [of], "claims", "all claims", 1.0)


def times() -> list[float]:
    """Return the seconds of a proposal for each of some hundred claims of the longest sample, its names marked."""
    text = (resources() / "samples" / "harbour-inquiry.txt").read_text("utf-8")
    assert len(text) >= 60_000
    names = re.finditer(r"[A-Z][a-z]+ [A-Z][a-z]+", text)
    marks = [
        Annotation(str(place), "d", "entity", "Person", (Span(*each.span()),), "A", "", "")
        for place, each in enumerate(names)
    ]
    contents = [Span(*each.span(1)) for each in re.finditer(r"\b(?:that|said) ([^.“”\"]{20,160})[.]", text)]
    found: list[float] = []
    for content in contents * 3:
        began = time.perf_counter()
        propose(text, (content,), marks, "en")
        found.append(time.perf_counter() - began)
    return found


def quality() -> tuple[Counter[str], Counter[str], int, int]:
    """Return right and all by language where nothing is marked, and right and all of the annotated samples."""
    right, every = Counter[str](), Counter[str]()
    for article in tomllib.loads(_OURS.read_text("utf-8"))["article"]:
        text = (resources() / "samples" / article["file"]).read_text("utf-8")
        for example in article["claims"]:
            words, parts = _parsed(example)
            place = text.index(words)
            wanted = {sign: Span(place + at.start, place + at.end) for sign, at in parts.items()}
            made = propose(text, (wanted["["],), (), article["language"])
            every[article["language"]] += 1
            right[article["language"]] += _is_right(made, wanted.get("{"), wanted.get("<"))
    return right, every, *_marked()


def sentences(file: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the language, right and all of the sentences of a file, once a language; nothing is marked."""
    listed: dict[str, list[str]] = {}
    for each in tomllib.loads(file.read_text("utf-8"))["language"]:
        listed.setdefault(each["language"], []).extend(each["claims"])
    for language, claims in listed.items():
        right = 0
        for words, parts in map(_parsed, claims):
            made = propose(words, (parts["["],), (), language)
            right += _is_right(made, parts.get("{"), parts.get("<"))
        yield language, right, len(claims)


def _marked() -> tuple[int, int]:
    right = every = 0
    with (resources() / "samples" / "annotated.jsonl").open("rb") as stream:
        documents = [
            each for each in read_stream(stream, "annotated.jsonl", "A") if isinstance(each, AnnotatedDocument)
        ]
    for each in documents:
        by_id = {mark.id: mark for mark in each.annotations}
        entities = [mark for mark in each.annotations if mark.kind == "entity"]
        for claim in (mark for mark in each.annotations if mark.kind == "claim"):
            targets = {
                relation.type: by_id[relation.target] for relation in each.relations if relation.source == claim.id
            }
            made = propose(each.document.text, claim.spans, entities, each.document.language)
            every += 1
            right += _is_right(made, _span(targets.get("cue")), _span(targets.get("claimant")))
    return right, every


def _is_right(made: ClaimProposal, cue: Span | None, claimant: Span | None) -> bool:
    first = made.cues[0].span if made.cues else None
    who = made.claimants[0].span if made.claimants else None
    return (first, who) == (cue, claimant)


def _span(mark: Annotation | None) -> Span | None:
    return Span(mark.start, mark.end) if mark is not None else None


def _parsed(example: str) -> tuple[str, dict[str, Span]]:
    """Return the words without their signs, and what stood in "[", "{" and "<"."""
    text, parts, opened = "", dict[str, Span](), dict[str, int]()
    for character in example:
        if character in "[{<":
            opened[character] = len(text)
        elif character in _PAIRS:
            parts[_PAIRS[character]] = Span(opened[_PAIRS[character]], len(text))
        else:
            text += character
    return text, parts

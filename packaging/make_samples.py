"""Makes resources/samples/annotated.jsonl from the sample articles and the marks beside this file.

Ids and times are fixed, so that the file changes only when an article or a mark does. Run it
with: python packaging/make_samples.py
"""

from __future__ import annotations

import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from annotator.formats.article import read  # noqa: E402
from annotator.formats.jsonl import encode  # noqa: E402
from annotator.formats.tagset_toml import load_default  # noqa: E402
from annotator.model.annotation import Annotation, Relation, Span, reading_order  # noqa: E402
from annotator.model.document import AnnotatedDocument, Document, Source  # noqa: E402
from annotator.model.edits import defaults  # noqa: E402

SAMPLES = ROOT / "resources" / "samples"
ORDER = (
    ("sacred-mission", "en"), ("ration-records", "en"), ("harbour-strike", "en"), ("grain-corridor", "en"),
    ("flood-relief", "en"), ("small-signs", "en"),
    ("hochwasser", "de"), ("mina", "ar"), ("gangkou", "zh"), ("pristan", "ru"), ("dementi", "fr"),
    ("harbour-inquiry", "en"),
)  # fmt: skip
TIME = "2026-01-31T09:00:00Z"
ANNOTATOR = "Sample"
_NAMESPACE = uuid.UUID("0d3b2c5e-7d0c-5f0a-8a53-5e9f0c1b7a44")

# a mark file as TOML gives it
Marks = dict[str, Any]


def fixed_id(*parts: object) -> str:
    """Return an id that depends on *parts* only."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, parts))))


class Article:
    """One article being marked."""

    def __init__(self, name: str, language: str) -> None:
        self.name = name
        data = (SAMPLES / f"{name}.txt").read_bytes()
        self.document: Document = read(data, f"{name}.txt").document
        source = self.document.source
        assert source is not None
        self.document = replace(
            self.document,
            id=fixed_id(name),
            created=TIME,
            language=language,
            source=Source(fixed_id(name, "source"), source.uri, source.media_type, source.sha256),
        )
        self.annotations: dict[str, Annotation] = {}
        self.relations: list[Relation] = []
        self._names: dict[str, str] = {}
        self._tags = load_default()

    def span(self, words: str, nth: int = 1) -> Span:
        """Return where *words* stand for the *nth* time, not as a part of longer words."""
        for span in self._everywhere(words):
            nth -= 1
            if nth == 0:
                return span
        raise SystemExit(f"{self.name}: {words!r} does not stand there that often")

    def _everywhere(self, words: str) -> Iterator[Span]:
        text, place = self.document.text, -1
        while (place := text.find(words, place + 1)) >= 0:
            end = place + len(words)
            if not (text[place - 1 : place].isalpha() and words[0].isalpha()) and not text[end : end + 1].isalpha():
                yield Span(place, end)

    def add(self, kind: str, tag: str, spans: tuple[Span, ...], attributes: dict[str, Any]) -> Annotation:
        """Add an annotation, or return the one that is there already."""
        found = self._tags.find(tag)
        assert found is not None, tag
        assert found.kind == kind, tag
        for each in self.annotations.values():
            if each.spans == spans and each.tag == tag:
                return each
        known = {attribute.name for attribute in found.attributes}
        assert attributes.keys() <= known, attributes.keys() - known
        id_ = fixed_id(self.name, kind, tag, *(place for span in spans for place in span))
        values = {**defaults(found), **attributes}
        made = Annotation(id_, self.document.id, found.kind, tag, spans, ANNOTATOR, TIME, TIME, values)
        self.annotations[id_] = made
        return made

    def relate(self, kind: str, source: Annotation, target: Annotation) -> None:
        """Add a relation."""
        self.relations.append(Relation(fixed_id(kind, source.id, target.id), kind, source.id, target.id))

    def mark(self, marks: Marks) -> None:
        """Add everything that *marks* names."""
        self.document = replace(self.document, status=marks["status"])
        if "genre" in marks:
            self.add("document", "Genre", (), {"genre": marks["genre"]})
        # what is marked one by one goes before what is marked everywhere
        single = [(each, self._mark(each)) for each in marks.get("mark", ())]
        values = marks.get("values", {})
        for words, tag in marks["all"]:
            self._mark_all(words, tag, {"value": values[words]} if words in values else {})
        for each, made in single:
            if "same_as" in each:
                self.relate("same as", made, self._entity(each["same_as"]))
        for kind, source, target in marks.get("relations", ()):
            self.relate(kind, self._entity(source), self._entity(target))
        claims = [(each, self._claim(each)) for each in marks.get("claim", ())]
        for each, claim in claims:
            for kind in ("repeats", "supports", "contradicts"):
                if kind in each:
                    other = next(made for given, made in claims if given["words"] == each[kind])
                    self.relate(kind, claim, other)

    def _mark(self, each: Marks) -> Annotation:
        span = self.span(each["words"], each.get("nth", 1))
        made = self.add("entity", each["tag"], (span,), each.get("attributes", {}))
        if "as" in each:
            self._names[each["as"]] = made.id
        return made

    def _mark_all(self, words: str, tag: str, attributes: dict[str, Any]) -> None:
        for span in self._everywhere(words):
            inside = any(each.start <= span.start and span.end <= each.end for each in self.annotations.values())
            if not inside:
                self.add("entity", tag, (span,), attributes)

    def _entity(self, reference: list[Any]) -> Annotation:
        if reference[0] in self._names:
            return self.annotations[self._names[reference[0]]]
        span = self.span(*reference)
        found = [each for each in self.annotations.values() if each.spans == (span,) and each.kind == "entity"]
        if not found:
            raise SystemExit(f"{self.name}: {reference} is not marked")
        return found[0]

    def _claim(self, each: Marks) -> Annotation:
        parts = [each["words"]] if isinstance(each["words"], str) else each["words"]
        claim = self.add("claim", each["tag"], tuple(map(self.span, parts)), each["attributes"])
        if "claimant" in each:
            self.relate("claimant", claim, self._entity(each["claimant"]))
        if "cue" in each:
            self.relate("cue", claim, self.add("cue", "Cue", (self.span(*each["cue"]),), {}))
        for kind in ("addressee", "about"):
            for reference in each.get(kind, ()):
                self.relate(kind, claim, self._entity(reference))
        return claim


def made() -> bytes:
    """Return what the data file holds."""
    lines: list[bytes] = []
    for name, language in ORDER:
        article = Article(name, language)
        path = Path(__file__).parent / "sample_marks" / f"{name}.toml"
        if path.is_file():
            article.mark(tomllib.loads(path.read_text("utf-8")))
        annotations = tuple(sorted(article.annotations.values(), key=reading_order))
        lines.append(encode(AnnotatedDocument(article.document, annotations, tuple(article.relations))))
    return b"".join(lines)


if __name__ == "__main__":
    (SAMPLES / "annotated.jsonl").write_bytes(made())

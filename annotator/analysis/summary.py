"""What a set of documents holds, counted while they pass: for data cards. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.analysis.agreement import Agreement
from annotator.model.annotation import KINDS
from annotator.model.document import AnnotatedDocument


class Summary:
    """Counts of documents, marks and relations; memory grows with names, not with documents."""

    def __init__(self) -> None:
        self._documents = self._characters = self._relations = self._discontinuous = 0
        self._relation_types: Counter[str] = Counter()
        self._tags: Counter[tuple[str, str]] = Counter()
        self._annotators: Counter[str] = Counter()
        self._documents_of: Counter[str] = Counter()
        self._by: dict[str, Counter[str]] = {
            name: Counter() for name in ("language", "decade", "year", "status", "split", "state", "origin")
        }
        self._agreement = Agreement()

    def watch(self, documents: Iterable[AnnotatedDocument]) -> Iterator[AnnotatedDocument]:
        """Yield *documents* as they are, and count them."""
        for each in documents:
            self.add(each)
            yield each

    def add(self, each: AnnotatedDocument) -> None:
        """Count one document with what is marked in it."""
        document = each.document
        self._documents += 1
        self._characters += len(document.text)
        self._relations += len(each.relations)
        for relation in each.relations:
            self._relation_types[relation.type] += 1
        by = self._by
        by["language"][document.language or ""] += 1
        by["status"][document.status] += 1
        by["split"][document.split or ""] += 1
        year = _year(document.date)
        by["year"][year] += 1
        by["decade"][f"{year[:-1]}0s" if year else ""] += 1
        annotators: Counter[str] = Counter()
        states, origins, tags = by["state"], by["origin"], self._tags
        for annotation in each.annotations:
            tags[annotation.kind, annotation.tag] += 1
            annotators[annotation.annotator] += 1
            states[annotation.state] += 1
            origins[annotation.origin] += 1
            self._discontinuous += len(annotation.spans) > 1
        self._annotators.update(annotators)
        self._documents_of.update(annotators.keys())
        if len(annotators) > 1:
            self._agreement.add(each.annotations)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON values, each mapping in a fixed order: by name, or by how many."""
        by_kind = {kind: sum(count for (of, _), count in self._tags.items() if of == kind) for kind in KINDS}
        return {
            "documents": self._documents,
            "characters": self._characters,
            "annotations": self._tags.total(),
            "relations": self._relations,
            "discontinuous": self._discontinuous,
            "by_kind": {kind: count for kind, count in by_kind.items() if count},
            "by_tag": {
                kind: _by_count({tag: count for (of, tag), count in self._tags.items() if of == kind})
                for kind in KINDS
                if by_kind[kind]
            },
            "by_relation": _by_count(self._relation_types),
            "by_annotator": {
                name: {"documents": self._documents_of[name], "annotations": count}
                for name, count in _by_count(self._annotators).items()
            },
            **{f"by_{name}": dict(sorted(counts.items())) for name, counts in self._by.items()},
            "agreement": self._agreement.as_json(),
        }


def _year(date: str | None) -> str:
    """Return the year of a date, whole or partial; empty for none."""
    return date[: 5 if date.startswith("-") else 4] if date else ""


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

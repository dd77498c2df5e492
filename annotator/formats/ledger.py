"""The loss ledger: what one run leaves out or alters, counted by kind, with the first places of each.

Writers say what they bend while they write, so that the ledger of a trial run is that of the
real one. What a format cannot hold at all is counted here from its declared table.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Any

from annotator.formats.features import NOUNS, Feature
from annotator.model.annotation import Annotation, Relation
from annotator.model.document import AnnotatedDocument
from annotator.words import counted

PLACES = 100
"""Places at most that are kept of each kind of loss."""
_WORDS = 60
_PARTICIPLES = ("left out", "widened", "cut ", "said of", "written ")
"""Effects that go on a sentence begun with a count."""
_WEIGHT = {feature: weight for weight, feature in enumerate(NOUNS)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was lost; *words* are the first of the annotation."""

    document: str
    annotation: str = ""
    words: str = ""


@dataclass(slots=True)
class Loss:
    """One kind of loss: what is concerned, what becomes of it, how often, and where first."""

    feature: Feature
    effect: str
    count: int = 0
    places: list[Place] = field(default_factory=list[Place])

    @property
    def sentence(self) -> str:
        """Say it: “12 discontinuous spans: one row for each part”, “3 claims left out: without a cue”."""
        between = " " if self.effect.startswith(_PARTICIPLES) else ": "
        return f"{counted(self.count, *NOUNS[self.feature])}{between}{self.effect}"


class Ledger:
    """The losses of one run: first what weighs most, and of one feature what was met first."""

    def __init__(self) -> None:
        self._losses: dict[tuple[Feature, str], Loss] = {}

    def __iter__(self) -> Iterator[Loss]:
        return iter(sorted(self._losses.values(), key=lambda each: _WEIGHT[each.feature]))

    def __len__(self) -> int:
        return len(self._losses)

    def lose(
        self,
        feature: Feature,
        effect: str,
        each: AnnotatedDocument,
        annotation: Annotation | None = None,
        count: int = 1,
    ) -> None:
        """Note that *count* things of *feature* in a document are lost or altered.

        *effect* says what becomes of them ("left out", "one row for each part"), is the same
        text for all of one kind, and fits one as well as several.
        """
        loss = self._loss(feature, effect)
        loss.count += count
        if len(loss.places) < PLACES:
            loss.places.append(_place(each, annotation))

    def lose_at(self, feature: Feature, effect: str, place: Place) -> None:
        """Note one loss that is not met while a document is written, with a place where it can be seen."""
        loss = self._loss(feature, effect)
        loss.count += 1
        if len(loss.places) < PLACES:
            loss.places.append(place)

    def lose_of_each(self, feature: Feature, effect: str, each: AnnotatedDocument, counts: Sequence[int]) -> None:
        """Note what is lost of the annotations of a document: *counts* says how much of each."""
        if not any(counts):
            return
        loss = self._loss(feature, effect)
        loss.count += sum(counts)
        if (room := PLACES - len(loss.places)) > 0:
            concerned = compress(each.annotations, counts)
            loss.places += [_place(each, annotation) for annotation in islice(concerned, room)]

    def _loss(self, feature: Feature, effect: str) -> Loss:
        loss = self._losses.get((feature, effect))
        if loss is None:
            loss = self._losses[feature, effect] = Loss(feature, effect)
        return loss

    def as_json(self) -> list[dict[str, Any]]:
        """Return the losses as JSON values; of places only those that are there."""
        return [
            {
                "feature": each.feature,
                "effect": each.effect,
                "count": each.count,
                "sentence": each.sentence,
                "places": [
                    {"document": place.document, "annotation": place.annotation or None, "text": place.words or None}
                    for place in each.places
                ],
            }
            for each in self
        ]


def _place(each: AnnotatedDocument, annotation: Annotation | None) -> Place:
    if annotation is None:
        return Place(each.document.id)
    words = each.document.text[annotation.start : min(annotation.end, annotation.start + _WORDS)]
    return Place(each.document.id, annotation.id, words)


LEFT_OUT = "left out"


def lose_relations(each: AnnotatedDocument, links: Iterable[Relation], ledger: Ledger, effect: str = LEFT_OUT) -> None:
    """Note in *ledger* that *links* of a document are lost; those to other documents by themselves."""
    own = {mark.id for mark in each.annotations}
    counts = Counter[Feature]("relations" if link.target in own else "relations across documents" for link in links)
    for feature, count in counts.items():
        ledger.lose(feature, effect, each, count=count)


def lose_what_is_not_held(each: AnnotatedDocument, holds: Set[Feature], ledger: Ledger, format: str = "") -> None:
    """Note in *ledger* what a document has that is in no way part of what a format *holds*.

    What the metadata keep for the *format* goes back into it.

    Only of what is simply left out; what becomes of claims, relations, discontinuous and
    overlapping spans, edges and texts the writer itself knows.
    """
    document = each.document
    about: tuple[tuple[Feature, object], ...] = (
        ("titles", document.title),
        ("dates", document.date),
        ("languages", document.language),
        ("sources", document.source),
        ("statuses", document.status != "new"),
        ("splits", document.split),
        ("ids", document.id),
    )
    for feature, there in about:
        if there and feature not in holds:
            ledger.lose(feature, LEFT_OUT, each)
    if "metadata" not in holds and (entries := len(document.metadata) - (format in document.metadata)):
        ledger.lose("metadata", LEFT_OUT, each, count=entries)
    for feature, count_in in _OF_ANNOTATIONS.items():
        if feature not in holds:
            ledger.lose_of_each(feature, LEFT_OUT, each, count_in(each.annotations))


# how much there is of a feature in each annotation: asked of millions
_OF_ANNOTATIONS: Mapping[Feature, Callable[[Sequence[Annotation]], Sequence[int]]] = {
    "document annotations": lambda marks: [not mark.spans for mark in marks],
    "attributes": lambda marks: [len(mark.attributes) for mark in marks],
    "notes": lambda marks: [mark.note != "" for mark in marks],
    "records": lambda marks: [mark.record is not None for mark in marks],
    "annotators": lambda marks: [mark.annotator != "" for mark in marks],
    "origins": lambda marks: [mark.origin != "manual" for mark in marks],
    "states": lambda marks: [mark.state != "accepted" for mark in marks],
    "confidences": lambda marks: [mark.confidence is not None for mark in marks],
    "times": lambda marks: [True] * len(marks),
    "annotation ids": lambda marks: [True] * len(marks),
}

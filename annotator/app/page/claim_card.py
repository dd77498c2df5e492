"""What a margin card says of its claim. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from annotator.model.annotation import Annotation, Relation

_TAIL = ("quotation", "attitude", "certainty", "polarity", "reporter", "time", "checkworthy", "verdict")
_SILENT = {"", "none", "unspecified", "assertion", "affirmed", "neutral", "unchecked", "present", "timeless"}
NOTHING = "—"
MOST_MENTIONS = 1000
"""Mentions of one name that are lit up together."""
UNNAMED = {"author": "the author", "anonymous": "anonymous", "unknown": "unknown"}
"""What a card says of a claimant without words in the text, by the claim's ``source_kind``."""


PART_LABELS = {"claimant": "who", "cue": "cue", "addressee": "to", "about": "about", "evidence": "evidence"}
"""What a card calls the parts of a claim, by the type of their relations."""


class Field(NamedTuple):
    """What can be changed of a claim in its card: its tag (no name), a kind of part, or an attribute."""

    kind: Literal["tag", "part", "attribute"]
    name: str = ""


class ClaimCard(NamedTuple):
    """The lines of one card: *rows* are name and words, *said* the telling attributes, *parts* ids to light."""

    id: str
    title: str
    colour: str
    start: int
    rows: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    parts: frozenset[str]
    suggested: bool

    @property
    def tail(self) -> str:
        """The last line: whether it is a suggestion, and its attributes."""
        return " · ".join(["suggested"] * self.suggested + [value for _, value in self.said])

    @property
    def summary(self) -> str:
        """Who says it by what word, for a card with little room."""
        return " · ".join(words for name, words in self.rows if name in ("who", "cue") and words != NOTHING)


class Links:
    """The relations of one document, by the annotation they begin at."""

    def __init__(self, annotations: Sequence[Annotation], relations: Sequence[Relation], text: str) -> None:
        self._text = text
        self._annotations = annotations
        self._from: dict[str, list[Relation]] = {}
        self._to: dict[str, list[Relation]] = {}
        for each in relations:
            self._from.setdefault(each.source, []).append(each)
            self._to.setdefault(each.target, []).append(each)

    def change(self, relations: Iterable[Relation], changed: Mapping[str, Annotation | None]) -> None:
        """Take what some annotations, by id, are now (None: they are gone), and all *relations*."""
        for each, annotation in changed.items():
            if annotation is None:
                self.by_id.pop(each, None)
            else:
                self.by_id[each] = annotation
        relations = list(relations)
        near = [each for each in relations if each.source in changed or each.target in changed]
        far = [each for end in changed for each in (*self._from.get(end, ()), *self._to.get(end, ()))]
        # the lists that any of these stands in are made anew, in the order of all relations
        sources = {each.source for each in (*near, *far)}
        targets = {each.target for each in (*near, *far)}
        for each in sources:
            self._from[each] = []
        for each in targets:
            self._to[each] = []
        for each in relations:
            if each.source in sources:
                self._from[each.source].append(each)
            if each.target in targets:
                self._to[each.target].append(each)

    @cached_property
    def by_id(self) -> dict[str, Annotation]:
        """The annotations by their ids."""
        return {each.id: each for each in self._annotations}

    def targets(self, annotation: str, relation_type: str) -> list[Annotation]:
        """Return what *annotation* points to by relations of that type."""
        return [
            self.by_id[each.target]
            for each in self._from.get(annotation, ())
            if each.type == relation_type and each.target in self.by_id
        ]

    def relations_of(self, annotation: str) -> Iterator[Relation]:
        """Yield the relations that begin or end at *annotation*."""
        yield from self._from.get(annotation, ())
        yield from self._to.get(annotation, ())

    def related(self, annotation: str) -> set[str]:
        """Return the ids that belong with *annotation*, itself among them.

        That is what it points to and what points to it; of the claims that it is a part of their other parts, too;
        and of each, the name that it stands for.
        """
        found = {annotation, *(each.target for each in self._from.get(annotation, ()))}
        for each in self._to.get(annotation, ()):
            found.add(each.source)
            mine = self.by_id.get(annotation)
            source = self.by_id.get(each.source)
            if source is not None and source.kind == "claim" and (mine is None or mine.kind != "claim"):
                found.update(other.target for other in self._from[each.source])
        found |= self._same(annotation)
        names = {
            link.target for part in found for link in self._from.get(part, ()) if link.type == "same as"
        }  # fmt: skip
        return found | names

    def _same(self, annotation: str) -> set[str]:
        """Return the mentions that are joined to *annotation* by `same as`, over however many steps."""
        found, pending = {annotation}, [annotation]
        while pending and len(found) < MOST_MENTIONS:
            mention = pending.pop()
            for link in self.relations_of(mention):
                other = link.target if link.source == mention else link.source
                if link.type == "same as" and other not in found:
                    found.add(other)
                    pending.append(other)
        return found

    def claims_of(self, annotation: str) -> list[str]:
        """Return the ids of the claims that *annotation* is a part of."""
        return [each.source for each in self._to.get(annotation, ()) if each.type != "same as"]

    def words(self, annotation: Annotation) -> str:
        """Return the annotation's words on one line."""
        return " … ".join(" ".join(self._text[start:end].split()) for start, end in annotation.spans)

    def name(self, annotation: Annotation) -> str:
        """Return the words, and after an arrow the name that a pronoun stands for."""
        words = self.words(annotation)
        meant = self.targets(annotation.id, "same as")
        return f"{words} → {self.words(meant[0])}" if meant else words

    def card(self, claim: Annotation, colour: str) -> ClaimCard:
        """Return the card of *claim*, whose tag has that colour."""
        claimants = self.targets(claim.id, "claimant")
        kind = claim.attributes.get("source_kind")
        who = ", ".join(self.name(each) for each in claimants) or UNNAMED.get(str(kind), NOTHING)
        rows = [(PART_LABELS["claimant"], who)]
        for relation_type in ("cue", "addressee", "about"):
            found = self.targets(claim.id, relation_type)
            if found or relation_type == "cue":
                rows.append((PART_LABELS[relation_type], ", ".join(self.words(each) for each in found) or NOTHING))
        values = ((name, str(claim.attributes.get(name) or "")) for name in _TAIL)
        said = tuple((name, value) for name, value in values if value not in _SILENT)
        return ClaimCard(
            claim.id, claim.tag, colour, claim.start, tuple(rows), said, frozenset(self.related(claim.id)),
            claim.state == "suggested",
        )  # fmt: skip

"""What a margin card says of its claim. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from annotator.model import claim_links
from annotator.model.annotation import Annotation, Relation
from annotator.model.claim_edits import citations
from annotator.model.tag import TagSet

_TAIL = ("quotation", "attitude", "certainty", "polarity", "reporter", "time", "checkworthy", "verdict")
_SILENT = {"", "none", "unspecified", "assertion", "affirmed", "neutral", "unchecked", "present", "timeless"}
NOTHING = "—"
MOST_MENTIONS = 1000
"""Mentions of one name that are lit up together."""
MOST_RELATED = 4
"""Rows of relations to other claims on one card."""
UNNAMED = {"author": "the author", "anonymous": "anonymous", "unknown": "unknown"}
"""What a card says of a claimant without words in the text, by the claim's ``source_kind``."""


PART_LABELS = {
    "claimant": "who",
    "cue": "cue",
    "addressee": "to",
    "about": "about",
    "said at": "where",
    "said on": "when",
    "evidence": "evidence",
}
"""What a card calls the parts of a claim, by the type of their relations."""
_TOLD = ("claimant", "cue")
"""Parts that have a line on every card, which says that there is none."""
SAID_ON, WITHIN, LACKS = "said on", "within", "lacks"
JUDGEMENTS = frozenset(("checkworthy", "verdict", "verdict_by", "verdict_date", "justification", "citation"))
"""Attributes that say what somebody thinks of a claim; the tag set may have more of that layer."""


class Field(NamedTuple):
    """What can be changed of a claim in its card.

    Its tag (no name), a kind of part, an attribute, a relation to another claim (its id), or the claim that it is
    part of (its id).
    """

    kind: Literal["tag", "part", "attribute", "relation", "within"]
    name: str = ""


_FIELDS = {label: Field("part", name) for name, label in PART_LABELS.items()} | {SAID_ON: Field("attribute", "said_on")}


def field_of(label: str) -> Field | None:
    """Return the field that the row of that *label* shows, or None for one that is only told."""
    return _FIELDS.get(label)


class Related(NamedTuple):
    """How a claim stands to another annotation: the words for it, and where the other one is.

    *title* is that of its article, empty where it stands in the same one; *place* its first code point there.
    """

    relation: str
    label: str
    other: str
    words: str
    document: str = ""
    title: str = ""
    place: int = 0

    @property
    def told(self) -> str:
        """The other's words, and the article that they are in."""
        return f"{self.words} · {self.title}" if self.title else self.words


class Around:
    """What a card says that the open text does not know.

    *beyond* has relations to other articles by the annotation here, *names* those of the records behind mentions
    that have no words in the text; *symmetric* are the types of relations without a direction.
    """

    def __init__(self) -> None:
        self.beyond: dict[str, tuple[Related, ...]] = {}
        self.names: dict[str, str] = {}
        self.symmetric = frozenset[str]()
        self.tag_set: TagSet | None = None
        self._required = frozenset[str]()
        self.judged = True

    def tell(self, tag_set: TagSet) -> None:
        """Take which types have no direction, and what the tag set requires of claims."""
        self.tag_set = tag_set
        self.symmetric = frozenset(each.name for each in tag_set.relation_types if each.symmetric)
        self._required = frozenset(
            tag.name for tag in tag_set.tags if tag.kind == "claim" and any(each.required for each in tag.attributes)
        )

    def asks_for_more(self, claim: Annotation) -> bool:
        """Tell whether the tag set requires something of *claim* that not every card shows."""
        if self.tag_set is None:
            return False
        rules = (each for each in self.tag_set.constraints if each.rule == "needs")
        needs = any(not {*each.relations, *each.attributes} <= {*_TOLD, "source_kind"} for each in rules)
        return needs or claim.tag in self._required


NOBODY = "no claimant, no cue"
"""What a short card says that has nothing else to say: no line of it is empty."""


class ClaimCard(NamedTuple):
    """The lines of one card: *rows* are name and words, *said* the telling attributes, *parts* ids to light.

    *related* has relations to other claims, *within* the id of the claim that it is part of and *outer* the words for
    that, *lacks* what is required and not said.
    """

    id: str
    title: str
    colour: str
    start: int
    rows: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    parts: frozenset[str]
    suggested: bool
    related: tuple[Related, ...] = ()
    within: str = ""
    outer: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def tail(self) -> str:
        """The last line: whether it is a suggestion, and its attributes."""
        return " · ".join(["suggested"] * self.suggested + [value for _, value in self.said])

    @property
    def summary(self) -> str:
        """Who says it by what word, for a card with little room; where nobody is named yet, how it is said."""
        told = [words for name, words in self.rows if name in ("who", "cue") and words != NOTHING]
        told += [f"{WITHIN} {self.outer}"] if self.outer else []
        return " · ".join(told) or self.tail or NOBODY

    @property
    def lines(self) -> tuple[tuple[str, str, Field | None], ...]:
        """All rows in their order: name, words, and what a click on them changes or shows."""
        found: list[tuple[str, str, Field | None]] = []
        if self.outer:
            found.append((WITHIN, self.outer, Field("within", self.within)))
        found += [(label, words, field_of(label)) for label, words in self.rows]
        shown = self.related if len(self.related) <= MOST_RELATED else self.related[: MOST_RELATED - 1]
        found += [(each.label, each.told, Field("relation", each.relation)) for each in shown]
        if len(shown) < len(self.related):
            found.append(("…", f"and {len(self.related) - len(shown)} more relations", None))
        if self.lacks:
            found.append((LACKS, ", ".join(self.lacks), None))
        return tuple(found)


class Links:
    """The relations of one document, by the annotation they begin at."""

    def __init__(
        self,
        annotations: Sequence[Annotation],
        relations: Sequence[Relation],
        text: str,
        around: Around | None = None,
    ) -> None:
        self._text = text
        self.around = around or Around()
        self._annotations = annotations
        self._from: dict[str, list[Relation]] = {}
        self._to: dict[str, list[Relation]] = {}
        self.version = 0
        """How often something changed."""
        for each in relations:
            self._from.setdefault(each.source, []).append(each)
            self._to.setdefault(each.target, []).append(each)

    def change(self, relations: Iterable[Relation], changed: Mapping[str, Annotation | None]) -> None:
        """Take what some annotations, by id, are now (None: they are gone), and all *relations*."""
        self.version += 1
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
        """Return the annotation's words on one line; for one without words the name of its record."""
        if not annotation.spans:
            return self.around.names.get(annotation.id, "")
        return " … ".join(" ".join(self._text[start:end].split()) for start, end in annotation.spans)

    def words_of(self, annotation: str) -> str:
        """Return the words of the annotation of that id, or nothing if there is none."""
        found = self.by_id.get(annotation)
        return self.words(found) if found is not None else ""

    def name(self, annotation: Annotation) -> str:
        """Return the words, and after an arrow the name that a pronoun stands for."""
        words = self.words(annotation)
        meant = self.targets(annotation.id, "same as")
        return f"{words} → {self.words(meant[0])}" if meant else words

    def related_to(self, claim: str) -> list[Related]:
        """Return how *claim* stands to others: first in this text, in its order, then in other articles."""
        found: list[tuple[int, Related]] = []
        for each in self.relations_of(claim):
            begins = each.source == claim
            other = self.by_id.get(each.target if begins else each.source)
            if other is None or each.type in claim_links.NOT_BETWEEN or (each.type in PART_LABELS and begins):
                continue
            label = claim_links.label_of(each.type, begins_here=begins, symmetric=each.type in self.around.symmetric)
            found.append((other.start, Related(each.id, label, other.id, self.words(other), place=other.start)))
        here = [each for _, each in sorted(found, key=lambda each: each[0])]
        return [*here, *(each for each in self.around.beyond.get(claim, ()) if each.label not in PART_LABELS)]

    def evidence(self, claim: Annotation) -> list[str]:
        """Return the words of what is brought forward for *claim*, in this article and others, and citations."""
        found = [self.words(each) for each in self.targets(claim.id, claim_links.EVIDENCE)]
        found += [each.told for each in self.around.beyond.get(claim.id, ()) if each.label == claim_links.EVIDENCE]
        return [*found, *(citations(claim.attributes) if self.around.judged else [])]

    def card(self, claim: Annotation, colour: str, outer: Annotation | None = None) -> ClaimCard:
        """Return the card of *claim*, whose tag has that colour; *outer* is the claim that it is part of."""
        claimants = self.targets(claim.id, "claimant")
        kind = claim.attributes.get("source_kind")
        who = ", ".join(self.name(each) for each in claimants) or UNNAMED.get(str(kind), NOTHING)
        rows = [(PART_LABELS["claimant"], who)]
        for relation_type in ("cue", "addressee", "about", "said at"):
            found = self.targets(claim.id, relation_type)
            if found or relation_type == "cue":
                rows.append((PART_LABELS[relation_type], ", ".join(self.words(each) for each in found) or NOTHING))
        when = [self.words(each) for each in self.targets(claim.id, SAID_ON)]
        date = str(claim.attributes.get("said_on") or "")
        if when:
            words = ", ".join(when)
            rows.append((PART_LABELS[SAID_ON], f"{words} ({date})" if date and date not in when else words))
        elif date:
            rows.append((SAID_ON, date))
        if evidence := self.evidence(claim):
            rows.append((PART_LABELS["evidence"], ", ".join(evidence)))
        values = ((name, str(claim.attributes.get(name) or "")) for name in _TAIL)
        said = tuple(
            (name, value)
            for name, value in values
            if value not in _SILENT and (self.around.judged or name not in JUDGEMENTS)
        )
        return ClaimCard(
            claim.id, claim.tag, colour, claim.start, tuple(rows), said, frozenset(self.related(claim.id)),
            claim.state == "suggested", tuple(self.related_to(claim.id)),
            outer.id if outer is not None else "", self._outer_words(outer), self._lacking(claim),
        )  # fmt: skip

    def _outer_words(self, outer: Annotation | None) -> str:
        if outer is None:
            return ""
        who = ", ".join(self.words(each) for each in self.targets(outer.id, "claimant"))
        return f"{who}: {self.words(outer)}" if who else self.words(outer)

    def _lacking(self, claim: Annotation) -> tuple[str, ...]:
        tag_set = self.around.tag_set
        if tag_set is None or not self.around.asks_for_more(claim):
            return ()
        # most tag sets ask for nothing beyond what every card shows
        from annotator.analysis.constraints import missing_parts

        found = missing_parts(claim, self._from.get(claim.id, ()), tag_set)
        missing = dict.fromkeys(each.lacks for each in found if each.lacks not in ("", *_TOLD))
        return tuple(each.replace("_", " ") for each in missing if self.around.judged or each not in JUDGEMENTS)

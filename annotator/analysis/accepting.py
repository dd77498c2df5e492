"""What accepting passages of "Where else?" would do: said before it is done, and done as one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.elsewhere import Passage
from annotator.model import edits
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Operation, Put
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.record_edits import record_for
from annotator.model.tag import Tag
from annotator.store.passages import Marked

Join = Literal["tag", "link", "repeats", "same claim"]
"""What becomes of a passage beside its tag: nothing, the same record, or a relation to the claim asked about."""
REPEATS, SAME = "repeats", "same claim"


@dataclass(frozen=True, slots=True)
class Source:
    """The mark that was asked about, its words, the date of its article, its record, and what it is related to."""

    mark: Annotation
    words: str
    date: str | None = None
    record: Record | None = None
    related: frozenset[str] = frozenset()


@dataclass(slots=True)
class Plan:
    """What accepting *passages* would do: how many are tagged, linked, related, so already, or somebody else's."""

    source: Source
    passages: Sequence[Passage]
    given: Tag
    join: Join
    annotator: str
    record: Record | None = None
    tagged: int = 0
    linked: int = 0
    related: int = 0
    nothing: int = 0
    others: int = 0

    @property
    def tag(self) -> str:
        """The name of the tag that is given."""
        return self.given.name

    @property
    def relation(self) -> str:
        """The type of the relations that are put, or nothing."""
        return self.join if self.join in (REPEATS, SAME) else ""

    @property
    def size(self) -> int:
        """How many marks, links and relations it is about."""
        return self.tagged + self.linked + self.related

    @property
    def change(self) -> Change:
        """The change, with a label as a menu has it."""
        parts: list[str] = []
        if self.tagged:
            parts.append(f"tag {_places(self.tagged)} as {self.tag}")
        if self.linked and self.record is not None:
            parts.append(f"link {self.linked:,} to {_short(self.record.name)}")
        if self.related:
            parts.append(f"relate {self.related:,} by {self.relation}")
        return Change(", ".join(parts), self._operations())

    def _operations(self) -> list[Operation]:
        made: list[Operation] = []
        source, record, begun = self.source, self.record, set[str]()
        if record is not None and source.record is None and self.linked:
            made += [Put(record), Alter(Annotation, source.mark.id, {"record": record.id})]
        for each in self.passages:
            mark = _mark_of(each, self.given)
            joined = _joins(self, mark)
            if mark is not None:
                identity = mark.id
            else:
                fresh = edits.new_annotation(each.document, self.given, (Span(each.start, each.end),), self.annotator)
                made.append(Put(fresh))
                identity = fresh.id
                if each.status == "new" and each.document not in begun:
                    begun.add(each.document)
                    made.append(Alter(Document, each.document, {"status": "open"}))
            if joined and record is not None:
                made.append(Alter(Annotation, identity, {"record": record.id}))
            elif joined:
                made.append(Put(_relation(self.join, source, identity, each.date)))
        return made

    @property
    def sentence(self) -> str:
        """What would be done, in a sentence or two."""
        parts: list[str] = []
        if self.tagged:
            parts.append(f"tag {_places(self.tagged)} as {self.tag}")
        if self.linked and self.record is not None:
            parts.append(f"link {self.linked:,} to “{_short(self.record.name)}”")
        if self.related:
            parts.append(f"relate {self.related:,} by “{self.relation}”")
        said = " and ".join(parts)
        said = f"{said[:1].upper()}{said[1:]}." if said else ""
        if self.nothing:
            said += f" {self.nothing:,} {'is' if self.nothing == 1 else 'are'} so already."
        if self.others:
            said += f" {self.others:,} {'is' if self.others == 1 else 'are'} linked to another record and left so."
        return said.strip()


def _places(count: int) -> str:
    return f"{count:,} {'place' if count == 1 else 'places'}"


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39].rstrip()}…"


def plan(source: Source, passages: Sequence[Passage], tag: Tag, join: Join, annotator: str) -> Plan:
    """Return what accepting *passages* for *source*, whose tag is *tag*, would do in the name of *annotator*.

    What is marked as such already is not marked again; a claim that is marked in whatever way is taken as it is. What
    is linked to another record stays so.
    """
    made = Plan(source, passages, tag, join, annotator)
    if join == "link":
        made.record = source.record or record_for(source.mark, source.words)
    for each in passages:
        mark = _mark_of(each, tag)
        joined = _joins(made, mark)
        made.others += joined is None
        made.tagged += mark is None
        made.linked += bool(joined) and join == "link"
        made.related += bool(joined) and join != "link"
        made.nothing += mark is not None and joined is False
    return made


def _mark_of(passage: Passage, tag: Tag) -> Marked | None:
    """Return the mark that is there already and will do."""
    mark = passage.mark
    return mark if mark is not None and (tag.kind == "claim" or mark.tag == tag.name) else None


def _joins(made: Plan, mark: Marked | None) -> bool | None:
    """Tell whether a place, marked or not, is to be linked or related; None if it is linked to another record."""
    if made.join == "tag":
        return False
    if made.join != "link" or made.record is None:
        return mark is None or mark.id not in made.source.related
    if mark is None or mark.record is None:
        return True
    return False if mark.record == made.record.id else None


def _relation(join: Join, source: Source, other: str, date: str | None) -> Relation:
    """Return the relation between both claims: it is the later one that repeats."""
    if join == REPEATS and date is not None and source.date is not None and date < source.date:
        return Relation(new_id(), join, source.mark.id, other)
    if join == REPEATS:
        return Relation(new_id(), join, other, source.mark.id)
    return Relation(new_id(), join, source.mark.id, other)

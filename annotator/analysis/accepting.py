"""What accepting passages of "Where else?" would do: said before it is done, and done as one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    """What accepting would do, and the change that does it."""

    tag: str
    tagged: int = 0
    linked: int = 0
    related: int = 0
    nothing: int = 0
    others: int = 0
    record: Record | None = None
    relation: str = ""
    operations: list[Operation] = field(default_factory=list[Operation])

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
        return Change(", ".join(parts), self.operations)

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
    made = Plan(tag.name, relation=join if join in (REPEATS, SAME) else "")
    record, new = source.record, False
    if join == "link":
        new = record is None
        record = record or record_for(source.mark, source.words)
        made.record = record
    begun = set[str]()
    for each in passages:
        mark = each.mark if each.mark is not None and (tag.kind == "claim" or each.mark.tag == tag.name) else None
        touched = mark is None
        if mark is not None:
            identity, linked = mark.id, mark.record
        else:
            fresh = edits.new_annotation(each.document, tag, (Span(each.start, each.end),), annotator)
            made.operations.append(Put(fresh))
            made.tagged += 1
            identity, linked = fresh.id, None
            if each.status == "new" and each.document not in begun:
                begun.add(each.document)
                made.operations.append(Alter(Document, each.document, {"status": "open"}))
        if join == "link" and record is not None:
            if linked is None:
                made.operations.append(Alter(Annotation, identity, {"record": record.id}))
                made.linked += 1
                touched = True
            elif linked != record.id:
                made.others += 1
                continue
        elif join != "tag" and identity not in source.related:
            made.operations.append(Put(_relation(join, source, identity, each.date)))
            made.related += 1
            touched = True
        made.nothing += not touched
    if new and record is not None and made.linked:
        made.operations[:0] = [Put(record), Alter(Annotation, source.mark.id, {"record": record.id})]
    return made


def _relation(join: Join, source: Source, other: str, date: str | None) -> Relation:
    """Return the relation between both claims: it is the later one that repeats."""
    if join == REPEATS and date is not None and source.date is not None and date < source.date:
        return Relation(new_id(), join, source.mark.id, other)
    if join == REPEATS:
        return Relation(new_id(), join, other, source.mark.id)
    return Relation(new_id(), join, source.mark.id, other)

"""From the records of a brat file to annotations and relations of one document; events may be claims."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.brat_lines import Event, Lines, without_number
from annotator.formats.brat_names import NOTES, OWN_RECORD, Names
from annotator.formats.format import Remark
from annotator.formats.mapping import CONTENT, Frame, Mapping
from annotator.model.annotation import NO_ATTRIBUTES, Annotation, Kind, Relation, Span, Value, swiftly_made
from annotator.model.ids import derived_id
from annotator.model.people import Record

Spans = tuple[Span, ...]


@dataclass(slots=True)
class Taken:
    """What the files of one document gave until now."""

    annotations: list[Annotation] = field(default_factory=list[Annotation])
    relations: list[Relation] = field(default_factory=list[Relation])
    records: list[Record] = field(default_factory=list[Record])
    remarks: list[Remark] = field(default_factory=list[Remark])
    kept: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class _Mark:
    """An annotation being made."""

    kind: Kind
    tag: str
    spans: Spans
    attributes: dict[str, Value] | None = None
    notes: list[str] | None = None
    record: str | None = None


class FileReading:
    """Reads one file's records into *taken*; ids of its annotations begin with *prefix*."""

    def __init__(
        self, taken: Taken, lines: Lines, spans: dict[str, Spans], names: Names, mapping: Mapping, prefix: str
    ) -> None:
        self._taken = taken
        self._lines = lines
        self._spans = spans
        self._names = names
        self._mapping = mapping
        self._prefix = prefix
        self._marks: dict[str, _Mark] = {}
        # what a record is of: an annotation's id, where it is not its own
        self._stands_for: dict[str, str] = {}
        # events whose trigger is their content
        self._bare: set[str] = set()
        self._links: list[tuple[str, str, str, str]] = []

    def take(self, document: str, annotator: str, time: str) -> None:
        """Take everything; *time* is when."""
        lines = self._lines
        if lines.events:
            self._events()
        kinds: dict[str, tuple[Kind, str]] = {}
        for id_, mark in lines.marks.items():
            if id_ in self._spans and id_ not in self._stands_for:
                tag = kinds.get(mark.type) or kinds.setdefault(mark.type, self._names.tag_of(mark.type))
                self._marks[id_] = _Mark(tag[0] if tag[0] != "document" else "entity", tag[1], self._spans[id_])
        self._equal()
        self._links_between()
        attributes = self._said()
        self._notes()
        self._normalised()
        self._taken.remarks.extend(Remark(fault.text, "", fault.line, skipped=True) for fault in lines.faults)
        if lines.others:
            self._taken.kept.setdefault("lines", []).extend(lines.others)
        prefix = self._prefix
        self._taken.annotations.extend(
            swiftly_made(
                prefix + id_, document, mark.kind, mark.tag, mark.spans, annotator, time, time,
                mark.attributes or NO_ATTRIBUTES, mark.record, "import", "accepted", None,
                "\n".join(mark.notes) if mark.notes else "",
            )
            for id_, mark in self._marks.items()
        )  # fmt: skip
        self._taken.relations.extend(
            Relation(prefix + id_, type_, prefix + source, prefix + target, attributes.get(id_, NO_ATTRIBUTES))
            for id_, type_, source, target in self._links
        )

    # --- events

    def _events(self) -> None:
        frames: dict[str, Frame | None] = {}
        used = self._uses()
        for id_, event in self._lines.events.items():
            if event.trigger not in self._spans:
                self._skip(event.line, f"the event {id_} has no trigger that is in the text; it was left out")
                continue
            type_ = event.type
            if type_ not in frames:
                frames[type_] = self._mapping.frame(type_, is_claim=self._names.is_claim(type_))
            if frame := frames[type_]:
                self._claim(id_, event, frame, used)
            else:
                self._plain(id_, event)
        # only now is it known what each role leads to
        for id_, event in self._lines.events.items():
            if id_ in self._marks:
                self._roles(id_, event, frames[event.type])

    def _uses(self) -> dict[str, bool]:
        """Return the marks that fill roles, and whether that of a content is the only one."""
        used: dict[str, bool] = {}
        for event in self._lines.events.values():
            frame = self._mapping.frame(event.type, is_claim=self._names.is_claim(event.type))
            for role, target in event.roles:
                content = frame is not None and frame.relation_of(role) == CONTENT
                used[target] = used.get(target, True) and content
        return used

    def _claim(self, id_: str, event: Event, frame: Frame, used: dict[str, bool]) -> None:
        trigger = self._spans[event.trigger]
        self._stands_for.setdefault(event.trigger, id_)
        contents = [target for role, target in event.roles if frame.relation_of(role) == CONTENT]
        found: list[Span] = []
        for target in contents:
            place = self._lines.events[target].trigger if target in self._lines.events else target
            found += self._spans.get(place, ())
            mark = self._lines.marks.get(target)
            if mark and used[target] and (mark.type not in self._mapping.tags or mark.type in frame.roles):
                self._stands_for[target] = id_
        spans = _merged(found)
        if not spans:
            spans = trigger
            self._bare.add(id_)
            if frame.anchor != CONTENT and not set(frame.optional) & set(frame.roles):
                self._note(event.line, f"the event {id_} has no content; its trigger was taken as the content")
        tag = frame.tag if frame.tag != "*" else self._names.tag_of(event.type)[1]
        self._marks[id_] = _Mark("claim", tag, spans)

    def _plain(self, id_: str, event: Event) -> None:
        kind, tag = self._names.tag_of(event.type)
        self._stands_for.setdefault(event.trigger, id_)
        self._marks[id_] = _Mark(kind if kind != "document" else "entity", tag, self._spans[event.trigger])
        kept = self._taken.kept.setdefault("events", [])
        if event.type not in kept:
            kept.append(event.type)
            kept.sort()

    def _roles(self, id_: str, event: Event, frame: Frame | None) -> None:
        counts: Counter[str] = Counter()
        trigger = self._spans[event.trigger]
        # whether the trigger says no more than is said already
        anchored = frame is None or frame.anchor == CONTENT or id_ in self._bare
        for role, target in event.roles:
            part = frame.relation_of(role) if frame else None
            if part == CONTENT:
                continue
            target = self._stands_for.get(target, target)
            if target not in self._marks and target not in self._spans:
                self._skip(
                    event.line, f"the role {role} of {id_} leads to {target}, which is not there; it was left out"
                )
                continue
            relation = part or self._names.relation_of(without_number(role))
            counts[role] += 1
            number = f".{counts[role]}" if counts[role] > 1 else ""
            self._links.append((f"{id_}.{role}{number}", relation, id_, target))
            if frame and part == frame.anchor and self._spans_of(target) == trigger:
                anchored = True
        if frame is not None and not anchored:
            self._links.append((f"{id_}.{frame.anchor}", frame.anchor, id_, self._cue(event, frame)))

    def _cue(self, event: Event, frame: Frame) -> str:
        """Return the annotation of the words of a trigger, made if there is none."""
        kind: Kind = "cue" if frame.anchor == "cue" else "entity"
        spans = self._spans[event.trigger]
        for id_, mark in self._lines.marks.items():
            if id_ not in self._stands_for and self._spans.get(id_) == spans and self._kind(mark.type) == kind:
                return id_
        id_ = f"{event.trigger}.{frame.anchor}"
        self._marks.setdefault(id_, _Mark(kind, self._names.first_tag(kind), spans))
        return id_

    def _kind(self, type_: str) -> Kind:
        return self._names.tag_of(type_)[0]

    def _spans_of(self, id_: str) -> Spans:
        return self._marks[id_].spans if id_ in self._marks else self._spans[id_]

    # --- the rest

    def _links_between(self) -> None:
        for id_, link in self._lines.links.items():
            self._link(link.line, id_, self._names.relation_of(link.type), link.source, link.target)

    def _equal(self) -> None:
        relation = self._mapping.relation_of("Equiv")
        for number, (line, ids) in enumerate(self._lines.equal, start=1):
            for place, other in enumerate(ids[1:], start=1):
                self._link(line, f"*{number}.{place}", relation, ids[0], other)

    def _link(self, line: int, id_: str, type_: str, one: str, other: str) -> None:
        source, target = self._stands_for.get(one, one), self._stands_for.get(other, other)
        for end, given in ((source, one), (target, other)):
            if end not in self._marks:
                self._skip(line, f"the relation {type_} leads to {given}, which is not there; it was left out")
                return
        self._links.append((id_, type_, source, target))

    def _said(self) -> dict[str, dict[str, Value]]:
        """Take the attributes; return those of relations."""
        of_links: dict[str, dict[str, Value]] = {}
        for line, name, of, value in self._lines.said:
            if of in self._lines.links:
                of_links.setdefault(of, {})[self._names.attribute_of(name)] = True if value is None else value
                continue
            mark = self._of(line, of, f"the attribute {name}")
            if mark is not None:
                attribute = self._names.attribute_of(name)
                if mark.attributes is None:
                    mark.attributes = {}
                mark.attributes[attribute] = self._value(mark, attribute, value)
        return of_links

    def _value(self, mark: _Mark, attribute: str, value: str | None) -> Value:
        if value is None:
            return True
        choices = self._names.choices(mark.kind, mark.tag, attribute)
        chosen = choices.name(value) if choices else None
        return chosen or self._names.typed(mark.kind, mark.tag, attribute, value)

    def _notes(self) -> None:
        texts: dict[tuple[str, str], list[str]] = {}
        for note in self._lines.notes:
            if note.of in self._lines.links:
                self._taken.kept.setdefault("lines", []).append(f"#0\t{note.type} {note.of}\t{note.text}")
                continue
            mark = self._of(note.line, note.of, "a note")
            if mark is None:
                continue
            if note.type == NOTES:
                if mark.notes is None:
                    mark.notes = []
                mark.notes.append(note.text)
            else:
                of = self._stands_for.get(note.of, note.of)
                texts.setdefault((of, note.type), []).append(note.text)
        for (of, type_), said in texts.items():
            mark = self._marks[of]
            attribute = self._names.attribute_of(type_)
            if mark.attributes is None:
                mark.attributes = {}
            mark.attributes[attribute] = self._value(mark, attribute, "\n".join(said))

    def _normalised(self) -> None:
        of_marks: dict[str, list[tuple[str, str]]] = {}
        for line, of, reference, name in self._lines.normalised:
            if self._of(line, of, "a reference") is not None:
                of_marks.setdefault(self._stands_for.get(of, of), []).append((reference, name))
        for of, found in of_marks.items():
            mark = self._marks[of]
            identifiers = tuple(dict.fromkeys(reference for reference, _ in found))
            name = next((name for _, name in found if name), "") or identifiers[0]
            kind = "claim" if mark.kind == "claim" else "entity"
            mark.record = derived_id("record", kind, *identifiers)
            reference = identifiers[0]
            if len(identifiers) == 1 and reference.startswith(OWN_RECORD):
                # of a record without identifiers its id is written
                mark.record, identifiers = reference.removeprefix(OWN_RECORD), ()
            if kind == "claim" or mark.kind == "entity":
                self._taken.records.append(Record(mark.record, kind, name, mark.tag, (), identifiers))
            else:
                mark.record = None
                self._note(None, f"{of} is a {mark.kind}, which has no record; its reference {reference} was left out")

    def _of(self, line: int, id_: str, what: str) -> _Mark | None:
        mark = self._marks.get(self._stands_for.get(id_, id_))
        if mark is None:
            self._skip(line, f"{what} is of {id_}, which is not there; it was left out")
        return mark

    def _skip(self, line: int, text: str) -> None:
        self._taken.remarks.append(Remark(text, "", line, skipped=True))

    def _note(self, line: int | None, text: str) -> None:
        self._taken.remarks.append(Remark(text, "", line))


def _merged(spans: list[Span]) -> Spans:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return tuple(found)

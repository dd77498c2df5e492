"""The acts on records, as changes: one entity behind all mentions, one statement behind all repetitions.

Each function returns one undoable change. What it needs to know of other documents (which marks are linked to a
record) is given by the caller, who asks the store; nothing here looks anything up, on this machine or any other.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Kind
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.model.ids import new_id
from annotator.model.people import Record

RecordKind = Literal["entity", "claim"]
KINDS: tuple[RecordKind, ...] = ("entity", "claim")
LONGEST_NAME = 300
"""Characters of a mark's words that become the name of a new record."""

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_PAGES = (
    (re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)/?"), "wikidata"),
    (re.compile(r"https?://(?:www\.)?viaf\.org/viaf/(\d+)/?"), "viaf"),
    (re.compile(r"https?://d-nb\.info/gnd/([\dX\-]+)/?"), "gnd"),
    (re.compile(r"https?://(?:www\.)?isni\.org/(?:isni/)?([\dX]{16})/?"), "isni"),
    (re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/[^/]*)?"), "geonames"),
)


def plain(text: str) -> str:
    """Return *text* on one line, with single spaces."""
    return " ".join(text.split())


def record_kind(kind: Kind) -> RecordKind:
    """Return the kind of record that a mark of *kind* may be linked to; UsageError if there is none."""
    if kind not in KINDS:
        raise UsageError("only entities and claims are linked to records; select one of them first")
    return kind


def identifier(text: str) -> str:
    """Return an external identifier as ``scheme:value``, as in ``wikidata:Q42``; UsageError if it is none.

    The address of a page of Wikidata, VIAF, GND, ISNI or GeoNames becomes its short form, and so does a bare ``Q42``;
    any other URI stays as it is. Nothing is fetched: whether such a thing exists is not looked up.
    """
    text = text.strip()
    for pattern, scheme in _PAGES:
        if found := pattern.fullmatch(text):
            return f"{scheme}:{found[1]}"
    if re.fullmatch(r"Q[1-9]\d*", text):
        return f"wikidata:{text}"
    if not _IDENTIFIER.fullmatch(text):
        raise UsageError(f"“{text}” is no identifier; write scheme and value, as in wikidata:Q42 or viaf:113230702")
    scheme, _, value = text.partition(":")
    return f"{scheme.lower()}:{value}"


def distinct(names: Iterable[str], *, but: str = "") -> tuple[str, ...]:
    """Return *names* on one line each, none empty, none twice, and none that is *but*; in their order."""
    found = dict.fromkeys(map(plain, names))
    return tuple(each for each in found if each and each != plain(but))


def new_record(
    kind: RecordKind,
    name: str,
    *,
    tag: str | None = None,
    aliases: Iterable[str] = (),
    identifiers: Iterable[str] = (),
    note: str = "",
) -> Record:
    """Return a record that is not in the project yet; UsageError without a name."""
    name = _name(name)
    return Record(new_id(), kind, name, tag, distinct(aliases, but=name), _identifiers(identifiers), note=note.strip())


def record_for(mark: Annotation, name: str) -> Record:
    """Return a new record of that *name* for the entity or claim *mark*."""
    return new_record(record_kind(mark.kind), name[:LONGEST_NAME], tag=mark.tag)


def _name(text: str) -> str:
    name = plain(text)
    if not name:
        raise UsageError("a record needs a name; type one, or the words of a mention")
    return name


def _identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identifier(each) for each in texts if each.strip()))


def _shown(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39].rstrip()}…"


def _linked(marks: Iterable[str], record: str | None) -> list[Operation]:
    return [Alter(Annotation, each, {"record": record}) for each in dict.fromkeys(marks)]


def create(records: Sequence[Record], *, label: str = "") -> Change:
    """Return the change that adds *records*."""
    said = f"add record {_shown(records[0].name)}" if len(records) == 1 else f"add {len(records):,} records"
    return Change(label or said, [Put(each) for each in records])


def link(marks: Sequence[Annotation], record: Record, *, new: bool = False) -> Change:
    """Return the change that links *marks* to *record*, which is *new* or in the project already.

    UsageError for a mark of another kind than the record's.
    """
    if any(record_kind(each.kind) != record.kind for each in marks):
        what = "a claim" if record.kind == "claim" else "an entity"
        raise UsageError(f"“{_shown(record.name)}” is the record of {what}; select marks of that kind")
    many = f"{len(marks):,} mentions" if len(marks) > 1 else "mention"
    begin: list[Operation] = [Put(record)] if new else []
    return Change(f"link {many} to {_shown(record.name)}", begin + _linked((each.id for each in marks), record.id))


def link_ids(marks: Sequence[str], record: Record, *, new: bool = False) -> Change:
    """Return the same change for marks that are known by their ids, and to be of the record's kind."""
    many = f"{len(marks):,} mentions" if len(marks) > 1 else "mention"
    begin: list[Operation] = [Put(record)] if new else []
    return Change(f"link {many} to {_shown(record.name)}", begin + _linked(marks, record.id))


def unlink(marks: Sequence[str], record: Record) -> Change:
    """Return the change that takes the marks with those ids away from *record*."""
    many = f"{len(marks):,} mentions" if len(marks) > 1 else "mention"
    return Change(f"unlink {many} from {_shown(record.name)}", _linked(marks, None))


def rename(record: Record, name: str) -> Change:
    """Return the change of a record's name; an alias that is the new name is one no more. UsageError without one."""
    name = _name(name)
    values: dict[str, object] = {"name": name}
    if name in record.aliases:
        values["aliases"] = distinct(record.aliases, but=name)
    return _altered(f"rename record {_shown(record.name)} to {_shown(name)}", record, values)


def set_aliases(record: Record, aliases: Iterable[str]) -> Change:
    """Return the change that gives *record* these other names."""
    return _altered(f"set aliases of {_shown(record.name)}", record, {"aliases": distinct(aliases, but=record.name)})


def set_note(record: Record, note: str) -> Change:
    """Return the change of a record's note."""
    return _altered(f"set note of {_shown(record.name)}", record, {"note": note.strip()})


def set_identifiers(record: Record, identifiers: Iterable[str]) -> Change:
    """Return the change of a record's external identifiers; UsageError names the one that is none."""
    return _altered(f"set identifiers of {_shown(record.name)}", record, {"identifiers": _identifiers(identifiers)})


def _altered(label: str, record: Record, values: Mapping[str, object]) -> Change:
    return Change(label, [Alter(Record, record.id, values)])


def merged(kept: Record, others: Sequence[Record]) -> Record:
    """Return *kept* with what *others* know besides: their names as aliases, identifiers, attributes and notes."""
    aliases = [name for each in (kept, *others) for name in (each.name, *each.aliases)]
    identifiers = dict.fromkeys(found for each in (kept, *others) for found in each.identifiers)
    attributes = dict(kept.attributes)
    for each in others:
        attributes |= {name: value for name, value in each.attributes.items() if attributes.get(name) is None}
    notes = dict.fromkeys(each.note for each in (kept, *others) if each.note)
    return dataclasses.replace(
        kept,
        aliases=distinct(aliases, but=kept.name),
        identifiers=tuple(identifiers),
        attributes=attributes,
        note="\n".join(notes),
        tag=kept.tag or next((each.tag for each in others if each.tag), None),
    )


def merge(kept: Record, others: Sequence[Record], mentions: Iterable[str]) -> Change:
    """Return the change that makes *others* part of *kept*; *mentions* are the ids of the marks linked to them.

    UsageError if one of them is of another kind.
    """
    others = [each for each in others if each.id != kept.id]
    if any(each.kind != kept.kind for each in others):
        raise UsageError("an entity and a claim cannot be one record; merge records of one kind")
    whole = merged(kept, others)
    values = {
        name: getattr(whole, name)
        for name in ("aliases", "identifiers", "attributes", "note", "tag")
        if getattr(whole, name) != getattr(kept, name)
    }
    operations = _linked(mentions, kept.id)
    operations += [Remove(Record, each.id) for each in others]
    if values:
        operations.append(Alter(Record, kept.id, values))
    return Change(f"merge {len(others) + 1} records into {_shown(kept.name)}", operations)


def split(record: Record, mentions: Sequence[str], name: str) -> tuple[Change, Record]:
    """Return the change that gives the marks with those ids a record of their own, and that record.

    An alias that is the new record's *name* goes with it. UsageError if no mark is chosen, or without a name.
    """
    if not mentions:
        raise UsageError("select the mentions that are of somebody else, then split them off")
    name = _name(name)
    second = Record(new_id(), record.kind, name, record.tag)
    operations: list[Operation] = [Put(second), *_linked(mentions, second.id)]
    if name in record.aliases:
        operations.append(Alter(Record, record.id, {"aliases": distinct(record.aliases, but=name)}))
    return Change(f"split {_shown(name)} from {_shown(record.name)}", operations), second


def remove(records: Sequence[Record], mentions: Iterable[str]) -> Change:
    """Return the change that removes *records*; *mentions*, the ids of the marks linked to them, stay, unlinked."""
    operations = _linked(mentions, None)
    operations += [Remove(Record, each.id) for each in records]
    many = f"{len(records):,} records" if len(records) > 1 else f"record {_shown(records[0].name)}"
    return Change(f"remove {many}", operations)

"""Lists of records brought into a project and written out of it: one change, a report, whole files or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import Cancelled, InputError, UsageError
from annotator.formats.atomic import writing
from annotator.formats.authority import Fault, read_authority, write_csv, write_jsonl
from annotator.model.change import Alter, Change, Operation, Put
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.record_edits import merged
from annotator.store import Project
from annotator.words import counted

LARGEST = 512 << 20
"""Bytes of a list that is read at most."""
Progress = Callable[[int, int | None, str], None]


@dataclass(slots=True)
class ListReport:
    """How many records a list *added*, *altered* and left as they were (*known*), and what it could not bring."""

    added: int = 0
    altered: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list[Fault])


def bring_in(now: Iterable[Record], coming: Iterable[Record]) -> tuple[list[Operation], ListReport]:
    """Return what brings the records *coming* to those there are *now*; nothing is taken away or renamed.

    A record with the same id, with an identifier in common, or else of the same kind and name, is the same one: it gets
    the names that it lacks as aliases, the identifiers, and a note where it has none.
    """
    known = {each.id: each for each in now}
    before = dict(known)
    by_identifier = {found: each.id for each in known.values() for found in each.identifiers}
    by_name = {(each.kind, each.name.casefold()): each.id for each in known.values()}
    report = ListReport()
    for each in coming:
        which = each.id if each.id in known else next(
            (by_identifier[found] for found in each.identifiers if found in by_identifier), None
        )  # fmt: skip
        if which is None or known[which].kind != each.kind:
            which = by_name.get((each.kind, each.name.casefold()))
        if which is None:
            kept = replace(each, id=new_id()) if each.id in known else each
            known[kept.id] = kept
        else:
            there = known[which]
            whole = merged(there, [each])
            kept = known[which] = replace(whole, note=there.note or each.note)
        by_identifier |= dict.fromkeys(kept.identifiers, kept.id)
        by_name.setdefault((kept.kind, kept.name.casefold()), kept.id)
    operations: list[Operation] = []
    for each in known.values():
        old = before.get(each.id)
        if old is None:
            operations.append(Put(each))
            report.added += 1
        elif old != each:
            fields = ("tag", "aliases", "identifiers", "attributes", "note")
            values = {name: getattr(each, name) for name in fields if getattr(each, name) != getattr(old, name)}
            operations.append(Alter(Record, each.id, values))
            report.altered += 1
    report.known = len(before) - report.altered
    return operations, report


def import_list(
    project: Path, source: Path, *, annotator: str, cancelled: Callable[[], bool] = lambda: False
) -> ListReport:
    """Bring the list in the file *source* into *project*, as one change; UsageError or InputError if it is none."""
    if source.is_dir():
        raise UsageError(f"{source} is a folder; name a file in it")
    try:
        if source.stat().st_size > LARGEST:
            raise InputError(f"{source} is larger than {LARGEST >> 20} MB; split it into several lists")
        data = source.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {source}; check the name") from error
    except OSError as error:
        raise InputError(f"{source} cannot be read ({error.strerror}); check who may read it") from error
    listed = read_authority(data, source.name)
    if cancelled():
        raise Cancelled("stopped; nothing was imported")
    with Project.open(project) as store:
        operations, report = bring_in(store.records.all(), listed.records)
        if operations:
            many = len(listed.records)
            records = counted(many, "record")
            store.do(Change(f"import {records} of {source.name}", operations), annotator)
    report.faults = listed.faults
    return report


def export_list(project: Path, target: Path) -> int:
    """Write all records to *target*, as CSV or, by its ending, as JSONL; return how many."""
    count = 0

    def counting(records: Iterable[Record]) -> Iterable[Record]:
        nonlocal count
        for each in records:
            count += 1
            yield each

    write = write_jsonl if target.suffix.casefold() in (".jsonl", ".ndjson", ".json") else write_csv
    with Project.open(project, write=False) as store, store.snapshot(), writing(target) as file:
        for line in write(counting(store.records.all())):
            file.write(line)
    return count

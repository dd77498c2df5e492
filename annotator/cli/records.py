"""The records of a project on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, print_json, printable, table
from annotator.cli.parameters import OutputPath, annotator_name, annotator_option, json_option, project_argument
from annotator.cli.running import explained, opened
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.model.record_edits import RecordKind
    from annotator.store.records import Records, RecordSummary


@click.command()
@project_argument
@click.argument("act", type=click.Choice(["list", "export", "import"]))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["entity", "claim"]), help="List records of this kind only.")
@annotator_option
@json_option
@click.pass_context
def records(
    ctx: click.Context,
    project: Path,
    act: str,
    file: Path | None,
    kind: str | None,
    annotator: str | None,
    as_json: bool,
) -> None:
    """List the records of PROJECT, import FILE into it, or export them to FILE.

    A record is the one person, place or statement behind all mentions. FILE is a table (CSV) with a header such as
    id, name, aliases, note, identifier; SKOS or other RDF (Turtle, RDF/XML, N-Triples), for which the extra
    "authority" is needed; or JSONL as "export" writes it to a name that ends in .jsonl. An import adds what is new,
    gives records that are there the aliases and identifiers that they lack, and takes nothing away: one change that
    can be undone. A row that cannot be taken is named with its line, and the rest goes on. Nothing is ever fetched.
    """
    if act == "list":
        if file is not None:
            raise UsageError(f"“list” takes no FILE; to write {file}: annotator records PROJECT export {file}")
        _list(project, kind, as_json=as_json)
        return
    if file is None:
        raise UsageError(f"name the FILE to {act}, as in: annotator records PROJECT {act} people.csv")
    if kind is not None:
        raise UsageError("--kind goes with “list” only")
    if act == "import":
        ctx.exit(_import(project, file, annotator_name(annotator), as_json=as_json))
    _export(project, OutputPath().convert(file, None, None), as_json=as_json)


def _list(project: Path, kind: str | None, *, as_json: bool) -> None:
    from annotator.model.record_edits import KINDS

    with opened(project) as store:
        found = [each for which in KINDS if kind in (None, which) for each in _all(store.records, which)]
    if as_json:
        print_json({"records": [_image(each) for each in found]})
        return
    rows = [("kind", "mentions", "name", "also called", "identifiers")]
    for each in found:
        record = each.record
        also, ids = ", ".join(record.aliases), ", ".join(record.identifiers)
        rows.append((record.kind, str(each.mentions), printable(record.name), printable(also), printable(ids)))
    click.echo(table(rows) if found else "no records")


def _all(records: Records, kind: RecordKind) -> Iterator[RecordSummary]:
    after = ("", 0)
    while page := records.page(kind, after=after):
        yield from page
        after = (page[-1].record.name, page[-1].key)


def _image(summary: RecordSummary) -> dict[str, object]:
    record = summary.record
    return {
        "id": record.id,
        "kind": record.kind,
        "name": record.name,
        "tag": record.tag,
        "aliases": list(record.aliases),
        "identifiers": list(record.identifiers),
        "attributes": dict(record.attributes),
        "note": record.note,
        "mentions": summary.mentions,
    }


def _import(project: Path, file: Path, annotator: str, *, as_json: bool) -> int:
    from annotator.exchange.authority import import_list

    with explained(project):
        report = import_list(project, file, annotator=annotator)
    if as_json:
        faults = [{"place": each.place, "reason": each.reason} for each in report.faults]
        print_json({"added": report.added, "altered": report.altered, "known": report.known, "faults": faults})
    else:
        click.echo(f"{report.added} added, {report.altered} altered")
    for each in report.faults:
        complain(f"{file}, {printable(each.place)}: {printable(each.reason)}")
    return 1 if report.faults else 0


def _export(project: Path, file: Path, *, as_json: bool) -> None:
    from annotator.exchange.authority import export_list

    with explained(project):
        count = export_list(project, file)
    if as_json:
        print_json({"file": str(file), "records": count})
    else:
        click.echo(f"{count} records written to {file}")

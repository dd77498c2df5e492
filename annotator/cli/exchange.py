"""Import, export, and the formats there are."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from annotator.cli.output import complain, counted, print_json, printable
from annotator.cli.parameters import (
    TEXT,
    OutputPath,
    annotator_name,
    annotator_option,
    json_option,
    project_argument,
)
from annotator.cli.running import explained, opened, progress_bar, stoppable
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.exchange.importing import ImportReport
    from annotator.store.scan import Selection

STOPPED = 130


def _formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from annotator.formats.registry import FORMATS

    wanted = "writes" if ctx.command.name == "export" else "reads"
    return [
        CompletionItem(each.name, help=each.title)
        for each in FORMATS
        if getattr(each, wanted) and each.name.startswith(incomplete)
    ]


@click.command("import")
@project_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH...")
@click.option(
    "--format",
    "format_name",
    metavar="NAME",
    shell_complete=_formats,
    help="The format of all files. Default: found by content, then by name.",
)
@annotator_option
@click.option("--workers", type=click.IntRange(1, 256), default=1, metavar="N", help="How many processes parse files.")
@click.option("--update", is_flag=True, help="Take documents whose id is known but whose content differs.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    project: Path,
    paths: tuple[Path, ...],
    format_name: str | None,
    annotator: str | None,
    workers: int,
    update: bool,
    as_json: bool,
) -> None:
    """Import files, folders with all in them, or archives (zip, tar) into PROJECT.

    The same bytes again count as a duplicate. One undo takes the whole import back. Exits with 1
    if anything could not be taken; each failure is named and the rest goes on. Ctrl+C stops in
    good order: what was imported until then stays.
    """
    from annotator.exchange.importing import import_paths

    with explained(project), progress_bar("importing") as progress, stoppable() as cancelled:
        report = import_paths(
            project,
            paths,
            annotator=annotator_name(annotator),
            format=format_name,
            workers=workers,
            update=update,
            progress=progress,
            cancelled=cancelled,
        )
    _show_report(report, update=update, as_json=as_json)
    ctx.exit(STOPPED if report.cancelled else 1 if report.failed else 0)


def _show_report(report: ImportReport, *, update: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "imported": report.imported,
                "duplicates": report.duplicates,
                "updated": report.updated,
                "failed": [asdict(each) for each in report.failed],
                "noted": [asdict(each) for each in report.noted],
                "documents": report.documents,
            }
        )
    else:
        updated = f", {report.updated} updated" if update else ""
        duplicates = counted(report.duplicates, "duplicate")
        click.echo(f"{report.imported} imported{updated}, {duplicates}, {len(report.failed)} failed")
        for note in report.noted:
            complain(f"note: {printable(note.path)}: {printable(note.text)}")
    for failure in report.failed:
        complain(f"{printable(failure.path)}: {printable(failure.reason)}")
    if report.cancelled:
        complain("stopped; what was imported until then stays, and annotator undo takes it back")


@click.command()
@project_argument
@click.option(
    "--format",
    "format_name",
    required=True,
    metavar="NAME",
    shell_complete=_formats,
    help="The format to write; see: annotator formats.",
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=OutputPath(stream=True),
    metavar="PATH",
    help="The file to write; - is stdout.",
)
@click.option(
    "--status",
    type=click.Choice(["new", "open", "done"]),
    metavar="S",
    help="Only documents that are new, open or done.",
)
@click.option("--split", metavar="S", type=TEXT, help="Only documents of this split.")
@click.option("--annotator", metavar="NAME", type=TEXT, help="Only annotations of this annotator.")
@click.option("--tag", metavar="T", type=TEXT, help="Only annotations with this tag, and documents that have any.")
@click.option("--where", metavar="QUERY", type=TEXT, help="Only documents that this search finds; see: search --help.")
def export(
    project: Path,
    format_name: str,
    output: Path,
    status: str | None,
    split: str | None,
    annotator: str | None,
    tag: str | None,
    where: str | None,
) -> None:
    """Write the documents of PROJECT with their annotations; the file appears whole or not at all.

    It holds the project as it was at one moment, while others go on working.
    """
    selection = _selection(project, status, split, annotator, tag, where)
    if str(output) == "-":
        _export_to_stdout(project, format_name, selection)
        return
    count = _export(project, format_name, output, selection)
    click.echo(f"{counted(count, 'document')} written to {output}")


def _selection(
    project: Path, status: str | None, split: str | None, annotator: str | None, tag: str | None, where: str | None
) -> Selection:
    """Return what to export; UsageError for a name that the project does not know, as it would select nothing."""
    from annotator.store.scan import Selection

    if where is not None and not where.strip():
        raise UsageError("the search after --where is empty")
    if annotator is not None or tag is not None:
        with opened(project) as store:
            names = [each.name for each in store.annotators()]
            tags = store.tag_set()
        if annotator is not None and annotator not in names:
            raise UsageError(f"there is no annotator “{annotator}” in this project; there are: {', '.join(names)}")
        if tag is not None:
            found = tags.find(tag)
            if found is None and all(each.name != tag for each in tags.tags):
                there = ", ".join(dict.fromkeys(each.name for each in tags.tags))
                raise UsageError(f"there is no tag “{tag}” in this project; there are: {there or 'none'}")
            tag = tag if found is None else found.name
    return Selection(status, split, annotator, tag, where)  # pyright: ignore[reportArgumentType]


def _export(project: Path, format_name: str, output: Path, selection: Selection) -> int:
    from annotator.exchange.exporting import export as write

    with explained(project), progress_bar("exporting") as progress, stoppable() as cancelled:
        return write(project, format_name, output, selection=selection, progress=progress, cancelled=cancelled)


def _export_to_stdout(project: Path, format_name: str, selection: Selection) -> None:
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="annotator-export-") as folder:
        whole = Path(folder) / "export"
        _export(project, format_name, whole, selection)
        with whole.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


@click.command()
@json_option
def formats(as_json: bool) -> None:
    """List every format: what it is, reads, writes, keeps and loses."""
    from annotator.formats.registry import FORMATS

    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "title": each.title,
                    "reads": each.reads,
                    "writes": each.writes,
                    "suffixes": list(each.suffixes),
                    "keeps": each.keeps,
                    "loses": each.loses,
                }
                for each in FORMATS
            ]
        )
        return
    columns = max(len(each.name) for each in FORMATS)
    for each in FORMATS:
        does = " and ".join(word for word, able in (("reads", each.reads), ("writes", each.writes)) if able)
        click.echo(f"{each.name:{columns}}  {does}: {each.title}")
        click.echo(f"{'':{columns}}  keeps {each.keeps}")
        click.echo(f"{'':{columns}}  loses {each.loses}")

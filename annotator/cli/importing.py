"""Import."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.exchange_options import (
    format_names,
    ledger_option,
    mapping_of,
    mapping_option,
    option_option,
    write_json,
)
from annotator.cli.output import complain, counted, print_json, printable
from annotator.cli.parameters import TEXT, annotator_name, annotator_option, json_option, project_argument
from annotator.cli.running import explained, progress_bar, stoppable

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from annotator.exchange.report import ImportReport
    from annotator.formats.format import Anchor

STOPPED = 130


@click.command("import")
@project_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH...")
@click.option(
    "--format",
    "format_name",
    metavar="NAME",
    shell_complete=format_names,
    help="The format of all files. Default: found by content, then by name.",
)
@annotator_option
@click.option("--workers", type=click.IntRange(1, 256), default=1, metavar="N", help="How many processes parse files.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    type=TEXT,
    help="Parse files on the Dask cluster of this scheduler, such as tcp://desk:8786.",
)
@option_option
@mapping_option
@click.option(
    "--anchor",
    type=click.Choice(["offsets", "quote"]),
    default="offsets",
    help="What wins where a file's offsets and quotations disagree.",
)
@ledger_option
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
    scheduler: str | None,
    options: Mapping[str, str],
    mapping: str | None,
    anchor: Anchor,
    ledger: Path | None,
    update: bool,
    as_json: bool,
) -> None:
    """Import files, folders with all in them, or archives (zip, tar) into PROJECT; - is standard input.

    The same bytes again count as a duplicate. One undo takes the whole import back. Exits with 1
    if anything could not be taken; each failure is named and the rest goes on. Ctrl+C stops in
    good order: what was imported until then stays.
    """
    from annotator.exchange.importing import import_paths

    pool: AbstractContextManager[Executor | None] = nullcontext()
    if scheduler is not None:
        from annotator.exchange.cluster import cluster_executor

        pool = cluster_executor(scheduler)
    with (
        explained(project),
        pool as executor,
        progress_bar("importing") as progress,
        stoppable() as cancelled,
    ):
        report = import_paths(
            project,
            paths,
            annotator=annotator_name(annotator),
            format=format_name,
            workers=workers,
            executor=executor,
            update=update,
            list_documents=as_json,
            progress=progress,
            cancelled=cancelled,
            options=options,
            mapping=mapping_of(mapping),
            anchor=anchor,
        )
    if ledger is not None:
        write_json(
            ledger,
            {
                "direction": "import",
                "imported": report.imported,
                "failed": [asdict(each) for each in report.failed],
                "altered": [asdict(each) for each in report.noted],
            },
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

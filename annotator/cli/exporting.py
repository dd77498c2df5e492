"""Export."""

from __future__ import annotations

import sys
from collections.abc import Mapping
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
from annotator.cli.output import complain, counted, printable
from annotator.cli.parameters import TEXT, OutputPath, project_argument
from annotator.cli.running import explained, opened, progress_bar, stoppable
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.exchange.disclosing import Naming
    from annotator.exchange.exporting import ExportReport, ExportRequest
    from annotator.store.scan import Selection


@click.command()
@project_argument
@click.option(
    "--format",
    "format_name",
    required=True,
    metavar="NAME",
    shell_complete=format_names,
    help="The format to write; see: annotator formats.",
)
@click.option(
    "--output",
    "-o",
    type=OutputPath(stream=True, folders=True),
    metavar="PATH",
    help="The file or folder to write; - is stdout.",
)
@click.option(
    "--status",
    type=click.Choice(["new", "open", "done"]),
    metavar="S",
    help="Only documents that are new, open or done.",
)
@click.option("--split", metavar="S", type=TEXT, help="Only documents of this split.")
@click.option("--annotator", metavar="NAME", type=TEXT, help="Only annotations of this annotator, by name or code.")
@click.option("--tag", metavar="T", type=TEXT, help="Only annotations with this tag, and documents that have any.")
@click.option(
    "--state",
    type=click.Choice(["accepted", "suggested", "rejected"]),
    metavar="S",
    help="Only annotations that are accepted, suggested or rejected.",
)
@click.option("--where", metavar="QUERY", type=TEXT, help="Only documents that this search finds; see: search --help.")
@option_option
@mapping_option
@click.option(
    "--names",
    "naming",
    type=click.Choice(["names", "codes", "none"]),
    default="names",
    help="Annotators by name, by a stable code, or not at all.",
)
@click.option("--no-judgements", is_flag=True, help="Leave out what we think of claims: verdicts and the like.")
@ledger_option
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be lost.")
@click.pass_context
def export(
    ctx: click.Context,
    project: Path,
    format_name: str,
    output: Path | None,
    status: str | None,
    split: str | None,
    annotator: str | None,
    tag: str | None,
    state: str | None,
    where: str | None,
    options: Mapping[str, str],
    mapping: str | None,
    naming: Naming,
    no_judgements: bool,
    ledger: Path | None,
    dry_run: bool,
) -> None:
    """Write the documents of PROJECT with their annotations; the file appears whole or not at all.

    It holds the project as it was at one moment, while others go on working. A format of several
    files writes a folder, or a ZIP archive if PATH ends in .zip. What the format cannot hold is
    told on stderr: the loss ledger.
    """
    from annotator.exchange.disclosing import Disclosure
    from annotator.exchange.exporting import ExportRequest

    if output is None and not dry_run:
        raise UsageError("say where to write it: --output PATH; - is stdout")
    request = ExportRequest(
        format_name,
        _selection(project, status, split, annotator, tag, where, state),
        options,
        mapping_of(mapping),
        Disclosure(naming, not no_judgements),
    )
    if output is None or dry_run:
        report = _trial(project, request)
    elif str(output) == "-":
        report = _export_to_stdout(project, request)
    else:
        report = _export(project, request, output)
        click.echo(f"{counted(report.documents, 'document')} written to {output}")
    for each in report.ledger:
        complain(printable(each.sentence))
    if dry_run:
        click.echo(f"{counted(report.documents, 'document')} would be written; {_losses(report)}")
    if ledger is not None:
        write_json(
            ledger,
            {
                "direction": "export",
                "format": format_name,
                "documents": report.documents,
                "losses": report.ledger.as_json(),
            },
        )


def _losses(report: ExportReport) -> str:
    return f"{counted(len(report.ledger), 'kind')} of loss" if len(report.ledger) else "nothing would be lost"


def _selection(
    project: Path,
    status: str | None,
    split: str | None,
    annotator: str | None,
    tag: str | None,
    where: str | None,
    state: str | None,
) -> Selection:
    """Return what to export; UsageError for a name that the project does not know, as it would select nothing."""
    from annotator.exchange.exporting import coded_annotator
    from annotator.store.scan import Selection

    if where is not None and not where.strip():
        raise UsageError("the search after --where is empty")
    if split is not None:
        with opened(project) as store:
            there = store.splits()
        if split not in there:
            # no mistake: where there are few documents, a split can be empty
            complain(f"note: no document is in the split “{printable(split)}”; there are: {', '.join(there) or 'none'}")
    if annotator is not None or tag is not None:
        with opened(project) as store:
            names = [each.name for each in store.annotators()]
            tags = store.tag_set()
            if annotator is not None and annotator not in names:
                # as the card of a release that names nobody has it
                annotator = coded_annotator(store, annotator) or annotator
        if annotator is not None and annotator not in names:
            raise UsageError(f"there is no annotator “{annotator}” in this project; there are: {', '.join(names)}")
        if tag is not None:
            found = tags.find(tag)
            if found is None and all(each.name != tag for each in tags.tags):
                there = ", ".join(dict.fromkeys(each.name for each in tags.tags))
                raise UsageError(f"there is no tag “{tag}” in this project; there are: {there or 'none'}")
            tag = tag if found is None else found.name
    return Selection(status, split, annotator, tag, where, state)  # pyright: ignore[reportArgumentType]


def _export(project: Path, request: ExportRequest, output: Path) -> ExportReport:
    from annotator.exchange.exporting import export as write

    with explained(project), progress_bar("exporting") as progress, stoppable() as cancelled:
        return write(project, request, output, progress=progress, cancelled=cancelled)


def _trial(project: Path, request: ExportRequest) -> ExportReport:
    from annotator.exchange.exporting import trial

    with explained(project), progress_bar("looking") as progress, stoppable() as cancelled:
        return trial(project, request, progress=progress, cancelled=cancelled)


def _export_to_stdout(project: Path, request: ExportRequest) -> ExportReport:
    import shutil
    import tempfile

    from annotator.formats.registry import named_format

    # several files come as one: an archive
    suffix = ".zip" if named_format(request.format).shape == "folder" else ""
    with tempfile.TemporaryDirectory(prefix="annotator-export-") as folder:
        whole = Path(folder) / f"export{suffix}"
        report = _export(project, request, whole)
        with whole.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    return report

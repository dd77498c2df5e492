"""Import, export, and the formats there are."""

from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.common import (
    annotator_name,
    annotator_option,
    json_option,
    print_json,
    progress_bar,
    project_argument,
)


@click.command("import")
@project_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--format", "format_name", metavar="NAME", help="The format of all files. Default: found by content, then by name."
)
@annotator_option
@click.option("--workers", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes that parse files.")
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

    One undo takes the whole import back. Exits with 1 if anything could not be taken; each
    failure is named.
    """
    from annotator.exchange.importing import import_paths

    with progress_bar("importing") as progress:
        report = import_paths(
            project,
            paths,
            annotator=annotator_name(annotator),
            format=format_name,
            workers=workers,
            update=update,
            list_documents=as_json,
            progress=progress,
        )
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
        click.echo(f"{report.imported} imported{updated}, {report.duplicates} duplicates, {len(report.failed)} failed")
        for note in report.noted:
            click.echo(f"note: {note.path}: {note.text}", err=True)
    for failure in report.failed:
        click.echo(f"annotator: {failure.path}: {failure.reason}", err=True)
    ctx.exit(1 if report.failed else 0)


@click.command()
@project_argument
@click.option(
    "--format", "format_name", required=True, metavar="NAME", help="The format to write; see: annotator formats."
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The file or folder to write.",
)
@click.option(
    "--status",
    type=click.Choice(["new", "open", "done"]),
    metavar="S",
    help="Only documents that are new, open or done.",
)
@click.option("--split", metavar="S", help="Only documents of this split.")
@click.option("--annotator", metavar="NAME", help="Only annotations of this annotator.")
@click.option("--tag", metavar="T", help="Only annotations with this tag, and documents that have any.")
@click.option("--where", metavar="QUERY", help="Only documents whose text this search finds.")
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
    """Write the documents of PROJECT with their annotations; the file appears whole or not at all."""
    from annotator.exchange.exporting import export as write
    from annotator.store.scan import Selection

    selection = Selection(status, split, annotator, tag, where)  # pyright: ignore[reportArgumentType]
    with progress_bar("exporting") as progress:
        count = write(project, format_name, output, selection=selection, progress=progress)
    click.echo(f"{count} document{'' if count == 1 else 's'} written to {output}")


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
    for each in FORMATS:
        does = " and ".join(word for word, able in (("reads", each.reads), ("writes", each.writes)) if able)
        click.echo(f"{each.name:10} {does}: {each.title}")
        click.echo(f"{'':10} keeps {each.keeps}")
        click.echo(f"{'':10} loses {each.loses}")

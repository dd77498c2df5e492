"""Commands that take changes back and do them again, and the history of them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, padded, print_json, printable, width
from annotator.cli.parameters import TEXT, Function, json_option, project_argument
from annotator.cli.running import opened

if TYPE_CHECKING:
    from annotator.model.change import Touched


def _whose_option(function: Function) -> Function:
    return click.option(
        "--annotator", metavar="NAME", type=TEXT, help="Only changes of this annotator. Default: of anyone."
    )(function)


@click.command()
@project_argument
@_whose_option
@click.pass_context
def undo(ctx: click.Context, project: Path, annotator: str | None) -> None:
    """Take back the last change in PROJECT, as the window does.

    What somebody changed since is left alone and named. Exits with 1 if anything was left,
    or if there is nothing to undo.
    """
    with opened(project, write=True) as store:
        _say(ctx, store.undo(annotator), "undone", "there is nothing to undo")


@click.command()
@project_argument
@_whose_option
@click.pass_context
def redo(ctx: click.Context, project: Path, annotator: str | None) -> None:
    """Do again in PROJECT what was taken back last.

    Exits with 1 if there is nothing to redo.
    """
    with opened(project, write=True) as store:
        _say(ctx, store.redo(annotator), "redone", "there is nothing to redo")


def _say(ctx: click.Context, touched: Touched | None, done: str, nothing: str) -> None:
    if touched is None:
        complain(nothing)
        ctx.exit(1)
    click.echo(f"{done}: {printable(touched.label)}")
    for sentence in touched.left:
        complain(sentence)
    ctx.exit(1 if touched.left else 0)


@click.command()
@project_argument
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the last N changes.")
@json_option
def history(project: Path, limit: int | None, as_json: bool) -> None:
    """Show who changed what in PROJECT and when (UTC), the newest first."""
    with opened(project) as store:
        if as_json:
            rows = [entry._asdict() for entry in store.history(limit=limit)]
            for row in rows:
                # the key is this file's own affair; the id is the same in every copy
                del row["key"]
            print_json(rows)
            return
        columns = max((width(printable(each.name)) for each in store.annotators()), default=0)
        for entry in store.history(limit=limit):
            act = entry.label if entry.kind == "do" else f"{entry.kind} {entry.label}"
            note = "  (undone)" if entry.undone and entry.kind != "undo" else ""
            note += f"  (tag set: version {entry.tag_set})" if entry.tag_set is not None else ""
            click.echo(f"{entry.time}  {padded(printable(entry.annotator), columns)}  {printable(act)}{note}")

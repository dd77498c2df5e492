"""The splits of a data set on the command line: train, dev and test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, counted, print_json, printable, table
from annotator.cli.parameters import TEXT, annotator_name, annotator_option, json_option, project_argument
from annotator.cli.running import opened, progress_bar, stoppable
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.analysis.splitting import By
    from annotator.exchange.splitting import Leakage

_SHOWN = 20


@click.command()
@project_argument
@click.argument("act", type=click.Choice(["make", "show", "clear", "leakage"]))
@click.option(
    "--by",
    type=click.Choice(["hash", "date", "group"]),
    help="make: by a stable hash of the id, by date, or in groups that stay together.",
)
@click.option(
    "--ratios",
    type=TEXT,
    metavar="NAME=N,…",
    help="make: what each split gets; train=80,dev=10,test=10 if not given.",
)
@click.option("--seed", type=TEXT, default="", metavar="TEXT", help="make: another seed makes other splits.")
@annotator_option
@json_option
@click.pass_context
def splits(
    ctx: click.Context,
    project: Path,
    act: str,
    by: By | None,
    ratios: str | None,
    seed: str,
    annotator: str | None,
    as_json: bool,
) -> None:
    """Make the splits of PROJECT (train, dev, test), show or clear them, or look for what leaks between them.

    By hash, a document keeps its split whatever else comes. By date, the oldest are in the first split and the newest
    in the last. By group, reprints and nearly equal texts, claims with one record, and documents that relations join
    stay together. It is one change that can be undone; exports keep the splits. "leakage" lists what two splits share,
    and ends with 1 if there is anything but records of entities.
    """
    if act != "make" and (by or ratios or seed):
        raise UsageError("--by, --ratios and --seed go with “make” only")
    if act == "make":
        _make(project, by or "hash", ratios, seed, annotator_name(annotator), as_json=as_json)
    elif act == "show":
        _show(project, as_json=as_json)
    elif act == "clear":
        from annotator.exchange.splitting import clear

        with opened(project, write=True) as store:
            count = clear(store, annotator_name(annotator))
        if as_json:
            print_json({"documents": count})
        else:
            click.echo(f"{counted(count, 'document')} taken out of splits")
    else:
        ctx.exit(_leakage(project, as_json=as_json))


def _make(project: Path, by: By, ratios: str | None, seed: str, annotator: str, *, as_json: bool) -> None:
    from annotator.analysis.splitting import DEFAULT, shares
    from annotator.exchange.splitting import do, plan

    parts = shares(ratios or DEFAULT)
    with opened(project, write=True) as store:
        with progress_bar("splitting") as progress, stoppable() as cancelled:
            made = plan(store, by, parts, seed, progress=progress, cancelled=cancelled)
        altered = do(store, made, annotator)
    if as_json:
        groups = {"groups": made.groups, "largest_group": made.largest} if made.groups else {}
        print_json({"splits": dict(made.counts), "altered": altered, **groups})
        return
    click.echo(table([("split", "documents"), *((printable(name), str(count)) for name, count in made.counts.items())]))
    if made.groups:
        click.echo(f"{counted(made.groups, 'group')}, the largest of {counted(made.largest, 'document')}")


def _show(project: Path, *, as_json: bool) -> None:
    from annotator.model.about import RECIPE

    with opened(project) as store:
        counts, recipe = store.partition.counts(), store.setting(RECIPE)
    if as_json:
        splits = {name: count for name, count in counts.items() if name is not None}
        print_json({"splits": splits, "without": counts.get(None, 0), "made": recipe or None})
        return
    rows = [(printable(name) if name is not None else "(none)", str(count)) for name, count in counts.items()]
    click.echo(table([("split", "documents"), *rows]))
    if recipe:
        click.echo(f"made with: {printable(recipe)}")


def _leakage(project: Path, *, as_json: bool) -> int:
    from annotator.exchange.splitting import leakage

    with opened(project) as store, progress_bar("looking") as progress, stoppable() as cancelled:
        found = leakage(store, progress=progress, cancelled=cancelled)
    if as_json:
        print_json(
            {
                "leaks": found.leaks,
                "counts": found.counts,
                "documents": found.documents,
                "without_split": found.without_split,
                "records": found.records,
                "near_duplicates": found.duplicates,
                "relations": found.relations,
            }
        )
    else:
        _tell(found)
    return 1 if found.leaks else 0


def _tell(found: Leakage) -> None:
    from annotator.exchange.splitting import in_words

    if found.without_split == found.documents:
        click.echo("no document is in a split")
        return
    click.echo(table([("shared by splits", "count"), *((name, str(count)) for name, count in found.counts.items())]))
    lines = [
        *(f"record “{each['name']}”: {_where(each['documents'])}" for each in found.records if each["kind"] == "claim"),
        *(f"{each['alike']:.0%} of one text is in the other: {in_words(each)}" for each in found.duplicates),
        *(f"{each['type']}: {in_words(each)}" for each in found.relations),
    ]
    for line in lines[:_SHOWN]:
        complain(printable(line))
    if found.leaks > _SHOWN:
        complain(f"and {found.leaks - min(_SHOWN, len(lines)):,} more; --json lists them")


def _where(documents: dict[str, int]) -> str:
    return ", ".join(f"{count} in {split}" for split, count in documents.items())

"""What a project says of itself: shown and set."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.output import print_json, printable, table
from annotator.cli.parameters import TEXT, annotator_name, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import UsageError


@click.command()
@project_argument
@click.argument("values", nargs=-1, type=TEXT, metavar="[NAME=VALUE]...")
@json_option
def settings(project: Path, values: tuple[str, ...], as_json: bool) -> None:
    r"""Show what PROJECT says of itself where its data are given away, or set some of it.

    These are the title, description, creators, licence and rights and so on that the data card and CITATION.cff of a
    release state; they are asked once and kept in the project. NAME= with nothing behind it empties one. Who publishes
    the verdicts on claims is said by reviewer and reviewer_url. What is set at once is one change, and can be undone.
    In creators, description and rights, \n stands for a new line: "creators=Kim, Anna\nRossi, Ugo".
    """
    from annotator.model.about import ABOUT, REVIEW, said_anew, setting_of
    from annotator.model.change import Change

    known = {each.name: each for each in (*ABOUT, *REVIEW)}
    wanted: dict[str, str] = {}
    for each in values:
        name, equals, value = each.partition("=")
        if not equals or name not in known:
            there = ", ".join(known)
            raise UsageError(f"“{each}” must be NAME=VALUE, where NAME is one of: {there}")
        wanted[name] = value.replace("\\n", "\n") if known[name].long else " ".join(value.split())
    with opened(project, write=bool(wanted)) as store:
        if changed := said_anew(wanted, store.setting):
            is_review = wanted.keys() <= {each.name for each in REVIEW}
            store.do(Change("set reviewer" if is_review else "describe the data set", changed), annotator_name(None))
        found = {name: store.setting(setting_of(name)) for name in known}
    if as_json:
        print_json(found)
        return
    rows = [(name, printable("; ".join(filter(str.strip, value.split("\n")))) or "-") for name, value in found.items()]
    click.echo(table(rows))

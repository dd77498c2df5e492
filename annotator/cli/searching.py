"""Full text search on the command line."""

import shutil
import unicodedata
from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.common import json_option, print_json, project_argument


@click.command()
@project_argument
@click.argument("query")
@click.option("--kwic", is_flag=True, help="Show the words found in a column, with what stands around them.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N places.")
@json_option
@click.pass_context
def search(ctx: click.Context, project: Path, query: str, kwic: bool, limit: int | None, as_json: bool) -> None:
    """Find QUERY in the texts of PROJECT: words, "a phrase", or the beginning of a word with a star.

    Case and accents do not count. Exits with 1 if nothing is found, as grep does.
    """
    from annotator.store import Project

    with Project.open(project, write=False) as opened:
        hits = list(opened.search(query, limit=limit))
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    room = max(20, (shutil.get_terminal_size((100, 24)).columns - 4) // 2)
    for hit in hits:
        if kwic:
            side = max(10, room - _width(hit.match) // 2)
            click.echo(f"{_fit_left(hit.before, side)}  {hit.match}  {_fit_right(hit.after, side)}")
        else:
            click.echo(f"{hit.title}  {hit.start}-{hit.end}  …{hit.before[-30:]}{hit.match}{hit.after[:30]}…")
    ctx.exit(0 if hits else 1)


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _fit_left(text: str, room: int) -> str:
    while _width(text) > room:
        text = text[1:]
    return " " * (room - _width(text)) + text


def _fit_right(text: str, room: int) -> str:
    while _width(text) > room:
        text = text[:-1]
    return text

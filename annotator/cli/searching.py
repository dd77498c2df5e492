"""Full text search on the command line."""

import shutil
from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.output import complain, first_columns, last_columns, print_json, printable, width
from annotator.cli.parameters import TEXT, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import UsageError

_GAP = "  "
_FALLBACK = (100, 24)
"""Columns and lines where the output is no terminal."""


@click.command()
@project_argument
@click.argument("query", type=TEXT)
@click.option("--kwic", is_flag=True, help="Show the words found in a column, with what stands around them.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N places.")
@json_option
def search(project: Path, query: str, kwic: bool, limit: int | None, as_json: bool) -> None:
    """Find QUERY in the texts of PROJECT: words, "a phrase", or the beginning of a word with a star.

    A document is found if it has all of them. Case and accents do not count. Each line says in
    which document, from which code point to which; --kwic shows the places only.
    """
    if not query.strip():
        raise UsageError("there is nothing to search for; name a word, as in: annotator search PROJECT strike")
    with opened(project) as store:
        hits = store.search(query, limit=limit)
        if as_json:
            print_json([asdict(hit) for hit in hits])
            return
        columns = shutil.get_terminal_size(_FALLBACK).columns
        found = False
        for hit in hits:
            found = True
            before, match, after = map(printable, (hit.before, hit.match, hit.after))
            if kwic:
                click.echo(in_context(before, match, after, columns))
            else:
                click.echo(
                    f"{printable(hit.title)}{_GAP}{hit.start}-{hit.end}{_GAP}…{before[-30:]}{match}{after[:30]}…"
                )
    if not found:
        complain(f"nothing found for “{printable(query)}”")


def in_context(before: str, match: str, after: str, columns: int) -> str:
    """Return one line of at most *columns* columns; *match* begins in the same column whatever it is."""
    left = max(10, (columns - 2 * len(_GAP)) * 2 // 5)
    right = max(10, columns - 2 * len(_GAP) - left - width(match))
    return f"{last_columns(before, left)}{_GAP}{match}{_GAP}{first_columns(after, right)}".rstrip()

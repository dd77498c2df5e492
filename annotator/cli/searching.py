"""Full text search on the command line."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, first_columns, last_columns, print_json, printable, width
from annotator.cli.parameters import TEXT, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.analysis.elsewhere import Passage
    from annotator.store import Project

_GAP = "  "
_FALLBACK = (100, 24)
"""Columns and lines where the output is no terminal."""


@click.command()
@project_argument
@click.argument("query", type=TEXT)
@click.option("--kwic", is_flag=True, help="Show the words found in a column, with what stands around them.")
@click.option("--similar", is_flag=True, help="Find what is similar to QUERY, the most similar first.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N places.")
@json_option
def search(project: Path, query: str, kwic: bool, similar: bool, limit: int | None, as_json: bool) -> None:
    """Find QUERY in the texts of PROJECT: words, "a phrase", or the beginning of a word with a star.

    A document is found if it has all of them. Case and accents do not count. Each line says in
    which document, from which code point to which; --kwic shows the places only.

    With --similar QUERY is a name or a whole sentence, and other spellings, forms and wordings of it are found as
    well; each line begins with how similar it is, in percent, and why.
    """
    if not query.strip():
        raise UsageError("there is nothing to search for; name a word, as in: annotator search PROJECT strike")
    if similar and kwic:
        raise UsageError("--similar has an order of its own; leave --kwic or --similar out")
    with opened(project) as store:
        if similar:
            _search_similar(store, query, limit, as_json)
            return
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


def _search_similar(store: Project, query: str, limit: int | None, as_json: bool) -> None:
    from annotator.analysis.elsewhere import Question, kind_of, look

    passages = [each for answer in look(store, Question(query, kind_of(query))) for each in answer.passages]
    passages.sort(key=lambda each: each.rank)
    if as_json:
        print_json([_as_json(each) for each in passages[:limit]])
        return
    for each in passages[:limit]:
        before, match, after = (printable(part.replace("\n", " ")) for part in (each.before, each.words, each.after))
        marked = f"{_GAP}[{printable(each.mark.tag)}]" if each.mark is not None else ""
        click.echo(
            f"{each.score:3.0f} %{_GAP}{each.reason}{_GAP}{printable(each.title)}{_GAP}{each.start}-{each.end}{_GAP}"
            f"…{before[-30:]}{match}{after[:30]}…{marked}"
        )
    if not passages:
        complain(f"nothing found that is similar to “{printable(query)}”")


def _as_json(passage: Passage) -> dict[str, object]:
    mark = passage.mark
    return {
        "document": passage.document,
        "title": passage.title,
        "start": passage.start,
        "end": passage.end,
        "before": passage.before.replace("\n", " "),
        "match": passage.words.replace("\n", " "),
        "after": passage.after.replace("\n", " "),
        "score": round(passage.score, 1),
        "reason": passage.reason,
        "mark": None if mark is None else {"id": mark.id, "tag": mark.tag, "record": mark.record},
    }


def in_context(before: str, match: str, after: str, columns: int) -> str:
    """Return one line of at most *columns* columns; *match* begins in the same column whatever it is."""
    left = max(10, (columns - 2 * len(_GAP)) * 2 // 5)
    right = max(10, columns - 2 * len(_GAP) - left - width(match))
    return f"{last_columns(before, left)}{_GAP}{match}{_GAP}{first_columns(after, right)}".rstrip()

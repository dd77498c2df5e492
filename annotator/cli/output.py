"""What the commands print: JSON for programs, and lines that are safe and straight on a terminal."""

import json
import re
import unicodedata
from collections.abc import Sequence

import click

from annotator.words import plural

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def print_json(value: object) -> None:
    """Print *value* as one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def complain(sentence: str) -> None:
    """Print one line on stderr; *sentence* says what, where and what to do."""
    click.echo(f"annotator: {' '.join(sentence.split())}", err=True)


def printable(text: str) -> str:
    """Return *text* on one line, with nothing in it that a terminal would obey.

    A control character, which may come with any imported text, becomes one other character.
    """
    return _CONTROL.sub(lambda match: " " if match[0] in "\t\n\r\u2028\u2029" else "\ufffd", text)


def width(text: str) -> int:
    """Return how many columns *text* takes: 2 for a wide character, 0 for one that joins another."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """Return *text* with blanks after it up to that many columns; longer text stays as it is."""
    return text + " " * (columns - width(text))


def last_columns(text: str, columns: int) -> str:
    """Return the end of *text* that fits, with blanks before it up to that many columns."""
    return " " * max(0, columns - width(kept := _fitting(text[::-1], columns)[::-1])) + kept


def first_columns(text: str, columns: int) -> str:
    """Return the beginning of *text* that fits into that many columns."""
    return _fitting(text, columns)


def _fitting(text: str, columns: int) -> str:
    room = columns
    for place, character in enumerate(text):
        room -= _columns(character)
        if room < 0:
            return text[:place]
    return text


def table(rows: Sequence[Sequence[str]], *, indent: str = "") -> str:
    """Return *rows* of cells as aligned lines."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        (indent + "  ".join(padded(cell, columns) for cell, columns in zip(row, widths, strict=True))).rstrip()
        for row in rows
    )


def counted(number: int, thing: str) -> str:
    """Return a number with its noun, and without commas that a program would have to take out: 1200 documents."""
    return f"{number} {plural(number, thing)}"

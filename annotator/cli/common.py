"""What the commands share: their arguments, JSON on stdout, and a progress bar on stderr."""

import json
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def project_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its first argument, the path of a project."""
    return click.argument("project", type=click.Path(path_type=Path, dir_okay=True))(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(function)


def annotator_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--annotator``, whose default is the person who runs it."""
    return click.option(
        "--annotator",
        metavar="NAME",
        help="Whose work it is. Default: the variable ANNOTATOR_NAME, else your user name.",
    )(function)


def annotator_name(given: str | None) -> str:
    """Return the name to work under."""
    if given is not None:
        if not given.strip():
            raise click.UsageError("The name after --annotator is empty.")
        return given.strip()
    import getpass

    try:
        return os.environ.get("ANNOTATOR_NAME") or getpass.getuser()
    except (OSError, KeyError):
        return "annotator"


def print_json(value: object) -> None:
    """Print *value* as one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar(label: str) -> Generator[Callable[[int, int | None, str], None]]:
    """Give a function that shows how much of *label* is done, on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, text: None
        return
    width = 28

    def show(done: int, total: int | None, text: str) -> None:
        if total:
            filled = min(width, round(width * done / total))
            bar = "█" * filled + "░" * (width - filled)
            line = f"{label} {bar} {done} of {total}"
        else:
            line = f"{label} {done}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

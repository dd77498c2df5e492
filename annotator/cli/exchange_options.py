"""The options that import and export share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.shell_completion import CompletionItem

from annotator.cli.parameters import TEXT, OutputPath
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.formats.mapping import Mapping

Function = TypeVar("Function", bound=Callable[..., object])


def format_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the formats that the command can take, for the shell's completion."""
    from annotator.formats.registry import FORMATS

    wanted = "writes" if ctx.command.name == "export" else "reads"
    return [
        CompletionItem(each.name, help=each.title)
        for each in FORMATS
        if getattr(each, wanted) and each.name.startswith(incomplete)
    ]


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UsageError(f"“{each}” after --option must be NAME=VALUE; see: annotator formats")
        found[name] = value
    return found


def option_option(function: Function) -> Function:
    """Give a command ``--option``, for what a format lets one choose."""
    return click.option(
        "--option",
        "options",
        multiple=True,
        type=TEXT,
        metavar="NAME=VALUE",
        callback=_pairs,
        help="An option of the format; see: annotator formats. May be given several times.",
    )(function)


def mapping_option(function: Function) -> Function:
    """Give a command ``--mapping``."""
    return click.option(
        "--mapping",
        type=TEXT,
        metavar="NAME|FILE",
        help="Which types of the file are which tags and parts of claims: a name, or a TOML file.",
    )(function)


def ledger_option(function: Function) -> Function:
    """Give a command ``--ledger``."""
    return click.option(
        "--ledger",
        type=OutputPath(),
        metavar="FILE",
        help="Write what was lost, skipped or altered to FILE, as JSON.",
    )(function)


def mapping_of(name: str | None) -> Mapping | None:
    """Return the mapping that was asked for, if any; UsageError or InputError if it cannot be read."""
    if name is None:
        return None
    from annotator.formats.mapping import load

    return load(name)


def write_json(path: Path, value: object) -> None:
    """Write *value* to *path* as indented JSON, whole or not at all."""
    import json

    from annotator.formats.atomic import writing

    with writing(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")

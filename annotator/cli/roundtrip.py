"""The round trip, which proves what a format keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.exchange_options import format_names, mapping_of, mapping_option, option_option
from annotator.cli.output import complain, counted, first_columns, print_json, printable
from annotator.cli.parameters import TEXT, json_option, project_argument
from annotator.cli.running import explained, progress_bar, stoppable

if TYPE_CHECKING:
    from annotator.exchange.comparing import Difference
    from annotator.exchange.roundtrip import RoundTrip

_SHOWN = 200
_WORDS = 40


@click.command()
@project_argument
@click.option(
    "--format",
    "format_name",
    required=True,
    metavar="NAME",
    type=TEXT,
    shell_complete=format_names,
    help="The format to go through; see: annotator formats.",
)
@option_option
@mapping_option
@json_option
@click.pass_context
def roundtrip(
    ctx: click.Context,
    project: Path,
    format_name: str,
    options: Mapping[str, str],
    mapping: str | None,
    as_json: bool,
) -> None:
    """Export PROJECT to a temporary place, import that into an empty project, and show the difference.

    Mark by mark: what did not come back, what came back otherwise, what is new. Exits with 1 if
    something was lost that the format does not declare; what it declares is shown, and is no fault.
    """
    from annotator.exchange.exporting import ExportRequest
    from annotator.exchange.roundtrip import round_trip

    request = ExportRequest(format_name, options=options, mapping=mapping_of(mapping))
    with explained(project), progress_bar("round trip") as progress, stoppable() as cancelled:
        found = round_trip(project, request, progress=progress, cancelled=cancelled)
    if as_json:
        print_json(
            {
                "format": format_name,
                "documents": found.documents,
                "annotations": found.annotations,
                "exact": found.exact,
                "different": found.different,
                "undeclared": found.undeclared,
                "differences": [asdict(each) for each in found.differences],
                "losses": found.ledger.as_json(),
                "failed": [asdict(each) for each in found.failed],
            }
        )
    else:
        _show(found, format_name)
    ctx.exit(1 if found.undeclared or found.failed else 0)


def _show(found: RoundTrip, format_name: str) -> None:
    # faults first: the rest was known beforehand
    for each in sorted(found.differences, key=lambda each: each.declared)[:_SHOWN]:
        click.echo(_line(each))
    if found.different > _SHOWN:
        click.echo(f"… and {found.different - min(_SHOWN, len(found.differences)):,} more; --json has them")
    for failure in found.failed:
        complain(f"{printable(Path(failure.path).name)}: {printable(failure.reason)}")
    through = (
        f"{counted(found.documents, 'document')} with {counted(found.annotations, 'annotation')} through {format_name}"
    )
    if found.exact:
        click.echo(f"{through}: everything came back as it was")
        return
    faults = (
        f"{found.undeclared:,} of them not declared by the format" if found.undeclared else "all declared by the format"
    )
    click.echo(f"{through}: {counted(found.different, 'difference')}, {faults}")


def _line(each: Difference) -> str:
    change = {
        "missing": f"{each.before} did not come back",
        "added": f"{each.after} is new",
        "altered": f"{first_columns(printable(each.before), _WORDS)} → {first_columns(printable(each.after), _WORDS)}",
    }[each.what]
    words = first_columns(printable(" ".join(each.words.split())), _WORDS)
    return f"{'declared' if each.declared else 'FAULT':8}  {each.feature}: “{words}”: {change}"

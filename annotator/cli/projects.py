"""Commands on a project as a whole."""

from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.common import json_option, print_json, project_argument
from annotator.errors import InputError


@click.command()
@project_argument
@click.option(
    "--tags",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A tag set as TOML. Default: news entities and claims.",
)
def new(project: Path, tags: Path | None) -> None:
    """Make PROJECT, an empty project with the default or the given tag set."""
    from annotator.formats.tagset_toml import load_default, read_tag_set
    from annotator.store import Project

    tag_set = load_default() if tags is None else read_tag_set(read_text(tags), str(tags))
    Project.create(project, tag_set).close()
    click.echo(f"made {project} with {len(tag_set.tags)} tags")


def read_text(path: Path) -> str:
    """Return the text of a file; InputError in a sentence if that cannot be done."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the name") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


@click.command()
@project_argument
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where the copy goes."
)
def backup(project: Path, output: Path) -> None:
    """Write a consistent copy of PROJECT to FILE, also while it is in use."""
    from annotator.store import Project

    if output.resolve() == project.resolve():
        raise click.UsageError("A backup needs another place than the project itself.")
    with Project.open(project, write=False) as opened:
        opened.backup(output)
    click.echo(f"backed up to {output}")


@click.command()
@project_argument
@json_option
@click.pass_context
def check(ctx: click.Context, project: Path, as_json: bool) -> None:
    """Check PROJECT: the file, every key, every span, every text and original against its SHA-256.

    Exits with 1 if there is any fault; each is named.
    """
    from annotator.store import Project

    with Project.open(project, write=False) as opened:
        faults = list(opened.check())
    if as_json:
        print_json({"ok": not faults, "faults": faults})
    elif not faults:
        click.echo("no fault found")
    for fault in faults:
        click.echo(f"annotator: {fault}", err=True)
    ctx.exit(1 if faults else 0)


@click.command()
@project_argument
@json_option
def stats(project: Path, as_json: bool) -> None:
    """Count documents, characters, annotations and relations of PROJECT."""
    from annotator.store import Project

    with Project.open(project, write=False) as opened:
        counts: dict[str, int | dict[str, int]] = asdict(opened.statistics())
    if as_json:
        print_json(counts)
        return
    for name, value in counts.items():
        if not isinstance(value, dict):
            click.echo(f"{name:14} {value}")
    for name, values in counts.items():
        if isinstance(values, dict) and values:
            click.echo(f"\n{name.replace('_', ' ')}")
            for key, number in values.items():
                click.echo(f"  {key:24} {number}")

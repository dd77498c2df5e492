"""Commands on a project as a whole."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.output import complain, counted, print_json, printable, table
from annotator.cli.parameters import OutputPath, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import InputError, ProjectError, UsageError


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--tags",
    type=click.Path(path_type=Path),
    metavar="NAME|FILE",
    help="A ready tag set (see: annotator tagsets), or one as TOML. Default: news.",
)
def new(project: Path, tags: Path | None) -> None:
    """Make PROJECT, an empty project with the default tag set, a ready one by name, or that of a file."""
    from annotator.cli.tagsets import given_tag_set
    from annotator.formats.tagset_toml import load_default
    from annotator.store import Project

    tag_set = load_default() if tags is None else given_tag_set(tags)
    mistyped = project.exists() or not project.parent.is_dir()
    try:
        Project.create(project, tag_set).close()
    except ProjectError as error:
        if mistyped:
            raise UsageError(str(error)) from error
        raise
    click.echo(f"made {project} with {counted(len(tag_set.tags), 'tag')}")


def read_text(path: Path) -> str:
    """Return the text of a file, or of stdin for ``-``.

    UsageError if there is none, InputError if it cannot be read.
    """
    if str(path) == "-":
        try:
            return sys.stdin.buffer.read().decode()
        except UnicodeDecodeError as error:
            raise InputError(f"what stdin gives is not UTF-8 (byte {error.start}); give it as UTF-8") from error
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {path}; check the name") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check who may read it") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


@click.command()
@project_argument
@click.option(
    "--output", "-o", required=True, type=OutputPath(over_project=True), metavar="FILE", help="Where the copy goes."
)
def backup(project: Path, output: Path) -> None:
    """Write a consistent copy of PROJECT to FILE, also while it is in use.

    FILE appears whole or not at all; an older copy of that name is replaced.
    """
    if output.exists() and output.samefile(project):
        raise UsageError("a backup needs another place than the project itself; choose another name")
    if output.with_name(output.name + "-wal").exists():
        # SQLite would read the log of the file that was there into the copy
        raise UsageError(f"{output} is a project that is in use; choose another name, or close it first")
    with opened(project) as store:
        store.backup(output)
    click.echo(f"backed up to {output}")


@click.command()
@project_argument
@json_option
@click.pass_context
def check(ctx: click.Context, project: Path, as_json: bool) -> None:
    """Check PROJECT: the file, every key, every span, every text and original against its SHA-256.

    Nothing is changed. Exits with 1 if there is any fault; each is named.
    """
    try:
        with opened(project) as store:
            faults = list(store.check())
    except ProjectError as error:
        from annotator.store.connection import is_of_damage

        if not is_of_damage(error):
            raise
        faults = [str(error)]
    if as_json:
        print_json({"ok": not faults, "faults": faults})
    elif not faults:
        click.echo("no fault found")
    for fault in faults:
        complain(printable(fault))
    ctx.exit(1 if faults else 0)


@click.command()
@project_argument
@json_option
def stats(project: Path, as_json: bool) -> None:
    """Count documents, characters (code points), annotations and relations of PROJECT."""
    with opened(project) as store:
        counts: dict[str, int | dict[str, int]] = asdict(store.statistics())
    if as_json:
        print_json(counts)
        return
    click.echo(table([(name, str(value)) for name, value in counts.items() if not isinstance(value, dict)]))
    for name, values in counts.items():
        if isinstance(values, dict) and values:
            click.echo(f"\n{name.replace('_', ' ')}")
            rows = [(printable(key), str(number)) for key, number in values.items()]
            click.echo(table(rows, indent="  "))

"""The tag sets that come with the program, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import print_json, printable, table
from annotator.cli.parameters import json_option

if TYPE_CHECKING:
    from annotator.model.tag import TagSet


@click.command()
@click.argument("name", required=False)
@json_option
def tagsets(name: str | None, as_json: bool) -> None:
    """List the ready tag sets that come with the program, or print that of NAME as TOML.

    A project begins with one by "annotator new PROJECT --tags NAME"; "annotator tags PROJECT import NAME" brings one
    into a project that has work already. The TOML of one is where a tag set of your own can begin.
    """
    from annotator.formats.tagset_ready import ready_tag_set, ready_tag_sets
    from annotator.formats.tagset_toml import write_tag_set

    if name is not None:
        text = write_tag_set(ready_tag_set(name))
        if as_json:
            print_json({"name": name, "toml": text})
        else:
            click.echo(text, nl=False)
        return
    found = ready_tag_sets()
    if as_json:
        print_json(
            [
                {"name": each.name, "description": each.description, "tags": [tag.name for tag in each.tags]}
                for each in found
            ]
        )
        return
    click.echo(table([(each.name, f"{len(each.tags)} tags", printable(each.description)) for each in found]))


def given_tag_set(word: Path) -> TagSet:
    """Return the tag set in the file *word*, or else the ready one of that name.

    UsageError if there is neither, InputError for a file that holds no tag set.
    """
    from annotator.cli.projects import read_text
    from annotator.errors import UsageError
    from annotator.formats.tagset_ready import ready_names, ready_tag_set
    from annotator.formats.tagset_toml import read_tag_set

    if str(word) in ready_names() and not word.is_file():
        return ready_tag_set(str(word))
    if str(word) != "-" and not word.exists() and not word.suffix and word.name == str(word):
        raise UsageError(f"there is no file {word} and no ready tag set of that name; see: annotator tagsets")
    return read_tag_set(read_text(word), str(word))

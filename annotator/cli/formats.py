"""The formats there are, and what each can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.output import print_json
from annotator.cli.parameters import json_option

if TYPE_CHECKING:
    from annotator.formats.features import Feature
    from annotator.formats.format import Format


@click.command()
@click.argument("name", required=False)
@json_option
def formats(name: str | None, as_json: bool) -> None:
    """List every format: what it is, reads, writes, keeps and loses; of one NAME, what it cannot hold as well."""
    from annotator.formats.features import EVERYTHING, NOUNS
    from annotator.formats.registry import FORMATS, named_format

    chosen = (named_format(name),) if name else FORMATS

    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "title": each.title,
                    "reads": each.reads,
                    "writes": each.writes,
                    "suffixes": list(each.suffixes),
                    "media_types": list(each.media_types),
                    "keeps": each.keeps,
                    "loses": each.loses,
                    "holds": sorted(each.holds),
                    "cannot_hold": sorted(EVERYTHING - each.holds),
                    "folder": each.shape == "folder",
                    "extra": each.extra or None,
                    "mapping": each.mapping or None,
                    "options": [
                        {
                            "name": option.name,
                            "description": option.description,
                            "choices": list(option.choices),
                            "when": option.when,
                        }
                        for option in each.options
                    ],
                }
                for each in chosen
            ]
        )
        return
    columns = max(len(each.name) for each in chosen)
    for each in chosen:
        does = " and ".join(word for word, able in (("reads", each.reads), ("writes", each.writes)) if able)
        click.echo(f"{each.name:{columns}}  {does}: {each.title}")
        click.echo(f"{'':{columns}}  keeps {each.keeps}")
        click.echo(f"{'':{columns}}  loses {each.loses}")
        for option in each.options:
            choices = f" ({', '.join(option.choices)})" if option.choices else ""
            when = "" if option.when == "both" else f", when {option.when}"
            click.echo(f"{'':{columns}}  --option {option.name}=…{choices}{when}: {option.description}")
        if name:
            if each.writes:
                cannot = ", ".join(_noun(each, feature) for feature in NOUNS if feature not in each.holds)
                said = f"cannot hold {cannot}" if cannot else "can hold all that documents and records have"
                click.echo(f"{'':{columns}}  {said}")
            if each.suffixes:
                click.echo(f"{'':{columns}}  files {', '.join(each.suffixes)}")
        if each.extra:
            click.echo(f"{'':{columns}}  needs: pip install 'annotator[{each.extra}]'")


def _noun(format: Format, feature: Feature) -> str:
    """Name a feature that a format does not hold, with the choices of options that make it do so."""
    from annotator.formats.features import NOUNS

    names = {"annotations": "all annotations", "record contents": "all that is known of records"}
    noun = names.get(feature, NOUNS[feature][1])
    choices = [(each.name, choice) for each in format.options for choice, adds in each.adds.items() if feature in adds]
    with_ = " or ".join(f"{name}={choice}" for name, choice in choices)
    return f"{noun} (but with {with_})" if with_ else noun

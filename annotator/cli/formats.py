"""The formats there are, and what each can hold."""

import click

from annotator.cli.output import print_json
from annotator.cli.parameters import json_option


@click.command()
@json_option
def formats(as_json: bool) -> None:
    """List every format: what it is, reads, writes, keeps and loses."""
    from annotator.formats.features import EVERYTHING
    from annotator.formats.registry import FORMATS

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
                for each in FORMATS
            ]
        )
        return
    columns = max(len(each.name) for each in FORMATS)
    for each in FORMATS:
        does = " and ".join(word for word, able in (("reads", each.reads), ("writes", each.writes)) if able)
        click.echo(f"{each.name:{columns}}  {does}: {each.title}")
        click.echo(f"{'':{columns}}  keeps {each.keeps}")
        click.echo(f"{'':{columns}}  loses {each.loses}")
        for option in each.options:
            choices = f" ({', '.join(option.choices)})" if option.choices else ""
            click.echo(f"{'':{columns}}  --option {option.name}=…{choices}: {option.description}")
        if each.extra:
            click.echo(f"{'':{columns}}  needs: pip install 'annotator[{each.extra}]'")

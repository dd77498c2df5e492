"""The tag set on the command line."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import annotator_name, annotator_option, json_option, print_json, project_argument
from annotator.cli.projects import read_text
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.model.change import Operation
    from annotator.model.tag import TagSet


@click.command()
@project_argument
@click.argument("act", type=click.Choice(["show", "export", "import"]))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@annotator_option
@json_option
def tags(project: Path, act: str, file: Path | None, annotator: str | None, as_json: bool) -> None:
    """Show the tag set of PROJECT, export it to FILE as TOML, or import FILE into it.

    An import adds the tags and relation types that the project lacks and alters those that
    differ, as one change that can be undone; it removes none.
    """
    from annotator.store import Project

    if act == "show":
        with Project.open(project, write=False) as opened:
            _show(opened.tag_set(), as_json=as_json)
        return
    if act == "export":
        from annotator.formats.tagset_toml import write_tag_set

        with Project.open(project, write=False) as opened:
            text = write_tag_set(opened.tag_set())
        if file is None or str(file) == "-":
            click.echo(text, nl=False)
            return
        from annotator.formats.atomic import writing

        with writing(file) as stream:
            stream.write(text.encode())
        if as_json:
            print_json({"file": str(file)})
        else:
            click.echo(f"tag set written to {file}")
        return
    if file is None:
        raise UsageError("name the FILE to import, as in: annotator tags PROJECT import FILE")
    _import(project, file, annotator_name(annotator), as_json=as_json)


def _show(tag_set: TagSet, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(tag_set))
        return
    for kind in ("entity", "claim", "cue", "document"):
        for tag in tag_set.tags:
            if tag.kind == kind:
                retired = "  (retired)" if tag.retired else ""
                click.echo(f"{kind:9} {tag.key[:1] or '-'}  {tag.colour}  {tag.name}{retired}")
    for each in tag_set.relation_types:
        ends = f"{'/'.join(each.from_kinds) or 'any'} to {'/'.join(each.to_kinds) or 'any'}"
        click.echo(f"relation  {each.name}: {ends}{', symmetric' if each.symmetric else ''}")


def _import(project: Path, file: Path, annotator: str, *, as_json: bool) -> None:
    from annotator.formats.tagset_toml import read_tag_set
    from annotator.model.change import Change
    from annotator.store import Project

    wanted = read_tag_set(read_text(file), str(file))
    with Project.open(project) as opened:
        operations, added, altered = differences(opened.tag_set(), wanted)
        if operations:
            opened.do(Change(f"import tag set {wanted.name}", operations), annotator)
    if as_json:
        print_json({"added": added, "altered": altered})
    else:
        click.echo(f"{len(added)} added, {len(altered)} altered")
        for name in added:
            click.echo(f"  added {name}")
        for name in altered:
            click.echo(f"  altered {name}")


def differences(now: TagSet, wanted: TagSet) -> tuple[list[Operation], list[str], list[str]]:
    """Return the operations that bring *wanted* into *now*, and the names of what they add and alter."""
    from annotator.model.change import Alter, Put
    from annotator.model.ids import new_id
    from annotator.model.tag import RelationType, Tag

    operations: list[Operation] = []
    added: list[str] = []
    altered: list[str] = []
    tags = {(tag.kind, tag.name): tag for tag in now.tags}
    for tag in wanted.tags:
        before = tags.get((tag.kind, tag.name))
        if before is None:
            operations.append(Put(replace(tag, id=new_id(), position=len(now.tags) + len(added))))
            added.append(tag.name)
            continue
        fields = ("colour", "key", "description", "good", "bad", "parent", "attributes", "retired")
        new = {name: getattr(tag, name) for name in fields if getattr(tag, name) != getattr(before, name)}
        if new:
            operations.append(Alter(Tag, before.id, new))
            altered.append(tag.name)
    types = {each.name: each for each in now.relation_types}
    for each in wanted.relation_types:
        known = types.get(each.name)
        if known is None:
            operations.append(Put(replace(each, id=new_id(), position=len(now.relation_types) + len(added))))
            added.append(each.name)
            continue
        fields = ("from_kinds", "to_kinds", "symmetric", "description")
        new = {name: getattr(each, name) for name in fields if getattr(each, name) != getattr(known, name)}
        if new:
            operations.append(Alter(RelationType, known.id, new))
            altered.append(each.name)
    return operations, added, altered

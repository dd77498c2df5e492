"""Commands that change a project, and its history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import annotator_name, annotator_option, json_option, print_json, project_argument
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.model.annotation import Value
    from annotator.model.change import Touched
    from annotator.model.tag import Attribute, Tag, TagSet


@click.command()
@project_argument
@click.option("--annotator", metavar="NAME", help="Only changes of this annotator. Default: of anyone.")
@click.pass_context
def undo(ctx: click.Context, project: Path, annotator: str | None) -> None:
    """Take back the last change in PROJECT, as the window does."""
    from annotator.store import Project

    with Project.open(project) as opened:
        _say(ctx, opened.undo(annotator), "undone", "there is nothing to undo")


@click.command()
@project_argument
@click.option("--annotator", metavar="NAME", help="Only changes of this annotator. Default: of anyone.")
@click.pass_context
def redo(ctx: click.Context, project: Path, annotator: str | None) -> None:
    """Do again in PROJECT what was taken back last."""
    from annotator.store import Project

    with Project.open(project) as opened:
        _say(ctx, opened.redo(annotator), "redone", "there is nothing to redo")


def _say(ctx: click.Context, touched: Touched | None, done: str, nothing: str) -> None:
    if touched is None:
        click.echo(f"annotator: {nothing}", err=True)
        ctx.exit(1)
    click.echo(f"{done}: {touched.label}")
    for sentence in touched.left:
        click.echo(f"annotator: {sentence}", err=True)
    ctx.exit(1 if touched.left else 0)


@click.command()
@project_argument
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the last N changes.")
@json_option
def history(project: Path, limit: int | None, as_json: bool) -> None:
    """Show who changed what in PROJECT and when, the newest first."""
    from dataclasses import asdict

    from annotator.store import Project

    with Project.open(project, write=False) as opened:
        if as_json:
            rows = [asdict(entry) for entry in opened.history(limit=limit)]
            for row in rows:
                del row["key"]
            print_json(rows)
            return
        for entry in opened.history(limit=limit):
            act = entry.label if entry.kind == "do" else f"{entry.kind} {entry.label}"
            note = "  (undone)" if entry.undone and entry.kind != "undo" else ""
            click.echo(f"{entry.time}  {entry.annotator:16}  {act}{note}")


@click.command()
@project_argument
@click.argument("document")
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("tag")
@click.option("--attribute", "-a", "attributes", multiple=True, metavar="K=V", help="An attribute; may be repeated.")
@annotator_option
@json_option
def annotate(
    project: Path,
    document: str,
    start: int,
    end: int,
    tag: str,
    attributes: tuple[str, ...],
    annotator: str | None,
    as_json: bool,
) -> None:
    """Mark the code points START to END of DOCUMENT in PROJECT with TAG.

    DOCUMENT is an id, or a title or source name that fits exactly one document. TAG is a
    tag's name, or kind:name where several kinds have it.
    """
    from annotator.model import edits
    from annotator.model.annotation import Span
    from annotator.store import Project

    who = annotator_name(annotator)
    with Project.open(project) as opened:
        found = _tag(opened.tag_set(), tag)
        values = dict(_attribute(found, each) for each in attributes)
        about = opened.document(opened.find_document(document)).document
        spans = () if found.kind == "document" else (Span(start, end),)
        made = edits.new_annotation(about.id, found, spans, who, attributes=values)
        opened.do(edits.mark(about, [made]), who)
        if not as_json:
            words = about.text[start:end] if spans else about.title
            click.echo(f"{made.id}  {found.name}  “{' '.join(words.split())}”")
            return
        import json

        from annotator.formats.jsonl import encode
        from annotator.model.document import AnnotatedDocument

        print_json(json.loads(encode(AnnotatedDocument(about, (made,))))["annotations"][0])


def _tag(tags: TagSet, name: str) -> Tag:
    kind, colon, rest = name.partition(":")
    if colon and kind in ("entity", "claim", "cue", "document"):
        found = tags.find(rest, kind)  # pyright: ignore[reportArgumentType]
    else:
        found = tags.find(name)
        if found is not None and sum(each.name == found.name for each in tags.tags) > 1:
            raise UsageError(f"several kinds have a tag “{name}”; say which, as in {found.kind}:{found.name}")
    if found is None:
        names = ", ".join(each.name for each in tags.tags)
        raise UsageError(f"there is no tag “{name}” in this project; there are: {names}")
    return found


def _attribute(tag: Tag, given: str) -> tuple[str, Value]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError(f"an attribute is written as NAME=VALUE, not “{given}”")
    known = {each.name: each for each in tag.attributes}
    if name not in known:
        names = ", ".join(known) or "none"
        raise UsageError(f"the tag {tag.name} has no attribute “{name}”; it has: {names}")
    return name, _value(known[name], value)


def _value(attribute: Attribute, value: str) -> Value:
    from annotator.model.times import is_date

    what = f"the attribute “{attribute.name}”"
    if attribute.type == "choice" and value not in attribute.choices:
        raise UsageError(f"{what} cannot be “{value}”; it can be: {', '.join(attribute.choices)}")
    if attribute.type == "flag":
        if value.lower() not in ("true", "false", "yes", "no"):
            raise UsageError(f"{what} is true or false, not “{value}”")
        return value.lower() in ("true", "yes")
    if attribute.type == "number":
        try:
            return int(value) if value.lstrip("+-").isdigit() else float(value)
        except ValueError as error:
            raise UsageError(f"{what} is a number, not “{value}”") from error
    if attribute.type == "date" and not is_date(value):
        raise UsageError(f"{what} is a date such as 1917, 1917-11 or 1917-11-07, not “{value}”")
    return value

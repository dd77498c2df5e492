"""One annotation from the command line, by the same change as the window makes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, print_json, printable
from annotator.cli.parameters import TEXT, annotator_name, annotator_option, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.annotation import Value
    from annotator.model.tag import Attribute, Tag, TagSet

_LARGEST = 2**53
"""Whole numbers up to here are the same in every program that reads JSON."""


@click.command()
@project_argument
@click.argument("document", type=TEXT)
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("tag", type=TEXT)
@click.option(
    "--attribute", "-a", "attributes", multiple=True, metavar="K=V", type=TEXT, help="An attribute; may be repeated."
)
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
    """Mark the code points START to END of DOCUMENT in PROJECT with TAG, and print the annotation's id.

    DOCUMENT is an id, or a title or source name that fits exactly one document. START counts
    from 0 and END is not included, as in Python. TAG is a tag's name, or KIND:NAME where
    several kinds have it; a tag of kind document marks the whole of it, START and END being 0.
    """
    from annotator.model import edits
    from annotator.model.annotation import Span

    who = annotator_name(annotator)
    with opened(project, write=True) as store:
        found = tag_named(store.tag_set(), tag)
        values = attribute_values(found, attributes)
        about = store.document(store.find_document(document)).document
        spans = () if found.kind == "document" else (Span(start, end),)
        made = edits.new_annotation(about.id, found, spans, who, attributes=values)
        change = edits.mark(about, [made])
        store.do(change, who)
    if not spans and (start, end) != (0, 0):
        complain(f"{found.name} marks the whole document; {start} to {end} was not used")
    if as_json:
        import json

        from annotator.formats.jsonl import encode
        from annotator.model.document import AnnotatedDocument

        print_json(json.loads(encode(AnnotatedDocument(about, (made,))))["annotations"][0])
        return
    words = about.text[start:end] if spans else about.title
    click.echo(f"{made.id}  {printable(found.name)}  “{printable(words)}”")


def tag_named(tags: TagSet, name: str, *, retired: bool = False) -> Tag:
    """Return the tag *name* (or KIND:NAME); UsageError if none, several, or a retired one, unless *retired*."""
    from annotator.model.annotation import KINDS

    kinds = {tag.kind for tag in tags.tags if tag.name == name}
    found = tags.find(name)
    if len(kinds) > 1:
        ways = " or ".join(f"“{kind}:{name}”" for kind in KINDS if kind in kinds)
        raise UsageError(f"several kinds have a tag “{name}”; write {ways}")
    prefix, _, rest = name.partition(":")
    for kind in KINDS:
        if found is None and kind == prefix:
            found = tags.find(rest, kind)
    if found is None:
        names = ", ".join(each.name for each in tags.tags if not each.retired)
        raise UsageError(f"there is no tag “{name}” in this project; there are: {names or 'none'}")
    if found.retired and not retired:
        raise UsageError(f"the tag {found.name} is retired: it is kept for what it marks, and no longer given")
    return found


def attribute_values(tag: Tag, given: Sequence[str]) -> dict[str, Value]:
    """Return the attributes in *given*, each NAME=VALUE; UsageError if one does not fit *tag* or is missing."""
    values: dict[str, Value] = {}
    known = {each.name: each for each in tag.attributes}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UsageError(f"an attribute is written as NAME=VALUE, not “{each}”")
        if name not in known:
            raise UsageError(f"the tag {tag.name} has no attribute “{name}”; it has: {', '.join(known) or 'none'}")
        if name in values:
            raise UsageError(f"the attribute “{name}” is given twice")
        values[name] = _value(known[name], value)
    for each in tag.attributes:
        if each.required and each.default is None and each.name not in values:
            what = f": {', '.join(each.choices)}" if each.choices else ""
            raise UsageError(f"the tag {tag.name} needs the attribute “{each.name}”, as --attribute NAME=VALUE{what}")
    return values


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
        return _number(what, value)
    if attribute.type == "date" and not is_date(value):
        raise UsageError(f"{what} is a date such as 1917, 1917-11 or 1917-11-07, not “{value}”")
    return value


def _number(what: str, value: str) -> int | float:
    try:
        number = float(value)
    except ValueError as error:
        raise UsageError(f"{what} is a number, not “{value}”") from error
    if not math.isfinite(number):
        raise UsageError(f"{what} is a finite number, not “{value}”")
    return int(number) if number.is_integer() and abs(number) <= _LARGEST and "." not in value else number

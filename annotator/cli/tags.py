"""The tag set on the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import complain, print_json, printable, table
from annotator.cli.parameters import OutputPath, annotator_name, annotator_option, json_option, project_argument
from annotator.cli.running import opened
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.model.tag import TagSet


_EDITS = ("rename", "merge", "retire", "restore")


@click.command()
@project_argument
@click.argument("act", type=click.Choice(["show", "export", "import", *_EDITS]))
@click.argument("names", nargs=-1, type=click.Path(), metavar="[FILE] | TAG [NAME]")
@click.option("--preview", is_flag=True, help="With import: print what it would do, and change nothing.")
@annotator_option
@json_option
def tags(project: Path, act: str, names: tuple[str, ...], preview: bool, annotator: str | None, as_json: bool) -> None:
    """Show the tag set of PROJECT, export it to FILE as TOML, import FILE into it, or change one tag.

    Without FILE, or with -, an export goes to stdout; an import reads stdin with -. It adds the tags and relation types
    that the project lacks and alters those that differ, as one change that can be undone; it
    removes none, and a key that another tag has stays with that tag. FILE may be the name of a ready tag set
    (see: annotator tagsets). With --preview it prints what would be added, renamed, altered and left as it is.

    "rename TAG NAME" gives a tag another name, "merge TAG INTO" makes all annotations of TAG ones of the tag INTO,
    "retire TAG" keeps a tag for old work and offers it no more, "restore TAG" offers it again. Each is one change
    that can be undone. TAG is a name, or KIND:NAME where several kinds have it.
    """
    if preview and act != "import":
        raise UsageError(f"--preview is for import; “{act}” does not take it")
    if act in _EDITS:
        _edit(project, act, names, annotator_name(annotator), as_json=as_json)
        return
    if len(names) > 1:
        raise UsageError(f"“{act}” takes one FILE at most, not {len(names)}")
    file = Path(names[0]) if names else None
    if act == "import":
        if file is None:
            raise UsageError("name the FILE to import, as in: annotator tags PROJECT import FILE")
        if preview:
            _preview(project, file, as_json=as_json)
        else:
            _import(project, file, annotator_name(annotator), as_json=as_json)
        return
    with opened(project) as store:
        tag_set = store.tag_set()
    if act == "export":
        _export(tag_set, file, as_json=as_json)
    elif file is not None:
        raise UsageError(f"“show” prints the tags and takes no FILE; to write {file}: annotator tags PROJECT export")
    elif as_json:
        print_json(asdict(tag_set))
    else:
        _show(tag_set)


def _edit(project: Path, act: str, names: tuple[str, ...], annotator: str, *, as_json: bool) -> None:
    from annotator.cli.annotating import tag_named
    from annotator.model.tag_edits import merge_tags, rename_tag, retire_tag

    wanted = {"rename": "TAG NAME", "merge": "TAG INTO"}.get(act, "TAG")
    if len(names) != len(wanted.split()):
        raise UsageError(f"“{act}” takes {wanted}, as in: annotator tags PROJECT {act} {wanted}")
    with opened(project, write=True) as store:
        tag_set = store.tag_set()
        tag = tag_named(tag_set, names[0], retired=True)
        if act == "rename":
            change = rename_tag(tag_set, tag, names[1])
        elif act == "merge":
            change = merge_tags(tag_set, tag, tag_named(tag_set, names[1]))
        else:
            change = retire_tag(tag, retired=act == "retire")
        store.do(change, annotator)
    if as_json:
        print_json({"label": change.label})
    else:
        click.echo(printable(change.label))


def _show(tag_set: TagSet) -> None:
    from annotator.model.annotation import KINDS

    rows = [("kind", "key", "colour", "tag", "attributes")]
    shared: list[str] = []
    for kind in KINDS:
        tags = [tag for tag in tag_set.tags if tag.kind == kind]
        # what all tags of a kind have is said once
        common = _common([{each.name for each in tag.attributes} for tag in tags])
        if common:
            names = ", ".join(each.name for each in tags[0].attributes if each.name in common)
            shared.append(f"every {kind} has: {printable(names)}")
        for tag in tags:
            name = f"{tag.name} (retired)" if tag.retired else tag.name
            own = ", ".join(each.name for each in tag.attributes if each.name not in common)
            rows.append((kind, " ".join(tag.key) or "-", tag.colour, printable(name), printable(own)))
    click.echo(table(rows))
    for line in shared:
        click.echo(line)
    if tag_set.relation_types:
        rows = [("relation", "from", "to", "")]
        for each in tag_set.relation_types:
            begin, end = ("/".join(kinds) or "any" for kinds in (each.from_kinds, each.to_kinds))
            rows.append((printable(each.name), begin, end, "symmetric" if each.symmetric else ""))
        click.echo(f"\n{table(rows)}")
    if tag_set.constraints:
        rows = [("constraint", "rule", "of")]
        rows += [(printable(each.name), each.rule, printable(", ".join(each.of))) for each in tag_set.constraints]
        click.echo(f"\n{table(rows)}")


def _common(names: list[set[str]]) -> set[str]:
    return names[0].intersection(*names[1:]) if len(names) > 1 else set()


def _export(tag_set: TagSet, file: Path | None, *, as_json: bool) -> None:
    from annotator.formats.tagset_toml import write_tag_set

    text = write_tag_set(tag_set)
    if file is None or str(file) == "-":
        if as_json:
            print_json({"file": None, "toml": text})
        else:
            click.echo(text, nl=False)
        return
    from annotator.formats.atomic import writing

    with writing(OutputPath().convert(file, None, None)) as stream:
        stream.write(text.encode())
    if as_json:
        print_json({"file": str(file)})
    else:
        click.echo(f"tag set written to {file}")


def _import(project: Path, file: Path, annotator: str, *, as_json: bool) -> None:
    from annotator.cli.tagsets import given_tag_set
    from annotator.model.change import Change
    from annotator.model.tag_merge import merge

    wanted = given_tag_set(file)
    with opened(project, write=True) as store:
        found = merge(store.tag_set(), wanted)
        if found.operations:
            store.do(Change(f"import tag set {wanted.name}", found.operations), annotator)
    if as_json:
        print_json({"added": found.added, "altered": list(found.altered)})
    else:
        click.echo(f"{len(found.added)} added, {len(found.altered)} altered")
        for name in found.added:
            click.echo(f"  added {printable(name)}")
        for name, fields in found.altered.items():
            click.echo(f"  altered {printable(name)}: {', '.join(fields)}")
    for note in found.notes:
        complain(f"note: {printable(note)}")


def _preview(project: Path, file: Path, *, as_json: bool) -> None:
    from annotator.cli.tagsets import given_tag_set
    from annotator.model.tag_merge import merge

    with opened(project) as store:
        found = merge(store.tag_set(), given_tag_set(file))
    if as_json:
        print_json({"items": [asdict(each) for each in found.items], "notes": found.notes})
        return
    rows = [
        (
            each.act,
            each.kind or each.sort,
            printable(f"{each.was} → {each.name}" if each.was else each.name),
            ", ".join(each.fields),
        )
        for act in ("added", "renamed", "altered", "same", "kept")
        for each in found.items
        if each.act == act
    ]
    if rows:
        click.echo(table(rows))
    for note in found.notes:
        complain(f"note: {printable(note)}")

"""The codebook of REFI-QDA and a tag set: the hierarchy of codes is that of tags below their kinds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotator.formats.format import Reading
from annotator.formats.gathering import kind_of
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.refi_names import ROOTS, guid
from annotator.formats.xml_safely import Node, children, escaped, local, quoted
from annotator.model.annotation import KINDS, Kind
from annotator.model.ids import derived_id
from annotator.model.tag import Tag, TagSet

_GREY = "#6b7280"
_KINDS: dict[str, Kind] = {name: kind for kind, name in ROOTS.items()}


def codes_of(tag_set: TagSet, used: Iterable[tuple[Kind, str]], fit: Callable[[str], str]) -> str:
    """Return the element ``Codes``: the tags of a tag set, and those *used* that it lacks."""
    tags = {(tag.kind, tag.name): tag for tag in tag_set.tags}
    for kind, name in sorted(set(used) - set(tags)):
        tags[kind, name] = Tag("", kind, name, _GREY)
    parts = ["<Codes>\n"]
    for kind in KINDS:
        of_kind = [tag for tag in tags.values() if tag.kind == kind]
        if not of_kind:
            continue
        parts.append(f'<Code guid="{guid("code", kind)}" name="{ROOTS[kind]}" isCodable="false">\n')
        names = {tag.name for tag in of_kind}
        parts += _below(None, of_kind, names, fit, set())
        parts.append("</Code>\n")
    parts.append("</Codes>\n")
    return "".join(parts)


def _below(
    parent: str | None, tags: list[Tag], names: set[str], fit: Callable[[str], str], above: set[str]
) -> Iterator[str]:
    for tag in tags:
        own = tag.parent if tag.parent in names else None
        if own != parent or tag.name in above:
            continue
        yield f'<Code guid="{guid("code", tag.kind, tag.name)}" name={quoted(fit(tag.name))} isCodable="true" '
        yield f"color={quoted(tag.colour)}>\n"
        if tag.description:
            yield f"<Description>{escaped(fit(tag.description))}</Description>\n"
        yield from _below(tag.name, tags, names, fit, above | {tag.name})
        yield "</Code>\n"


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a project: the kind and tag that each is, by GUID in capitals, and all of them as a tag set."""

    by_guid: dict[str, tuple[Kind, str]]
    tag_set: TagSet


def read_codes(book: Node | None, name: str, reading: Reading, *, ours: bool) -> Codes:
    """Return the codes of a codebook.

    Outermost ones that are named like kinds say the kind of those below, if nobody codes with them or it is *ours*.
    """
    mapping = reading.mapping or TagMapping("")
    by_guid: dict[str, tuple[Kind, str]] = {}
    tags: dict[tuple[Kind, str], Tag] = {}

    def take(node: Node, parent: str | None, given: Kind | None) -> None:
        said = (node.get("name") or "").strip()
        if parent is None and given is None and said in _KINDS and (ours or node.get("isCodable") == "false"):
            for each in children(node):
                if local(each.tag) == "Code":
                    take(each, None, _KINDS[said])
            return
        kind, tag = (given, said) if given else mapping.tags.get(said) or (kind_of(said, reading), said)
        tag = tag or "code"
        if (kind, tag) in tags and parent:
            # two codes of one name under different ones
            tag = f"{parent} / {tag}"
        if id_ := node.get("guid"):
            by_guid[id_.upper()] = kind, tag
        if (kind, tag) not in tags:
            description = next((each for each in children(node) if local(each.tag) == "Description"), None)
            colour = (node.get("color") or "").lower()
            tags[kind, tag] = Tag(
                derived_id("tag", kind, tag), kind, tag, colour if _is_colour(colour) else _GREY,
                description=(description.text or "").strip() if description is not None else "",
                parent=_parent(parent, tag, tags, kind), position=len(tags),
            )  # fmt: skip
        for each in children(node):
            if local(each.tag) == "Code":
                take(each, tag, kind if given else None)

    for codes in children(book) if book is not None else ():
        if local(codes.tag) == "Codes":
            for each in children(codes):
                if local(each.tag) == "Code":
                    take(each, None, None)
    return Codes(by_guid, TagSet(name, tuple(tags.values())))


def _parent(parent: str | None, tag: str, tags: dict[tuple[Kind, str], Tag], kind: Kind) -> str | None:
    """Return the tag above one: the code above it, or what stands before “::” in its name, if that is a tag."""
    before = parent or tag.rpartition("::")[0] or None
    return before if before is not None and (kind, before) in tags else None


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(each in "0123456789abcdef" for each in text[1:])

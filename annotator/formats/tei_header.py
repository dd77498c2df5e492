"""What the header of an edition says that we have no place for: kept as XML by the element that holds it.

Only elements of TEI are kept. What is written was parsed before, so that no edited metadata spoil a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from annotator.errors import InputError
from annotator.formats.tei_nodes import child
from annotator.formats.xml_safely import XML, Node, children, escaped, local, namespace, parse, quoted

_TAKEN = {"titleStmt": ("title", "author"), "encodingDesc": ("appInfo",)}
"""What of a part goes other ways."""
_WHOLE = ("editionStmt", "extent", "publicationStmt", "seriesStmt", "notesStmt", "sourceDesc")
_OURS = re.compile(r"[a-z][0-9]+|f\..*|body")
"""The ids that an edition of ours has."""
_BESIDE = ("encodingDesc", "profileDesc", "revisionDesc")


def header_of(header: Node | None) -> dict[str, str]:
    """Return the XML within each part of a header that has something to keep, by the name of the part."""
    found: dict[str, str] = {}
    if header is None:
        return found
    description = child(header, "fileDesc")
    parts = [(name, child(description, name)) for name in ("titleStmt", *_WHOLE)] if description is not None else []
    parts += [(name, child(header, name)) for name in _BESIDE]
    for name, part in parts:
        if part is None:
            continue
        inner = "".join(_written(each) for each in children(part) if local(each.tag) not in _TAKEN.get(name, ()))
        plain = not inner and name == "extent" and part.text
        if inner or plain:
            found[name] = inner or escaped(part.text or "")
    return found


def kept_parts(kept: object) -> Mapping[str, str]:
    """Return those parts that are kept and are still well-formed XML."""
    found: dict[str, str] = {}
    for name, inner in cast(Mapping[str, object], kept if isinstance(kept, dict) else {}).items():
        if not isinstance(inner, str) or name not in ("titleStmt", *_WHOLE, *_BESIDE):
            continue
        try:
            parse(f"<x>{inner}</x>".encode())
        except InputError:
            continue
        found[name] = inner
    return found


def _written(node: Node) -> str:
    """Return an element as XML without a prefix; of another namespace nothing."""
    if namespace(node.tag) not in ("", "http://www.tei-c.org/ns/1.0"):
        return escaped(node.tail or "")
    return "".join(_pieces(node))


def _pieces(node: Node) -> Iterator[str]:
    name = local(node.tag)
    attributes = [
        f" {'xml:' if key.startswith(XML) else ''}{local(key)}={quoted(value)}"
        for key, value in node.attrib.items()
        if (not namespace(key) or key.startswith(XML)) and not (key == f"{XML}id" and _OURS.fullmatch(value))
    ]
    yield f"<{name}{''.join(attributes)}>{escaped(node.text or '')}"
    for each in children(node):
        yield _written(each)
    yield f"</{name}>{escaped(node.tail or '')}"

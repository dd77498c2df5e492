"""What one asks of the elements of an edition: who is in whom, what a pointer leads to, what a feature says. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from annotator.formats.offsets import number_in
from annotator.formats.xml_safely import Node, children, local
from annotator.model.annotation import Value


def elements(node: Node | None) -> Iterator[Node]:
    """Yield an element and all that are in it, at any depth; nothing for None."""
    return cast(Iterator[Node], node.iter()) if node is not None else iter(())


def child(node: Node, name: str) -> Node | None:
    """Return the first element of that name directly in *node*, or None."""
    return next((each for each in children(node) if local(each.tag) == name), None)


def find(node: Node | None, name: str) -> Node | None:
    """Return the first element of that name in *node*, at any depth, or None."""
    return next((each for each in elements(node) if local(each.tag) == name), None)


def words(node: Node) -> str:
    """Return what an element says, with white space squashed."""
    return " ".join("".join(node.itertext()).split())


def named(node: Node) -> str:
    """Return the name of an entry of a list of persons or bodies."""
    inner = next((each for each in elements(node) if local(each.tag).endswith(("Name", "name")) and words(each)), node)
    return words(inner)


def pointed(pointer: object) -> str | None:
    """Return the id that a pointer within the file leads to, or None."""
    return pointer[1:] if isinstance(pointer, str) and pointer.startswith("#") else None


def is_span(node: Node) -> bool:
    """Tell whether a ``span`` stands off: one that only holds words is something else."""
    return bool(node.get("from") or node.get("target"))


def values(structure: Node) -> dict[str, Value]:
    """Return what a feature structure says, by the names of its features."""
    return {
        (each.get("n") or each.get("name") or "f"): value(cast(Node, each))
        for each in structure
        if local(each.tag) == "f"
    }


def value(feature: Node) -> Value:
    """Return what an ``f`` says: text, a number, a truth value, or null."""
    inner = next(iter(feature), None)
    if inner is None:
        return feature.get("fVal") or (feature.text or "").strip()
    said = inner.get("value") or ""
    match local(inner.tag):
        case "numeric":
            return number_in(said)
        case "binary":
            return said in ("true", "1")
        case "default":
            return None
        case "symbol":
            return said
        case _:
            return inner.text or ""

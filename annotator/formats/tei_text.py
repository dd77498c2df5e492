"""The text of a TEI edition, and where in it each element stands: one rule, the same whenever a file is read.

White space is squashed but where it is preserved; paragraphs, verses and the like are separated by line ends; of
``choice`` one reading is taken; running heads and, unless they are asked for, notes are left out. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.formats.xml_safely import XML, Node, children, local

_PARAGRAPHS = frozenset(("p", "ab", "div", "div1", "div2", "div3", "head", "lg", "list", "table", "sp", "front", "back",
                         "body", "floatingText", "figure", "closer", "opener", "titlePage", "docTitle",
                         "trailer"))  # fmt: skip
_LINES = frozenset(("l", "item", "row", "speaker", "stage", "titlePart", "byline", "dateline", "salute", "signed",
                    "label", "docAuthor", "docDate", "docImprint", "argument", "epigraph"))  # fmt: skip
STRUCTURE = frozenset(
    (*_PARAGRAPHS, *_LINES, "text", "group", "lb", "cell", "anchor", "choice", "gap", "seg", "w", "s", "pc")
)
"""Elements that say how a text is divided, which is the text's own lines and words here."""
_NO_TEXT = frozenset(("teiHeader", "fw", "standOff", "del", "surplus", "figDesc", "facsimile", "sourceDoc", "spanGrp",
                      "linkGrp", "interpGrp", "listRelation", "fs", "certainty", "index"))  # fmt: skip
_EDITED = frozenset(("corr", "reg", "expan"))
_AS_IS = frozenset(("sic", "orig", "abbr"))
_SPACES = re.compile(r"\s+")
_GAP = "[…]"
_NOTHING, _SPACE, _LINE, _PARAGRAPH = range(4)
_BETWEEN = ("", " ", "\n", "\n\n")


@dataclass(slots=True)
class Place:
    """Where an element stands: *start* and *end* in code points. One without text stands between *end* and *start*."""

    node: Node
    start: int = -1
    end: int = -1

    @property
    def has_words(self) -> bool:
        """Whether any of the text is inside."""
        return 0 <= self.start < self.end


@dataclass(slots=True)
class Text:
    """The text of an edition, the places of its elements in document order, and how many of which were left out."""

    text: str = ""
    places: list[Place] = field(default_factory=list[Place])
    left_out: Counter[str] = field(default_factory=Counter[str])


def text_of(root: Node, *, edited: bool = True, notes: bool = False) -> Text:
    """Return the text of a ``text`` element: the *edited* readings, or those of the source; with *notes* or without."""
    walk = _Walk(edited=edited, notes=notes)
    walk.element(root, preserved=False)
    return walk.ended()


def exact_text_of(body: Node) -> Text:
    """Return the text of a ``body`` that we wrote: its paragraphs, to the character, are the lines."""
    walk = _Walk(edited=True, notes=True)
    for number, paragraph in enumerate(each for each in children(body) if local(each.tag) == "p"):
        if number:
            walk.raw("\n")
        walk.element(paragraph, preserved=True, block=False)
    return walk.ended()


class _Walk:
    def __init__(self, *, edited: bool, notes: bool) -> None:
        self._found = Text()
        self._parts: list[str] = []
        self._length = 0
        self._pending = _NOTHING
        # whether white space, until the next words, only parts elements of the file
        self._joined = False
        self._waiting: list[Place] = []
        self._other = _AS_IS if edited else _EDITED
        self._notes = notes

    def ended(self) -> Text:
        self._begin_waiting()
        self._found.text = "".join(self._parts)
        return self._found

    def raw(self, text: str) -> None:
        """Take text as it is."""
        if text:
            self._joined = False
            self._begin_waiting()
            self._parts.append(text)
            self._length += len(text)

    def _begin_waiting(self) -> None:
        for each in self._waiting:
            each.start = self._length
        self._waiting.clear()

    def _text(self, text: str | None, preserved: bool) -> None:
        if not text:
            return
        if preserved:
            self._flush()
            self.raw(text)
            return
        squashed = _SPACES.sub(" ", text)
        if squashed[0] == " ":
            self._separate(_SPACE)
            squashed = squashed[1:]
        if not squashed:
            return
        ends = squashed[-1] == " "
        self._flush()
        self.raw(squashed[:-1] if ends else squashed)
        if ends:
            self._separate(_SPACE)

    def _separate(self, by: int) -> None:
        if by == _SPACE and self._joined:
            return
        self._pending = max(self._pending, by)

    def _join(self) -> None:
        """Join what comes to what was before: a space between them is one of the file, and not of the text."""
        self._joined = True
        if self._pending == _SPACE:
            self._pending = _NOTHING

    def _flush(self) -> None:
        """Write what separates from what was before; nothing at the very beginning."""
        if self._pending and self._length:
            between = _BETWEEN[self._pending]
            self._parts.append(between)
            self._length += len(between)
        self._pending = _NOTHING

    def element(self, node: Node, *, preserved: bool, block: bool = True) -> None:
        """Take an element with all that is in it."""
        name = local(node.tag)
        if name in _NO_TEXT or (name == "note" and not self._notes):
            self._found.left_out[name] += 1
            return
        space = node.get(f"{XML}space")
        preserved = space == "preserve" if space else preserved
        by = _PARAGRAPH if name in _PARAGRAPHS else _LINE if name in _LINES or name == "note" else _NOTHING
        by = by if block else _NOTHING
        if name == "lb" and node.get("break") != "no":
            by = _LINE
        elif name in ("lb", "pb", "cb") and node.get("break") == "no":
            # a word goes on: what stood between is the line end of the file
            self._pending = _NOTHING
        elif name == "cell":
            self._separate(_SPACE)
        self._separate(by)
        join = node.get("join")
        if join in ("left", "both"):
            self._join()
        place = Place(node)
        self._found.places.append(place)
        self._waiting.append(place)
        if name == "gap":
            self._text(_GAP, preserved)
        self._text(node.text, preserved)
        skip = self._skipped(node) if name == "choice" else None
        for child in children(node):
            if skip is None or not skip(local(child.tag)):
                self.element(child, preserved=preserved)
            if name != "choice":
                broken = local(child.tag) in ("lb", "pb", "cb") and child.get("break") == "no"
                self._text((child.tail or "").lstrip() if broken and not preserved else child.tail, preserved)
        place.end = self._length
        if join in ("right", "both"):
            self._join()
        self._separate(by)

    def _skipped(self, choice: Node) -> Callable[[str], bool]:
        """Return which readings of a ``choice`` are not taken."""
        names = {local(each.tag) for each in choice}
        if names - self._other:
            return self._other.__contains__
        return lambda _name: False

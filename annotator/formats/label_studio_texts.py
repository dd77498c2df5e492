"""The texts of Label Studio's tasks: plain, dialogues of paragraphs, and HTML, each with its own way of saying places.

The text of a web page is that of its text nodes, with line breaks where blocks end; offsets
that count through the page, and paths to nodes, are moved to it. Nothing is rendered.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol, cast

from annotator.formats.drafts import Raw, object_at, objects
from annotator.model.text import Utf16Map

Json = dict[str, Any]
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
_CLOSED_BY = {"p": _BLOCKS - {"br"}, "li": {"li"}, "td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}, "tr": {"tr"}}
_UNSEEN = frozenset(("script", "style", "title", "template"))
_STEP = re.compile(r"/(?P<name>[a-zA-Z0-9:()]+)(?:\[(?P<number>\d{1,18})\])?")


class TaskText(Protocol):
    """The text of one task."""

    text: str

    def raw(self, value: Json) -> Raw:
        """Return start, end and quotation of a result's *value*: offsets in `text`, or what is no number."""
        ...


@dataclass(slots=True)
class Plain:
    """A text as it stands in the task."""

    text: str

    def raw(self, value: Json) -> Raw:
        """Return what the value says, whose offsets old files have as text."""
        return _number(value.get("start")), _number(value.get("end")), value.get("text")


class Dialogue:
    """Paragraphs, each with who says it, one a line; offsets count in each of them."""

    def __init__(self, paragraphs: Iterable[Json], name_key: str, text_key: str) -> None:
        pieces: list[str] = []
        self._places: list[int] = []
        at = 0
        for each in paragraphs:
            name, words = each.get(name_key), each.get(text_key)
            head = f"{name}: " if isinstance(name, str | int) and name != "" else ""
            line = words if isinstance(words, str) else ""
            self._places.append(at + len(head))
            pieces.append(f"{head}{line}\n")
            at += len(pieces[-1])
        self.text = "".join(pieces)

    def raw(self, value: Json) -> Raw:
        """Return the offsets in the whole dialogue."""
        first, last = _number(value.get("start")), _number(value.get("end"))
        start, end = value.get("startOffset"), value.get("endOffset")
        there = range(len(self._places))
        if not isinstance(first, int) or not isinstance(last, int) or first not in there or last not in there:
            return None, None, value.get("text")
        if type(start) is not int or type(end) is not int:
            return None, None, value.get("text")
        return self._places[first] + start, self._places[last] + end, value.get("text")


@dataclass(slots=True)
class _Node:
    name: str
    parent: "_Node | None"
    children: list["_Node"] = field(default_factory=list["_Node"])
    at: int = 0
    counted: int = 0
    words: str = ""


class Html(HTMLParser):
    """The text of a web page, and where its nodes are in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._root = self._here = _Node("", None)
        self._pieces: list[str] = []
        self._length = 0
        self._counted = 0
        self._nodes: list[_Node] = []
        self._unseen = 0
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and close those that it ends."""
        while tag in _CLOSED_BY.get(self._here.name, ()) and self._here.parent:
            self._close()
        self._break(tag)
        node = _Node(tag, self._here)
        self._here.children.append(node)
        if tag == "br":
            node.words, node.at, node.counted = "\n", self._length - 1, self._counted
            self._counted += 1
            self._nodes.append(node)
        if tag not in _VOID:
            self._here = node
            self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        """Close the element of that name, and those in it."""
        node = self._here
        while node.parent and node.name != tag:
            node = node.parent
        if not node.parent:
            return
        while self._here is not node:
            self._close()
        self._close()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take a text node."""
        last = self._here.children[-1] if self._here.children else None
        if last is not None and last.name == "text()":
            # the parser gives one node in pieces
            last.words += data
            if self._unseen == 0:
                self._write(data)
        else:
            node = _Node("text()", self._here, at=self._length, counted=self._counted, words=data)
            self._here.children.append(node)
            self._nodes.append(node)
            if self._unseen == 0:
                self._write(data)
        self._counted += len(data)

    def _close(self) -> None:
        self._unseen -= self._here.name in _UNSEEN
        self._here = self._here.parent or self._root

    def _write(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _break(self, tag: str) -> None:
        if tag == "br" or (tag in _BLOCKS and self._pieces and not self._pieces[-1].endswith("\n")):
            self._write("\n")

    def raw(self, value: Json) -> Raw:
        """Return the offsets in the text: by those that count through the page, else by the paths to nodes."""
        everywhere = object_at(value, "globalOffsets")
        words = value.get("text")
        start, end = everywhere.get("start"), everywhere.get("end")
        if type(start) is int and type(end) is int:
            found = self._moved(start), self._moved(end, last=True)
            if isinstance(words, str) and self.text[found[0] : found[1]] != words:
                units = self._units()
                wide = self._moved(units.to_points(start)), self._moved(units.to_points(end), last=True)
                if self.text[wide[0] : wide[1]] == words:
                    found = wide
            return (*found, _seen(words))
        first, last = self._by_path(value.get("start")), self._by_path(value.get("end"))
        start, end = value.get("startOffset"), value.get("endOffset")
        if first is None or last is None or type(start) is not int or type(end) is not int:
            return None, None, words
        return first.at + min(start, len(first.words)), last.at + min(end, len(last.words)), _seen(words)

    def _units(self) -> Utf16Map:
        return Utf16Map("".join(node.words for node in self._nodes))

    def _moved(self, place: int, *, last: bool = False) -> int:
        for node in self._nodes:
            length = len(node.words)
            if place < node.counted + length or (last and place == node.counted + length):
                return node.at + place - node.counted
        return len(self.text)

    def _by_path(self, path: object) -> _Node | None:
        """Return the text node that a path such as ``/div[1]/p[2]/text()[1]`` leads to."""
        if not isinstance(path, str):
            return None
        node = self._root
        for step in _STEP.finditer(path):
            wanted = int(step["number"] or 1)
            there = [each for each in node.children if each.name == step["name"].lower()]
            if wanted > len(there):
                # browsers put what a page leaves out: html, body, tbody
                if step["name"].lower() in ("html", "body", "tbody"):
                    continue
                return None
            node = there[wanted - 1]
        return node if node.name == "text()" else next((each for each in node.children if each.name == "text()"), None)


def _seen(words: object) -> object:
    # selections write a line break as these two characters
    return words.replace("\\n", "\n") if isinstance(words, str) else words


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12 else value


def paragraphs_in(value: object) -> tuple[list[Json], str, str] | None:
    """Return the paragraphs of a dialogue and the keys of their names and texts, or None if it is none."""
    found = objects(value)
    if not found or not isinstance(value, list) or len(found) != len(cast(list[object], value)):
        return None
    keys = found[0].keys()
    text = next((key for key in ("text", "utterance", "content", "dialogue") if key in keys), None)
    name = next((key for key in ("author", "speaker", "name", "role", "agent") if key in keys), "author")
    return (found, name, text) if text else None

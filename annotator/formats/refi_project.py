"""What a project of REFI-QDA says beside its sources: codebook, users, variables, memos, links; read in one pass.

Memos and links are as many as codings, and stand behind the sources that lead to them: they are kept compactly, and
outside memory where they are many.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

import orjson

from annotator.formats.many_names import ManyNames
from annotator.formats.refi_names import CONTINUES, ORIGIN, VARIABLES
from annotator.formats.xml_safely import Node, children, local, sections

_LEFT = ("Cases", "Sets", "Graphs")
_TEXTS = ("TextSource", "PDFSource")


@dataclass(frozen=True, slots=True)
class Memo:
    """A note: its name, and its text or the *path* of the file that holds it."""

    name: str
    text: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link between what has a GUID; *memos* are the GUIDs of notes on it. All are in capitals."""

    name: str
    origin: str
    target: str
    guid: str
    line: int
    memos: list[str]


@dataclass(frozen=True, slots=True)
class Other:
    """A source that is no text: what its element is called, its name and line."""

    tag: str
    name: str
    line: int


class AboutProject:
    """What is known of a project when its file has been read once, all by GUID in capitals.

    *parts* are the bytes of ``project.qde``. InputError if it is no XML.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.tag = self.name = ""
        self.ours = False
        self.book: Node | None = None
        self.users: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.after = ManyNames()
        """From a part of a discontinuous annotation to the next one."""
        self.further = ManyNames()
        """The parts that are not the first."""
        self.left: Counter[str] = Counter()
        """How many elements there are that belong to no text, by name."""
        self.has_sources = False
        self._memos = ManyNames()
        self._others = ManyNames()
        self._numbers = itertools.count()
        # each link with the number of the one before that has the same origin, and by origin the number of the last
        self._links = ManyNames()
        self._last_links = ManyNames()
        for section, each in sections(parts, whole=("CodeBook",), bare=("Sources", *_LEFT)):
            self._take(section, each)
        for part in children(self.book) if self.book is not None else ():
            self.left.update(local(each.tag) for each in children(part) if local(each.tag) == "Set")

    @property
    def was_ours(self) -> bool:
        """Whether it is ours, or another program wrote it that had it from us: it has all of our variables."""
        return self.ours or set(VARIABLES) <= set(self.variables.values())

    @property
    def has_links(self) -> bool:
        """Whether there are links, but for those that join the parts of one annotation."""
        return bool(self._last_links)

    def memo(self, guid: str) -> Memo | None:
        """Return the note of that GUID, or None if there is none."""
        found = self._memos.get(guid)
        return Memo(*orjson.loads(found)) if found is not None else None

    def links_from(self, guid: str) -> list[Link]:
        """Return the links that begin at that GUID, in their order."""
        found: list[Link] = []
        number = self._last_links.get(guid)
        while number and (kept := self._links.get(number.decode())):
            before, *link = orjson.loads(kept)
            found.append(Link(*link))
            number = before.encode()
        return found[::-1]

    def links(self) -> Iterator[Link]:
        """Yield all links."""
        for _, kept in self._links.items():
            yield Link(*orjson.loads(kept)[1:])

    def others(self) -> Iterator[Other]:
        """Yield the sources that are no text."""
        for _, kept in self._others.items():
            yield Other(*orjson.loads(kept))

    def _take(self, section: str, each: Node) -> None:
        match section:
            case "":
                self.tag, self.name = local(each.tag), each.get("name") or ""
                self.ours = each.get("origin") == ORIGIN
            case "Users":
                self.users[guid_in(each)] = each.get("name") or each.get("id") or ""
            case "Variables":
                self.variables[guid_in(each)] = each.get("name") or ""
            case "Sources":
                self.has_sources = True
                if not is_text(each):
                    other = Other(local(each.tag), str(each.get("name")), each.line)
                    self._others.add(str(next(self._numbers)), orjson.dumps(astuple(other)))
            case "Notes":
                memo = Memo(each.get("name") or "", content_in(each), each.get("plainTextPath") or "")
                self._memos.add(guid_in(each), orjson.dumps(astuple(memo)))
            case "Links":
                self._take_link(each)
            case name if name in _LEFT:
                self.left[local(each.tag)] += 1
            case self.tag if self.book is None and local(each.tag) == "CodeBook":
                self.book = each
            case _:
                pass

    def _take_link(self, each: Node) -> None:
        origin, target = (each.get("originGUID") or "").upper(), (each.get("targetGUID") or "").upper()
        name = each.get("name") or ""
        if self.ours and name == CONTINUES:
            self.after.add(origin, target.encode())
            self.further.add(target)
            return
        number = str(next(self._numbers))
        link = Link(name, origin, target, guid_in(each), each.line, list(memos_of(each)))
        before = (self._last_links.get(origin) or b"").decode()
        self._links.add(number, orjson.dumps((before, *astuple(link))))
        self._last_links.add(origin, number.encode())


def is_text(source: Node) -> bool:
    """Tell whether a source is, or has, a text."""
    return local(source.tag) in _TEXTS


def guid_in(node: Node) -> str:
    """Return the GUID of an element in capitals: programs write them in either case."""
    return (node.get("guid") or "").upper().strip("{}")


def memos_of(node: Node) -> Iterator[str]:
    """Yield the GUIDs, in capitals, of the notes that an element leads to."""
    for each in children(node):
        if local(each.tag) == "NoteRef":
            yield (each.get("targetGUID") or "").upper()


def content_in(node: Node) -> str | None:
    """Return the text that stands in an element itself, or None if there is none."""
    found = next((each for each in children(node) if local(each.tag) == "PlainTextContent"), None)
    return "".join(found.itertext()) if found is not None else None

"""XML in and out, for all formats that are XML: nothing in a file can make the reader fetch, expand or recurse.

Reading is by expat alone: no entity but the five of XML itself, no outer DTD is looked at, one
inside the file is refused, and depth is bounded. Every element knows its line. Writing makes
strings fit for XML 1.0, which has no place for most control characters, and says so.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TYPE_CHECKING, cast
from xml.parsers import expat

from annotator.errors import InputError

if TYPE_CHECKING:
    from annotator.formats.features import Feature
    from annotator.formats.ledger import Ledger
    from annotator.model.annotation import Annotation
    from annotator.model.document import AnnotatedDocument

MAX_DEPTH = 256
"""Elements at most that stand one in the other."""
XML = "{http://www.w3.org/XML/1998/namespace}"
"""The namespace of `xml:id` and `xml:space`, as it stands before their names."""
_PART = 1 << 16
_BOM = b"\xef\xbb\xbf"


class Node(ET.Element):
    """An element that knows the *line* of the file on which it begins, counted from 1."""

    line: int = 0


def children(node: Node) -> Iterator[Node]:
    """Yield the elements that are directly in *node*; all that this module makes are such."""
    return cast(Iterator[Node], iter(node))


def local(name: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return name.rpartition("}")[2]


def namespace(name: str) -> str:
    """Return the namespace of a tag or attribute name, or an empty text."""
    return name[1:].rpartition("}")[0] if name.startswith("{") else ""


def parse(data: bytes) -> Node:
    """Return the root element of an XML document; InputError, with the line, if it is none or not to be trusted."""
    parser = _Parser(None)
    try:
        parser.feed(_from_declaration(data), last=True)
    finally:
        parser.let_go()
    return parser.whole_root()


def check(data: bytes) -> None:
    """Raise InputError, as `parse` does, for an XML document that another library should not be given."""
    parser = _Parser(None)
    try:
        parser.only_check(_from_declaration(data))
    finally:
        parser.let_go()


def records(parts: Iterable[bytes], is_record: Callable[[str], bool]) -> Iterator[Node]:
    """Yield each element whose tag *is_record*, whole, as it ends; then the root, if it is none, without them.

    *parts* are the bytes, in pieces of any size. What was yielded is held no longer, so that a file of
    many records costs the memory of the largest. A record within a record is part of it.
    """
    parser = _Parser(is_record)
    try:
        for _ in parser.feed_all(parts):
            for _, node in parser.taken():
                yield node
    finally:
        parser.let_go()
    root = parser.whole_root()
    if not is_record(root.tag):
        yield root


def sections(
    parts: Iterable[bytes], *, whole: Container[str] = (), bare: Container[str] = ()
) -> Iterator[tuple[str, Node]]:
    """Yield the root, then each element that stands in a child of it, as it ends, with the name of that child.

    For files whose root holds a few long lists. Names are without a namespace; the root comes with an empty one, and
    has its attributes only. A child of the root whose name is in *whole* comes itself, with all that is in it, and of
    the elements in one that is in *bare* the attributes alone are read. What was yielded is held no longer.
    """
    parser = _Sections(whole, bare)
    said = False
    try:
        for _ in parser.feed_all(parts):
            if not said and parser.root is not None:
                said = True
                yield "", parser.root
            yield from parser.taken()
    finally:
        parser.let_go()
    parser.whole_root()


def _from_declaration(data: bytes) -> bytes:
    """Return *data* without white space, or a second byte order mark, before an XML declaration."""
    start = data[:256].find(b"<?xml")
    if start > 0 and not data[:start].replace(_BOM, b"").strip():
        return data[start:]
    return data


class _Parser:
    def __init__(self, is_record: Callable[[str], bool] | None) -> None:
        self.root: Node | None = None
        self._is_record = is_record
        self._stack: list[Node] = []
        self._record_depth = 0
        self._done: list[tuple[str, Node]] = []
        self._last: Node | None = None
        self._texts: list[str] = []
        self._names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ")
        self._expat = parser
        parser.buffer_text = True
        parser.buffer_size = _PART
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._outer

    def feed(self, data: bytes, *, last: bool = False) -> None:
        try:
            self._expat.Parse(data, last)
        except expat.ExpatError as error:
            raise InputError(
                f"it is no well-formed XML ({expat.ErrorString(error.code)}, at column {error.offset + 1}); "
                "mend that place, or save the file again",
                error.lineno,
            ) from error
        except (LookupError, ValueError) as error:
            raise InputError(f"its encoding cannot be read ({error}); save it as UTF-8") from error

    def feed_all(self, parts: Iterable[bytes]) -> Iterator[None]:
        """Feed *parts*, and yield after each."""
        first = True
        for part in parts:
            if first and not part.replace(_BOM, b"").strip():
                # blank lines before the declaration
                continue
            self.feed(_from_declaration(part) if first else part)
            first = False
            yield
        self.feed(b"", last=True)
        yield

    def whole_root(self) -> Node:
        """Return the root when all was fed; InputError if there is none."""
        if self.root is None:
            raise InputError("it is no XML: it has no element")
        return self.root

    def let_go(self) -> None:
        """Part from expat, which holds on to this: else the whole tree would stay until somebody looks for circles."""
        del self._expat

    def only_check(self, data: bytes) -> None:
        """Look whether all is in order, and make nothing of it."""
        depth = 0

        def start(_name: str, _attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise self._too_deep()

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1

        self._expat.StartElementHandler = start
        self._expat.EndElementHandler = end
        self._expat.CharacterDataHandler = None
        self.feed(data, last=True)

    def _too_deep(self) -> InputError:
        return self._refusal(f"elements are nested more than {MAX_DEPTH} deep; the file was not read")

    def taken(self) -> list[tuple[str, Node]]:
        """Return the records that have ended since, each with the name of what it stands in."""
        done, self._done = self._done, []
        return done

    def _name(self, name: str) -> str:
        found = self._names.get(name)
        if found is None:
            uri, space, tail = name.rpartition(" ")
            found = self._names[name] = f"{{{uri}}}{tail}" if space else name
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        node = Node(self._name(name), {self._name(key): value for key, value in attributes.items()})
        node.line = self._expat.CurrentLineNumber
        stack = self._stack
        if stack:
            stack[-1].append(node)
        else:
            self.root = node
        if len(stack) >= MAX_DEPTH:
            raise self._too_deep()
        stack.append(node)
        self._last = None
        if not self._record_depth and self._begins_record(node):
            self._record_depth = len(stack)

    def _begins_record(self, node: Node) -> bool:
        return self._is_record is not None and self._is_record(node.tag)

    def _end(self, name: str) -> None:
        self._flush()
        node = self._stack.pop()
        self._last = node
        if self._record_depth == len(self._stack) + 1:
            self._record_depth = 0
            self._done.append((local(self._stack[-1].tag) if self._stack else "", node))
            if self._stack:
                self._stack[-1].remove(node)
                # what comes after it until the next element belongs to nobody
                self._last = Node("gone")

    def _text(self, text: str) -> None:
        # a long text comes in many pieces
        self._texts.append(text)

    def _flush(self) -> None:
        if not self._texts:
            return
        text = "".join(self._texts)
        self._texts.clear()
        if self._last is not None:
            self._last.tail = text
        elif self._stack:
            self._stack[-1].text = text

    def _refusal(self, text: str) -> InputError:
        return InputError(text, self._expat.CurrentLineNumber)

    def _doctype(self, name: str, system: str | None, public: str | None, has_internal_subset: bool) -> None:
        # one that only names an outer DTD is passed over: nothing is ever fetched
        if has_internal_subset:
            raise self._refusal("it brings declarations of its own (DOCTYPE), which may hide anything; take them out")

    def _entity(self, name: str, *_: object) -> None:
        raise self._refusal(f"it declares the entity “{name}”; entities are not read: write out what it stands for")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise self._refusal(f"“&{name};” is known only from an outer DTD, which is not fetched; write it out")

    def _outer(self, *_: object) -> int:
        raise self._refusal("it calls for another file, which is not fetched; put its content here")


class _Sections(_Parser):
    """Its records are what stands in the children of the root, or one of these itself."""

    def __init__(self, whole: Container[str], bare: Container[str]) -> None:
        self._whole = whole
        self._bare = bare
        self._is_bare = False
        # how many elements we are within one of which the attributes alone are read
        self._passed = 0
        super().__init__(None)

    def _begins_record(self, node: Node) -> bool:
        match self._stack:
            case [_, section]:
                return local(section.tag) in self._whole
            case [_, section, _]:
                self._is_bare = local(section.tag) in self._bare
                return True
            case _:
                return False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._is_bare:
            super()._start(name, attributes)
        elif len(self._stack) + self._passed >= MAX_DEPTH:
            raise self._too_deep()
        else:
            self._passed += 1

    def _end(self, name: str) -> None:
        if self._passed:
            self._passed -= 1
        else:
            self._is_bare = False
            super()._end(name)

    def _text(self, text: str) -> None:
        if not self._is_bare:
            super()._text(text)


# --- writing

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REPLACED = "characters that XML cannot hold became U+FFFD"
_TEXT = re.compile("[&<>\r]")
_ATTRIBUTE = re.compile('[&<>"\t\n\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def storable(text: str) -> str:
    """Return *text* with U+FFFD for each character that XML 1.0 has no place for, not even escaped."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return *text* (that is `storable`) as the content of an element."""
    return _TEXT.sub(_escape, text)


def quoted(text: str) -> str:
    """Return *text* (that is `storable`) as the value of an attribute, in quotation marks: line ends survive."""
    return f'"{_ATTRIBUTE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]


class Fitting:
    """Makes the strings of one document `storable`, and notes in the ledger what had to be replaced."""

    def __init__(self, each: AnnotatedDocument, ledger: Ledger) -> None:
        self._each = each
        self._ledger = ledger

    def __call__(self, text: str, feature: Feature, annotation: Annotation | None = None) -> str:
        """Return *text* as XML can hold it; *feature* is what it is part of."""
        fit = _FORBIDDEN.sub("\ufffd", text)
        if fit != text:
            self._ledger.lose(feature, REPLACED, self._each, annotation)
        return fit

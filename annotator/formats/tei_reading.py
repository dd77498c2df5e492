"""TEI, read: our own editions whole; others by the elements that a mapping names, and by their stand-off spans."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import unquote

import orjson

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.gathering import Gathering, kind_of
from annotator.formats.mapping import Frame
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.tei_header import header_of
from annotator.formats.tei_nodes import child, elements, find, is_span, named, pointed, value, values, words
from annotator.formats.tei_text import STRUCTURE, Place, Text, exact_text_of, text_of
from annotator.formats.tei_writing import ELSEWHERE
from annotator.formats.xml_safely import XML, Node, children, local, records
from annotator.model.annotation import KINDS, Kind, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.times import is_date

_ANALYSES = ("lemma", "pos", "msd", "ana")
"""What is said of words, and not kept."""
_ID = f"{XML}id"
_TYPE = "@type"
_OWN_ATTRIBUTES = frozenset(
    (_ID, "ana", "next", "prev", f"{XML}space", f"{XML}lang", "rend", "rendition", "style", "n", "part")
)


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file: one for each edition of a corpus. InputError if there is none."""
    found = False
    for node in records(given.lines(), lambda tag: local(tag) in ("TEI", "TEI.2")):
        if local(node.tag) not in ("TEI", "TEI.2"):
            break
        found = True
        try:
            yield from _Edition(node, given.name, reading).documents()
        except InputError as error:
            yield Remark(f"the edition was left out: {error}", line=node.line)
    if not found:
        raise InputError("it is no TEI: it has no element “TEI”")


class _Edition:
    def __init__(self, root: Node, name: str, reading: Reading) -> None:
        self._root = root
        self._name = name
        self._reading = reading
        self._mapping = reading.mapping or TagMapping("")
        self._ids = {id_: each for each in elements(root) if (id_ := each.get(_ID))}
        self._header = child(root, "teiHeader")
        # from the xml:id of a mark to its id, and from that of an element to its place
        self._taken: dict[str, str] = {}
        self._saying: list[tuple[Node, str]] = []
        self._places: dict[str, Place] = {}

    def documents(self) -> Iterator[AnnotatedDocument | Remark]:
        body = child(self._root, "text")
        if body is None:
            raise InputError("it has no text; where the text is in another file, import that file")
        ours = any(
            local(each.tag) == "application" and each.get("ident") == "annotator" for each in elements(self._header)
        )
        options = self._reading.options
        if ours and (inner := child(body, "body")) is not None:
            text = exact_text_of(inner)
        else:
            ours = False
            text = text_of(body, edited=options.get("choice") != "source", notes=options.get("notes") == "keep")
        found = Gathering(text.text, self._reading)
        self._places = {id_: place for place in text.places if (id_ := place.node.get(_ID))}
        if ours:
            self._about_ours(found)
        else:
            self._about(found, text)
        self._inline(found, text, ours=ours)
        self._spans(found)
        self._relations(found)
        yield from found.done()

    # --- what is said of the whole

    def _about_ours(self, found: Gathering) -> None:
        fields = found.fields
        data = next((each for each in elements(self._header) if local(each.tag) == "xenoData"), None)
        if data is not None and data.text:
            try:
                fields.update(cast(dict[str, Any], orjson.loads(data.text)))
            except orjson.JSONDecodeError as error:
                found.note(f"xenoData cannot be read ({error}); status, split and metadata were left out", data.line)
        self._title_and_date(fields)

    def _title_and_date(self, fields: dict[str, Any]) -> None:
        title = next((each for each in elements(find(self._header, "titleStmt")) if local(each.tag) == "title"), None)
        words = "".join(title.itertext()) if title is not None else ""
        if title is None or title.get(f"{XML}space") != "preserve":
            words = " ".join(words.split())
            words = "" if words.casefold() in ("empty", "untitled") else words
            fields["title"] = words or posixpath.basename(self._name).rpartition(".")[0] or None
        else:
            fields["title"] = words
        for holder in ("sourceDesc", "publicationStmt", "profileDesc"):
            for each in elements(find(self._header, holder)):
                when = each.get("when") if local(each.tag) in ("date", "creation") else None
                if when and is_date(when) and "date" not in fields:
                    fields["date"] = when
        language = self._root.get(f"{XML}lang")
        if language is None:
            named = [each.get("ident") for each in elements(self._header) if local(each.tag) == "language"]
            language = named[0] if len(named) == 1 else None
        if language:
            fields["language"] = language

    def _about(self, found: Gathering, text: Text) -> None:
        self._title_and_date(found.fields)
        kept: dict[str, Any] = {}
        authors = [words(each) for each in elements(find(self._header, "titleStmt")) if local(each.tag) == "author"]
        if authors:
            kept["author"] = authors
        statement = find(self._header, "publicationStmt")
        for each in elements(statement):
            if local(each.tag) in ("publisher", "idno", "licence") and words(each):
                kept.setdefault(local(each.tag), words(each))
        if header := header_of(self._header):
            kept["header"] = header
        if kept:
            found.metadata["tei"] = kept
        if left := [
            f"{count:,} {name}" for name, count in sorted(text.left_out.items()) if name in ("note", "fw", "del")
        ]:
            found.note(f"these are no part of the text and were left out: {', '.join(left)}")

    # --- marks in the text

    def _inline(self, found: Gathering, text: Text, *, ours: bool) -> None:
        formal: Counter[str] = Counter()
        chained: dict[str, list[Place]] = {}
        for place in text.places:
            node = place.node
            name = local(node.tag)
            fields = self._structure(node)
            frame = self._mapping.frame(name)
            if fields is None and frame is None and name not in self._mapping.tags:
                if name not in STRUCTURE or (name in ("w", "pc") and any(map(node.get, _ANALYSES))):
                    formal[name] += 1
                continue
            if not place.has_words:
                continue
            places = [place]
            if before := pointed(node.get("prev")):
                # a further part: its first part takes it
                chained.setdefault(before, []).append(place)
                continue
            own = node.get(_ID) or ""
            places += self._followers(own, text)
            parts = [(each.start, each.end) for each in places]
            taken = self._mark(found, node, parts, fields, frame)
            if taken is not None:
                self._saying.append((node, taken))
                if own:
                    self._taken[own] = taken
        if formal and not ours:
            listed = ", ".join(f"{count:,} {name}" for name, count in sorted(formal.items()))
            found.note(f"the text of these elements was taken, but they are no marks and are not kept: {listed}")

    def _followers(self, id_: str, text: Text) -> list[Place]:
        """Return the places of the elements that go on with the one of that id, by ``next``."""
        found: list[Place] = []
        seen = {id_}
        node = self._ids.get(id_)
        while node is not None and (after := pointed(node.get("next"))) and after not in seen:
            seen.add(after)
            node = self._ids.get(after)
            place = self._places.get(after)
            if place is not None and 0 <= place.start < place.end:
                found.append(place)
        return found

    def _mark(
        self,
        found: Gathering,
        node: Node,
        parts: list[tuple[int, int]],
        fields: dict[str, Any] | None,
        frame: Frame | None,
    ) -> str | None:
        if fields is not None and "tag" in fields:
            kind, tag = cast(Kind, fields.pop("kind")), fields.pop("tag")
            return found.mark(parts, kind, tag, line=node.line, **fields)
        kind, tag = self._tag(node, frame)
        attributes: dict[str, Value] = {
            self._mapping.attribute_of(local(key)): value
            for key, value in node.attrib.items()
            if key not in _OWN_ATTRIBUTES and not (key == "type" and tag == value)
        }
        if fields:
            attributes |= cast(dict[str, Value], fields.get("attributes", {}))
        for role in frame.roles if frame else ():
            # who says it: a mark of the text is a relation, anybody else is known by name
            pointers = (node.get(role) or "").split()
            if any(map(pointed, pointers)):
                others = [self._known(each) for each in pointers if not self._is_marked(pointed(each))]
                attributes[self._mapping.attribute_of(role)] = ", ".join(others) or None
        attributes = {name: value for name, value in attributes.items() if value is not None}
        return found.mark(parts, kind, tag, line=node.line, attributes=attributes)

    def _is_marked(self, id_: str | None) -> bool:
        """Tell whether the element of that id is a mark of the text."""
        place = self._places.get(id_ or "")
        if place is None or not place.has_words:
            return False
        name = local(place.node.tag)
        known = self._structure(place.node) is not None or name in self._mapping.tags
        return known or self._mapping.frame(name) is not None

    def _known(self, pointer: str) -> str:
        """Return the name of what a pointer leads to, or itself where that has none."""
        target = self._ids.get(pointed(pointer) or "")
        return (named(target) if target is not None else "") or pointer

    def _tag(self, node: Node, frame: Frame | None) -> tuple[Kind, str]:
        name = local(node.tag)
        if frame is not None:
            return "claim", name if frame.tag == "*" else frame.tag
        if name in self._mapping.tags:
            kind, tag = self._mapping.tags[name]
            if tag != _TYPE:
                return kind, tag
        tag = node.get("type") or name
        if tag in self._mapping.tags and self._mapping.tags[tag][1] != _TYPE:
            return self._mapping.tags[tag]
        return kind_of(tag, self._reading), tag

    # --- stand-off

    def _structure(self, node: Node) -> dict[str, Any] | None:
        """Return what the feature structure that an element leads to says, or None where there is none."""
        for pointer in (node.get("ana") or "").split():
            target = self._ids.get(pointer.removeprefix("#"))
            if target is None:
                continue
            if local(target.tag) == "fs":
                return self._features_of(target)
            if local(target.tag) in ("interp", "category", "catDesc"):
                tag = words(target) or pointer.removeprefix("#")
                return {"kind": kind_of(tag, self._reading), "tag": tag}
        return None

    def _features_of(self, structure: Node) -> dict[str, Any]:
        found: dict[str, Any] = {}
        attributes: dict[str, Value] = {}
        for each in children(structure):
            if local(each.tag) != "f":
                continue
            name = each.get("n") or each.get("name") or ""
            inner = next(children(each), None)
            if name == "attributes" and inner is not None and local(inner.tag) == "fs":
                attributes |= values(inner)
            elif name:
                found[name] = value(each)
        kind = structure.get("type")
        if isinstance(found.get("tag"), str) and kind in KINDS:
            own = ("id", "tag", "annotator", "created", "modified", "origin", "state", "confidence", "record", "note")
            fields = {name: found[name] for name in own if name in found}
            return {"origin": "manual", **fields, "kind": kind, "attributes": attributes}
        # another program's: whatever it says is an attribute, and its type the tag
        others = {self._mapping.attribute_of(name): value for name, value in found.items()} | attributes
        return (
            {"kind": kind_of(kind, self._reading), "tag": kind, "attributes": others}
            if kind
            else {"attributes": others}
        )

    def _spans(self, found: Gathering) -> None:
        spans = [each for each in elements(self._root) if local(each.tag) == "span" and is_span(each)]
        for node in spans:
            if node.get("prev"):
                continue
            parts: list[tuple[int, int]] = []
            whole = False
            chain, seen = node, {id(node)}
            while True:
                part = self._part(chain, found)
                whole = whole or part == ()
                if part:
                    parts.append(part)
                after = self._ids.get(pointed(chain.get("next")) or "")
                if after is None or id(after) in seen:
                    break
                seen.add(id(after))
                chain = after
            if not parts and not whole:
                continue
            fields = self._structure(node)
            if fields is None:
                tag = node.get("type") or words(node) or "span"
                fields = {"kind": kind_of(tag, self._reading), "tag": tag}
            fields.setdefault("tag", node.get("type") or "span")
            fields.setdefault("kind", kind_of(str(fields["tag"]), self._reading))
            taken = self._mark(found, node, parts, fields, None)
            if taken is not None and (own := node.get(_ID)):
                self._taken[own] = taken

    def _part(self, node: Node, found: Gathering) -> tuple[int, int] | tuple[()] | None:
        """Return the edges of a span, () for the whole text, or None where it leads nowhere; that is then said."""
        start, end = node.get("from"), node.get("to")
        pointers = [start, end or start] if start else (node.get("target") or "").split()
        places = [self._places.get(pointed(each) or "") for each in pointers]
        if any(place is None for place in places) or not places:
            target = self._ids.get(pointed(pointers[0]) or "") if pointers else None
            if target is not None and local(target.tag) in ("body", "text", "TEI"):
                return ()
            lost = next((str(each) for each, place in zip(pointers, places, strict=True) if place is None), "nothing")
            found.skip(f"a span leads to “{lost}”, which is no place in the text of this file", node.line)
            return None
        first, last = cast(Place, places[0]), cast(Place, places[-1])
        if local(first.node.tag) in ("body", "text"):
            return ()
        if first.start >= last.end:
            found.skip("a span ends before it begins", node.line)
            return None
        return first.start, last.end

    def _relations(self, found: Gathering) -> None:
        for node, source in self._saying:
            frame = self._mapping.frame(local(node.tag))
            if frame is None or node.get("ana"):
                continue
            for role, relation in frame.roles.items():
                for pointer in (node.get(role) or "").split():
                    target = self._taken.get(pointed(pointer) or "")
                    if target is not None:
                        found.relate(relation, source, target, line=node.line)
        for node in elements(self._root):
            name = local(node.tag)
            if name == "relation":
                ends = (node.get("active") or "").split()[:1] + (node.get("passive") or "").split()[:1]
                if node.get("mutual"):
                    ends = (node.get("mutual") or "").split()[:2]
                desc = child(node, "desc")
                type_ = "".join(desc.itertext()) if desc is not None else node.get("name") or node.get("type") or name
                self._relation(found, node, type_, ends)
            elif name == "link":
                self._relation(found, node, node.get("type") or name, (node.get("target") or "").split()[:2])

    def _relation(self, found: Gathering, node: Node, type_: str, ends: list[str]) -> None:
        type_ = self._mapping.relation_of(type_)
        if len(ends) < 2:
            return
        source = self._taken.get(pointed(ends[0]) or "")
        target = self._taken.get(pointed(ends[1]) or "")
        if ends[1].startswith(ELSEWHERE):
            target = unquote(ends[1].removeprefix(ELSEWHERE))
        if source is None or target is None:
            if local(node.tag) == "relation" and self._is_person(ends):
                return
            found.skip(f"a relation “{type_}” was left out: one of its ends is no mark", node.line)
            return
        structure = self._ids.get(pointed(node.get("ana")) or "")
        attributes = values(structure) if structure is not None and local(structure.tag) == "fs" else {}
        found.relate(type_, source, target, line=node.line, id=node.get("n"), attributes=attributes)

    def _is_person(self, ends: list[str]) -> bool:
        """Tell whether a relation is between entries of a list of persons: those are no marks of a text."""
        nodes = [self._ids.get(pointed(each) or "") for each in ends]
        return any(node is not None and local(node.tag) in ("person", "place", "org", "event") for node in nodes)

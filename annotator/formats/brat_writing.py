"""Writes brat standoff: a text and its annotations for each document, then the configuration of the tag set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from annotator.formats.brat_claims import Claim, claim_of, claims_apart
from annotator.formats.brat_conf import annotation_conf, visual_conf
from annotator.formats.brat_names import NOTES, OWN_RECORD, Names, safe
from annotator.formats.file_names import plain_name
from annotator.formats.format import Writing
from annotator.formats.kept import of_format
from annotator.formats.mapping import Mapping
from annotator.formats.tagset_toml import write_tag_set
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.text import normalise_line_ends

if TYPE_CHECKING:
    from annotator.formats.output import Folder

_ITS_ROLE = "written with the part that it is of a claim for a tag"
_BREAK = re.compile(r"\n+")
_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line of a file for brat; other white space stands as in the text, or brat drops the mark."""
_WHITE = re.compile(r"[^\S ]")
_TOKEN = re.compile(r"[A-Za-z0-9_.:+-]+")
_KEPT_ID = re.compile(r":([TER][0-9]+)$")


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write *documents* into *folder*: a ``.txt`` and ``.ann`` file each, then the configuration."""
    mapping = writing.mapping or Mapping("none")
    names = Names(writing.tag_set, mapping)
    how = writing.options.get("annotators", "together")
    taken: set[str] = set()
    people: dict[str, str] = {}
    for each in documents:
        name = plain_name(each.document, taken)
        text = each.document.text
        if text.startswith("\ufeff"):
            # readers take the first mark for that of the encoding, but brat counts it
            text = "\ufeff" + text
        of_annotators = _by_annotator(each, how, writing)
        for place, (annotator, marks) in enumerate(of_annotators):
            file = name
            if annotator:
                own = people.get(annotator) or _person(annotator, people)
                file = f"{own}/{name}" if how == "folders" else f"{name}_{own}"
            if how == "folders" or place == 0:
                _put(folder, f"{file if how == 'folders' else name}.txt", text)
            lines = _Lines(each, marks, names, mapping, writing, len(text) - len(each.document.text)).all()
            _put(folder, f"{file}.ann", "".join(lines))
    _put(folder, "annotation.conf", annotation_conf(writing.tag_set, names, mapping))
    _put(folder, "visual.conf", visual_conf(writing.tag_set, names))
    _put(folder, "tags.toml", write_tag_set(writing.tag_set))


def _put(folder: Folder, name: str, text: str) -> None:
    with folder.open(name) as file:
        file.write(text.encode("utf-8"))


def _person(annotator: str, people: dict[str, str]) -> str:
    """Return what an annotator is called in names of files, and remember it."""
    plain = re.sub(r'[\x00-\x1f/\\:*?"<>|]', "-", annotator).strip(" .") or "somebody"
    name = plain
    number = 2
    while name.casefold() in {each.casefold() for each in people.values()}:
        name = f"{plain}-{number}"
        number += 1
    people[annotator] = name
    return name


def _by_annotator(each: AnnotatedDocument, how: str, writing: Writing) -> Sequence[tuple[str, Sequence[Annotation]]]:
    if how == "together":
        return [("", each.annotations)]
    found: dict[str, list[Annotation]] = {}
    for annotation in each.annotations:
        found.setdefault(annotation.annotator, []).append(annotation)
    of = {annotation.id: annotation.annotator for annotation in each.annotations}
    for link in each.relations:
        if link.target in of and of.get(link.source) != of[link.target]:
            writing.ledger.lose("relations", "left out: between the work of two annotators", each)
    return sorted(found.items()) or [("", [])]


class _Lines:
    """The lines of one ``.ann`` file."""

    def __init__(
        self,
        each: AnnotatedDocument,
        annotations: Sequence[Annotation],
        names: Names,
        mapping: Mapping,
        writing: Writing,
        shift: int,
    ) -> None:
        self._each = each
        self._text = each.document.text
        self._names = names
        self._mapping = mapping
        self._writing = writing
        self._shift = shift
        self._lines: list[str] = []
        self._marks = {mark.id: mark for mark in annotations if mark.spans}
        self._links: dict[str, list[Relation]] = {}
        of_document = {mark.id for mark in each.annotations}
        for link in each.relations:
            if link.source in self._marks:
                if link.target in self._marks:
                    self._links.setdefault(link.source, []).append(link)
                elif link.target not in of_document:
                    writing.ledger.lose("relations across documents", "left out", each)
                else:
                    writing.ledger.lose("relations", "left out: the other end has no words in this file", each)
        # what a file had that nobody knew, if it came from here
        self._kept = of_format(each.document.metadata, "brat")
        self._ids: dict[str, str] = {}
        # of what was an event where it came from, the ids of their triggers
        self._triggers: dict[str, str] = {}
        self._taken: set[str] = set()
        self._next = {"T": 0, "E": 0, "R": 0}
        self._notes = 0
        self._said = 0
        self._references = 0

    def all(self) -> list[str]:
        """Return all lines, each with its end."""
        plain, claims = self._sorted_out()
        self._number(plain, claims)
        roles = {id_: role for claim in claims for id_, role in claim.parts.items()} if self._mapping.parts_only else {}
        for mark in plain:
            role = roles.get(mark.id, "")
            type_ = role or self._names.type_of(mark.kind, mark.tag)
            if role and self._mapping.tags.get(role, ("entity", role)) != (mark.kind, mark.tag):
                self._writing.ledger.lose("annotations", _ITS_ROLE, self._each, mark)
            self._mark(self._triggers.get(mark.id, self._ids[mark.id]), type_, mark)
        written = {id(link) for claim in claims for links in claim.roles for link in links[1]}
        for claim in claims:
            self._claim(claim)
        for mark in plain:
            if mark.id in self._triggers:
                written |= self._event(mark)
        if not self._mapping.parts_only:
            self._relations(written)
        elif left := sum(id(link) not in written for links in self._links.values() for link in links):
            effect = f"left out: “{self._mapping.name}” has only claims and their parts"
            self._writing.ledger.lose("relations", effect, self._each, count=left)
        for mark in self._marks.values():
            if mark.attributes or mark.note or mark.record:
                self._about(mark)
        self._raw()
        return self._lines

    def _sorted_out(self) -> tuple[list[Annotation], list[Claim]]:
        """Return the annotations that stand for themselves, and the claims."""
        if not self._mapping.frames:
            return list(self._marks.values()), []
        claims: list[Claim] = []
        trigger_on_content = self._writing.options.get("cueless") == "on the content"
        for mark in self._marks.values():
            if mark.kind == "claim":
                claim = claim_of(mark, self._links.get(mark.id, ()), self._marks, self._mapping, trigger_on_content)
                if claim is None:
                    self._writing.ledger.lose("claims", "left out: no cue for a trigger", self._each, mark)
                else:
                    claims.append(claim)
        if self._mapping.parts_only:
            return self._parts(claims)
        lost = {mark.id for mark in self._marks.values() if mark.kind == "claim"} - {each.claim.id for each in claims}
        self._forget(lost)
        return [mark for mark in self._marks.values() if mark.kind != "claim"], claims

    def _parts(self, claims: list[Claim]) -> tuple[list[Annotation], list[Claim]]:
        kept, nested = claims_apart(claims, self._marks)
        for each in nested:
            effect = "left out: one label a token allows no nesting, and the outer claim stays"
            self._writing.ledger.lose("nested claims", effect, self._each, each.claim)
        parts = {id_ for claim in kept for id_ in claim.parts}
        own = {claim.claim.id for claim in kept}
        for mark in self._marks.values():
            if mark.id not in parts and mark.kind != "claim":
                effect = f"left out: “{self._mapping.name}” has only claims and their parts"
                self._writing.ledger.lose("annotations", effect, self._each, mark)
        self._forget(self._marks.keys() - parts - own)
        return [mark for mark in self._marks.values() if mark.id in parts and mark.id not in own], kept

    def _forget(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            del self._marks[id_]
        for source, links in list(self._links.items()):
            there = [link for link in links if source in self._marks and link.target in self._marks]
            if len(there) < len(links):
                effect = "left out with the mark at one end"
                self._writing.ledger.lose("relations", effect, self._each, count=len(links) - len(there))
            self._links[source] = there

    # --- ids

    def _number(self, plain: list[Annotation], claims: list[Claim]) -> None:
        """Give ids: those that the file had which it came from, else the next free ones."""
        prefix = self._each.document.id
        types = self._kept.get("events")
        events = set(cast("list[object]", types)) if isinstance(types, list) else set[object]()
        marks = [("E" if events and self._was_event(mark, events) else "T", mark) for mark in plain]
        marks += [("E", claim.claim) for claim in claims]
        for kind, mark in marks:
            match = _KEPT_ID.search(mark.id) if mark.id.startswith(prefix) else None
            if match and match[1].startswith(kind) and match[1] not in self._taken:
                self._ids[mark.id] = match[1]
                self._taken.add(match[1])
        for kind, mark in marks:
            if mark.id not in self._ids:
                self._ids[mark.id] = self._fresh(kind)
        for kind, mark in marks[: len(plain)]:
            if kind == "E":
                self._triggers[mark.id] = self._fresh("T")

    def _was_event(self, mark: Annotation, events: set[object]) -> bool:
        return self._names.type_of(mark.kind, mark.tag) in events and bool(re.search(r":E[0-9]+$", mark.id))

    def _fresh(self, kind: str) -> str:
        while True:
            self._next[kind] += 1
            id_ = f"{kind}{self._next[kind]}"
            if id_ not in self._taken:
                return id_

    # --- records

    def _mark(self, id_: str, type_: str, mark: Annotation) -> None:
        text = self._text
        pieces: list[tuple[int, int]] = []
        for start, end in mark.spans:
            words = text[start:end]
            if "\n" in words.strip("\n"):
                # brat cannot have a line break inside of a fragment
                inner = start + len(words) - len(words.lstrip("\n"))
                last = end - len(words) + len(words.rstrip("\n"))
                for match in _BREAK.finditer(text, inner, last):
                    pieces.append((start, match.start()))
                    start = match.end()
            pieces.append((start, end))
        if len(mark.spans) > 1:
            self._joined(mark)
        shift = self._shift
        places = ";".join(f"{start + shift} {end + shift}" for start, end in pieces)
        words = _ENDS.sub(" ", " ".join(text[start:end] for start, end in pieces))
        self._lines.append(f"{id_}\t{type_} {places}\t{words}\n")

    def _joined(self, mark: Annotation) -> None:
        for before, after in zip(mark.spans, mark.spans[1:], strict=False):
            if not self._text[before.end : after.start].strip("\n"):
                effect = "parts that only a line break keeps apart become one"
                self._writing.ledger.lose("discontinuous", effect, self._each, mark)
                return

    def _claim(self, claim: Claim) -> None:
        mark = claim.claim
        type_ = self._names.type_of("claim", mark.tag) if claim.frame.name == "*" else safe(claim.frame.name)
        if claim.frame.tag not in ("*", mark.tag):
            effect = f"all become {claim.frame.name}: “{self._mapping.name}” has no types of claims"
            self._writing.ledger.lose("claims", effect, self._each, mark)
        trigger = self._fresh("T")
        self._mark(trigger, type_, claim.trigger)
        roles: list[str] = []
        if claim.content_role:
            content = self._fresh("T")
            self._mark(content, safe(claim.content_role), mark)
            roles.append(f"{claim.content_role}:{content}")
        for role, links in claim.roles:
            for number, link in enumerate(links if role else (), start=1):
                roles.append(f"{role}{number if number > 1 else ''}:{self._ids[link.target]}")
        self._lines.append(" ".join((f"{self._ids[mark.id]}\t{type_}:{trigger}", *roles)) + "\n")

    def _event(self, mark: Annotation) -> set[int]:
        """Write what was an event where it came from as one, with its relations as roles."""
        type_ = self._names.type_of(mark.kind, mark.tag)
        counts: dict[str, int] = {}
        roles: list[str] = []
        links = [link for link in self._links.get(mark.id, ()) if not link.attributes]
        for link in links:
            role = self._names.relation_type(link.type)
            number = counts[role] = counts.get(role, 0) + 1
            roles.append(f"{role}{number if number > 1 else ''}:{self._ids[link.target]}")
        head = f"{self._ids[mark.id]}\t{type_}:{self._triggers[mark.id]}"
        self._lines.append(" ".join((head, *roles)) + "\n")
        return {id(link) for link in links}

    def _relations(self, written: set[int]) -> None:
        prefix = self._each.document.id
        equal: dict[str, list[str]] = {}
        for links in self._links.values():
            for link in links:
                if id(link) in written:
                    continue
                type_ = self._names.relation_type(link.type)
                source, target = self._ids[link.source], self._ids[link.target]
                if type_ == "Equiv" and not link.attributes:
                    equal.setdefault(source, []).append(target)
                    continue
                match = _KEPT_ID.search(link.id) if link.id.startswith(prefix) else None
                kept = match[1] if match and match[1][0] == "R" and match[1] not in self._taken else ""
                id_ = kept or self._fresh("R")
                self._taken.add(id_)
                self._lines.append(f"{id_}\t{type_} Arg1:{source} Arg2:{target}\n")
                for name, value in link.attributes.items():
                    self._attribute(self._names.attribute_name(name), id_, value)
        for source, targets in equal.items():
            self._lines.append(" ".join(("*\tEquiv", source, *targets)) + "\n")

    def _attribute(self, name: str, of: str, value: Value) -> None:
        self._said += 1
        end = "" if value is True else f" {_WHITE.sub(' ', _plain(value))}"
        self._lines.append(f"A{self._said}\t{name} {of}{end}\n")

    def _about(self, mark: Annotation) -> None:
        of = self._ids[mark.id]
        for name, value in mark.attributes.items():
            given = self._names.attribute_name(name)
            choices = self._names.choices(mark.kind, mark.tag, name)
            known = self._names.known(mark.kind, mark.tag, name)
            if value is None:
                self._writing.ledger.lose("attributes", "left out: without a value", self._each, mark)
            elif choices and isinstance(value, str) and value in (known.choices if known else ()):
                self._attribute(given, of, choices.given(value))
            elif isinstance(value, bool) or (known is None and isinstance(value, str) and _TOKEN.fullmatch(value)):
                self._attribute(given, of, value)
            else:
                if not isinstance(value, str) and (known is None or known.type != "number"):
                    effect = "numbers become texts: the tag set does not say that they are numbers"
                    self._writing.ledger.lose("attributes", effect, self._each, mark)
                self._note(given, of, _plain(value))
        if mark.note:
            self._note(NOTES, of, mark.note)
        if mark.record:
            self._reference(mark, of)

    def _note(self, type_: str, of: str, text: str) -> None:
        for line in normalise_line_ends(text).split("\n"):
            self._notes += 1
            self._lines.append(f"#{self._notes}\t{type_} {of}\t{line}\n")

    def _reference(self, mark: Annotation, of: str) -> None:
        record = self._writing.record(mark.record or "")
        if record is None:
            self._writing.ledger.lose("records", "left out: the record is not there", self._each, mark)
            return
        for identifier in record.identifiers or (f"{OWN_RECORD}{record.id}",):
            self._references += 1
            reference = _WHITE.sub(" ", identifier)
            name = _WHITE.sub(" ", record.name)
            self._lines.append(f"N{self._references}\tReference {of} {reference}\t{name}\n")

    def _raw(self) -> None:
        """Write the lines that the file had which it came from, and nobody knew."""
        lines = self._kept.get("lines")
        for line in cast("list[object]", lines) if isinstance(lines, list) else ():
            if isinstance(line, str) and "\n" not in line:
                self._notes += line.startswith("#0\t")
                self._lines.append(re.sub(r"^#0\t", f"#{self._notes}\t", line) + "\n")


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

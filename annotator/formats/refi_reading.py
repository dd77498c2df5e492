"""REFI-QDA, read: a project's texts, codings, memos and links; a codebook's tags.

The codings of a project lead to codes before and to memos and links behind them: ``project.qde`` is passed through
more than once, and sources and texts are held one by one.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, cast
from urllib.parse import unquote

from annotator.errors import InputError
from annotator.formats.decoding import decode
from annotator.formats.files import Files, Given, ZipFiles, pieces, spooled, whole
from annotator.formats.format import Reading, Remark
from annotator.formats.gathering import Gathering
from annotator.formats.many_names import ManyNames
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.offsets import is_number
from annotator.formats.refi_codes import Codes, read_codes
from annotator.formats.refi_names import DETAILS, VARIABLES, read_details
from annotator.formats.refi_project import AboutProject, content_in, guid_in, is_text, memos_of
from annotator.formats.xml_safely import Node, children, local, parse, sections
from annotator.formats.zip_reading import ZipReader
from annotator.model.annotation import Value
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet
from annotator.model.times import is_moment

_PROJECT = re.compile(r"(.*/)?[^/]*\.qde", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(?:Z|\+00:00)?")
_BESIDE = ("Users", "CodeBook", "Variables", "Cases", "Notes", "Links", "Sets", "Graphs")
_FOUND = b"="
"""Stands before an id, which may be empty."""
_IN_MEMORY = 1 << 20
_PART = 1 << 16
_CLOSE = 2
"""Characters by which a name may be longer or shorter than what is selected, and still be all of it."""


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark | TagSet]:
    """Yield the tags of a project, then its documents; of a codebook the tags. InputError if it is neither."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="annotator-") as copy:
        files, parts = _project_of(given, copy)
        about = AboutProject(given.watched(parts()))
        if about.tag == "CodeBook":
            root = parse(b"".join(parts()))
            codes = read_codes(root, given.name, reading, ours=about.ours)
            if not codes.tag_set.tags:
                raise InputError("the codebook has no codes")
            yield codes.tag_set
            return
        if about.tag != "Project":
            raise InputError("it is no project of REFI-QDA: its element is neither “Project” nor “CodeBook”")
        yield from _Project(about, lambda: given.watched(parts()), files, reading).all(about.name or given.name)


def _project_of(given: Given, copy: IO[bytes]) -> tuple[Files, Callable[[], Iterator[bytes]]]:
    """Return the files of a project, and what yields the bytes of its ``project.qde``, or of a codebook, anew.

    *copy* takes the bytes of *given*, which come only once, and must stay open.
    """
    size = spooled(given, copy)
    copy.seek(0)
    if not size:
        # a folder, or an archive of another name
        files = given.files
    elif copy.read(2) == b"PK":
        files = ZipFiles(ZipReader(copy))
    else:
        return given.files, lambda: _from_begin(copy)
    found = [name for name in files.names() if _PROJECT.fullmatch(name)]
    if not found:
        raise InputError("the archive has no project.qde: it is no project of REFI-QDA")
    # the one nearest to the top
    name = min(found, key=lambda name: (name.count("/"), name))
    return files, lambda: pieces(files, name)


def _from_begin(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(_PART):
        yield part


class _Project:
    def __init__(
        self, about: AboutProject, parts: Callable[[], Iterator[bytes]], files: Files, reading: Reading
    ) -> None:
        self._about = about
        self._parts = parts
        self._files = files
        self._reading = reading
        self._ours = about.ours
        self._was_ours = about.was_ours
        self._names = ManyNames()
        for name in files.names():
            self._names.add(posixpath.basename(name).casefold(), name.encode("utf-8", "surrogatepass"))
        # from the GUIDs to which links lead to the id of the annotation there, of all documents, or to nothing
        self._ids = ManyNames()
        # whether the names of a source's selections are their words, as most programs have it
        self._quotes = False

    def all(self, name: str) -> Iterator[AnnotatedDocument | Remark | TagSet]:
        about = self._about
        codes = read_codes(about.book, name, self._reading, ours=self._ours)
        if codes.tag_set.tags:
            yield codes.tag_set
        for each in about.others():
            kind = each.tag.removesuffix("Source").lower()
            yield Remark(f"the source “{each.name}” was left out: it is no text ({kind})", line=each.line)
        if about.has_links:
            for link in about.links():
                self._ids.add(link.origin)
                self._ids.add(link.target)
            for source in self._sources():
                self._know(source)
        for source in self._sources():
            yield from self._source(source, codes)
        if about.left:
            listed = ", ".join(f"{count:,} {name}" for name, count in sorted(about.left.items()))
            yield Remark(f"what belongs to no text was left out: {listed}", "")
        if not about.has_sources:
            yield Remark("the project has no sources; its codes were taken", "")

    def _sources(self) -> Iterator[Node]:
        """Yield the sources with a text, one by one: no other part of the file is held."""
        for section, each in sections(self._parts(), bare=_BESIDE):
            if section == "Sources" and is_text(each):
                yield each

    def _know(self, source: Node) -> None:
        """Note which annotations a source has, so that links from others find them."""
        for node in _all(source):
            if local(node.tag) in ("PlainTextSelection", "Coding"):
                own = guid_in(node)
                self._stands_for(own, own.lower())
        for selection in _selections(source):
            first = next((each for each in children(selection) if local(each.tag) == "Coding"), None)
            if first is None:
                continue
            id_ = self._own_id(first) or (guid_in(selection) if self._ours else guid_in(first)).lower()
            self._stands_for(guid_in(selection), id_)
            self._stands_for(guid_in(first), id_)
        for coding in children(source):
            if local(coding.tag) == "Coding" and (id_ := self._own_id(coding)):
                self._stands_for(guid_in(coding), id_)

    def _stands_for(self, guid: str, id_: str) -> None:
        """Note the id of the annotation that a GUID stands for, if a link leads from or to it."""
        if guid in self._ids:
            self._ids.add(guid, _FOUND + str(id_).encode())

    def _known_id(self, guid: str) -> str | None:
        found = self._ids.get(guid)
        return found.removeprefix(_FOUND).decode() if found else None

    def _own_id(self, coding: Node) -> str | None:
        for name, text in self._memos(memos_of(coding)):
            if self._was_ours and name == DETAILS and (found := read_details(text)):
                return found[1].get("id")
        return None

    def _source(self, source: Node, codes: Codes) -> Iterator[AnnotatedDocument | Remark]:
        name = source.get("name") or ("" if self._ours else guid_in(source))
        inner = source
        if local(source.tag) == "PDFSource":
            inner = next((each for each in children(source) if local(each.tag) == "Representation"), source)
        selections = list(_selections(inner))
        try:
            text = self._text(content_in(inner), inner.get("plainTextPath") or "")
        except InputError as error:
            count = f"; {len(selections)} selections have no place" if selections else ""
            yield Remark(f"the source “{name}” was left out: {error}{count}", line=source.line)
            return
        if "\r\n" in text and not self._ours:
            text = _as_counted(text, selections)
        found = Gathering(text, self._reading)
        self._quotes = not self._ours and _fitting(text, selections) * 2 > sum(
            bool(each.get("name")) for each in selections
        )
        found.fields["title"] = name
        found.fields["id"] = guid_in(source).lower() or None
        self._values(found, source)
        by_guid = {guid_in(each): each for each in selections}
        bare = 0
        for selection in selections:
            if guid_in(selection) in self._about.further:
                continue
            codings = [each for each in children(selection) if local(each.tag) == "Coding"]
            bare += not codings
            for coding in codings:
                self._annotation(found, codes, coding, selection, by_guid)
        for coding in (*children(source), *(children(inner) if inner is not source else ())):
            if local(coding.tag) == "Coding":
                self._annotation(found, codes, coding, None, by_guid)
        if bare:
            found.note(f"selections without a code were left out: {bare}")
        if pictures := sum(local(each.tag) == "PDFSelection" for each in children(source)):
            found.note(f"rectangles on pages of the PDF were left out: {pictures}")
        origins = [guid_in(each) for each in _all(source) if local(each.tag) in ("PlainTextSelection", "Coding")]
        self._relations(found, origins)
        yield from found.done()

    def _text(self, content: str | None, path: str) -> str:
        """Return the text that an element has as its *content*, or that is in the file at *path*."""
        if content is not None:
            return content
        scheme, _, place = path.partition("://")
        file = self._names.get(posixpath.basename(unquote(place)).casefold())
        if not path:
            raise InputError("it has no plain text")
        if scheme != "internal" or file is None:
            raise InputError(f"its text {path} is not in the archive")
        data = whole(self._files, file.decode("utf-8", "surrogatepass"))
        try:
            # ours is what it is, whatever else it looks like
            return data.decode("utf-8") if self._ours else decode(data).text
        except UnicodeDecodeError:
            return decode(data).text

    def _values(self, found: Gathering, source: Node) -> None:
        kept: dict[str, Any] = {}
        for each in children(source):
            if local(each.tag) != "VariableValue":
                continue
            reference = next((one for one in children(each) if local(one.tag) == "VariableRef"), None)
            variable = (reference.get("targetGUID") or "").upper() if reference is not None else ""
            name = self._about.variables.get(variable)
            value = next((one.text or "" for one in children(each) if local(one.tag).endswith("Value")), "")
            if self._was_ours and name in VARIABLES:
                as_json = name in ("source", "metadata")
                found.fields[name] = found.json(value, f"the variable “{name}”") if as_json else value
            elif name:
                kept[name] = value
        description = next((each for each in children(source) if local(each.tag) == "Description"), None)
        said: dict[str, Any] = {"variables": kept} if kept else {}
        if description is not None and description.text:
            said["description"] = description.text
        found.keep("refi-qda", said)

    def _memos(self, guids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the notes of those GUIDs, each as name and text."""
        for guid in guids:
            memo = self._about.memo(guid)
            if memo is not None:
                try:
                    yield memo.name, self._text(memo.text, memo.path)
                except InputError:
                    continue

    def _annotation(
        self, found: Gathering, codes: Codes, coding: Node, selection: Node | None, by_guid: dict[str, Node]
    ) -> None:
        reference = next((each for each in children(coding) if local(each.tag) == "CodeRef"), None)
        code = codes.by_guid.get((reference.get("targetGUID") or "").upper() if reference is not None else "")
        if code is None:
            found.skip("a coding was left out: it leads to no code of the codebook", coding.line)
            return
        kind, tag = code
        parts: list[tuple[int, int]] = []
        if selection is not None:
            part: Node | None = selection
            passed: set[str] = set()
            while part is not None and guid_in(part) not in passed:
                passed.add(guid_in(part))
                try:
                    parts.append((int(part.get("startPosition") or ""), int(part.get("endPosition") or "")))
                except ValueError:
                    found.skip(f"a selection of “{tag}” was left out: its positions are no numbers", part.line)
                    return
                following = self._about.after.get(guid_in(part))
                part = by_guid.get(following.decode()) if following else None
        attributes, ours, notes = self._said(coding, selection)
        if not self._ours and selection is None:
            kind = "document" if kind == "entity" else kind
        moved = selection if selection is not None else coding
        created = _moment(coding.get("creationDateTime")) or _moment(moved.get("creationDateTime"))
        fields: dict[str, Any] = {name: ours.get(name) for name in ("origin", "state", "confidence", "record")}
        if self._ours:
            fields["origin"] = fields["origin"] or "manual"
        own = selection if selection is not None and self._ours else coding
        id_ = ours.get("id") or guid_in(own).lower() or None
        user = self._about.users.get((coding.get("creatingUser") or moved.get("creatingUser") or "").upper())
        taken = found.mark(
            parts,
            kind,
            tag,
            line=coding.line,
            words=self._words(selection, parts, found.text),
            anchor=self._reading.anchor,
            id=id_,
            annotator=user or None,
            created=created,
            modified=ours.get("modified") or _moment(moved.get("modifiedDateTime")) or created,
            note="\n\n".join(notes) or None,
            attributes=attributes,
            **fields,
        )
        if taken is not None:
            self._stands_for(guid_in(coding), taken)

    def _words(self, selection: Node | None, parts: list[tuple[int, int]], text: str) -> str | None:
        """Return what a selection says are its words, if it says them whole; None where nothing can be compared."""
        name = selection.get("name") if selection is not None else None
        if not name or not self._quotes or len(parts) != 1:
            return None
        start, end = parts[0]
        # a longer one is cut at the end of its name
        return name if abs(end - start - len(name)) <= _CLOSE and end <= len(text) else None

    def _said(self, coding: Node, selection: Node | None) -> tuple[dict[str, Value], dict[str, Any], list[str]]:
        """Return the attributes of a coding, what else is known of it, and its notes."""
        attributes: dict[str, Value] = {}
        ours: dict[str, Any] = {}
        notes: list[str] = []
        for holder in (coding, selection):
            if holder is None:
                continue
            for name, text in self._memos(memos_of(holder)):
                details = read_details(text) if self._was_ours and name == DETAILS else None
                if details is None:
                    notes.append(text)
                else:
                    attributes |= details[0]
                    ours |= details[1]
            notes += [each.text for each in children(holder) if local(each.tag) == "Description" and each.text]
        return attributes, ours, notes

    def _relations(self, found: Gathering, origins: list[str]) -> None:
        """Take the links that lead from any of *origins*, the GUIDs of selections and codings."""
        mapping = self._reading.mapping or TagMapping("")
        for link in (link for origin in origins for link in self._about.links_from(origin)):
            source = self._known_id(link.origin)
            if source is None or source not in found:
                continue
            target = self._known_id(link.target) or (link.target.lower() if self._ours else None)
            type_ = mapping.relation_of(link.name or "link")
            if target is None:
                found.skip(f"the link “{type_}” was left out: it leads to no coded words", link.line)
                continue
            details = next((known for _, text in self._memos(link.memos) if (known := read_details(text))), None)
            attributes, ours = details or (dict[str, Value](), dict[str, Any]())
            id_ = ours.get("id") or link.guid.lower() or None
            found.relate(type_, source, ours.get("target") or target, line=link.line, id=id_, attributes=attributes)


def _selections(source: Node) -> Iterator[Node]:
    for each in children(source):
        if local(each.tag) == "PlainTextSelection":
            yield each
        elif local(each.tag) == "Representation":
            yield from _selections(each)


def _all(node: Node) -> Iterator[Node]:
    return cast(Iterator[Node], node.iter())


def _moment(text: str | None) -> str | None:
    """Return a time of a file as we have it, in UTC; None where there is none, or it is of another zone."""
    match = _SECONDS.fullmatch(text or "")
    found = f"{match[1]}Z" if match else None
    if match and text and is_moment(text):
        found = text
    return found


def _as_counted(text: str, selections: list[Node]) -> str:
    r"""Return *text* with ``\n`` line ends if the names of selections say that offsets count these, else as it is."""
    plain = text.replace("\r\n", "\n")
    return plain if _fitting(plain, selections) >= _fitting(text, selections) else text


def _fitting(text: str, selections: list[Node]) -> int:
    """Return how many selections have a name that is the beginning of their words."""
    count = 0
    for each in selections:
        name = " ".join((each.get("name") or "").split())[:20]
        start = each.get("startPosition") or ""
        if name and is_number(start):
            count += " ".join(text[int(start) : int(start) + 60].split()).startswith(name)
    return count

"""Reads CoNLL-U: texts put together from their sentences, marks from MISC, and all other columns kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, needed
from annotator.formats.token_rows import Builder, Found, Link, Told, document_of, lines_of, said_of_encoding, space_in
from annotator.formats.tokens import Chains, Labels, is_label
from annotator.model.annotation import Kind, Value

if TYPE_CHECKING:
    from annotator.formats.format import Found as Given_

KEPT = "conllu"
"""Under which the rows of each sentence stand in the metadata."""
KEYS: dict[Kind, str] = {"entity": "NE", "claim": "Claim", "cue": "Cue"}
SENTENCES_A_DOCUMENT = 500
_OWN = re.compile(r"(NE|Claim|Cue)[0-9]*$")
_COLUMNS = ("lemma", "upos", "xpos", "feats", "head", "deprel", "deps")
_SPACES = ("SpaceAfter", "SpacesAfter", "SpacesBefore")
_MENTION = re.compile(r"\(([^()]*)\)|\(([^()]*)|([^()]*)\)")


Row = dict[str, Any]
"""A row as conllu gives it."""


def misc_of(row: Row) -> dict[str, str]:
    """Return the cell MISC of a row."""
    return row.get("misc") or {}


def surface(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that have text: words, or instead of words the token that they are parts of."""
    found: list[Row] = []
    until = 0
    for token in rows:
        id_ = cast("int | tuple[int, str, int]", token["id"])
        if isinstance(id_, int):
            if id_ > until:
                found.append(token)
        elif id_[1] == "-":
            until = id_[2]
            found.append(token)
    return found


def read_files(given: Given, reading: Reading) -> Iterator[Given_]:
    """Yield the documents of a file; a sentence that is broken is left out and said. InputError if there is none."""
    job = _Job(given.name, reading)
    for line, block in _blocks(given, job.stray):
        yield from job.take(line, block)
    yield from job.end()


def _blocks(given: Given, stray: list[int]) -> Iterator[tuple[int, str]]:
    """Yield the sentences as text, each with the number of its first line."""
    lines: list[str] = []
    first = number = 0
    for number, line in enumerate(lines_of(given, stray), start=1):
        if line.strip():
            if not lines:
                first = number
            lines.append(line)
        elif lines:
            yield first, "\n".join(lines)
            lines = []
    if lines:
        yield first, "\n".join(lines)


@dataclass(slots=True)
class _Document:
    builder: Builder = field(default_factory=Builder)
    told: Told = field(default_factory=Told)
    found: list[Found] = field(default_factory=list[Found])
    links: list[Link] = field(default_factory=list[Link])
    rows: list[str] = field(default_factory=list[str])
    remarks: list[Remark] = field(default_factory=list[Remark])
    mentions: dict[str, str] = field(default_factory=dict[str, str])
    after: str | None = None
    has_more: bool = False


class _Job:
    def __init__(self, name: str, reading: Reading) -> None:
        self._name = name
        self._reading = reading
        self._labels = Labels(reading.tag_set)
        self._open = _Document()
        self._marked = self._cut = False
        self._count = 0
        self.stray: list[int] = []
        self._fields = ["eid", "etype"]

    def take(self, line: int, block: str) -> Iterator[Given_]:
        """Take a sentence; yield the document that it ends."""
        try:
            import conllu
            from conllu.exceptions import ParseException
        except ImportError as error:
            raise needed("conllu", "conllu") from error
        try:
            rows: Any = conllu.parse(block)[0]
            tokens = surface(rows)
        except (ParseException, LookupError, TypeError, ValueError) as error:
            why = error if isinstance(error, ParseException) else "a column of its words is damaged"
            self._open.remarks.append(Remark(f"the sentence was left out: {why}", "", line, skipped=True))
            return
        given: dict[str, str | None] = rows.metadata
        about = {key: value or "" for key, value in given.items()}
        if new := next((key for key in about if key.startswith("newdoc")), None):
            yield from self._done()
            self._marked = True
            self._open.told.id = about[new] if new == "newdoc id" else ""
        elif not self._marked and len(self._open.rows) >= SENTENCES_A_DOCUMENT:
            self._cut = True
            yield from self._done()
        self._tell(about)
        if not tokens:
            return
        self._sentence(line, about, tokens)
        own = [each for each in block.split("\n") if each.startswith("#") and not each.startswith(_OF_DOCUMENT)]
        self._open.has_more = self._open.has_more or _has_more(rows)
        for token in tokens:
            if misc := misc_of(token):
                rest = {key: value for key, value in misc.items() if key not in _SPACES and not _OWN.match(key)}
                token["misc"] = rest or None
        rows.metadata.clear()
        self._open.rows.append("\n".join([*own, rows.serialize().rstrip("\n")]))

    def end(self) -> Iterator[Given_]:
        """Yield the last document."""
        yield from self._done()
        if not self._count:
            raise InputError("there is no sentence in it; a line has ten columns with tabs between them")

    def _tell(self, about: dict[str, str]) -> None:
        told = self._open.told
        told.title = about.get("title") or about.get("meta::title") or told.title
        told.date = about.get("date") or told.date
        told.language = about.get("language") or told.language
        if "global.Entity" in about:
            self._fields = about["global.Entity"].split("-")

    # --- text

    def _sentence(self, line: int, about: dict[str, str], tokens: list[Row]) -> None:
        document = self._open
        builder = document.builder
        first = _value(tokens[0], "SpacesBefore")
        if document.after is not None:
            builder.space(document.after)
        elif len(builder):
            builder.space("\n" if any(key.startswith("newpar") for key in about) else " ")
        if first:
            builder.space(space_in(first))
        begin = len(builder)
        text = about.get("text", "")
        place = 0
        for number, token in enumerate(tokens):
            form = str(token["form"])
            if text:
                found = text.find(form, place)
                if found < 0 or text[place:found].strip():
                    said = f"“{form}” is not where the line “# text” has it; spaces are set as SpaceAfter says"
                    document.remarks.append(Remark(said, "", line))
                    text = ""
                else:
                    place = found + len(form)
            builder.token(form)
            document.after = self._after(token, text, place, last=number + 1 == len(tokens))
            if document.after is not None and number + 1 < len(tokens):
                builder.space(document.after)
        self._marks(tokens, begin)

    @staticmethod
    def _after(token: Row, text: str, place: int, *, last: bool) -> str | None:
        """Return what stands behind a token; None where only the next sentence can tell."""
        spaces = _value(token, "SpacesAfter")
        if spaces is not None:
            return space_in(spaces)
        if _value(token, "SpaceAfter") == "No":
            return ""
        if last:
            return None
        if text:
            match = re.compile(r"\s*").match(text, place)
            return match[0] if match else ""
        return " "

    # --- marks

    def _marks(self, tokens: list[Row], begin: int) -> None:
        chains: dict[str, Chains] = {}
        opened: list[tuple[str, int]] = []
        for number, token in enumerate(tokens, start=begin):
            misc = misc_of(token)
            for key, value in misc.items():
                if key in _SPACES or not value:
                    continue
                if key == "Entity" and set("()") & set(value):
                    self._mentions(value, number, opened)
                elif (value != "O" and is_label(value)) or key in chains:
                    chains.setdefault(key, Chains())
            for key, chain in chains.items():
                chain.take(number, misc.get(key) or "O")
        for chain in chains.values():
            chain.end(begin + len(tokens))
            for start, end, name in chain.found:
                kind, tag = self._tag(name)
                self._open.found.append(Found(kind, tag, self._open.builder.range(start, end)))

    def _tag(self, name: str) -> tuple[Kind, str]:
        mapping = self._reading.mapping
        kind, tag = (mapping.tags.get(name) if mapping else None) or self._labels.tag(name)
        return (kind if kind != "document" else "entity"), tag

    def _mentions(self, value: str, number: int, opened: list[tuple[str, int]]) -> None:
        """Take brackets as CorefUD has them: ``(e1-person-2)``, ``(e1-person-2`` and ``e1)``."""
        for whole, begun, ended in _MENTION.findall(value):
            if whole:
                self._mention(whole, number, number + 1)
            elif begun:
                opened.append((begun, number))
            elif ended:
                name = ended.partition("-")[0]
                for place in range(len(opened) - 1, -1, -1):
                    if opened[place][0].partition("-")[0] == name:
                        said, start = opened.pop(place)
                        self._mention(said, start, number + 1)
                        break

    def _mention(self, said: str, first: int, last: int) -> None:
        fields = dict(zip(self._fields, said.split("-"), strict=False))
        eid = fields.get("eid", "")
        attributes: dict[str, Value] = {"entity": eid} if eid else {}
        kind, tag = self._tag(fields.get("etype") or "entity")
        key = f"m{len(self._open.found) + 1}"
        self._open.found.append(Found(kind, tag, self._open.builder.range(first, last), attributes, key=key))
        if eid and eid in self._open.mentions:
            self._open.links.append(Link("same as", key, self._open.mentions[eid]))
        elif eid:
            self._open.mentions[eid] = key

    def _done(self) -> Iterator[Given_]:
        document, self._open = self._open, _Document()
        if not document.rows:
            self._open.remarks = document.remarks
            return
        if document.after:
            document.builder.space(document.after)
        if document.has_more:
            document.told.metadata[KEPT] = document.rows
        self._count += 1
        each = document_of(
            self._reading, self._name, document.builder.text, document.found, document.told, document.links, self._count
        )
        yield each
        for remark in document.remarks:
            yield Remark(remark.text, each.document.id, remark.line, skipped=remark.skipped)
        yield from said_of_encoding(self.stray, each.document.id)
        if self._cut and self._count == 1:
            text = f"the file does not say where documents end; it was cut after each {SENTENCES_A_DOCUMENT} sentences"
            yield Remark(f"{text}: “# newdoc” would say it", each.document.id)


_OF_DOCUMENT = tuple(f"# {each}" for each in ("newdoc", "title =", "date =", "language =", "tokenizer ="))


def _value(token: Row, key: str) -> str | None:
    return misc_of(token).get(key)


def _has_more(rows: Iterable[Row]) -> bool:
    """Tell whether rows have more than their form and what is read of MISC."""
    for token in rows:
        if isinstance(token["id"], tuple):
            return True
        if any(token.get(key) not in (None, "_", 0) for key in _COLUMNS):
            return True
        if any(key not in _SPACES and not _OWN.match(key) for key in misc_of(token)):
            return True
    return False

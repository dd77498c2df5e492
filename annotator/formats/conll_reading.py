"""Reads columns of tokens with labels, as other programs and other hands write them.

A text is made of the tokens: a space between two, a line break between sentences. Memory is bounded by the
largest document; a file that says nothing of documents is cut into some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from annotator.errors import InputError
from annotator.formats.conll_columns import DOCSTART, EMPTY, SURVEYED, Shape, shape_of
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.offsets import is_number
from annotator.formats.token_rows import Builder, Found, Told, document_of, lines_of, said_of_encoding
from annotator.formats.tokens import Chains, Labels, is_label
from annotator.model.annotation import Kind
from annotator.model.document import AnnotatedDocument
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.formats.format import Found as Given_

KEPT = "conll"
"""Under which the columns that are neither token nor label stand in the metadata."""
_NOTHING = frozenset(("", "_", "-X-", "O"))
SENTENCES_A_DOCUMENT = 500
"""Sentences at most in a document where the file says nothing of documents."""
LONGEST_SENTENCE = 200
"""Tokens after which a sentence is cut, where a file has no blank lines."""
_UNBROKEN = 2000
_STOPS = frozenset((".", "!", "?", "…", "。", "！", "？", "۔", "؟", "।"))
_OURS = re.compile(r"(words|whitespace|characters)/[0-9]+")


@dataclass(slots=True)
class _Row:
    line: int
    token: str
    labels: list[str]
    start: int | None = None
    others: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Part:
    """Sentences of one document."""

    sentences: list[list[_Row]] = field(default_factory=list[list[_Row]])
    rows: list[_Row] = field(default_factory=list[_Row])

    def close(self) -> None:
        """End the sentence."""
        if self.rows:
            self.sentences.append(self.rows)
            self.rows = []


def read_files(given: Given, reading: Reading) -> Iterator[Given_]:
    """Yield the documents of a file and what is to be said of its lines; InputError if none has a label."""
    not_utf8: list[int] = []
    lines = lines_of(given, not_utf8)
    first = list(islice(lines, SURVEYED))
    shape = shape_of(first, reading.options)
    if shape is None:
        raise InputError("no column has a label such as B-PER or O in most lines; choose the columns with --option")
    job = _Job(given.name, reading, shape, not_utf8)
    for number, line in enumerate(first, start=1):
        yield from job.take(number, line)
    for number, line in enumerate(lines, start=len(first) + 1):
        yield from job.take(number, line)
    yield from job.end()


class _Job:
    def __init__(self, name: str, reading: Reading, shape: Shape, not_utf8: list[int]) -> None:
        self._name = name
        self._reading = reading
        self._labels = Labels(reading.tag_set)
        self._shape = shape
        self._not_utf8 = not_utf8
        self._part = _Part()
        self._documents = 0
        self._marked = self._begun = False
        self._unbroken = 0
        self._cut_sentences = False
        self._cut_documents = False
        self._ours = False
        self._faults: list[Remark] = []

    def take(self, number: int, line: str) -> Iterator[AnnotatedDocument | Remark]:
        """Take a line; yield the document that it ends."""
        if not line.strip():
            self._unbroken = 0
            self._part.close()
            if not self._marked and len(self._part.sentences) >= SENTENCES_A_DOCUMENT:
                self._cut_documents = True
                yield from self._document()
            return
        if line.startswith(DOCSTART):
            self._part.close()
            yield from self._document()
            self._marked = self._begun = True
            self._ours = bool(_OURS.search(line))
            return
        row = self._row(number, line)
        if row is None:
            return
        self._part.rows.append(row)
        self._unbroken += 1
        if self._unbroken < _UNBROKEN and not self._cut_sentences:
            return
        if not self._cut_sentences:
            # too long for a sentence: there are no blank lines, so the sentences so far are cut, too
            self._cut_sentences = True
            rows, self._part.rows = self._part.rows, []
            for one in rows:
                self._part.rows.append(one)
                self._cut(one)
        else:
            self._cut(row)
        if not self._marked and len(self._part.sentences) >= SENTENCES_A_DOCUMENT:
            self._cut_documents = True
            yield from self._document()

    def _cut(self, row: _Row) -> None:
        ends = row.token in _STOPS or len(self._part.rows) >= LONGEST_SENTENCE
        if ends and all(label == "O" for label in row.labels):
            self._part.close()

    def end(self) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the last document."""
        self._part.close()
        yield from self._document()
        yield from self._faults

    # --- lines

    def _row(self, number: int, line: str) -> _Row | None:
        shape = self._shape
        cells = line.split("\t") if shape.tabs else line.split()
        if shape.tabs:
            while len(cells) > shape.columns and not cells[-1].strip():
                cells.pop()
        if line.startswith("#") and (len(cells) < 2 or not self._is_label(cells[-1].strip())):
            # a comment; but “#” may be a token, too, and has a label then
            return None
        if len(cells) == shape.columns and cells[shape.token].strip():
            return self._complete(number, cells, shape)
        return self._mended(number, line, cells, shape)

    def _complete(self, number: int, cells: list[str], shape: Shape) -> _Row:
        labels: list[str] = []
        for column in shape.labels:
            label = cells[column].strip()
            if label in EMPTY:
                label = "O"
            elif not self._is_label(label):
                self._note(number, f"“{_short(label)}” is no label; it was taken as O")
                label = "O"
            # nobody says where a plain one begins: it goes on
            labels.append(f"I-{label}" if shape.plain and label != "O" else label)
        # no token of ours has white space, and no text may have half of a line end
        row = _Row(number, cells[shape.token].strip().replace("\r", " "), labels)
        if shape.offsets and self._ours and is_number(cells[1]):
            row.start = int(cells[1])
        elif not self._ours:
            taken = (shape.token, *shape.labels)
            row.others = [cell.strip() for place, cell in enumerate(cells) if place not in taken]
        return row

    def _is_label(self, cell: str) -> bool:
        """Tell whether a cell is a label as this file has them; a plain one is a name, if not a sign or number."""
        return is_label(cell) or (self._shape.plain and cell[:1].isalpha())

    def _mended(self, number: int, line: str, cells: list[str], shape: Shape) -> _Row | None:
        """Return what can be made of a line with more or fewer cells than the others."""
        if len(cells) == 1 and cells[0]:
            self._note(number, f"“{_short(line)}” has no label; it was taken as O")
            return _Row(number, cells[0].strip(), ["O"] * len(shape.labels))
        if len(cells) == shape.columns:
            # the token is white space alone
            label = cells[-1].strip()
            said = f"there is no token before “{label}”; the line was left out"
            if label == "O":
                self._note(number, said)
            else:
                self._fault(number, said)
            return None
        if len(cells) > 1 and not shape.plain and is_label(cells[-1].strip()):
            rest = max(1, len(cells) - shape.columns + 1)
            token = " ".join(cells[:rest]).strip()
            if token:
                said = f"“{_short(line)}” has {counted(len(cells), 'column')}, not {shape.columns}"
                self._note(number, f"{said}; “{token}” was taken as its token")
                return _Row(number, token, [cells[-1].strip()] * len(shape.labels))
        self._fault(
            number, f"“{_short(line)}” has {counted(len(cells), 'column')}, not {shape.columns}; it was left out"
        )
        return None

    def _note(self, line: int, text: str) -> None:
        self._faults.append(Remark(text, "", line))

    def _fault(self, line: int, text: str) -> None:
        self._faults.append(Remark(text, "", line, skipped=True))

    # --- documents

    def _document(self) -> Iterator[AnnotatedDocument | Remark]:
        part, self._part = self._part, _Part()
        faults, self._faults = self._faults, []
        begun, self._begun = self._begun, False
        if not part.sentences and not begun:
            self._faults = faults
            return
        builder = Builder()
        chains = [Chains() for _ in self._shape.labels]
        for sentence in part.sentences:
            for place, row in enumerate(sentence):
                if row.start is not None:
                    builder.pad(row.start, "\n" if place == 0 and len(builder) else " ")
                elif len(builder):
                    builder.space(" " if place else "\n")
                builder.token(row.token)
                for chain, label in zip(chains, row.labels, strict=False):
                    chain.take(len(builder) - 1, label)
            for chain in chains:
                chain.end(len(builder))
        found: list[Found] = []
        for chain in chains:
            for first, last, name in chain.found:
                kind, tag = self._tag(name)
                found.append(Found(kind if kind != "document" else "entity", tag, builder.range(first, last)))
        self._documents += 1
        told = Told(metadata=_columns(part, builder))
        each = document_of(self._reading, self._name, builder.text, found, told, (), self._documents)
        yield each
        for fault in faults:
            yield Remark(fault.text, each.document.id, fault.line, skipped=fault.skipped)
        yield from self._said(each.document.id)

    def _tag(self, name: str) -> tuple[Kind, str]:
        mapping = self._reading.mapping
        return (mapping.tags.get(name) if mapping else None) or self._labels.tag(name)

    def _said(self, document: str) -> Iterator[Remark]:
        """Yield what is to be said of the file as a whole, once."""
        yield from said_of_encoding(self._not_utf8, document)
        if self._shape.chosen:
            yield Remark(self._shape.chosen, document)
            self._shape.chosen = ""
        if self._cut_sentences and self._documents == 1:
            text = "there is no blank line between sentences; they were cut behind full stops"
            yield Remark(f"{text}, or after {LONGEST_SENTENCE} tokens", document)
        if self._cut_documents and self._documents == 1:
            text = f"the file does not say where documents end; it was cut after each {SENTENCES_A_DOCUMENT} sentences"
            yield Remark(f"{text}: {DOCSTART} lines would say it", document)


def _columns(part: _Part, builder: Builder) -> dict[str, object]:
    """Return what is kept of columns of a document that say something: tokens, sentences, and cells of each token."""
    rows = [row for sentence in part.sentences for row in sentence]
    width = max((len(row.others) for row in rows), default=0)
    if all(cell in _NOTHING for row in rows for cell in row.others):
        return {}
    tokens = [number for span in builder.spans for number in (span.start, span.end - span.start)]
    cells = [row.others + ["_"] * (width - len(row.others)) for row in rows]
    return {KEPT: {"tokens": tokens, "sentences": [len(each) for each in part.sentences], "cells": cells}}


def _short(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= 60 else f"{line[:59]}…"

"""The annotations of a page of documents, for scans: one query for all of them, and no object before it is asked for.

SQLite gives those of a page as one text of JSON: a row of a cursor costs more than its cells do as JSON, and a thread
that reads ahead needs Python's lock for each row that it takes.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import accumulate, chain, pairwise
from operator import lt
from typing import Any, NamedTuple, TypeAlias, cast

import orjson

from annotator.model.annotation import (
    NO_ATTRIBUTES,
    ORIGINS,
    STATES,
    Annotation,
    Draft,
    Kind,
    Span,
    Value,
    place_in_order,
)
from annotator.model.columns import Columns, Marks
from annotator.store.connection import damaged
from annotator.store.names import Names
from annotator.store.rows import read_attributes
from annotator.store.snapshot import Ahead

_REMEMBERED = 5000
_ATTRIBUTES = 10
# a named tuple made by its own name takes twice as long
_new_span = cast("Callable[[type[Span], tuple[int, int]], Span]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]


class _Coded(dict[Any, Any]):
    """The words of a list by their places in it; what is not in the list stands for itself."""

    def __missing__(self, key: Any) -> Any:  # noqa: ANN401
        return key


_ORIGINS, _STATES = (_Coded(enumerate(words)) for words in (ORIGINS, STATES))


def _code(column: str, words: Sequence[str]) -> str:
    """Return the SQL of the place of *column* in a list of words: a number is read faster than a word."""
    cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
    return f"CASE {column} {cases} ELSE {column} END"


# what is seldom there is counted, and asked for apart; a confidence also since JSON would round it
_ROWS = (
    "SELECT '[' || group_concat(document) || ']', '[' || group_concat(many) || ']', '[' || group_concat(marks) || ']', "
    "max(tag), max(annotator), max(confident), max(parts) FROM (SELECT document, count(*) AS many, "
    f'json_group_array(json_array(id, tag, start, "end", annotator, {_code("origin", ORIGINS)}, '
    f"{_code('state', STATES)}, (SELECT id FROM records WHERE key = record), created, nullif(modified, created), "
    "nullif(attributes, '{{}}'), nullif(note, ''))) AS marks, max(tag) AS tag, "
    "max(annotator) AS annotator, count(confidence) AS confident, max(parts) AS parts "
    "FROM annotations WHERE {} GROUP BY document)"
)
_CONFIDENCES = "SELECT id, confidence FROM annotations WHERE confidence IS NOT NULL AND {}"
_PARTS = (
    'SELECT a.id, p.start, p."end" FROM annotations AS a JOIN parts AS p ON p.annotation = a.key '
    "WHERE a.parts > 1 AND {} ORDER BY p.annotation, p.part"
)

Asked: TypeAlias = "Callable[[Mapping[int, str]], dict[int, Marks]]"
"""Gives the annotations of documents by their keys, when it is told the ids of the documents by their keys."""


class MarksReader:
    """Reads the annotations of pages of documents; remembers from page to page what many of them have."""

    def __init__(self, connection: sqlite3.Connection, names: Names, ahead: Ahead | None = None) -> None:
        self._connection = connection
        self._names = names
        self._ahead = ahead
        self._tags: dict[int, tuple[Kind, str]] = {}
        self._annotators: dict[int, str] = {}
        self._attributes: dict[str | None, Mapping[str, Value]] = {None: NO_ATTRIBUTES}

    def ask(self, where: str, values: Sequence[object]) -> Asked:
        """Ask for those *where* it is so, which are read *ahead* or when what is returned is called."""
        statement = _ROWS.format(where)
        if self._ahead is None:
            return lambda ids: self._read(self._connection.execute(statement, values).fetchone(), ids, where, values)
        coming = self._ahead.ask(statement, values)
        return lambda ids: self._read(coming.result(), ids, where, values)

    def _read(
        self, row: Sequence[Any], ids: Mapping[int, str], where: str, values: Sequence[object]
    ) -> dict[int, Marks]:
        documents, many, text, tag, annotator, confident, parts = row
        if documents is None:
            return {}
        # whoever looks at them later may do so when the project is closed; a new key is greater than all before
        if tag not in self._tags:
            self._tags.update(self._names.tag_names())
        if annotator not in self._annotators:
            self._annotators.update(self._names.annotator_names())
        seldom = _Seldom({}, {})
        if confident:
            seldom.confidences.update(self._connection.execute(_CONFIDENCES.format(where), values))
        if parts > 1:
            seldom.spans.update(self._parts(where, values))
        counts: list[int] = orjson.loads(many)
        page = _Page(text, counts, self._tags, self._annotators, self._sets, seldom)
        return {
            key: Marks(count, partial(page.objects, place, ids[key]), partial(page.columns, place))
            for place, (key, count) in enumerate(zip(orjson.loads(documents), counts, strict=True))
            if key in ids
        }

    def _parts(self, where: str, values: Sequence[object]) -> dict[str, tuple[Span, ...]]:
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for id_, start, end in self._connection.execute(_PARTS.format(where), values):
            found[id_].append(Span(start, end))
        return {id_: tuple(spans) for id_, spans in found.items()}

    def _sets(self, texts: Collection[str | None]) -> list[Mapping[str, Value]]:
        """Return the attributes that *texts* say, mostly one object for all that are equal."""
        known = self._attributes
        if len(known) > _REMEMBERED:
            known.clear()
            known[None] = NO_ATTRIBUTES
        try:
            return list(map(known.__getitem__, texts))
        except KeyError:
            with _undamaged():
                known.update((text, read_attributes(text)) for text in set(texts) - known.keys() if text is not None)
        return list(map(known.__getitem__, texts))


class _Seldom(NamedTuple):
    """What few annotations have, by their ids: several spans, a confidence."""

    spans: dict[str, tuple[Span, ...]]
    confidences: dict[str, float]


@contextmanager
def _undamaged() -> Generator[None]:
    """Say that the project is damaged where a value in it is no JSON; marks are looked at long after they were read."""
    try:
        yield
    except orjson.JSONDecodeError as error:
        raise damaged(f"attributes of a mark cannot be read ({error})") from error


class _Page:
    """The annotations of a page of documents, which have numbers in it; nothing is parsed before it is asked for."""

    def __init__(
        self,
        text: str,
        counts: Sequence[int],
        tags: Mapping[int, tuple[Kind, str]],
        annotators: Mapping[int, str],
        sets: Callable[[Collection[str | None]], list[Mapping[str, Value]]],
        seldom: _Seldom,
    ) -> None:
        self._text = text
        self._counts = counts
        self._tags = tags
        self._annotators = annotators
        self._sets = sets
        self._seldom = seldom

    @cached_property
    def _rows(self) -> list[list[list[Any]]]:
        """The rows of each document, in the order of the index: it leaves open that of those that begin together."""
        with _undamaged():
            documents: list[list[list[Any]]] = orjson.loads(self._text)
        self._text = ""
        return documents

    def objects(self, place: int, owner: str) -> list[Annotation]:
        """Return the annotations of a document, whose id is *owner*."""
        made: list[Annotation] = []
        tags, annotators = self._tags, self._annotators
        spans_of, confidence_of = self._seldom
        rows = _sorted(self._rows[place])
        attributes = self._sets([row[_ATTRIBUTES] for row in rows])
        for (id_, tag, start, end, annotator, origin, state, record, created, modified, _, note), said in zip(
            rows, attributes, strict=True
        ):
            kind, name = tags[tag]
            if start is None:
                spans = ()
            elif spans_of and id_ in spans_of:
                spans = spans_of[id_]
            else:
                spans = (_new_span(Span, (start, end)),)
            # as `swiftly_made` does it: the call would take as long again
            mark: Any = Draft(
                id_,
                owner,
                kind,
                name,
                spans,
                annotators[annotator],
                created,
                modified or created,
                said,
                record,
                _ORIGINS[origin],
                _STATES[state],
                confidence_of.get(id_) if confidence_of else None,
                note or "",
            )
            mark.__class__ = Annotation
            made.append(mark)
        return made

    def columns(self, place: int) -> Columns:
        """Return the columns of a document."""
        columns, begins, spans_begin = self._columns
        return columns.part(slice(*begins[place : place + 2]), slice(*spans_begin[place : place + 2]))

    @cached_property
    def _columns(self) -> tuple[Columns, list[int], list[int]]:
        """The columns of all documents, and where in them each begins; also where its spans do."""
        begins = spans_begin = list(accumulate(self._counts, initial=0))
        columns = list(zip(*chain.from_iterable(self._rows), strict=True))
        if not _in_order(columns[2], begins):
            columns = list(zip(*chain.from_iterable(map(_sorted, self._rows)), strict=True))
        ids, tags, starts, ends, annotators, origins, states, records, created, modified, attributes, notes = columns
        parts = [1] * len(ids)
        if self._seldom.spans or None in starts:
            spans = [
                self._seldom.spans.get(id_) or (() if start is None else ((start, end),))
                for id_, start, end in zip(ids, starts, ends, strict=True)
            ]
            parts = list(map(len, spans))
            starts = [start for each in spans for start, _ in each]
            ends = [end for each in spans for _, end in each]
            before = list(accumulate(parts, initial=0))
            spans_begin = [before[begin] for begin in begins]
        named = list(map(self._tags.__getitem__, tags))
        confidences = self._seldom.confidences
        found = Columns(
            ids,
            [kind for kind, _ in named],
            [name for _, name in named],
            parts,
            starts,
            ends,
            list(map(self._annotators.__getitem__, annotators)),
            created,
            [later or first for later, first in zip(modified, created, strict=True)] if any(modified) else created,
            self._sets(attributes),
            records,
            list(map(_ORIGINS.__getitem__, origins)),
            list(map(_STATES.__getitem__, states)),
            list(map(confidences.get, ids)) if confidences else [None] * len(ids),
            [note or "" for note in notes] if any(notes) else [""] * len(ids),
        )
        return found, begins, spans_begin


def _in_order(starts: Sequence[int | None], begins: Sequence[int]) -> bool:
    """Tell whether the annotations of each document begin one after the other; where documents begin is given."""
    if None in starts:
        return False
    places = cast("Sequence[int]", starts)
    return all(all(map(lt, places[begin : end - 1], places[begin + 1 : end])) for begin, end in pairwise(begins))


def _sorted(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the rows of a document in reading order."""
    places = [-1 if row[2] is None else row[2] for row in rows]
    if not all(map(lt, places, places[1:])):
        rows.sort(key=lambda row: place_in_order(row[2], row[3], row[0]))
    return rows

"""The annotations of a page of documents, for scans: one query for all of them, and no object before it is asked for.

SQLite gives those of a document as one JSON array: a row of a cursor costs more than its cells do as JSON.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import lt
from typing import Any, NamedTuple, cast

import orjson

from annotator.model.annotation import Annotation, Draft, Kind, Span, Value, place_in_order
from annotator.model.columns import Columns, Marks
from annotator.store.connection import damaged
from annotator.store.names import Names
from annotator.store.rows import read_attributes

_REMEMBERED = 5000
_ATTRIBUTES = 10
# a named tuple made by its own name takes twice as long
_new_span = cast("Callable[[type[Span], tuple[int, int]], Span]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]
# what is seldom there is counted, and asked for apart; a confidence also since JSON would round it
_ROWS = (
    'SELECT document, json_group_array(json_array(id, tag, start, "end", annotator, origin, state, '
    "(SELECT id FROM records WHERE key = record), created, modified, attributes, note)), count(*), max(tag), "
    "max(annotator), count(confidence), max(parts) FROM annotations WHERE {} GROUP BY document"
)
_CONFIDENCES = "SELECT id, confidence FROM annotations WHERE confidence IS NOT NULL AND {}"
_PARTS = (
    'SELECT a.id, p.start, p."end" FROM annotations AS a JOIN parts AS p ON p.annotation = a.key '
    "WHERE a.parts > 1 AND {} ORDER BY p.annotation, p.part"
)


class MarksReader:
    """Reads the annotations of documents; remembers from page to page what many of them have."""

    def __init__(self, connection: sqlite3.Connection, names: Names) -> None:
        self._connection = connection
        self._names = names
        self._tags: dict[int, tuple[Kind, str]] = {}
        self._annotators: dict[int, str] = {}
        self._attributes: dict[str, Mapping[str, Value]] = {}

    def read(self, ids: Mapping[int, str], where: str, values: Sequence[object]) -> dict[int, Marks]:
        """Return those *where* it is so by the keys of their documents, of which *ids* has the ids."""
        found: dict[int, Marks] = {}
        seldom = _Seldom({}, {})
        for document, text, count, tag, annotator, confident, parts in self._connection.execute(
            _ROWS.format(where), values
        ):
            if document not in ids:
                continue
            # whoever looks at them later may do so when the project is closed; a new key is greater than all before
            if tag not in self._tags:
                self._tags.update(self._names.tag_names())
            if annotator not in self._annotators:
                self._annotators.update(self._names.annotator_names())
            if confident and not seldom.confidences:
                seldom.confidences.update(self._connection.execute(_CONFIDENCES.format(where), values))
            if parts > 1 and not seldom.spans:
                seldom.spans.update(self._parts(where, values))
            found[document] = Marks(
                count, partial(self._objects, text, ids[document], seldom), partial(self._columns, text, seldom)
            )
        return found

    def _parts(self, where: str, values: Sequence[object]) -> dict[str, tuple[Span, ...]]:
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for id_, start, end in self._connection.execute(_PARTS.format(where), values):
            found[id_].append(Span(start, end))
        return {id_: tuple(spans) for id_, spans in found.items()}

    def _sets(self, texts: Collection[str]) -> list[Mapping[str, Value]]:
        """Return the attributes that *texts* say, mostly one object for all that are equal."""
        known = self._attributes
        if len(known) > _REMEMBERED:
            known.clear()
        try:
            return [known[text] for text in texts]
        except KeyError:
            with _undamaged():
                known.update((text, read_attributes(text)) for text in set(texts) - known.keys())
        return [known[text] for text in texts]

    def _objects(self, text: str, owner: str, seldom: _Seldom) -> list[Annotation]:
        made: list[Annotation] = []
        tags, annotators = self._tags, self._annotators
        spans_of, confidence_of = seldom
        rows = _rows(text)
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
                modified,
                said,
                record,
                origin,
                state,
                confidence_of.get(id_) if confidence_of else None,
                note,
            )
            mark.__class__ = Annotation
            made.append(mark)
        return made

    def _columns(self, text: str, seldom: _Seldom) -> Columns:
        ids, tags, starts, ends, annotators, origins, states, records, created, modified, attributes, notes = zip(
            *_rows(text), strict=True
        )
        parts = [1] * len(ids)
        if seldom.spans or starts[0] is None:
            spans = [
                seldom.spans.get(id_) or (() if start is None else ((start, end),))
                for id_, start, end in zip(ids, starts, ends, strict=True)
            ]
            parts = list(map(len, spans))
            starts = [start for each in spans for start, _ in each]
            ends = [end for each in spans for _, end in each]
        named = [self._tags[key] for key in tags]
        return Columns(
            ids,
            [kind for kind, _ in named],
            [name for _, name in named],
            parts,
            starts,
            ends,
            [self._annotators[key] for key in annotators],
            created,
            modified,
            self._sets(attributes),
            records,
            origins,
            states,
            list(map(seldom.confidences.get, ids)) if seldom.confidences else [None] * len(ids),
            notes,
        )


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


def _rows(text: str) -> list[list[Any]]:
    """Return the rows of `_ROWS` in reading order; the index leaves the order of those that begin together open."""
    with _undamaged():
        rows: list[list[Any]] = orjson.loads(text)
    places = [-1 if row[2] is None else row[2] for row in rows]
    if not all(map(lt, places, places[1:])):
        rows.sort(key=lambda row: place_in_order(row[2], row[3], row[0]))
    return rows

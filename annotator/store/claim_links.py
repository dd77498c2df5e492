"""What annotations are joined to, in whatever document the other end stands."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.annotation import Kind, Relation
from annotator.store.names import Names
from annotator.store.rows import read_attributes, to_json

_LINKS = (
    "SELECT a.id, r.id, r.type, r.attributes, b.id, b.tag, d.id, d.title, coalesce(b.start, 0), "
    "coalesce(words_at(d.text, b.start, b.\"end\"), c.name, '') FROM annotations AS a "
    "JOIN relations AS r ON r.{mine} = a.key JOIN annotations AS b ON b.key = r.{other} "
    "JOIN documents AS d ON d.key = b.document LEFT JOIN records AS c ON c.key = b.record "
    "WHERE a.id IN (SELECT value FROM json_each(?)){where} ORDER BY r.key"
)
_ELSEWHERE = " AND b.document <> a.document"


class Linked(NamedTuple):
    """What an annotation is joined to: *relation*, and the annotation at its other end, in whatever document.

    *is_from* tells that the relation begins here; *words* are those of the other end, or the name of its record.
    """

    relation: Relation
    is_from: bool
    other: str
    kind: Kind
    tag: str
    words: str
    document: str
    title: str
    start: int


class FarEnd(NamedTuple):
    """An accepted annotation of another document, at which a relation of this one ends."""

    id: str
    kind: Kind
    tag: str
    words: str


_FAR = (
    "SELECT b.id, b.tag, coalesce(words_at(bd.text, b.start, b.\"end\"), '') FROM relations AS r "
    "JOIN annotations AS b ON b.key = r.target JOIN documents AS bd ON bd.key = b.document "
    "WHERE b.document <> r.document AND b.state = 'accepted'"
)
_LEADING = (
    "SELECT DISTINCT d.id FROM documents AS bd CROSS JOIN annotations AS b ON b.document = bd.key "
    "CROSS JOIN relations AS r ON r.target = b.key CROSS JOIN documents AS d ON d.key = r.document "
    "WHERE bd.id IN (SELECT value FROM json_each(?)) AND r.document <> b.document"
)


def far_ends(connection: sqlite3.Connection, names: Names, documents: Sequence[str] | None = None) -> dict[str, FarEnd]:
    """Return the ends in other documents of what begins in *documents* (ids; None: in all), by their ids."""
    where, values = "", ()
    if documents is not None:
        where = " AND r.document IN (SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?)))"
        values = (to_json(list(documents)),)
    rows = connection.execute(_FAR + where, values).fetchall()
    return {id_: FarEnd(id_, *names.tag_name(tag), words) for id_, tag, words in rows}


def leading_to(connection: sqlite3.Connection, documents: Sequence[str]) -> list[str]:
    """Return the ids of the other documents from which relations lead into *documents*."""
    return [each for (each,) in connection.execute(_LEADING, (to_json(list(documents)),)).fetchall()]


def linked(
    connection: sqlite3.Connection, names: Names, annotations: Sequence[str], *, across: bool = False
) -> dict[str, list[Linked]]:
    """Return what each of *annotations*, by id, is joined to; with *across* only what stands in other documents.

    *connection* must know the function ``words_at``, as that of `Claims` does.
    """
    found: dict[str, list[Linked]] = {}
    ids = to_json(list(annotations))
    for mine, other in (("source", "target"), ("target", "source")):
        statement = _LINKS.format(mine=mine, other=other, where=_ELSEWHERE if across else "")
        for here, id_, type_, attributes, end, tag, document, title, start, words in connection.execute(
            statement, (ids,)
        ).fetchall():
            ends = (here, end) if mine == "source" else (end, here)
            relation = Relation(id_, names.relation_type_name(type_), *ends, read_attributes(attributes))
            kind, name = names.tag_name(tag)
            found.setdefault(here, []).append(
                Linked(relation, mine == "source", end, kind, name, words, document, title, start)
            )
    return found

"""What the window and the commands ask about records: who is behind the mentions, and where they are.

Lists page by key. A mention is an accepted or suggested mark that is linked to a record; what was rejected is none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.errors import UsageError
from annotator.model.people import Record
from annotator.model.record_edits import RecordKind
from annotator.store.asking import asking, asking_for_each
from annotator.store.connection import folded
from annotator.store.rows import COLUMNS, columns_of, read_record, to_json
from annotator.store.search import is_unspaced, match_expression, typed

AROUND = 110
"""Code points of context on either side of a mention."""
PAGE = 200
UNDATED = "\U0010ffff"
"""Stands behind every date, in the order of mentions."""

_RECORD = ", ".join(f"r.{column}" for column in COLUMNS["records"])
_MENTIONS = "(SELECT count(*) FROM annotations AS m WHERE m.record = r.key AND m.state <> 'rejected')"
_FITS = (
    "(r.name LIKE :like ESCAPE '\\' OR r.aliases LIKE :like ESCAPE '\\' OR r.identifiers LIKE :like ESCAPE '\\' "
    "OR (:wide AND (instr(folded(r.name), :folded) OR instr(folded(r.aliases), :folded))))"
)
_PLACE = (
    'a.key, a.id, a.start, a."end", g.kind, g.name, a.state, d.id, d.title, d.date, d.text, '
    "coalesce(d.date, :undated) AS day, d.key "
    "FROM annotations AS a JOIN documents AS d ON d.key = a.document JOIN tags AS g ON g.key = a.tag"
)
_SAME_AS = (
    "SELECT key FROM annotations WHERE record = :record AND state <> 'rejected' "
    "UNION SELECT r.source FROM annotations AS m JOIN relations AS r ON r.target = m.key AND r.type = :same "
    "WHERE m.record = :record AND m.state <> 'rejected' "
    "UNION SELECT r.target FROM annotations AS m JOIN relations AS r ON r.source = m.key AND r.type = :same "
    "WHERE m.record = :record AND m.state <> 'rejected'"
)

STATEMENTS = {
    "list": (
        f"SELECT {_RECORD}, {_MENTIONS} FROM records AS r "
        "WHERE r.kind = :kind AND (r.name, r.key) > (:name, :key) ORDER BY r.name, r.key LIMIT :limit"
    ),
    "list that matches": (
        f"SELECT {_RECORD}, {_MENTIONS} FROM records AS r "
        f"WHERE r.kind = :kind AND (r.name, r.key) > (:name, :key) AND {_FITS} ORDER BY r.name, r.key LIMIT :limit"
    ),
    "summaries": (
        f"SELECT {_RECORD}, {_MENTIONS} FROM records AS r WHERE r.id IN (SELECT value FROM json_each(:ids))"
    ),
    "mentions": (
        f"SELECT {_PLACE} WHERE a.record = :record AND a.state <> 'rejected' "
        "AND (day, d.key, a.start, a.key) > (:day, :document, :start, :key) "
        "ORDER BY day, d.key, a.start, a.key LIMIT :limit"
    ),
    "mention ids": "SELECT id FROM annotations WHERE record IN (SELECT value FROM json_each(:records)) ORDER BY key",
    "mention count": "SELECT count(*) FROM annotations WHERE record IN (SELECT value FROM json_each(:records))",
    "claims": (
        f"SELECT {_PLACE} WHERE a.key IN (SELECT s.source FROM relations AS s "
        f"WHERE s.type = :type AND s.target IN ({_SAME_AS})) AND g.kind = 'claim' AND a.state <> 'rejected' "
        "ORDER BY day, d.key, a.start, a.key LIMIT :limit"
    ),
    "days": (
        "SELECT d.date, count(*), count(DISTINCT d.key) "
        "FROM annotations AS a JOIN documents AS d ON d.key = a.document "
        "WHERE a.record = :record AND a.state <> 'rejected' GROUP BY d.date ORDER BY d.date"
    ),
    "company": (
        "SELECT b.record, count(DISTINCT b.document) AS documents, count(*) AS mentions "
        "FROM (SELECT DISTINCT document FROM annotations WHERE record = :record AND state <> 'rejected') AS a "
        "JOIN annotations AS b ON b.document = a.document "
        "WHERE b.record IS NOT NULL AND b.record <> :record AND b.state <> 'rejected' "
        "GROUP BY b.record ORDER BY documents DESC, mentions DESC, b.record LIMIT :limit"
    ),
    "claimants": (
        "SELECT r.source, n.name, d.text, b.start, b.\"end\" FROM relations AS r "
        "JOIN annotations AS b ON b.key = r.target JOIN documents AS d ON d.key = b.document "
        "LEFT JOIN records AS n ON n.key = b.record "
        "WHERE r.source IN (SELECT value FROM json_each(:claims)) "
        "AND r.type = (SELECT key FROM relation_types WHERE name = 'claimant') ORDER BY r.key"
    ),
    "names": "SELECT id, kind, name, aliases FROM records WHERE key > :key ORDER BY key",
    "names by id": "SELECT id, kind, name, aliases FROM records WHERE id IN (SELECT value FROM json_each(:ids))",
}  # fmt: skip
"""Every query about records, by name."""


class RecordSummary(NamedTuple):
    """A line of the list: a record, its *key* for the next page, and how many marks are linked to it."""

    key: int
    record: Record
    mentions: int


class Mention(NamedTuple):
    """A linked mark in its context; offsets are code points.

    *place* is where the next page begins; *said_by* names who makes a claim, by record or by words.
    """

    annotation: str
    document: str
    title: str
    date: str | None
    tag: str
    start: int
    end: int
    before: str
    words: str
    after: str
    place: tuple[str, int, int, int] = ("", 0, 0, 0)
    said_by: str = ""


class Day(NamedTuple):
    """A date, which may be partial or None, with the mentions on it and the documents they are in."""

    date: str | None
    mentions: int
    documents: int


class Company(NamedTuple):
    """Another record of the same documents: in how many of them it is mentioned, and how often."""

    record: Record
    documents: int
    mentions: int


class Name(NamedTuple):
    """What a record is called: for those who look for it by words."""

    record: str
    kind: RecordKind
    name: str
    aliases: tuple[str, ...]


class Records:
    """The records of one project."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    # --- the list

    @asking
    def page(
        self, kind: RecordKind, *, after: tuple[str, int] = ("", 0), limit: int = PAGE, text: str = ""
    ) -> list[RecordSummary]:
        """Return a page of summaries by name, behind the name and key in *after*.

        *text* is looked for in names, aliases and identifiers; case does not count.
        """
        name, values = _filter(text)
        rows = self._connection.execute(
            STATEMENTS[name], {**values, "kind": kind, "name": after[0], "key": after[1], "limit": limit}
        )
        return [_summary(row) for row in rows]

    @asking
    def count(self, kind: RecordKind, *, text: str = "") -> int:
        """Return how many records such a list has in all."""
        name, values = _filter(text)
        where = f"AND {_FITS}" if name != "list" else ""
        statement = f"SELECT count(*) FROM records AS r WHERE r.kind = :kind {where}"
        return self._connection.execute(statement, {**values, "kind": kind}).fetchone()[0]

    @asking
    def record(self, record: str) -> Record:
        """Return one record by its id; UsageError if there is none."""
        return self._row(record)[1]

    @asking
    def summaries(self, ids: Sequence[str]) -> dict[str, RecordSummary]:
        """Return the summaries of those records that exist, by id."""
        found = self._connection.execute(STATEMENTS["summaries"], {"ids": to_json(list(ids))})
        return {each.record.id: each for each in map(_summary, found)}

    @asking_for_each
    def all(self, kind: RecordKind | None = None) -> Iterator[Record]:
        """Yield every record, in the order in which they came in."""
        key = 0
        while True:
            rows = self._connection.execute(
                f"SELECT {columns_of('records')} FROM records WHERE key > ? AND (? IS NULL OR kind = ?) "
                "ORDER BY key LIMIT 1000",
                (key, kind, kind),
            ).fetchall()
            for row in rows:
                yield _record(row)
            if len(rows) < 1000:
                return
            key = rows[-1][0]

    # --- names

    @asking
    def names(self, ids: Sequence[str] | None = None) -> list[Name]:
        """Return what records are called: all of them, or those of *ids* that exist."""
        import orjson

        if ids is None:
            rows = self._connection.execute(STATEMENTS["names"], {"key": 0})
        else:
            rows = self._connection.execute(STATEMENTS["names by id"], {"ids": to_json(list(ids))})
        return [Name(id_, kind, name, tuple(orjson.loads(aliases))) for id_, kind, name, aliases in rows]

    @asking
    def total(self) -> int:
        """Return how many records there are."""
        return self._connection.execute("SELECT count(*) FROM records").fetchone()[0]

    # --- one record

    @asking
    def mentions(
        self, record: str, *, after: tuple[str, int, int, int] = ("", 0, -1, 0), limit: int = PAGE
    ) -> list[Mention]:
        """Return a page of a record's mentions in context, by date, article and place; undated articles come last."""
        key, _ = self._row(record)
        day, document, start, annotation = after
        rows = self._connection.execute(
            STATEMENTS["mentions"],
            {
                "record": key,
                "undated": UNDATED,
                "day": day,
                "document": document,
                "start": start,
                "key": annotation,
                "limit": limit,
            },
        )
        return self._in_context(rows.fetchall())

    @asking
    def mention_ids(self, records: Sequence[str]) -> list[str]:
        """Return the ids of all marks linked to those records, rejected ones too, in the order they were made."""
        keys = [self._row(each)[0] for each in records]
        return [row[0] for row in self._connection.execute(STATEMENTS["mention ids"], {"records": to_json(keys)})]

    @asking
    def mention_count(self, records: Sequence[str]) -> int:
        """Return how many marks are linked to those records, rejected ones too."""
        keys = to_json([self._row(each)[0] for each in records])
        return self._connection.execute(STATEMENTS["mention count"], {"records": keys}).fetchone()[0]

    @asking
    def claims_by(self, record: str, *, limit: int = PAGE) -> list[Mention]:
        """Return the claims whose claimant is a mention of the record, or a mark that is the same as one, by date."""
        return self._claims(record, "claimant", limit)

    @asking
    def claims_about(self, record: str, *, limit: int = PAGE) -> list[Mention]:
        """Return the claims that are about a mention of the record, by date."""
        return self._claims(record, "about", limit)

    def _claims(self, record: str, relation: str, limit: int) -> list[Mention]:
        key, _ = self._row(record)
        types = dict(self._connection.execute("SELECT name, key FROM relation_types"))
        rows = self._connection.execute(
            STATEMENTS["claims"],
            {
                "record": key,
                "type": types.get(relation),
                "same": types.get("same as"),
                "undated": UNDATED,
                "limit": limit,
            },
        )
        return self._in_context(rows.fetchall())

    @asking
    def days(self, record: str) -> list[Day]:
        """Return on which dates the record is mentioned, and how often; what has no date comes first."""
        key, _ = self._row(record)
        return [Day(*row) for row in self._connection.execute(STATEMENTS["days"], {"record": key})]

    @asking
    def company(self, record: str, *, limit: int = 50) -> list[Company]:
        """Return the records that are mentioned in the same documents, the most frequent first."""
        key, _ = self._row(record)
        rows = self._connection.execute(STATEMENTS["company"], {"record": key, "limit": limit}).fetchall()
        found = {
            row[0]: _record(row)
            for row in self._connection.execute(
                f"SELECT {columns_of('records')} FROM records WHERE key IN (SELECT value FROM json_each(?))",
                (to_json([row[0] for row in rows]),),
            )
        }
        return [Company(found[other], documents, mentions) for other, documents, mentions in rows]

    # --- marks that may be linked

    @asking
    def unlinked(self, words: str, kind: RecordKind, *, limit: int = 10_000) -> list[str]:
        """Return the ids of the marks of that kind with the same *words* that are linked to no record.

        Case and white space do not count. Only the documents that full text search finds are read.
        """
        wanted = folded(" ".join(words.split()))
        if not wanted:
            return []
        condition, match = _texts_with(words)
        rows = self._connection.execute(
            f"SELECT t.key, a.id, a.start, a.\"end\" FROM texts AS t JOIN documents AS d ON d.text = t.key "
            f"JOIN annotations AS a ON a.document = d.key JOIN tags AS g ON g.key = a.tag "
            f"WHERE t.key IN ({condition}) AND g.kind = :kind AND a.record IS NULL AND a.state <> 'rejected' "
            f"AND a.parts = 1 AND a.\"end\" - a.start < :longest ORDER BY t.key, a.start",
            {"match": match, "kind": kind, "longest": 2 * len(words) + 20},
        ).fetchall()  # fmt: skip
        found: list[str] = []
        text_key, text = 0, ""
        for key, annotation, start, end in rows:
            if key != text_key:
                text_key, text = key, self._text(key)
            if folded(" ".join(text[start:end].split())) == wanted:
                found.append(annotation)
                if len(found) == limit:
                    break
        return found

    def _claimants(self, claims: Sequence[int]) -> dict[int, str]:
        """Return the words of those who make *claims*, by the claim's key."""
        if not claims:
            return {}
        found: dict[int, list[str]] = {}
        rows = self._connection.execute(STATEMENTS["claimants"], {"claims": to_json(claims)}).fetchall()
        for claim, name, text_key, start, end in rows:
            words = name or (" ".join(self._text(text_key)[start:end].split()) if start is not None else "")
            if words:
                found.setdefault(claim, []).append(words)
        return {claim: ", ".join(dict.fromkeys(names)) for claim, names in found.items()}

    def _text(self, key: int) -> str:
        return self._connection.execute("SELECT text FROM texts WHERE key = ?", (key,)).fetchone()[0]

    def _row(self, record: str) -> tuple[int, Record]:
        row = self._connection.execute(
            f"SELECT {columns_of('records')} FROM records WHERE id = ?", (record,)
        ).fetchone()
        if row is None:
            raise UsageError(f"there is no record {record}; it may have been removed or merged")
        return row[0], _record(row)

    def _in_context(self, rows: Sequence[tuple[object, ...]]) -> list[Mention]:
        texts: dict[object, str] = {}
        found: list[Mention] = []
        said_by = self._claimants([int(str(row[0])) for row in rows if row[4] == "claim"])
        for row in rows:
            key, id_, start, end, _, tag, _, document, title, date, text_key, day, document_key = row
            assert isinstance(text_key, int)
            text = texts.get(text_key)
            if text is None:
                # a page in order of date comes by the same few articles again and again
                if len(texts) > 20:
                    texts.clear()
                text = texts[text_key] = self._text(text_key)
            begin, stop = (0, 0) if start is None else (int(str(start)), int(str(end)))
            found.append(
                Mention(
                    str(id_),
                    str(document),
                    str(title),
                    None if date is None else str(date),
                    str(tag),
                    begin,
                    stop,
                    text[max(0, begin - AROUND) : begin],
                    text[begin:stop],
                    text[stop : stop + AROUND],
                    (str(day), int(str(document_key)), begin, int(str(key))),
                    said_by.get(int(str(key)), ""),
                )
            )
        return found


def _record(row: Sequence[object]) -> Record:
    return read_record(dict(zip(COLUMNS["records"], row, strict=False)))


def _summary(row: Sequence[object]) -> RecordSummary:
    return RecordSummary(int(str(row[0])), _record(row[:-1]), int(str(row[-1])))


def _filter(text: str) -> tuple[str, dict[str, object]]:
    text = typed(text)
    if not text:
        return "list", {}
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    # SQLite's own LIKE is quick, but knows the case of A to Z only
    values: dict[str, object] = {"like": f"%{escaped}%", "wide": not text.isascii(), "folded": folded(text)}
    return "list that matches", values


def _texts_with(words: str) -> tuple[str, str]:
    phrase = match_expression('"' + words.replace('"', " ") + '"')
    if is_unspaced(words) or phrase == '""':
        return "SELECT key FROM texts WHERE instr(text, :match) > 0", typed(words)
    return "SELECT rowid FROM texts_search WHERE texts_search MATCH :match", phrase

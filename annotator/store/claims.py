"""The claims of all documents as lines of a table: sorted, filtered, grouped, and what they are joined to.

Lists page by key: a page begins after the last line of the page before. Words are cut from the texts where a line
or the order asks for them, one text held at a time, so that a long text costs no more than a short one.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from annotator.store.asking import asking
from annotator.store.claim_links import FarEnd, Linked, far_ends, leading_to, linked
from annotator.store.connection import folded
from annotator.store.names import Names
from annotator.store.rows import to_json

Column = Literal["place", "claim", "type", "claimant", "cue", "document", "date", "verdict"]
Part = Literal["claimant", "cue"]
Grouping = Literal["claimant", "claimant record", "record"]

LACKS: tuple[Part, ...] = get_args(Part)
UNCHECKED = "unchecked"
PAGE = 200
_LONGEST = 2000
_LAST = "\U0010ffff"
"""What stands where a line has nothing in the column: it comes after all that has."""

# the plus keeps SQLite from reading all relations of a type, in their order, for each claim
_NAMED = (
    'SELECT coalesce(c.name, words_at(bd.text, b.start, b."end")) FROM relations AS r '
    "JOIN annotations AS b ON b.key = r.target JOIN documents AS bd ON bd.key = b.document "
    "LEFT JOIN records AS c ON c.key = b.record WHERE r.source = a.key AND +r.type = {type} ORDER BY r.key LIMIT 1"
)
_MEANT = (
    'SELECT coalesce(c.name, mc.name, words_at(md.text, m.start, m."end"), words_at(bd.text, b.start, b."end")) '
    "FROM relations AS r JOIN annotations AS b ON b.key = r.target JOIN documents AS bd ON bd.key = b.document "
    "LEFT JOIN records AS c ON c.key = b.record "
    "LEFT JOIN relations AS s ON s.source = b.key AND +s.type = :same_as "
    "LEFT JOIN annotations AS m ON m.key = s.target LEFT JOIN documents AS md ON md.key = m.document "
    "LEFT JOIN records AS mc ON mc.key = m.record "
    "WHERE r.source = a.key AND +r.type = :claimant ORDER BY r.key LIMIT 1"
)
_MEANT_RECORD = _MEANT.replace(_MEANT[: _MEANT.index(" FROM ")], "SELECT coalesce(c.name, mc.name)", 1)
_KIND_OF_SOURCE = (
    "CASE WHEN instr(a.attributes, '\"source_kind\"') THEN json_extract(a.attributes, '$.source_kind') END"
)
_CLAIMANT = (
    f"coalesce(({_MEANT}), CASE {_KIND_OF_SOURCE} WHEN 'author' THEN 'the author' WHEN 'anonymous' THEN 'anonymous' "
    "WHEN 'unknown' THEN 'unknown' END)"
)
_CUE = f"({_NAMED.format(type=':cue')})"
_WORDS = 'words_at(d.text, a.start, a."end")'
_VERDICT = (
    "CASE WHEN instr(a.attributes, '\"verdict\"') THEN coalesce(json_extract(a.attributes, '$.verdict'), 'unchecked') "
    "ELSE 'unchecked' END"
)
_HAS = "EXISTS (SELECT 1 FROM relations AS r WHERE r.source = a.key AND +r.type = {type})"
_LACKING: Mapping[str, str] = {
    "claimant": (
        f"NOT {_HAS.format(type=':claimant')} "
        f"AND coalesce({_KIND_OF_SOURCE}, '') NOT IN ('author', 'anonymous', 'unknown')"
    ),
    # an author who speaks in person needs no word that says so
    "cue": f"NOT {_HAS.format(type=':cue')} AND coalesce({_KIND_OF_SOURCE}, '') <> 'author'",
}
# of all claims at once: the ends of relations are gathered first, and not asked for claim by claim
_JOINED = "a.key IN (SELECT source FROM relations WHERE type = {type})"
_ALL_LACKING: Mapping[str, str] = {
    part: condition.replace(_HAS.format(type=f":{part}"), _JOINED.format(type=f":{part}"))
    for part, condition in _LACKING.items()
}
_LACKS_VALUE = (
    "a.tag IN (SELECT key FROM tags WHERE kind = 'claim' AND name IN (SELECT value FROM json_each({tags}))) "
    "AND coalesce(json_extract(a.attributes, {path}), '') = ''"
)
_RECORD = "(SELECT name FROM records WHERE records.key = a.record)"
_SORTED: Mapping[str, str] = {
    "claim": f"folded({_WORDS})",
    "type": "(SELECT name FROM tags WHERE tags.key = a.tag)",
    "claimant": f"folded(coalesce({_CLAIMANT}, '{_LAST}'))",
    "cue": f"folded(coalesce({_CUE}, '{_LAST}'))",
    "document": "folded(d.title)",
    "date": f"coalesce(d.date, '{_LAST}')",
    "verdict": f"coalesce((SELECT key FROM json_each(:scale) WHERE value = {_VERDICT}), 1000)",
}
_CLAIMS = "a.tag IN (SELECT key FROM tags WHERE kind = 'claim') AND a.state = 'accepted'"
_FROM = "FROM documents AS d CROSS JOIN annotations AS a ON a.document = d.key"
_LINE = (
    f"SELECT a.key, a.id, d.id, {_WORDS}, a.parts, (SELECT name FROM tags WHERE tags.key = a.tag), "
    f"coalesce({_CLAIMANT}, ''), coalesce({_CUE}, ''), d.title, d.date, {_VERDICT}, "
    f'{_LACKING["claimant"]}, {_LACKING["cue"]}, d.key, coalesce(a.start, -1), coalesce(a."end", -1) '
    "FROM annotations AS a JOIN documents AS d ON d.key = a.document "
    "WHERE a.key IN (SELECT value FROM json_each(:keys))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims, in which order.

    *text* is looked for in the claim and in its claimant. *scale* has the verdicts in their order. *group* is one
    of the names that `Claims.groups` gives for *by*; None leaves groups aside. *lacks* is one of `LACKS`, or the name
    of an attribute that the tags *required* must have.
    """

    sort: Column = "place"
    descending: bool = False
    text: str = ""
    type: str | None = None
    verdict: str | None = None
    lacks: str | None = None
    required: tuple[str, ...] = ()
    by: Grouping = "claimant"
    group: str | None = None
    scale: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether not all claims are asked for."""
        return bool(self.text.strip() or self.type or self.verdict or self.lacks)


class ClaimLine(NamedTuple):
    """One claim as a table shows it; *after* is where the page behind it begins."""

    id: str
    document: str
    words: str
    type: str
    claimant: str
    cue: str
    title: str
    date: str | None
    verdict: str
    lacks: tuple[Part, ...]
    start: int
    after: tuple[object, ...]


class Around(NamedTuple):
    """A stretch of lines; whether the first of all is among them, and the last."""

    lines: list[ClaimLine]
    begins: bool
    ends: bool


class Group(NamedTuple):
    """Claims of one claimant or record, empty where there is none, and how many they are."""

    name: str
    many: int


class Claims:
    """The claims of one project. Rejected and suggested ones are left out."""

    def __init__(self, connection: sqlite3.Connection, names: Names, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._names = names
        self._text: tuple[int, str] = (0, "")
        connection.create_function("words_at", 3, self._words_at)

    @asking
    def count(self) -> int:
        """Return how many claims there are in all."""
        return self._connection.execute("SELECT coalesce(sum(claims), 0) FROM documents").fetchone()[0]

    @asking
    def count_fitting(self, wanted: Wanted) -> int:
        """Return how many claims are *wanted*, in all groups."""
        statement = f"SELECT count(*) {_FROM} WHERE {_condition(replace(wanted, group=None))}"
        return self._connection.execute(statement, self._values(wanted)).fetchone()[0]

    @asking
    def page(self, wanted: Wanted, after: ClaimLine | None = None, limit: int = PAGE) -> list[ClaimLine]:
        """Return the *limit* claims that come behind *after*, or the first."""
        statement, values = statement_of(wanted, after.after if after is not None else None)
        rows = self._connection.execute(statement, {**self._values(wanted), **values, "limit": limit}).fetchall()
        lines = self._lines([row[0] for row in rows])
        return [self._placed(lines[key], wanted, value) for key, value in rows if key in lines]

    @asking
    def page_before(self, wanted: Wanted, before: ClaimLine | None = None, limit: int = PAGE) -> list[ClaimLine]:
        """Return the *limit* claims that come ahead of *before*, or the last, in their order."""
        return self.page(replace(wanted, descending=not wanted.descending), before, limit)[::-1]

    @asking
    def around(self, wanted: Wanted, claim: str, limit: int = PAGE) -> Around | None:
        """Return *limit* claims on either side of the one with that id, and itself; None if it is not *wanted*."""
        value = "0" if wanted.sort == "place" else _SORTED[wanted.sort]
        statement = f"SELECT a.key, {value} {_FROM} WHERE {_condition(wanted)} AND a.id = :claim"
        row = self._connection.execute(statement, {**self._values(wanted), "claim": claim}).fetchone()
        if row is None:
            return None
        line = self._placed(self._lines([row[0]])[row[0]], wanted, row[1])
        ahead, behind = self.page_before(wanted, line, limit), self.page(wanted, line, limit)
        return Around([*ahead, line, *behind], len(ahead) < limit, len(behind) < limit)

    @asking
    def group_of(self, wanted: Wanted, claim: str) -> str | None:
        """Return the name of the group that a claim is in, empty for that without one; None if it is not *wanted*."""
        statement = (
            f"SELECT coalesce({_group_label(wanted.by)}, '') {_FROM} WHERE {_condition(wanted)} AND a.id = :claim"
        )
        row = self._connection.execute(statement, {**self._values(wanted), "claim": claim}).fetchone()
        return row[0] if row is not None else None

    @asking
    def lacking(self, required: Mapping[str, Sequence[str]] | None = None) -> Mapping[str, int]:
        """Return how many claims lack a claimant, how many a cue, and how many each attribute of *required*.

        That has the names of the tags whose claims must have it, by the name of the attribute.
        """
        values = self._values(Wanted())
        conditions = [_ALL_LACKING[each] for each in LACKS]
        for number, (name, tags) in enumerate((required or {}).items()):
            conditions.append(_LACKS_VALUE.format(tags=f":tags{number}", path=f":path{number}"))
            values |= {f"tags{number}": to_json(list(tags)), f"path{number}": _path_of(name)}
        sums = ", ".join(f"coalesce(sum({each}), 0)" for each in conditions)
        found = self._connection.execute(f"SELECT {sums} FROM annotations AS a WHERE {_CLAIMS}", values).fetchone()
        return dict(zip((*LACKS, *(required or {})), found, strict=True))

    @asking
    def groups(self, wanted: Wanted) -> list[Group]:
        """Return the groups of what is *wanted*, by name, those without a name last."""
        label = _group_label(wanted.by)
        statement = (
            f"SELECT coalesce(min(label), ''), count(*) FROM (SELECT {label} AS label {_FROM} "
            f"WHERE {_condition(wanted)}) GROUP BY folded(coalesce(label, '')) "
            "ORDER BY label IS NULL, folded(coalesce(label, ''))"
        )
        return [Group(*row) for row in self._connection.execute(statement, self._values(wanted))]

    @asking
    def lines(self, claims: Sequence[str]) -> list[ClaimLine]:
        """Return those of the claims with these ids that there are, in the order of the ids."""
        rows = self._connection.execute(
            "SELECT key FROM annotations WHERE id IN (SELECT value FROM json_each(?))", (to_json(list(claims)),)
        )
        found = {line.id: line for line in self._lines([key for (key,) in rows]).values()}
        return [found[each] for each in claims if each in found]

    @asking
    def linked(self, claim: str) -> list[Linked]:
        """Return what a claim is joined to and what is joined to it, here and in other documents."""
        return linked(self._connection, self._names, [claim]).get(claim, [])

    @asking
    def across(self, annotations: Sequence[str]) -> dict[str, list[Linked]]:
        """Return what each of these annotations is joined to in other documents; one without such is left out."""
        return linked(self._connection, self._names, annotations, across=True)

    @asking
    def far_ends(self, documents: Sequence[str] | None = None) -> dict[str, FarEnd]:
        """Return where relations of *documents* (ids; None: of all) end in other documents, by the ids of the ends."""
        return far_ends(self._connection, self._names, documents)

    @asking
    def leading_to(self, documents: Sequence[str]) -> list[str]:
        """Return the ids of the other documents from which relations lead into *documents*."""
        return leading_to(self._connection, documents)

    @asking
    def wordings(self) -> list[tuple[str, str]]:
        """Return the ids and words of all claims, in the order of the documents: up to 2,000 characters of each."""
        rows = self._connection.execute(f"SELECT a.id, {_WORDS} {_FROM} WHERE {_CLAIMS} ORDER BY d.key")
        return [(claim, words or "") for claim, words in rows]

    @asking
    def of_document(self, document: str) -> list[str]:
        """Return the ids of the claims of a document, in the order of its text."""
        rows = self._connection.execute(
            f"SELECT a.id {_FROM} WHERE d.id = ? AND {_CLAIMS} ORDER BY a.start, a.key", (document,)
        )
        return [claim for (claim,) in rows]

    @asking
    def names_of_unworded(self, document: str) -> dict[str, str]:
        """Return the names of the records behind those mentions of a document that have no words, by the mentions."""
        rows = self._connection.execute(
            "SELECT a.id, c.name FROM documents AS d JOIN annotations AS a ON a.document = d.key AND a.start IS NULL "
            "JOIN records AS c ON c.key = a.record WHERE d.id = ?",
            (document,),
        )
        return dict(rows.fetchall())

    def _values(self, wanted: Wanted) -> dict[str, object]:
        return {
            **{
                name.replace(" ", "_"): self._names.relation_type(name) or -1 for name in ("claimant", "cue", "same as")
            },
            "text": folded(" ".join(wanted.text.split())),
            "tag": self._names.tag("claim", wanted.type) if wanted.type else None,
            "verdict": wanted.verdict,
            "lacks": _path_of(wanted.lacks or ""),
            "required": to_json(wanted.required),
            "group": folded(wanted.group or ""),
            "scale": to_json(wanted.scale),
        }

    def _lines(self, keys: Sequence[int]) -> dict[int, ClaimLine]:
        rows = self._connection.execute(_LINE, {**self._values(Wanted()), "keys": to_json(keys)}).fetchall()
        found: dict[int, ClaimLine] = {}
        for key, id_, document, words, parts, *rest, no_claimant, no_cue, place, start, end in rows:
            if parts > 1:
                words = self._words_of_parts(key)
            type_, claimant, cue, title, date, verdict = rest
            missing = (no_claimant, no_cue)
            lacks: tuple[Part, ...] = tuple(each for each, is_so in zip(LACKS, missing, strict=True) if is_so)
            found[key] = ClaimLine(
                id_, document, words, type_, claimant, cue, title, date, verdict, lacks, start, (place, start, end, key)
            )  # fmt: skip
        return found

    @staticmethod
    def _placed(line: ClaimLine, wanted: Wanted, value: object) -> ClaimLine:
        return line if wanted.sort == "place" else line._replace(after=(value, line.after[-1]))

    def _words_of_parts(self, annotation: int) -> str:
        rows = self._connection.execute(
            'SELECT d.text, p.start, p."end" FROM parts AS p JOIN annotations AS a ON a.key = p.annotation '
            "JOIN documents AS d ON d.key = a.document WHERE p.annotation = ? ORDER BY p.part",
            (annotation,),
        ).fetchall()
        return " … ".join(filter(None, (self._words_at(*row) for row in rows)))

    def _words_at(self, text: int | None, start: int | None, end: int | None) -> str | None:
        """Return what stands at a place of a text, by its key, on one line; None for no place."""
        if text is None or start is None or end is None:
            return None
        if text != self._text[0]:
            # texts never change under their key
            (found,) = self._connection.execute("SELECT text FROM texts WHERE key = ?", (text,)).fetchone()
            self._text = (text, found)
        return " ".join(self._text[1][start : min(end, start + _LONGEST)].split())


def statement_of(wanted: Wanted, after: Sequence[object] | None) -> tuple[str, dict[str, object]]:
    """Return the query of one page, which gives keys and what they are sorted by, and its values."""
    way, beyond = ("DESC", "<") if wanted.descending else ("ASC", ">")
    condition = _condition(wanted)
    if wanted.sort == "place":
        values: dict[str, object] = {}
        if after is not None:
            values = dict(zip(("at", "start", "stop", "key"), after, strict=True))
            condition += (
                f" AND d.key {beyond}= :at AND (d.key {beyond} :at OR "
                f'(coalesce(a.start, -1), coalesce(a."end", -1), a.key) {beyond} (:start, :stop, :key))'
            )
        order = f'd.key {way}, a.start {way}, a."end" {way}, a.key {way}'
        return f"SELECT a.key, 0 {_FROM} WHERE {condition} ORDER BY {order} LIMIT :limit", values
    sorted_by = _SORTED[wanted.sort]
    inner = f"SELECT a.key AS key, {sorted_by} AS value {_FROM} WHERE {condition}"
    behind = ""
    values = {}
    if after is not None:
        values = dict(zip(("last", "key"), after, strict=True))
        behind = f"WHERE (value, key) {beyond} (:last, :key) "
    return f"SELECT key, value FROM ({inner}) {behind}ORDER BY value {way}, key {way} LIMIT :limit", values


def _path_of(attribute: str) -> str:
    return f'$."{attribute}"'


def _group_label(by: Grouping) -> str:
    return {"claimant": _CLAIMANT, "claimant record": f"({_MEANT_RECORD})", "record": _RECORD}[by]


def _condition(wanted: Wanted) -> str:
    found = [_CLAIMS]
    if wanted.text.strip():
        found.append(f"(instr(folded({_WORDS}), :text) OR instr(folded(coalesce({_CLAIMANT}, '')), :text))")
    if wanted.type:
        found.append("a.tag = :tag")
    if wanted.verdict:
        found.append(f"{_VERDICT} = :verdict")
    if wanted.lacks:
        found.append(_ALL_LACKING.get(wanted.lacks) or _LACKS_VALUE.format(tags=":required", path=":lacks"))
    if wanted.group is not None:
        found.append(f"folded(coalesce({_group_label(wanted.by)}, '')) = :group")
    return " AND ".join(found)

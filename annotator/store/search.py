"""Full text search, as keywords in context.

Words are found by FTS5 (case and accents do not count, ``word*`` is a beginning, "two words"
a phrase). Scripts written without spaces are searched as they stand, character by character.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from annotator.model.text import lone_surrogate
from annotator.store.schema import TOKENIZER

_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_TEXT = "SELECT d.id, d.title, t.text FROM documents AS d JOIN texts AS t ON t.key = d.text WHERE d.key = ?"
_LONGEST = 1000
_TERMS = 60
_TERM = r'"([^"]*)"?|(\S+)'


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a search found; offsets are code points of the document's text."""

    document: str
    title: str
    start: int
    end: int
    before: str
    match: str
    after: str


def typed(query: str) -> str:
    """Return *query*, as a person typed or pasted it, as something that SQLite can look for."""
    query = query.strip()[:_LONGEST]
    # half of a character is in no text
    return query.encode("utf-8", "replace").decode("utf-8") if lone_surrogate(query) is not None else query


def match_expression(query: str, *, prefix: bool = False) -> str:
    """Return *query*, as a person types it, as an FTS5 expression that is always valid.

    With *prefix* the last word counts as a beginning, for search while typing.
    """
    query = typed(query)
    terms: list[str] = []
    for phrase, word in re.findall(_TERM, query)[:_TERMS]:
        text = phrase or word
        star = bool(word) and word.endswith("*")
        text = text.rstrip("*") if star else text
        if not any(character.isalnum() for character in text):
            continue
        terms.append('"' + text.replace('"', '""').replace("\0", " ") + '"' + ("*" if star else ""))
    if terms and prefix and not terms[-1].endswith("*") and not query.endswith('"'):
        terms[-1] += "*"
    return " ".join(terms) if terms else '""'


def is_unspaced(query: str) -> bool:
    """Tell whether *query* is in a script without spaces, whose texts are searched as they stand."""
    return re.search(_UNSPACED, query) is not None


def texts_found(query: str) -> tuple[str, str]:
    """Return SQL for the keys of the texts that `search` finds, and the value of its ``:match``."""
    expression = match_expression(query)
    if expression == '""' or is_unspaced(query):
        return "SELECT key FROM texts WHERE instr(text, :match) > 0", typed(query)
    return "SELECT rowid FROM texts_search WHERE texts_search MATCH :match", expression


def search(connection: sqlite3.Connection, query: str, *, limit: int | None, width: int = 60) -> Iterator[Hit]:
    """Yield the hits of *query* with *width* code points around each, at most *limit* of them.

    Between two hits nothing is being read, so whoever stops half-way hinders nobody's writing.
    """
    query = typed(query)
    if not query:
        return
    condition, match = texts_found(query)
    places = _places_of_words if "MATCH" in condition else _places_as_it_stands
    found = connection.execute(
        f"SELECT key, text FROM documents WHERE text IN ({condition}) ORDER BY key", {"match": match}
    ).fetchall()
    count = 0
    for key, text_key in found:
        row = connection.execute(_TEXT, (key,)).fetchone()
        if row is None:
            continue
        document, title, text = row
        for start, end in places(connection, text_key, text, match):
            if limit is not None and count >= limit:
                return
            yield _hit(document, title, text, start, end, width)
            count += 1


def _places_as_it_stands(connection: sqlite3.Connection, key: int, text: str, query: str) -> Iterator[tuple[int, int]]:
    place = text.find(query)
    while place >= 0:
        yield place, place + len(query)
        place = text.find(query, place + len(query))


def _places_of_words(connection: sqlite3.Connection, key: int, text: str, expression: str) -> Iterator[tuple[int, int]]:
    begin, end = _marks_for(text)
    if "\0" in text:
        marked = _marked_apart(text.replace("\0", " "), expression, begin, end)
    else:
        (marked,) = connection.execute(
            "SELECT highlight(texts_search, 0, ?, ?) FROM texts_search WHERE texts_search MATCH ? AND rowid = ?",
            (begin, end, expression, key),
        ).fetchone()
    place, added = marked.find(begin), 0
    while place >= 0:
        # each hit before this one brought its two marks into the text
        stop = marked.find(end, place)
        yield place - added, stop - added - 1
        added += 2
        place = marked.find(begin, stop)


def _marks_for(text: str) -> tuple[str, str]:
    """Return two characters for private use that *text* does not use."""
    free = (character for character in map(chr, range(0xE000, 0xF900)) if character not in text)
    return next(free), next(free)


def _marked_apart(text: str, expression: str, begin: str, end: str) -> str:
    # highlight() of FTS5 ends at a NUL, so such a text is marked, without it, in a database of its own
    with closing(sqlite3.connect(":memory:")) as apart:
        apart.execute(f"CREATE VIRTUAL TABLE one USING fts5 (text, tokenize = '{TOKENIZER}')")
        apart.execute("INSERT INTO one VALUES (?)", (text,))
        found = apart.execute("SELECT highlight(one, 0, ?, ?) FROM one WHERE one MATCH ?", (begin, end, expression))
        return (found.fetchone() or (text,))[0]


def _hit(document: str, title: str, text: str, start: int, end: int, width: int) -> Hit:
    before = text[max(0, start - width) : start].replace("\n", " ")
    after = text[end : end + width].replace("\n", " ")
    return Hit(document, title, start, end, before, text[start:end].replace("\n", " "), after)

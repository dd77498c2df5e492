"""Full text search, as keywords in context.

Words are found by FTS5 (case and accents do not count, ``word*`` is a beginning, "two words"
a phrase). Scripts written without spaces are searched as they stand, character by character.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = "\ue000\ue001", "\ue001\ue000"
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
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


def match_expression(query: str, *, prefix: bool = False) -> str:
    """Return *query*, as a person types it, as an FTS5 expression that is always valid.

    With *prefix* the last word counts as a beginning, for search while typing.
    """
    terms: list[str] = []
    for phrase, word in re.findall(_TERM, query):
        text = phrase or word
        star = bool(word) and word.endswith("*")
        text = text.rstrip("*") if star else text
        if not any(character.isalnum() for character in text):
            continue
        terms.append('"' + text.replace('"', '""').replace("\0", " ") + '"' + ("*" if star else ""))
    if terms and prefix and not terms[-1].endswith("*") and not query.rstrip().endswith('"'):
        terms[-1] += "*"
    return " ".join(terms) if terms else '""'


def is_unspaced(query: str) -> bool:
    """Tell whether *query* is in a script without spaces, whose texts are searched as they stand."""
    return re.search(_UNSPACED, query) is not None


def texts_found(query: str) -> tuple[str, str]:
    """Return SQL for the keys of the texts that `search` finds, and the value of its ``:match``."""
    expression = match_expression(query)
    if expression == '""' or is_unspaced(query):
        return "SELECT key FROM texts WHERE instr(text, :match) > 0", query.strip()
    return "SELECT rowid FROM texts_search WHERE texts_search MATCH :match", expression


def search(connection: sqlite3.Connection, query: str, *, limit: int | None, width: int = 60) -> Iterator[Hit]:
    """Yield the hits of *query* with *width* code points around each, at most *limit* of them."""
    found = _scan(connection, query.strip(), width) if is_unspaced(query) else _indexed(connection, query, width)
    for count, hit in enumerate(found):
        if limit is not None and count >= limit:
            return
        yield hit


def _indexed(connection: sqlite3.Connection, query: str, width: int) -> Iterator[Hit]:
    expression = match_expression(query)
    if expression == '""':
        yield from _scan(connection, query.strip(), width)
        return
    rows = connection.execute(
        "SELECT d.id, d.title, t.text, highlight(texts_search, 0, ?, ?) "
        "FROM texts_search JOIN texts AS t ON t.key = texts_search.rowid JOIN documents AS d ON d.text = t.key "
        "WHERE texts_search MATCH ? ORDER BY d.key",
        (_OPEN, _CLOSE, expression),
    )
    for document, title, text, marked in rows:
        place, added = marked.find(_OPEN), 0
        while place >= 0:
            # each hit before this one brought its two marks into the text
            start = place - added
            end = marked.find(_CLOSE, place) - added - len(_OPEN)
            yield _hit(document, title, text, start, end, width)
            added += len(_OPEN) + len(_CLOSE)
            place = marked.find(_OPEN, place + 1)


def _scan(connection: sqlite3.Connection, query: str, width: int) -> Iterator[Hit]:
    if not query:
        return
    rows = connection.execute(
        "SELECT d.id, d.title, t.text FROM documents AS d JOIN texts AS t ON t.key = d.text "
        "WHERE instr(t.text, ?) > 0 ORDER BY d.key",
        (query,),
    )
    for document, title, text in rows:
        place = text.find(query)
        while place >= 0:
            yield _hit(document, title, text, place, place + len(query), width)
            place = text.find(query, place + len(query))


def _hit(document: str, title: str, text: str, start: int, end: int, width: int) -> Hit:
    before = text[max(0, start - width) : start].replace("\n", " ")
    after = text[end : end + width].replace("\n", " ")
    return Hit(document, title, start, end, before, text[start:end].replace("\n", " "), after)

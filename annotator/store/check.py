"""Whether a project file is whole: the file, its keys, every span, every hash, every count."""

import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha256

from annotator.errors import ProjectError
from annotator.model.document import STATUSES
from annotator.model.text import text_sha256
from annotator.store.log import count, read_part


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield one sentence for each fault, from the file as a whole to its search index."""
    damaged = False
    try:
        for (message,) in connection.execute("PRAGMA integrity_check(100)"):
            if message != "ok":
                # a row that breaks a rule leaves the file readable, and may be named below
                damaged = damaged or not message.startswith(("CHECK constraint failed", "NULL value in"))
                yield f"the file is damaged: {message}; open your last backup"
    except sqlite3.DatabaseError as error:
        yield f"the file is damaged: {error}; open your last backup"
        return
    if damaged:
        return
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"
    yield from _texts(connection)
    yield from _spans(connection)
    yield from _relations(connection)
    yield from _originals(connection)
    yield from _counts(connection)
    yield from _history(connection)
    try:
        connection.execute("SELECT count(*) FROM texts_search WHERE texts_search MATCH 'the'").fetchone()
    except sqlite3.DatabaseError as error:
        yield f"the search index is damaged: {error}; the texts themselves are whole"


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    for key, digest, characters, text in connection.execute("SELECT key, sha256, characters, text FROM texts"):
        if text_sha256(text) != digest:
            yield f"{_whose(connection, key)}: the text does not match its SHA-256; open your last backup"
        elif len(text) != characters:
            yield f"{_whose(connection, key)}: the text has {len(text)} characters, {characters} were noted"


def _whose(connection: sqlite3.Connection, text: int) -> str:
    found = connection.execute("SELECT title, id FROM documents WHERE text = ?", (text,)).fetchone()
    return f"document “{found[0]}” ({found[1]})" if found else f"text {text}, which no document uses now"


def _spans(connection: sqlite3.Connection) -> Iterator[str]:
    for annotation, document, end, characters in connection.execute(
        'SELECT a.id, d.title, a."end", t.characters FROM annotations AS a JOIN documents AS d ON d.key = a.document '
        'JOIN texts AS t ON t.key = d.text WHERE a."end" > t.characters'
    ):
        yield f"annotation {annotation} in “{document}” ends at {end}, outside the text of {characters} characters"
    for annotation, document, start, end in connection.execute(
        'SELECT a.id, d.title, a.start, a."end" FROM annotations AS a JOIN documents AS d ON d.key = a.document '
        'WHERE a.start < 0 OR a.start >= a."end" OR (a.start IS NULL) <> (a."end" IS NULL) '
        "OR (a.start IS NULL) <> (parts = 0)"
    ):
        yield f"annotation {annotation} in “{document}” goes from {start} to {end}, which is no span"
    for (annotation,) in connection.execute(
        "SELECT id FROM annotations AS a WHERE parts > 1 "
        "AND parts <> (SELECT count(*) FROM parts WHERE annotation = a.key)"
    ):
        yield f"annotation {annotation} has lost some of its parts"
    for (annotation,) in connection.execute(
        "SELECT DISTINCT a.id FROM parts AS p JOIN annotations AS a ON a.key = p.annotation "
        'WHERE p.start < a.start OR p."end" > a."end"'
    ):
        yield f"annotation {annotation} has a part outside its own start and end"
    for (annotation,) in connection.execute(
        "SELECT DISTINCT a.id FROM parts AS p JOIN parts AS q ON q.annotation = p.annotation AND q.part = p.part + 1 "
        'JOIN annotations AS a ON a.key = p.annotation WHERE q.start < p."end"'
    ):
        yield f"annotation {annotation} has parts that overlap or stand in the wrong order"


def _relations(connection: sqlite3.Connection) -> Iterator[str]:
    for (relation,) in connection.execute(
        "SELECT r.id FROM relations AS r JOIN annotations AS a ON a.key = r.source WHERE a.document <> r.document"
    ):
        yield f"relation {relation} is counted to another document than the annotation that it begins at"


def _originals(connection: sqlite3.Connection) -> Iterator[str]:
    for uri, digest, size, original in connection.execute(
        "SELECT uri, sha256, size, original FROM sources WHERE original IS NOT NULL"
    ):
        try:
            data = zlib.decompress(original)
        except zlib.error:
            yield f"the original of {uri} cannot be unpacked"
            continue
        if sha256(data).hexdigest() != digest or len(data) != size:
            yield f"the original of {uri} does not match its SHA-256"


def _counts(connection: sqlite3.Connection) -> Iterator[str]:
    statement = (
        "SELECT title, id, entities, claims, cues, suggestions, coalesce(e, 0), coalesce(c, 0), coalesce(u, 0), "
        "coalesce(s, 0) FROM documents LEFT JOIN (SELECT document, "
        "sum(state = 'accepted' AND kind = 'entity') AS e, sum(state = 'accepted' AND kind = 'claim') AS c, "
        "sum(state = 'accepted' AND kind = 'cue') AS u, sum(state = 'suggested') AS s "
        "FROM annotations JOIN tags ON tags.key = tag GROUP BY document) ON document = documents.key"
    )
    for title, document, *counts in connection.execute(statement):
        if counts[:4] != counts[4:]:
            yield f"the counts kept for “{title}” ({document}) are {counts[:4]}, but {counts[4:]} were found"
    kept = dict(connection.execute("SELECT status, documents FROM status_counts"))
    found = dict(connection.execute("SELECT status, count(*) FROM documents GROUP BY status"))
    for status in STATUSES:
        if kept.get(status, 0) != found.get(status, 0):
            yield f"{kept.get(status, 0)} documents are counted as {status}, but {found.get(status, 0)} are"


def _history(connection: sqlite3.Connection) -> Iterator[str]:
    for change, label, operations in connection.execute("SELECT key, label, operations FROM changes ORDER BY key"):
        try:
            found = sum(
                count(read_part(connection, change, part))
                for (part,) in connection.execute("SELECT part FROM operations WHERE change = ?", (change,))
            )
        except ProjectError as error:
            yield str(error)
            continue
        if found != operations:
            yield f"the history of change {change} (“{label}”) has {found} operations, {operations} were noted"

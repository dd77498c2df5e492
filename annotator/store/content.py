"""What is written once and never changes: the bytes of sources, and texts.

Both are found again by their SHA-256, so that nothing is stored twice. They stay when an
import is undone: the history needs no copy of them, and a redo finds them in place.
"""

import sqlite3
import zlib

from annotator.model.document import Source


def put_source(connection: sqlite3.Connection, source: Source) -> int:
    """Return the key of *source*, which is stored if it is not there yet.

    Bytes that were not kept before are added to a source that has none.
    """
    for key, size in connection.execute(
        "SELECT key, size FROM sources WHERE sha256 = ? AND uri = ? AND media_type = ?",
        (source.sha256, source.uri, source.media_type),
    ):
        if size is None and source.original is not None:
            connection.execute(
                "UPDATE sources SET size = ?, compression = 'zlib', original = ? WHERE key = ?",
                (len(source.original), zlib.compress(source.original, 6), key),
            )
        return key
    original = source.original
    cursor = connection.execute(
        "INSERT INTO sources (id, uri, media_type, sha256, size, compression, original) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            source.id,
            source.uri,
            source.media_type,
            source.sha256,
            None if original is None else len(original),
            None if original is None else "zlib",
            None if original is None else zlib.compress(original, 6),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def put_text(connection: sqlite3.Connection, text: str, sha256: str) -> int:
    """Return the key of *text*, which is stored and made searchable if it is not there yet."""
    put = connection.execute(
        "INSERT INTO texts (sha256, characters, text) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (sha256, len(text), text),
    )
    if not put.rowcount:
        return connection.execute("SELECT key FROM texts WHERE sha256 = ?", (sha256,)).fetchone()[0]
    key = put.lastrowid
    assert key is not None
    connection.execute("INSERT INTO texts_search (rowid, text) VALUES (?, ?)", (key, text))
    return key


def original_bytes(connection: sqlite3.Connection, source: int) -> bytes | None:
    """Return the bytes of the source with that key as they were imported, or None if not kept."""
    (data,) = connection.execute("SELECT original FROM sources WHERE key = ?", (source,)).fetchone()
    return None if data is None else zlib.decompress(data)

"""The counts that lists show, kept by the same transaction that changes what they count."""

import sqlite3
from collections import defaultdict

_COUNTED = {"entity": 0, "claim": 1, "cue": 2}


class Tally:
    """Collects the differences a change makes and applies them at the end of its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._documents: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._statuses: defaultdict[str, int] = defaultdict(int)
        self._marked: set[int] = set()

    def annotation(self, document: int, kind: str, state: str, by: int) -> None:
        """Count an annotation in (*by* = 1) or out (-1) of the document with that key."""
        self._marked.add(document)
        if state == "suggested":
            self._documents[document][3] += by
        elif state == "accepted" and kind in _COUNTED:
            self._documents[document][_COUNTED[kind]] += by

    def status(self, status: str, by: int) -> None:
        """Count *by* documents of a status in or out."""
        self._statuses[status] += by

    def forget(self, document: int) -> None:
        """Drop what was collected for a document that is gone."""
        self._documents.pop(document, None)
        self._marked.discard(document)

    def counted(self) -> frozenset[int]:
        """Return the keys of the documents whose counts differ now."""
        return frozenset(key for key, counts in self._documents.items() if any(counts))

    def marked(self) -> frozenset[int]:
        """Return the keys of the documents of which an annotation came, went or was altered."""
        return frozenset(self._marked)

    def apply(self) -> None:
        """Write the differences."""
        self._connection.executemany(
            "UPDATE documents SET entities = entities + ?, claims = claims + ?, cues = cues + ?, "
            "suggestions = suggestions + ? WHERE key = ?",
            [(*counts, key) for key, counts in self._documents.items() if any(counts)],
        )
        self._connection.executemany(
            "UPDATE status_counts SET documents = documents + ? WHERE status = ?",
            [(count, status) for status, count in self._statuses.items() if count],
        )
        self._documents.clear()
        self._statuses.clear()
        self._marked.clear()

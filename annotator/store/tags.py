"""What is asked about the tags of a project: who uses them, and the versions that the tag set had."""

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.model.change import Alter, Operation, Retag
from annotator.model.tag import Tag
from annotator.store import tag_versions
from annotator.store.asking import asking
from annotator.store.rows import to_json
from annotator.store.tag_versions import TagSetVersion


class Tags:
    """The questions, asked of one open project."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @asking
    def usage(self, tag: str) -> tuple[int, int]:
        """Return how many annotations the tag of that id has, and in how many documents."""
        return self._connection.execute(
            "SELECT count(*), count(DISTINCT document) FROM annotations "
            "WHERE tag = (SELECT key FROM tags WHERE id = ?)",
            (tag,),
        ).fetchone()

    @asking
    def following(self, operations: Iterable[Operation]) -> int:
        """Return how many annotations and records follow their tag where *operations* rename it or merge it."""
        many = 0
        for each in operations:
            if isinstance(each, Retag):
                many += self._many("annotations WHERE tag = (SELECT key FROM tags WHERE id = ?)", each.tag)
            if isinstance(each, Retag) or (isinstance(each, Alter) and each.type is Tag and "name" in each.values):
                name = each.tag if isinstance(each, Retag) else each.id
                many += self._many("records WHERE (kind, tag) = (SELECT kind, name FROM tags WHERE id = ?)", name)
        return many

    def _many(self, where: str, tag: str) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {where}", (tag,)).fetchone()
        return count

    @asking
    def relation_usage(self, relation_type: str) -> int:
        """Return how many relations are of the type of that id."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM relations WHERE type = (SELECT key FROM relation_types WHERE id = ?)",
            (relation_type,),
        ).fetchone()
        return count

    @asking
    def saying(self, tags: Collection[str], attribute: str) -> dict[str, dict[str, Any]]:
        """Return, by id, the attributes of the annotations of *tags* (ids) that say something of *attribute*."""
        rows = self._connection.execute(
            "SELECT a.id, a.attributes FROM annotations AS a JOIN tags AS t ON t.key = a.tag "
            "WHERE t.id IN (SELECT value FROM json_each(?)) "
            "AND EXISTS (SELECT 1 FROM json_each(a.attributes) AS said WHERE said.key = ?)",
            (to_json(list(tags)), attribute),
        )
        return {name: orjson.loads(attributes) for name, attributes in rows}

    @asking
    def version(self) -> int:
        """Return the number of the version of the tag set that holds now, from 1."""
        return tag_versions.current(self._connection)

    @asking
    def versions(self) -> list[TagSetVersion]:
        """Return all versions that the tag set had, oldest first, with the changes that made them."""
        return tag_versions.versions(self._connection)

    @asking
    def documents_by_version(self) -> dict[int, int]:
        """Return how many documents were marked last under which version; unmarked ones are not counted."""
        return tag_versions.documents_by_version(self._connection)

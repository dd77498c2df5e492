"""Names and ids on one side, the small integer keys of the file on the other."""

import sqlite3
from typing import TypeVar

from annotator.errors import UsageError
from annotator.model.annotation import Kind
from annotator.model.ids import new_id
from annotator.store.connection import damaged

Named = TypeVar("Named")


class Names:
    """Remembers what tags, relation types, annotators and records are called in one project.

    Keys are never used twice, so what is remembered stays right until it is removed or
    renamed; `clear` forgets all, after a rollback. `renew`, at the beginning of every write
    transaction, forgets all if another connection wrote.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tags: dict[tuple[str, str], int] = {}
        self._tag_names: dict[int, tuple[Kind, str]] = {}
        self._types: dict[str, int] = {}
        self._type_names: dict[int, str] = {}
        self._annotators: dict[str, int] = {}
        self._annotator_names: dict[int, str] = {}
        self._data_version = 0

    def renew(self) -> None:
        """Forget everything if another connection wrote since this was last asked."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:
            self._data_version = version
            self.clear()

    def clear(self) -> None:
        """Forget everything."""
        for each in (
            self._tags,
            self._tag_names,
            self._types,
            self._type_names,
            self._annotators,
            self._annotator_names,
        ):
            each.clear()

    def tag(self, kind: str, name: str) -> int | None:
        """Return the key of a tag, or None."""
        if (kind, name) not in self._tags:
            self._read_tags()
        return self._tags.get((kind, name))

    def tag_name(self, key: int) -> tuple[Kind, str]:
        """Return kind and name of the tag with that *key*."""
        if key not in self._tag_names:
            self._read_tags()
        return _there(self._tag_names, key, "tag")

    def tag_names(self) -> dict[int, tuple[Kind, str]]:
        """Return kinds and names of all tags by their keys."""
        self._read_tags()
        return dict(self._tag_names)

    def relation_type(self, name: str) -> int | None:
        """Return the key of a relation type, or None."""
        if name not in self._types:
            self._read_types()
        return self._types.get(name)

    def relation_type_name(self, key: int) -> str:
        """Return the name of the relation type with that *key*."""
        if key not in self._type_names:
            self._read_types()
        return _there(self._type_names, key, "relation type")

    def annotator_name(self, key: int) -> str:
        """Return the name of the annotator with that *key*."""
        if key not in self._annotator_names:
            self._read_annotators()
        return _there(self._annotator_names, key, "annotator")

    def annotator_names(self) -> dict[int, str]:
        """Return the names of all annotators by their keys."""
        self._read_annotators()
        return dict(self._annotator_names)

    def annotator(self, name: str) -> int:
        """Return the key of an annotator, who is added if unknown (in a transaction only)."""
        if name not in self._annotators:
            self._read_annotators()
        if name not in self._annotators:
            if not name.strip():
                raise UsageError("an annotator needs a name; give the name of whoever does this")
            self._connection.execute("INSERT INTO annotators (id, name) VALUES (?, ?)", (new_id(), name))
            self._read_annotators()
        return self._annotators[name]

    def known_annotator(self, name: str) -> int | None:
        """Return the key of an annotator, or None."""
        if name not in self._annotators:
            self._read_annotators()
        return self._annotators.get(name)

    def _read_tags(self) -> None:
        for key, kind, name in self._connection.execute("SELECT key, kind, name FROM tags"):
            self._tags[kind, name] = key
            self._tag_names[key] = (kind, name)

    def _read_types(self) -> None:
        for key, name in self._connection.execute("SELECT key, name FROM relation_types"):
            self._types[name] = key
            self._type_names[key] = name

    def _read_annotators(self) -> None:
        for key, name in self._connection.execute("SELECT key, name FROM annotators"):
            self._annotators[name] = key
            self._annotator_names[key] = name


def _there(names: dict[int, Named], key: int, what: str) -> Named:
    """Return what *key* is called; ProjectError where a damaged file leads to none."""
    if key not in names:
        raise damaged(f"something in it has a {what} that is not there")
    return names[key]

"""A project: one SQLite file, the changes made to it and the questions asked of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence, Sized
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from annotator.errors import AnnotatorError, ProjectError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, HistoryEntry, Statistics, Touched, UndoState
from annotator.model.document import AnnotatedDocument, DocumentSummary, Status
from annotator.model.ids import new_id
from annotator.model.people import Annotator
from annotator.model.tag import TagSet
from annotator.model.times import now
from annotator.store import history, queries
from annotator.store.asking import asking, asking_for_each
from annotator.store.connection import connect, create, explained, in_memory, writing
from annotator.store.names import Names
from annotator.store.schema import VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

    from annotator.store.claims import Claims
    from annotator.store.importer import Importer
    from annotator.store.partition import Partition
    from annotator.store.passages import Passages
    from annotator.store.records import Records
    from annotator.store.scan import Selection
    from annotator.store.search import Hit
    from annotator.store.snapshot import Snapshot
    from annotator.store.tags import Tags
    from annotator.store.writer import Writer


Told = Callable[[int, int | None], None]
"""Hears how many operations of a change are done, and of how many."""


class Project:
    """An open project file. Belongs to the thread that opened it; another thread opens its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._names = Names(connection)
        self._data_version = self._read_data_version()
        self._tag_set: TagSet | None = None
        self._snapshot: Snapshot | None = None

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, tag_set: TagSet, *, title: str = "") -> Project:
        """Make a new project file with *tag_set*; ProjectError if there is a file already."""
        from annotator.store.beginning import begin

        connection = create(path)
        try:
            begin(connection, path, tag_set, title or path.stem)
        except BaseException as error:
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            if isinstance(error, sqlite3.Error):
                raise explained(error, path) from error
            raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Project:
        """Open the project at *path*; a file of an older version is migrated after a backup.

        One that may only be read is migrated in a copy in memory, which is what is read then.
        Raises ProjectError, in one sentence, if it cannot be opened; the file stays as it is.
        """
        connection, version = connect(path, write=write)
        if version < VERSION:
            connection = cls._migrated(path, connection, version, write=write)
        try:
            return cls(path, connection)
        except sqlite3.Error as error:
            connection.close()
            raise explained(error, path) from error

    @staticmethod
    def _migrated(path: Path, connection: sqlite3.Connection, version: int, *, write: bool) -> sqlite3.Connection:
        from sqlite_utils import Database

        from annotator.store.backup import copy_to, spare_name
        from annotator.store.schema import migrate

        try:
            if write:
                copy_to(connection, spare_name(path, version))
            else:
                copy = in_memory()
                connection.backup(copy)
                connection.close()
                connection = copy
            migrate(Database(connection))
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.Error):
                raise explained(error, path) from error
            raise
        return connection

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The same file through sqlite-utils, for whoever needs its tables."""
        from sqlite_utils import Database

        return Database(self._connection)

    @property
    def partition(self) -> Partition:
        """What is asked about the parts of the data set, and about what joins documents."""
        from annotator.store.partition import Partition

        return Partition(self._connection, self.path)

    @property
    def records(self) -> Records:
        """What is asked about the records of this project."""
        from annotator.store.records import Records

        return Records(self._connection, self.path)

    @property
    def passages(self) -> Passages:
        """What is asked to find where else something is said."""
        from annotator.store.passages import Passages

        return Passages(self._connection, self.path)

    # --- changes

    def do(self, change: Change, annotator: str, told: Told | None = None) -> Touched:
        """Apply *change* and write it to the history, in one transaction.

        *told* hears how many operations are done, of how many if that is known; what it raises takes all back.
        Raises UsageError or ConflictError, and changes nothing, if an operation does not fit.
        """
        time = now()
        with self._transaction():
            key, root = history.begin(
                self._connection,
                change_id=new_id(),
                kind="do",
                label=change.label,
                annotator=self._names.annotator(annotator),
                time=time,
            )
            writer = self._writer(key, root, time)
            many = len(change.operations) if isinstance(change.operations, Sized) else None
            writer.do(change.operations, None if told is None else lambda done: told(done, many))
            touched = writer.finish(change.label, "do")
        return self._noticed(touched)

    def undo(self, annotator: str | None = None, told: Told | None = None) -> Touched | None:
        """Take back the last change of *annotator*, or of anyone; None if there is none. *told* is as for `do`."""
        return self._invert(annotator, told, redo=False)

    def redo(self, annotator: str | None = None, told: Told | None = None) -> Touched | None:
        """Take back the last undo of *annotator*, or of anyone; None if there is none. *told* is as for `do`."""
        return self._invert(annotator, told, redo=True)

    def _invert(self, annotator: str | None, told: Told | None, *, redo: bool) -> Touched | None:
        from annotator.store.invert import invert

        time = now()
        with self._transaction():
            whose = None if annotator is None else self._names.known_annotator(annotator)
            if annotator is not None and whose is None:
                return None
            found = (history.to_redo if redo else history.to_undo)(self._connection, whose)
            if found is None:
                return None
            target, label, many = found
            (author,) = self._connection.execute("SELECT annotator FROM changes WHERE key = ?", (target,)).fetchone()
            key, root = history.begin(
                self._connection,
                change_id=new_id(),
                kind="redo" if redo else "undo",
                label=label,
                annotator=author,
                time=time,
                inverts=target,
            )
            writer = self._writer(key, root, time)
            invert(writer, target, None if told is None else lambda done: told(done, many))
            touched = writer.finish(label, "redo" if redo else "undo")
        return self._noticed(touched)

    def _writer(self, key: int, root: int, time: str) -> Writer:
        # what writes is not needed for the first picture of a project
        from annotator.store.writer import Writer

        return Writer(self._connection, self._names, key, root, time)

    def _transaction(self) -> _Transaction:
        return _Transaction(self)

    def _noticed(self, touched: Touched) -> Touched:
        if touched.tags:
            self._tag_set = None
        return touched

    def forget_names(self) -> None:
        """Read names and tags anew when they are needed next."""
        self._names.clear()
        self._tag_set = None

    @asking
    def undo_state(self, annotator: str | None = None) -> UndoState:
        """Return the labels of what undo and redo would take now."""
        whose = None
        if annotator is not None:
            whose = self._names.known_annotator(annotator)
            if whose is None:
                return UndoState()
        return history.undo_state(self._connection, whose)

    @asking_for_each
    def history(self, *, limit: int | None = None, before: int | None = None) -> Iterator[HistoryEntry]:
        """Yield who changed what and when, newest first."""
        return history.entries(self._connection, limit=limit, before=before)

    @asking
    def last_change(self) -> int:
        """Return the key of the newest change."""
        return history.last(self._connection)

    @asking
    def changed_outside(self) -> bool:
        """Tell whether another connection wrote to the file since this was last asked."""
        version = self._read_data_version()
        if version == self._data_version:
            return False
        self._data_version = version
        self.forget_names()
        return True

    @asking
    def touched_since(self, change: int) -> Touched | None:
        """Return what the changes after that key touched, or None if there are none."""
        return history.touched_since(self._connection, change)

    def importing(self, label: str, annotator: str) -> Importer:
        """Begin one change that grows by batches of documents, each batch its own transaction."""
        from annotator.store.importer import Importer

        return Importer(self._connection, self.path, self._names, label, annotator)

    # --- questions

    @asking
    def tag_set(self) -> TagSet:
        """Return the tags and relation types."""
        if self._tag_set is None:
            self._tag_set = queries.tag_set(self._connection)
        return self._tag_set

    @cached_property
    def tags(self) -> Tags:
        """What is asked about the tags: who uses them, and the versions of the tag set."""
        from annotator.store.tags import Tags

        return Tags(self._connection, self.path)

    def tag_set_version(self) -> int:
        """Return the number of the version of the tag set that holds now, from 1."""
        return self.tags.version()

    @asking
    def documents(
        self, *, after: int = 0, limit: int = 200, text: str = "", status: Status | None = None
    ) -> list[DocumentSummary]:
        """Return a page of summaries in key order; *text* filters by title and full text."""
        return queries.documents(self._connection, after=after, limit=limit, text=text, status=status)

    @asking
    def count_documents(self, *, text: str = "", status: Status | None = None) -> int:
        """Return how many documents such a list has in all."""
        return queries.count_documents(self._connection, text=text, status=status)

    @asking
    def summaries(self, ids: Sequence[str]) -> list[DocumentSummary]:
        """Return the summaries of those documents that exist, in no order."""
        return queries.summaries(self._connection, ids)

    @asking
    def summary(self, document: str) -> DocumentSummary:
        """Return the summary of one document; UsageError if there is none."""
        found = self.summaries([document])
        if not found:
            return queries.summaries(self._connection, [self.find_document(document)])[0]
        return found[0]

    @asking
    def find_document(self, name: str) -> str:
        """Return the id of the document that *name* (id, title or source name) fits; UsageError."""
        return queries.find_document(self._connection, name)

    @asking
    def document(self, document: str) -> AnnotatedDocument:
        """Return a document with all that is marked in it; UsageError if there is none."""
        return queries.load(self._connection, self._names, document)

    @asking
    def annotations(self, document: str) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
        """Return what is marked in a document, without reading its text again; UsageError if there is none."""
        key = queries.document_key(self._connection, document)
        return (
            queries.annotations_of(self._connection, self._names, key, document),
            queries.relations_of(self._connection, self._names, key),
        )

    @asking
    def annotations_by_id(
        self, document: str, ids: Collection[str]
    ) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
        """Return those annotations of a document that have one of *ids*, and their relations; UsageError."""
        key = queries.document_key(self._connection, document)
        return queries.annotations_by_id(self._connection, self._names, key, document, ids)

    @asking
    def annotation(self, annotation: str) -> Annotation:
        """Return one annotation; UsageError if there is none."""
        return queries.annotation(self._connection, self._names, annotation)

    @cached_property
    def claims(self) -> Claims:
        """The claims of all documents, as lines of a table."""
        from annotator.store.claims import Claims

        return Claims(self._connection, self._names, self.path)

    @asking
    def annotators(self) -> list[Annotator]:
        """Return everyone who ever changed or marked something, by name."""
        return [Annotator(*row) for row in self._connection.execute("SELECT id, name FROM annotators ORDER BY name")]

    @asking
    def splits(self) -> list[str]:
        """Return the names of the splits that documents are in, sorted."""
        return queries.splits(self._connection)

    @asking
    def statistics(self) -> Statistics:
        """Count the whole project."""
        return queries.statistics(self._connection)

    @asking_for_each
    def search(self, query: str, *, limit: int | None = None) -> Iterator[Hit]:
        """Yield the places where *query* is found, in the order of the documents."""
        from annotator.store.search import search

        return search(self._connection, query, limit=limit)

    @asking_for_each
    def scan(self, selection: Selection | None = None) -> Iterator[AnnotatedDocument]:
        """Yield documents with all that is marked in them, in the order they came in."""
        from annotator.store.scan import Selection, scan

        ahead = self._snapshot.ahead if self._snapshot else None
        return scan(self._connection, self._names, selection or Selection(), ahead)

    @asking
    def count_scan(self, selection: Selection) -> int:
        """Return how many documents `scan` yields."""
        from annotator.store.scan import count

        return count(self._connection, self._names, selection)

    @asking
    def linked_records(self, selection: Selection | None = None) -> list[tuple[str, str, str]]:
        """Return the ids of records that a scan meets, each with a document and an annotation that lead to it."""
        from annotator.store.scan import Selection, linked_records

        return list(linked_records(self._connection, self._names, selection or Selection()))

    def snapshot(self) -> Snapshot:
        """Return a context in which every question sees the project as it was at its beginning."""
        from annotator.store.snapshot import Snapshot

        self._snapshot = Snapshot(self._connection, self.path)
        return self._snapshot

    @asking
    def original(self, source: str) -> bytes | None:
        """Return the bytes of a source, by id, as they were imported; None if they are not kept."""
        from annotator.store.content import original_bytes

        found = self._connection.execute("SELECT key FROM sources WHERE id = ?", (source,)).fetchone()
        return original_bytes(self._connection, found[0]) if found else None

    @asking
    def document_of_source(self, sha256: str) -> str | None:
        """Return the id of a document made from bytes with that SHA-256, or None."""
        found = self._connection.execute(
            "SELECT d.id FROM sources AS s JOIN documents AS d ON d.source = s.key WHERE s.sha256 = ? LIMIT 1",
            (sha256,),
        ).fetchone()
        return found and found[0]

    @asking
    def document_of_text(self, sha256: str) -> str | None:
        """Return the id of a document whose text has that SHA-256, or None."""
        found = self._connection.execute(
            "SELECT d.id FROM texts AS t JOIN documents AS d ON d.text = t.key WHERE t.sha256 = ? LIMIT 1",
            (sha256,),
        ).fetchone()
        return found and found[0]

    def check(self) -> Iterator[str]:
        """Yield a sentence for every fault in the file."""
        from annotator.store.check import faults

        return faults(self._connection)

    def backup(self, path: Path) -> None:
        """Write a consistent copy to *path*, whole or not at all, while others may go on working.

        A file that is there is replaced; ProjectError if it is this project or one in use.
        """
        from annotator.store.backup import copy_to

        if path.is_dir():
            raise ProjectError(f"{path} is a folder; name a file in it for the copy")
        if path.exists() and path.samefile(self.path):
            raise ProjectError(f"{path} is the project itself; choose another name for the copy")
        if path.with_name(path.name + "-wal").exists():
            # SQLite would read the log of the file that was there into the copy
            raise ProjectError(f"{path} is a project that is in use; close it first, or choose another name")
        try:
            copy_to(self._connection, path)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        except OSError as error:
            raise ProjectError(f"{path} cannot be written ({error.strerror}); choose another place") from error

    @asking
    def setting(self, name: str, default: str = "") -> str:
        """Return a small setting of the project (its title, the reviewer's address ...)."""
        found = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return found[0] if found else default

    def set_setting(self, name: str, value: str) -> None:
        """Keep a small setting that is no part of the work, and is not undone; one that is goes with a `PutSetting`."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def _read_data_version(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0]


class _Transaction:
    """One write transaction of a project; what names it remembers are dropped if it fails."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __enter__(self) -> None:
        project = self._project
        self._inner = writing(project._connection, project.path)  # pyright: ignore[reportPrivateUsage]
        self._inner.__enter__()
        project._names.renew()  # pyright: ignore[reportPrivateUsage]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self._project.forget_names()
        try:
            self._inner.__exit__(kind, error, traceback)
        except AnnotatorError:
            self._project.forget_names()
            raise

"""An import is one change that grows: batch by batch, each batch a transaction of its own.

So other writers get their turn in between, a cancelled import leaves whole documents, and
one undo takes all of it back.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from annotator.errors import AnnotatorError, ConflictError
from annotator.model.annotation import Relation
from annotator.model.change import Put, Touched
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import TagSet
from annotator.model.times import now
from annotator.store import history
from annotator.store.connection import writing
from annotator.store.names import Names
from annotator.store.putting import put_documents
from annotator.store.rows import to_json
from annotator.store.writer import Writer

_LINKED = 500
_CACHE = 4096
"""KiB of the file's pages that are kept at most: what is put is seldom looked at again."""


class Importer:
    """Puts documents, batch by batch, as one change with one *label* of one *annotator*."""

    def __init__(self, connection: sqlite3.Connection, path: Path, names: Names, label: str, annotator: str) -> None:
        self._connection = connection
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._path = path
        self._names = names
        self._label = label
        self._annotator = annotator
        self._change: tuple[int, int] | None = None
        self._pending: list[tuple[str, Relation]] = []
        self._records: list[Record] = []

    def known(self, ids: Iterable[str]) -> set[str]:
        """Return those of *ids* that documents of the project have already."""
        return {
            row[0]
            for row in self._connection.execute(
                "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?))", (to_json(list(ids)),)
            )
        }

    def holders(self, table: Literal["annotations", "relations"], ids: Iterable[str]) -> dict[str, str]:
        """Return which of *ids* rows of the *table* have, each with the id of the document that it is in."""
        statement = (
            f"SELECT t.id, d.id FROM {table} AS t JOIN documents AS d ON d.key = t.document "
            "WHERE t.id IN (SELECT value FROM json_each(?))"
        )
        return dict(self._connection.execute(statement, (to_json(list(ids)),)))

    @property
    def pending(self) -> Sequence[tuple[str, Relation]]:
        """The relations that wait for their other end, each with the id of its document."""
        return self._pending

    def put(self, documents: Sequence[AnnotatedDocument], *, label: str | None = None) -> Touched:
        """Put a batch, whole or not at all; *label* renames the change.

        Raises InputError or ConflictError if a document does not fit, or was made meanwhile of
        the same bytes; then nothing of the batch is in the project.
        """
        if self._records:
            self._put_records()
        return self._write(lambda writer: self._put(writer, documents), label)

    def _put(self, writer: Writer, documents: Sequence[AnnotatedDocument]) -> None:
        sources = [each.document.source for each in documents]
        digests = [source.sha256 for source in sources if source and source.original is not None]
        if digests and self._used(digests):
            raise ConflictError("the same bytes are already taken in this project, by another document")
        self._pending.extend(put_documents(writer, documents))

    def _used(self, digests: Sequence[str]) -> bool:
        statement = (
            "SELECT 1 FROM sources AS s JOIN documents AS d ON d.source = s.key "
            "WHERE s.sha256 IN (SELECT value FROM json_each(?)) LIMIT 1"
        )
        return self._connection.execute(statement, (to_json(digests),)).fetchone() is not None

    def replace(self, document: AnnotatedDocument, *, label: str | None = None) -> Touched:
        """Put *document* in place of the one that has its id, which must exist; *label* renames the change."""

        def act(writer: Writer) -> None:
            self._pending.extend(writer.replace_document(document))

        return self._write(act, label)

    def add_tags(self, tag_set: TagSet) -> None:
        """Add the tags and relation types of *tag_set* whose names the project lacks; those it has stay as they are."""
        from annotator.store.queries import tag_set as current

        there = current(self._connection)
        tags = {(each.kind, each.name) for each in there.tags}
        types = {each.name for each in there.relation_types}
        rows: list[Put] = [Put(each) for each in tag_set.tags if (each.kind, each.name) not in tags]
        rows += [Put(each) for each in tag_set.relation_types if each.name not in types]
        if rows:
            self._write(lambda writer: writer.do(rows), None)

    def take_whole(self, tag_set: TagSet, settings: Mapping[str, str], version: int) -> bool:
        """Make *tag_set* and *settings* those of a project with nothing in it; add the tags that another one lacks.

        The numbers of versions begin with *version*, if it is known. Return whether the project had nothing in it.
        """
        from annotator.model.tag_replacement import replacing
        from annotator.store.queries import tag_set as current
        from annotator.store.tag_versions import begin_at

        if self._records:
            self._put_records()
        for table in ("documents", "records"):
            if self._connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                self.add_tags(tag_set)
                return False
        operations = replacing(current(self._connection), tag_set)
        kept = {
            **settings,
            "tag_set_name": tag_set.name,
            "tag_set_description": tag_set.description,
            "tag_set_version": tag_set.version,
        }

        def act(writer: Writer) -> None:
            writer.do(operations)
            if version > 0:
                begin_at(self._connection, writer.change, version)
            self._connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", kept.items())

        self._write(act, None)
        return True

    def add_record(self, record: Record) -> None:
        """Add *record*, unless the project has one with its id, before what is linked to it comes."""
        self._records.append(record)
        if len(self._records) >= _LINKED:
            self._put_records()

    def _put_records(self) -> None:
        batch = {each.id: each for each in self._records}
        self._records = []
        for (known,) in self._connection.execute(
            "SELECT id FROM records WHERE id IN (SELECT value FROM json_each(?))", (to_json(list(batch)),)
        ):
            del batch[known]
        if batch:
            self._write(lambda writer: writer.do([Put(each) for each in batch.values()]), None)

    def finish(self) -> list[tuple[str, Relation, str]]:
        """Put the relations that waited for their other end.

        Returns those that still cannot stand: the id of their document, the relation, and why.
        """
        if self._records:
            self._put_records()
        failed: list[tuple[str, Relation, str]] = []
        pending, self._pending = self._pending, []
        for begin in range(0, len(pending), _LINKED):
            batch = pending[begin : begin + _LINKED]
            try:
                self._link([relation for _, relation in batch])
            except AnnotatorError:
                # one of them cannot stand: find out which
                failed.extend(self._linked_singly(batch))
        return failed

    def _link(self, relations: Sequence[Relation]) -> None:
        self._write(lambda writer: writer.link(relations), None)

    def _linked_singly(self, batch: Sequence[tuple[str, Relation]]) -> Iterator[tuple[str, Relation, str]]:
        for document, relation in batch:
            try:
                self._link([relation])
            except AnnotatorError as error:
                yield document, relation, str(error)

    def _write(self, act: Callable[[Writer], None], label: str | None) -> Touched:
        time = now()
        change = self._change
        pending = len(self._pending)
        try:
            with writing(self._connection, self._path):
                self._names.renew()
                if change is None:
                    change = history.begin(
                        self._connection,
                        change_id=new_id(),
                        kind="do",
                        label=label or self._label,
                        annotator=self._names.annotator(self._annotator),
                        time=time,
                    )
                elif label:
                    self._connection.execute("UPDATE changes SET label = ? WHERE key = ?", (label, change[0]))
                writer = Writer(self._connection, self._names, *change, time)
                act(writer)
                touched = writer.finish(label or self._label, "do")
                if self._change is not None:
                    # earlier batches are part of this change too: a listing view reads all anew
                    self._connection.execute(
                        """UPDATE changes SET touched = '{"documents":[],"annotations":[],"listing":true,"""
                        """"tags":true,"everything":true}' WHERE key = ?""",
                        (change[0],),
                    )
        except BaseException:
            self._names.clear()
            del self._pending[pending:]
            raise
        self._change = change
        return touched

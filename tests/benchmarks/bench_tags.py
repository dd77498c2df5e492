"""Merging two tags with 100,000 annotations, and undoing it, beside the bare statements that it cannot do without."""

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Operation, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.tag_edits import merge_tags
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project
from tests.benchmarks.harness import Figure, compare

MANY = 100_000
DOCUMENTS = 500


def run() -> Iterator[Figure]:
    """Yield the figures of the merge and of its undo."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.annotator"
        _make(whole)
        merged = folder / "merged.annotator"
        shutil.copy(whole, merged)
        _merge(merged)
        for case, path, act in (("merge two tags", whole, _merge), ("undo the merge", merged, _undo)):
            yield compare(
                "tags",
                f"{case}, {MANY:,} annotations",
                ours=_on_copy(path, folder / "ours.annotator", act),
                floor=_on_copy(path, folder / "floor.annotator", _bare),
                against="the bare UPDATE with a history row each",
                at_most=3,
                runs=5,
            )


def _make(path: Path) -> None:
    text = "Kim said that the monument would stand in Pyongyang. " * 60
    with Project.create(path, load_default()) as project:
        made: list[Operation] = []
        for number in range(DOCUMENTS):
            document = Document(new_id(), f"Article {number}", text, text_sha256(text), now(), None, "en")
            made.append(Put(AnnotatedDocument(document)))
            for place in range(MANY // DOCUMENTS):
                spans = (Span(place * 7, place * 7 + 5),)
                made.append(Put(Annotation(new_id(), document.id, "entity", "Group", spans, "A", now(), now())))
        project.do(Change("mark", made), "A")


def _on_copy(path: Path, copy: Path, act: Callable[[Path], float]) -> Callable[[], float]:
    def work() -> float:
        for ending in ("", "-wal", "-shm"):
            Path(f"{copy}{ending}").unlink(missing_ok=True)
        shutil.copy(path, copy)
        return act(copy)

    return work


def _merge(path: Path) -> float:
    with Project.open(path) as project:
        tags = project.tag_set()
        group, person = tags.find("Group", "entity"), tags.find("Person", "entity")
        assert group is not None
        assert person is not None
        began = time.perf_counter()
        project.do(merge_tags(tags, group, person), "A")
        return time.perf_counter() - began


def _undo(path: Path) -> float:
    with Project.open(path) as project:
        began = time.perf_counter()
        touched = project.undo()
        taken = time.perf_counter() - began
    assert touched is not None
    assert not touched.left
    return taken


def _bare(path: Path) -> float:
    """Give the annotations of the tag that has them all another, and keep a row of what each was."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
    connection.execute("CREATE TABLE bare (change INTEGER, annotation TEXT, was TEXT)")
    connection.commit()
    old, new = (
        connection.execute("SELECT tag FROM annotations LIMIT 1").fetchone()[0],
        connection.execute("SELECT key FROM tags WHERE name = 'Role'").fetchone()[0],
    )
    began = time.perf_counter()
    rows = connection.execute("SELECT id, tag, change, modified FROM annotations WHERE tag = ?", (old,)).fetchall()
    connection.executemany("INSERT INTO bare VALUES (9, ?, ?)", [(name, json.dumps(rest)) for name, *rest in rows])
    connection.execute("UPDATE annotations SET tag = ?, change = 9, modified = ? WHERE tag = ?", (new, now(), old))
    connection.commit()
    taken = time.perf_counter() - began
    assert len(rows) == MANY
    connection.close()
    return taken

"""Import and export of brat collections against plain reads, inserts and writes, and whether memory grows with them."""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.output import writing_folder
from annotator.formats.tagset_toml import load_default
from annotator.model.document import AnnotatedDocument
from annotator.store import Project
from tests.benchmarks.corpus import documents, fresh_project, make_project, write_jsonl
from tests.benchmarks.harness import Figure, compare, compare_memory

DOCUMENTS = 10_000
EXPORTED = 1000
"""Documents of the export: each file is brought to the disk, which takes several milliseconds."""
MARKS = 30
_EACH = f"documents of 3 KB, {MARKS} annotations each"


def run() -> Iterator[Figure]:
    """Yield the figures of import, export and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection = write_brat(folder / "collection", DOCUMENTS)
        yield compare(
            "brat",
            f"import brat, {DOCUMENTS} {_EACH}",
            ours=lambda: _import(folder, collection),
            floor=lambda: _insert(folder, collection),
            against="reading and splitting the same lines, and executemany of the same rows",
            at_most=2.5,
            runs=3,
        )
        project = make_project(folder / "whole.annotator", write_jsonl(folder / "corpus.jsonl", EXPORTED))
        ready = list(documents(EXPORTED))
        yield compare(
            "brat",
            f"export brat, {EXPORTED} {_EACH}",
            ours=lambda: _export(project, folder),
            floor=lambda: _write(ready, folder),
            against="plain writes of documents that are there already, as safely",
            at_most=1.5,
            runs=3,
        )
    yield from _memory()


def write_brat(folder: Path, count: int, characters: int = 3000, marks: int = MARKS) -> Path:
    """Write a collection of *count* documents and return its folder."""
    folder.mkdir()
    (folder / "annotation.conf").write_text("[entities]\nPerson\nLocation\n[relations]\n[events]\n[attributes]\n")
    for number, each in enumerate(documents(count, characters, marks)):
        (folder / f"a{number:06d}.txt").write_text(each.document.text)
        (folder / f"a{number:06d}.ann").write_text("".join(_lines(each)))
    return folder


def _lines(each: AnnotatedDocument) -> Iterator[str]:
    text = each.document.text
    for number, mark in enumerate(each.annotations, start=1):
        [(start, end)] = mark.spans
        yield f"T{number}\t{mark.tag} {start} {end}\t{text[start:end]}\n"


def _import(folder: Path, collection: Path) -> float:
    project = fresh_project(folder / "ours.annotator")
    began = time.perf_counter()
    report = import_paths(project, [collection], annotator="Bench")
    spent = time.perf_counter() - began
    assert report.imported == DOCUMENTS, report.failed[:3]
    return spent


def _insert(folder: Path, collection: Path) -> float:
    """Read and split the lines, and put the same rows into the same tables, in one transaction."""
    path = fresh_project(folder / "floor.annotator")
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -32768", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    tags = {name: key for key, kind, name in connection.execute("SELECT key, kind, name FROM tags") if kind == "entity"}
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO annotators VALUES (1, 'a', 'Bench')")
    connection.execute(
        "INSERT INTO changes (key, id, kind, label, annotator, time, root) VALUES (1, 'c', 'do', 'x', 1, 'x', 1)"
    )
    texts: list[Any] = []
    sources: list[Any] = []
    rows: list[Any] = []
    revisions: list[Any] = []
    annotations: list[Any] = []
    for key, ann in enumerate(sorted(collection.glob("*.ann")), start=1):
        data = ann.with_suffix(".txt").read_bytes()
        text = data.decode()
        digest = sha256(data).hexdigest()
        id_ = f"d{key}"
        texts.append((key, digest, len(text), text))
        sources.append((key, f"s{key}", f"{ann.stem}.txt", "text/plain", digest, None, None, None))
        count = 0
        for line in ann.read_bytes().decode().split("\n"):
            if line:
                mark, place, _ = line.split("\t")
                tag, start, end = place.split(" ")
                annotations.append(
                    (
                        f"{id_}:{mark}", key, tags[tag], int(start), int(end), 1, 1, "import", "accepted", None, None,
                        "x", "x", "{}", "", 1,
                    )
                )  # fmt: skip
                count += 1
        title = text[:100]
        rows.append((key, id_, title, None, None, "new", None, key, key, 1, count, 0, 0, 0, "x", "{}", 1))
        revisions.append((id_, 1, key, 1))
    many = connection.executemany
    many("INSERT INTO texts VALUES (?, ?, ?, ?)", texts)
    many("INSERT INTO texts_search (rowid, text) VALUES (?, ?)", ((row[0], row[3]) for row in texts))
    many("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sources)
    many(
        "INSERT INTO documents (key, id, title, date, language, status, split, source, text, revision, entities, "
        f"claims, cues, suggestions, created, metadata, change) VALUES ({', '.join('?' * 17)})",
        rows,
    )
    many("INSERT INTO revisions VALUES (?, ?, ?, ?)", revisions)
    many(
        'INSERT INTO annotations (id, document, tag, start, "end", parts, annotator, origin, state, confidence, '
        f"record, created, modified, attributes, note, change) VALUES ({', '.join('?' * 16)})",
        annotations,
    )
    connection.execute("UPDATE status_counts SET documents = ? WHERE status = 'new'", (len(rows),))
    connection.execute("COMMIT")
    spent = time.perf_counter() - began
    connection.close()
    return spent


def _export(project: Path, folder: Path) -> float:
    began = time.perf_counter()
    assert export(project, ExportRequest("brat"), folder / "ours").documents == EXPORTED
    return time.perf_counter() - began


def _write(ready: list[AnnotatedDocument], folder: Path) -> float:
    began = time.perf_counter()
    with writing_folder(folder / "floor") as place:
        for number, each in enumerate(ready):
            for suffix, text in ((".txt", each.document.text), (".ann", "".join(_lines(each)))):
                with place.open(f"article-{number:06d}{suffix}") as file:
                    file.write(text.encode())
    return time.perf_counter() - began


def _memory() -> Iterator[Figure]:
    command = ["python", "-m", "annotator"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # an import of fewer does not fill the cache of the database yet
        sizes = {"export": (1000, 10_000), "import": (10_000, 100_000)}
        for act, (few, many) in sizes.items():
            for kind, count in (("few", few), ("many", many)):
                write_brat(folder / f"{act}-{kind}", count, 300, 3)
                Project.create(folder / f"{act}-{kind}.annotator", load_default()).close()
        for kind in ("few", "many"):
            given = folder / f"export-{kind}"
            import_paths(folder / f"export-{kind}.annotator", [given], annotator="Bench", list_documents=False)

        def run(act: str, kind: str) -> list[str]:
            project, other = str(folder / f"{act}-{kind}.annotator"), str(folder / f"{act}-{kind}")
            rest = [other] if act == "import" else ["--format", "brat", "--output", f"{other}-out"]
            return [*command, act, project, *rest]

        for act, (few, many) in sizes.items():
            yield compare_memory(
                "brat",
                f"memory, {act} brat of {many:,} documents",
                ours=run(act, "many"),
                floor=run(act, "few"),
                against=f"the same with {few:,}",
                at_most=1.3,
            )


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

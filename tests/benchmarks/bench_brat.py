"""Import and export of brat collections against plain reads, inserts and writes."""

import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.output import writing_folder
from annotator.model.document import AnnotatedDocument
from tests.benchmarks.corpus import brat_lines, documents, fresh_project, make_project, write_brat, write_jsonl
from tests.benchmarks.harness import Figure, compare
from tests.benchmarks.plain_rows import PlainRows

DOCUMENTS = 10_000
EXPORTED = 1000
"""Documents of the export: each file is brought to the disk, which takes several milliseconds."""
MARKS = 30
_EACH = f"documents of 3 KB, {MARKS} annotations each"


def run() -> Iterator[Figure]:
    """Yield the figures of import and export."""
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
    began = time.perf_counter()
    rows = PlainRows(path)
    for key, ann in enumerate(sorted(collection.glob("*.ann")), start=1):
        data = ann.with_suffix(".txt").read_bytes()
        text = data.decode()
        digest = sha256(data).hexdigest()
        id_ = f"d{key}"
        count = 0
        for line in ann.read_bytes().decode().split("\n"):
            if line:
                mark, place, _ = line.split("\t")
                tag, start, end = place.split(" ")
                rows.annotations.append(
                    (
                        f"{id_}:{mark}", key, rows.tags["entity", tag], int(start), int(end), 1, 1, "import",
                        "accepted", None, None, "x", "x", "{}", "", 1,
                    )
                )  # fmt: skip
                count += 1
        about = (text[:100], None, None, "new", None)
        rows.document(id_, about, text, digest, (f"{ann.stem}.txt", "text/plain", digest), count, "{}")
    rows.put()
    return time.perf_counter() - began


def _export(project: Path, folder: Path) -> float:
    began = time.perf_counter()
    assert export(project, ExportRequest("brat"), folder / "ours").documents == EXPORTED
    return time.perf_counter() - began


def _write(ready: list[AnnotatedDocument], folder: Path) -> float:
    began = time.perf_counter()
    with writing_folder(folder / "floor") as place:
        for number, each in enumerate(ready):
            for suffix, text in ((".txt", each.document.text), (".ann", "".join(brat_lines(each)))):
                with place.open(f"article-{number:06d}{suffix}") as file:
                    file.write(text.encode())
    return time.perf_counter() - began


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

"""Export of Parquet against pyarrow writing ready objects."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyarrow import Table
from pyarrow.parquet import read_table, write_table

from annotator.exchange.exporting import ExportRequest, export
from annotator.formats.format import Writing
from annotator.formats.huggingface import write
from annotator.formats.output import writing_folder
from annotator.model.document import AnnotatedDocument
from tests.benchmarks.corpus import documents as documents_of
from tests.benchmarks.corpus import make_project, write_jsonl
from tests.benchmarks.harness import Figure, compare

DOCUMENTS = 3000


def run() -> Iterator[Figure]:
    """Yield the figures of the writer, and of the whole export."""
    with tempfile.TemporaryDirectory() as name:
        yield from _speed(Path(name))


def _speed(folder: Path) -> Iterator[Figure]:
    project = make_project(folder / "some.annotator", write_jsonl(folder / "some.jsonl", DOCUMENTS))
    case = f"{DOCUMENTS} documents of 3 KB, 30 annotations each"
    export(project, ExportRequest("huggingface"), folder / "ours")
    documents, rows = list(documents_of(DOCUMENTS)), _Rows(folder)
    yield compare(
        "tools",
        f"writing huggingface, {case}",
        ours=lambda: _write(documents, folder),
        floor=rows.write,
        against="Table.from_pylist and write_table of rows that are there already",
        at_most=1.5,
        runs=5,
    )
    yield compare(
        "tools",
        f"export huggingface, {case}",
        ours=lambda: _export(project, folder),
        floor=rows.write,
        against="Table.from_pylist and write_table of rows that are there already; ours reads the project, too",
        at_most=1.5,
        runs=11,
    )


def _write(documents: list[AnnotatedDocument], folder: Path) -> float:
    began = time.perf_counter()
    with writing_folder(folder / "written") as place:
        write(documents, place, Writing())
    return time.perf_counter() - began


def _export(project: Path, folder: Path) -> float:
    began = time.perf_counter()
    assert export(project, ExportRequest("huggingface"), folder / "ours").documents == DOCUMENTS
    return time.perf_counter() - began


class _Rows:
    """The rows of our export as pyarrow gives them, for it to write again."""

    def __init__(self, folder: Path) -> None:
        table = read_table(folder / "ours" / "data" / "train-00000-of-00001.parquet")
        self._rows: list[Any] = table.to_pylist()
        self._schema = table.schema
        self._path = folder / "floor.parquet"

    def write(self) -> float:
        began = time.perf_counter()
        with self._path.open("wb") as file:
            write_table(Table.from_pylist(self._rows, self._schema), file)
            # as ours: what was written is on the disk
            file.flush()
            os.fsync(file.fileno())
        return time.perf_counter() - began


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

"""Import and export of JSONL against the bare libraries."""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from tests.benchmarks.corpus import fresh_project, make_project, write_jsonl
from tests.benchmarks.harness import Figure, compare
from tests.benchmarks.plain_rows import PlainRows

DOCUMENTS = 10_000


def run() -> Iterator[Figure]:
    """Yield the figures of import and export."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = write_jsonl(folder / "corpus.jsonl", DOCUMENTS)
        yield compare(
            "exchange",
            f"import jsonl, {DOCUMENTS} documents of 3 KB, 30 annotations each",
            ours=lambda: _import(folder, lines),
            floor=lambda: _insert(folder, lines),
            against="orjson.loads and executemany of the same rows",
            at_most=2.0,
            runs=3,
        )
        project = make_project(folder / "whole.annotator", lines)
        yield compare(
            "exchange",
            f"export jsonl, {DOCUMENTS} documents of 3 KB, 30 annotations each",
            ours=lambda: _export(project, folder),
            floor=lambda: _dump(project, folder),
            against="cursor over the rows and orjson.dumps of equal dicts",
            at_most=1.5,
            runs=3,
        )


def _import(folder: Path, lines: Path) -> float:
    project = fresh_project(folder / "ours.annotator")
    began = time.perf_counter()
    report = import_paths(project, [lines], annotator="Bench")
    spent = time.perf_counter() - began
    assert report.imported == DOCUMENTS, report.failed[:3]
    return spent


def _insert(folder: Path, lines: Path) -> float:
    """Put the same rows into the same tables by plain sqlite3, in one transaction."""
    path = fresh_project(folder / "floor.annotator")
    began = time.perf_counter()
    rows = PlainRows(path)
    with lines.open("rb") as file:
        for key, line in enumerate(file, start=1):
            value = orjson.loads(line)
            source = value["source"]
            for each in value["annotations"]:
                (span,) = each["spans"]
                rows.annotations.append(
                    (
                        each["id"], key, rows.tags[each["kind"], each["tag"]], span["start"], span["end"], 1, 1,
                        each["origin"], each["state"], each["confidence"], None, each["created"], each["modified"],
                        orjson.dumps(each["attributes"]).decode(), each["note"], 1,
                    )
                )  # fmt: skip
            rows.document(
                value["id"],
                tuple(value[name] for name in ("title", "date", "language", "status", "split")),
                value["text"],
                value["text_sha256"],
                (source["uri"], source["media_type"], source["sha256"]),
                len(value["annotations"]),
                orjson.dumps(value["metadata"]).decode(),
            )
    rows.put()
    return time.perf_counter() - began


def _export(project: Path, folder: Path) -> float:
    began = time.perf_counter()
    assert export(project, ExportRequest("jsonl"), folder / "ours.jsonl").documents == DOCUMENTS
    return time.perf_counter() - began


def _dump(project: Path, folder: Path) -> float:
    """Write equal lines from a plain cursor over documents and one over annotations."""
    connection = sqlite3.connect(project)
    began = time.perf_counter()
    rows = connection.execute(
        "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, d.metadata, s.uri, s.media_type, "
        "s.sha256, t.text, t.sha256 FROM documents AS d JOIN texts AS t ON t.key = d.text "
        "LEFT JOIN sources AS s ON s.key = d.source ORDER BY d.key"
    )
    marks = connection.execute(
        'SELECT a.document, a.id, tags.kind, tags.name, a.start, a."end", a.attributes, annotators.name, a.origin, '
        "a.state, a.confidence, a.note, a.created, a.modified FROM annotations AS a JOIN tags ON tags.key = a.tag "
        "JOIN annotators ON annotators.key = a.annotator ORDER BY a.document, a.start"
    )
    mark = next(marks, None)
    with (folder / "floor.jsonl").open("wb") as file:
        for key, id_, title, date, language, status, split, metadata, uri, media_type, digest, text, sha in rows:
            annotations: list[dict[str, Any]] = []
            while mark is not None and mark[0] == key:
                _, mark_id, kind, tag, start, end, attributes, who, origin, state, sure, note, made, changed = mark
                annotations.append(
                    {
                        "id": mark_id, "kind": kind, "tag": tag,
                        "spans": [{"start": start, "end": end, "text": text[start:end]}],
                        "attributes": orjson.loads(attributes), "record": None, "annotator": who, "origin": origin,
                        "state": state, "confidence": sure, "note": note, "created": made, "modified": changed,
                    }
                )  # fmt: skip
                mark = next(marks, None)
            line = {
                "id": id_, "title": title, "date": date, "language": language,
                "source": {"uri": uri, "media_type": media_type, "sha256": digest},
                "metadata": orjson.loads(metadata), "status": status, "split": split, "text": text,
                "text_sha256": sha, "annotations": annotations, "relations": [],
            }  # fmt: skip
            file.write(orjson.dumps(line) + b"\n")
    spent = time.perf_counter() - began
    connection.close()
    ours = folder / "ours.jsonl"
    if ours.exists():
        assert ours.read_bytes() == (folder / "floor.jsonl").read_bytes()
    return spent


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

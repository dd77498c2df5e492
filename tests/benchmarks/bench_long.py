"""Whether time grows with a long article as it does with many: one of very many marks, beside the same marks in ten."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.exchange.roundtrip import round_trip
from annotator.formats.format import Format
from annotator.formats.registry import FORMATS
from tests.benchmarks.corpus import fresh_project, make_project
from tests.benchmarks.harness import Figure, compare

SENTENCES, PARTS = 2000, 10
_SENTENCE = "Kim said that the bridge was built in May. "
_MARKS = (
    ("claim", "Statement", ((0, 41),)),
    ("cue", "Cue", ((4, 8),)),
    ("entity", "Person", ((0, 3),)),
    ("entity", "Place", ((14, 24), (35, 37))),
)
_TIME = "2026-01-31T09:00:00Z"
_OPTIONS = {"csv": {"texts": "yes"}, "claimreview": {"reviewer_url": "https://example.org"}}


def run() -> Iterator[Figure]:
    """Yield the figures of each format: out, in, and out and in with what differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = _project(folder / "one", [SENTENCES])
        ten = _project(folder / "ten", [SENTENCES // PARTS] * PARTS)
        for format in FORMATS:
            if format.writes:
                yield from _figures(folder, one, ten, format)


def _figures(folder: Path, one: Path, ten: Path, format: Format) -> Iterator[Figure]:
    request = ExportRequest(format.name, options=_OPTIONS.get(format.name, {}))
    suffix = format.suffixes[0] if format.shape == "file" and format.suffixes else ""

    def figure(act: str, ours: float, floor: float) -> Figure:
        case = f"{act} {format.name}, an article of {len(_SENTENCE) * SENTENCES:,} characters, {SENTENCES * 4:,} marks"
        against = f"the same in {PARTS} articles"
        return compare("long", case, ours=lambda: ours, floor=lambda: floor, against=against, at_most=2, runs=1)

    out = {project: folder / f"{project.parent.name}-{format.name}{suffix}" for project in (one, ten)}
    yield figure("export", *(min(_export(each, request, out[each]) for _ in range(2)) for each in (one, ten)))
    if format.reads:
        yield figure("import", *(min(_import(folder, out[each], format) for _ in range(2)) for each in (one, ten)))
        yield figure("round trip of", *(_round_trip(each, request) for each in (one, ten)))


def _project(folder: Path, sentences: list[int]) -> Path:
    folder.mkdir()
    lines = folder / "corpus.jsonl"
    lines.write_bytes(b"".join(orjson.dumps(_article(number, many)) + b"\n" for number, many in enumerate(sentences)))
    return make_project(folder / "some.annotator", lines)


def _article(number: int, sentences: int) -> dict[str, Any]:
    marks: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for each in range(sentences):
        at = each * len(_SENTENCE)
        ids = [f"{number}.{each}.{place}" for place in range(len(_MARKS))]
        for id_, (kind, tag, spans) in zip(ids, _MARKS, strict=True):
            placed = [{"start": at + start, "end": at + end, "text": _SENTENCE[start:end]} for start, end in spans]
            made = {"created": _TIME, "modified": _TIME, "annotator": "AK"}
            marks.append({"id": id_, "kind": kind, "tag": tag, "spans": placed, **made})
        for place, type_ in ((1, "cue"), (2, "claimant")):
            links.append({"id": f"{ids[0]}-{type_}", "type": type_, "from": ids[0], "to": ids[place]})
    text = _SENTENCE * sentences
    return {"id": f"d{number}", "title": f"Long {number}", "text": text, "annotations": marks, "relations": links}


def _export(project: Path, request: ExportRequest, output: Path) -> float:
    began = time.process_time()
    export(project, request, output)
    return time.process_time() - began


def _import(folder: Path, source: Path, format: Format) -> float:
    project = fresh_project(folder / "back.annotator")
    began = time.process_time()
    report = import_paths(project, [source], annotator="Bench", format=format.name)
    spent = time.process_time() - began
    assert report.imported, report.failed[:3]
    return spent


def _round_trip(project: Path, request: ExportRequest) -> float:
    began = time.process_time()
    assert round_trip(project, request).undeclared == 0
    return time.process_time() - began


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

"""Releases: an export takes time in proportion to what is written, and splits hardly more than reading."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.analysis.splitting import shares
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.splitting import plan
from annotator.formats.jsonl import encode
from annotator.store import Project
from annotator.store.scan import Selection
from tests.benchmarks.corpus import documents, make_project
from tests.benchmarks.harness import Figure, compare

WHOLE = 100_000
FEW = 1_000
RARE = "Event"


def run() -> Iterator[Figure]:
    """Yield the figures of one tag of many, and of splits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = _made(folder, "many", WHOLE)
        few = _made(folder, "few", FEW, step=1)
        yield compare(
            "releases",
            f"export of one tag, in {FEW:,} of {WHOLE:,} documents",
            ours=lambda: _export(many, folder, "jsonl", RARE),
            floor=lambda: _export(few, folder, "jsonl", RARE),
            against=f"the same of a project that has only those {FEW:,}",
            at_most=1.5,
            runs=5,
        )
        long = make_project(folder / "long.annotator", _lines(folder, "long", 2_000, 3_000, 0))
        yield compare(
            "releases",
            "splits by group of 2,000 documents of 3 KB: comparing all texts",
            ours=lambda: _plan(long),
            floor=lambda: _read(long),
            against="reading the texts and making the words of each",
            at_most=16.0,
            runs=3,
        )


def _lines(folder: Path, name: str, count: int, characters: int, step: int) -> Path:
    path = folder / f"{name}.jsonl"
    with path.open("wb") as file:
        for number, each in enumerate(documents(count, characters, 3)):
            if step and number % step == 0:
                first, *others = each.annotations
                each = replace(each, annotations=(replace(first, tag=RARE), *others))
            file.write(encode(each))
    return path


def _made(folder: Path, name: str, count: int, step: int = WHOLE // FEW) -> Path:
    lines = _lines(folder, name, count, 300, step)
    project = make_project(folder / f"{name}.annotator", lines)
    lines.unlink()
    return project


def _export(project: Path, folder: Path, form: str, tag: str) -> None:
    report = export(project, ExportRequest(form, Selection(tag=tag)), folder / "out")
    assert report.documents == FEW


def _plan(project: Path) -> None:
    with Project.open(project, write=False) as store:
        assert plan(store, "group", shares("train=80,test=20")).groups == 2_000


def _read(project: Path) -> None:
    with Project.open(project, write=False) as store:
        assert sum(len(text.split()) for _, text in store.partition.texts())

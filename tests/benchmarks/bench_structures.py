"""Export of spaCy DocBin and CAS XMI against the libraries writing ready objects."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.exchange.exporting import ExportRequest, export
from tests.benchmarks.corpus import make_project, write_jsonl
from tests.benchmarks.harness import Figure, compare

DOCUMENTS = 1000


def run() -> Iterator[Figure]:
    """Yield the figures of both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = make_project(folder / "some.annotator", write_jsonl(folder / "some.jsonl", DOCUMENTS))
        case = f"{DOCUMENTS} documents of 3 KB, 30 annotations each"
        yield compare(
            "structures",
            f"export spacy, {case}",
            ours=lambda: _export(project, "spacy", folder / "ours.spacy"),
            floor=_docbin(folder / "ours.spacy"),
            against="DocBin.add and to_disk of Docs that are there already",
            at_most=1.5,
            runs=3,
        )
        yield compare(
            "structures",
            f"export xmi, {case}",
            ours=lambda: _export(project, "xmi", _fresh(folder / "ours.xmi")),
            floor=_cassis(folder / "ours.xmi"),
            against="Cas.to_xmi of CASes that are there already",
            at_most=1.5,
            runs=3,
        )


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _cassis(folder: Path) -> Callable[[], float]:
    """Return what writes with dkpro-cassis the CASes that it loads from *folder*, when first called."""
    import cassis

    held: list[tuple[str, Any]] = []

    def write() -> float:
        if not held:
            with (folder / "TypeSystem.xml").open("rb") as file:
                types = cassis.load_typesystem(file)
            for path in sorted(folder.glob("*.xmi")):
                with path.open("rb") as file:
                    held.append((path.name, cassis.load_cas_from_xmi(file, typesystem=types)))
        target = _fresh(folder.with_name("floor.xmi"))
        target.mkdir()
        began = time.perf_counter()
        for name, cas in held:
            cas.to_xmi(target / name)
            with (target / name).open("rb") as file:
                # as ours: what was written is on the disk
                os.fsync(file.fileno())
        return time.perf_counter() - began

    return write


def _export(project: Path, format: str, output: Path) -> float:
    began = time.perf_counter()
    assert export(project, ExportRequest(format), output).documents == DOCUMENTS
    return time.perf_counter() - began


def _docbin(path: Path) -> Callable[[], float]:
    """Return what writes with spaCy the Docs that it loads from *path*, when first called."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    docs: list[Any] = []

    def write() -> float:
        if not docs:
            docs.extend(DocBin().from_disk(path).get_docs(Vocab()))
        began = time.perf_counter()
        binary = DocBin(store_user_data=True)
        for doc in docs:
            binary.add(doc)
        binary.to_disk(path.with_suffix(".floor"))
        return time.perf_counter() - began

    return write


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

"""Whether the memory of imports and exports grows with the number of documents: each format, as folder and archive.

Each figure is the most memory that the whole process held, of the command as a person gives it.
"""

import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.registry import FORMATS
from tests.benchmarks.corpus import documents, fresh_project, make_project, with_claims, write_documents
from tests.benchmarks.harness import Figure, compare_memory

FEW, MANY = 1000, 10_000
SLOW = {"spacy", "xmi", "cas-json", "tei", "gate", "xlsx"}
"""Formats of which a third of the documents is measured: with libraries of others, or in XML."""
AT_MOST = 1.3
ROWS = 10
"""Rows of a check-worthiness list for each document of the others: 2,000 are one document, and only several fill a
batch of an import, whose size is the same however many follow."""
_OPTIONS = {"claimreview": ("reviewer_url=https://example.org",), "csv": ("texts=yes",)}


def run() -> Iterator[Figure]:
    """Yield the figures of each format, out where it is written, and in where it is read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects = {count: _project(folder, count) for count in (FEW // 3, MANY // 3, FEW, MANY)}
        for format in FORMATS:
            if format.writes:
                for suffix in _suffixes(format):
                    yield from _figures(folder, projects, format, suffix)
            else:
                yield _only_read(folder, format)


def _project(folder: Path, count: int) -> Path:
    lines = write_documents(folder / f"{count}.jsonl", map(with_claims, documents(count, 300, 3)))
    return make_project(folder / f"{count}.annotator", lines)


def _suffixes(format: Format) -> tuple[str, ...]:
    if format.shape == "folder":
        return "", ".zip"
    return (format.suffixes[0] if format.suffixes else f".{format.name}.jsonl",)


def _figures(folder: Path, projects: dict[int, Path], format: Format, suffix: str) -> Iterator[Figure]:
    few, many = (count // 3 if format.name in SLOW else count for count in (FEW, MANY))
    outputs = {count: folder / f"out-{count}{suffix}" for count in (few, many)}
    what = f"{format.name}{' as ZIP' if suffix == '.zip' else ''} of {many:,} documents"
    options = [word for each in _OPTIONS.get(format.name, ()) for word in ("--option", each)]
    against = f"the same with {few:,}"

    def export(count: int) -> list[str]:
        words = ["--format", format.name, *options, "--output", str(outputs[count])]
        return ["python", "-m", "annotator", "export", str(projects[count]), *words]

    def import_(count: int) -> list[str]:
        back = str(fresh_project(folder / f"back-{count}.annotator"))
        return ["python", "-m", "annotator", "import", back, str(outputs[count]), "--format", format.name]

    yield compare_memory(
        "memory", f"export {what}", ours=export(many), floor=export(few), against=against, at_most=AT_MOST
    )
    if format.reads:
        if format.name == "check-worthiness":
            what, against = f"{format.name} of {many * ROWS:,} rows", f"the same with {few * ROWS:,}"
            for count, path in outputs.items():
                _write_list(path, count * ROWS)
        yield compare_memory(
            "memory", f"import {what}", ours=import_(many), floor=import_(few), against=against, at_most=AT_MOST
        )
    for path in outputs.values():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _only_read(folder: Path, format: Format) -> Figure:
    """Return the figure of a format that is not written: its files are made here."""
    given = {count: folder / f"in-{count}{'.zip' if format.name == 'inception' else ''}" for count in (FEW, MANY)}
    for count, path in given.items():
        _FILES[format.name](path, count)

    def import_(count: int) -> list[str]:
        back = str(fresh_project(folder / f"back-{count}.annotator"))
        return ["python", "-m", "annotator", "import", back, str(given[count]), "--format", format.name]

    what = f"import {format.name} of {MANY:,} documents"
    against = f"the same with {FEW:,}"
    found = compare_memory("memory", what, ours=import_(MANY), floor=import_(FEW), against=against, at_most=AT_MOST)
    for path in given.values():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return found


def _write_texts(folder: Path, count: int) -> None:
    folder.mkdir()
    for number, each in enumerate(documents(count, 300, 0)):
        (folder / f"a{number:06d}.txt").write_text(each.document.text)


def _write_articles(folder: Path, count: int) -> None:
    folder.mkdir()
    for number, each in enumerate(documents(count, 300, 0)):
        (folder / f"a{number:06d}.article").write_text(f"date 1924-03-04 Article {number}\n\n{each.document.text}\n")


def _write_inception(path: Path, count: int) -> None:
    names = [f"a{number:06d}.txt" for number in range(count)]
    project = {
        "name": "Harbour",
        "source_documents": [{"name": name, "format": "text", "state": "ANNOTATION_FINISHED"} for name in names],
        "annotation_documents": [{"name": name, "user": "anna", "state": "FINISHED"} for name in names],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exportedproject.json", json.dumps(project))
        for name, each in zip(names, documents(count, 300, 0), strict=True):
            archive.writestr(f"source/{name}", each.document.text)
            archive.writestr(f"annotation/{name}/anna.tsv", _tsv(each.document.text))


def _tsv(text: str) -> str:
    """Return a sentence in which every tenth word is a name, as WebAnno TSV 3."""
    rows: list[str] = []
    start = 0
    for number, word in enumerate(text.split(" "), start=1):
        label = "_" if number % 10 else "PER"
        rows.append(f"1-{number}\t{start}-{start + len(word)}\t{word}\t{label}\t")
        start += len(word) + 1
    layer = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    return "\n".join(["#FORMAT=WebAnno TSV 3.3", f"#T_SP={layer}|value", "", "", f"#Text={text}", *rows, ""])


_FILES: dict[str, Callable[[Path, int], None]] = {
    "text": _write_texts,
    "article": _write_articles,
    "inception": _write_inception,
}


def _write_list(path: Path, rows: int) -> None:
    with path.open("w") as file:
        file.write("sentence_id\tsentence\tclass_label\n")
        for number in range(rows):
            file.write(f"{number}\tThe mayor said on day {number} that bread is short and ships are late.\tYes\n")


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(figure.line() + "\n")

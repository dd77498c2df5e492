"""What an export filters out stands in no byte of it, in whatever format; what is left is there."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.registry import FORMATS, Format
from annotator.formats.tagset_toml import load_default
from annotator.model.claim_edits import VERDICT
from annotator.store import Project
from annotator.store.scan import Selection

TIME = "2026-01-02T03:04:05Z"
FILTERS = {
    "status": Selection(status="done"),
    "split": Selection(split="train"),
    "query": Selection(where="wanted"),
    "annotator": Selection(annotator="Kestrel"),
    "tag": Selection(tag="Statement"),
    "state": Selection(state="accepted"),
}
OF_DOCUMENTS = ("status", "split", "query")


def mark(id_: str, kind: str, tag: str, span: tuple[int, int], who: str, **more: object) -> dict[str, object]:
    start, end = span
    made = {"created": TIME, "modified": TIME, "origin": "manual", "attributes": {}}
    return {
        "id": id_,
        "kind": kind,
        "tag": tag,
        "spans": [{"start": start, "end": end}],
        "annotator": who,
        **made,
        **more,
    }


def claim(id_: str, name: str, text: str, words: str, **more: object) -> list[dict[str, object]]:
    """Return a claim of *words*, whose claimant is the person called *name*."""
    start, who = text.index(words), text.index(name)
    said = {VERDICT: "false", "topic": f"{name}topic"}
    return [
        mark(f"{id_}-c", "claim", "Statement", (start, start + len(words)), name, attributes=said, **more),
        mark(f"{id_}-p", "entity", "Person", (who, who + len(name)), name, note=f"{name}note", **more),
    ]


def written(path: Path, *documents: tuple[str, str, list[dict[str, object]], dict[str, object]]) -> Path:
    """Make a project of documents: title, text, marks and further fields of each."""
    lines: list[str] = []
    for number, (title, text, marks, more) in enumerate(documents):
        links = [
            {"id": f"{each['id']}-l", "type": "claimant", "from": each["id"], "to": str(each["id"])[:-1] + "p"}
            for each in marks
            if each["kind"] == "claim" and any(one["id"] == str(each["id"])[:-1] + "p" for one in marks)
        ]
        value = {"id": f"d{number}", "title": title, "text": text, "annotations": marks, "relations": links, **more}
        lines.append(json.dumps(value) + "\n")
    source = path.with_suffix(".jsonl")
    source.write_text("".join(lines))
    Project.create(path, load_default()).close()
    report = import_paths(path, [source], annotator="A", format="jsonl")
    assert (report.failed, report.imported) == ([], len(documents))
    return path


@pytest.fixture(scope="module")
def two_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document that each filter of documents takes, and one that none takes."""
    kept, lost = "Kestrel of the wanted said that bread is short.", "Quagga of the harbour said that zebus are late."
    return written(
        tmp_path_factory.mktemp("filters") / "p.annotator",
        ("Kestrel speaks", kept, claim("k", "Kestrel", kept, "bread is short"), {"status": "done", "split": "train"}),
        ("Quagga speaks", lost, claim("q", "Quagga", lost, "zebus are late"), {"status": "open", "split": "test"}),
    )


def with_two_marks(path: Path, name: str) -> Path:
    """Return a project of a text with a claim that the filter takes, and one thing (of Quagga) that it does not."""
    text = "Kestrel said that bread is short. And then the quiet harbour said that zebus are late."
    start = text.index("zebus")
    said = {"topic": "Quaggatopic"}
    tag, who = ("Statement", "Quagga") if name != "tag" else ("Quaggatag", "Kestrel")
    state = "rejected" if name == "state" else "accepted"
    extra = mark("q", "claim", tag, (start, start + 14), who, attributes=said, note="Quagganote", state=state)
    kept = claim("k", "Kestrel", text, "bread is short")
    if name == "tag":
        kept = kept[:1]
        extra["kind"] = "entity"
    document = ("Kestrel speaks", text, [*kept, extra], {})
    return written(path, document)


def contents(path: Path) -> Iterator[bytes]:
    """Yield the names and bytes of all files, unpacked."""
    for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if each.is_file():
            yield each.name.encode()
            yield from unpacked(each.read_bytes())


def unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    elif data.startswith(b"PAR1"):
        yield repr(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()).encode()
    elif data[:1] == b"\x78":
        yield zlib.decompress(data)
    yield data


def exported(project: Path, format: Format, selection: Selection, output: Path) -> bytes:
    needed = {"reviewer_url": "https://example.org"} if format.name == "claimreview" else {}
    export(project, ExportRequest(format.name, selection, needed), output)
    return b"\n".join(contents(output))


@pytest.mark.parametrize("format", [each for each in FORMATS if each.writes], ids=lambda each: each.name)
@pytest.mark.parametrize("name", FILTERS)
def test_what_is_filtered_out_is_in_no_byte_and_what_is_left_is_there(two_documents, format, name, tmp_path):
    project = two_documents if name in OF_DOCUMENTS else with_two_marks(tmp_path / "p.annotator", name)

    found = exported(project, format, FILTERS[name], tmp_path / f"out{(format.suffixes or ('',))[0]}")

    assert b"bread" in found
    # the tag itself is one of the project's, and stands in its tag set
    assert b"Quagga" not in found.replace(b"Quaggatag", b"")
    if name in OF_DOCUMENTS or format.name == "check-worthiness":
        # of the other claim; most formats hold a text whole, whatever is left out of its marks
        assert b"zebus" not in found


@pytest.mark.parametrize("format", [each for each in FORMATS if each.writes], ids=lambda each: each.name)
def test_without_a_filter_all_documents_are_there(two_documents, format, tmp_path):
    found = exported(two_documents, format, Selection(), tmp_path / f"out{(format.suffixes or ('',))[0]}")

    assert b"zebus" in found


@pytest.mark.parametrize("name", ["annotator", "tag", "state"])
def test_without_a_filter_all_that_is_said_of_marks_is_there(name, tmp_path):
    project = with_two_marks(tmp_path / "p.annotator", name)

    # brat cannot say that a mark was rejected, and gets none of those
    names = ("jsonl", "xmi", "w3c", *(() if name == "state" else ("brat",)))
    for each in (each for each in FORMATS if each.name in names):
        assert b"Quagganote" in exported(project, each, Selection(), tmp_path / each.name)

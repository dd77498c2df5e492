"""A small project that uses everything, and the files of every format that hold it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.registry import FORMATS, named_format
from annotator.formats.tagset_toml import load_default
from annotator.model.people import Record
from annotator.model.record_edits import link
from annotator.store import Project
from tests.exchange.foreign import cases
from tests.formats.documents import INCEPTION_NAMES, packed

Files = dict[str, bytes]
TIME = "2026-01-02T03:04:05Z"
WORD = "Wryneck"
"""Stands in the text of the witness, and in no other."""
TEXT = (
    "😀 Kim Jong Un met أحمد علي in Kursk.\n"
    "The mayor said that “bread, as Lee 说 put it, is dear” and went.\n"
    "\n"
    "Zoe\u0301 doubts it: 2,300 men are late."
)


def _mark(id_: str, kind: str, tag: str, *words: str, **more: Any) -> dict[str, Any]:
    places = [(TEXT.index(each), TEXT.index(each) + len(each)) for each in words]
    spans = [{"start": start, "end": end} for start, end in places]
    made = {"annotator": "Anna", "created": TIME, "modified": TIME, "origin": "manual"}
    return {"id": id_, "kind": kind, "tag": tag, "spans": spans, **made, **more}


def _link(id_: str, type_: str, source: str, target: str) -> dict[str, Any]:
    return {"id": id_, "type": type_, "from": source, "to": target}


EVERYTHING = {
    "id": "d-1",
    "title": "Everything, أحمد 😀",
    "date": "1917-11",
    "language": "en",
    "status": "done",
    "split": "train",
    "metadata": {"page": 3, "shelf": [1, {"y": None}]},
    "text": TEXT,
    "annotations": [
        _mark("a1", "entity", "Person", "Kim Jong Un", attributes={"mention": "name"}, note="who?\nhe"),
        _mark("a2", "entity", "Person", "أحمد علي", annotator="Ben"),
        _mark("a3", "entity", "Location", "Kursk", state="suggested", origin="rule", confidence=0.5),
        _mark("a4", "entity", "Person", "The mayor"),
        _mark("a5", "entity", "Person", "Lee"),
        _mark("a6", "entity", "Person", "Zoe\u0301", annotator="Ben", state="rejected"),
        _mark("s1", "cue", "Cue", "said"),
        _mark("s2", "cue", "Cue", "put it"),
        _mark("c1", "claim", "Statement", "bread", "is dear", attributes={"topic": "bread", "said_on": "1917-11"}),
        _mark("c2", "claim", "Statement", "bread, as Lee 说 put it, is dear", attributes={"quotation": "direct"}),
        _mark("c3", "claim", "Quantity claim", "2,300 men are late", annotator="Ben"),
        _mark("g", "document", "Genre", attributes={"genre": "letter"}),
    ],
    "relations": [
        _link("r1", "claimant", "c1", "a5"),
        _link("r2", "cue", "c1", "s2"),
        _link("r3", "claimant", "c2", "a4"),
        _link("r4", "cue", "c2", "s1"),
        _link("r5", "about", "c3", "a3"),
        _link("r6", "contradicts", "c3", "c2"),
        _link("r7", "same as", "a4", "a1"),
    ],
}
OTHER = {
    "id": "d-2",
    "title": "Other",
    "text": "Kim said that they won.",
    "annotations": [
        {"id": "o1", "kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}]},
        {"id": "o2", "kind": "claim", "tag": "Statement", "spans": [{"start": 14, "end": 22}]},
    ],
    "relations": [_link("o3", "claimant", "o2", "o1"), _link("o4", "supports", "o2", "c2")],
}
WITNESS = {
    "id": "w-1",
    "title": "Witness",
    "text": f"Kim said that {WORD} is well .",
    "annotations": [
        {"id": "w1", "kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}]},
        {"id": "w2", "kind": "claim", "tag": "Statement", "spans": [{"start": 14, "end": 29}]},
    ],
    "relations": [_link("w3", "claimant", "w2", "w1")],
}
FILE = {"csv": "a.csv", "xlsx": "a.xlsx", "conll": "a.conll", "conllu": "a.conllu", "hipe": "a.tsv", "spacy": "a.spacy"}
FILE |= {"refi-qda": "a.qdpx", "check-worthiness": "a.claims.tsv"}
"""The name of the one file of a format that is no folder."""


def put(files: Files, folder: Path) -> None:
    """Write *files* into a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def project_of(path: Path, *documents: dict[str, Any]) -> Path:
    """Make a project of *documents*, two marks of which lead to a record."""
    Project.create(path, load_default()).close()
    source = path.with_suffix(".jsonl")
    source.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in documents), "utf-8")
    report = import_paths(path, [source], annotator="Anna", format="jsonl")
    assert (report.failed, report.imported) == ([], len(documents))
    with Project.open(path) as project:
        marks, _ = project.annotations(documents[0]["id"])
        person = next(each for each in marks if each.tag == "Person")
        record = Record("rec-1", "entity", "Kim Jong Un", "Person", ("Kim",), ("wikidata:Q56226",), note="his")
        project.do(link([person], record, new=True), "Anna")
    return path


def _exported(project: Path, name: str, folder: Path) -> Files:
    output = folder / name
    export(project, ExportRequest(name, options=named_format(name).again), output)
    if output.is_file():
        return {FILE.get(name, "a.jsonl"): output.read_bytes()}
    return {each.relative_to(output).as_posix(): each.read_bytes() for each in output.rglob("*") if each.is_file()}


def _inception(name: str, exported: dict[str, Files]) -> Files:
    """Return a project of INCEpTION, packed, whose one text was marked by two people, in XMI and in JSON."""
    xmi, cas = exported["xmi"], exported["cas-json"]
    source = next(each for each in sorted(xmi) if each.endswith(".xmi"))
    project = {
        "name": name,
        "source_documents": [{"name": name, "format": "text", "state": "CURATION_FINISHED"}],
        "annotation_documents": [{"name": name, "user": "anna", "state": "FINISHED"}],
        "layers": [INCEPTION_NAMES],
    }
    files = {
        "exportedproject.json": json.dumps(project).encode(),
        f"source/{name}": exported["text"][name],
        f"annotation/{name}/anna.zip": packed({"a.xmi": xmi[source], "TypeSystem.xml": xmi["TypeSystem.xml"]}),
        f"annotation/{name}/ben.json": cas[sorted(cas)[0]],
    }
    return {"project.zip": packed(files)}


def _files(folder: Path, *documents: dict[str, Any]) -> dict[str, Files]:
    """Return, by the name of each format that is read, the files that hold *documents* in it."""
    project = project_of(folder / "p.annotator", *documents)
    found = {each.name: _exported(project, each.name, folder) for each in FORMATS if each.reads and each.writes}
    name = f"{documents[0]['title']}.txt"
    found["text"] = {name: documents[0]["text"].encode()}
    found["article"] = {"a.article": f"date 1917-11 {documents[0]['title']}\n\n{documents[0]['text']}".encode()}
    found["inception"] = _inception(name, found)
    return found


@cache
def _made(folder: Path) -> tuple[dict[str, Files], dict[str, Files]]:
    for each in ("given", "whole"):
        (folder / each).mkdir()
    return _files(folder / "given", EVERYTHING, OTHER), _files(folder / "whole", WITNESS)


def files_to_damage(folder: Path) -> dict[str, list[Files]]:
    """Return, by the names of the formats that are read, files of ours and of other programs; *folder* is for work."""
    ours, _ = _made(folder)
    foreign = cases()
    return {name: [files, *(foreign[name][:1] if name in foreign else ())] for name, files in ours.items()}


def witnesses(folder: Path) -> dict[str, Files]:
    """Return, by the names of the formats, files that hold the witness."""
    return _made(folder)[1]

"""The example on the page of each format is one: typed into files, it is read without a word, as what it shows."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.registry import FORMATS
from annotator.formats.tagset_toml import load_default
from annotator.store import Project

PAGES = Path(__file__).parents[2] / "docs" / "formats"
BREAD = "The mayor said that bread would be short."
MAYOR, SHORT = ("Person", "mayor"), ("Prediction", "bread would be short")
NAMED = ("Person", "Kim Jong Un")
SOURCE = "5f3f1111-0000-4000-8000-000000000004"


class Example(NamedTuple):
    """The files that somebody makes of a page (a number is that of a block on it), and the marks that these have."""

    files: dict[str, int | str]
    marks: list[tuple[str, str]]
    links: tuple[str, ...] = ()
    options: Mapping[str, str] = MappingProxyType({})


EXAMPLES = {
    "article": Example({"a.article": 0}, []),
    "brat": Example({"bread.txt": BREAD, "bread.ann": 0}, [MAYOR, ("Cue", "said"), SHORT], ("claimant", "cue")),
    "cas-json": Example({"a.json": 0}, [("Cue", "said")]),
    "check-worthiness": Example(
        {"list.tsv": 0, "fever.jsonl": 1},
        [("Statement", "The army said that it had left the town."), ("Statement", "Nobody came."),
         ("Statement", "Bread was short in the capital.")],
    ),
    "conll": Example({"kim.conll": 0}, [NAMED]),
    "conllu": Example({"kim.conllu": 0}, [NAMED]),
    "csv": Example(
        {"survey.csv": 2}, [("Meetings", ""), ("Prices", "")], (),
        {"columns": "text=Answer; tag=Topic; document=Nr"},
    ),
    "doccano": Example({"a.jsonl": 0}, [MAYOR, SHORT], ("claimant",)),
    "gate": Example({"a.xml": 0}, [MAYOR]),
    "hipe": Example({"a.hipe.tsv": 0}, [("Location", "Bern")]),
    "jsonl": Example({"a.jsonl": 0}, [MAYOR, SHORT], ("claimant",)),
    "label-studio": Example({"a.json": 0}, [MAYOR, SHORT], ("claimant",)),
    "newsclaims": Example(
        {"claims.json": 0, "text/doc1.txt": "Dr Ross spoke. She said that garlic cures all."},
        [("Person", "Dr Ross"), ("Object", "garlic"), ("Statement", "garlic cures all.")], ("about", "claimant"),
    ),
    "prodigy": Example({"a.jsonl": 0}, [MAYOR, SHORT], ("claimant",)),
    "refi-qda": Example(
        {"project.qde": 0, f"sources/{SOURCE}.txt": BREAD}, [("Statement", "bread would be short")]
    ),
    "tei": Example({"a.xml": 0}, [MAYOR, SHORT], ("claimant",)),
    "w3c": Example({"000001.jsonld": 0, "000001.txt": BREAD}, [MAYOR, SHORT], ("claimant",)),
    "webanno": Example({"a.tsv": 0}, [("Person", "Ann"), ("Statement", "so")], ("claimant",)),
    "xmi": Example({"a.xmi": 0, "TypeSystem.xml": 1}, [MAYOR, SHORT], ("claimant",)),
}  # fmt: skip
WITHOUT = {"dataset", "inception", "spacy", "text", "xlsx"}
"""Formats that are read and have no file of text that one could type."""
SAME_AGAIN = {"conll": "kim.conll", "conllu": "kim.conllu", "hipe": "a.hipe.tsv", "webanno": "a.tsv"}
"""Formats of which the example is written again as it stands on the page."""


def blocks(name: str) -> list[str]:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return re.findall(r"^```\w*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def read(name: str, folder: Path) -> Path:
    for file, content in EXAMPLES[name].files.items():
        path = folder / "files" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else blocks(name)[content], "utf-8", newline="")
    project = folder / "p.annotator"
    Project.create(project, load_default()).close()
    options = EXAMPLES[name].options
    # where the page names no options, nobody says which format it is
    report = import_paths(
        project, [folder / "files"], annotator="Nora", format=name if options else None, options=options
    )
    assert (report.failed, report.noted) == ([], [])
    return project


def test_every_format_that_is_read_has_its_example_tried():
    assert {each.name for each in FORMATS if each.reads} == set(EXAMPLES) | WITHOUT


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_read_as_what_it_shows(name, tmp_path):
    found: list[tuple[str, str]] = []
    links: list[str] = []
    with Project.open(read(name, tmp_path), write=False) as project:
        for each in project.scan():
            text = each.document.text
            found += [(mark.tag, "".join(text[slice(*span)] for span in mark.spans)) for mark in each.annotations]
            links += [link.type for link in each.relations]

    assert sorted(found) == sorted(EXAMPLES[name].marks)
    assert tuple(sorted(links)) == EXAMPLES[name].links


@pytest.mark.parametrize("name", SAME_AGAIN)
def test_the_example_is_what_we_write(name, tmp_path):
    project, output = read(name, tmp_path), tmp_path / "out"

    export(project, ExportRequest(name), output)

    written = output if output.is_file() else output / SAME_AGAIN[name]
    assert written.read_text(encoding="utf-8").strip("\n") == blocks(name)[0].strip("\n")

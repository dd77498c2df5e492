"""A release: the data set as a folder that can be cited, checked and read back; docs/formats/dataset.md fixes it.

The same project gives the same bytes on every machine at any time. Documents are streamed; memory grows with names
of tags and annotators, and, where only a part of the documents is written, with the records that they point to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats import jsonl
from annotator.formats.authority import write_jsonl as record_lines
from annotator.formats.checksums import Summed
from annotator.formats.citation_file import citation_file
from annotator.formats.data_card import data_card
from annotator.formats.dataset_reading import read_files
from annotator.formats.format import Writing
from annotator.formats.tagset_toml import write_tag_set
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources

if TYPE_CHECKING:
    from annotator.formats.output import Folder

__all__ = ["read_files", "write"]

VERSION = 1


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write the files of a release; SHA256SUMS, which names all others, comes last."""
    used: set[str] | None = None if writing.facts.get("all_documents") else set()
    facts = _with_options(writing.facts, writing.options)
    summed = Summed(folder)
    with summed.open("documents.jsonl") as file:
        for each in documents:
            file.write(jsonl.encode(each))
            if used is not None:
                used.update(mark.record for mark in each.annotations if mark.record is not None)
    with summed.open("records.jsonl") as file:
        for line in record_lines(each for each in writing.records() if used is None or each.id in used):
            file.write(line)
    summary = writing.summary()
    summed.write("tags.toml", write_tag_set(writing.tag_set).encode())
    summed.write("schema.json", (resources() / "schema" / "jsonl.schema.json").read_bytes())
    summed.write("release.json", _release(facts, summary))
    summed.write("README.md", data_card(writing.tag_set, facts, summary).encode())
    summed.write("CITATION.cff", citation_file(facts["about"], tuple(summary["by_annotator"])).encode())
    summed.close()


def _with_options(facts: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    """Return *facts* with what was given for this release instead of what the project says of itself."""
    about: Mapping[str, str] = facts["about"]
    return {**facts, "about": {name: options.get(name) or value for name, value in about.items()}}


def _release(facts: Mapping[str, Any], summary: Mapping[str, Any]) -> bytes:
    told: Mapping[str, str] = facts.get("review", {}) if facts.get("review_told") else {}
    review = {name: text for name, text in told.items() if text}
    value = {
        "format": "annotator dataset",
        "format_version": VERSION,
        "about": facts["about"],
        **({"review": review} if review else {}),
        "tag_set_version": facts["tag_set_version"],
        "program": facts["program"],
        "command": facts["command"],
        "splits": facts.get("splits", ""),
        "summary": summary,
    }
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

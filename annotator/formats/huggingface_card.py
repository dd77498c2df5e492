"""The card of a data set in Hugging Face's layout: YAML that its library reads, then words that people read. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from annotator.formats.format import Writing

_ANNOTATION = (
    ("id", "string", "the annotation's id"),
    ("kind", "string", "`entity`, `claim`, `cue` or `document`"),
    ("tag", "string", "its tag"),
    ("spans", "", "where it stands; several if it is discontinuous, none if it is of the whole document"),
    ("attributes", "string", "what else is said of it, a JSON object"),
    ("record", "string", "the id of the person, body or statement that it means, or null"),
    ("annotator", "string", "who made it"),
    ("origin", "string", "`manual`, `rule`, `model` or `import`"),
    ("state", "string", "`accepted`, `suggested` or `rejected`"),
    ("confidence", "float64", "from 0 to 1, or null"),
    ("note", "string", "a note on it"),
    ("created", "string", "when it was made, in UTC"),
    ("modified", "string", "when it was last changed"),
)
_DOCUMENT = (
    ("id", "the document's id"),
    ("title", "its title"),
    ("date", "its date, whole or partial: `1917`, `1917-11`, or null"),
    ("language", "its language, a BCP 47 tag, or null"),
    ("source_uri", "the file it was made of"),
    ("source_media_type", "what that file is"),
    ("source_sha256", "the SHA-256 of that file"),
    ("metadata", "what the archive says of it, a JSON object"),
    ("status", "`new`, `open` or `done`"),
    ("text", "its text"),
    ("text_sha256", "the SHA-256 of the text as UTF-8"),
)
_SPAN = (("start", "int64"), ("end", "int64"), ("text", "string"))
_RELATION = ("id", "type", "from", "to", "attributes")


def card(writing: Writing, sizes: Mapping[str, tuple[int, int, int]]) -> str:
    """Return the card; *sizes* has for each split its rows, its bytes in memory and those of its file."""
    about = writing.facts.get("about")
    said: Mapping[str, Any] = cast(Mapping[str, Any], about) if isinstance(about, Mapping) else {}
    title = str(said.get("title") or writing.facts.get("title") or "Untitled data set")
    rows = sum(each[0] for each in sizes.values())
    lines = ["---", f"pretty_name: {_quoted(title)}"]
    licence = str(said.get("licence") or "")
    if re.fullmatch(r"[A-Za-z0-9.+-]+", licence):
        lines.append(f"license: {licence.lower()}")
    lines += ["task_categories:", "- token-classification", "dataset_info:", *_features(), "  splits:"]
    for name, (examples, in_memory, _) in sizes.items():
        lines += [f"  - name: {name}", f"    num_bytes: {in_memory}", f"    num_examples: {examples}"]
    lines += [f"  download_size: {sum(each[2] for each in sizes.values())}"]
    lines += [f"  dataset_size: {sum(each[1] for each in sizes.values())}"]
    lines += ["configs:", "- config_name: default", "  data_files:"]
    for name in sizes:
        lines += [f"  - split: {name}", f"    path: data/{name}-*"]
    lines += ["---", "", f"# {_plain(title)}", ""]
    lines += [str(said.get("description") or "Articles with annotations: who and what they name, and what they claim.")]
    lines += ["", "| split | documents |", "| --- | --- |"]
    lines += [f"| {name} | {each[0]:,} |" for name, each in sizes.items()]
    lines += [f"| all | {rows:,} |", "", "## Columns", "", "| column | what it is |", "| --- | --- |"]
    lines += [f"| `{name}` | {what} |" for name, what in _DOCUMENT]
    lines += [
        "| `annotations` | what is marked in it, in reading order |",
        "| `relations` | links between annotations |",
    ]
    lines += ["", "Of an annotation:", "", "| field | what it is |", "| --- | --- |"]
    lines += [f"| `{name}` | {what} |" for name, _, what in _ANNOTATION]
    lines += ["", _EXPLAINED, ""]
    lines += _tags(writing)
    return "\n".join(lines) + "\n"


_EXPLAINED = (
    "Offsets are code points of `text`, half-open: in Python `text[start:end]` is the text of a span. A claim is an\n"
    "annotation of kind `claim`; its claimant, cue and what it is about are relations that lead `from` it `to` other\n"
    "annotations. A relation has a `type` and `attributes`, a JSON object."
)


def _features() -> list[str]:
    lines = ["  features:"]
    lines += [line for name, _ in _DOCUMENT for line in (f"  - name: {name}", "    dtype: string")]
    lines += ["  - name: annotations", "    list:"]
    for name, dtype, _ in _ANNOTATION:
        lines.append(f"    - name: {name}")
        if dtype:
            lines.append(f"      dtype: {dtype}")
        else:
            lines.append("      list:")
            lines += [line for part, kind in _SPAN for line in (f"      - name: {part}", f"        dtype: {kind}")]
    lines += ["  - name: relations", "    list:"]
    lines += [line for name in _RELATION for line in (f"    - name: {name}", "      dtype: string")]
    return lines


def _tags(writing: Writing) -> list[str]:
    tags = [each for each in writing.tag_set.tags if not each.retired]
    if not tags:
        return []
    lines = ["## Tags", "", "| kind | tag | when it is given |", "| --- | --- | --- |"]
    lines += [f"| {each.kind} | {_plain(each.name)} | {_plain(each.description)} |" for each in tags]
    return lines


def _quoted(text: str) -> str:
    # JSON is YAML
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|").replace("<", "&lt;")

"""The data card of a release: what is in it, how it was marked, who may use it, as Markdown with a YAML head.

Made of facts and counts that are given; the same facts give the same bytes, so it names no moment of making.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from annotator.model.annotation import KINDS
from annotator.model.tag import Attribute, Tag, TagSet

FILES: Mapping[str, str] = {
    "documents.jsonl": "the documents with their annotations and relations, one a line",
    "records.jsonl": "the records: the person, body or statement behind mentions in many documents",
    "tags.toml": "the tag set: tags, attributes, relation types, constraints and guidelines",
    "schema.json": "the JSON Schema of a line of documents.jsonl",
    "release.json": "what this card says, for machines",
    "CITATION.cff": "how to cite it",
    "SHA256SUMS": "the SHA-256 of every file",
}
_NOUNS = {"entity": "Entities", "claim": "Claims", "cue": "Cues", "document": "Of whole documents"}
_NOT_STATED = "not stated"
_DECADES = 30
"""Years are listed where there are no more than so many, else decades."""


def data_card(tag_set: TagSet, facts: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """Return the card of what *summary* counts, of a project with those *facts* (see `Writing`)."""
    about: Mapping[str, str] = facts["about"]
    parts = [
        _head(about, summary),
        f"# {_plain(about['title'] or 'Untitled data set')}",
        about["description"].strip() or "Articles with annotations.",
        _contents(summary),
        _counts(summary, facts),
        _agreement(summary["agreement"]),
        _layout(),
        _tag_set(tag_set, facts, summary),
        _rights(about),
        _again(facts),
        _citing(about),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(about: Mapping[str, str], summary: Mapping[str, Any]) -> str:
    """Return the YAML that catalogues read; each value is written as JSON, which is YAML."""
    languages = [each for each in summary["by_language"] if each]
    lines = ["---", f"pretty_name: {_json(about['title'] or 'Untitled data set')}"]
    if re.fullmatch(r"[A-Za-z0-9.+-]+", about["licence"]):
        lines.append(f"license: {about['licence'].lower()}")
    if languages:
        lines += ["language:", *(f"- {_json(each)}" for each in languages)]
    lines += ["task_categories:", "- token-classification"]
    lines += ["size_categories:", f"- {_size(summary['documents'])}", "---"]
    return "\n".join(lines)


def _size(documents: int) -> str:
    steps = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for limit, name in steps if documents < limit), "1M<n<10M")


def _contents(summary: Mapping[str, Any]) -> str:
    by_kind: Mapping[str, int] = summary["by_kind"]
    rows = [
        ("Documents", f"{summary['documents']:,}"),
        ("Characters of text", f"{summary['characters']:,}"),
        ("Annotations", f"{summary['annotations']:,}"),
        *((f"… {_NOUNS[kind].lower()}", f"{by_kind[kind]:,}") for kind in KINDS if kind in by_kind),
        ("… discontinuous", f"{summary['discontinuous']:,}"),
        ("Relations", f"{summary['relations']:,}"),
    ]  # fmt: skip
    return "## What is in it\n\n" + table(("", "count"), rows)


def _counts(summary: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    found: list[str] = []
    for kind, tags in summary["by_tag"].items():
        found.append(f"### {_NOUNS[kind]} by tag\n\n" + _count_table("tag", tags, "annotations"))
    years: Mapping[str, int] = summary["by_year"]
    dates = ("year", years) if len(years) <= _DECADES else ("decade", summary["by_decade"])
    for noun, counts in (("language", summary["by_language"]), dates, ("status", summary["by_status"])):
        if counts:
            found.append(f"### Documents by {noun}\n\n" + _count_table(noun, counts, "documents"))
    if any(summary["by_split"]):
        made = facts.get("splits", "")
        how = f"\n\nMade with `annotator splits PROJECT make {made}`." if made else ""
        found.append("### Documents by split\n\n" + _count_table("split", summary["by_split"], "documents") + how)
    if summary["by_relation"]:
        found.append("### Relations by type\n\n" + _count_table("relation", summary["by_relation"], "relations"))
    if annotators := summary["by_annotator"]:
        rows = [(name, f"{each['documents']:,}", f"{each['annotations']:,}") for name, each in annotators.items()]
        found.append("### Annotators\n\n" + table(("annotator", "documents", "annotations"), rows))
    for noun, counts in (("state", summary["by_state"]), ("origin", summary["by_origin"])):
        if len(counts) > 1:
            found.append(f"### Annotations by {noun}\n\n" + _count_table(noun, counts, "annotations"))
    return "\n\n".join(found)


def _agreement(pairs: Sequence[Mapping[str, Any]]) -> str:
    head = "## Agreement\n\n"
    if not pairs:
        return f"{head}Not stated: no document was marked by more than one annotator."
    rows = [
        (" and ".join(each["annotators"]), each["kind"], f"{each['documents']:,}", f"{each['equal']:,}",
         f"{each['f1']:.3f}")
        for each in pairs
    ]  # fmt: skip
    return (
        f"{head}F1 of each two annotators over the documents in which both marked something. Two marks are equal if "
        "their kind, tag and all spans are; marks that only overlap count as different. Rejected marks and suggestions "
        "are not counted.\n\n" + table(("annotators", "kind", "documents", "equal marks", "F1"), rows)
    )


def _layout() -> str:
    rows = [(f"`{name}`", what) for name, what in FILES.items()]
    return (
        "## Files\n\n"
        + table(("file", "what it holds"), rows)
        + "\n\nOffsets are code points of `text`, half-open: in "
        "Python `text[start:end]` is the text of a span. A claim is an annotation of kind `claim`; its claimant, cue "
        "and what it is about are relations that lead from it. Whether a file is whole tells `sha256sum -c SHA256SUMS`."
    )


def _tag_set(tag_set: TagSet, facts: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    version = f", version {_plain(tag_set.version)}" if tag_set.version else ""
    number = facts["tag_set_version"]
    parts = [
        f"## Tag set and guidelines\n\n{_plain(tag_set.name) or 'No name'}{version}; state {number} in the project."
    ]
    if tag_set.description:
        parts.append(tag_set.description.strip())
    for kind in KINDS:
        tags = [each for each in tag_set.tags if each.kind == kind]
        shared = _shared(tags)
        if shared:
            parts.append(f"### Attributes of every tag of the kind {kind}\n\n{_attributes(shared)}")
        for tag in tags:
            count: int = summary["by_tag"].get(kind, {}).get(tag.name, 0)
            # what was taken out of use long ago and marks nothing here would only lengthen the card
            if count or not tag.retired:
                parts.append("\n\n".join(_tag(tag, count, [each for each in tag.attributes if each not in shared])))
    if tag_set.relation_types:
        rows = [
            (each.name, ", ".join(each.from_kinds) or "any", ", ".join(each.to_kinds) or "any", each.description)
            for each in tag_set.relation_types
        ]
        parts.append("### Relations\n\n" + table(("relation", "from", "to", "what it says"), rows))
    if tag_set.constraints:
        lines = (f"- **{_plain(each.name)}** {_plain(each.description)}".rstrip() for each in tag_set.constraints)
        parts.append("### Constraints\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _shared(tags: Sequence[Tag]) -> list[Attribute]:
    """Return the attributes that all *tags* have, if there are several tags: they are said once."""
    if len(tags) < 2:
        return []
    return [each for each in tags[0].attributes if all(each in tag.attributes for tag in tags[1:])]


def _attributes(attributes: Iterable[Attribute]) -> str:
    rows = [
        (each.name, ", ".join(each.choices) or each.type, "judgement" if each.layer == "judgement" else "text",
         each.description)
        for each in attributes
    ]  # fmt: skip
    return table(("attribute", "values", "layer", "what it says"), rows)


def _tag(tag: Tag, count: int, attributes: Sequence[Attribute]) -> Iterator[str]:
    under = f", under {_plain(tag.parent)}" if tag.parent else ""
    yield f"### {_plain(tag.name)}\n\n*{tag.kind}{under}, {count:,} marked*"
    if tag.description:
        yield tag.description.strip()
    if tag.guideline:
        # headings of a guideline must not stand above that of its tag
        yield re.sub(r"(?m)^(#{1,6}) ", r"####\1 ", tag.guideline.strip()).replace("#######", "######")
    examples = [f"- right: {_plain(each)}" for each in tag.good_examples]
    examples += [f"- wrong: {_plain(each)}" for each in tag.bad_examples]
    if examples:
        yield "\n".join(examples)
    if attributes:
        yield _attributes(attributes)


def _rights(about: Mapping[str, str]) -> str:
    return (
        "## Licence and rights\n\n"
        f"Licence of the annotations: {_plain(about['licence']) or _NOT_STATED}.\n\n"
        f"Rights in the texts: {about['rights'].strip() or _NOT_STATED}" + ("" if about["rights"].strip() else ".")
    )


def _again(facts: Mapping[str, Any]) -> str:
    return (
        f"## Made by\n\nThis release was written by {facts['program']} with\n\n```sh\n{facts['command']}\n```\n\n"
        "where PROJECT is the project and OUTPUT the folder. The same project, program and command give the same bytes "
        "on every machine, at any time."
    )


def _citing(about: Mapping[str, str]) -> str:
    lines = [f"Version: {_plain(about['version']) or _NOT_STATED}.", f"Date: {_plain(about['date']) or _NOT_STATED}."]
    if creators := [_plain(each.strip()) for each in about["creators"].splitlines() if each.strip()]:
        lines.append(f"Creators: {'; '.join(creators)}.")
    others = (("doi", "DOI"), ("url", "Address"), ("contact", "Contact"))
    lines += [f"{label}: {_plain(about[name])}." for name, label in others if about[name]]
    return "## Citing\n\n" + "\n".join(f"- {line}" for line in lines) + "\n\nSee `CITATION.cff`."


def _count_table(noun: str, counts: Mapping[str, int], what: str) -> str:
    return table((noun, what), [(name or _NOT_STATED, f"{count:,}") for name, count in counts.items()])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; cells are plain text."""
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    if re.fullmatch(r"`[\w.]+`", text):
        return text
    return _plain(" ".join(text.split())).replace("|", "\\|")


def _plain(text: str | None) -> str:
    """Return *text* so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text or "")


def _json(value: object) -> str:
    return orjson.dumps(value).decode()

"""Which columns of a table are which of ours: by what a person declares, else by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from annotator.errors import UsageError
from annotator.formats.table import ATTRIBUTE, DOCUMENT, PARTS, WHOLE

ALIASES: Mapping[str, tuple[str, ...]] = {
    "document": ("document", "documentid", "docid", "doc", "articleid", "fileid", "filename", "file"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publicationdate"),
    "language": ("language", "lang"),
    "annotation": ("annotation", "annotationid", "mentionid", "spanid"),
    "kind": ("kind",),
    "tag": ("tag", "label", "type", "class", "category", "entitytype", "nertag"),
    "start": ("start", "startoffset", "startchar", "begin", "from", "offset"),
    "end": ("end", "endoffset", "endchar", "stop"),
    "text": ("text", "words", "mention", "span", "quote", "sentence", "body", "content"),
    "document_text": ("documenttext", "fulltext", "articletext"),
    "annotator": ("annotator", "annotatorid", "coder", "rater"),
    "note": ("note", "notes", "comment", "comments"),
}
"""Our columns and the names that others give them, without case, spaces and punctuation."""


def columns_of(header: Iterable[str], declared: str = "") -> list[str]:
    """Return our name for each column of *header*; nobody's name stays as it is, one that stands again is numbered.

    *declared* is what a person says: ``text=Body; tag=Label``. UsageError for a column that is not there.
    """
    names = [each.strip() for each in header]
    found: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in declared.split(";"))):
        ours, equals, theirs = (each.strip() for each in part.partition("="))
        if not equals or theirs not in names:
            raise UsageError(f"“{part}” must be OURS=COLUMN, and the columns are: {', '.join(names)}")
        found[theirs] = ours
    taken = set(found.values()) | {each for each in names if each in ALIASES}
    if _are_documents(names, found):
        taken |= {"start", "end"}
        found |= {name: f"{name} (as given)" for name in names if name in ("start", "end")}
    for name in names:
        plain = re.sub(r"[\W_]+", "", name.casefold())
        ours = next((ours for ours, theirs in ALIASES.items() if plain in theirs), None)
        if name not in found and name not in ALIASES and ours and ours not in taken:
            found[name] = ours
            taken.add(ours)
    columns: list[str] = []
    for name in (found.get(name, name) for name in names):
        # a second column of one name would hide the first
        times = sum(each == name or each.startswith(f"{name} (") for each in columns) if name else 0
        columns.append(f"{name} ({times + 1})" if times else name)
    return columns


def _are_documents(names: Iterable[str], declared: Mapping[str, str]) -> bool:
    """Tell whether a person takes rows for documents: declares the column with the text, and there is no whole text."""
    ours = set(declared.values())
    plain = {re.sub(r"[\W_]+", "", name.casefold()) for name in names}
    whole = not plain.isdisjoint(ALIASES["document_text"]) or not {*names, *ours}.isdisjoint(("spans", "document_text"))
    return "text" in ours and "start" not in ours and not whole


def is_ours(header: Iterable[str]) -> bool:
    """Tell whether a table with texts is one that this program wrote as text, so that its cells are guarded."""
    names = set(header)
    return {"document", "spans", "record_name", "document_text"} <= names and not names.isdisjoint(
        ("annotation", "claim")
    )


_KNOWN = frozenset((
    *DOCUMENT, *WHOLE, *ALIASES, *PARTS, "claim", "spans", "attributes", "record", "record_name", "origin", "state",
    "confidence", "created", "modified", "relations",
))  # fmt: skip


def is_known(column: str) -> bool:
    """Tell whether a column is one of ours, by its name."""
    if column.startswith(ATTRIBUTE) or column in _KNOWN:
        return True
    part, _, tail = column.rpartition("_")
    return part in PARTS and tail in ("tag", "spans", "record")

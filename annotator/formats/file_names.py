"""The names of files that are written one a document. Pure."""

import hashlib
import posixpath

import regex

from annotator.model.document import Document

_LONGEST = 60
_NO_NAME = regex.compile(r"[^\w.-]+")


def file_name(document: Document, ending: str) -> str:
    """Return the name for the file of a document: its source's or title, what tells it from all others, *ending*.

    It is the same wherever the document is the same, and any system takes it.
    """
    name = posixpath.basename(document.source.uri).rpartition(".")[0] if document.source else ""
    stem = _NO_NAME.sub("-", name or document.title).strip(".-")[:_LONGEST].rstrip(".-") or "document"
    own = hashlib.sha256(document.id.encode()).hexdigest()[:8]
    return f"{stem}-{own}{ending}"

"""The names of files that are written one a document. Pure."""

import hashlib
import posixpath

import regex

from annotator.model.document import Document

_LONGEST = 60
_LONGEST_PLAIN = 80
_NO_NAME = regex.compile(r"[^\w.-]+")


def file_name(document: Document, ending: str) -> str:
    """Return the name for the file of a document: its source's or title, what tells it from all others, *ending*.

    It is the same wherever the document is the same, and any system takes it.
    """
    own = hashlib.sha256(document.id.encode()).hexdigest()[:8]
    return f"{_stem(document, _LONGEST)}-{own}{ending}"


def plain_name(document: Document, taken: set[str]) -> str:
    """Return a name for the files of a document, without an ending, that none in *taken* has; it is taken then.

    It is that of its source, or its title, and has a number only where it needs one.
    """
    return free_name(_stem(document, _LONGEST_PLAIN), taken)


def free_name(stem: str, taken: set[str]) -> str:
    """Return *stem*, with a number behind it if a name in *taken* is the same but for its case; it is taken then."""
    name = stem
    number = 2
    while name.casefold() in taken:
        name = f"{stem}-{number}"
        number += 1
    taken.add(name.casefold())
    return name


def _stem(document: Document, longest: int) -> str:
    name = posixpath.basename(document.source.uri).rpartition(".")[0] if document.source else ""
    return _NO_NAME.sub("-", name or document.title).strip(".-")[:longest].rstrip(".-") or "document"

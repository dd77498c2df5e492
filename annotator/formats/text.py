"""Plain text: the first line is the title, the whole file is the text."""

import hashlib

from annotator.errors import InputError
from annotator.formats.decoding import decode
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.ids import new_id
from annotator.model.text import normalise_line_ends, text_sha256
from annotator.model.times import now

TITLE = 200
"""Code points of a title at most."""


def read(data: bytes, name: str) -> AnnotatedDocument:
    """Return the document of the plain text *data*; *name* is its source.

    The text is untouched but for line ends and a byte order mark. Raises InputError if it
    is no text, or blank.
    """
    decoded = decode(data)
    text = normalise_line_ends(decoded.text)
    if not text or text.isspace():
        raise InputError("it is empty; there is nothing to read")
    return AnnotatedDocument(
        Document(
            id=new_id(),
            title=title_of(text, name),
            text=text,
            text_sha256=text_sha256(text),
            created=now(),
            source=source_of(data, name),
            metadata=decoded.metadata(),
        )
    )


def title_of(text: str, name: str) -> str:
    """Return the first line of *text* that says something, else the file's own name."""
    for line in text.lstrip()[: 10 * TITLE].split("\n"):
        title = " ".join(line.replace("\0", " ").split())
        if any(character.isalnum() for character in title):
            return title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"
    return name.rsplit("/", 1)[-1] or "Untitled"


def source_of(data: bytes, name: str) -> Source:
    """Return the source of a text file, with its bytes."""
    return Source(new_id(), name, "text/plain", hashlib.sha256(data).hexdigest(), data)

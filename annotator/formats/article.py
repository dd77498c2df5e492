"""The article format of the archive: a header line ``date YYYY-MM-DD TITLE``, then the body."""

import re
from dataclasses import replace

from annotator.formats import text as plain
from annotator.formats.decoding import decode
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.text import normalise_line_ends, text_sha256
from annotator.model.times import is_date, now

_HEADER = re.compile(r"\s*date[ \t]+(-?\d{4}(?:-\d\d){0,2})[ \t]+(\S[^\n]*)(?:\n|\Z)")
_BLANK_LINES = re.compile(r"(?:[ \t\f\v]*\n)*")
_PHOTO = re.compile(r"^[ \t]*Photo:[ \t]*(\S[^\n]*)$", re.MULTILINE)


def read(data: bytes, name: str) -> AnnotatedDocument:
    """Return the document of an article; *name* is its source; InputError if it is no text.

    The body, from its first line that is not blank, is the text, untouched but for line
    ends. A file whose header has an impossible date is read as plain text, and its metadata
    say so.
    """
    decoded = decode(data)
    whole = normalise_line_ends(decoded.text)
    header = _HEADER.match(whole)
    if header is None or not is_date(header[1]):
        read_plain = plain.read(data, name)
        if header is None:
            return read_plain
        metadata = {**read_plain.document.metadata, "header_fault": f"{header[1]} is no date"}
        return replace(read_plain, document=replace(read_plain.document, metadata=metadata))
    blank = _BLANK_LINES.match(whole, header.end())
    text = whole[blank.end() if blank else header.end() :]
    metadata: dict[str, str | float] = dict(decoded.metadata())
    credits_ = _PHOTO.findall(text)
    if credits_:
        metadata["photo_credit"] = "\n".join(each.strip() for each in credits_)
    return AnnotatedDocument(
        Document(
            id=new_id(),
            title=header[2].strip(),
            text=text,
            text_sha256=text_sha256(text),
            created=now(),
            date=header[1],
            source=plain.source_of(data, name),
            metadata=metadata,
        )
    )

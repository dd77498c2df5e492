"""The article format of the archive: a header line ``date YYYY-MM-DD TITLE``, then the body."""

import re
from dataclasses import replace

from annotator.formats import text as plain
from annotator.formats.decoding import decode
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.text import normalise_line_ends, text_sha256
from annotator.model.times import is_date, now

_HEADER = re.compile(r"\s*date[ \t]+(-?[0-9]{4}(?:-[0-9]{2}){0,2})[ \t]+(\S[^\n]*)(?:\n|\Z)")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*(?:[^\S\n]*\Z)?")
_PHOTO = re.compile(r"^[ \t]*Photo:[ \t]*(\S[^\n]*)$", re.MULTILINE)


def read(data: bytes, name: str) -> AnnotatedDocument:
    """Return the document of an article; *name* is its source; InputError if it is no text.

    The body, from its first line that is not blank, is the text, untouched but for line
    ends; an article may be no more than its header. A file without the header is read as
    plain text; so is one whose header has an impossible date, and its metadata say so in
    ``header_fault``. Credits of several photos stand one a line in ``photo_credit``.
    """
    decoded = decode(data)
    whole = normalise_line_ends(decoded.text)
    header = _HEADER.match(whole)
    if header is None:
        return plain.read(data, name)
    date, title = header.groups()
    if not is_date(date):
        as_text = plain.read(data, name)
        metadata = {**as_text.document.metadata, "header_fault": f"{date} is no date"}
        return replace(as_text, document=replace(as_text.document, metadata=metadata))
    blank = _BLANK_LINES.match(whole, header.end())
    text = whole[blank.end() if blank else header.end() :]
    metadata = decoded.metadata()
    if found := _PHOTO.findall(text):
        metadata["photo_credit"] = "\n".join(each.strip() for each in found)
    return AnnotatedDocument(
        Document(
            id=new_id(),
            title=title.strip(),
            text=text,
            text_sha256=text_sha256(text),
            created=now(),
            date=date,
            source=plain.source_of(data, name),
            metadata=metadata,
        )
    )

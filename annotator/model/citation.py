"""Words of an article as others can quote them: with where they come from, to the code point. Pure."""

from collections.abc import Sequence

import orjson

from annotator.model.annotation import Annotation, Span
from annotator.model.document import Document

GAP = " … "
"""What stands between the parts of a quotation."""


def words_of(document: Document, spans: Sequence[Span]) -> str:
    """Return the words of *spans* as they stand in the text, parts joined by an ellipsis."""
    return GAP.join(document.text[start:end] for start, end in spans)


def citation(document: Document, spans: Sequence[Span]) -> str:
    """Return title, date, source and offsets: ``Title (1924-03-04), letter.txt, characters 21–32``."""
    date = f" ({document.date})" if document.date else ""
    source = f", {document.source.uri}" if document.source is not None else ""
    places = ", ".join(f"{start}–{end}" for start, end in spans)
    return f"{document.title}{date}{source}, characters {places}"


def as_citation(document: Document, spans: Sequence[Span]) -> str:
    """Return the words in quotation marks, a dash, and where they come from."""
    return f"“{words_of(document, spans)}” — {citation(document, spans)}"


def as_markdown(document: Document, spans: Sequence[Span]) -> str:
    """Return the words as a block quotation in Markdown, and below it where they come from."""
    lines = words_of(document, spans).splitlines() or [""]
    return "\n".join(f"> {_plain(line)}".rstrip() for line in lines) + f"\n>\n> — {_plain(citation(document, spans))}\n"


def as_json(document: Document, spans: Sequence[Span], annotation: Annotation | None = None) -> str:
    """Return a JSON object of the words, their offsets in code points and their document, and of *annotation*."""
    found: dict[str, object] = {
        "document": document.id,
        "title": document.title,
        "date": document.date,
        "source": document.source.uri if document.source is not None else None,
        "text_sha256": document.text_sha256,
        "spans": [{"start": start, "end": end, "text": document.text[start:end]} for start, end in spans],
    }
    if annotation is not None:
        found["annotation"] = {
            "id": annotation.id,
            "kind": annotation.kind,
            "tag": annotation.tag,
            "attributes": dict(annotation.attributes),
        }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode()


def _plain(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_[]<>#" else character for character in text)

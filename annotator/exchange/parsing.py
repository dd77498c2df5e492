"""Parsing of the bytes of one file as one document, wherever that is done: here or in another process."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.errors import InputError
from annotator.formats.registry import named_format
from annotator.model.document import AnnotatedDocument


@dataclass(slots=True)
class Parsed:
    """What came of a file: *documents*, *failures* with the lines that they are in, and *notes*."""

    documents: list[AnnotatedDocument]
    failures: list[tuple[str, int | None]]
    notes: list[str]


def parse(data: bytes, uri: str, format_name: str) -> Parsed:
    """Parse the bytes of one file: a pure function, so that any executor can map it."""
    try:
        read = named_format(format_name).reader()
        return Parsed([read(data, uri)], [], [])
    except InputError as error:
        return Parsed([], [(str(error), error.line)], [])

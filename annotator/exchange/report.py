"""What an import tells when it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(r"line (\d+)\b")


def _line_of(text: str) -> int | None:
    """Return the number of the line that a sentence begins with, or None if it begins with none."""
    found = _LINE.match(text)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a record of one, that could not be taken, and why; *line* counts from 1."""

    path: str
    reason: str
    line: int | None = None

    @classmethod
    def of(cls, path: str, reason: str) -> Failure:
        """Return a failure in the line that *reason* begins with, if it begins with one."""
        return cls(path, reason, _line_of(reason))


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a file that was taken, or what was altered in it; *line* counts from 1."""

    path: str
    text: str
    line: int | None = None

    @classmethod
    def of(cls, path: str, text: str) -> Note:
        """Return a note on the line that *text* begins with, if it begins with one."""
        return cls(path, text, _line_of(text))


@dataclass(slots=True)
class ImportReport:
    """What an import did. *documents* are the ids of what was imported, in order."""

    imported: int = 0
    duplicates: int = 0
    updated: int = 0
    failed: list[Failure] = field(default_factory=list[Failure])
    noted: list[Note] = field(default_factory=list[Note])
    documents: list[str] = field(default_factory=list[str])
    cancelled: bool = False

"""What an import tells when it is over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a record of one, that could not be taken, and why; *line* counts from 1."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a file that was taken, or what was altered in it; *line* counts from 1."""

    path: str
    text: str
    line: int | None = None


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

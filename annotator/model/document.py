"""Documents, their sources, and a document together with everything marked in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from annotator.model.annotation import Annotation, Relation

Status = Literal["new", "open", "done"]
STATUSES: tuple[Status, ...] = get_args(Status)

# metadata is whatever JSON an archive keeps, hence Any
Metadata = Mapping[str, Any]
NO_METADATA: Metadata = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """What was imported. *original* is its bytes as they were, or None where not kept."""

    id: str
    uri: str
    media_type: str
    sha256: str
    original: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    r"""One article. *text* is Unicode with ``\n`` line ends and no lone surrogates.

    *date* is whole or partial (``1917``, ``1917-11``); *language* a BCP 47 tag; *split* the
    part of the data set it belongs to (``train`` and so on); *revision* counts corrections
    of the text from 1.
    """

    id: str
    title: str
    text: str = field(repr=False)
    text_sha256: str
    created: str
    date: str | None = None
    language: str | None = None
    source: Source | None = None
    metadata: Metadata = field(default_factory=lambda: NO_METADATA)
    status: Status = "new"
    split: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with its annotations in reading order and the relations that begin in it.

    Without *id_given* it was read from a file that names no id: the id was made of the content.
    """

    document: Document
    annotations: Sequence[Annotation] = ()
    relations: tuple[Relation, ...] = ()
    id_given: bool = field(default=True, compare=False)


class DocumentSummary(NamedTuple):
    """What a list shows of a document: everything but its text, and the kept counts.

    *key* is its place in the project file: lists are paged by it. *characters* are code points.
    *marked_under* is the version of the tag set under which something was marked in it last, if anything was.
    """

    key: int
    id: str
    title: str
    date: str | None
    language: str | None
    status: Status
    split: str | None
    uri: str
    characters: int
    entities: int
    claims: int
    cues: int
    suggestions: int
    marked_under: int | None = None

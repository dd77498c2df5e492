"""The one way in which a project changes: a labelled list of operations, undone as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annotator.model.annotation import Annotation, Relation
from annotator.model.constraint import Constraint
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag

Row = AnnotatedDocument | Annotation | Relation | Tag | RelationType | Constraint | Record
RowType = (
    type[Document]
    | type[Annotation]
    | type[Relation]
    | type[Tag]
    | type[RelationType]
    | type[Constraint]
    | type[Record]
)
ChangeKind = Literal["do", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class Put:
    """Add a row. A document comes with all that is marked in it."""

    row: Row


@dataclass(frozen=True, slots=True)
class Alter:
    """Give fields of one row new values; *values* names fields of the model object."""

    type: RowType
    id: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a row away, with what cannot stand without it (an annotation's relations)."""

    type: RowType
    id: str


@dataclass(frozen=True, slots=True)
class Retag:
    """Give all annotations of the tag with the id *tag* that of *into*, of the same kind, however many there are."""

    tag: str
    into: str


@dataclass(frozen=True, slots=True)
class PutSetting:
    """Give a setting of the project, such as who publishes its verdicts, another value; empty for none."""

    name: str
    value: str


Operation = Put | Alter | Remove | Retag | PutSetting


@dataclass(frozen=True, slots=True)
class Change:
    """One undoable act. *label* says it as a menu would: "add Intention"."""

    label: str
    operations: Iterable[Operation]


class Touched(NamedTuple):
    """What a change touched, so that a view repaints only that.

    *listing* says that documents came or went, *tags* that the tag set changed, *everything*
    is set for a change too large to list, such as an import. *left* has a sentence for each
    row that an undo or redo left alone, since somebody changed it in between. *records* came, went or were altered.
    """

    change: int = 0
    label: str = ""
    kind: ChangeKind = "do"
    documents: frozenset[str] = frozenset()
    annotations: frozenset[str] = frozenset()
    listing: bool = False
    tags: bool = False
    everything: bool = False
    left: tuple[str, ...] = ()
    records: frozenset[str] = frozenset()

    @property
    def only_marks(self) -> bool:
        """Whether nothing came into question but the documents and annotations that are listed."""
        return not (self.everything or self.listing or self.tags)


class HistoryEntry(NamedTuple):
    """A line of the history: who did what and when; *inverts* is the change taken back.

    *tag_set* is the number of the version of the tag set that began with it, if one did.
    """

    key: int
    id: str
    kind: ChangeKind
    label: str
    annotator: str
    time: str
    operations: int
    inverts: str | None = None
    undone: bool = False
    tag_set: int | None = None


class UndoState(NamedTuple):
    """The labels of what undo and redo would do now (None: nothing), and of how many operations that is."""

    undo: str | None = None
    redo: str | None = None
    undo_size: int = 0
    redo_size: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a whole project; the mappings go from name to count."""

    documents: int = 0
    characters: int = 0
    annotations: int = 0
    relations: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict[str, int])
    by_tag: Mapping[str, int] = field(default_factory=dict[str, int])
    by_status: Mapping[str, int] = field(default_factory=dict[str, int])
    by_annotator: Mapping[str, int] = field(default_factory=dict[str, int])

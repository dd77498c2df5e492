"""The annotations of a document field by field, for who makes tables of them.

Exports read annotations by the million: to make an object of each costs as much as reading it, and a table takes it
apart again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self, cast, overload

from annotator.model.annotation import Annotation, Kind, Origin, State, Value


class Columns(NamedTuple):
    """The fields of annotations: each has the values of all of them, in reading order.

    *starts* and *ends* are those of all spans, one annotation after the other; *parts* says how many each has.
    """

    ids: Sequence[str]
    kinds: Sequence[Kind]
    tags: Sequence[str]
    parts: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    annotators: Sequence[str]
    created: Sequence[str]
    modified: Sequence[str]
    attributes: Sequence[Mapping[str, Value]]
    records: Sequence[str | None]
    origins: Sequence[Origin]
    states: Sequence[State]
    confidences: Sequence[float | None]
    notes: Sequence[str]

    def part(self, annotations: slice, spans: slice) -> Self:
        """Return those of *annotations*, whose spans are *spans*."""
        taken: list[Any] = [values[annotations] for values in self]
        if spans != annotations:
            taken[_STARTS], taken[_ENDS] = self.starts[spans], self.ends[spans]
        return type(self)(*taken)


_STARTS, _ENDS = Columns._fields.index("starts"), Columns._fields.index("ends")


class Marks(Sequence[Annotation]):
    """The annotations of one document, equal to a tuple of them: they are made when one is first asked for.

    *objects* makes them, *columns* gives their fields without.
    """

    __slots__ = ("_count", "_made", "_objects", "columns")

    def __init__(self, count: int, objects: Callable[[], Sequence[Annotation]], columns: Callable[[], Columns]) -> None:
        self._count = count
        self._objects = objects
        self._made: tuple[Annotation, ...] | None = None
        self.columns = columns

    def _all(self) -> tuple[Annotation, ...]:
        if self._made is None:
            self._made = tuple(self._objects())
        return self._made

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self._all())

    @overload
    def __getitem__(self, place: int, /) -> Annotation: ...
    @overload
    def __getitem__(self, place: slice, /) -> tuple[Annotation, ...]: ...
    def __getitem__(self, place: int | slice, /) -> Annotation | tuple[Annotation, ...]:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks | tuple) and self._all() == tuple(cast(Iterable[object], other))

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def columns_of(annotations: Sequence[Annotation]) -> Columns:
    """Return *annotations* as columns; they are in reading order."""
    if isinstance(annotations, Marks):
        return annotations.columns()
    spans = [span for each in annotations for span in each.spans]
    return Columns(
        [each.id for each in annotations],
        [each.kind for each in annotations],
        [each.tag for each in annotations],
        [len(each.spans) for each in annotations],
        [start for start, _ in spans],
        [end for _, end in spans],
        [each.annotator for each in annotations],
        [each.created for each in annotations],
        [each.modified for each in annotations],
        [each.attributes for each in annotations],
        [each.record for each in annotations],
        [each.origin for each in annotations],
        [each.state for each in annotations],
        [each.confidence for each in annotations],
        [each.note for each in annotations],
    )

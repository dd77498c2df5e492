"""The passages of "Where else?" as a list: sorted by likeness, or by article under headings; each with its tick."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.analysis.elsewhere import Passage
from annotator.store.passages import Marked
from annotator.words import counted

Index = QModelIndex | QPersistentModelIndex
Shown = Literal["all", "new", "marked"]
Key = tuple[str, int, int]

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TICK_ROLE = int(Qt.ItemDataRole.CheckStateRole)


class Heading(NamedTuple):
    """The article that the passages below are in, and how many they are."""

    document: str
    title: str
    date: str | None
    many: int


Row = Passage | Heading


def where(passage: Passage) -> str:
    """Say how alike a passage is and in which article it is."""
    return " · ".join([passage.reason, passage.date or "no date", passage.title or "Untitled"])


def marked_as(mark: Marked) -> str:
    """Say as what a passage is marked already."""
    return f"{mark.tag} · {mark.record_name}" if mark.record_name else mark.tag


class PassagesModel(QAbstractListModel):
    """Passages and their ticks. *ticked* is sent when ticks changed; *about_to_sort* and *sorted* around new rows."""

    ticked = Signal()
    about_to_sort = Signal()
    sorted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._passages: list[Passage] = []
        self._rows: list[Row] = []
        self._ticks: set[Key] = set()
        self._shown: Shown = "all"
        self._by_article = False

    # --- what there is

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages, whether they are shown or not, the most alike first."""
        return self._passages

    @property
    def chosen(self) -> list[Passage]:
        """The passages that are ticked."""
        return [each for each in self._passages if each.place in self._ticks]

    @property
    def shown(self) -> Shown:
        """Which passages are shown."""
        return self._shown

    @property
    def is_by_article(self) -> bool:
        """Whether they stand under the headings of their articles."""
        return self._by_article

    def count(self, shown: Shown) -> int:
        """Return how many passages there are of a sort."""
        return sum(_is_shown(each, shown) for each in self._passages)

    def row(self, row: int) -> Row | None:
        """Return what is in a row, or None."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, place: Key) -> int:
        """Return the row of a passage, or -1."""
        for number, each in enumerate(self._rows):
            if isinstance(each, Passage) and each.place == place:
                return number
        return -1

    def rows_of(self, places: Collection[Key]) -> list[int]:
        """Return the rows of those passages that are shown, in order."""
        if not places:
            return []
        return [at for at, each in enumerate(self._rows) if isinstance(each, Passage) and each.place in places]

    def is_heading(self, row: int) -> bool:
        """Tell whether a heading is in a row."""
        return isinstance(self._rows[row], Heading)

    # --- changing it

    def clear(self) -> None:
        """Begin with nothing."""
        self._passages, self._ticks = [], set[Key]()
        self._sort()
        self.ticked.emit()

    def add(self, passages: Iterable[Passage]) -> None:
        """Take more passages in, each at its place."""
        for each in passages:
            insort(self._passages, each, key=lambda one: one.rank)
        self._sort()

    def show(self, shown: Shown) -> None:
        """Show all passages, those that are not marked yet, or those that are."""
        self._shown = shown
        self._sort()

    def group(self, by_article: bool) -> None:
        """Let them stand under the headings of their articles, or all in one order."""
        self._by_article = by_article
        self._sort()

    def set_marks(self, marks: Mapping[Key, Marked | None]) -> None:
        """Show as what passages are marked by now."""
        self._passages = [
            each._replace(mark=marks[each.place]) if each.place in marks else each for each in self._passages
        ]
        self._sort()

    def tick(self, rows: Iterable[int]) -> None:
        """Tick the passages in *rows*, or, if all of them are, take the ticks away; a heading stands for all below."""
        places = list(dict.fromkeys(place for row in rows for place in self._places(row)))
        if not places:
            return
        self.set_ticks(places, on=not self._ticks.issuperset(places))

    def set_ticks(self, places: Iterable[Key], *, on: bool) -> None:
        """Tick passages, or take their ticks away."""
        if on:
            self._ticks.update(places)
        else:
            self._ticks.difference_update(places)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [TICK_ROLE])
        self.ticked.emit()

    def shown_places(self) -> list[Key]:
        """Return which passages are shown now."""
        return [each.place for each in self._rows if isinstance(each, Passage)]

    # --- as Qt asks for it

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are, headings among them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, the tick, the line for a screen reader, or the row itself."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == TICK_ROLE:
            places = self._places(index.row())
            ticks = sum(place in self._ticks for place in places)
            state = Qt.CheckState
            return state.Checked if ticks == len(places) else state.PartiallyChecked if ticks else state.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Heading) else " ".join(row.words.split())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(index.row(), row)
        return None

    def _said(self, number: int, row: Row) -> str:
        if isinstance(row, Heading):
            return f"{row.title}, {row.date or 'no date'}, {counted(row.many, 'place')}"
        tick = "ticked" if row.place in self._ticks else "not ticked"
        mark = f"; marked as {marked_as(row.mark)}" if row.mark is not None else ""
        context = " ".join(f"{row.before[-40:]}{row.words}{row.after[:40]}".split())
        return f"{' '.join(row.words.split())}; {row.score:.0f} %, {where(row)}{mark}; {tick}; {context}"

    def _places(self, number: int) -> list[Key]:
        row = self.row(number)
        if isinstance(row, Passage):
            return [row.place]
        if row is None:
            return []
        return [
            each.place
            for each in self._rows[number + 1 : number + 1 + row.many]
            if isinstance(each, Passage) and each.document == row.document
        ]

    def _sort(self) -> None:
        self.about_to_sort.emit()
        self.beginResetModel()
        shown = [each for each in self._passages if _is_shown(each, self._shown)]
        self._rows = list(shown)
        if self._by_article:
            self._rows = []
            groups: dict[str, list[Passage]] = {}
            # an article stands where its best passage would
            for each in shown:
                groups.setdefault(each.document, []).append(each)
            for inside in groups.values():
                first = inside[0]
                self._rows.append(Heading(first.document, first.title, first.date, len(inside)))
                self._rows += sorted(inside, key=lambda one: one.start)
        self.endResetModel()
        self.sorted.emit()


def _is_shown(passage: Passage, shown: Shown) -> bool:
    return shown == "all" or (passage.mark is not None) == (shown == "marked")

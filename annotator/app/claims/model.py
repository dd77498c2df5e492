"""The claims as Qt asks for them: lines of a table, or groups of lines that are fetched when they are opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.errors import AnnotatorError
from annotator.store import Project
from annotator.store.claims import PAGE, Around, ClaimLine, Claims, Column, Group, Grouping, Wanted
from annotator.store.connection import folded

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")

COLUMNS: tuple[tuple[Column, str], ...] = (
    ("claim", "Claim"),
    ("type", "Type"),
    ("claimant", "Claimant"),
    ("cue", "Cue"),
    ("document", "Article"),
    ("date", "Date"),
    ("verdict", "Verdict"),
)
AT_ONCE = 5_000
"""Claims up to which every question is answered before the next picture."""
MORE = 5 * PAGE
"""Lines that are fetched when the first page was read to its end."""
IN_A_GROUP = 1_000
"""Lines that are fetched of a group at a time."""
LONGEST_TIP = 600
NOTHING = "—"
NAMELESS = {
    "claimant": "No claimant",
    "claimant record": "Claimants without a record",
    "record": "Claims without a record",
}
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = 0


def cells(line: ClaimLine) -> tuple[str, ...]:
    """Return what the columns say of a claim."""
    verdict = "" if line.verdict == "unchecked" else line.verdict
    return (
        line.words, line.type, line.claimant or NOTHING, line.cue or NOTHING, line.title, line.date or "", verdict,
    )  # fmt: skip


@dataclass(slots=True)
class Stretch:
    """Lines that follow each other; whether the first of all is among them, and the last."""

    lines: list[ClaimLine] = field(default_factory=list[ClaimLine])
    begins: bool = True
    ends: bool = False

    def row_of(self, claim: str) -> int | None:
        """Return the row of a claim, or None."""
        return next((row for row, each in enumerate(self.lines) if each.id == claim), None)


class ClaimsModel(QAbstractItemModel):
    """Lines of claims, or groups with lines in them.

    Questions that would hold up the window are answered beside it. *loaded* is sent when what was asked for last is
    there, *located* with the claim that was looked for, empty if it is not among those shown, *counted* with how many
    claims lack what, *fitting* with how many are wanted, *failed* with the exception.
    """

    loaded = Signal()
    located = Signal(str)
    counted = Signal(object)
    fitting = Signal(int)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.wanted = Wanted()
        self.grouping: Grouping | None = None
        self._grouped: Grouping | None = None
        self._root = Stretch()
        self._groups: list[Group] = []
        self._inside: dict[int, Stretch] = {}
        self._is_new = False
        self._jobs = jobs
        self._askers: dict[int, Latest] = {}
        self._dots: dict[str, QPixmap] = {}
        self._pages = Latest(jobs, "Reading claims", self)
        self._pages.answered.connect(_do)
        self._pages.failed.connect(self.failed)
        self._sums = Latest(jobs, "Counting claims", self)
        self._fits = Latest(jobs, "Counting claims", self)
        for each in (self._sums, self._fits):
            each.answered.connect(_do)
            each.failed.connect(self.failed)

    @property
    def is_loading(self) -> bool:
        """Whether an answer is still to come."""
        return self._pages.is_asking or any(each.is_asking for each in self._askers.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return not (self._root.lines or self._groups)

    def show(self, wanted: Wanted, grouping: Grouping | None = None) -> None:
        """Show the claims that are *wanted*, in groups if so asked."""
        self.wanted = replace(wanted, by=grouping or wanted.by, group=None)
        # what is shown stays what it is until the answer is there
        self.grouping = grouping
        self._load(PAGE)

    def reload(self, current: str | None = None) -> None:
        """Show what has become of the same claims, those around the *current* one where the first are not shown."""
        if self._root.begins or current is None:
            self._load(max(PAGE, len(self._root.lines)))
        else:
            self.locate(current)

    def show_ends(self, *, last: bool) -> None:
        """Show the first claims of all, or the last, where they are not among those fetched; *loaded* is sent."""
        wanted, root = self.wanted, self._root
        if self._grouped or (root.ends if last else root.begins):
            return
        if last:
            take = partial(self._take_stretch, "")
            self._ask(self._pages, lambda claims: _last(claims, wanted), take, at_once=_is_quick(wanted))
        else:
            self._load(PAGE)

    def locate(self, claim: str) -> None:
        """Show that claim and those around it, wherever it stands; *located* is sent when it is there."""
        if self.find(claim).isValid():
            self.located.emit(claim)
            return
        wanted = self.wanted
        if self._grouped:
            self._ask(self._pages, lambda claims: _in_group(claims, wanted, claim), partial(self._take_in_group, claim))
        else:
            take = partial(self._take_stretch, claim)
            self._ask(self._pages, lambda claims: claims.around(wanted, claim), take, at_once=_is_quick(wanted))

    def set_theme(self, theme: Theme) -> None:
        """Draw the dots of the types in the colours of *theme*."""
        self._theme = theme
        self._dots = {}

    def count(self, required: Mapping[str, Sequence[str]]) -> None:
        """Count the claims that lack a part, or an attribute that is *required*; *counted* gives the answer."""
        self._ask(self._sums, lambda claims: claims.lacking(required), self.counted.emit)

    def count_fitting(self) -> None:
        """Count the claims that are wanted; *fitting* gives the answer, at once where all of them are there."""
        wanted, root = self.wanted, self._root
        self._fits.drop()
        if not self._grouped and root.begins and root.ends:
            self.fitting.emit(len(root.lines))
        else:
            self._ask(self._fits, lambda claims: claims.count_fitting(wanted), self.fitting.emit)

    def drop(self) -> None:
        """Let go of what was asked."""
        self._pages.drop()
        self._sums.drop()
        self._fits.drop()
        for each in self._askers.values():
            each.drop()

    def line(self, index: Index) -> ClaimLine | None:
        """Return the claim at *index*, or None for a group."""
        if not index.isValid():
            return None
        group = index.internalId()
        if group == _ROOT:
            return None if self._grouped else self._root.lines[index.row()]
        return self._inside[group - 1].lines[index.row()]

    def find(self, claim: str) -> QModelIndex:
        """Return the place of a claim among what was fetched."""
        row = self._root.row_of(claim)
        if row is not None:
            return self.index(row, 0)
        for group, inside in self._inside.items():
            row = inside.row_of(claim)
            if row is not None:
                return self.createIndex(row, 0, group + 1)
        return QModelIndex()

    # --- what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a cell."""
        # as hasIndex says, which asks back through Qt: this is asked for every line that is laid out
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _ROOT)

    def parent(self, child: Index) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the group that a line is in."""
        group = child.internalId() if child.isValid() else _ROOT
        return QModelIndex() if group == _ROOT else self.createIndex(group - 1, 0, _ROOT)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many lines have been fetched."""
        if not parent.isValid():
            return len(self._groups) if self._grouped else len(self._root.lines)
        if parent.internalId() != _ROOT or parent.column() > 0 or not self._grouped:
            return 0
        inside = self._inside.get(parent.row())
        return len(inside.lines) if inside is not None else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return len(COLUMNS)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        """Tell whether there are lines, which may not have been fetched yet."""
        if not parent.isValid():
            return self.rowCount() > 0
        return self._grouped is not None and parent.internalId() == _ROOT and parent.column() == 0

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the store may have more."""
        if not parent.isValid():
            return not self._root.ends and not self._is_new and not self._pages.is_asking
        inside = self._inside.get(parent.row())
        return self.hasChildren(parent) and (inside is None or not inside.ends)

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page, or what is in a group."""
        if parent.isValid():
            self._open(parent.row())
        elif self._root.lines:
            wanted, after = self.wanted, self._root.lines[-1]
            self._ask(
                self._pages, lambda claims: claims.page(wanted, after, MORE), self._add, at_once=_is_quick(wanted)
            )

    def can_fetch_before(self, parent: Index) -> bool:
        """Tell whether claims of the list, or of a group, stand ahead of those that were fetched."""
        stretch = self._inside.get(parent.row()) if parent.isValid() else self._root
        asker = self._askers.get(parent.row()) if parent.isValid() else self._pages
        return stretch is not None and bool(stretch.lines) and not stretch.begins and not (asker and asker.is_asking)

    def fetch_before(self, parent: Index) -> None:
        """Fetch the page ahead of what is there; the rows are inserted at the top."""
        if parent.isValid():
            group, inside = parent.row(), self._inside[parent.row()]
            wanted, before = replace(self.wanted, group=self._groups[group].name), inside.lines[0]
            take = partial(self._put_before, self.index(group, 0), inside)
            self._ask(self._asker(group), lambda claims: claims.page_before(wanted, before), take)
        else:
            wanted, before = self.wanted, self._root.lines[0]
            take = partial(self._put_before, QModelIndex(), self._root)
            self._ask(self._pages, lambda claims: claims.page_before(wanted, before), take, at_once=_is_quick(wanted))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][1]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, colours and what a screen reader says."""
        line = self.line(index)
        if line is None:
            return self._of_group(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(line)[index.column()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(line, COLUMNS[index.column()][0])
        if role == Qt.ItemDataRole.DecorationRole and COLUMNS[index.column()][0] == "type":
            return self._dot(line.type)
        if role == Qt.ItemDataRole.ForegroundRole and cells(line)[index.column()] == NOTHING:
            return QColor(self._theme.muted)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = cells(line)[index.column()]
            return f"lacks a {COLUMNS[index.column()][0]}" if said == NOTHING else said
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by the place in the articles for none."""
        name: Column = COLUMNS[column][0] if column >= 0 else "place"
        descending = order == Qt.SortOrder.DescendingOrder and name != "place"
        if (name, descending) != (self.wanted.sort, self.wanted.descending):
            self.show(replace(self.wanted, sort=name, descending=descending), self.grouping)

    def _of_group(self, index: Index, role: int) -> object:
        if not index.isValid() or index.column() > 0:
            return None
        group = self._groups[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.name or NAMELESS[self._grouped or self.wanted.by]}   {group.many:,}"
        return None

    def _dot(self, type_: str) -> QPixmap:
        if type_ not in self._dots:
            tag = self._session.tag_set.find(type_, "claim")
            drawn = QPixmap(QSize(20, 20))
            drawn.setDevicePixelRatio(2)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tag_line(tag.colour) if tag is not None else self._theme.muted))
            painter.drawEllipse(1, 1, 8, 8)
            painter.end()
            self._dots[type_] = drawn
        return self._dots[type_]

    # --- questions and answers

    def _load(self, limit: int) -> None:
        wanted = self.wanted
        if self.grouping:
            self._ask(self._pages, lambda claims: claims.groups(wanted), self._take_groups)
        else:
            take = partial(self._take_page, limit)
            self._ask(self._pages, lambda claims: claims.page(wanted, None, limit), take, at_once=_is_quick(wanted))

    def _take_page(self, limit: int, lines: list[ClaimLine]) -> None:
        self._take(Stretch(lines, begins=True, ends=len(lines) < limit))

    def _take_stretch(self, claim: str, found: Around | None) -> None:
        if found is not None:
            self._take(Stretch(found.lines, found.begins, found.ends))
        if claim:
            self.located.emit(claim if found is not None else "")

    def _take(self, root: Stretch) -> None:
        self.beginResetModel()
        self._forget_insides()
        self._root, self._groups, self._grouped = root, [], None
        self._is_new = True
        self.endResetModel()
        self.loaded.emit()
        # a table that is not laid out yet takes its end to be in view, and would ask for more at once
        QTimer.singleShot(0, self, self._grow_old)

    def _grow_old(self) -> None:
        self._is_new = False

    def _take_groups(self, groups: list[Group]) -> None:
        self.beginResetModel()
        self._forget_insides()
        self._root, self._groups, self._grouped = Stretch(ends=True), groups, self.grouping
        self.endResetModel()
        self.loaded.emit()

    def _take_in_group(self, claim: str, found: tuple[str, Around] | None) -> None:
        group = None
        if found is not None:
            name = folded(found[0])
            group = next((row for row, each in enumerate(self._groups) if folded(each.name) == name), None)
        if found is None or group is None:
            self.located.emit("")
            return
        parent = self.index(group, 0)
        if (known := self._inside.get(group)) is not None and known.lines:
            self.beginRemoveRows(parent, 0, len(known.lines) - 1)
            known.lines = []
            self.endRemoveRows()
        around = found[1]
        self._inside[group] = Stretch()
        self.beginInsertRows(parent, 0, len(around.lines) - 1)
        self._inside[group] = Stretch(around.lines, around.begins, around.ends)
        self.endInsertRows()
        self.located.emit(claim)

    def _add(self, lines: list[ClaimLine]) -> None:
        self._put_behind(QModelIndex(), self._root, lines, ends=len(lines) < MORE)

    def _put_behind(self, parent: QModelIndex, stretch: Stretch, lines: list[ClaimLine], *, ends: bool) -> None:
        stretch.ends = ends
        if lines:
            self.beginInsertRows(parent, len(stretch.lines), len(stretch.lines) + len(lines) - 1)
            stretch.lines += lines
            self.endInsertRows()

    def _put_before(self, parent: QModelIndex, stretch: Stretch, lines: list[ClaimLine]) -> None:
        stretch.begins = len(lines) < PAGE
        if lines:
            self.beginInsertRows(parent, 0, len(lines) - 1)
            stretch.lines[:0] = lines
            self.endInsertRows()

    def _open(self, group: int) -> None:
        """Fetch lines of a group, the first ones or the next."""
        wanted = replace(self.wanted, group=self._groups[group].name)
        inside = self._inside.setdefault(group, Stretch())
        after = inside.lines[-1] if inside.lines else None

        def take(lines: list[ClaimLine]) -> None:
            self._put_behind(self.index(group, 0), inside, lines, ends=len(lines) < IN_A_GROUP)

        if not self._asker(group).is_asking:
            self._ask(self._asker(group), lambda claims: claims.page(wanted, after, IN_A_GROUP), take)

    def _asker(self, group: int) -> Latest:
        """Return what asks for the lines of a group: several may be opened while the first is still read."""
        if group not in self._askers:
            self._askers[group] = made = Latest(self._jobs, "Reading claims", self)
            made.answered.connect(_do)
            made.failed.connect(self.failed)
        return self._askers[group]

    def _forget_insides(self) -> None:
        for each in self._askers.values():
            each.drop()
            each.deleteLater()
        self._askers = {}
        self._inside = {}

    def _ask(
        self, latest: Latest, question: Callable[[Claims], T], take: Callable[[T], object], *, at_once: bool = False
    ) -> None:
        """Ask a question: now if the answer comes at once, or else beside the window."""
        project = self._session.project
        try:
            if at_once or project.claims.count() <= AT_ONCE:
                latest.drop()
                take(question(project.claims))
                return
        except AnnotatorError as error:
            self.failed.emit(error)
            return

        def work(_progress: Progress, _cancelled: CancelCheck) -> object:
            with Project.open(project.path, write=False) as beside:
                return partial(take, question(beside.claims))

        latest.ask(work)


def _is_quick(wanted: Wanted) -> bool:
    """Tell whether the first page is found along an index, however many claims there are."""
    return wanted.sort == "place" and not (wanted.text or wanted.verdict or wanted.lacks or wanted.type)


def _last(claims: Claims, wanted: Wanted) -> Around:
    lines = claims.page_before(wanted)
    return Around(lines, len(lines) < PAGE, True)


def _in_group(claims: Claims, wanted: Wanted, claim: str) -> tuple[str, Around] | None:
    """Return the name of the group that a claim is in, and the lines around it there."""
    name = claims.group_of(wanted, claim)
    around = claims.around(replace(wanted, group=name), claim) if name is not None else None
    return (name, around) if name is not None and around is not None else None


def _do(answer: Callable[[], object]) -> None:
    answer()


def _tip(line: ClaimLine, column: Column) -> str:
    if column in line.lacks:
        return f"This claim lacks a {column}"
    said = {"claim": line.words, "claimant": line.claimant, "cue": line.cue, "document": line.title}.get(column, "")
    return said if len(said) <= LONGEST_TIP else said[: LONGEST_TIP - 1] + "…"

"""The window of all claims: a table to sort, filter and group, from which every claim is reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.beside import TYPING, BesideWindow, SearchField, choose_only, empty_state, pause, pill, quiet_line
from annotator.app.calls import call
from annotator.app.claims.details import ClaimDetails
from annotator.app.claims.flow_layout import FlowLayout
from annotator.app.claims.model import COLUMNS, LINE_ROLE, ClaimsModel
from annotator.app.claims.review_form import scale_of
from annotator.app.claims.table import ClaimsTable
from annotator.app.forms import name_choice
from annotator.store.claims import ClaimLine, Grouping, Wanted
from annotator.words import counted, plural

if TYPE_CHECKING:
    from annotator.app.jobs import Jobs
    from annotator.app.session import Session
    from annotator.app.settings import Settings
    from annotator.app.theme import Theme

CHANGE_PAUSE = 30
COUNT_PAUSE = 250
"""Milliseconds after which it is counted what claims lack: the lines are to be there first."""
FIRST_SIZE = QSize(1300, 740)
WIDE, DETAILS = 900, 350
"""Pixels from which on the details stand beside the table, and how wide they are then."""
HINT = "Enter shows the place · Ctrl+T relates one claim, or two · F4 reviews · Alt+1 … 7 sorts"
NOTHING_AT_ALL = (
    "No claims yet.\n\nSelect what somebody says in an article and press 1 to mark it as a Statement. "
    "Every claim of every article is then listed here."
)
NOT_AMONG = "the selected claim is not among those shown"
NOTHING_FITS = "No claim fits. Press Esc in the field, or choose “All types” and “All verdicts”, to see more."


class ClaimsWindow(BesideWindow):
    """All claims of the project beside the page.

    *place_chosen* carries the claim whose place is to be shown, *place_wanted* asks for another mark (document, first
    code point, id), *evidence_wanted* for evidence for a claim (its id), *relation_wanted* how chosen ones are related.
    """

    place_chosen = Signal(object)
    place_wanted = Signal(str, int, str)
    evidence_wanted = Signal(str)
    relation_wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        session: "Session",
        jobs: "Jobs",
        settings: "Settings",
        theme: "Callable[[], Theme]",
        actions: Sequence[QAction],
        parent: QWidget,
    ) -> None:
        super().__init__("claims", "Claims", settings, "claims_geometry", FIRST_SIZE, parent)
        self._session = session
        self._kept: str | None = None
        self._sought: str | None = None
        self._all, self._notice = 0, ""
        self._fitting: int | None = None
        self._ends_wanted = self._goes_to_end = False
        self.model = ClaimsModel(session, jobs, theme(), self)
        self.title = QLabel("Claims", self)
        self.title.setProperty("title", True)
        self.said = QLabel(self)
        self.said.setProperty("quiet", True)
        self.query = SearchField("Words of a claim or a claimant", "Filter claims", self)
        self.query.setMinimumWidth(140)
        self.types = _choice("Type", self)
        self.verdicts = _choice("Verdict", self)
        self.grouping = _choice("Group", self)
        for text, grouping in (
            ("No groups", None),
            ("By claimant", "claimant"),
            ("By claimant's record", "claimant record"),
            ("By record of the claim", "record"),
        ):
            self.grouping.addItem(text, grouping)
        self.lacks: dict[str, QPushButton] = {}
        self._required: dict[str, tuple[str, ...]] = {}
        self.table = ClaimsTable(self.model, self)
        self._details: ClaimDetails | None = None
        self._theme = theme
        self.hint = quiet_line(self, HINT)
        self.empty = empty_state(self, NOTHING_AT_ALL)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self._split = QSplitter(self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._middle)
        self._split.setStretchFactor(0, 1)
        self._pills = FlowLayout(6)
        self._lay_out()
        self._pause = pause(self, TYPING, self._ask)
        self._behind = pause(self, CHANGE_PAUSE, self._reload)
        self._counting = pause(self, COUNT_PAUSE, self._count)
        self._fill_choices()
        self._remember_sort()
        self._connect()
        self.addActions(actions)
        for number in range(len(COLUMNS) + 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(call(self.sort_by, number - 1))
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.query.take_keys)
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self._relate)
        QShortcut(QKeySequence("F4"), self).activated.connect(self.review)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._to_table)
        self.show_judgements(settings.judgements)
        self._ask()
        self._counting.start()
        QTimer.singleShot(1, self, lambda: self.details)
        self.table.setFocus()

    @property
    def details(self) -> ClaimDetails:
        """What is known of the current claim; made after the first picture of the table, or when asked for."""
        if self._details is None:
            self._details = made = ClaimDetails(self._session, self._theme(), self)
            made.place_wanted.connect(self.place_wanted)
            made.evidence_wanted.connect(self.evidence_wanted)
            made.show_judgement(self._settings.judgements)
            self._split.addWidget(made)
            made.setVisible(self.model.is_loading or not self.model.is_empty)
            made.setVisible(not self.model.is_empty)
            self._split.setStretchFactor(1, 0)
            self._share()
            self._follow()
        return self._details

    @property
    def wanted(self) -> Wanted:
        """Which claims the fields ask for."""
        scale = scale_of(self._session)
        lacks = next((each for each, shown in self.lacks.items() if shown.isChecked()), None)
        return replace(
            self.model.wanted,
            text=self.query.text().strip(),
            type=self.types.currentData(),
            verdict=self.verdicts.currentData(),
            lacks=lacks,
            required=self._required.get(lacks or "", ()),
            scale=scale,
        )

    def sort_by(self, column: int) -> None:
        """Sort by a column, or the other way round if it is so sorted; -1 is the order of the articles."""
        header = self.table.header()
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)

    def retheme(self) -> None:
        """Use the colours of the theme."""
        theme = self._theme()
        self.model.set_theme(theme)
        if self._details is not None:
            self._details.set_theme(theme)
        self.table.viewport().update()

    def select(self, claim: str) -> None:
        """Choose the line of a claim, wherever it stands; say so if it is not among those that are shown."""
        self._kept = None
        self._sought = claim
        if not self.model.is_loading:
            self._seek()

    def _seek(self) -> None:
        claim, self._sought = self._sought, None
        if claim is not None:
            self.model.locate(claim)

    def _take_located(self, claim: str) -> None:
        index = self.model.find(claim)
        if not index.isValid():
            self._notice = f" · {NOT_AMONG}"
            self._say_count()
            return
        if index.parent().isValid():
            self.table.expand(index.parent())
        choose_only(self.table, index)
        # once the window has its size
        QTimer.singleShot(0, self, self._centre)

    def _centre(self) -> None:
        self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _to_end(self, last: bool) -> None:
        """Choose the first or the last line of all."""
        self.model.show_ends(last=last)
        self._goes_to_end = last
        self._ends_wanted = True
        if not self.model.is_loading:
            self._choose_end()

    def _choose_end(self) -> None:
        if not self._ends_wanted:
            return
        self._ends_wanted = False
        model = self.model
        row = model.rowCount() - 1 if self._goes_to_end else 0
        if row >= 0:
            choose_only(self.table, model.index(row, 0))

    def show_judgements(self, shows: bool) -> None:
        """Show or hide what is thought of claims."""
        verdict = [name for name, _ in COLUMNS].index("verdict")
        self.table.setColumnHidden(verdict, not shows)
        self.verdicts.setVisible(shows)
        if self._details is not None:
            self._details.show_judgement(shows)
        if not shows and (self.verdicts.currentData() is not None or self.model.wanted.sort == "verdict"):
            self.verdicts.setCurrentIndex(0)
            self.table.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._ask()

    def review(self) -> None:
        """Go to the verdict on the current claim."""
        if self.details.line is not None and self.details.review.isVisible():
            self.details.review.verdict.setFocus()
            self.details.ensureWidgetVisible(self.details.review)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details beside the table, or below it where the window is narrow."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way != self._split.orientation() or event.oldSize().width() <= 0:
            self._split.setOrientation(way)
            self._share()
        # the line whose details stand there is to be in view, once the table has its new size
        QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _share(self) -> None:
        """Give table and details their parts of the room."""
        wide = self._split.orientation() == Qt.Orientation.Horizontal
        whole = self.width() if wide else self.height() - 120
        part = DETAILS if wide else whole // 2
        self._split.setSizes([max(100, whole - part), part])

    def finish(self) -> None:
        """Let go of what is being fetched."""
        self.model.drop()

    def _after_typing(self) -> None:
        """Lead from the field into the table, which shows what was typed by then."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        self._to_table()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.said, 1)
        fields = QHBoxLayout()
        fields.addWidget(self.query, 1)
        for each in (self.types, self.verdicts, self.grouping):
            fields.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addLayout(fields)
        layout.addLayout(self._pills)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.hint)

    def _connect(self) -> None:
        self.query.textChanged.connect(lambda: self._pause.start())
        self.query.went_on.connect(self._after_typing)
        for each in (self.types, self.verdicts, self.grouping):
            each.activated.connect(lambda: self._ask())
        self.table.header().sortIndicatorChanged.connect(self._sorted)
        self.table.chosen.connect(self.place_chosen)
        self.table.left.connect(self.query.take_keys)
        self.table.selectionModel().currentChanged.connect(lambda: self._follow())
        self.model.loaded.connect(self._show)
        self.model.located.connect(self._take_located)
        self.table.end_wanted.connect(self._to_end)
        self.model.counted.connect(self._say_lacks)
        self.model.fitting.connect(self._take_fitting)
        self.model.failed.connect(self.failed)
        # by methods, which are disconnected with the window: the session lives on
        self._session.changed.connect(self._reload_soon)
        self._session.tag_set_changed.connect(self._fill_choices)

    def _ask(self) -> None:
        self.table.setRootIsDecorated(self.grouping.currentData() is not None)
        self.model.show(self.wanted, cast("Grouping | None", self.grouping.currentData()))

    def _follow(self) -> None:
        """Show what is known of the current claim."""
        if self._details is None:
            return
        index = self.table.currentIndex()
        line = index.data(LINE_ROLE) if index.isValid() else None
        self._details.show_line(line if isinstance(line, ClaimLine) else None)

    def _relate(self) -> None:
        self.relation_wanted.emit(self.table.lines())

    def _only(self, lack: str) -> None:
        for each, shown in self.lacks.items():
            if each != lack:
                shown.setChecked(False)
        self._ask()

    def _reload_soon(self) -> None:
        self._behind.start()

    def _reload(self) -> None:
        line = self.table.currentIndex().data(LINE_ROLE) if self.table.currentIndex().isValid() else None
        self._kept = line.id if isinstance(line, ClaimLine) else None
        self.model.reload(self._kept)
        self._counting.start()

    def _count(self) -> None:
        if self.model.is_loading:
            self._counting.start()
        else:
            self.model.count(self._required)

    def _show(self) -> None:
        """Show what was loaded: the line that was current stays so, and groups show what they are."""
        all_of_them = self._session.project.claims.count()
        self._all, self._fitting, self._notice = all_of_them, None, ""
        self._say_count()
        if self.wanted.is_narrowed and all_of_them:
            self.model.count_fitting()
        self.empty.setText(NOTHING_FITS if all_of_them else NOTHING_AT_ALL)
        self._middle.setCurrentWidget(self.empty if self.model.is_empty else self.table)
        if self._details is not None:
            self._details.setVisible(not self.model.is_empty)
        self.hint.setVisible(not self.model.is_empty)
        for row in range(self.model.rowCount() if self.model.grouping else 0):
            self.table.setFirstColumnSpanned(row, self.table.rootIndex(), True)
        if self._kept is not None:
            index = self.model.find(self._kept)
            if index.isValid():
                choose_only(self.table, index)
            self._kept = None
        self._choose_end()
        if self._sought is not None:
            # once the lines stand there, so that those around it take their place
            QTimer.singleShot(0, self, self._seek)
        if not self.table.currentIndex().isValid() and not self.model.is_empty:
            choose_only(self.table, self.model.index(0, 0))
        self._follow()

    def _take_fitting(self, many: int) -> None:
        self._fitting = many
        self._say_count()

    def _say_count(self) -> None:
        """Say how many claims there are, and how many of them fit once that is known."""
        said = counted(self._all, "claim") if self._all else ""
        if self._fitting is not None and self._fitting != self._all:
            said = f"{self._fitting:,} of {said}"
        self.said.setText(said + self._notice)

    def _say_lacks(self, lacking: Mapping[str, int]) -> None:
        for each, many in lacking.items():
            if many and each not in self.lacks:
                self.lacks[each] = made = pill(self)
                made.hide()
                made.clicked.connect(call(self._only, each))
                self._pills.addWidget(made)
        for each, shown in self.lacks.items():
            many = lacking.get(each, 0)
            what = each.replace("_", " ")
            article = "an" if what[:1] in "aeiou" else "a"
            shown.setText(f"{counted(many, 'claim')} {plural(many, 'lacks', 'lack')} {article} {what}")
            shown.setVisible(many > 0 or shown.isChecked())
        self._pills.invalidate()

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        self.model.sort(column, order)
        self._settings.claims_sort = f"{column} {'down' if order == Qt.SortOrder.DescendingOrder else 'up'}"

    def _remember_sort(self) -> None:
        column, _, way = self._settings.claims_sort.partition(" ")
        section = int(column) if column.isdecimal() and int(column) < len(COLUMNS) else -1
        order = Qt.SortOrder.DescendingOrder if way == "down" else Qt.SortOrder.AscendingOrder
        self.table.header().setSortIndicator(section, order)
        if section >= 0:
            name = COLUMNS[section][0]
            self.model.wanted = replace(self.model.wanted, sort=name, descending=way == "down")

    def _fill_choices(self) -> None:
        claims = list(self._session.tag_set.of_kind("claim"))
        names = dict.fromkeys(each.name for tag in claims for each in tag.attributes if each.required)
        self._required = {
            name: tuple(
                tag.name for tag in claims if any(each.name == name and each.required for each in tag.attributes)
            )
            for name in names
        }
        types = [each.name for each in self._session.tag_set.of_kind("claim")]
        for box, every, values in ((self.types, "All types", types), (self.verdicts, "All verdicts", _verdicts(self))):
            now = box.currentData()
            box.clear()
            box.addItem(every, None)
            for value in values:
                box.addItem(value, value)
            box.setCurrentIndex(max(0, box.findData(now)))

    @property
    def session(self) -> "Session":
        """The project that is shown."""
        return self._session

    def _to_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and not self.model.is_empty:
            choose_only(self.table, self.model.index(0, 0))


def _verdicts(window: ClaimsWindow) -> tuple[str, ...]:
    return scale_of(window.session)


def _choice(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    name_choice(box, name)
    # it makes the list of choices, which nobody opens before the first picture; at first a box fits what it has anyway
    QTimer.singleShot(0, box, lambda: box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents))
    return box

"""The window of all problems: a table from which every place is reached, kept right while work goes on."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.analysis.constraints import summaries
from annotator.analysis.problem_book import Line
from annotator.app.beside import BesideWindow, SearchField, empty_state, pause
from annotator.app.forms import name_choice
from annotator.app.lines_table import LinesTable
from annotator.app.problems.finder import ProblemFinder
from annotator.app.problems.model import LINE_ROLE, ProblemsModel, fitting
from annotator.app.settings import Settings
from annotator.words import capital, counted

FIRST_SIZE = QSize(860, 560)
PAUSE = 30
"""Milliseconds in which what changes, or is typed, is taken together."""
WIDTHS = (270, 320)
SHOWN_SORTS = 3
WELL = "No problems.\n\nEverything that is marked keeps to the constraints of the tag set."
NO_RULES = "No problems.\n\nThe tag set has no constraints yet: Ctrl+Alt+T, then New › Constraint, adds one."
LOOKING = "Looking through the articles…"
NOTHING_FITS = "No problem has these words."


class ProblemsTable(LinesTable):
    """The lines of the problems."""

    def __init__(self, model: ProblemsModel, parent: QWidget) -> None:
        super().__init__(model, "Problems", WIDTHS, parent)

    @property
    def current(self) -> Line | None:
        """The line that is chosen."""
        index = self.currentIndex()
        line = index.data(LINE_ROLE) if index.isValid() else None
        return line if isinstance(line, Line) else None

    def choose(self) -> None:
        """Ask for the place of the current line."""
        line = self.current
        if line is not None:
            self.chosen.emit(line)


class ProblemsWindow(BesideWindow):
    """All problems beside the page. *place_chosen* carries the line whose place is to be shown."""

    place_chosen = Signal(object)

    def __init__(
        self, finder: ProblemFinder, settings: Settings, actions: list[QAction], has_rules: bool, parent: QWidget
    ) -> None:
        super().__init__("problems", "Problems", settings, "problems_geometry", FIRST_SIZE, parent)
        self._finder = finder
        self._has_rules = has_rules
        self.model = ProblemsModel(self)
        self.title = QLabel("Problems", self)
        self.title.setProperty("title", True)
        self.said = QLabel(self)
        self.said.setProperty("quiet", True)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.query = SearchField("Words of a problem or an article", "Filter problems", self)
        self.sorts = QComboBox(self)
        name_choice(self.sorts, "Sort of problem")
        self.sorts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(5)
        self.progress.setAccessibleName("Articles looked at")
        self.table = ProblemsTable(self.model, self)
        self.empty = empty_state(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self._lay_out()
        self._behind = pause(self, PAUSE, self.show_all)
        self.query.textChanged.connect(lambda: self._behind.start())
        self.query.went_on.connect(self._to_table)
        self.sorts.activated.connect(lambda: self._show_lines())
        self.table.chosen.connect(self.place_chosen)
        self.table.left.connect(self.query.take_keys)
        self.table.header().sortIndicatorChanged.connect(self.model.sort)
        finder.changed.connect(self._renew)
        finder.progressed.connect(self._show_progress)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.query.take_keys)
        self.addActions(actions)
        finder.watch()
        self.show_all()
        self.table.setFocus()

    def set_has_rules(self, has_rules: bool) -> None:
        """Say whether the tag set has constraints."""
        self._has_rules = has_rules
        self._behind.start()

    def _renew(self) -> None:
        if self.isVisible():
            self._behind.start()

    def show_all(self) -> None:
        """Show what is known now."""
        lines = self._finder.lines()
        articles = len({each.document for each in lines})
        self.said.setText(f"{counted(len(lines), 'problem')} in {counted(articles, 'article')}" if lines else "")
        said = summaries(each.problem for each in lines)
        more = len(said) - SHOWN_SORTS
        self.summary.setText(" · ".join(said[:SHOWN_SORTS]) + (f" · {more} more" if more > 0 else ""))
        self.summary.setVisible(bool(said))
        self._fill_sorts(lines)
        self.progress.setVisible(self._finder.is_looking and self.progress.maximum() > 1)
        self._show_lines(lines)

    def finish(self) -> None:
        """Look no further, and show nothing more: the finder may be gone before this window is."""
        self._behind.stop()
        self._finder.rest()

    def _to_table(self) -> None:
        self._behind.stop()
        self.show_all()
        self.table.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.said, 1)
        fields = QHBoxLayout()
        fields.addWidget(self.query, 1)
        fields.addWidget(self.sorts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.summary)
        layout.addLayout(fields)
        layout.addWidget(self.progress)
        layout.addWidget(self.stack, 1)

    def _fill_sorts(self, lines: list[Line]) -> None:
        now = self.sorts.currentData()
        found = dict.fromkeys(each.problem.summary for each in lines)
        self.sorts.clear()
        self.sorts.addItem("All problems", None)
        for each in found:
            text = each[1].replace("{} ", "").strip()
            self.sorts.addItem(capital(text), each)
        place = next((row for row in range(self.sorts.count()) if self.sorts.itemData(row) == now), 0)
        self.sorts.setCurrentIndex(place)

    def _show_lines(self, lines: list[Line] | None = None) -> None:
        every = self._finder.lines() if lines is None else lines
        sort = self.sorts.currentData()
        before, row = self.table.current, self.table.currentIndex().row()
        self.model.show_lines(fitting(every, self.query.text(), sort))
        if not self.model.lines:
            looking = self._finder.is_looking and not every
            empty = WELL if self._has_rules else NO_RULES
            self.empty.setText(NOTHING_FITS if every else LOOKING if looking else empty)
            self.stack.setCurrentWidget(self.empty)
            return
        self.stack.setCurrentWidget(self.table)
        place = self.model.row_of(before) if before is not None else -1
        if place < 0:
            # a problem that was solved makes room for the next one
            place = max(0, min(row, len(self.model.lines) - 1))
        self.table.setCurrentIndex(self.model.index(place, 0))

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)
        self.progress.setVisible(done < total)

"""Shows how the articles could be divided into splits, with counts and what the splits would share, and does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.analysis.splitting import DEFAULT, By, shares
from annotator.app.forms import FramedDialog, Leave, form_layout, quiet_label
from annotator.app.jobs import CancelCheck, Job, Jobs, Progress
from annotator.app.session import Session
from annotator.errors import AnnotatorError, UsageError
from annotator.exchange import splitting
from annotator.store import Project
from annotator.words import capital, counted

if TYPE_CHECKING:
    from annotator.analysis.near_duplicates import Pair

_WAYS: tuple[tuple[By, str, str], ...] = (
    ("group", "What belongs together stays together",
     "Reprints and nearly equal texts, claims with the same record, and related articles are in one split."),
    ("date", "By date", "The oldest articles are in the first split, the newest in the last; a day is never divided."),
    ("hash", "By chance", "An article keeps its split whatever others come; one seed gives the same splits anywhere."),
)  # fmt: skip
_PAUSE = 250
"""Milliseconds without a key press after which the preview is made anew."""
_SHOWN = 300
_ROWS = 6
"""Splits that are in view at once."""
_FRAME = 6
_LEAST_WIDTH = 540


class _Preview(NamedTuple):
    made: splitting.Plan
    leaks: splitting.Leakage
    pairs: Sequence[Pair]


class SplitsDialog(FramedDialog):
    """A way, shares and a seed; below, what would come of them. Nothing is changed until it is said so."""

    said = Signal(str)
    failed = Signal(str)
    broken = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("Splits", parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None
        self._pairs: Sequence[Pair] | None = None
        self._made: splitting.Plan | None = None
        self._doing: tuple[str, splitting.Plan | None] = ("", None)
        self._make_fields()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.preview)
        self.way.currentIndexChanged.connect(lambda: self._changed())
        self.shares.textChanged.connect(lambda: self._changed())
        self.seed.textChanged.connect(lambda: self._changed())
        self._show_counts(None)
        self._changed()

    def _make_fields(self) -> None:
        self.way = QComboBox(self)
        for by, name, _ in _WAYS:
            self.way.addItem(name, by)
        self.about = quiet_label("", self, wraps=True)
        self.shares = QLineEdit(DEFAULT.replace(",", ", "), self)
        self.shares.setToolTip("Names and weights, with commas between them")
        self.seed = QLineEdit(self)
        self.seed.setPlaceholderText("any words; another seed makes other splits")
        self.counts = QTableWidget(0, 3, self)
        self.counts.setHorizontalHeaderLabels(["Split", "Articles now", "Articles then"])
        self.counts.verticalHeader().hide()
        self.counts.setShowGrid(False)
        self.counts.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.counts.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.counts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.counts.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.counts.horizontalHeader().setHighlightSections(False)
        for column in range(3):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            heading = self.counts.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.counts.setColumnWidth(1, 120)
        self.counts.setColumnWidth(2, 120)
        self.found = QLabel(self)
        self.found.setWordWrap(True)
        self.leaks = QListWidget(self)
        self.leaks.setWordWrap(True)
        self.leaks.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.leaks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.leaks.setAlternatingRowColors(True)
        for widget, name in (
            (self.way, "Divide"), (self.shares, "Shares"), (self.seed, "Seed"), (self.counts, "Articles of each split"),
            (self.leaks, "What the splits would share"),
        ):  # fmt: skip
            widget.setAccessibleName(name)

    def _lay_out(self) -> None:
        said = "Parts of the data set to learn from, to tune and to test on. Exports keep them."
        form = form_layout(18, 9)
        form.addRow("Divide", self.way)
        form.addRow("", self.about)
        form.addRow("Shares", self.shares)
        form.addRow("Seed", self.seed)
        self.stack(quiet_label(said, self, wraps=True), form, self.counts, self.found)
        self.stack(self.leaks, stretch=1)
        # takes the room of the list while that is not there
        self._below = QWidget(self)
        self.stack(self._below, stretch=1)
        self._below.hide()
        self.setMinimumWidth(_LEAST_WIDTH)
        self.divide = self.end_with("Divide", self.do, Leave.Close)
        self.clear = self.add_button("Clear splits", self.do_clear, QDialogButtonBox.ButtonRole.ResetRole)
        self.clear.setToolTip("Take all articles out of their splits")
        self.resize(640, 660)

    # --- looking

    def _changed(self) -> None:
        by: By = self.way.currentData()
        self.about.setText(next(each for way, _, each in _WAYS if way == by))
        self.seed.setEnabled(by != "date")
        self.divide.setEnabled(False)
        self._made = None
        # what is still being planned would answer for other shares
        self._stop()
        self._timer.start()

    def preview(self) -> None:
        """Plan the splits beside the window, and look for what they would share."""
        try:
            parts = shares(self.shares.text())
        except UsageError as error:
            self._tell(str(error))
            return
        self._stop()
        by: By = self.way.currentData()
        seed, path, known = self.seed.text().strip(), self._session.project.path, self._pairs

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            with Project.open(path, write=False) as store, store.snapshot():
                pairs = splitting.compare(store, progress, cancelled) if known is None else known
                made = splitting.plan(store, by, parts, seed, pairs=pairs, progress=progress, cancelled=cancelled)
                return _Preview(made, splitting.leakage(store, made.splits, pairs=pairs), pairs)

        self._tell("Comparing the texts…" if known is None else "Dividing…")
        job = self._job = self._jobs.run("Planning splits", work)
        job.progress.connect(partial(self._progressed, job))
        job.finished.connect(partial(self._show, job))
        job.failed.connect(partial(self._take_fault, job))

    def _take_fault(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._fail(error)

    def _progressed(self, job: Job, done: int, total: object, _text: str) -> None:
        if job is self._job and isinstance(total, int) and total and self._pairs is None:
            self._tell(f"Comparing the texts… {done:,} of {total:,}")

    def _show(self, job: Job, found: object) -> None:
        if not isinstance(found, _Preview) or job is not self._job:
            return
        self._pairs, self._made = found.pairs, found.made
        self._show_counts(found.made)
        self._show_leaks(found.made, found.leaks)
        self.divide.setEnabled(True)

    def _show_counts(self, made: splitting.Plan | None) -> None:
        before = self._session.project.partition.counts()
        then = dict(made.counts) if made is not None else {}
        names: list[str | None] = list(dict.fromkeys([*then, *before]))
        self.counts.setRowCount(len(names))
        for row, name in enumerate(names):
            cells = (
                name if name is not None else "in no split",
                f"{before.get(name, 0):,}",
                f"{then.get(name, 0):,}" if made is not None and name is not None else ("0" if made else ""),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.counts.setItem(row, column, item)
        # all of them are in view, unless they are very many
        rows = sum(self.counts.rowHeight(row) for row in range(min(len(names), _ROWS)))
        self.counts.setFixedHeight(self.counts.horizontalHeader().sizeHint().height() + rows + _FRAME)
        self.clear.setEnabled(any(name is not None for name in before))

    def _show_leaks(self, made: splitting.Plan, leaks: splitting.Leakage) -> None:
        groups = f"{counted(made.groups, 'group')}, the largest of {made.largest:,}. " if made.groups else ""
        if leaks.leaks:
            kinds = (f"{count:,} {name}" for name, count in leaks.counts.items() if count and name != "entity records")
            self._tell(f"{groups}The splits would share {', '.join(kinds)}:")
        else:
            self._tell(f"{groups}Nothing would leak from one split into another.")
        lines = [
            *(f"Record “{each['name']}” of claims in {', '.join(each['documents'])}"
              for each in leaks.records if each["kind"] == "claim"),
            *(f"{each['alike']:.0%} of one text is in the other: {splitting.in_words(each)}"
              for each in leaks.duplicates),
            *(f"Relation “{each['type']}”: {splitting.in_words(each)}" for each in leaks.relations),
        ]  # fmt: skip
        self.leaks.clear()
        self.leaks.addItems(lines[:_SHOWN])
        self.leaks.setVisible(bool(lines))
        self._below.setVisible(not lines)
        if leaks.leaks > _SHOWN:
            self.leaks.addItem(f"… and {leaks.leaks - _SHOWN:,} more")

    def _tell(self, sentence: str) -> None:
        self.found.setText(capital(sentence))

    # --- doing

    def do(self) -> None:
        """Divide the articles as the preview says, as one change."""
        made = self._made
        if made is None:
            return
        annotator = self._session.annotator

        def act(store: Project) -> int:
            return splitting.do(store, made, annotator)

        self._run("Dividing", act, "Divided", made)

    def do_clear(self) -> None:
        """Take all articles out of their splits, as one change."""
        annotator = self._session.annotator

        def act(store: Project) -> int:
            return splitting.clear(store, annotator)

        self._run("Clearing splits", act, "Cleared", None)

    def _run(self, title: str, act: Callable[[Project], int], word: str, made: splitting.Plan | None) -> None:
        self._stop()
        path = self._session.project.path

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            with Project.open(path) as store:
                return act(store)

        session = self._session
        self._doing = (word, made)
        job = self._jobs.run(title, work)
        # the window is told even where this dialog was closed meanwhile
        job.finished.connect(lambda: session.look_outside())
        job.finished.connect(self._did)
        job.failed.connect(self._fail)

    def _did(self, count: object) -> None:
        word, made = self._doing
        self._show_counts(made)
        self.said.emit(f"{word}: {counted(count, 'article')}" if isinstance(count, int) else word)
        if made is not None:
            self.accept()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, AnnotatorError):
            self._tell(str(error))
        else:
            self.broken.emit(error)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def done(self, result: int) -> None:
        """Stop what is still being compared."""
        self._timer.stop()
        self._stop()
        super().done(result)

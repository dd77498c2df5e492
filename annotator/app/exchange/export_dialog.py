"""The export dialog: a format, what goes out, and beforehand what this very project would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.app.exchange.choices import Choices
from annotator.app.exchange.losses import LossTree
from annotator.app.forms import FramedDialog, quiet_label
from annotator.app.jobs import CancelCheck, Latest, Progress
from annotator.errors import AnnotatorError
from annotator.exchange.exporting import ExportReport, ExportRequest, trial
from annotator.formats.format import Format
from annotator.formats.ledger import Ledger
from annotator.formats.registry import FORMATS
from annotator.words import capital, counted

if TYPE_CHECKING:
    from annotator.app.jobs import Jobs
    from annotator.app.session import Session

FIRST_SIZE = 940, 760
_HEIGHTS = 330, 220
"""Pixels of the form and of the losses below it at first."""
LOOKING = "Looking what would be lost…"
NOTHING_LOST = "Nothing gets lost."


class ExportDialog(FramedDialog):
    """Asks what to write. *wanted* carries the request once somebody wants it, *proof_wanted* one for a round trip.

    *place_chosen* carries a place of the ledger that is to be shown, *failed* an unexpected error.
    """

    wanted = Signal(object)
    proof_wanted = Signal(object)
    place_chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, format_name: str, parent: QWidget | None = None) -> None:
        super().__init__("Export", parent, heading="", spacing=14)
        self._session = session
        self._trial = Latest(jobs, "Looking what would be lost", self)
        self._trial.answered.connect(self._show_report)
        self._trial.failed.connect(self._show_fault)
        self._list_formats()
        project = session.project
        self.choices = Choices(
            session.tag_set, project.splits(), [each.name for each in project.annotators()], project.setting, self
        )
        self.losses = LossTree(self)
        self.losses.place_chosen.connect(self.place_chosen)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._lay_out()
        self.formats.currentItemChanged.connect(lambda: self._take_format())
        self.choices.changed.connect(self.look)
        session.changed.connect(self.look)
        self._choose(format_name)

    # --- what was chosen

    @property
    def format(self) -> Format:
        """The format that is chosen."""
        return next(each for each in FORMATS if each.name == self.formats.currentItem().data(Qt.ItemDataRole.UserRole))

    @property
    def request(self) -> ExportRequest | None:
        """What is to be written, or None while something chosen cannot be read, which is then said."""
        try:
            return self.choices.request
        except AnnotatorError as error:
            self._show_fault(error)
            return None

    def look(self) -> None:
        """Look anew what would be lost, beside the window."""
        request = self.request
        if request is None:
            self._trial.drop()
            return
        self.said.setText(LOOKING)
        path = self._session.project.path

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            return trial(path, request, progress=progress, cancelled=cancelled)

        self._trial.ask(work)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the formats out anew: what was measured before the theme came is too low for its lines."""
        super().showEvent(event)
        self.formats.doItemsLayout()

    def done(self, result: int) -> None:
        """Close; nothing is looked for any more."""
        self._trial.drop()
        super().done(result)

    # --- the list of formats

    def _list_formats(self) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Find a format")
        self.search.setAccessibleName("Find a format")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.formats = QListWidget(self)
        self.formats.setAccessibleName("Formats")
        self.formats.setUniformItemSizes(True)
        self.formats.setTextElideMode(Qt.TextElideMode.ElideRight)
        for each in FORMATS:
            if each.writes:
                item = QListWidgetItem(each.name)
                item.setData(Qt.ItemDataRole.UserRole, each.name)
                item.setToolTip(each.title)
                self.formats.addItem(item)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in range(self.formats.count()):
            item = self.formats.item(row)
            said = f"{item.text()} {item.toolTip()}".casefold()
            item.setHidden(not all(word in said for word in wanted))
        if self.formats.currentRow() < 0 or self.formats.currentItem().isHidden():
            rows = [self.formats.item(row) for row in range(self.formats.count())]
            shown = [item for item in rows if not item.isHidden()]
            if shown:
                self.formats.setCurrentItem(shown[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the field into the list."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.formats.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _choose(self, format_name: str) -> None:
        for row in range(self.formats.count()):
            if self.formats.item(row).data(Qt.ItemDataRole.UserRole) == format_name:
                self.formats.setCurrentRow(row)
                return
        self.formats.setCurrentRow(0)

    def _take_format(self) -> None:
        if self.formats.currentRow() < 0:
            return
        found = self.format
        self.title.setText(found.title)
        # those of the format before would be read as those of this one
        self.losses.clear()
        self.keeps.setText(f"Keeps {found.keeps}.\nLoses {found.loses}.")
        self.choices.show_format(found)
        self.proof.setEnabled(found.reads)
        self.proof.setToolTip(
            "Export to a temporary place, import that, and show what is different"
            if found.reads
            else "This format is only written, so nothing can come back"
        )
        self.look()

    # --- what is said

    def _show_report(self, report: object) -> None:
        assert isinstance(report, ExportReport)
        self._show_losses(report.ledger)
        documents = counted(report.documents, "article")
        if not report.documents:
            there = self._session.project.count_documents()
            fits = "Nothing fits what was chosen: no article would be written."
            self.said.setText(fits if there else "There are no articles in this project yet.")
        elif not len(report.ledger):
            self.said.setText(f"{documents}. {NOTHING_LOST}")
        else:
            self.said.setText(f"{documents}. What gets lost:")
        self.write.setEnabled(report.documents > 0)
        self.proof.setEnabled(self.format.reads and report.documents > 0)

    def _show_losses(self, ledger: Ledger) -> None:
        """Show the losses; where there are none, the form has the room of their list."""
        self.losses.show_ledger(ledger)
        there = len(ledger) > 0
        if there == self.losses.isVisibleTo(self):
            return
        if not there:
            self._heights = self._parts.sizes()
        self.losses.setVisible(there)
        self._parts.setSizes(self._heights if there else [sum(self._heights), 0])

    def _show_fault(self, error: object) -> None:
        self._show_losses(Ledger())
        if isinstance(error, AnnotatorError):
            sentence = str(error)
            self.said.setText(capital(sentence) + ("" if sentence.endswith(".") else "."))
            self.write.setEnabled(False)
        else:
            self.said.setText("")
            self.failed.emit(error)

    def _lay_out(self) -> None:
        self.title = QLabel(self)
        self.title.setProperty("title", True)
        self.title.setWordWrap(True)
        self.keeps = quiet_label("", self, wraps=True)
        area = QScrollArea(self)
        area.setObjectName("settings")
        area.setWidget(self.choices)
        self.choices.setObjectName("settingsBody")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.formats, 1)
        ledger = QWidget(self)
        below = QVBoxLayout(ledger)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.said)
        below.addWidget(self.losses, 1)
        self._parts = right = QSplitter(Qt.Orientation.Vertical, self)
        right.setChildrenCollapsible(False)
        right.addWidget(area)
        right.addWidget(ledger)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        self._heights = list(_HEIGHTS)
        right.setSizes(self._heights)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.title)
        middle.addWidget(self.keeps)
        middle.addSpacing(6)
        middle.addWidget(right, 1)
        across = QHBoxLayout()
        across.setSpacing(22)
        left.setFixedWidth(210)
        across.addWidget(left)
        across.addLayout(middle, 1)
        self.stack(across, stretch=1)
        self.write = self.end_with("Export…", self._ask_for_export)
        self.proof = self.add_button("Round trip", self._ask_for_proof)
        self.resize(*FIRST_SIZE)

    def _ask_for_export(self) -> None:
        if (request := self.request) is not None:
            self.wanted.emit(request)

    def _ask_for_proof(self) -> None:
        if (request := self.request) is not None:
            self.proof_wanted.emit(request)

"""A record's page: what it is called, where it is mentioned, what it says and what is said of it, when, with whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.app.beside import choose_only
from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.panels.editors import LineEditor, NoteEditor
from annotator.app.records.places import (
    LINE_ROLE,
    Line,
    More,
    PlaceDelegate,
    PlacesModel,
    line_of,
    line_of_company,
    wordings,
)
from annotator.app.records.time_line import TimeLine
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.errors import AnnotatorError, UsageError
from annotator.model import record_edits
from annotator.model.change import Change
from annotator.model.people import Record
from annotator.store import Project
from annotator.store.records import Company, Day, Mention
from annotator.words import counted

REPETITIONS = 2_000
"""Mentions of a statement whose wordings are compared."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a record, read beside the window."""

    record: str
    days: Sequence[Day] = ()
    by: Sequence[Mention] = ()
    about: Sequence[Mention] = ()
    company: Sequence[Company] = ()
    repetitions: Sequence[Mention] = field(default=())


class NamesEditor(NoteEditor):
    """Several short texts, one a line."""

    def __init__(self, name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)


class PlacesView(QListView):
    """A list whose lines are opened by Enter or a double click."""

    opened = Signal(object)

    def __init__(self, model: PlacesModel, delegate: PlaceDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("articleList")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setMinimumHeight(120)
        self.doubleClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the line that the keys are at."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def chosen(self) -> list[Line]:
        """Return the chosen lines, from above."""
        lines = [(each.row(), each.data(LINE_ROLE)) for each in self.selectedIndexes()]
        return [line for _, line in sorted(lines, key=lambda each: each[0]) if isinstance(line, Line)]

    def _open(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        if isinstance(line, Line):
            self.opened.emit(line)


class RecordPage(QWidget):
    """Shows one record and turns each finished edit into one change.

    *place_chosen* carries a `Mention` to go to, *record_chosen* the id of another record to show, *failed* a sentence.
    """

    place_chosen = Signal(object)
    record_chosen = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._record: Record | None = None
        self._facts: Facts | None = None
        self._reading = Latest(jobs, "Reading a record", self)
        self._reading.answered.connect(self._take_facts)
        self._reading.failed.connect(self._reading_failed)

        self.name = LineEditor(self)
        self.name.setAccessibleName("Name")
        self.name.setObjectName("recordName")
        self.name.edited.connect(self._rename)
        self.facts = QLabel(self)
        self.facts.setProperty("quiet", True)
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        # names may be as long as they like: they make no window wider
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.aliases = NamesEditor("Also called", "one name a line", self)
        self.aliases.edited.connect(self._set_aliases)
        self.identifiers = NamesEditor("Identifiers", "wikidata:Q42, one a line", self)
        self.identifiers.edited.connect(self._set_identifiers)
        self.note = NoteEditor(self)
        self.note.setAccessibleName("Note of the record")
        self.note.setPlaceholderText("what is known besides")
        self.note.edited.connect(self._set_note)
        self.time_line = TimeLine(theme, self)
        self.time_line.day_chosen.connect(self._show_day)
        self.model = PlacesModel(self)
        self.delegate = PlaceDelegate(theme, self)
        self.places = PlacesView(self.model, self.delegate, self)
        self.places.opened.connect(self._open)
        self.pills: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._lay_out()

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(3)
        for column, (text, widget) in enumerate(
            (("Also called", self.aliases), ("Identifiers", self.identifiers), ("Note", self.note))
        ):
            label = QLabel(text, self)
            label.setProperty("quiet", True)
            label.setBuddy(widget)
            fields.addWidget(label, 0, column)
            fields.addWidget(widget, 1, column)
            fields.setColumnStretch(column, 1)
            widget.setFixedHeight(widget.sizeHint().height())
        row = QHBoxLayout()
        row.setSpacing(6)
        for name in ("mentions", "wordings", "by", "about", "company"):
            pill = QPushButton(self)
            pill.setProperty("pill", True)
            pill.setCheckable(True)
            pill.setAutoDefault(False)
            pill.clicked.connect(self._show_list)
            self._group.addButton(pill)
            self.pills[name] = pill
            row.addWidget(pill)
        row.addStretch(1)
        self.pills["mentions"].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addWidget(self.name)
        layout.addWidget(self.facts)
        layout.addLayout(fields)
        layout.addWidget(self.time_line)
        layout.addLayout(row)
        layout.addWidget(self.places, 1)

    # --- what is shown

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    @property
    def is_reading(self) -> bool:
        """Whether claims, dates and company are still being read."""
        return self._reading.is_asking

    @property
    def shown(self) -> str:
        """Which list is shown: "mentions", "wordings", "by", "about" or "company"."""
        return next(name for name, pill in self.pills.items() if pill.isChecked())

    def set_theme(self, theme: Theme) -> None:
        """Show everything in the colours of *theme*."""
        self.delegate.set_theme(theme)
        self.time_line.set_theme(theme)
        self.places.viewport().update()

    def show_record(self, record: Record) -> None:
        """Show *record* as it is now."""
        if self._record is None or self._record.id != record.id:
            self.finish()
            self._facts = None
            self.pills["mentions"].setChecked(True)
            self.time_line.show_days(())
        self._record = record
        self.name.set_value(record.name)
        self.name.setToolTip(record.name)
        self.aliases.set_value("\n".join(record.aliases))
        self.identifiers.set_value("\n".join(record.identifiers))
        self.note.set_value(record.note)
        self._read(record)
        self._label_pills()
        self._show_list()

    def finish(self) -> None:
        """Take what is being written before something else is shown."""
        for editor in (self.aliases, self.identifiers, self.note):
            if editor.hasFocus() and editor.document().isModified():
                editor.finish()

    def show_list(self, name: str) -> None:
        """Show the list of that name."""
        if self.pills[name].isVisibleTo(self):
            self.pills[name].setChecked(True)
            self._show_list()

    def chosen_mentions(self) -> list[str]:
        """Return the ids of the marks of the chosen lines, if they are mentions of the record."""
        if self.shown not in ("mentions", "wordings"):
            return []
        return [each.mention.annotation for each in self.places.chosen() if each.mention is not None]

    def _read(self, record: Record) -> None:
        path, asked, kind = self._session.project.path, record.id, record.kind

        def work(_progress: Progress, _cancelled: CancelCheck) -> Facts:
            with Project.open(path, write=False) as project:
                records = project.records
                return Facts(
                    asked,
                    records.days(asked),
                    records.claims_by(asked),
                    records.claims_about(asked),
                    records.company(asked),
                    records.mentions(asked, limit=REPETITIONS) if kind == "claim" else (),
                )

        self._reading.ask(work)

    def _take_facts(self, facts: Facts) -> None:
        if self._record is None or facts.record != self._record.id:
            return
        self._facts = facts
        self.time_line.show_days(facts.days)
        mentions = sum(each.mentions for each in facts.days)
        articles = sum(each.documents for each in facts.days)
        parts = [self._record.tag] if self._record.tag else []
        parts.append(f"{counted(mentions, 'mention')} in {counted(articles, 'article')}")
        dates = [each.date for each in facts.days if each.date]
        if dates:
            parts.append(dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}")
        if facts.repetitions and facts.repetitions[0].said_by:
            parts.append(f"first said by {facts.repetitions[0].said_by}")
        self.facts.setText(" · ".join(parts))
        self._label_pills()
        if self.shown != "mentions":
            self._show_list()

    def _reading_failed(self, error: Exception) -> None:
        # a record that somebody removed meanwhile is taken from the list by the change that removed it
        if not isinstance(error, AnnotatorError):
            raise error

    def _label_pills(self) -> None:
        facts, record = self._facts, self._record
        is_claim = record is not None and record.kind == "claim"
        texts = {
            "mentions": (
                "Repetitions" if is_claim else "Mentions",
                sum(each.mentions for each in facts.days) if facts else None,
            ),
            "wordings": ("Wordings", len(wordings(facts.repetitions)) if facts else None),
            "by": ("Claims by it", len(facts.by) if facts else None),
            "about": ("Claims about it", len(facts.about) if facts else None),
            "company": ("Together with", len(facts.company) if facts else None),
        }
        for name, (text, number) in texts.items():
            self.pills[name].setText(f"{text}  {number:,}" if number is not None else text)
            self.pills[name].setAccessibleName(f"{text}, {number:,}" if number is not None else text)
        # those that go first: all of them at once would need more room than the window may have
        for name in ("by", "about") if is_claim else ("wordings",):
            self.pills[name].hide()
        for name in ("wordings",) if is_claim else ("by", "about"):
            self.pills[name].show()

    def _show_list(self) -> None:
        record, facts = self._record, self._facts
        if record is None:
            return
        shown = self.shown
        names = {"by": "Claims by it", "about": "Claims about it", "company": "Together with", "wordings": "Wordings"}
        self.places.setAccessibleName(names.get(shown, "Mentions"))
        if shown == "mentions":
            self.model.show_lines(*self._mentions(record))
        elif facts is None:
            self.model.show_lines([])
        elif shown == "company":
            self.model.show_lines([line_of_company(each) for each in facts.company])
        elif shown == "wordings":
            self.model.show_lines(wordings(facts.repetitions))
        else:
            self.model.show_lines([line_of(each) for each in (facts.by if shown == "by" else facts.about)])
        if self.model.lines and not self.places.currentIndex().isValid():
            choose_only(self.places, self.model.index(0))

    def _mentions(self, record: Record) -> tuple[list[Line], More | None]:
        records = self._session.project.records

        def more(after: tuple[str, int, int, int]) -> Sequence[Mention]:
            return records.mentions(record.id, after=after)

        try:
            return [line_of(each) for each in records.mentions(record.id)], more
        except UsageError:
            return [], None

    def _show_day(self, date: str) -> None:
        self.show_list("mentions")
        while True:
            for row, each in enumerate(self.model.lines):
                if each.mention is not None and each.mention.date == date:
                    choose_only(self.places, self.model.index(row))
                    self.places.setFocus()
                    return
            if not self.model.canFetchMore(QModelIndex()):
                return
            self.model.fetchMore(QModelIndex())

    def _open(self, line: Line) -> None:
        if line.mention is not None:
            self.place_chosen.emit(line.mention)
        elif line.record is not None:
            self.record_chosen.emit(line.record.id)

    # --- what is changed

    def _rename(self, name: object) -> None:
        self._do(lambda record: record_edits.rename(record, str(name or "")))

    def _set_aliases(self, text: object) -> None:
        self._do(lambda record: record_edits.set_aliases(record, str(text or "").splitlines()))

    def _set_identifiers(self, text: object) -> None:
        self._do(lambda record: record_edits.set_identifiers(record, str(text or "").splitlines()))

    def _set_note(self, text: object) -> None:
        self._do(lambda record: record_edits.set_note(record, str(text or "")))

    def _do(self, make: Callable[[Record], Change]) -> None:
        record = self._record
        if record is None:
            return
        try:
            change = make(record)
        except UsageError as error:
            self.failed.emit(str(error))
            # what was there is shown again
            self._record = None
            self.show_record(record)
            return
        self._session.do(change)

"""One field that links the selected mark to a record: candidates at once, others by typing, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from annotator.app.calls import call
from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.palette import Entry, Palette
from annotator.app.panels.parts import shorten
from annotator.app.words import counted
from annotator.errors import AnnotatorError
from annotator.model.record_edits import RecordKind, record_kind
from annotator.store import Project

if TYPE_CHECKING:
    from annotator.analysis.record_candidates import Candidate
    from annotator.app.session import Session
    from annotator.model.annotation import Annotation
    from annotator.model.people import Record
    from annotator.store.records import RecordSummary

OFFERED = 12
SURE = 88
"""How well a candidate must fit (of 100) to stand before the offer of a new record."""


class Finder(Protocol):
    """Finds candidates by words."""

    def candidates(self, words: str, kind: str, *, limit: int = 12) -> Sequence[Candidate]:
        """Return the records of that *kind* that *words* may mean, the likeliest first."""
        ...


class LinkPopup(Palette):
    """Candidates for one mark. *link* takes a record, or the name of a new one, and the marks to link.

    *finder* is None while the names are still being read; `take_finder` brings it. With the box ticked, or
    ``Shift+Enter``, all marks of the same words that have no record are linked as well.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        mark: Annotation,
        parent: QWidget,
        link: Callable[[Record | str, Sequence[str]], None],
        unlink: Callable[[Record], None],
        finder: Finder | None,
    ) -> None:
        self._session = session
        self._mark = mark
        self._words = " ".join(session.words(mark).split())
        self._kind: RecordKind = record_kind(mark.kind)
        self._link = link
        self._unlink = unlink
        self._finder = finder
        self._same: list[str] | None = None
        self._runs_for_all = False
        super().__init__([], parent)
        self.setObjectName("palette")
        what = "Whose words are these?" if mark.kind == "claim" else "Who or what is meant?"
        heading = QLabel(f"Link “{shorten(self._words, 60)}”", self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("heading", True)
        heading.setContentsMargins(6, 2, 6, 0)
        self.everywhere = QCheckBox("Looking for the same words…", self)
        self.everywhere.setEnabled(False)
        self.everywhere.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = QLabel("Enter links · Esc leaves", self)
        self.hint.setProperty("quiet", True)
        self.hint.setContentsMargins(6, 0, 6, 2)
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self.query)
        layout.removeWidget(self.list)
        for widget in (heading, self.query, self.list, self.everywhere, self.hint):
            layout.addWidget(widget)
        self.query.setPlaceholderText("Statement, or its other wording" if self._kind == "claim" else what)
        self.query.setAccessibleName("Record")
        self.list.setAccessibleName("Records")
        self.everywhere.setContentsMargins(6, 0, 6, 0)
        self._search = Latest(jobs, "Looking for the same words", self)
        self._search.answered.connect(self._take_same)
        self._search.failed.connect(self._search_failed)
        self.finished.connect(self._search.drop)
        self._ask_for_the_same()
        self.query.setFocus()

    @property
    def is_counting(self) -> bool:
        """Whether the marks of the same words are still looked for."""
        return self._search.is_asking

    @property
    def others(self) -> int:
        """How many other marks of the same words have no record, as far as they are found."""
        return len(self._same or ())

    def take_finder(self, finder: Finder) -> None:
        """Offer what *finder* finds from now on."""
        self._finder = finder
        self._filter(self.query.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ``Shift+Enter`` link all marks of the same words."""
        if watched is self.query and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if shift and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run_for_all()
                return True
        return super().eventFilter(watched, event)

    def run_for_all(self) -> None:
        """Link the mark and all others of the same words that have no record, once they are found."""
        if self.is_counting:
            self._runs_for_all = True
        else:
            self.everywhere.setChecked(self.others > 0)
            self.run()

    # --- lines

    def found(self, query: str) -> list[Entry]:
        """Return candidates for what was typed, or for the words of the mark, and the offer of a new record."""
        words = " ".join(query.split()) or self._words
        offered = self._candidates(words)
        summaries = self._session.project.records.summaries([each.record for each in offered])
        lines = [(each.score, self._line(summaries[each.record], each)) for each in offered if each.record in summaries]
        new = Entry(f"New record “{shorten(words, 60)}”", call(self._run_link, words), self._mark.tag, icon="new")
        sure = [line for score, line in lines if score >= SURE]
        rest = [line for score, line in lines if score < SURE]
        entries = [*sure, new, *rest]
        linked = self._linked()
        if linked is not None and not query.strip():
            entries.append(Entry(f"Unlink from “{shorten(linked.name, 60)}”", call(self._unlink, linked), icon="close"))
        return entries

    def _candidates(self, words: str) -> Sequence[Candidate]:
        from annotator.analysis.record_candidates import Candidate

        if self._finder is not None:
            return self._finder.candidates(words, self._kind, limit=OFFERED)
        page = self._session.project.records.page(self._kind, text=words, limit=OFFERED)
        return [
            Candidate(each.record.id, each.record.name, each.record.name, "has these words", float(SURE))
            for each in page
        ]

    def _line(self, summary: RecordSummary, candidate: Candidate) -> Entry:
        record = summary.record
        reason = f"alias “{shorten(candidate.matched, 30)}”" if candidate.reason == "alias" else candidate.reason
        facts = ["linked now" if record.id == self._mark.record else reason, counted(summary.mentions, "mention")]
        facts += record.identifiers[:1]
        tag = self._session.tag_set.find(record.tag, record.kind) if record.tag else None
        colour = tag.colour if tag is not None else ""
        return Entry(shorten(record.name, 80), call(self._run_link, record), " · ".join(facts), "", colour, "tag")

    def _linked(self) -> Record | None:
        if self._mark.record is None:
            return None
        found = self._session.project.records.summaries([self._mark.record]).get(self._mark.record)
        return found.record if found is not None else None

    def _run_link(self, record: Record | str) -> None:
        others = self._same if self._same is not None and self.everywhere.isChecked() else []
        self._link(record, [self._mark.id, *others])

    # --- the same words elsewhere

    def _ask_for_the_same(self) -> None:
        path, words, kind, own = self._session.project.path, self._words, self._kind, self._mark.id

        def work(_progress: Progress, _cancelled: CancelCheck) -> list[str]:
            with Project.open(path, write=False) as project:
                found = project.records.unlinked(words, kind)
                return [each for each in found if each != own]

        self._search.ask(work)

    def _take_same(self, found: list[str]) -> None:
        self._same = found
        many = counted(len(found), "other mention")
        words = shorten(self._words, 30).replace("&", "&&")
        if found:
            self.everywhere.setText(f"Also {many} of “{words}” without a record")
            self.everywhere.setEnabled(True)
            self.hint.setText(f"Enter links · Shift+Enter links all {len(found) + 1:,} · Esc leaves")
        else:
            self.everywhere.setText("No other mention of these words is without a record")
        if self._runs_for_all:
            self.run_for_all()

    def _search_failed(self, error: Exception) -> None:
        if not isinstance(error, AnnotatorError):
            raise error
        self.everywhere.setText(str(error).capitalize())

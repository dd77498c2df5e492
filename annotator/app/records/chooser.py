"""One field in which a record is chosen or named: to link to, to merge with, to split off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from annotator.app.calls import call
from annotator.app.chooser import Chooser
from annotator.app.nearby import shorten
from annotator.app.palette import Entry
from annotator.model.people import Record
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.analysis.record_candidates import Candidate
    from annotator.app.session import Session
    from annotator.model.record_edits import RecordKind
    from annotator.store.records import RecordSummary

HEIGHT = 360
"""Pixels: enough for what is offered first, and the text stays in view."""
OFFERED = 12
SURE = 88
"""How well a candidate must fit (of 100) to stand before the offer of a new record."""


class Finder(Protocol):
    """Finds candidates by words."""

    def candidates(self, words: str, kind: str, *, limit: int = OFFERED) -> Sequence[Candidate]:
        """Return the records of that *kind* that *words* may mean, the likeliest first."""
        ...


class RecordChooser(Chooser):
    """Candidates for *words*, or for what is typed instead; *choose* takes a record, or the name of a new one.

    *new* is what the offer of a new record says, empty for none; *without* are ids that are not offered. *finder* is
    None while the names are still being read; `take_finder` brings it.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        *,
        title: str,
        ask: str,
        words: str,
        kind: RecordKind,
        choose: Callable[[Record | str], None],
        finder: Finder | None,
        new: str = "",
        without: Collection[str] = (),
    ) -> None:
        self._session = session
        self._words = words
        self._kind: RecordKind = kind
        self._choose = choose
        self._finder = finder
        self._new = new
        self._without = without
        self._unlike = False
        super().__init__(parent, title=title, ask=ask, names=("Record", "Records"), highest=HEIGHT)
        self.query.textChanged.connect(lambda: self._look_at_what_is_offered())
        self._look_at_what_is_offered()
        self.query.setFocus()

    def take_finder(self, finder: Finder) -> None:
        """Offer what *finder* finds from now on."""
        self._finder = finder
        self._filter(self.query.text())

    def found(self, query: str) -> list[Entry]:
        """Return candidates for what was typed, or else for the words, and the offer of a new record."""
        self._unlike = False
        words = " ".join(query.split()) or self._words
        offered = [each for each in self._candidates(words) if each.record not in self._without]
        summaries = self._session.project.records.summaries([each.record for each in offered])
        lines = [(each.score, self._line(summaries[each.record], each)) for each in offered if each.record in summaries]
        sure = [line for score, line in lines if score >= SURE]
        rest = [line for score, line in lines if score < SURE]
        if not self._new or not words:
            return [*sure, *rest] or self._others(typed=bool(query.strip()))
        new = Entry(f"{self._new} “{shorten(words, 60)}”", call(self._choose, words), icon="new")
        return [*sure, new, *rest]

    def _others(self, *, typed: bool) -> list[Entry]:
        """Return the first records of the kind, where none is like the words and nothing was typed yet."""
        if typed or self._new:
            return []
        page = self._session.project.records.page(self._kind, limit=OFFERED + len(self._without))
        others = [each for each in page if each.record.id not in self._without][:OFFERED]
        self._unlike = bool(others)
        return [self._entry(each, "") for each in others]

    def _look_at_what_is_offered(self) -> None:
        """Say that nothing is offered, and why; what is like nothing that was asked for is not taken by Enter alone."""
        if self._unlike and self.current() is not None:
            self.list.setCurrentIndex(QModelIndex())
            self.empty.setText("No name is alike; these are the others:")
            self.empty.show()
            return
        typed = " ".join(self.query.text().split())
        kind = "claims" if self._kind == "claim" else "entities"
        nothing = f"No record is like “{shorten(typed, 40)}”." if typed else f"There is no other record of {kind} yet."
        self.empty.setText("" if self._new and not typed else nothing)
        self.empty.setVisible(self.current() is None and bool(self.empty.text()))

    def reason(self, record: Record, candidate: Candidate) -> str:
        """Say why *record* is offered."""
        return f"alias “{shorten(candidate.matched, 30)}”" if candidate.reason == "alias" else candidate.reason

    def _candidates(self, words: str) -> Sequence[Candidate]:
        if not words:
            return []
        if self._finder is not None:
            return self._finder.candidates(words, self._kind, limit=OFFERED + len(self._without))
        from annotator.analysis.record_candidates import Candidate

        page = self._session.project.records.page(self._kind, text=words, limit=OFFERED)
        found = [each.record for each in page]
        return [Candidate(each.id, each.name, each.name, "has these words", float(SURE)) for each in found]

    def _line(self, summary: RecordSummary, candidate: Candidate) -> Entry:
        return self._entry(summary, self.reason(summary.record, candidate))

    def _entry(self, summary: RecordSummary, reason: str) -> Entry:
        record = summary.record
        facts = [*([reason] if reason else []), counted(summary.mentions, "mention"), *record.identifiers[:1]]
        tag = self._session.tag_set.find(record.tag, record.kind) if record.tag else None
        colour = tag.colour if tag is not None else ""
        return Entry(shorten(record.name, 80), call(self._choose, record), " · ".join(facts), "", colour, "tag")

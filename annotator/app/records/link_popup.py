"""One field that links the selected mark to a record: candidates at once, others by typing, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from annotator.app.calls import call
from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.nearby import shorten
from annotator.app.palette import Entry
from annotator.app.records.chooser import Finder, RecordChooser
from annotator.errors import AnnotatorError
from annotator.model.people import Record
from annotator.model.record_edits import record_kind
from annotator.store import Project
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.analysis.record_candidates import Candidate
    from annotator.app.session import Session
    from annotator.model.annotation import Annotation


class LinkPopup(RecordChooser):
    """Candidates for one mark. *link* takes a record, or the name of a new one, and the marks to link.

    With the box ticked, or ``Shift+Enter``, all marks of the same words that have no record are linked as well.
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
        self._mark = mark
        self._link = link
        self._unlink = unlink
        self._same: list[str] | None = None
        self._runs_for_all = False
        words = " ".join(session.words(mark).split())
        super().__init__(
            session,
            parent,
            title=f"Link “{shorten(words, 60)}”",
            ask="Statement, or its other wording" if mark.kind == "claim" else "Who or what is meant?",
            words=words,
            kind=record_kind(mark.kind),
            choose=self._run_link,
            finder=finder,
            new="New record",
        )
        self.hint.setText("Enter links · Esc leaves")
        self._search = Latest(jobs, "Looking for the same words", self)
        self._search.answered.connect(self._take_same)
        self._search.failed.connect(self._search_failed)
        self.finished.connect(self._search.drop)
        self._ask_for_the_same()

    def lay_out_end(self) -> None:
        """Put the box for all marks of the same words below the list."""
        self.everywhere = QCheckBox("Looking for the same words…", self)
        self.everywhere.setEnabled(False)
        self.everywhere.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add_row(self.everywhere)

    @property
    def is_counting(self) -> bool:
        """Whether the marks of the same words are still looked for."""
        return self._search.is_asking

    @property
    def others(self) -> int:
        """How many other marks of the same words have no record, as far as they are found."""
        return len(self._same or ())

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

    def found(self, query: str) -> list[Entry]:
        """Return the candidates, and the way to unlink a mark that is linked."""
        entries = super().found(query)
        linked = self._linked() if not query.strip() else None
        if linked is not None:
            entries.append(Entry(f"Unlink from “{shorten(linked.name, 60)}”", call(self._unlink, linked), icon="close"))
        return entries

    def reason(self, record: Record, candidate: Candidate) -> str:
        """Say why *record* is offered, or that the mark is linked to it."""
        return "linked now" if record.id == self._mark.record else super().reason(record, candidate)

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
                return [each for each in project.records.unlinked(words, kind) if each != own]

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

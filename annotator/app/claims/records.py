"""Asks for the record of a claimant who is known and has no words in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from annotator.analysis.record_candidates import RecordFinder
from annotator.app.claim_parts import add_part
from annotator.app.part_candidates import Candidate
from annotator.app.records.chooser import RecordChooser
from annotator.errors import UsageError
from annotator.model.change import Change, Put
from annotator.model.people import Record
from annotator.model.record_edits import new_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.analysis.record_candidates import Candidate as Found
    from annotator.app.workspace import Workspace

MOST_READ = 3_000
"""Records whose names are compared while the person types; of more those are offered that have the words."""


class _Finder:
    """The records of the project; their names are read with the first question."""

    def __init__(self, workspace: Workspace) -> None:
        self._project = workspace.session.project
        self._known: RecordFinder | None = None

    def candidates(self, words: str, kind: str, *, limit: int = 12) -> Sequence[Found]:
        """Return the records of that *kind* that *words* may mean."""
        if self._known is None:
            self._known = RecordFinder(self._project)
        return self._known.candidates(words, kind, limit=limit)


def ask_for_record(window: QWidget, workspace: Workspace, claim: str, part: str) -> None:
    """Ask who is the *part* of the claim of that id, and make a mention without words that is linked to the record."""
    session, page = workspace.session, workspace.page
    mark = session.annotation(claim)
    if mark is None:
        return

    def take(chosen: Record | str) -> None:
        now, opened = session.annotation(claim), session.document
        if now is None or opened is None:
            return
        try:
            record = chosen if isinstance(chosen, Record) else new_record("entity", chosen)
        except UsageError as error:
            session.failed.emit(str(error))
            return
        change = add_part(opened, session.tag_set, session.annotator, now, part, Candidate(record=record))
        if change is None:
            return
        first = [] if isinstance(chosen, Record) else [Put(record)]
        session.do(Change(change.label, [*first, *change.operations]))
        page.select_annotation(claim)

    few = session.project.records.total() <= MOST_READ
    chooser = RecordChooser(
        session, window, title=f"Who is the {part}?", ask="Name, alias or identifier of somebody who is known",
        words="", kind="entity", choose=take, finder=_Finder(workspace) if few else None, new="New record",
    )  # fmt: skip
    chooser.finished.connect(chooser.deleteLater)
    chooser.finished.connect(workspace.focus_page)
    place = page.rect_of_caret(mark.start).toAlignedRect()
    chooser.show_beside(QRect(page.viewport().mapToGlobal(place.topLeft()), place.size()))

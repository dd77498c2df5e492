"""Relates what is selected on the page to a claim, here or in another article, and goes from a claim to such a one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal

from annotator.app.calls import call
from annotator.app.claims.relating import RelateChooser
from annotator.app.nearby import shorten
from annotator.app.page.pointing import Pointing
from annotator.app.palette import Entry, Palette
from annotator.model import claim_links, edits
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Operation
from annotator.model.claim_links import EVIDENCE, NOT_BETWEEN, Way, label_of, ways
from annotator.model.passages import passage_tag
from annotator.words import capital

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.app.session import Session
    from annotator.app.workspace import Workspace
    from annotator.store.claim_links import Linked
    from annotator.store.claims import ClaimLine


class Joining(QObject):
    """The relations of one project's claims. *said* carries a sentence, *place_wanted* document, start and mark."""

    said = Signal(str)
    place_wanted = Signal(str, int, str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._last: Way | None = None
        self._pointing: Pointing | None = None
        self.chooser: RelateChooser | None = None

    @property
    def _session(self) -> Session:
        return self._workspace.session

    # --- from the page

    def relate_selected(self, window: QWidget, type_name: str = "") -> None:
        """Ask how the selected mark, or the selected words, stand to which claim; *type_name* is offered first."""
        page, session = self._workspace.page, self._session
        opened = session.document
        mark = session.annotation(page.selected or "")
        new = bool(page.selection) and opened is not None
        if new and opened is not None:
            # what speaks for a claim, or against it, is a statement itself; plain evidence is not
            tag = next(iter(session.tag_set.of_kind("claim")), None) or passage_tag(session.tag_set)[0]
            mark = edits.new_annotation(opened.document.id, tag, page.selection, session.annotator) if tag else None
        if mark is None or not mark.spans:
            self.said.emit("Select a claim, or words, and say then how they stand to another claim.")
            return
        offered = ways(session.tag_set, mark.kind)
        if new:
            offered.sort(key=lambda way: not _is_evidence(way))
        if not offered:
            self.said.emit(f"The tag set has no type of relation between {mark.tag} and a claim.")
            return
        words = " ".join(session.words(mark).split())

        def relate(way: Way, line: ClaimLine, known: Sequence[Relation]) -> None:
            self._relate(mark, way, line.id, line.words, known, new=new)

        def point(way: Way) -> None:
            self._point(mark, way, new=new)

        way = offered[0] if new else self._first_of(offered)
        way = next((each for each in offered if each.type == type_name), way)
        self._show(
            RelateChooser(
                session, self._workspace.jobs, window, title=f"“{shorten(words, 64)}” …", words=words,
                mine="" if new else mark.id, ways=offered, way=way, relate=relate, point=point, document=mark.document,
            ),
            self._place_of(mark),
        )  # fmt: skip

    def _first_of(self, offered: Sequence[Way]) -> Way:
        """Return the way that was taken last, if it is offered, or else the first one."""
        return self._last if self._last is not None and self._last in offered else offered[0]

    def _show(self, chooser: RelateChooser, place: QRect | None) -> None:
        self.chooser = chooser
        chooser.finished.connect(chooser.deleteLater)
        chooser.finished.connect(self._forget)
        if place is not None:
            chooser.finished.connect(self._workspace.focus_page)
            chooser.show_beside(place)
        else:
            chooser.show()

    def _forget(self) -> None:
        self.chooser = None

    def _place_of(self, mark: Annotation) -> QRect:
        page = self._workspace.page
        place = page.rect_of_caret(mark.start).toAlignedRect()
        return QRect(page.viewport().mapToGlobal(place.topLeft()), place.size())

    def _relate(
        self, mine: Annotation, way: Way, other: str, words: str, known: Sequence[Relation], *, new: bool = False
    ) -> None:
        self._last = way
        if known:
            if self._session.do(claim_links.unrelate(known, way.label)):
                self.said.emit(f"Taken away: {way.label} “{shorten(words)}”.")
            return
        if mine.id == other:
            self.said.emit("A claim cannot be related to itself; choose another one.")
            return
        first: list[Operation] = []
        if new and _is_evidence(way):
            mine, first = self._passage(mine)
        if self._session.do(claim_links.relate(mine, way, [other], new=new, first=first)):
            self._workspace.page.set_selection(())
            self.said.emit(f"Related: {way.label} “{shorten(words)}”.")

    def _passage(self, mine: Annotation) -> tuple[Annotation, list[Operation]]:
        """Return *mine* as a plain passage, and what adds its tag; as it is where the tag set wants none."""
        tag, first = passage_tag(self._session.tag_set)
        if tag is None:
            return mine, []
        return edits.new_annotation(mine.document, tag, mine.spans, mine.annotator), first

    # --- pointing

    def _point(self, mine: Annotation, way: Way, *, new: bool) -> None:
        """Take the next mark that is pointed at, by mouse or by keys, in this article or in another one."""
        page, marking = self._workspace.page, self._workspace.marking
        page.set_selection(())
        self._pointing = pointing = Pointing(page, cards=True)

        def take(other: Annotation) -> None:
            if other.id == mine.id or not (other.kind == "claim" or (way.type == EVIDENCE and way.begins_here)):
                self.said.emit("This is no other claim: point at one, or press Esc.")
                return
            marking.end_choice()
            self._end_pointing()
            linked = self._session.project.claims.linked(mine.id)
            symmetric = any(each.name == way.type and each.symmetric for each in self._session.tag_set.relation_types)
            known = claim_links.related_by(
                [each.relation for each in linked], mine.id, way, other.id, symmetric=symmetric
            )
            self._relate(mine, way, other.id, self._session.words(other), [] if new else known, new=new)

        def pointed(marks: Sequence[str], _adds: bool) -> None:
            found = [each for each in map(self._session.annotation, marks) if each is not None]
            claims = [each for each in found if each.kind == "claim"]
            if found:
                take((claims or found)[0])

        pointing.pointed.connect(pointed)
        pointing.missed.connect(lambda: marking.leave())
        marking.wait_for_choice(take, self._end_pointing)
        marking.hinted.emit(
            f"{capital(way.label)}: click the other claim, or go to it with ] and [ and press Enter; "
            "it may stand in another article · Esc leaves"
        )

    def _end_pointing(self) -> None:
        pointing, self._pointing = self._pointing, None
        if pointing is not None:
            pointing.end()

    # --- in the table of all claims

    def relate_lines(self, lines: Sequence[ClaimLine], window: QWidget, type_name: str = "") -> None:
        """Ask how the first of *lines* stands to the second, or to which claim if there is one line.

        The way of *type_name* is offered first.
        """
        if not lines or len(lines) > 2:
            self.said.emit("Choose one claim, or two, and relate them then.")
            return
        session, first = self._session, lines[0]
        mine = session.project.annotation(first.id)
        offered = ways(session.tag_set, "claim")
        if not offered:
            self.said.emit("The tag set has no type of relation between claims.")
            return

        def relate(way: Way, line: ClaimLine, known: Sequence[Relation]) -> None:
            self._relate(mine, way, line.id, line.words, known)

        way = next((each for each in offered if each.type == type_name), self._first_of(offered))
        self._show(
            RelateChooser(
                session, self._workspace.jobs, window, title=f"“{shorten(first.words, 64)}” …", words=first.words,
                mine=first.id, ways=offered, way=way, relate=relate, point=None, document=first.document,
                lines=lines[1:] or None,
            ),
            None,
        )  # fmt: skip

    # --- going

    def go_to_related(self, window: QWidget) -> None:
        """Go to the claim that the selected one is related to, or ask to which if there are several."""
        mark = self._session.annotation(self._workspace.page.selected or "")
        found = self.related(mark.id) if mark is not None else []
        if not found:
            self.said.emit("The selected mark is related to no other claim; Ctrl+T relates it.")
        elif len(found) == 1:
            self._go(found[0])
        else:
            symmetric = {each.name for each in self._session.tag_set.relation_types if each.symmetric}
            entries = [
                Entry(
                    f"{called(each, symmetric)}: {shorten(each.words, 80)}",
                    call(self._go, each),
                    "" if mark is None or each.document == mark.document else each.title,
                    icon="claim",
                )
                for each in found
            ]
            palette = Palette(entries, window)
            palette.query.setPlaceholderText("Which one?")
            palette.finished.connect(palette.deleteLater)
            palette.show()

    def related(self, annotation: str) -> list[Linked]:
        """Return how an annotation stands to claims, and what speaks for it, here and in other articles."""
        linked = self._session.project.claims.linked(annotation)
        return [each for each in linked if each.relation.type not in NOT_BETWEEN]

    def _go(self, linked: Linked) -> None:
        self.place_wanted.emit(linked.document, linked.start, linked.other)


def _is_evidence(way: Way) -> bool:
    return way.type == EVIDENCE and not way.begins_here


def called(linked: Linked, symmetric: set[str]) -> str:
    """Return what a relation is called from the end that was asked about."""
    type_name = linked.relation.type
    return label_of(type_name, begins_here=linked.is_from, symmetric=type_name in symmetric)

"""The field that shows and changes the parts of a claim: who says it, by what words, about what."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from annotator.app.calls import call
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, Operation, Put, Remove
from annotator.model.ids import new_id
from annotator.model.tag import RelationType

CANDIDATES = 14
"""Annotations offered in the menu, the nearest to the claim first."""


def candidates(
    claim: Annotation, kinds: Sequence[str], annotations: Sequence[Annotation], limit: int = CANDIDATES
) -> list[Annotation]:
    """Return the annotations that could be a part of *claim*, the nearest first, at most *limit*."""

    def distance(other: Annotation) -> tuple[int, int]:
        gap = max(claim.start - other.end, other.start - claim.end, 0)
        return (gap, other.start)

    fits = [each for each in annotations if each.id != claim.id and each.spans and (not kinds or each.kind in kinds)]
    return sorted(fits, key=distance)[:limit]


def shorten(words: str, limit: int = 48) -> str:
    """Return *words* on one line, cut in the middle of nothing but spaces where possible."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


class PartField(QPushButton):
    """One kind of part of one claim. Its menu adds and takes away; *part_chosen* asks to show a part."""

    part_chosen = Signal(str)

    def __init__(self, session: Session, relation_type: RelationType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._type = relation_type
        self._claim: Annotation | None = None
        self._relations: list[Relation] = []
        self._words = ""
        self.setProperty("field", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(relation_type.name)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill_menu)

    def show_parts(self, claim: Annotation) -> None:
        """Show the parts of this kind that *claim* has now."""
        self._claim = claim
        self._relations = [
            each for each in self._session.relations if each.source == claim.id and each.type == self._type.name
        ]
        self._words = ", ".join(self._words_of(each.target) for each in self._relations)
        self.setToolTip(self._words)
        self.setAccessibleDescription(self._words or "none")
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        text = self.fontMetrics().elidedText(self._words or "—", Qt.TextElideMode.ElideRight, self.width() - 40)
        # a button with a menu takes no padding from the style sheet
        self.setText("\N{EN SPACE}" + text.replace("&", "&&"))

    def _words_of(self, annotation: str) -> str:
        found = self._session.annotation(annotation)
        return " ".join(self._session.words(found).split()) if found is not None else "in another article"

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        claim = self._claim
        if claim is None:
            return
        for each in self._relations:
            words = shorten(self._words_of(each.target))
            menu.addAction(f"Show “{words}”".replace("&", "&&"), call(self.part_chosen.emit, each.target))
            menu.addAction(f"Take “{words}” away".replace("&", "&&"), call(self._remove, each))
        if self._relations:
            menu.addSeparator()
        taken = {each.target for each in self._relations}
        offered = [
            each
            for each in candidates(claim, self._type.to_kinds, self._session.annotations, CANDIDATES + len(taken))
            if each.id not in taken
        ]
        for each in offered[:CANDIDATES]:
            words = shorten(self._session.words(each)).replace("&", "&&")
            menu.addAction(f"{words}\t{each.tag}", call(self._add, each))
        if not menu.actions():
            menu.addAction("Nothing in this article fits yet").setEnabled(False)

    def _add(self, part: Annotation) -> None:
        claim = self._claim
        if claim is not None:
            relation = Relation(new_id(), self._type.name, claim.id, part.id)
            operations: list[Operation] = [Put(relation)]
            self._session.do(Change(f"add {self._type.name} to {claim.tag}", operations))

    def _remove(self, relation: Relation) -> None:
        claim = self._claim
        if claim is not None:
            self._session.do(Change(f"remove {self._type.name} of {claim.tag}", [Remove(Relation, relation.id)]))

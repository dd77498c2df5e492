"""The field that shows and changes the parts of a claim: who says it, by what words, about what."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from annotator.app.calls import call
from annotator.app.claim_parts import add_part, remove_parts, set_part
from annotator.app.direction import elided
from annotator.app.nearby import CANDIDATES, candidates, shorten
from annotator.app.page.claim_card import UNNAMED
from annotator.app.part_candidates import ASK_ELSEWHERE, ASK_RECORD, Candidate
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change
from annotator.model.claim_links import EVIDENCE
from annotator.model.tag import RelationType
from annotator.store.claim_links import Linked


class PartField(QPushButton):
    """One kind of part of one claim. Its menu adds and takes away; *part_chosen* asks to show a part.

    *place_wanted* asks for one in another article (document, first code point, id), *record_wanted* for somebody who is
    known without a word in the text, *claim_wanted* for a claim of whatever article (both: the claim's id, the part).
    """

    part_chosen = Signal(str)
    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)

    def __init__(self, session: Session, relation_type: RelationType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._type = relation_type
        self._claim: Annotation | None = None
        self._relations: list[Relation] = []
        self._beyond: dict[str, Linked] = {}
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
        told = [self._session.annotation(each.target) for each in self._relations]
        self._beyond = {}
        if any(each is None or not each.spans for each in told):
            # in another article, or without words in the text
            linked = self._session.project.claims.linked(claim.id)
            self._beyond = {each.other: each for each in linked if each.is_from}
        nobody = UNNAMED.get(str(claim.attributes.get("source_kind")), "") if self._type.name == "claimant" else ""
        self._words = ", ".join(self._words_of(each.target) for each in self._relations) or nobody
        self.setToolTip(self._words)
        self.setAccessibleDescription(self._words or "none")
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        text = elided(self.fontMetrics(), self._words or "—", self.width() - 40)
        # a button with a menu takes no padding from the style sheet
        self.setText("\N{EN SPACE}" + text.replace("&", "&&"))

    def _words_of(self, annotation: str) -> str:
        found, beyond = self._session.annotation(annotation), self._beyond.get(annotation)
        if found is not None and found.spans:
            return " ".join(self._session.words(found).split())
        if beyond is None:
            return "in another article"
        return beyond.words if found is not None else f"{beyond.words} · {beyond.title}"

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        claim, name = self._claim, self._type.name
        if claim is None:
            return
        for each in self._relations:
            words = shorten(self._words_of(each.target))
            menu.addAction(f"Show “{words}”".replace("&", "&&"), call(self._show, each.target))
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
            menu.addAction(f"{words}\t{each.tag}", call(self._add, Candidate(annotation=each)))
        if name == "claimant":
            menu.addSeparator()
            for kind in self._nobody(claim):
                menu.addAction(UNNAMED[kind].capitalize(), call(self._set, Candidate(source_kind=kind)))
            menu.addAction(ASK_RECORD, call(self.record_wanted.emit, claim.id, name))
        elif name == EVIDENCE:
            menu.addSeparator()
            menu.addAction(ASK_ELSEWHERE, call(self.claim_wanted.emit, claim.id, name))
        if not menu.actions():
            menu.addAction("Nothing in this article fits yet").setEnabled(False)

    def _nobody(self, claim: Annotation) -> list[str]:
        tag = self._session.tag_set.find(claim.tag, "claim")
        choices = next((each.choices for each in tag.attributes if each.name == "source_kind"), ()) if tag else ()
        return [each for each in UNNAMED if each in choices]

    def _show(self, annotation: str) -> None:
        beyond = self._beyond.get(annotation)
        if self._session.annotation(annotation) is None and beyond is not None:
            self.place_wanted.emit(beyond.document, beyond.start, annotation)
        else:
            self.part_chosen.emit(annotation)

    def _add(self, chosen: Candidate) -> None:
        self._do(add_part, chosen)

    def _set(self, chosen: Candidate) -> None:
        self._do(set_part, chosen)

    def _do(self, make: Callable[..., Change | None], chosen: Candidate) -> None:
        claim, opened = self._claim, self._session.document
        if claim is not None and opened is not None:
            session = self._session
            change = make(opened, session.tag_set, session.annotator, claim, self._type.name, chosen)
            if change is not None:
                session.do(change)

    def _remove(self, relation: Relation) -> None:
        claim, opened = self._claim, self._session.document
        if claim is not None and opened is not None:
            self._session.do(remove_parts(opened, claim, self._type.name, [relation]))

"""Tells the page what cards say that the open text does not know: relations to other articles, names of records.

Asked after a picture, for the claims in view and no others, and kept until a change touches them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from PySide6.QtCore import QObject, QTimer

from annotator.app.page.claim_card import Related
from annotator.app.page.view import PageView
from annotator.app.session import Session
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation
from annotator.model.change import Touched
from annotator.model.claim_links import NOT_BETWEEN, label_of
from annotator.store.claim_links import Linked


class Beyond(QObject):
    """Keeps `PageView.around` of one page up to date."""

    def __init__(self, session: Session, page: PageView, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._asked = set[str]()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        page.painted.connect(self._painted)
        session.changed.connect(self._changed)
        session.document_opened.connect(lambda: self.forget())
        self.forget()

    def forget(self) -> None:
        """Ask for everything again, the names at once."""
        self._asked.clear()
        self._page.around.beyond.clear()
        self._read_names()
        self._painted()

    def _painted(self) -> None:
        if not self._soon.isActive() and any(each not in self._asked for each in self._wanted()):
            self._soon.start()

    def _wanted(self) -> list[str]:
        selected = self._page.selected
        return [*self._page.cards_in_view(), *([selected] if selected is not None else [])]

    def _look(self) -> None:
        wanted = [each for each in self._wanted() if each not in self._asked]
        if not wanted:
            return
        self._asked.update(wanted)
        try:
            found = self._session.project.claims.across(wanted)
        except AnnotatorError as error:
            self._session.failed.emit(str(error))
            return
        told = {claim: tuple(map(self._related, links)) for claim, links in found.items()}
        told = {claim: tuple(each for each in related if each.label) for claim, related in told.items()}
        if told:
            self._page.around.beyond.update(told)
            self._page.margin.forget_cards()
            self._page.viewport().update()

    def _related(self, linked: Linked) -> Related:
        type_name = linked.relation.type
        symmetric = type_name in self._page.around.symmetric
        label = label_of(type_name, begins_here=linked.is_from, symmetric=symmetric)
        if type_name in NOT_BETWEEN:
            label = ""
        return Related(
            linked.relation.id, label, linked.other, linked.words, linked.document, linked.title, linked.start
        )

    def _changed(self, touched: Touched) -> None:
        opened = self._session.document
        if opened is None:
            return
        if not touched.only_marks or touched.documents - {opened.document.id}:
            # the title or the words of another article's claim may be others now
            self._asked.clear()
            self._page.around.beyond.clear()
            self._page.margin.forget_cards()
        else:
            self._asked -= touched.annotations
            for each in touched.annotations:
                self._page.around.beyond.pop(each, None)
        if touched.records or touched.annotations or touched.everything:
            self._read_names()
        self._page.viewport().update()

    def _read_names(self) -> None:
        opened = self._session.document
        if opened is None:
            return
        names: dict[str, str] = {}
        if any(each.kind == "entity" for each in _without_words(opened.annotations)):
            names = self._session.project.claims.names_of_unworded(opened.document.id)
        if names != self._page.around.names:
            self._page.around.names = names
            self._page.margin.forget_cards()
            self._page.viewport().update()


def _without_words(annotations: Sequence[Annotation]) -> Iterator[Annotation]:
    """Yield those without a span: they stand first."""
    return takewhile(lambda each: not each.spans, annotations)

"""What a right click on the page offers: tags that fit, other annotations under the pointer, removal."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from annotator.app.calls import call
from annotator.app.marking import Marking
from annotator.app.page.view import PageView
from annotator.app.panels.parts import shorten
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Kind
from annotator.model.citation import words_of
from annotator.model.tag import Tag

GROUPS: tuple[tuple[str, Kind], ...] = (("Entity", "entity"), ("Claim", "claim"))
PARTS = ("claimant", "cue", "addressee", "about", "evidence")


class PageMenu:
    """Builds the menu anew each time from what is selected and what lies under the pointer."""

    def __init__(self, session: Session, page: PageView, marking: Marking) -> None:
        self._session = session
        self._page = page
        self._marking = marking

    def show_at(self, point: QPoint, offset: int) -> None:
        """Show the menu at *point*, global pixels, over the code point *offset*."""
        menu = self.build(offset)
        if not menu.isEmpty():
            menu.popup(point)
        menu.aboutToHide.connect(menu.deleteLater)

    def build(self, offset: int) -> QMenu:
        """Return the menu for a click over the code point *offset*."""
        menu = QMenu(self._page)
        under = [each for each in self._session.annotations if _covers(each, offset) and self._page.is_shown(each.id)]
        selected = self._session.annotation(self._page.selected or "")
        if self._page.selection:
            self._add_tags(menu, "Tag as")
            self._add_copy(menu)
        elif selected is not None:
            self._add_tags(menu, "Change to", selected)
            if selected.kind == "claim":
                menu.addAction("Propose claimant and cue", self._marking.propose_parts)
            menu.addAction(f"Remove {selected.tag}", self._marking.remove_selected)
        claim = selected if selected is not None and selected.kind == "claim" else None
        for each in under:
            if claim is not None and each.id != claim.id:
                self._add_pointing(menu, claim, each)
        others = [each for each in under if selected is None or each.id != selected.id]
        if others:
            menu.addSeparator()
        for each in others:
            words = shorten(self._session.words(each), 40).replace("&", "&&")
            menu.addAction(f"Select {each.tag} “{words}”", call(self._page.select_annotation, each.id))
        return menu

    def _add_tags(self, menu: QMenu, what: str, only: Annotation | None = None) -> None:
        for name, kind in GROUPS:
            if only is not None and only.kind != kind:
                continue
            part = menu.addMenu(what if only is not None else f"{what} {name.lower()}")
            for tag in self._session.tag_set.of_kind(kind):
                if only is None or tag.name != only.tag:
                    self._add_tag(part, tag)
        if only is None:
            for tag in self._session.tag_set.of_kind("cue"):
                self._add_tag(menu, tag, f"{what} {tag.name.lower()}")
            menu.addSeparator()

    def _add_tag(self, menu: QMenu, tag: Tag, text: str = "") -> None:
        name = (text or tag.name).replace("&", "&&")
        menu.addAction(f"{name}\t{tag.key[:1]}", lambda: self._marking.tag_selection(tag))

    def _add_pointing(self, menu: QMenu, claim: Annotation, part: Annotation) -> None:
        words = shorten(self._session.words(part), 30).replace("&", "&&")
        pointing = menu.addMenu(f"“{words}” is this claim's")
        for name in PARTS:
            relation_type = self._session.tag_set.relation_type(name)
            if relation_type is not None and (not relation_type.to_kinds or part.kind in relation_type.to_kinds):
                pointing.addAction(name, call(self._marking.point, name, part.id))

    def _add_copy(self, menu: QMenu) -> None:
        document = self._session.document
        if document is not None:
            text = words_of(document.document, self._page.selection)
            menu.addAction("Copy", lambda: QGuiApplication.clipboard().setText(text))


def _covers(annotation: Annotation, offset: int) -> bool:
    return any(start <= offset < end for start, end in annotation.spans)

"""What a right click on the page, or the menu key, offers: tags, what fits what is selected, marks that lie there.

What the table of actions has comes from there with its text and key; tags and marks have lines of their own.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from annotator.app.action_set import Actions
from annotator.app.calls import call
from annotator.app.marking import Marking
from annotator.app.nearby import shorten
from annotator.app.page.view import PageView
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Kind, Span
from annotator.model.tag import Tag

KINDS: tuple[tuple[str, Kind], ...] = (("Entity", "entity"), ("Claim", "claim"))
PARTS = ("claimant", "cue", "addressee", "about", "said at", "said on", "evidence")
SINGLE = 4
"""Marks under the pointer that have a line each; more of them share a menu."""
LONGEST_WORDS = 60
"""Code points of words that are likely to stand elsewhere, too."""


class Here(NamedTuple):
    """What the menu is about: words, or a mark; a mark that was taken; what could be merged, and where it is split."""

    words: Sequence[Span]
    mark: Annotation | None
    has_taken: bool
    merges: bool
    splits: bool


CLAIM = ("claims.edit", "claims.propose")
EDGES = (
    "annotate.grow_end",
    "annotate.shrink_end",
    "annotate.grow_start",
    "annotate.shrink_start",
    "annotate.grow_end_character",
    "annotate.shrink_end_character",
    "annotate.grow_start_character",
    "annotate.shrink_start_character",
)
GROUPS: Sequence[Sequence[str | tuple[str, Sequence[str]]]] = (
    (
        "annotate.put",
        "annotate.add_words",
        ("&Edges", EDGES),
        "annotate.split",
        "annotate.merge",
        "annotate.take",
        "annotate.remove",
    ),
    ("records.link", "records.elsewhere"),
    (
        "edit.copy",
        ("Copy a&s", ("edit.copy_citation", "edit.copy_markdown", "edit.copy_json")),
        "edit.expand",
        "edit.shrink",
        "edit.keep",
    ),
    ("edit.find", "file.print"),
)
"""Actions of the table by id, with a line between groups; a title with several is a menu in the menu."""
FOR_TAKEN = {"annotate.put", "annotate.add_words"}
FOR_WORDS = {*FOR_TAKEN, "edit.shrink", "edit.keep"}
FOR_MARKS = {*CLAIM, *EDGES, "annotate.take", "annotate.remove", "records.link", "records.elsewhere"}


def fits(action: str, here: Here) -> bool:
    """Tell whether an action that can be done has to do with what is selected here."""
    if action in FOR_TAKEN and not here.has_taken:
        return False
    if action == "annotate.merge":
        return here.merges
    if action == "annotate.split":
        return here.splits
    return bool(here.words) if action in FOR_WORDS else not (here.words and action in FOR_MARKS)


class PageMenu:
    """Builds the menu anew each time from what is selected and what lies under the pointer."""

    def __init__(self, session: Session, page: PageView, marking: Marking, actions: Actions) -> None:
        self._session = session
        self._page = page
        self._marking = marking
        self._actions = actions

    def show_at(self, point: QPoint, offset: int) -> None:
        """Show the menu at *point*, global pixels, over the code point *offset*."""
        menu = self.build(offset)
        if not menu.isEmpty():
            menu.popup(point)
        menu.aboutToHide.connect(menu.deleteLater)

    def build(self, offset: int) -> QMenu:
        """Return the menu for the code point *offset*."""
        menu = QMenu(self._page)
        menu.setAccessibleName("Page")
        self._actions.refresh()
        self._actions.draw_icons(menu.palette().placeholderText().color())
        here = self._here()
        under = self._under(offset)
        if here.words:
            self._add_tags(menu)
        elif here.mark is not None:
            self._add_retagging(menu, here.mark)
        self._add_actions(menu, CLAIM, here)
        if here.mark is not None and here.mark.kind == "claim" and not here.words:
            self._add_pointing(menu, here.mark, [each for each in under if each.id != here.mark.id])
        self._add_selecting(menu, [each for each in under if here.mark is None or each.id != here.mark.id])
        for group in GROUPS:
            menu.addSeparator()
            self._add_actions(menu, group, here)
        return menu

    def _here(self) -> Here:
        from annotator.app.reshaping import marks_to_merge

        page, mark = self._page, self._session.annotation(self._page.selected or "")
        splits = mark is not None and bool(mark.spans) and mark.start < page.caret < mark.end
        return Here(
            page.selection,
            mark,
            self._marking.taken is not None,
            len(marks_to_merge(page, self._session.annotator)) > 1,
            splits and not page.selection,
        )

    def _under(self, offset: int) -> list[Annotation]:
        flow = self._page.flow
        marks = flow.touching(offset, offset + 1) if flow is not None else ()
        found = {each.id: each for each in marks if any(start <= offset < end for start, end in each.spans)}
        return sorted(found.values(), key=lambda each: sum(end - start for start, end in each.spans))

    # --- the table's

    def _add_actions(self, menu: QMenu, ids: Sequence[str | tuple[str, Sequence[str]]], here: Here) -> None:
        for each in ids:
            if isinstance(each, tuple):
                title, several = each
                inner = QMenu(title, menu)
                self._add_actions(inner, several, here)
                if not inner.isEmpty():
                    menu.addMenu(inner)
            elif self._actions[each].isEnabled() and fits(each, here):
                menu.addAction(self._actions[each])

    # --- tags

    def _add_tags(self, menu: QMenu) -> None:
        for name, kind in KINDS:
            part = menu.addMenu(f"Tag as {name.lower()}")
            for tag in self._session.tag_set.of_kind(kind):
                self._add_tag(part, tag)
        for tag in self._session.tag_set.of_kind("cue"):
            self._add_tag(menu, tag, f"Tag as {tag.name.lower()}")
        words = self._repeatable(self._page.selection)
        if words:
            everywhere = menu.addMenu(f"Tag every “{words.replace('&', '&&')}” as")
            for kind in ("entity", "cue"):
                for tag in self._session.tag_set.of_kind(kind):
                    self._add_everywhere(everywhere, tag, tag.name)

    def _add_retagging(self, menu: QMenu, mark: Annotation) -> None:
        change = menu.addMenu("Change to")
        for tag in self._session.tag_set.of_kind(mark.kind):
            if tag.name != mark.tag:
                self._add_tag(change, tag)
        change.menuAction().setVisible(not change.isEmpty())
        own, words = self._session.tag_set.find(mark.tag, mark.kind), self._repeatable(mark.spans)
        if own is not None and words and mark.kind in ("entity", "cue"):
            self._add_everywhere(menu, own, f"Tag every “{words}” as {own.name}")

    def _repeatable(self, spans: Sequence[Span]) -> str:
        """Return the words at *spans* for a menu, if they are few enough to be sought elsewhere."""
        if len(spans) != 1 or spans[0].end - spans[0].start > LONGEST_WORDS:
            return ""
        return shorten(self._page.text[spans[0].start : spans[0].end], 24)

    def _add_tag(self, menu: QMenu, tag: Tag, text: str = "") -> None:
        name = (text or tag.name).replace("&", "&&")
        menu.addAction(f"{name}\t{tag.key[:1]}", call(self._marking.tag_selection, tag))

    def _add_everywhere(self, menu: QMenu, tag: Tag, text: str) -> None:
        key = f"Shift+{tag.key[:1].upper()}" if tag.key[:1].isalpha() else ""
        menu.addAction(f"{text.replace('&', '&&')}\t{key}", call(self._marking.tag_equal, tag))

    # --- marks that lie here

    def _add_pointing(self, menu: QMenu, claim: Annotation, parts: Sequence[Annotation]) -> None:
        home = menu if len(parts) <= SINGLE else menu.addMenu("Part of this claim")
        for part in parts:
            pointing = QMenu(f"“{_shown(self._session.words(part), 30)}” is this claim's", home)
            for name in PARTS:
                relation_type = self._session.tag_set.relation_type(name)
                if relation_type is not None and (not relation_type.to_kinds or part.kind in relation_type.to_kinds):
                    pointing.addAction(name, call(self._marking.point, name, part.id))
            if not pointing.isEmpty():
                home.addMenu(pointing)

    def _add_selecting(self, menu: QMenu, marks: Sequence[Annotation]) -> None:
        if marks:
            menu.addSeparator()
        home = menu if len(marks) <= SINGLE else menu.addMenu("Select")
        for each in marks:
            words = _shown(self._session.words(each), 40)
            tag = each.tag.replace("&", "&&")
            text = f"Select {tag} “{words}”" if home is menu else f"{tag} “{words}”"
            home.addAction(text, call(self._page.select_annotation, each.id))


def _shown(words: str, limit: int) -> str:
    return shorten(words, limit).replace("&", "&&")

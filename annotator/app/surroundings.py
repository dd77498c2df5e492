"""What surrounds the page: the panels, the pop-up at a selection and the page's menu, wired to it.

Made after the first picture of an article, which needs none of it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from annotator.app.action_set import Actions
from annotator.app.assistive import offer_page
from annotator.app.claims.beyond import Beyond
from annotator.app.marking import Marking
from annotator.app.page.view import PageView
from annotator.app.page_menu import PageMenu
from annotator.app.panels.articles import ArticlesPanel
from annotator.app.panels.inspector import InspectorPanel
from annotator.app.panels.tags import TagsPanel
from annotator.app.session import Session
from annotator.app.speaking import Speaking
from annotator.app.tag_popup import TagPopup
from annotator.app.theme import Theme
from annotator.model.tag import Tag, TagSet

if TYPE_CHECKING:
    from annotator.app.card_editing import CardEditing
    from annotator.app.page.claim_card import Field


class Surroundings(QObject):
    """The panels of one session, none of which knows another.

    *place_wanted* asks for a mark of whatever article (document, first code point, id), *record_wanted* for a record
    that is to be a part of a claim (its id, the part), *claim_wanted* for a claim that is to be one.
    """

    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)

    def __init__(
        self, session: Session, page: PageView, marking: Marking, theme: Theme, window: QWidget, actions: Actions
    ) -> None:
        super().__init__(marking)
        self._session = session
        self._page = page
        self._marking = marking
        self._card_editing: CardEditing | None = None
        self.popup = TagPopup(page, theme)
        offer_page(page)
        self.speaking = Speaking(session, page, marking)
        self.page_menu = PageMenu(session, page, marking, actions)
        self.articles = ArticlesPanel(session, theme, window)
        self.tags = TagsPanel(session.tag_set, theme, window, page.hidden.tally)
        self.inspector = InspectorPanel(session, theme, window)
        self.beyond = Beyond(session, page, self)

        session.tag_set_changed.connect(self._take_tag_set)
        page.annotation_selected.connect(self._annotation_selected)
        page.selection_changed.connect(self._selection_changed)
        page.showing_changed.connect(self._show_hidden)
        self.tags.showing_wanted.connect(page.set_showing)
        self.tags.focus_wanted.connect(page.set_focus_tag)
        self.tags.all_wanted.connect(page.show_everything)
        self.tags.tag_chosen.connect(self._give)
        self.tags.sticky_changed.connect(marking.set_sticky)
        marking.sticky_changed.connect(self.tags.set_sticky)
        marking.tags_wanted.connect(self._offer_tags)
        marking.tags_unwanted.connect(self.popup.hide)
        marking.menu_wanted.connect(self.page_menu.show_at)
        self.popup.chosen.connect(self._give)
        self.inspector.annotation_chosen.connect(self._reveal)
        self.inspector.place_wanted.connect(self.place_wanted)
        self.inspector.record_wanted.connect(self.record_wanted)
        self.inspector.claim_wanted.connect(self.claim_wanted)
        page.hand.field_pressed.connect(self._edit_card)

        self.tags.set_sticky(marking.sticky)
        self._annotation_selected(page.selected)
        self._show_hidden()

    @property
    def card_editing(self) -> "CardEditing":
        """What edits a claim in its card; it is made on the first call."""
        if self._card_editing is None:
            from annotator.app.card_editing import CardEditing

            self._card_editing = made = CardEditing(self._session, self._page, self._marking, self)
            made.place_wanted.connect(self.place_wanted)
            made.record_wanted.connect(self.record_wanted)
            made.claim_wanted.connect(self.claim_wanted)
        return self._card_editing

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in the colours of *theme*."""
        for each in (self.articles, self.tags, self.inspector, self.popup):
            each.set_theme(theme)

    def _take_tag_set(self, tag_set: TagSet) -> None:
        self.tags.set_tag_set(tag_set)

    def _annotation_selected(self, annotation: object) -> None:
        self.inspector.show_annotation(annotation if isinstance(annotation, str) else None)
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.tags.set_has_target(bool(self._page.selection) or self._page.selected is not None)

    def _show_hidden(self) -> None:
        page = self._page
        self.tags.show_hidden(page.showing, page.hidden.tags, page.focus_tag)

    def _edit_card(self, _claim: str, field: "Field") -> None:
        self.card_editing.open(field)

    def _reveal(self, annotation: str) -> None:
        self._page.select_annotation(annotation, True)

    def _give(self, tag: Tag) -> None:
        self.popup.hide()
        self.popup.used(tag)
        self._marking.tag_selection(tag)
        self._page.take_focus()

    def _offer_tags(self, at: QPoint) -> None:
        selection = self._page.selection
        document = self._session.document
        if not selection or document is None:
            return
        words = document.document.text[selection[0].start : selection[-1].end]
        beside = self._page.rect_of(selection[-1])
        if beside.isEmpty():
            beside = QRect(self._page.mapFromGlobal(at), QSize(1, 1))
        self.popup.offer(self._session.tag_set, words, beside)

"""The page as assistive technology meets it: a text, and in it the marks and cards that are in view.

Made by Qt through `accessible_page` when somebody asks; without assistive technology nothing of this
is even imported. Children cost what is on the screen.
"""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
    QAccessibleTextCursorEvent,
    QAccessibleTextSelectionEvent,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr

from annotator.app.page import spoken
from annotator.app.page.mirror import TextMirror
from annotator.app.page.view import PageView
from annotator.model.annotation import Annotation

_Kind = QAccessible.InterfaceType
# pyright knows the C++ type only, an address; what is wanted is the object itself, or an empty address
_NONE = cast(int, VoidPtr(0))
KEPT = 1_000
"""Children after which all are made anew when they are asked for again."""


class _Press(QAccessibleActionInterface):
    """The action of a child: to select its annotation."""

    def __init__(self, page: PageView, annotation: str) -> None:
        super().__init__()
        self._page = page
        self._annotation = annotation

    def actionNames(self) -> list[str]:
        return [self.pressAction()]

    def doAction(self, name: str) -> None:
        if name == self.pressAction():
            self._page.select_annotation(self._annotation, reveal=True)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []


class MarkAccessible(QAccessibleInterface):
    """A mark on the page, or the card of a claim beside it."""

    def __init__(self, page: PageView, parent: QAccessibleInterface, annotation: str, *, card: bool) -> None:
        super().__init__()
        self._page = page
        self._parent = parent
        self.annotation = annotation
        self.is_card = card
        self._press = _Press(page, annotation)

    def isValid(self) -> bool:
        """Tell whether the annotation is still there."""
        return self._page.annotation(self.annotation) is not None

    def object(self) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # there is none: Qt allows it
        """There is no object of Qt for a mark."""
        return None

    def window(self) -> QWindow:
        """Return the window of the page."""
        return self._parent.window()

    def parent(self) -> QAccessibleInterface:
        """Return the page."""
        return self._parent

    def child(self, index: int) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """There is none."""
        return None

    def childAt(self, x: int, y: int) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """There is none."""
        return None

    def childCount(self) -> int:
        """There are none."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """There is none."""
        return -1

    def role(self) -> QAccessible.Role:
        """Return an item of a list for a mark, a note for a card."""
        return QAccessible.Role.Note if self.is_card else QAccessible.Role.ListItem

    def rect(self) -> QRect:
        """Return the place on the screen, empty if it is far out of view."""
        place = self._place().toAlignedRect()
        return QRect(self._page.viewport().mapToGlobal(place.topLeft()), place.size()) if place.isValid() else QRect()

    def state(self) -> QAccessible.State:
        """Return whether it is selected and in view."""
        state = QAccessible.State()
        state.selectable = state.focusable = 1
        state.selected = int(self._page.selected == self.annotation)
        place = self._place()
        if not place.intersects(QRectF(self._page.viewport().rect())):
            state.offscreen = 1
        if not self._page.isVisible() or not place.isValid():
            state.invisible = 1
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Return the name, or in the description all words."""
        mark, links = self._page.annotation(self.annotation), self._page.links
        if mark is None:
            return ""
        if kind == QAccessible.Text.Name:
            return spoken.mark_name(mark, links)
        if kind == QAccessible.Text.Description:
            if self.is_card or mark.kind == "claim":
                card = links.card(mark, "")
                return spoken.card_description(card, links.words(mark))
            return links.words(mark)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing can be set."""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Return the action."""
        return cast(int, self._press) if kind == _Kind.ActionInterface else _NONE

    def _place(self) -> QRectF:
        if self.is_card:
            return self._page.card_rect(self.annotation) or QRectF()
        mark, around = self._page.annotation(self.annotation), QRect()
        for span in mark.spans if mark is not None else ():
            around = around.united(self._page.rect_of(span))
        return QRectF(around)


class PageAccessible(QAccessibleWidget):
    """The page: a text that can be read but not written, with marks and cards as its children."""

    def __init__(self, page: PageView) -> None:
        super().__init__(page, QAccessible.Role.EditableText)
        self._page = page
        self._mirror: TextMirror | None = None
        self._made: dict[tuple[str, bool], MarkAccessible] = {}
        self._in_view: list[str] = []
        self._seen: tuple[object, object] = (None, None)
        self._shape: object = None
        self._chosen: str | None = None
        self._told_selection = False
        page.caret_moved.connect(self._tell_caret)
        page.selection_changed.connect(self._tell_selection)
        page.annotation_selected.connect(self._tell_chosen)
        page.document_shown.connect(self._tell_document)

    def role(self) -> QAccessible.Role:
        """Return that it is a text."""
        return QAccessible.Role.EditableText

    def state(self) -> QAccessible.State:
        """Return that the text is read, not written."""
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = state.focusable = 1
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Return the title as the name, and as the description what is marked at the caret."""
        page = self._page
        if kind == QAccessible.Text.Name:
            title = page.accessibleDescription()
            return f"{page.accessibleName()}: {title}" if title else page.accessibleName()
        if kind == QAccessible.Text.Description:
            return spoken.marks_sentence(spoken.mark_name(each, page.links) for each in page.marks_around(page.caret))
        return super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Return the text."""
        if kind == _Kind.TextInterface:
            return cast(int, self._text().interface())
        return super().interface_cast(kind) if kind == _Kind.ActionInterface else _NONE

    # --- children

    def _children(self) -> list[QAccessibleInterface]:
        page = self._page
        seen = (page.flow, page.annotations)
        shape = (page.verticalScrollBar().value(), page.viewport().size(), page.columns, page.page_style)
        if any(a is not b for a, b in zip(seen, self._seen, strict=True)) or shape != self._shape:
            self._seen, self._shape = seen, shape
            self._in_view = [each.id for each in _in_view(page)]
        marks: list[QAccessibleInterface] = [self._child(each, card=False) for each in self._in_view]
        cards = [self._child(each, card=True) for each in page.cards_in_view()]
        return marks + cards + [QAccessible.queryAccessibleInterface(each) for each in self._forms()]

    def _forms(self) -> list[QWidget]:
        """Return what lies on the page to be written in: the form of a card."""
        within = self._page.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [each for each in within if each.isVisible()]

    def _child(self, annotation: str, *, card: bool) -> MarkAccessible:
        key = annotation, card
        if key not in self._made:
            if len(self._made) == KEPT:
                # not now: whoever asks holds one of them
                QTimer.singleShot(0, self._page, self.forget_children)
            self._made[key] = MarkAccessible(self._page, self, annotation, card=card)
        return self._made[key]

    def childCount(self) -> int:
        """Return how many marks, cards and forms are in view."""
        return len(self._children())

    def child(self, index: int) -> QAccessibleInterface:
        """Return a mark, card or form in view; marks come first, in reading order."""
        children = self._children()
        return children[index] if 0 <= index < len(children) else None  # pyright: ignore[reportReturnType]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of a mark, card or form among those in view."""
        return next((place for place, each in enumerate(self._children()) if each is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Return the form, the card or the shortest mark under a point of the screen."""
        page = self._page
        form = next((each for each in self._forms() if each.rect().contains(each.mapFromGlobal(QPoint(x, y)))), None)
        if form is not None:
            return QAccessible.queryAccessibleInterface(form)
        point = QPointF(page.viewport().mapFromGlobal(QPoint(x, y)))
        card = page.card_at(point)
        if card is not None:
            return self._child(card, card=True)
        marks = page.marks_at(point)
        return self._child(marks[0], card=False) if marks else None  # pyright: ignore[reportReturnType]

    # --- what is told

    def _tell_caret(self, offset: int) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleTextCursorEvent(self._page, self._units(offset)))

    def _tell_selection(self) -> None:
        if not QAccessible.isActive() or not (self._page.selection or self._told_selection):
            return
        self._told_selection = bool(self._page.selection)
        start, end = self._page.selection[-1] if self._page.selection else (self._page.caret, self._page.caret)
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(self._page, self._units(start), self._units(end)))

    def _tell_chosen(self, annotation: str | None) -> None:
        before, self._chosen = self._chosen, annotation
        if not QAccessible.isActive():
            return
        change = QAccessible.State()
        change.selected = 1
        for each in filter(None, (before, annotation)):
            for child in (self._made.get((each, False)), self._made.get((each, True))):
                if child is not None and child.isValid():
                    QAccessible.updateAccessibility(QAccessibleStateChangeEvent(child, change))

    def _tell_document(self) -> None:
        self.forget_children()
        if QAccessible.isActive():
            for event in (QAccessible.Event.NameChanged, QAccessible.Event.ObjectReorder):
                QAccessible.updateAccessibility(QAccessibleEvent(self._page, event))

    def _units(self, offset: int) -> int:
        return self._text().units(offset)

    def _text(self) -> TextMirror:
        if self._mirror is None:
            self._mirror = TextMirror(self._page)
        return self._mirror

    def forget_children(self) -> None:
        """Let go of all marks and cards; who asks again gets others."""
        children, self._made = self._made, {}
        for each in children.values():
            # Qt keeps a list of all, and must not find one there that Python has ended
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(each))


def _in_view(page: PageView) -> Sequence[Annotation]:
    """Return the marks of which something is in view, in reading order."""
    flow, shown = page.flow, page.pieces_in_view()
    if flow is None or not shown:
        return ()
    view = page.viewport().rect()
    marks = flow.touching(flow.piece(shown.start).start, flow.piece(shown.stop - 1).end)
    return [each for each in marks if any(page.rect_of(span).intersects(view) for span in each.spans)]


def accessible_page(page: PageView) -> PageAccessible:
    """Return what Qt tells assistive technology of *page*; Qt takes it and ends it with the page."""
    made = PageAccessible(page)
    # the connection also keeps it for as long as Qt has it
    page.destroyed.connect(lambda: made.forget_children())
    return made

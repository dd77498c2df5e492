"""The tags with their keys: click one to tag the selection, or pin one and tag by dragging; its eye hides its marks."""

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QMenu, QVBoxLayout, QWidget

from annotator.app.calls import call
from annotator.app.chrome import own_viewport
from annotator.app.page.showing import Showing, TagKey, Tally, tally
from annotator.app.panels.tags_delegate import TagDelegate, eye_of
from annotator.app.panels.tags_filter import KINDS, FilterRow
from annotator.app.theme import Theme
from annotator.model.annotation import Kind
from annotator.model.tag import Tag, TagSet

Index = QModelIndex | QPersistentModelIndex
TAG_ROLE = int(Qt.ItemDataRole.UserRole) + 1

# a cue is a part of a claim, so it stands with the claims
HEADINGS: dict[Kind, str] = {"entity": "Entities", "claim": "Claims", "document": "Article"}

ALSO: dict[Kind, tuple[Kind, ...]] = {"claim": ("cue",)}


class Row(NamedTuple):
    """A heading and the kinds below it, or a tag under it and how deep it stands under its parents."""

    heading: str = ""
    tag: Tag | None = None
    depth: int = 0
    kinds: tuple[Kind, ...] = ()

    @property
    def has_eye(self) -> bool:
        """Whether there are marks on the page that can be hidden here."""
        return any(kind in KINDS for kind in (self.kinds if self.tag is None else (self.tag.kind,)))


def rows_of(tag_set: TagSet) -> list[Row]:
    """Return what the panel lists: each kind's heading, then its tags, children under their parents."""
    rows: list[Row] = []
    for kind, heading in HEADINGS.items():
        tags = [tag for each in (kind, *ALSO.get(kind, ())) for tag in tag_set.of_kind(each)]
        if not tags:
            continue
        rows.append(Row(heading, kinds=(kind, *ALSO.get(kind, ()))))
        names = {(tag.kind, tag.name) for tag in tags}
        children: dict[tuple[str, str] | None, list[Tag]] = {}
        for tag in tags:
            above = (tag.kind, tag.parent or "")
            children.setdefault(above if above in names and tag.parent != tag.name else None, []).append(tag)
        pending = [(tag, 0) for tag in reversed(children.pop(None, []))]
        while pending:
            tag, depth = pending.pop()
            rows.append(Row(tag=tag, depth=depth))
            pending += [(child, depth + 1) for child in reversed(children.pop((tag.kind, tag.name), []))]
        # tags that are each other's parents are still offered
        rows += [Row(tag=tag) for circle in children.values() for tag in circle]
    return rows


def guideline(tag: Tag) -> str:
    """Return the tag's guideline as rich text for a tooltip."""
    from html import escape

    parts = [f"<b>{escape(tag.name)}</b>"]
    if tag.description:
        parts.append(escape(tag.description))
    parts += [f"<b>✓</b> {escape(each)}" for each in tag.good_examples[:2]]
    parts += [f"<b>✗</b> {escape(each)}" for each in tag.bad_examples[:2]]
    if tag.guideline:
        parts.append("<i>F1 tells more</i>")
    return (
        "<div style='white-space: normal'>"
        + "".join(f"<p style='margin: 3px 0'>{part}</p>" for part in parts)
        + "</div>"
    )


class _TagsModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.showing = Showing()

    def set_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == TAG_ROLE:
            return row
        if row.tag is None:
            return row.heading if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.tag.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return guideline(row.tag)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{row.tag.name}, key {' or '.join(row.tag.key)}" if row.tag.key else row.tag.name
            return words if self.showing.shows_tag((row.tag.kind, row.tag.name)) else f"{words}, hidden"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.tag.description
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].tag is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _TagList(QListView):
    pinned = Signal(object)
    eye_used = Signal(object)
    menu_wanted = Signal(object, object)
    guideline_wanted = Signal(object)

    _pressed_eye = False

    def row_at(self, index: Index) -> Row | None:
        row = index.data(TAG_ROLE) if index.isValid() else None
        return row if isinstance(row, Row) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.row_at(index)
        on_eye = (
            row is not None
            and row.has_eye
            and eye_of(self.visualRect(index), self.fontMetrics().height()).contains(event.position())
        )
        self._pressed_eye = on_eye
        if on_eye and event.button() == Qt.MouseButton.LeftButton:
            self.eye_used.emit(row)
        elif not on_eye:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pressed_eye:
            super().mouseReleaseEvent(event)
        self._pressed_eye = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # two quick clicks on an eye are two clicks
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        row = self.row_at(index)
        if row is not None and row.tag is not None:
            place = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
            self.menu_wanted.emit(row.tag, self.viewport().mapToGlobal(place))

    def event(self, event: QEvent) -> bool:
        # here F1 tells what the tag is for, and not every key of the program
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F1
        ):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and not self.selectedIndexes():
            # whoever comes by Tab is to see where the arrow keys start
            rows = map(self.model().index, range(self.model().rowCount()), repeat(0))
            self.setCurrentIndex(next((each for each in rows if self.model().flags(each)), QModelIndex()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.row_at(self.currentIndex())
        tag = row.tag if row is not None else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and tag is not None:
            self.activated.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and tag is not None:
            self.pinned.emit(tag)
        elif event.key() == Qt.Key.Key_H and not event.modifiers() and row is not None and row.has_eye:
            self.eye_used.emit(row)
        elif event.key() == Qt.Key.Key_F1 and tag is not None:
            self.guideline_wanted.emit(tag)
        elif event.key() == Qt.Key.Key_Escape:
            self.pinned.emit(None)
        else:
            super().keyPressEvent(event)


class TagsPanel(QWidget):
    """All tags by kind.

    *tag_chosen* asks for the selection, or the selected annotation, to get that tag. With neither, a
    click pins the tag: *sticky_changed* carries it, and None once it is let go.
    A click with Shift, or the space bar, pins whatever is selected.

    *showing_wanted* carries what is to be shown from now on, *focus_wanted* the tag that alone is to stand out
    or None, *all_wanted* asks for both to end, *guideline_wanted* for a tag's guideline at
    length. *count* tells how many marks the article has of which kind.
    """

    tag_chosen = Signal(object)
    sticky_changed = Signal(object)
    showing_wanted = Signal(object)
    focus_wanted = Signal(object)
    all_wanted = Signal()
    guideline_wanted = Signal(object)

    def __init__(
        self,
        tag_set: TagSet,
        theme: Theme,
        parent: QWidget | None = None,
        count: Callable[[], Tally] = lambda: tally(()),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tags")
        self._sticky: Tag | None = None
        self._has_target = False
        self._model = _TagsModel(self)
        self._delegate = TagDelegate(theme, self)
        self.list = _TagList(self)
        own_viewport(self.list)
        self.list.setObjectName("tagList")
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("Tags")
        self.list.setAccessibleDescription("Enter gives the tag to the selection, space pins it, H hides its marks")
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(self._activated)
        self.list.pinned.connect(self.toggle_sticky)
        self.list.eye_used.connect(self._toggle_shown)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.guideline_wanted.connect(self.guideline_wanted)
        self.filter = FilterRow(theme, count, self)
        self.filter.wanted.connect(self.showing_wanted)
        self.filter.all_wanted.connect(self.all_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)
        self.set_tag_set(tag_set)

    def sizeHint(self) -> QSize:
        """Room for every tag, so that nothing scrolls where the window is high enough."""
        rows = range(self._model.rowCount())
        return QSize(240, sum(self.list.sizeHintForRow(row) for row in rows) + self.filter.sizeHint().height() + 10)

    @property
    def sticky(self) -> Tag | None:
        """The pinned tag, or None."""
        return self._sticky

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._delegate.set_theme(theme)
        self.filter.set_theme(theme)
        self.list.viewport().update()

    def set_tag_set(self, tag_set: TagSet) -> None:
        """Offer the tags of *tag_set*."""
        self._model.set_rows(rows_of(tag_set))
        if self._sticky is not None:
            self.set_sticky(tag_set.find(self._sticky.name, self._sticky.kind))
        self.updateGeometry()

    @property
    def current_tag(self) -> TagKey | None:
        """The tag that the keys are on, or None."""
        row = self.list.row_at(self.list.currentIndex())
        return (row.tag.kind, row.tag.name) if row is not None and row.tag is not None else None

    def show_hidden(self, showing: Showing, hidden: Mapping[TagKey, int], focus: TagKey | None) -> None:
        """Show what is hidden, how many marks of each tag in this article, and which tag alone stands out."""
        self._model.showing = showing
        self._delegate.show_hidden(showing, hidden, focus)
        self.filter.show_state(showing, sum(hidden.values()), focus)
        self.list.viewport().update()

    def _toggle_shown(self, row: Row) -> None:
        showing, every = self._model.showing, self._every()
        if row.tag is not None:
            key = (row.tag.kind, row.tag.name)
            self.showing_wanted.emit(showing.with_tag(key, not showing.shows_tag(key), every))
            return
        shown = any(kind not in showing.kinds for kind in row.kinds)
        for kind in row.kinds:
            showing = showing.with_kind(kind, not shown)
        self.showing_wanted.emit(showing)

    def _every(self) -> list[TagKey]:
        return [(row.tag.kind, row.tag.name) for row in self._model.rows if row.tag is not None]

    def _show_menu(self, tag: Tag, at: QPoint) -> None:
        menu = self.menu_of(tag)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def menu_of(self, tag: Tag) -> QMenu:
        """Return the menu of a tag's row: what can be seen of its marks, and of others."""
        showing, every = self._model.showing, self._every()
        key: TagKey = (tag.kind, tag.name)
        name, menu = tag.name.replace("&", "&&"), QMenu(self)
        menu.addAction(f"Guideline of {name}\tF1").triggered.connect(call(self.guideline_wanted.emit, tag))
        menu.addSeparator()
        if tag.kind not in KINDS:
            return menu
        shown = showing.shows_tag(key)
        toggle = menu.addAction(f"{'Hide' if shown else 'Show'} {name}\tH")
        toggle.triggered.connect(call(self.showing_wanted.emit, showing.with_tag(key, not shown, every)))
        alone = Showing(frozenset(each for each in every if each != key and each[0] in KINDS))
        menu.addAction(f"Hide all but {name}").triggered.connect(call(self.showing_wanted.emit, alone))
        stands_out = self._delegate.focus == key
        focus = menu.addAction("Let all stand out" if stands_out else f"Let only {name} stand out")
        focus.triggered.connect(call(self.focus_wanted.emit, None if stands_out else key))
        return menu

    def set_has_target(self, has_target: bool) -> None:
        """Say whether something is selected that a click can tag."""
        self._has_target = has_target

    def set_sticky(self, tag: Tag | None) -> None:
        """Pin *tag*, or let go of the pinned one with None."""
        if tag == self._sticky:
            return
        self._sticky = tag
        self._delegate.sticky = tag
        self.list.viewport().update()
        self.sticky_changed.emit(tag)

    def toggle_sticky(self, tag: Tag | None) -> None:
        """Pin *tag*; let go of it if it is pinned already."""
        pinned = self._sticky
        again = tag is not None and pinned is not None and (tag.kind, tag.name) == (pinned.kind, pinned.name)
        self.set_sticky(None if again else tag)

    def row_of(self, tag: str) -> int:
        """Return the row of the tag of that name, or -1."""
        return next((i for i, row in enumerate(self._model.rows) if row.tag is not None and row.tag.name == tag), -1)

    def choose(self, tag: Tag) -> None:
        """Ask for *tag* to be given to what is selected; with nothing selected, pin it."""
        # a tag of whole articles has no words to drag over
        if tag.kind == "document" or self._has_target:
            self.tag_chosen.emit(tag)
        else:
            self.toggle_sticky(tag)

    def _clicked(self, index: QModelIndex) -> None:
        from PySide6.QtGui import QGuiApplication

        tag = self._model.rows[index.row()].tag
        if tag is None:
            return
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.toggle_sticky(tag)
        else:
            self.choose(tag)

    def _activated(self, index: QModelIndex) -> None:
        tag = self._model.rows[index.row()].tag
        if tag is not None:
            self.choose(tag)

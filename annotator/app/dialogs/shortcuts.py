"""Every key of the program on one page, and the place to change it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.app.action import MENUS
from annotator.app.action_set import Actions
from annotator.app.forms import FramedDialog, quiet_label
from annotator.model.tag import TagSet

PAGE_KEYS = (
    ("Take the word / the sentence", "Double / triple click"),
    ("Select without snapping to words", "Alt while dragging"),
    ("Give a tag", "The key of the tag"),
    ("Accept the proposed claimant and cue", "Enter"),
    ("Next proposed claimant / cue", "Tab / Shift+Tab"),
)

ID_ROLE = int(Qt.ItemDataRole.UserRole)


def native(keys: Iterable[str]) -> str:
    """Return shortcuts as this platform writes them."""
    return ", ".join(QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


class ShortcutsDialog(FramedDialog):
    """Lists actions, keys of the page and keys of the tags; the first can be changed."""

    def __init__(self, actions: Actions, tag_set: TagSet | None, parent: QWidget | None = None) -> None:
        super().__init__("Keyboard shortcuts", parent, spacing=10)
        self._actions = actions
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Find an action or a key")
        self.search.setAccessibleName("Find an action or a key")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(["Action", "Keys"])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("Actions and their keys")
        self._fill(tag_set)
        self.tree.setColumnWidth(0, 330)
        self.tree.currentItemChanged.connect(lambda: self._show_current())

        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.edit.setAccessibleName("New shortcut")
        for field in self.edit.findChildren(QLineEdit):
            field.setAccessibleName("New shortcut")
        self.set_button = QPushButton("Set", self)
        self.set_button.clicked.connect(self.set_current)
        self.default_button = QPushButton("Default", self)
        self.default_button.clicked.connect(self.restore_current)
        self.said = quiet_label("", self, wraps=True)
        row = QHBoxLayout()
        row.addWidget(QLabel("New shortcut", self))
        row.addWidget(self.edit, 1)
        row.addWidget(self.set_button)
        row.addWidget(self.default_button)
        self.stack(self.search, self.tree, row, self.said)
        self.end_with_close()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(560, 620)
        self._show_current()

    def select(self, action: str) -> None:
        """Choose the line of the action with that id."""
        for item in self._items():
            if item.data(0, ID_ROLE) == action:
                self.tree.setCurrentItem(item)

    def set_current(self) -> None:
        """Give the chosen action the keys in the field, and take them from whichever had them."""
        action = self._current()
        if action is None:
            return
        sequence = self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        taken = [
            each
            for each in self._actions.table
            if sequence and each.id != action and sequence in self._actions.keys(each.id)
        ]
        for each in taken:
            self._actions.set_keys(each.id, tuple(key for key in self._actions.keys(each.id) if key != sequence))
        self._actions.set_keys(action, (sequence,) if sequence else ())
        self._refresh()
        names = ", ".join(each.name.rstrip("…") for each in taken)
        self.said.setText(f"{names} had this key and has it no longer." if taken else "")

    def restore_current(self) -> None:
        """Give the chosen action its default keys back."""
        action = self._current()
        if action is not None:
            self._actions.set_keys(action, None)
            self._refresh()
            self._show_current()

    def _fill(self, tag_set: TagSet | None) -> None:
        for menu in MENUS:
            entries = [
                (each.name.rstrip("…"), each.hint or native(self._actions.keys(each.id)), "" if each.hint else each.id)
                for each in self._actions.table
                if each.menu == menu
            ]
            self._section(menu, entries)
        self._section("On the page", [(text, keys, "") for text, keys in PAGE_KEYS])
        tags = tag_set.tags if tag_set is not None else ()
        self._section("Tags", [(tag.name, " or ".join(tag.key), "") for tag in tags if tag.key and not tag.retired])
        self.tree.expandAll()

    def _section(self, heading: str, entries: list[tuple[str, str, str]]) -> None:
        if not entries:
            return
        top = QTreeWidgetItem([heading])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tree.addTopLevelItem(top)
        for text, keys, action in entries:
            item = QTreeWidgetItem([text, keys])
            item.setData(0, ID_ROLE, action)
            top.addChild(item)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        children = [top.child(i) for top in tops if top is not None for i in range(top.childCount())]
        return [each for each in children if each is not None]

    def _refresh(self) -> None:
        for item in self._items():
            action = item.data(0, ID_ROLE)
            if action:
                item.setText(1, native(self._actions.keys(action)))

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items():
            item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
        for i in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(i)
            if top is not None:
                children = [top.child(j) for j in range(top.childCount())]
                top.setHidden(all(each is None or each.isHidden() for each in children))

    def _current(self) -> str | None:
        item = self.tree.currentItem()
        return (item.data(0, ID_ROLE) or None) if item is not None else None

    def _show_current(self) -> None:
        action = self._current()
        keys = self._actions.keys(action) if action else ()
        self.edit.setKeySequence(QKeySequence.fromString(keys[0]) if keys else QKeySequence())
        self.said.setText("")
        for widget in (self.edit, self.set_button, self.default_button):
            widget.setEnabled(action is not None)

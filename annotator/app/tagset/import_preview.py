"""Shows what a tag set from outside would bring to the project, and lets one choose, before anything is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.app.forms import FramedDialog, quiet_label
from annotator.app.theme import Theme
from annotator.model.change import Change
from annotator.model.tag import TagSet
from annotator.model.tag_merge import Act, MergeItem, TagMerge, merge
from annotator.words import capital, counted

ACTS: dict[Act, str] = {
    "added": "Added",
    "renamed": "Renamed",
    "altered": "Changed",
    "same": "The same already",
    "kept": "Only in this project: left as it is",
}
FIELDS = {
    "good": "good examples", "bad": "bad examples", "from_kinds": "from", "to_kinds": "to", "key": "keys",
    "parent": "what it stands under", "retired": "whether it is offered",
}  # fmt: skip
_NOTES = 4
"""Lines of notes that are seen at once."""
COLOURS: dict[Act, str] = {"added": "#1c9b6a", "renamed": "#8e4ec6", "altered": "#b7791f"}


class ImportPreview(FramedDialog):
    """The lines by what becomes of them, with a check for each that comes in. *bring* does the change."""

    def __init__(
        self, now: TagSet, wanted: TagSet, theme: Theme, bring: Callable[[Change], object], parent: QWidget
    ) -> None:
        super().__init__("Import a tag set", parent, heading=f"Import “{wanted.name}”", spacing=10)
        self._now = now
        self._wanted = wanted
        self._bring = bring
        self.said = quiet_label("", self, wraps=True)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("What comes in")
        self.tree.setHeaderLabels(["What", "Kind", "What changes"])
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(0, 270)
        self.tree.setColumnWidth(1, 90)
        self.notes = quiet_label("", self, wraps=True)
        # however many they are, list and buttons keep their room
        self.room = QScrollArea(self)
        self.room.setAccessibleName("What to know")
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setWidget(self.notes)
        self.stack(self.said, self.tree, self.room)
        self.button = self.end_with("Bring in", self._accept)
        self.resize(760, 600)
        self._fill(theme)
        self.tree.itemChanged.connect(lambda: self._look())
        self._look()
        self.tree.setFocus()

    def _fill(self, theme: Theme) -> None:
        found = merge(self._now, self._wanted)
        for act, heading in ACTS.items():
            items = [each for each in found.items if each.act == act]
            if not items:
                continue
            group = QTreeWidgetItem(self.tree, [f"{heading} ({len(items)})"])
            group.setFirstColumnSpanned(True)
            if act in COLOURS:
                group.setForeground(0, QBrush(QColor(theme.ink(COLOURS[act]))))
                group.setFlags(group.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
            for each in items:
                row = QTreeWidgetItem(group, [_name(each), each.kind or each.sort, _fields(each)])
                row.setData(0, Qt.ItemDataRole.UserRole, each.key)
                row.setToolTip(2, _fields(each))
                if act in COLOURS:
                    row.setCheckState(0, Qt.CheckState.Checked)
            group.setExpanded(act in COLOURS)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def rows(self) -> list[QTreeWidgetItem]:
        """Return the lines, without the headings."""
        groups = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        found = [group.child(place) for group in groups if group is not None for place in range(group.childCount())]
        return [row for row in found if row is not None]

    @property
    def without(self) -> set[str]:
        """The keys of what was unchecked."""
        off = Qt.CheckState.Unchecked
        checkable = [row for row in self.rows() if row.data(0, Qt.ItemDataRole.CheckStateRole) is not None]
        return {str(row.data(0, Qt.ItemDataRole.UserRole)) for row in checkable if row.checkState(0) == off}

    @property
    def merge(self) -> TagMerge:
        """What would be done as it is chosen now."""
        return merge(self._now, self._wanted, self.without)

    def _look(self) -> None:
        found, without = self.merge, self.without
        coming = [each for each in found.items if each.key not in without]
        counts = [
            f"{sum(each.act == act for each in coming):,} {words}"
            for act, words in (("added", "added"), ("renamed", "renamed"), ("altered", "changed"))
        ]
        self.said.setText(
            f"{', '.join(counts)}. Nothing is removed, and annotations stay what they are. One Ctrl+Z takes it back."
            if found.operations
            else "Nothing to bring in: what is chosen is in this project already."
        )
        self.notes.setText("\n".join(capital(each) + "." for each in found.notes))
        lines = QFontMetrics(self.notes.font()).lineSpacing() * (min(len(found.notes), _NOTES) + 1)
        self.room.setFixedHeight(lines)
        self.room.setVisible(bool(found.notes))
        self.button.setEnabled(bool(found.operations))
        self.button.setText(f"Bring in {counted(len(found.operations), 'change')}" if found.operations else "Bring in")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter bring in, also from the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.button.isEnabled():
            self._accept()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        found = self.merge
        if found.operations:
            self.accept()
            version = f" (version {self._wanted.version})" if self._wanted.version else ""
            self._bring(Change(f"import tag set {self._wanted.name}{version}", found.operations))


def _name(each: MergeItem) -> str:
    return f"{each.was} → {each.name}" if each.was else each.name


def _fields(each: MergeItem) -> str:
    return ", ".join(FIELDS.get(name, name) for name in each.fields)

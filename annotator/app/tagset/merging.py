"""Asks which tag another is merged into, and tells before it is done what follows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from annotator.app.forms import FramedDialog, quiet_label
from annotator.app.session import Session
from annotator.app.tag_popup import chip
from annotator.app.theme import Theme
from annotator.model.tag import Tag
from annotator.words import counted, plural


def preview(session: Session, tag: Tag, into: Tag) -> str:
    """Say what merging *tag* into another does."""
    marks, documents = session.project.tags.usage(tag.id)
    parts = [
        f"{counted(marks, 'annotation')} in {counted(documents, 'article')} become {into.name}."
        if marks
        else f"Nothing is marked as {tag.name}."
    ]
    known = {each.name for each in into.attributes}
    lacking = [each.name for each in tag.attributes if each.name not in known]
    if lacking:
        parts.append(f"{into.name} gets {', '.join(lacking)}.")
    below = [each.name for each in session.tag_set.tags if each.kind == tag.kind and each.parent == tag.name]
    if below:
        parts.append(f"{', '.join(below)} {plural(len(below), 'stands', 'stand')} under {into.name} then.")
    parts.append(f"{tag.name} goes. One Ctrl+Z takes all of it back.")
    return " ".join(parts)


class MergeDialog(FramedDialog):
    """A list of the tags of the same kind; *merge* is called with the one that is chosen."""

    def __init__(
        self, session: Session, tag: Tag, theme: Theme, merge: Callable[[Tag], object], parent: QWidget
    ) -> None:
        super().__init__(f"Merge {tag.name}", parent, heading=f"Merge {tag.name} into")
        self._session = session
        self._tag = tag
        self._merge = merge
        self.query = QLineEdit(self)
        self.query.setObjectName("search")
        self.query.setPlaceholderText("Name of a tag")
        self.query.setAccessibleName("Search tags")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Tags to merge into")
        for each in session.tag_set.tags:
            if each.kind == tag.kind and each.id != tag.id and not each.retired:
                item = QListWidgetItem(chip_of(each, theme), each.name)
                item.setData(Qt.ItemDataRole.UserRole, each)
                self.list.addItem(item)
        self.said = quiet_label("", self, wraps=True)
        self.stack(self.query, self.list, self.said)
        self.button = self.end_with("Merge", self._accept)
        self.list.currentItemChanged.connect(lambda: self._look())
        self.list.itemDoubleClicked.connect(lambda: self._accept())
        self.query.textChanged.connect(self._filter)
        self.query.installEventFilter(self)
        self.resize(460, 460)
        self.list.setCurrentRow(0)
        self._look()
        self.query.setFocus()

    @property
    def into(self) -> Tag | None:
        """The tag that is chosen."""
        row = self.list.currentRow()
        item = self.list.item(row) if row >= 0 else None
        tag = item.data(Qt.ItemDataRole.UserRole) if item is not None and not item.isHidden() else None
        return tag if isinstance(tag, Tag) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys go through the list while one writes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                rows = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
                now = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
                if rows:
                    self.list.setCurrentRow(rows[max(0, min(len(rows) - 1, now + step))])
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.casefold().strip() not in item.text().casefold())
        shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        if self.list.currentRow() not in shown:
            self.list.setCurrentRow(shown[0] if shown else -1)
        self._look()

    def _look(self) -> None:
        into = self.into
        self.button.setEnabled(into is not None)
        self.said.setText(
            preview(self._session, self._tag, into) if into else "No other tag of this kind has that name."
        )

    def _accept(self) -> None:
        into = self.into
        if into is not None:
            self.accept()
            self._merge(into)


def chip_of(tag: Tag, theme: Theme) -> QIcon:
    """Return the sign of *tag*."""
    return chip(QColor(theme.tag_line(tag.colour)), claim=tag.kind == "claim")

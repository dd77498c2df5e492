"""The list of passages by hand and keys: Space ticks, Enter shows, and what is chosen stays so while more comes in."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from annotator.analysis.elsewhere import Passage
from annotator.app.elsewhere.passage_delegate import PassageDelegate
from annotator.app.elsewhere.passages_model import Key, PassagesModel


class PassagesView(QListView):
    """Passages to go through. *previewed* carries the one that Enter or a double click wants to see on the page."""

    previewed = Signal(object)

    def __init__(self, model: PassagesModel, delegate: PassageDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._passages = model
        self._delegate = delegate
        self._kept: tuple[Key | None, set[Key], int] = (None, set(), 0)
        self.setObjectName("articleList")
        self.setAccessibleName("Places")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(lambda: self._show(self.currentIndex().row()))
        model.about_to_sort.connect(self._keep)
        model.sorted.connect(self._restore)

    def rows(self) -> list[int]:
        """Return the rows that are chosen, from above."""
        return sorted({each.row() for each in self.selectedIndexes()})

    def current(self) -> Passage | None:
        """Return the passage that the keys are at."""
        row = self._passages.row(self.currentIndex().row())
        return row if isinstance(row, Passage) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks what is chosen, Enter shows the place."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._passages.tick(self.rows() or [self.currentIndex().row()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._show(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a tick changes it, and chooses nothing."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and index.isValid() and self._delegate.tick_area(self.visualRect(index)).contains(point):
            rows = self.rows()
            self._passages.tick(rows if index.row() in rows else [index.row()])
        else:
            super().mousePressEvent(event)

    def _show(self, row: int) -> None:
        found = self._passages.row(row)
        if found is not None and not isinstance(found, Passage):
            # a heading stands for the first place below it
            found = self._passages.row(row + 1)
        if isinstance(found, Passage):
            self.previewed.emit(found)

    # --- while rows come and go

    def _keep(self) -> None:
        current = self.current()
        chosen = (self._passages.row(row) for row in self.rows())
        places = {each.place for each in chosen if isinstance(each, Passage)}
        self._kept = (current.place if current is not None else None, places, self.verticalScrollBar().value())

    def _restore(self) -> None:
        current, chosen, scrolled = self._kept
        model, selection = self.selectionModel(), QItemSelection()
        at = self._passages.row_of(current) if current is not None else -1
        rows = self._passages.rows_of(chosen)
        if at < 0 and self._passages.rowCount():
            at = 1 if self._passages.is_by_article else 0
            rows, scrolled = [at], 0
        # rows in a row are chosen as one
        begin = 0
        for number in range(1, len(rows) + 1):
            if number == len(rows) or rows[number] != rows[number - 1] + 1:
                selection.select(self._passages.index(rows[begin]), self._passages.index(rows[number - 1]))
                begin = number
        if at >= 0:
            model.setCurrentIndex(self._passages.index(at), QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scrolled)

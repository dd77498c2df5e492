"""The command palette: type a few letters of what you want, press Enter."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.direction import elided, isolated
from annotator.app.icons import pixmap

Index = QModelIndex | QPersistentModelIndex


LEAST_SAID = 3
"""Letters from which on the words count that say what an entry does."""


class Entry(NamedTuple):
    """One line of the palette; *place* says where it also stands, *keys* its shortcut.

    *colour* is that of a tag, *icon* the name of an icon; *preview* shows where the line leads while it is chosen.
    *says* is what it does in other words, which find it, too.
    """

    text: str
    run: Callable[[], object]
    place: str = ""
    keys: str = ""
    colour: str = ""
    icon: str = ""
    preview: Callable[[], object] | None = None
    says: str = ""


def fuzzy_score(query: str, text: str) -> int | None:
    """Return how well *query* fits *text*, higher is better, or None if its letters are not there in order.

    Letters at the start of words and letters in a row count more; a shorter text wins a tie.
    """
    wanted = query.casefold().replace(" ", "")
    if not wanted:
        return 0
    folded = text.casefold()
    best: int | None = None
    # each place of the first letter may begin the best reading
    begin = folded.find(wanted[0])
    while begin >= 0:
        score = _score_from(wanted, folded, begin)
        if score is not None and (best is None or score > best):
            best = score
        begin = folded.find(wanted[0], begin + 1)
    return None if best is None else best * 100 - len(text)


def _score_from(wanted: str, text: str, begin: int) -> int | None:
    score, at, before = 0, begin, begin - 1
    for letter in wanted:
        starts = next(
            (i for i in range(at, len(text)) if text[i] == letter and (i == 0 or not text[i - 1].isalnum())), -1
        )
        found = at if text[at : at + 1] == letter else (starts if starts >= 0 else text.find(letter, at))
        if found < 0:
            return None
        if found == 0 or not text[found - 1].isalnum():
            score += 8
        score += 5 if found == before + 1 else -min(found - before, 10) // 4
        before, at = found, found + 1
    return score


def _is_said(query: str, says: str) -> bool:
    """Tell whether *says* has the words of *query* in a row, the last of them perhaps cut short."""
    wanted = query.casefold().strip()
    return len(wanted) >= LEAST_SAID and f" {wanted}" in f" {says.casefold()}"


def best_first(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that fit *query*, the best first; all, in their order, for an empty query."""
    scored: list[tuple[int, int, Entry]] = []
    for place, entry in enumerate(entries):
        score = fuzzy_score(query, entry.text)
        if score is None and entry.place:
            # naming the menu as well is slower to type, so it ranks below
            score = fuzzy_score(query, f"{entry.place} {entry.text}")
            score = None if score is None else score - 500
        if score is None and _is_said(query, entry.says):
            score = -1000
        if score is not None:
            scored.append((-score if query.strip() else 0, place, entry))
    scored.sort(key=lambda each: each[:2])
    return [entry for _, _, entry in scored]


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def add_entries(self, entries: list[Entry]) -> None:
        if entries:
            self.beginInsertRows(QModelIndex(), len(self.entries), len(self.entries) + len(entries) - 1)
            self.entries = [*self.entries, *entries]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{entry.place} {entry.keys}".strip()
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, model: _Entries, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entries[index.row()]
        palette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.highlight())
            painter.drawRoundedRect(option.rect.adjusted(6, 1, -6, -1), 5, 5)
        ink = palette.highlightedText().color() if chosen else palette.text().color()
        quiet = ink if chosen else palette.placeholderText().color()
        area = option.rect.adjusted(18, 0, -18, 0)
        centre = Qt.AlignmentFlag.AlignVCenter
        if entry.colour:
            # on the ground of the chosen line the colour alone may not be seen
            painter.setPen(ink if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(entry.colour))
            painter.drawRoundedRect(QRect(area.left() + 2, area.center().y() - 5, 12, 12), 3, 3)
        elif entry.icon:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(area.left(), area.center().y() - 7, pixmap(entry.icon, quiet.name(), 16, ratio))
        area.setLeft(area.left() + 26)
        metrics = painter.fontMetrics()
        keys_width = metrics.horizontalAdvance(entry.keys)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.88)
        beside = QFontMetrics(small)
        # the words have two thirds of the line, and more if the place leaves it
        room = area.width() - keys_width - 24
        words = elided(metrics, entry.text, max(room * 2 // 3, room - beside.horizontalAdvance(entry.place)))
        painter.setPen(ink)
        painter.drawText(area, centre | Qt.AlignmentFlag.AlignLeft, isolated(words))
        painter.setPen(quiet)
        painter.drawText(area, centre | Qt.AlignmentFlag.AlignRight, entry.keys)
        used = metrics.horizontalAdvance(words) + 12
        painter.setFont(small)
        place = elided(beside, entry.place, room - used + 12)
        painter.drawText(area.adjusted(used, 1, 0, 1), centre | Qt.AlignmentFlag.AlignLeft, place)
        painter.restore()


class Palette(QDialog):
    """Lists everything that can be done now; Enter does the chosen line, Esc leaves."""

    def __init__(self, entries: list[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self._entries = entries
        self.query = QLineEdit(self)
        self.query.setPlaceholderText("Type what you want to do")
        self.query.setAccessibleName("Command")
        self._model = _Entries(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self._model, self))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self.query)
        layout.addWidget(self.list)
        self.query.textChanged.connect(self._filter)
        self.query.installEventFilter(self)
        self.list.clicked.connect(lambda: self.run())
        self._filter("")
        window = parent.window()
        width = min(620, window.width() - 40)
        self.resize(width, min(440, window.height() - 120))
        self.move(
            window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - width) // 2,
            window.mapToGlobal(window.rect().topLeft()).y() + 70,
        )
        self.query.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Have a name, which is heard though no frame shows it."""
        self.setWindowTitle(self.query.accessibleName())
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the letters go into the field."""
        if watched is self.query and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
        return super().eventFilter(watched, event)

    def found(self, query: str) -> list[Entry]:
        """Return the lines for what was typed, the best first."""
        return best_first(query, self._entries)

    def add(self, entries: list[Entry]) -> None:
        """Add lines that were found later below the others."""
        self._model.add_entries(entries)
        if not self.list.currentIndex().isValid():
            self._move(0)

    def current(self) -> Entry | None:
        """Return the chosen line, or None."""
        index = self.list.currentIndex()
        return self._model.entries[index.row()] if index.isValid() else None

    def _filter(self, query: str) -> None:
        self._model.show_entries(self.found(query))
        self._move(0)

    def _move(self, step: int) -> None:
        rows = len(self._model.entries)
        if rows:
            index = self.list.currentIndex()
            # from outside, down leads to the first line and up to the last
            row = index.row() if index.isValid() else -1 if step >= 0 else 0
            at = row + step
            at = at % rows if abs(step) == 1 else max(0, min(rows - 1, at))
            self.list.setCurrentIndex(self._model.index(at))

    def run(self) -> None:
        """Do what the chosen line says."""
        entry = self.current()
        if entry is not None:
            self.accept()
            entry.run()

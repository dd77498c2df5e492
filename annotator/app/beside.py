"""What the windows beside the page have in common: place, theme, search field, menus; and how a handler keeps one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.app.calls import call
from annotator.words import capital

if TYPE_CHECKING:
    from annotator.app.session import Session
    from annotator.app.settings import Settings

TYPING = 150
"""Milliseconds without a letter before what was typed is looked for."""
SIDE_MARGINS = 12, 12, 4, 10
"""Pixels around the list of a window that has a page beside it."""


class BesideWindow(QDialog):
    """A window of its own. *kept* names the setting that has its size and place; *first* is the size without one."""

    def __init__(self, name: str, title: str, settings: Settings, kept: str, first: QSize, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._settings = settings
        self._place_setting = kept
        geometry = getattr(settings, kept)
        if not (geometry and self.restoreGeometry(geometry)):
            self.resize(first.boundedTo(self.screen().availableSize()))

    def front(self) -> None:
        """Show the window before all others, with the keys."""
        self.show()
        self.raise_()
        self.activateWindow()

    def finish(self) -> None:
        """Take what is being written, and look for nothing more; called when the window is hidden."""

    def retheme(self) -> None:
        """Use the colours of the theme; called when it has changed."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # the window that sets the palette knows its theme a moment later
            QTimer.singleShot(0, self, self.retheme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take what is being written, and remember where the window stood."""
        if not event.spontaneous():  # which is when it is made small, and work goes on
            self.finish()
        setattr(self._settings, self._place_setting, bytes(self.saveGeometry().data()))
        super().hideEvent(event)


Window = TypeVar("Window", bound=BesideWindow)


class Beside(Generic[Window]):
    """The window that a handler shows of a project: made when it is asked for.

    It goes when it is closed; one that *stays* goes with its project, and is as it was when it is asked for again.
    """

    def __init__(self, *, stays: bool = False) -> None:
        self.view: Window | None = None
        self._of: QObject | None = None
        self._stays = stays

    def show(self, project: QObject, make: Callable[[], Window]) -> Window:
        """Bring the window to the front; *make* makes it where there is none of that *project*."""
        view = self.of(project, make)
        view.front()
        return view

    def of(self, project: QObject, make: Callable[[], Window]) -> Window:
        """Return the window, shown or not."""
        if self.view is None or self._of is not project:
            self._of = project
            self.view = view = make()
            if self._stays:
                project.destroyed.connect(view.deleteLater)
            else:
                view.finished.connect(self._closed)
        return self.view

    def _closed(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            view.deleteLater()


class SearchField(QLineEdit):
    """Words to look for. *went_on* says that the keys go on to what is found; Esc empties the field first."""

    went_on = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)

    def take_keys(self) -> None:
        """Have the keys, to write something else."""
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to what is found by Down and Enter, and empty the field by Esc before that closes the window."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class OwnMenus:
    """The menu bar of a window, and what is in it by name."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.bar = QMenuBar(window)
        self.acts: dict[str, QAction] = {}
        self.made: list[QMenu] = []

    def menu(self, title: str) -> QMenu:
        """Add a menu to the bar."""
        menu = QMenu(title, self._window)
        self.bar.addMenu(menu)
        self.made.append(menu)
        return menu

    def add(
        self,
        menu: QMenu,
        name: str,
        text: str,
        key: str,
        act: Callable[[], object],
        home: QWidget | None = None,
        *,
        shown: str = "",
    ) -> QAction:
        """Add an entry; its key counts in the whole window, or in *home*. *shown* is a key that another part takes."""
        made = QAction(f"{text}\t{shown}" if shown else text, self._window)
        made.setShortcut(QKeySequence.fromString(key))
        if home is not None:
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(call(act))
        (home or self._window).addAction(made)
        menu.addAction(made)
        self.acts[name] = made
        return made

    def add_undo(self, menu: QMenu, session: Session) -> None:
        """Add undo and redo."""
        self.add(menu, "undo", "&Undo", "Ctrl+Z", session.undo)
        self.add(menu, "redo", "&Redo", "Ctrl+Shift+Z", session.redo)

    def pop_up(self, view: QWidget, menu: QMenu) -> None:
        """Let *menu* be the context menu of *view*."""
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

        def pop_up(at: QPoint) -> None:
            menu.popup(view.mapToGlobal(at))

        view.customContextMenuRequested.connect(pop_up)


def pause(parent: QObject, milliseconds: int, act: Callable[[], object]) -> QTimer:
    """Return what calls *act* so many milliseconds after it was started last."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer


def empty_state(parent: QWidget, text: str = "") -> QLabel:
    """Return what stands where there is nothing to show."""
    label = QLabel(text, parent)
    label.setProperty("lead", True)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    # a style sheet takes no heed of contents margins
    label.setMargin(36)
    return label


def choose_only(view: QAbstractItemView, index: QModelIndex) -> None:
    """Choose one line and no other, also while the person holds Ctrl or Shift for the key that leads there."""
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(index, only)


def quiet_line(parent: QWidget, text: str = "") -> QLabel:
    """Return a quiet line of text that breaks where it must."""
    label = QLabel(text, parent)
    label.setProperty("quiet", True)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def say_on(label: QLabel, sentence: str, *, trouble: bool = False) -> None:
    """Say a sentence on a quiet line, in the colour of trouble if it is that."""
    label.setText(capital(sentence))
    if bool(label.property("trouble")) != trouble:
        label.setProperty("trouble", trouble)
        label.setProperty("quiet", not trouble)
        label.style().unpolish(label)
        label.style().polish(label)


def pill(parent: QWidget, text: str = "") -> QPushButton:
    """Return a small round button that is on or off."""
    made = QPushButton(text, parent)
    made.setProperty("pill", True)
    made.setCheckable(True)
    made.setAutoDefault(False)
    return made


def list_and_page(
    window: QWidget, bar: QMenuBar, side: Sequence[QWidget | QLayout], page: QWidget, sizes: tuple[int, int]
) -> QSplitter:
    """Lay a window out as a list, with what stands above and below it, and a page beside it; *sizes* in pixels."""
    left = QWidget(window)
    column = QVBoxLayout(left)
    column.setContentsMargins(*SIDE_MARGINS)
    column.setSpacing(8)
    for each in side:
        if isinstance(each, QLayout):
            column.addLayout(each)
        else:
            column.addWidget(each)
    left.setMinimumWidth(210)
    split = QSplitter(Qt.Orientation.Horizontal, window)
    split.addWidget(left)
    split.addWidget(page)
    split.setStretchFactor(1, 1)
    split.setSizes(list(sizes))
    split.setChildrenCollapsible(False)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setMenuBar(bar)
    layout.addWidget(split)
    return split

"""The first page of a window without a project: recent projects, a new one, the samples."""

import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.calls import call
from annotator.app.chrome import look_of
from annotator.app.icons import icon
from annotator.app.settings import Settings
from annotator.app.theme import Theme
from annotator.resources import resources

COLUMN, MARGIN = 600, 14
"""Pixels of width that the page fills where there is room, and beside it at least."""


def when(path: Path, now: datetime.datetime) -> str:
    """Say when a project was last changed, or that it is not there."""
    try:
        # what is not yet moved into the file itself also counts
        files = [path, path.with_name(path.name + "-wal")]
        then = datetime.datetime.fromtimestamp(max(each.stat().st_mtime for each in files if each.exists()))
    except (OSError, ValueError):
        return "not found"
    days = (now.date() - then.date()).days
    if days <= 0:
        return f"today, {then:%H:%M}"
    return "yesterday" if days == 1 else f"{days} days ago" if days < 7 else f"{then:%Y-%m-%d}"


def short_folder(path: Path, home: Path) -> str:
    """Return the folder of *path*, the person's own written as ``~``."""
    folder = path.parent
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


class _RecentRow(QPushButton):
    forgotten = Signal()

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("row", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        changed = when(path, datetime.datetime.now())
        self.setAccessibleName(f"Open {path.stem}, {changed}")
        self.setToolTip(str(path))
        name = QLabel(path.stem, self)
        name.setProperty("heading", True)
        folder = QLabel(short_folder(path, Path.home()), self)
        folder.setProperty("quiet", True)
        time = QLabel(changed, self)
        time.setProperty("quiet", True)
        layout = QGridLayout(self)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setVerticalSpacing(2)
        layout.addWidget(name, 0, 0)
        layout.addWidget(folder, 1, 0)
        layout.addWidget(time, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        for label in (name, folder, time):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(layout.sizeHint().height())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction("Take out of this list", self.forgotten.emit)
        menu.popup(self.mapToGlobal(self.rect().center()))
        menu.aboutToHide.connect(menu.deleteLater)


class WelcomePage(QScrollArea):
    """Says what the program is for and offers the ways in."""

    new_requested = Signal()
    open_requested = Signal()
    samples_requested = Signal()
    project_chosen = Signal(str)

    def __init__(self, settings: Settings, theme: Theme, *, samples: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._settings = settings
        self._buttons: list[tuple[QPushButton, str]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # what is in it takes the keys, and is scrolled to
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows: list[QPushButton] = []
        self._column = column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 60, 0, 40)
        layout.setSpacing(8)

        sign = QLabel(column)
        picture = QPixmap(str(resources() / "icons" / "annotator-128.png"))
        picture.setDevicePixelRatio(2.0)
        sign.setPixmap(picture)
        name = QLabel("Annotator", column)
        name.setProperty("display", True)
        what = QLabel(
            "Read articles, mark who and what they name and what they claim, and take away a data set that others "
            "can trust. Everything stays on this machine.",
            column,
        )
        what.setWordWrap(True)
        what.setProperty("lead", True)
        layout.addWidget(sign)
        layout.addSpacing(6)
        layout.addWidget(name)
        layout.addWidget(what)
        layout.addSpacing(20)

        self._ways = ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        ways.setSpacing(10)
        self.new_button = self._way("New project", "new", self.new_requested, primary=True)
        self.open_button = self._way("Open project", "open", self.open_requested)
        ways.addWidget(self.new_button)
        ways.addWidget(self.open_button)
        if samples:
            self.samples_button = self._way("Sample articles", "claim", self.samples_requested)
            ways.addWidget(self.samples_button)
        ways.addStretch(1)
        layout.addLayout(ways)
        layout.addSpacing(26)

        self._recent = QWidget(column)
        self._recent_layout = QVBoxLayout(self._recent)
        self._recent_layout.setContentsMargins(0, 0, 0, 0)
        self._recent_layout.setSpacing(4)
        layout.addWidget(self._recent)
        layout.addStretch(1)

        holder = QWidget(self)
        holder.setObjectName("welcomeBody")
        middle = QHBoxLayout(holder)
        middle.addStretch(1)
        middle.addWidget(column)
        middle.addStretch(1)
        self.setWidget(holder)
        self._fill_recent()
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the column the width that it needs, as far as there is room; the ways in stand below each other else."""
        super().resizeEvent(event)
        room = self.viewport().width() - 2 * MARGIN
        buttons = [button.sizeHint().width() for button, _ in self._buttons]
        wanted = max(COLUMN, sum(buttons) + self._ways.spacing() * len(buttons))
        across = QBoxLayout.Direction.LeftToRight if wanted <= room else QBoxLayout.Direction.TopToBottom
        self._ways.setDirection(across)
        self._column.setFixedWidth(max(200, min(wanted, room)))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of *theme*."""
        look = look_of(theme)
        for button, name in self._buttons:
            colour = look.on_primary if button.property("primary") else look.text
            button.setIcon(icon(name, colour))

    def _way(self, text: str, icon_name: str, asked: SignalInstance, *, primary: bool = False) -> QPushButton:
        button = QPushButton(f" {text}", self)
        button.setAccessibleName(text)
        button.setProperty("way", True)
        button.setProperty("primary", primary)
        button.setIconSize(QSize(16, 16))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(asked)
        self._buttons.append((button, icon_name))
        return button

    def _fill_recent(self) -> None:
        while (item := self._recent_layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        recent = [Path(each) for each in self._settings.recent]
        heading = QLabel(
            "Recent projects" if recent else "Or drop files or a folder of articles on this window.", self._recent
        )
        heading.setProperty("heading" if recent else "quiet", True)
        self._recent_layout.addWidget(heading)
        for path in recent:
            row = _RecentRow(path, self._recent)
            row.clicked.connect(call(self.project_chosen.emit, str(path)))
            row.forgotten.connect(call(self._forget, path))
            self.rows.append(row)
            self._recent_layout.addWidget(row)

    def _forget(self, path: Path) -> None:
        self._settings.forget_project(path)
        self._fill_recent()

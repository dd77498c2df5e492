"""What a person does at the window, with real events; used by the journeys and by their child process."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.main_window import MainWindow
from annotator.app.settings import Settings
from annotator.exchange.importing import import_paths
from annotator.formats.tagset_toml import load_default
from annotator.resources import resources
from annotator.store import Project

PATIENCE = 20_000
"""Milliseconds for which a person waits for something to happen."""


def wait_for(holds: Callable[[], bool], patience: int = PATIENCE) -> bool:
    """Let the window work until something *holds*; tell whether it came to."""
    end = time.monotonic() + patience / 1000
    while not holds() and time.monotonic() < end:
        QTest.qWait(5)
    return holds()


def window_on_sample(qtbot, project: Path, sample: str) -> MainWindow:
    """Return a window on a new project that holds one sample article."""
    Project.create(project, load_default()).close()
    import_paths(project, [resources() / "samples" / sample], annotator="AK")
    settings = Settings(None)
    settings.annotator = "AK"
    window = MainWindow(settings, log=project.with_suffix(".log"))
    qtbot.addWidget(window)
    assert window.open_project(project)
    return window


class Person:
    """Somebody in front of *window*."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        window.resize(1300, 860)
        window.show()
        assert QTest.qWaitForWindowExposed(window, PATIENCE)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, PATIENCE)

    @property
    def page(self):
        return self.window.workspace.page

    def drop(self, path: Path) -> None:
        """Drop a folder or file on the window, and wait until what it holds has come in."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(QPoint(400, 300), copy, data, left, none))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(400, 300), copy, data, left, none))
        ended: list[object] = []
        self.window.files.imported.connect(ended.append)
        assert wait_for(lambda: bool(ended), PATIENCE)

    def find_article(self, words: str) -> None:
        """Open the article that a search for *words* finds, by keys."""
        self.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        search = self.window.workspace.articles_panel.search
        assert wait_for(search.hasFocus, PATIENCE)
        QTest.keyClicks(search, words)
        model = self.window.workspace.articles_panel.list.model()
        assert wait_for(lambda: model.rowCount() == 1, PATIENCE)
        QTest.keyClick(search, Qt.Key.Key_Return)
        assert wait_for(lambda: words in self.window.session.document.document.title, PATIENCE)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        assert wait_for(self.page.hasFocus, PATIENCE)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def select(self, words: str, occurrence: int = 1) -> None:
        """Select words on the page, by keys alone: words forward, then characters."""
        start = -1
        for _ in range(occurrence):
            start = self.page.text.index(words, start + 1)
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        self.key(Qt.Key.Key_Home, control)
        while self.page.caret < start:
            before = self.page.caret
            self.key(Qt.Key.Key_Right, control)
            if self.page.caret > start:
                while self.page.caret > start:
                    self.key(Qt.Key.Key_Left)
            assert self.page.caret != before
        for _ in words:
            self.key(Qt.Key.Key_Right, shift)
        assert [self.page.text[s:e] for s, e in self.page.selection] == [words]

    def type(self, letters: str) -> None:
        """Type letters where the focus is."""
        QTest.keyClicks(QApplication.focusWidget(), letters)

    def repainted(self) -> None:
        """Wait until what was done is painted."""
        painted: list[bool] = []
        self.page.painted.connect(lambda: painted.append(True))
        self.page.viewport().update()
        assert wait_for(lambda: bool(painted), PATIENCE)

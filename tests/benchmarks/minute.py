"""A minute of work on the longest text: scrolling, tagging and undoing in the whole window, act by act."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.main_window import MainWindow
from annotator.app.page.view import PageView
from annotator.app.settings import Settings
from annotator.formats.jsonl import encode
from annotator.model.annotation import Span
from annotator.model.document import AnnotatedDocument
from tests.benchmarks.corpus import make_project

MINUTE = 60.0
"""Seconds of work."""


def longest_frames(opened: AnnotatedDocument, wheel: Callable[[PageView, bool], None]) -> list[float]:
    """Return the seconds of every act in a minute, each from the event until all that follows is painted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "long.jsonl"
        lines.write_bytes(encode(opened))
        settings = Settings(None)
        settings.annotator = "Anna"
        window = MainWindow(settings, log=folder / "annotator.log")
        assert window.open_project(make_project(folder / "long.annotator", lines))
        window.resize(1440, 900)
        window.show()
        QTest.qWaitForWindowExposed(window)
        QTest.qWait(1500)
        found = _work(window, wheel)
        window.close()
        return found


def _work(window: MainWindow, wheel: Callable[[PageView, bool], None]) -> list[float]:
    page, dice = window.workspace.page, random.Random(1917)
    bar = page.verticalScrollBar()
    page.setFocus()
    seconds: list[float] = []

    def act(does: Callable[[], object]) -> None:
        began = time.perf_counter()
        does()
        QApplication.processEvents()
        seconds.append(time.perf_counter() - began)

    end = time.perf_counter() + MINUTE
    while time.perf_counter() < end:
        for _ in range(8):
            act(lambda: wheel(page, dice.random() < 0.3))
        start = page.text.index(" ", page.anchor + 200) + 1
        page.set_selection((Span(start, page.text.index(" ", start)),))
        act(lambda: QTest.keyClick(page, Qt.Key.Key_P))
        act(lambda: wheel(page, False))
        act(lambda: QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
        if dice.random() < 0.1:
            act(lambda: bar.setValue(dice.randrange(bar.maximum())))
    return seconds

"""What a person waits for: the first picture, the next article, and a key press until it is saved and painted."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings
from annotator.model.annotation import Span
from annotator.model.document import AnnotatedDocument
from tests.benchmarks.corpus import make_project, write_jsonl
from tests.benchmarks.harness import Figure, compare, compare_processes, within

DOCUMENTS = 10_000
IMPORTED = 3_000
FRAME = 1 / 60
PROMPT = 0.05
"""Seconds within which a person takes an answer for immediate."""


def run() -> Iterator[Figure]:
    """Yield the figures of the window on a project of 10,000 documents."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = make_project(folder / "whole.annotator", write_jsonl(folder / "corpus.jsonl", DOCUMENTS))
        yield compare_processes(
            "window",
            "cold start to painted article, project of 10,000",
            ours=["python", "-m", "tests.benchmarks.start_window", "ours", str(project)],
            floor=["python", "-m", "tests.benchmarks.start_window", "bare"],
            against="a bare PySide6 window until painted",
            at_most=2.0,
            runs=9,
        )
        application()
        settings = Settings(None)
        settings.annotator = "Bench"
        window = MainWindow(settings, log=folder / "annotator.log")
        assert window.open_project(project)
        window.resize(1440, 900)
        window.show()
        QTest.qWaitForWindowExposed(window)
        QTest.qWait(300)
        yield _next_article(window)
        yield _key_press(window)
        yield _answers(window, write_jsonl(folder / "more.jsonl", IMPORTED, first=DOCUMENTS))
        window.close()


def _next_article(window: MainWindow) -> Figure:
    session = window.session
    assert session is not None
    ids = iter([each.id for each in session.project.documents(limit=200)][1:])
    editor = QTextEdit()
    editor.resize(window.workspace.page.size())
    editor.show()
    opened = [session.project.document(each.id) for each in session.project.documents(after=300, limit=60)]
    texts = iter(opened)
    return compare(
        "window",
        "open the next article, 3 KB and 30 annotations, until painted",
        ours=lambda: _open(window, next(ids)),
        floor=lambda: _show(editor, next(texts)),
        against="the same text in a bare QTextEdit with formats",
        at_most=1.5,
        runs=31,
    )


def _open(window: MainWindow, document: str) -> float:
    painted: list[float] = []
    page = window.workspace.page
    connection = page.painted.connect(lambda: painted.append(time.perf_counter()))
    began = time.perf_counter()
    window.session.open_document(document)
    while not painted:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    page.disconnect(connection)
    # what the panels still have to paint counts as well
    QApplication.processEvents()
    return time.perf_counter() - began


def _show(editor: QTextEdit, opened: AnnotatedDocument) -> float:
    began = time.perf_counter()
    editor.setPlainText(opened.document.text)
    cursor = QTextCursor(editor.document())
    tint = QTextCharFormat()
    tint.setBackground(QColor("#d5e2f9"))
    tint.setFontUnderline(True)
    for each in opened.annotations:
        cursor.setPosition(each.start)
        cursor.setPosition(each.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(tint)
    editor.viewport().repaint()
    QApplication.processEvents()
    return time.perf_counter() - began


def _key_press(window: MainWindow) -> Figure:
    session, page = window.session, window.workspace.page
    seconds: list[float] = []
    ids = [each.id for each in session.project.documents(after=1000, limit=40)]
    for document in ids:
        session.open_document(document)
        page.setFocus()
        QTest.qWait(5)
        text = page.text
        for start in range(0, 300, 60):
            end = text.index(" ", start + 20)
            page.set_selection((Span(text.index(" ", start) + 1, end),))
            QApplication.processEvents()
            painted: list[float] = []
            connection = page.painted.connect(lambda painted=painted: painted.append(time.perf_counter()))
            began = time.perf_counter()
            QTest.keyClick(page, Qt.Key.Key_P)
            while not painted:
                QApplication.processEvents()
            seconds.append(painted[0] - began)
            page.disconnect(connection)
            QApplication.processEvents()
    return within(
        "window",
        "key press to painted and committed, p95, project of 10,000",
        seconds=seconds,
        limit=FRAME,
        against="one frame at 60 Hz",
    )


def _answers(window: MainWindow, lines: Path) -> Figure:
    seconds: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        seconds.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(tick)
    window.files.start_import([lines])
    last = time.perf_counter()
    timer.start()
    while window.jobs.running:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    timer.stop()
    return within(
        "window",
        f"longest wait of the event loop while {IMPORTED} documents are imported",
        seconds=seconds,
        limit=PROMPT,
        against="50 ms",
        statistic="max",
    )

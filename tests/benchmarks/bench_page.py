"""The page on long texts: opening, scrolling, jumping and marking, beside a bare `QTextEdit` and beside itself."""

import gc
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextEdit

from annotator.app.page.overview import PAUSE
from annotator.app.page.showing import Showing
from annotator.app.page.view import PageView
from annotator.app.run import application
from annotator.app.theme import Theme
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.benchmarks.corpus import TIME
from tests.benchmarks.harness import Figure, figure, in_turn, within
from tests.benchmarks.minute import longest_frames

SIZE = (900, 800)
WORDS = (
    "harbour strike council ledger captain archive winter letter Anders Keller Norhaven said that the of in and to was "
    "reported minister bridge flour coal night watch paper union claimed river market school inquiry according denied"
).split()
STEPS = 120
STANDING = 100
"""Milliseconds for which an empty window has stood there before an article is opened."""
PROMPT = 0.05
"""Seconds within which a person takes an answer for immediate."""


def article(characters: int, marks: int, claims: int = 0, *, line: int = 600) -> AnnotatedDocument:
    """Return an article with paragraphs of about *line* code points, and its marks spread evenly."""
    dice = random.Random(1917)
    parts: list[str] = []
    length = since = 0
    starts: list[int] = []
    while length < characters:
        word = dice.choice(WORDS)
        starts.append(length)
        since += len(word) + 1
        after = "\n\n" if since >= line else " "
        since = 0 if since >= line else since
        parts.append(word + after)
        length += len(word) + len(after)
    text = "".join(parts)[:characters]
    key = "01900000-0000-7000-8000-000000000000"
    found: list[Annotation] = []
    every = max(1, (len(starts) - 20) // marks)
    each_claim = marks // claims if claims else 0
    for number in range(marks):
        place = number * every
        start = starts[place]
        claim = bool(each_claim) and number % each_claim == 0
        last = place + 8 if claim else place
        end = min(starts[last] + 6, characters)
        spans = (Span(start, max(end, start + 1)),)
        name = f"01900000-0001-7000-8000-{number:012d}"
        kind, tag = ("claim", "Statement") if claim else ("entity", ("Person", "Location", "Date")[number % 3])
        found.append(Annotation(name, key, kind, tag, spans, "Bench", TIME, TIME))
    made = AnnotatedDocument(Document(key, "A long article", text, text_sha256(text), TIME), tuple(found))
    # as the session does with a document so large: searches for reference cycles pass over it
    gc.freeze()
    return made


def run() -> Iterator[Figure]:
    """Yield the figures of the page."""
    application()
    million = article(1_000_000, 10_000, 1_000)
    yield from _beside_text_edit(million)
    yield from _beside_itself()
    yield from _one_paragraph()


def _page() -> PageView:
    page = PageView()
    page.set_theme(Theme.named("light"))
    page.set_tag_set(load_default())
    page.resize(*SIZE)
    page.show()
    QTest.qWaitForWindowExposed(page)
    QTest.qWait(STANDING)
    return page


def _editor() -> QTextEdit:
    editor = QTextEdit()
    editor.resize(*SIZE)
    editor.show()
    QTest.qWaitForWindowExposed(editor)
    QTest.qWait(STANDING)
    return editor


def _timed(act: Callable[[], object], widget: QAbstractScrollArea) -> float:
    began = time.perf_counter()
    act()
    widget.viewport().repaint()
    seconds = time.perf_counter() - began
    QApplication.processEvents()
    return seconds


def _fill(editor: QTextEdit, opened: AnnotatedDocument) -> None:
    editor.setPlainText(opened.document.text)
    cursor = QTextCursor(editor.document())
    cursor.beginEditBlock()
    tint = QTextCharFormat()
    tint.setBackground(QColor("#d5e2f9"))
    tint.setFontUnderline(True)
    for each in opened.annotations:
        cursor.setPosition(each.start)
        cursor.setPosition(each.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(tint)
    cursor.endEditBlock()


def _wheel(widget: QAbstractScrollArea, up: bool = False) -> None:
    at = QPointF(200, 200)
    event = QWheelEvent(
        at, widget.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120 if up else -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget.viewport(), event)


def _scroll(widget: QAbstractScrollArea, steps: int = STEPS, *, up: bool = False) -> list[float]:
    return [_timed(lambda: _wheel(widget, up), widget) for _ in range(steps)]


def _settle(page: PageView) -> None:
    """Wait until the page has looked at the whole text: it does so after the first picture."""
    while page.flow is not None and not (page.flow.complete and page.hidden.complete):
        QApplication.processEvents()


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _figure(case: str, ours: list[float], theirs: list[float], against: str, at_most: float) -> Figure:
    return figure("page", case, ours, theirs, "ms", against, at_most)


def page_opening(opened: AnnotatedDocument) -> float:
    """Return how many seconds a new page takes to open an article until it is painted."""
    page = _page()
    return _timed(lambda: page.show_document(opened), page)


def editor_opening(opened: AnnotatedDocument) -> float:
    """Return how many seconds a new `QTextEdit` takes to do the same."""
    editor = _editor()
    return _timed(lambda: _fill(editor, opened), editor)


def _first_opening(which: str) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.open_once", which]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _beside_text_edit(opened: AnnotatedDocument) -> Iterator[Figure]:
    named = "1,000,000 characters, 10,000 marks, 1,000 claims"
    first, peer = in_turn(lambda: _first_opening("page"), lambda: _first_opening("editor"), 7, 1)
    yield _figure(f"open until painted, {named}, cold: new processes", first, peer, "QTextEdit with formats", 0.10)
    page, editor = _page(), _editor()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(6):
        page.show_document(None)
        ours.append(_timed(lambda: page.show_document(opened), page))
        _settle(page)
        editor.clear()
        theirs.append(_timed(lambda: _fill(editor, opened), editor))
    yield _figure(f"open until painted, {named}, warm", ours[1:], theirs[1:], "QTextEdit with formats", 0.10)
    # on the way down every line is new, on the way up it was there before
    for which, up in (("cold", False), ("warm", True)):
        mine, other = _scroll(page, up=up), _scroll(editor, up=up)
        yield _figure(f"scroll one wheel step, {named}, {which}", mine, other, "QTextEdit with formats", 0.5)
        slow, peer = [_percentile(mine, 0.99)], "QTextEdit with formats, median"
        yield _figure(f"scroll one wheel step, p99, {named}, {which}", slow, other, peer, 1.2)
    ours, theirs = [], []
    # a reader is seldom at the very top: in the middle, what is above has to be laid out as well, or estimated
    for each in (page, editor):
        for _ in range(2):
            each.verticalScrollBar().setValue(each.verticalScrollBar().maximum() // 2)
            QTest.qWait(2 * PAUSE)
    for number in range(12):
        width = SIZE[0] - 100 * (number % 2 == 0)
        ours.append(_timed(lambda width=width: page.resize(width, SIZE[1]), page))
        QTest.qWait(2 * PAUSE)
        theirs.append(_timed(lambda width=width: editor.resize(width, SIZE[1]), editor))
    yield _figure(
        f"resize by 100 px in the middle until painted, {named}", ours, theirs, "QTextEdit with formats", 0.05
    )
    step = _scroll(page, 40)
    bar = page.verticalScrollBar()
    ends = [_timed(lambda: bar.setValue(bar.maximum()), page)]
    yield _figure(f"jump to the end, {named}", ends, step, "one wheel step", 4)
    middles = [_timed(lambda: bar.setValue(bar.maximum() // 2), page)]
    yield _figure(f"jump to the middle, {named}", middles, step, "one wheel step", 4)
    page.close()
    editor.close()


def _beside_itself() -> Iterator[Figure]:
    small, large = article(100_000, 2_000, 200), article(5_000_000, 100_000, 10_000)
    page, other = _page(), _page()
    named = "5,000,000 characters, 100,000 marks, 10,000 claims"
    against = "the page at 100,000 characters, 2,000 marks: the same density"
    tracemalloc.start()
    page.show_document(large)
    page.viewport().repaint()
    _settle(page)
    added = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    bound = len(large.document.text.encode()) + 200 * len(large.annotations)
    mebibyte = 1 << 20
    yield figure(
        "page", f"memory added by opening, {named}", [added / mebibyte], [bound / mebibyte], "MiB",
        "bytes of the text and 200 a mark", 4,
    )  # fmt: skip
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        page.show_document(None)
        mine.append(_timed(lambda: page.show_document(large), page))
        _settle(page)
        other.show_document(None)
        theirs.append(_timed(lambda: other.show_document(small), other))
    yield _figure(f"open until painted, {named}", mine, theirs, against, 8)
    yield _figure(f"scroll one wheel step, {named}", _scroll(page), _scroll(other), against, 1.3)
    mine, theirs = [], []
    for number in range(8):
        mine.append(_timed(_adding(page, large, number), page))
        theirs.append(_timed(_adding(other, small, number), other))
    yield _figure(f"add one mark until painted, {named}", mine[1:], theirs[1:], against, 1.3)
    hiding = [Showing(kinds=frozenset({kind})) for kind in ("claim", "entity")] * 3
    seconds = [_timed(lambda each=each: page.set_showing(each), page) for each in (*hiding, Showing())]
    yield within(
        "page", f"hide marks, or show them again, until painted, {named}", seconds=seconds, limit=PROMPT,
        against="50 ms", statistic="max",
    )  # fmt: skip
    page.close()
    other.close()
    yield within(
        "page", f"the longest of all frames in a minute of scrolling, tagging and undoing, {named}",
        seconds=longest_frames(large, _wheel), limit=PROMPT, against="50 ms", statistic="max",
    )  # fmt: skip


def _adding(page: PageView, opened: AnnotatedDocument, number: int) -> Callable[[], None]:
    start = 40 + 30 * number
    made = Annotation(
        f"01900000-0002-7000-8000-{number:012d}", opened.document.id, "entity", "Person", (Span(start, start + 5),),
        "Bench", TIME, TIME,
    )  # fmt: skip
    marks = (*opened.annotations, made)
    return lambda: page.change_annotations(marks, (), {made.id: made})


def _one_paragraph() -> Iterator[Figure]:
    whole, lines = article(1_000_000, 10_000, line=10_000_000), article(1_000_000, 10_000, line=100)
    page, other = _page(), _page()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        page.show_document(None)
        mine.append(_timed(lambda: page.show_document(whole), page))
        _settle(page)
        other.show_document(None)
        theirs.append(_timed(lambda: other.show_document(lines), other))
        _settle(other)
    named = "1,000,000 characters without a line break"
    yield _figure(f"open until painted, {named}", mine, theirs, "the same in lines of 100", 2)
    yield _figure(f"scroll one wheel step, {named}", _scroll(page), _scroll(other), "the same in lines of 100", 2)
    page.close()
    other.close()

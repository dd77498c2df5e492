"""What the tests of the page share: a text in three scripts, marks in it, and a hand that moves the mouse."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.page.view import PageView
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXT = (
    "Kim Jong Un stated that a monument would be built. It was 😀 good.\n\n"
    "«هذا المكان» said Zoë twice.\n\n海明市档案馆宣布。"
)


def mark(number: int, words: str, kind: str = "entity", tag: str = "Person") -> Annotation:
    start = TEXT.index(words)
    return Annotation(f"{number:04d}", "d", kind, tag, (Span(start, start + len(words)),), "A", "", "")  # pyright: ignore


def opened(*annotations: Annotation, relations: tuple[Relation, ...] = (), text: str = TEXT) -> AnnotatedDocument:
    return AnnotatedDocument(Document("d", "A Title", text, "0" * 64, ""), annotations, relations)


def point(page: PageView, offset: int) -> QPoint:
    rect = page.rect_of_caret(offset)
    return QPoint(round(rect.center().x()) + 1, round(rect.center().y()))


def drag(page: PageView, start: int, end: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(page.viewport(), LEFT, modifiers, point(page, start))
    for offset in ((start + end) // 2, end):
        move(page, point(page, offset), modifiers)
    QTest.mouseRelease(page.viewport(), LEFT, modifiers, point(page, end))


def move(page: PageView, place: QPoint, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
    # a real move carries the buttons and modifiers, which QTest.mouseMove does not
    everywhere = QPointF(page.viewport().mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), everywhere, Qt.MouseButton.NoButton, button, modifiers)
    QApplication.sendEvent(page.viewport(), event)

"""The page's text as Qt's own text widget would tell it to assistive technology.

PySide6 cannot answer all questions of `QAccessibleTextInterface` from Python (decision 8), so a text
edit that is never shown holds the same text, caret and selection, broken into the same lines at the
same places of the screen. It is made when it is first asked for, and brought in step when it is asked
again. Offsets inside are UTF-16 units, those of the page code points.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, QRectF, QSignalBlocker, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QAccessible,
    QAccessibleTextInterface,
    QFont,
    QPainter,
    QPainterPath,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from annotator.app.page.flow import Flow
from annotator.app.page.piece import align
from annotator.app.page.view import PageView
from annotator.model.annotation import Kind, Span
from annotator.model.text import Utf16Map

LONGEST = 20_000
"""Code points of a paragraph that is told line by line; a longer one is told as a whole."""
_LINES: dict[Kind, QTextCharFormat.UnderlineStyle] = {
    "claim": QTextCharFormat.UnderlineStyle.DotLine,
    "cue": QTextCharFormat.UnderlineStyle.DashUnderline,
}
# in these a text document keeps its tables and images
_RESERVED = {0xFDD0: 0xFFFD, 0xFDD1: 0xFFFD, 0xFFFC: 0xFFFD, 0x2029: 0x20, 0x00: 0xFFFD}


class _Places(QAbstractTextDocumentLayout):
    """A layout that lays nothing out: lines are put where the page has them."""

    def __init__(self, document: QTextDocument, page: PageView, units: "TextMirror") -> None:
        super().__init__(document)
        self._page = page
        self._mirror = units

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        pass

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        pass

    def documentSize(self) -> QSizeF:
        # nothing to scroll: places are those of the page's viewport
        return QSizeF(1, 1)

    def pageCount(self) -> int:
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        return QRectF(self._page.viewport().rect())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        self._mirror.lay_out_block(block)
        return block.layout().boundingRect().translated(block.layout().position())

    def hitTest(self, point: QPointF | QPoint | QPainterPath.Element, accuracy: Qt.HitTestAccuracy) -> int:
        assert isinstance(point, QPointF)
        return self._mirror.units_at(point)


class _Edit(QTextEdit):
    """A text edit that is never shown, and tells the page instead of scrolling itself."""

    wanted = Signal(QRectF)

    @Slot(QRectF)
    def _q_ensureVisible(self, place: QRectF) -> None:
        # Qt calls it by this name when an assistive technology wants to have words in view
        self.wanted.emit(place)


class TextMirror:
    """Text, caret and selection of one page, for assistive technology."""

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._text: str = ""
        self._map = Utf16Map("x")
        self._seen: tuple[object, ...] = ()
        self._laid_out: list[int] = []
        self._is_following = True
        self._edit = edit = _Edit(page.viewport())
        edit.setObjectName("textMirror")
        edit.hide()
        edit.setReadOnly(True)
        edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        edit.setFrameShape(QFrame.Shape.NoFrame)
        edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._document = QTextDocument(edit)
        self._document.setUndoRedoEnabled(False)
        self._document.setDocumentMargin(0)
        self._document.setDocumentLayout(_Places(self._document, page, self))
        edit.setDocument(self._document)
        edit.cursorPositionChanged.connect(self._take_cursor)
        edit.selectionChanged.connect(self._take_cursor)
        edit.wanted.connect(self._bring_into_view)
        self._told = QAccessible.queryAccessibleInterface(edit).textInterface()
        self._is_following = False

    def interface(self) -> QAccessibleTextInterface:
        """Return the text as it is now."""
        with self._following():
            self._follow_text()
            self._follow_lines()
            self._follow_cursor()
        return self._told

    @contextmanager
    def _following(self) -> Generator[None]:
        """Lay out nothing more for Qt, which asks for places while text and lines are taken over."""
        before, self._is_following = self._is_following, True
        try:
            yield
        finally:
            self._is_following = before

    def units(self, offset: int) -> int:
        """Return the place of the page's code point *offset* here."""
        self._follow_text()
        return self._map.to_units(offset)

    def units_at(self, point: QPointF) -> int:
        """Return the place of the character at a point of the page's viewport, -1 if none is there."""
        if not QRectF(self._page.viewport().rect()).contains(point):
            return -1
        return self.units(self._page.offset_at(point))

    # --- after the page

    def _follow_text(self) -> None:
        text = self._page.text
        if text is self._text:
            return
        self._text = text
        self._map = Utf16Map(text or "x")
        self._seen, self._laid_out = (), []
        # signals are for what an assistive technology does
        with QSignalBlocker(self._edit):
            self._document.setPlainText(text.translate(_RESERVED) if _has_reserved(text) else text)

    def _follow_cursor(self) -> None:
        page, cursor = self._page, self._edit.textCursor()
        anchor = place = page.caret
        if page.selection:
            anchor, place = page.selection[-1]
            if page.caret == anchor:
                anchor, place = place, anchor
        anchor, place = self.units(anchor), self.units(place)
        if (cursor.anchor(), cursor.position()) != (anchor, place):
            cursor.setPosition(anchor)
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            with QSignalBlocker(self._edit):
                self._edit.setTextCursor(cursor)

    def _follow_lines(self) -> None:
        page, flow = self._page, self._page.flow
        if flow is None:
            return
        numbers = {*page.pieces_in_view(), flow.piece_of(page.caret)}
        shape = (page.verticalScrollBar().value(), page.viewport().size(), page.columns, numbers)
        seen = (flow, page.annotations, page.page_style, *shape)
        if _same(seen, self._seen):
            return
        self._seen = seen
        self._edit.resize(page.viewport().size())
        for start in self._laid_out:
            self._document.findBlock(start).layout().clearLayout()
        self._laid_out = []
        self._document.setDefaultFont(page.page_style.fonts["body"])
        self._lay_out_all(flow, numbers)

    def _lay_out_all(self, flow: Flow, numbers: Iterable[int]) -> None:
        """Break the paragraphs that the pieces *numbers* belong to like the page, but for the very long ones."""
        for start, end, number in sorted(set(_paragraphs(flow, numbers))):
            if end - start <= LONGEST:
                self._laid_out.append(self.units(start))
                self._lay_out(flow, start, end, number)

    def lay_out_block(self, block: QTextBlock) -> None:
        """Break the paragraph of *block* like the page, if that is not done: somebody asks where it stands."""
        if self._is_following:
            return
        with self._following():
            self._follow_lines()
            flow = self._page.flow
            if flow is not None and block.position() not in self._laid_out:
                number = flow.piece_of(self._map.to_points(block.position()))
                self._lay_out_all(flow, [number])

    def _lay_out(self, flow: Flow, start: int, end: int, number: int) -> None:
        """Break the paragraph that begins at *start* like the page, whose *number* is its first piece."""
        page = self._page
        block = self._document.findBlock(self.units(start))
        self._format(flow, start, end, page.page_style.fonts[flow.piece(number).role])
        layout, option = block.layout(), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        align(option, block.text())
        option.setTabStopDistance(page.page_style.character * 4)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(page.columns.text_width)
        layout.endLayout()
        top = page.rect_of_caret(start).top()
        layout.setPosition(QPointF(page.columns.text_left, top))
        for each in range(layout.lineCount()):
            line = layout.lineAt(each)
            place = page.rect_of_caret(self._map.to_points(block.position() + line.textStart()))
            line.setPosition(QPointF(0, place.top() - top))

    def _format(self, flow: Flow, start: int, end: int, font: QFont) -> None:
        """Give the paragraph its font, and each mark the line that it has on the page."""
        cursor = QTextCursor(self._document)

        def select(first: int, last: int) -> None:
            cursor.setPosition(self.units(first))
            cursor.setPosition(self.units(last), QTextCursor.MoveMode.KeepAnchor)

        style = QTextCharFormat()
        style.setFont(font)
        select(start, end)
        cursor.setCharFormat(style)
        for mark in flow.touching(start, end):
            underline = QTextCharFormat()
            underline.setUnderlineStyle(_LINES.get(mark.kind, QTextCharFormat.UnderlineStyle.SingleUnderline))
            for first, last in mark.spans:
                if first < end and last > start:
                    select(max(first, start), min(last, end))
                    cursor.mergeCharFormat(underline)

    # --- before the page

    def _bring_into_view(self, place: QRectF) -> None:
        """Scroll the page to words from one corner of *place* to the other: the first of them where not all fit."""
        page = self._page
        first, last = (page.offset_at(QPointF(x, y)) for x, y in _ends(place))
        page.reveal(last)
        page.reveal(first)

    def _take_cursor(self) -> None:
        """Do with the page's caret what an assistive technology did with this one."""
        page, cursor = self._page, self._edit.textCursor()
        anchor, place = self._map.to_points(cursor.anchor()), self._map.to_points(cursor.position())
        page.set_caret(place)
        page.set_selection([Span(min(anchor, place), max(anchor, place))], anchor)


def _ends(place: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
    # within the first and the last line, not on their edges
    return (place.left(), place.top() + 1), (place.right(), place.bottom() - 1)


def _paragraphs(flow: Flow, numbers: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Yield beginning, end and first piece of the paragraphs that the pieces *numbers* belong to."""
    for number in numbers:
        first = last = number
        while not flow.piece(first).first:
            first -= 1
        while not flow.piece(last).last and flow.has(last + 1):
            last += 1
        yield flow.piece(first).start, flow.piece(last).end, first


def _has_reserved(text: str) -> bool:
    return any(chr(each) in text for each in _RESERVED)


def _same(seen: tuple[object, ...], before: tuple[object, ...]) -> bool:
    # what is large is compared by identity alone
    return bool(before) and all(a is b for a, b in zip(seen[:2], before[:2], strict=True)) and seen[2:] == before[2:]

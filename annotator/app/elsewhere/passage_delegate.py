"""How a passage of "Where else?" is painted: its tick, how alike it is and where, and its words in their context."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.analysis.elsewhere import Passage
from annotator.app.chrome import look_of
from annotator.app.direction import reads_leftwards
from annotator.app.elsewhere.passages_model import (
    ROW_ROLE,
    TICK_ROLE,
    Heading,
    Index,
    PassagesModel,
    marked_as,
    where,
)
from annotator.app.records.list_model import MARGIN, PADDING, paint_ground, small
from annotator.app.theme import Theme
from annotator.model.annotation import Span
from annotator.model.text import Utf16Map
from annotator.store.records import AROUND
from annotator.words import counted

TICK = 15
INDENT = 36
"""Pixels from the edge of a row to its words."""
ROWS = {"entity": 1, "claim": 3}
"""Lines that a passage has, by kind."""
LEAD = {"entity": 40, "claim": 24}
"""Code points of context before the words."""
LESS = (20, 8, 0)
"""Code points of context that a narrow line may have instead."""
SCORE = "100 %"


class Shape(NamedTuple):
    """A passage in its context as it is laid out: the text, where the passage is in it, and the words that are lit."""

    text: str
    passage: Span
    lit: tuple[Span, ...]


def shape(passage: Passage, lead: int) -> Shape:
    """Return what is shown of a passage: on one line, with *lead* code points of context before it. Pure."""
    before = " ".join(f"·{passage.before}·".split())[1:-1]
    if len(before) > lead:
        cut = before.find(" ", len(before) - lead)
        before = "…" + before[cut if cut >= 0 else len(before) - lead :] if lead else "…"
    after = " ".join(f"·{passage.after}·".split())[1:-1]
    if len(passage.after) == AROUND:
        # the text goes on
        cut = after.rfind(" ")
        after = f"{after[:cut] if cut > 0 else after} …"
    # white space of each kind counts as one space, so that places stay what they are
    words = "".join(" " if each.isspace() else each for each in passage.words)
    begin = len(before)
    lit: list[Span] = []
    for start, end in passage.lit:
        start, end = start - passage.start, end - passage.start
        if lit and words[lit[-1].end - begin : start].isspace():
            lit[-1] = Span(lit[-1].start, begin + end)
        else:
            lit.append(Span(begin + start, begin + end))
    return Shape(f"{before}{words}{after}", Span(begin, begin + len(words)), tuple(lit))


class PassageDelegate(QStyledItemDelegate):
    """Paints passages and the headings of their articles. *colour* gives that of a tag by its name."""

    def __init__(self, theme: Theme, colour: Callable[[str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self.kind = "entity"
        self.by_article = False
        self._sizes: dict[tuple[bool, str, int], QSize] = {}

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._theme = theme

    def tick_area(self, row: QRect) -> QRect:
        """Return where the tick of a row is clicked, in the coordinates of *row*."""
        return QRect(row.left(), row.top(), INDENT + MARGIN - 4, row.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the lines that a passage may have; a heading has one."""
        model = index.model()
        heading = isinstance(model, PassagesModel) and model.is_heading(index.row())
        line = option.fontMetrics.lineSpacing()
        key = (heading, self.kind, line)
        # a long list asks for each of its rows
        found = self._sizes.get(key)
        if found is None:
            head = QFontMetrics(small(option.font)).height()
            height = line + 2 * PADDING + 6 if heading else head + ROWS[self.kind] * line + 2 * PADDING + 6
            found = self._sizes[key] = QSize(120, height)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = paint_ground(painter, option, self._theme)
        if isinstance(row, Heading):
            self._paint_heading(painter, option, box, row)
            self._paint_tick(painter, QRect(box.left() + 9, box.center().y() - TICK // 2, TICK, TICK), index)
        elif isinstance(row, Passage):
            head = QRect(box.left() + INDENT, box.top() + PADDING - 1, box.width() - INDENT - 10,
                         QFontMetrics(small(option.font)).height())  # fmt: skip
            self._paint_tick(painter, QRect(box.left() + 9, head.center().y() - TICK // 2, TICK, TICK), index)
            self._paint_head(painter, option, head, row)
            body = QRect(head.left(), head.bottom() + 3, head.width(), box.bottom() - head.bottom() - 3)
            self._paint_words(painter, option.font, body, row)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRect, index: Index) -> None:
        look, state = look_of(self._theme), index.data(TICK_ROLE)
        on = state != Qt.CheckState.Unchecked
        painter.setPen(QPen(look.primary if on else look.muted, 1))
        painter.setBrush(look.primary if on else look.field)
        painter.drawRoundedRect(box, 3, 3)
        if not on:
            return
        painter.setPen(QPen(look.on_primary, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        left, middle = float(box.left()), box.center().y() + 0.5
        if state == Qt.CheckState.PartiallyChecked:
            painter.drawLine(QPointF(left + 4, middle), QPointF(left + TICK - 4, middle))
        else:
            corners = [QPointF(left + 3.6, middle), QPointF(left + 6.4, middle + 3), QPointF(left + 11.4, middle - 3.2)]
            painter.drawPolyline(corners)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: Heading) -> None:
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        facts = f"{row.date or 'no date'} · {counted(row.many, 'place')}"
        line = box.adjusted(INDENT, 0, -10, 0)
        metrics = QFontMetrics(small(option.font))
        width = metrics.horizontalAdvance(facts)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        title = QFontMetrics(font).elidedText(
            row.title or "Untitled", Qt.TextElideMode.ElideRight, line.width() - width - 16
        )
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(small(option.font))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignRight, facts)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, row: Passage) -> None:
        font = small(option.font)
        metrics = QFontMetrics(font)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(font)
        right = line.right()
        if row.mark is not None:
            said = metrics.elidedText(marked_as(row.mark), Qt.TextElideMode.ElideRight, line.width() // 2)
            chip = QRect(0, line.top() - 1, metrics.horizontalAdvance(said) + 12, line.height() + 2)
            chip.moveRight(right)
            colour = self._colour(row.mark.tag)
            painter.setPen(QPen(QColor(self._theme.tag_line(colour)), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chip, 3, 3)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, said)
            right = chip.left() - 8
        score = f"{row.score:.0f} %"
        width = metrics.horizontalAdvance(SCORE) + 8
        painter.setPen(QColor(self._theme.text))
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignLeft, score)
        rest = QRect(line.left() + width, line.top(), max(0, right - line.left() - width), line.height())
        painter.setPen(QColor(self._theme.muted))
        said = metrics.elidedText(
            row.reason if self.by_article else where(row), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, flags | Qt.AlignmentFlag.AlignLeft, said)

    def _paint_words(self, painter: QPainter, font: QFont, box: QRect, row: Passage) -> None:
        shaped = self.fitted(row, font, box.width())
        rtl = reads_leftwards(shaped.text)
        layout = self._laid_out(shaped, font, box.width(), rtl=rtl)
        last = layout.lineAt(layout.lineCount() - 1)
        length = Utf16Map(shaped.text).to_units(len(shaped.text))
        if last.textStart() + last.textLength() < length or last.naturalTextWidth() > box.width():
            # what has no room is left out where the last line ends
            room = QFontMetrics(font).horizontalAdvance("……")
            # PySide gives the number alone, whatever its types say
            unit = cast(int, cast(object, last.xToCursor(room if rtl else box.width() - room)))
            cut = Utf16Map(shaped.text).to_points(unit)
            lit = tuple(Span(start, min(end, cut)) for start, end in shaped.lit if start < cut)
            shaped = Shape(
                f"{shaped.text[:cut].rstrip()}…", Span(shaped.passage.start, min(shaped.passage.end, cut)), lit
            )
            layout = self._laid_out(shaped, font, box.width(), rtl=rtl)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        painter.setClipRect(box)
        layout.draw(painter, QPointF(box.topLeft()))

    def fitted(self, row: Passage, font: QFont, width: int) -> Shape:
        """Return what is shown of a passage in *width* pixels: a line has less context before words without room."""
        metrics = QFontMetrics(font)
        shaped = shape(row, LEAD[self.kind])
        for lead in LESS if ROWS[self.kind] == 1 else ():
            if metrics.horizontalAdvance(shaped.text[: shaped.passage.end] + "……") <= width:
                break
            shaped = shape(row, lead)
        return shaped

    def _laid_out(self, shaped: Shape, font: QFont, width: int, *, rtl: bool) -> QTextLayout:
        layout = QTextLayout(shaped.text, font)
        option = QTextOption()
        direction, mode = Qt.LayoutDirection, QTextOption.WrapMode
        option.setTextDirection(direction.RightToLeft if rtl else direction.LeftToRight)
        option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if ROWS[self.kind] > 1 else mode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats(self._formats(shaped))
        layout.beginLayout()
        spacing = QFontMetrics(font).lineSpacing()
        for number in range(ROWS[self.kind]):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            left = width - line.naturalTextWidth() if rtl and line.naturalTextWidth() < width else 0
            line.setPosition(QPointF(left, number * spacing))
        layout.endLayout()
        return layout

    def _formats(self, shaped: Shape) -> list[QTextLayout.FormatRange]:
        units = Utf16Map(shaped.text)
        plain = QTextCharFormat()
        plain.setForeground(QColor(self._theme.text))
        lit = QTextCharFormat(plain)
        lit.setBackground(QColor(self._theme.hit))
        lit.setFontWeight(QFont.Weight.Medium)
        found: list[QTextLayout.FormatRange] = []
        for (start, end), form in ((shaped.passage, plain), *((each, lit) for each in shaped.lit)):
            begin, stop = units.to_units(start), units.to_units(end)
            made = QTextLayout.FormatRange()
            made.start, made.length, made.format = begin, stop - begin, form  # pyright: ignore
            found.append(made)
        return found

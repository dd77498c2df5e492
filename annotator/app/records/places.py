"""What a record's page lists: its mentions, claims, wordings and company, a line each, most of them places to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.analysis.folding import fold
from annotator.analysis.wording import difference
from annotator.app.direction import reads_leftwards
from annotator.app.records.list_model import MARGIN, PADDING, paint_ground, small
from annotator.app.theme import Theme
from annotator.model.people import Record
from annotator.model.text import Utf16Map
from annotator.store.records import AROUND, PAGE, Company, Mention
from annotator.store.search import is_unspaced
from annotator.words import counted

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
BEFORE = 44
"""Code points of context before the words; more of it would push them out of a narrow window."""


More = Callable[[tuple[str, int, int, int]], Sequence[Mention]]
"""Fetches the mentions behind a place."""


class Run(NamedTuple):
    """Words of one look: "plain", "words" (the mention), "gone" (struck out) or "new" (underlined)."""

    look: str
    text: str


class Line(NamedTuple):
    """One line: where it is, its words, and the place or the record that it leads to."""

    where: str
    runs: tuple[Run, ...]
    mention: Mention | None = None
    record: Record | None = None

    @property
    def said(self) -> str:
        """The line for a screen reader; what is struck out or underlined is said."""
        names = {"gone": " (without: {}) ", "new": " (new: {}) "}
        words = "".join(names.get(each.look, "{}").format(each.text.strip()) if each.look in names else each.text
                        for each in self.runs)  # fmt: skip
        return f"{' '.join(words.split())}; {self.where}"


def _plain(text: str) -> str:
    return " ".join(f"·{text}·".split())[1:-1]


def where(mention: Mention) -> str:
    """Say in which article a mention is, and who says it."""
    parts = [mention.date or "no date", mention.title or "Untitled"]
    return " · ".join([*parts, f"said by {mention.said_by}"] if mention.said_by else parts)


def line_of(mention: Mention) -> Line:
    """Return the line of a mention in its context."""
    before, after = _plain(mention.before), _plain(mention.after)
    if len(before) > BEFORE:
        cut = before.find(" ", len(before) - BEFORE)
        before = "…" + before[cut if cut >= 0 else len(before) - BEFORE :]
    if len(mention.after) == AROUND:
        # the text goes on
        cut = after.rfind(" ")
        after = f"{after[:cut] if cut > 0 else after} …"
    runs = (Run("plain", before), Run("words", " ".join(mention.words.split())), Run("plain", after))
    return Line(where(mention), runs, mention)


def line_of_company(other: Company) -> Line:
    """Return the line of a record that is mentioned in the same articles."""
    tag = [other.record.tag] if other.record.tag else []
    facts = [*tag, f"in {counted(other.documents, 'article')} together", counted(other.mentions, "mention")]
    return Line(" · ".join(facts), (Run("words", other.record.name),), record=other.record)


def wordings(mentions: Sequence[Mention]) -> list[Line]:
    """Return one line for each wording of a statement, in the order of its *mentions*; others show how they differ.

    The first wording is that of the first mention. Case, accents and white space make no other wording.
    """
    groups: dict[str, list[Mention]] = {}
    for each in mentions:
        folded = fold(" ".join(each.words.split()), match_case=False, ignore_accents=True).text
        groups.setdefault(folded, []).append(each)
    lines: list[Line] = []
    first = mentions[0].words if mentions else ""
    for group in groups.values():
        times = counted(len(group), "time")
        when = _when([each.date for each in group])
        by = f" · first said by {group[0].said_by}" if group[0].said_by else ""
        lead = "first wording" if not lines else "other wording"
        said = f"{lead} · {times}, {when}{by} · {group[0].title or 'Untitled'}"
        if not lines:
            runs = (Run("words", " ".join(first.split())),)
        else:
            looks = {"same": "plain", "gone": "gone", "new": "new"}
            runs = _apart(Run(looks[each.sort], each.text) for each in difference(first, group[0].words))
        lines.append(Line(said, runs, group[0]))
    return lines


def _when(dates: Sequence[str | None]) -> str:
    """Say from when to when *dates* are, which are in order, and that some are not known."""
    known = [each for each in dates if each]
    if not known:
        return "no date"
    said = known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}"
    return said if len(known) == len(dates) else f"{said}, and without a date"


def _apart(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return *runs* with a space between what is struck out and what stands for it, where both are words."""
    found: list[Run] = []
    for each in runs:
        if found and found[-1].look == "gone" and each.look == "new" and not is_unspaced(each.text[:1]):
            touch = found[-1].text[-1:].isalnum() and each.text[:1].isalnum()
            found += [Run("plain", " ")] if touch else []
        found.append(each)
    return tuple(found)


class PlacesModel(QAbstractListModel):
    """Lines; *more* fetches the mentions behind the last one, where there may be more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._more: More | None = None

    def show_lines(self, lines: list[Line], more: More | None = None) -> None:
        """Show *lines*; rows stay what they are if the same places are shown."""
        self._more = more if more is not None and len(lines) >= PAGE else None
        # lines beyond these were fetched after them, unless these are all
        before = self.lines if self._more is None else self.lines[: len(lines)]
        if [_key(each) for each in lines] == [_key(each) for each in before] and lines:
            self.lines[: len(lines)] = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many lines have been fetched."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, the line for a screen reader, or the line itself."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return "".join(each.text for each in line.runs)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.said
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there may be more."""
        return not parent.isValid() and self._more is not None

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page."""
        last = self.lines[-1].mention if self.lines else None
        if self._more is None or last is None:
            return
        found = [line_of(each) for each in self._more(last.place)]
        if len(found) < PAGE:
            self._more = None
        if found:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(found) - 1)
            self.lines += found
            self.endInsertRows()


def _key(line: Line) -> object:
    return (line.mention.annotation if line.mention else None, line.record.id if line.record else None)


def _fitted(line: Line, font: QFont, width: int) -> Line:
    """Return *line* with an ellipsis where its context has no room; the words themselves come first."""
    if len(line.runs) != 3:
        return line
    metrics, bold = QFontMetrics(font), QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    before, words, after = (each.text for each in line.runs)
    room = width - QFontMetrics(bold).horizontalAdvance(words) - 2
    if room < metrics.horizontalAdvance(before + after):
        left = max(room // 2, room - metrics.horizontalAdvance(after))
        before = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, left)
        after = metrics.elidedText(after, Qt.TextElideMode.ElideRight, max(0, room - metrics.horizontalAdvance(before)))
    return line._replace(runs=(Run("plain", before), line.runs[1], Run("plain", after)))


class PlaceDelegate(QStyledItemDelegate):
    """Paints a line: where it is, small and quiet, and below it the words."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The lines and the room around them, in pixels."""
        line = index.data(LINE_ROLE)
        width = option.rect.width() if option.rect.width() > 0 else 400
        rows = 1
        if isinstance(line, Line) and any(each.look in ("gone", "new") for each in line.runs):
            rows = self._layout(line, option.font, width - 2 * MARGIN - 20, wrapped=True).lineCount()
        return QSize(
            120, QFontMetrics(small(option.font)).height() + rows * option.fontMetrics.lineSpacing() + 2 * PADDING + 4
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        painter.save()
        box = paint_ground(painter, option, self._theme)
        metrics = QFontMetrics(small(option.font))
        head = QRect(box.left() + 10, box.top() + PADDING - 1, box.width() - 20, metrics.height())
        painter.setFont(small(option.font))
        painter.setPen(QColor(self._theme.muted))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(head, flags, metrics.elidedText(line.where, Qt.TextElideMode.ElideRight, head.width()))
        wrapped = any(each.look in ("gone", "new") for each in line.runs)
        if not wrapped:
            line = _fitted(line, option.font, head.width())
        layout = self._layout(line, option.font, head.width(), wrapped=wrapped)
        painter.setPen(QColor(self._theme.text))
        painter.setClipRect(box)
        layout.draw(painter, QPointF(head.left(), head.bottom() + 3))
        painter.restore()

    def _layout(self, line: Line, font: QFont, width: int, *, wrapped: bool) -> QTextLayout:
        text = "".join(each.text for each in line.runs)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wrapped else QTextOption.WrapMode.NoWrap
        )
        leftwards = reads_leftwards(text)
        direction = Qt.LayoutDirection
        option.setTextDirection(direction.RightToLeft if leftwards else direction.LeftToRight)
        layout.setTextOption(option)
        layout.setFormats(self._formats(line, text))
        layout.beginLayout()
        top = 0.0
        while True:
            row = layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(width)
            free = width - row.naturalTextWidth()
            row.setPosition(QPointF(free if leftwards and free > 0 else 0, top))
            top += QFontMetrics(font).lineSpacing()
        layout.endLayout()
        return layout

    def _formats(self, line: Line, text: str) -> list[QTextLayout.FormatRange]:
        units, place = Utf16Map(text), 0
        found: list[QTextLayout.FormatRange] = []
        for each in line.runs:
            begin, end = units.to_units(place), units.to_units(place + len(each.text))
            place += len(each.text)
            form = QTextCharFormat()
            if each.look == "words":
                form.setFontWeight(QFont.Weight.DemiBold)
            elif each.look == "new":
                form.setFontUnderline(True)
                form.setFontWeight(QFont.Weight.DemiBold)
            elif each.look == "gone":
                form.setFontStrikeOut(True)
                form.setForeground(QColor(self._theme.muted))
            else:
                continue
            found_range = QTextLayout.FormatRange()
            found_range.start, found_range.length, found_range.format = begin, end - begin, form  # pyright: ignore
            found.append(found_range)
        return found

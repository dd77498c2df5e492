"""The colour of a tag: a well that opens a palette, and a field for any other colour."""

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.app.calls import call
from annotator.app.panels.editors import LineEditor
from annotator.app.tagset.slots import text_slot
from annotator.app.theme import THEMES, Theme, contrast
from annotator.words import capital

PALETTE: Mapping[str, str] = {
    "blue": "#2f6fde", "azure": "#0a7cc4", "teal": "#0e87a0", "sea green": "#0f766e", "green": "#1a9a6c",
    "leaf": "#3f8f2f", "olive": "#74871c", "moss": "#4d7c0f", "ochre": "#b7791f", "amber": "#9a6700",
    "orange": "#c2410c", "rust": "#a4492b", "brown": "#8a5a2b", "red": "#c8372d", "crimson": "#be123c",
    "rose": "#d0437f", "berry": "#9f1239", "magenta": "#b3369b", "violet": "#8e4ec6", "purple": "#6d28d9",
    "indigo": "#4f46c8", "navy": "#1d4ed8", "slate": "#64748b", "grey": "#6b7280",
}  # fmt: skip
COLUMNS = 6
SWATCH = 30
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def least_contrast(colour: str) -> tuple[float, str]:
    """Return how far the lines of a tag of that *colour* stand out at least, and in which theme that is."""
    found = [
        (contrast(theme.tag_line(colour), ground), theme.name)
        for theme in THEMES.values()
        for ground in (theme.page, theme.window)
    ]
    return min(found)


class _Swatch(QPushButton):
    """One colour of the palette, as the theme paints it."""

    def __init__(self, colour: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = colour
        self._theme = theme
        self.is_now = False
        self.is_taken = False
        self.setAutoDefault(False)
        self.setFixedSize(SWATCH, SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(5, 5, -5, -5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tag_line(self.colour)))
        painter.drawRoundedRect(box, 5, 5)
        if self.is_taken:
            painter.setBrush(QColor(self._theme.page))
            painter.drawEllipse(box.center() + QPoint(1, 1), 3, 3)
        if self.hasFocus() or self.is_now or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent if self.hasFocus() else self._theme.muted), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 7, 7)
        painter.end()


class _HexEditor(LineEditor):
    def fault(self, text: str) -> str:
        return "" if _HEX.fullmatch(text) else "Write a colour such as #2f6fde."


class PalettePopup(QFrame):
    """The palette under the well; *chosen* carries a colour. Arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, colour: str, taken: Mapping[str, str], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Colours")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout()
        grid.setSpacing(0)
        self.swatches: list[_Swatch] = []
        for place, (name, each) in enumerate(PALETTE.items()):
            swatch = _Swatch(each, theme, self)
            swatch.is_now = each == colour
            swatch.is_taken = each in taken and each != colour
            said = f"{name}, {taken[each]} has it" if swatch.is_taken else name
            swatch.setToolTip(capital(said))
            swatch.setAccessibleName(said)
            swatch.clicked.connect(call(self._choose, each))
            grid.addWidget(swatch, place // COLUMNS, place % COLUMNS)
            self.swatches.append(swatch)
        self.other = _HexEditor(self)
        self.other.setAccessibleName("Another colour")
        self.other.setPlaceholderText("#2f6fde")
        self.other.set_value(colour)
        self.other.edited.connect(text_slot(lambda value: self._choose(value.lower())))
        ratio, name = least_contrast(colour)
        self.said = QLabel(f"Readable in every theme: lines stand out {ratio:.1f} : 1 at least ({name}).", self)
        self.said.setWordWrap(True)
        self.said.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(grid)
        layout.addWidget(self.other)
        layout.addWidget(self.said)
        self.setStyleSheet(
            f"PalettePopup {{ background: {theme.page}; border: 1px solid {theme.border}; border-radius: 6px; }}"
        )
        self.setFixedWidth(SWATCH * COLUMNS + 22)

    def show_below(self, well: QWidget) -> None:
        """Show it under *well*, the colour that holds now in focus."""
        self.adjustSize()
        self.move(well.mapToGlobal(QPoint(0, well.height() + 4)))
        self.show()
        (next((each for each in self.swatches if each.is_now), self.swatches[0])).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from colour to colour with the arrow keys; Enter takes one, Esc leaves."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: COLUMNS, Qt.Key.Key_Up: -COLUMNS}
        place = next((number for number, each in enumerate(self.swatches) if each.hasFocus()), None)
        if place is not None and event.key() in steps:
            self.swatches[max(0, min(len(self.swatches) - 1, place + steps[Qt.Key(event.key())]))].setFocus()
        elif place is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.swatches[place].click()
        else:
            super().keyPressEvent(event)

    def _choose(self, colour: str) -> None:
        self.chosen.emit(colour)
        self.close()


class ColourWell(QPushButton):
    """Shows a colour as a mark has it; a click or Enter opens the palette. *edited* carries another colour.

    *taken* tells who has which colour already, *theme* how it is painted.
    """

    edited = Signal(str)

    def __init__(self, theme: Callable[[], Theme], taken: Callable[[], Mapping[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._taken = taken
        self.colour = "#6b7280"
        self.popup: PalettePopup | None = None
        self.setAutoDefault(False)
        self.setFixedSize(QSize(44, 34))
        self.clicked.connect(self.open)

    def set_colour(self, colour: str) -> None:
        """Show *colour*."""
        self.colour = colour
        name = next((name for name, each in PALETTE.items() if each == colour), colour)
        self.setAccessibleName(f"Colour: {name}")
        self.setToolTip(f"Colour: {name}")
        self.update()

    def open(self) -> None:
        """Show the palette."""
        self.popup = PalettePopup(self.colour, self._taken(), self._theme(), self)
        self.popup.chosen.connect(self._take)
        self.popup.show_below(self)

    def _take(self, colour: str) -> None:
        if colour != self.colour:
            self.edited.emit(colour)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the line that a mark of this colour has."""
        theme = self._theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.border), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(theme.tag_tint(self.colour)))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tag_line(self.colour)))
        painter.drawRoundedRect(box.adjusted(9, 8, -9, -8), 4, 4)
        painter.end()

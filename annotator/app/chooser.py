"""What the fields in which a claim or a record is chosen share: a heading, a hint, and a place beside the words."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QWidget

from annotator.app.palette import Palette
from annotator.app.tag_popup import placed

LEAST = 520
"""Pixels that it is wide at least, where the screen has them."""
LINES = 4
"""Lines of the list that are in view at least."""


class Chooser(Palette):
    """A palette with a *title*; *ask* stands in the empty field. It is no higher than *highest*, in pixels.

    A subclass says in `found` what is offered; it is first called while this is made.
    """

    def __init__(self, parent: QWidget, *, title: str, ask: str, names: tuple[str, str], highest: int) -> None:
        super().__init__([], parent)
        self._highest = highest
        self.heading = QLabel(title, self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("heading", True)
        self.empty = QLabel(self)
        self.empty.setProperty("quiet", True)
        self.empty.hide()
        self.hint = QLabel("Enter chooses · Esc leaves", self)
        self.hint.setProperty("quiet", True)
        for widget in (self.query, self.list):
            self.column.removeWidget(widget)
        self.add_row(self.heading)
        self.lay_out_middle()
        self.column.addWidget(self.query)
        self.add_row(self.empty)
        self.column.addWidget(self.list)
        self.lay_out_end()
        self.add_row(self.hint)
        self.query.setPlaceholderText(ask)
        self.list.setMinimumHeight(LINES * (self.fontMetrics().height() + 16))
        for widget, name in zip((self.query, self.list), names, strict=True):
            widget.setAccessibleName(name)

    @property
    def column(self) -> QLayout:
        """The layout of what stands below each other."""
        layout = self.layout()
        assert layout is not None
        return layout

    def lay_out_middle(self) -> None:
        """Put what is to stand between the heading and the field."""

    def lay_out_end(self) -> None:
        """Put what is to stand between the list and the hint."""

    def add_row(self, widget: QWidget) -> None:
        """Put *widget* below the others, in line with the words of the list."""
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(widget)
        self.column.addItem(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Have room for all rows and some lines of the list, also over a window that is smaller itself."""
        area, layout = self.screen().availableGeometry(), self.column
        width = max(self.width(), min(LEAST, area.width() - 40))
        height = max(self.height(), layout.totalMinimumHeightForWidth(width), layout.totalMinimumSize().height())
        left = self.x() - (width - self.width()) // 2
        top = min(self.y(), area.bottom() - height)
        self.setGeometry(max(area.left(), min(left, area.right() - width)), max(area.top(), top), width, height)
        super().showEvent(event)

    def show_beside(self, place: QRect) -> None:
        """Show it below *place*, pixels of the screen, or above it, so that what is asked about can be read."""
        parent = self.parentWidget()
        assert parent is not None
        window = parent.window()
        area = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        self.resize(self.width(), min(self._highest, self.height()))
        below, above = area.bottom() - place.bottom(), place.top() - area.top()
        if max(below, above) > self.height() + 16:
            self.move(placed(self.size(), place, area))
        self.show()

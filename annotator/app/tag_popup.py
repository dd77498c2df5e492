"""The small pop-up at a selection with the tags that fit it. It never takes the keys away."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGraphicsDropShadowEffect, QGridLayout, QToolButton

from annotator.app.panels.tags import guideline
from annotator.app.theme import Theme
from annotator.model.tag import Tag, TagSet

_COLUMNS = 5
_INSET, _GAP, _AWAY = 6, 2, 4
_CLAIM_WORDS = 5
_SENTENCE_END = r"[.!?。！？؟;:]\s|[.!?。！？؟]$"


def fitting_tags(tag_set: TagSet, words: str, recent: Sequence[str]) -> list[Tag]:
    """Return the tags to offer for a selection that reads *words*, the best first.

    A few words are offered as entities, and as a cue; longer ones and whole sentences as
    claims. *recent* names tags given lately; they come first.
    """
    long = len(words.split()) > _CLAIM_WORDS or len(words) > 60 or bool(re.search(_SENTENCE_END, words.strip()))
    kinds = ("claim", "cue") if long else ("entity", "cue")
    tags = [tag for kind in kinds for tag in tag_set.of_kind(kind)]
    rank = {name: place for place, name in enumerate(recent)}
    return sorted(tags, key=lambda tag: rank.get(tag.name, len(rank)))[:15]


class TagPopup(QFrame):
    """A frame over the page; clicking a tag in it emits *chosen*."""

    chosen = Signal(object)

    def __init__(self, page: QAbstractScrollArea, theme: Theme) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("TagPopup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._grid.setSpacing(_GAP)
        self._recent: list[str] = []
        self._theme = theme
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of *theme*."""
        self._theme = theme
        self.setStyleSheet(
            f"#TagPopup {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 8px; }}"
            f"#TagPopup QToolButton {{ border: none; border-radius: 5px; padding: 3px 7px; color: {theme.text}; }}"
            f"#TagPopup QToolButton:hover {{ background: {theme.hover}; }}"
        )

    def used(self, tag: Tag) -> None:
        """Remember that *tag* was given, so that it comes first the next time."""
        self._recent = [tag.name, *(name for name in self._recent if name != tag.name)][:4]

    def offer(self, tag_set: TagSet, words: str, beside: QRect) -> None:
        """Show the tags that fit *words* below the rectangle *beside*, in the parent's pixels."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                # it lives until nothing else is to be done
                widget.hide()
                widget.deleteLater()
        buttons = [self._button(tag) for tag in fitting_tags(tag_set, words, self._recent)]
        area = self._page.viewport().geometry()
        room = area.width() - 2 * _AWAY - 2 * (_INSET + self.frameWidth())
        columns = columns_for([each.sizeHint().width() for each in buttons], room, _GAP)
        for place, button in enumerate(buttons):
            self._grid.addWidget(button, place // columns, place % columns)
            button.show()
        self._grid.activate()
        self.resize(self.sizeHint())
        self.move(placed(self.sizeHint(), beside, area))
        self.show()
        self.raise_()

    def _button(self, tag: Tag) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(chip(QColor(self._theme.tag_line(tag.colour)), claim=tag.kind == "claim"))
        button.setIconSize(QSize(12, 12))
        button.setText(f"{tag.name}  {tag.key[:1]}" if tag.key else tag.name)
        button.setAccessibleName(f"tag as {tag.name}")
        button.setToolTip(guideline(tag))
        button.clicked.connect(lambda: self.chosen.emit(tag))
        return button


def columns_for(widths: Sequence[int], room: int, gap: int) -> int:
    """Return in how many columns buttons of these *widths* go, in *room* pixels and *gap* apart: five at most."""
    for columns in range(_COLUMNS, 1, -1):
        widest = [max(widths[place::columns], default=0) for place in range(columns)]
        if sum(widest) + gap * (columns - 1) <= room:
            return columns
    return 1


def placed(size: QSize, beside: QRect, area: QRect) -> QPoint:
    """Return where a pop-up of *size* goes: below *beside*, or above where there is no room."""
    x = max(area.left() + _AWAY, min(beside.left(), area.right() - size.width() - _AWAY))
    below = beside.bottom() + 10
    if below + size.height() > area.bottom():
        return QPoint(x, max(area.top() + _AWAY, beside.top() - size.height() - 6))
    return QPoint(x, below)


def chip(colour: QColor, *, claim: bool) -> QIcon:
    """Return the sign of a tag of that *colour*, as menus show it."""
    pixmap = QPixmap(24, 24)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if claim:
        for x in (0, 4, 8):
            painter.drawRect(x, 5, 3, 2)
    else:
        painter.drawRoundedRect(1, 1, 10, 10, 3, 3)
    painter.end()
    return QIcon(pixmap)

"""A tag's guideline beside the page; it stays open while one marks, and follows the selected mark."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.icons import icon
from annotator.app.tagset.guideline import GuidelineView
from annotator.app.theme import Theme
from annotator.model.tag import Tag


class GuidelineDock(QDockWidget):
    """Shows the guideline of one tag. *edit_wanted* asks for the tag set's window at it, *left* gives the keys back."""

    WIDTH = 300
    """Pixels that it has at first."""
    edit_wanted = Signal(object)
    left = Signal()

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        super().__init__("Guideline", window)
        self.setObjectName("guidelineDock")
        self.tag: Tag | None = None
        self._theme = theme
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(15, 9, 6, 4)
        title = QLabel("Guideline", head)
        title.setProperty("heading", True)
        title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.close_button = QToolButton(head)
        self.close_button.setAccessibleName("Close the guideline")
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(lambda: self.leave())
        row.addWidget(title, 1)
        row.addWidget(self.close_button)
        self.setTitleBarWidget(head)
        self.view = GuidelineView(self)
        self.edit = QPushButton("Edit in the tag set…", self)
        self.edit.setProperty("row", True)
        self.edit.setStyleSheet("text-align: left; padding: 4px 14px;")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self.tag))
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(2)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.edit)
        self.setWidget(body)
        self.setMinimumWidth(200)
        self.set_theme(theme)

    def show_tag(self, tag: Tag) -> None:
        """Show the guideline of *tag*, from its beginning if it is another one than before."""
        before, self.tag = self.tag, tag
        place = self.view.verticalScrollBar().value()
        self.view.show_tag(tag, self._theme)
        if before is not None and before.id == tag.id:
            self.view.verticalScrollBar().setValue(place)
        self.view.setAccessibleName(f"Guideline of {tag.name}")

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of *theme*."""
        self._theme = theme
        self.close_button.setIcon(icon("close", self.palette().placeholderText().color()))
        if self.tag is not None:
            self.view.show_tag(self.tag, theme)

    def leave(self) -> None:
        """Close, and let the page have the keys."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

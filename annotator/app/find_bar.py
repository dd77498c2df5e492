"""The bar under the page in which a search is typed. It says what the person did and shows what it is told."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from annotator.analysis.finding import Options
from annotator.app.calls import call
from annotator.app.icons import icon, pixmap
from annotator.app.theme import Theme

NARROW = 560
"""Pixels below which the toggles stand in a row of their own."""
_TOGGLES = (
    ("whole_word", "ab", "Whole words only", "Alt+W"),
    ("match_case", "Aa", "Tell capital and small letters apart", "Alt+K"),
    ("ignore_accents", "á=a", "Ignore accents", "Alt+D"),
    ("expression", ".*", "Regular expression", "Alt+X"),
)


class _Field(QLineEdit):
    """The field, with the count of the hits at its end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText("Find in article")
        self.setAccessibleName("Find in article")
        self.setMinimumWidth(120)
        self.setMaximumWidth(460)
        self.count = QLabel(self)
        self.count.setProperty("quiet", True)
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.sign = QLabel(self)
        self.sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._place()

    def set_count(self, text: str) -> None:
        self.count.setText(text)
        self.setAccessibleDescription(text)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = self.count.sizeHint().width()
        self.setTextMargins(20, 0, width + 6 if width else 0, 0)
        self.count.setGeometry(self.width() - width - 9, 0, width, self.height())
        self.sign.setGeometry(9, 0, 16, self.height())


class FindBar(QWidget):
    """Field, count, steps, toggles, "Tag all hits" and a line for a sentence.

    *edited* is sent when query or toggles changed, *stepped* with 1 or -1, *closed* when the person leaves the
    bar, *tags_wanted* when the menu of the tags is about to show, *confirmed* when what was asked is to be done, and
    *declined* when it is not.
    """

    edited = Signal()
    stepped = Signal(int)
    closed = Signal()
    tags_wanted = Signal()
    confirmed = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # it is as narrow as the page, whatever stands in it
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field = _Field(self)
        self.field.textEdited.connect(lambda: self.edited.emit())
        self.previous = self._button("Previous hit (Shift+F3)")
        self.previous.clicked.connect(call(self.stepped.emit, -1))
        self.next = self._button("Next hit (F3)")
        self.next.clicked.connect(call(self.stepped.emit, 1))
        self.close_button = self._button("Close (Esc)")
        self.close_button.clicked.connect(self.closed)
        self.toggles: dict[str, QToolButton] = {}
        for name, sign, tip, keys in _TOGGLES:
            button = self.toggles[name] = self._button(f"{tip} ({keys})")
            button.setText(sign)
            button.setShortcut(QKeySequence(keys))
            button.setObjectName(name)
            button.setCheckable(True)
            button.toggled.connect(lambda: self.edited.emit())
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.tags_wanted)
        self.tag_all = QPushButton("Tag all hits", self)
        self.tag_all.setObjectName("tagAll")
        self.tag_all.setMenu(self.menu)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.confirm = QPushButton(self)
        self.confirm.setProperty("primary", True)
        self.confirm.clicked.connect(self.confirmed)
        self.decline = QPushButton("Cancel", self)
        self.decline.clicked.connect(self.declined)
        self._lay_out()
        self.say("")
        self.set_theme(theme)

    def _button(self, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(tip)
        made.setAccessibleName(tip.partition(" (")[0])
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setMinimumWidth(30)
        return made

    def _lay_out(self) -> None:
        self._wide: bool | None = None
        self._options = QWidget(self)
        options = QHBoxLayout(self._options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(3)
        for button in self.toggles.values():
            options.addWidget(button)
        options.addSpacing(7)
        options.addWidget(self.tag_all)
        options.addStretch(1)
        steps = QHBoxLayout()
        steps.setSpacing(1)
        steps.addWidget(self.previous)
        steps.addWidget(self.next)
        self._line = QWidget(self)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(1, 0, 0, 1)
        line.setSpacing(8)
        line.addWidget(self.message, 1)
        line.addWidget(self.confirm)
        line.addWidget(self.decline)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(12, 7, 8, 7)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(self.field, 0, 0)
        grid.addLayout(steps, 0, 1)
        grid.addWidget(self.close_button, 0, 3)
        grid.addWidget(self._line, 2, 0, 1, 4)
        self._arrange(wide=True)
        chain = [self.field, self.previous, self.next, *self.toggles.values(), self.tag_all, self.confirm]
        for one, other in zip(chain, [*chain[1:], self.decline], strict=True):
            QWidget.setTabOrder(one, other)
        QWidget.setTabOrder(self.decline, self.close_button)

    def _arrange(self, *, wide: bool) -> None:
        if wide != self._wide:
            self._wide = wide
            self._grid.removeWidget(self._options)
            if wide:
                self._grid.addWidget(self._options, 0, 2)
            else:
                self._grid.addWidget(self._options, 1, 0, 1, 4)
            self._grid.setColumnStretch(0, 3)
            self._grid.setColumnStretch(2, 2 if wide else 0)
            self.field.setMaximumWidth(460 if wide else 16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the toggles where there is room for them."""
        super().resizeEvent(event)
        self._arrange(wide=event.size().width() >= NARROW)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of *theme*."""
        ink = QColor(theme.muted)
        for button, name in ((self.previous, "up"), (self.next, "down"), (self.close_button, "close")):
            button.setIcon(icon(name, ink))
            button.setIconSize(QSize(16, 16))
        self.field.sign.setPixmap(pixmap("search", theme.muted, 14, self.devicePixelRatioF()))

    # --- what it says

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.field.text()

    @property
    def options(self) -> Options:
        """How it is searched for."""
        return Options(**{name: button.isChecked() for name, button in self.toggles.items()})

    def begin(self, query: str | None) -> None:
        """Show the bar and give it the keys; *query* stands in for what was there."""
        if query is not None:
            self.field.setText(query)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # --- what it shows

    def show_count(self, text: str, *, faulty: bool = False) -> None:
        """Say how many hits there are; *faulty* marks a query that finds nothing."""
        self.field.set_count(text)
        if self.field.property("faulty") != faulty:
            self.field.setProperty("faulty", faulty)
            _restyle(self.field)

    def enable(self, *, hits: bool) -> None:
        """Let the person step and tag, or not."""
        for each in (self.previous, self.next, self.tag_all):
            each.setEnabled(hits)

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Show a sentence under the field; an empty one takes the line away."""
        if self.confirm.hasFocus() or self.decline.hasFocus():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_line(sentence, trouble=trouble)
        self.confirm.hide()
        self.decline.hide()

    def ask(self, sentence: str, answer: str) -> None:
        """Show a sentence with the buttons *answer* and Cancel."""
        self._show_line(sentence, trouble=False)
        self.confirm.setText(answer)
        self.confirm.show()
        self.decline.show()
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_asking(self) -> bool:
        """Tell whether an answer is waited for."""
        return not self.confirm.isHidden()

    def _show_line(self, sentence: str, *, trouble: bool) -> None:
        self.message.setText(sentence)
        if self.message.property("trouble") != trouble:
            self.message.setProperty("trouble", trouble)
            _restyle(self.message)
        self._line.setVisible(bool(sentence))

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with Enter, leave with Esc."""
        key = event.key()
        focus = QApplication.focusWidget()
        if key == Qt.Key.Key_Escape:
            (self.declined if self.is_asking else self.closed).emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QAbstractButton):
                focus.click()
            else:
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            # a key that the bar has no use for is none of the page's either
            event.accept()


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)

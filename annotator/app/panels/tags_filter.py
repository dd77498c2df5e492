"""The line above the tags that says what is hidden, with the menu that hides by kind, state and annotator."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.app.icons import icon
from annotator.app.page.showing import Showing, TagKey, Tally
from annotator.app.theme import Theme
from annotator.model.annotation import STATES, Kind
from annotator.words import counted

KINDS: dict[Kind, str] = {"entity": "Entities", "claim": "Claims", "cue": "Cues"}
"""The kinds that have marks on the page; tags of the whole article have none."""


_AROUND_WORDS = 54
"""Pixels of the button that eye, arrow and air take."""


def ways_to_say(showing: Showing, hidden: int, focus: TagKey | None) -> tuple[str, ...]:
    """Return what is to be seen of the marks in a few words, then in fewer: the number says more than half a word."""
    if focus is not None:
        stands_out = f"{focus[1]} stands out"
        return (f"{stands_out} · {hidden:,} hidden", stands_out, focus[1]) if hidden else (stands_out, focus[1])
    if showing.everything:
        return ("All marks shown",)
    if not hidden:
        return "Filtered, none hidden here", "None hidden", "0"
    return f"{counted(hidden, 'mark')} hidden", f"{hidden:,} hidden", f"{hidden:,}"


class FilterRow(QWidget):
    """What is hidden, in words, and the ways to change it.

    *wanted* carries the `Showing` that was asked for, *all_wanted* asks for everything to be shown and to stand out.
    *count* tells how many marks the open article has of each kind, state and annotator; it is asked when the
    menu opens.
    """

    wanted = Signal(object)
    all_wanted = Signal()

    def __init__(self, theme: Theme, count: Callable[[], Tally], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterRow")
        self._count = count
        self._showing = Showing()
        self._ink = QColor(theme.muted)
        self._ways: tuple[str, ...] = ("",)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.button = QToolButton(self)
        self.button.setObjectName("filter")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self.menu)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setIconSize(QSize(15, 15))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all = QToolButton(self)
        self.all.setObjectName("showAll")
        self.all.setText("Show all")
        self.all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all.setCursor(Qt.CursorShape.PointingHandCursor)
        self.all.clicked.connect(self.all_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5, 0, 8, 3)
        layout.setSpacing(4)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.all)
        self.show_state(self._showing, 0, None)

    def set_theme(self, theme: Theme) -> None:
        """Draw the eye in the colours of *theme*."""
        self._ink = QColor(theme.muted)
        self._draw_eye()

    def show_state(self, showing: Showing, hidden: int, focus: TagKey | None) -> None:
        """Say what is hidden: *hidden* marks of this article, and which tag alone stands out."""
        self._showing = showing
        self._ways = ways_to_say(showing, hidden, focus)
        self.button.setToolTip("Hide marks by kind, state or annotator")
        self.button.setAccessibleName(f"{self._ways[0]}. What to show")
        self.all.setVisible(not showing.everything or focus is not None)
        self._draw_eye()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            # what came or went beside the words has its place first
            layout.activate()
        room, metrics = max(20, self.button.width() - _AROUND_WORDS), self.button.fontMetrics()
        fits = next((each for each in self._ways if metrics.horizontalAdvance(each) <= room), self._ways[-1])
        words = metrics.elidedText(fits, Qt.TextElideMode.ElideRight, room)
        # the style leaves too little room beside the eye
        self.button.setText(f"\u2002{words}")

    def _draw_eye(self) -> None:
        self.button.setIcon(icon("eye" if self._showing.everything else "eye-off", self._ink, 15))

    def _fill(self) -> None:
        menu, showing, count = self.menu, self._showing, self._count()
        menu.clear()
        for kind, name in KINDS.items():
            act = self._add(name, count.kinds[kind], kind not in showing.kinds)
            act.toggled.connect(partial(self._want, partial(showing.with_kind, kind)))
        if count.states.keys() | showing.states > {"accepted"}:
            menu.addSeparator()
            for state in STATES:
                if count.states[state] or state in showing.states:
                    act = self._add(state.capitalize(), count.states[state], state not in showing.states)
                    act.toggled.connect(partial(self._want, partial(showing.with_state, state)))
        people = sorted(count.annotators.keys() | showing.annotators)
        if len(people) > 1 or showing.annotators:
            menu.addSeparator()
            for name in people:
                act = self._add(f"By {name}", count.annotators[name], name not in showing.annotators)
                act.toggled.connect(partial(self._want, partial(showing.with_annotator, name)))

    def _add(self, name: str, count: int, shown: bool) -> QAction:
        act = self.menu.addAction(f"{name.replace('&', '&&')}\t{count:,}")
        act.setCheckable(True)
        act.setChecked(shown)
        return act

    def _want(self, change: Callable[[bool], Showing], shown: bool) -> None:
        self.wanted.emit(change(shown))

"""Relating a claim to another one: how it stands to it, and to which, in one small field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from annotator.app.calls import call
from annotator.app.claims.chooser import ClaimChooser
from annotator.app.claims.flow_layout import FlowLayout
from annotator.model.claim_links import Way, related_by

if TYPE_CHECKING:
    from annotator.app.jobs import Jobs
    from annotator.app.session import Session
    from annotator.model.annotation import Relation
    from annotator.store.claims import ClaimLine

Relate = Callable[[Way, "ClaimLine", "Sequence[Relation]"], object]


class RelateChooser(ClaimChooser):
    """The ways at the top, the claims below. *relate* takes a way, a claim, and the relations that say so already.

    *point* is called with the way when the other one is to be pointed at; None where there is no page.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        parent: QWidget,
        *,
        title: str,
        words: str,
        mine: str,
        ways: Sequence[Way],
        way: Way,
        relate: Relate,
        point: Callable[[Way], object] | None,
        document: str = "",
        lines: Sequence[ClaimLine] | None = None,
    ) -> None:
        self._mine = mine
        self._ways = list(ways)
        self._relate = relate
        self._point = point
        self._known: dict[str, list[Relation]] = {}
        self._symmetric = {each.name for each in session.tag_set.relation_types if each.symmetric}
        self.pills = QButtonGroup()
        self._first = way
        for each in session.project.claims.linked(mine) if mine else ():
            self._known.setdefault(each.other, []).append(each.relation)
        super().__init__(
            session,
            jobs,
            parent,
            title=title,
            ask="Words of the other claim, or of its claimant",
            words=words,
            choose=self._take_line,
            document=document,
            without=mine,
            lines=lines,
        )
        keys = ["Tab: in which way", "Enter relates", "Esc leaves"]
        if point is not None:
            keys.insert(2, "Alt+P: point on the page")
        self.hint.setText(" · ".join(keys))

    @property
    def way(self) -> Way:
        """The way that is chosen."""
        return self._ways[max(0, self.pills.checkedId())]

    def lay_out_middle(self) -> None:
        """Show the ways as a row of buttons, of which one is pressed."""
        row = FlowLayout(6)
        row.setContentsMargins(6, 0, 6, 0)
        self.pills.setParent(self)
        for number, each in enumerate(self._ways):
            pill = QPushButton(each.label, self)
            pill.setProperty("pill", True)
            pill.setCheckable(True)
            pill.setAutoDefault(False)
            pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            pill.setToolTip(f"Alt+{number + 1}" if number < 9 else "")
            pill.setAccessibleName(f"This one: {each.label} the other")
            pill.clicked.connect(call(self.refill))
            self.pills.addButton(pill, number)
            row.addWidget(pill)
        self.column.addItem(row)
        self.choose_way(self._ways.index(self._first) if self._first in self._ways else 0)

    def choose_way(self, number: int) -> None:
        """Choose the way of that number; behind the last comes the first."""
        self.pills.button(number % len(self._ways)).setChecked(True)
        if hasattr(self, "_search"):
            self.refill()

    def note_of(self, line: ClaimLine) -> str:
        """Say of a claim who makes it and where, and that it is related so already."""
        said = "related so: Enter takes it away" if self._same(line) else ""
        return " · ".join(filter(None, (said, super().note_of(line))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab and Alt with a digit choose the way, Alt+P points, while the letters go into the field."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.query and pressed and self._take_key(cast(QKeyEvent, event)):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do the same where there is no field, and let Enter relate."""
        if self._take_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        """Tab chooses the next way."""
        self.choose_way(max(0, self.pills.checkedId()) + (1 if next else -1))
        return True

    def _take_key(self, event: QKeyEvent) -> bool:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        if alt and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = key - Qt.Key.Key_1
            if number < len(self._ways):
                self.choose_way(number)
            return True
        if alt and key == Qt.Key.Key_P and self._point is not None:
            way = self.way
            self.accept()
            self._point(way)
            return True
        return False

    def _same(self, line: ClaimLine) -> list[Relation]:
        way = self.way
        return related_by(self._known.get(line.id, ()), self._mine, way, line.id, symmetric=way.type in self._symmetric)

    def _take_line(self, line: ClaimLine) -> None:
        self._relate(self.way, line, self._same(line))

"""Going to places: back and forward as in a browser, and to what one field is told."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from annotator.app.workspace import Workspace
    from annotator.model.document import AnnotatedDocument

MOST = 200
"""Places that are remembered."""
SETTLED = 500
"""Milliseconds without scrolling after which a place is one to come back to."""
FAR = 1.5
"""Heights of the view that a jump is long."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a project: a document, the first code point in view, and that of the caret, which may be elsewhere.

    Places with the same lines in view are one.
    """

    document: str
    anchor: int
    caret: int = field(default=-1, compare=False)


class Trail:
    """Where one was, before and after where one is. Pure."""

    def __init__(self) -> None:
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    @property
    def has_behind(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._behind)

    @property
    def has_ahead(self) -> bool:
        """Whether one went back from a place."""
        return bool(self._ahead)

    def leave(self, here: Stop) -> None:
        """Remember the place that one goes away from; what was ahead is forgotten."""
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
            del self._behind[:-MOST]
        self._ahead.clear()

    def back(self, here: Stop) -> Stop | None:
        """Return the place before, and remember *here* as ahead."""
        return _move(self._behind, self._ahead, here)

    def forward(self, here: Stop) -> Stop | None:
        """Return the place ahead, and remember *here* as behind."""
        return _move(self._ahead, self._behind, here)

    def forget(self, document: str) -> None:
        """Leave out the places of a document that is no more."""
        self._behind = [each for each in self._behind if each.document != document]
        self._ahead = [each for each in self._ahead if each.document != document]


def _move(source: list[Stop], other: list[Stop], here: Stop) -> Stop | None:
    while source:
        found = source.pop()
        if found != here:
            other.append(here)
            return found
    return None


class Going(QObject):
    """The handler of the table's ``going``; *workspace* gives the open project, or None.

    *said* carries a sentence; *changed* says that back or forward may be possible now, or no more.
    """

    said = Signal(str)
    changed = Signal()

    def __init__(self, workspace: "Callable[[], Workspace | None]", parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._trail = Trail()
        self._here: Stop | None = None
        self._top = 0
        self._is_going = False
        self._told = set[str]()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLED)
        self._pause.timeout.connect(self._settle)

    def attach(self, workspace: "Workspace") -> None:
        """Follow the reader through a project that was opened."""
        self._trail = Trail()
        self._here = None
        workspace.session.document_opened.connect(self._opened)
        workspace.page.verticalScrollBar().valueChanged.connect(self._scrolled)
        workspace.page.caret_moved.connect(self._take_caret)
        workspace.page.back_requested.connect(self.back)
        workspace.page.forward_requested.connect(self.forward)
        self._settle()

    def states(self) -> set[str]:
        """Return the names of the states that hold now, as the table of actions uses them."""
        found = {"back"} if self._trail.has_behind else set[str]()
        return found | ({"forward"} if self._trail.has_ahead else set())

    def back(self) -> None:
        """Go to where one was before the last jump or change of article."""
        self._go_by(self._trail.back)

    def forward(self) -> None:
        """Go to where one came back from."""
        self._go_by(self._trail.forward)

    def ask(self) -> None:
        """Ask for a paragraph, an offset, an article, a tag or a claim, and go there."""
        workspace = self._workspace()
        if workspace is not None:
            from annotator.app.go_to import GoTo

            dialog = GoTo(workspace, self.go, self.look)
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()

    def go(self, document: str, anchor: int) -> None:
        """Go to a place, from which *back* leads here."""
        here = self._now()
        if here is not None:
            self._trail.leave(here)
        self._show(Stop(document, anchor))

    def look(self, move: Callable[[], object]) -> None:
        """Let *move* show another place without going there: it is none to come back to."""
        was_going, self._is_going = self._is_going, True
        try:
            move()
        finally:
            self._is_going = was_going

    def _go_by(self, step: Callable[[Stop], Stop | None]) -> None:
        here = self._now()
        stop = step(here) if here is not None else None
        while stop is not None and not self._show(stop):
            self._trail.forget(stop.document)
            stop = step(here) if here is not None else None

    def _show(self, stop: Stop) -> bool:
        workspace = self._workspace()
        if workspace is None:
            return False
        self._is_going = True
        try:
            if not workspace.session.open_document(stop.document):
                return False
            workspace.page.go_to(stop.anchor)
            if stop.caret >= 0:
                # the next arrow key is to go on from there
                workspace.page.set_caret(stop.caret, reveal=False)
        finally:
            self._is_going = False
        self._settle()
        return True

    def _now(self) -> Stop | None:
        workspace = self._workspace()
        opened = workspace.session.document if workspace is not None else None
        if workspace is None or opened is None:
            return None
        return Stop(opened.document.id, workspace.page.anchor, workspace.page.caret)

    def _tell(self) -> None:
        if self.states() != self._told:
            self._told = self.states()
            self.changed.emit()

    def _settle(self) -> None:
        self._pause.stop()
        workspace = self._workspace()
        self._here = self._now()
        self._top = workspace.page.verticalScrollBar().value() if workspace is not None else 0
        self._tell()

    def _opened(self, _document: "AnnotatedDocument") -> None:
        if self._is_going:
            return
        if self._here is not None:
            self._trail.leave(self._here)
        self._here = None
        self._pause.start()
        self._tell()

    def _take_caret(self, caret: int) -> None:
        if self._here is not None and not self._is_going:
            self._here = replace(self._here, caret=caret)

    def _scrolled(self, value: int) -> None:
        workspace, here = self._workspace(), self._here
        if self._is_going or workspace is None or here is None:
            return
        opened = workspace.session.document
        far = abs(value - self._top) > FAR * workspace.page.viewport().height()
        if far and opened is not None and opened.document.id == here.document:
            self._trail.leave(here)
            self._here = None
            self._tell()
        self._pause.start()

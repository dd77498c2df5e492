"""What the table of actions names before the point: the objects that do it, most of them made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.workspace import Workspace

LATER: Mapping[str, tuple[str, str]] = {
    "claims": ("annotator.app.claims.handler", "ClaimsHandler"),
    "copying": ("annotator.app.copying", "Copying"),
    "dataset": ("annotator.app.dataset.handler", "DataSetHandler"),
    "exchange": ("annotator.app.exchange.handler", "ExchangeHandler"),
    "elsewhere": ("annotator.app.elsewhere.handler", "ElsewhereHandler"),
    "printing": ("annotator.app.printing.press", "Printing"),
    "problems": ("annotator.app.problems.handler", "ProblemsHandler"),
    "records": ("annotator.app.records.acting", "RecordActs"),
    "reshaping": ("annotator.app.reshaping", "Reshaping"),
    "tagset": ("annotator.app.tagset.handler", "TagSetHandler"),
    "walking": ("annotator.app.walking", "Walking"),
}
"""Handlers that are imported and made when something of theirs is first done: module and class by name."""


class Handler(QObject):
    """A part of the window that does what some entries of the table say.

    *said* and *failed* carry a sentence for the person, *broken* an unexpected error.
    """

    said = Signal(str)
    failed = Signal(str)
    broken = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window

    @property
    def workspace(self) -> Workspace | None:
        """The open project, or None."""
        return self.window.workspace

    def fail(self, error: object) -> None:
        """Say what could not be done, if it is a mistake of the person or of a file; all else is a bug."""
        if isinstance(error, AnnotatorError):
            self.failed.emit(str(error))
        else:
            self.broken.emit(error)


SomeHandler = TypeVar("SomeHandler", bound=Handler)


class Handlers:
    """The handlers of one window by name: those that are *ready*, and those that are made later."""

    def __init__(self, window: MainWindow, ready: Mapping[str, object]) -> None:
        self._window = window
        self._made = dict(ready)

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in LATER

    def of(self, kind: type[SomeHandler]) -> SomeHandler:
        """Return the handler of that class."""
        place = (kind.__module__, kind.__qualname__)
        name = next(name for name, where in LATER.items() if where == place)
        return cast(SomeHandler, self.named(name))

    def named(self, name: str) -> object:
        """Return the handler of that name."""
        made = self._made.get(name)
        if made is None:
            module, kind = LATER[name]
            handler = cast(type[Handler], getattr(import_module(module), kind))(self._window)
            handler.said.connect(self._window.status.say)
            handler.failed.connect(self._window.complain)
            handler.broken.connect(self._window.broken)
            self._made[name] = made = handler
        return made

    def method(self, does: str) -> Callable[[], object]:
        """Return what does *does*, which is ``handler.method``, and makes the handler if it must."""
        name, _, method = does.partition(".")
        if name in self._made:
            return cast(Callable[[], object], getattr(self._made[name], method))
        return lambda: getattr(self.named(name), method)()

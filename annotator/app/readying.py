"""Makes ready what the first article needs, while nobody waits for it: one step at a time, when nothing else is to do.

A module is read, a font is found and its letters are drawn when they are first asked for, which takes longer than all
that is then done with them. Without an article on the screen there is time for that. What was loaded once is there for
all windows and pages. A program that starts with an article makes nothing ready, since that is being waited for.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256

if TYPE_CHECKING:
    from annotator.app.page.style import PageStyle
    from annotator.app.settings import Settings
    from annotator.app.theme import Theme

LOOKED_AT = 300
"""Milliseconds after which the first page of a window is painted, and looked at."""
_MODULES = (
    "annotator.app.page.style",
    "annotator.app.page.piece",
    "annotator.app.page.card_paint",
    "annotator.app.page.margin",
    "annotator.app.page.hand",
    "annotator.app.page.marked",
    "annotator.app.page.view",
    "annotator.app.marking",
    "annotator.app.workspace",
    "annotator.app.page_menu",
    "annotator.app.panels.articles",
    "annotator.app.panels.tags",
    "annotator.app.panels.inspector",
    "annotator.app.surroundings",
)
"""What a project is opened with, in steps that keep nobody waiting."""
_WORDS = (
    "The quick brown fox jumps over the lazy dog, and packs my box with five dozen liquor jugs: “Waltz, bad nymph, for "
    "quick jigs vex!” ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;!?'’()-–—… "
) * 3
_SIZE = 900, 400
_TIME = "2000-01-01T00:00:00Z"


class Readying(QTimer):
    """Takes *steps* in the pauses of the program, until there are no more or nobody *wants* them.

    It begins *after* so many milliseconds.
    """

    def __init__(self, steps: Iterator[object], wanted: Callable[[], bool], parent: QObject, *, after: int = 0) -> None:
        super().__init__(parent)
        self._steps = steps
        self._wanted = wanted
        self.timeout.connect(self._step)
        self.start(after)

    def _step(self) -> None:
        self.setInterval(0)
        if not self._wanted() or next(self._steps, self) is self:
            self.stop()


def project_steps(settings: "Settings", theme: "Theme") -> Iterator[object]:
    """Load step by step what a project is opened with; the first page of a window is looked at meanwhile."""
    for name in _MODULES:
        yield import_module(name)
    from annotator.app.workspace import style_of

    yield from page_steps(style_of(settings), theme)


def page_steps(style: "PageStyle", theme: "Theme") -> Iterator[object]:
    """Load what the first picture of an article needs."""
    yield _draw_sample(style, theme)


@cache
def _draw_sample(style: "PageStyle", theme: "Theme") -> None:
    """Draw a small page with the letters that most texts are made of, and a card, where nobody sees it."""
    from annotator.app.page.view import PageView

    page = PageView()
    page.set_theme(theme)
    page.set_style(style)
    page.set_zoom(style.zoom)
    page.resize(*_SIZE)
    page.show_document(_sample())
    page.grab()
    page.deleteLater()


def _sample() -> AnnotatedDocument:
    key = "01900000-0000-7000-8000-000000000000"
    claim = Annotation(f"{key[:-1]}1", key, "claim", "Statement", (Span(4, 60),), "", _TIME, _TIME)
    name = Annotation(f"{key[:-1]}2", key, "entity", "Person", (Span(10, 19),), "", _TIME, _TIME)
    return AnnotatedDocument(Document(key, _WORDS[:60], _WORDS, text_sha256(_WORDS), _TIME), (claim, name))

"""What becomes of a mark that is there: its edges move, parts are added, two become one, one becomes two."""

from collections.abc import Callable, Sequence
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from annotator.app.handlers import Handler
from annotator.errors import UsageError
from annotator.model import edits
from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.page.view import PageView
    from annotator.app.workspace import Workspace


class Reshaping(Handler):
    """The handler of the table's ``reshaping``."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)

    # --- edges

    def grow_end(self) -> None:
        """Move the end of the selected mark on by a word."""
        self._move_edge(1, at_end=True, by_word=True)

    def shrink_end(self) -> None:
        """Move the end of the selected mark back by a word."""
        self._move_edge(-1, at_end=True, by_word=True)

    def grow_start(self) -> None:
        """Move the beginning of the selected mark back by a word."""
        self._move_edge(1, at_end=False, by_word=True)

    def shrink_start(self) -> None:
        """Move the beginning of the selected mark on by a word."""
        self._move_edge(-1, at_end=False, by_word=True)

    def grow_end_character(self) -> None:
        """Move the end of the selected mark on by a character."""
        self._move_edge(1, at_end=True, by_word=False)

    def shrink_end_character(self) -> None:
        """Move the end of the selected mark back by a character."""
        self._move_edge(-1, at_end=True, by_word=False)

    def grow_start_character(self) -> None:
        """Move the beginning of the selected mark back by a character."""
        self._move_edge(1, at_end=False, by_word=False)

    def shrink_start_character(self) -> None:
        """Move the beginning of the selected mark on by a character."""
        self._move_edge(-1, at_end=False, by_word=False)

    def _move_edge(self, step: int, *, at_end: bool, by_word: bool) -> None:
        workspace, mark = self._selected()
        if workspace is None or mark is None or not mark.spans:
            return
        from annotator.app.page.units import moved_end, moved_start

        text, spans = workspace.page.text, list(mark.spans)
        if at_end:
            end = moved_end(text, spans[-1], step, by_word=by_word, limit=len(text))
            spans[-1] = Span(spans[-1].start, end)
        else:
            start = moved_start(text, spans[0], step, by_word=by_word, limit=0)
            spans[0] = Span(start, spans[0].end)
        if tuple(spans) != mark.spans and workspace.session.do(edits.move(mark, tuple(spans))):
            workspace.page.reveal(spans[-1].end if at_end else spans[0].start)

    # --- parts and places

    def take(self) -> None:
        """Take the selected mark, to put it elsewhere or to add words to it."""
        workspace, mark = self._selected()
        if workspace is None or mark is None:
            return
        workspace.marking.take(mark.id)
        self.said.emit(f"{mark.tag} taken: select words, then Ctrl+V puts it there and Ctrl+Shift+V adds them to it")

    def put(self) -> None:
        """Move the mark that was taken to the selected words."""
        self._give_words(lambda _mark, words: words, "move {}")

    def add_words(self) -> None:
        """Add the selected words to the mark that was taken, as another part."""
        from annotator.app.page.hand import merged

        def with_words(mark: Annotation, words: tuple[Span, ...]) -> tuple[Span, ...]:
            spans = mark.spans
            for word in words:
                spans = merged(spans, word)
            return spans

        self._give_words(with_words, "add words to {}")

    def _give_words(self, spans_of: Callable[[Annotation, tuple[Span, ...]], tuple[Span, ...]], label: str) -> None:
        workspace = self.workspace
        if workspace is None or workspace.session.document is None:
            return
        mark = workspace.marking.taken
        if mark is None:
            self.said.emit("Take a mark of this article first: select it and press Ctrl+X")
            return
        words = workspace.page.selection
        if not words:
            self.said.emit(f"Select the words for {mark.tag} first")
            return
        spans = spans_of(mark, words)
        workspace.page.set_selection(())
        if spans == mark.spans or workspace.session.do(edits.move(mark, spans, label=label.format(mark.tag))):
            workspace.page.select_annotation(mark.id)

    # --- two and one

    def merge(self) -> None:
        """Make one mark of those of a tag that are selected, or of the selected mark and the next of its tag."""
        workspace = self.workspace
        opened = workspace.session.document if workspace is not None else None
        if workspace is None or opened is None:
            return
        marks = marks_to_merge(workspace.page, workspace.session.annotator)
        if len(marks) < 2:
            self.said.emit("Select two marks of one tag, or one that another of its tag follows, to merge them")
            return
        change = edits.merge(marks[0], marks[1:], opened.document.text, opened.relations)
        workspace.page.set_selection(())
        if workspace.session.do(change):
            workspace.page.select_annotation(marks[0].id)

    def split(self) -> None:
        """Cut the selected mark in two at the caret."""
        workspace, mark = self._selected()
        opened = workspace.session.document if workspace is not None else None
        if workspace is None or mark is None or opened is None:
            return
        try:
            change, _ = edits.split(mark, workspace.page.caret, opened.document.text, opened.relations)
        except UsageError as error:
            self.said.emit(str(error).capitalize())
            return
        workspace.session.do(change)

    def _selected(self) -> "tuple[Workspace | None, Annotation | None]":
        workspace = self.workspace
        if workspace is None:
            return None, None
        return workspace, workspace.session.annotation(workspace.page.selected or "")


def marks_to_merge(page: "PageView", annotator: str) -> Sequence[Annotation]:
    """Return the marks of a tag in the selected words, or the selected mark and the next of its tag; often fewer."""
    chosen = page.annotation(page.selected or "")
    words = page.selection
    if words and page.flow is not None:
        # by id: a mark of several parts is met with each of them
        inside = {each.id: each for span in words for each in page.flow.touching(*span) if each.annotator == annotator}
        first = next(iter(inside.values()), None)
        same = (first.kind, first.tag) if first is not None else None
        return [each for each in inside.values() if (each.kind, each.tag) == same]
    if chosen is None or not chosen.spans:
        return ()
    same = (chosen.kind, chosen.tag, chosen.annotator)
    # what follows in the order of the page, which may begin at the same place
    rest = islice(dropwhile(lambda each: each.id != chosen.id, page.annotations), 1, None)
    after = (each for each in rest if each.spans and (each.kind, each.tag, each.annotator) == same)
    follower = next(after, None)
    return (chosen, follower) if follower is not None else (chosen,)

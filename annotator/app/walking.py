"""Going through an article by keys: from claim to claim, from what is unreviewed to the next, by growing selections."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.app.handlers import Handler
from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.page.view import PageView

Wanted = Callable[[Annotation], bool]


class Walking(Handler):
    """The handler of the table's ``walking``."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._grown: list[tuple[Span, Span]] = []

    def next_claim(self) -> None:
        """Select the claim after the selected mark or the caret."""
        self._step(1, _is_claim, "There is no claim in this article")

    def previous_claim(self) -> None:
        """Select the claim before the selected mark or the caret."""
        self._step(-1, _is_claim, "There is no claim in this article")

    def next_unreviewed(self) -> None:
        """Select the next mark that was suggested and not looked at."""
        self._step(1, _is_suggested, "Every mark of this article is reviewed")

    def previous_unreviewed(self) -> None:
        """Select the mark before that was suggested and not looked at."""
        self._step(-1, _is_suggested, "Every mark of this article is reviewed")

    def expand(self) -> None:
        """Select the word, sentence, paragraph or text around what is selected."""
        page = self._page()
        if page is None or not page.text:
            return
        from annotator.app.page.units import enclosing

        mark = page.annotation(page.selected or "")
        spans = page.selection or (mark.spans if mark is not None else ())
        before = Span(spans[0].start, spans[-1].end) if spans else Span(page.caret, page.caret)
        after = enclosing(page.text, before)
        if after != before:
            if not self._grown or self._grown[-1][1] != before:
                self._grown = []
            self._grown.append((before, after))
            _select(page, after)

    def shrink(self) -> None:
        """Select again what was selected before it grew."""
        page = self._page()
        if page is None or not page.selection:
            return
        now = Span(page.selection[0].start, page.selection[-1].end)
        if self._grown and self._grown[-1][1] == now:
            _select(page, self._grown.pop()[0])
            return
        from annotator.app.page.boundaries import word_at

        first = Span(*word_at(page.text, now.start))
        _select(page, first if first != now else Span(now.start, now.start))

    def keep_words(self) -> None:
        """Keep the selected words, and select more beside them."""
        page = self._page()
        if page is None or not page.selection:
            self.said.emit("Select words first: they are kept while you select others")
            return
        page.keep_selection()
        self.said.emit("Kept: what you select now is added, and a tag is given to all of it")

    def _page(self) -> "PageView | None":
        workspace = self.workspace
        return workspace.page if workspace is not None else None

    def _step(self, step: int, wanted: Wanted, otherwise: str) -> None:
        page = self._page()
        if page is not None and not page.step_annotation(step, wanted):
            self.said.emit(otherwise)


def _is_claim(annotation: Annotation) -> bool:
    return annotation.kind == "claim"


def _is_suggested(annotation: Annotation) -> bool:
    return annotation.state == "suggested"


def _select(page: "PageView", span: Span) -> None:
    page.select_annotation(None)
    page.set_caret(span.end)
    page.set_selection((span,))

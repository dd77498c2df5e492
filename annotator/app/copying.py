"""What Ctrl+C takes from the page: the selected words, plain or with where they come from."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.app.handlers import Handler
from annotator.model.annotation import Annotation, Span
from annotator.model.document import Document
from annotator.words import counted

if TYPE_CHECKING:
    pass


class Copying(Handler):
    """The handler of the table's ``copying``. *said* carries a line on what is in the clipboard now."""

    def text(self) -> None:
        """Copy the words alone."""
        from annotator.model.citation import words_of

        self._copy(words_of, "Copied")

    def citation(self) -> None:
        """Copy the words with title, date, source and offsets."""
        from annotator.model.citation import as_citation

        self._copy(as_citation, "Copied with citation")

    def markdown(self) -> None:
        """Copy the words as a quotation in Markdown."""
        from annotator.model.citation import as_markdown

        self._copy(as_markdown, "Copied as Markdown")

    def json(self) -> None:
        """Copy the words, their offsets and what they are marked as, in JSON."""
        from annotator.model.citation import as_json

        chosen = self._chosen()
        if chosen is not None:
            document, spans, annotation = chosen
            self._put(as_json(document, spans, annotation), "Copied as JSON", spans)

    def _copy(self, form: Callable[[Document, Sequence[Span]], str], what: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            document, spans, _ = chosen
            self._put(form(document, spans), what, spans)

    def _chosen(self) -> tuple[Document, Sequence[Span], Annotation | None] | None:
        workspace = self.workspace
        opened = workspace.session.document if workspace is not None else None
        if workspace is None or opened is None:
            return None
        if workspace.page.selection:
            return opened.document, workspace.page.selection, None
        selected = workspace.page.selected
        annotation = workspace.session.annotation(selected) if selected is not None else None
        if annotation is None or not annotation.spans:
            return None
        return opened.document, annotation.spans, annotation

    def _put(self, text: str, what: str, spans: Sequence[Span]) -> None:
        QGuiApplication.clipboard().setText(text)
        characters = sum(end - start for start, end in spans)
        self.said.emit(f"{what}: {counted(characters, 'character')}")

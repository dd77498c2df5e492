"""What the entry "Where else?" does: opens the window for the selected mark, and shows its places on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.app.beside import Beside
from annotator.app.elsewhere.asking import source_of
from annotator.app.handlers import Handler
from annotator.app.page.found import Hits
from annotator.model.annotation import Span

if TYPE_CHECKING:
    from annotator.analysis.elsewhere import Passage
    from annotator.app.elsewhere.window import ElsewhereWindow
    from annotator.app.main_window import MainWindow
    from annotator.app.workspace import Workspace


class ElsewhereHandler(Handler):
    """The handler of the table's ``elsewhere``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._beside: Beside[ElsewhereWindow] = Beside(stays=True)
        self._is_away = False
        self._lit: tuple[str, Span] | None = None

    @property
    def view(self) -> ElsewhereWindow | None:
        """The window, if it has been made."""
        return self._beside.view

    def show(self) -> None:
        """Look where else the selected entity or claim is."""
        workspace = self.workspace
        mark = workspace.session.annotation(workspace.page.selected or "") if workspace is not None else None
        if workspace is None or mark is None:
            return
        tag = workspace.session.tag_set.find(mark.tag, mark.kind)
        if mark.kind not in ("entity", "claim") or not mark.spans or tag is None:
            self.failed.emit("Only entities and claims are looked for elsewhere; select one of them first.")
            return
        source = source_of(workspace.session, mark.id)
        if source is None:
            return
        names = (source.record.name, *source.record.aliases) if source.record is not None else ()
        view = self._beside.show(workspace, lambda: self._make(workspace))
        self._is_away = False
        view.ask(source, tag, names if mark.kind == "entity" else names[:1])

    def _make(self, workspace: Workspace) -> ElsewhereWindow:
        from annotator.app.elsewhere.window import ElsewhereWindow

        window = self.window
        made = ElsewhereWindow(workspace.session, workspace.jobs, window.settings, lambda: window.theme, window)
        made.previewed.connect(self._preview)
        made.gone.connect(self._go)
        made.said.connect(self.said)
        made.failed.connect(self.fail)
        made.closed.connect(self._put_out)
        return made

    def _preview(self, passage: Passage) -> None:
        """Show a place on the page; the keys stay where they are."""
        workspace = self.workspace
        if workspace is None:
            return
        going = self.window.going
        if self._is_away:
            going.look(lambda: self._light(workspace, passage))
        else:
            # from here "back" leads to where one was
            self._is_away = True
            going.go(passage.document, passage.start)
            self._light(workspace, passage)

    def _light(self, workspace: Workspace, passage: Passage) -> None:
        if not workspace.session.open_document(passage.document):
            return
        page, span = workspace.page, Span(passage.start, passage.end)
        page.go_to(passage.start)
        page.reveal(passage.end)
        page.reveal(passage.start)
        page.set_hits(Hits((span,), 0))
        self._lit = passage.document, span

    def _go(self, passage: Passage) -> None:
        """Go to a place, and select what is marked there or else its words."""
        workspace = self.workspace
        if workspace is None:
            return
        self._put_out()
        self.window.going.go(passage.document, passage.start)
        page = workspace.page
        if passage.mark is not None:
            page.select_annotation(passage.mark.id, reveal=True)
        else:
            page.select_annotation(None)
            page.set_caret(passage.end)
            page.set_selection((Span(passage.start, passage.end),))
        self.window.activateWindow()
        workspace.focus_page()

    def _put_out(self) -> None:
        """Light nothing on the page any more, unless a search has lit something else since."""
        workspace, lit = self.workspace, self._lit
        self._lit = None
        if workspace is not None and lit is not None and tuple(workspace.page.hits.spans) == (lit[1],):
            workspace.page.set_hits(Hits())

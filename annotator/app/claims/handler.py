"""What the entries of the menu Claims do with claims as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from annotator.app.beside import Beside
from annotator.app.handlers import Handler
from annotator.model.claim_links import EVIDENCE

if TYPE_CHECKING:
    from annotator.app.claims.joining import Joining
    from annotator.app.claims.window import ClaimsWindow
    from annotator.app.main_window import MainWindow
    from annotator.app.workspace import Workspace
    from annotator.store.claims import ClaimLine


class ClaimsHandler(Handler):
    """The handler of the table's ``claims``: the window of all claims, relations between them, verdicts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._beside: Beside[ClaimsWindow] = Beside()
        window.settings.changed.connect(self._setting_changed)
        self._joining: tuple[Workspace, Joining] | None = None

    @property
    def joining(self) -> Joining | None:
        """What relates claims of the open project, or None."""
        workspace = self.workspace
        if workspace is None:
            return None
        if self._joining is None or self._joining[0] is not workspace:
            from annotator.app.claims.joining import Joining

            made = Joining(workspace)
            made.said.connect(self.said)
            made.place_wanted.connect(self.go_to)
            self._joining = workspace, made
        return self._joining[1]

    def relate(self) -> None:
        """Relate the selected mark or words to a claim."""
        joining = self.joining
        if joining is not None:
            joining.relate_selected(self.window)

    def review(self) -> None:
        """Judge the selected claim."""
        workspace = self.workspace
        claim = workspace.session.annotation(workspace.page.selected or "") if workspace is not None else None
        if workspace is None or claim is None or claim.kind != "claim":
            return
        if not self.window.settings.judgements:
            self.said.emit("Judgements are hidden; Ctrl+Shift+J shows them.")
            return
        from annotator.app.claims.review_dialog import ReviewDialog

        page, actions = workspace.page, self.window.actions_
        dialog = ReviewDialog(
            workspace.session, claim.id, [actions[each] for each in ("edit.undo", "edit.redo")], self.window
        )
        dialog.place_wanted.connect(self.go_to)
        dialog.evidence_wanted.connect(self._choose_evidence)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(workspace.focus_page)
        end = page.rect_of_caret(claim.end).toAlignedRect()
        dialog.show_beside(QRect(page.viewport().mapToGlobal(end.topLeft()), end.size()))

    def ask_for_reviewer(self) -> None:
        """Ask who publishes the verdicts."""
        workspace = self.workspace
        if workspace is not None:
            from annotator.app.claims.reviewer_dialog import ReviewerDialog

            dialog = ReviewerDialog(workspace.session, self.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def toggle_judgements(self) -> None:
        """Show or hide what is thought of claims."""
        self.window.settings.judgements = not self.window.settings.judgements
        shown = "shown" if self.window.settings.judgements else "hidden: they stay in the project"
        self.said.emit(f"Judgements are {shown}.")

    def relate_lines(self, lines: Sequence[ClaimLine]) -> None:
        """Relate the claims that are chosen in the table."""
        joining = self.joining
        if joining is not None:
            joining.relate_lines(lines, self.view or self.window)

    def _choose_evidence(self, claim: str) -> None:
        joining, workspace = self.joining, self.workspace
        lines = workspace.session.project.claims.lines([claim]) if workspace is not None else []
        if joining is not None and lines:
            asker = QApplication.activeWindow()
            joining.relate_lines(lines, asker if asker is not None else self.window, EVIDENCE)

    def choose_claim(self, claim: str, _part: str) -> None:
        """Ask for a claim, here or in another article, that is evidence for the claim of that id."""
        joining, workspace = self.joining, self.workspace
        if joining is not None and workspace is not None:
            workspace.page.select_annotation(claim)
            joining.relate_selected(self.window, EVIDENCE)

    def choose_record(self, claim: str, part: str) -> None:
        """Ask for the record of somebody who is a *part* of the claim of that id without a word in the text."""
        workspace = self.workspace
        if workspace is None:
            return
        from annotator.app.claims.records import ask_for_record

        ask_for_record(self.window, workspace, claim, part)

    def go_to_related(self) -> None:
        """Go to a claim that the selected one is related to."""
        joining = self.joining
        if joining is not None:
            joining.go_to_related(self.window)

    @property
    def view(self) -> ClaimsWindow | None:
        """The window of all claims, if it is open."""
        return self._beside.view

    def show(self) -> None:
        """Show all claims of the project."""
        workspace = self.workspace
        if workspace is None:
            return
        view = self._beside.show(workspace, lambda: self._make(workspace))
        selected = workspace.page.selected
        if selected is not None:
            view.select(selected)

    def _make(self, workspace: Workspace) -> ClaimsWindow:
        from annotator.app.claims.window import ClaimsWindow

        window = self.window
        also = [window.actions_[each] for each in ("edit.undo", "edit.redo")]
        view = ClaimsWindow(workspace.session, workspace.jobs, window.settings, lambda: window.theme, also, window)
        view.place_chosen.connect(self.go)
        view.place_wanted.connect(self.go_to)
        view.evidence_wanted.connect(self._choose_evidence)
        view.relation_wanted.connect(self.relate_lines)
        view.failed.connect(self.fail)
        return view

    def go(self, line: ClaimLine) -> None:
        """Show the place of a claim on the page."""
        self.go_to(line.document, line.start, line.id)

    def go_to(self, document: str, start: int, annotation: str) -> None:
        """Show an annotation of whatever document on the page."""
        workspace = self.workspace
        if workspace is None:
            return
        self.window.going.go(document, max(0, start))
        workspace.page.select_annotation(annotation, reveal=True)
        self.window.activateWindow()
        workspace.focus_page()

    def _setting_changed(self, name: str) -> None:
        if self.view is not None and name == "judgements":
            self.view.show_judgements(self.window.settings.judgements)

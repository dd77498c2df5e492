"""What the entry of the menu does that is about problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.app.beside import Beside
from annotator.app.handlers import Handler

if TYPE_CHECKING:
    from annotator.analysis.problem_book import Line
    from annotator.app.main_window import MainWindow
    from annotator.app.problems.finder import ProblemFinder
    from annotator.app.problems.window import ProblemsWindow
    from annotator.app.workspace import Workspace


class ProblemsHandler(Handler):
    """The handler of the table's ``problems``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._beside: Beside[ProblemsWindow] = Beside()
        self._finder: ProblemFinder | None = None
        self._finder_of: Workspace | None = None

    @property
    def view(self) -> ProblemsWindow | None:
        """The window of all problems, if it is open."""
        return self._beside.view

    def show(self) -> None:
        """Show all problems of the project."""
        workspace = self.workspace
        if workspace is None:
            return
        self._beside.show(workspace, lambda: self._make(workspace))

    def _make(self, workspace: Workspace) -> ProblemsWindow:
        from annotator.app.problems.window import ProblemsWindow

        actions = self.window.actions_
        also = [actions[each] for each in ("edit.undo", "edit.redo")]
        rules = bool(workspace.session.tag_set.constraints)
        view = ProblemsWindow(self.finder(workspace), self.window.settings, also, rules, self.window)
        view.place_chosen.connect(self.go)
        workspace.session.tag_set_changed.connect(self._tell_rules)
        return view

    def finder(self, workspace: Workspace) -> ProblemFinder:
        """Return what looks for the problems of a project; it keeps what it has found while the project is open."""
        if self._finder is None or self._finder_of is not workspace:
            from annotator.app.problems.finder import ProblemFinder

            self._finder = ProblemFinder(workspace.session, workspace.jobs, workspace)
            self._finder_of = workspace
            self._finder.failed.connect(self.fail)
        return self._finder

    def go(self, line: Line) -> None:
        """Show the place of a problem on the page, its first mark selected."""
        workspace = self.workspace
        if workspace is None:
            return
        self.window.going.go(line.document, line.start)
        workspace.page.select_annotation(line.problem.annotations[0], reveal=True)
        self.window.activateWindow()
        workspace.focus_page()

    def _tell_rules(self) -> None:
        workspace = self.workspace
        if self.view is not None and workspace is not None:
            self.view.set_has_rules(bool(workspace.session.tag_set.constraints))

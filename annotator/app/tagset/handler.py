"""What the entries of the menus do that are about the tag set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.app.handlers import Handler

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.tagset.guideline_dock import GuidelineDock
    from annotator.app.tagset.window import TagSetWindow
    from annotator.app.workspace import Workspace
    from annotator.model.tag import Tag

NARROW = 1100
"""Pixels of a window in which a guideline floats over the panels, instead of taking room from the page."""


class TagSetHandler(Handler):
    """The handler of the table's ``tagset``: the window of the tag set, files in and out."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._shown: TagSetWindow | None = None
        self._guideline: GuidelineDock | None = None
        self._guideline_of: Workspace | None = None
        window.settings.changed.connect(self._setting_changed)

    @property
    def view(self) -> TagSetWindow | None:
        """The window of the tag set, if it is open."""
        return self._shown

    def show(self) -> None:
        """Show the tag set, at the tag of the selected mark."""
        workspace = self.workspace
        if workspace is None:
            return
        if self._shown is None:
            from annotator.app.tagset.window import TagSetWindow

            self._shown = view = TagSetWindow(
                workspace.session, self.window.settings, lambda: self.window.theme, self.window
            )
            view.finished.connect(self._closed)
        self._shown.show()
        self._shown.raise_()
        self._shown.activateWindow()
        tag = self._selected_tag()
        if tag is not None:
            self._shown.show_item(tag.id)

    # --- guidelines beside the page

    @property
    def guideline(self) -> GuidelineDock | None:
        """What shows the guideline, once it was asked for in the open project."""
        return self._guideline if self._guideline_of is self.workspace else None

    def help(self) -> None:
        """Show the guideline of what is selected; where nothing is, every key of the program."""
        tag = self._selected_tag()
        workspace = self.workspace
        if tag is not None and workspace is not None and workspace.page.isAncestorOf(self.window.focusWidget()):
            self.show_guideline(tag)
        else:
            self.window.commands.show_shortcuts()

    def guideline_of_mark(self) -> None:
        """Show the guideline of the selected mark's tag."""
        tag = self._selected_tag()
        if tag is not None:
            self.show_guideline(tag)

    def show_guideline(self, tag: Tag) -> None:
        """Show the guideline of *tag* beside the page, or hide it if that is what is shown."""
        workspace = self.workspace
        if workspace is None:
            return
        dock = self.guideline or self._make_dock(workspace)
        if dock.isVisible() and dock.tag is not None and dock.tag.id == tag.id:
            dock.hide()
            return
        fresh = dock.isHidden() and not dock.isFloating()
        dock.show_tag(tag)
        dock.show()
        if fresh:
            tags = workspace.tags
            self.window.resizeDocks([tags, dock], [tags.width(), dock.WIDTH], Qt.Orientation.Horizontal)

    def _make_dock(self, workspace: Workspace) -> GuidelineDock:
        from annotator.app.tagset.guideline_dock import GuidelineDock

        window = self.window
        dock = GuidelineDock(window, window.theme)
        self._guideline, self._guideline_of = dock, workspace
        workspace.guests.append(dock)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        window.addDockWidget(right, dock, Qt.Orientation.Horizontal)
        if window.width() < NARROW:
            dock.setFloating(True)
            corner = window.mapToGlobal(workspace.page.geometry().topRight())
            dock.setGeometry(corner.x() - dock.WIDTH - 24, corner.y() + 60, dock.WIDTH, 420)
        dock.edit_wanted.connect(self._edit)
        dock.left.connect(workspace.focus_page)
        workspace.page.annotation_selected.connect(self._follow)
        workspace.session.tag_set_changed.connect(lambda: self._renew())
        return dock

    def _follow(self) -> None:
        dock, tag = self.guideline, self._selected_tag()
        if dock is not None and dock.isVisible() and tag is not None:
            dock.show_tag(tag)

    def _renew(self) -> None:
        dock, workspace = self.guideline, self.workspace
        if dock is None or workspace is None or dock.tag is None:
            return
        shown = dock.tag
        tag = next((each for each in workspace.session.tag_set.tags if each.id == shown.id), None)
        if tag is None:
            dock.hide()
        else:
            dock.show_tag(tag)

    def _setting_changed(self, name: str) -> None:
        dock = self.guideline
        if dock is not None and name in {"theme", "interface_size", "interface_family"}:
            dock.set_theme(self.window.theme)

    def _edit(self, tag: Tag) -> None:
        self.show()
        if self._shown is not None:
            self._shown.show_item(tag.id)

    def _selected_tag(self) -> Tag | None:
        workspace = self.workspace
        mark = workspace.session.annotation(workspace.page.selected or "") if workspace is not None else None
        return (
            workspace.session.tag_set.find(mark.tag, mark.kind) if workspace is not None and mark is not None else None
        )

    def _closed(self) -> None:
        view, self._shown = self._shown, None
        if view is not None:
            view.deleteLater()

"""What the entries of the menus do that are about the tag set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from annotator.app.beside import Beside
from annotator.app.handlers import Handler
from annotator.errors import AnnotatorError, InputError

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.tagset.guideline_dock import GuidelineDock
    from annotator.app.tagset.window import TagSetWindow
    from annotator.app.workspace import Workspace
    from annotator.model.change import Change
    from annotator.model.tag import Tag, TagSet

FILTER = "Tag sets (*.toml);;All files (*)"
NARROW = 1100
"""Pixels of a window in which a guideline floats over the panels, instead of taking room from the page."""


class TagSetHandler(Handler):
    """The handler of the table's ``tagset``: the window of the tag set, files in and out."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._beside: Beside[TagSetWindow] = Beside()
        self._guideline: GuidelineDock | None = None
        self._guideline_of: Workspace | None = None
        window.settings.changed.connect(self._setting_changed)

    @property
    def view(self) -> TagSetWindow | None:
        """The window of the tag set, if it is open."""
        return self._beside.view

    def show(self) -> None:
        """Show the tag set, at the tag of the selected mark."""
        workspace = self.workspace
        if workspace is None:
            return
        view = self._beside.show(workspace, lambda: self._make(workspace))
        tag = self._selected_tag()
        if tag is not None:
            view.show_item(tag.id)

    def _make(self, workspace: Workspace) -> TagSetWindow:
        from annotator.app.tagset.window import TagSetWindow

        window = self.window
        view = TagSetWindow(workspace.session, window.settings, lambda: window.theme, window)
        view.import_wanted.connect(self.import_file)
        view.export_wanted.connect(self.export_file)
        view.ready_wanted.connect(self.import_ready)
        return view

    # --- files in and out

    def import_file(self) -> None:
        """Ask for a file, and show what its tag set would bring."""
        name, _ = QFileDialog.getOpenFileName(
            self.view or self.window, "Import a tag set", str(self.window.files.folder()), FILTER
        )
        if name:
            self.window.files.keep_folder(Path(name).parent)
            self.preview_file(Path(name))

    def preview_file(self, path: Path) -> None:
        """Show what the tag set in the file at *path* would bring to the project."""
        from annotator.formats.tagset_toml import read_tag_set

        try:
            wanted = read_tag_set(path.read_text("utf-8"), path.name)
        except InputError as error:
            self._fail(str(error))
        except (OSError, UnicodeDecodeError):
            self._fail(f"{path.name} cannot be read as text; choose a tag set in TOML")
        else:
            self.preview(wanted)

    def import_ready(self, name: str) -> None:
        """Show what the ready tag set of that name would bring."""
        from annotator.formats.tagset_ready import ready_tag_set

        self.preview(ready_tag_set(name))

    def preview(self, wanted: TagSet) -> None:
        """Show what *wanted* would bring to the project; what is chosen there is one change."""
        from annotator.app.tagset.import_preview import ImportPreview

        workspace = self.workspace
        if workspace is None:
            return
        session = workspace.session

        def bring(change: Change) -> None:
            if session.is_long(change):
                session.do_long(change, f"{change.label}. Ctrl+Z takes it back.")
            else:
                session.do(change)

        dialog = ImportPreview(session.tag_set, wanted, self.window.theme, bring, self.view or self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_file(self) -> None:
        """Ask for a file, and write the tag set to it."""
        session = self.window.session
        if session is None:
            return
        place = self.window.files.folder() / f"{session.tag_set.name or 'tags'}.toml"
        name, _ = QFileDialog.getSaveFileName(self.view or self.window, "Export the tag set", str(place), FILTER)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the tag set to *path*, whole or not at all."""
        from annotator.formats.atomic import writing
        from annotator.formats.tagset_toml import write_tag_set

        session = self.window.session
        if session is None:
            return
        try:
            with writing(path) as stream:
                stream.write(write_tag_set(session.tag_set).encode())
        except (OSError, AnnotatorError) as error:
            self._fail(f"{path} cannot be written ({error})")
            return
        self.window.files.keep_folder(path.parent)
        self.said.emit(f"The tag set is written to {path}")
        if self.view is not None:
            self.view.say(f"Written to {path}")

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
        if self.view is not None:
            self.view.say(sentence, trouble=True)

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
        width = workspace.tags.width()
        dock = self.guideline or self._make_dock(workspace)
        if dock.isVisible() and dock.tag is not None and dock.tag.id == tag.id:
            dock.hide()
            return
        fresh = dock.isHidden() and not dock.isFloating()
        dock.show_tag(tag)
        dock.show()
        if fresh:
            # it takes its room from the page, not from the list of tags
            self.window.resizeDocks([workspace.tags, dock], [width, dock.WIDTH], Qt.Orientation.Horizontal)

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
        if self.view is not None:
            self.view.show_item(tag.id)

    def _selected_tag(self) -> Tag | None:
        workspace = self.workspace
        mark = workspace.session.annotation(workspace.page.selected or "") if workspace is not None else None
        return (
            workspace.session.tag_set.find(mark.tag, mark.kind) if workspace is not None and mark is not None else None
        )

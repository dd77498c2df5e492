"""What the entries of the View menu do that are about which marks are seen, and how."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.app.page.showing import TagKey

if TYPE_CHECKING:
    from annotator.app.page.view import WhichRelations
    from annotator.app.workspace import Workspace


class Seeing(QObject):
    """The handler of the table's ``seeing``; *workspace* gives the open project, or None."""

    def __init__(self, workspace: "Callable[[], Workspace | None]", parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def toggle_focus(self) -> None:
        """Let one tag alone stand out, or all again."""
        workspace = self._workspace()
        if workspace is not None:
            page = workspace.page
            page.set_focus_tag(None if page.focus_tag is not None else self._tag(workspace))

    def hide_tag(self) -> None:
        """Hide the marks that have the tag of the selected one."""
        workspace = self._workspace()
        annotation = workspace.page.annotation(workspace.page.selected or "") if workspace is not None else None
        if workspace is not None and annotation is not None:
            page = workspace.page
            page.set_showing(page.showing.with_tag((annotation.kind, annotation.tag), False))

    def show_everything(self) -> None:
        """Hide no mark any more."""
        workspace = self._workspace()
        if workspace is not None:
            workspace.page.show_everything()

    def toggle_relations(self) -> None:
        """Draw the relations of what is selected or under the pointer, or none."""
        self._toggle_relations("some")

    def toggle_all_relations(self) -> None:
        """Draw the relations of every mark in view, or none."""
        self._toggle_relations("all")

    def _toggle_relations(self, which: "WhichRelations") -> None:
        workspace = self._workspace()
        if workspace is not None:
            page = workspace.page
            page.show_relations("none" if page.relations_of == which else which)

    def states(self) -> set[str]:
        """Return the names of the states that hold now, as the table of actions uses them."""
        workspace = self._workspace()
        if workspace is None:
            return set()
        found = set[str]()
        page = workspace.page
        if page.focus_tag is not None:
            found |= {"focus", "focusable", "hidden"}
        elif self._tag(workspace) is not None:
            found.add("focusable")
        if not page.showing.everything:
            found.add("hidden")
        if page.relations_of != "none":
            found.add("relations" if page.relations_of == "some" else "all relations")
        return found

    def _tag(self, workspace: "Workspace") -> TagKey | None:
        """Return the tag that is meant: in the list of tags that of the row, else that of the selected mark."""
        page = workspace.page
        annotation = page.annotation(page.selected or "")
        tags = workspace.tags_if_made
        row = tags.current_tag if tags is not None else None
        in_list = tags is not None and tags.list.hasFocus()
        if annotation is not None and not in_list:
            return annotation.kind, annotation.tag
        return row

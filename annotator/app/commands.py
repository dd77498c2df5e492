"""What the entries of the menus do that are about the window itself: undo, views, dialogs, zoom."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDockWidget

from annotator.app.calls import call
from annotator.app.settings import Settings, settings_path
from annotator.model.document import Status
from annotator.model.tag import Tag

if TYPE_CHECKING:
    from annotator.app.main_window import MainWindow
    from annotator.app.palette import Entry

ZOOM_STEPS = (0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


def next_zoom(zoom: float, step: int) -> float:
    """Return the next larger (*step* 1) or smaller (-1) step of zoom; the last one stays."""
    if step > 0:
        return next((each for each in ZOOM_STEPS if each > zoom + 0.01), ZOOM_STEPS[-1])
    return next((each for each in reversed(ZOOM_STEPS) if each < zoom - 0.01), ZOOM_STEPS[0])


class Commands(QObject):
    """The handler of the table's ``commands``; each method is one entry."""

    def __init__(self, window: "MainWindow", settings: Settings, log: Path) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._log = log

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def undo(self) -> None:
        """Take back this person's last change."""
        session = self._window.session
        if session is not None:
            session.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        session = self._window.session
        if session is not None:
            session.redo()

    def remove_selected(self) -> None:
        """Take the selected annotation away."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.marking.remove_selected()

    def repeat_tag(self) -> None:
        """Give the tag that was given last."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.marking.repeat()

    def propose_parts(self) -> None:
        """Propose who makes the selected claim, and the words that say so."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.marking.propose_parts()
            workspace.focus_page()

    def edit_card(self) -> None:
        """Go into the card of the selected claim."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.around.card_editing.open()

    def show_page_menu(self) -> None:
        """Show the menu of the page at the selected words or mark, or at the caret."""
        workspace = self._window.workspace
        if workspace is not None:
            assert workspace.around is not None
            workspace.page.hand.ask_for_menu()

    def leave(self) -> None:
        """Leave a proposal, a selection or a pinned tag."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.marking.leave()
            workspace.focus_page()

    def unpin(self) -> None:
        """Let go of the pinned tag."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.tags_panel.set_sticky(None)

    def give_tag(self, tag: Tag) -> None:
        """Give *tag* to what is selected; with nothing selected, pin it."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.tags_panel.choose(tag)
            workspace.focus_page()

    # articles

    def next_article(self) -> None:
        """Open the next article of the list."""
        self._step(1)

    def previous_article(self) -> None:
        """Open the article before."""
        self._step(-1)

    def find_articles(self) -> None:
        """Show the list and put the caret into its search field."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.articles.show()
            workspace.articles_panel.focus_search()

    def find(self) -> None:
        """Show the bar that searches this article; short words that are selected are what is searched."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.finder.open()

    def find_next(self) -> None:
        """Go to the next hit."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.finder.step(1)

    def find_previous(self) -> None:
        """Go to the hit before."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.finder.step(-1)

    def focus_page(self) -> None:
        """Give the page the keys."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.focus_page()

    def mark_new(self) -> None:
        """Mark the article as new."""
        self._mark("new")

    def mark_open(self) -> None:
        """Mark the article as open."""
        self._mark("open")

    def mark_done(self) -> None:
        """Mark the article as done."""
        self._mark("done")

    def done_and_next(self) -> None:
        """Mark the article as done and open the next one."""
        self._mark("done")
        self._step(1)

    def _step(self, by: int) -> None:
        workspace = self._window.workspace
        if workspace is not None and not workspace.articles_panel.step(by):
            self._window.status.say("This is the last article." if by > 0 else "This is the first article.")

    def _mark(self, status: Status) -> None:
        workspace = self._window.workspace
        document = workspace.session.document if workspace is not None else None
        if workspace is not None and document is not None and document.document.status != status:
            workspace.articles_panel.set_status([document.document.id], status)

    # views

    def zoom_in(self) -> None:
        """Make the text larger."""
        self._set_zoom(next_zoom(self._settings.zoom, 1))

    def zoom_out(self) -> None:
        """Make the text smaller."""
        self._set_zoom(next_zoom(self._settings.zoom, -1))

    def zoom_reset(self) -> None:
        """Show the text in its own size."""
        self._set_zoom(1.0)

    def _set_zoom(self, zoom: float) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            workspace.page.set_zoom(zoom)

    def light_theme(self) -> None:
        """Dark letters on white."""
        self._settings.theme = "light"

    def sepia_theme(self) -> None:
        """Brown letters on warm paper."""
        self._settings.theme = "sepia"

    def dark_theme(self) -> None:
        """Light letters on a dark page."""
        self._settings.theme = "dark"

    def high_contrast_theme(self) -> None:
        """Black letters on white."""
        self._settings.theme = "high-contrast"

    def high_contrast_dark_theme(self) -> None:
        """White letters on black."""
        self._settings.theme = "high-contrast-dark"

    def system_theme(self) -> None:
        """Light or dark, and with high contrast, as the system says."""
        self._settings.theme = "system"

    def toggle_articles(self) -> None:
        """Show or hide the list."""
        workspace = self._window.workspace
        if workspace is not None:
            self._toggle(workspace.articles)

    def toggle_tags(self) -> None:
        """Show or hide the tags."""
        workspace = self._window.workspace
        if workspace is not None:
            self._toggle(workspace.tags)

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        workspace = self._window.workspace
        if workspace is not None:
            self._toggle(workspace.inspector)

    def _toggle(self, dock: QDockWidget) -> None:
        dock.setVisible(not dock.isVisible())
        self._window.refresh()

    def reset_layout(self) -> None:
        """Put every panel back where it was first."""
        workspace = self._window.workspace
        if workspace is not None:
            workspace.arrange()
            self._window.refresh()

    def toggle_hidden(self) -> None:
        """Show the characters that nobody sees, or do not."""
        self._settings.hidden_characters = not self._settings.hidden_characters

    def toggle_full_screen(self) -> None:
        """Fill the screen, or leave it."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
        self._window.refresh()

    # dialogs

    def show_palette(self) -> None:
        """List everything that can be done now."""
        from annotator.app.palette import Palette

        palette = Palette(self.entries(), self._window)
        palette.finished.connect(palette.deleteLater)
        palette.show()

    def entries(self) -> "list[Entry]":
        """Return the lines of the command palette: what is enabled now, then the tags."""
        from annotator.app.palette import Entry

        window = self._window
        window.refresh()
        native = QKeySequence.SequenceFormat.NativeText
        found = [
            Entry(
                each.name.rstrip("…"),
                action.trigger,
                each.place,
                action.shortcut().toString(native),
                icon=each.icon,
                says=each.tip,
            )
            for each in window.actions_.table
            if (action := window.actions_[each.id]).isEnabled() and each.id != "edit.palette"
        ]
        session = window.session
        if session is not None and session.document is not None:
            for tag in session.tag_set.tags:
                if not tag.retired:
                    colour = window.theme.tag_line(tag.colour)
                    found.append(Entry(tag.name, call(self.give_tag, tag), f"{tag.kind} tag", tag.key[:1], colour))
        return found

    def show_settings(self) -> None:
        """Show the settings beside the page, which stays in use and shows what they do."""
        from annotator.app.dialogs.settings import SettingsDialog

        dialog = self._window.findChild(SettingsDialog)
        if dialog is None:
            dialog = SettingsDialog(self._settings, self._window)
            dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_shortcuts(self) -> None:
        """Show every key, and the way to change it."""
        from annotator.app.dialogs.shortcuts import ShortcutsDialog

        session = self._window.session
        tag_set = session.tag_set if session is not None else None
        self._show(ShortcutsDialog(self._window.actions_, tag_set, self._window))

    def show_history(self) -> None:
        """Show who changed what and when."""
        from annotator.app.dialogs.history import HistoryDialog

        session = self._window.session
        if session is not None:
            self._show(HistoryDialog(session, self._window))

    def show_about(self) -> None:
        """Say what this program is."""
        from annotator.app.dialogs.about import AboutDialog

        self._show(AboutDialog(self._log, settings_path(), self._window))

    def show_log(self) -> None:
        """Open the folder of the log."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        if not self._log.parent.is_dir() or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.parent))):
            self._window.status.say(f"The log is {self._log}")

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

"""Everything a person can do, as one table: menus, shortcuts, palette and shortcut page are made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.app.calls import call
from annotator.app.settings import Settings

MENUS = ("File", "Edit", "View", "Annotate", "Claims", "Help")
_MNEMONICS = {
    "File": "&File",
    "Edit": "&Edit",
    "View": "&View",
    "Annotate": "&Annotate",
    "Claims": "&Claims",
    "Help": "&Help",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    *does* is ``handler.method``. *keys* are its default shortcuts, in Qt's portable text. *when*
    names the state that must hold for it to be enabled, empty for always. *group* numbers the part of
    the menu between two lines. *check* names the state that a toggle shows; *choice* the group of which one is on.
    *page* keeps the shortcut to the page, so that the same key does its usual work in a text field; *hint* is a
    key that the page itself understands, and that is shown only.
    """

    id: str
    menu: str
    text: str
    does: str
    keys: tuple[str, ...] = ()
    when: str = ""
    group: int = 0
    tip: str = ""
    check: str = ""
    choice: str = ""
    page: bool = False
    hint: str = ""

    @property
    def name(self) -> str:
        """The text without the sign of its mnemonic."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&")


ACTIONS: tuple[Action, ...] = (
    Action("file.new", "File", "&New project…", "files.new", ("Ctrl+N",), tip="Make an empty project"),
    Action("file.open", "File", "&Open project…", "files.open", ("Ctrl+O",), tip="Open a project file"),
    Action(
        "file.samples",
        "File",
        "Open the &sample articles",
        "samples.open",
        tip="A fresh project made of the sample articles",
    ),
    Action(
        "file.import",
        "File",
        "&Import files…",
        "files.import_files",
        ("Ctrl+I",),
        "project",
        1,
        "Add articles to this project",
    ),
    Action(
        "file.import_folder",
        "File",
        "Import &folder…",
        "files.import_folder",
        ("Ctrl+Shift+I",),
        "project",
        1,
        "Add every article of a folder and the folders in it",
    ),
    Action(
        "file.export",
        "File",
        "&Export JSONL…",
        "files.export_jsonl",
        ("Ctrl+E",),
        "project",
        2,
        "Write the data set, one document a line",
    ),
    Action(
        "file.backup",
        "File",
        "&Back up project…",
        "files.backup",
        (),
        "project",
        2,
        "Write a whole copy of the project file",
    ),
    Action(
        "file.close", "File", "&Close project", "files.close", ("Ctrl+W",), "project", 3, "Back to the welcome page"
    ),
    Action("file.quit", "File", "&Quit", "commands.quit", ("Ctrl+Q",), group=4),
    Action("edit.undo", "Edit", "&Undo", "commands.undo", ("Ctrl+Z",), "undo", tip="Take back your last change"),
    Action(
        "edit.redo",
        "Edit",
        "&Redo",
        "commands.redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        tip="Do again what you took back",
    ),
    Action(
        "edit.history",
        "Edit",
        "&History…",
        "commands.show_history",
        ("Ctrl+H",),
        "project",
        tip="Who changed what and when",
    ),
    Action(
        "edit.find_article",
        "Edit",
        "&Find articles",
        "commands.find_articles",
        ("Ctrl+F",),
        "project",
        1,
        "Search titles and texts in the list of articles",
    ),
    Action(
        "edit.palette",
        "Edit",
        "&Command palette…",
        "commands.show_palette",
        ("Ctrl+K", "Ctrl+Shift+P"),
        "",
        1,
        "Find anything the program can do by typing a few letters",
    ),
    Action(
        "edit.settings",
        "Edit",
        "&Settings…",
        "commands.show_settings",
        ("Ctrl+,",),
        group=2,
        tip="Theme, fonts and your name",
    ),
    Action("view.next", "View", "&Next article", "commands.next_article", ("Ctrl+PgDown", "Alt+Down"), "project"),
    Action(
        "view.previous", "View", "&Previous article", "commands.previous_article", ("Ctrl+PgUp", "Alt+Up"), "project"
    ),
    Action(
        "view.page", "View", "Go to the &text", "commands.focus_page", ("F6",), "document", tip="Give the page the keys"
    ),
    Action("view.zoom_in", "View", "Zoom &in", "commands.zoom_in", ("Ctrl++", "Ctrl+="), "project", 1, "Larger text"),
    Action("view.zoom_out", "View", "Zoom &out", "commands.zoom_out", ("Ctrl+-",), "project", 1, "Smaller text"),
    Action("view.zoom_reset", "View", "&Actual size", "commands.zoom_reset", ("Ctrl+0",), "project", 1),
    Action(
        "view.light", "View", "&Light", "commands.light_theme", (), "", 2, "Dark letters on white", "light", "theme"
    ),
    Action(
        "view.dark", "View", "&Dark", "commands.dark_theme", (), "", 2, "Light letters on a dark page", "dark", "theme"
    ),
    Action(
        "view.system",
        "View",
        "As the s&ystem",
        "commands.system_theme",
        (),
        "",
        2,
        "Light or dark as the system says",
        "system",
        "theme",
    ),
    Action(
        "view.articles",
        "View",
        "A&rticles",
        "commands.toggle_articles",
        ("Ctrl+1",),
        "project",
        3,
        "Show or hide the list",
        "articles",
    ),
    Action(
        "view.tags", "View", "&Tags", "commands.toggle_tags", ("Ctrl+2",), "project", 3, "Show or hide the tags", "tags"
    ),
    Action(
        "view.inspector",
        "View",
        "In&spector",
        "commands.toggle_inspector",
        ("Ctrl+3",),
        "project",
        3,
        "Show or hide what is known of the selection",
        "inspector",
    ),
    Action(
        "view.reset",
        "View",
        "Reset la&yout",
        "commands.reset_layout",
        (),
        "project",
        3,
        "Put every panel back where it was first",
    ),
    Action("view.full", "View", "F&ull screen", "commands.toggle_full_screen", ("F11",), "", 4, "", "full"),
    Action(
        "annotate.remove",
        "Annotate",
        "&Remove annotation",
        "commands.remove_selected",
        ("Delete", "Backspace"),
        "annotation",
        1,
        "Take the selected annotation away",
        page=True,
    ),
    Action(
        "annotate.leave",
        "Annotate",
        "&Leave what is selected",
        "commands.leave",
        (),
        "document",
        1,
        "Leave a proposal, a selection or a pinned tag",
        hint="Esc",
    ),
    Action(
        "annotate.unpin",
        "Annotate",
        "&Let go of the pinned tag",
        "commands.unpin",
        (),
        "pinned",
        1,
        "Dragging selects again instead of tagging",
    ),
    Action("annotate.new", "Annotate", "Mark article as &new", "commands.mark_new", (), "document", 2),
    Action(
        "annotate.open",
        "Annotate",
        "Mark article as &open",
        "commands.mark_open",
        ("Ctrl+Shift+Return",),
        "document",
        2,
    ),
    Action("annotate.done", "Annotate", "Mark article as &done", "commands.mark_done", ("Ctrl+D",), "document", 2),
    Action(
        "annotate.done_next",
        "Annotate",
        "Done, and on to the ne&xt",
        "commands.done_and_next",
        ("Ctrl+Return",),
        "document",
        2,
        "Mark this article as done and open the next one",
    ),
    Action(
        "claims.propose",
        "Claims",
        "&Propose claimant and cue",
        "commands.propose_parts",
        (),
        "claim",
        1,
        "For the selected claim, from the words around it",
        hint="Enter",
    ),
    Action(
        "help.keys",
        "Help",
        "&Keyboard shortcuts…",
        "commands.show_shortcuts",
        ("F1",),
        tip="Every key, and how to change it",
    ),
    Action(
        "help.log",
        "Help",
        "Open the &log folder",
        "commands.show_log",
        (),
        group=1,
        tip="Where unexpected errors are written down",
    ),
    Action("help.about", "Help", "&About Annotator", "commands.show_about", (), group=1),
)


class Actions(QObject):
    """The table made into `QAction`s for one window.

    *handlers* maps the first part of each *does* to the object that has the method. An action
    of a handler that the window does not have is left out, from the menus and everything else.
    *states* gives the names of the states that hold now; call `refresh` when they may have changed. *pages*
    is the widget in which the shortcuts of the page hold.
    """

    keys_changed = Signal()

    def __init__(
        self,
        handlers: Mapping[str, object],
        settings: Settings,
        states: Callable[[], set[str]],
        window: QWidget,
        pages: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self._states = states
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.table = tuple(each for each in ACTIONS if each.does.partition(".")[0] in handlers)
        for each in self.table:
            handler, _, method = each.does.partition(".")
            self._actions[each.id] = self._make(
                each, getattr(handlers[handler], method), pages if each.page else window
            )
        self.apply_keys()
        settings.changed.connect(self._setting_changed)

    def __getitem__(self, action: str) -> QAction:
        return self._actions[action]

    def _make(self, action: Action, does: Callable[[], object], home: QWidget) -> QAction:
        made = QAction(f"{action.text}\t{action.hint}" if action.hint else action.text, self)
        made.setToolTip(action.tip or action.name)
        made.setStatusTip(action.tip)
        made.setCheckable(bool(action.check))
        if action.choice:
            group = self._groups.setdefault(action.choice, QActionGroup(self))
            group.addAction(made)
        if action.page:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if action.id == "file.quit":
            made.setMenuRole(QAction.MenuRole.QuitRole)
        made.triggered.connect(call(does))
        home.addAction(made)
        return made

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put the table into *bar*; return the menus by name."""
        menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = QMenu(_MNEMONICS[name], bar)
            menus[name] = menu
            group: int | None = None
            for each in self.table:
                if each.menu != name:
                    continue
                if group is not None and each.group != group:
                    menu.addSeparator()
                group = each.group
                menu.addAction(self._actions[each.id])
            # macOS shows no empty menu, and a menu without entries says nothing anywhere
            bar.addMenu(menu)
            menu.menuAction().setVisible(bool(menu.actions()))
        return menus

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the shortcuts of *action* as they are now, in Qt's portable text."""
        return tuple(
            each.toString(QKeySequence.SequenceFormat.PortableText) for each in self._actions[action].shortcuts()
        )

    def set_keys(self, action: str, keys: tuple[str, ...] | None) -> None:
        """Give *action* other shortcuts and keep them; None goes back to the default."""
        own = dict(self._settings.shortcuts)
        if keys is None:
            own.pop(action, None)
        else:
            own[action] = keys
        self._settings.shortcuts = own

    def apply_keys(self) -> None:
        """Give every action the shortcuts that the settings, or else the table, say."""
        own = self._settings.shortcuts
        for each in self.table:
            if each.hint:
                continue
            sequences = [QKeySequence.fromString(key) for key in own.get(each.id, each.keys)]
            self._actions[each.id].setShortcuts(sequences)
        self.keys_changed.emit()

    def refresh(self) -> None:
        """Enable what can be done now and check the toggles that are on."""
        states = self._states()
        for each in self.table:
            action = self._actions[each.id]
            action.setEnabled(not each.when or each.when in states)
            if each.check:
                action.setChecked(each.check in states)

    def _setting_changed(self, name: str) -> None:
        if name == "shortcuts":
            self.apply_keys()

"""Everything a person can do, as one table: menus, shortcuts, palette and shortcut page are made from it."""

from typing import NamedTuple

MENUS = ("File", "Edit", "View", "Annotate", "Claims", "Help")


class Action(NamedTuple):
    """One thing to do.

    *does* is ``handler.method``. *keys* are its default shortcuts, in Qt's portable text. *when*
    names the state that must hold for it to be enabled, empty for always. *group* numbers the part of
    the menu between two lines. *check* names the state that a toggle shows; *choice* the group of which one is on.
    *page* keeps the shortcut to the page, so that the same key does its usual work in a text field; *hint* is a
    key that the page itself understands, and that is shown only. *icon* names a file of ``resources/icons``.
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
    icon: str = ""

    @property
    def name(self) -> str:
        """The text without the sign of its mnemonic."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&")


ACTIONS: tuple[Action, ...] = (
    Action("file.new", "File", "&New project…", "files.new", ("Ctrl+N",), tip="Make an empty project", icon="new"),
    Action("file.open", "File", "&Open project…", "files.open", ("Ctrl+O",), tip="Open a project file", icon="open"),
    Action(
        "file.samples",
        "File",
        "Open the &sample articles",
        "samples.open",
        tip="A fresh project made of the sample articles",
        icon="claim",
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
        icon="import",
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
        icon="export",
    ),
    Action(
        "file.print",
        "File",
        "&Print…",
        "printing.preview",
        ("Ctrl+Alt+P",),
        "document",
        3,
        "See the pages of this article with its marks and cards, and print them",
    ),
    Action(
        "file.pdf",
        "File",
        "Save as P&DF…",
        "printing.save_pdf",
        (),
        "document",
        3,
        "Write this article with its marks and cards as PDF",
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
        "file.close", "File", "&Close project", "files.close", ("Ctrl+W",), "project", 4, "Back to the welcome page"
    ),
    Action("file.quit", "File", "&Quit", "commands.quit", ("Ctrl+Q",), group=5),
    Action(
        "edit.undo",
        "Edit",
        "&Undo",
        "commands.undo",
        ("Ctrl+Z",),
        "undo",
        tip="Take back your last change",
        icon="undo",
    ),
    Action(
        "edit.redo",
        "Edit",
        "&Redo",
        "commands.redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        tip="Do again what you took back",
        icon="redo",
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
        "edit.copy",
        "Edit",
        "Cop&y",
        "copying.text",
        ("Ctrl+C",),
        "words",
        1,
        "Copy the selected words",
        page=True,
    ),
    Action(
        "edit.copy_citation",
        "Edit",
        "Copy with c&itation",
        "copying.citation",
        ("Ctrl+Shift+C",),
        "words",
        1,
        "Copy the words with title, date, source and offsets",
        page=True,
    ),
    Action(
        "edit.copy_markdown",
        "Edit",
        "Copy as &Markdown",
        "copying.markdown",
        (),
        "words",
        1,
        "Copy the words as a quotation with where they come from",
        page=True,
    ),
    Action(
        "edit.copy_json",
        "Edit",
        "Copy as &JSON",
        "copying.json",
        (),
        "words",
        1,
        "Copy the words, their offsets and what they are marked as",
        page=True,
    ),
    Action(
        "edit.find",
        "Edit",
        "&Find in article…",
        "commands.find",
        ("Ctrl+F",),
        "document",
        2,
        "Search the text of this article, and tag what is found",
        icon="search",
    ),
    Action("edit.find_next", "Edit", "Find &next", "commands.find_next", ("F3",), "document", 2, "The next hit"),
    Action(
        "edit.find_previous",
        "Edit",
        "Find pre&vious",
        "commands.find_previous",
        ("Shift+F3",),
        "document",
        2,
        "The hit before",
    ),
    Action(
        "edit.find_article",
        "Edit",
        "Find &articles",
        "commands.find_articles",
        ("Ctrl+Shift+F",),
        "project",
        2,
        "Search titles and texts in the list of articles",
    ),
    Action(
        "edit.palette",
        "Edit",
        "&Command palette…",
        "commands.show_palette",
        ("Ctrl+K", "Ctrl+Shift+P"),
        "",
        2,
        "Find anything the program can do by typing a few letters",
        icon="palette",
    ),
    Action(
        "edit.settings",
        "Edit",
        "&Settings…",
        "commands.show_settings",
        ("Ctrl+,",),
        group=3,
        tip="Theme, fonts and your name",
        icon="settings",
    ),
    Action(
        "view.next",
        "View",
        "&Next article",
        "commands.next_article",
        ("Ctrl+PgDown", "Alt+Down"),
        "project",
        icon="next",
    ),
    Action(
        "view.previous",
        "View",
        "&Previous article",
        "commands.previous_article",
        ("Ctrl+PgUp", "Alt+Up"),
        "project",
        icon="previous",
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
        icon="sidebar",
    ),
    Action(
        "view.tags", "View", "Ta&gs", "commands.toggle_tags", ("Ctrl+2",), "project", 3, "Show or hide the tags", "tags"
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
        "R&eset layout",
        "commands.reset_layout",
        (),
        "project",
        3,
        "Put every panel back where it was first",
    ),
    Action("view.full", "View", "F&ull screen", "commands.toggle_full_screen", ("F11",), "", 4, "", "full"),
    Action(
        "annotate.repeat",
        "Annotate",
        "Re&peat the last tag",
        "commands.repeat_tag",
        (".",),
        "document",
        1,
        "Give the tag that was given last",
        page=True,
    ),
    Action(
        "annotate.remove",
        "Annotate",
        "&Remove annotation",
        "commands.remove_selected",
        ("Del", "Backspace"),
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
        "Let &go of the pinned tag",
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
    Action(
        "annotate.done",
        "Annotate",
        "Mark article as &done",
        "commands.mark_done",
        ("Ctrl+D",),
        "document",
        2,
        icon="done",
    ),
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
        icon="claim",
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

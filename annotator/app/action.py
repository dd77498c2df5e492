"""What one entry of the table of actions says."""

from typing import NamedTuple

MENUS = ("File", "Edit", "View", "Go", "Annotate", "Claims", "Records", "Help")


class Action(NamedTuple):
    """One thing to do.

    *does* is ``handler.method``. *keys* are its default shortcuts, in Qt's portable text. *when*
    names the state that must hold for it to be enabled, empty for always. *group* numbers the part of
    the menu between two lines. *check* names the state that a toggle shows; *choice* the group of which one is on.
    *page* keeps the shortcut to the page, so that the same key does its usual work in a text field; *hint* is a
    key that the page itself understands, and that is shown only. *icon* names a file of ``resources/icons``,
    *submenu* the menu in the menu that it stands in, with the sign of its mnemonic.
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
    submenu: str = ""

    @property
    def name(self) -> str:
        """The text without the sign of its mnemonic."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&")

    @property
    def place(self) -> str:
        """The menu in which it stands, and the menu in that, if there is one."""
        inner = self.submenu.replace("&", "")
        return f"{self.menu} › {inner}" if inner else self.menu

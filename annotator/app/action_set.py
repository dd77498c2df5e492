"""The table of actions made into Qt's actions for one window: enabled, with their keys, in the menus."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.app.action import MENUS, Action
from annotator.app.actions import ACTIONS
from annotator.app.calls import call
from annotator.app.handlers import Handlers
from annotator.app.icons import icon
from annotator.app.settings import Settings

_MNEMONICS = {
    "File": "&File",
    "Edit": "&Edit",
    "View": "&View",
    "Go": "&Go",
    "Annotate": "&Annotate",
    "Claims": "&Claims",
    "Records": "&Records",
    "Help": "&Help",
}


class Actions(QObject):
    """The table made into `QAction`s for one window.

    *handlers* has the objects that the first part of each *does* names. An action of a handler
    that the window does not have is left out, from the menus and everything else.
    *states* gives the names of the states that hold now; call `refresh` when they may have changed. *pages*
    is the widget in which the shortcuts of the page hold.
    """

    keys_changed = Signal()

    def __init__(
        self,
        handlers: Handlers,
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
        self._drawn: QColor | None = None
        self.table = tuple(each for each in ACTIONS if each.does.partition(".")[0] in handlers)
        for each in self.table:
            self._actions[each.id] = self._make(each, handlers.method(each.does), pages if each.page else window)
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
            inner: dict[str, QMenu] = {}
            for each in self.table:
                if each.menu != name:
                    continue
                if group is not None and each.group != group:
                    menu.addSeparator()
                group = each.group
                home = menu
                if each.submenu:
                    home = inner.get(each.submenu) or menu.addMenu(each.submenu)
                    inner[each.submenu] = home
                home.addAction(self._actions[each.id])
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

    def draw_icons(self, colour: QColor) -> None:
        """Give the actions their icons in *colour*; menus ask for it when they are first shown."""
        if colour != self._drawn:
            self._drawn = colour
            for each in self.table:
                # in a menu an icon would stand where a toggle shows whether it is on
                if each.icon and not each.check:
                    self._actions[each.id].setIcon(icon(each.icon, colour))

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

"""The menu bar: the table of actions, and the entries that depend on what is there (recent projects, tags)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from annotator.app.action_set import Actions
from annotator.app.calls import call
from annotator.app.settings import Settings
from annotator.model.annotation import Kind
from annotator.model.tag import Tag, TagSet

TAG_MENUS: dict[str, tuple[Kind, ...]] = {"Annotate": ("entity", "document"), "Claims": ("claim", "cue")}


class Menus(QObject):
    """Fills *bar* from *actions* and keeps its changing entries right."""

    def __init__(
        self,
        bar: QMenuBar,
        actions: Actions,
        settings: Settings,
        open_project: Callable[[Path], object],
        give_tag: Callable[[Tag], object],
    ) -> None:
        super().__init__(bar)
        self._settings = settings
        self._open_project = open_project
        self._give_tag = give_tag
        self._bar = bar
        self._actions = actions
        self._menus = actions.fill(bar)
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._draw_icons)
        self._tag_actions: list[QAction] = []
        self._recent = QMenu("Open &recent", bar)
        self._recent.setObjectName("recentMenu")
        self._menus["File"].insertMenu(actions["file.import"], self._recent)
        self._menus["File"].insertSeparator(actions["file.import"])
        self._menus["File"].aboutToShow.connect(self.fill_recent)
        self.fill_recent()
        self.set_tag_set(None)

    def menu(self, name: str) -> QMenu:
        """Return the menu of that name."""
        return self._menus[name]

    def fill_recent(self) -> None:
        """List the recent projects that are still there."""
        self._recent.clear()
        for name in self._settings.recent:
            path = Path(name)
            if path.is_file():
                action = self._recent.addAction(path.stem.replace("&", "&&"))
                action.setToolTip(name)
                action.triggered.connect(call(self._open_project, path))
        self._recent.setToolTipsVisible(True)
        self._recent.menuAction().setVisible(not self._recent.isEmpty())

    def set_tag_set(self, tag_set: TagSet | None) -> None:
        """Put the tags into the menus of their kinds; the key of the page stands beside each."""
        for action in self._tag_actions:
            action.deleteLater()
        self._tag_actions = []
        for name, kinds in TAG_MENUS.items():
            menu = self._menus[name]
            # what the table says comes after the tags
            first = next((each for each in menu.actions() if each not in self._tag_actions), None)
            for kind in kinds if tag_set is not None else ():
                for tag in tag_set.of_kind(kind) if tag_set is not None else ():
                    self._insert(menu, first, tag)
            if first is not None and tag_set is not None:
                self._tag_actions.append(menu.insertSeparator(first))
            menu.menuAction().setVisible(tag_set is not None)

    def set_taggable(self, taggable: bool) -> None:
        """Enable the tags: there is an article."""
        for action in self._tag_actions:
            action.setEnabled(taggable)

    def _draw_icons(self) -> None:
        self._actions.draw_icons(self._bar.palette().placeholderText().color())

    def _insert(self, menu: QMenu, before: QAction | None, tag: Tag) -> None:
        # behind the tab stands a hint only: the key belongs to the page, where it needs no modifier
        action = QAction(f"{tag.name.replace('&', '&&')}\t{tag.key[:1]}", self)
        action.setToolTip(tag.description)
        action.triggered.connect(call(self._give_tag, tag))
        if before is None:
            menu.addAction(action)
        else:
            menu.insertAction(before, action)
        self._tag_actions.append(action)

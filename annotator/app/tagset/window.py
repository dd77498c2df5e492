"""The window of the tag set: tags by kind, relation types, constraints, and the page of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton, QStackedWidget, QWidget

from annotator.app.beside import BesideWindow, OwnMenus, SearchField, empty_state, list_and_page, quiet_line, say_on
from annotator.app.calls import call
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.app.tagset.colours import PALETTE
from annotator.app.tagset.later import Later
from annotator.app.tagset.merging import MergeDialog
from annotator.app.tagset.rows import CONSTRAINTS, RELATIONS, Item, RowDelegate, RowList, RowsModel, dropped, rows_of
from annotator.app.tagset.rule_pages import ConstraintPage, RelationPage
from annotator.app.tagset.tag_page import TagPage
from annotator.app.theme import Theme
from annotator.errors import UsageError
from annotator.formats.tagset_ready import ready_names
from annotator.model import rule_edits, tag_edits, tag_moves
from annotator.model.annotation import KINDS, Kind
from annotator.model.change import Change, Touched
from annotator.model.constraint import RULES, Constraint, Rule
from annotator.model.tag import RelationType, Tag
from annotator.words import capital, counted, plural

FIRST_SIZE = QSize(1080, 780)
NOTHING = "No tags yet.\n\nCtrl+N adds one; a tag set that you have as a file is imported from the menu."
NOTHING_FITS = "Nothing in the tag set has these words in its name or description."
NEW_NAMES: dict[Kind, str] = {
    "entity": "New entity",
    "claim": "New claim",
    "cue": "New cue",
    "document": "New article tag",
}


class TagSetWindow(BesideWindow):
    """Shows and edits the tag set of a project.

    *import_wanted* and *export_wanted* ask for a file, *ready_wanted* for a ready tag set by name.
    """

    import_wanted = Signal()
    export_wanted = Signal()
    ready_wanted = Signal(str)

    def __init__(self, session: Session, settings: Settings, theme: Callable[[], Theme], parent: QWidget) -> None:
        title = f"Tag set · {session.project.path.stem}"
        super().__init__("tagSet", title, settings, "tag_set_geometry", FIRST_SIZE, parent)
        self._session = session
        self._theme = theme
        self.search = SearchField("Name, key or guideline", "Search the tag set", self)
        self.search.textChanged.connect(lambda: self._reload())
        self.search.went_on.connect(lambda: self.list.setFocus())
        self.add = QPushButton("&New", self)
        self.add.setAutoDefault(False)
        self.model = RowsModel(self)
        self.model.dropped.connect(self._dropped)
        self.list = RowList(self.model, RowDelegate(theme, self), self)
        self.list.selectionModel().currentChanged.connect(lambda: self._show_current())
        self.tag_page = TagPage(session, self.act, theme, self)
        self.relation_page = RelationPage(session, self.act, self)
        self.constraint_page = ConstraintPage(session, self.act, self)
        self.empty = empty_state(self, NOTHING)
        self.stack = QStackedWidget(self)
        for page in (self.empty, self.tag_page, self.relation_page, self.constraint_page):
            self.stack.addWidget(page)
        self.line = quiet_line(self)
        self.tag_page.merge_wanted.connect(self.merge)
        for page in (self.tag_page, self.relation_page, self.constraint_page):
            page.remove_wanted.connect(self.remove)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.add)
        self.menus = OwnMenus(self)
        self.acts = self.menus.acts
        list_and_page(self, self.menus.bar, (top, self.list, self.line), self.stack, (300, 780))
        self._make_actions()
        for field in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            field.installEventFilter(self)
        self._doing = ""
        session.changed.connect(self._changed)
        session.over.connect(self._over)
        self._reload()
        self.list.setFocus()

    def _make_actions(self) -> None:
        new, tag, edit, whole = (self.menus.menu(each) for each in ("&New", "&Tag", "&Edit", "Tag &set"))
        add = self.menus.add

        add(new, "new", "&Tag of this kind", "Ctrl+N", self.add_tag)
        add(new, "new_below", "Tag &under this one", "Ctrl+Shift+N", lambda: self.add_tag(below=True))
        new.addSeparator()
        for kind, text in zip(KINDS, ("&Entity tag", "&Claim tag", "Cue ta&g", "&Article tag"), strict=True):
            add(new, f"new_{kind}", text, "", call(self.add_tag, kind))
        add(new, "new_relation", "&Relation type", "Ctrl+Alt+N", self.add_relation)
        rules = new.addMenu("C&onstraint")
        for rule in RULES:
            add(rules, f"new_{rule}", rule.capitalize(), "", call(self.add_constraint, rule))
        add(tag, "rename", "&Rename", "F2", self.rename)
        add(tag, "merge", "&Merge into…", "Ctrl+M", self.merge)
        add(tag, "retire", "Re&tire, or bring back", "Ctrl+R", self.retire)
        add(tag, "remove", "Remo&ve", "Del", self.remove, self.list)
        tag.addSeparator()
        add(tag, "up", "Move &up", "Alt+Up", lambda: self.move_by(-1), self.list)
        add(tag, "down", "Move &down", "Alt+Down", lambda: self.move_by(1), self.list)
        add(tag, "nest", "&Put under the one above", "Alt+Right", self.nest, self.list)
        add(tag, "unnest", "Put one step &out", "Alt+Left", self.unnest, self.list)
        self.menus.add_undo(edit, self._session)
        edit.addSeparator()
        add(edit, "search", "&Search", "Ctrl+F", self.search.take_keys)
        add(whole, "import", "&Import a tag set…", "Ctrl+I", self.import_wanted.emit)
        ready = whole.addMenu("Import a &ready one")
        for name in ready_names():
            add(ready, f"ready_{name}", name, "", call(self.ready_wanted.emit, name))
        add(whole, "export", "&Export the tag set…", "Ctrl+E", self.export_wanted.emit)
        whole.addSeparator()
        add(whole, "close", "&Close", "Ctrl+W", self.close)
        self.add.setMenu(new)
        self.menus.pop_up(self.list, tag)

    # --- what is shown

    @property
    def current(self) -> Item | None:
        """The tag, relation type or constraint that is chosen."""
        index = self.list.currentIndex()
        return self.model.rows[index.row()].item if index.isValid() else None

    def show_item(self, item: str) -> None:
        """Choose the tag, relation type or constraint of that id."""
        if self.model.row_of(item) < 0 and self.search.text():
            self.search.clear()
        row = self.model.row_of(item)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Say something below the list."""
        say_on(self.line, sentence, trouble=trouble)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter lead from the list to the name, and Esc empty the search first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.hasFocus():
                self.rename()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Z take back the last change in a field, too, where nothing is being written."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            written = watched.document() if isinstance(watched, QPlainTextEdit) else watched
            if undoing and isinstance(written, QLineEdit | QTextDocument) and not written.isModified():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def finish(self) -> None:
        """Take what is being written."""
        for page in (self.tag_page, self.relation_page, self.constraint_page):
            page.finish()

    def retheme(self) -> None:
        """Use the colours of the theme."""
        self.list.viewport().update()
        self.tag_page.well.update()
        self._show_current()

    def _changed(self, touched: Touched) -> None:
        if touched.tags or touched.everything:
            self._reload()
        elif touched.annotations and self.isVisible():
            self._show_current()

    def _reload(self) -> None:
        item = self.current
        row = self.list.currentIndex().row()
        self.model.set_rows(rows_of(self._session.tag_set, self.search.text()))
        found = self.model.row_of(item.id) if item is not None else -1
        if found < 0:
            # what stood there is gone: the next of the list
            usable = [place for place, each in enumerate(self.model.rows) if each.item is not None]
            found = next((place for place in usable if place >= row), usable[-1] if usable else -1)
        if found >= 0:
            index = self.model.index(found)
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if found == 1:
                self.list.scrollToTop()
            else:
                self.list.scrollTo(index)
        self._show_current()
        tags = sum(not each.retired for each in self._session.tag_set.tags)
        version = self._session.project.tags.version()
        self.say(f"{counted(tags, 'tag')} · version {version}")

    def _show_current(self) -> None:
        item = self.current
        is_tag = isinstance(item, Tag)
        for name in ("merge", "retire", "nest", "unnest", "new_below"):
            self.acts[name].setEnabled(is_tag)
        for name in ("rename", "remove", "up", "down"):
            self.acts[name].setEnabled(item is not None)
        if isinstance(item, Tag):
            self.tag_page.show_tag(item)
            self.stack.setCurrentWidget(self.tag_page)
        elif isinstance(item, RelationType):
            self.relation_page.show_relation(item)
            self.stack.setCurrentWidget(self.relation_page)
        elif isinstance(item, Constraint):
            self.constraint_page.show_constraint(item)
            self.stack.setCurrentWidget(self.constraint_page)
        else:
            self.empty.setText(NOTHING_FITS if self.search.text().strip() else NOTHING)
            self.stack.setCurrentWidget(self.empty)

    # --- what is done

    def act(self, make: Callable[[], Change | Later | None]) -> bool:
        """Do the change that *make* returns, if there is one; say in a sentence why it cannot be."""
        try:
            change = make()
        except UsageError as error:
            self.say(str(error), trouble=True)
            return False
        if change is None:
            return False
        if isinstance(change, Later):
            return self._do_later(change)
        if self._session.is_long(change):
            self._do_beside(change)
            return True
        if not self._session.do(change):
            return False
        self.say(f"{change.label}. Ctrl+Z takes it back.")
        return True

    def _do_later(self, change: Later) -> bool:
        self._doing = said = f"{change.label}. Ctrl+Z takes it back."
        self.say(f"{change.label} …")
        title = capital(change.label)
        begun = self._session.do_and(title, change.make, change.size, said, lambda: None)
        if not begun or self._session.working is None:
            self._over(done=begun)
        return begun

    def _do_beside(self, change: Change) -> None:
        """Do a change of many annotations off the window's thread, as an import is done."""
        self._doing = f"{change.label}. Ctrl+Z takes it back."
        self.say(f"{change.label} …")
        if not self._session.do_long(change, self._doing):
            self._over(done=False)

    def _over(self, done: bool) -> None:
        said, self._doing = self._doing, ""
        if said:
            self.say(said if done else "Not done.", trouble=not done)

    def add_tag(self, kind: Kind | None = None, *, below: bool = False) -> None:
        """Add a tag of *kind*, or of that which is chosen, and give its name the keys."""
        item = self.current
        above = item if isinstance(item, Tag) else None
        wanted: Kind = kind or (above.kind if above is not None else self._section())
        tag_set = self._session.tag_set
        taken = {each.name for each in tag_set.tags if each.kind == wanted}
        names = (NEW_NAMES[wanted] if number == 1 else f"{NEW_NAMES[wanted]} {number}" for number in range(1, 9999))
        name = next(each for each in names if each not in taken)
        colours = {each.colour for each in tag_set.tags if each.kind == wanted}
        colour = next((each for each in PALETTE.values() if each not in colours), "#6b7280")
        parent = above.name if below and above is not None else None
        change, made = tag_edits.add_tag(tag_set, wanted, name, colour, parent=parent)
        if self.act(lambda: change):
            self.show_item(made.id)
            self.rename()

    def _section(self) -> Kind:
        index = self.list.currentIndex()
        section = self.model.rows[index.row()].section if index.isValid() else "entity"
        return "entity" if section in (RELATIONS, CONSTRAINTS) else cast(Kind, section)

    def add_relation(self) -> None:
        """Add a relation type, and give its name the keys."""
        tag_set = self._session.tag_set
        names = ("new relation" if number == 1 else f"new relation {number}" for number in range(1, 9999))
        change, made = rule_edits.add_relation_type(
            tag_set, next(each for each in names if tag_set.relation_type(each) is None)
        )
        if self.act(lambda: change):
            self.show_item(made.id)
            self.rename()

    def add_constraint(self, rule: Rule) -> None:
        """Add a constraint of that *rule*, and give its name the keys."""
        made: list[Constraint] = []

        def make() -> Change:
            change, constraint = rule_edits.add_constraint(self._session.tag_set, rule)
            made.append(constraint)
            return change

        if self.act(make):
            self.show_item(made[0].id)
            self.rename()

    def rename(self) -> None:
        """Give the name the keys."""
        page = self.stack.currentWidget()
        if isinstance(page, TagPage | RelationPage | ConstraintPage):
            page.name.setFocus()
            page.name.selectAll()

    def merge(self) -> None:
        """Ask which tag the chosen one is merged into."""
        tag = self.current
        if not isinstance(tag, Tag):
            return

        def merge(into: Tag) -> None:
            if self.act(lambda: tag_edits.merge_tags(self._session.tag_set, tag, into)):
                self.show_item(into.id)

        dialog = MergeDialog(self._session, tag, self._theme(), merge, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def retire(self) -> None:
        """Offer the chosen tag no more, or again."""
        tag = self.current
        if isinstance(tag, Tag):
            self.act(lambda: tag_edits.retire_tag(tag, retired=not tag.retired))

    def remove(self) -> None:
        """Remove what is chosen; for a tag that is in use, ask what is to become of its annotations."""
        item = self.current
        if isinstance(item, Constraint):
            self.act(lambda: rule_edits.remove_constraint(item))
        elif isinstance(item, RelationType):
            many = self._session.project.tags.relation_usage(item.id)
            self.act(lambda: rule_edits.remove_relation_type(self._session.tag_set, item, many))
        elif isinstance(item, Tag):
            many, documents = self._session.project.tags.usage(item.id)
            if many:
                self._offer_instead(item, many, documents)
            else:
                self.act(lambda: tag_edits.remove_tag(self._session.tag_set, item, 0))

    def _offer_instead(self, tag: Tag, many: int, documents: int) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(f"Remove {tag.name}")
        box.setText(f"{counted(many, 'annotation')} in {counted(documents, 'article')} "
                    f"{plural(many, 'has', 'have')} the tag {tag.name}.")  # fmt: skip
        box.setInformativeText(
            "Retire it, and it stays with them and is offered no more. Or merge it into another tag."
        )
        merge = box.addButton("Merge into…", QMessageBox.ButtonRole.ActionRole)
        retire = box.addButton("Retire", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        retire.setEnabled(not tag.retired)
        merge.clicked.connect(lambda: QTimer.singleShot(0, self, self.merge))
        retire.clicked.connect(lambda: self.act(lambda: tag_edits.retire_tag(tag)))
        box.finished.connect(box.deleteLater)
        box.open()

    def move_by(self, by: int) -> None:
        """Move what is chosen up (-1) or down (1) among its like."""
        item = self.current
        tag_set = self._session.tag_set
        if isinstance(item, RelationType):
            self.act(lambda: rule_edits.move_relation_type(tag_set, item, by))
        elif isinstance(item, Constraint):
            self.act(lambda: rule_edits.move_constraint(tag_set, item, by))
        elif isinstance(item, Tag):
            self.act(lambda: tag_moves.step(tag_set, item, by))

    def nest(self) -> None:
        """Put the chosen tag under the one before it among its like."""
        tag = self.current
        if isinstance(tag, Tag):
            self.act(lambda: tag_moves.step_in(self._session.tag_set, tag))

    def unnest(self) -> None:
        """Put the chosen tag one step out, behind the one that it was under."""
        tag = self.current
        if isinstance(tag, Tag):
            self.act(lambda: tag_moves.step_out(self._session.tag_set, tag))

    def _dropped(self, item: str, row: int, onto: bool) -> None:
        # not while Qt is still dragging: the rows are made anew
        QTimer.singleShot(0, self, call(self.drop, item, row, onto))

    def drop(self, item: str, row: int, onto: bool) -> None:
        """Put the tag of that id before the *row*, or under the tag in it."""
        tag_set = self._session.tag_set
        tag = next((each for each in tag_set.tags if each.id == item), None)
        if tag is not None:
            self.act(lambda: dropped(tag_set, self.model.rows, tag, row, onto=onto))

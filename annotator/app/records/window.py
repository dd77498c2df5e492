"""The window of all records: a list, and beside it the page of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListView, QPushButton, QStackedWidget, QWidget

from annotator.app.beside import (
    TYPING,
    BesideWindow,
    OwnMenus,
    SearchField,
    choose_only,
    empty_state,
    list_and_page,
    pause,
    pill,
    quiet_line,
    say_on,
)
from annotator.app.calls import call
from annotator.app.jobs import Jobs
from annotator.app.long_change import STOPPED
from annotator.app.records.chooser import Finder, RecordChooser
from annotator.app.records.list_model import RecordDelegate, RecordsModel
from annotator.app.records.record_page import RecordPage
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.app.theme import Theme
from annotator.errors import UsageError
from annotator.model import record_edits
from annotator.model.change import Change
from annotator.model.people import Record
from annotator.store import Project
from annotator.words import capital, counted

if TYPE_CHECKING:
    from annotator.model.record_edits import RecordKind
    from annotator.store.records import Mention

FIRST_SIZE = QSize(1040, 720)
NOTHING = (
    "No records yet.\n\nSelect a mark on the page and press Ctrl+L: a record stands for the one person, place or "
    "statement behind all mentions. Lists that you have are imported from the menu."
)
NOTHING_FITS = "No record has these words in its name, aliases or identifiers."


class RecordsWindow(BesideWindow):
    """Every record of a project. *go* shows a document's place with a mark, *finder* gives candidates by words."""

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        settings: Settings,
        theme: Callable[[], Theme],
        parent: QWidget,
        *,
        go: Callable[[str, int, str], None],
        finder: Callable[[], Finder | None],
    ) -> None:
        title = f"Records · {session.project.path.stem}"
        super().__init__("records", title, settings, "records_geometry", FIRST_SIZE, parent)
        self._session = session
        self._theme = theme
        self._go = go
        self._finder = finder
        self._stale = False
        self._typing = pause(self, TYPING, self._search)
        self.search = SearchField("Name, alias or identifier", "Search records", self)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.went_on.connect(self._to_list)
        self.model = RecordsModel(session, self)
        self.delegate = RecordDelegate(session, theme(), self)
        self.list = QListView(self)
        self.list.setObjectName("articleList")
        self.list.setAccessibleName("Records")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.selectionModel().currentChanged.connect(lambda: self._show_current())
        self.page = RecordPage(session, jobs, theme(), self)
        self.page.place_chosen.connect(self._go_to)
        self.page.record_chosen.connect(self.show_record)
        self.page.failed.connect(self.say)
        self.empty = empty_state(self, NOTHING)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.page)
        self.line = quiet_line(self)
        self.menus = OwnMenus(self)
        self.acts = self.menus.acts
        self.kinds: dict[RecordKind, QPushButton] = {}
        self._lay_out()
        self._make_actions()
        self._is_doing = False
        session.changed.connect(self._changed)
        session.over.connect(self._over)
        self._reload()
        self.list.setFocus()

    # --- layout and actions

    def _lay_out(self) -> None:
        pills = QHBoxLayout()
        pills.setSpacing(6)
        group = QButtonGroup(self)
        texts: dict[RecordKind, str] = {"entity": "Entities", "claim": "Statements"}
        for kind, text in texts.items():
            self.kinds[kind] = made = pill(self, text)
            made.clicked.connect(call(self.show_kind, kind))
            group.addButton(made)
            pills.addWidget(made)
        self.kinds["entity"].setChecked(True)
        pills.addStretch(1)
        side = self.search, pills, self.list, self.line
        list_and_page(self, self.menus.bar, side, self.stack, (280, 760))

    def _make_actions(self) -> None:
        records, mentions, edit = (self.menus.menu(each) for each in ("&Record", "&Mentions", "&Edit"))
        add = self.menus.add

        add(records, "new", "&New record…", "Ctrl+N", self.new)
        add(records, "rename", "&Rename", "F2", self.rename)
        add(records, "merge", "&Merge…", "Ctrl+M", self.merge)
        add(records, "remove", "Remo&ve", "Del", self.remove, self.list)
        records.addSeparator()
        add(records, "search", "&Search", "Ctrl+F", self.search.take_keys)
        add(records, "close", "&Close", "Ctrl+W", self.close)
        add(mentions, "open", "&Go to the place", "Ctrl+Return", self.open_place)
        add(mentions, "split", "&Split off to another record…", "Ctrl+Shift+M", self.split_off)
        add(mentions, "unlink", "&Unlink", "Del", self.unlink, self.page.places)
        self.menus.add_undo(edit, self._session)
        self.menus.pop_up(self.list, records)
        self.menus.pop_up(self.page.places, mentions)

    # --- what is shown

    def show_kind(self, kind: RecordKind) -> None:
        """List the records of *kind*."""
        self.kinds[kind].setChecked(True)
        self._typing.stop()
        self.model.set_filter(kind, self.search.text())
        self._after_list()

    def show_record(self, record: str) -> None:
        """Show the page of the record of that id, and find it in the list."""
        found = self._session.project.records.summaries([record]).get(record)
        if found is None:
            return
        if self.search.text():
            self.search.clear()
        self.show_kind(found.record.kind)
        row = self.model.row(record)
        if row < 0:
            # in a long list its name leads to it
            self.search.setText(found.record.name)
            self._search()
            row = self.model.row(record)
        if row >= 0:
            choose_only(self.list, self.model.index(row))
        self._show(found.record)

    def say(self, sentence: str) -> None:
        """Say something below the list."""
        say_on(self.line, sentence)
        self.said.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what the list or field does with it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.hasFocus():
                self.page.places.setFocus()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._reload()

    def finish(self) -> None:
        """Take what is being written."""
        self.page.finish()

    def retheme(self) -> None:
        """Use the colours of the theme."""
        theme = self._theme()
        self.delegate.set_theme(theme)
        self.page.set_theme(theme)
        self.list.viewport().update()

    def _changed(self) -> None:
        if self.isVisible():
            self._reload()
        else:
            self._stale = True

    def _to_list(self) -> None:
        self._search()
        self.list.setFocus()

    def _search(self) -> None:
        self._typing.stop()
        self.model.set_filter(self.model.kind, self.search.text())
        self._after_list()

    def _reload(self) -> None:
        self._stale = False
        record = self.page.record
        self.model.reload()
        row = self.model.row(record.id) if record is not None else -1
        if row >= 0 and self.list.currentIndex().row() != row:
            choose_only(self.list, self.model.index(row))
        shown = self._session.project.records.summaries([record.id]) if record is not None else {}
        if record is not None and record.id in shown:
            self._show(shown[record.id].record)
            return
        self._after_list()

    def _after_list(self) -> None:
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            choose_only(self.list, self.model.index(0))
        self._show_current()

    def _show_current(self) -> None:
        record = self.model.record(self.list.currentIndex().row()) if self.list.currentIndex().isValid() else None
        if record is not None:
            self._show(record)
            return
        self.empty.setText(NOTHING_FITS if self.search.text().strip() else NOTHING)
        self.stack.setCurrentWidget(self.empty)

    def _show(self, record: Record) -> None:
        self.stack.setCurrentWidget(self.page)
        self.page.show_record(record)

    def _go_to(self, mention: Mention) -> None:
        self._go(mention.document, mention.start, mention.annotation)

    # --- what is done

    def _chosen(self) -> list[Record]:
        rows = sorted({each.row() for each in self.list.selectedIndexes()})
        found = self.model.records(rows)
        shown = self.page.record
        return found or ([shown] if shown is not None and self.stack.currentWidget() is self.page else [])

    def _do(self, change: Change, sentence: str, then: Callable[[], object] | None = None) -> None:
        self._do_made(change.label, lambda _: change, 1, sentence, then)

    def _do_made(
        self,
        title: str,
        make: Callable[[Project], Change],
        size: int,
        sentence: str,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Do the change that *make* returns, beside the window if very many mentions are concerned."""
        said = f"{sentence} Ctrl+Z takes it back."

        def done() -> None:
            self.say(said)
            if then is not None:
                then()

        title = capital(title)
        self._is_doing = self._session.do_and(title, make, size, said, done) and self._session.working is not None
        if self._is_doing:
            self.say(f"{title} …")

    def _over(self, done: bool) -> None:
        is_ours, self._is_doing = self._is_doing, False
        if is_ours and not done:
            self.say(STOPPED)

    def open_place(self) -> None:
        """Go to the place that the list of the page is at."""
        for line in self.page.places.chosen()[:1]:
            if line.mention is not None:
                self._go_to(line.mention)

    def rename(self) -> None:
        """Give the name the keys."""
        self.page.name.setFocus()
        self.page.name.selectAll()

    def new(self) -> None:
        """Ask for the name of a new record; those of similar names are shown beside it."""
        kind = self.model.kind

        def take(chosen: Record | str) -> None:
            if isinstance(chosen, Record):
                self.show_record(chosen.id)
                return
            made = record_edits.new_record(kind, chosen)
            self._do(record_edits.create([made]), f"Added {made.name}.", lambda: self.show_record(made.id))

        self._ask("New record", "Name of the new record", "", kind, take, new="Add")

    def merge(self) -> None:
        """Make one of the chosen records; of one alone, ask which other one it is."""
        chosen = self._chosen()
        if len(chosen) > 1:
            shown = self.page.record
            kept = next((each for each in chosen if shown is not None and each.id == shown.id), chosen[0])
            self._merge(kept, [each for each in chosen if each.id != kept.id])
        elif chosen:
            (kept,) = chosen

            def take(other: Record | str) -> None:
                if isinstance(other, Record):
                    self._merge(kept, [other])

            title = f"Which record is “{kept.name}”, too?"
            self._ask(title, "Record to merge into this one", kept.name, kept.kind, take, without=[kept.id])

    def _merge(self, kept: Record, others: Sequence[Record]) -> None:
        gone = [each.id for each in others]
        try:
            title = record_edits.merge(kept, others, ()).label
        except UsageError as error:
            self.say(str(error))
            return

        def make(project: Project) -> Change:
            return record_edits.merge(kept, others, project.records.mention_ids(gone))

        many = self._session.project.records.mention_count(gone)
        said = f"Merged {len(others) + 1} records into {kept.name}, with {counted(many, 'mention')}."
        self._do_made(title, make, many, said, lambda: self.show_record(kept.id))

    def remove(self) -> None:
        """Remove the chosen records; their mentions stay, unlinked."""
        chosen = self._chosen()
        if not chosen:
            return
        row, gone = self.list.currentIndex().row(), [each.id for each in chosen]

        def make(project: Project) -> Change:
            return record_edits.remove(chosen, project.records.mention_ids(gone))

        many = self._session.project.records.mention_count(gone)
        what = chosen[0].name if len(chosen) == 1 else f"{len(chosen):,} records"
        said = f"Removed {what}; {counted(many, 'mention')} unlinked."
        self._do_made(record_edits.remove(chosen, ()).label, make, many, said, lambda: self._go_near(row))

    def _go_near(self, row: int) -> None:
        if self.model.rowCount():
            choose_only(self.list, self.model.index(min(row, self.model.rowCount() - 1)))

    def unlink(self) -> None:
        """Take the chosen mentions away from the record."""
        record, mentions = self.page.record, self.page.chosen_mentions()
        if record is not None and mentions:
            title = record_edits.unlink(mentions[:1], record).label
            said = f"Unlinked {counted(len(mentions), 'mention')}."
            self._do_made(title, lambda _: record_edits.unlink(mentions, record), len(mentions), said)

    def split_off(self) -> None:
        """Ask for the record, another or a new one, that the chosen mentions belong to."""
        record, mentions = self.page.record, self.page.chosen_mentions()
        if record is None or not mentions:
            self.say("select the mentions that are of somebody else, then split them off")
            return
        line = self.page.places.chosen()[0]
        words = line.mention.words if line.mention is not None else record.name

        def take(chosen: Record | str) -> None:
            many = counted(len(mentions), "mention")
            if isinstance(chosen, Record):
                title, said = f"Move {many} to {chosen.name}", f"Moved {many} to {chosen.name}."
                self._do_made(title, lambda _: record_edits.link_ids(mentions, chosen), len(mentions), said)
            else:
                change, second = record_edits.split(record, mentions, chosen)
                self._do_made(change.label, lambda _: change, len(mentions), f"Split {many} off to {second.name}.")

        title = f"Who is meant by {counted(len(mentions), 'mention')}?"
        words = " ".join(words.split())
        self._ask(title, "Record of these mentions", words, record.kind, take, new="New record", without=[record.id])

    def _ask(
        self,
        title: str,
        ask: str,
        words: str,
        kind: RecordKind,
        choose: Callable[[Record | str], None],
        *,
        new: str = "",
        without: Sequence[str] = (),
    ) -> None:
        chooser = RecordChooser(
            self._session,
            self,
            title=title,
            ask=ask,
            words=words,
            kind=kind,
            choose=choose,
            finder=self._finder(),
            new=new,
            without=without,
        )
        chooser.finished.connect(chooser.deleteLater)
        chooser.show()

"""The window "Where else?": places like one mark, looked for beside it, gone through by keys, and accepted together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.analysis.accepting import Join, Plan, Source, plan
from annotator.analysis.elsewhere import Passage, Question, mark_at
from annotator.app.beside import BesideWindow, OwnMenus, empty_state, pill, quiet_line
from annotator.app.calls import call
from annotator.app.elsewhere.looking import Looking
from annotator.app.elsewhere.passage_delegate import PassageDelegate
from annotator.app.elsewhere.passages_model import PassagesModel, Shown
from annotator.app.elsewhere.passages_view import PassagesView
from annotator.app.forms import name_choice
from annotator.app.panels.parts import shorten
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.app.jobs import Jobs
    from annotator.app.session import Session
    from annotator.app.settings import Settings
    from annotator.app.theme import Theme
    from annotator.model.change import Touched
    from annotator.model.tag import Tag

FIRST_SIZE = QSize(860, 680)
AT_ONCE = 300
"""Marks, links and relations that are made while the person waits; more of them are made beside the window."""
SHOWN: dict[Shown, str] = {"all": "All", "new": "Not marked", "marked": "Marked"}


class ElsewhereWindow(BesideWindow):
    """Places like one mark. *previewed* and *gone* carry a passage to be shown on the page, *failed* an exception."""

    previewed = Signal(object)
    gone = Signal(object)
    said = Signal(str)
    failed = Signal(object)
    closed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, settings: Settings, theme: Callable[[], Theme], parent: QWidget
    ) -> None:
        super().__init__("elsewhere", "Where else?", settings, "elsewhere_geometry", FIRST_SIZE, parent)
        self._session = session
        self._theme = theme
        self._accepting: tuple[Plan, str] | None = None
        self._source: Source | None = None
        self._tag: Tag | None = None
        self._plan: Plan | None = None
        self.looking = Looking(session.project.path, jobs, self)
        self.looking.came.connect(self._take)
        self.looking.changed.connect(self._say)
        self.looking.failed.connect(self.failed)

        self.heading = QLabel(self)
        self.heading.setProperty("title", True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.facts = QLabel(self)
        self.facts.setProperty("quiet", True)
        self.stop_button = QToolButton(self)
        self.stop_button.setObjectName("stopWork")
        self.stop_button.setText("Stop")
        self.stop_button.setAccessibleName("Stop looking")
        self.stop_button.clicked.connect(self.looking.stop)
        self.model = PassagesModel(self)
        self.model.ticked.connect(self._plan_anew)
        self.delegate = PassageDelegate(theme(), self._colour, self)
        self.list = PassagesView(self.model, self.delegate, self)
        self.list.previewed.connect(self.previewed)
        self.empty = empty_state(self)
        self.join = QComboBox(self)
        name_choice(self.join, "What becomes of the ticked places")
        self.join.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.join.currentIndexChanged.connect(lambda: self._plan_anew())
        self.preview = quiet_line(self)
        self.accept_button = QPushButton("Accept", self)
        self.accept_button.setDefault(False)
        self.accept_button.setAutoDefault(False)
        self.accept_button.setProperty("primary", True)
        self.accept_button.clicked.connect(self.accept_ticked)
        self.pills: dict[Shown, QPushButton] = {}
        self.menus = OwnMenus(self)
        self.acts = self.menus.acts
        self._lay_out()
        self._make_actions()
        session.changed.connect(self._changed)
        session.over.connect(self._over)

    # --- layout and actions

    def _lay_out(self) -> None:
        facts = QHBoxLayout()
        facts.setSpacing(8)
        facts.addWidget(self.facts)
        facts.addWidget(self.stop_button)
        facts.addStretch(1)
        pills = QHBoxLayout()
        pills.setSpacing(6)
        group = QButtonGroup(self)
        for name in SHOWN:
            self.pills[name] = made = pill(self)
            made.clicked.connect(call(self.show_only, name))
            group.addButton(made)
            pills.addWidget(made)
        self.pills["all"].setChecked(True)
        pills.addStretch(1)
        self.by_article = pill(self, "By article")
        self.by_article.clicked.connect(lambda: self.group(self.by_article.isChecked()))
        pills.addWidget(self.by_article)
        accept = QHBoxLayout()
        accept.setSpacing(10)
        accept.addWidget(self.join, 1)
        accept.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        layout.setMenuBar(self.menus.bar)
        for inner in (self.heading, facts, pills):
            row = QHBoxLayout()
            row.setContentsMargins(18, 0, 18, 0)
            if isinstance(inner, QWidget):
                row.addWidget(inner)
            else:
                row.addLayout(inner)
            layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        below = QVBoxLayout()
        below.setContentsMargins(18, 0, 18, 0)
        below.setSpacing(8)
        below.addWidget(self.preview)
        below.addLayout(accept)
        layout.addLayout(below)

    def _make_actions(self) -> None:
        places, view, edit = (self.menus.menu(each) for each in ("&Places", "&View", "&Edit"))
        add = self.menus.add

        add(places, "preview", "&Show on the page", "", self._preview_current, shown="Enter")
        add(places, "go", "&Go to the place", "Ctrl+Return", self._go_to_current)
        add(places, "tick", "&Tick or untick", "", lambda: self.model.tick(self.list.rows()), shown="Space")
        add(places, "tick_all", "Tick &all that are shown", "Ctrl+Shift+A", lambda: self._tick_all(on=True))
        add(places, "tick_none", "&Untick all", "Ctrl+Shift+N", lambda: self._tick_all(on=False))
        places.addSeparator()
        add(places, "accept", "A&ccept the ticked places", "Ctrl+T", self.accept_ticked)
        places.addSeparator()
        add(places, "stop", "Sto&p looking", "", self.looking.stop)
        add(places, "close", "C&lose", "Ctrl+W", self.close)
        for number, name in enumerate(SHOWN, 1):
            add(view, name, f"&{SHOWN[name]}", f"Alt+{number}", call(self.show_only, name))
        view.addSeparator()
        add(view, "by_article", "&By article", "Ctrl+G", lambda: self.group(not self.model.is_by_article))
        self.menus.add_undo(edit, self._session)
        self.menus.pop_up(self.list, places)

    # --- looking

    @property
    def is_looking(self) -> bool:
        """Whether more places may come."""
        return self.looking.is_looking

    def ask(self, source: Source, tag: Tag, others: tuple[str, ...]) -> None:
        """Look for what is like the mark of *source*, whose tag is *tag*; *others* are what its record is called."""
        self.looking.stop()
        self._source, self._tag = source, tag
        words = " ".join(source.words.split())
        self.setWindowTitle(f"Where else? · {shorten(words, 60)}")
        self.heading.setText(f"“{shorten(words, 160)}”")
        self.heading.setToolTip(words if len(words) > 160 else "")
        self.delegate.kind = source.mark.kind
        self._offer(source, tag)
        self.model.clear()
        mark = source.mark
        assert mark.kind in ("entity", "claim")
        question = Question(source.words, mark.kind, others, mark.document, mark.spans)
        self.looking.ask(question)
        self.list.setFocus()

    def _take(self, found: list[Passage]) -> None:
        self.model.add(found)

    def _say(self) -> None:
        many = len(self.model.passages)
        articles = len({each.document for each in self.model.passages})
        said = f"{counted(many, 'place')} in {counted(articles, 'article')}" if many else "No place yet"
        if self.is_looking:
            percent = self.looking.percent
            said += " · looking…" if percent is None else f" · looking, {percent} %…"
        elif self.looking.was_stopped:
            said += " · stopped before the end" if many else ""
        elif not self.looking.is_complete:
            said += " · there are more; these are as many as are listed"
        self.facts.setText(said if many or self.is_looking else "")
        self.stop_button.setVisible(self.is_looking)
        self.acts["stop"].setEnabled(self.is_looking)
        for name, each in self.pills.items():
            each.setText(f"{SHOWN[name]}  {self.model.count(name):,}")
        had_none = self.list.isHidden()
        self.list.setVisible(self.model.rowCount() > 0)
        if had_none and not self.list.isHidden():
            self.list.setFocus()
        self.empty.setVisible(self.model.rowCount() == 0)
        if self.is_looking:
            self.empty.setText("Looking…")
        elif many:
            self.empty.setText("No place of this sort. Alt+1 shows all of them.")
        else:
            self.empty.setText(
                "Nothing like it is said anywhere else.\n\nOther spellings and wordings were looked for."
            )
        self._plan_anew()

    # --- what is shown

    def show_only(self, shown: Shown) -> None:
        """Show all places, those that are not marked yet, or those that are."""
        self.pills[shown].setChecked(True)
        self.model.show(shown)
        self._say()

    def group(self, by_article: bool) -> None:
        """Put the places under the headings of their articles, or all in one order."""
        self.by_article.setChecked(by_article)
        self.delegate.by_article = by_article
        self.list.setUniformItemSizes(not by_article)
        self.model.group(by_article)

    def finish(self) -> None:
        """Look for no more."""
        self.looking.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the page light nothing any more."""
        super().hideEvent(event)
        self.closed.emit()

    def retheme(self) -> None:
        """Use the colours of the theme."""
        self.delegate.set_theme(self._theme())
        self.list.viewport().update()

    def _colour(self, tag: str) -> str:
        source = self._source
        found = self._session.tag_set.find(tag, source.mark.kind) if source is not None else None
        return found.colour if found is not None else self._theme().muted

    def _preview_current(self) -> None:
        passage = self.list.current()
        if passage is not None:
            self.previewed.emit(passage)

    def _go_to_current(self) -> None:
        passage = self.list.current()
        if passage is not None:
            self.gone.emit(passage)

    # --- accepting

    def _offer(self, source: Source, tag: Tag) -> None:
        """Offer what may become of the places: the likeliest first."""
        record = source.record
        name = shorten(record.name if record is not None else source.words, 40)
        verb = f"Tag as {tag.name}"
        whose = f"“{name}”" if record is not None else f"a new record “{name}”"
        offers: list[tuple[str, Join]] = []
        if tag.kind == "claim":
            know = self._session.tag_set.relation_type
            if know("repeats") is not None:
                offers.append((f"{verb}, repeats this claim", "repeats"))
            if know("same claim") is not None:
                offers.append((f"{verb}, same claim as this", "same claim"))
            offers.append((f"{verb}, same statement: {whose}", "link"))
        else:
            offers.append((f"{verb} and link to {whose}", "link"))
        offers.append((verb, "tag"))
        if record is None and tag.kind == "entity":
            offers.reverse()
        elif record is not None:
            offers.sort(key=lambda each: each[1] != "link")
        self.join.blockSignals(True)
        self.join.clear()
        for text, join in offers:
            self.join.addItem(text, join)
        self.join.setCurrentIndex(0)
        self.join.blockSignals(False)

    def _tick_all(self, *, on: bool) -> None:
        places = self.model.shown_places() if on else [each.place for each in self.model.passages]
        self.model.set_ticks(places, on=on)

    def _plan_anew(self) -> None:
        chosen = self.model.chosen
        source, tag = self._source, self._tag
        join: Join = self.join.currentData() or "tag"
        made = None
        if source is not None and tag is not None and chosen and self._accepting is None:
            made = plan(source, chosen, tag, join, self._session.annotator)
        self._plan = made
        self.accept_button.setText(f"Accept {len(chosen):,}" if chosen else "Accept")
        can = made is not None and made.size > 0
        self.accept_button.setEnabled(can)
        self.acts["accept"].setEnabled(can)
        if made is not None:
            self.preview.setText(made.sentence)
        elif self._accepting is None:
            hint = "Space ticks a place, Ctrl+Shift+A all that are shown; Enter shows it on the page."
            self.preview.setText(hint if self.model.rowCount() else "")

    def accept_ticked(self) -> None:
        """Do what was said of the ticked places, as one change."""
        made = self._plan
        if made is None or not made.size:
            return
        done = f"{made.sentence} Ctrl+Z takes it back."
        if made.size <= AT_ONCE:
            if self._session.do(made.change):
                self._accepted(made, done)
            return
        self._accepting = made, done
        self.preview.setText("Accepting…")
        self.accept_button.setEnabled(False)
        if not self._session.do_long(made.change, done):
            self._over(done=False)

    def _over(self, done: bool) -> None:
        accepting, self._accepting = self._accepting, None
        if accepting is not None and done:
            self._accepted(*accepting)
        elif accepting is not None:
            self._plan_anew()

    def _accepted(self, made: Plan, done: str) -> None:
        self._renew_source(made)
        self.model.set_ticks([each.place for each in self.model.chosen], on=False)
        self.preview.setText(done)
        self.said.emit(done)

    # --- what has changed meanwhile

    def _renew_source(self, made: Plan | None = None) -> None:
        """Know what the mark is linked and related to by now."""
        source, tag = self._source, self._tag
        if source is None or tag is None:
            return
        from annotator.app.elsewhere.asking import source_of

        fresh = source_of(self._session, source.mark.id)
        if fresh is not None and fresh != source:
            self._source = fresh
            join = self.join.currentData()
            self._offer(fresh, tag)
            self.join.setCurrentIndex(max(0, self.join.findData(join)))

    def _changed(self, touched: Touched) -> None:
        source = self._source
        if source is None or not self.isVisible():
            return
        self._renew_source()
        here = {each.document for each in self.model.passages}
        ids = here if touched.everything or touched.records else here & touched.documents
        if not ids:
            return
        marks = self._session.project.passages.marks_in(sorted(ids), source.mark.kind)
        self.model.set_marks({
            each.place: mark_at(marks.get(each.document, ()), each.start, each.end)
            for each in self.model.passages
            if each.document in ids
        })  # fmt: skip
        self._say()

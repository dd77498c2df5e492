"""The search in the open article: from the bar to the hits on the page, and to their tags.

Knows session, page and bar; the matching itself is in `annotator.analysis.finding`, and is done beside the window.
"""

from bisect import bisect_left
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QBoxLayout

from annotator.analysis.finding import Found, Options, find_all
from annotator.analysis.hit_tagging import left_to_tag, plan_sentence
from annotator.app.assistive import announce, is_asked_for
from annotator.app.calls import call
from annotator.app.find_bar import FindBar
from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.long_change import LONG
from annotator.app.marking import Marking
from annotator.app.page.found import Hits
from annotator.app.page.view import PageView
from annotator.app.session import Session
from annotator.app.tag_popup import chip
from annotator.app.theme import Theme
from annotator.errors import UsageError
from annotator.model import edits
from annotator.model.annotation import Kind, Span
from annotator.model.tag import Tag
from annotator.words import counted

TYPING_PAUSE = 100
"""Milliseconds without a key before the article is searched."""
SLOW = 250
"""Milliseconds after which a search that goes on is told."""
AT_ONCE = 10_000
"""Code points of an article that is searched in less than a frame, unless by a pattern that is slow."""
MOMENT = 0.008
"""Seconds that a pattern may take where a person waits: half a frame."""
LONGEST_QUERY = 200
"""Code points of a selection that is still taken for a query."""
_KINDS: tuple[Kind, ...] = ("entity", "claim", "cue")


class _Plan(NamedTuple):
    tag: Tag
    spans: list[Span]


class _Place(NamedTuple):
    """Where a person is on the page, so that it can be told whether they have gone on."""

    text: str
    caret: int
    selection: tuple[Span, ...]
    selected: str | None


class Finder(QObject):
    """The search in the article of one session; *jobs* do it, *middle* takes the bar, under the page."""

    def __init__(
        self, session: Session, page: PageView, marking: Marking, theme: Theme, jobs: Jobs, middle: QBoxLayout
    ) -> None:
        super().__init__(marking)
        self._session = session
        self._page = page
        self._middle = middle
        self._found = Found([])
        self._searched: str = ""
        self._origin = 0
        self._steps = 0
        self._plan: _Plan | None = None
        self._told = False
        self._left_at: _Place | None = None
        self.bar = bar = FindBar(theme, middle.parentWidget())
        bar.hide()
        middle.addWidget(bar)
        self._pause = _timer(self, TYPING_PAUSE)
        self._pause.timeout.connect(self._search)
        self._slow = _timer(self, SLOW)
        self._slow.timeout.connect(lambda: bar.show_count("Searching…"))
        self._search_beside = Latest(jobs, "Searching the article", self)
        self._search_beside.answered.connect(self._take)
        self._search_beside.failed.connect(self._fail)
        bar.edited.connect(self._edited)
        bar.stepped.connect(self.step)
        bar.closed.connect(self.close)
        bar.tags_wanted.connect(self._fill_menu)
        bar.confirmed.connect(self._tag_all)
        bar.declined.connect(self._drop_plan)
        marking.left_all.connect(self.close)
        session.over.connect(self._tagged)
        self._tagging = ""
        session.document_opened.connect(self._document_opened)
        session.document_closed.connect(self._hide)
        session.changed.connect(self._changed)

    @property
    def found(self) -> Found:
        """The hits that are shown."""
        return self._found

    @property
    def is_settled(self) -> bool:
        """Whether the hits are those of what is typed."""
        return not (self._pause.isActive() or self._search_beside.is_asking)

    def open(self) -> None:
        """Show the bar; short words that are selected become the query."""
        if self._session.document is None:
            return
        self._left_at = None
        chosen = self._chosen()
        was_open = not self.bar.isHidden()
        selection = self._page.selection
        if selection or not was_open:
            self._origin = selection[0].start if selection else self._page.anchor
        self.bar.begin(chosen)
        # the page has its new height before a hit is brought into view
        self._middle.activate()
        if chosen is not None or not was_open:
            self._search()

    def step(self, by: int) -> None:
        """Go *by* hits further on, from the last to the first; open the bar if it is not there."""
        if self._session.document is None:
            return
        if self.bar.isHidden() or not self.bar.query:
            self.open()
            return
        if self._pause.isActive():
            # what was typed last is looked for first
            self._search()
            return
        if self._search_beside.is_asking:
            self._steps += by
            return
        spans, current = self._found.spans, self._page.hits.current
        if spans:
            self._go_to((current + by) % len(spans))

    def close(self) -> None:
        """Take the bar away and select the current hit, so that a key tags it.

        A hit that is still searched for is selected when it is found, unless the person has gone on by then.
        """
        if self.bar.isHidden():
            return
        if self.is_settled or self._find_at_once():
            self._select_current()
            self._hide()
        else:
            if self._pause.isActive():
                self._search()
            # whoever presses a tag's key before must not meet what was selected earlier
            self._page.select_annotation(None)
            self._page.set_selection(())
            self._take_away()
            self._left_at = self._place()
        self._page.take_focus()

    def _chosen(self) -> str | None:
        selection = self._page.selection
        if len(selection) != 1 or selection[0].end - selection[0].start > LONGEST_QUERY:
            return None
        words = self._page.text[selection[0].start : selection[0].end]
        return words if words.strip() and "\n" not in words else None

    def _place(self) -> _Place:
        page = self._page
        return _Place(page.text, page.caret, tuple(page.selection), page.selected)

    def _hide(self) -> None:
        self._search_beside.drop()
        self._left_at = None
        self._take_away()

    def _take_away(self) -> None:
        self._pause.stop()
        self._slow.stop()
        self._drop_plan()
        self.bar.hide()
        self._page.set_hits(Hits())

    # --- searching

    def _edited(self) -> None:
        self._drop_plan()
        self._pause.start()

    def _search(self) -> None:
        self._steps = 0
        text, query, options = self._begin()

        def look(_report: Progress, _is_cancelled: CancelCheck) -> Found:
            return find_all(text, query, options)

        if query:
            self._slow.start()
            self._search_beside.ask(look)
        else:
            self._take(Found([]))

    def _find_at_once(self) -> bool:
        """Search here if that takes no longer than a frame; tell whether it did."""
        if len(self._page.text) > AT_ONCE:
            return False
        try:
            found = find_all(self._page.text, self.bar.query, self.bar.options, timeout=MOMENT)
        except UsageError:
            return False
        self._begin()
        self._take(found)
        return True

    def _begin(self) -> tuple[str, str, Options]:
        self._pause.stop()
        self._search_beside.drop()
        self._drop_plan()
        if self._page.text != self._searched:
            # hits of another text stand nowhere
            self._searched, self._found = self._page.text, Found([])
            self._page.set_hits(Hits())
        return self._searched, self.bar.query, self.bar.options

    def _take(self, found: object) -> None:
        assert isinstance(found, Found)
        self._slow.stop()
        self._found = found
        self.bar.say("")
        if self.bar.isHidden():
            self._select_late()
        else:
            self._show_found(faulty=bool(self.bar.query))

    def _fail(self, error: object) -> None:
        self._slow.stop()
        if not isinstance(error, UsageError):
            assert isinstance(error, Exception)
            raise error
        self._found = Found([])
        self._left_at = None
        self.bar.say(str(error), trouble=True)
        self._show_found(faulty=True, none="")

    def _select_late(self) -> None:
        """Select the hit that was found after the bar was left, where the person still is."""
        left_at, self._left_at = self._left_at, None
        if self._found.spans and left_at == self._place():
            self._go_to((self._first_from_origin() + self._steps) % len(self._found.spans), keep_origin=True)
            self._select_current()
            self._page.set_hits(Hits())

    def _first_from_origin(self) -> int:
        spans = self._found.spans
        return bisect_left(spans, (self._origin, 0)) % len(spans)

    def _show_found(self, *, faulty: bool, none: str = "No hits") -> None:
        spans = self._found.spans
        self.bar.enable(hits=bool(spans))
        if spans:
            self._go_to(self._first_from_origin(), keep_origin=True)
            if self._steps:
                self.step(self._steps)
        else:
            self._page.set_hits(Hits())
            self.bar.show_count(none if self.bar.query else "", faulty=faulty)
            announce(self.bar, (none or self.bar.message.text()) if self.bar.query else "")

    def _go_to(self, number: int, *, keep_origin: bool = False) -> None:
        span = self._found.spans[number]
        self._page.set_hits(Hits(self._found.spans, number))
        self._page.reveal(span.end)
        self._page.reveal(span.start)
        if not keep_origin:
            self._origin = span.start
        if self._page.hasFocus():
            self._select_current()
        self._count()

    def _select_current(self) -> None:
        hits = self._page.hits
        if hits.current < 0:
            return
        span = hits.spans[hits.current]
        self._page.select_annotation(None)
        self._page.set_caret(span.end)
        self._page.set_selection((span,))

    def _count(self) -> None:
        spans, current = self._found.spans, self._page.hits.current
        more = "" if self._found.complete else "+"
        count = f"{current + 1:,} of {len(spans):,}{more}"
        self.bar.show_count(count)
        if is_asked_for() and not self.bar.isHidden():
            from annotator.app.page.spoken import hit_sentence  # of use to a screen reader alone

            announce(self.bar, hit_sentence(count, self._searched, spans[current]))

    def _document_opened(self, _document: object) -> None:
        if not self.bar.isHidden():
            self._origin = self._page.anchor
            self._search()

    def _changed(self, _touched: object) -> None:
        if self.bar.isHidden():
            return
        if self._page.text != self._searched:
            self._search()
        elif self._plan is not None or self._told:
            # what was said of the tags is no longer so
            self._plan, self._told = None, False
            self.bar.say("")

    # --- tagging what is found

    def _fill_menu(self) -> None:
        menu = self.bar.menu
        menu.clear()
        if not self._found.complete:
            menu.addAction("Too many hits to tag at once: search for more").setEnabled(False)
            return
        for kind in _KINDS:
            tags = list(self._session.tag_set.of_kind(kind))
            if tags and not menu.isEmpty():
                menu.addSeparator()
            for tag in tags:
                picture = chip(QColor(self._page.theme.tag_line(tag.colour)), claim=kind == "claim")
                menu.addAction(picture, tag.name.replace("&", "&&")).triggered.connect(call(self.propose, tag))

    def propose(self, tag: Tag) -> None:
        """Say what tagging all hits with *tag* would do, and ask."""
        opened = self._session.document
        if opened is None or not self.is_settled or not self._found.spans or not self._found.complete:
            return
        hits = self._found.spans
        left = left_to_tag(hits, opened.annotations, tag, self._session.annotator)
        sentence = plan_sentence(tag.name, len(hits), len(left))
        if left:
            self._plan = _Plan(tag, left)
            self.bar.ask(sentence, f"Tag {len(left):,}")
        else:
            self._drop_plan()
            self._told = True
            self.bar.say(sentence)

    def _tag_all(self) -> None:
        plan, opened = self._plan, self._session.document
        self._drop_plan()
        if plan is None or opened is None:
            return
        # a colleague, or an undo, may have changed what there is since
        spans = left_to_tag(plan.spans, opened.annotations, plan.tag, self._session.annotator)
        if not spans:
            return
        made = [edits.new_annotation(opened.document.id, plan.tag, (span,), self._session.annotator) for span in spans]
        places = counted(len(made), "hit")
        change = edits.mark(opened.document, made, label=f"tag {places} as {plan.tag.name}")
        said = f"Tagged {places} as {plan.tag.name}. Undo takes all of it back."
        if len(made) > LONG:
            self._tagging = said
            self._session.do_long(change, said)
        elif self._session.do(change):
            self._told = True
            self.bar.say(said)

    def _tagged(self, done: bool) -> None:
        said, self._tagging = self._tagging, ""
        if said and done:
            self._told = True
            self.bar.say(said)

    def _drop_plan(self) -> None:
        self._plan, self._told = None, False
        if self.bar.is_asking:
            self.bar.say("")


def _timer(parent: QObject, interval: int) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(interval)
    return made

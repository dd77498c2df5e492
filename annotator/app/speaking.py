"""What a screen reader says while somebody reads and marks: marks that the caret comes to, marks made, proposals.

Without assistive technology nothing is put into words.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.app.assistive import announce, is_asked_for
from annotator.app.marking import Marking
from annotator.app.page import spoken
from annotator.app.page.view import PageView
from annotator.app.session import Session
from annotator.model.annotation import Annotation
from annotator.model.change import Touched
from annotator.model.document import AnnotatedDocument


class Speaking(QObject):
    """Puts into words what happens to the marks of one page; *said* carries each sentence."""

    said = Signal(str)

    def __init__(self, session: Session, page: PageView, marking: Marking) -> None:
        super().__init__(marking)
        self._page = page
        self._marking = marking
        self._session = session
        self._gone: Sequence[Annotation] = ()
        self._now: Mapping[str, Annotation | None] = {}
        self._just_told: frozenset[str] = frozenset()
        self._at_caret: frozenset[str] = frozenset()
        self._parts = 0
        page.marks_changed.connect(self._take_marks)
        session.changed.connect(self._tell_change)
        marking.hinted.connect(self._tell_hint)
        page.annotation_selected.connect(self._tell_selected)
        page.caret_moved.connect(self._tell_entered)
        page.selection_changed.connect(self._tell_parts)
        self._status = ""
        session.document_opened.connect(self._tell_article)

    def _take_marks(self, gone: Sequence[Annotation], now: Mapping[str, Annotation | None]) -> None:
        self._gone, self._now = gone, now

    def _tell_change(self, touched: Touched) -> None:
        before, now = {each.id: each for each in self._gone}, self._now
        self._gone, self._now = (), {}
        self._tell_status(alone=not now)
        if not is_asked_for() or not now:
            return
        self._just_told = frozenset(now)
        links = self._page.links
        names = {each.id: spoken.mark_name(each, links) for each in (*before.values(), *filter(None, now.values()))}
        self._say(
            spoken.change_sentence(
                [names[each] for each in before if now.get(each) is None],
                [names[each] for each, made in now.items() if made is not None and each not in before],
                [names[each] for each in before if now.get(each) is not None],
                touched.kind,
            ),
        )

    def _tell_article(self, opened: AnnotatedDocument) -> None:
        self._status = opened.document.status
        # a list in which it was chosen has said it already
        if self._page.hasFocus() and is_asked_for():
            self._say(spoken.article_sentence(opened.document.title, self._status))

    def _tell_status(self, *, alone: bool) -> None:
        opened = self._session.document
        status = opened.document.status if opened is not None else ""
        before, self._status = self._status, status
        # that an article is open since its first mark is of no interest
        if status and status != before and alone and is_asked_for():
            self._say(spoken.status_sentence(status))

    def _tell_selected(self, annotation: str | None) -> None:
        mark = self._page.annotation(annotation or "")
        if mark is not None and mark.id not in self._just_told and is_asked_for():
            self._say(spoken.mark_name(mark, self._page.links))
        self._just_told = frozenset()

    def _tell_entered(self, offset: int) -> None:
        if not is_asked_for():
            return
        marks = self._page.marks_around(offset)
        before, self._at_caret = self._at_caret, frozenset(each.id for each in marks)
        # what is selected says so itself
        new = [each for each in marks if each.id not in before and each.id != self._page.selected]
        self._say("; ".join(spoken.mark_name(each, self._page.links) for each in new))

    def _tell_parts(self) -> None:
        parts, before = self._page.selection, self._parts
        self._parts = len(parts)
        if len(parts) > 1 and len(parts) != before and is_asked_for():
            text = self._page.text
            self._say(spoken.parts_sentence([text[start:end] for start, end in parts]))

    def _tell_hint(self, hint: str) -> None:
        if not hint or not is_asked_for():
            return
        proposing, document = self._marking.proposing, self._session.document
        claim = self._session.annotation(proposing.claim) if proposing is not None else None
        if proposing is None or claim is None or document is None:
            self._say(hint)
            return
        text = document.document.text
        cue, claimant, meant = (
            " ".join(text[each.span.start : each.span.end].split()) if each is not None else ""
            for each in (proposing.chosen_cue, proposing.chosen_claimant, proposing.chosen_person)
        )
        if meant:
            claimant = f"{meant} ({claimant})"
        self._say(spoken.proposal_sentence(spoken.claim_name(claim.tag, ""), cue, claimant))

    def _say(self, sentence: str) -> None:
        if sentence:
            announce(self._page, sentence)
            self.said.emit(sentence)

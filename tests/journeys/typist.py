"""A person who marks the first sample article by keyboard alone; their time is that of a practised hand."""

from collections.abc import Iterable

from PySide6.QtCore import Qt

from annotator.analysis.equal import equal_places
from annotator.app.main_window import MainWindow
from annotator.app.page import boundaries
from annotator.exchange.samples import make_samples
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from annotator.store import Project
from tests.journeys.person import Person

Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PRESS, REPEAT = 0.14, 0.034
"""Seconds of a key pressed by somebody who types 80 words a minute, and of one more repeat of a key held down."""


class Typist(Person):
    """A person who only types; *seconds* is how long their hand would have taken."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seconds, self.presses = 0.0, 0
        self._before: object = None

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key, or hold it down for one more repeat."""
        self.seconds += REPEAT if self._before == (key, modifiers) else PRESS
        self.presses += self._before != (key, modifiers)
        self._before = (key, modifiers)
        super().key(key, modifiers)

    def caret_to(self, place: int) -> None:
        """Bring the caret to *place* by the longest steps that do not pass it, or that pass it by little."""
        text = self.page.text
        while self.page.caret != place:
            here = self.page.caret
            if here < place:
                paragraph = text.find("\n\n", here)
                if paragraph >= 0 and paragraph + 2 <= place:
                    self.key(Key.Key_Down, CTRL)
                elif boundaries.next_word(text, here) <= place:
                    self.key(Key.Key_Right, CTRL)
                else:
                    self.key(Key.Key_Right)
            elif boundaries.previous_word(text, here) >= place:
                self.key(Key.Key_Left, CTRL)
            else:
                self.key(Key.Key_Left)
            assert self.page.caret != here

    def extend_to(self, place: int) -> None:
        """Select from the caret to *place*."""
        text = self.page.text
        while self.page.caret != place:
            here = self.page.caret
            if boundaries.word_end(text, here) <= place:
                self.key(Key.Key_Right, CTRL | SHIFT)
            else:
                self.key(Key.Key_Right, SHIFT)
            assert self.page.caret != here

    def select_spans(self, spans: Iterable[Span]) -> None:
        """Select words, the parts one after the other."""
        for number, (start, end) in enumerate(spans):
            if number:
                self.key(Key.Key_Space, CTRL)
            self.caret_to(start)
            self.extend_to(end)


def tag_key(window: MainWindow, annotation: Annotation) -> Qt.Key:
    tag = window.session.tag_set.find(annotation.tag, annotation.kind)
    return Key(ord(tag.key[0].upper()))


def marked_sample(tmp_path) -> AnnotatedDocument:
    path = tmp_path / "samples.annotator"
    make_samples(path)
    with Project.open(path, write=False) as project:
        return project.document(project.find_document("sacred-mission.txt"))


def mark_words(person: Typist, wanted: list[Annotation]) -> None:
    """Mark entities and cues in the order of the text; a name that stands in many places in all of them at once."""
    text, done = person.page.text, set[tuple[object, ...]]()
    by_tag = {(each.tag, span) for each in wanted for span in each.spans}
    for each in wanted:
        if (each.tag, each.spans) in done:
            continue
        person.select_spans(each.spans)
        key = tag_key(person.window, each)
        (span,) = each.spans
        places = equal_places(text, text[span.start : span.end])
        if len(places) > 1 and all((each.tag, place) in by_tag for place in places):
            person.key(key, SHIFT)
            person.key(Key.Key_Return)
            done |= {(each.tag, (place,)) for place in places}
        else:
            person.key(key)
            done.add((each.tag, each.spans))


def mark_claims(person: Typist, goal: AnnotatedDocument) -> None:
    """Mark the claims, and take or choose the claimant and the cue that are proposed for each."""
    window, text = person.window, goal.document.text
    by_id = {each.id: each for each in goal.annotations}
    for claim in (each for each in goal.annotations if each.kind == "claim"):
        person.select_spans(claim.spans)
        person.key(tag_key(window, claim))
        wanted = {
            each.type: text[by_id[each.target].start : by_id[each.target].spans[-1].end]
            for each in goal.relations
            if each.source == claim.id and each.type in ("claimant", "cue")
        }
        for part, shown, key, modifiers in (
            ("claimant", "Who", Key.Key_Tab, NONE),
            ("cue", "Cue", Key.Key_Backtab, SHIFT),
        ):
            words = f"{shown}: “{wanted[part]}”" if part in wanted else f"{shown}: none"
            for _ in range(12):
                if words in window.status.left.text() or not window.status.left.text().startswith("Who:"):
                    break
                person.key(key, modifiers)
        person.key(Key.Key_Return if wanted else Key.Key_Escape)
        # the mark is let go, so that the keys move the caret on
        person.key(Key.Key_Escape)


def parts_of(opened: AnnotatedDocument) -> set[tuple[object, ...]]:
    by_id = {each.id: each for each in opened.annotations}
    return {
        (by_id[each.source].spans, each.type, by_id[each.target].spans)
        for each in opened.relations
        if each.type in ("claimant", "cue")
    }

"""Which marks are shown: the arithmetic, and the page with some of them hidden."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from annotator.app.page.showing import Hidden, Showing, tally, to_show_again
from annotator.app.page.view import PageView
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import STATES, Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document

TEXT = "Kim Jong Un stated that a monument would be built in Pyongyang.\nIt was built by the army in May."
TAGS = [("entity", "Person"), ("entity", "Location"), ("claim", "Statement"), ("cue", "Cue"), ("document", "Genre")]


@st.composite
def marks(draw: st.DrawFn) -> Annotation:
    kind, tag = draw(st.sampled_from(TAGS))
    start = draw(st.integers(0, 50))
    spans = () if kind == "document" else (Span(start, start + 5),)
    name, state = draw(st.sampled_from(["Anna", "Ben"])), draw(st.sampled_from(STATES))
    key = draw(st.integers(0, 9))
    return Annotation(f"a{key}", "d", kind, tag, spans, name, "", "", state=state)  # pyright: ignore[reportArgumentType]


SHOWINGS = st.builds(
    Showing,
    st.frozensets(st.sampled_from(TAGS)),
    st.frozensets(st.sampled_from(["entity", "claim", "cue"])),
    st.frozensets(st.sampled_from(STATES)),
    st.frozensets(st.sampled_from(["Anna", "Ben"])),
)
MANY = st.lists(marks(), max_size=10, unique_by=lambda each: each.id)


@given(SHOWINGS, marks())
def test_showing_a_mark_shows_it_and_hides_nothing_that_was_shown(showing, mark):
    after = showing.with_mark(mark, TAGS)
    assert after.shows(mark)
    for kind, tag in TAGS:
        assert after.shows_tag((kind, tag)) >= showing.shows_tag((kind, tag))


@given(SHOWINGS, st.sampled_from(TAGS))
def test_a_tag_is_shown_and_hidden_without_touching_another(showing, tag):
    for shown in (True, False):
        after = showing.with_tag(tag, shown, TAGS)
        assert after.shows_tag(tag) == shown
        assert all(after.shows_tag(each) == showing.shows_tag(each) for each in TAGS if each != tag)


@given(MANY, st.lists(st.tuples(MANY, st.sets(st.integers(0, 9))), max_size=5), SHOWINGS)
def test_what_is_hidden_is_counted_at_the_cost_of_the_change(first, changes, showing):
    now = {each.id: each for each in first}
    hidden = Hidden()
    hidden.count(now.values(), showing)
    for put, gone in changes:
        changed: dict[str, Annotation | None] = {f"a{number}": None for number in gone}
        changed |= {each.id: each for each in put}
        before = [now[key] for key in changed if key in now]
        hidden.change(before, [each for each in changed.values() if each is not None], showing)
        for key, each in changed.items():
            now.pop(key, None)
            if each is not None:
                now[key] = each
    slow = Counter((each.kind, each.tag) for each in now.values() if each.spans and not showing.shows(each))
    assert +hidden.tags == slow
    assert hidden.total == slow.total()


@given(MANY, MANY, SHOWINGS)
def test_nothing_new_is_ever_hidden(before, after, showing):
    known = {each.id: each for each in before}
    found = to_show_again(showing, known, {each.id: each for each in after}, TAGS)
    assert all(found.shows(each) for each in after if each.spans and each.id not in known)


def test_marks_are_counted_each_way_and_tags_of_the_article_are_none():
    one, other = mark(1, "Kim Jong Un"), mark(2, "Pyongyang", "entity", "Location")
    article = Annotation("9", "d", "document", "Genre", (), "A", "", "")
    found = tally([one, other, article])
    assert dict(found.tags) == {("entity", "Person"): 1, ("entity", "Location"): 1}
    assert (found.kinds["entity"], found.states["accepted"], found.annotators["A"]) == (2, 2, 2)


def mark(number: int, words: str, kind: str = "entity", tag: str = "Person", state: str = "accepted") -> Annotation:
    start = TEXT.index(words)
    spans = (Span(start, start + len(words)),)
    return Annotation(f"{number:04d}", "d", kind, tag, spans, "A", "", "", state=state)  # pyright: ignore


PERSON, PLACE = mark(1, "Kim Jong Un"), mark(2, "Pyongyang", "entity", "Location")
CUE, CLAIM = mark(3, "stated that", "cue", "Cue"), mark(4, "a monument would be built", "claim", "Statement")
DATE = mark(5, "May", "entity", "Date")
MARKS = (PERSON, CUE, CLAIM, PLACE, DATE)
LINKS = (Relation("r1", "claimant", CLAIM.id, PERSON.id),)


@pytest.fixture
def page(qtbot) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.set_tag_set(load_default())
    made.resize(900, 600)
    made.show_document(AnnotatedDocument(Document("d", "Report", TEXT, "", ""), MARKS, LINKS))
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    made.grab()
    return made


def under(page: PageView, annotation: Annotation) -> list[str]:
    return page.marks_at(QPointF(page.rect_of_caret(annotation.start + 1).center()))


def test_a_hidden_mark_cannot_be_hit_nor_stepped_to_and_comes_back(page):
    page.set_showing(Showing(frozenset({("entity", "Person")})))
    assert under(page, PERSON) == []
    assert page.hidden.total == 1
    page.step_annotation(1)
    assert page.selected == CUE.id
    page.step_annotation(-1)
    assert page.selected == DATE.id
    page.show_everything()
    assert under(page, PERSON) == [PERSON.id]
    assert page.hidden.total == 0


def test_the_card_of_a_hidden_claim_goes_and_the_selection_lets_go_of_it(page):
    page.select_annotation(CLAIM.id)
    page.grab()
    assert page.card_rect(CLAIM.id) is not None
    page.set_showing(Showing().with_kind("claim", False))
    page.grab()
    assert page.card_rect(CLAIM.id) is None
    assert page.selected is None


def test_a_card_still_names_a_claimant_whose_mark_is_hidden(page):
    page.set_showing(Showing(frozenset({("entity", "Person")})))
    assert ("who", "Kim Jong Un") in page.links.card(CLAIM, "#000000").rows


def test_a_new_mark_of_a_hidden_tag_shows_the_tag_again(page):
    page.set_showing(Showing(frozenset({("entity", "Person"), ("entity", "Location")})))
    army = mark(6, "army")
    page.change_annotations((*MARKS, army), LINKS, {army.id: army})
    assert under(page, army) == [army.id]
    assert under(page, PERSON) == [PERSON.id]
    assert page.showing == Showing(frozenset({("entity", "Location")}))
    assert page.hidden.tags == {("entity", "Location"): 1}


def test_a_suggestion_that_is_accepted_goes_while_only_suggestions_are_shown(page):
    suggested = mark(6, "army", state="suggested")
    page.change_annotations((*MARKS, suggested), LINKS, {suggested.id: suggested})
    page.set_showing(Showing().with_state("accepted", False))
    assert under(page, suggested) == [suggested.id]
    accepted = mark(6, "army")
    page.change_annotations((*MARKS, accepted), LINKS, {accepted.id: accepted})
    assert under(page, suggested) == []
    assert page.hidden.total == 6


def test_choosing_a_hidden_mark_elsewhere_shows_it(page):
    page.set_showing(Showing().with_kind("entity", False))
    page.select_annotation(PERSON.id, reveal=True)
    assert page.selected == PERSON.id
    assert under(page, PERSON) == [PERSON.id]
    assert under(page, PLACE) == []


def colours(page: PageView, annotation: Annotation) -> set[str]:
    """Return the colours in the rectangle of a mark's words, and just below."""
    rect, seen = page.rect_of(annotation.spans[0]), page.viewport().grab().toImage()
    return {
        seen.pixelColor(QPoint(x, y)).name()
        for x in range(rect.left() + 1, rect.right() - 1)
        for y in range(rect.top(), rect.bottom() + 4)
    }


def test_one_tag_alone_stands_out(page):
    tint = page.inks("entity", "Person").tint.name()
    line = page.inks("entity", "Location").line.name()
    page.set_focus_tag(("entity", "Location"))
    assert tint not in colours(page, PERSON)
    assert line in colours(page, PLACE)
    page.set_focus_tag(None)
    assert tint in colours(page, PERSON)


def test_tags_that_stand_back_can_still_be_selected(page):
    page.set_focus_tag(("entity", "Location"))
    place = page.rect_of_caret(PERSON.start + 2).center().toPoint()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.selected == PERSON.id


def test_the_line_that_is_read_stays_where_it_is_while_marks_come_and_go(page):
    text = "\n".join(f"Line {number:03d} of a long report on the harbour strike in May." for number in range(200))
    starts = [text.index(f"Line {number:03d}") for number in range(200)]
    every = [
        Annotation(f"{number:04d}{deep}", "d", "entity", "Person", (Span(start, start + 8),), "A", "", "")
        for number, start in enumerate(starts)
        for deep in range(6)
    ]
    page.show_document(AnnotatedDocument(Document("d", "Report", text, "", ""), tuple(every)))
    page.verticalScrollBar().setValue(3000)
    page.grab()
    read = page.anchor
    before = page.rect_of_caret(read).top()
    for showing in (Showing().with_kind("entity", False), Showing()):
        page.set_showing(showing)
        page.grab()
        assert abs(page.rect_of_caret(read).top() - before) <= 1

"""No edge of a mark and no end of a selection stands inside of what a reader takes for one character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.app.page.boundaries import character_at, next_character, previous_character, snapped
from annotator.app.page.units import moved_end, moved_start, with_edge
from annotator.model.annotation import Span

PARTS = (
    "a", "Z", "1", " ", ".", "\n", "e\u0301", "e\u0301\u0323", " \u0301", "é", "ß", "\u1112\u1161\u11ab", "한",
    "\u1112", "\u1161", "นำ", "กี่", "क्षि", "档", "ش\u0651\u064e", "\u200d", "\u00ad", "𝒜", "😀",
    "👩‍👩‍👧", "👍🏽", "🇰🇵", "🇩", "1️⃣",
)  # fmt: skip
texts = st.lists(st.sampled_from(PARTS) | st.sampled_from("ab 档"), min_size=1, max_size=40).map("".join)


def edges(text: str) -> list[int]:
    """Return every place between characters, found from the beginning of the whole text."""
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


@st.composite
def spans_in(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(texts)
    places = edges(text)
    first = draw(st.integers(0, len(places) - 2))
    last = draw(st.integers(first + 1, len(places) - 1))
    return text, Span(places[first], places[last])


@given(texts, st.data())
def test_a_character_is_what_it_is_from_the_beginning_of_the_text(text, data):
    offset = data.draw(st.integers(0, len(text)))
    places = edges(text)
    start = max(each for each in places if each <= offset)
    assert character_at(text, offset) == (start, min((each for each in places if each > offset), default=len(text)))
    assert next_character(text, offset) == character_at(text, offset)[1]
    assert previous_character(text, offset) == max((each for each in places if each < offset), default=0)


@given(spans_in(), st.data())
def test_an_edge_that_is_dragged_anywhere_cuts_no_character(given, data):
    text, span = given
    offset = data.draw(st.integers(-3, len(text) + 3))
    is_start = data.draw(st.booleans())
    (start, end), places = with_edge(text, (span,), 0, offset, is_start=is_start)[0], edges(text)
    assert start < end
    assert {start, end} <= set(places)
    assert (end == span.end) if is_start else (start == span.start)
    if is_start and offset in places and 0 <= offset < span.end:
        assert start == offset


@given(spans_in(), st.sampled_from([1, -1]), st.booleans())
def test_an_edge_that_is_moved_by_keys_cuts_no_character(given, step, by_word):
    text, span = given
    places = edges(text)
    end = moved_end(text, span, step, by_word=by_word, limit=len(text))
    assert end in places
    assert span.start < end
    assert (end >= span.end) if step > 0 else (end <= span.end)
    start = moved_start(text, span, step, by_word=by_word, limit=0)
    assert start in places
    assert start < span.end
    assert (start <= span.start) if step > 0 else (start >= span.start)


@given(spans_in())
def test_words_that_a_selection_snaps_to_cut_no_character(given):
    text, span = given
    start, end = snapped(text, *span)
    assert start >= end or {start, end} <= set(edges(text))


def test_an_edge_stays_off_the_part_beside_it():
    spans = (Span(0, 3), Span(5, 8))
    assert with_edge("abc d efg", spans, 1, 1, is_start=True) == (Span(0, 3), Span(3, 8))
    assert with_edge("abc d efg", spans, 0, 7, is_start=False) == (Span(0, 5), Span(5, 8))


@pytest.mark.parametrize("flags", [1, 2, 70])
def test_flags_are_told_apart_however_many_stand_before(flags):
    text = "a" + "🇰🇵" * flags
    assert previous_character(text, len(text)) == len(text) - 2


def test_characters_are_what_a_reader_sees():
    text = "e\u0301👨‍👩‍👧x"
    assert next_character(text, 0) == 2
    assert next_character(text, 2) == len(text) - 1
    assert previous_character(text, len(text) - 1) == 2

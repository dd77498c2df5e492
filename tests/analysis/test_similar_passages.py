"""Passages that are like given words: against a slow version, and in several scripts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.analysis.similar_passages import Sought, Window, alike, words_of

WORDS = st.lists(st.sampled_from(["aa", "ab", "aab", "bab", "b", "c", "abcab", "caba", "国", "家"]), max_size=9)


def slow(sought, words, at_least, longest=100.0):
    """Try every window there is, and take the best that overlap none before."""
    most = longest * sum(map(len, sought))
    found = [
        Window(first, last, alike(sought, words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        if sum(map(len, words[first:last])) <= most
    ]
    found = [each for each in found if each.alike >= at_least]
    best = []
    for each in sorted(found, key=lambda each: (-each.alike, each.first, each.last)):
        if all(each.last <= other.first or other.last <= each.first for other in best):
            best.append(each)
    return best


@settings(max_examples=400)
@given(WORDS.filter(bool), WORDS, st.sampled_from([0.2, 0.34, 0.5, 0.75, 1.0]), st.sampled_from([0.7, 1.6, 4.0]))
def test_the_windows_are_those_that_trying_all_of_them_finds(sought, words, at_least, longest):
    assert Sought(sought, longest).windows(words, at_least) == slow(sought, words, at_least, longest)


@given(WORDS.filter(bool), WORDS, st.integers(1, 4))
def test_all_windows_are_those_that_are_alike_and_cannot_be_cut(sought, words, most):
    found = Sought(sought).all_windows(words, 0.3, most)

    assert all(each.alike == alike(sought, words[each.first : each.last]) >= 0.3 for each in found)
    assert all(each.last - each.first <= most for each in found)
    best = [each for each in slow(sought, words, 0.3, 2.0)[:1] if each.last - each.first <= most]
    assert set(best) <= set(found)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_words_stand_in_order_where_they_are_said_to(text):
    found = words_of(text)

    assert len(found.folded) == len(found.spans)
    last = 0
    for word, (start, end) in zip(found.folded, found.spans, strict=True):
        assert last <= start < end <= len(text)
        assert list(words_of(text[start:end]).folded) == [word]
        last = end


@given(WORDS, WORDS)
def test_being_alike_is_mutual_and_whole_only_for_the_same_words(one, other):
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1
    assert not one or alike(one, sorted(one)) == 1


@pytest.mark.parametrize(
    ("sought", "text", "passage"),
    [
        ("Kim Jong Un", "Then KIM JONG-UN spoke.", "KIM JONG-UN"),
        ("Михаил Горбачёв", "встретил Михаила Горбачева вчера", "Михаила Горбачева"),
        ("محمد علي", "وقال محمد علي في", "محمد علي"),
        ("金正恩", "昨天，金正恩訪問了平壤。", "金正恩"),
        ("a monument would be built in Pyongyang", "It says monuments will be built in Pyongyang soon.",
         "monuments will be built in Pyongyang"),
    ],
)  # fmt: skip
def test_the_best_window_is_what_a_reader_would_show(sought, text, passage):
    words = words_of(text)
    best = Sought(words_of(sought).folded).windows(words.folded, 0.34)[0]

    assert text[words.spans[best.first].start : words.spans[best.last - 1].end] == passage


def test_a_paragraph_begins_behind_an_empty_line():
    assert words_of("one two\nthree\n \nfour").paragraphs == (3,)
    assert words_of("\n\none\n\n").paragraphs == ()

"""The same words elsewhere."""

import re

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.equal import LONGEST, equal_places


def places(text: str, words: str) -> list[tuple[int, int]]:
    return [tuple(each) for each in equal_places(text, words)]


def test_whole_words_only():
    text = "Kim met Kim-il and a Kimono; akim saw KIM, Kim."
    assert [text[start - 1 : end + 1] for start, end in places(text, "Kim")][1:] == [" Kim-", " Kim."]
    assert places(text, "Kim")[0] == (0, 3)


def test_a_combining_mark_belongs_to_its_letter():
    assert places("Zoe and Zoe\u0301", "Zoe") == [(0, 3)]


def test_chinese_words_have_no_spaces_around_them():
    text = "海明市档案馆宣布海明市开放。"
    assert places(text, "海明市") == [(0, 3), (8, 11)]


def test_nothing_and_too_much_stand_nowhere():
    assert places("a b", " ") == []
    assert places("x" * 400, "x" * (LONGEST + 1)) == []


@given(st.text("ab ", max_size=60), st.text("ab", min_size=1, max_size=3))
def test_it_finds_what_a_regular_expression_finds(text, words):
    assert places(text, words) == [found.span() for found in re.finditer(rf"\b{words}\b", text)]

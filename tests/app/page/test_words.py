"""Words: what a double click and a selection take, in scripts with and without spaces."""

import sys

import pytest

from annotator.app.page import dictionary
from annotator.app.page.boundaries import next_word, previous_word, snapped, word_at
from tests.app.page.pages import TEXT

PLACES = [
    ("海明市档案馆星期五宣布，将开放航运档案。", "宣布"),
    ("海明市档案馆星期五宣布，将开放航运档案。", "航运"),
    ("🖋️😀 据报道，档案中有一份名单。", "名单"),
    ("東京都の図書館で本を読みました。", "図書館"),
    ("สวัสดีครับผมชื่อสมชายทำงานที่ท่าเรือ", "ท่าเรือ"),
    ("Das Archiv (档案) zeigt es.", "档案"),
    ("Das Archiv (档案) zeigt es.", "Archiv"),
]


@pytest.mark.parametrize(("text", "word"), PLACES)
def test_a_word_is_taken_whole_from_any_of_its_characters(text, word):
    start = text.index(word)
    for offset in range(start, start + len(word)):
        assert word_at(text, offset) == (start, start + len(word))


def test_the_caret_goes_by_words_where_no_space_is():
    text = "档案馆星期五宣布"
    stops = [0]
    while stops[-1] < len(text):
        stops.append(next_word(text, stops[-1]))
    assert stops == [0, 2, 3, 6, 8]
    back = [len(text)]
    while back[-1] > 0:
        back.append(previous_word(text, back[-1]))
    assert back[::-1] == stops


def test_without_the_dictionaries_words_are_those_of_qt(monkeypatch):
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    dictionary.forget()
    try:
        assert word_at("档案馆", 1) == (1, 2)
        assert word_at("the archive", 5) == (4, 11)
    finally:
        dictionary.forget()


@pytest.mark.parametrize(("offset", "word"), [(1, "Kim"), (3, "Kim"), (13, "stated"), (50, "")])
def test_words_are_found_at_a_place(offset, word):
    start, end = word_at(TEXT, offset)
    assert TEXT[start:end] == word


def test_a_selection_snaps_to_words_and_drops_white_space():
    assert snapped("one two three", 5, 9) == (4, 13)
    assert snapped("one two three", 3, 8) == (4, 7)

"""Where words stand on a line when directions mix."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextLayout, QTextOption

from annotator.app.page.piece import utf16_units
from annotator.app.page.runs import cells, runs
from annotator.app.theme import load_fonts, reading_font

LETTERS = "abאבגعسلا 12.(😀"


@pytest.fixture(autouse=True)
def _fonts(qapp):
    if "Noto Serif" not in QFontDatabase.families():
        load_fonts()


def placed(text: str, *, rtl: bool):
    layout = QTextLayout(text, reading_font("", 12))
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return cells(line, utf16_units(text), rtl=rtl), line.naturalTextRect(), layout


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("ab עברית xy", False), ("قال محمد smith إن", True), ("عام 340 (Al)، من", True), ("אב12גד", False)],
)
def test_the_letters_of_a_line_stand_side_by_side_without_a_hole(qapp, text, rtl):
    found, whole, _layout = placed(text, rtl=rtl)
    edges = sorted((each.left, each.right) for each in found if each.right > each.left)
    assert edges[0][0] == pytest.approx(whole.left(), abs=1)
    assert edges[-1][1] == pytest.approx(whole.right(), abs=2)
    for one, other in pairwise(edges):
        assert one[1] == pytest.approx(other[0], abs=0.6)


def test_a_word_against_the_direction_of_its_line_is_covered_from_its_first_letter_on(qapp):
    text = "ab עברית כאן xy"
    found, _whole, _layout = placed(text, rtl=False)
    word = runs(found, 3, 8)
    assert len(word) == 1
    assert word[0].begins == word[0].right
    assert word[0].ends == word[0].left
    assert word[0].right == pytest.approx(found[12].left, abs=1)


def test_words_of_both_directions_are_two_runs_where_they_stand_apart(qapp):
    text = "ab עברית כאן xy"
    found, _whole, _layout = placed(text, rtl=False)
    apart = runs(found, 1, 8)
    assert len(apart) == 2
    assert apart[0].begins is not None
    assert apart[1].ends is not None


@settings(max_examples=60)
@given(st.text(alphabet=LETTERS, min_size=1, max_size=24), st.booleans(), st.data())
def test_runs_never_overlap_and_have_one_beginning_and_one_end(text, rtl, data):
    found, _whole, _layout = placed(text, rtl=rtl)
    begin = data.draw(st.integers(0, len(found) - 1))
    end = data.draw(st.integers(begin + 1, len(found)))
    parts = runs(found, begin, end)
    for one, other in pairwise(parts):
        assert one.right <= other.left
    assert [each.begins is not None for each in parts].count(True) == 1
    assert [each.ends is not None for each in parts].count(True) == 1

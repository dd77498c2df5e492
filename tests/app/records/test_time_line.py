"""Dates on a line, whole and partial."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from annotator.app.records.time_line import Stretch, TimeLine, scale, stretch
from annotator.store.records import Day


@pytest.mark.parametrize(
    ("date", "begin", "end"),
    [
        ("1917", 1917, 1918),
        ("1917-07", 1917.497, 1917.58),
        ("1917-07-02", 1917.5, 1917.5027),
        ("191X", 1910, 1920),
        ("19XX", 1900, 2000),
        ("1917~", 1917, 1918),
        ("1914-08/1918-11", 1914.579, 1918.915),
        ("-0044", -44, -43),
        ("1917/..", 1917, 1918),
    ],
)
def test_a_date_is_a_stretch_of_time(date, begin, end):
    assert stretch(date) == (pytest.approx(begin, abs=0.003), pytest.approx(end, abs=0.003))


@pytest.mark.parametrize("date", ["", "soon", "1917-13", "1917-02-30", "17"])
def test_what_is_no_date_is_nowhere(date):
    assert stretch(date) is None


dates = st.lists(st.tuples(st.floats(-500, 3000), st.floats(0.002, 100)), min_size=1, max_size=20)


@given(dates, st.integers(100, 2000))
def test_every_date_is_in_view_and_labels_have_room(dates, width):
    stretches = [Stretch(begin, begin + length) for begin, length in dates]
    found = scale(stretches, 10, width, 30)

    assert all(10 <= found.x(each.begin) <= found.x(each.end) <= 10 + width + 0.001 for each in stretches)
    places = [found.x(year) for year in found.ticks]
    if width > 60 and found.end - found.begin < 20_000:
        assert all(b - a >= 30 for a, b in pairwise(places))


def test_a_click_on_a_date_chooses_it(qtbot, theme):
    line = TimeLine(theme, None)
    qtbot.addWidget(line)
    line.resize(400, 70)
    line.show_days([Day(None, 2, 1), Day("1950", 1, 1), Day("1960-05-01", 3, 2), Day("one day", 1, 1)])
    line.show()
    assert [each.date for each in line.days] == ["1950", "1960-05-01"]
    with qtbot.waitSignal(line.day_chosen) as chosen:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line._box(1).center().toPoint())
    assert chosen.args == ["1960-05-01"]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert line.current.date == "1960-05-01"
    line.grab()


def test_what_stands_below_the_years_has_room(qtbot, theme):
    line = TimeLine(theme, None)
    qtbot.addWidget(line)
    line.show_days([Day(None, 2, 1), Day("1950", 1, 1)])
    line.resize(400, line.sizeHint().height())

    assert line.rect().toRectF().contains(line.words_area())

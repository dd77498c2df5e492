import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from annotator.app.direction import elided, isolated, reads_leftwards


def test_most_letters_say_which_way_a_line_is_read():
    assert reads_leftwards("وقال محمد علي إن Kim")
    assert not reads_leftwards("… علي met again on that day")
    assert not reads_leftwards("12 % …")
    assert not reads_leftwards("")


@pytest.mark.parametrize(
    ("text", "ends_at_the_left"),
    [
        ("إعادة فتح ميناء المنارة القديم بعد عشرين عاما", True),
        ("The harbour of Norhaven opens after twenty years", False),
    ],
)
def test_the_dots_of_a_line_that_is_cut_stand_where_it_is_read_to_its_end(qapp, text, ends_at_the_left):
    metrics = QFontMetricsF(QFont())
    shown = elided(metrics, text, metrics.horizontalAdvance(text) / 2)
    assert "…" in shown

    layout = QTextLayout(shown)
    option = QTextOption()
    # lists and cards are laid out as the interface is, whatever the words are
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    places = [line.cursorToX(shown.index(each))[0] for each in (shown[0], "…")]
    assert (places[1] < places[0]) == ends_at_the_left


def test_a_line_that_fits_stays_as_it_is(qapp):
    assert elided(QFontMetricsF(QFont()), "إعادة فتح", 500) == "إعادة فتح"


def test_a_title_from_right_to_left_does_not_turn_the_date_beside_it():
    assert isolated("Grain") == "Grain"
    assert isolated("إعادة فتح") == "\u2067إعادة فتح\u2069"
    assert isolated("海明市") == "\u2068海明市\u2069"

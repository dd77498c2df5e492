"""The brackets of claims: on the side from which the words are read, and none over another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from annotator.app.page.brackets import LEFT, RIGHT, Stretch, brackets, lanes_at_the_right
from annotator.model.annotation import Annotation, Span
from tests.app.page.pages import TEXT, mark, opened

_ARABIC = "قالت المديرة إن السجلات ستُفتح هذا العام، وإن منظمة UNESCO تدعم هذه الخطة."


def _claim(number: int) -> Annotation:
    return Annotation(f"{number:04d}", "d", "claim", "Statement", (Span(0, 1),), "A", "", "")


_stretches = st.lists(
    st.builds(
        lambda number, rtl, top, height, opens, closes: Stretch(_claim(number), rtl, top, top + height, opens, closes),
        st.integers(0, 9),
        st.booleans(),
        st.floats(0, 500),
        st.floats(1, 80),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


@given(_stretches)
def test_brackets_hold_all_of_a_claim_on_a_side_and_none_stands_over_another(stretches):
    found = brackets(stretches)
    assert len(found) == len({(each.claim.id, each.rtl) for each in stretches})
    for bracket in found:
        own = [each for each in stretches if (each.claim, each.rtl) == (bracket.stretch.claim, bracket.stretch.rtl)]
        assert bracket.stretch.top == min(each.top for each in own)
        assert bracket.stretch.bottom == max(each.bottom for each in own)
        assert bracket.stretch.opens == any(each.opens for each in own)
        assert bracket.stretch.closes == any(each.closes for each in own)
    for one, other in combinations(found, 2):
        if (one.stretch.rtl, one.lane) == (other.stretch.rtl, other.lane):
            first, second = sorted((one.stretch, other.stretch), key=lambda each: each.top)
            assert first.bottom < second.top


@given(st.floats(11, 60))
def test_brackets_at_the_right_stay_clear_of_what_stands_beside_them(room):
    last = brackets([Stretch(_claim(n), True, 0, 9, True, True) for n in range(lanes_at_the_right(room))])[-1]
    assert last.lane == 0 or last.x(100, 400) <= 400 + room - 4


def _is_bracket(page, x: float, y: float) -> bool:
    """Tell whether there is a line in the colour of the claim's tag at *x*."""
    picture = page.grab().toImage()
    wanted = QColor(page.inks("claim", "Statement").line)
    near = (picture.pixelColor(round(x) + each, round(y)) for each in (-1, 0, 1))
    return any(abs(each.red() - wanted.red()) + abs(each.blue() - wanted.blue()) < 60 for each in near)


def test_the_bracket_of_a_claim_stands_where_its_lines_begin(page, screenshot):
    words = "السجلات ستُفتح هذا العام"
    start = _ARABIC.index(words)
    claim = Annotation("0001", "d", "claim", "Statement", (Span(start, start + len(words)),), "A", "", "")
    page.show_document(opened(claim, text=_ARABIC))
    page.repaint()
    middle = page.rect_of(claim.spans[0]).center().y()
    screenshot(page, "page-bracket-at-the-right")
    assert _is_bracket(page, page.columns.text_right + RIGHT, middle)
    assert not _is_bracket(page, page.columns.text_left - LEFT, middle)

    latin = mark(1, "a monument would be built", "claim", "Statement")
    page.show_document(opened(latin))
    page.repaint()
    middle = page.rect_of(latin.spans[0]).center().y()
    assert _is_bracket(page, page.columns.text_left - LEFT, middle)
    assert not _is_bracket(page, page.columns.text_right + RIGHT, middle)


def test_a_claim_over_paragraphs_of_both_directions_has_a_bracket_beside_each(page, screenshot):
    claim = Annotation("0001", "d", "claim", "Statement", (Span(4, len(TEXT)),), "A", "", "")
    page.show_document(opened(claim))
    page.repaint()
    screenshot(page, "page-brackets-at-both-sides")
    right = page.rect_of(Span(TEXT.index("هذا"), TEXT.index("هذا") + 3)).center().y()
    left = page.rect_of(Span(4, 12)).center().y()
    assert _is_bracket(page, page.columns.text_right + RIGHT, right)
    assert _is_bracket(page, page.columns.text_left - LEFT, left)

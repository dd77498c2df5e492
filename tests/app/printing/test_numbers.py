"""The numbers of claims on paper: none over another or over a bracket, one inscription a line."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.page.brackets import Bracket, Stretch, brackets
from annotator.app.printing.numbers import HEIGHT, MOST_LANES, line_numbers
from annotator.model.annotation import Annotation, Span


def claim(number: int) -> Annotation:
    return Annotation(f"{number}", "d", "claim", "Statement", (Span(number, number + 1),), "AK", "", "")


def drawn(*lines: tuple[float, float], rtl: bool = False, opens: bool = True) -> list[Bracket]:
    return brackets(Stretch(claim(n), rtl, top, bottom, opens, True) for n, (top, bottom) in enumerate(lines, start=1))


NUMBERS = {f"{number}": number for number in range(100)}


def test_claims_that_begin_on_one_line_share_an_inscription():
    found = line_numbers(drawn((0, 20), (0, 60), (0, 60), (30, 40)), NUMBERS)
    assert [(each.text, each.lane) for each in found] == [("1–3", 2), ("4", 2)]


def test_numbers_with_others_between_them_are_told_apart():
    found = line_numbers(drawn((0, 20), (30, 60), (0, 60)), NUMBERS)
    assert [each.text for each in found] == ["1, 3", "2"]


def test_a_claim_that_goes_on_from_another_page_is_not_numbered_again():
    assert line_numbers(drawn((0, 20), opens=False), NUMBERS) == []


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=30), st.booleans())
def test_no_number_stands_over_another_or_over_a_bracket(rows, rtl):
    found = drawn(*((row * 24.0, (row + more) * 24.0) for row, more in sorted(rows)), rtl=rtl)
    written = line_numbers(found, NUMBERS)
    assert sum(len(each.claims) for each in written) == len(rows)
    for one, other in pairwise(sorted(each.y for each in written)):
        assert one + HEIGHT <= other
    for each in written:
        for bracket in found:
            if bracket.stretch.top < each.y + HEIGHT and bracket.stretch.bottom > each.y:
                assert min(bracket.lane, MOST_LANES) <= each.lane

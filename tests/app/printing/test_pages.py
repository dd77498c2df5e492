"""Pages break where a reader would break them, and no card is lost or covers another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.printing.pages import Card, Strip, break_pages, place_on_pages, tops_of

STRIPS = st.lists(st.builds(Strip, st.integers(1, 40), st.integers(0, 20), st.booleans()), max_size=60)


def height_of(strips: list[Strip], page: range) -> float:
    return sum(strips[place].height + (strips[place].gap if place > page.start else 0) for place in page)


@given(STRIPS, st.integers(1, 120), st.integers(40, 120))
def test_every_line_is_on_one_page_in_order_and_fits(strips, first, room):
    first = min(first, room)
    pages = break_pages(strips, first, room)
    assert [place for page in pages for place in page] == list(range(len(strips)))
    for number, page in enumerate(pages):
        assert height_of(strips, page) <= (room if number else first) or len(page) == 1
        assert list(tops_of(strips, page)) == [
            height_of(strips, range(page.start, place)) + (strips[place].gap if place > page.start else 0)
            for place in page
        ]


@given(STRIPS, st.integers(40, 120))
def test_a_page_ends_between_lines_that_are_held_together_only_where_it_must(strips, room):
    for page in break_pages(strips, room, room)[:-1]:
        if page and strips[page.stop - 1].keep:
            assert all(strips[place].keep for place in page)


def test_a_heading_goes_to_the_next_page_with_its_text():
    strips = [Strip(20)] * 4 + [Strip(20, keep=True), Strip(20)]
    assert break_pages(strips, 100, 100) == [range(4), range(4, 6)]


CARDS = st.lists(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 60)), max_size=8), min_size=1, max_size=4)


@given(CARDS, st.integers(0, 40))
def test_no_card_is_lost_and_none_covers_another(wanted, top):
    numbers = iter(range(100))
    pages = [[Card(next(numbers), y, height) for y, height in sorted(page)] for page in wanted]
    placed = place_on_pages(pages, [(top, 100.0)] + [(0.0, 100.0)] * (len(pages) - 1), 5.0)
    assert len(placed) >= len(pages)
    assert [card.number for page in placed for card in page] == [card.number for page in pages for card in page]
    for number, page in enumerate(placed):
        for above, below in pairwise(page):
            assert above.y + above.height + 5.0 <= below.y + 1e-6
        if len(page) > 1:
            assert page[0].y >= (top if number == 0 or len(pages) == 1 else 0)
            assert page[-1].y + page[-1].height <= 100.0 + 1e-6


def test_a_card_stands_beside_its_claim_where_there_is_room():
    (page,) = place_on_pages([[Card(1, 30, 20), Card(2, 80, 20)]], [(0, 100)], 5)
    assert [card.y for card in page] == [30, 80]

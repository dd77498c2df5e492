"""The arithmetic of the page, without a window."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.app.page.cards import Room, Want, Wish, place_cards, settle, shortened, wishes_of
from annotator.app.page.claim_card import Links
from annotator.app.page.columns import FOLD, columns
from annotator.app.page.hand import merged
from annotator.app.page.header import spoken_date
from annotator.app.page.marks import IntervalIndex, Lanes
from annotator.app.page.paragraphs import PIECE, dateline, pieces
from annotator.app.tag_popup import columns_for
from annotator.model.annotation import Annotation, Relation, Span

SPANS = st.tuples(st.integers(0, 60), st.integers(1, 25)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def mark(number: int, *spans: tuple[int, int], kind: str = "entity", tag: str = "Person", **attributes: object):
    placed = tuple(Span(*span) for span in spans)
    return Annotation(f"{number:04d}", "d", kind, tag, placed, "A", "", "", attributes)  # pyright: ignore


@given(st.lists(SPANS, max_size=80), SPANS)
def test_the_index_finds_what_a_plain_search_finds(spans, window):
    index = IntervalIndex([mark(number, span) for number, span in enumerate(spans)])
    found = {each.number for each in index.touching(*window)}
    assert found == {number for number, (start, end) in enumerate(spans) if start < window[1] and end > window[0]}


def lanes_of(annotations: list[Annotation]) -> dict[str, int]:
    lanes = Lanes(annotations, IntervalIndex(annotations))
    return {each.id: lanes.lane(number) for number, each in enumerate(annotations)}


@given(st.lists(SPANS, min_size=1, max_size=30), SPANS)
def test_no_two_marks_share_a_lane_and_adding_one_moves_no_other(spans, added):
    annotations = [mark(number, span) for number, span in enumerate(spans)]
    before = lanes_of(annotations)
    for one in annotations:
        for other in annotations:
            if one.id < other.id and one.start < other.end and other.start < one.end:
                assert before[one.id] != before[other.id]
    after = lanes_of([*annotations, mark(len(spans), added)])
    assert {key: after[key] for key in before} == before


def test_the_line_of_a_claim_runs_below_the_entities_in_it():
    found = lanes_of([mark(1, (0, 50), kind="claim"), mark(2, (3, 9)), mark(3, (4, 8), kind="cue"), mark(4, (5, 8))])
    assert (found["0001"], found["0002"], found["0004"]) == (1, 0, 2)


@given(
    st.lists(st.tuples(st.floats(0, 2000), st.floats(20, 120)), min_size=1, max_size=30),
    st.none() | st.integers(0, 29),
)
def test_cards_keep_their_order_never_overlap_and_the_chosen_one_stands_exactly(places, chosen):
    wishes = [Wish(str(number), y, height) for number, (y, height) in enumerate(sorted(places))]
    selected = str(chosen) if chosen is not None and chosen < len(wishes) else None
    tops = place_cards(wishes, gap=8, selected=selected)
    for one, other in pairwise(wishes):
        assert tops[one.id] + one.height + 8 <= tops[other.id] + 1e-6
    if selected is not None:
        assert tops[selected] == pytest.approx(wishes[int(selected)].y, abs=1e-6)


@example([0.0] * 6 + [198.0, 296.0, 296.0, 296.0, 450.0], 1, 650.0)
@example([0.0] * 2 + [590.0, 595.0, 596.0, 600.0, 600.0, 600.0], 3, 650.0)
@given(st.lists(st.floats(0, 600), min_size=1, max_size=30), st.none() | st.integers(0, 29), st.floats(650, 4000))
def test_no_card_leaves_the_page_while_it_has_room_for_all(places, chosen, bottom):
    wants = [Want(str(number), y, (90.0, 46.0, 20.0)) for number, y in enumerate(sorted(places))]
    selected = str(chosen) if chosen is not None and chosen < len(wants) else None
    room = Room(4.0, bottom)
    settled = shortened(wants, settle(wants, {}, gap=8, slack=40), room, gap=8, selected=selected)
    wishes = wishes_of(wants, settled, selected)
    tops = place_cards(wishes, gap=8, selected=selected, room=room)
    for one, other in pairwise(wishes):
        assert tops[one.id] + one.height + 8 <= tops[other.id] + 1e-6
    assert tops["0"] >= 4.0
    least = 28 * len(wants) + (70 if selected is not None else 0)
    if least <= bottom - 4.0:
        last = wishes[-1]
        assert tops[last.id] + last.height <= bottom + 1e-6


@given(st.lists(st.integers(0, 600), min_size=1, max_size=30), st.integers(0, 29))
def test_the_chosen_card_stands_exactly_where_short_cards_above_it_have_room(places, chosen):
    wants = [Want(str(number), float(y), (90.0, 46.0, 20.0)) for number, y in enumerate(sorted(places))]
    chosen %= len(wants)
    room = Room(4.0, 10_000.0)
    settled = shortened(wants, settle(wants, {}, gap=8, slack=40), room, gap=8, selected=str(chosen))
    tops = place_cards(wishes_of(wants, settled, str(chosen)), gap=8, selected=str(chosen), room=room)
    if 28 * chosen <= wants[chosen].y - 4.0:
        assert tops[str(chosen)] == wants[chosen].y


@given(st.lists(st.tuples(st.floats(30, 300), st.floats(60, 120)), min_size=1, max_size=40))
def test_cards_take_short_forms_rather_than_drift_from_their_claims(steps):
    y, wants = 0.0, []
    for number, (step, height) in enumerate(steps):
        y += step
        wants.append(Want(str(number), y, (height, 46.0, 20.0)))
    settled = settle(wants, {}, gap=8, slack=40)
    tops = place_cards(wishes_of(wants, settled), gap=8)
    assert all(tops[want.id] - want.y <= 40 + 1e-6 for want in wants)
    for want, after in pairwise(wants):
        if after.y - want.y > want.heights[0] + 8:
            assert settled[want.id].form == 0


@given(st.lists(st.floats(0, 1500), min_size=1, max_size=40), st.data())
def test_cards_that_stood_in_view_stay_when_others_come_into_it(places, data):
    wants = [Want(str(number), y, (90.0, 46.0, 20.0)) for number, y in enumerate(sorted(places))]
    first = data.draw(st.integers(0, len(wants) - 1))
    last = data.draw(st.integers(first, len(wants) - 1))
    kept = settle(wants[first : last + 1], {}, gap=8, slack=40)
    settled = settle(wants, kept, gap=8, slack=40)
    assert {each: settled[each] for each in kept} == kept
    wishes = wishes_of(wants, settled)
    for one, other in pairwise(wishes):
        assert one.y + one.height + 8 <= other.y + 1e-6


def test_the_chosen_card_says_everything_however_crowded_it_is():
    wants = [Want(str(number), number * 10.0, (90.0, 46.0, 20.0)) for number in range(9)]
    wishes = wishes_of(wants, settle(wants, {}, gap=8, slack=40), "4")
    assert [wish.height for wish in wishes].index(90.0) == 4
    assert place_cards(wishes, gap=8, selected="4")["4"] == 40.0


@given(st.text(alphabet="ab .\n\fÄ😀é", max_size=400) | st.integers(PIECE, 3 * PIECE).map(lambda many: "x" * many))
def test_pieces_cover_the_text_but_for_line_ends(text):
    found = pieces(text)
    assert found
    for one, other in pairwise(found):
        assert one.end <= other.start
        assert not text[one.end : other.start].strip()
    assert not text[: found[0].start].strip()
    assert not text[found[-1].end :].strip()
    assert all(each.end - each.start <= PIECE for each in found)


def test_headings_and_photo_lines_are_told_from_the_body():
    text = "A Heading Alone\n\nBody text that ends with a stop.\n\nPhoto: the archive\n\nThe last line"
    assert [each.role for each in pieces(text)] == ["heading", "body", "photo", "body"]


@given(st.floats(320, 2600), st.floats(300, 2000), st.floats(0.5, 4), st.floats(0, 1500))
def test_text_and_cards_never_overlap_and_stay_inside(width, measure, zoom, least):
    found = columns(width, measure, zoom, least)
    assert found.text_left > 0
    assert found.text_left + found.text_width <= width
    assert found.card_left + found.card_width <= width
    assert found.card_left > 0
    assert found.folded or width >= FOLD
    if found.folded:
        assert found.text_left + found.text_width < width - found.flag - 7
        assert found.card_left + found.card_width < width - found.flag - 7
    else:
        assert found.text_left + found.text_width < found.card_left
        assert found.text_width >= min(least, measure) - 1


def test_cards_stay_beside_the_text_in_a_window_of_1200_pixels_with_both_panels_open():
    # the panels leave the page 672 pixels: 49 characters a line beside cards
    assert not columns(672, measure=578, zoom=1.0, least=198).folded
    assert columns(672, measure=578, zoom=1.0, least=198).text_width >= 380


def test_a_short_card_has_no_empty_line():
    claim = mark(1, (0, 4), kind="claim", tag="Statement")
    said = mark(2, (5, 9), kind="claim", tag="Statement", certainty="certain")
    links = Links([claim, said], [], "Some words.")
    assert links.card(claim, "#000").summary == "no claimant, no cue"
    assert links.card(said, "#000").summary == "certain"


def test_a_card_says_who_by_what_word_about_whom_and_how():
    text = "According to him, help came from the army."
    him, gerasimov = mark(1, (13, 16)), mark(2, (18, 22))
    cue, army = mark(3, (0, 12), kind="cue", tag="Cue"), mark(4, (37, 41))
    claim = mark(5, (18, 41), kind="claim", tag="Statement", quotation="indirect", certainty="certain")
    relations = [
        Relation("r1", "claimant", claim.id, him.id),
        Relation("r2", "cue", claim.id, cue.id),
        Relation("r3", "about", claim.id, army.id),
        Relation("r4", "same as", him.id, gerasimov.id),
    ]
    links = Links([him, gerasimov, cue, army, claim], relations, text)
    card = links.card(claim, "#000000")
    assert card.rows == (("who", "him → help"), ("cue", "According to"), ("about", "army"))
    assert card.tail == "indirect · certain"
    assert links.related(cue.id) == {claim.id, him.id, gerasimov.id, cue.id, army.id}


def test_a_claimant_without_words_is_said_as_its_kind():
    claim = mark(1, (0, 4), kind="claim", tag="Statement", source_kind="author")
    assert Links([claim], [], "text").card(claim, "#000000").rows[0] == ("who", "the author")


def test_spans_selected_one_after_the_other_are_merged_where_they_touch():
    assert merged((Span(0, 4), Span(10, 12)), Span(3, 6)) == (Span(0, 6), Span(10, 12))


def test_dates_are_written_as_a_person_does():
    assert [spoken_date(date) for date in ("2025-04-28", "1917-11", "1917")] == [
        "28 April 2025",
        "November 1917",
        "1917",
    ]


def test_a_form_feed_is_where_a_page_of_the_original_ends():
    text = "One.\fTwo.\n\fThree.\n\f\nFour.\n\nFive.\f\nSix."
    found = {text[each.start : each.end].strip(): each.turns for each in pieces(text)}
    assert found == {"One.": False, "Two.": True, "Three.": True, "Four.": True, "Five.": False, "Six.": True}


@pytest.mark.parametrize(
    "line",
    ["Norhaven, 4 May 1931", "Berlin, den 4. Mai 1931.", "May 4", "LONDON, Monday, May 4", "Le Havre, le 1er mai 1924",
     "4 мая 1931 г.", "1931年5月4日"],
)  # fmt: skip
def test_a_line_of_place_and_date_is_a_dateline(line):
    assert pieces(f"{line}\n\nThe harbour was closed.")[0].role == "dateline"


@pytest.mark.parametrize("line", ["Page 12", "On 4 May 1931 the harbour closed", "Route 66", "Norhaven, 1931: a year"])
def test_a_line_that_only_has_a_number_is_no_dateline(line):
    assert pieces(f"{line}\n\nThe harbour was closed.")[0].role != "dateline"


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("NORHAVEN, May 4 (AP) — The harbour", "NORHAVEN, May 4 (AP) —"),
        ("NEW YORK -- The harbour", "NEW YORK --"),
        ("ПАРИЖ — Порт", "ПАРИЖ —"),
        ("The harbour — closed", ""),
        ("A — the first letter", ""),
        ("THE END OF IT. He went — slowly", ""),
    ],
)
def test_the_dateline_that_opens_a_paragraph_is_told_from_its_words(line, opening):
    assert line[: dateline(line)] == opening


@given(widths=st.lists(st.integers(10, 200), min_size=1, max_size=15), room=st.integers(20, 900))
def test_buttons_stand_in_as_many_columns_as_there_is_room_for(widths, room):
    def width(columns):
        return sum(max(widths[place::columns], default=0) for place in range(columns)) + 2 * (columns - 1)

    found = columns_for(widths, room, 2)

    assert found == max([columns for columns in range(1, 6) if width(columns) <= room], default=1)

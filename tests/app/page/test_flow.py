"""A very long text is cut and indexed as somebody looks at it, and is then what it would be at once."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.app.page import flow as flow_module
from annotator.app.page.flow import Flow
from annotator.app.page.heights import Heights
from annotator.app.page.marks import Shows
from annotator.app.page.paragraphs import Cutter, pieces
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation, Span
from annotator.model.times import now

LINES = [f"{number} The council of the harbour said that the ledger is lost." for number in range(4000)]
TEXT = "\n\n".join(LINES)
EVERY = [
    Annotation(f"a{number:05}", "d", "entity", "Person", (Span(start, start + 12),), "AK", now(), now())
    for number, start in enumerate(range(0, len(TEXT) - 12, 100))
]


def describe(annotation: Annotation) -> tuple[str, bool]:
    return annotation.tag, False


def late_ones(annotation: Annotation) -> bool:
    return annotation.id > "a00007"


LINE_PARTS = ["a", " ", "\n", "\f", "> ", "word " * 2000, "x" * 3000, "\n\n"]


@example("a" + "x" * 3000 + "\na", [0, 0], 3000)
@given(
    st.lists(st.sampled_from(LINE_PARTS), max_size=12).map("".join),
    st.lists(st.integers(0, 30_000), max_size=6),
    st.sampled_from([3000, 100_000]),
)
def test_a_text_cut_in_steps_has_the_pieces_of_one_that_is_cut_at_once(text: str, steps: list[int], long: int):
    cutter = Cutter(text, long)
    made = [piece for until in [*sorted(steps), len(text)] for piece in cutter.cut(until)]
    assert made == cutter.pieces == pieces(text)
    assert cutter.done


@given(
    st.lists(st.lists(st.integers(0, 50).map(float), max_size=8), min_size=1, max_size=5).filter(lambda each: each[0]),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 99).map(float)), max_size=5),
    st.floats(-10, 500),
)
def test_heights_answer_like_a_plain_list(parts: list[list[float]], changes: list[tuple[int, float]], y: float):
    heights, plain = Heights(parts[0]), list(parts[0])
    for number, height in changes:
        if number < len(plain):
            heights.set(number, height)
            plain[number] = height
    for part in parts[1:]:
        heights.extend(part)
        plain += part
    tops = [sum(plain[:number]) for number in range(len(plain) + 1)]
    assert [heights.top_of(number) for number in range(len(plain) + 1)] == tops
    assert heights.whole == tops[-1]
    below = [number for number in range(len(plain)) if tops[number] <= max(0.0, y) and tops[number + 1] > max(0.0, y)]
    assert heights.at(y) == (below[0] if below else len(plain) - 1)


def test_only_the_beginning_of_a_long_text_is_looked_at_first(qapp):
    flow = Flow(TEXT, EVERY, describe, PageStyle(), 420.0)
    assert not flow.complete
    flow.layout(flow.piece_at(0.0))
    assert not flow.complete
    assert flow.has(0)
    assert flow.height > 4 * flow.top_of(flow.piece_of(flow_module.STRETCH // 4))


def test_what_is_far_below_is_there_as_soon_as_it_is_asked_for(qapp):
    whole = Flow(TEXT, EVERY, describe, PageStyle(), 420.0)
    while not whole.complete:
        whole.grow()
    last = len(whole.pieces) - 1

    assert Flow(TEXT, EVERY, describe, PageStyle(), 420.0).piece_of(len(TEXT)) == last
    assert Flow(TEXT, EVERY, describe, PageStyle(), 420.0).piece_at(1e9) == last
    assert Flow(TEXT, EVERY, describe, PageStyle(), 420.0).pieces == whole.pieces
    assert Flow(TEXT, EVERY, describe, PageStyle(), 420.0).has(last)
    assert not Flow(TEXT, EVERY, describe, PageStyle(), 420.0).has(last + 1)
    marked = Flow(TEXT, EVERY, describe, PageStyle(), 420.0)
    assert marked.touching(len(TEXT) - 300, len(TEXT)) == whole.touching(len(TEXT) - 300, len(TEXT))
    number = marked.piece_of(len(TEXT) - 150)
    assert marked.layout(number).touches == whole.layout(number).touches != ()


def test_a_mark_made_before_all_is_looked_at_stands_among_the_others(qapp):
    flow = Flow(TEXT, EVERY, describe, PageStyle(), 420.0)
    made = Annotation("b", "d", "entity", "Person", (Span(len(TEXT) - 20, len(TEXT)),), "AK", now(), now())
    flow.change_marks([EVERY[5]], [made], describe)
    assert made in flow.touching(len(TEXT) - 20, len(TEXT))
    assert EVERY[5] not in flow.touching(*EVERY[5].spans[0])


STEPS = ["narrow", "wide", "larger", "less", "more", "hide", "show"]


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from([1, 2, 9])), min_size=1, max_size=8))
def test_a_page_of_another_width_is_as_if_it_had_had_that_width_from_the_start(qapp, steps: list[tuple[str, int]]):
    text, marks = TEXT[:1500], [each for each in EVERY if each.spans[0].end <= 1500]
    shows: Shows | None = None
    style, width, last = PageStyle(), 420.0, marks[3]
    flow = Flow(text, marks, describe, style, width)
    for step, every in steps:
        # every piece is looked at, or some, or only the first
        for number in range(0, len(flow.pieces), every):
            flow.layout(number)
        if step in ("narrow", "wide", "larger"):
            style = PageStyle(zoom=1.5) if step == "larger" else style
            width = {"narrow": 300.0, "wide": 500.0}.get(step, width)
            flow.set_shape(style, width)
        elif step == "less" and last in marks:
            marks = [each for each in marks if each is not last]
            flow.change_marks([last], [], describe)
        elif step == "more" and last not in marks:
            marks = [*marks[:3], last, *marks[3:]]
            flow.change_marks([], [last], describe)
        elif step in ("hide", "show"):
            shows = late_ones if step == "hide" else None
            flow.set_shown(shows)
    fresh = Flow(text, marks, describe, style, width, shows=shows)
    for number in range(len(fresh.pieces)):
        there, made = flow.layout(number), fresh.layout(number)
        assert (there.touches, there.boxes, there.labels) == (made.touches, made.boxes, made.labels)
        assert [row[1:] for row in there.rows] == [row[1:] for row in made.rows]
        assert (there.height, there.claims) == (made.height, made.claims)
    assert flow.height == fresh.height


@pytest.mark.parametrize(("opens", "goes_on", "leftwards"), [("قال ", "he said ", True), ("He said ", "قال ", False)])
@pytest.mark.parametrize("before", ["", "Other words.\n", "هذا\n"])
def test_a_very_long_paragraph_is_read_in_one_direction_to_its_end(before, opens, goes_on, leftwards):
    text = before + opens * 400 + goes_on * 1200
    flow = Flow(text, (), lambda _: ("", False), PageStyle("", 12.0, 1.0), 500.0)
    flow.piece_of(len(text))
    start = len(before)
    numbers = range(flow.piece_of(start), flow.piece_of(len(text)) + 1)
    assert len(numbers) > 2
    layouts = [flow.layout(each) for each in numbers]
    assert [each.rtl for each in layouts] == [leftwards] * len(numbers)
    # the last line is not full: it hangs on the side on which reading begins
    last = layouts[-1]
    at = last.row_range(len(last.rows) - 1)
    edges = last.range_rects(*at)
    left, right = min(each.left() for each in edges), max(each.right() for each in edges)
    assert (right > 499 and left > 1) if leftwards else (left < 1 and right < 499)

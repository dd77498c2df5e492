"""Marks that change one by one stand where they would if all were taken anew."""

import copy
from collections.abc import Iterable, Mapping
from itertools import combinations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.app.page import flow as flows
from annotator.app.page.claim_card import Links
from annotator.app.page.flow import Flow
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation, Relation, Span, reading_order

TEXT = "\n".join("Kim Jong Un said that the army of the north praised the harbour strike." for _ in range(6))
TIME = "2026-01-31T09:00:00Z"
NAMES = st.integers(0, 7).map(lambda number: f"a{number}")


@st.composite
def marks(draw: st.DrawFn) -> Annotation:
    kind, tag = draw(st.sampled_from([("entity", "Person"), ("claim", "Statement"), ("cue", "Cue")]))
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, min(len(TEXT), start + 120)))
    return Annotation(draw(NAMES), "d", kind, tag, (Span(start, end),), "Anna", TIME, TIME)


def assert_apart(annotations: Iterable[Annotation], lanes: Mapping[str, int]) -> None:
    """Check that no two lines are drawn over each other."""
    # what stands on nothing but line ends is drawn nowhere
    drawn_ones = [each for each in annotations if each.kind != "cue" and each.id in lanes]
    for one, other in combinations(drawn_ones, 2):
        if any(a.start < b.end and b.start < a.end for a in one.spans for b in other.spans):
            assert lanes[one.id] != lanes[other.id]


ACTS = st.lists(marks() | NAMES, min_size=1, max_size=3)


def describe(annotation: Annotation) -> tuple[str, bool]:
    return ("", True) if annotation.kind == "cue" else (annotation.tag, False)


def drawn(flow: Flow) -> list[object]:
    """Return all that is drawn for the marks, piece by piece."""
    found: list[object] = []
    for number in range(len(flow.pieces)):
        layout = flow.layout(number)
        boxes = {(box.touch.annotation.id, box.rect.getRect(), box.under, box.begins, box.ends) for box in layout.boxes}
        labels = {(label.touch.annotation.id, label.text, label.at.toTuple()) for label in layout.labels}
        found.append((layout.height, flow.height_of(number), boxes, labels))
    return found


def lanes(flow: Flow) -> dict[str, int]:
    """Return the lanes that the lines of marks are drawn in, by id."""
    touches = [touch for number in range(len(flow.pieces)) for touch in flow.layout(number).touches]
    return {touch.annotation.id: touch.lane for touch in touches if not touch.framed}


def in_order(now: dict[str, Annotation]) -> tuple[Annotation, ...]:
    return tuple(sorted(now.values(), key=reading_order))


def person(name: str, end: int) -> Annotation:
    return Annotation(name, "d", "entity", "Person", (Span(0, end),), "Anna", TIME, TIME)


@example([[person("a0", 1), "a1", person("a2", 2)]], 2)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=1, max_size=8), st.sampled_from([2, 400]))
def test_what_changes_is_drawn_as_if_everything_were_new(qapp, acts, many):
    flows.MANY_CHANGES, usual = many, flows.MANY_CHANGES
    try:
        style, now = PageStyle("", 12.0, 1.0), dict[str, Annotation]()
        flow = Flow(TEXT, (), describe, style, 420.0)
        drawn(flow)
        for act in acts:
            before, after = dict(now), dict(now)
            for each in act:
                after.pop(each if isinstance(each, str) else each.id, None)
                if not isinstance(each, str):
                    after[each.id] = each
            gone = [mark for name, mark in before.items() if after.get(name) is not mark]
            made = [mark for name, mark in after.items() if before.get(name) is not mark]
            now = after
            changed = {mark.id for mark in (*gone, *made)}
            seen = lanes(flow)
            flow.change_marks(gone, made, describe)
            stayed = lanes(flow)
            assert {key: stayed[key] for key in seen if key not in changed} == {
                key: lane for key, lane in seen.items() if key not in changed
            }
            assert_apart(now.values(), stayed)
            anew = Flow(TEXT, in_order(now), describe, style, 420.0, copy.copy(flow.lanes))
            assert drawn(flow) == drawn(anew)
    finally:
        flows.MANY_CHANGES = usual


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(marks(), max_size=12, unique_by=lambda each: each.id), st.lists(st.sets(NAMES), min_size=1, max_size=6))
def test_what_stays_in_sight_keeps_its_lane_while_others_are_hidden_and_come_back(qapp, annotations, filters):
    style, every = PageStyle("", 12.0, 1.0), {each.id: each for each in annotations}
    flow = Flow(TEXT, in_order(every), describe, style, 420.0)
    seen = lanes(flow)
    for hidden in [*filters, set[str]()]:
        shown = {key: each for key, each in every.items() if key not in hidden}
        flow.set_marks(in_order(shown), describe)
        after = lanes(flow)
        assert {key: seen[key] for key in after if key in seen} == {key: after[key] for key in after if key in seen}
        assert_apart(shown.values(), after)
        seen = after


def test_a_mark_that_comes_back_has_its_lane_again(qapp):
    style, words = PageStyle("", 12.0, 1.0), (Span(4, 12),)
    every = {f"a{n}": Annotation(f"a{n}", "d", "entity", "Person", words, "Anna", TIME, TIME) for n in range(3)}
    flow = Flow(TEXT, in_order(every), describe, style, 420.0)
    before = lanes(flow)
    flow.change_marks([every["a0"]], [], describe)
    assert lanes(flow) == {"a1": before["a1"], "a2": before["a2"]}
    flow.change_marks([], [every["a0"]], describe)
    assert lanes(flow) == before


def link(number: int, source: str, target: str) -> Relation:
    return Relation(f"r{number}", "about", source, target)


def test_the_parts_of_a_claim_keep_their_order_when_one_of_them_changes():
    kinds = {"c": ("claim", "Statement", 0), "x": ("entity", "Person", 4), "y": ("entity", "Date", 9)}
    claim, one, two = (
        Annotation(name, "d", kind, tag, (Span(at, at + 3),), "Anna", TIME, TIME)
        for name, (kind, tag, at) in kinds.items()
    )
    relations = [link(1, "c", "x"), link(2, "c", "y")]
    links = Links([claim, one, two], relations, TEXT)
    links.change(relations, {"x": one})
    assert [each.id for each in links.targets("c", "about")] == ["x", "y"]
    links.change([link(2, "c", "y")], {"c": claim, "x": None})
    assert [each.id for each in links.targets("c", "about")] == ["y"]
    assert links.claims_of("x") == []
    assert "x" not in links.by_id


def test_fifty_marks_on_one_word_each_have_a_line_and_the_lines_of_text_make_room(qapp):
    style, words = PageStyle("", 12.0, 1.0), (Span(4, 12),)
    every = {f"{n:02d}": Annotation(f"{n:02d}", "d", "entity", "Person", words, "Anna", TIME, TIME) for n in range(50)}
    heights: list[float] = []
    for count in (0, 1, 3, 50):
        flow = Flow(TEXT, in_order({key: every[key] for key in list(every)[:count]}), describe, style, 420.0)
        rows = flow.layout(0).rows
        heights.append(rows[0].bottom - rows[0].top)
        assert rows[1].top == rows[0].bottom
        unders = {box.under for box in flow.layout(0).boxes}
        assert len(unders) == count
        assert all(rows[0].top < under < rows[0].bottom for under in unders)
        if count:
            assert [label.text for label in flow.layout(0).labels] == [
                f"Person +{count - 1}" if count > 1 else "Person"
            ]
    assert heights[0] == heights[1] < heights[2] < heights[3]

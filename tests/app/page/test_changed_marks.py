"""Marks that change one by one stand where they would if all were taken anew."""

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
            flow.change_marks(gone, made, describe)
            assert drawn(flow) == drawn(Flow(TEXT, in_order(now), describe, style, 420.0))
    finally:
        flows.MANY_CHANGES = usual


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

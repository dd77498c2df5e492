"""Relations as curves: the ways they take, and what a reader sees of them."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.app.page.curves import End, Names, Point, Sides, Tracks, nearest, way, way_out
from annotator.app.page.view import PageView
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document

PITCH = 30.0
SIDES = Sides(44.0, 560.0)


@st.composite
def ends(draw: st.DrawFn) -> End:
    row, left = draw(st.integers(0, 20)), draw(st.floats(50, 500))
    right = left + draw(st.floats(1, 550 - left))
    top = row * PITCH
    under = draw(st.none() | st.just((left + (right - left) / 2, right)))
    return End(row, left, right, top + 5, top + 22, top, top + PITCH, under)


def on_box(point: Point, end: End) -> bool:
    return end.left - 1e-6 <= point.x <= end.right + 1e-6 and point.y in (end.top, end.bottom)


def check_way(points: tuple[Point, ...], gaps: set[float]) -> None:
    assert len(points) >= 2
    for one, other in pairwise(points):
        assert one != other
        assert one.x == other.x or one.y == other.y
        if one.x != other.x:
            assert one.y in gaps
    for point in points:
        assert SIDES.left <= point.x <= SIDES.right


@example(End(0, 50.0, 70.0, 5, 22, 0, PITCH, None), End(0, 50.0, 70.015625, 5, 22, 0, PITCH, None))
@given(ends(), ends())
def test_a_way_leads_from_box_to_box_and_sideways_only_between_lines(source, target):
    points = way(source, target, SIDES)
    assert on_box(points[0], source)
    assert on_box(points[-1], target)
    check_way(points, {end + row * PITCH for end in (0.0,) for row in range(22)})
    top, bottom = min(source.above, target.above), max(source.below, target.below)
    assert all(top <= point.y <= bottom for point in points)
    assert points == way(source, target, SIDES)


@given(ends(), st.booleans())
def test_a_way_to_what_is_out_of_sight_ends_at_the_edge_in_a_margin(end, up):
    edge = -3.0 if up else 21 * PITCH + 3
    points = way_out(end, edge, SIDES)
    assert on_box(points[0], end)
    assert points[-1].y == edge
    assert points[-1].x in SIDES
    check_way(points, {row * PITCH for row in range(22)})


@given(st.lists(ends(), min_size=1, max_size=6), st.lists(ends(), min_size=1, max_size=6))
def test_a_way_begins_no_more_lines_away_than_the_ends_of_the_marks_are(sources, targets):
    source, target = nearest(sources, targets)
    assert source in sources
    assert target in targets
    assert abs(source.row - target.row) <= abs(sources[0].row - targets[0].row)


@given(st.lists(st.tuples(ends(), ends(), st.sampled_from("abc")), max_size=12))
def test_names_never_cover_each_other(relations):
    names, placed = Names(8.0), []
    for source, target, _ in relations:
        spot = names.place(way(source, target, SIDES), 40.0)
        if spot is not None:
            assert all(abs(spot.y - other.y) >= 8.0 or abs(spot.x - other.x) >= 40.0 for other in placed)
            placed.append(spot)


def test_ways_of_different_marks_along_one_gap_run_side_by_side():
    end = End(1, 100, 140, 35, 52, 30, 60)
    points = way(end, end._replace(left=300, right=340), SIDES)
    tracks = Tracks(2.0)
    shifts = [tracks.shift(points, owner) for owner in ("a", "a", "b", "c", "d")]
    assert shifts == [0.0, 0.0, -2.0, 2.0, 0.0]


TEXT = "\n".join(
    ["Kim Jong Un stated that a monument would be built in Pyongyang. He said so twice."]
    + [f"Line {number} of a long report on the harbour." for number in range(80)]
    + ["The army was praised."]
)


def mark(number: int, *words: str, kind: str = "entity", tag: str = "Person") -> Annotation:
    spans = tuple(Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in words)
    return Annotation(f"{number:04d}", "d", kind, tag, spans, "A", "", "")  # pyright: ignore


PERSON, ARMY, HE = mark(1, "Kim Jong Un"), mark(2, "army", tag="Group"), mark(6, "He ")
CUE = mark(3, "stated that", kind="cue", tag="Cue")
CLAIM = mark(4, "a monument would be built", kind="claim", tag="Statement")
PARTED = mark(5, "said", "twice", kind="claim", tag="Rule")
LINKS = (
    Relation("r1", "claimant", CLAIM.id, PERSON.id),
    Relation("r2", "about", CLAIM.id, ARMY.id),
    Relation("r3", "cue", CLAIM.id, CUE.id),
    Relation("r4", "same as", HE.id, PERSON.id),
)


@pytest.fixture
def page(qtbot) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.set_tag_set(load_default())
    made.resize(900, 500)
    marks = (PERSON, CUE, CLAIM, HE, PARTED, ARMY)
    made.show_document(AnnotatedDocument(Document("d", "Report", TEXT, "", ""), marks, LINKS))
    made.show()
    qtbot.waitExposed(made)
    return made


def hover(page: PageView, annotation: Annotation) -> None:
    place = page.rect_of_caret(annotation.start + 1).center() + QPointF(1, 0)
    everywhere = QPointF(page.viewport().mapToGlobal(place.toPoint()))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, place, everywhere, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.viewport(), event)


def near(one: QColor, other: QColor) -> bool:
    """Tell whether two colours are all but one: a thin line is blended with what is below it."""
    parts = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(int(a) - int(b)) < 70 for a, b in parts)  # pyright: ignore[reportArgumentType]


def has_colour(page: PageView, colour: str, left: int, top: int, right: int, bottom: int) -> bool:
    seen = page.viewport().grab().toImage()
    wanted = QColor(colour)
    return any(near(seen.pixelColor(QPoint(x, y)), wanted) for x in range(left, right) for y in range(top, bottom))


def strip(page: PageView) -> tuple[int, int, int, int]:
    """Return the gap above the end of the person's name, which the way from the claim comes along."""
    rect = page.rect_of(PERSON.spans[0])
    return rect.right() - 9, rect.top() - 4, rect.right() - 3, rect.top() + 1


def test_relations_are_drawn_for_what_is_selected_or_under_the_pointer_when_asked_for(page):
    colour = page.inks("claim", "Statement").label.name()
    page.select_annotation(CLAIM.id)
    assert not has_colour(page, colour, *strip(page))
    page.show_relations("some")
    assert has_colour(page, colour, *strip(page))
    page.select_annotation(None)
    assert not has_colour(page, colour, *strip(page))
    hover(page, CLAIM)
    assert has_colour(page, colour, *strip(page))
    page.set_hovered(None)
    page.show_relations("all")
    assert has_colour(page, colour, *strip(page))


def test_a_relation_to_what_is_out_of_sight_leads_to_the_edge(page):
    colour = page.inks("claim", "Statement").label.name()
    page.show_relations("some")
    page.select_annotation(CLAIM.id)
    width, height = page.viewport().width(), page.viewport().height()
    assert has_colour(page, colour, 0, height - 20, width, height)
    page.set_showing(page.showing.with_tag(("entity", "Group"), False))
    assert not has_colour(page, colour, 0, height - 20, width, height)


def test_the_letters_are_the_same_with_curves_below_them(page):
    text = page.theme.text
    before = page.viewport().grab().toImage()
    page.show_relations("all")
    after = page.viewport().grab().toImage()
    dark = [
        (x, y) for x in range(before.width()) for y in range(before.height()) if before.pixelColor(x, y).name() == text
    ]
    assert dark
    assert all(after.pixelColor(x, y).name() == text for x, y in dark)


def test_the_parts_of_one_mark_are_joined_under_the_pointer(page):
    first, last = (page.rect_of(span) for span in PARTED.spans)
    between = QRect(QPoint(first.right() + 3, first.top()), QPoint(last.left() - 3, first.bottom() + 8))
    before = page.viewport().grab(between).toImage()
    hover(page, PARTED)
    assert page.viewport().grab(between).toImage() != before
    page.set_hovered(None)
    assert page.viewport().grab(between).toImage() == before


def test_a_mark_is_lit_with_all_that_belongs_to_it(page):
    links = page.links
    assert links.related(CLAIM.id) == {CLAIM.id, PERSON.id, ARMY.id, CUE.id}
    assert links.related(PERSON.id) == {CLAIM.id, PERSON.id, ARMY.id, CUE.id, HE.id}
    assert links.related(HE.id) == {HE.id, PERSON.id}

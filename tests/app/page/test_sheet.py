"""What is moved on the screen looks, pixel by pixel, as if it were painted anew."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from annotator.app.page.found import Hits
from annotator.app.page.sheet import unit
from annotator.app.page.showing import Showing
from annotator.app.page.view import PageView
from annotator.app.theme import THEMES
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Document
from tests.pictures.scenes import ARABIC, CHINESE, ENGLISH, TIME

SHADE = 32
TEXT = "\n\n".join([ENGLISH, ARABIC, CHINESE] * 3)
WORDS = ("Norhaven", "ledger", "Ingrid Solberg", "سالم الخطيب", "海明市", "harbour company", "the list", "May")


def marks() -> list[Annotation]:
    found: list[Annotation] = []
    for words in WORDS:
        start = TEXT.find(words)
        while start >= 0:
            number = len(found)
            kind, tag = [("entity", "Person"), ("claim", "Statement"), ("cue", "Cue"), ("entity", "Work")][number % 4]
            spans = (Span(start, start + len(words)),)
            if number % 5 == 0:
                spans = (*spans, Span(start + len(words) + 9, start + len(words) + 15))
            found.append(Annotation(f"{number:03}", "d", kind, tag, spans, "A", TIME, TIME))  # pyright: ignore
            start = TEXT.find(words, start + 40)
    return sorted(found, key=reading_order)


MARKS = marks()
CLAIMS = [each.id for each in MARKS if each.kind == "claim"]
RELATIONS = tuple(
    Relation(f"r{number}", "cue" if each.kind == "cue" else "claimant", CLAIMS[number % len(CLAIMS)], each.id)
    for number, each in enumerate(MARKS)
    if each.kind != "claim"
)


def new_page() -> PageView:
    page = PageView()
    page.set_theme(THEMES["light"])
    page.set_tag_set(load_default())
    page.resize(860, 420)
    page.show()
    page.show_document(AnnotatedDocument(Document("d", "The ledger", TEXT, "0" * 64, TIME), tuple(MARKS), RELATIONS))
    return page


def shown(page: PageView) -> QImage:
    return page.viewport().grab().toImage()


def alike(one: QImage, other: QImage) -> bool:
    """Tell whether two pictures are the same; a line cut by the edge of a picture may be smoothed otherwise there."""
    if one == other:
        return True
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return one.size() == other.size() and all(abs(a - b) <= SHADE for a, b in pairs)


def add(page: PageView, at: int) -> None:
    made = Annotation(f"x{at}", "d", "entity", "Date", (Span(at, at + 7),), "A", TIME, TIME)
    if page.annotation(made.id) is None:
        now = sorted([*page.every_annotation, made], key=reading_order)
        page.change_annotations(now, RELATIONS, {made.id: made})


def take(page: PageView, at: int) -> None:
    gone = page.every_annotation[at % len(page.every_annotation)]
    left = [each for each in page.every_annotation if each is not gone]
    page.change_annotations(left, RELATIONS, {gone.id: None})


def hide(page: PageView, at: int) -> None:
    page.set_showing(Showing() if at % 2 else Showing(tags=frozenset({("entity", "Person")})))


ACTS = {
    "scroll": lambda page, at: page.verticalScrollBar().setValue(page.verticalScrollBar().value() + at % 240 - 90),
    "jump": lambda page, at: page.go_to(at),
    "hover": lambda page, at: page.set_hovered(page.every_annotation[at % len(page.every_annotation)].id),
    "leave": lambda page, _: page.set_hovered(None),
    "choose": lambda page, at: page.select_annotation(page.every_annotation[at % len(page.every_annotation)].id),
    "select": lambda page, at: page.set_selection((Span(at, at + 90),)),
    "propose": lambda page, at: page.set_proposal([(Span(at, at + 30), "cue"), (Span(at + 40, at + 60), "claimant")]),
    "find": lambda page, at: page.set_hits(
        Hits([Span(each, each + 3) for each in range(0, len(TEXT) - 3, 70)], at % 9)
    ),
    "curves": lambda page, at: page.show_relations(("none", "some", "all")[at % 3]),
    "hidden": lambda page, at: page.show_hidden(at % 2 == 0),
    "add": add,
    "take": take,
    "hide": hide,
    "focus": lambda page, at: page.set_focus_tag(("claim", "Statement") if at % 2 else None),
    "widen": lambda page, at: page.resize(700 + at % 300, 420),
    "zoom": lambda page, at: page.set_zoom(0.8 + at % 4 / 10),
    "theme": lambda page, at: page.set_theme(THEMES[("light", "dark", "high-contrast")[at % 3]]),
}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, len(TEXT) - 100)), max_size=24))
@example(
    [("scroll", 239), ("scroll", 239), ("choose", 5), ("scroll", 120), ("scroll", 0), ("hover", 3), ("scroll", 60)]
)
@example([("curves", 2), ("scroll", 200), ("scroll", 150), ("leave", 0), ("add", 150), ("scroll", 95), ("take", 3)])
@example([("jump", 2000), ("scroll", 0), ("scroll", 0), ("scroll", 200), ("add", 2050), ("scroll", 89)])
def test_what_is_moved_looks_as_if_it_were_painted_anew(qapp, acts):
    page = new_page()
    for name, at in acts:
        ACTS[name](page, at)
        # the first picture settles heights that were estimated, the second and third are moved
        shown(page)
        moved = shown(page)
        page._drawing.forget()
        assert alike(moved, shown(page)), name
    page.close()
    page.deleteLater()


@pytest.mark.parametrize(
    ("ratio", "least"), [(1.0, 1), (1.25, 4), (1.5, 2), (2.0, 1), (4 / 3, 3), (1.1, 10), (1.0103, 0)]
)
def test_a_move_by_whole_pixels_of_the_screen(ratio, least):
    assert unit(ratio) == least

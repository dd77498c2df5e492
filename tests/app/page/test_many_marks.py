"""A text with very many marks."""

from annotator.app.page.marked import MANY
from annotator.app.page.showing import Showing
from annotator.app.page.view import PageView
from annotator.app.theme import THEMES
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.work import calls_of

TIME = "2026-01-31T09:00:00Z"


def test_every_mark_of_a_text_with_very_many_can_be_chosen(qtbot):
    text = "harbour " * (MANY + 10)
    marks = tuple(
        Annotation(f"a{number:06}", "d", "entity", "Location", (Span(number * 8, number * 8 + 7),), "AK", TIME, TIME)
        for number in range(MANY + 10)
    )
    page = PageView()
    qtbot.addWidget(page)
    page.set_theme(THEMES["light"])
    page.set_tag_set(load_default())
    page.show()
    page.show_document(AnnotatedDocument(Document("d", "Harbours", text, text_sha256(text), TIME), marks))
    qtbot.waitUntil(lambda: "by_id" in vars(page.links))
    page.select_annotation(marks[-1].id, reveal=True)
    assert page.selected == marks[-1].id


def test_hiding_a_tag_costs_the_same_among_very_many_marks(qtbot):
    def work(count: int) -> int:
        text = "The harbour was closed.\n" * count
        marks = tuple(
            Annotation(
                f"a{number:06}", "d", "entity", ("Location", "Date")[number % 2], (Span(at, at + 7),), "AK", TIME, TIME
            )
            for number, at in enumerate(range(4, len(text), 24))
        )
        page = PageView()
        qtbot.addWidget(page)
        page.set_theme(THEMES["light"])
        page.set_tag_set(load_default())
        page.show()
        page.show_document(AnnotatedDocument(Document("d", "Harbours", text, text_sha256(text), TIME), marks))
        page.grab()
        # with as many lines laid out in one text as in the other, since each of them is laid out anew
        qtbot.waitUntil(lambda: page.at_rest)
        hidden = Showing(tags=frozenset({("entity", "Date")}))
        calls = calls_of(lambda: page.set_showing(hidden))
        assert page.hidden.total == count // 2
        return calls

    work(100)
    assert work(4_000) <= 1.5 * work(400)

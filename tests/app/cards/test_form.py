"""The form stands over its card, goes where that goes, and keeps what is being written."""

import pytest

from annotator.app.page.card_paint import fields_of
from annotator.app.page.claim_card import Field
from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put, Remove
from annotator.store import Project
from tests.app.cards.hands import KEY, LEFT, NONE, WHO, claim_of, editor_of, go_to, press, type_in
from tests.app.conftest import TEXT, make_document, make_tag_set


@pytest.fixture
def long(open_window, tmp_path):
    """Return a window with a long article, whose one claim, at its beginning, is selected."""
    path = tmp_path / "Long.annotator"
    text = TEXT + "\n\n" + "Nothing more was said about it on that day.\n\n" * 120
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Long", "open", marked=True, text=text))]), "AK")
    window = open_window(path)
    window.resize(1500, 900)
    window.workspace.page.select_annotation(claim_of(window).id)
    return window


def test_the_form_stands_over_its_card_at_every_zoom(qtbot, marked):
    page = marked.workspace.page
    qtbot.keyClick(page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab)
    for zoom in (1.5, 0.8):
        page.set_zoom(zoom)
        qtbot.waitUntil(lambda: editor_of(marked) is not None and editor_of(marked).look.style == page.margin.style)
        rect, _ = page.margin.open_card
        assert abs(editor_of(marked).geometry().center().x() - rect.center().x()) <= 2
        assert editor_of(marked).current == WHO


def test_the_theme_of_the_form_is_that_of_the_page(qtbot, marked, settings):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    settings.theme = "dark"
    qtbot.waitUntil(lambda: editor_of(marked) is not None and editor_of(marked).look.theme.name == "dark")


def test_a_folded_card_is_edited_over_the_text(qtbot, marked):
    page = marked.workspace.page
    marked.resize(760, 800)
    qtbot.waitUntil(lambda: page.columns.folded and page.margin.open_card is not None)
    page.viewport().repaint()
    qtbot.keyClick(page, KEY.Key_F2)
    assert editor_of(marked).isVisible()
    assert page.viewport().rect().contains(editor_of(marked).geometry().adjusted(6, 6, -6, -6))
    press(qtbot, KEY.Key_1)
    assert claim_of(marked).tag == "Statement"


def test_the_form_goes_with_its_card_and_closes_when_that_is_out_of_view(qtbot, long):
    window, page = long, long.workspace.page
    window.workspace.focus_page()
    page.viewport().repaint()
    qtbot.keyClick(page, KEY.Key_F2)
    before = editor_of(window).geometry()
    page.verticalScrollBar().setValue(40)
    page.viewport().repaint()
    assert editor_of(window).geometry() == before.translated(0, -40)
    go_to(qtbot, window, Field("attribute", "topic"))
    type_in(qtbot, "a")
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.viewport().repaint()
    qtbot.waitUntil(lambda: editor_of(window) is None)
    assert page.hasFocus()
    assert claim_of(window).attributes["topic"] == "a"


def test_f2_scrolls_to_a_claim_that_is_out_of_view(qtbot, long):
    window, page = long, long.workspace.page
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.viewport().repaint()
    window.workspace.focus_page()
    qtbot.keyClick(page, KEY.Key_F2)
    assert editor_of(window).isVisible()
    assert page.viewport().rect().intersects(editor_of(window).geometry())


def test_a_claim_that_is_gone_closes_its_form(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    assert marked.session.do(Change("remove", [Remove(Annotation, claim_of(marked).id)]))
    assert editor_of(marked) is None


def test_choosing_another_mark_closes_the_card(qtbot, marked):
    page = marked.workspace.page
    qtbot.keyClick(page, KEY.Key_F2)
    person = next(each for each in marked.session.annotations if each.tag == "Person")
    qtbot.mouseClick(page.viewport(), LEFT, NONE, page.rect_of(person.spans[0]).center())
    assert editor_of(marked) is None
    assert page.selected == person.id


@pytest.mark.parametrize("values", [("direct", "certain"), ("مباشر", "مؤكد")])
def test_the_lines_of_a_card_lie_in_it_and_over_no_other(marked, values):
    page = marked.workspace.page
    rect, card = page.margin.open_card
    card = card._replace(said=(("quotation", values[0]), ("certainty", values[1])))
    places = [place for _, place in fields_of(rect, card, page.margin.style)]
    assert len(places) == 1 + len(card.rows) + 2
    assert all(rect.left() <= place.left() and place.right() <= rect.right() for place in places)
    assert not any(one.intersects(other) for n, one in enumerate(places) for other in places[:n])
    assert (places[-2].left() < places[-1].left()) == values[0].isascii()


def test_neighbours_give_way_to_the_form(qtbot, open_window, tmp_path):
    text = "Kim said that it rains. Kim said that it snows. Kim said that it hails. " * 2
    path = tmp_path / "Crowded.annotator"
    with Project.create(path, make_tag_set()) as project:
        document = make_document("Crowded", text=text)
        tag = make_tag_set().find("Statement")
        made = [edits.new_annotation(document.document.id, tag, (Span(at, at + 8),), "AK") for at in (14, 38, 62)]
        project.do(Change("import", [Put(each) for each in (document, *made)]), "AK")
    window = open_window(path)
    page = window.workspace.page
    page.select_annotation(made[1].id)
    window.commands.edit_card()
    press(qtbot, KEY.Key_F2)
    page.grab()
    form = editor_of(window).geometry().adjusted(6, 6, -6, -6)
    cards = {each: page.card_rect(each) for each in page.cards_in_view()}
    for each, place in cards.items():
        if each != made[1].id:
            assert not place.toAlignedRect().intersects(form)


def test_what_is_being_written_is_saved_when_another_article_is_opened(qtbot, marked, document_ids):
    first = marked.session.document.document.id
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "topic"))
    type_in(qtbot, "m")
    type_in(qtbot, "onument")
    assert marked.session.open_document(next(each for each in document_ids if each != first))
    assert editor_of(marked) is None
    assert marked.session.open_document(first)
    assert claim_of(marked).attributes["topic"] == "monument"


def test_what_is_being_written_is_saved_when_the_window_is_closed(qtbot, marked, project_path):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "topic"))
    type_in(qtbot, "m")
    type_in(qtbot, "onument")
    claim = claim_of(marked)
    marked.close()
    with Project.open(project_path) as project:
        found = project.document(claim.document)
        assert next(each for each in found.annotations if each.id == claim.id).attributes["topic"] == "monument"

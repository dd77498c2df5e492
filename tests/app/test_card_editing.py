"""Type, claimant, cue and attributes of a claim are changed in its card, by keys and by clicks."""

import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.app.page.card_paint import fields_of
from annotator.app.page.claim_card import Field
from annotator.formats.tagset_toml import load_default
from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.store import Project

from .conftest import TEXT, make_document, make_tag_set

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key
TAG, WHO, CUE = Field("tag"), Field("part", "claimant"), Field("part", "cue")


@pytest.fixture
def marked(qtbot, window):
    """Return a window whose one claim is selected and painted."""
    window.resize(1500, 900)
    workspace = window.workspace
    assert workspace.around is not None
    claim = next(each for each in window.session.annotations if each.kind == "claim")
    workspace.page.select_annotation(claim.id)
    workspace.focus_page()
    qtbot.waitUntil(lambda: workspace.page.margin.open_card is not None)
    return window


def claim_of(window):
    return next(each for each in window.session.annotations if each.kind == "claim")


def parts_of(window, name):
    session = window.session
    return [session.words(session.annotation(each.target)) for each in session.relations if each.type == name]


def editor_of(window):
    return window.workspace.around.card_editing.editor


def press(qtbot, *keys, modifiers=NONE):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(qtbot, words):
    qtbot.keyClicks(QApplication.focusWidget(), words)


def go_to(qtbot, window, field):
    """Walk by Tab to the line of *field*, over the line that shows all."""
    for _ in range(30):
        if editor_of(window).current == field:
            return
        if editor_of(window).current is None:
            press(qtbot, KEY.Key_Return)
        else:
            press(qtbot, KEY.Key_Tab)
    raise AssertionError(f"{field} has no line")


def click_card(qtbot, window, field):
    page = window.workspace.page
    rect, card = page.margin.open_card
    place = dict(fields_of(rect, card, page.margin.style))[field]
    qtbot.mouseClick(page.viewport(), LEFT, NONE, place.center().toPoint())


def labels(window):
    options = editor_of(window).options
    return [options.item(row).text() for row in range(options.count())]


def choose(qtbot, window, words):
    options = editor_of(window).options
    for _ in range(options.count()):
        press(qtbot, KEY.Key_Up)
    for _ in range(labels(window).index(words)):
        press(qtbot, KEY.Key_Down)


def test_f2_goes_into_the_card_and_escape_gives_the_page_the_keys_again(qtbot, marked):
    page = marked.workspace.page
    qtbot.keyClick(page, KEY.Key_F2)
    editor = editor_of(marked)
    assert editor.isVisible()
    assert editor.current == TAG
    assert editor.words(WHO) == "Kim Jong Un"
    assert editor.words(CUE) == "stated that"
    press(qtbot, KEY.Key_Escape)
    assert editor_of(marked) is None
    assert page.hasFocus()
    assert page.selected == claim_of(marked).id


def test_the_key_of_a_tag_gives_the_claim_that_type(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_1)
    assert claim_of(marked).tag == "Statement"
    assert editor_of(marked).words(TAG) == "Statement"
    assert editor_of(marked).current == TAG
    assert marked.session.undo()
    assert claim_of(marked).tag == "Intention"
    assert editor_of(marked).words(TAG) == "Intention"


def test_enter_takes_the_type_that_the_arrow_keys_chose(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Return)
    assert labels(marked) == ["Statement", "Intention"]
    press(qtbot, KEY.Key_Up, KEY.Key_Return)
    assert claim_of(marked).tag == "Statement"
    assert marked.session.undo_state.undo == "change Intention to Statement"


def test_escape_leaves_a_list_as_it_was(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Return, KEY.Key_Up, KEY.Key_Escape)
    assert editor_of(marked).options is None
    assert editor_of(marked).current == TAG
    assert claim_of(marked).tag == "Intention"


def test_a_click_on_a_line_of_the_selected_card_opens_just_that(qtbot, marked):
    click_card(qtbot, marked, WHO)
    assert editor_of(marked).current == WHO
    assert "Pyongyang" in labels(marked)
    choose(qtbot, marked, "Pyongyang")
    press(qtbot, KEY.Key_Return)
    assert parts_of(marked, "claimant") == ["Pyongyang"]
    assert editor_of(marked).words(WHO) == "Pyongyang"
    assert marked.session.undo()
    assert parts_of(marked, "claimant") == ["Kim Jong Un"]


def test_space_adds_a_claimant_to_the_one_there_is_and_takes_it_away_again(qtbot, marked):
    click_card(qtbot, marked, WHO)
    choose(qtbot, marked, "Pyongyang")
    press(qtbot, KEY.Key_Space)
    assert sorted(parts_of(marked, "claimant")) == ["Kim Jong Un", "Pyongyang"]
    press(qtbot, KEY.Key_Return)
    choose(qtbot, marked, "Pyongyang")
    press(qtbot, KEY.Key_Space)
    assert parts_of(marked, "claimant") == ["Kim Jong Un"]


def test_delete_takes_a_part_away_and_leaves_the_claim(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab, KEY.Key_Tab)
    assert editor_of(marked).current == CUE
    press(qtbot, KEY.Key_Delete)
    assert parts_of(marked, "cue") == []
    assert claim_of(marked).tag == "Intention"
    assert editor_of(marked).words(CUE) == ""


def test_words_that_nobody_marked_become_the_claimant_they_are_proposed_for(qtbot, marked):
    session = marked.session
    before = len(session.annotations)
    click_card(qtbot, marked, WHO)
    proposed = [each for each in labels(marked) if each == "He"]
    assert proposed
    choose(qtbot, marked, "He")
    press(qtbot, KEY.Key_Return)
    assert parts_of(marked, "claimant") == ["He"]
    assert len(session.annotations) == before + 1
    assert session.undo()
    assert len(session.annotations) == before


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("said_on", "2025-04", "2025-04"), ("topic", "a monument", "a monument"), ("count", "12", 12)],
)
def test_a_written_value_is_taken_with_enter(qtbot, marked, name, typed, value):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", name))
    press(qtbot, KEY.Key_Return)
    type_in(qtbot, typed)
    press(qtbot, KEY.Key_Return)
    assert claim_of(marked).attributes[name] == value
    assert editor_of(marked).current == Field("attribute", name)
    assert editor_of(marked).words(Field("attribute", name)) == str(value)
    assert marked.session.undo()
    assert name not in claim_of(marked).attributes


def test_letters_that_are_keys_of_the_page_are_written_and_tag_nothing(qtbot, marked):
    before = len(marked.session.annotations)
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "topic"))
    type_in(qtbot, "p")
    type_in(qtbot, "lu. 8")
    press(qtbot, KEY.Key_Backspace, KEY.Key_Return)
    assert claim_of(marked).attributes["topic"] == "plu."
    assert claim_of(marked).tag == "Intention"
    assert len(marked.session.annotations) == before


def test_a_wrong_date_is_not_taken_and_stays_to_be_mended(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "said_on"))
    type_in(qtbot, "2")
    type_in(qtbot, "025-13")
    press(qtbot, KEY.Key_Return)
    assert editor_of(marked).writing.text() == "2025-13"
    assert "said_on" not in claim_of(marked).attributes
    press(qtbot, KEY.Key_Backspace, KEY.Key_2, KEY.Key_Tab)
    assert claim_of(marked).attributes["said_on"] == "2025-12"
    assert editor_of(marked).current == Field("attribute", "topic")


def test_escape_in_a_field_leaves_what_was_there(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "topic"))
    type_in(qtbot, "x")
    press(qtbot, KEY.Key_Escape)
    assert editor_of(marked).writing is None
    assert "topic" not in claim_of(marked).attributes
    assert editor_of(marked).current == Field("attribute", "topic")


def test_choices_and_flags_are_set_by_keys(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    go_to(qtbot, marked, Field("attribute", "quotation"))
    press(qtbot, KEY.Key_Return, KEY.Key_Down, KEY.Key_Down, KEY.Key_Tab)
    assert claim_of(marked).attributes["quotation"] == "indirect"
    go_to(qtbot, marked, Field("attribute", "negated"))
    press(qtbot, KEY.Key_Return)
    assert claim_of(marked).attributes["negated"] is True
    press(qtbot, KEY.Key_Return)
    assert "negated" not in claim_of(marked).attributes


def test_tab_goes_round_the_lines_and_back(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    fields = editor_of(marked).fields
    assert fields[:3] == [TAG, WHO, CUE]
    press(qtbot, KEY.Key_Backtab, modifiers=SHIFT)
    assert editor_of(marked).current is None
    press(qtbot, KEY.Key_Tab)
    assert editor_of(marked).current == TAG
    press(qtbot, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up)
    assert editor_of(marked).current == WHO


def test_choosing_another_mark_closes_the_card(qtbot, marked):
    page = marked.workspace.page
    qtbot.keyClick(page, KEY.Key_F2)
    person = next(each for each in marked.session.annotations if each.tag == "Person")
    qtbot.mouseClick(page.viewport(), LEFT, NONE, page.rect_of(person.spans[0]).center())
    assert editor_of(marked) is None
    assert page.selected == person.id


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


def test_f2_without_a_claim_does_nothing(qtbot, marked):
    page = marked.workspace.page
    person = next(each for each in marked.session.annotations if each.tag == "Person")
    page.select_annotation(person.id)
    qtbot.keyClick(page, KEY.Key_F2)
    assert editor_of(marked) is None


def test_a_click_on_a_value_in_the_last_line_opens_its_choices(qtbot, marked):
    claim = claim_of(marked)
    values = {"attributes": {"quotation": "direct", "verdict": "true"}}
    assert marked.session.do(Change("say more", [Alter(Annotation, claim.id, values)]))
    marked.workspace.page.viewport().repaint()
    click_card(qtbot, marked, Field("attribute", "verdict"))
    assert labels(marked) == ["—", "unchecked", "true", "false"]
    choose(qtbot, marked, "false")
    press(qtbot, KEY.Key_Return)
    said = dict(claim_of(marked).attributes)
    # a verdict is somebody's, of some day
    assert said.pop("verdict_date") == datetime.date.today().isoformat()
    assert said == {"quotation": "direct", "verdict": "false", "verdict_by": "AK"}


def test_a_first_click_on_a_card_only_selects_its_claim(qtbot, marked):
    page = marked.workspace.page
    page.select_annotation(None)
    page.viewport().repaint()
    qtbot.mouseClick(page.viewport(), LEFT, NONE, page.card_rect(claim_of(marked).id).center().toPoint())
    assert page.selected == claim_of(marked).id
    assert editor_of(marked) is None


def test_a_click_in_a_list_takes_and_with_control_adds(qtbot, marked):
    def click(words, modifiers):
        options = editor_of(marked).options
        item = options.item(labels(marked).index(words))
        qtbot.mouseClick(options.viewport(), LEFT, modifiers, options.visualItemRect(item).center())

    click_card(qtbot, marked, WHO)
    click("Pyongyang", CONTROL)
    assert sorted(parts_of(marked, "claimant")) == ["Kim Jong Un", "Pyongyang"]
    rect = editor_of(marked).line_rect(CUE)
    qtbot.mouseClick(editor_of(marked).row(CUE), LEFT, NONE)
    assert rect.isValid()
    click("—", NONE)
    assert parts_of(marked, "cue") == []


def test_the_form_goes_with_its_card_and_closes_when_that_is_out_of_view(qtbot, open_window, tmp_path):
    path = tmp_path / "Long.annotator"
    text = TEXT + "\n\n" + "Nothing more was said about it on that day.\n\n" * 120
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Long", "open", marked=True, text=text))]), "AK")
    window = open_window(path)
    window.resize(1500, 900)
    page = window.workspace.page
    page.select_annotation(claim_of(window).id)
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


def test_f2_scrolls_to_a_claim_that_is_out_of_view(qtbot, open_window, tmp_path):
    path = tmp_path / "Long.annotator"
    text = TEXT + "\n\n" + "Nothing more was said about it on that day.\n\n" * 120
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Long", "open", marked=True, text=text))]), "AK")
    window = open_window(path)
    window.resize(1500, 900)
    page = window.workspace.page
    page.select_annotation(claim_of(window).id)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.viewport().repaint()
    window.workspace.focus_page()
    qtbot.keyClick(page, KEY.Key_F2)
    assert editor_of(window).isVisible()
    assert page.viewport().rect().intersects(editor_of(window).geometry())


def test_undo_while_the_form_is_open_shows_what_is_said_again(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab, KEY.Key_Delete)
    assert editor_of(marked).words(WHO) == ""
    marked.actions_["edit.undo"].trigger()
    assert editor_of(marked).words(WHO) == "Kim Jong Un"
    assert editor_of(marked).current == WHO


def test_a_claim_that_is_gone_closes_its_form(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    assert marked.session.do(Change("remove", [Remove(Annotation, claim_of(marked).id)]))
    assert editor_of(marked) is None


def test_f2_on_a_line_opens_it_and_repeats_no_tag(qtbot, marked):
    before = len(marked.session.annotations)
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab, KEY.Key_F2)
    assert editor_of(marked).options is not None
    press(qtbot, KEY.Key_Period, KEY.Key_Delete)
    assert len(marked.session.annotations) == before
    assert parts_of(marked, "claimant") == ["Kim Jong Un"]


def test_a_screen_reader_hears_what_each_line_says(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "who: Kim Jong Un"
    press(qtbot, KEY.Key_Tab, KEY.Key_Delete)
    assert QApplication.focusWidget().accessibleName() == "cue: not said"


def test_the_pointer_frames_what_a_click_would_change(qtbot, marked):
    page = marked.workspace.page
    rect, card = page.margin.open_card
    place = dict(fields_of(rect, card, page.margin.style))[CUE]
    page.viewport().repaint()
    before = page.viewport().grab().toImage()
    qtbot.mouseMove(page.viewport(), place.center().toPoint())
    assert page.viewport().grab().toImage() != before


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


def test_who_says_it_may_be_nobody_who_is_named(qtbot, open_window, tmp_path):
    path = tmp_path / "News.annotator"
    with Project.create(path, load_default()) as project:
        project.do(Change("import", [Put(make_document("News", "open", marked=True))]), "AK")
    window = open_window(path)
    window.resize(1500, 900)
    page = window.workspace.page
    page.select_annotation(claim_of(window).id)
    window.workspace.focus_page()
    page.viewport().repaint()
    qtbot.keyClick(page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab, KEY.Key_Return)
    choose(qtbot, window, "the author")
    press(qtbot, KEY.Key_Return)
    assert parts_of(window, "claimant") == []
    assert claim_of(window).attributes["source_kind"] == "author"
    assert editor_of(window).words(WHO) == "the author"
    press(qtbot, KEY.Key_Return)
    choose(qtbot, window, "Kim Jong Un")
    press(qtbot, KEY.Key_Return)
    assert claim_of(window).attributes["source_kind"] == "named"
    assert window.session.undo()
    assert claim_of(window).attributes["source_kind"] == "author"


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


# --- pointing at the page


def point_at(qtbot, window, words, modifiers=NONE):
    page = window.workspace.page
    start = page.text.index(words)
    place = page.rect_of(Span(start, start + len(words)))
    qtbot.mouseClick(page.viewport(), LEFT, modifiers, place.center())


def draw_over(qtbot, window, words):
    page = window.workspace.page
    start = page.text.index(words)
    place = page.rect_of(Span(start, start + len(words)))
    middle = place.center().y()
    qtbot.mousePress(page.viewport(), LEFT, NONE, QPoint(place.left() + 1, middle))
    qtbot.mouseMove(page.viewport(), QPoint(place.center().x(), middle))
    qtbot.mouseMove(page.viewport(), QPoint(place.right() - 1, middle))
    qtbot.mouseRelease(page.viewport(), LEFT, NONE, QPoint(place.right() - 1, middle))


def open_list(qtbot, window, field):
    window.workspace.around.card_editing.open(field)
    assert editor_of(window).options is not None


def test_a_click_on_a_mark_while_the_list_is_open_makes_it_the_part(qtbot, marked):
    claim = claim_of(marked)
    open_list(qtbot, marked, Field("part", "about"))
    point_at(qtbot, marked, "Pyongyang")

    assert parts_of(marked, "about") == ["Pyongyang"]
    assert marked.workspace.page.selected == claim.id
    assert editor_of(marked).current == Field("part", "about")
    open_list(qtbot, marked, WHO)
    point_at(qtbot, marked, "Pyongyang", CONTROL)
    assert sorted(parts_of(marked, "claimant")) == ["Kim Jong Un", "Pyongyang"]


def test_words_that_are_drawn_over_become_the_part_under_the_tag_that_is_asked_for(qtbot, marked):
    open_list(qtbot, marked, Field("part", "about"))
    draw_over(qtbot, marked, "the soldiers")
    assert "Person" in labels(marked)
    type_in(qtbot, "p")

    assert parts_of(marked, "about") == ["the soldiers"]
    assert [each.tag for each in marked.session.annotations if marked.session.words(each) == "the soldiers"] == [
        "Person"
    ]
    marked.commands.undo()
    assert parts_of(marked, "about") == []
    assert "the soldiers" not in [marked.session.words(each) for each in marked.session.annotations]


def test_words_drawn_over_for_a_cue_are_a_cue_at_once(qtbot, marked):
    open_list(qtbot, marked, CUE)
    draw_over(qtbot, marked, "the soldiers")

    assert parts_of(marked, "cue") == ["the soldiers"]


def test_a_click_on_bare_text_while_the_list_is_open_leaves_the_card(qtbot, marked):
    open_list(qtbot, marked, WHO)
    point_at(qtbot, marked, "soldiers")

    assert editor_of(marked) is None
    assert marked.workspace.page.hasFocus()
    assert parts_of(marked, "claimant") == ["Kim Jong Un"]
    draw_over(qtbot, marked, "the soldiers")
    assert marked.workspace.page.selection


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

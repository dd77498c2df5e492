"""Type, claimant, cue and attributes of a claim are changed in its card, by keys and by clicks."""

import datetime

import pytest
from PySide6.QtWidgets import QApplication

from annotator.app.page.card_paint import fields_of
from annotator.app.page.claim_card import Field
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change, Put
from annotator.store import Project
from tests.app.cards.hands import (
    CONTROL,
    CUE,
    KEY,
    LEFT,
    NONE,
    SHIFT,
    TAG,
    WHO,
    choose,
    claim_of,
    click_card,
    editor_of,
    go_to,
    labels,
    parts_of,
    press,
    type_in,
)
from tests.app.conftest import make_document


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
    qtbot.mouseClick(editor_of(marked).row(CUE), LEFT, NONE)
    click("—", NONE)
    assert parts_of(marked, "cue") == []


def test_undo_while_the_form_is_open_shows_what_is_said_again(qtbot, marked):
    qtbot.keyClick(marked.workspace.page, KEY.Key_F2)
    press(qtbot, KEY.Key_Tab, KEY.Key_Delete)
    assert editor_of(marked).words(WHO) == ""
    marked.actions_["edit.undo"].trigger()
    assert editor_of(marked).words(WHO) == "Kim Jong Un"
    assert editor_of(marked).current == WHO


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

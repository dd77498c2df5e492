"""While the list of a part is open, words and marks of the page are pointed at."""

from PySide6.QtCore import QPoint

from annotator.app.page.claim_card import Field
from annotator.model.annotation import Span
from tests.app.cards.hands import CONTROL, CUE, LEFT, NONE, WHO, claim_of, editor_of, labels, parts_of, type_in


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

"""Back and forward, and the field that leads anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app.go_to import GoTo
from annotator.app.going import Stop, Trail
from annotator.model.annotation import Span
from annotator.model.change import Change, Put
from tests.app.conftest import make_document

CTRL = Qt.KeyboardModifier.ControlModifier
LONG = "A heading of its own\n\n" + "\n\n".join(
    f"Paragraph {number} tells of the harbour. " * 6 for number in range(80)
)


def title(window):
    return window.session.document.document.title


@pytest.fixture
def page(window):
    page = window.workspace.page
    page.setFocus()
    return page


@pytest.fixture
def long_page(window, page):
    made = make_document("A long article", text=LONG)
    window.session.do(Change("add", [Put(made)]))
    window.session.open_document(made.document.id)
    page.setFocus()
    page.grab()
    return page


def go_to(qtbot, window, words):
    # one that was left before would close this one as it goes
    qtbot.waitUntil(lambda: window.findChild(GoTo) is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    dialog = window.findChild(GoTo)
    dialog.query.setText(words)
    return dialog


def lines(dialog):
    model = dialog.list.model()
    return [model.index(row).data() for row in range(model.rowCount())]


def test_back_and_forward_go_over_articles_as_in_a_browser(qtbot, window, page):
    assert not window.actions_["go.back"].isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert title(window) == "Grain corridor"
    qtbot.keyClick(page, Qt.Key.Key_BracketLeft, CTRL)
    assert title(window) == "Sacred Mission"
    qtbot.keyClick(page, Qt.Key.Key_BracketRight, CTRL)
    assert title(window) == "Grain corridor"
    QTest.mousePress(page.viewport(), Qt.MouseButton.BackButton)
    assert title(window) == "Sacred Mission"


def test_a_jump_in_the_text_can_be_taken_back(qtbot, window, long_page):
    page = long_page
    before = page.anchor
    dialog = go_to(qtbot, window, "60")
    assert lines(dialog)[0] == "Paragraph 60 of 81"
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert LONG[page.anchor :].startswith("Paragraph 58 tells")
    qtbot.keyClick(page, Qt.Key.Key_BracketLeft, CTRL)
    assert page.anchor == before
    qtbot.keyClick(page, Qt.Key.Key_BracketRight, CTRL)
    assert LONG[page.anchor :].startswith("Paragraph 58 tells")


def test_a_long_scroll_is_a_jump_and_a_short_one_is_not(qtbot, window, long_page):
    bar = long_page.verticalScrollBar()
    window.going._settle()
    bar.setValue(40)
    assert window.session.document.document.title == "A long article"
    assert "forward" not in window.going.states()
    bar.setValue(bar.maximum())
    qtbot.keyClick(long_page, Qt.Key.Key_BracketLeft, CTRL)
    assert title(window) == "A long article"
    assert long_page.anchor < 400


def test_the_chosen_place_is_shown_at_once_and_esc_leads_back(qtbot, window, long_page):
    dialog = go_to(qtbot, window, "@12000")
    assert lines(dialog) == [f"Offset 12,000 of {len(LONG):,}"]
    assert abs(long_page.anchor - 12_000) < 300
    qtbot.keyClick(dialog.query, Qt.Key.Key_Escape)
    assert long_page.anchor == 0


def test_places_that_were_only_shown_are_none_to_go_back_to(qtbot, window, long_page):
    bar = long_page.verticalScrollBar()
    bar.setValue(37)
    window.going._settle()
    for leave in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = go_to(qtbot, window, "60")
        for place in ("@12000", "40", "@300"):
            dialog.query.setText(place)
        assert window.going.states() == {"back"}
        qtbot.keyClick(dialog.query, leave)
    # the second one went somewhere: back leads to where it was asked, and then to the article before
    qtbot.keyClick(long_page, Qt.Key.Key_BracketLeft, CTRL)
    assert long_page.anchor == 0
    assert title(window) == "A long article"
    qtbot.keyClick(long_page, Qt.Key.Key_BracketLeft, CTRL)
    assert title(window) == "Sacred Mission"


@pytest.mark.parametrize("scrolled", [0, 37, 1234, 100_000])
def test_esc_leads_back_to_the_very_line_and_pixel(qtbot, window, long_page, scrolled):
    def shown():
        long_page.grab()
        anchor = long_page.anchor
        return anchor, long_page.rect_of_caret(anchor).top(), long_page.caret, long_page.selected

    long_page.verticalScrollBar().setValue(scrolled)
    long_page.set_caret(long_page.anchor + 40, reveal=False)
    before = shown()
    dialog = go_to(qtbot, window, "@9000")
    for place in ("@25000", "70", "@1"):
        dialog.query.setText(place)
        assert shown() != before
    qtbot.keyClick(dialog.query, Qt.Key.Key_Escape)
    assert shown() == before


def test_an_article_that_is_chosen_after_others_were_shown_leads_back_to_where_one_was(qtbot, window, long_page):
    dialog = go_to(qtbot, window, "harbour")
    qtbot.waitUntil(lambda: "Harbour strike" in lines(dialog))
    assert "A long article" in lines(dialog)
    dialog.query.setText("60")
    dialog.query.setText("strike")
    qtbot.waitUntil(lambda: lines(dialog) == ["Harbour strike"])
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert title(window) == "Harbour strike"
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_BracketLeft, CTRL)
    assert (title(window), long_page.anchor) == ("A long article", 0)


def test_enter_before_the_articles_are_found_goes_to_the_first_of_them(qtbot, window, page):
    dialog = go_to(qtbot, window, "harbour strike")
    assert lines(dialog) == []
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: title(window) == "Harbour strike")
    qtbot.waitUntil(lambda: window.findChild(GoTo) is None)


def test_articles_for_what_was_typed_before_are_not_shown(qtbot, window, page):
    dialog = go_to(qtbot, window, "")
    for typed in ("grain", "harbour", "mission"):
        dialog.query.setText(typed)
    qtbot.waitUntil(lambda: not dialog.is_searching)
    assert [each for each in lines(dialog) if each in ("Sacred Mission", "Grain corridor", "Harbour strike")] == [
        "Sacred Mission"
    ]
    dialog.query.setText("harbour")
    dialog.query.setText("")
    qtbot.waitUntil(lambda: not dialog.is_searching)
    assert "Harbour strike" not in lines(dialog)
    dialog.query.setText("harbour")
    dialog.reject()
    window.close_project()


def test_a_claim_is_found_by_its_words_and_by_who_says_it(qtbot, window, page):
    for words in ("monument", "kim jong"):
        dialog = go_to(qtbot, window, words)
        assert "a monument would be built in Pyongyang" in lines(dialog)
        dialog.reject()
    dialog = go_to(qtbot, window, "monument")
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert page.annotation(page.selected).tag == "Intention"


def test_a_tag_leads_to_its_next_mark_and_an_article_to_its_beginning(qtbot, window, page):
    dialog = go_to(qtbot, window, "location")
    assert lines(dialog)[0] == "Next Location"
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert page.annotation(page.selected).spans == (Span(page.text.index("Pyongyang"), len(page.text) - 1),)
    dialog = go_to(qtbot, window, "harbour strike")
    qtbot.waitUntil(lambda: lines(dialog) == ["Harbour strike"])
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert title(window) == "Harbour strike"


def test_a_heading_is_offered_before_anything_is_typed(qtbot, window, long_page):
    dialog = go_to(qtbot, window, "")
    assert lines(dialog)[0] == "A heading of its own"
    dialog.reject()


@given(st.lists(st.sampled_from(["back", "forward"]) | st.integers(0, 5), max_size=30))
def test_a_trail_is_that_of_a_browser(acts):
    trail, here = Trail(), Stop("d", 0)
    history, at = [here], 0
    for act in acts:
        if isinstance(act, int):
            goal = Stop("d", act)
            if goal == here:
                continue
            trail.leave(here)
            history = [*history[: at + 1], goal]
            here, at = goal, at + 1
            continue
        found = trail.back(here) if act == "back" else trail.forward(here)
        step = -1 if act == "back" else 1
        expected = history[at + step] if 0 <= at + step < len(history) else None
        assert found == expected
        if found is not None:
            here, at = found, at + step


def test_back_takes_the_caret_along(qtbot, window, long_page):
    page = long_page
    page.set_caret(LONG.index("Paragraph 1 tells"))
    left = page.caret
    dialog = go_to(qtbot, window, "60")
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert page.caret > LONG.index("Paragraph 50")

    qtbot.keyClick(page, Qt.Key.Key_BracketLeft, CTRL)
    assert page.caret == left
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert (page.caret, page.anchor) == (left + 1, 0)

    qtbot.keyClick(page, Qt.Key.Key_BracketRight, CTRL)
    assert page.caret > LONG.index("Paragraph 50")


def test_back_to_another_article_takes_the_caret_along(qtbot, window, page):
    page.set_caret(20)
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(page, Qt.Key.Key_BracketLeft, CTRL)
    assert (title(window), page.caret) == ("Sacred Mission", 20)


def test_the_first_picture_of_the_end_of_a_text_is_whole(qtbot, window, long_page):
    bar = long_page.verticalScrollBar()
    bar.setValue(bar.maximum())
    first = long_page.viewport().grab().toImage()
    assert bar.value() == bar.maximum()
    long_page.viewport().update()
    assert long_page.viewport().grab().toImage() == first

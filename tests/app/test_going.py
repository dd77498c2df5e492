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

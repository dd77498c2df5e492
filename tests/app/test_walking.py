"""Going through an article by keys: claims, what is unreviewed, sentences, growing selections."""

import pytest
from PySide6.QtCore import Qt

from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change
from tests.app.conftest import TEXT

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(window):
    page = window.workspace.page
    page.setFocus()
    return page


def selected_words(page):
    return [TEXT[start:end] for start, end in page.selection]


def test_a_selection_grows_by_word_sentence_paragraph_and_shrinks_back(qtbot, page):
    page.set_caret(TEXT.index("praised") + 2)
    seen = []
    for _ in range(4):
        qtbot.keyClick(page, Key.Key_Right, ALT | SHIFT)
        seen.append(selected_words(page))
    first, second = TEXT.split("\n\n")
    assert seen == [["praised"], [first], [TEXT], [TEXT]]
    for expected in (first, "praised"):
        qtbot.keyClick(page, Key.Key_Left, ALT | SHIFT)
        assert selected_words(page) == [expected]
    qtbot.keyClick(page, Key.Key_Left, ALT | SHIFT)
    assert selected_words(page) == []
    assert second


def test_the_caret_goes_by_sentences_and_selects_them(qtbot, page):
    qtbot.keyClick(page, Key.Key_End, ALT)
    assert page.caret == TEXT.index("He stated")
    qtbot.keyClick(page, Key.Key_Home, ALT)
    assert page.caret == 0
    qtbot.keyClick(page, Key.Key_End, ALT | SHIFT)
    assert selected_words(page) == [TEXT.split("\n\n")[0]]


def test_brackets_go_from_claim_to_claim(qtbot, window, page):
    (claim,) = [each for each in window.session.annotations if each.kind == "claim"]
    qtbot.keyClick(page, Key.Key_BracketRight)
    assert page.selected == claim.id
    page.select_annotation(None)
    qtbot.keyClick(page, Key.Key_BracketLeft)
    assert page.selected == claim.id


def test_braces_go_to_what_was_suggested_and_not_looked_at(qtbot, window, page):
    qtbot.keyClick(page, Key.Key_BraceRight)
    assert page.selected is None
    assert window.status.left.text() == "Every mark of this article is reviewed"
    place = next(each for each in window.session.annotations if each.tag == "Location")
    window.session.do(Change("suggest", [Alter(Annotation, place.id, {"state": "suggested"})]))
    qtbot.keyClick(page, Key.Key_BraceRight)
    assert page.selected == place.id

"""The menu of the page: what fits what is selected, in the words and with the keys of the table."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.model import edits
from annotator.model.annotation import Span
from tests.app.conftest import TEXT

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(window):
    page = window.workspace.page
    page.setFocus()
    page.grab()
    return page


def mark(window, tag):
    return next(each for each in window.session.annotations if each.tag == tag)


def span(words):
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def shown(menu):
    """Return the lines of a menu and of the menus in it, and a line between groups as an empty one."""
    found = []
    for each in menu.actions():
        found.append(each.text().partition("\t")[0].replace("&", ""))
        if each.menu() is not None:
            found += [f"  {line}" for line in shown(each.menu())]
    return found


def build(window, offset=0):
    return window.workspace.around.page_menu.build(offset)


def lines(window, offset=0):
    return [each for each in shown(build(window, offset)) if each and not each.startswith(" ")]


def test_words_can_be_tagged_here_and_everywhere_copied_and_sought(window, page):
    page.set_selection((span("soldiers"),))
    assert lines(window, TEXT.index("soldiers")) == [
        "Tag as entity", "Tag as claim", "Tag as cue", "Tag every “soldiers” as",
        "Copy", "Copy as", "Expand selection", "Shrink selection", "Keep words and select more",
        "Find in article…", "Print…",
    ]  # fmt: skip
    copies = [each.strip() for each in shown(build(window)) if each.startswith("  Copy")]
    assert copies == ["Copy with citation", "Copy as Markdown", "Copy as JSON"]


def test_a_mark_is_changed_spread_reshaped_taken_and_removed(window, page):
    page.select_annotation(mark(window, "Person").id)
    page.set_caret(TEXT.index("Jong Un"))
    found = shown(build(window, TEXT.index("Jong")))
    assert [each for each in found if each and not each.startswith(" ")] == [
        "Change to", "Tag every “Kim Jong Un” as Person",
        "Edges", "Split at the caret", "Take mark", "Remove mark", "Link to a record…", "Where else?",
        "Copy", "Copy as", "Expand selection", "Find in article…", "Print…",
    ]  # fmt: skip
    assert "  Grow at the beginning by a character" in found


def test_a_claim_is_edited_in_its_card(window, page):
    page.select_annotation(mark(window, "Intention").id)
    found = lines(window, TEXT.index("monument"))
    assert found[:3] == ["Change to", "Edit in the card", "Propose claimant and cue"]
    found = lines(window, TEXT.index("Pyongyang"))
    assert "“Pyongyang” is this claim's" in found
    assert "Select Location “Pyongyang”" in found


def test_a_mark_that_was_taken_can_be_put_on_words_and_marks_can_be_merged(qtbot, window, page):
    page.select_annotation(mark(window, "Person").id)
    qtbot.keyClick(page, Key.Key_X, CTRL)
    page.select_annotation(None)
    page.set_selection((span("He"),))
    assert {"Put mark here", "Add words to mark"} <= set(lines(window))
    assert "Merge marks" not in lines(window)
    qtbot.keyClick(page, Key.Key_P)
    page.select_annotation(None)
    page.set_selection((Span(0, len(TEXT)),))
    assert "Merge marks" in lines(window)


def test_nothing_selected_leaves_what_is_about_the_article(window, page):
    page.select_annotation(None)
    assert lines(window, TEXT.index("praised")) == ["Expand selection", "Find in article…", "Print…"]


def test_texts_and_keys_are_those_of_the_table(window, page):
    window.actions_.set_keys("annotate.take", ("Ctrl+T",))
    page.select_annotation(mark(window, "Person").id)
    assert window.actions_["annotate.take"] in build(window).actions()
    assert window.actions_["annotate.take"].shortcut().toString() == "Ctrl+T"


def test_it_is_no_longer_than_a_screen_where_fifty_marks_lie(window, page):
    document, person = window.session.document.document, window.session.tag_set.find("Person")
    made = [edits.new_annotation(document.id, person, (Span(0, 5 + n),), "AK") for n in range(50)]
    window.session.do(edits.mark(document, made))
    page.select_annotation(mark(window, "Intention").id)
    menu = build(window, 2)
    assert menu.sizeHint().height() < 600
    assert lines(window, 2).count("Select") == 1


@pytest.mark.parametrize(("key", "modifiers"), [(Key.Key_Menu, Qt.KeyboardModifier.NoModifier), (Key.Key_F10, SHIFT)])
@pytest.mark.parametrize("what", ["words", "mark", "caret"])
def test_a_key_opens_it_where_one_is(qtbot, window, page, key, modifiers, what):
    page.set_caret(TEXT.index("praised"))
    if what == "words":
        page.set_selection((span("Jong"),))
    elif what == "mark":
        page.select_annotation(mark(window, "Cue").id)
    QTest.keyClick(page, key, modifiers)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    at = {"words": "Jong", "mark": "stated that", "caret": "praised"}[what]
    place = page.rect_of(span(at)).translated(page.viewport().mapToGlobal(QPoint(0, 0)))
    assert abs(menu.pos().y() - place.bottom()) < 8
    assert abs(menu.pos().x() - place.left()) < 8
    menu.close()


def test_it_opens_once_where_the_system_asks_by_the_menu_key(window, page):
    page.select_annotation(mark(window, "Person").id)
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        QApplication.sendEvent(page, QContextMenuEvent(reason, QPoint(50, 50), page.mapToGlobal(QPoint(50, 50))))
    menus = [each for each in page.findChildren(QMenu) if each.isVisible()]
    assert len(menus) == 1
    menus[0].close()

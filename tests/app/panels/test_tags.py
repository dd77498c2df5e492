import pytest
from PySide6.QtCore import Qt

from annotator.app.panels.tags import TagsPanel, guideline, rows_of
from annotator.model.tag import Tag, TagSet

from ..conftest import make_tag_set


@pytest.fixture
def panel(qtbot, theme):
    made = TagsPanel(make_tag_set(), theme)
    qtbot.addWidget(made)
    made.resize(250, 500)
    made.show()
    return made


def click(qtbot, panel, tag, modifier=Qt.KeyboardModifier.NoModifier):
    index = panel.list.model().index(panel.row_of(tag), 0)
    place = panel.list.visualRect(index).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, modifier, pos=place)


def test_tags_stand_under_their_kind_and_parent():
    shown = [row.heading or ("  " * row.depth + row.tag.name) for row in rows_of(make_tag_set())]
    assert shown == [
        "Entities", "Person", "Location", "  City", "Claims", "Statement", "Intention", "Cue", "Article", "Genre",
    ]  # fmt: skip


def test_tags_that_are_each_others_parents_are_still_shown():
    tags = (Tag("1", "entity", "A", "#000000", parent="B"), Tag("2", "entity", "B", "#000000", parent="A"))
    assert {row.tag.name for row in rows_of(TagSet("x", tags)) if row.tag} == {"A", "B"}


def test_a_click_with_a_selection_tags_it(qtbot, panel):
    panel.set_has_target(True)
    with qtbot.waitSignal(panel.tag_chosen) as said:
        click(qtbot, panel, "Location")
    assert said.args[0].name == "Location"
    assert panel.sticky is None


def test_a_click_without_a_selection_pins_and_again_lets_go(qtbot, panel):
    with qtbot.waitSignal(panel.sticky_changed) as said:
        click(qtbot, panel, "Person")
    assert said.args[0].name == "Person"
    with qtbot.waitSignal(panel.sticky_changed) as said:
        click(qtbot, panel, "Person")
    assert said.args[0] is None


def test_shift_pins_although_something_is_selected(qtbot, panel):
    panel.set_has_target(True)
    click(qtbot, panel, "Person", Qt.KeyboardModifier.ShiftModifier)
    assert panel.sticky.name == "Person"


def test_the_keyboard_reaches_every_tag_and_no_heading(qtbot, panel):
    panel.set_has_target(True)
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(panel.row_of("City"), 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.tag_chosen) as said:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert said.args[0].name == "Statement"
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.sticky.name == "Statement"
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert panel.sticky is None


def test_the_guideline_is_told_and_nothing_in_it_is_markup():
    text = guideline(Tag("1", "entity", "A<b>", "#000000", description="1 < 2", good="yes", bad="<img src=x>"))
    assert "A&lt;b&gt;" in text
    assert "1 &lt; 2" in text
    assert "<img" not in text


def test_a_pinned_tag_that_is_gone_is_let_go(qtbot, panel):
    panel.set_sticky(make_tag_set().find("Person"))
    panel.set_tag_set(TagSet("empty"))
    assert panel.sticky is None


def test_f1_tells_what_a_tag_is_for(qtbot, panel):
    from PySide6.QtWidgets import QToolTip

    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(panel.row_of("Person"), 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_F1)
    assert "A named individual" in QToolTip.text()
    QToolTip.hideText()

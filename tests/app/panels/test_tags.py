import pytest
from PySide6.QtCore import Qt

from annotator.app.page.showing import Showing, tally
from annotator.app.panels.tags import TagsPanel, guideline, rows_of
from annotator.app.panels.tags_delegate import eye_of
from annotator.app.panels.tags_filter import FilterRow
from annotator.model.annotation import Annotation, Span
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


def test_f1_asks_for_the_guideline_of_a_tag(qtbot, panel):
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(panel.row_of("Person"), 0))
    with qtbot.waitSignal(panel.guideline_wanted) as said:
        qtbot.keyClick(panel.list, Qt.Key.Key_F1)
    assert said.args[0].name == "Person"


def eye(panel, tag):
    index = panel.list.model().index(panel.row_of(tag), 0)
    return eye_of(panel.list.visualRect(index), panel.list.fontMetrics().height()).center().toPoint()


def test_a_click_on_the_eye_hides_the_tag_and_gives_it_to_nothing(qtbot, panel):
    panel.set_has_target(True)
    with qtbot.assertNotEmitted(panel.tag_chosen), qtbot.waitSignal(panel.showing_wanted) as said:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=eye(panel, "Person"))
    assert said.args[0] == Showing(frozenset({("entity", "Person")}))
    panel.show_hidden(said.args[0], {("entity", "Person"): 3}, None)
    assert panel.filter.button.text().strip() == "3 marks hidden"
    with qtbot.waitSignal(panel.showing_wanted) as said:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=eye(panel, "Person"))
    assert said.args[0].everything


def test_h_hides_the_tag_that_the_keys_are_on(qtbot, panel):
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(panel.row_of("Statement"), 0))
    with qtbot.waitSignal(panel.showing_wanted) as said:
        qtbot.keyClick(panel.list, Qt.Key.Key_H)
    assert said.args[0] == Showing(frozenset({("claim", "Statement")}))


def test_the_eye_of_a_heading_hides_all_below_it(qtbot, panel):
    heading = panel.list.model().index(panel.row_of("Statement") - 1, 0)
    place = eye_of(panel.list.visualRect(heading), panel.list.fontMetrics().height()).center().toPoint()
    with qtbot.waitSignal(panel.showing_wanted) as said:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said.args[0] == Showing(kinds=frozenset({"claim", "cue"}))


def test_the_menu_of_a_tag_hides_all_others_or_lets_it_stand_out(qtbot, panel):
    person = make_tag_set().find("Person")
    _, _, hide, others, focus = panel.menu_of(person).actions()
    with qtbot.waitSignal(panel.showing_wanted) as said:
        others.trigger()
    assert said.args[0].shows_tag(("entity", "Person"))
    assert not said.args[0].shows_tag(("claim", "Statement"))
    with qtbot.waitSignal(panel.focus_wanted) as said:
        focus.trigger()
    assert said.args[0] == ("entity", "Person")
    assert hide.text().startswith("Hide Person")


def test_the_filter_counts_and_offers_only_what_there_is(qtbot, theme):
    mark = Annotation("1", "d", "entity", "Person", (Span(0, 3),), "Anna", "", "")
    other = Annotation("2", "d", "claim", "Statement", (Span(0, 3),), "Ben", "", "", state="suggested")
    panel = TagsPanel(make_tag_set(), theme, count=lambda: tally((mark, other)))
    qtbot.addWidget(panel)
    panel.filter.menu.aboutToShow.emit()
    offered = {act.text().split("\t")[0]: act for act in panel.filter.menu.actions() if act.text()}
    assert list(offered) == ["Entities", "Claims", "Cues", "Accepted", "Suggested", "By Anna", "By Ben"]
    with qtbot.waitSignal(panel.showing_wanted) as said:
        offered["By Ben"].trigger()
    assert said.args[0] == Showing(annotators=frozenset({"Ben"}))


def test_the_line_above_the_tags_says_what_it_has_room_for(qtbot, theme):
    row = FilterRow(theme, lambda: tally(()))
    qtbot.addWidget(row)
    row.show()
    showing = Showing(frozenset({("entity", "Person")}))
    row.show_state(showing, 28, None)
    said = []
    for width in (600, row.button.fontMetrics().horizontalAdvance("28 hidden") + row.all.sizeHint().width() + 80, 10):
        row.resize(width, 30)
        said.append(row.button.text().strip())
    assert said[:2] == ["28 marks hidden", "28 hidden"]
    assert said[2] in ("28", "2…", "…")
    row.resize(600, 30)
    row.show_state(Showing(), 0, ("claim", "Intention"))
    assert row.button.text().strip() == "Intention stands out"

"""Hiding marks and letting one tag stand out, from the window's keys to the status line."""

from PySide6.QtCore import Qt

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def select(window, tag):
    page = window.workspace.page
    page.select_annotation(next(each.id for each in page.every_annotation if each.tag == tag))


def test_a_key_hides_the_tag_of_the_selected_mark_and_another_shows_all(qtbot, window):
    page = window.workspace.page
    select(window, "Person")
    qtbot.keyClick(page, Qt.Key.Key_H, CTRL_SHIFT)
    assert [each.tag for each in page.annotations] == ["Cue", "Intention", "Location"]
    assert "1 mark hidden" in window.status.right.text()
    assert window.workspace.tags_panel.filter.button.text().strip() == "1 mark hidden"
    qtbot.keyClick(page, Qt.Key.Key_A, CTRL_SHIFT)
    assert len(page.annotations) == 4
    assert "hidden" not in window.status.right.text()


def test_tagging_with_a_hidden_tag_shows_it_again(qtbot, window):
    page = window.workspace.page
    select(window, "Person")
    qtbot.keyClick(page, Qt.Key.Key_H, CTRL_SHIFT)
    start = page.text.index("soldiers")
    page.set_selection(((start, start + 8),))
    qtbot.keyClick(page, Qt.Key.Key_P)
    assert [each.tag for each in page.annotations].count("Person") == 2
    assert page.selected is not None


def test_what_is_hidden_stays_hidden_in_the_next_article(qtbot, window):
    page = window.workspace.page
    select(window, "Person")
    qtbot.keyClick(page, Qt.Key.Key_H, CTRL_SHIFT)
    window.commands.next_article()
    window.commands.previous_article()
    assert "Person" not in [each.tag for each in page.annotations]
    assert "1 mark hidden" in window.status.right.text()


def test_one_tag_stands_out_until_escape_or_the_key_again(qtbot, window):
    page = window.workspace.page
    select(window, "Location")
    qtbot.keyClick(page, Qt.Key.Key_D, CTRL_SHIFT)
    assert page.focus_tag == ("entity", "Location")
    assert window.actions_["view.focus_tag"].isChecked()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.selected is None
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.focus_tag is None
    select(window, "Location")
    for expected in (("entity", "Location"), None):
        qtbot.keyClick(page, Qt.Key.Key_D, CTRL_SHIFT)
        assert page.focus_tag == expected


def test_in_the_list_of_tags_the_row_says_which_tag_stands_out(qtbot, window):
    tags = window.workspace.tags_panel
    select(window, "Location")
    tags.list.setFocus()
    tags.list.setCurrentIndex(tags.list.model().index(tags.row_of("Intention"), 0))
    qtbot.keyClick(tags.list, Qt.Key.Key_D, CTRL_SHIFT)
    assert window.workspace.page.focus_tag == ("claim", "Intention")


def test_relations_are_toggled_for_one_mark_and_for_all(qtbot, window):
    page = window.workspace.page
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page, Qt.Key.Key_R, ctrl)
    assert page.relations_of == "some"
    assert window.actions_["view.relations"].isChecked()
    qtbot.keyClick(page, Qt.Key.Key_R, CTRL_SHIFT)
    assert page.relations_of == "all"
    assert not window.actions_["view.relations"].isChecked()
    qtbot.keyClick(page, Qt.Key.Key_R, CTRL_SHIFT)
    assert page.relations_of == "none"

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from annotator.app.action import MENUS
from annotator.app.actions import ACTIONS
from annotator.app.commands import ZOOM_STEPS, next_zoom
from annotator.app.copying import Copying


def test_the_table_has_no_double_ids_and_no_double_keys():
    ids = [each.id for each in ACTIONS]
    assert len(ids) == len(set(ids))
    keys = [key for each in ACTIONS for key in each.keys]
    assert len(keys) == len(set(keys))
    assert {each.menu for each in ACTIONS} <= set(MENUS)


def test_every_key_is_one_that_qt_knows():
    for each in ACTIONS:
        for key in each.keys:
            assert QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_every_entry_does_something(window):
    for each in ACTIONS:
        handler, _, method = each.does.partition(".")
        if handler != "samples":
            assert callable(getattr(window.handlers.named(handler), method)), each.id


def test_what_is_made_later_is_made_once(window):
    assert window.handlers.named("copying") is window.handlers.of(Copying)
    assert window.handlers.named("files") is window.files


def test_no_letter_without_a_modifier_is_a_shortcut_of_the_window():
    for each in ACTIONS:
        for key in each.keys:
            assert "+" in key or key.startswith("F") or each.page, each.id


def test_menus_show_what_can_be_done_now(window):
    assert not window.actions_["edit.redo"].isEnabled()
    assert window.actions_["edit.undo"].text() == "&Undo import 3 articles"
    window.commands.undo()
    assert window.actions_["edit.redo"].isEnabled()
    assert not window.actions_["annotate.remove"].isEnabled()


def test_mnemonics_of_a_menu_are_all_different(window):
    for name in MENUS:
        letters = [
            action.text().split("&", 1)[1][0].casefold()
            for action in window.menus.menu(name).actions()
            if "&" in action.text().replace("&&", "")
        ]
        assert len(letters) == len(set(letters)), (name, letters)


def test_every_entry_of_a_menu_has_a_mnemonic(window):
    assert [each.text for each in window.actions_.table if "&" not in each.text.replace("&&", "")] == []


def test_a_shortcut_can_be_changed_and_comes_back_after_a_restart(qtbot, open_window, project_path, settings):
    window = open_window(project_path)
    window.actions_.set_keys("view.next", ("Ctrl+J",))
    assert window.actions_.keys("view.next") == ("Ctrl+J",)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.session.document.document.title == "Grain corridor"
    other = open_window()
    assert other.actions_.keys("view.next") == ("Ctrl+J",)
    window.actions_.set_keys("view.next", None)
    assert window.actions_.keys("view.next") == ("Ctrl+PgDown", "Alt+Down")


def test_zoom_goes_by_steps_and_stops():
    assert next_zoom(1.0, 1) == 1.1
    assert next_zoom(1.0, -1) == 0.9
    assert next_zoom(1.05, 1) == 1.1
    assert next_zoom(ZOOM_STEPS[-1], 1) == ZOOM_STEPS[-1]
    assert next_zoom(ZOOM_STEPS[0], -1) == ZOOM_STEPS[0]

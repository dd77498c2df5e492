"""The look of the window as a person sets it, on the real window."""

import pytest
from PySide6.QtGui import QActionGroup, QFont
from PySide6.QtWidgets import QApplication, QCheckBox, QMainWindow, QMenu, QPushButton

from annotator.app.chrome import interface_points, look_of
from annotator.app.motion import may_move
from annotator.app.theme import THEMES, contrast
from annotator.cli.window import THEMES as NAMED


def test_every_theme_is_in_the_menu_the_palette_and_the_command(qtbot, window, settings):
    assert set(NAMED) == set(THEMES)
    for name, text in (("sepia", "Sepia"), ("high-contrast", "High contrast"), ("dark", "Dark")):
        assert "Theme" in next(each.place for each in window.commands.entries() if each.text == text)
        entry = next(each for each in window.commands.entries() if each.text == text)
        entry.run()
        assert settings.theme == name
        assert window.workspace.page.theme is THEMES[name]
        assert QApplication.palette().base().color().name() == THEMES[name].page
        chosen = [each.id for each in window.actions_.table if each.choice and window.actions_[each.id].isChecked()]
        assert chosen == [f"view.{name.replace('-', '_')}"]
    theme_menu = next(each for each in window.menus.menu("View").actions() if each.text() == "T&heme").menu()
    assert len(theme_menu.actions()) == len(THEMES) + 1


def test_nothing_moves_by_itself_where_the_person_says_so(window, settings):
    animated = QMainWindow.DockOption.AnimatedDocks
    assert bool(window.dockOptions() & animated) == may_move(settings)
    settings.motion = "never"
    assert not window.dockOptions() & animated
    assert not may_move(settings)
    assert QApplication.cursorFlashTime() == 0
    settings.motion = "system"
    assert QApplication.cursorFlashTime() > 0


def test_the_size_of_the_interface_is_the_systems_until_the_person_sets_one(window, settings):
    assert settings.interface_size == 0
    assert QApplication.font().pointSizeF() == interface_points(settings) >= 10
    settings.interface_size = 15
    assert QApplication.font().pointSizeF() == interface_points(settings) == 15
    settings.interface_family = "Noto Serif"
    assert QApplication.font().families()[0] == QFont("Noto Serif").family()


def test_panels_get_the_room_that_larger_letters_need(qtbot, window, settings):
    window.resize(1400, 800)
    tags = window.workspace.tags
    qtbot.waitUntil(lambda: tags.width() == 250)
    settings.interface_size = 14
    qtbot.waitUntil(lambda: tags.width() == 350)
    inspector = window.workspace.inspector_panel
    assert inspector.widget().width() <= inspector.viewport().width()


@pytest.mark.parametrize("name", THEMES)
def test_the_button_with_the_focus_has_a_ring_that_can_be_seen(qtbot, window, settings, name):
    settings.theme = name
    theme = THEMES[name]
    pills = [each for each in window.findChildren(QPushButton) if each.property("pill")]
    for pill in pills[:2]:
        window.workspace.page.setFocus()
        without = pill.grab().toImage()
        pill.setFocus()
        ring = pill.grab().toImage()
        row = ring.height() // 2
        changed = [x for x in range(8) if ring.pixelColor(x, row) != without.pixelColor(x, row)]
        found = [ring.pixelColor(x, row).name() for x in changed]
        assert found
        beside = theme.primary if pill.isChecked() else theme.page
        assert max(contrast(each, beside) for each in found) >= (4.5 if theme.high else 3)


@pytest.mark.parametrize("name", THEMES)
def test_an_empty_box_has_an_edge_that_can_be_seen(qtbot, window, settings, name):
    settings.theme = name
    theme = THEMES[name]
    box = QCheckBox("Retired", window)
    box.move(300, 300)  # away from the pointer
    box.show()
    box.ensurePolished()
    picture = box.grab().toImage()
    row = [picture.pixelColor(x, picture.height() // 2).name() for x in range(16)]
    assert max(contrast(each, theme.window) for each in row) >= (4.5 if theme.high else 3)


@pytest.mark.parametrize("name", THEMES)
def test_what_is_switched_on_and_what_is_chosen_of_several_differ_in_the_menus_by_form(window, settings, name):
    settings.theme = name
    menu = QMenu(window)
    one, several = menu.addAction("On"), menu.addAction("On")
    QActionGroup(menu).addAction(one)
    for each in (one, several):
        each.setCheckable(True)
        each.setChecked(True)
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture = menu.grab().toImage()
    chosen, switched = (picture.copy(menu.actionGeometry(each)) for each in (one, several))
    assert chosen.copy(24, 0, 60, chosen.height()) == switched.copy(24, 0, 60, switched.height())
    assert chosen.copy(0, 0, 24, chosen.height()) != switched.copy(0, 0, 24, switched.height())


def test_high_contrast_draws_the_chosen_row_with_an_edge(window, settings):
    for name in THEMES:
        settings.theme = name
        assert (look_of(window.theme).chosen.alpha() == 255) == window.theme.high


@pytest.mark.parametrize("size", [10, 16, 24])
def test_the_welcome_page_cuts_no_button_in_a_narrow_window(qtbot, open_window, settings, size):
    settings.interface_size = size
    window = open_window(samples=lambda: None)
    window.resize(700, 600)
    buttons = [each for each in window.findChildren(QPushButton) if each.property("way")]
    assert len(buttons) == 3
    page = window.stack.currentWidget()
    # the layout follows the size of the window in events of its own
    qtbot.waitUntil(
        lambda: (
            page.widget().width() <= page.viewport().width()
            and all(each.width() >= each.sizeHint().width() for each in buttons)
        )
    )

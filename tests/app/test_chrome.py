"""The look of the window as a person sets it, on the real window."""

from PySide6.QtWidgets import QApplication

from annotator.app.theme import THEMES
from annotator.cli.window import THEMES as NAMED


def test_every_theme_is_in_the_menu_the_palette_and_the_command(qtbot, window, settings):
    assert set(NAMED) == set(THEMES)
    for name, text in (("sepia", "Sepia"), ("high-contrast", "High contrast"), ("dark", "Dark")):
        entry = next(each for each in window.commands.entries() if each.text == text)
        entry.run()
        assert settings.theme == name
        assert window.workspace.page.theme is THEMES[name]
        assert QApplication.palette().base().color().name() == THEMES[name].page
        chosen = [each.id for each in window.actions_.table if each.choice and window.actions_[each.id].isChecked()]
        assert chosen == [f"view.{name.replace('-', '_')}"]
    theme_menu = next(each for each in window.menus.menu("View").actions() if each.text() == "T&heme").menu()
    assert len(theme_menu.actions()) == len(THEMES) + 1

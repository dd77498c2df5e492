"""What the windows beside the page have in common, whichever one it is."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from annotator.app.beside import BesideWindow, SearchField
from annotator.app.elsewhere.window import ElsewhereWindow
from annotator.app.main_window import MainWindow
from annotator.app.records.window import RecordsWindow
from annotator.app.tagset.window import TagSetWindow

WINDOWS = ("claims", "records", "tagset", "problems")


def shown(qtbot, window: MainWindow, name: str) -> BesideWindow:
    window.handlers.method(f"{name}.show")()
    view = next(each for each in window.findChildren(BesideWindow) if each.isVisible())
    qtbot.waitExposed(view)
    return view


def letters(actions: Sequence[QAction]) -> list[str]:
    texts = [each.text().replace("&&", "") for each in actions]
    return [each.split("&", 1)[1][0].casefold() for each in texts if "&" in each]


@pytest.mark.parametrize("name", ["records", "tagset", "elsewhere"])
def test_no_letter_is_twice_in_a_menu_of_a_window(qtbot, window: MainWindow, name: str):
    assert window.workspace is not None
    assert window.session is not None
    window.workspace.page.select_annotation(window.session.annotations[0].id)
    view = shown(qtbot, window, name)
    assert isinstance(view, RecordsWindow | TagSetWindow | ElsewhereWindow)
    in_bar = letters(view.menus.bar.actions())
    assert len(set(in_bar)) == len(in_bar) > 2
    for menu in view.menus.made:
        found = letters(menu.actions())
        assert len(set(found)) == len(found), (menu.title(), found)


@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_comes_back_in_the_size_that_it_was_left_in(qtbot, window: MainWindow, name: str):
    view = shown(qtbot, window, name)
    view.resize(777, 555)
    view.close()
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in window.findChildren(BesideWindow)))
    again = shown(qtbot, window, name)
    assert (again.width(), again.height()) == (777, 555)


@pytest.mark.parametrize("name", WINDOWS)
def test_esc_empties_the_search_before_it_closes_the_window(qtbot, window: MainWindow, name: str):
    view = shown(qtbot, window, name)
    field = view.findChild(SearchField)
    assert isinstance(field, SearchField)
    qtbot.keyClicks(field, "zzz")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert view.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not view.isVisible()

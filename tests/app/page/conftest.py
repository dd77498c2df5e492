"""An empty page in a window, with the keys."""

import pytest
from PySide6.QtGui import QFontDatabase

from annotator.app.page.view import PageView
from annotator.app.theme import load_fonts


@pytest.fixture
def page(qtbot) -> PageView:
    if "Noto Serif" not in QFontDatabase.families():
        load_fonts()
    made = PageView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made

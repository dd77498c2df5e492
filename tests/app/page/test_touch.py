"""A finger on the page: it scrolls, a tap chooses, a long one takes a word."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from annotator.app.page.view import PageView
from annotator.app.theme import THEMES
from annotator.formats.tagset_toml import load_default
from tests.pictures.scenes import overlaps


@pytest.fixture(scope="module")
def finger(qapp):
    return QTest.createTouchDevice()


@pytest.fixture
def page(qtbot):
    page = PageView()
    qtbot.addWidget(page)
    page.set_theme(THEMES["light"])
    page.set_tag_set(load_default())
    page.resize(600, 260)
    page.show()
    page.show_document(overlaps())
    page.grab()
    return page


def place_of(page, words):
    start = page.text.index(words)
    return page.rect_of((start, start + len(words))).center()


def test_a_finger_that_moves_scrolls_the_page_and_selects_nothing(page, finger):
    view, low = page.viewport(), QPoint(200, 220)
    QTest.touchEvent(view, finger).press(0, low, view)
    for step in range(1, 9):
        QTest.touchEvent(view, finger).move(0, low - QPoint(0, 15 * step), view)
    QTest.touchEvent(view, finger).release(0, low - QPoint(0, 120), view)
    assert page.verticalScrollBar().value() > 80
    assert page.selection == ()


def test_a_tap_chooses_a_mark(page, finger):
    view, at = page.viewport(), place_of(page, "Ingrid")
    QTest.touchEvent(view, finger).press(0, at, view)
    QTest.touchEvent(view, finger).release(0, at, view)
    assert page.annotation(page.selected).tag in ("Person", "Role")


def test_a_finger_that_rests_takes_the_word(qtbot, page, finger):
    view, at = page.viewport(), place_of(page, "opens")
    with qtbot.waitSignal(page.selection_finished):
        QTest.touchEvent(view, finger).press(0, at, view)
    QTest.touchEvent(view, finger).release(0, at, view)
    assert [page.text[start:end] for start, end in page.selection] == ["opens"]

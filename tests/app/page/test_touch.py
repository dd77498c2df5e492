"""Fingers on the page: one scrolls, a tap chooses, a long one takes words; two scroll and zoom. A pen is a mouse."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

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


def both(page, finger, way, first: QPoint, second: QPoint, steps: int = 10):
    """Put two fingers down, and move the first by *way*, the second by its opposite or the same."""
    view = page.viewport()
    QTest.touchEvent(view, finger).press(0, first, view)
    QTest.touchEvent(view, finger).stationary(0).press(1, second, view)
    for step in range(1, steps + 1):
        one, other = way(step)
        QTest.touchEvent(view, finger).move(0, first + one, view).move(1, second + other, view)
    QTest.touchEvent(view, finger).release(0, first + one, view).stationary(1)
    QTest.touchEvent(view, finger).release(1, second + other, view)


def test_two_fingers_scroll_as_far_as_they_move(page, finger):
    both(page, finger, lambda step: (QPoint(0, -8 * step), QPoint(0, -8 * step)), QPoint(200, 220), QPoint(260, 220))
    assert page.verticalScrollBar().value() == 80
    assert page.zoom == 1.0
    assert page.selection == ()
    assert page.selected is None


def test_fingers_that_part_make_the_letters_larger_and_back(page, finger):
    page.verticalScrollBar().setValue(80)
    place = page.offset_at(QPointF(220, 100))
    before = page.rect_of_caret(place).top()
    both(page, finger, lambda step: (QPoint(-6 * step, 0), QPoint(6 * step, 0)), QPoint(160, 100), QPoint(280, 100))
    assert 1.8 < page.zoom <= 2.1
    assert abs(page.rect_of_caret(place).top() - before) < 10
    both(page, finger, lambda step: (QPoint(6 * step, 0), QPoint(-6 * step, 0)), QPoint(100, 100), QPoint(340, 100))
    assert 0.9 < page.zoom < 1.1
    assert page.selection == ()


def test_a_pinch_on_a_touchpad_zooms(page, finger):
    at = QPointF(200, 100)
    everywhere = QPointF(page.viewport().mapToGlobal(at.toPoint()))
    pinch = Qt.NativeGestureType.ZoomNativeGesture
    QApplication.sendEvent(page.viewport(), QNativeGestureEvent(pinch, finger, 2, at, at, everywhere, 0.3, QPointF()))
    assert page.zoom == 1.3


def test_a_finger_that_goes_on_after_it_took_a_word_takes_more(qtbot, page, finger):
    view, at, to = page.viewport(), place_of(page, "opens"), place_of(page, "ledger")
    with qtbot.waitSignal(page.selection_finished):
        QTest.touchEvent(view, finger).press(0, at, view)
    with qtbot.waitSignal(page.selection_finished):
        for share in (0.5, 1.0):
            QTest.touchEvent(view, finger).move(0, at + (to - at) * share, view)
        QTest.touchEvent(view, finger).release(0, to, view)
    assert [page.text[start:end] for start, end in page.selection] == ["opens the ledger"]


def test_a_finger_that_scrolls_over_a_card_does_not_press_it_and_a_tap_does(page, finger):
    page.resize(900, 260)
    page.grab()
    view, card = page.viewport(), page.cards_in_view()[0]
    at = page.card_rect(card).center().toPoint()
    QTest.touchEvent(view, finger).press(0, at, view)
    for step in range(1, 6):
        QTest.touchEvent(view, finger).move(0, at - QPoint(0, 10 * step), view)
    QTest.touchEvent(view, finger).release(0, at - QPoint(0, 50), view)
    assert page.verticalScrollBar().value() > 0
    assert page.selected is None
    page.verticalScrollBar().setValue(0)
    page.grab()
    at = page.card_rect(card).center().toPoint()
    QTest.touchEvent(view, finger).press(0, at, view)
    QTest.touchEvent(view, finger).release(0, at, view)
    assert page.selected == card


def test_a_finger_on_a_field_that_lies_on_the_page_is_the_fields(page, finger):
    field = QLineEdit(page.viewport())
    field.setGeometry(100, 40, 200, 30)
    field.show()
    at = QPoint(20, 15)
    QTest.touchEvent(field, finger).press(0, at, field)
    QTest.touchEvent(field, finger).release(0, at, field)
    assert field.hasFocus() or QApplication.focusWidget() is field
    assert page.selected is None


def test_a_pen_draws_over_words_like_a_mouse(qtbot, page):
    pen = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position,
        1,
        1,
    )
    view = page.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind, at, button, buttons):
        # what Qt makes of a pen that no widget asks for
        where = QPointF(at)
        everywhere = QPointF(view.mapToGlobal(at))
        event = QMouseEvent(kind, where, everywhere, button, buttons, Qt.KeyboardModifier.NoModifier, pen)
        QApplication.sendEvent(view, event)

    at, to = place_of(page, "opens"), place_of(page, "ledger")
    with qtbot.waitSignal(page.selection_finished):
        send(QEvent.Type.MouseButtonPress, at, left, left)
        send(QEvent.Type.MouseMove, (at + to) / 2, none, left)
        send(QEvent.Type.MouseMove, to, none, left)
        send(QEvent.Type.MouseButtonRelease, to, left, none)
    assert [page.text[start:end] for start, end in page.selection] == ["opens the ledger"]

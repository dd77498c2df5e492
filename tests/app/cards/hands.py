"""What the tests of editing in a card do: walk its lines, click them, write, and look what a claim says."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.app.page.card_paint import fields_of
from annotator.app.page.claim_card import Field

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key
TAG, WHO, CUE = Field("tag"), Field("part", "claimant"), Field("part", "cue")


def claim_of(window):
    return next(each for each in window.session.annotations if each.kind == "claim")


def parts_of(window, name):
    session = window.session
    return [session.words(session.annotation(each.target)) for each in session.relations if each.type == name]


def editor_of(window):
    return window.workspace.around.card_editing.editor


def press(qtbot, *keys, modifiers=NONE):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(qtbot, words):
    qtbot.keyClicks(QApplication.focusWidget(), words)


def go_to(qtbot, window, field):
    """Walk by Tab to the line of *field*, over the line that shows all."""
    for _ in range(30):
        if editor_of(window).current == field:
            return
        if editor_of(window).current is None:
            press(qtbot, KEY.Key_Return)
        else:
            press(qtbot, KEY.Key_Tab)
    raise AssertionError(f"{field} has no line")


def click_card(qtbot, window, field):
    page = window.workspace.page
    rect, card = page.margin.open_card
    place = dict(fields_of(rect, card, page.margin.style))[field]
    qtbot.mouseClick(page.viewport(), LEFT, NONE, place.center().toPoint())


def labels(window):
    options = editor_of(window).options
    return [options.item(row).text() for row in range(options.count())]


def choose(qtbot, window, words):
    options = editor_of(window).options
    for _ in range(options.count()):
        press(qtbot, KEY.Key_Up)
    for _ in range(labels(window).index(words)):
        press(qtbot, KEY.Key_Down)

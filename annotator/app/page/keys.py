"""The keys of the page: one table from key to what it does. A key that is not in it may be a tag's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from annotator.app.page import boundaries, units
from annotator.app.page.hand import merged
from annotator.model.annotation import Span

if TYPE_CHECKING:
    from annotator.app.page.view import PageView

Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_META = Qt.KeyboardModifier.MetaModifier

Move = Callable[["PageView", int, bool], int]
"""From the page, the caret's place and whether words are selected to the caret's new place."""


def _sideways(step: int) -> Move:
    """Move to what is at the right (1) or left (-1) in the direction that the paragraph is read."""

    def move(page: PageView, offset: int, extend: bool) -> int:
        return (_forward if (step > 0) != page.reads_leftwards(offset) else _back)(page, offset, extend)

    return move


def _word_sideways(step: int) -> Move:
    def move(page: PageView, offset: int, extend: bool) -> int:
        return (_next_word if (step > 0) != page.reads_leftwards(offset) else _previous_word)(page, offset, extend)

    return move


def _forward(page: PageView, offset: int, _extend: bool) -> int:
    return boundaries.next_character(page.text, offset)


def _back(page: PageView, offset: int, _extend: bool) -> int:
    return boundaries.previous_character(page.text, offset)


def _next_word(page: PageView, offset: int, extend: bool) -> int:
    return (boundaries.word_end if extend else boundaries.next_word)(page.text, offset)


def _previous_word(page: PageView, offset: int, _extend: bool) -> int:
    return boundaries.previous_word(page.text, offset)


def _line(step: int) -> Move:
    def move(page: PageView, offset: int, _extend: bool) -> int:
        rect = page.rect_of_caret(offset)
        return page.offset_at(QPointF(rect.center().x(), rect.center().y() + step * page.line_pitch(offset, step)))

    return move


def _page(step: int) -> Move:
    def move(page: PageView, offset: int, _extend: bool) -> int:
        rect = page.rect_of_caret(offset)
        return page.offset_at(QPointF(rect.center().x(), rect.center().y() + step * page.viewport().height() * 0.85))

    return move


def _line_edge(at_end: bool) -> Move:
    def move(page: PageView, offset: int, _extend: bool) -> int:
        return page.row_edges(offset)[at_end]

    return move


def _paragraph(step: int) -> Move:
    def move(page: PageView, offset: int, _extend: bool) -> int:
        text = page.text
        if step > 0:
            place = text.find("\n", offset)
            while 0 <= place < len(text) and text[place] == "\n":
                place += 1
            return len(text) if place < 0 else place
        place = offset - 1
        while place > 0 and text[place - 1] == "\n":
            place -= 1
        return text.rfind("\n", 0, max(0, place)) + 1

    return move


def _to(at_end: bool) -> Move:
    return lambda page, _offset, _extend: len(page.text) if at_end else 0


MOVES: dict[tuple[Qt.Key, bool], Move] = {
    (Key.Key_Right, False): _sideways(1),
    (Key.Key_Left, False): _sideways(-1),
    (Key.Key_Right, True): _word_sideways(1),
    (Key.Key_Left, True): _word_sideways(-1),
    (Key.Key_Down, False): _line(1),
    (Key.Key_Up, False): _line(-1),
    (Key.Key_Down, True): _paragraph(1),
    (Key.Key_Up, True): _paragraph(-1),
    (Key.Key_Home, False): _line_edge(False),
    (Key.Key_End, False): _line_edge(True),
    (Key.Key_Home, True): _to(False),
    (Key.Key_End, True): _to(True),
    (Key.Key_PageDown, False): _page(1),
    (Key.Key_PageUp, False): _page(-1),
}
"""From a key, and whether Ctrl is held, to a move of the caret; Shift selects as it goes."""


def _sentence(step: int) -> Move:
    def move(page: PageView, offset: int, extend: bool) -> int:
        if step < 0:
            return units.previous_sentence(page.text, offset)
        return (units.sentence_end if extend else units.next_sentence)(page.text, offset)

    return move


ALT_MOVES: dict[Qt.Key, Move] = {Key.Key_End: _sentence(1), Key.Key_Home: _sentence(-1)}
"""The same for keys with Alt."""

ACTS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[PageView], None]] = {
    (Key.Key_Escape, Qt.KeyboardModifier.NoModifier): lambda page: page.left.emit(),
    (Key.Key_Return, Qt.KeyboardModifier.NoModifier): lambda page: page.accept_requested.emit(),
    (Key.Key_Enter, Qt.KeyboardModifier.NoModifier): lambda page: page.accept_requested.emit(),
    (Key.Key_Right, _ALT): lambda page: _step(page, 1),
    (Key.Key_Left, _ALT): lambda page: _step(page, -1),
    (Key.Key_A, _CTRL): lambda page: _select_all(page),
    (Key.Key_Space, Qt.KeyboardModifier.NoModifier): lambda page: page.scroll_page(1),
    (Key.Key_Space, _SHIFT): lambda page: page.scroll_page(-1),
}


def _step(page: PageView, step: int) -> None:
    page.step_annotation(step)


def _select_all(page: PageView) -> None:
    page.set_caret(len(page.text), reveal=False)
    page.set_selection((Span(0, len(page.text)),))


def handle_key(page: PageView, event: QKeyEvent) -> bool:
    """Do what the key says; False if the page has no use for it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Key(event.key())
    if key in (Key.Key_Delete, Key.Key_Backspace) and page.selected is not None:
        page.remove_requested.emit(page.selected)
        return True
    if key in (Key.Key_Tab, Key.Key_Backtab):
        if modifiers & _CTRL:
            page.next_candidate_requested.emit(2)
        return bool(modifiers & _CTRL)
    act = ACTS.get((key, modifiers))
    if act is not None:
        act(page)
        return True
    move = MOVES.get((key, bool(modifiers & _CTRL)))
    if modifiers & _ALT and not modifiers & _CTRL:
        move = ALT_MOVES.get(key)
    if move is not None and not modifiers & _META and (not modifiers & _ALT or key in ALT_MOVES):
        _move_caret(page, move, extend=bool(modifiers & _SHIFT))
        return True
    typed = event.text()
    if typed and typed.isprintable() and not modifiers & (_CTRL | _ALT | _META):
        page.key_typed.emit(typed.upper() if modifiers & _SHIFT else typed)
        return True
    return False


def _move_caret(page: PageView, move: Move, *, extend: bool) -> None:
    caret = page.caret
    selection = page.selection
    if not extend:
        # a selection collapses to the side that the move goes to, but for words that are kept
        target = move(page, caret, False)
        if selection != page.kept:
            page.set_selection(page.kept)
        page.set_caret(target)
        return
    fixed = page.fixed_end
    target = move(page, caret, True)
    page.select_annotation(None)
    page.set_caret(target)
    page.set_selection(merged(page.kept, Span(min(fixed, target), max(fixed, target))), fixed)

"""Ctrl+C on the page."""

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.model.annotation import Span

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def select(window, words: str) -> None:
    page = window.workspace.page
    start = page.text.index(words)
    page.setFocus()
    page.set_selection((Span(start, start + len(words)),))


def test_selected_words_are_copied(qtbot, window):
    window.commands.next_article()
    select(window, "Kim Jong Un")
    QTest.keyClick(window.workspace.page, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Kim Jong Un"
    assert window.status.left.text() == "Copied: 11 characters"


def test_words_are_copied_with_where_they_come_from(qtbot, window):
    window.commands.next_article()
    document = window.session.document.document
    select(window, "Kim Jong Un")
    QTest.keyClick(window.workspace.page, Qt.Key.Key_C, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("“Kim Jong Un” — ")
    assert document.title in copied
    assert document.source.uri in copied


def test_a_selected_mark_is_copied_with_its_tag(qtbot, window):
    window.commands.next_article()
    select(window, "Kim Jong Un")
    QTest.keyClick(window.workspace.page, Qt.Key.Key_P)
    assert window.workspace.page.selected
    window.actions_["edit.copy_json"].trigger()
    copied = json.loads(QGuiApplication.clipboard().text())
    assert copied["spans"][0]["text"] == "Kim Jong Un"
    assert copied["annotation"]["tag"] == "Person"


def test_with_nothing_selected_there_is_nothing_to_copy(window):
    window.commands.next_article()
    assert not window.actions_["edit.copy"].isEnabled()


def test_a_text_field_keeps_its_own_copy(qtbot, window):
    window.commands.next_article()
    select(window, "Kim Jong Un")
    search = window.workspace.articles_panel.search
    search.setFocus()
    search.setText("harbour")
    search.selectAll()
    QTest.keyClick(search, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "harbour"

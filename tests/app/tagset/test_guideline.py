"""Guidelines beside the page."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument

from annotator.app.dialogs.shortcuts import ShortcutsDialog
from annotator.app.tagset.guideline import GuidelineView, guideline_html, markdown_html
from annotator.app.theme import THEMES, Theme
from annotator.model.change import Alter, Change
from annotator.model.tag import Tag

TAG = Tag("t", "entity", "Ship", "#0e87a0", "s", "A vessel.", "the [Argo] sailed\nthe [Fram]", "a [steamer]")


def select(window, tag):
    mark = next(each for each in window.session.annotations if each.tag == tag)
    window.workspace.page.select_annotation(mark.id)
    window.workspace.focus_page()


def dock(window):
    return window.handlers.named("tagset").guideline


def test_html_in_a_guideline_is_text_and_pictures_are_left_out(qtbot):
    html = markdown_html("<script>alert(1)</script> <b>x</b> ![pic](http://example.org/a.png) **strong**")

    assert "<script" not in html
    assert "&lt;b&gt;x" in html
    assert "<img" not in html
    assert "strong" in html


def test_words_in_brackets_look_marked_and_each_example_has_its_line(qtbot):
    view = GuidelineView()
    qtbot.addWidget(view)
    view.show_tag(TAG, Theme.named("light"))

    text = view.toPlainText()
    assert "Argo" in text
    assert "Fram" in text
    assert "[" not in text
    assert text.count("✓") == 2
    assert text.count("✗") == 1


@pytest.mark.parametrize("kind", list(QTextDocument.ResourceType)[:3])
def test_nothing_is_ever_loaded(qtbot, kind, tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    view = GuidelineView()
    qtbot.addWidget(view)

    assert view.loadResource(kind.value, QUrl.fromLocalFile(str(secret))) is None
    assert not view.openLinks()


def test_a_tag_without_a_guideline_says_so(qtbot):
    assert "Nobody has written yet" in guideline_html(Tag("t", "entity", "Ship", "#0e87a0"), THEMES["dark"])


def test_f1_on_a_selected_mark_shows_the_guideline_and_the_page_keeps_the_keys(qtbot, window):
    select(window, "Person")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)

    assert dock(window).isVisible()
    assert "A named individual" in dock(window).view.toPlainText()
    assert window.workspace.page.hasFocus()


def test_it_follows_the_selected_mark_while_it_stays_open(qtbot, window):
    select(window, "Person")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)
    select(window, "Location")

    assert "A named place" in dock(window).view.toPlainText()
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)
    assert not dock(window).isVisible()


def test_f1_elsewhere_shows_every_key_as_before(qtbot, window):
    window.workspace.focus_page()
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)

    assert window.findChild(ShortcutsDialog) is not None
    assert dock(window) is None


def test_f1_on_a_row_of_the_list_of_tags_shows_its_guideline_and_esc_closes_it(qtbot, window):
    panel = window.workspace.tags_panel
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(panel.row_of("Location"), 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_F1)
    shown = dock(window)
    assert "A named place" in shown.view.toPlainText()

    shown.view.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert window.workspace.page.hasFocus()


def test_a_guideline_that_is_rewritten_is_shown_at_once_and_can_be_edited_from_there(qtbot, window):
    select(window, "Person")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)
    tag = window.session.tag_set.find("Person")
    window.session.do(Change("guideline", [Alter(Tag, tag.id, {"guideline": "Only *humans*."})]))
    assert "Only humans." in dock(window).view.toPlainText()

    dock(window).edit.click()
    assert window.handlers.named("tagset").view.tag_page.name.text() == "Person"


def test_it_goes_with_the_project_and_changes_its_colours_with_the_theme(qtbot, window, settings):
    select(window, "Person")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_F1)
    before = dock(window).view.toHtml()
    settings.theme = "dark"
    assert dock(window).view.toHtml() != before

    window.close_project()
    assert dock(window) is None

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QToolButton

from annotator.model.annotation import Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import Document
from annotator.store import Project
from tests.app.conftest import make_document, make_tag_set, panels_stand

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def drag(qtbot, page, words):
    start = page.text.index(words)
    first, last = page.rect_of(Span(start, start + 1)), page.rect_of(Span(start + len(words) - 1, start + len(words)))
    begin, end = QPoint(first.left() + 1, first.center().y()), QPoint(last.right(), last.center().y())
    qtbot.mousePress(page.viewport(), LEFT, NONE, begin)
    qtbot.mouseMove(page.viewport(), QPoint((begin.x() + end.x()) // 2, end.y()))
    qtbot.mouseMove(page.viewport(), end)
    qtbot.mouseRelease(page.viewport(), LEFT, NONE, end)


def click_tag(qtbot, panel, tag):
    index = panel.list.model().index(panel.row_of(tag), 0)
    qtbot.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualRect(index).center())


def marked(window):
    session = window.session
    return [(each.tag, session.words(each)) for each in session.annotations]


def test_a_drag_and_a_key_tag_the_words(qtbot, window):
    window.commands.next_article()
    page = window.workspace.page
    drag(qtbot, page, "Kim Jong Un")
    assert window.workspace.around.popup.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_P)
    assert marked(window) == [("Person", "Kim Jong Un")]
    assert not window.workspace.around.popup.isVisible()
    assert window.status.left.text() == "Saved · undo: add Person"
    assert window.workspace.inspector_panel.annotation_form.words.text() == "Kim Jong Un"


def test_a_drag_and_a_click_on_a_tag_tag_the_words(qtbot, window):
    window.commands.next_article()
    drag(qtbot, window.workspace.page, "Pyongyang")
    click_tag(qtbot, window.workspace.tags_panel, "Location")
    assert marked(window) == [("Location", "Pyongyang")]
    assert window.workspace.page.hasFocus()


def test_a_pinned_tag_tags_every_drag_until_escape(qtbot, window):
    window.commands.next_article()
    workspace = window.workspace
    click_tag(qtbot, workspace.tags_panel, "Person")
    assert "Esc lets go" in window.status.left.text()
    drag(qtbot, workspace.page, "Kim Jong Un")
    drag(qtbot, workspace.page, "soldiers")
    assert marked(window) == [("Person", "Kim Jong Un"), ("Person", "soldiers")]
    workspace.focus_page()
    qtbot.keyClick(workspace.page, Qt.Key.Key_Escape)
    qtbot.keyClick(workspace.page, Qt.Key.Key_Escape)
    assert workspace.tags_panel.sticky is None
    assert not window.actions_["annotate.unpin"].isEnabled()


def test_delete_removes_what_is_selected_and_undo_brings_it_back(qtbot, window):
    page = window.workspace.page
    person = next(each for each in window.session.annotations if each.tag == "Person")
    page.select_annotation(person.id)
    assert window.actions_["annotate.remove"].isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Delete)
    assert window.session.annotation(person.id) is None
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.annotation(person.id) is not None


def test_delete_in_a_field_deletes_a_letter_and_no_annotation(qtbot, window):
    workspace = window.workspace
    person = next(each for each in window.session.annotations if each.tag == "Person")
    workspace.page.select_annotation(person.id)
    search = workspace.articles_panel.search
    search.setFocus()
    qtbot.keyClicks(search, "ab")
    qtbot.keyClick(search, Qt.Key.Key_Backspace)
    assert search.text() == "a"
    assert window.session.annotation(person.id) is not None


def test_a_new_title_is_on_the_page_and_in_the_window_at_once(window):
    document = window.session.document.document.id
    window.session.do(Change("change title", [Alter(Document, document, {"title": "Another title"})]))
    assert window.windowTitle().startswith("Another title")
    assert window.workspace.page.accessibleDescription() == "Another title"


def test_the_right_click_menu_offers_what_fits(qtbot, window):
    workspace = window.workspace
    claim = next(each for each in window.session.annotations if each.kind == "claim")
    place = next(each for each in window.session.annotations if each.tag == "Location")
    workspace.page.select_annotation(claim.id)
    menu = workspace.around.page_menu.build(place.start)
    texts = [action.text() for action in menu.actions()]
    assert "&Remove mark" in texts
    assert "“Pyongyang” is this claim's" in texts
    pointing = next(action.menu() for action in menu.actions() if "is this claim's" in action.text())
    next(action for action in pointing.actions() if action.text() == "about").trigger()
    assert ("about", place.id) in {(each.type, each.target) for each in window.session.relations}


def test_the_place_in_the_article_is_kept(qtbot, window, settings, project_path):
    window.workspace.keep_place()
    place = settings.place(project_path)
    assert place.document == window.session.document.document.id


def test_shift_and_a_key_tag_the_same_words_everywhere_as_one_change(qtbot, window):
    window.commands.next_article()
    page = window.workspace.page
    words = "Kim Jong Un"
    count = page.text.count(words)
    drag(qtbot, page, words)
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert marked(window) == []
    assert words in window.status.left.text()
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert marked(window) == [("Person", words)] * count
    window.commands.undo()
    assert marked(window) == []


def test_escape_leaves_the_same_words_untagged(qtbot, window):
    window.commands.next_article()
    page = window.workspace.page
    drag(qtbot, page, "Kim Jong Un")
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert marked(window) == []


def test_a_full_stop_repeats_the_last_tag(qtbot, window):
    window.commands.next_article()
    page = window.workspace.page
    drag(qtbot, page, "Kim Jong Un")
    qtbot.keyClick(page, Qt.Key.Key_P)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    drag(qtbot, page, "soldiers")
    qtbot.keyClick(page, Qt.Key.Key_Period)
    assert marked(window) == [("Person", "Kim Jong Un"), ("Person", "soldiers")]


def test_a_narrow_window_folds_the_list_away_and_a_wide_one_brings_it_back(qtbot, window, settings):
    workspace = window.workspace
    window.resize(1000, 700)
    assert workspace.articles.isVisible()
    window.resize(700, 600)
    assert not workspace.articles.isVisible()
    qtbot.waitUntil(lambda: workspace.page.width() > 380)
    inspector = workspace.inspector_panel
    assert inspector.widget().width() <= inspector.viewport().width()
    window.resize(1000, 700)
    assert workspace.articles.isVisible()
    window.resize(700, 600)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert workspace.articles.isVisible()
    window.resize(690, 600)
    assert workspace.articles.isVisible()


def test_a_list_that_was_folded_away_is_there_after_a_restart(qtbot, window, settings, open_window, project_path):
    window.resize(700, 600)
    window.close()
    assert open_window(project_path).workspace.articles.isVisible()


def test_escape_shuts_an_open_flag(qtbot, window):
    window.resize(700, 600)
    page = window.workspace.page
    claim = next(each.id for each in page.annotations if each.kind == "claim")
    page.setFocus()
    page.repaint()
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=page.card_rect(claim).center().toPoint())
    assert page.selected == claim
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.selected is None


def test_hidden_characters_are_shown_on_demand_and_stay_so(qtbot, window):
    page = window.workspace.page
    page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    assert page.shows_hidden
    assert window.actions_["view.hidden"].isChecked()
    page.grab()
    qtbot.keyClick(window, Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    assert not page.shows_hidden


def test_the_panels_of_another_project_stand_where_those_of_the_first_did(window, qtbot, tmp_path):
    other = tmp_path / "Other.annotator"
    with Project.create(other, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Elsewhere", marked=True))]), "AK")
    before = [dock.geometry() for dock in window.workspace.docks]

    assert window.open_project(other)
    qtbot.waitUntil(lambda: panels_stand(window))

    qtbot.waitUntil(lambda: [dock.geometry() for dock in window.workspace.docks] == before)
    assert not any(dock.visibleRegion().isEmpty() for dock in window.workspace.docks)


def test_in_a_narrow_window_every_tag_at_the_selection_can_be_seen(window, qtbot):
    window.resize(700, 800)
    page = window.workspace.page
    page.grab()
    drag(qtbot, page, "soldiers")

    popup = window.workspace.around.popup
    buttons = [each for each in popup.findChildren(QToolButton) if not each.isHidden()]
    seen = page.viewport().geometry()

    assert [each.text() for each in buttons] == ["Person  p", "Location  l", "City", "Cue  u"]
    assert all(seen.contains(QRect(each.mapTo(page, QPoint(0, 0)), each.size())) for each in buttons)


def test_tags_of_words_and_then_of_a_sentence_do_not_lie_over_each_other(window, qtbot):
    page = window.workspace.page
    drag(qtbot, page, "soldiers")
    drag(qtbot, page, "He stated that a monument would be built in Pyongyang")

    buttons = [each for each in window.workspace.around.popup.findChildren(QToolButton) if not each.isHidden()]
    assert {each.text() for each in buttons} == {"Statement  1", "Intention  8", "Cue  u"}

"""The window for those who hear it, and for those who have no mouse: through Qt's own accessibility API."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from annotator.app.assistive import offer_page
from annotator.app.dialogs.about import AboutDialog
from annotator.app.dialogs.error import ErrorDialog
from annotator.app.dialogs.history import HistoryDialog
from annotator.app.dialogs.import_report import ImportReportDialog, ReportLine
from annotator.app.dialogs.new_project import NewProjectDialog
from annotator.app.dialogs.settings import SettingsDialog
from annotator.app.dialogs.shortcuts import ShortcutsDialog
from annotator.app.go_to import GoTo
from annotator.app.main_window import MainWindow
from annotator.app.page.view import PageView
from annotator.app.palette import Palette
from annotator.app.settings import Settings
from annotator.app.theme import THEMES
from annotator.model import edits
from annotator.model.annotation import Span
from tests.app.conftest import TEXT, make_document, make_tag_set

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
TAB, BACK = (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def listening(qtbot) -> Iterator[None]:
    """Somebody listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def page_of(qtbot, text: str = TEXT, *, marked: bool = True) -> PageView:
    page = PageView()
    offer_page(page)
    qtbot.addWidget(page)
    page.set_tag_set(make_tag_set())
    page.resize(900, 500)
    page.show_document(make_document("Sacred Mission", marked=marked, text=text))
    with qtbot.waitSignal(page.painted):
        page.show()
    return page


def told_of(page: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(page)


def children(told: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [told.child(each) for each in range(told.childCount())]


# --- the page


def test_the_page_is_a_text_with_its_title_that_is_read_and_not_written(qtbot):
    told = told_of(page_of(qtbot))

    assert told.text(NAME) == "Page: Sacred Mission"
    assert told.role() == QAccessible.Role.EditableText
    assert told.state().readOnly
    assert told.state().focusable
    text = told.textInterface()
    assert text.text(0, text.characterCount()) == TEXT


def test_caret_and_selection_are_told_and_can_be_set(qtbot):
    page = page_of(qtbot)
    page.set_caret(7)
    assert told_of(page).textInterface().cursorPosition() == 7
    assert told_of(page).textInterface().selectionCount() == 0

    page.set_selection([Span(4, 8)])
    assert told_of(page).textInterface().selectionCount() == 1
    told_of(page).textInterface().removeSelection(0)
    assert page.selection == ()

    told_of(page).textInterface().setCursorPosition(21)
    assert page.caret == 21
    told_of(page).textInterface().addSelection(0, 11)
    assert page.selection == (Span(0, 11),)
    told_of(page).textInterface().setSelection(0, 4, 8)
    assert page.selection == (Span(4, 8),)


def test_what_an_assistive_technology_selects_can_be_grown_by_keys(qtbot):
    page = page_of(qtbot)
    told_of(page).textInterface().addSelection(0, 11)

    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert page.selection == (Span(0, 12),)


def test_letters_of_two_units_move_nothing(qtbot):
    page = page_of(qtbot, "🖋️ 𝒜 Museum\n\nof 😀 signs\u2028here \ufffc and \u2029 there", marked=False)
    start = page.text.index("signs")
    page.set_selection([Span(start, start + 5)])
    page.set_caret(start + 5)

    text = told_of(page).textInterface()
    units = len(page.text[:start].encode("utf-16-le")) // 2

    assert text.text(units, units + 5) == "signs"
    assert text.cursorPosition() == units + 5
    assert text.characterCount() == len(page.text.encode("utf-16-le")) // 2
    text.setCursorPosition(units)
    assert page.caret == start


@pytest.mark.parametrize("scrolled", [False, True])
def test_a_character_is_told_where_it_is_painted(qtbot, scrolled: bool):
    page = page_of(qtbot, "\n\n".join(f"{TEXT} {number} " * 5 for number in range(20)), marked=False)
    if scrolled:
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() // 2)
        page.grab()
    flow = page.flow
    assert flow is not None
    offset = flow.pieces[page.pieces_in_view()[1]].start + 30

    place = told_of(page).textInterface().characterRect(offset)

    painted = page.rect_of(Span(offset, offset + 1))
    painted.moveTopLeft(page.viewport().mapToGlobal(painted.topLeft()))
    assert abs(place.center().x() - painted.center().x()) <= 1
    assert painted.top() <= place.center().y() <= painted.bottom()
    assert told_of(page).textInterface().offsetAtPoint(place.topLeft() + QPoint(1, 5)) == offset
    assert told_of(page).textInterface().offsetAtPoint(QPoint(-5000, -5000)) == -1


@pytest.mark.parametrize("letters", [TEXT, "وقال رئيس البلدية إن أعمال الترميم كلفت 12 مليون دينار. " * 4])
def test_words_that_an_assistive_technology_wants_to_have_in_view_are_brought_there(qtbot, letters: str):
    text = "\n\n".join(f"Part {number} begins. {letters}" for number in range(200))
    page = page_of(qtbot, text, marked=False)
    told = told_of(page).textInterface()
    view = page.viewport().rect()
    for number in (150, 3, 90, 199, 0):
        start = text.index(f"Part {number} ")
        end = start + 60
        told.scrollToSubstring(start, end)
        for offset in (start, end):
            assert view.contains(page.rect_of_caret(offset).toAlignedRect())
        assert page.caret == 0
        # what is in view already stays where it is
        before = page.verticalScrollBar().value()
        told.scrollToSubstring(start + 5, start + 9)
        assert page.verticalScrollBar().value() == before


def test_of_words_that_do_not_fit_the_first_are_brought_into_view(qtbot):
    text = "\n\n".join([TEXT] * 200)
    page = page_of(qtbot, text)
    start = text.index("praised", len(text) // 2)
    told_of(page).textInterface().scrollToSubstring(start, len(text))
    assert page.viewport().rect().contains(page.rect_of_caret(start).toAlignedRect())


def test_another_article_is_another_text_with_another_name(qtbot):
    page = page_of(qtbot)
    told = told_of(page)
    assert told.textInterface().characterCount() == len(TEXT)

    page.show_document(make_document("Grain corridor", text="Grain."))

    assert told.text(NAME) == "Page: Grain corridor"
    assert told.textInterface().text(0, 6) == "Grain."
    assert told.textInterface().characterCount() == 6
    assert children(told) == []
    page.show_document(None)
    assert told.text(NAME) == "Page"
    assert told.textInterface().characterCount() == 0


def test_marks_and_cards_in_view_are_children_with_names(qtbot):
    told = told_of(page_of(qtbot))

    assert [(each.role(), each.text(NAME)) for each in children(told)] == [
        (QAccessible.Role.ListItem, "Person: Kim Jong Un"),
        (QAccessible.Role.ListItem, "cue: stated that"),
        (QAccessible.Role.ListItem, "claim, intention, by Kim Jong Un"),
        (QAccessible.Role.ListItem, "Location: Pyongyang"),
        (QAccessible.Role.Note, "claim, intention, by Kim Jong Un"),
    ]
    assert children(told)[4].text(DESCRIPTION) == "cue stated that. a monument would be built in Pyongyang"


def test_pressing_a_child_selects_its_annotation(qtbot):
    page = page_of(qtbot)
    place, card = children(told_of(page))[3:]
    assert place.state().selectable
    assert place.state().focusable
    assert not place.state().selected

    place.actionInterface().doAction("Press")
    assert page.selected == page.annotations[3].id
    assert place.state().selected
    card.actionInterface().doAction("Press")
    assert page.selected == page.annotations[2].id
    assert not place.state().selected


def test_a_child_is_where_its_mark_is(qtbot):
    page = page_of(qtbot)
    told = told_of(page)

    for each in children(told):
        if each.text(NAME) not in ("claim, intention, by Kim Jong Un",) or each.role() == QAccessible.Role.Note:
            middle = each.rect().center()
            assert told.childAt(middle.x(), middle.y()) is each
        assert told.child(told.indexOfChild(each)) is each
        assert each.parent() is told
        assert not each.state().offscreen
    corner = page.mapToGlobal(QPoint(2, page.height() - 2))
    assert told.childAt(corner.x(), corner.y()) is None


def test_children_are_what_is_on_the_screen(qtbot):
    page = page_of(qtbot, TEXT + "\n\nMore of it." * 400)
    told = told_of(page)
    assert len(children(told)) == 5
    first = children(told)[0]

    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.grab()

    assert children(told) == []
    assert first.state().offscreen


def test_what_is_marked_at_the_caret_is_the_description(qtbot):
    page = page_of(qtbot)
    page.set_caret(TEXT.index("Pyongyang"))

    assert told_of(page).text(DESCRIPTION) == ("Marked here: claim, intention, by Kim Jong Un; Location: Pyongyang")


def test_pages_come_and_go(window: MainWindow, project_path: Path):
    for _ in range(8):
        told = told_of(window.workspace.page)
        assert len([each.text(NAME) for each in children(told)]) == 5
        assert told.textInterface().characterCount() == len(TEXT)
        window.close_project()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        window.open_project(project_path)
        window.workspace.page.grab()


def test_a_page_that_was_met_before_its_panels_is_met_anew(qtbot, listening: None):
    page = PageView()
    qtbot.addWidget(page)
    page.show_document(make_document("Sacred Mission", marked=True))

    assert told_of(page).text(NAME)
    offer_page(page)

    assert told_of(page).text(NAME) == "Page: Sacred Mission"


# --- what is said


@pytest.fixture
def said(window: MainWindow, listening: None) -> list[str]:
    sentences: list[str] = []
    window.workspace.around.speaking.said.connect(sentences.append)
    window.workspace.focus_page()
    return sentences


def select(window: MainWindow, words: str) -> PageView:
    page = window.workspace.page
    start = page.text.index(words)
    page.set_caret(start + len(words))
    page.set_selection([Span(start, start + len(words))])
    return page


def test_a_mark_made_undone_and_redone_is_said(window: MainWindow, said: list[str]):
    QTest.keyClicks(select(window, "the soldiers"), "p")
    assert said == ["Person: the soldiers, marked"]

    said.clear()
    window.commands.undo()
    window.commands.redo()
    assert said == ["Person: the soldiers, removed, undone", "Person: the soldiers, marked, done again"]


def test_a_mark_removed_or_changed_is_said(window: MainWindow, said: list[str]):
    page = window.workspace.page
    page.select_annotation(page.annotations[3].id)
    QTest.keyClick(page, Qt.Key.Key_P)
    QTest.keyClick(page, Qt.Key.Key_Delete)

    assert said == ["Location: Pyongyang", "Person: Pyongyang, changed", "Person: Pyongyang, removed"]


def test_a_proposal_is_said_with_the_key_that_takes_it(window: MainWindow, said: list[str]):
    QTest.keyClicks(select(window, "would be built in Pyongyang"), "8")

    assert said == [
        "claim, intention, marked",
        "claim, intention; proposed cue 'stated that', claimant Kim Jong Un (He); Enter accepts",
    ]


def test_a_mark_that_the_caret_comes_to_is_said_once(window: MainWindow, said: list[str]):
    page = window.workspace.page
    page.set_caret(TEXT.index(" in Pyongyang"))
    said.clear()
    for _ in range(6):
        QTest.keyClick(page, Qt.Key.Key_Right)
    assert said == ["Location: Pyongyang"]


def test_words_selected_in_several_places_are_said_all(window: MainWindow, said: list[str]):
    page = window.workspace.page
    parts = [Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in ("the soldiers", "Pyongyang")]
    page.set_selection(parts)

    assert said == ["2 parts selected: the soldiers; Pyongyang"]


def test_the_form_of_a_card_is_met_below_the_page(window: MainWindow):
    page = window.workspace.page
    window.workspace.focus_page()
    before = len(children(told_of(page)))
    page.select_annotation(page.annotations[2].id)
    window.commands.edit_card()

    form = children(told_of(page))[before]
    editor = window.workspace.around.card_editing.editor
    assert form.object() is editor
    middle = editor.mapToGlobal(editor.rect().center())
    assert told_of(page).childAt(middle.x(), middle.y()).object() is editor
    assert told_of(page).indexOfChild(form) == before
    editor.left.emit()
    assert len(children(told_of(page))) == before


def test_many_marks_are_counted(window: MainWindow, said: list[str]):
    session = window.session
    assert session is not None
    assert session.document is not None
    person, text = make_tag_set().tags[0], session.document.document
    made = [edits.new_annotation(text.id, person, (Span(start, start + 1),), "AK") for start in range(3)]
    session.do(edits.mark(text, made))

    assert said == ["3 marks made"]


def test_the_article_that_is_opened_by_a_key_on_the_page_is_said(window: MainWindow, said: list[str]):
    window.commands.next_article()
    assert said[-1] == "Grain corridor, done"

    said.clear()
    window.workspace.articles_panel.list.setFocus()
    window.commands.next_article()
    assert "Harbour strike, new" not in said


def test_the_status_that_is_given_to_an_article_is_said_and_the_one_that_comes_of_itself_is_not(
    window: MainWindow, said: list[str]
):
    window.commands.mark_done()
    assert said == ["article is done"]
    said.clear()
    window.commands.undo()
    assert said == ["article is open"]

    window.commands.next_article()
    window.commands.next_article()
    said.clear()
    QTest.keyClicks(select(window, "the soldiers"), "p")
    assert said == ["Person: the soldiers, marked"]


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch, listening: None) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: _note(event, sentences))
    return sentences


def _note(event: object, sentences: list[str]) -> None:
    if isinstance(event, QAccessibleAnnouncementEvent):
        sentences.append(event.message())


def test_hits_of_a_search_are_said_with_the_words_around_them(qtbot, window: MainWindow, announced: list[str]):
    finder = window.workspace.finder
    window.commands.find()
    QTest.keyClicks(finder.bar.field, "st")
    qtbot.waitUntil(lambda: finder.is_settled)
    assert announced == ["1 of 1: Kim Jong Un praised the soldiers. He stated that a monument would be built in"]

    announced.clear()
    QTest.keyClicks(finder.bar.field, "x")
    qtbot.waitUntil(lambda: finder.is_settled)
    assert announced == ["No hits"]

    announced.clear()
    QTest.keyClick(finder.bar.field, Qt.Key.Key_Backspace)
    QTest.mouseClick(finder.bar.toggles["expression"], Qt.MouseButton.LeftButton)
    QTest.keyClicks(finder.bar.field, "(")
    qtbot.waitUntil(lambda: finder.is_settled)
    assert announced[-1].startswith("This pattern is not complete")


def test_the_palette_has_a_name_though_it_has_no_frame(window: MainWindow):
    window.commands.show_palette()
    palette = QApplication.activePopupWidget()
    assert isinstance(palette, Palette)
    assert told_of(palette).text(NAME) == "Command"
    palette.close()


def test_without_a_listener_nothing_is_said(window: MainWindow):
    sentences: list[str] = []
    window.workspace.around.speaking.said.connect(sentences.append)
    QTest.keyClicks(select(window, "the soldiers"), "p")

    assert sentences == []


# --- every control has a name


def nameless(top: QWidget) -> list[str]:
    """Return what takes the keys and says nothing of itself."""
    found: list[str] = []
    for each in (top, *top.findChildren(QWidget)):
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus or not each.isVisibleTo(top):
            continue
        if isinstance(each, QLineEdit) and isinstance(each.parent(), QComboBox | QAbstractSpinBox):
            continue
        told = QAccessible.queryAccessibleInterface(each)
        labelled = any(relation & QAccessible.RelationFlag.Label for _, relation in told.relations())
        # where the name of a field with choices is what is chosen, only a label tells what the choice is about
        name = "" if isinstance(each, QComboBox) else told.text(NAME)
        if not name and not labelled:
            found.append(f"{type(each).__name__} {each.objectName()} in {type(each.parent()).__name__}")
    return found


def test_everything_in_the_window_that_takes_the_keys_has_a_name(window: MainWindow):
    around = window.workspace.around
    assert nameless(window) == []
    page = window.workspace.page
    for mark in page.annotations:
        page.select_annotation(mark.id)
        assert nameless(window) == [], mark.tag
    page.select_annotation(page.annotations[2].id)
    window.commands.edit_card()
    assert around.card_editing.editor is not None
    assert nameless(window) == []
    window.commands.find()
    assert nameless(window) == []
    assert nameless(around.popup) == []


def test_everything_in_the_windows_beside_the_page_has_a_name(window: MainWindow):
    window.workspace.page.select_annotation(window.workspace.page.annotations[3].id)
    for each in ("claims.all", "problems.show", "records.show", "records.elsewhere", "tagset.show", "file.splits"):
        before = set(QApplication.topLevelWidgets())
        window.actions_[each].trigger()
        made = [top for top in QApplication.topLevelWidgets() if top not in before and top.isVisible()]
        assert made, each
        for top in made:
            assert nameless(top) == [], each
            top.close()


def test_everything_on_the_welcome_page_has_a_name(open_window):
    assert nameless(open_window()) == []


def test_everything_in_the_dialogs_has_a_name(window: MainWindow, tmp_path: Path):
    assert window.session is not None
    dialogs = [
        AboutDialog(tmp_path, tmp_path, window),
        ErrorDialog("ValueError", "Traceback", tmp_path, window),
        HistoryDialog(window.session, window),
        ImportReportDialog("1 of 2", [ReportLine("/a/b.txt", "is empty")], window),
        NewProjectDialog(tmp_path, window),
        GoTo(window.workspace, lambda _document, _place: None, lambda move: move()),
        Palette([], window),
        SettingsDialog(window.settings, window),
        ShortcutsDialog(window.actions_, window.session.tag_set, window),
    ]
    found = {type(each).__name__: nameless(each) for each in dialogs}

    assert {name: each for name, each in found.items() if each} == {}


# --- without a mouse


def walk(window: MainWindow, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> list[QWidget]:
    """Press *key* until the focus is back where it was; return where it went."""
    start = QApplication.focusWidget()
    went: list[QWidget] = []
    while len(went) < 200:
        QTest.keyClick(QApplication.focusWidget(), *key)
        went.append(QApplication.focusWidget())
        if went[-1] is start:
            return went
    raise AssertionError(f"no way back: {[each.objectName() or type(each).__name__ for each in went[-6:]]}")


@pytest.mark.parametrize("selected", [False, True])
def test_tab_goes_through_all_panels_and_back(window: MainWindow, selected: bool):
    workspace = window.workspace
    panels = (workspace.around.articles, workspace.around.tags, workspace.around.inspector, workspace.page)
    workspace.focus_page()
    if selected:
        workspace.page.select_annotation(workspace.page.annotations[2].id)

    forward = walk(window, TAB)
    back = walk(window, BACK)

    for panel in panels:
        assert any(each is panel or panel.isAncestorOf(each) for each in forward), panel.objectName()
    assert {id(each) for each in forward} == {id(each) for each in back}


def ink(widget: QWidget) -> QImage:
    """Return the picture of *widget* and of a little around it."""
    top = widget.window()
    return top.grab(widget.rect().translated(widget.mapTo(top, QPoint())).adjusted(-3, -3, 3, 3)).toImage()


@pytest.mark.parametrize("theme", THEMES)
def test_what_has_the_focus_looks_unlike_what_has_not(open_window, settings: Settings, project_path: Path, theme: str):
    settings.theme = theme
    window = open_window(project_path)
    page = window.workspace.page
    page.select_annotation(page.annotations[2].id)
    assert window.workspace.around is not None
    QApplication.processEvents()
    window.workspace.focus_page()
    alike: list[str] = []

    for each in walk(window, TAB):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = ink(each)
        (window.workspace.around.articles.search if each is page else page).setFocus()
        if with_focus == ink(each):
            alike.append(each.accessibleName())

    assert alike == []

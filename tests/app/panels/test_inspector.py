import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.app.panels.inspector import InspectorPanel
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change


@pytest.fixture
def panel(qtbot, session, theme, document_ids):
    session.open_document(document_ids[0])
    made = InspectorPanel(session, theme)
    qtbot.addWidget(made)
    made.resize(260, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def claim(session):
    return next(each for each in session.annotations if each.kind == "claim")


@pytest.fixture
def form(panel, claim):
    panel.show_annotation(claim.id)
    return panel.annotation_form


def choose(editor, text):
    editor.setCurrentIndex(editor.findText(text))
    editor.activated.emit(editor.currentIndex())


def test_an_annotation_is_shown_with_words_offsets_parts_and_maker(form):
    assert form.heading.text() == "Selected claim"
    assert form.words.text() == "a monument would be built in Pyongyang"
    assert form.place.text() == "characters 50–88"
    assert form.tag.currentText() == "Intention"
    assert form.part("claimant").text().strip() == "Kim Jong Un"
    assert form.part("cue").text().strip() == "stated that"
    assert form.part("about").text().strip() == "—"
    assert "AK" in form.made.text()


def test_a_default_is_shown_without_being_written(form, claim):
    assert form.editor("verdict").currentText() == "unchecked"
    assert dict(claim.attributes) == {}


def test_choosing_a_value_is_one_change(form, session, claim):
    choose(form.editor("quotation"), "indirect")
    assert session.annotation(claim.id).attributes["quotation"] == "indirect"
    assert session.undo_state.undo == "set quotation of Intention"
    choose(form.editor("quotation"), "—")
    assert "quotation" not in session.annotation(claim.id).attributes
    session.undo()
    assert form.editor("quotation").currentText() == "indirect"


def test_text_is_taken_on_enter_and_given_up_on_escape(qtbot, form, session, claim):
    editor = form.editor("topic")
    qtbot.keyClicks(editor, "monuments")
    assert "topic" not in session.annotation(claim.id).attributes
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert session.annotation(claim.id).attributes["topic"] == "monuments"
    qtbot.keyClicks(editor, " more")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text() == "monuments"


def test_partial_dates_are_taken_and_other_words_are_not(qtbot, form, session, claim):
    editor = form.editor("said_on")
    qtbot.keyClicks(editor, "yesterday")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.property("faulty")
    assert "said_on" not in session.annotation(claim.id).attributes
    editor.selectAll()
    qtbot.keyClicks(editor, "1917-11")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.property("faulty")
    assert session.annotation(claim.id).attributes["said_on"] == "1917-11"


def test_numbers_and_flags_keep_their_type(qtbot, form, session, claim):
    qtbot.keyClicks(form.editor("count"), "12")
    qtbot.keyClick(form.editor("count"), Qt.Key.Key_Return)
    form.editor("negated").click()
    attributes = session.annotation(claim.id).attributes
    assert attributes["count"] == 12
    assert attributes["negated"] is True
    form.editor("negated").click()
    assert "negated" not in session.annotation(claim.id).attributes


def test_a_change_that_comes_back_takes_neither_focus_nor_letters(qtbot, form, session, claim):
    editor = form.editor("topic")
    editor.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor)
    qtbot.keyClicks(editor, "half a wo")
    session.do(Change("note", [Alter(Annotation, claim.id, {"note": "from elsewhere"})]))
    assert QApplication.focusWidget() is editor
    assert form.editor("topic") is editor
    assert editor.text() == "half a wo"
    assert form.note.toPlainText() == "from elsewhere"


def test_changing_the_tag_keeps_the_fields(form, session, claim):
    before = form.editor("topic")
    choose(form.tag, "Statement")
    assert session.annotation(claim.id).tag == "Statement"
    assert session.undo_state.undo == "change Intention to Statement"
    assert form.editor("topic") is before


def test_the_note_is_saved_when_something_else_is_selected(qtbot, panel, form, session, claim):
    form.note.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.note)
    qtbot.keyClicks(form.note, "see page 3")
    panel.show_annotation(None)
    assert session.annotation(claim.id).note == "see page 3"


def test_parts_are_added_and_taken_away_from_the_menu(form, session, claim):
    menu = form.part("about").menu()
    menu.aboutToShow.emit()
    offered = [action.text() for action in menu.actions()]
    assert offered[0].startswith("Pyongyang\t")
    menu.actions()[0].trigger()
    assert form.part("about").text().strip() == "Pyongyang"
    assert session.undo_state.undo == "add about to Intention"
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if "away" in action.text()).trigger()
    assert form.part("about").text().strip() == "—"


def test_with_nothing_selected_the_article_is_shown_and_can_be_changed(qtbot, panel, session):
    form = panel.document_form
    assert form.isVisible()
    assert form.title.text() == "Sacred Mission"
    choose(form.status, "done")
    assert session.document.document.status == "done"
    choose(form.split, "train")
    assert session.document.document.split == "train"
    form.date.selectAll()
    qtbot.keyClicks(form.date, "2025-04")
    qtbot.keyClick(form.date, Qt.Key.Key_Return)
    assert session.document.document.date == "2025-04"
    assert session.undo_state.undo == "set date to 2025-04"


def test_an_article_keeps_its_title(qtbot, panel, session):
    form = panel.document_form
    form.title.selectAll()
    qtbot.keyClick(form.title, Qt.Key.Key_Delete)
    qtbot.keyClick(form.title, Qt.Key.Key_Return)
    assert session.document.document.title == "Sacred Mission"
    assert form.title.text() == "Sacred Mission"


def test_an_annotation_that_is_gone_gives_place_to_the_article(panel, form, session, claim):
    from annotator.model.change import Remove

    session.do(Change("remove Intention", [Remove(Annotation, claim.id)]))
    assert panel.selected is None
    assert panel.document_form.isVisible()


def test_what_is_known_of_the_article_is_listed(panel, session, document_ids):
    from PySide6.QtWidgets import QLabel

    def shown():
        return [label.text() for label in panel.document_form.findChildren(QLabel) if label.isVisible()]

    assert {"Source", "Sacred Mission.txt", "photo credit", "KCNA", "SHA-256"} <= set(shown())
    session.open_document(document_ids[1])
    assert "Grain corridor.txt" in shown()
    assert "Sacred Mission.txt" not in shown()


def test_an_article_says_under_which_version_of_the_tag_set_it_was_marked(panel, session, document_ids):
    from PySide6.QtWidgets import QLabel

    from annotator.model.tag import Tag

    def shown():
        return [label.text() for label in panel.document_form.findChildren(QLabel) if label.isVisible()]

    assert "marked under version 1" in shown()
    tag = session.tag_set.find("Person")
    session.do(Change("describe", [Alter(Tag, tag.id, {"description": "x"})]))
    assert "marked under version 1 (now 2)" in shown()
    session.open_document(document_ids[1])
    assert "Tag set" not in shown()

"""A tag set comes into a project that has work, with a preview."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from annotator.app.dialogs.new_project import NewProjectDialog
from annotator.app.long_change import LONG
from annotator.app.tagset.import_preview import ImportPreview
from annotator.formats.tagset_ready import ready_tag_set
from annotator.formats.tagset_toml import read_tag_set, write_tag_set
from annotator.model.change import Change, Put
from annotator.model.ids import new_id
from annotator.model.people import Record

OWN = """
name = "own"
version = "3"
[[tag]]
kind = "entity"
name = "Person"
key = "p"
colour = "#2f6fdf"
description = "Other words"
good = "Kim Jong Un"
bad = "the leader"
[[tag]]
kind = "entity"
name = "Ship"
key = "l"
[[constraint]]
name = "short"
rule = "one sentence"
of = ["Ship"]
"""


@pytest.fixture
def handler(window):
    window.actions_["tagset.show"].trigger()
    return window.handlers.named("tagset")


def dialog_of(handler, tmp_path, text=OWN):
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    handler.preview_file(path)
    return handler.view.findChild(ImportPreview)


def said(dialog):
    return {row.text(0): (row.parent().text(0).partition(" (")[0], row.text(2)) for row in dialog.rows()}


def test_the_preview_says_what_is_added_changed_and_left(qtbot, window, handler, tmp_path):
    before = window.session.tag_set
    dialog = dialog_of(handler, tmp_path)

    assert said(dialog)["Ship"] == ("Added", "")
    assert said(dialog)["Person"] == ("Changed", "description")
    assert said(dialog)["Location"][0] == "Only in this project: left as it is"
    assert "2 added, 0 renamed, 1 changed" in dialog.said.text()
    assert "The key “l” stays with Location; Ship comes without it." in dialog.notes.text()
    assert window.session.tag_set == before


def test_enter_brings_in_all_as_one_change(qtbot, window, handler, tmp_path):
    dialog = dialog_of(handler, tmp_path)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)

    assert window.session.tag_set.find("Ship") is not None
    assert window.session.undo_state.undo == "import tag set own (version 3)"
    window.session.undo()
    assert window.session.tag_set.find("Ship") is None
    assert window.session.tag_set.find("Person").description == "A named individual"


def test_what_is_unchecked_stays_as_it_is(qtbot, window, handler, tmp_path):
    dialog = dialog_of(handler, tmp_path)
    ship = next(row for row in dialog.rows() if row.text(0) == "Ship")
    dialog.tree.setFocus()
    dialog.tree.setCurrentItem(ship)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert "0 added" in dialog.said.text()
    assert "is left out" in dialog.notes.text()
    dialog.button.click()

    assert window.session.tag_set.find("Ship") is None
    assert window.session.tag_set.constraints == ()
    assert window.session.tag_set.find("Person").description == "Other words"


def test_a_tag_set_that_is_there_already_brings_nothing(qtbot, window, handler, tmp_path):
    dialog = dialog_of(handler, tmp_path, write_tag_set(window.session.tag_set))

    assert "Nothing to bring in" in dialog.said.text()
    assert not dialog.button.isEnabled()


def test_a_file_with_a_fault_is_refused_with_its_line(qtbot, window, handler, tmp_path):
    assert dialog_of(handler, tmp_path, OWN + "colour = 'red'\n") is None
    assert "line" in handler.view.line.text()


def test_a_ready_tag_set_is_brought_in_from_the_menu(qtbot, window, handler):
    handler.view.acts["ready_arguments"].trigger()
    dialog = handler.view.findChild(ImportPreview)
    dialog.button.click()

    assert window.session.tag_set.find("Premise") is not None


def test_the_tag_set_is_written_to_a_file(qtbot, window, handler, tmp_path):
    handler.write(tmp_path / "out.toml")

    written = read_tag_set((tmp_path / "out.toml").read_text("utf-8"), "out.toml")
    assert [tag.name for tag in written.tags] == [tag.name for tag in window.session.tag_set.tags]


def test_a_new_project_offers_the_ready_tag_sets_with_what_they_are_for(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.tag_set.name == "news"
    dialog.tags.setCurrentIndex(dialog.tags.findText("conll-2003"))

    assert "four classes" in dialog.described.text()
    assert dialog.tag_set == ready_tag_set("conll-2003")


def test_a_new_project_takes_a_tag_set_from_a_file_and_says_what_is_wrong_with_one(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    dialog.take_file(tmp_path / "own.toml")
    assert dialog.tags.currentText() == "own (own.toml)"
    assert dialog.tag_set.name == "own"

    (tmp_path / "bad.toml").write_text("name = 3", "utf-8")
    dialog.take_file(tmp_path / "bad.toml")
    assert dialog.tag_set.name == "news"
    assert "line 1" in dialog.described.text()


def test_an_import_that_renames_a_tag_with_very_many_records_is_done_beside_the_window(qtbot, window, handler):
    people = [Put(Record(new_id(), "entity", f"Person {number}", "Person")) for number in range(LONG + 1)]
    window.session.do(Change("add people", people))
    now = window.session.tag_set
    named = tuple(replace(each, name="Individual") if each.name == "Person" else each for each in now.tags)
    handler.preview(replace(now, tags=named))
    handler.view.findChild(ImportPreview).button.click()

    assert window.session.working is not None
    qtbot.waitUntil(lambda: window.session.working is None)
    assert window.session.tag_set.find("Individual") is not None
    assert window.session.project.records.record(people[0].row.id).tag == "Individual"


def test_however_many_notes_there_are_the_list_and_the_buttons_have_room_on_a_small_screen(qtbot, handler, tmp_path):
    def tags(name):
        lines = (f'[[tag]]\nkind = "entity"\nname = "{name} {key}"\nkey = "{key}"\n' for key in "abcdefghijkmno")
        return 'name = "own"\n' + "".join(lines)

    first = dialog_of(handler, tmp_path, tags("Ship"))
    qtbot.keyClick(first.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not first.isVisible())
    first.deleteLater()
    qtbot.waitUntil(lambda: handler.view.findChild(ImportPreview) is None)
    dialog = dialog_of(handler, tmp_path, tags("Boat"))
    qtbot.waitExposed(dialog)

    assert len(dialog.merge.notes) >= 12
    assert dialog.minimumSizeHint().height() <= 360
    dialog.resize(680, 360)
    assert dialog.tree.height() >= 60
    # what does not fit is there, further down
    qtbot.waitUntil(lambda: dialog.room.verticalScrollBar().maximum() > 0)

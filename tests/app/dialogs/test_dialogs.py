import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.app.dialogs.history import HistoryDialog
from annotator.app.dialogs.import_report import ImportReportDialog, ReportLine, report_text
from annotator.app.dialogs.new_project import NewProjectDialog, project_path
from annotator.app.dialogs.settings import SettingsDialog
from annotator.app.dialogs.shortcuts import ShortcutsDialog
from annotator.app.theme import THEMES
from annotator.model.change import Alter, Change
from annotator.model.document import Document


def test_settings_apply_without_being_confirmed(qtbot, settings):
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    assert {dialog.theme.itemData(row) for row in range(dialog.theme.count())} == {"system", *THEMES}
    qtbot.keyClicks(dialog.theme, "Sep")
    assert settings.theme == "sepia"
    dialog.reading_size.setValue(17)
    assert settings.reading_size == 17
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "  Anna  K. ")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    dialog.name.editingFinished.emit()
    assert settings.annotator == "Anna K."
    dialog.interface_size.setValue(13)
    assert settings.interface_size == 13
    dialog.standard_type()
    assert settings.reading_size == 12
    assert settings.reading_family == ""
    assert settings.interface_size == 0
    assert "As the system (10 pt)" in dialog.interface_size.text()


def test_the_page_shows_behind_the_settings_what_they_do(qtbot, window, settings, screenshot):
    # wide enough for any measure in any font
    window.resize(2000, 900)
    page = window.workspace.page
    window.commands.show_settings()
    window.commands.show_settings()
    (dialog,) = window.findChildren(SettingsDialog)
    assert not dialog.isModal()
    pitch, width = page.line_pitch(0, 1), page.columns.text_width
    for box, value in ((dialog.line_height, "200"), (dialog.measure, "45")):
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, value)
        qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert page.line_pitch(0, 1) > 1.6 * pitch
    assert page.columns.text_width < width
    assert (settings.line_height, settings.measure) == (200, 45)
    dialog.interface_size.setValue(14)
    assert QApplication.font().pointSizeF() == 14
    assert window.workspace.page.page_style.interface_points == 14
    screenshot(dialog, "settings")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_key_that_is_taken_moves_and_is_told(qtbot, window):
    dialog = ShortcutsDialog(window.actions_, window.session.tag_set, window)
    dialog.select("view.next")
    dialog.edit.setKeySequence(QKeySequence("Ctrl+E"))
    dialog.set_current()
    assert window.actions_.keys("view.next") == ("Ctrl+E",)
    assert window.actions_.keys("file.export") == ()
    assert "Export" in dialog.said.text()
    dialog.restore_current()
    assert window.actions_.keys("view.next") == ("Ctrl+PgDown", "Alt+Down")


def test_shortcuts_are_found_by_name_and_by_key(qtbot, window):
    dialog = ShortcutsDialog(window.actions_, window.session.tag_set, window)
    dialog.search.setText("ctrl+k")
    seen = [item.text(0) for item in dialog._items() if not item.isHidden()]
    assert seen == ["Command palette"]


def test_a_new_project_needs_a_name_that_is_free(qtbot, tmp_path):
    (tmp_path / "Taken.annotator").write_text("")
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    assert not dialog.make.isEnabled()
    qtbot.keyClicks(dialog.name, "Taken")
    assert not dialog.make.isEnabled()
    assert "already there" in dialog.said.text()
    qtbot.keyClicks(dialog.name, " 2")
    assert dialog.make.isEnabled()
    assert dialog.path == tmp_path / "Taken 2.annotator"


def test_names_become_files_that_every_system_takes():
    assert project_path("/a", 'War: "1914/15"?').name == "War- -1914-15--.annotator"
    assert project_path("/a", "Letters.annotator") == Path("/a/Letters.annotator")
    assert project_path("/a", "Ends with dots...").name == "Ends with dots.annotator"


def test_the_history_is_up_to_date_and_strikes_out_what_was_taken_back(qtbot, session, document_ids):
    dialog = HistoryDialog(session)
    qtbot.addWidget(dialog)
    session.do(Change("mark as done", [Alter(Document, document_ids[0], {"status": "done"})]))
    model = dialog.model
    assert model.index(0, 2).data() == "mark as done"
    session.undo()
    assert model.index(0, 2).data() == "undo: mark as done"
    assert model.index(1, 2).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert model.index(1, 1).data() == "AK"


def test_the_report_names_every_file(qtbot):
    assert report_text(1, 0, 0) == "1 article imported."
    assert report_text(1200, 2, 3) == "1,200 articles imported, 2 already there, 3 could not be read."
    lines = [ReportLine("/in/a/b.txt", "is empty"), ReportLine("/in/رسالة.jsonl!x", "the text is gone", 1200)]
    dialog = ImportReportDialog("x", lines)
    qtbot.addWidget(dialog)
    cells = [[dialog.model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert cells == [["a/b.txt", "", "is empty"], ["رسالة.jsonl!x", "1,200", "the text is gone"]]
    dialog.copy()
    said = "/in/a/b.txt\t\tis empty\n/in/رسالة.jsonl!x\t1200\tthe text is gone\n"
    assert QGuiApplication.clipboard().text() == said


def test_the_report_is_saved_as_a_table_that_a_spreadsheet_opens(qtbot, tmp_path, monkeypatch):
    dialog = ImportReportDialog("x", [ReportLine("/in/رسالة.jsonl", "“a, b” is no date", 3)])
    qtbot.addWidget(dialog)
    answers = [(str(tmp_path / "out"), ""), (str(tmp_path / "none" / "out.csv"), ""), ("", "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answers.pop(0))
    dialog.save.click()
    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert rows == [["File", "Line", "What happened"], ["/in/رسالة.jsonl", "3", "“a, b” is no date"]]
    dialog.save.click()
    assert "none" in dialog.whole.text()
    dialog.save.click()
    assert not answers


def test_a_report_of_a_hundred_thousand_lines_makes_no_more_cells_than_are_seen(qtbot):
    dialog = ImportReportDialog("x", [ReportLine(f"/in/{number}.txt", "is empty") for number in range(100_000)])
    qtbot.addWidget(dialog)
    asked: list[int] = []
    data = dialog.model.data
    dialog.model.data = lambda index, role=0: asked.append(index.row()) or data(index, role)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.model.rowCount() == 100_000
    assert len(set(asked)) < 200


def test_the_history_says_which_change_began_a_version_of_the_tag_set(qtbot, session):
    from annotator.model.change import Alter, Change
    from annotator.model.tag import Tag

    dialog = HistoryDialog(session)
    qtbot.addWidget(dialog)
    tag = session.tag_set.find("Person")
    session.do(Change("describe Person", [Alter(Tag, tag.id, {"description": "x"})]))

    assert dialog.model.index(0, 2).data() == "describe Person"
    assert dialog.model.index(0, 4).data() == "version 2"
    assert dialog.model.index(1, 4).data() == ""
    assert "The tag set is at version 2." in dialog.said.text()

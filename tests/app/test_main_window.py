from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.app.settings import Settings
from annotator.exchange.exporting import ExportRequest
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.ids import new_id
from annotator.model.times import now
from annotator.store import Project

CONTROL = Qt.KeyboardModifier.ControlModifier


def drop(window, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, action = QPointF(300, 300), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(where, action, data, buttons, keys))


def test_a_window_without_a_project_welcomes(open_window):
    window = open_window()
    assert window.windowTitle() == "Annotator"
    assert window.stack.currentWidget().objectName() == "welcome"
    assert not window.actions_["file.import"].isEnabled()
    assert not window.menus.menu("Annotate").menuAction().isVisible()


def test_a_project_opens_with_its_first_article(window, screenshot):
    assert window.windowTitle() == "Sacred Mission · Letters · Annotator"
    assert window.status.left.text() == "Saved · undo: import 3 articles"
    assert window.status.right.text() == "2 entities · 1 claim · annotator: AK · 100 %"
    assert window.workspace.articles_panel.list.currentIndex().row() == 0
    screenshot(window, "window")


def test_keys_go_through_the_articles(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    assert window.session.document.document.title == "Grain corridor"
    qtbot.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    assert window.session.document.document.title == "Sacred Mission"
    qtbot.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    assert window.status.left.text() == "This is the first article."


def test_the_next_article_is_the_next_even_before_the_list_is_painted(open_window, project_path):
    window = open_window(project_path, panels=False)
    first, second = (each.id for each in window.session.project.documents(limit=2))
    assert window.session.document.document.id == first
    window.commands.next_article()
    assert window.session.document.document.id == second


def test_done_and_next_is_one_key(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    assert window.session.document.document.title == "Grain corridor"
    assert window.session.project.documents()[0].status == "done"
    assert window.status.left.text() == "Saved · undo: mark as done"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.session.project.documents()[0].status == "open"


def test_the_window_reopens_where_the_person_left(qtbot, open_window, project_path, settings):
    window = open_window(project_path)
    window.commands.next_article()
    window.commands.toggle_tags()
    window.resize(1100, 700)
    window.close()
    again = open_window(project_path)
    assert again.session.document.document.title == "Grain corridor"
    assert again.workspace.tags.isHidden()
    assert (again.width(), again.height()) == (1200, 800)
    assert settings.last_project == str(project_path)


def test_panels_hide_and_the_layout_comes_back(qtbot, window):
    window.commands.toggle_articles()
    window.commands.toggle_inspector()
    assert window.workspace.articles.isHidden()
    assert not window.actions_["view.articles"].isChecked()
    window.commands.reset_layout()
    assert window.workspace.articles.isVisible()
    assert window.actions_["view.articles"].isChecked()


def test_what_another_process_does_is_in_the_status_line(qtbot, window, project_path):
    document = window.session.document.document.id
    made = Annotation(new_id(), document, "entity", "Person", (Span(0, 3),), "Bea", now(), now())
    with Project.open(project_path) as other:
        other.do(Change("add Person", [Put(made)]), "Bea")
    qtbot.waitUntil(lambda: window.status.right.text().startswith("3 entities"), timeout=1000)


def test_themes_change_at_once(window, settings):
    settings.theme = "dark"
    assert window.theme.dark
    assert window.palette().window().color().name() == window.theme.window
    settings.theme = "light"
    assert not window.theme.dark


def test_a_new_name_is_the_annotator_at_once(window, settings):
    settings.annotator = "Bea"
    assert "annotator: Bea" in window.status.right.text()
    assert window.session.annotator == "Bea"
    assert window.session.undo_state.undo is None


def test_zoom_is_in_the_status_line_and_kept(window, settings):
    window.commands.zoom_in()
    assert window.status.right.text().endswith("110 %")
    assert settings.zoom == 1.1
    window.commands.zoom_reset()
    assert window.status.right.text().endswith("100 %")


def test_a_file_that_is_no_project_is_refused_in_a_sentence(open_window, tmp_path):
    wrong = tmp_path / "wrong.annotator"
    wrong.write_text("This is a letter, not a project.")
    window = open_window()
    assert not window.open_project(wrong)
    assert window.stack.currentWidget().objectName() == "welcome"
    assert "wrong.annotator" in window.status.left.text()
    assert wrong.read_text() == "This is a letter, not a project."


def test_an_open_project_stays_when_another_cannot_be_opened(window, tmp_path):
    assert not window.open_project(tmp_path / "nowhere.annotator")
    assert window.session.document.document.title == "Sacred Mission"


def test_dropped_articles_are_imported_and_named(qtbot, window, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "one.txt").write_text("date 1917-11-07 The first letter\n\nDear Anna.")
    (folder / "two.txt").write_text("date 1917-11 The second letter\n\nDear Karl.")
    drop(window, [folder])
    model = window.workspace.articles_panel.model
    qtbot.waitUntil(lambda: model.rowCount() == 5, timeout=10_000)
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)
    assert {model.summary(3).title, model.summary(4).title} == {"The first letter", "The second letter"}
    assert window.status.left.text() == "2 articles imported."
    window.commands.undo()
    assert model.rowCount() == 3


def test_work_that_runs_moves_nothing(qtbot, window, tmp_path):
    (tmp_path / "one.txt").write_text("date 1924-03-04 The quay\n\nA crane stood there.\n", encoding="utf-8")
    before = window.workspace.page.geometry()
    job = window.files.start_import([tmp_path / "one.txt"])
    with qtbot.waitSignal(job.ended):
        assert window.status.job_bar.isVisible()
        QApplication.sendPostedEvents()
        assert window.workspace.page.geometry() == before


def test_a_file_that_cannot_be_read_is_named_with_its_reason(qtbot, window, tmp_path):
    from annotator.app.dialogs.import_report import ImportReportDialog

    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "1"}\n')
    window.files.start_import([bad])
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportReportDialog)), timeout=10_000)
    dialog = window.findChildren(ImportReportDialog)[0]
    assert [dialog.model.index(0, column).data() for column in range(2)] == ["bad.jsonl", "1"]
    assert dialog.model.index(0, 2).data()
    assert dialog.whole.text().startswith(f"{bad}, line 1: ")
    dialog.close()


def test_a_dropped_project_is_opened(qtbot, open_window, project_path):
    window = open_window()
    drop(window, [project_path])
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.document.document.title == "Sacred Mission"


def test_export_and_backup_write_whole_files(qtbot, window, tmp_path):
    window.handlers.named("exchange").write(ExportRequest("jsonl"), tmp_path / "out.jsonl")
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3
    window.files.start_backup(tmp_path / "copy.annotator")
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)
    with Project.open(tmp_path / "copy.annotator") as copy:
        assert copy.count_documents() == 3


def test_an_export_to_an_impossible_place_is_said(qtbot, window, tmp_path):
    window.handlers.named("exchange").write(ExportRequest("jsonl"), tmp_path / "no such folder" / "out.jsonl")
    qtbot.waitUntil(lambda: bool(window.status.left.property("trouble")), timeout=10_000)
    assert "no such folder" in window.status.left.text()


def test_a_new_project_is_made_and_opened(qtbot, open_window, tmp_path, settings):
    window = open_window()
    assert window.files.create(tmp_path / "Fresh.annotator", "Fresh")
    assert window.session.tag_set.find("Person") is not None
    assert window.workspace.articles_panel.import_button.isVisible()
    assert settings.recent[0].endswith("Fresh.annotator")
    window.files.close()
    rows = window.stack.currentWidget().findChildren(QPushButton)
    assert any("Fresh" in row.accessibleName() for row in rows)


def test_the_palette_runs_what_is_chosen(qtbot, window):
    from annotator.app.palette import Palette

    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = next(each for each in window.findChildren(Palette) if each.isVisible())
    qtbot.keyClicks(palette.query, "mark done")
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    assert window.session.document.document.status == "done"


def test_a_click_on_a_recent_project_opens_it(qtbot, open_window, project_path, settings):
    settings.remember_project(project_path)
    window = open_window()
    qtbot.mouseClick(window.stack.currentWidget().rows[0], Qt.MouseButton.LeftButton)
    assert window.session.document.document.title == "Sacred Mission"


def test_the_samples_are_offered_where_there_are_some(qtbot, open_window, project_path):
    window = open_window(samples=lambda: project_path)
    qtbot.mouseClick(window.stack.currentWidget().samples_button, Qt.MouseButton.LeftButton)
    assert window.session is not None
    assert "file.samples" not in [each.id for each in open_window().actions_.table]


def test_a_picture_leaves_the_settings_alone(qtbot, project_path, tmp_path, home):
    from PySide6.QtGui import QImage

    from annotator.app.run import screenshot

    output = tmp_path / "picture.png"
    screenshot(project_path, output, "Sacred Mission", (1000, 700), "dark")
    picture = QImage(str(output))
    assert (picture.width(), picture.height()) == (1000, 700)
    assert picture.pixelColor(500, 690).lightness() < 80
    assert list(home.rglob("settings.ini")) == []
    assert Settings(None).theme == "system"

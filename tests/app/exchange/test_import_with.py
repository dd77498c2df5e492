"""Import with options: what it would bring is seen before it is brought."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from annotator.formats.registry import named_format
from annotator.store import Project

Key = Qt.Key
TASKS = [
    {
        "data": {"text": "The pilot saw the ship."},
        "annotations": [
            {
                "result": [
                    {
                        "id": "a",
                        "type": "labels",
                        "from_name": "label",
                        "to_name": "text",
                        "value": {"start": 4, "end": 9, "text": "pilot", "labels": ["Sailor"]},
                    }
                ]
            }
        ],
    }
]


@pytest.fixture
def tasks(tmp_path):
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(TASKS), encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot, window):
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window, Key.Key_I, modifiers)
    handler = window.handlers.named("exchange")
    qtbot.waitUntil(lambda: handler.import_dialog is not None and handler.import_dialog.isVisible())
    yield handler.import_dialog
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)


def lines(dialog):
    tree = dialog.found
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(3)) for item in items]


def looked(qtbot, dialog, words):
    qtbot.waitUntil(lambda: words in dialog.said.text(), timeout=10_000)


def test_nothing_can_be_imported_before_something_is_chosen(qtbot, dialog):
    assert dialog.said.text() == "Choose files or a folder to import."
    assert not dialog.import_.isEnabled()


def test_what_would_come_is_shown_and_nothing_is_written(qtbot, dialog, window, tasks, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tasks)], ""))
    qtbot.mouseClick(dialog.files, Qt.MouseButton.LeftButton)
    looked(qtbot, dialog, "1 article, read as label-studio.")

    assert lines(dialog) == [("entity: Sailor", "1", "will be added")]
    assert window.session.project.count_documents() == 3


def test_a_mapping_that_is_changed_changes_what_comes(qtbot, dialog, window, tasks, screenshot, project_path):
    dialog.take([tasks])
    dialog.format.setCurrentIndex(dialog.format.findData("label-studio"))
    looked(qtbot, dialog, "1 article")
    dialog.mapping.text.setPlainText('[tags]\nSailor = "entity:Person"\n')
    qtbot.waitUntil(lambda: lines(dialog) == [("entity: Person", "1", "yes")], timeout=10_000)
    screenshot(dialog, "import-with-options")

    qtbot.mouseClick(dialog.import_, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.project.count_documents() == 4, timeout=10_000)

    with Project.open(project_path, write=False) as project:
        summary = project.documents()[-1]
        assert [(mark.kind, mark.tag) for mark in project.document(summary.id).annotations] == [("entity", "Person")]


def test_the_mapping_of_the_format_that_was_found_can_be_changed_at_once(qtbot, dialog, window, tasks, tmp_path):
    assert not dialog.mapping.isVisible()
    dialog.take([tasks])
    looked(qtbot, dialog, "1 article, read as label-studio.")
    assert dialog.mapping.box.currentText() == "label-studio"
    assert dialog.request.mapping is None
    dialog.mapping.text.setPlainText('[tags]\nSailor = "entity:Person"\n')
    qtbot.waitUntil(lambda: lines(dialog) == [("entity: Person", "1", "yes")], timeout=10_000)

    # one that comes with the program, but is not that of the format, counts as well
    dialog.mapping.box.setCurrentText("labels")
    dialog.mapping.box.activated.emit(dialog.mapping.box.currentIndex())
    assert dialog.request.mapping.name == "labels"
    qtbot.waitUntil(lambda: lines(dialog) == [("entity: Sailor", "1", "will be added")], timeout=10_000)

    (tmp_path / "plain.txt").write_text("No format with a mapping.", encoding="utf-8")
    dialog.take([tmp_path / "plain.txt"])
    looked(qtbot, dialog, "1 article, read as text.")
    assert not dialog.mapping.isVisible()
    assert dialog.request.mapping is None


def test_a_fault_in_the_mapping_is_said_below_it(qtbot, dialog, tasks):
    dialog.take([tasks])
    dialog.format.setCurrentIndex(dialog.format.findData("label-studio"))
    looked(qtbot, dialog, "1 article")

    dialog.mapping.text.setPlainText('[tags]\nSailor = "Person"\n')
    looked(qtbot, dialog, "The mapping cannot be read")

    assert dialog.mapping.said.text().startswith("Tags.Sailor: “Person” must begin with a kind")
    assert not dialog.import_.isEnabled()


def test_a_file_of_a_mapping_that_cannot_be_read_stands_where_its_preview_would(qtbot, dialog, tasks, tmp_path):
    dialog.take([tasks])
    dialog.format.setCurrentIndex(dialog.format.findData("label-studio"))
    looked(qtbot, dialog, "1 article")
    (tmp_path / "old.toml").write_bytes(b'name = "\xff\xfe"')

    dialog.mapping.show_file(tmp_path / "old.toml")

    assert [line[0] for line in lines(dialog)] == ["The file old.toml cannot be read (it is not UTF-8)."]
    assert dialog.said.text().startswith("The mapping cannot be read")
    assert not dialog.import_.isEnabled()
    assert dialog.request.mapping is None


def test_what_is_too_long_for_its_place_ends_in_dots_and_stands_whole_in_the_tooltip(qtbot, dialog, tmp_path):
    title = named_format("check-worthiness").title
    dialog.show()
    dialog.format.setCurrentIndex(dialog.format.findData("check-worthiness"))
    dialog.format.setMaximumWidth(220)
    qtbot.waitUntil(lambda: dialog.format.shown.endswith("…"))
    assert dialog.format.toolTip() == f"check-worthiness: {title}"

    long = f"{'letters_of_a_harbour_master_' * 5}1926.txt"
    (tmp_path / long).write_text("Kim came.")
    dialog.take([tmp_path / long])
    assert dialog.what.text().endswith("ster_1926.txt")
    assert len(dialog.what.text()) < 60
    assert dialog.what.toolTip() == long


def test_a_mapping_is_saved_to_a_file(qtbot, dialog, tmp_path, tasks, monkeypatch):
    dialog.format.setCurrentIndex(dialog.format.findData("label-studio"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    dialog.mapping.text.setPlainText('[tags]\nSailor = "entity:Person"\n')

    qtbot.mouseClick(dialog.mapping.save, Qt.MouseButton.LeftButton)

    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == '[tags]\nSailor = "entity:Person"\n'


def test_what_cannot_be_read_is_named(qtbot, dialog, tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    dialog.take([tmp_path / "picture.txt"])
    looked(qtbot, dialog, "Nothing that can be read. 1 remark.")

    assert "a PNG picture" in lines(dialog)[0][0]
    assert not dialog.import_.isEnabled()

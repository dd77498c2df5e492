"""What the window does for the data set as a whole: splits with a preview, and what a release states."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from shiboken6 import isValid

from annotator.app.dataset.about_dialog import AboutDataDialog
from annotator.app.dataset.splits_dialog import SplitsDialog
from annotator.model.about import ABOUT, setting_of
from annotator.model.change import Change, Put
from annotator.store import Project
from tests.app.conftest import make_document, make_tag_set

Key = Qt.Key


@pytest.fixture
def splits(qtbot, window):
    session = window.workspace.session
    text = " ".join(f"word{number}" for number in range(90))
    for name, more in (("First print", ""), ("Reprint", " with an end")):
        session.do(Change("add", [Put(make_document(name, text=text + more))]))
    window.handlers.method("dataset.splits")()
    dialog = window.findChild(SplitsDialog)
    assert dialog is not None
    yield dialog
    if isValid(dialog):
        dialog.close()
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)


def told(qtbot, dialog, words):
    qtbot.waitUntil(lambda: words in dialog.found.text() and dialog.divide.isEnabled(), timeout=10_000)


def counts(dialog) -> list[tuple[str, str, str]]:
    table = dialog.counts
    return [tuple(table.item(row, column).text() for column in range(3)) for row in range(table.rowCount())]


def test_the_preview_counts_and_says_that_kin_stays_together(qtbot, splits, screenshot):
    told(qtbot, splits, "Nothing would leak")

    # the three articles of the project have one text
    assert "2 groups, the largest of 3" in splits.found.text()
    assert counts(splits) == [("train", "0", "5"), ("dev", "0", "0"), ("test", "0", "0"), ("in no split", "5", "0")]
    screenshot(splits, "splits")


def test_a_single_group_is_said_as_one(qtbot, open_window, tmp_path):
    path = tmp_path / "One.annotator"
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Alone"))]), "AK")
    window = open_window(path)
    window.actions_["file.splits"].trigger()
    dialog = window.findChild(SplitsDialog)
    told(qtbot, dialog, "Nothing would leak")
    assert dialog.found.text().startswith("1 group, the largest of 1.")
    with qtbot.waitSignal(dialog.said) as said:
        qtbot.mouseClick(dialog.divide, Qt.MouseButton.LeftButton)
    assert said.args[0].endswith(": 1 article")
    assert window.session.undo_state.undo == "split 1 article into train"


def test_by_chance_a_reprint_leaks_and_is_named(qtbot, splits, screenshot):
    splits.shares.setText("a=1, b=1")
    splits.way.setCurrentIndex(splits.way.findData("hash"))
    for seed in "abcdefghijkl":
        splits.seed.setText(seed)
        assert not splits.divide.isEnabled()
        qtbot.waitUntil(splits.divide.isEnabled, timeout=10_000)
        lines = [splits.leaks.item(row).text() for row in range(splits.leaks.count())]
        if any("Reprint" in line for line in lines):
            break
    assert "The splits would share" in splits.found.text()
    (line,) = (line for line in lines if "Reprint" in line)
    assert "% of one text is in the other: “First print” (" in line
    screenshot(splits, "splits-leaking")


def test_dividing_is_one_change_and_can_be_undone(qtbot, window, splits):
    told(qtbot, splits, "Nothing would leak")

    QTest.keyClick(splits.divide, Key.Key_Space)

    session = window.workspace.session
    qtbot.waitUntil(lambda: session.project.partition.counts() == {"train": 5}, timeout=10_000)
    qtbot.waitUntil(lambda: session.undo_state.undo == "split 5 articles into train", timeout=10_000)
    session.undo()
    assert session.project.partition.counts() == {None: 5}


def test_splits_are_cleared(qtbot, window, splits):
    told(qtbot, splits, "Nothing would leak")
    splits.do()
    project = window.workspace.session.project
    qtbot.waitUntil(lambda: project.partition.counts() == {"train": 5}, timeout=10_000)

    window.handlers.method("dataset.splits")()
    again = window.findChildren(SplitsDialog)[-1]
    qtbot.waitUntil(again.divide.isEnabled, timeout=10_000)
    qtbot.mouseClick(again.clear, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: project.partition.counts() == {None: 5}, timeout=10_000)
    again.close()


def test_closing_it_while_it_divides_does_no_harm(qtbot, window, splits):
    told(qtbot, splits, "Nothing would leak")
    splits.do()

    splits.close()

    project = window.workspace.session.project
    qtbot.waitUntil(lambda: project.partition.counts() == {"train": 5}, timeout=10_000)


def test_wrong_shares_are_explained_and_nothing_can_be_divided(qtbot, splits):
    splits.shares.setText("train")

    qtbot.waitUntil(lambda: "“train” must be NAME=NUMBER" in splits.found.text(), timeout=10_000)
    assert not splits.divide.isEnabled()


def test_a_plan_that_comes_late_does_not_stand_for_shares_that_were_changed_since(qtbot, window, splits):
    splits.preview()
    splits.shares.setText("train")
    splits.preview()
    qtbot.waitUntil(lambda: window.workspace.jobs.running == (), timeout=10_000)
    assert "must be NAME=NUMBER" in splits.found.text()
    assert not splits.divide.isEnabled()


@pytest.fixture
def about(qtbot, window):
    window.handlers.method("dataset.about")()
    dialog = window.findChild(AboutDataDialog)
    assert dialog is not None
    yield dialog
    dialog.close()


def test_what_is_said_of_the_data_set_is_kept_in_the_project(qtbot, window, about, screenshot):
    qtbot.keyClicks(about.fields["version"], "1.0")
    qtbot.keyClicks(about.fields["creators"], "Kim, Anna")
    qtbot.keyClick(about.fields["creators"], Key.Key_Return)
    qtbot.keyClicks(about.fields["creators"], "The Archive")
    licence = about.fields["licence"]
    assert isinstance(licence, QComboBox)
    licence.setCurrentText("CC-BY-4.0")
    screenshot(about, "about-data")

    qtbot.keyClick(about.keep, Key.Key_Space)

    project = window.workspace.session.project
    assert project.setting(setting_of("version")) == "1.0"
    assert project.setting(setting_of("creators")) == "Kim, Anna\nThe Archive"
    assert project.setting(setting_of("licence")) == "CC-BY-4.0"
    assert project.setting("title") == "Letters"
    window.actions_["edit.undo"].trigger()
    assert project.setting(setting_of("licence")) == project.setting(setting_of("creators")) == ""


def test_a_date_that_is_none_is_said_before_it_is_kept(qtbot, about):
    qtbot.keyClicks(about.fields["date"], "soon")

    assert "“soon” is no date" in about.fault.text()
    assert not about.keep.isEnabled()


def test_every_field_has_a_name_and_a_help(about):
    for each in ABOUT:
        assert about.fields[each.name].accessibleName() == each.label
        assert about.fields[each.name].accessibleDescription() == each.help

"""The export dialog: what gets lost is said beforehand, and the round trip proves the rest."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QScrollArea

from annotator.app.exchange.export_dialog import NOTHING_LOST
from annotator.app.exchange.losses import LossTree
from annotator.app.exchange.round_trip import RoundTripDialog
from annotator.exchange.comparing import Difference
from annotator.exchange.roundtrip import RoundTrip
from annotator.formats.features import without
from annotator.formats.ledger import Ledger, Place, lose_what_is_not_held
from annotator.model.about import said_anew
from annotator.model.change import Change

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(qtbot, window):
    qtbot.keyClick(window, Key.Key_E, CONTROL)
    handler = window.handlers.named("exchange")
    qtbot.waitUntil(lambda: handler.dialog is not None and handler.dialog.isVisible())
    yield handler.dialog
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)


def looked(qtbot, dialog, words):
    qtbot.waitUntil(lambda: words in dialog.said.text(), timeout=10_000)


def test_it_says_beforehand_that_our_own_format_loses_nothing(qtbot, dialog, screenshot):
    looked(qtbot, dialog, NOTHING_LOST)

    assert dialog.said.text() == "3 articles. Nothing gets lost."
    assert "text, metadata, annotations, relations, ids" in dialog.keeps.text()
    screenshot(dialog, "export-nothing-lost")


def test_lines_of_the_list_of_formats_are_as_high_before_a_search_as_after_it(qtbot, dialog):
    looked(qtbot, dialog, "3 articles")
    first = dialog.formats.visualItemRect(dialog.formats.item(0)).height()
    qtbot.keyClicks(dialog.search, "spreadsheets")
    dialog.search.clear()
    looked(qtbot, dialog, "3 articles")
    assert dialog.formats.visualItemRect(dialog.formats.item(0)).height() == first


def test_losses_of_one_format_never_stand_under_the_name_of_another(qtbot, dialog, screenshot):
    named = {dialog.formats.item(row).text(): row for row in range(dialog.formats.count())}
    dialog.formats.setCurrentRow(named["conll"])
    looked(qtbot, dialog, "What gets lost")
    assert dialog.losses.isVisible()
    assert dialog.losses.topLevelItemCount() > 0
    screenshot(dialog, "export")
    dialog.formats.setCurrentRow(named["hipe"])
    assert dialog.losses.topLevelItemCount() == 0
    looked(qtbot, dialog, "What gets lost")
    dialog.formats.setCurrentRow(named["jsonl"])
    looked(qtbot, dialog, NOTHING_LOST)
    assert not dialog.losses.isVisible()


def test_what_is_chosen_is_what_is_counted(qtbot, dialog):
    dialog.choices.status.setCurrentIndex(dialog.choices.status.findData("done"))
    looked(qtbot, dialog, "1 article.")
    qtbot.keyClicks(dialog.choices.search, "nowhere")
    looked(qtbot, dialog, "Nothing fits what was chosen")
    assert not dialog.write.isEnabled()
    assert not dialog.proof.isEnabled()
    dialog.choices.search.clear()
    looked(qtbot, dialog, "1 article.")
    assert dialog.write.isEnabled()
    assert dialog.proof.isEnabled()


def test_what_the_project_says_of_its_data_stands_in_the_fields_of_a_release(qtbot, window, screenshot):
    said = {"licence": "CC-BY-4.0", "creators": "Keller, Anna\nThe Archive"}
    window.session.do(Change("about", tuple(said_anew(said, window.session.project.setting))))
    qtbot.keyClick(window, Key.Key_E, CONTROL)
    handler = window.handlers.named("exchange")
    qtbot.waitUntil(lambda: handler.dialog is not None and handler.dialog.isVisible())
    dialog = handler.dialog
    qtbot.keyClicks(dialog.search, "data card and checksums")
    assert dialog.format.name == "dataset"

    shown = [line.placeholderText() for line in dialog.choices.findChildren(QLineEdit)]

    assert "CC-BY-4.0" in shown
    assert "Keller, Anna · The Archive" in shown
    labels = {label.text() for label in dialog.choices.findChildren(QLabel)}
    assert {"DOI", "Address", "Rights in the texts"} <= labels
    # what is only shown is no option: the release is that of the command line
    assert "licence" not in dialog.choices.request.options
    looked(qtbot, dialog, "3 articles")
    area = dialog.findChild(QScrollArea, "settings")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    screenshot(dialog, "export-release")
    qtbot.waitUntil(lambda: window.jobs.running == (), timeout=10_000)


def test_a_format_is_found_by_typing(qtbot, dialog):
    qtbot.keyClicks(dialog.search, "one document a line")

    assert dialog.format.name == "jsonl"
    assert sum(not dialog.formats.item(row).isHidden() for row in range(dialog.formats.count())) == 1
    qtbot.keyClick(dialog.search, Key.Key_Down)
    assert dialog.formats.hasFocus()


def test_every_format_can_be_chosen_and_says_what_would_be_lost(qtbot, dialog):
    for row in range(dialog.formats.count()):
        dialog.formats.setCurrentRow(row)
        qtbot.waitUntil(lambda: not dialog._trial.is_asking, timeout=60_000)
        assert dialog.title.text()
        assert dialog.said.text()


def test_it_is_written_where_the_person_says(qtbot, dialog, window, tmp_path, monkeypatch):
    looked(qtbot, dialog, NOTHING_LOST)
    dialog.choices.people.setCurrentIndex(dialog.choices.people.findData("codes"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "letters"), ""))

    handler = window.handlers.named("exchange")
    with qtbot.waitSignal(handler.said, timeout=20_000, check_params_cb=lambda said: "exported to" in said):
        qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)

    lines = (tmp_path / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert {mark["annotator"][:10] for mark in json.loads(lines[0])["annotations"]} == {"annotator-"}
    assert "AK" not in lines[0]


def test_the_round_trip_button_proves_that_everything_comes_back(qtbot, dialog):
    looked(qtbot, dialog, NOTHING_LOST)
    qtbot.mouseClick(dialog.proof, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(RoundTripDialog)), timeout=10_000)

    (proof,) = dialog.findChildren(RoundTripDialog)
    assert proof.said.text() == "3 articles with 4 marks through jsonl: everything came back as it was."
    proof.reject()


def test_the_ledger_leads_to_the_places_of_a_loss(qtbot, window):
    document = window.session.document
    ledger = Ledger()
    lose_what_is_not_held(document, without("annotators", "sources"), ledger)
    tree = LossTree(window)
    qtbot.addWidget(tree)
    tree.show_ledger(ledger)
    gone: list[Place] = []
    tree.place_chosen.connect(gone.append)

    line = tree.topLevelItem(0)
    assert line.text(0) == "4 names of annotators left out"
    tree.setCurrentItem(line)
    QTest.keyClick(tree, Key.Key_Return)
    assert line.isExpanded()
    tree.setCurrentItem(line.child(0))
    QTest.keyClick(tree, Key.Key_Return)

    assert gone[0].words == "Kim Jong Un"


def test_differences_are_listed_and_what_is_declared_can_be_hidden(qtbot, window, screenshot):
    declared = Difference("d", "a", "Kim Jong Un", "altered", "notes", "a note", "", declared=True)
    fault = Difference("d", "b", "Pyongyang", "missing", "exact spans", "Location 80-89", "", declared=False)
    found = RoundTrip(documents=3, annotations=4, different=2, undeclared=1, differences=[declared, fault])
    dialog = RoundTripDialog(found, "brat", window)
    qtbot.addWidget(dialog)
    dialog.show()

    assert (
        dialog.said.text() == "3 articles with 4 marks through brat: 2 differences, 1 that the format does not declare."
    )
    assert dialog.list.shown.rowCount() == 1
    assert dialog.list.shown.index(0, 3).data() == "did not come back"
    dialog.declared.setChecked(True)
    assert dialog.list.shown.rowCount() == 2
    screenshot(dialog, "round-trip")


def test_a_difference_leads_to_its_mark(qtbot, window):
    mark = next(each for each in window.session.annotations if each.kind == "claim")
    document = window.session.document.document.id
    found = RoundTrip(1, 1, 1, 1, [Difference(document, mark.id, "…", "missing", "claims", "", "", declared=False)])

    window.handlers.named("exchange")._show_proof("brat", found)
    (proof,) = window.findChildren(RoundTripDialog)
    proof.list.setCurrentIndex(proof.list.shown.index(0, 0))
    QTest.keyClick(proof.list, Key.Key_Return)

    assert window.workspace.page.selected == mark.id
    proof.reject()


def test_a_table_goes_round_with_its_texts_and_differences_are_shown_by_what_differs(
    qtbot, dialog, window, tmp_path, monkeypatch
):
    named = {dialog.formats.item(row).text(): row for row in range(dialog.formats.count())}
    dialog.formats.setCurrentRow(named["csv"])
    looked(qtbot, dialog, "3 articles")
    dialog.proof.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(RoundTripDialog)), timeout=10_000)
    (proof,) = window.findChildren(RoundTripDialog)
    assert "could not be read back" not in proof.said.text()
    proof.reject()
    qtbot.waitUntil(lambda: not window.findChildren(RoundTripDialog), timeout=10_000)

    dialog.formats.setCurrentRow(named["conllu"])
    looked(qtbot, dialog, "What gets lost")
    dialog.proof.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(RoundTripDialog)), timeout=10_000)
    (proof,) = window.findChildren(RoundTripDialog)
    every = proof.list.shown.rowCount()
    proof.what.setCurrentIndex(proof.what.findData("annotators"))
    assert 0 < proof.list.shown.rowCount() < every
    assert [proof.list.shown.index(0, column).data() for column in (1, 2, 3)] == [
        "name of an annotator",
        "AK",
        "round trip",
    ]
    assert proof.what.currentText() == f"Name of an annotator ({proof.list.shown.rowCount()})"
    proof.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == every
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "trip"), ""))
    proof.save.click()
    assert len((tmp_path / "trip.csv").read_text("utf-8-sig").splitlines()) == every + 1


def test_very_many_differences_are_listed_without_making_a_cell_for_each(qtbot, window):
    each = Difference("d", "a", "Kim Jong Un", "altered", "notes", "a note", "", declared=True)
    found = RoundTrip(documents=3, annotations=4, different=20_000, differences=[each] * 10_000)
    dialog = RoundTripDialog(found, "brat", window)
    qtbot.addWidget(dialog)
    asked: list[int] = []
    data = dialog.list.shown.data
    dialog.list.shown.data = lambda index, role=0: asked.append(index.row()) or data(index, role)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.list.shown.rowCount() == 10_000
    assert len(set(asked)) < 200
    assert dialog.more.text() == "10,000 more are not shown."

"""Claims are judged from the page and in the table: verdict, who, when, why, and what speaks for it."""

import datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.review_dialog import ReviewDialog
from annotator.app.claims.window import ClaimsWindow
from annotator.app.main_window import MainWindow
from annotator.model.annotation import Annotation
from tests.app.claims.conftest import claim_with
from tests.journeys.person import wait_for

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNTED, SAID = "4,000 men and women on strike", "no more than 2,600 had stayed away"


def reviewed(window: MainWindow, words: str = COUNTED) -> ReviewDialog:
    """Press F4 on the claim with these words."""
    page = window.workspace.page
    page.select_annotation(claim_with(window.session, words).id, reveal=True)
    QTest.keyClick(page, KEY.Key_F4)
    dialog = window.findChild(ReviewDialog)
    assert wait_for(lambda: QApplication.activeWindow() is dialog)
    return dialog


def now(window: MainWindow, words: str = COUNTED) -> Annotation:
    return claim_with(window.session, words)


def table(qtbot, window: MainWindow) -> ClaimsWindow:
    handler = window.handlers.of(ClaimsHandler)
    handler.show()
    view = handler.view
    view.resize(1300, 740)
    qtbot.waitExposed(view)
    assert wait_for(lambda: QApplication.activeWindow() is view)
    view.select(claim_with(window.session, COUNTED).id)
    return view


def test_a_claim_is_judged_by_keys_alone(samples, screenshot):
    dialog = reviewed(samples)
    assert dialog.form.verdict.hasFocus()
    for letters in ("m", "m"):
        QTest.keyClicks(dialog.form.verdict, letters)
    while dialog.form.verdict.currentData() != "mostly true":
        QTest.keyClick(dialog.form.verdict, KEY.Key_Up)
    said = now(samples).attributes
    assert (said["verdict"], said["verdict_by"]) == ("mostly true", "AK")
    assert said["verdict_date"] == datetime.date.today().isoformat()

    QTest.keyClick(dialog.form.verdict, KEY.Key_Tab)
    assert dialog.form.by.hasFocus()
    dialog.form.by.selectAll()
    QTest.keyClicks(dialog.form.by, "Berta Meier")
    QTest.keyClick(dialog.form.by, KEY.Key_Tab)
    dialog.form.date.selectAll()
    QTest.keyClicks(dialog.form.date, "2025-05-02")
    QTest.keyClick(dialog.form.date, KEY.Key_Tab)
    QTest.keyClicks(dialog.form.why, "The mediator counted, too.")
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        if dialog.form.cite.hasFocus():
            break
    QTest.keyClicks(dialog.form.cite, "Gazette, p. 3")
    QTest.keyClick(dialog.form.cite, KEY.Key_Return)
    QTest.keyClicks(dialog.form.cite, "https://example.org/1")
    QTest.keyClick(dialog.form.cite, KEY.Key_Return)
    screenshot(dialog, "review")
    QTest.keyClick(dialog, KEY.Key_Escape)

    said = now(samples).attributes
    assert (said["verdict_by"], said["verdict_date"]) == ("Berta Meier", "2025-05-02")
    assert said["justification"] == "The mediator counted, too."
    assert said["citation"] == "Gazette, p. 3\nhttps://example.org/1"
    samples.commands.undo()
    assert now(samples).attributes["citation"] == "Gazette, p. 3"


def test_a_date_that_is_none_is_not_taken(samples):
    form = reviewed(samples).form
    QTest.keyClicks(form.date, "yesterday")
    QTest.keyClick(form.date, KEY.Key_Return)
    assert form.date.property("faulty")
    assert "verdict_date" not in now(samples).attributes


def test_a_citation_is_taken_away_and_mended(samples):
    form = reviewed(samples).form
    for words in ("one", "two"):
        QTest.keyClicks(form.cite, words)
        QTest.keyClick(form.cite, KEY.Key_Return)
    form.evidence.setCurrentRow(0)
    QTest.keyClick(form.evidence, KEY.Key_Delete)
    assert now(samples).attributes["citation"] == "two"
    form.evidence.setCurrentRow(0)
    QTest.keyClick(form.evidence, KEY.Key_Return)
    assert form.cite.text() == "two"
    assert form.cite.hasFocus()


def test_evidence_is_found_in_another_article_and_gone_to(qtbot, samples):
    dialog = reviewed(samples)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.form.from_articles, KEY.Key_Space)
    popup = samples.handlers.of(ClaimsHandler).joining.chooser
    assert popup.way.label == "has as evidence"
    # the form is small, and the ways to relate have room all the same
    QApplication.processEvents()
    assert popup.screen().availableGeometry().contains(popup.geometry())
    assert not [pill.text() for pill in popup.pills.buttons() if pill.geometry().intersects(popup.query.geometry())]
    assert popup.list.height() >= 4 * popup.fontMetrics().height()
    QTest.keyClicks(popup.query, "sacred mission")
    QTest.keyClick(popup.query, KEY.Key_Return)

    assert dialog.form.evidence.item(0).text().startswith("“sacred mission” · Sacred Mission")
    dialog.form.evidence.setCurrentRow(0)
    QTest.keyClick(dialog.form.evidence, KEY.Key_Return)
    assert samples.session.document.document.title.startswith("Sacred Mission")


def test_who_marks_can_hide_what_others_think_of_claims(qtbot, samples):
    dialog = reviewed(samples)
    while dialog.form.verdict.currentData() != "false":
        QTest.keyClick(dialog.form.verdict, KEY.Key_Down)
    dialog.reject()
    page = samples.workspace.page
    page.select_annotation(now(samples).id)
    assert ("verdict", "false") in page.margin.card_of(now(samples)).said
    view = table(qtbot, samples)
    form = samples.workspace.inspector_panel.annotation_form
    assert form.editor("verdict") is not None

    samples.handlers.of(ClaimsHandler).toggle_judgements()

    assert ("verdict", "false") not in page.margin.card_of(now(samples)).said
    assert form.editor("verdict") is None
    assert view.table.isColumnHidden(6)
    assert not view.details.review.isVisible()
    assert not samples.actions_["claims.judgements"].isChecked()
    assert now(samples).attributes["verdict"] == "false"
    samples.handlers.of(ClaimsHandler).toggle_judgements()
    assert view.details.review.isVisible()


def test_the_details_show_parts_relations_and_judgement_of_the_current_claim(qtbot, samples, screenshot):
    view = table(qtbot, samples)
    screenshot(view, "claims-details")
    assert view.details.words.text() == COUNTED
    assert view.details.related.count() == 0
    QTest.keyClick(view.table, KEY.Key_F4)
    view.review()
    assert view.details.review.verdict.hasFocus()
    QTest.keyClick(view.details.review.verdict, KEY.Key_Down)
    assert now(samples).attributes["verdict"] == "true"
    assert view.model.line(view.table.currentIndex()) is not None


def test_two_claims_are_chosen_in_the_table_and_related(qtbot, samples):
    view = table(qtbot, samples)
    view.table.setCurrentIndex(view.model.find(now(samples).id))
    other = view.model.find(now(samples, SAID).id)
    view.table.selectionModel().select(
        other, view.table.selectionModel().SelectionFlag.Select | view.table.selectionModel().SelectionFlag.Rows
    )
    view.relation_wanted.emit(view.table.lines())
    popup = samples.handlers.of(ClaimsHandler).joining.chooser
    assert [each.words for each in popup.lines] == [SAID]
    while popup.way.label != "contradicts":
        QTest.keyClick(popup, KEY.Key_Tab)
    QTest.keyClick(popup, KEY.Key_Return)

    qtbot.waitUntil(lambda: view.details.related.count() == 1)
    assert view.details.related.item(0).text().startswith("contradicts")
    view.details.related.setCurrentRow(0)
    QTest.keyClick(view.details.related, KEY.Key_Delete)
    assert view.details.related.count() == 0

"""Claims are related to each other from the page: by keys, by pointing, and to other articles."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.relating import RelateChooser
from annotator.app.main_window import MainWindow
from annotator.app.page.claim_card import Field
from tests.app.claims.conftest import claim_with

KEY, CTRL, ALT, SHIFT = (
    Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
COUNTED, SAID = "4,000 men and women on strike", "no more than 2,600 had stayed away"


def chooser(window: MainWindow) -> RelateChooser:
    joining = window.handlers.of(ClaimsHandler).joining
    assert joining is not None
    assert joining.chooser is not None
    return joining.chooser


def asked(window: MainWindow, words: str) -> RelateChooser:
    """Select the claim with these words and ask how it stands to another one."""
    page = window.workspace.page
    page.select_annotation(claim_with(window.session, words).id, reveal=True)
    QTest.keyClick(page, KEY.Key_T, CTRL)
    return chooser(window)


def choose_way(popup: RelateChooser, label: str) -> None:
    for _ in range(12):
        if popup.way.label == label:
            return
        QTest.keyClick(popup.query, KEY.Key_Tab)
    raise AssertionError(label)


def rows(window: MainWindow, words: str) -> dict[str, str]:
    """Return what the card of the claim says."""
    page = window.workspace.page
    page.viewport().repaint()
    card = page.margin.card_of(claim_with(window.session, words))
    return {label: told for label, told, _ in card.lines}


def test_two_claims_of_an_article_contradict_each_other_by_three_keys(samples, screenshot):
    popup = asked(samples, COUNTED)
    screenshot(popup, "relating")
    choose_way(popup, "contradicts")
    QTest.keyClicks(popup.query, "2,600")
    QTest.keyClick(popup.query, KEY.Key_Return)

    assert rows(samples, COUNTED)["contradicts"] == SAID
    # symmetric: the other one says the same
    assert rows(samples, SAID)["contradicts"] == COUNTED
    samples.commands.undo()
    assert "contradicts" not in rows(samples, SAID)


def test_a_directed_relation_is_called_by_its_other_name_at_the_other_end(samples):
    popup = asked(samples, COUNTED)
    choose_way(popup, "supported by")
    QTest.keyClicks(popup.query, "2,600")
    QTest.keyClick(popup.query, KEY.Key_Return)

    assert rows(samples, COUNTED)["supported by"] == SAID
    assert rows(samples, SAID)["supports"] == COUNTED


def test_what_is_related_so_is_taken_away_by_choosing_it_again(samples):
    for _ in range(2):
        popup = asked(samples, COUNTED)
        choose_way(popup, "contradicts")
        QTest.keyClicks(popup.query, "2,600")
        QTest.keyClick(popup.query, KEY.Key_Return)
    assert "contradicts" not in rows(samples, COUNTED)


def test_a_claim_of_another_article_is_related_told_on_the_card_and_gone_to(qtbot, samples):
    session, page = samples.session, samples.workspace.page
    popup = asked(samples, COUNTED)
    choose_way(popup, "repeats")
    QTest.keyClicks(popup.query, "sacred mission")
    QTest.keyClick(popup.query, KEY.Key_Return)

    qtbot.waitUntil(lambda: "repeats" in rows(samples, COUNTED))
    assert rows(samples, COUNTED)["repeats"].startswith("sacred mission · Sacred Mission: North Korean Leader")
    page.select_annotation(claim_with(session, COUNTED).id)
    samples.activateWindow()
    qtbot.waitUntil(page.hasFocus)
    QTest.keyClick(page, KEY.Key_T, CTRL | SHIFT)
    assert session.document.document.title.startswith("Sacred Mission")
    assert session.words(session.annotation(page.selected)) == "sacred mission"
    qtbot.waitUntil(lambda: "repeated by" in rows(samples, "sacred mission"))


def test_a_click_on_the_relation_in_the_card_goes_there(qtbot, samples):
    page = samples.workspace.page
    popup = asked(samples, COUNTED)
    choose_way(popup, "contradicts")
    QTest.keyClicks(popup.query, "2,600")
    QTest.keyClick(popup.query, KEY.Key_Return)
    page.viewport().repaint()
    rect, card = page.margin.open_card
    (relation,) = card.related
    field = Field("relation", relation.relation)
    place = next(QPoint(x, y) for y in range(int(rect.top()), int(rect.bottom())) for x in [int(rect.left()) + 40]
                 if page.margin.field_at(QPoint(x, y).toPointF()) == field)  # fmt: skip
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert samples.session.words(samples.session.annotation(page.selected)) == SAID


def test_in_the_form_of_a_card_enter_goes_to_the_other_claim_and_delete_takes_the_relation_away(samples):
    page, session = samples.workspace.page, samples.session
    popup = asked(samples, COUNTED)
    choose_way(popup, "contradicts")
    QTest.keyClicks(popup.query, "2,600")
    QTest.keyClick(popup.query, KEY.Key_Return)

    def at_relation():
        page.select_annotation(claim_with(session, COUNTED).id, reveal=True)
        page.viewport().repaint()
        QTest.keyClick(page, KEY.Key_F2)
        editor = samples.workspace.around.card_editing.editor
        field = next(each for each in editor.fields if each.kind == "relation")
        editor.enter(field)
        return editor.row(field)

    QTest.keyClick(at_relation(), KEY.Key_Return)
    assert session.words(session.annotation(page.selected)) == SAID
    QTest.keyClick(at_relation(), KEY.Key_Delete)
    assert "contradicts" not in rows(samples, COUNTED)


def test_the_other_claim_is_pointed_at_on_the_page_by_mouse_or_by_keys(samples):
    page, session = samples.workspace.page, samples.session
    for by_keys in (True, False):
        popup = asked(samples, COUNTED)
        choose_way(popup, "contradicts")
        QTest.keyClick(popup.query, KEY.Key_P, ALT)
        assert "click the other claim" in samples.status.left.text()
        if by_keys:
            for _ in range(20):
                QTest.keyClick(page, KEY.Key_BracketRight)
                if SAID in session.words(session.annotation(page.selected)):
                    break
            QTest.keyClick(page, KEY.Key_Return)
            assert rows(samples, COUNTED)["contradicts"] == SAID
        else:
            page.viewport().repaint()
            middle = page.card_rect(claim_with(session, SAID).id).center().toPoint()
            QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=middle)
            assert "contradicts" not in rows(samples, COUNTED)


def test_escape_ends_pointing_and_changes_nothing(samples):
    before = samples.session.relations
    popup = asked(samples, COUNTED)
    QTest.keyClick(popup.query, KEY.Key_P, ALT)
    QTest.keyClick(samples.workspace.page, KEY.Key_Escape)
    QTest.keyClick(samples.workspace.page, KEY.Key_Return)
    assert samples.session.relations == before


def test_selected_words_become_evidence_for_a_claim_of_another_article(qtbot, samples):
    session, page = samples.session, samples.workspace.page
    words = "Eleven ships lay in the roads"
    start = page.text.index(words)
    page.set_selection(((start, start + len(words)),))
    QTest.keyClick(page, KEY.Key_T, CTRL)
    popup = chooser(samples)
    assert popup.way.label == "evidence for"
    QTest.keyClicks(popup.query, "sacred mission")
    QTest.keyClick(popup.query, KEY.Key_Return)

    (mark,) = [each for each in session.annotations if session.words(each) == words]
    assert (mark.kind, mark.tag) == ("entity", "Passage")
    session.open_document(session.project.find_document("sacred-mission.txt"))
    samples.workspace.page.select_annotation(claim_with(session, "sacred mission").id, reveal=True)
    qtbot.waitUntil(lambda: "evidence" in rows(samples, "sacred mission"))
    assert rows(samples, "sacred mission")["evidence"].startswith(words)


def test_words_that_support_a_claim_are_a_statement_themselves(samples):
    session, page = samples.session, samples.workspace.page
    words = "Eleven ships lay in the roads"
    start = page.text.index(words)
    page.set_selection(((start, start + len(words)),))
    QTest.keyClick(page, KEY.Key_T, CTRL)
    popup = chooser(samples)
    choose_way(popup, "supports")
    QTest.keyClicks(popup.query, "sacred mission")
    QTest.keyClick(popup.query, KEY.Key_Return)
    assert claim_with(session, words).tag == "Statement"


def test_evidence_brings_its_tag_into_a_project_that_has_none_and_undo_takes_both(samples):
    session, page = samples.session, samples.workspace.page
    assert session.tag_set.find("Passage") is None
    words = "Eleven ships lay in the roads"
    start = page.text.index(words)
    page.set_selection(((start, start + len(words)),))
    QTest.keyClick(page, KEY.Key_T, CTRL)
    QTest.keyClicks(chooser(samples).query, "sacred mission")
    QTest.keyClick(chooser(samples).query, KEY.Key_Return)
    assert [each.tag for each in session.annotations if session.words(each) == words] == ["Passage"]
    samples.commands.undo()
    assert session.tag_set.find("Passage") is None
    assert words not in {session.words(each) for each in session.annotations}


@pytest.mark.parametrize("removed", ["source", "target"])
def test_a_relation_across_articles_goes_with_either_end_and_comes_back(qtbot, samples, removed):
    session = samples.session
    popup = asked(samples, COUNTED)
    choose_way(popup, "repeats")
    QTest.keyClicks(popup.query, "sacred mission")
    QTest.keyClick(popup.query, KEY.Key_Return)
    mine = claim_with(session, COUNTED).id
    if removed == "target":
        session.open_document(session.project.find_document("sacred-mission.txt"))
    words = COUNTED if removed == "source" else "sacred mission"
    samples.workspace.page.select_annotation(claim_with(session, words).id)
    QTest.keyClick(samples.workspace.page, KEY.Key_Delete)
    assert "repeats" not in [each.relation.type for each in session.project.claims.linked(mine)]
    samples.commands.undo()
    assert "repeats" in [each.relation.type for each in session.project.claims.linked(mine)]

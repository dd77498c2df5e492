"""A pronoun that makes a claim is joined to the person meant, with the Enter that takes cue and claimant."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app.main_window import MainWindow
from tests.app.claims.conftest import claim_with

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def tagged(window: MainWindow, words: str) -> None:
    """Mark *words* of the article on the floods, where nothing is marked, as a statement."""
    session, page = window.session, window.workspace.page
    start = page.text.index(words)
    page.set_selection(((start, start + len(words)),))
    QTest.keyClick(page, KEY.Key_1)
    assert claim_with(session, words)


def parts(window: MainWindow, words: str) -> dict[str, str]:
    session = window.session
    claim = claim_with(session, words)
    page = window.workspace.page
    return {
        each.type: page.links.name(session.annotation(each.target))
        for each in session.relations
        if each.source == claim.id
    }


def marked(window: MainWindow, words: str, key: Qt.Key) -> None:
    page = window.workspace.page
    start = page.text.index(words)
    page.set_selection(((start, start + len(words)),))
    QTest.keyClick(page, key)
    QTest.keyClick(page, KEY.Key_Escape)


def test_he_is_joined_to_the_person_meant_and_undo_takes_both_back(samples):
    page, session = samples.workspace.page, samples.session
    before = len(session.annotations)
    tagged(samples, "the port would lose three shipping lines by the summer")
    hint = samples.status.left.text()
    assert "Who: “He” → “Aldous Merrick”" in hint
    assert "Ctrl+Tab whom it means" in hint
    QTest.keyClick(page, KEY.Key_Return)

    assert parts(samples, "the port would lose")["claimant"] == "He → Aldous Merrick"
    pronoun = next(each for each in session.annotations if session.words(each) == "He" and each.kind == "entity")
    assert pronoun.attributes["mention"] == "pronoun"
    samples.commands.undo()
    assert not [each for each in session.annotations if session.words(each) == "He"]
    samples.commands.undo()
    assert len(session.annotations) == before


def test_a_screen_reader_says_whom_the_pronoun_means(samples, monkeypatch):
    monkeypatch.setattr("annotator.app.speaking.is_asked_for", lambda: True)
    said: list[str] = []
    samples.workspace.around.speaking.said.connect(said.append)
    tagged(samples, "the port would lose three shipping lines by the summer")
    assert "claimant Aldous Merrick (He); Enter accepts" in said[-1]


def test_another_person_is_chosen_or_nobody(samples):
    page = samples.workspace.page
    marked(samples, "Marta Lindqvist", KEY.Key_P)
    marked(samples, "Aldous Merrick", KEY.Key_P)
    tagged(samples, "the port would lose three shipping lines by the summer")
    QTest.keyClick(page, KEY.Key_Tab, CTRL)
    assert "Who: “He” → “Marta Lindqvist”" in samples.status.left.text()
    for _ in range(8):
        if "“He” → none" in samples.status.left.text():
            break
        QTest.keyClick(page, KEY.Key_Tab, CTRL)
    QTest.keyClick(page, KEY.Key_Return)
    assert parts(samples, "the port would lose")["claimant"] == "He"

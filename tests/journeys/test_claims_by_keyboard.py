"""The claims of the sample article by keyboard alone: marked, related, reviewed, and taken away in two formats."""

import json
from pathlib import Path

import jsonschema
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.review_dialog import ReviewDialog
from annotator.app.claims.reviewer_dialog import ReviewerDialog
from annotator.app.exchange.export_dialog import ExportDialog
from annotator.app.palette import Palette
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources
from tests.journeys.person import wait_for, window_on_sample
from tests.journeys.typist import ALT, CTRL, Key, Typist, mark_claims, mark_words, marked_sample, parts_of

BETWEEN = ("repeats", "supports", "contradicts", "corrects", "same claim")
URL = "https://checks.example.org/"


def test_claims_are_marked_related_reviewed_and_exported_by_keyboard_alone(qtbot, tmp_path, monkeypatch, screenshot):
    goal = marked_sample(tmp_path)
    project = tmp_path / "Claims.annotator"
    window = window_on_sample(qtbot, project, "sacred-mission.txt")
    person = Typist(window)
    person.page.setFocus()
    person.key(Key.Key_Home, CTRL)
    mark_words(person, [each for each in goal.annotations if each.kind in ("entity", "cue")])
    person.key(Key.Key_Home, CTRL)
    mark_claims(person, goal)
    assert parts_of(window.session.document) == parts_of(goal)

    relate(person, goal)
    assert between(window.session.document) == between(goal)

    reviewed = review(person)
    person.repainted()
    screenshot(window, "reviewed")
    say_who_publishes(person)
    places = iter([str(tmp_path / "claims.jsonl"), str(tmp_path / "reviews.jsonld")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(places), ""))
    export(person, "jsonl", tmp_path / "claims.jsonl")
    export(person, "claimreview", tmp_path / "reviews.jsonld")

    (line,) = (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()
    value = json.loads(line)
    jsonschema.validate(value, json.loads((resources() / "schema" / "jsonl.schema.json").read_text("utf-8")))
    judged = [each for each in value["annotations"] if each["attributes"].get("verdict") == "mostly true"]
    assert [each["spans"][0]["text"] for each in judged] == [reviewed]
    (evidence,) = [each for each in value["relations"] if each["type"] == "evidence"]
    assert evidence["from"] == judged[0]["id"]

    found = json.loads((tmp_path / "reviews.jsonld").read_text("utf-8"))
    jsonschema.validate(found, json.loads((resources() / "schema" / "claimreview.schema.json").read_text("utf-8")))
    (claim_review,) = found["@graph"]
    assert claim_review["claimReviewed"] == reviewed
    assert claim_review["author"]["url"] == URL
    assert claim_review["reviewRating"]["alternateName"] == "mostly true"
    assert claim_review["itemReviewed"]["author"]["name"] == "Kim Jong Un"
    assert len(claim_review["citation"]) == 2
    window.close()


def go_to(person: Typist, start: int) -> None:
    """Choose the claim that begins at *start* by going from claim to claim."""
    session = person.window.session
    for _ in range(80):
        mark = session.annotation(person.page.selected or "")
        if mark is not None and mark.kind == "claim" and mark.start == start:
            return
        person.key(Key.Key_BracketRight)
    raise AssertionError(start)


def between(opened: AnnotatedDocument) -> set[tuple[object, ...]]:
    by_id = {each.id: each for each in opened.annotations}
    return {
        (by_id[each.source].spans, each.type, by_id[each.target].spans)
        for each in opened.relations
        if each.type in BETWEEN
    }


def relate(person: Typist, goal: AnnotatedDocument) -> None:
    """Relate the claims as the sample has it."""
    window = person.window
    by_id = {each.id: each for each in goal.annotations}
    for relation in (each for each in goal.relations if each.type in BETWEEN):
        source, target = by_id[relation.source], by_id[relation.target]
        go_to(person, source.start)
        person.key(Key.Key_T, CTRL)
        chooser = window.handlers.of(ClaimsHandler).joining.chooser
        assert wait_for(chooser.query.hasFocus)
        number = next(n for n, pill in enumerate(chooser.pills.buttons()) if pill.text() == relation.type)
        person.key(Key(Key.Key_1 + number), ALT)
        first, *_ = target.spans
        person.type(goal.document.text[first.start : first.start + 24])
        person.key(Key.Key_Return)
        assert wait_for(person.page.hasFocus)


def focused(person: Typist, widget: QWidget) -> None:
    """Press Tab until *widget* has the keys."""
    for _ in range(40):
        if QApplication.focusWidget() is widget:
            return
        person.key(Key.Key_Tab)
    raise AssertionError(widget)


def dialog_of(person: Typist, kind: type[QDialog]) -> QDialog:
    assert wait_for(lambda: any(each.isVisible() for each in person.window.findChildren(kind)))
    found = next(each for each in person.window.findChildren(kind) if each.isVisible())
    found.activateWindow()
    assert wait_for(lambda: QApplication.activeWindow() is found or QApplication.activePopupWidget() is found)
    return found


def review(person: Typist) -> str:
    """Judge one claim: verdict, why, a citation, and another claim as evidence; return its words."""
    session = person.window.session
    claim = next(each for each in session.annotations if each.kind == "claim" and each.tag == "Intention")
    go_to(person, claim.start)
    person.key(Key.Key_F4)
    dialog = dialog_of(person, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    form = dialog.form
    focused(person, form.verdict)
    for _ in range(12):
        if form.verdict.currentData() == "mostly true":
            break
        person.key(Key.Key_Down)
    focused(person, form.why)
    person.type("A plan was published.")
    focused(person, form.from_articles)
    person.key(Key.Key_Space)
    chooser = person.window.handlers.of(ClaimsHandler).joining.chooser
    assert wait_for(chooser.query.hasFocus)
    person.type("Soon, in our capital")
    person.key(Key.Key_Return)
    dialog.activateWindow()
    assert wait_for(lambda: QApplication.activeWindow() is dialog)
    focused(person, form.cite)
    person.type("Rodong Sinmun, 1 May 2025")
    person.key(Key.Key_Return)
    person.key(Key.Key_Escape)
    assert wait_for(lambda: not dialog.isVisible())
    settle(person)
    return session.words(claim)


def settle(person: Typist) -> None:
    person.window.activateWindow()
    assert wait_for(lambda: QApplication.activeWindow() is person.window)
    person.page.setFocus()


def say_who_publishes(person: Typist) -> None:
    person.key(Key.Key_K, CTRL)
    palette = dialog_of(person, Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.query, "Who publishes")
    QTest.keyClick(palette.query, Key.Key_Return)
    dialog = dialog_of(person, ReviewerDialog)
    assert isinstance(dialog, ReviewerDialog)
    focused(person, dialog.fields["reviewer_url"])
    person.type(URL)
    person.key(Key.Key_Return)
    assert wait_for(lambda: not dialog.isVisible())
    settle(person)


def export(person: Typist, name: str, path: Path) -> None:
    person.key(Key.Key_E, CTRL)
    dialog = dialog_of(person, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    focused(person, dialog.search)
    person.type(name)
    assert wait_for(lambda: dialog.format.name == name)
    assert wait_for(dialog.write.isEnabled)
    focused(person, dialog.write)
    person.key(Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    assert wait_for(path.exists)
    settle(person)

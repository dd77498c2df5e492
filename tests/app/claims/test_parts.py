"""Parts of a claim that are not words beside it: a record, nobody, another article, a citation, an outer claim."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.main_window import MainWindow
from annotator.app.page.claim_card import Field
from annotator.app.part_candidates import ASK_CITATION, ASK_ELSEWHERE, ASK_RECORD
from annotator.app.records.chooser import RecordChooser
from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.constraint import Constraint
from annotator.model.people import Record
from annotator.model.tag import Attribute, Tag
from tests.app.claims.conftest import claim_with

KEY = Qt.Key
COUNTED = "4,000 men and women on strike"


def edited(window: MainWindow, words: str = COUNTED):
    """Open the form of the claim's card by F2."""
    page = window.workspace.page
    page.set_selection(())
    page.select_annotation(claim_with(window.session, words).id, reveal=True)
    page.viewport().repaint()
    QTest.keyClick(page, KEY.Key_F2)
    return window.workspace.around.card_editing.editor


def taken(editor, field: Field, words: str) -> None:
    """Open the line of *field* with Enter, and take the option with these words."""
    editor.enter(field)
    QTest.keyClick(editor.row(field), KEY.Key_Return)
    options = editor.options
    QTest.keyClick(options, KEY.Key_Home)
    while options.currentItem().text() != words:
        row = options.currentRow()
        QTest.keyClick(options, KEY.Key_Down)
        assert options.currentRow() != row, words
    QTest.keyClick(options, KEY.Key_Return)


def all_lines(editor) -> None:
    editor.wanted_more.emit()


def told(window: MainWindow, words: str = COUNTED) -> dict[str, str]:
    page = window.workspace.page
    page.viewport().repaint()
    return {label: said for label, said, _ in page.margin.card_of(claim_with(window.session, words)).lines}


def add_record(window: MainWindow, record: Record) -> None:
    assert window.session.do(Change("record", [Put(record)]))


def without_claimant(window: MainWindow) -> None:
    claim = claim_with(window.session, COUNTED)
    gone = [each for each in window.session.relations if each.source == claim.id and each.type == "claimant"]
    assert window.session.do(Change("clear", [Remove(type(each), each.id) for each in gone]))


def record_chooser(window: MainWindow) -> RecordChooser:
    return next(each for each in window.findChildren(RecordChooser) if each.isVisible())


def test_a_claimant_who_is_known_without_a_word_is_linked_to_a_record(qtbot, samples, screenshot):
    without_claimant(samples)
    add_record(samples, Record("lee", "entity", "Ada Lee", "Person", ("A. Lee",)))
    taken(edited(samples), Field("part", "claimant"), ASK_RECORD)
    chooser = record_chooser(samples)
    QTest.keyClicks(chooser.query, "a. lee")
    QTest.keyClick(chooser.query, KEY.Key_Return)

    assert told(samples)["who"] == "Ada Lee"
    screenshot(samples, "claimant-by-record")
    session = samples.session
    claim = claim_with(session, COUNTED)
    (mention,) = [each for each in session.annotations if each.record == "lee"]
    assert (mention.kind, mention.spans) == ("entity", ())
    assert claim.attributes["source_kind"] == "named"
    (line,) = session.project.claims.lines([claim.id])
    assert line.claimant == "Ada Lee"
    assert line.lacks == ()
    samples.workspace.page.select_annotation(claim.id)
    assert samples.workspace.inspector_panel.annotation_form.part("claimant").text().strip() == "Ada Lee"

    editor = edited(samples)
    editor.enter(Field("part", "claimant"))
    QTest.keyClick(editor.row(Field("part", "claimant")), KEY.Key_Delete)
    assert told(samples)["who"] == "—"
    assert not [each for each in session.annotations if each.record == "lee"]
    samples.commands.undo()
    assert told(samples)["who"] == "Ada Lee"


def test_a_new_record_is_made_of_what_is_typed(samples):
    without_claimant(samples)
    taken(edited(samples), Field("part", "claimant"), ASK_RECORD)
    chooser = record_chooser(samples)
    QTest.keyClicks(chooser.query, "The old harbour master")
    QTest.keyClick(chooser.query, KEY.Key_Return)
    assert told(samples)["who"] == "The old harbour master"
    samples.commands.undo()
    assert samples.session.project.records.total() == 0


def test_the_author_is_said_to_be_the_claimant(samples):
    without_claimant(samples)
    taken(edited(samples), Field("part", "claimant"), "the author")
    assert told(samples)["who"] == "the author"


def test_a_citation_is_evidence(samples):
    editor = edited(samples)
    all_lines(editor)
    taken(editor, Field("part", "evidence"), ASK_CITATION)
    QTest.keyClicks(QApplication.focusWidget(), " ; https://example.org/1 ; Gazette, p. 3")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert claim_with(samples.session, COUNTED).attributes["citation"] == "https://example.org/1\nGazette, p. 3"
    assert told(samples)["evidence"] == "https://example.org/1, Gazette, p. 3"


def test_evidence_is_looked_for_in_all_articles_from_the_card(qtbot, samples):
    editor = edited(samples)
    all_lines(editor)
    taken(editor, Field("part", "evidence"), ASK_ELSEWHERE)
    chooser = samples.handlers.of(ClaimsHandler).joining.chooser
    assert chooser.way.label == "has as evidence"
    QTest.keyClicks(chooser.query, "sacred mission")
    QTest.keyClick(chooser.query, KEY.Key_Return)
    qtbot.waitUntil(lambda: told(samples).get("evidence", "").startswith("sacred mission · Sacred Mission"))
    samples.workspace.page.select_annotation(claim_with(samples.session, COUNTED).id)
    field = samples.workspace.inspector_panel.annotation_form.part("evidence")
    assert field.toolTip().startswith("sacred mission · Sacred Mission")


def test_the_place_where_it_is_said_is_a_part_and_the_day_a_line(samples):
    session = samples.session
    place = next(each for each in session.annotations if session.words(each) == "Norhaven")
    editor = edited(samples)
    all_lines(editor)
    taken(editor, Field("part", "said at"), "Norhaven")
    assert told(samples)["where"] == "Norhaven"
    assert place.id in samples.workspace.page.margin.card_of(claim_with(session, COUNTED)).parts
    editor = edited(samples)
    all_lines(editor)
    editor.enter(Field("attribute", "said_on"))
    QTest.keyClick(editor.row(Field("attribute", "said_on")), KEY.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "2025-04-21")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert told(samples)["said on"] == "2025-04-21"


def test_a_date_in_the_text_is_when_it_is_said_and_its_value_is_taken(samples):
    session = samples.session
    claim = claim_with(session, COUNTED)
    tag = session.tag_set.find("Date", "entity")
    start = samples.workspace.page.text.index("on strike")
    spans = (Span(start, start + 9),)
    made = edits.new_annotation(session.document.document.id, tag, spans, "AK", attributes={"value": "1908-05-02"})
    assert session.do(Change("date", [Put(made)]))
    editor = edited(samples)
    all_lines(editor)
    taken(editor, Field("part", "said on"), "on strike")
    assert told(samples)["when"] == "on strike (1908-05-02)"
    assert session.annotation(claim.id).attributes["said_on"] == "1908-05-02"
    samples.commands.undo()
    assert "when" not in told(samples)
    assert "said_on" not in session.annotation(claim.id).attributes


def test_words_that_are_drawn_as_evidence_are_a_plain_passage(samples):
    session, page = samples.session, samples.workspace.page
    editor = edited(samples)
    all_lines(editor)
    field = Field("part", "evidence")
    editor.enter(field)
    QTest.keyClick(editor.row(field), KEY.Key_Return)
    start = page.text.index("Eleven ships")
    page.reveal(start)
    page.viewport().repaint()
    first, last = (page.rect_of_caret(each).center().toPoint() for each in (start, start + 12))
    QTest.mousePress(page.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(page.viewport(), last)
    QTest.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert told(samples)["evidence"] == "Eleven ships"
    (mark,) = [each for each in session.annotations if session.words(each) == "Eleven ships"]
    assert mark.tag == "Passage"


def inner_claim(window: MainWindow, outer: str, words: str) -> Annotation:
    session = window.session
    start = window.workspace.page.text.index(words, claim_with(session, outer).start)
    tag = session.tag_set.find("Statement", "claim")
    made = edits.new_annotation(session.document.document.id, tag, (Span(start, start + len(words)),), "AK")
    assert session.do(Change("inner", [Put(made)]))
    return made


def test_a_claim_within_a_claim_stands_in_its_card_and_says_so_where_there_is_no_room(samples, screenshot):
    page = samples.workspace.page
    inner = inner_claim(samples, COUNTED, "women on strike")
    page.select_annotation(None)
    page.viewport().repaint()
    screenshot(samples, "nested")
    outer_rect, inner_rect = page.card_rect(claim_with(samples.session, COUNTED).id), page.card_rect(inner.id)
    assert inner_rect.left() > outer_rect.left()
    assert inner_rect.right() < outer_rect.right()
    assert page.margin.card_of(inner).outer == f"Dockers' Union: {COUNTED}"

    samples.resize(700, 700)
    page.select_annotation(inner.id, reveal=True)
    page.viewport().repaint()
    assert page.columns.folded
    card = page.margin.card_of(inner)
    assert card.lines[0][:2] == ("within", f"Dockers' Union: {COUNTED}")
    screenshot(samples, "nested-narrow")


def test_the_form_of_an_inner_claim_leads_to_the_outer_one(samples):
    inner = inner_claim(samples, COUNTED, "women on strike")
    page = samples.workspace.page
    page.select_annotation(inner.id, reveal=True)
    page.viewport().repaint()
    QTest.keyClick(page, KEY.Key_F2)
    editor = samples.workspace.around.card_editing.editor
    field = next(each for each in editor.fields if each.kind == "within")
    editor.enter(field)
    QTest.keyClick(editor.row(field), KEY.Key_Return)
    assert samples.session.words(samples.session.annotation(page.selected)) == COUNTED


def test_a_part_that_a_constraint_asks_for_is_told_on_the_card(samples):
    session = samples.session
    rule = Constraint("k", "claims are about something", "needs", ("claim",), relations=("about",))
    assert session.do(Change("constraint", [Put(rule)]))
    assert told(samples)["lacks"] == "about"
    editor = edited(samples)
    all_lines(editor)
    taken(editor, Field("part", "about"), "Norhaven")
    assert "lacks" not in told(samples)


def test_what_the_tag_set_requires_and_a_claim_lacks_is_told_and_listed(qtbot, samples):
    session = samples.session
    tag = session.tag_set.find("Quantity claim", "claim")
    attributes = (*tag.attributes, Attribute("number", "text", required=True))
    assert session.do(Change("require", [Alter(Tag, tag.id, {"attributes": attributes})]))
    assert told(samples)["lacks"] == "number"

    handler = samples.handlers.of(ClaimsHandler)
    handler.show()
    qtbot.waitUntil(lambda: "number" in handler.view.lacks)
    pill = handler.view.lacks["number"]
    many = session.project.claims.lacking({"number": ["Quantity claim"]})["number"]
    assert pill.text() == f"{many} claims lack a number"
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert handler.view.model.rowCount() == many

    samples.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is samples)
    samples.workspace.focus_page()
    editor = edited(samples)
    editor.enter(Field("attribute", "number"))
    QTest.keyClick(editor.row(Field("attribute", "number")), KEY.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "4000")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert "lacks" not in told(samples)
    qtbot.waitUntil(lambda: handler.view.model.rowCount() == many - 1)

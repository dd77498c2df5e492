"""The window "Where else?", by real keys and clicks: what it finds, shows on the page, and changes when accepted."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics

from annotator.app.elsewhere import window as elsewhere_window
from annotator.app.elsewhere.passage_delegate import shape
from annotator.app.elsewhere.passages_model import TICK_ROLE, Heading
from annotator.app.elsewhere.window import ElsewhereWindow
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put, Remove
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.tag import RelationType
from annotator.model.times import now
from tests.app.conftest import TEXT, make_document

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CLAIM = "a monument would be built in Pyongyang"
OTHER = "KIM JONG-UN left.\n\nIn Pyongyang a monument would soon be built, said Kim."


@pytest.fixture
def corpus(window):
    """Two articles that say the same, and one that says it in other words."""
    session = window.session
    put = [Put(make_document("Other words", text=OTHER))]
    put += [Put(RelationType(new_id(), name, ("claim",), ("claim",))) for name in ("repeats", "same claim")]
    session.do(Change("add", put))
    window.workspace.focus_page()
    return session


def select(window, words):
    session = window.session
    mark = next(each for each in session.annotations if session.words(each) == words)
    window.workspace.page.select_annotation(mark.id)
    return mark


def ask(qtbot, window, words) -> ElsewhereWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.workspace.focus_page()
    select(window, words)
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_L, CTRL | SHIFT)
    view = window.findChild(ElsewhereWindow)
    assert view.isVisible()
    qtbot.waitUntil(lambda: not view.is_looking)
    return view


def places(view):
    model = view.model
    return [model.index(row).data() for row in range(model.rowCount())]


def said(view):
    role = Qt.ItemDataRole.AccessibleTextRole
    return [view.model.index(row).data(role) for row in range(view.model.rowCount())]


def ticks(view):
    return [view.model.index(row).data(TICK_ROLE) == Qt.CheckState.Checked for row in range(view.model.rowCount())]


def key(qtbot, widget, which, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, which, modifiers)


def test_the_key_finds_the_name_in_all_articles_the_most_alike_first(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")

    assert places(view) == ["Kim Jong Un", "Kim Jong Un", "KIM JONG-UN", "Kim"]
    assert view.facts.text() == "4 places in 3 articles"
    assert view.heading.text() == "“Kim Jong Un”"
    assert said(view)[2].startswith(
        "KIM JONG-UN; 98 %, same words, other letters · 2025-04-28 · Other words; not ticked;"
    )
    assert view.list.hasFocus()


def test_ticked_places_are_tagged_as_one_change_and_say_then_as_what(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view.list, Qt.Key.Key_Space)
    assert ticks(view) == [True, False, False, False]
    assert view.preview.text() == "Tag 1 place as Person."
    key(qtbot, view.list, Qt.Key.Key_Space)
    key(qtbot, view.list, Qt.Key.Key_Down, SHIFT)
    key(qtbot, view.list, Qt.Key.Key_Down, SHIFT)
    key(qtbot, view.list, Qt.Key.Key_Space)
    assert ticks(view) == [True, True, True, False]
    assert view.accept_button.text() == "Accept 3"
    key(qtbot, view, Qt.Key.Key_T, CTRL)

    assert window.session.undo_state.undo == "tag 3 places as Person"
    assert view.preview.text() == "Tag 3 places as Person. Ctrl+Z takes it back."
    assert [each.entities for each in corpus.project.documents()] == [2, 1, 1, 1]
    assert view.pills["marked"].text() == "Marked  3"
    assert "; marked as Person; not ticked" in said(view)[0]

    key(qtbot, view, Qt.Key.Key_Z, CTRL)
    assert view.pills["marked"].text() == "Marked  0"
    assert corpus.project.statistics().annotations == 4


def test_all_are_ticked_by_ctrl_a_and_linked_to_the_record_with_the_mark_itself(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view.list, Qt.Key.Key_A, CTRL)
    key(qtbot, view.list, Qt.Key.Key_Space)
    view.join.setCurrentIndex(1)
    assert view.join.currentText() == "Tag as Person and link to a new record “Kim Jong Un”"
    assert view.preview.text() == "Tag 4 places as Person and link 4 to “Kim Jong Un”."
    qtbot.mouseClick(view.accept_button, Qt.MouseButton.LeftButton)

    (record,) = corpus.project.records.page("entity")
    assert (record.record.name, record.mentions) == ("Kim Jong Un", 5)
    assert view.join.currentText() == "Tag as Person and link to “Kim Jong Un”"
    assert "; marked as Person · Kim Jong Un;" in said(view)[0]
    corpus.undo()
    assert corpus.project.records.page("entity") == []


def test_names_of_the_record_are_looked_for_as_well(qtbot, window, corpus):
    mark = select(window, "Kim Jong Un")
    corpus.do(record_edits.link([mark], record_edits.new_record("entity", "Kim", aliases=["the soldiers"]), new=True))
    view = ask(qtbot, window, "Kim Jong Un")

    assert "the soldiers" in places(view)
    assert any("as “the soldiers”, same words" in each for each in said(view))
    assert view.join.currentText() == "Tag as Person and link to “Kim”"


def test_a_claim_is_found_in_other_words_and_related_by_repeats(qtbot, window, corpus):
    second = corpus.project.documents()[1]
    begin = TEXT.index(CLAIM)
    marked = Annotation(
        new_id(), second.id, "claim", "Statement", (Span(begin, begin + len(CLAIM)),), "BK", now(), now()
    )
    corpus.do(Change("mark", [Put(marked)]))
    claim = select(window, CLAIM)
    view = ask(qtbot, window, CLAIM)

    assert places(view) == [CLAIM, CLAIM, "In Pyongyang a monument would soon be built"]
    assert "; marked as Statement" in said(view)[0]
    assert view.join.currentText() == "Tag as Intention, repeats this claim"
    key(qtbot, view, Qt.Key.Key_A, CTRL | SHIFT)
    assert view.preview.text() == "Tag 2 places as Intention and relate 3 by “repeats”."
    key(qtbot, view, Qt.Key.Key_T, CTRL)

    linked = [each for each in corpus.project.claims.linked(claim.id) if each.relation.type == "repeats"]
    assert len(linked) == 3
    assert not any(each.is_from for each in linked)
    assert marked.id in {each.other for each in linked}
    key(qtbot, view, Qt.Key.Key_A, CTRL | SHIFT)
    assert view.preview.text() == "3 are so already."
    assert not view.accept_button.isEnabled()


def test_enter_shows_a_place_on_the_page_and_leaves_the_keys_where_they_are(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view.list, Qt.Key.Key_Down)
    key(qtbot, view.list, Qt.Key.Key_Down)
    key(qtbot, view.list, Qt.Key.Key_Return)

    page = window.workspace.page
    assert corpus.document.document.title == "Other words"
    assert page.hits.spans == (Span(0, 11),)
    assert view.list.hasFocus()
    key(qtbot, view.list, Qt.Key.Key_Up)
    key(qtbot, view.list, Qt.Key.Key_Return)
    assert corpus.document.document.title == "Harbour strike"
    view.close()
    assert page.hits.spans == ()
    window.going.back()
    assert corpus.document.document.title == "Sacred Mission"


def test_ctrl_enter_goes_to_the_place_with_its_words_selected(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view.list, Qt.Key.Key_Return, CTRL)

    assert corpus.document.document.title == "Grain corridor"
    assert window.workspace.page.selection == (Span(0, 11),)


def test_places_stand_under_their_articles_or_in_one_order_and_by_what_is_marked(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view, Qt.Key.Key_G, CTRL)
    rows = [view.model.row(number) for number in range(view.model.rowCount())]
    assert [each.title for each in rows if isinstance(each, Heading)] == [
        "Grain corridor", "Harbour strike", "Other words",
    ]  # fmt: skip
    assert said(view)[4] == "Other words, 2025-04-28, 2 places"
    for _ in range(3):
        key(qtbot, view.list, Qt.Key.Key_Down)
    key(qtbot, view.list, Qt.Key.Key_Space)
    assert [each.words for each in view.model.chosen] == ["KIM JONG-UN", "Kim"]

    key(qtbot, view, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert places(view) == []
    assert view.empty.text() == "No place of this sort. Alt+1 shows all of them."
    key(qtbot, view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert len(places(view)) == 7


def test_a_click_on_the_tick_changes_it_and_chooses_nothing(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    row = view.list.visualRect(view.model.index(2))
    qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(20, 12))

    assert ticks(view) == [False, False, True, False]
    assert view.list.rows() == [0]


def test_what_is_chosen_stays_so_while_more_comes_in(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view.list, Qt.Key.Key_Down)
    key(qtbot, view.list, Qt.Key.Key_Down, SHIFT)
    first = view.model.passages[0]
    view.model.add([first._replace(document="x", score=100.0, date="1900", words="Kim Jong Un!")])

    assert places(view)[0] == "Kim Jong Un!"
    assert view.list.rows() == [2, 3]
    assert view.list.current().words == "KIM JONG-UN"


def test_nothing_is_said_to_be_found_where_nothing_is(qtbot, window, corpus):
    select(window, "Pyongyang")
    corpus.do(Change("add", [Put(Annotation(new_id(), corpus.document.document.id, "entity", "Person",
                                            (Span(12, 19),), "AK", now(), now()))]))  # fmt: skip
    view = ask(qtbot, window, "praised")
    assert len(places(view)) == 2
    view.close()
    for each in corpus.project.documents()[1:]:
        corpus.do(Change("remove", [Remove(Document, each.id)]))
    view = ask(qtbot, window, "praised")
    assert places(view) == []
    assert view.empty.isVisible()
    assert view.empty.text().startswith("Nothing like it is said anywhere else.")


def test_looking_can_be_stopped_and_what_was_found_stays(qtbot, window, corpus):
    select(window, "Kim Jong Un")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_L, CTRL | SHIFT)
    view = window.findChild(ElsewhereWindow)
    assert view.is_looking
    assert view.empty.text() == "Looking…"
    assert view.stop_button.isVisible()
    qtbot.mouseClick(view.stop_button, Qt.MouseButton.LeftButton)

    assert not view.is_looking
    qtbot.waitUntil(lambda: not window.workspace.jobs.running)


def test_many_are_accepted_beside_the_window_as_one_change(qtbot, window, corpus, monkeypatch):
    monkeypatch.setattr(elsewhere_window, "AT_ONCE", 1)
    view = ask(qtbot, window, "Kim Jong Un")
    key(qtbot, view, Qt.Key.Key_A, CTRL | SHIFT)
    key(qtbot, view, Qt.Key.Key_T, CTRL)

    qtbot.waitUntil(lambda: view.pills["marked"].text() == "Marked  4")
    assert window.session.undo_state.undo == "tag 4 places as Person"


def test_a_cue_is_looked_for_nowhere(qtbot, window, corpus):
    select(window, "stated that")
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_L, CTRL | SHIFT)

    assert window.findChild(ElsewhereWindow) is None
    assert window.status.left.text().startswith("Only entities and claims are looked for elsewhere")


def test_a_narrow_line_has_less_context_but_all_of_the_words(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    last = view.model.passages[3]
    least = QFontMetrics(view.font()).horizontalAdvance("…Kim……")
    wide, narrow = (view.delegate.fitted(last, view.font(), width) for width in (20 * least, least))

    assert wide.text.endswith("would soon be built, said Kim.")
    assert narrow.text == "…Kim."
    assert [narrow.text[start:end] for start, end in narrow.lit] == ["Kim"]
    view.resize(240, 400)
    narrow = view.list.grab().toImage()
    view.resize(900, 400)
    assert narrow != view.list.grab().toImage()


def test_a_passage_is_shown_in_its_context_with_the_words_that_are_lit_joined(qtbot, window, corpus):
    view = ask(qtbot, window, "Kim Jong Un")
    made = shape(view.model.passages[2], 40)

    assert made.text.startswith("KIM JONG-UN left. In Pyongyang")
    assert [made.text[start:end] for start, end in made.lit] == ["KIM JONG", "UN"]
    assert made.text[slice(*made.passage)] == "KIM JONG-UN"

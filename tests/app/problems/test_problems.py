"""Problems are found beside the window, listed, and gone once they are solved."""

import pytest
from PySide6.QtCore import Qt

from annotator.analysis.problem_book import look_again, look_through
from annotator.errors import Cancelled
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.constraint import Constraint
from annotator.model.document import Document
from annotator.model.tag import RelationType

CLAIMANT = Constraint("c", "a claim needs a claimant", "needs", of=("claim",), relations=("claimant",))
SHORT = Constraint("s", "no names", "at most", of=("entity:Person",), most=0)


@pytest.fixture
def ruled(window):
    window.session.do(Change("rules", [Put(CLAIMANT)]))
    return window


@pytest.fixture
def view(qtbot, ruled):
    qtbot.keyClick(ruled, Qt.Key.Key_F8)
    shown = ruled.handlers.named("problems").view
    settle(qtbot, shown)
    return shown


def settle(qtbot, view):
    qtbot.waitUntil(lambda: not view._finder.is_looking and not view._behind.isActive())


def lose_claimant(window):
    found = next(each for each in window.session.relations if each.type == "claimant")
    window.session.do(Change("lose", [Remove(Relation, found.id)]))


def shown(view):
    return [each.problem.short for each in view.model.lines]


def test_a_project_without_problems_says_so(qtbot, view):
    assert view.stack.currentWidget() is view.empty
    assert "Everything that is marked keeps" in view.empty.text()


def test_a_tag_set_without_constraints_says_where_they_are_made(qtbot, window):
    window.actions_["problems.show"].trigger()
    view = window.handlers.named("problems").view
    settle(qtbot, view)
    assert "no constraints yet" in view.empty.text()


def test_a_problem_is_listed_as_soon_as_there_is_one_and_gone_once_it_is_solved(qtbot, ruled, view):
    lose_claimant(ruled)
    qtbot.waitUntil(lambda: shown(view) == ["Intention lacks a claimant"])
    assert view.said.text() == "1 problem in 1 article"
    assert view.summary.text() == "1 claim lacks a claimant"
    (line,) = view.model.lines
    assert (line.words, line.title) == ("a monument would be built in Pyongyang", "Sacred Mission")

    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown(view) == [])


def test_enter_goes_to_the_place_in_another_article(qtbot, ruled, view):
    lose_claimant(ruled)
    qtbot.waitUntil(lambda: shown(view) != [])
    other = ruled.session.project.documents()[1].id
    ruled.session.open_document(other)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Return)

    page = ruled.workspace.page
    assert ruled.session.document.document.title == "Sacred Mission"
    assert ruled.session.annotation(page.selected).tag == "Intention"
    qtbot.waitUntil(page.hasFocus)


def test_another_constraint_is_looked_for_in_all_articles(qtbot, ruled, view):
    ruled.session.do(Change("rules", [Put(SHORT)]))
    qtbot.waitUntil(lambda: shown(view) == ["1 × Person in one article"])
    ruled.session.do(Change("rules", [Alter(Constraint, "s", {"most": 3})]))
    qtbot.waitUntil(lambda: shown(view) == [])


def test_an_article_that_goes_takes_its_problems_along(qtbot, ruled, view):
    lose_claimant(ruled)
    qtbot.waitUntil(lambda: shown(view) != [])
    ruled.session.do(Change("remove", [Remove(Document, ruled.session.document.document.id)]))
    qtbot.waitUntil(lambda: shown(view) == [])


def test_lines_are_filtered_by_words_and_sort_and_ordered(qtbot, ruled, view):
    ruled.session.do(Change("rules", [Put(SHORT)]))
    lose_claimant(ruled)
    qtbot.waitUntil(lambda: len(shown(view)) == 2)
    qtbot.keyClicks(view.query, "monument")
    qtbot.waitUntil(lambda: shown(view) == ["Intention lacks a claimant"])
    qtbot.keyClick(view.query, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(view)) == 2)
    view.sorts.setCurrentIndex(view.sorts.findText("Claims lack a claimant"))
    view.sorts.activated.emit(view.sorts.currentIndex())
    assert shown(view) == ["Intention lacks a claimant"]
    view.sorts.setCurrentIndex(0)
    view.sorts.activated.emit(0)
    view.table.header().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert shown(view) == ["Intention lacks a claimant", "1 × Person in one article"]
    view.query.setText("nothing of the kind")
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.empty)
    assert view.empty.text() == "No problem has these words."


def test_what_happens_while_the_window_is_closed_is_there_when_it_opens_again(qtbot, ruled, view):
    view.close()
    lose_claimant(ruled)
    ruled.actions_["problems.show"].trigger()
    again = ruled.handlers.named("problems").view
    qtbot.waitUntil(lambda: shown(again) == ["Intention lacks a claimant"])


def test_it_closes_with_the_project(qtbot, ruled, view):
    ruled.close_project()
    assert ruled.handlers.named("problems").view is None


def test_a_search_stops_when_it_is_asked_to(session):
    asked: list[str] = []

    def cancelled() -> bool:
        return len(asked) >= 1

    looking = look_through(session.project, lambda done, total, text: None, cancelled)
    asked.append(next(looking).document)
    with pytest.raises(Cancelled):
        next(looking)


def test_an_article_that_is_gone_has_no_problems(session):
    (found,) = look_again(session.project, ["nobody"], lambda: False)

    assert (found.document, found.lines) == ("nobody", ())


def test_a_relation_to_another_article_is_checked_and_again_when_its_far_end_changes(session):
    project = session.project
    here, there = [each.id for each in project.documents(limit=2)]
    far = Annotation("far", there, "claim", "Intention", (Span(0, 5),), "AK", "", "")
    near = Annotation("near", here, "claim", "Intention", (Span(0, 5),), "AK", "", "")
    relation = Relation("r", "supports", "near", "far")
    supports = RelationType("s", "supports", ("claim",), ("claim",))
    assert session.do(Change("two", [Put(supports), Put(far), Put(near), Put(relation)]))

    def found(*documents):
        looked = look_again(project, documents, lambda: False)
        return {
            each.document: [line.problem for line in each.lines if line.problem.rule == "supports joins kinds"]
            for each in looked
        }

    assert found(here) == {here: []}
    session.do(Change("change", [Alter(Annotation, "far", {"kind": "entity", "tag": "Person"})]))
    (problem,) = found(there)[here]
    assert "of another article, but may only lead to claim" in problem.sentence
    assert problem.annotations == ("near",)
    assert "supports joins kinds" in [
        line.problem.rule for each in look_through(project, lambda *_: None, lambda: False) for line in each.lines
    ]


def test_a_mark_that_is_only_suggested_is_no_problem(qtbot, ruled, view):
    lose_claimant(ruled)
    qtbot.waitUntil(lambda: shown(view) != [])
    claim = next(each for each in ruled.session.annotations if each.kind == "claim")
    ruled.session.do(Change("doubt", [Alter(Annotation, claim.id, {"state": "suggested"})]))
    qtbot.waitUntil(lambda: shown(view) == [])

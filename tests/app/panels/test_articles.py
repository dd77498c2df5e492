import pytest
from PySide6.QtCore import QModelIndex, Qt

from annotator.app.panels.articles import ArticlesPanel
from annotator.app.panels.articles_model import PAGE, ArticlesModel, difference, second_line
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.times import now
from annotator.store import Project

from ..conftest import make_document, make_tag_set


@pytest.fixture
def panel(qtbot, session, theme):
    made = ArticlesPanel(session, theme)
    qtbot.addWidget(made)
    made.resize(270, 700)
    made.show()
    return made


def titles(model):
    return [model.summary(row).title for row in range(model.rowCount())]


def test_the_list_shows_every_article_with_its_counts(panel):
    assert titles(panel.model) == ["Sacred Mission", "Grain corridor", "Harbour strike"]
    assert second_line(panel.model.summary(0)) == "2025-04-28 · 2 entities · 1 claim"
    assert second_line(panel.model.summary(2)) == "2025-04-28 · new"
    assert panel.search.placeholderText() == "Search 3 articles"
    assert panel.progress_text.text() == "1 of 3 done"


def test_typing_filters_after_a_short_pause(qtbot, panel):
    qtbot.keyClicks(panel.search, "harb")
    qtbot.waitUntil(lambda: titles(panel.model) == ["Harbour strike"], timeout=1000)


def test_a_pill_shows_one_status(qtbot, panel):
    qtbot.mouseClick(panel.pills.button(3), Qt.MouseButton.LeftButton)
    assert titles(panel.model) == ["Grain corridor"]
    qtbot.mouseClick(panel.pills.button(0), Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == 3


def test_a_click_opens_the_article(qtbot, panel, session):
    place = panel.list.visualRect(panel.model.index(1)).center()
    with qtbot.waitSignal(session.document_opened):
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.document.document.title == "Grain corridor"


def test_arrow_keys_go_through_the_articles(qtbot, panel, session, document_ids):
    session.open_document(document_ids[0])
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert session.document.document.title == "Grain corridor"
    assert panel.step(1)
    assert not panel.step(1)
    assert session.document.document.title == "Harbour strike"


def test_a_change_repaints_only_its_row(qtbot, panel, session, document_ids):
    repainted = []
    panel.model.dataChanged.connect(lambda first, last: repainted.append((first.row(), last.row())))
    made = Annotation(new_id(), document_ids[2], "entity", "Person", (Span(0, 3),), "AK", now(), now())
    with qtbot.assertNotEmitted(panel.model.modelReset):
        session.do(Change("add Person", [Put(made)]))
    assert repainted == [(2, 2)]
    assert panel.model.summary(2).entities == 1


def test_a_status_set_here_is_one_change_and_moves_the_progress(panel, session, document_ids):
    panel.set_status([document_ids[2]], "done")
    assert panel.progress_text.text() == "2 of 3 done"
    assert session.undo_state.undo == "mark as done"
    session.undo()
    assert panel.progress_text.text() == "1 of 3 done"


def test_an_article_that_no_longer_fits_leaves_the_list_unless_it_is_open(qtbot, panel, session, document_ids):
    panel.pills.button(1).click()
    assert titles(panel.model) == ["Harbour strike"]
    session.open_document(document_ids[2])
    panel.set_status([document_ids[2]], "done")
    assert titles(panel.model) == ["Harbour strike"]
    session.open_document(document_ids[0])
    panel.set_status([document_ids[2]], "open")
    assert titles(panel.model) == []


def test_articles_that_come_in_appear_without_a_jump(qtbot, panel, session, document_ids, project_path):
    session.open_document(document_ids[1])
    with Project.open(project_path) as other:
        other.do(Change("import 1 article", [Put(make_document("From outside"))]), "Bea")
    with qtbot.assertNotEmitted(panel.model.modelReset):
        session.look_outside()
    assert titles(panel.model)[-1] == "From outside"
    assert panel.list.currentIndex().row() == 1
    assert session.document.document.title == "Grain corridor"


def test_an_empty_project_offers_to_import(qtbot, tmp_path, theme):
    session = Session(Project.create(tmp_path / "Empty.annotator", make_tag_set()), "AK")
    panel = ArticlesPanel(session, theme)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.import_button.isVisible()
    assert not panel.progress.isVisible()
    with qtbot.waitSignal(panel.import_requested):
        qtbot.mouseClick(panel.import_button, Qt.MouseButton.LeftButton)
    session.close()


def test_long_lists_are_fetched_page_by_page(qtbot, tmp_path):
    with Project.create(tmp_path / "Many.annotator", make_tag_set()) as project:
        documents = [make_document(f"Article {number}") for number in range(PAGE * 2 + 30)]
        project.do(Change("import", [Put(each) for each in documents]), "AK")
        model = ArticlesModel(project)
        assert model.rowCount() == PAGE
        assert model.canFetchMore(QModelIndex())
        last = project.summary(documents[-1].document.id)
        assert model.reach(last) == PAGE * 2 + 29
        assert not model.canFetchMore(QModelIndex())
        assert titles(model) == [each.document.title for each in documents]


def test_a_renamed_article_is_renamed_in_the_list(panel, session, document_ids):
    session.do(Change("change title", [Alter(Document, document_ids[0], {"title": "Other"})]))
    assert titles(panel.model)[0] == "Other"


def test_difference_finds_the_part_that_changed():
    assert difference("abcdef", "abXYef") == (2, 2)
    assert difference("abc", "abcd") == (3, 0)
    assert difference("", "ab") == (0, 0)
    assert difference("aa", "aaa") == (2, 0)

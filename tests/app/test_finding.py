import pytest
from PySide6.QtCore import Qt

from annotator.app import finder as finder_module
from annotator.app.finder import LONGEST_QUERY
from annotator.app.page.found import Hits
from annotator.model.annotation import Span
from annotator.model.change import Change, Put
from annotator.store import Project
from tests.app.conftest import TEXT, make_document, make_tag_set

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
SOLDIERS = "\n\n".join(f"Soldiers of the {n}th unit. The SOLDIER Kim spoke in Orléans." for n in range(40))


@pytest.fixture
def soldiers(open_window, tmp_path):
    path = tmp_path / "Soldiers.annotator"
    with Project.create(path, make_tag_set()) as project:
        documents = [make_document("Soldiers", text=SOLDIERS), make_document("Harbour strike")]
        project.do(Change("import", [Put(each) for each in documents]), "AK")
    return open_window(path)


def look_for(qtbot, window, query, *toggles):
    qtbot.keyClick(window, Key.Key_F, CTRL)
    bar = window.workspace.finder.bar
    for each in toggles:
        qtbot.mouseClick(bar.toggles[each], LEFT)
    bar.field.selectAll()
    qtbot.keyClicks(bar.field, query)
    wait(qtbot, window)
    return bar


def wait(qtbot, window):
    qtbot.waitUntil(lambda: window.workspace.finder.is_settled)


def current(window):
    hits = window.workspace.page.hits
    return hits.spans[hits.current]


def count(bar):
    return bar.field.count.text()


def test_every_hit_is_lit_and_the_first_in_view_is_the_current_one(qtbot, soldiers, screenshot):
    bar = look_for(qtbot, soldiers, "soldier")
    assert bar.field.hasFocus()
    assert count(bar) == "1 of 80"
    assert len(soldiers.workspace.page.hits.spans) == 80
    assert current(soldiers) == Span(0, 7)
    screenshot(soldiers, "find-bar")


def test_enter_and_f3_step_and_go_round(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "kim")
    page = soldiers.workspace.page
    qtbot.keyClick(bar.field, Key.Key_Return)
    assert count(bar) == "2 of 40"
    qtbot.keyClick(bar.field, Key.Key_Return, SHIFT)
    qtbot.keyClick(bar.field, Key.Key_Return, SHIFT)
    assert count(bar) == "40 of 40"
    assert page.viewport().rect().contains(page.rect_of(current(soldiers)))
    qtbot.keyClick(soldiers, Key.Key_F3)
    assert count(bar) == "1 of 40"
    qtbot.keyClick(soldiers, Key.Key_F3, SHIFT)
    assert count(bar) == "40 of 40"
    qtbot.mouseClick(bar.next, LEFT)
    assert count(bar) == "1 of 40"


def test_escape_selects_the_hit_and_a_key_tags_it(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "kim")
    page = soldiers.workspace.page
    qtbot.keyClick(bar.field, Key.Key_Escape)
    assert bar.isHidden()
    assert page.hasFocus()
    assert page.hits == Hits()
    place = SOLDIERS.index("Kim")
    assert page.selection == (Span(place, place + 3),)
    qtbot.keyClick(page, Key.Key_P)
    assert [(each.tag, each.spans) for each in soldiers.session.annotations] == [("Person", (Span(place, place + 3),))]


def test_f3_in_the_page_selects_hit_after_hit_to_tag(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "kim")
    page = soldiers.workspace.page
    page.take_focus()
    for _ in range(2):
        qtbot.keyClick(page, Key.Key_F3)
        qtbot.keyClick(page, Key.Key_P)
    assert [soldiers.session.words(each) for each in soldiers.session.annotations] == ["Kim", "Kim"]
    assert not bar.isHidden()
    qtbot.keyClick(page, Key.Key_Escape)
    assert not bar.isHidden()
    qtbot.keyClick(page, Key.Key_Escape)
    assert bar.isHidden()


def test_f3_opens_the_bar_with_what_was_searched_last(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "unit")
    qtbot.keyClick(bar.field, Key.Key_Escape)
    qtbot.keyClick(soldiers.workspace.page, Key.Key_Escape)
    qtbot.keyClick(soldiers, Key.Key_F3)
    assert not bar.isHidden()
    assert bar.query == "unit"
    assert count(bar).endswith(" of 40")


def test_what_is_selected_is_what_is_searched(qtbot, soldiers):
    page = soldiers.workspace.page
    place = SOLDIERS.index("Orléans", 300)
    page.set_selection((Span(place, place + 7),))
    qtbot.keyClick(soldiers, Key.Key_F, CTRL)
    bar = soldiers.workspace.finder.bar
    assert bar.query == "Orléans"
    wait(qtbot, soldiers)
    assert current(soldiers) == Span(place, place + 7)
    page.set_selection((Span(0, LONGEST_QUERY + 1),))
    qtbot.keyClick(soldiers, Key.Key_F, CTRL)
    assert bar.query == "Orléans"


def test_the_toggles_say_what_counts_as_the_same(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "soldier", "whole_word")
    assert count(bar) == "1 of 40"
    qtbot.mouseClick(bar.toggles["match_case"], LEFT)
    wait(qtbot, soldiers)
    assert count(bar) == "No hits"
    assert bar.field.property("faulty")
    assert not bar.tag_all.isEnabled()
    qtbot.mouseClick(bar.toggles["match_case"], LEFT)
    look_for(qtbot, soldiers, "ORLEANS", "ignore_accents")
    assert count(bar) == "1 of 40"
    look_for(qtbot, soldiers, r"\d+th", "expression")
    assert count(bar) == "1 of 40"
    look_for(qtbot, soldiers, "")
    qtbot.keyClick(bar.field, Key.Key_Backspace)
    wait(qtbot, soldiers)
    assert count(bar) == ""


def test_a_wrong_or_endless_pattern_is_told_calmly(qtbot, soldiers, screenshot):
    bar = look_for(qtbot, soldiers, "(a", "expression")
    assert bar.message.text().startswith("This pattern is not complete, or not right: missing )")
    assert bar.message.isVisible()
    screenshot(soldiers, "find-bar-trouble")
    look_for(qtbot, soldiers, r"(.|..)+[QX]")
    assert "takes too long" in bar.message.text()
    look_for(qtbot, soldiers, "kim")
    assert bar.message.text() == ""


def test_all_hits_are_tagged_as_one_change(qtbot, soldiers, screenshot):
    session = soldiers.session
    bar = look_for(qtbot, soldiers, "kim")
    for _ in range(2):
        qtbot.keyClick(bar.field, Key.Key_Escape)
        qtbot.keyClick(soldiers.workspace.page, Key.Key_P)
        qtbot.keyClick(soldiers, Key.Key_F, CTRL)
        qtbot.keyClick(bar.field, Key.Key_Return)
    wait(qtbot, soldiers)
    bar.menu.aboutToShow.emit()
    names = [each.text() for each in bar.menu.actions() if each.text()]
    assert names == ["Person", "Location", "City", "Statement", "Intention", "Cue"]
    bar.menu.actions()[0].trigger()
    assert bar.message.text() == "Tag 38 places as Person; 2 are tagged so already and left out."
    assert bar.confirm.hasFocus()
    screenshot(soldiers, "find-bar-tag-all")
    qtbot.keyClick(bar.confirm, Key.Key_Escape)
    assert not bar.is_asking
    assert bar.field.hasFocus()
    assert len(session.annotations) == 2
    bar.menu.actions()[0].trigger()
    qtbot.keyClick(bar.confirm, Key.Key_Return)
    assert len(session.annotations) == 40
    assert bar.message.text() == "Tagged 38 hits as Person. Undo takes all of it back."
    assert session.undo_state.undo == "tag 38 hits as Person"
    bar.menu.actions()[0].trigger()
    assert bar.message.text() == "All 40 are Person already."
    assert not bar.is_asking
    soldiers.commands.undo()
    assert len(session.annotations) == 2
    assert bar.message.text() == ""


def test_another_article_is_searched_for_the_same(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "kim")
    soldiers.commands.next_article()
    wait(qtbot, soldiers)
    assert count(bar) == "1 of 1"
    assert current(soldiers).start == TEXT.index("Kim")
    soldiers.session.close_document()
    assert bar.isHidden()


def test_keys_in_the_bar_do_not_reach_the_page(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "p1 ")
    qtbot.keyClick(bar.toggles["expression"], Key.Key_P)
    assert soldiers.session.annotations == ()


def test_the_bar_fits_a_narrow_page_and_survives_the_theme_and_another_project(
    qtbot, soldiers, settings, project_path, screenshot
):
    bar = look_for(qtbot, soldiers, "kim")
    soldiers.resize(760, 600)
    qtbot.waitUntil(lambda: bar.width() < 400)
    for each in (bar.field, bar.next, bar.close_button, bar.tag_all, *bar.toggles.values()):
        assert bar.rect().contains(each.mapTo(bar, each.rect().topLeft()))
        assert bar.rect().contains(each.mapTo(bar, each.rect().bottomRight()))
    screenshot(soldiers, "find-bar-narrow")
    settings.theme = "dark"
    assert soldiers.open_project(project_path)
    look_for(qtbot, soldiers, "kim")
    assert count(soldiers.workspace.finder.bar) == "1 of 1"


def test_hits_between_two_places_are_found_by_halving():
    hits = Hits([Span(0, 4), Span(6, 20), Span(20, 21), Span(30, 31)])
    assert list(hits.between(4, 6)) == []
    assert list(hits.between(10, 21)) == [1, 2]
    assert list(hits.between(0, 100)) == [0, 1, 2, 3]
    assert list(hits.between(31, 100)) == []


def test_the_toggles_have_keys(qtbot, soldiers):
    bar = look_for(qtbot, soldiers, "kim")
    for name, key in (("whole_word", Key.Key_W), ("match_case", Key.Key_K), ("expression", Key.Key_X)):
        qtbot.keyClick(bar.field, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(bar.toggles[name].isChecked)
    wait(qtbot, soldiers)
    assert count(bar) == "No hits"


def test_the_field_takes_keys_while_a_slow_pattern_is_looked_for(qtbot, open_window, tmp_path):
    path = tmp_path / "Slow.annotator"
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Slow", text="a" * 600 + "b"))]), "AK")
    window = open_window(path)
    finder = window.workspace.finder
    qtbot.keyClick(window, Key.Key_F, CTRL)
    qtbot.mouseClick(finder.bar.toggles["expression"], LEFT)
    qtbot.keyClicks(finder.bar.field, "(a|aa)+c")
    qtbot.keyClick(finder.bar.field, Key.Key_Return)
    # it is looked for, and nobody waits
    assert not finder.is_settled
    finder.bar.field.selectAll()
    qtbot.keyClicks(finder.bar.field, "ab$")
    qtbot.keyClick(finder.bar.field, Key.Key_Return)
    wait(qtbot, window)
    assert count(finder.bar) == "1 of 1"
    assert not finder.bar.message.text()


def test_escape_never_waits_for_a_slow_pattern(qtbot, open_window, tmp_path):
    path = tmp_path / "Slow.annotator"
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Slow", text="a" * 600 + "b"))]), "AK")
    window = open_window(path)
    finder, page = window.workspace.finder, window.workspace.page
    page.set_selection((Span(3, 5),))
    qtbot.keyClick(window, Key.Key_F, CTRL)
    qtbot.mouseClick(finder.bar.toggles["expression"], LEFT)
    finder.bar.field.selectAll()
    qtbot.keyClicks(finder.bar.field, "(a|aa)+c")
    qtbot.keyClick(finder.bar.field, Key.Key_Escape)
    # the page is there at once, the search goes on beside
    assert finder.bar.isHidden()
    assert page.hasFocus()
    assert not finder.is_settled
    assert page.selection == ()
    wait(qtbot, window)
    assert page.selection == ()
    assert finder.bar.isHidden()


def test_escape_before_a_long_article_is_searched_selects_the_hit_when_it_comes(qtbot, soldiers, monkeypatch):
    monkeypatch.setattr(finder_module, "AT_ONCE", 0)
    finder, page = soldiers.workspace.finder, soldiers.workspace.page
    qtbot.keyClick(soldiers, Key.Key_F, CTRL)
    qtbot.keyClicks(finder.bar.field, "kim")
    qtbot.keyClick(finder.bar.field, Key.Key_Escape)
    assert finder.bar.isHidden()
    assert not finder.is_settled
    wait(qtbot, soldiers)
    place = SOLDIERS.index("Kim")
    assert page.selection == (Span(place, place + 3),)
    assert page.hits == Hits()


def test_a_key_right_after_escape_tags_the_hit_though_nobody_waited_for_the_search(qtbot, soldiers):
    page = soldiers.workspace.page
    qtbot.keyClick(soldiers, Key.Key_F, CTRL)
    qtbot.keyClicks(soldiers.workspace.finder.bar.field, "kim")
    qtbot.keyClick(soldiers.workspace.finder.bar.field, Key.Key_Escape)
    qtbot.keyClick(page, Key.Key_P)
    place = SOLDIERS.index("Kim")
    assert [each.spans for each in soldiers.session.annotations] == [(Span(place, place + 3),)]


def test_a_hit_that_comes_late_leaves_alone_who_has_gone_on(qtbot, soldiers, monkeypatch):
    monkeypatch.setattr(finder_module, "AT_ONCE", 0)
    finder, page = soldiers.workspace.finder, soldiers.workspace.page
    qtbot.keyClick(soldiers, Key.Key_F, CTRL)
    qtbot.keyClicks(finder.bar.field, "unit")
    qtbot.keyClick(finder.bar.field, Key.Key_Escape)
    qtbot.keyClick(page, Key.Key_Right, SHIFT)
    wait(qtbot, soldiers)
    assert [page.text[start:end] for start, end in page.selection] == ["S"]

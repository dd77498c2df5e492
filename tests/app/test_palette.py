from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from annotator.app.palette import Entry, Palette, best_first, fuzzy_score

ENTRIES = [Entry(text, lambda: None, place) for text, place in [
    ("Import files", "File"), ("Import folder", "File"), ("Export", "File"), ("Undo", "Edit"),
    ("Redo", "Edit"), ("Zoom in", "View"), ("Zoom out", "View"), ("Person", "entity tag"),
]]  # fmt: skip


def names(query):
    return [entry.text for entry in best_first(query, ENTRIES)]


def test_initials_find_a_command():
    assert names("if")[0] in {"Import files", "Import folder"}
    assert names("ifo")[0] == "Import folder"
    assert names("zo")[:2] == ["Zoom in", "Zoom out"]
    assert names("zout")[0] == "Zoom out"


def test_the_menu_finds_it_too_but_ranks_below():
    assert set(names("edit")) >= {"Undo", "Redo"}
    assert names("person") == ["Person"]


def test_what_an_entry_does_in_other_words_finds_it_behind_all_others(window):
    entries = window.commands.entries()
    found = [each.text for each in best_first("show or hide", entries)]
    assert {"Articles", "Tags", "Inspector"} <= set(found)
    assert best_first("smaller", entries)[0].text == "Zoom out"
    assert "Articles" not in [each.text for each in best_first("ide the li", entries)]


def test_an_empty_query_shows_everything_in_order():
    assert names("  ") == [entry.text for entry in ENTRIES]


@given(st.text(max_size=8), st.text(max_size=20))
def test_what_scores_has_the_letters_in_order(query, text):
    score = fuzzy_score(query, text)
    rest = iter(text.casefold())
    there = all(letter in rest for letter in query.casefold().replace(" ", ""))
    assert (score is not None) == there


@given(st.text(min_size=1, max_size=12))
def test_a_text_finds_itself(text):
    assert fuzzy_score(text, text) is not None


def test_arrows_choose_and_enter_runs(qtbot, window):
    ran = []
    entries = [Entry(text, lambda t=text: ran.append(t)) for text in ("Alpha", "Beta", "Gamma")]
    palette = Palette(entries, window)
    palette.show()
    qtbot.keyClick(palette.query, Qt.Key.Key_Down)
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    assert ran == ["Beta"]
    assert not palette.isVisible()


def test_typing_narrows_the_list(qtbot, window):
    palette = Palette([Entry(text, lambda: None) for text in ("Alpha", "Beta", "Gamma")], window)
    palette.show()
    qtbot.keyClicks(palette.query, "gm")
    assert palette.list.model().rowCount() == 1
    palette.close()

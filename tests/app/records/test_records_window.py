"""The window of all records, by real keys: what it shows, where it leads, what it changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.app.dialogs.import_report import ImportReportDialog
from annotator.app.long_change import LONG
from annotator.app.records.acting import RecordActs
from annotator.app.records.chooser import RecordChooser
from annotator.app.records.places import wordings
from annotator.app.records.window import NOTHING, NOTHING_FITS, RecordsWindow
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.times import now
from annotator.store.records import Mention
from tests.app.conftest import TEXT

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def people(window):
    """Kim in three articles of three dates, Pyongyang in one, and a statement that is told twice."""
    session = window.session
    first, second, third = session.project.documents()
    session.do(
        Change("dates", [
            Alter(Document, first.id, {"date": "1950-03-02"}),
            Alter(Document, second.id, {"date": "1950"}),
            Alter(Document, third.id, {"date": None}),
        ])
    )  # fmt: skip

    def mark(document, start, end, kind="entity", tag="Person"):
        return Annotation(new_id(), document.id, kind, tag, (Span(start, end),), "AK", now(), now())

    opened = {session.words(each): each for each in session.annotations}
    more = [mark(each, 0, 11) for each in (second, third)]
    begin = TEXT.index("monument")
    again = mark(second, begin, len(TEXT) - 1, "claim", "Intention")
    who = Relation(new_id(), "claimant", again.id, more[0].id)
    session.do(Change("mark", [*map(Put, more), Put(again), Put(who)]))
    kim = record_edits.new_record("entity", "Kim Jong Un", tag="Person", aliases=["Marshal Kim"])
    town = record_edits.new_record("entity", "Pyongyang", tag="Location")
    told = record_edits.new_record("claim", "A monument will be built")
    session.do(record_edits.link([opened["Kim Jong Un"], *more], kim, new=True))
    session.do(record_edits.link([opened["Pyongyang"]], town, new=True))
    session.do(record_edits.link([opened["a monument would be built in Pyongyang"], again], told, new=True))
    return kim, town, told


@pytest.fixture
def shown(qtbot, window, people) -> RecordsWindow:
    return show(qtbot, window)


def activate(qtbot, which):
    which.activateWindow()
    qtbot.waitUntil(which.isActiveWindow)


def show(qtbot, window) -> RecordsWindow:
    activate(qtbot, window)
    window.workspace.focus_page()
    qtbot.keyClick(window.workspace.page, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.AltModifier)
    found = window.findChild(RecordsWindow)
    qtbot.waitUntil(found.isActiveWindow)
    read(qtbot, found)
    return found


def read(qtbot, shown):
    qtbot.waitUntil(lambda: not shown.page.is_reading)


def names(view):
    return [view.model().index(row, 0).data() for row in range(view.model().rowCount())]


def said(view):
    role = Qt.ItemDataRole.AccessibleTextRole
    return [view.model().index(row, 0).data(role) for row in range(view.model().rowCount())]


def pills(shown):
    return [each.text() for each in shown.page.pills.values() if each.isVisibleTo(shown.page)]


def key(qtbot, widget, which, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, which, modifiers)


def test_an_empty_project_says_how_records_come_about(qtbot, window):
    found = show(qtbot, window)

    assert found.stack.currentWidget() is found.empty
    assert found.empty.text() == NOTHING


def test_the_list_and_the_page_of_the_first_record(shown):
    assert said(shown.list) == ["Kim Jong Un, Person · 3 mentions", "Pyongyang, Location · 1 mention"]
    assert shown.page.name.text() == "Kim Jong Un"
    assert shown.page.aliases.toPlainText() == "Marshal Kim"
    assert shown.page.facts.text() == "Person · 3 mentions in 3 articles · 1950 to 1950-03-02"
    assert pills(shown) == ["Mentions  3", "Claims by it  2", "Claims about it  0", "Together with  2"]
    assert [each.split("; ")[1] for each in said(shown.page.places)] == [
        "1950 · Grain corridor", "1950-03-02 · Sacred Mission", "no date · Harbour strike",
    ]  # fmt: skip
    assert said(shown.page.places)[0].startswith("Kim Jong Un praised the soldiers. He stated that")


def test_enter_leads_to_the_place_and_selects_the_mark(qtbot, window, shown):
    key(qtbot, shown.list, Qt.Key.Key_Return)
    assert shown.page.places.hasFocus()
    key(qtbot, shown.page.places, Qt.Key.Key_End)
    key(qtbot, shown.page.places, Qt.Key.Key_Return)

    assert window.session.document.document.title == "Harbour strike"
    mark = window.session.annotation(window.workspace.page.selected)
    assert window.session.words(mark) == "Kim Jong Un"
    assert shown.isVisible()


def test_claims_and_company_are_listed_and_lead_on(qtbot, shown):
    qtbot.mouseClick(shown.page.pills["by"], Qt.MouseButton.LeftButton)
    assert [each.split("; ")[1] for each in said(shown.page.places)] == [
        "1950 · Grain corridor · said by Kim Jong Un",
        "1950-03-02 · Sacred Mission · said by Kim Jong Un",
    ]
    qtbot.mouseClick(shown.page.pills["company"], Qt.MouseButton.LeftButton)
    assert said(shown.page.places)[1] == "Pyongyang; Location · in 1 article together · 1 mention"
    key(qtbot, shown.page.places, Qt.Key.Key_Down)
    key(qtbot, shown.page.places, Qt.Key.Key_Return)

    assert shown.page.record.name == "Pyongyang"
    assert shown.list.currentIndex().data() == "Pyongyang"


def test_a_search_finds_by_alias_and_says_when_nothing_fits(qtbot, shown):
    key(qtbot, shown.list, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(shown.search, "marshal")
    key(qtbot, shown.search, Qt.Key.Key_Down)
    assert names(shown.list) == ["Kim Jong Un"]
    assert shown.list.hasFocus()
    shown.search.setText("nobody")
    qtbot.waitUntil(lambda: names(shown.list) == [])
    assert shown.empty.text() == NOTHING_FITS


def test_fields_are_edited_in_place_and_undone_in_this_window(qtbot, window, shown):
    key(qtbot, shown.list, Qt.Key.Key_F2)
    assert shown.page.name.hasFocus()
    qtbot.keyClicks(shown.page.name, "Kim Jong-un")
    key(qtbot, shown.page.name, Qt.Key.Key_Return)
    assert names(shown.list)[0] == "Kim Jong-un"
    shown.page.aliases.setFocus()
    key(qtbot, shown.page.aliases, Qt.Key.Key_End, CTRL)
    key(qtbot, shown.page.aliases, Qt.Key.Key_Return)
    qtbot.keyClicks(shown.page.aliases, "The Leader")
    shown.page.identifiers.setFocus()
    qtbot.keyClicks(shown.page.identifiers, "https://www.wikidata.org/wiki/Q56226")
    shown.page.note.setFocus()
    qtbot.keyClicks(shown.page.note, "in office since 2011")
    shown.list.setFocus()

    record = shown.page.record
    assert (record.name, record.aliases) == ("Kim Jong-un", ("Marshal Kim", "The Leader"))
    assert (record.identifiers, record.note) == (("wikidata:Q56226",), "in office since 2011")
    assert shown.page.identifiers.toPlainText() == "wikidata:Q56226"
    for _ in range(4):
        key(qtbot, shown.list, Qt.Key.Key_Z, CTRL)
    assert window.session.project.records.record(record.id).name == "Kim Jong Un"
    assert shown.page.name.text() == "Kim Jong Un"


def test_what_is_no_identifier_is_said_and_not_kept(qtbot, shown):
    shown.page.identifiers.setFocus()
    qtbot.keyClicks(shown.page.identifiers, "forty two")
    shown.list.setFocus()

    assert shown.line.text().startswith("“forty two” is no identifier")
    assert shown.page.identifiers.toPlainText() == ""


def choose(qtbot, shown, words, step=0):
    chooser = shown.findChild(RecordChooser)
    assert chooser.isVisible()
    chooser.query.clear()
    qtbot.keyClicks(chooser.query, words)
    for _ in range(step):
        key(qtbot, chooser.query, Qt.Key.Key_Down)
    key(qtbot, chooser.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.findChild(RecordChooser) is None)
    activate(qtbot, shown)


def test_a_record_is_added_and_merged_by_keys(qtbot, window, shown):
    key(qtbot, shown.list, Qt.Key.Key_N, CTRL)
    choose(qtbot, shown, "The Marshal")
    assert shown.page.record.name == "The Marshal"
    shown.show_record(next(each.record.id for each in window.session.project.records.page("entity", text="Jong")))
    key(qtbot, shown.list, Qt.Key.Key_M, CTRL)
    choose(qtbot, shown, "The Marshal")

    assert names(shown.list) == ["Kim Jong Un", "Pyongyang"]
    assert shown.page.record.aliases == ("Marshal Kim", "The Marshal")
    key(qtbot, shown.list, Qt.Key.Key_Z, CTRL)
    assert names(shown.list) == ["Kim Jong Un", "Pyongyang", "The Marshal"]


def test_a_merge_offers_other_records_where_no_name_is_alike_and_says_so_where_there_is_none(qtbot, window, shown):
    shown.show_record(next(each.record.id for each in window.session.project.records.page("entity", text="Pyong")))
    key(qtbot, shown.list, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: shown.findChild(RecordChooser) is not None)
    chooser = shown.findChild(RecordChooser)
    # what is like nothing is not merged by Enter alone
    assert chooser.empty.text() == "No name is alike; these are the others:"
    key(qtbot, chooser.query, Qt.Key.Key_Return)
    assert window.session.undo_state.undo != "merge 2 records into Pyongyang"
    key(qtbot, chooser.query, Qt.Key.Key_Down)
    assert chooser.current().text == "Kim Jong Un"
    qtbot.keyClicks(chooser.query, "zzqq")
    assert chooser.current() is None
    assert chooser.empty.isVisibleTo(chooser)
    assert chooser.empty.text() == "No record is like “zzqq”."
    chooser.reject()


def test_chosen_records_are_merged_with_their_mentions(qtbot, window, shown):
    shown.list.selectAll()
    key(qtbot, shown.list, Qt.Key.Key_M, CTRL)

    assert said(shown.list) == ["Kim Jong Un, Person · 4 mentions"]
    assert window.session.undo_state.undo == "merge 2 records into Kim Jong Un"
    assert shown.line.text() == "Merged 2 records into Kim Jong Un, with 1 mention. Ctrl+Z takes it back."


def test_chosen_mentions_are_split_off_and_unlinked(qtbot, window, shown):
    places = shown.page.places
    places.setFocus()
    key(qtbot, places, Qt.Key.Key_End)
    key(qtbot, places, Qt.Key.Key_M, CTRL | SHIFT)
    choose(qtbot, shown, "Another Kim")
    assert said(shown.list)[:2] == ["Another Kim, Person · 1 mention", "Kim Jong Un, Person · 2 mentions"]
    assert shown.page.record.name == "Kim Jong Un"

    places.setFocus()
    key(qtbot, places, Qt.Key.Key_Home)
    key(qtbot, places, Qt.Key.Key_Delete)
    assert said(shown.list)[1] == "Kim Jong Un, Person · 1 mention"
    assert len(names(places)) == 1


def test_a_removed_record_leaves_the_mentions(qtbot, window, shown):
    marks = len(window.session.annotations)
    key(qtbot, shown.list, Qt.Key.Key_Delete)

    assert names(shown.list) == ["Pyongyang"]
    assert shown.page.record.name == "Pyongyang"
    assert len(window.session.annotations) == marks
    assert all(each.record is None for each in window.session.annotations if each.tag == "Person")
    key(qtbot, shown.list, Qt.Key.Key_Z, CTRL)
    assert names(shown.list) == ["Kim Jong Un", "Pyongyang"]


def test_a_statement_shows_its_wordings_and_who_said_it_first(qtbot, shown):
    qtbot.mouseClick(shown.kinds["claim"], Qt.MouseButton.LeftButton)
    read(qtbot, shown)

    assert names(shown.list) == ["A monument will be built"]
    assert pills(shown) == ["Repetitions  2", "Wordings  2", "Together with  2"]
    assert shown.page.facts.text().endswith("first said by Kim Jong Un")
    qtbot.mouseClick(shown.page.pills["wordings"], Qt.MouseButton.LeftButton)
    first, second = said(shown.page.places)
    assert first.startswith("monument would be built in Pyongyang; first wording · 1 time, 1950 · first said by Kim")
    assert second.startswith("(new: a) monument would be built in Pyongyang; other wording · 1 time, 1950-03-02")


def test_wordings_are_all_that_is_shown_where_there_are_fewer_than_repetitions(qtbot, window, people):
    session = window.session
    third, begin = session.project.documents()[2], TEXT.index("monument")
    again = Annotation(
        new_id(), third.id, "claim", "Intention", (Span(begin, len(TEXT) - 1),), "AK", now(), now(), record=people[2].id
    )
    session.do(Change("mark", [Put(again)]))
    shown = show(qtbot, window)
    qtbot.mouseClick(shown.kinds["claim"], Qt.MouseButton.LeftButton)
    read(qtbot, shown)
    assert len(names(shown.page.places)) == 3

    qtbot.mouseClick(shown.page.pills["wordings"], Qt.MouseButton.LeftButton)
    assert pills(shown)[:2] == ["Repetitions  3", "Wordings  2"]
    assert [each.partition("; ")[2].partition(" ")[0] for each in said(shown.page.places)] == ["first", "other"]


def test_the_time_line_goes_from_date_to_date_and_leads_to_the_mention(qtbot, shown):
    line = shown.page.time_line
    line.setFocus()
    assert [each.date for each in line.days] == ["1950", "1950-03-02"]
    key(qtbot, line, Qt.Key.Key_Right)
    assert line.accessibleDescription().endswith("now at 1950-03-02: 1 mention in 1 article")
    key(qtbot, line, Qt.Key.Key_Return)

    assert shown.page.places.hasFocus()
    assert shown.page.places.currentIndex().row() == 1


def test_the_window_follows_changes_on_the_page_and_by_undo(qtbot, window, shown):
    kim = shown.page.record
    mark = next(each for each in window.session.annotations if each.record == kim.id)
    window.session.do(record_edits.unlink([mark.id], kim))
    assert said(shown.list)[0] == "Kim Jong Un, Person · 2 mentions"
    shown.close()
    window.commands.undo()
    assert show(qtbot, window) is shown
    assert said(shown.list)[0] == "Kim Jong Un, Person · 3 mentions"


def test_the_record_of_a_mark_is_shown(qtbot, window, people):
    mark = next(each for each in window.session.annotations if each.tag == "Location")
    window.workspace.focus_page()
    window.workspace.page.select_annotation(mark.id)
    key(qtbot, window.workspace.page, Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.AltModifier)

    found = window.findChild(RecordsWindow)
    assert found.isVisible()
    assert found.page.record.name == "Pyongyang"
    # the first one was chosen before, and is so no more: what is done now concerns one record
    assert [each.data() for each in found.list.selectedIndexes()] == ["Pyongyang"]


def test_esc_closes_and_the_project_takes_the_window_along(qtbot, window, shown, settings):
    shown.resize(900, 600)
    key(qtbot, shown.list, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert settings.records_geometry
    show(qtbot, window)
    window.close_project()
    assert not shown.isVisible()


def test_the_theme_is_followed(qtbot, window, shown, settings):
    settings.theme = "dark"
    qtbot.waitUntil(lambda: shown.page.delegate._theme.dark)


def test_right_click_offers_what_can_be_done(qtbot, shown):
    shown.list.customContextMenuRequested.emit(QPoint(5, 5))
    popup = QApplication.activePopupWidget()
    assert [each.text() for each in popup.actions() if each.text()] == [
        "&New record…", "&Rename", "&Merge…", "Remo&ve", "&Search", "&Close",
    ]  # fmt: skip
    popup.close()


def told(words, date, by=""):
    return Mention("a", "d", "T", date, "Statement", 0, 1, "", words, "", said_by=by)


def test_wordings_that_differ_in_case_only_are_one():
    lines = wordings([told("It rained", "1950", "Kim"), told("it  Rained", "1951"), told("It snowed", "1952")])

    assert [each.where for each in lines] == [
        "first wording · 2 times, 1950 to 1951 · first said by Kim · T",
        "other wording · 1 time, 1952 · T",
    ]
    # a space keeps apart what is struck out and what stands for it
    assert lines[1].runs == (("plain", "It "), ("gone", "rained"), ("plain", " "), ("new", "snowed"))
    assert wordings([]) == []


def test_wordings_say_that_some_have_no_date():
    lines = wordings([told("It rained", "1950"), told("it rained", "1951"), told("it rained", None)])
    assert lines[0].where == "first wording · 3 times, 1950 to 1951, and without a date · T"
    assert wordings([told("It rained", None)])[0].where == "first wording · 1 time, no date · T"


def test_a_long_name_makes_no_window_wider(qtbot, window, shown, people):
    told = people[2]
    width = shown.width()
    long = "Somebody with " + "a very long title and " * 20
    window.session.do(record_edits.rename(people[0], long))
    shown.show_record(told.id)
    read(qtbot, shown)

    assert long.split(" and ")[1] in shown.page.facts.text()
    assert shown.width() == width
    assert shown.page.minimumSizeHint().width() < 700
    shown.show_record(people[0].id)
    assert shown.page.name.toolTip() == long.strip()


def test_pills_have_room_for_their_words_in_a_narrow_window(shown):
    shown.resize(300, 500)
    assert all(each.width() >= each.sizeHint().width() for each in shown.kinds.values())


def test_a_list_comes_in_and_goes_out_and_each_bad_row_is_named(qtbot, window, shown, tmp_path):
    (tmp_path / "people.csv").write_text("name,uri\nAnna,Q1\n,Q2\n", encoding="utf-8")
    acts = window.handlers.of(RecordActs)
    with qtbot.waitSignal(acts.said) as said_so:
        acts.start_import(tmp_path / "people.csv")
    assert said_so.args == ["1 record added, 0 brought up to date."]
    assert names(shown.list) == ["Anna", "Kim Jong Un", "Pyongyang"]
    report = window.findChild(ImportReportDialog)
    assert [report.model.index(0, column).data() for column in (0, 2)] == ["line 3", "it has no name"]

    with qtbot.waitSignal(acts.said) as said_so:
        acts.start_export(tmp_path / "out.csv")
    assert said_so.args[0].startswith("4 records written to ")
    assert "Marshal Kim" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    with qtbot.waitSignal(acts.failed) as failed:
        acts.start_import(tmp_path / "none.csv")
    assert failed.args[0].startswith("there is no file")


@pytest.mark.parametrize("act", ["merge", "remove"])
def test_records_of_very_many_mentions_are_merged_and_removed_beside_the_window(qtbot, window, shown, people, act):
    session, (kim, town, _) = window.session, people
    first = session.project.documents()[0]
    count = 2 * LONG
    marks = [
        Annotation(new_id(), first.id, "entity", "Person", (Span(place % 40, place % 40 + 1),), "AK", now(), now())
        for place in range(count)
    ]
    session.do(Change("mark", [Put(replace(each, record=town.id)) for each in marks]))
    qtbot.waitUntil(lambda: said(shown.list)[1] == f"Pyongyang, Location · {count + 1:,} mentions")
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect
    shown.list.selectionModel().setCurrentIndex(shown.model.index(1), only)
    if act == "merge":
        shown.list.selectAll()
        shown.show_record(kim.id)
        shown.list.selectAll()

    with qtbot.waitSignal(session.over, timeout=60_000):
        key(qtbot, shown.list, *((Qt.Key.Key_M, CTRL) if act == "merge" else (Qt.Key.Key_Delete,)))
        assert session.working is not None
        assert shown.line.text().endswith(" …")
        # the window goes on meanwhile, and refuses what would come between
        assert not session.do(record_edits.rename(kim, "X"))

    assert len(names(shown.list)) == 1
    if act == "merge":
        assert shown.line.text().startswith("Merged 2 records")
        assert f"with {count + 1:,} mentions. Ctrl+Z" in shown.line.text()
    else:
        assert shown.line.text() == f"Removed Pyongyang; {count + 1:,} mentions unlinked. Ctrl+Z takes it back."
    with qtbot.waitSignal(session.over, timeout=60_000):
        key(qtbot, shown.list, Qt.Key.Key_Z, CTRL)
    assert len(names(shown.list)) == 2

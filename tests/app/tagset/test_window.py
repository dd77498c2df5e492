"""The window of the tag set, with real keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMessageBox

from annotator.app.long_change import LONG
from annotator.app.tagset.attributes import read_default
from annotator.app.tagset.colours import PALETTE, least_contrast
from annotator.app.tagset.merging import MergeDialog
from annotator.app.theme import THEMES
from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.constraint import Constraint
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import Attribute, TagSet
from annotator.model.times import now

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def view(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_T, CTRL | ALT)
    shown = window.handlers.named("tagset").view
    qtbot.waitUntil(shown.isActiveWindow)
    shown.list.setFocus()
    return shown


def choose(view, name):
    tags = view._session.tag_set
    found = next(each for each in (*tags.tags, *tags.relation_types, *tags.constraints) if each.name == name)
    view.show_item(found.id)
    return found


def tag(window, name):
    return window.session.tag_set.find(name)


def listed(view):
    return [row.item.name for row in view.model.rows if row.item is not None]


def write(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_all_tags_stand_by_kind_with_what_is_below_them(view):
    assert [row.heading for row in view.model.rows if row.heading] == [
        "Entities", "Claims", "Cues", "Article", "Relations", "Constraints",
    ]  # fmt: skip
    assert listed(view)[:3] == ["Person", "Location", "City"]
    assert [row.depth for row in view.model.rows if row.item is not None][:3] == [0, 0, 1]


def test_it_opens_at_the_tag_of_the_selected_mark(qtbot, window):
    mark = next(each for each in window.session.annotations if each.tag == "Location")
    window.workspace.page.select_annotation(mark.id)
    window.actions_["tagset.show"].trigger()

    view = window.handlers.named("tagset").view
    assert view.tag_page.name.text() == "Location"
    assert view.tag_page.used.text() == "1 annotation in 1 article"


def test_a_tag_is_renamed_and_its_annotations_follow_and_undo_works_here(qtbot, window, view):
    choose(view, "Person")
    qtbot.keyClick(view.list, Qt.Key.Key_F2)
    assert view.tag_page.name.hasFocus()
    write(qtbot, view.tag_page.name, "Human")

    assert "Human" in {each.tag for each in window.session.annotations}
    assert view.line.text() == "Rename Person to Human. Ctrl+Z takes it back."
    assert view.tag_page.name.hasFocus()
    qtbot.keyClick(view.tag_page.name, Qt.Key.Key_Z, CTRL)
    assert "Person" in {each.tag for each in window.session.annotations}
    assert view.tag_page.name.text() == "Person"


def test_ctrl_z_takes_back_what_is_being_written_before_it_takes_back_a_change(qtbot, window, view):
    choose(view, "Person")
    write(qtbot, view.tag_page.name, "Human")
    qtbot.keyClicks(view.tag_page.name, "s")
    qtbot.keyClick(view.tag_page.name, Qt.Key.Key_Z, CTRL)

    assert tag(window, "Human") is not None


def test_a_name_that_is_taken_is_refused_in_a_sentence(qtbot, window, view):
    choose(view, "Person")
    write(qtbot, view.tag_page.name, "Location")

    assert "merge the two instead" in view.line.text()
    assert view.tag_page.name.text() == "Person"


def test_a_new_tag_is_of_the_kind_that_is_chosen_and_waits_for_its_name(qtbot, window, view):
    choose(view, "Statement")
    qtbot.keyClick(view, Qt.Key.Key_N, CTRL)
    assert view.tag_page.name.hasFocus()
    qtbot.keyClicks(view.tag_page.name, "Promise")
    qtbot.keyClick(view.tag_page.name, Qt.Key.Key_Return)

    made = tag(window, "Promise")
    assert made.kind == "claim"
    assert made.attributes[0].name == "quotation"
    assert made.colour not in {each.colour for each in window.session.tag_set.of_kind("claim") if each != made}


def test_a_new_tag_can_stand_under_the_one_that_is_chosen(qtbot, window, view):
    choose(view, "Person")
    qtbot.keyClick(view, Qt.Key.Key_N, CTRL | SHIFT)
    qtbot.keyClicks(view.tag_page.name, "Sailor")
    qtbot.keyClick(view.tag_page.name, Qt.Key.Key_Return)

    assert tag(window, "Sailor").parent == "Person"


def test_keys_move_and_nest_tags(qtbot, window, view):
    choose(view, "Location")
    qtbot.keyClick(view.list, Qt.Key.Key_Up, ALT)
    assert listed(view)[:3] == ["Location", "City", "Person"]
    choose(view, "Person")
    qtbot.keyClick(view.list, Qt.Key.Key_Right, ALT)
    assert tag(window, "Person").parent == "Location"
    qtbot.keyClick(view.list, Qt.Key.Key_Left, ALT)
    assert tag(window, "Person").parent is None
    assert listed(view)[:3] == ["Location", "City", "Person"]
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert listed(view)[:3] == ["Person", "Location", "City"]


def test_a_tag_is_dropped_before_and_onto_others(qtbot, window, view):
    person, city = tag(window, "Person"), tag(window, "City")
    data = view.model.mimeData([view.model.index(view.model.row_of(person.id))])
    onto = view.model.index(view.model.row_of(city.id))
    view.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, onto)
    qtbot.waitUntil(lambda: tag(window, "Person").parent == "City")

    data = view.model.mimeData([view.model.index(view.model.row_of(city.id))])
    view.model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    qtbot.waitUntil(lambda: tag(window, "City").parent is None)
    assert listed(view)[:3] == ["City", "Person", "Location"]


def test_a_tag_dropped_on_one_of_another_kind_stays_where_it_is(qtbot, window, view):
    before = window.session.tag_set
    view.drop(tag(window, "Person").id, view.model.row_of(tag(window, "Statement").id), True)

    assert window.session.tag_set == before
    assert "Person is for entity, Statement for claim" in view.line.text()


def test_a_key_in_use_says_at_once_who_has_it_and_is_swapped(qtbot, window, view):
    choose(view, "Person")
    key = view.tag_page.key
    key.setFocus()
    key.selectAll()
    qtbot.keyClicks(key, "l")
    assert view.tag_page.conflict.text() == "“l” gives Location"
    assert view.tag_page.swap.isVisible()
    qtbot.mouseClick(view.tag_page.swap, Qt.MouseButton.LeftButton)

    assert (tag(window, "Person").key, tag(window, "Location").key) == ("l", "p")
    assert not view.tag_page.conflict.isVisible()


def test_a_free_key_is_taken_with_enter(qtbot, window, view):
    choose(view, "City")
    write(qtbot, view.tag_page.key, "y")

    assert tag(window, "City").key == "y"


def test_the_palette_is_used_by_keys_and_says_who_has_a_colour(qtbot, window, view):
    choose(view, "Person")
    view.tag_page.well.setFocus()
    qtbot.keyClick(view.tag_page.well, Qt.Key.Key_Space)
    popup = view.tag_page.well.popup
    names = [each.accessibleName() for each in popup.swatches]
    assert len(names) == len(PALETTE)
    popup.swatches[0].setFocus()
    qtbot.keyClick(popup, Qt.Key.Key_Right)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert tag(window, "Person").colour == PALETTE["azure"]
    assert window.session.undo_state.undo == "change colour of Person"


def test_every_colour_of_the_palette_stands_out_in_every_theme():
    for colour in PALETTE.values():
        assert least_contrast(colour)[0] >= 3
        for theme in THEMES.values():
            lines = {theme.tag_line(each) for each in PALETTE.values()}
            assert len(lines) > len(PALETTE) * 0.8, theme.name
    assert len(set(PALETTE.values())) == len(PALETTE)


def test_a_merge_tells_first_what_follows_and_is_one_change(qtbot, window, view):
    choose(view, "Location")
    qtbot.keyClick(view, Qt.Key.Key_M, CTRL)
    dialog = view.findChild(MergeDialog)
    qtbot.keyClicks(dialog.query, "pers")
    assert "1 annotation in 1 article become Person." in dialog.said.text()
    assert "City stands under Person then." in dialog.said.text()
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)

    assert tag(window, "Location") is None
    assert [each.tag for each in window.session.annotations].count("Person") == 2
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert [each.tag for each in window.session.annotations].count("Location") == 1


def test_a_tag_in_use_is_not_removed_but_can_be_retired(qtbot, window, view):
    choose(view, "Person")
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    box = view.findChild(QMessageBox)
    assert "1 annotation in 1 article has the tag Person" in box.text()
    retire = next(each for each in box.buttons() if "Retire" in each.text())
    qtbot.mouseClick(retire, Qt.MouseButton.LeftButton)

    assert tag(window, "Person").retired
    assert window.workspace.tags_panel.row_of("Person") == -1
    qtbot.keyClick(view, Qt.Key.Key_R, CTRL)
    assert not tag(window, "Person").retired


def test_an_unused_tag_is_removed(qtbot, window, view):
    choose(view, "City")
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)

    assert tag(window, "City") is None
    assert view.current is not None


def test_guideline_and_examples_are_written_and_previewed(qtbot, window, view):
    choose(view, "Person")
    page = view.tag_page
    for field, text in ((page.guideline, "# Who\n\nAll **named** <b>raw</b>"), (page.good, "[Kim] said\n[Li] said")):
        field.setFocus()
        field.setPlainText(text)
        field.document().setModified(True)
        qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert tag(window, "Person").good_examples == ("[Kim] said", "[Li] said")
    page.see.click()

    shown = page.preview.toPlainText()
    assert "Who" in shown
    assert "named" in shown
    assert "<b>raw</b>" in shown
    assert "Li" in shown


def test_attributes_are_added_named_typed_and_ordered(qtbot, window, view):
    choose(view, "Person")
    editor = view.tag_page.attributes
    editor.add.click()
    assert editor.name.hasFocus()
    write(qtbot, editor.name, "age")
    editor.type.setCurrentIndex(editor.type.findData("number"))
    editor.type.activated.emit(editor.type.currentIndex())
    write(qtbot, editor.default, "many")
    assert "is a number" in view.line.text()
    write(qtbot, editor.default, "7")
    editor.required.click()

    (made,) = tag(window, "Person").attributes
    assert (made.name, made.type, made.default, made.required) == ("age", "number", 7, True)


def test_an_attribute_that_all_claims_share_is_changed_in_all_and_annotations_follow_its_name(qtbot, window, view):
    from annotator.model.annotation import Annotation
    from annotator.model.change import Alter

    claim = next(each for each in window.session.annotations if each.kind == "claim")
    window.session.do(Change("say", [Alter(Annotation, claim.id, {"attributes": {"topic": "war"}})]))
    choose(view, "Intention")
    editor = view.tag_page.attributes
    editor.list.setCurrentRow(2)
    assert editor.everywhere.text() == "In all 2 claim tags that have it so"
    write(qtbot, editor.name, "subject")

    assert [each.name for each in tag(window, "Statement").attributes][2] == "subject"
    assert window.session.annotation(claim.id).attributes == {"subject": "war"}
    editor.list.setFocus()
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    assert [each.name for each in tag(window, "Intention").attributes][1] == "subject"


def test_relation_types_are_made_and_told_what_they_join(qtbot, window, view):
    view.acts["new_relation"].trigger()
    page = view.relation_page
    write(qtbot, page.name, "denies")
    page.from_kinds.toggle_value("claim")
    page.to_kinds.toggle_value("claim")
    page.symmetric.click()

    made = window.session.tag_set.relation_type("denies")
    assert (made.from_kinds, made.to_kinds, made.symmetric) == (("claim",), ("claim",), True)
    assert page.from_kinds.text() == "claim"
    choose(view, "cue")
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert "take them away first" in view.line.text()


def test_constraints_are_made_altered_and_removed(qtbot, window, view):
    view.acts["new_needs"].trigger()
    page = view.constraint_page
    write(qtbot, page.name, "who says it")
    page.of.toggle_value("claim:Statement")
    page.of.toggle_value("claim")
    page.unless.setPlainText("topic: rain, snow")
    page.unless.document().setModified(True)
    page.unless.finish()

    (made,) = window.session.tag_set.constraints
    assert (made.name, made.of, made.unless) == ("who says it", ("claim:Statement",), {"topic": ("rain", "snow")})
    assert page.of.text() == "Statement"
    page.unless.setPlainText("rain")
    page.unless.document().setModified(True)
    page.unless.finish()
    assert "attribute: value, value" in view.line.text()
    page.relations.toggle_value("claimant")
    assert "would say nothing" in view.line.text()
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert window.session.tag_set.constraints == ()


def test_a_long_tag_set_is_searched(qtbot, window, view):
    qtbot.keyClick(view, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(view.search, "place")
    assert listed(view) == ["Location"]
    qtbot.keyClick(view.search, Qt.Key.Key_Down)
    assert view.list.hasFocus()
    assert view.tag_page.name.text() == "Location"
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.search.text() == ""
    view.search.setText("nothing of this name")
    assert view.stack.currentWidget() is view.empty


def test_every_control_has_a_name(view):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit

    for kind in (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit):
        for each in view.findChildren(kind):
            if each.objectName().startswith("qt_") or isinstance(each.parent(), QComboBox | QLineEdit):
                continue
            if each.parent() is not None and isinstance(each.parent().parent(), QComboBox):
                continue
            named = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
            assert named, (type(each), each.objectName(), each.parent())


def test_an_empty_tag_set_says_what_to_do(qtbot, open_window, tmp_path):
    from annotator.store import Project

    path = tmp_path / "Empty.annotator"
    Project.create(path, TagSet("none")).close()
    window = open_window(path)
    window.actions_["tagset.show"].trigger()
    view = window.handlers.named("tagset").view

    assert view.stack.currentWidget() is view.empty
    assert "Ctrl+N adds one" in view.empty.text()
    view.acts["new"].trigger()
    assert window.session.tag_set.find("New entity") is not None


def test_a_change_elsewhere_is_shown_and_the_window_closes_with_the_project(qtbot, window, view):
    rule = Constraint("r", "short", "one sentence", of=("claim",))
    window.session.do(Change("rule", [Put(rule)]))
    assert "short" in listed(view)

    window.close_project()
    qtbot.waitUntil(lambda: window.handlers.named("tagset").view is None)


def test_looking_at_everything_changes_nothing(qtbot, open_window, tmp_path):
    from annotator.formats.tagset_toml import load_default
    from annotator.store import Project

    path = tmp_path / "News.annotator"
    Project.create(path, load_default()).close()
    window = open_window(path)
    window.actions_["tagset.show"].trigger()
    view = window.handlers.named("tagset").view
    for row in range(view.model.rowCount()):
        if view.model.rows[row].item is not None:
            view.list.setCurrentIndex(view.model.index(row))
            for field in (view.tag_page.guideline, view.tag_page.good, view.tag_page.key, view.tag_page.name):
                field.setFocus()
            for place in range(view.tag_page.attributes.list.count()):
                view.tag_page.attributes.list.setCurrentRow(place)
    view.close()

    assert window.session.undo_state.undo is None
    assert window.session.tag_set == load_default()


def test_a_merge_of_many_annotations_is_done_beside_the_window_and_undone(qtbot, window, view):
    document = window.session.document.document.id
    marks = [
        Annotation(new_id(), document, "entity", "City", (Span(place % 60, place % 60 + 3),), "AK", now(), now())
        for place in range(LONG + 1)
    ]
    window.session.do(Change("mark", [Put(each) for each in marks]))
    choose(view, "City")
    qtbot.keyClick(view, Qt.Key.Key_M, CTRL)
    dialog = view.findChild(MergeDialog)
    assert f"{LONG + 1:,} annotations in 1 article become Person." in dialog.said.text()
    qtbot.keyClick(dialog.query, Qt.Key.Key_Return)
    assert window.jobs.running

    qtbot.waitUntil(lambda: tag(window, "City") is None and window.session.working is None)
    assert [each.tag for each in window.session.annotations].count("Person") == LONG + 2
    assert window.session.undo_state.undo == "merge City into Person"
    with qtbot.waitSignal(window.session.over, timeout=60_000):
        window.session.undo()
    assert [each.tag for each in window.session.annotations].count("City") == LONG + 1


def test_a_tag_with_very_many_records_is_renamed_beside_the_window_and_named_back(qtbot, window, view):
    people = [Put(Record(new_id(), "entity", f"Person {number}", "Person")) for number in range(LONG + 1)]
    window.session.do(Change("add people", people))
    choose(view, "Person")
    write(qtbot, view.tag_page.name, "Individual")

    assert window.session.working == "Rename Person to Individual"
    assert "Rename Person to Individual …" in view.line.text()
    qtbot.waitUntil(lambda: tag(window, "Individual") is not None and window.session.working is None)
    assert view.line.text() == "Rename Person to Individual. Ctrl+Z takes it back."
    assert window.session.project.records.record(people[0].row.id).tag == "Individual"
    with qtbot.waitSignal(window.session.over, timeout=60_000):
        window.session.undo()
    assert window.session.project.records.record(people[0].row.id).tag == "Person"


def test_an_attribute_that_very_many_annotations_have_is_renamed_beside_the_window(qtbot, window, view):
    document = window.session.document.document.id
    marks = [
        Annotation(
            new_id(), document, "claim", "Intention", (Span(place % 60, place % 60 + 3),), "AK", now(), now(),
            attributes={"topic": "war"},
        )
        for place in range(LONG + 1)
    ]  # fmt: skip
    window.session.do(Change("mark", [Put(each) for each in marks]))
    attributes = choose(view, "Intention").attributes
    editor = view.tag_page.attributes
    editor.list.setCurrentRow([each.name for each in attributes].index("topic"))
    editor.everywhere.setChecked(False)
    write(qtbot, editor.name, "subject")

    assert window.session.working == "Change attribute subject"
    qtbot.waitUntil(lambda: window.session.working is None)
    assert window.session.annotation(marks[0].id).attributes == {"subject": "war"}
    assert editor.current.name == "subject"
    assert view.line.text() == "Change attribute subject. Ctrl+Z takes it back."


@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_the_default_of_a_number_is_one_that_can_be_counted_with(text):
    with pytest.raises(UsageError, match="is a number, such as 12"):
        read_default(Attribute("count", "number"), text)

"""Tags are merged with all that has them, as one change that is undone exactly."""

import pytest

from annotator.errors import Cancelled, ConflictError, UsageError
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change, Put, Remove, Retag
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import Tag
from annotator.model.tag_edits import merge_tags, rename_tag, retire_tag
from tests.store.conftest import annotation, jsonl, put


def tag(project, name, kind="entity"):
    return project.tag_set().find(name, kind)


def rename_person(project):
    return rename_tag(project.tag_set(), tag(project, "Person"), "Individual")


def merge_person(project):
    return merge_tags(project.tag_set(), tag(project, "Person"), tag(project, "Group"))


def tagged(project, first):
    return [(each.tag, each.state) for each in project.annotations(first)[0]]


@pytest.fixture
def two(filled, first):
    """A person, a group, and a group whose words somebody changed since."""
    put(filled, annotation(first, (0, 3)), annotation(first, (0, 11), tag="Group"), label="mark two")
    put(filled, annotation(first, (4, 7), (8, 11), tag="Group", who="Ben"), who="Ben", label="mark one")
    return filled


def test_the_annotations_of_a_merged_tag_follow_and_come_back_exactly(two, first):
    before = jsonl(two)
    change = merge_tags(two.tag_set(), tag(two, "Group"), tag(two, "Person"))
    assert change.label == "merge Group into Person"
    touched = two.do(change, "Anna")
    assert touched.tags
    assert len(touched.annotations) == 2
    assert {name for name, _ in tagged(two, first)} == {"Person"}
    assert tag(two, "Group") is None
    assert next(two.history(limit=1)).operations == 3
    merged = jsonl(two)
    assert list(two.check()) == []

    assert two.undo().left == ()
    assert jsonl(two) == before
    assert two.redo().left == ()
    assert jsonl(two) == merged
    assert two.undo().left == ()
    assert jsonl(two) == before
    assert list(two.check()) == []


def test_what_was_changed_since_is_left_and_said(two, first):
    two.do(merge_tags(two.tag_set(), tag(two, "Group"), tag(two, "Person")), "Anna")
    mark, other = [each for each in two.annotations(first)[0] if each.spans != ((0, 3),)]
    two.do(Change("note", [Alter(Annotation, mark.id, {"note": "sure"})]), "Ben")

    left = two.undo("Anna").left

    assert "1 annotations were changed or removed since" in left[0]
    by_id = {each.id: each for each in two.annotations(first)[0]}
    assert by_id[mark.id].tag == "Person"
    assert by_id[mark.id].note == "sure"
    assert by_id[other.id].tag == "Group"
    assert list(two.check()) == []


def test_what_was_removed_since_is_no_trouble(two, first):
    two.do(merge_tags(two.tag_set(), tag(two, "Group"), tag(two, "Person")), "Anna")
    mark = next(each for each in two.annotations(first)[0] if len(each.spans) == 2)
    two.do(Change("remove", [Remove(Annotation, mark.id)]), "Ben")

    assert two.undo("Anna").left

    assert sorted(name for name, _ in tagged(two, first)) == ["Group", "Person"]


def test_thousands_are_merged_and_undone_in_several_parts(filled, first):
    marks = [annotation(first, (place % 60, place % 60 + 3), tag="Group") for place in range(5_000)]
    filled.do(Change("tag all", [Put(each) for each in marks]), "Anna")
    before = jsonl(filled)
    touched = filled.do(merge_tags(filled.tag_set(), tag(filled, "Group"), tag(filled, "Person")), "Anna")
    assert touched.everything
    assert filled.summary(first).entities == 5_000
    assert filled.undo().left == ()
    assert jsonl(filled) == before
    assert list(filled.check()) == []


def test_children_attributes_and_parents_are_taken_care_of(filled):
    tags = filled.tag_set()
    group, person, role = (tags.find(each, "entity") for each in ("Group", "Person", "Role"))
    filled.do(
        Change("nest", [Alter(Tag, role.id, {"parent": "Group"}), Alter(Tag, person.id, {"parent": "Group"})]), "Anna"
    )
    filled.do(merge_tags(filled.tag_set(), tag(filled, "Group"), tag(filled, "Person")), "Anna")
    assert tag(filled, "Role").parent == "Person"
    assert tag(filled, "Person").parent == group.parent
    names = {each.name for each in tag(filled, "Person").attributes}
    assert names >= {each.name for each in group.attributes}


def test_tags_of_two_kinds_or_one_tag_alone_cannot_be_merged(filled):
    tags = filled.tag_set()
    with pytest.raises(UsageError, match="only tags of one kind"):
        merge_tags(tags, tags.find("Person", "entity"), tags.find("Statement", "claim"))
    with pytest.raises(UsageError, match="with itself"):
        merge_tags(tags, tags.find("Person", "entity"), tags.find("Person", "entity"))
    with pytest.raises(UsageError, match="cannot be merged"):
        filled.do(Change("x", [Retag(tags.find("Person").id, tags.find("Statement").id)]), "Anna")
    with pytest.raises(ConflictError, match="not there any more"):
        filled.do(Change("x", [Retag("nobody", tags.find("Statement").id)]), "Anna")


def test_a_tag_is_renamed_with_what_has_it_and_what_is_below_it(two, first):
    tags = two.tag_set()
    two.do(Change("nest", [Alter(Tag, tags.find("Role").id, {"parent": "Group"})]), "Anna")
    before = jsonl(two)
    two.do(rename_tag(two.tag_set(), tag(two, "Group"), "  People  at large "), "Anna")
    assert sorted({name for name, _ in tagged(two, first)}) == ["People at large", "Person"]
    assert tag(two, "Role").parent == "People at large"
    two.undo()
    assert jsonl(two) == before
    with pytest.raises(UsageError, match="already"):
        rename_tag(two.tag_set(), tag(two, "Group"), "Person")
    with pytest.raises(UsageError, match="needs a name"):
        rename_tag(two.tag_set(), tag(two, "Group"), " ")


def test_a_retired_tag_is_kept_and_offered_no_more(two, first):
    two.do(retire_tag(tag(two, "Group")), "Anna")
    assert "Group" not in [each.name for each in two.tag_set().of_kind("entity")]
    assert "Group" in {name for name, _ in tagged(two, first)}
    two.do(retire_tag(tag(two, "Group"), retired=False), "Anna")
    assert "Group" in [each.name for each in two.tag_set().of_kind("entity")]


def test_records_follow_their_tag_when_it_is_renamed_or_merged_and_come_back(filled):
    project = filled
    record = Record("r1", "entity", "The crew", "Group")
    other = Record("r2", "claim", "Group", "Group")
    project.do(Change("records", [Put(record), Put(other)]), "Anna")

    def tags():
        return project.records.record("r1").tag, project.records.record("r2").tag

    touched = project.do(rename_tag(project.tag_set(), tag(project, "Group"), "People"), "Anna")
    assert tags() == ("People", "Group")
    assert "r1" in touched.records
    project.do(merge_tags(project.tag_set(), tag(project, "People"), tag(project, "Person")), "Anna")
    assert tags() == ("Person", "Group")
    project.undo("Anna")
    assert tags() == ("People", "Group")
    project.undo("Anna")
    assert tags() == ("Group", "Group")
    project.redo("Anna")
    assert tags() == ("People", "Group")
    assert list(project.check()) == []


@pytest.mark.parametrize("change", [rename_person, merge_person])
def test_it_can_be_stopped_while_very_many_records_follow_and_nothing_of_it_is_left(filled, change):
    people = [Put(Record(new_id(), "entity", f"Person {number}", "Person")) for number in range(1_001)]
    filled.do(Change("add people", people), "Anna")
    before, calls = jsonl(filled), []

    def told(done, _total):
        calls.append(done)
        if len(calls) == 3:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        filled.do(change(filled), "Anna", told)

    assert len(calls) == 3
    assert jsonl(filled) == before
    assert {filled.records.record(each.row.id).tag for each in people} == {"Person"}
    filled.do(change(filled), "Anna")
    assert "Person" not in {filled.records.record(each.row.id).tag for each in people}
    filled.undo("Anna")
    assert {filled.records.record(each.row.id).tag for each in people} == {"Person"}

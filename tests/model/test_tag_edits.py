from dataclasses import replace

import pytest

from annotator.errors import UsageError
from annotator.formats.tagset_toml import load_default
from annotator.model import rule_edits, tag_edits
from annotator.model.annotation import Annotation
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.constraint import Constraint
from annotator.model.tag import Attribute, RelationType, Tag, TagSet

SET = load_default()


def after(change: Change, tag_set: TagSet = SET) -> TagSet:
    """Return *tag_set* after the change, in the order of positions, as the store would give it."""
    rows: dict[str, Tag | RelationType | Constraint] = {
        each.id: each for each in (*tag_set.tags, *tag_set.relation_types, *tag_set.constraints)
    }
    for each in change.operations:
        if isinstance(each, Put):
            rows[each.row.id] = each.row
        elif isinstance(each, Alter) and each.type is not Annotation:
            rows[each.id] = replace(rows[each.id], **each.values)
        elif isinstance(each, Remove):
            del rows[each.id]

    def of(kind):
        return tuple(sorted((row for row in rows.values() if isinstance(row, kind)), key=lambda row: row.position))

    return replace(tag_set, tags=of(Tag), relation_types=of(RelationType), constraints=of(Constraint))


def tag(name: str, tag_set: TagSet = SET) -> Tag:
    found = tag_set.find(name)
    assert found is not None
    return found


def names(tag_set: TagSet, kind: str = "entity") -> list[str]:
    return [each.name for each in tag_set.tags if each.kind == kind]


def test_a_new_tag_has_what_all_of_its_kind_have_and_stands_last():
    change, made = tag_edits.add_tag(SET, "entity", "  Ship   name ", "#123456")

    assert names(after(change))[-1] == "Ship name"
    assert [each.name for each in made.attributes] == ["mention", "value"]


@pytest.mark.parametrize("name", ["", "  ", "Person"])
def test_a_name_that_cannot_be_is_refused(name):
    with pytest.raises(UsageError):
        tag_edits.add_tag(SET, "entity", name, "#123456")


def test_a_tag_moves_before_another_of_its_kind_and_others_stay_in_order():
    change = tag_edits.move_tag(SET, tag("Date"), tag("Person"), None)

    assert names(after(change))[:3] == ["Date", "Person", "Organization"]
    assert names(after(change), "claim") == names(SET, "claim")
    assert tag_edits.move_tag(SET, tag("Date"), tag("Quantity"), None) is None
    assert names(after(tag_edits.move_tag(SET, tag("Person"), None, None)))[-1] == "Person"


def test_a_tag_is_nested_but_never_below_itself():
    nested = after(tag_edits.move_tag(SET, tag("Role"), tag("Event"), "Person"))
    assert tag("Role", nested).parent == "Person"

    with pytest.raises(UsageError, match="below it"):
        tag_edits.move_tag(nested, tag("Person", nested), None, "Role")
    with pytest.raises(UsageError, match="no entity tag"):
        tag_edits.move_tag(SET, tag("Person"), None, "Statement")


def test_a_key_in_use_is_refused_with_its_holder_and_swapped_on_request():
    with pytest.raises(UsageError, match="the key “o” gives Organization"):
        tag_edits.give_key(SET, tag("Person"), "o")

    swapped = after(tag_edits.give_key(SET, tag("Person"), "o", swap=True))

    assert (tag("Person", swapped).key, tag("Organization", swapped).key) == ("o", "p")
    assert swapped.by_key("p").name == "Organization"


def test_a_tag_in_use_is_not_removed_and_one_that_is_not_leaves_no_trace():
    with pytest.raises(UsageError, match="has 3 annotations; retire it, or merge"):
        tag_edits.remove_tag(SET, tag("Date"), 3)
    nested = after(tag_edits.move_tag(SET, tag("Quantity"), tag("Object"), "Date"))

    gone = after(tag_edits.remove_tag(nested, tag("Date", nested), 0), nested)

    assert gone.find("Date") is None
    assert tag("Quantity", gone).parent is None
    assert "a date is no part of a person" not in [each.name for each in gone.constraints]


def test_constraints_follow_a_tag_that_is_renamed_or_merged():
    renamed = after(tag_edits.rename_tag(SET, tag("Person"), "Human"))
    merged = after(Change("x", [
        each for each in tag_edits.merge_tags(SET, tag("Person"), tag("Group")).operations if not hasattr(each, "into")
    ]))  # fmt: skip

    assert [each.other for each in renamed.constraints if each.rule == "apart"] == [("entity:Human",)]
    assert [each.other for each in merged.constraints if each.rule == "apart"] == [("entity:Group",)]


def test_an_attribute_is_added_altered_and_removed_in_all_tags_at_once_and_annotations_follow_its_name():
    claims = [each for each in SET.tags if each.kind == "claim"]
    topic = next(each for each in claims[0].attributes if each.name == "topic")
    said = {"a1": {"topic": "war", "time": "past"}}

    change = tag_edits.set_attribute(claims, topic, replace(topic, name="subject"), said)

    renamed = after(change)
    assert all("subject" in [a.name for a in each.attributes] for each in renamed.tags if each.kind == "claim")
    assert [each.values for each in change.operations if isinstance(each, Alter) and each.type is Annotation] == [
        {"attributes": {"subject": "war", "time": "past"}}
    ]
    gone = after(tag_edits.set_attribute(claims, topic, None, {}))
    assert all("topic" not in [a.name for a in each.attributes] for each in gone.tags)
    with pytest.raises(UsageError, match="already"):
        tag_edits.set_attribute(claims, None, Attribute("topic", "text"), {})
    with pytest.raises(UsageError, match="one a line"):
        tag_edits.set_attribute(claims, None, Attribute("new", "choice"), {})


def test_attributes_change_places():
    moved = after(tag_edits.move_attribute(tag("Person"), "value", -1))

    assert [each.name for each in tag("Person", moved).attributes] == ["value", "mention"]
    assert tag_edits.move_attribute(tag("Person"), "value", 1) is None


def test_relation_types_are_added_renamed_with_their_constraints_moved_and_removed():
    change, _ = rule_edits.add_relation_type(SET, "denies")
    assert after(change).relation_types[-1].name == "denies"
    claimant = SET.relation_type("claimant")
    renamed = after(rule_edits.alter_relation_type(SET, claimant, "name", {"name": "speaker"}))
    assert renamed.constraints[0].relations == ("speaker",)
    assert after(rule_edits.move_relation_type(SET, claimant, 1)).relation_types[1].name == "claimant"
    assert rule_edits.move_relation_type(SET, claimant, -1) is None
    with pytest.raises(UsageError, match="2 relations"):
        rule_edits.remove_relation_type(SET, claimant, 2)
    gone = after(rule_edits.remove_relation_type(SET, claimant, 0))
    assert "a claim needs a claimant" not in [each.name for each in gone.constraints]
    with pytest.raises(UsageError, match="already"):
        rule_edits.add_relation_type(SET, "cue")


@pytest.mark.parametrize("rule", ["needs", "apart", "at most", "joins", "one sentence"])
def test_a_new_constraint_of_every_rule_can_stand_and_be_written(rule):
    from annotator.formats.tagset_toml import read_tag_set, write_tag_set

    change, made = rule_edits.add_constraint(SET, rule)
    added = after(change)
    second, again = rule_edits.add_constraint(added, rule)

    assert read_tag_set(write_tag_set(added), "x").constraints[-1].rule == rule
    assert again.name == f"{made.name} 2"
    assert made not in after(rule_edits.remove_constraint(made), after(second, added)).constraints


def test_a_constraint_that_would_say_nothing_is_refused():
    rule = SET.constraints[0]

    with pytest.raises(UsageError, match="nothing any more"):
        rule_edits.alter_constraint(SET, rule, "relations", {"relations": ()})
    with pytest.raises(UsageError, match="already"):
        rule_edits.alter_constraint(SET, rule, "name", {"name": SET.constraints[1].name})
    assert after(rule_edits.alter_constraint(SET, rule, "name", {"name": "x"})).constraints[0].name == "x"

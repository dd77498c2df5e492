from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import Alter, Put
from annotator.model.constraint import Constraint
from annotator.model.tag import RelationType, Tag, TagSet
from annotator.model.tag_merge import merge


def tag(name, key="", **more):
    return Tag(id=f"id of {name}", kind="entity", name=name, colour="#000000", key=key, **more)


def applied(now: TagSet, wanted: TagSet) -> TagSet:
    """Return *now* after the merge, as the store would have it."""
    from dataclasses import replace

    tags = {each.id: each for each in now.tags}
    types = {each.id: each for each in now.relation_types}
    for each in merge(now, wanted).operations:
        if isinstance(each, Put):
            rows = tags if isinstance(each.row, Tag) else types
            rows[each.row.id] = each.row
        elif isinstance(each, Alter):
            rows = tags if each.type is Tag else types
            rows[each.id] = replace(rows[each.id], **each.values)
    return replace(now, tags=tuple(tags.values()), relation_types=tuple(types.values()))


def test_what_is_new_comes_last_and_what_differs_keeps_its_place():
    now = TagSet("a", (tag("Person", position=0), tag("Place", position=1)))
    wanted = TagSet("b", (tag("Ship"), tag("Place", description="where")))

    after = applied(now, wanted)

    assert [(each.name, each.position, each.description) for each in after.tags] == [
        ("Person", 0, ""),
        ("Place", 1, "where"),
        ("Ship", 2, ""),
    ]


def test_a_relation_type_is_altered_by_name():
    now = TagSet("a", (), (RelationType("1", "same as"),))

    found = merge(now, TagSet("b", (), (RelationType("2", "same as", symmetric=True), RelationType("3", "near"))))

    assert found.altered == {"same as": ("symmetric",)}
    assert found.added == ["near"]


def test_two_tags_of_the_file_may_exchange_their_keys():
    now = TagSet("a", (tag("Person", "p"), tag("Place", "l")))

    after = applied(now, TagSet("b", (tag("Person", "l"), tag("Place", "p"))))

    assert {each.name: each.key for each in after.tags} == {"Person": "l", "Place": "p"}


TAG_SETS = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from("pqrst"), max_size=5).map(
    lambda names: TagSet("x", tuple(tag(name, key) for name, key in names.items() if name and key))
)


def one_tag_a_key(tags: TagSet) -> TagSet:
    seen: set[str] = set()
    kept = [each for each in tags.tags if not (each.key in seen or seen.add(each.key))]
    return TagSet(tags.name, tuple(kept))


@given(TAG_SETS.map(one_tag_a_key), TAG_SETS.map(one_tag_a_key))
def test_a_key_gives_one_tag_and_a_second_merge_brings_nothing(now, wanted):
    after = applied(now, wanted)

    keys = "".join(each.key for each in after.tags)
    assert len(keys) == len(set(keys))
    assert {each.name for each in after.tags} == {each.name for each in (*now.tags, *wanted.tags)}
    assert merge(after, wanted).operations == []


def test_a_tag_of_the_same_id_under_another_name_is_renamed_and_what_is_below_follows():
    now = TagSet("a", (tag("Person"), tag("Sailor", parent="Person", position=1)))
    wanted = TagSet("b", (Tag("id of Person", "entity", "Human", "#000000"),))

    found = merge(now, wanted)
    after = applied(now, wanted)

    assert [(each.act, each.name, each.was) for each in found.items] == [
        ("renamed", "Human", "Person"),
        ("kept", "Sailor", ""),
    ]
    assert [(each.name, each.parent) for each in after.tags] == [("Human", None), ("Sailor", "Human")]


def test_what_is_not_chosen_stays_as_it_is():
    now = TagSet("a", (tag("Person", description="old"),))
    wanted = TagSet("b", (tag("Person", description="new"), tag("Ship", parent="Person"), tag("Port", parent="Ship")))

    found = merge(now, wanted, without={"tag entity Person", "tag entity Ship"})

    assert [each.row.name for each in found.operations] == ["Port"]
    assert found.operations[0].row.parent is None


def test_a_constraint_comes_in_with_what_it_speaks_of_and_not_without():
    rule = Constraint("1", "apart", "apart", of=("entity:Ship",), other=("entity:Port",))
    now = TagSet("a")
    wanted = TagSet("b", (tag("Ship"), tag("Port")), constraints=(rule,))

    assert [each.act for each in merge(now, wanted).items] == ["added"] * 3
    found = merge(now, wanted, without={"tag entity Port"})
    assert [each.name for each in found.items] == ["Ship", "Port"]
    assert "is left out" in found.notes[0]


def test_a_key_of_a_tag_that_is_not_chosen_stays_with_it():
    now = TagSet("a", (tag("Person", "p"),))
    wanted = TagSet("b", (tag("Person", "h"), tag("Port", "p")))

    assert merge(now, wanted).notes == []
    found = merge(now, wanted, without={"tag entity Person"})
    assert found.notes == ["the key “p” stays with Person; Port comes without it"]

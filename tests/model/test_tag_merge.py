from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import Alter, Put
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

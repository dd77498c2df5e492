import json
import re
import tomllib
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.tagset_toml import load_default, read_tag_set, write_tag_set
from annotator.model.annotation import KINDS
from annotator.model.constraint import Constraint
from annotator.model.tag import Attribute, RelationType, Tag, TagSet
from annotator.resources import resources

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def attributes(draw: st.DrawFn) -> tuple[Attribute, ...]:
    made: list[Attribute] = []
    for name in draw(st.lists(NAMES, unique=True, max_size=3)):
        kind = draw(st.sampled_from(["choice", "flag", "text", "number", "date"]))
        choices = tuple(draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))) if kind == "choice" else ()
        values = {
            "choice": st.sampled_from(choices or ("",)),
            "flag": st.booleans(),
            "number": st.integers() | st.floats(allow_nan=False),
        }
        default = draw(st.none() | values.get(kind, TEXTS))
        layer = draw(st.sampled_from(["text", "judgement"]))
        made.append(Attribute(name, kind, choices, draw(st.booleans()), default, layer, draw(TEXTS)))
    return tuple(made)


@st.composite
def tag_sets(draw: st.DrawFn) -> TagSet:
    shared = {kind: draw(attributes()) for kind in KINDS}
    names = draw(st.lists(st.tuples(st.sampled_from(KINDS), NAMES), unique=True, max_size=6))
    keys = draw(st.lists(st.sampled_from("abcdefgh1234é字"), unique=True, min_size=12, max_size=12))
    tags: list[Tag] = []
    for place, (kind, name) in enumerate(names):
        above = [tag.name for tag in tags if tag.kind == kind]
        own = tuple(each for each in draw(attributes()) if each.name not in {other.name for other in shared[kind]})
        tags.append(
            Tag(
                id=f"tag {place}",
                kind=kind,
                name=name,
                colour=f"#{draw(st.integers(0, 0xFFFFFF)):06x}",
                key="".join(keys[place * 2 : place * 2 + draw(st.integers(0, 2))]),
                description=draw(TEXTS),
                good=draw(TEXTS),
                bad=draw(TEXTS),
                parent=draw(st.sampled_from([None, *above])),
                attributes=(*shared[kind], *own) if draw(st.booleans()) else own,
                retired=draw(st.booleans()),
                position=place,
                guideline=draw(TEXTS),
            )
        )
    kinds = st.lists(st.sampled_from(KINDS), max_size=2).map(tuple)
    relations = [
        RelationType(f"relation {place}", name, draw(kinds), draw(kinds), draw(st.booleans()), draw(TEXTS), place)
        for place, name in enumerate(draw(st.lists(NAMES, unique=True, max_size=4)))
    ]
    rules = draw(constraints(tuple(tags), tuple(relations)))
    return TagSet(draw(NAMES), tuple(tags), tuple(relations), draw(TEXTS), draw(TEXTS), rules)


@st.composite
def constraints(draw: st.DrawFn, tags: tuple[Tag, ...], relations: tuple[RelationType, ...]) -> tuple[Constraint, ...]:
    choice = st.lists(
        st.sampled_from([*KINDS, *(f"{tag.kind}:{tag.name}" for tag in tags)]), min_size=1, max_size=3
    ).map(tuple)
    made: list[Constraint] = []
    for place, name in enumerate(draw(st.lists(NAMES, unique=True, max_size=3))):
        rule = draw(st.sampled_from(["apart", "at most", "one sentence", *(["needs", "joins"] if relations else [])]))
        named = st.lists(st.sampled_from([each.name for each in relations] or [""]), min_size=1, max_size=2)
        values = st.dictionaries(NAMES, st.lists(TEXTS, max_size=2).map(tuple), max_size=2)
        made.append(
            Constraint(
                id=f"constraint {place}",
                name=name,
                rule=rule,
                of=draw(choice),
                other=draw(choice) if rule in ("apart", "joins") else (),
                relations=tuple(draw(named)) if rule in ("needs", "joins") else (),
                unless=draw(values) if rule == "needs" else {},
                most=draw(st.integers(0, 9)) if rule == "at most" else 1,
                description=draw(TEXTS),
                position=place,
            )
        )
    return tuple(made)


def schema() -> dict[str, object]:
    return json.loads((resources() / "schema" / "tagset.schema.json").read_text("utf-8"))


@settings(max_examples=40)
@given(tag_sets())
def test_a_tag_set_written_and_read_again_is_equal_and_valid(tag_set: TagSet):
    text = write_tag_set(tag_set)

    assert read_tag_set(text, "x.toml") == tag_set
    jsonschema.validate(tomllib.loads(text), schema())


def test_the_default_tag_set_has_every_tag_with_a_guideline_a_good_and_a_bad_example():
    tag_set = load_default()

    assert [tag.name for tag in tag_set.of_kind("entity")] == (
        "Person Organization Group Location Role Event Work Date Quantity Object".split()
    )
    assert [tag.name for tag in tag_set.of_kind("claim")] == [
        "Statement", "Quantity claim", "Cause", "Rule", "Prediction", "Experience", "Evaluation", "Intention",
        "Other claim",
    ]  # fmt: skip
    for tag in tag_set.tags:
        assert 60 < len(tag.description) < 260, tag.name
        assert tag.good, tag.name
        assert tag.bad, tag.name
    assert tag_set.by_key("1") is tag_set.by_key("c") is tag_set.find("Statement")
    assert {each.name for each in tag_set.relation_types if each.symmetric} == {"contradicts", "same claim"}
    judged = {each.name for each in tag_set.find("Rule", "claim").attributes if each.layer == "judgement"}
    assert judged == {
        "normalised", "checkworthy", "verdict", "verdict_by", "verdict_date", "justification", "citation",
    }  # fmt: skip
    jsonschema.validate(tomllib.loads((resources() / "tagsets" / "news.toml").read_text("utf-8")), schema())


def test_the_default_tag_set_written_again_says_shared_attributes_once():
    text = write_tag_set(load_default())

    assert read_tag_set(text, "again.toml") == load_default()
    assert text.count("quotation = {") == 1


def test_colours_of_one_kind_differ():
    for kind in ("entity", "claim"):
        colours = [tag.colour for tag in load_default().of_kind(kind)]
        assert len(set(colours)) == len(colours)


def test_ids_are_the_same_at_every_reading_and_a_given_id_is_kept():
    text = '[[tag]]\nkind = "entity"\nname = "Ship"\n[[tag]]\nid = "mine"\nkind = "entity"\nname = "Boat"\n'

    first, second = read_tag_set(text, "a.toml"), read_tag_set(text, "b.toml")

    assert first == second
    assert first.tags[1].id == "mine"
    assert len(first.tags[0].id) == 36


def test_a_tags_own_attribute_stands_in_place_of_the_shared_one():
    text = """
        [attributes.entity]
        value = { type = "text" }
        seen = { type = "flag" }
        [[tag]]
        kind = "entity"
        name = "Date"
        attributes.value = { type = "date", required = true }
        """

    (tag,) = read_tag_set(text, "x.toml").tags

    assert tag.attributes == (Attribute("seen", "flag"), Attribute("value", "date", required=True))


TAG = '[[tag]]\nkind = "entity"\nname = "Ship"\n'
RULE = "[[constraint]]\nname = 'a'\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'a'\nname = 'b'", "x.toml is not valid TOML"),
        ("nmae = 'a'", "line 1: the tag set has an unknown key “nmae”"),
        ("name = 3", "line 1: “name” of the tag set must be a text"),
        (TAG + "color = '#ffffff'", "line 4: the tag “Ship” has an unknown key “color”"),
        (TAG + "colour = 'red'", "line 4: the colour of the tag “Ship” is “red”; it is written like #2f6fde"),
        (TAG + "retired = 'no'", "line 4: “retired” of the tag “Ship” must be true or false"),
        (TAG + "key = ' '", "line 4: the key of the tag “Ship” must be characters"),
        (TAG + "\n" + TAG, "line 7: the entity tag “Ship” stands twice"),
        (TAG + "key = 's'\n" + TAG.replace("Ship", "Sea") + "key = 'as'", "line 8: the key “s” is given to both"),
        (TAG + "parent = 'Vessel'", "line 4: the parent “Vessel” of “Ship” is no entity tag"),
        (TAG + "parent = 'Ship'", "line 4: the parents of “Ship” go round in a circle"),
        (TAG + "id = 'a'\n" + TAG.replace("Ship", "Sea") + "id = 'a'", "line 8: the id “a” stands twice"),
        ("[[tag]]\nname = 'Ship'", "line 1: the tag “Ship” has no kind; it can be entity, claim, cue, document"),
        ("[[tag]]\nname = 'Ship'\nkind = 'thing'", "line 3: the tag “Ship” has the kind 'thing'"),
        ("[[tag]]\nname = 'Ship'\nkind = ['cue']", "line 3: the tag “Ship” has the kind ['cue']"),
        ("[[tag]]\nkind = 'cue'", "line 1: tag 1 has no name"),
        ("tag = 'Ship'", "line 1: “tag” must be written as [[tag]]"),
        (TAG + "attributes.a = 'text'", "line 4: the attribute “a” of the tag “Ship” must be a table such as"),
        (TAG + "attributes.a = { tpye = 'text' }", "line 4: the attribute “a” of the tag “Ship” has an unknown key"),
        (TAG + "attributes.a = { type = 'words' }", "line 4: the type of the attribute “a” of the tag “Ship” is"),
        (TAG + "attributes.a = { type = 'choice' }", "line 4: the attribute “a” of the tag “Ship” needs “choices”"),
        (TAG + "attributes.a = { choices = ['b'] }", "line 4: the attribute “a” of the tag “Ship” needs “choices”"),
        (TAG + "attributes.a = { layer = 'deep' }", "line 4: the layer of the attribute “a” of the tag “Ship”"),
        (TAG + "attributes.a = { type = 'flag', default = 1 }", "line 4: the default 1 of the attribute “a”"),
        (TAG + "attributes.a = { type = 'date', default = 2025-01-01 }", "line 4: the default datetime"),
        ("[attributes.entity]\na = { required = 1 }", "line 2: “required” of the attribute “a” of attributes.entity"),
        ("[attributes.thing]\na = {}", "attributes.thing has the kind 'thing'"),
        ("[[relation]]\nname = 'by'\nfrom = 'claim'", "line 3: “from” of the relation “by” must be a list of texts"),
        ("[[relation]]\nname = 'by'\nto = ['clam']", "line 3: the relation “by” has the kind 'clam'"),
        ("[[relation]]\nname = 'by'\n[[relation]]\nname = 'by'", "line 4: the name “by” of a relation stands twice"),
        (TAG + "good = 3", "line 4: “good” of the tag “Ship” must be a text"),
        (TAG + "bad = [3]", "line 4: “bad” of the tag “Ship” must be a list of texts"),
        (RULE + "rule = 'need'", "line 3: the rule of the constraint “a” is “need”; it can be needs, apart, at most,"),
        (RULE + "rule = 'apart'\nof = ['cue']", "line 3: the constraint “a” needs “other”"),
        (RULE + "rule = 'needs'\nof = ['cue']", "line 3: the constraint “a” needs “relations” or “attributes”"),
        (RULE + "rule = 'joins'", "line 3: the constraint “a” needs “relations”"),
        (RULE + "rule = 'at most'\nmost = 1", "line 3: the constraint “a” needs “of”"),
        (RULE + "rule = 'at most'\nof = ['cue']\nmost = 'two'", "line 5: “most” of the constraint “a” must be a whole"),
        (RULE + "rule = 'apart'\nof = ['cue']\nmost = 2", "line 5: the constraint “a”: the rule “apart” takes no"),
        (RULE + "rule = 'one sentence'\nof = ['Ship']", "line 4: “Ship” in “of” of the constraint “a” is no kind and"),
        (RULE + "rule = 'needs'\nof = ['cue']\nrelations = ['by']", "line 5: the constraint “a” names the relation"),
        (RULE + "rule = 'needs'\nof = ['cue']\nattributes = ['b']", "line 5: the constraint “a” names the attribute"),
        (RULE + "rule = 'one sentence'\nof = ['cue']\n" + RULE + "rule = 'one sentence'\nof = ['cue']",
         "line 6: the name “a” of a constraint stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(text: str, said: str):
    with pytest.raises(InputError) as caught:
        read_tag_set(text, "x.toml")

    assert str(caught.value).startswith("x.toml")
    assert said in str(caught.value)


def test_a_retired_tag_holds_no_key():
    text = TAG + "key = 's'\nretired = true\n" + TAG.replace("Ship", "Sea") + "key = 's'"

    tag_set = read_tag_set(text, "x.toml")

    assert tag_set.by_key("s").name == "Sea"


def test_an_empty_file_is_an_empty_tag_set():
    assert read_tag_set("", "x.toml") == TagSet("tags")


def test_positions_follow_the_order_in_the_file():
    tags = load_default().tags
    moved = TagSet("moved", tuple(replace(tag, position=place) for place, tag in enumerate(reversed(tags))))

    assert read_tag_set(write_tag_set(moved), "x.toml").tags == moved.tags


def test_the_page_on_the_tag_set_names_every_tag_attribute_choice_and_relation():
    page = (resources().parent / "docs" / "tag-set.md").read_text("utf-8")
    tag_set = load_default()

    for tag in tag_set.tags:
        assert tag.name in page, tag.name
        for attribute in tag.attributes:
            (row,) = (
                line for line in page.splitlines() if line.startswith(f"| {tag.kind}") and f"`{attribute.name}`" in line
            )
            assert ", ".join(attribute.choices) in row, attribute.name
            assert ("judgement" in row) == (attribute.layer == "judgement"), attribute.name
    for relation in tag_set.relation_types:
        (row,) = (
            line
            for line in page.splitlines()
            if re.match(rf"\|[^|]*`{relation.name}`[^|]*\| {relation.from_kinds[0]}", line)
        )
        assert f"| {', '.join(relation.to_kinds) or 'anything'} |" in row, relation.name
        assert ("no direction" in row) == relation.symmetric, relation.name


def test_examples_are_one_text_or_a_list_and_a_guideline_may_have_many_lines():
    text = TAG + 'good = ["the [Argo]", "the [Fram]"]\nbad = "a [ship]"\nguideline = """\n# Ships\n\n[Ask](x).\n"""\n'

    (tag,) = read_tag_set(text, "x.toml").tags

    assert tag.good_examples == ("the [Argo]", "the [Fram]")
    assert tag.bad_examples == ("a [ship]",)
    assert tag.guideline == "# Ships\n\n[Ask](x).\n"


def test_a_fault_behind_a_guideline_with_brackets_is_named_with_its_own_line():
    text = TAG + 'guideline = """\n[[tag]]\nname = 1\n"""\ncolour = "red"\n'

    with pytest.raises(InputError, match="line 8: the colour"):
        read_tag_set(text, "x.toml")


def test_a_constraint_names_tags_by_their_name_where_one_kind_alone_has_it():
    text = (
        TAG + "[[tag]]\nkind = 'claim'\nname = 'Sea'\n" + RULE + "rule = 'apart'\nof = ['Ship']\nother = ['claim:Sea']"
    )

    (rule,) = read_tag_set(text, "x.toml").constraints

    assert (rule.of, rule.other) == (("entity:Ship",), ("claim:Sea",))

"""Mappings: what a person writes in TOML is what types of a file become, and back."""

import pytest

from annotator.errors import InputError, UsageError
from annotator.formats.mapping import load, parse

ATTRIBUTION = """
name = "attribution"
[tags]
Source = "entity:Person"
Mark = "cue:Cue"
[relations]
Coref = "same as"
[attributes]
Negated = "polarity"
[[frame]]
name = "Attribution"
tag = "Statement"
anchor = "cue"
roles = { Content = "content", Source = "claimant" }
"""


def test_types_lead_to_tags_and_back():
    mapping = parse(ATTRIBUTION, "x")

    assert mapping.name == "attribution"
    assert mapping.tag_of("Source") == ("entity", "Person")
    assert mapping.tag_of("Ship") == ("entity", "Ship")
    assert mapping.type_of("entity", "Person") == "Source"
    assert mapping.type_of("entity", "Ship") == "Ship"
    assert mapping.relation_of("Coref") == "same as"
    assert mapping.relation_type("same as") == "Coref"
    assert mapping.attribute_of("Negated") == "polarity"
    assert mapping.attribute_name("polarity") == "Negated"


def test_a_frame_knows_its_roles_whatever_number_they_bear():
    frame = parse(ATTRIBUTION, "x").frame("Attribution")

    assert frame is not None
    assert (frame.tag, frame.anchor) == ("Statement", "cue")
    assert frame.relation_of("Source2") == "claimant"
    assert frame.relation_of("Other") is None
    assert frame.role_of("content") == "Content"
    assert parse(ATTRIBUTION, "x").frame("Event") is None


def test_a_claim_of_a_tag_without_a_frame_takes_the_one_there_is():
    mapping = parse(ATTRIBUTION, "x")

    assert mapping.frame_for("Statement") is mapping.frame_for("Prediction") is mapping.frames[0]
    assert parse("", "empty").frame_for("Statement") is None


def test_a_frame_for_all_names_is_for_what_the_project_has_as_claims():
    mapping = parse('[[frame]]\nname = "*"\nanchor = "cue"\nroles = { "Content?" = "content" }', "x")

    frame = mapping.frame("Prediction", is_claim=True)
    assert frame is mapping.frames[0]
    assert frame.roles == {"Content": "content"}
    assert frame.optional == {"Content"}
    assert mapping.frame("Prediction") is None


def test_the_smallest_frame_that_has_roles_for_most_parts_is_taken():
    mapping = load("polnear")

    names = [getattr(mapping.frame_holding("Statement", parts), "name", None) for parts in ({"cue"}, {"claimant"})]
    assert names == ["Attribution-no-source", "Attribution"]
    assert mapping.parts_only
    assert parse("", "x").frame_holding("Statement", set()) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name = ", "it is not TOML"),
        ("[tag]\nA = 1", "unknown key “tag”"),
        ('[tags]\nA = "Person"', "tags.A: “Person” must begin with a kind and a colon"),
        ("tags = 3", "“tags” must be a table"),
        ("[[frame]]\ntag = 'X'", "frame 1: “name” is missing"),
        ("[[frame]]\nname = 'E'\nrole = {}", "frame 1: unknown key “role”"),
        ("[[frame]]\nname = 'E'\nanchor = 'cue'", r"frame 1 \(E\): no role is the content"),
        ("parts_only = 1", "“parts_only” must be true or false"),
        ("frame = 1", "“frame” must be a list"),
    ],
)
def test_a_fault_is_named_with_its_key(text, fault):
    with pytest.raises(InputError, match=fault):
        parse(text, "x")


def test_a_mapping_that_is_not_there_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(UsageError, match="there is no mapping “none”; there are: "):
        load("none")
    with pytest.raises(UsageError, match="cannot be read"):
        load(str(tmp_path / "none.toml"))


def test_a_mapping_is_read_from_a_file(tmp_path):
    (tmp_path / "mine.toml").write_text(ATTRIBUTION, encoding="utf-8")

    assert load(str(tmp_path / "mine.toml")).frame("Attribution")

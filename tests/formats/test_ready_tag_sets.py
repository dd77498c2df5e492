"""The tag sets that come with the program."""

import json
import tomllib

import jsonschema
import pytest

from annotator.errors import UsageError
from annotator.formats.tagset_ready import ready_names, ready_tag_set, ready_tag_sets
from annotator.formats.tagset_toml import load_default, read_tag_set, write_tag_set
from annotator.resources import resources

FILES = sorted((resources() / "tagsets").glob("*.toml"))


def test_all_that_lie_in_the_folder_are_offered_the_default_first():
    assert ready_names() == (
        "news", "arguments", "check-worthiness", "conll-2003", "hipe", "newsclaims", "ontonotes-18", "polnear",
    )  # fmt: skip
    assert [each.name for each in ready_tag_sets()] == list(ready_names())
    assert ready_tag_set("news") == load_default()


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match=r"no ready tag set “conll”; there are news, arguments"):
        ready_tag_set("conll")


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_each_is_valid_named_as_its_file_and_read_back_as_written(file):
    text = file.read_text("utf-8")
    schema = json.loads((resources() / "schema" / "tagset.schema.json").read_text("utf-8"))

    jsonschema.validate(tomllib.loads(text), schema)
    tag_set = read_tag_set(text, file.name)
    assert tag_set.name == file.stem
    assert len(tag_set.description) > 40
    assert read_tag_set(write_tag_set(tag_set), "again") == tag_set


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_every_tag_has_a_guideline_with_examples_and_its_own_key(file):
    tag_set = read_tag_set(file.read_text("utf-8"), file.name)

    for tag in tag_set.tags:
        assert len(tag.description) > 20, tag.name
        assert tag.good_examples, tag.name
        assert tag.bad_examples, tag.name
        assert any("[" in each for each in tag.good_examples) or tag.kind == "document", tag.name
    assert tag_set.constraints
    for relation in tag_set.relation_types:
        assert relation.description


def test_the_classes_are_those_of_the_schemes():
    def names(name: str) -> list[str]:
        return [tag.name for tag in ready_tag_set(name).tags]

    assert names("conll-2003") == ["PER", "LOC", "ORG", "MISC"]
    assert len(names("ontonotes-18")) == 18
    assert names("polnear") == ["Source", "Content", "Cue"]
    assert names("check-worthiness") == ["Check-worthy", "Unimportant", "Not factual"]
    assert names("arguments") == ["Major claim", "Claim", "Premise"]
    assert {"pers", "org", "loc", "prod", "time"} <= set(names("hipe"))

import tomllib
from pathlib import Path

from tests.cli.conftest import process

SHIPS = """
[[tag]]
kind = "entity"
name = "Ship"
key = "p"

[[tag]]
kind = "entity"
name = "Person"
key = "p"
colour = "#123456"

[[relation]]
name = "sails on"
from = ["entity"]
"""


def test_the_tags_are_shown_with_their_keys(run, project):
    shown = run("tags", project, "show").out

    assert "entity    p    #2f6fde  Person" in shown
    assert "claim     1 c  #c2410c  Statement" in shown
    assert "every claim has: quotation, attitude" in shown
    assert "claimant     claim   entity/claim" in shown
    assert "a claim needs a claimant" in shown


def test_the_tag_set_as_json_is_whole(run, project):
    shown = run("tags", project, "show", "--json").json

    person = shown["tags"][0]
    assert (shown["name"], person["name"], person["key"]) == ("news", "Person", "p")
    assert person["attributes"][0]["choices"] == ["name", "nominal", "pronoun"]
    assert {each["name"] for each in shown["relation_types"]} >= {"claimant", "cue"}


def test_an_exported_tag_set_makes_an_equal_project(run, project):
    assert run("tags", project, "export", "tags.toml").out == "tag set written to tags.toml\n"
    assert run("new", "b.annotator", "--tags", "tags.toml").status == 0

    assert run("tags", "b.annotator", "show", "--json").json == run("tags", project, "show", "--json").json


def test_without_a_file_an_export_goes_to_stdout(run, project):
    out = run("tags", project, "export").out

    assert tomllib.loads(out)["name"] == "news"
    assert run("tags", project, "export", "-").out == out
    assert run("tags", project, "export", "--json").json == {"file": None, "toml": out}
    assert run("tags", project, "export", "t.toml", "--json").json == {"file": "t.toml"}


def test_an_import_reads_stdin_where_the_file_is_a_dash(project):
    Path("ships.toml").write_text(SHIPS.replace('key = "p"', 'key = "s"', 1), encoding="utf-8")
    Path("latin.toml").write_bytes(b'name = "caf\xe9"')

    with Path("ships.toml").open("rb") as given:
        ended = process("tags", project, "import", "-", "--json", stdin=given)
    with Path("latin.toml").open("rb") as given:
        refused = process("tags", project, "import", "-", stdin=given)

    assert ended.json["added"] == ["Ship", "sails on"]
    assert (refused.status, refused.out) == (1, "")
    assert "not UTF-8 (byte 11)" in refused.err


def test_an_import_adds_and_alters_as_one_change(run, project):
    Path("ships.toml").write_text(SHIPS.replace('key = "p"', 'key = "s"', 1), encoding="utf-8")
    before = run("tags", project, "show", "--json").json

    ended = run("tags", project, "import", "ships.toml")

    assert ended.status == 0
    assert ended.out.startswith("2 added, 1 altered\n  added Ship\n  added sails on\n  altered Person: ")
    shown = run("tags", project, "show", "--json").json
    assert len(shown["tags"]) == len(before["tags"]) + 1
    assert shown["tags"][0]["colour"] == "#123456"
    assert run("undo", project).status == 0
    assert run("tags", project, "show", "--json").json == before


def test_an_import_of_what_is_there_changes_nothing(run, project):
    run("tags", project, "export", "tags.toml")
    history = run("history", project).out

    assert run("tags", project, "import", "tags.toml", "--json").json == {"added": [], "altered": []}
    assert run("history", project).out == history


def test_a_key_stays_with_the_tag_that_has_it(run, project):
    Path("ships.toml").write_text('[[tag]]\nkind = "entity"\nname = "Ship"\nkey = "ps"\n', encoding="utf-8")

    ended = run("tags", project, "import", "ships.toml", "--json")

    assert ended.json == {"added": ["Ship"], "altered": []}
    assert ended.err == "annotator: note: the key “p” stays with Person; Ship comes without it\n"
    keys = {tag["name"]: tag["key"] for tag in run("tags", project, "show", "--json").json["tags"]}
    assert (keys["Person"], keys["Ship"]) == ("p", "s")
    # what comes out can be read again
    run("tags", project, "export", "tags.toml")
    assert run("new", "b.annotator", "--tags", "tags.toml").status == 0


def test_a_faulty_file_changes_nothing(run, project):
    Path("ships.toml").write_text(SHIPS, encoding="utf-8")

    ended = run("tags", project, "import", "ships.toml")

    assert (ended.status, ended.out) == (1, "")
    assert "“p” is given to both" in ended.err
    assert len(run("history", project).out.splitlines()) == 1


def test_tags_are_renamed_merged_and_retired_as_changes_that_are_undone(run, project):
    assert run("tags", project, "rename", "Group", "People").out == "rename Group to People\n"
    merged = run("tags", project, "merge", "entity:People", "Person", "--json")
    assert merged.json == {"label": "merge People into Person"}
    names = [each["name"] for each in run("tags", project, "show", "--json").json["tags"]]
    assert "People" not in names
    assert run("tags", project, "retire", "Role").out == "retire Role\n"
    assert "Role (retired)" in run("tags", project, "show").out
    assert run("tags", project, "restore", "Role").status == 0
    for _ in range(4):
        assert run("undo", project).status == 0
    names = [each["name"] for each in run("tags", project, "show", "--json").json["tags"]]
    assert "Group" in names


def test_a_change_of_tags_that_does_not_fit_is_told(run, project):
    for words, sentence in (
        (("merge", "Person"), "takes TAG INTO"),
        (("rename", "Person", "Role"), "merge the two instead"),
        (("merge", "Person", "Statement"), "only tags of one kind"),
        (("merge", "Nobody", "Person"), "Nobody"),
        (("show", "a", "b"), "one FILE at most"),
    ):
        refused = run("tags", project, *words)
        assert refused.status == 2
        assert sentence in refused.err


def test_a_name_that_a_tag_has_is_given_to_no_other(run, project):
    ended = run("tags", project, "rename", "Person", "Location")

    assert ended.status == 2
    assert "there is an entity tag “Location” already; merge the two instead" in ended.err

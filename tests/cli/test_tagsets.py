from annotator.formats.tagset_toml import read_tag_set
from annotator.store import Project


def test_ready_tag_sets_are_listed_with_what_they_are_for(run):
    ended = run("tagsets")

    assert ended.out.startswith("news")
    assert "ontonotes-18" in ended.out
    assert run("tagsets", "--json").json[0]["name"] == "news"


def test_one_of_them_is_printed_as_toml(run):
    tag_set = read_tag_set(run("tagsets", "arguments").out, "out")

    assert [tag.name for tag in tag_set.tags] == ["Major claim", "Claim", "Premise"]
    assert "toml" in run("tagsets", "arguments", "--json").json


def test_a_project_begins_with_a_ready_tag_set_by_name(run, tmp_path):
    path = tmp_path / "press.annotator"
    assert run("new", path, "--tags", "hipe").status == 0

    with Project.open(path) as project:
        assert project.tag_set().find("loc.adm.town").parent == "loc"


def test_a_name_that_is_neither_file_nor_ready_is_refused(run, tmp_path):
    ended = run("new", tmp_path / "x.annotator", "--tags", "hippo")

    assert ended.status == 2
    assert "no file hippo and no ready tag set" in ended.err


def test_a_preview_tells_what_an_import_would_do_and_does_nothing(run, project):
    ended = run("tags", project, "import", "conll-2003", "--preview")

    assert ended.status == 0
    assert "added  entity" in ended.out
    assert "kept" in ended.out
    assert "the key “p” stays with Person; PER comes without it" in ended.err
    told = run("tags", project, "import", "conll-2003", "--preview", "--json").json
    assert {each["act"] for each in told["items"]} == {"added", "kept"}
    assert "PER" not in run("tags", project, "show").out
    assert run("tags", project, "import", "conll-2003").status == 0
    assert "PER" in run("tags", project, "show").out


def test_a_preview_tells_a_rename_by_the_id(run, project, tmp_path):
    file = tmp_path / "own.toml"
    text = run("tags", project, "export").out
    file.write_text(text.replace('name = "Person"', 'name = "Human"').replace("entity:Person", "entity:Human"), "utf-8")

    told = run("tags", project, "import", file, "--preview", "--json").json
    (renamed,) = [each for each in told["items"] if each["act"] == "renamed"]
    assert (renamed["was"], renamed["name"], renamed["fields"]) == ("Person", "Human", ["name"])


def test_a_preview_is_for_an_import(run, project):
    assert run("tags", project, "show", "--preview").status == 2


def test_the_history_names_the_version_that_a_change_of_the_tag_set_began(run, project):
    run("tags", project, "retire", "Object")

    assert "retire Object  (tag set: version 2)" in run("history", project).out
    assert [each["tag_set"] for each in run("history", project, "--json").json][0:2] == [2, None]

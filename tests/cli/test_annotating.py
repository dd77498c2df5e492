from pathlib import Path

import pytest

TAGS = """
[[tag]]
kind = "entity"
name = "Ship"
[tag.attributes]
flag = { type = "choice", choices = ["Danish", "Dutch"], default = "Danish" }
tons = { type = "number" }
steam = { type = "flag" }
built = { type = "date" }
name = { type = "text" }

[[tag]]
kind = "claim"
name = "Ship"

[[tag]]
kind = "cue"
name = "Old"
retired = true
"""


@pytest.fixture
def ships(run, project):
    """Return the project with a tag that has an attribute of every type."""
    Path("ships.toml").write_text(TAGS, encoding="utf-8")
    assert run("tags", project, "import", "ships.toml").status == 0
    return project


def test_an_annotation_is_what_the_data_set_says_it_is(run, project):
    made = run("annotate", project, "article.txt", 4, 18, "Role", "--json").json

    assert list(made) == [
        "id", "kind", "tag", "spans", "attributes", "record", "annotator", "origin", "state", "confidence", "note",
        "created", "modified",
    ]  # fmt: skip
    assert made["spans"] == [{"start": 4, "end": 18, "text": "harbour master"}]
    assert (made["kind"], made["tag"], made["annotator"]) == ("entity", "Role", "AK")
    assert (made["origin"], made["state"], made["attributes"]) == ("manual", "accepted", {"mention": "name"})
    run("export", project, "--format", "jsonl", "--output", "a.jsonl")
    assert f'"id":"{made["id"]}"' in Path("a.jsonl").read_text(encoding="utf-8")


def test_its_id_is_printed_with_what_it_marks(run, project):
    id_, rest = run("annotate", project, "article.txt", 4, 18, "Role").out.split(maxsplit=1)

    assert rest == "Role  “harbour master”\n"
    assert run("annotate", project, "article.txt", 4, 18, "Role").out.split()[0] != id_


def test_the_first_mark_opens_the_article_and_undo_closes_it_again(run, project):
    run("annotate", project, "article.txt", 4, 18, "Role")
    assert run("stats", project, "--json").json["by_status"] == {"open": 1}

    run("undo", project)
    assert run("stats", project, "--json").json["by_status"] == {"new": 1}


def test_a_document_is_found_by_id_title_and_source_name(run, project):
    (hit,) = run("search", project, "crane", "--json").json

    for name in (hit["document"], "Strike begins", "article.txt"):
        assert run("annotate", project, name, 4, 18, "Role").status == 0


def test_a_name_that_fits_two_documents_is_answered_with_their_ids(run, project):
    Path("again.txt").write_text("date 1926-05-05 Strike begins\n\nAnother text.\n", encoding="utf-8")
    (other,) = run("import", project, "again.txt", "--json").json["documents"]

    ended = run("annotate", project, "Strike begins", 0, 3, "Role")

    assert ended.status == 2
    assert other in ended.err


def test_offsets_are_code_points(run, project):
    Path("emoji.txt").write_text("date 2020-01-01 Faces\n\n👩‍👩‍👧 met Zoe\u0301 𝒳 there\n", encoding="utf-8")
    run("import", project, "emoji.txt")
    (hit,) = run("search", project, "there", "--json").json

    made = run("annotate", project, "Faces", hit["start"], hit["end"], "Location", "--json").json

    assert made["spans"] == [{"start": 17, "end": 22, "text": "there"}]


def test_the_name_of_the_annotator_is_taken_from_the_option_the_variable_or_the_system(run, project, monkeypatch):
    def who(*more):
        return run("annotate", project, "article.txt", 4, 18, "Role", "--json", *more).json["annotator"]

    assert who("--annotator", " Ada ") == "Ada"
    assert who() == "AK"
    monkeypatch.setenv("ANNOTATOR_NAME", "  ")
    monkeypatch.setenv("LOGNAME", "fritz")
    assert who() == "fritz"


def test_attributes_become_values_of_their_types(run, ships):
    given = {"flag": "Dutch", "tons": "1200", "steam": "yes", "built": "1911-03", "name": "A=B, ünïcode"}
    options = [f"--attribute={name}={value}" for name, value in given.items()]

    made = run("annotate", ships, "article.txt", 4, 18, "entity:Ship", "--json", *options).json

    assert made["attributes"] == {
        "flag": "Dutch", "tons": 1200, "steam": True, "built": "1911-03", "name": "A=B, ünïcode",
    }  # fmt: skip
    made = run("annotate", ships, "article.txt", 4, 18, "entity:Ship", "--json", "-a", "tons=1.5").json
    assert made["attributes"] == {"flag": "Danish", "tons": 1.5}


@pytest.mark.parametrize(
    ("tag", "attribute", "word"),
    [
        ("entity:Ship", "flag=Swiss", "Danish, Dutch"),
        ("entity:Ship", "flag", "NAME=VALUE"),
        ("entity:Ship", "colour=red", "flag, tons, steam, built, name"),
        ("claim:Ship", "colour=red", "none"),
        ("entity:Ship", "tons=many", "“many”"),
        ("entity:Ship", "tons=nan", "finite"),
        ("entity:Ship", "steam=maybe", "true or false"),
        ("entity:Ship", "built=yesterday", "1917-11"),
        ("Ship", "flag=Dutch", "“entity:Ship” or “claim:Ship”"),
        ("Old", "", "retired"),
        ("Genre", "genre=novel", "editorial"),
    ],
)
def test_what_does_not_fit_the_tag_is_refused_with_what_would(run, ships, tag, attribute, word):
    options = ["--attribute", attribute] if attribute else []

    ended = run("annotate", ships, "article.txt", 4, 18, tag, *options)

    assert (ended.status, ended.out) == (2, "")
    assert word in ended.err
    assert run("stats", ships, "--json").json["annotations"] == 0


def test_an_attribute_cannot_be_given_twice(run, ships):
    ended = run("annotate", ships, "article.txt", 4, 18, "entity:Ship", "-a", "tons=1", "-a", "tons=2")

    assert ended.status == 2
    assert "twice" in ended.err


def test_a_required_attribute_is_asked_for(run, project):
    ended = run("annotate", project, "article.txt", 0, 0, "Genre")

    assert ended.status == 2
    assert "“genre”" in ended.err
    assert "editorial" in ended.err


def test_a_document_tag_marks_the_whole_document(run, project):
    made = run("annotate", project, "article.txt", 0, 0, "Genre", "-a", "genre=letter", "--json")

    assert (made.json["kind"], made.json["spans"], made.err) == ("document", [], "")
    assert "was not used" in run("annotate", project, "article.txt", 4, 9, "Genre", "-a", "genre=letter").err


def test_the_case_of_a_tag_does_not_matter_where_only_one_fits(run, project):
    assert run("annotate", project, "article.txt", 4, 18, "role", "--json").json["tag"] == "Role"
    assert run("annotate", project, "article.txt", 4, 18, "claim:statement", "--json").json["tag"] == "Statement"

import shutil
import sqlite3
from pathlib import Path

from annotator.store import Project


def test_a_new_project_has_the_default_tags_and_nothing_else(run):
    made = run("new", "a.annotator")

    assert made.status == 0
    assert made.out == "made a.annotator with 21 tags\n"
    counts = run("stats", "a.annotator", "--json").json
    assert (counts["documents"], counts["annotations"], counts["by_tag"]) == (0, 0, {})


def test_a_new_project_can_begin_with_a_tag_set_of_ones_own(run):
    Path("tags.toml").write_text('[[tag]]\nkind = "entity"\nname = "Ship"\nkey = "s"\n', encoding="utf-8")

    assert run("new", "a.annotator", "--tags", "tags.toml").status == 0

    assert [tag["name"] for tag in run("tags", "a.annotator", "show", "--json").json["tags"]] == ["Ship"]


def test_a_faulty_tag_set_makes_no_project(run):
    Path("tags.toml").write_text('[[tag]]\nkind = "thing"\nname = "Ship"\n', encoding="utf-8")

    ended = run("new", "a.annotator", "--tags", "tags.toml")

    assert ended.status == 1
    assert "tags.toml, line 2" in ended.err
    assert not Path("a.annotator").exists()


def test_new_never_replaces_a_file(run, project):
    before = project.read_bytes()

    ended = run("new", project)

    assert ended.status == 2
    assert "already exists" in ended.err
    assert project.read_bytes() == before


def test_the_counts_are_those_of_the_contract(run, samples):
    counts = run("stats", samples, "--json").json

    assert list(counts) == [
        "documents", "characters", "annotations", "relations", "by_kind", "by_tag", "by_status", "by_annotator",
    ]  # fmt: skip
    assert counts["annotations"] == sum(counts["by_kind"].values()) == sum(counts["by_tag"].values())
    assert counts["documents"] == sum(counts["by_status"].values())
    assert f"annotations  {counts['annotations']}\n" in run("stats", samples).out


def test_a_whole_project_passes_the_check(run, samples):
    assert run("check", samples).out == "no fault found\n"
    ended = run("check", samples, "--json")
    assert ended.status == 0
    assert ended.json == {"ok": True, "faults": []}


def test_the_check_names_a_text_that_was_tampered_with(run, samples):
    with sqlite3.connect(samples) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE texts SET text = replace(text, 'Kim', 'Tim')")
    connection.close()

    ended = run("check", samples, "--json")

    assert ended.status == 1
    assert ended.json["ok"] is False
    assert "Sacred Mission" in ended.json["faults"][0]
    assert "SHA-256" in ended.json["faults"][0]
    assert ended.err.startswith("annotator: document “Sacred Mission")


def test_the_check_of_a_damaged_file_is_still_one_json_document(run, samples):
    data = bytearray(samples.read_bytes())
    data[100:40_000] = b"\x55" * (40_000 - 100)
    samples.write_bytes(data)

    ended = run("check", samples, "--json")

    assert ended.status == 1
    assert ended.json["ok"] is False
    assert "damaged" in ended.json["faults"][0]
    assert run("stats", samples).status == 1


def test_the_check_needs_no_right_to_write(run, samples):
    samples.chmod(0o444)

    assert run("check", samples).status == 0


def test_a_backup_is_a_project_with_the_same_content(run, samples):
    with Project.open(samples) as in_use:
        ended = run("backup", samples, "--output", "copy.annotator")

        assert in_use.statistics().documents == 12

    assert ended.status == 0
    assert run("check", "copy.annotator").status == 0
    assert run("stats", "copy.annotator").out == run("stats", samples).out


def test_a_backup_replaces_an_older_one(run, samples, project):
    assert run("backup", project, "-o", "copy.annotator").status == 0
    assert run("backup", samples, "-o", "copy.annotator").status == 0

    assert run("stats", "copy.annotator", "--json").json["documents"] == 12


def test_a_backup_goes_to_no_place_that_is_in_use(run, samples, project):
    with Project.open(project):
        ended = run("backup", samples, "-o", project)

    assert ended.status == 2
    assert "in use" in ended.err
    assert run("backup", samples, "-o", samples).status == 2
    assert run("stats", project, "--json").json["documents"] == 1


def test_commands_that_read_leave_the_file_as_it_is(run, samples):
    before = samples.read_bytes()

    for command in ("stats", "check", "history"):
        assert run(command, samples).status == 0
    assert run("search", samples, "Kim").status == 0
    assert run("tags", samples, "show").status == 0
    assert run("export", samples, "--format", "jsonl", "--output", "a.jsonl").status == 0

    assert samples.read_bytes() == before


def test_a_project_is_read_where_nobody_may_write(run, samples, tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    copy = Path(shutil.copy(samples, folder / "a.annotator"))
    folder.chmod(0o555)
    copy.chmod(0o444)

    try:
        assert run("stats", copy).status == 0
        ended = run("undo", copy)
    finally:
        folder.chmod(0o755)

    assert ended.status == 1
    assert "read-only" in ended.err

import re

from annotator.store import Project


def annotate(run, project, *more):
    ended = run("annotate", project, "article.txt", 4, 18, "Role", *more)
    assert ended.status == 0, ended.err
    return ended


def test_undo_and_redo_say_what_they_did(run, project):
    annotate(run, project)

    assert run("undo", project).out == "undone: add Role\n"
    assert run("stats", project, "--json").json["annotations"] == 0
    assert run("redo", project).out == "redone: add Role\n"
    assert run("stats", project, "--json").json["annotations"] == 1


def test_with_nothing_left_to_undo_or_redo_the_status_says_so(run, project):
    assert run("undo", project).status == 0

    for command in ("undo", "undo", "redo"):
        ended = run(command, project)
        if command == "undo":
            assert (ended.status, ended.out) == (1, "")
            assert ended.err == "annotator: there is nothing to undo\n"
    assert run("redo", project).err == "annotator: there is nothing to redo\n"


def test_undo_can_be_kept_to_one_annotator(run, project):
    annotate(run, project, "--annotator", "Ada")
    annotate(run, project, "--annotator", "Bo")

    assert run("undo", project, "--annotator", "Ada").status == 0

    assert run("stats", project, "--json").json["by_annotator"] == {"Bo": 1}


def test_the_history_says_who_did_what_and_when(run, project):
    annotate(run, project, "--annotator", "Ada")
    run("undo", project)

    lines = run("history", project).out.splitlines()

    assert [re.sub(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", line) for line in lines] == [
        "TIME  Ada  undo add Role",
        "TIME  Ada  add Role  (undone)",
        "TIME  AK   import 1 article",
    ]


def test_the_history_as_json_has_every_field(run, project):
    annotate(run, project)

    newest, imported = run("history", project, "--json").json

    assert (newest["kind"], newest["label"], newest["annotator"]) == ("do", "add Role", "AK")
    assert (newest["undone"], newest["inverts"]) == (False, None)
    assert imported["label"] == "import 1 article"
    assert run("history", project, "--json", "--limit", 1).json == [newest]


def test_a_label_cannot_command_the_terminal(run, project):
    run("annotate", project, "article.txt", 4, 18, "Role", "--annotator", "A\x1b[2Jda")

    assert "\x1b" not in run("history", project).out


def test_the_window_sees_what_a_command_did(run, project):
    with Project.open(project) as window:
        before = window.last_change()
        annotate(run, project)

        assert window.changed_outside()
        touched = window.touched_since(before)
        assert touched is not None
        assert touched.label == "add Role"
        assert window.undo_state().undo == "add Role"

"""The file itself: its rules, its queries' plans, its views, and what survives a crash or a crowd."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.annotation import Relation
from annotator.model.ids import new_id
from annotator.store import Project
from annotator.store.queries import STATEMENTS
from tests.store.conftest import TEXT, annotation, document, put

ROOT = Path(__file__).parents[2]
VALUES = {
    "after": 0, "limit": 10, "status": "new", "title": "x", "match": '"x"*', "unspaced": None, "id": "x",
    "ids": "[]", "document": 1, "annotation": 1, "annotator": 1,
}  # fmt: skip
LOOKS_AT_TITLES = {"list that matches", "list of a status that matches"}


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_query_of_the_window_uses_an_index(filled, name):
    values = {key: value for key, value in VALUES.items() if f":{key}" in STATEMENTS[name]}
    plan = [row[3] for row in filled.database.conn.execute(f"EXPLAIN QUERY PLAN {STATEMENTS[name]}", values)]
    scans = [step for step in plan if step.startswith("SCAN") and "json_each" not in step and "VIRTUAL" not in step]
    if name not in LOOKS_AT_TITLES and name != "status counts":
        assert scans == [], plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan


def test_a_person_can_read_it_with_any_sqlite_tool(filled, first, path):
    claim = annotation(first, (22, 47), tag="Intention", kind="claim")
    who, cue = annotation(first, (0, 11)), annotation(first, (12, 21), tag="Cue", kind="cue")
    parts = (Relation(new_id(), "claimant", claim.id, who.id), Relation(new_id(), "cue", claim.id, cue.id))
    put(filled, claim, who, cue, *parts)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT article, type, claim, claimant, cue FROM claims").fetchall() == [
        ("Sacred Mission", "Intention", "a monument would be built", "Kim Jong Un", "said that")
    ]
    assert connection.execute("SELECT words FROM marks WHERE kind = 'entity'").fetchall() == [("Kim Jong Un",)]
    assert connection.execute("SELECT title, claims FROM articles ORDER BY claims DESC").fetchone() == (
        "Sacred Mission",
        1,
    )
    assert connection.execute("SELECT label FROM history").fetchall() == [("import 2 articles",), ("add",)]
    connection.close()


def test_texts_never_change_and_rules_hold_for_every_writer(filled, path):
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never changes"):
        connection.execute("UPDATE texts SET text = 'other'")
    for statement in (
        "UPDATE documents SET status = 'lost'",
        "UPDATE documents SET title = NULL",
        "INSERT INTO annotators VALUES (99, 'x', '')",
        "UPDATE documents SET entities = 'many'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


def test_originals_are_kept_and_checked(filled, first, path):
    source = filled.document(first).document.source
    assert filled.original(source.id) == f"Sacred Mission\n{TEXT}".encode()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE sources SET original = x'00' WHERE id = ?", (source.id,))
    connection.commit()
    connection.close()
    assert any("cannot be unpacked" in fault for fault in filled.check())


def test_check_names_every_kind_of_tampering(filled, first, path):
    put(filled, annotation(first, (0, 11)))
    assert list(filled.check()) == []
    connection = sqlite3.connect(path)
    connection.execute('UPDATE annotations SET "end" = 5000')
    connection.execute("UPDATE documents SET entities = 7")
    connection.execute("DROP TRIGGER texts_never_change")
    connection.execute("UPDATE texts SET text = text || '!' WHERE key = 1")
    connection.commit()
    connection.close()
    faults = " ".join(filled.check())
    for words in ("outside the text", "does not match its SHA-256", "counts kept"):
        assert words in faults


def test_a_backup_is_whole_while_somebody_writes(filled, first, tmp_path, reopened):
    other = reopened()
    put(other, annotation(first, (0, 3)))
    filled.backup(tmp_path / "copy.annotator")
    put(other, annotation(first, (4, 8)))
    with Project.open(tmp_path / "copy.annotator") as copy:
        assert list(copy.check()) == []
        assert copy.statistics().annotations == 1


WRITER = """
import sys
from pathlib import Path
from annotator.store import Project
from tests.store.conftest import annotation, put
name, count = sys.argv[2], int(sys.argv[3])
with Project.open(Path(sys.argv[1])) as project:
    first = project.documents(limit=1)[0].id
    print("ready", flush=True)
    for number in range(count):
        put(project, annotation(first, (number % 50, number % 50 + 3), who=name), who=name)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_processes_write_without_ever_being_locked_out(filled, path):
    others = [writer(path, name, 150) for name in ("Ben", "Cleo")]
    first = filled.documents(limit=1)[0].id
    for number in range(150):
        put(filled, annotation(first, (number % 50, number % 50 + 3)))
    for other in others:
        _, errors = other.communicate(timeout=60)
        assert (other.returncode, errors) == (0, b"")
    assert filled.statistics().by_annotator == {"Anna": 150, "Ben": 150, "Cleo": 150}
    assert list(filled.check()) == []


def test_a_killed_writer_leaves_a_whole_project(filled, path, reopened):
    filled.close()
    other = writer(path, "Ben", 100_000)
    assert other.stdout.readline() == b"ready\n"
    project = reopened()
    while project.statistics().annotations < 20:
        assert other.poll() is None
    other.send_signal(signal.SIGKILL)
    other.communicate()
    again = reopened()
    assert list(again.check()) == []
    assert again.statistics().annotations >= 20
    put(again, annotation(again.documents(limit=1)[0].id, (0, 3)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("monument", ["monument"]),
        ("MONU*", ["monument"]),
        ('"kim jong"', ["Kim Jong"]),
        ("soon", ["Soon"]),
        ("nowhere", []),
        ('AND OR NOT ( " * ^ :', []),
        ("he's", []),
        ("", []),
        ("😀", ["😀"]),
    ],
)
def test_a_search_finds_words_and_never_raises(project, query, found):
    put(project, document())
    assert [hit.match for hit in project.search(query)] == found


def test_a_search_finds_chinese_and_accents_and_says_where(project):
    put(project, document("Zwei", "Brücke über die Süderau. 海明市档案馆宣布开放。"))
    (hit,) = project.search("sudéraü")
    assert hit.match == "Süderau"
    assert project.count_documents(text="宣布") == 1
    (hit,) = project.search("档案馆")
    assert (hit.start, hit.end) == (28, 31)


def test_a_nul_in_a_text_stays(project):
    text = "one\0two 😀 three"
    put(project, document("Nul", text))
    assert project.document(project.documents()[0].id).document.text == text
    assert list(project.check()) == []


def test_lists_are_filtered_and_paged_by_key(project):
    put(project, *[document(f"Letter {number}", f"text {number} winter") for number in range(25)])
    page = project.documents(limit=10)
    rest = project.documents(after=page[-1].key, limit=100)
    assert [each.title for each in page + rest] == [f"Letter {number}" for number in range(25)]
    assert [each.title for each in project.documents(text="letter 7")] == ["Letter 7"]
    assert project.count_documents(text="winter") == 25
    assert project.find_document("Letter 3") == project.documents()[3].id

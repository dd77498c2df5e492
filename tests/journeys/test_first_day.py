"""The first day: a folder dropped, an article marked by keyboard alone, the process killed, and all of it there."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from annotator.app.main_window import MainWindow
from annotator.app.settings import Settings
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.tagset_toml import load_default
from annotator.resources import resources
from annotator.store import Project
from tests.journeys.person import Person, wait_for, window_on_sample

ROOT = Path(__file__).parents[2]


def test_the_first_day_survives_a_killed_process(qtbot, tmp_path, screenshot):
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in (resources() / "samples").glob("*.txt"):
        shutil.copy(path, folder)
    project, settings_file = tmp_path / "First day.annotator", tmp_path / "settings.ini"
    Project.create(project, load_default()).close()

    mark_and_die(project, folder, settings_file)

    settings = Settings(settings_file)
    window = MainWindow(settings, log=tmp_path / "annotator.log")
    qtbot.addWidget(window)
    assert window.open_project(project)
    person = Person(window)
    session = window.session
    assert session.document.document.title == "Harbour Strike Enters Its Second Week"
    assert session.document.document.status == "open"
    marked = {(each.tag, session.words(each)) for each in session.annotations}
    assert {
        ("Person", "Marta Lindqvist"),
        ("Person", "Aldous Merrick"),
        ("Location", "Norhaven"),
        ("Organization", "Dockers' Union"),
        ("Intention", "We will not go back for promises"),
        ("Cue", "told a meeting") if ("Cue", "told a meeting") in marked else ("Cue", "told"),
        ("Cause", "The strike was caused by a roster that nobody had read"),
        ("Cue", "admitted"),
    } <= marked
    parts = {
        (session.annotation(each.source).tag, each.type, session.words(session.annotation(each.target)))
        for each in session.relations
    }
    assert ("Intention", "claimant", "Marta Lindqvist") in parts
    assert ("Cause", "claimant", "Merrick") in parts
    assert ("Cause", "cue", "admitted") in parts
    person.repainted()
    screenshot(window, "first-day")

    before = exported(project, tmp_path / "before.jsonl")
    steps = 0
    while session.undo_state.undo and not session.undo_state.undo.startswith("import"):
        person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        steps += 1
        assert steps < 30
    assert steps >= 8
    assert session.annotations == ()
    assert session.document.document.status == "new"
    for _ in range(steps):
        person.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert exported(project, tmp_path / "again.jsonl") == before

    elsewhere = tmp_path / "elsewhere.annotator"
    Project.create(elsewhere, load_default()).close()
    report = import_paths(elsewhere, [tmp_path / "before.jsonl"], annotator="somebody else")
    assert report.failed == []
    assert exported(elsewhere, tmp_path / "elsewhere.jsonl") == before
    with Project.open(project, write=False) as opened:
        assert list(opened.check()) == []
    window.close()


def mark_and_die(project: Path, folder: Path, settings_file: Path) -> None:
    command = [sys.executable, "-m", "tests.journeys.first_day_window", str(project), str(folder), str(settings_file)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "READY\n"
        child.send_signal(signal.SIGKILL)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def exported(project: Path, output: Path) -> bytes:
    export(project, ExportRequest("jsonl"), output)
    return output.read_bytes()


def test_a_change_by_another_process_is_shown_within_a_second(qtbot, tmp_path):
    project = tmp_path / "Shared.annotator"
    window = window_on_sample(qtbot, project, "harbour-strike.txt")
    person = Person(window)
    start = person.page.text.index("Norhaven")
    words = [sys.executable, "-m", "annotator", "annotate", str(project), "harbour-strike.txt"]
    subprocess.run([*words, str(start), str(start + 8), "Location", "--annotator", "Ruth"], check=True, cwd=ROOT)
    assert wait_for(lambda: len(window.session.annotations) == 1, 1000)
    assert [each.annotator for each in person.page.annotations] == ["Ruth"]
    assert window.session.undo_state.undo == "import 1 article"
    window.close()

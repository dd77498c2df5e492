import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.app.main_window import MainWindow
from annotator.app.settings import settings_path
from tests.cli.conftest import process

NO_DISPLAY = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}


@pytest.fixture
def seen(qapp) -> list[str]:
    """Close each window that comes up, and return the titles that the windows had."""
    titles: list[str] = []

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                titles.append(window.windowTitle())
                window.close()
                window.deleteLater()

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    yield titles
    timer.stop()


def test_a_path_opens_the_window_on_that_project(run, samples, seen):
    ended = run(samples)

    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert len(seen) == 1
    assert "amples" in seen[0]


def test_without_a_path_the_window_opens_on_the_last_project(run, samples, seen):
    assert run().status == 0
    assert run(samples).status == 0
    assert run().status == 0

    welcome, opened, again = seen
    assert welcome != opened == again


def test_the_demo_is_a_fresh_project_that_the_settings_forget(run, seen):
    assert run("demo").status == 0

    assert len(seen) == 1
    assert not Path(settings_path()).exists()


def test_the_demo_without_a_window_says_what_it_made(run):
    ended = run("demo", "--headless")

    assert ended.status == 0
    first, second, path = ended.out.splitlines()
    assert re.fullmatch(r"\d+ sample articles, \d+ characters, \d+ annotations", first)
    assert "claim" in second
    assert run("check", path).status == 0
    assert run("demo", "--headless").out.splitlines()[-1] != path


def test_without_a_display_the_window_is_refused_in_a_sentence(samples):
    for arguments in ([], ["demo"], [samples]):
        ended = process(*arguments, env=NO_DISPLAY)

        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith("annotator: there is no display")
        assert ended.err.count("\n") == 1


def test_a_project_that_may_not_be_written_is_not_opened(run, samples, seen):
    samples.chmod(0o444)

    ended = run(samples)

    assert ended.status == 1
    assert "read-only" in ended.err
    assert seen == []


def test_a_picture_is_taken_without_a_display(samples):
    ended = process(
        "screenshot",
        samples,
        "--output",
        "a.png",
        "--size",
        "900x600",
        "--theme",
        "dark",
        "--zoom",
        "1.2",
        env=NO_DISPLAY,
    )

    assert (ended.status, ended.err) == (0, "")
    picture = QImage("a.png")
    assert (picture.width(), picture.height()) == (900, 600)
    assert picture.pixelColor(450, 590).lightness() < 100


def test_a_picture_can_be_of_any_document(samples):
    for name, output in (("sacred-mission.txt", "a.png"), ("gangkou.txt", "b.png")):
        ended = process("screenshot", samples, "--output", output, "--document", name, env=NO_DISPLAY)
        assert ended.status == 0, ended.err

    assert QImage("a.png") != QImage("b.png")
    ended = process("screenshot", samples, "--output", "c.png", "--document", "none", env=NO_DISPLAY)
    assert ended.status == 2
    assert "“none”" in ended.err
    assert not Path("c.png").exists()

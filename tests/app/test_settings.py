from pathlib import Path

import pytest

from annotator.app.settings import Place, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def test_what_is_set_is_there_after_a_restart(qtbot, path):
    one = Settings(path)
    one.theme = "dark"
    one.reading_size = 15
    one.measure = 62
    one.line_height = 130
    one.interface_family = "Noto Serif"
    one.annotator = "Müller, Anna; the second"
    one.geometry = b"\x00\x01\xff"
    one.shortcuts = {"file.open": ("Ctrl+L",), "edit.undo": ()}
    one.set_place(Path("/a/Letters, old.annotator"), Place("id-1", 4711))
    one.sync()
    again = Settings(path)
    assert again.theme == "dark"
    assert again.reading_size == 15
    assert (again.measure, again.line_height, again.interface_family) == (62, 130, "Noto Serif")
    assert again.annotator == "Müller, Anna; the second"
    assert again.geometry == b"\x00\x01\xff"
    assert again.shortcuts == {"file.open": ("Ctrl+L",), "edit.undo": ()}
    assert again.place(Path("/a/Letters, old.annotator")) == Place("id-1", 4711)


def test_a_change_is_told_once_and_only_if_it_is_one(qtbot, path):
    settings = Settings(path)
    with qtbot.waitSignal(settings.changed) as said:
        settings.theme = "dark"
    assert said.args == ["theme"]
    with qtbot.assertNotEmitted(settings.changed):
        settings.theme = "dark"


def test_a_damaged_file_gives_the_defaults(qtbot, path):
    path.write_text(
        "[General]\nreading_size=huge\nrecent={{\ngeometry=%%%\ntheme=pink\nmotion=wild\nmeasure=wide\nshortcuts=[1]\nzoom=\n"
    )
    settings = Settings(path)
    assert settings.reading_size == 12
    assert settings.recent == ()
    assert settings.geometry == b""
    assert settings.theme == "system"
    assert settings.motion == "system"
    assert settings.measure == 76
    assert settings.shortcuts == {}
    assert settings.zoom == 1.0


def test_recent_projects_are_newest_first_without_doubles_and_few(qtbot):
    settings = Settings(None)
    for number in range(14):
        settings.remember_project(Path(f"/p/{number}.annotator"))
    settings.remember_project(Path("/p/9.annotator"))
    assert settings.recent[0] == "/p/9.annotator"
    assert len(settings.recent) == 10
    assert len(set(settings.recent)) == 10


def test_without_a_name_the_account_is_the_annotator(qtbot):
    settings = Settings(None)
    assert settings.annotator_name
    settings.annotator = "  AK "
    assert settings.annotator_name == "AK"


def test_sizes_stay_readable(qtbot):
    settings = Settings(None)
    settings.interface_size = 400
    assert settings.interface_size == 32
    for name, least, most in (("measure", 45, 110), ("line_height", 100, 200), ("paragraph_space", 0, 300)):
        setattr(settings, name, -1)
        assert getattr(settings, name) == least
        setattr(settings, name, 1000)
        assert getattr(settings, name) == most

import configparser
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from PySide6.QtGui import QImage

from annotator.model.tag import TagSet
from annotator.resources import resources
from annotator.store import Project

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the set-up script, with a note of its own."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bootstrap", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "NOTE", tmp_path / "bootstrap.json")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


def pins() -> dict[str, str]:
    """Return the version that constraints.txt pins for each package."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonical(name): version for name, version in found}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_pinned_within_its_range():
    pinned = pins()
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]]
    for group in PYPROJECT["dependency-groups"].values():
        wanted += group

    for line in wanted:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(pinned[canonical(requirement.name)]), line


def test_what_was_set_up_before_is_not_set_up_again(bootstrap, capfd):
    note = bootstrap.Note(packages=bootstrap.fingerprint(PYPROJECT), groups=["check", "program"])
    note.write()

    assert bootstrap.main(["check"]) == 0

    assert capfd.readouterr() == ("", "")


def test_a_new_dependency_is_set_up(bootstrap):
    more = {**PYPROJECT, "project": {**PYPROJECT["project"], "dependencies": ["one-more"]}}

    assert bootstrap.fingerprint(more) != bootstrap.fingerprint(PYPROJECT)


def test_a_damaged_note_counts_as_none(bootstrap):
    bootstrap.NOTE.write_text('{"root": ', encoding="utf-8")

    assert bootstrap.Note.read() == bootstrap.Note()


def test_an_unknown_group_is_refused_by_name(bootstrap):
    with pytest.raises(bootstrap.SetupError, match="no dependency group 'tests', only test, check"):
        bootstrap.requirements(PYPROJECT, ["tests"])


def test_the_display_decides_which_plugins_qt_needs(bootstrap, monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":7")

    assert bootstrap.platforms("display") == (["xcb"] if sys.platform == "linux" else [])
    assert bootstrap.platforms("offscreen") == ["offscreen"]


def test_a_library_that_is_missing_is_named(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "PROBE", "import ctypes; ctypes.CDLL('libnosuchthing.so.7')")

    assert bootstrap.missing_library(["offscreen"]) == "libnosuchthing.so.7"


def test_where_nothing_may_be_installed_the_command_is_named(bootstrap, monkeypatch, tmp_path):
    # neither apt-get nor sudo is on this path
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(bootstrap.SetupError) as raised:
        bootstrap.apt_install(["libegl1"], "Qt needs libEGL.so.1")

    assert str(raised.value) == (
        "Qt needs libEGL.so.1; please install it. On Debian it comes with:"
        " apt-get install --no-install-recommends libegl1"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the libraries are named as Linux names them")
def test_qt_finds_its_libraries_here(bootstrap):
    assert bootstrap.missing_library(["offscreen"]) is None


def test_the_script_of_the_checks_is_ready_to_run():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_a_project_is_recognised_by_its_bytes_and_its_name(tmp_path):
    kind = ElementTree.parse(ROOT / "packaging" / "annotator.xml").getroot()[0]
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    path = tmp_path / "a.annotator"
    with Project.create(path, TagSet("empty")):
        pass
    head = path.read_bytes()[:100]

    matches = list(kind.iter(f"{space}match"))

    assert len(matches) == 2
    for match in matches:
        value = match.attrib["value"].replace("\\0", "\0").encode()
        assert head[int(match.attrib["offset"]) :].startswith(value)
    glob = kind.find(f"{space}glob")
    assert glob is not None
    assert glob.attrib["pattern"] == f"*{path.suffix}"


def test_the_desktop_entry_opens_projects_with_the_installed_command():
    entry = configparser.ConfigParser(interpolation=None, delimiters=["="])
    entry.optionxform = str
    entry.read(ROOT / "packaging" / "annotator.desktop", encoding="utf-8")
    desktop = entry["Desktop Entry"]
    kind = ElementTree.parse(ROOT / "packaging" / "annotator.xml").getroot()[0]

    assert desktop["Exec"].split()[0] in PYPROJECT["project"]["scripts"]
    assert desktop["MimeType"] == f"{kind.attrib['type']};"
    assert (resources() / "icons" / f"{desktop['Icon']}.svg").exists()


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_icon_is_there_in_every_size(size):
    image = QImage(str(resources() / "icons" / f"annotator-{size}.png"))

    assert (image.width(), image.height()) == (size, size)
    # the corners are round: what is behind shows
    assert image.pixelColor(0, 0).alpha() < 128
    assert image.pixelColor(size // 2, size // 2).alpha() == 255


def test_the_icons_of_actions_are_drawn_alike_and_take_the_colour_of_the_theme():
    # the style sheet draws these as they are, in a colour that the themes can show
    of_style = ("chevron", "check")
    drawings = [
        path for path in (resources() / "icons").glob("*.svg") if not path.stem.startswith(("annotator", *of_style))
    ]

    assert len(drawings) >= 15
    for path in drawings:
        drawing = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 16 16"' in drawing
        assert 'stroke="currentColor" stroke-width="1.5"' in drawing
        assert "#" not in drawing

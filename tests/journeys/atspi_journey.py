"""A screen reader meets the real window over a real D-Bus.

Not part of `make test`: it needs a display, dbus-run-session, at-spi2-core and the system's Python with
its bindings. `.ci/run` installs them and names this file.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.model.change import Change, Put
from annotator.store import Project
from tests.app.conftest import TEXT, make_document, make_tag_set

ROOT = Path(__file__).parents[2]


@pytest.fixture
def met(tmp_path: Path) -> tuple[dict[str, Any], list[list[Any]]]:
    """Return what a screen reader found on the page, and what it heard while somebody marked."""
    path = tmp_path / "Letters.annotator"
    with Project.create(path, make_tag_set()) as project:
        project.do(Change("import", [Put(make_document("Sacred Mission", "open", marked=True))]), "AK")
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.journeys.atspi_window", str(path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "LISTENING" in lines, done.stderr
    place = lines.index("LISTENING")
    return json.loads(lines[place - 1]), json.loads(lines[place + 1])


def test_a_screen_reader_meets_text_marks_and_cards_and_hears_what_is_marked(met):
    found, heard = met

    assert found["page"]["name"] == "Page: Sacred Mission"
    assert found["page"]["role"] == "text"
    assert found["page"]["focusable"]
    assert found["read only"]
    assert found["page"]["description"] == "Marked here: Person: Kim Jong Un"
    assert found["text"] == TEXT
    assert found["characters"] == len(TEXT)
    assert found["caret"] == 0
    assert found["word"] == "stated"
    assert found["sentence"] == "He stated that a monument would be built in Pyongyang."
    assert found["paragraph"].strip() == "He stated that a monument would be built in Pyongyang."
    assert found["attributes"]["underline"] == "single"
    assert found["offset at character 3"] == 3
    assert found["selection"] == [0, 11]
    assert found["selections left"] == 0
    assert found["caret set"] == 5
    assert found["scrolls"]
    assert found["pressed"]
    assert {"Status", "Split"} <= set(found["choices"])
    assert "" not in found["choices"]

    names = [(each["role"], each["name"]) for each in found["children"]]
    assert names == [
        ("list item", "Person: Kim Jong Un"),
        ("list item", "cue: stated that"),
        ("list item", "claim, intention, by Kim Jong Un"),
        ("list item", "Location: Pyongyang"),
        ("comment", "claim, intention, by Kim Jong Un"),
    ]
    assert all(each["actions"] == ["Press"] for each in found["children"])

    said = [words for kind, words, *_ in heard if kind == "announcement"]
    assert "Person: praised the soldiers, marked" in said
    assert "Person: praised the soldiers, removed, undone" in said
    assert "article is done" in said
    assert "claim, statement, marked" in said
    assert any("proposed cue 'stated that', claimant" in each for each in said)
    assert any(kind == "text-caret-moved" for kind, *_ in heard)
    assert any(kind == "text-selection-changed" for kind, *_ in heard)

"""The page looks as it did, as a person sees it: the same shapes and colours in the same places.

If a picture is meant to look otherwise now, look at the new one and keep it:
``python -m tests.pictures.draw tests/pictures/kept``.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

KEPT = Path(__file__).parent / "kept"
CELL = 6
"""Pixels of a square whose mean colour is compared: the edges of letters may differ by a little."""
SLIGHT = 20
"""How far a channel's mean, 0 to 255, may be off."""
FEW = 0.002
"""The share of cells that may be off by more."""
NAMES = sorted(each.stem for each in KEPT.glob("*.png"))


def cells(picture: QImage) -> bytes:
    """Return the mean colours of the squares of a picture, three bytes each."""
    smooth = Qt.TransformationMode.SmoothTransformation
    size = picture.width() // CELL, picture.height() // CELL
    small = picture.scaled(*size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    small = small.convertToFormat(QImage.Format.Format_RGB32)
    # four bytes a pixel, of which the last means nothing
    data = bytes(small.constBits())
    return bytes(byte for place, byte in enumerate(data) if place % 4 != 3)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    command = [sys.executable, "-m", "tests.pictures.draw", str(folder)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_scene_has_a_picture_and_every_picture_a_scene(drawn):
    assert sorted(each.stem for each in drawn.glob("*.png")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_page_looks_as_it_did(drawn, name):
    now, kept = QImage(str(drawn / f"{name}.png")), QImage(str(KEPT / f"{name}.png"))
    assert now.size() == kept.size()
    pairs = zip(cells(now), cells(kept), strict=True)
    off = sum(abs(one - other) > SLIGHT for one, other in pairs)
    share = off / len(cells(kept))
    assert share <= FEW, f"{share:.2%} of {name} looks otherwise; see {drawn / name}.png beside {KEPT / name}.png"


def test_a_mark_that_is_not_drawn_would_be_seen(drawn):
    """What the comparison is worth: a line two pixels high under one word is found missing."""
    whole = QImage(str(KEPT / "overlaps-light.png"))
    less = whole.copy()
    for x in range(120, 200):
        for y in range(200, 206):
            less.setPixelColor(x, y, whole.pixelColor(x, y).darker(300))
    off = sum(abs(one - other) > SLIGHT for one, other in zip(cells(whole), cells(less), strict=True))
    assert off / len(cells(whole)) > FEW / 10

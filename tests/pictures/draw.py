"""Draws the pages into a folder, with no font but those that come along: ``python -m tests.pictures.draw FOLDER``.

A process of its own, since a program finds its fonts once.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.own_fonts import written_to


def main(folder: Path) -> None:
    """Draw every scene as PNG into *folder*."""
    with tempfile.TemporaryDirectory() as name:
        config = written_to(Path(name))
        # before Qt is imported, which reads them once
        os.environ |= {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
        _draw(folder)


def _draw(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from annotator.app.page.view import PageView
    from annotator.app.run import application
    from annotator.app.theme import THEMES
    from annotator.formats.tagset_toml import load_default
    from tests.pictures.scenes import scenes

    application()
    folder.mkdir(parents=True, exist_ok=True)
    for scene in scenes():
        page = PageView()
        page.set_theme(THEMES[scene.theme])
        page.set_tag_set(load_default())
        page.resize(*scene.size)
        page.show()
        page.show_document(scene.opened)
        scene.act(page)
        # the first painting settles the heights that were estimated
        for _ in range(3):
            page.grab()
            QApplication.processEvents()
        page.overview.marks_changed()
        page.overview.finish()
        assert page.grab().save(str(folder / f"{scene.name}.png"))
        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

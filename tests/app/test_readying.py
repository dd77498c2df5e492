"""What the first article needs is loaded while there is none, and nobody sees anything of it."""

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator.app.page.view import PageView
from annotator.app.readying import Readying
from annotator.app.theme import THEMES
from annotator.model.document import AnnotatedDocument, Document
from tests.pictures.scenes import ENGLISH, TIME

WELCOME = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings

app = application()
window = MainWindow(Settings(None), log=Path(sys.argv[1]))
window.show_welcome()
window.show()
before = "annotator.app.surroundings" in sys.modules
watch = QTimer()
watch.timeout.connect(lambda: "annotator.app.surroundings" in sys.modules and app.quit())
watch.start()
QTimer.singleShot(60_000, app.quit)
app.exec()
print(json.dumps([before, "annotator.app.surroundings" in sys.modules]))
"""


def empty_page(qtbot) -> PageView:
    page = PageView()
    qtbot.addWidget(page)
    page.set_theme(THEMES["light"])
    page.resize(860, 420)
    with qtbot.waitExposed(page):
        page.show()
    page.viewport().repaint()
    return page


def is_ready(page: PageView) -> bool:
    found = page.findChild(Readying)
    return found is not None and not found.isActive()


def test_an_empty_page_makes_ready_and_stays_empty(qtbot):
    page = empty_page(qtbot)
    before = page.grab().toImage()

    qtbot.waitUntil(lambda: is_ready(page))

    qtbot.waitUntil(lambda: [each for each in QApplication.topLevelWidgets() if isinstance(each, PageView)] == [page])
    assert page.grab().toImage() == before
    assert not page.text


def test_an_article_that_comes_at_once_is_not_kept_waiting(qtbot):
    page = empty_page(qtbot)
    page.show_document(AnnotatedDocument(Document("d", "The ledger", ENGLISH, "0" * 64, TIME)))

    qtbot.waitUntil(lambda: is_ready(page))

    assert page.text == ENGLISH


def test_what_a_project_is_opened_with_is_loaded_while_the_first_page_is_looked_at(tmp_path: Path):
    ended = subprocess.run(
        [sys.executable, "-c", WELCOME, str(tmp_path / "log")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout.splitlines()[-1]) == [False, True]

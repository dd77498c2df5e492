"""What the table of 100,000 claims costs a person: from the key to the picture, against the query of the same lines.

The floor asks the project file for the first page and no more: no window, no model, no painting.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.window import ClaimsWindow
from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.claims import Wanted
from tests.benchmarks.corpus import TIME
from tests.benchmarks.harness import Figure, compare

DOCUMENTS, CLAIMS = 2_000, 50
RUNS, AT_MOST = 5, 5.0
_WORDS = "the port was shut by ice in march and nobody said who had ordered the ships to wait for coal again".split()


def _article(number: int, dice: random.Random) -> AnnotatedDocument:
    id_ = new_id()
    text, marks, links = "", list[Annotation](), list[Relation]()
    for place in range(CLAIMS):
        name = f"Speaker {dice.randrange(400)}"
        words = " ".join(dice.choices(_WORDS, k=dice.randint(6, 14)))
        start = len(text)
        text += f"{name} said that {words} {place}. "
        said = start + len(name) + 1

        def mark(kind: str, tag: str, span: Span, **attributes: str) -> Annotation:
            made = Annotation(new_id(), id_, "claim", tag, (span,), "AK", TIME, TIME, attributes)
            return replace(made, kind=kind)  # pyright: ignore[reportArgumentType]

        person = mark("entity", "Person", Span(start, start + len(name)))
        cue = mark("cue", "Cue", Span(said, said + 9))
        verdict = {"verdict": dice.choice(("true", "false", "mixed"))} if dice.random() < 0.3 else {}
        tag = dice.choice(("Statement", "Cause", "Intention"))
        claim = mark("claim", tag, Span(said + 10, len(text) - 2), **verdict)
        marks += [person, cue, claim]
        if dice.random() < 0.9:
            links.append(Relation(new_id(), "claimant", claim.id, person.id))
            links.append(Relation(new_id(), "cue", claim.id, cue.id))
    date = f"19{dice.randint(14, 39)}-0{dice.randint(1, 9)}"
    document = Document(id_, f"Article {number}", text, text_sha256(text), TIME, date, "en")
    return AnnotatedDocument(document, tuple(sorted(marks, key=lambda each: each.start)), tuple(links))


def _project(folder: Path) -> Path:
    path, dice = folder / "claims.annotator", random.Random(5)
    with Project.create(path, load_default()) as project:
        for begin in range(0, DOCUMENTS, 200):
            articles = [_article(number, dice) for number in range(begin, begin + 200)]
            project.do(Change("import", [Put(each) for each in articles]), "AK")
    return path


def run() -> Iterator[Figure]:
    """Yield what it takes to open the table, to sort it, and to filter it."""
    application()
    with tempfile.TemporaryDirectory() as name:
        path = _project(Path(name))
        settings = Settings(None)
        settings.annotator = "AK"
        window = MainWindow(settings, log=Path(name) / "annotator.log")
        assert window.open_project(path)
        window.resize(1440, 900)
        window.show()
        QTest.qWaitForWindowExposed(window)
        QTest.qWait(300)
        with Project.open(path, write=False) as beside:
            yield from _figures(window, beside)
        window.close()


def _figures(window: MainWindow, beside: Project) -> Iterator[Figure]:
    against = "the query of the same first page alone"
    handler = window.handlers.of(ClaimsHandler)

    def page(wanted: Wanted) -> Callable[[], None]:
        def ask() -> None:
            beside.claims.page(wanted)

        return ask

    def opened() -> float:
        if handler.view is not None:
            handler.view.close()
            QTest.qWait(20)
        settle(window)
        began = time.perf_counter()
        handler.show()
        painted(handler.view)
        return time.perf_counter() - began

    case = f"open the table of {DOCUMENTS * CLAIMS:,} claims until painted"
    yield compare("claims", case, ours=opened, floor=page(Wanted()), against=against, at_most=AT_MOST, runs=RUNS)

    view = handler.view
    assert view is not None
    scale = view.wanted.scale

    def timed(act: Callable[[], object]) -> float:
        settle(window)
        began = time.perf_counter()
        act()
        painted(view)
        return time.perf_counter() - began

    columns = (("claim", 0), ("claimant", 2), ("document", 4), ("verdict", 6))
    for column, number in columns:

        def back() -> None:
            view.sort_by(-1)
            painted(view)

        def by_column(number: int = number) -> float:
            back()
            return timed(lambda: view.sort_by(number))

        wanted = Wanted(sort=column, scale=scale)  # pyright: ignore[reportArgumentType]
        case = f"sort {DOCUMENTS * CLAIMS:,} claims by {column} until painted"
        yield compare("claims", case, ours=by_column, floor=page(wanted), against=against, at_most=AT_MOST, runs=RUNS)
    view.sort_by(-1)
    painted(view)

    def filtered() -> float:
        view.query.clear()
        view.model.show(view.wanted)
        painted(view)

        def look() -> None:
            view.query.setText("coal again march")
            QTest.keyClick(view.query, Qt.Key.Key_Return)

        return timed(look)

    case = f"filter {DOCUMENTS * CLAIMS:,} claims by words until painted"
    floor = page(Wanted(text="coal again march"))
    yield compare("claims", case, ours=filtered, floor=floor, against=against, at_most=AT_MOST, runs=RUNS)


def settle(window: MainWindow) -> None:
    """Let the window finish what it still has to do, as a person who reads a line does."""
    QTest.qWait(300)
    while window.workspace is not None and window.workspace.jobs.running:
        QTest.qWait(20)


def painted(view: ClaimsWindow | None) -> None:
    """Wait until what was asked for last is there, and paint it."""
    assert view is not None
    while view.model.is_loading:
        # asleep until something comes: who waits takes nothing from the query
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    view.repaint()
    view.table.viewport().repaint()

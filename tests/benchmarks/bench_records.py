"""What linking a mention costs among 100,000 records with aliases: from the key to the candidates, and to the link."""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.analysis.record_candidates import RecordFinder, RecordIndex, normalised
from annotator.app.main_window import MainWindow
from annotator.app.records.link_popup import LinkPopup
from annotator.app.run import application
from annotator.app.settings import Settings
from annotator.formats.tagset_toml import load_default
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.records import Name
from tests.benchmarks.corpus import TIME
from tests.benchmarks.harness import Figure, compare, within

RECORDS = 100_000
MENTIONS = 60
PROMPT = 0.05
"""Seconds within which a person takes an answer for immediate."""
_SYLLABLES = [
    a + b for a in "b c ch d f g h k kr l m n p r s sch st t v w z".split() for b in "a e i o u au ei".split()
]


def people(dice: random.Random) -> list[Record]:
    """Return invented people: surnames that many share, given names, initials and other spellings as aliases."""

    def word(least: int, most: int) -> str:
        return "".join(dice.choices(_SYLLABLES, k=dice.randint(least, most))).capitalize()

    surnames = [word(2, 4) for _ in range(12_000)]
    given = [word(1, 3) for _ in range(900)]
    made: list[Record] = []
    for _ in range(RECORDS):
        first, last = dice.choice(given), surnames[min(int(dice.expovariate(1 / 2500)), len(surnames) - 1)]
        aliases = (f"{last}, {first}", f"{first[0]}. {last}", _misspelt(f"{first} {last}", dice))
        made.append(Record(new_id(), "entity", f"{first} {last}", "Person", aliases))
    return made


def _misspelt(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(name))
    return name[:at] + dice.choice("aeiounrst") + name[at + dice.randint(0, 1) :]


def wanted(records: Sequence[Record], dice: random.Random) -> list[str]:
    """Return what mentions say: whole names, initials, surnames alone, and names that nobody has quite so."""
    found: list[str] = []
    for number, each in enumerate(dice.sample(records, MENTIONS)):
        first, last = each.name.split()
        found.append(
            (each.name, f"{first[0]}. {last}", last, _misspelt(each.name, dice), f"Mayor {each.name}")[number % 5]
        )
    return found


def run() -> Iterator[Figure]:
    """Yield the figures of linking in a project of 100,000 records."""
    dice = random.Random(1917)
    records = people(dice)
    words = wanted(records, dice)
    with tempfile.TemporaryDirectory() as name:
        path = make_project(Path(name) / "records.annotator", records, words)
        yield _asked(path, words)
        yield from _linked(path, Path(name))
    yield _right(records, words)


def make_project(path: Path, records: Sequence[Record], words: Sequence[str]) -> Path:
    """Make a project with *records*, and an article that mentions *words*."""
    text, spans = "", list[Span]()
    for each in words:
        text += "It was said of "
        spans.append(Span(len(text), len(text) + len(each)))
        text += f"{each} that nothing else was known.\n"
    document = Document("d", "Many names", text, text_sha256(text), TIME, "1924", "en", status="open")
    marks = tuple(
        Annotation(f"m{number:04}", "d", "entity", "Person", (span,), "Bench", TIME, TIME)
        for number, span in enumerate(spans)
    )
    with Project.create(path, load_default()) as project:
        project.do(record_edits.create(records), "Bench")
        project.do(Change("import", [Put(AnnotatedDocument(document, marks))]), "Bench")
    return path


def _asked(path: Path, words: Sequence[str]) -> Figure:
    seconds: list[float] = []
    with Project.open(path) as project:
        finder = RecordFinder(project)
        for each in words:
            began = time.perf_counter()
            finder.catch_up(project)
            found = finder.candidates(each, "entity")
            project.records.summaries([each.record for each in found])
            seconds.append(time.perf_counter() - began)
    case = "link a mention, candidates from 100,000 records with aliases, p95"
    return within("records", case, seconds=seconds, limit=PROMPT, against="50 ms, in which an answer seems immediate")


def _linked(path: Path, folder: Path) -> Iterator[Figure]:
    application()
    settings = Settings(None)
    settings.annotator = "Bench"
    window = MainWindow(settings, log=folder / "annotator.log")
    assert window.open_project(path)
    window.resize(1440, 900)
    window.show()
    QTest.qWaitForWindowExposed(window)
    workspace = window.workspace
    assert workspace is not None
    session, page = workspace.session, workspace.page
    QTest.qWait(300)
    shown: list[float] = []
    kept: list[float] = []
    for number, mark in enumerate(session.annotations):
        page.select_annotation(mark.id)
        workspace.focus_page()
        QApplication.processEvents()
        began = time.perf_counter()
        QTest.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        popup = window.findChild(LinkPopup)
        assert popup is not None
        popup.grab()
        shown.append(time.perf_counter() - began)
        while number == 0 and popup.is_reading:
            QTest.qWait(10)
        while popup.is_counting:
            QTest.qWait(1)
        began = time.perf_counter()
        QTest.keyClick(popup.query, Qt.Key.Key_Return)
        QApplication.processEvents()
        page.grab()
        kept.append(time.perf_counter() - began)
        assert session.annotation(mark.id).record is not None
        QApplication.sendPostedEvents(popup, QEvent.Type.DeferredDelete)
    window.close()
    against = "50 ms, in which an answer seems immediate"
    case = "link a mention, from the key until the candidates are painted, p95"
    yield within("records", case, seconds=shown[1:], limit=PROMPT, against=against)
    case = "link a mention, from Enter until it is linked and painted, p95"
    yield within("records", case, seconds=kept[1:], limit=PROMPT, against=against)


def _right(records: Sequence[Record], words: Sequence[str]) -> Figure:
    """Compare with rapidfuzz over all names, which finds similar names only."""
    from rapidfuzz import fuzz, process

    names = [Name(each.id, each.kind, each.name, each.aliases) for each in records]
    index = RecordIndex(names)
    choices = [normalised(name) for each in names for name in (each.name, *each.aliases)]
    ours, theirs = iter(words * 2), iter(words * 2)

    def ask() -> None:
        index.candidates(next(ours), "entity")

    def look_at_all() -> None:
        process.extract(normalised(next(theirs)), choices, scorer=fuzz.ratio, score_cutoff=75, limit=48)

    return compare(
        "records",
        "candidates among 400,000 names",
        ours=ask,
        floor=look_at_all,
        against="rapidfuzz over all of them",
        at_most=1.0,
        runs=MENTIONS,
    )

"""How many acts, keys and clicks, it takes to mark the claims of the sample article, beside brat's.

Ours are counted while they are done to the window with real events, until every claim has the claimant and the
cue that the sample has. brat's are counted from its manual (https://brat.nlplab.org/manual.html): a span is drawn, its type chosen in a dialog
and the dialog confirmed; so is a relation, drawn from span to span. In its quick mode choosing a type confirms. Names are
marked already in both.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings
from annotator.exchange.samples import make_samples
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument
from annotator.store import Project
from tests.benchmarks.harness import Figure, figure

_BRAT = {"normal": 3, "quick": 2}
"""Acts for a span or a relation, by mode."""
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def run() -> Iterator[Figure]:
    """Yield the acts that the claims of the sample article take, with their claimants and cues."""
    application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        goal = _goal(folder)
        window = _window(folder, goal)
        acts = sum(_mark(window, goal, each) for each in goal.annotations if each.kind == "claim")
        opened = window.session.document if window.session is not None else None
        assert opened is not None
        assert _parts(opened) == _parts(goal), "what was marked is not what the sample has"
        window.close()
    for mode, at_most in (("normal", 0.4), ("quick", 0.5)):
        case = f"claims of the sample article with claimant and cue, brat in {mode} mode"
        yield figure("acts", case, [acts], [_in_brat(goal) * _BRAT[mode]], "acts", "brat, from its manual", at_most)


def _goal(folder: Path) -> AnnotatedDocument:
    path = folder / "samples.annotator"
    make_samples(path)
    with Project.open(path, write=False) as project:
        document = project.find_document("sacred-mission.txt")
        assert document is not None
        return project.document(document)


def _window(folder: Path, goal: AnnotatedDocument) -> MainWindow:
    path = folder / "names.annotator"
    names = tuple(each for each in goal.annotations if each.kind == "entity")
    with Project.create(path, load_default()) as project:
        project.do(Change("import", [Put(replace(goal, annotations=names, relations=()))]), "AK")
    settings = Settings(None)
    settings.annotator = "AK"
    window = MainWindow(settings, log=folder / "annotator.log")
    assert window.open_project(path)
    window.resize(1440, 900)
    window.show()
    QTest.qWaitForWindowExposed(window)
    QTest.qWait(200)
    return window


def _mark(window: MainWindow, goal: AnnotatedDocument, claim: Annotation) -> int:
    """Mark a claim by mouse and keys, and return how many acts that took: drags, clicks and keys."""
    page, marking = window.workspace.page, window.workspace.marking
    by_id = {each.id: each for each in goal.annotations}
    wanted = {
        each.type: Span(by_id[each.target].start, by_id[each.target].end)
        for each in goal.relations
        if each.source == claim.id and each.type in ("claimant", "cue")
    }
    acts = 0
    for number, span in enumerate(claim.spans):
        _drag(window, span, more=bool(number))
        acts += 1
    tag = load_default().find(claim.tag, "claim")
    assert tag is not None
    QTest.keyClick(page, Qt.Key(ord(tag.key[0].upper())))
    acts += 1
    for part, key, modifiers in (("claimant", Qt.Key.Key_Tab, _NONE), ("cue", Qt.Key.Key_Backtab, _SHIFT)):
        for _ in range(12):
            proposing = marking.proposing
            if proposing is None:
                break
            chosen = proposing.chosen_claimant if part == "claimant" else proposing.chosen_cue
            if (chosen.span if chosen is not None else None) == wanted.get(part):
                break
            QTest.keyClick(page, key, modifiers)
            acts += 1
    if marking.proposing is not None:
        QTest.keyClick(page, Qt.Key.Key_Return if wanted else Qt.Key.Key_Escape)
        acts += 1
    page.select_annotation(None)
    return acts


def _drag(window: MainWindow, span: Span, *, more: bool) -> None:
    page = window.workspace.page
    page.reveal(span.end)
    page.reveal(span.start)
    page.grab()
    modifiers = Qt.KeyboardModifier.AltModifier | (Qt.KeyboardModifier.ControlModifier if more else _NONE)
    start, end = page.rect_of_caret(span.start), page.rect_of_caret(span.end)
    first, last = start.center().toPoint() + QPoint(1, 0), end.center().toPoint() + QPoint(1, 0)
    view, left = page.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, modifiers, first)
    for place in (first + QPoint(9, 1), last):
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, left, modifiers, last)
    assert page.selection and page.selection[-1] == span, (page.selection, span)


def _in_brat(goal: AnnotatedDocument) -> int:
    """Return how many spans and relations are drawn; the parts of a span each."""
    relations = [each for each in goal.relations if each.type in ("claimant", "cue")]
    cues = {each.target for each in relations if each.type == "cue"}
    return sum(len(each.spans) for each in goal.annotations if each.kind == "claim") + len(cues) + len(relations)


def _parts(opened: AnnotatedDocument) -> set[tuple[object, ...]]:
    by_id = {each.id: each for each in opened.annotations}
    return {
        (by_id[each.source].spans, each.type, by_id[each.target].spans)
        for each in opened.relations
        if each.type in ("claimant", "cue")
    }

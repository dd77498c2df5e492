"""A change of very many rows is done, undone and redone beside the window, which goes on working."""

import pytest
from PySide6.QtCore import Qt, QTimer

from annotator.app.long_change import LONG
from annotator.app.main_window import MainWindow
from annotator.model import edits
from annotator.model.annotation import Span
from annotator.model.change import Change, Put
from annotator.store import Project

MANY = 3 * LONG
SHOWN = 20


class Ticks:
    """Counts how often the window's event loop comes round."""

    def __init__(self) -> None:
        self.many = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(0)

    def _tick(self) -> None:
        self.many += 1


@pytest.fixture
def marked(qtbot, window: MainWindow) -> MainWindow:
    session = window.session
    assert session is not None
    assert session.document is not None
    document = session.document.document
    tag = session.tag_set.find("Person", "entity")
    assert tag is not None
    other = next(each.id for each in session.project.documents() if each.id != document.id)
    shown = [edits.new_annotation(document.id, tag, (Span(place, place + 1),), "AK") for place in range(SHOWN)]
    # marks in an article that is not open cost no painting, which is not what this is about
    hidden = [
        edits.new_annotation(other, tag, (Span(place % 40, place % 40 + 1),), "AK") for place in range(MANY - SHOWN)
    ]
    assert session.do(Change(f"tag {MANY:,} places", [Put(each) for each in (*shown, *hidden)]))
    return window


def count(window: MainWindow) -> int:
    session = window.session
    assert session is not None
    with Project.open(session.project.path, write=False) as project:
        return project.statistics().annotations


def test_undoing_a_change_of_very_many_marks_lets_the_window_go_on(qtbot, marked: MainWindow):
    session, before, shown = marked.session, count(marked), marked.session.annotations
    ticks = Ticks()
    with qtbot.waitSignal(session.over, timeout=60_000):
        qtbot.keyClick(marked.workspace.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert session.working == f"Undoing tag {MANY:,} places"
        assert marked.status.job_text.text().startswith("Undoing tag")
        assert ticks.many == 0
    assert ticks.many > 1
    assert session.working is None
    assert count(marked) == before - MANY
    assert len(session.annotations) == len(shown) - SHOWN
    assert marked.status.left.text() == f"Undone: tag {MANY:,} places"
    with qtbot.waitSignal(session.over, timeout=60_000):
        marked.actions_["edit.redo"].trigger()
    assert (count(marked), len(session.annotations)) == (before, len(shown))
    assert marked.status.left.text() == f"Redone: tag {MANY:,} places"


def test_meanwhile_another_change_is_refused_in_a_sentence_and_nothing_is_lost(qtbot, marked: MainWindow):
    session, before = marked.session, count(marked)
    first = session.annotations[0]
    with qtbot.waitSignal(session.over, timeout=60_000):
        assert session.undo()
        assert not session.do(edits.remove(first))
        assert not session.undo()
        assert marked.status.left.text().startswith(
            "Nothing else can be changed until this is over or stopped: Undoing"
        )
    assert count(marked) == before - MANY
    assert session.redo()
    qtbot.waitUntil(lambda: session.working is None, timeout=60_000)
    assert count(marked) == before


def test_one_that_is_stopped_leaves_everything_as_it_was(qtbot, marked: MainWindow):
    session, before, shown = marked.session, count(marked), marked.session.annotations
    with qtbot.waitSignal(session.over, timeout=60_000) as over:
        assert session.undo()
        qtbot.mouseClick(marked.status.job_stop, Qt.MouseButton.LeftButton)
    assert over.args == [False]
    assert (count(marked), len(session.annotations)) == (before, len(shown))
    assert session.undo_state.undo == f"tag {MANY:,} places"
    assert marked.status.left.text() == "Stopped. Everything is as it was before."


def test_closing_the_project_meanwhile_stops_it(qtbot, marked: MainWindow):
    session, before = marked.session, count(marked)
    path = session.project.path
    assert session.undo()
    marked.close_project()
    qtbot.waitUntil(lambda: not marked.jobs.running, timeout=60_000)
    with Project.open(path, write=False) as project:
        assert project.statistics().annotations in (before, before - MANY)

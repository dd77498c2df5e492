import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from annotator.app.dialogs.error import ErrorDialog
from annotator.app.errors import ErrorReporter, start_log


@pytest.fixture
def shown(qtbot):
    told: list[tuple[str, str]] = []
    before = sys.excepthook, threading.excepthook
    reporter = ErrorReporter(lambda summary, details: told.append((summary, details)))
    reporter.install()
    yield told
    reporter.uninstall()
    sys.excepthook, threading.excepthook = before


@pytest.mark.expect_log("unexpected error")
def test_an_error_in_a_slot_is_shown_with_its_trace(qtbot, shown):
    try:
        raise ValueError("span 4-2")
    except ValueError:
        sys.excepthook(*sys.exc_info())
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0][0] == "ValueError: span 4-2"
    assert "test_errors.py" in shown[0][1]


@pytest.mark.expect_log("unexpected error")
def test_an_error_in_a_thread_is_shown_too(qtbot, shown):
    def fail():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0][0] == "RuntimeError: in a thread"


@pytest.mark.expect_log("unexpected error")
def test_while_one_error_is_shown_others_are_only_logged(qtbot):
    told = []

    def show(summary, details):
        told.append(summary)
        if len(told) == 1:
            reporter.report_error(ValueError("second"))
            QGuiApplication.processEvents()

    reporter = ErrorReporter(show)
    reporter.report_error(ValueError("first"))
    qtbot.waitUntil(lambda: bool(told))
    QGuiApplication.processEvents()
    assert told == ["ValueError: first"]


def test_the_log_is_written_where_it_is_said_to_be(tmp_path):
    path = tmp_path / "state" / "annotator.log"
    logger = logging.getLogger("annotator")
    before = list(logger.handlers)
    start_log(path)
    try:
        logging.getLogger("annotator.app").info("the window opened")
        assert "the window opened" in path.read_text()
    finally:
        for handler in logger.handlers[:]:
            if handler not in before:
                logger.removeHandler(handler)
                handler.close()


def test_a_long_log_is_turned_over(tmp_path):
    path = tmp_path / "annotator.log"
    path.write_text("old " * 300_000)
    start_log(path)
    logger = logging.getLogger("annotator")
    handler = logger.handlers[-1]
    logger.removeHandler(handler)
    handler.close()
    assert not path.exists()
    assert (tmp_path / "annotator.log.1").stat().st_size == 1_200_000


@pytest.mark.expect_log("no log at")
def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    start_log(blocked / "annotator.log")


def test_the_details_can_be_copied(qtbot):
    dialog = ErrorDialog("ValueError: span 4-2", "Traceback: here", Path("/log"))
    qtbot.addWidget(dialog)
    dialog.copy()
    assert "Traceback: here" in QGuiApplication.clipboard().text()
    assert dialog.copy_button.text() == "Copied"

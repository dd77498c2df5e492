"""The border where a bug meets the person: it is logged, shown once, and work goes on.

Errors that the person caused or can mend (`AnnotatorError`) never come here.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from annotator.app.folders import state_folder

log = logging.getLogger("annotator")

LOG_BYTES = 1_000_000
LOG_FILES = 3


def log_path() -> Path:
    """Return where the log of this person lies on this platform."""
    return state_folder() / "annotator.log"


def start_log(path: Path) -> None:
    """Write log records to *path*; a file of more than a megabyte is turned over first.

    A folder that cannot be written leaves the program without a log, not without a window.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(path)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError as error:
        log.warning("no log at %s: %s", path, error)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _turn_over(path: Path) -> None:
    if not path.exists() or path.stat().st_size < LOG_BYTES:
        return
    for number in range(LOG_FILES - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))


class ErrorReporter(QObject):
    """Catches what nobody caught, in any thread, and has *show* tell the person in the window's thread.

    *show* takes a sentence and the details; while it is showing one error, further ones are only logged.
    """

    _caught = Signal(str, str)

    def __init__(self, show: Callable[[str, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._showing = False
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of Python's and Qt's own reports."""
        sys.excepthook = self.report
        threading.excepthook = self._in_thread
        qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        """Give Python's and Qt's own reports their place back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an unexpected error and have it shown."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected error", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self._caught.emit(f"{kind.__name__}: {error}" if str(error) else kind.__name__, details)

    def report_error(self, error: BaseException) -> None:
        """Log and show an unexpected error that a job handed over."""
        self.report(type(error), error, error.__traceback__)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, summary: str, details: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            self._show(summary, details)
        finally:
            self._showing = False


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("annotator.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)

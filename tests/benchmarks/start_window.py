"""Processes that bench_window times from start to end: each shows a window, and quits once it is painted.

Arguments: ``bare``, or ``ours`` and a project.
"""

import os
import sys


def bare() -> None:
    """Show an empty main window of PySide6."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, quit_now)

    app = QApplication([])
    window = Window()
    window.resize(1440, 900)
    window.show()
    app.exec()


def ours(project: str) -> None:
    """Show the window on *project* until its article is painted."""
    from pathlib import Path

    from annotator.cli.showing import load_app

    # this comes first, as it does for a person
    run = load_app()
    from PySide6.QtCore import QTimer

    app = run.application()
    made = run.MainWindow

    class Window(made):
        def open_project(self, path: Path, document: str | None = None) -> bool:
            self.project_opened.connect(self._watch)
            return super().open_project(path, document)

        def _watch(self, workspace) -> None:
            workspace.page.painted.connect(lambda: QTimer.singleShot(0, quit_now))

    run.MainWindow = Window
    assert app is not None
    run.run_window(Path(project), remember=False)


def quit_now() -> None:
    """End the process as it is: what comes after the first picture is not measured."""
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(sys.argv[2])

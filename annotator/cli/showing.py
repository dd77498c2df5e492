"""The way from the command line to the window; it loads Qt, and no click."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError, ProjectError, UsageError

if TYPE_CHECKING:
    from types import ModuleType


def given_project(path: Path) -> Path:
    """Return *path* if a project is there; UsageError in a sentence if not. Only the head of the file is read."""
    from annotator.store.connection import check_file

    try:
        check_file(path, write=False)
    except ProjectError as error:
        raise UsageError(str(error)) from error
    return path


def open_window(project: Path) -> int:
    """Open the window on *project*, if it can be written; return its exit status."""
    from annotator.store.connection import check_file

    check_file(project, write=True)
    return show_window(project)


def show_window(project: Path | None, *, remember: bool = True) -> int:
    """Open the window and return its exit status."""
    need_display()
    return load_app().run_window(project, samples=fresh_samples, remember=remember)


def load_app() -> ModuleType:
    """Import Qt and the window; AnnotatorError if Qt cannot be loaded."""
    from annotator.exchange.pace import without_cycle_search

    try:
        with without_cycle_search():
            from annotator.app import run
    except ImportError as error:
        # Qt is loaded here, and with it libraries of the system that may be missing
        raise AnnotatorError(
            f"the window cannot be opened, since Qt cannot be loaded ({error}); install what is missing, "
            "or work without the window: annotator --help"
        ) from error
    return run


def has_display() -> bool:
    """Tell whether there is a display for a window."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def need_display() -> None:
    """Raise AnnotatorError if no window can be shown."""
    if not os.environ.get("QT_QPA_PLATFORM") and not has_display():
        raise AnnotatorError("there is no display to open a window on; work without it: annotator --help")


def fresh_samples() -> Path:
    """Make a fresh project of the sample articles in a temporary place and return its path."""
    import tempfile

    from annotator.exchange.samples import make_samples

    path = Path(tempfile.mkdtemp(prefix="annotator-demo-")) / "samples.annotator"
    make_samples(path)
    return path

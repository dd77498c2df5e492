"""Starts the window, or takes a picture of it."""

import gc
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator.app.errors import ErrorReporter, log_path, start_log
from annotator.app.folders import data_folder
from annotator.app.interrupts import closing_on_interrupts
from annotator.app.main_window import MainWindow
from annotator.app.settings import Settings, settings_path
from annotator.app.theme import INTERFACE_POINTS, load_fonts
from annotator.errors import ProjectError, UsageError
from annotator.formats.atomic import writing
from annotator.resources import resources

CALM = 1000
"""Milliseconds after which Python looks for reference cycles again."""
PICTURE_TIMEOUT = 60_000
"""Milliseconds until a page that is never painted counts as a fault."""


def application() -> QApplication:
    """Return the one application, made on the first call."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    # named here, the style need not be wrapped for Python, with all its enumerations
    made = QApplication(["annotator", "-style", "Fusion"])
    made.setApplicationName("annotator")
    made.setApplicationDisplayName("Annotator")
    made.setDesktopFileName("annotator")
    load_fonts()
    QTimer.singleShot(1, made, lambda: made.setWindowIcon(window_icon()))
    return made


def window_icon() -> QIcon:
    """Return the program's own icon in every size that a window manager may ask for."""
    icon = QIcon()
    for size in (16, 32, 48, 128, 256):
        icon.addFile(str(resources() / "icons" / f"annotator-{size}.png"))
    return icon


def kept_samples() -> Path:
    """Return the person's own project of the sample articles, made on the first call."""
    path = data_folder() / "Sample articles.annotator"
    if not path.exists():
        from annotator.exchange.samples import make_samples

        path.parent.mkdir(parents=True, exist_ok=True)
        make_samples(path)
    return path


def run_window(
    project: Path | None = None,
    *,
    document: str | None = None,
    samples: Callable[[], Path] | None = kept_samples,
    remember: bool = True,
) -> int:
    """Open the window and return the exit status once it is closed.

    *project* is opened, else the one that was open last, else the welcome page is shown.
    *samples* gives the project of the sample articles that the welcome page offers. With *remember* off nothing of this
    run is kept in the person's settings.
    """
    gc.disable()  # what a start makes stays: to search it for reference cycles takes as long as painting does
    app = application()
    QTimer.singleShot(CALM, gc.enable)
    log = log_path()
    start_log(log)
    settings = Settings(settings_path() if remember else None)
    window = MainWindow(settings, log=log, samples=samples)

    def show_error(summary: str, details: str) -> None:
        from annotator.app.dialogs.error import ErrorDialog

        ErrorDialog(summary, details, log, window).exec()

    reporter = ErrorReporter(show_error, app)
    reporter.install()
    window.broken.connect(reporter.report_error)
    last = Path(settings.last_project) if settings.last_project else None
    wanted = project or (last if last is not None and last.is_file() else None)
    if wanted is None:
        window.show_welcome()
        window.show()
    else:
        window.open_project(wanted, document)
        window.show()
    try:
        with closing_on_interrupts(window.close):
            return app.exec()
    finally:
        reporter.uninstall()


def screenshot(
    project: Path,
    output: Path,
    document: str | None = None,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    zoom: float = 1.0,
    *,
    select: str | None = None,
) -> None:
    """Save a picture of the real window on *project* as PNG, once the page is painted.

    *document* is an id, a title or a source name; *size* is in pixels; *select* is the id of an
    annotation to show as selected. The person's settings are neither read nor written.
    Raises ProjectError, UsageError, or an AnnotatorError where the picture cannot be written; there is none then.
    """
    from annotator.store import Project

    with Project.open(project) as opened:
        wanted = opened.find_document(document) if document else None
    app = application()
    settings = Settings(None)
    settings.theme = theme
    settings.zoom = zoom
    settings.interface_size = round(INTERFACE_POINTS)
    settings.annotator = "AK"
    window = MainWindow(settings, log=log_path())
    window.resize(*size)
    loop = QEventLoop()
    if not window.open_project(project, wanted):
        raise ProjectError(f"{project} cannot be opened")
    workspace = window.workspace
    assert workspace is not None
    workspace.page.painted.connect(loop.quit)
    if workspace.session.document is None:
        window.close()
        raise UsageError(f"{project} has no article to show")
    if select is not None:
        workspace.page.select_annotation(select)
    window.show()
    workspace.arrange()
    QTimer.singleShot(PICTURE_TIMEOUT, loop.quit)
    loop.exec()
    # layouts that follow from the first painting
    for _ in range(3):
        app.processEvents()
        workspace.page.overview.finish()
    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(picture, "PNG")
    window.close()
    window.deleteLater()
    app.processEvents()
    # Qt would leave half of a picture where there is no room
    with writing(output) as file:
        file.write(picture.data().data())

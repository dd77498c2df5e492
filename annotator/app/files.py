"""What a person does with files: make and open projects, import, export, back up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.jobs import CancelCheck, Job, Jobs, Progress
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.errors import AnnotatorError
from annotator.model.tag import TagSet

if TYPE_CHECKING:
    from annotator.formats.format import Anchor
    from annotator.formats.mapping import Mapping as TagMapping

PROJECT_SUFFIX = ".annotator"
IMPORT_BATCH = 0.02
"""Seconds that an import may keep the window's own changes waiting."""
PROJECT_FILTER = "Projects (*.annotator);;All files (*)"


def is_project(path: Path) -> bool:
    """Tell by its name whether *path* is a project file."""
    return path.suffix == PROJECT_SUFFIX and path.is_file()


class Files(QObject):
    """Asks for places and starts the work.

    *project_made* carries the path of a project to open; *closed* asks the window to go back to
    the welcome page; *said* and *failed* carry a sentence; *imported* the documents that came in.
    """

    project_made = Signal(object)
    closed = Signal()
    said = Signal(str)
    failed = Signal(str)
    broken = Signal(object)
    imported = Signal(object)

    def __init__(self, window: QWidget, settings: Settings, jobs: Jobs, session: Callable[[], Session | None]) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._jobs = jobs
        self._session = session

    def new(self) -> None:
        """Ask for a name and a folder and make an empty project."""
        self.make_project()

    def make_project(self) -> bool:
        """Ask for a name and a folder and make an empty project; tell whether one was made."""
        from annotator.app.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self.folder(), self._window)
        return bool(dialog.exec()) and self.create(dialog.path, dialog.title, dialog.tag_set)

    def create(self, path: Path, title: str = "", tag_set: TagSet | None = None) -> bool:
        """Make an empty project at *path* with *tag_set*, or else the default one, and open it."""
        from annotator.formats.tagset_toml import load_default
        from annotator.store import Project

        try:
            Project.create(path, tag_set or load_default(), title=title).close()
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return False
        self.keep_folder(path.parent)
        self.project_made.emit(path)
        return True

    def open(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", str(self.folder()), PROJECT_FILTER)
        if name:
            self.keep_folder(Path(name).parent)
            self.project_made.emit(Path(name))

    def close(self) -> None:
        """Go back to the welcome page."""
        self.closed.emit()

    def import_files(self) -> None:
        """Ask for files and import them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            "Import files",
            str(self.folder()),
            "Articles and data sets (*.txt *.text *.jsonl *.ndjson *.json *.md);;All files (*)",
        )
        if names:
            self.keep_folder(Path(names[0]).parent)
            self.start_import([Path(name) for name in names])

    def import_folder(self) -> None:
        """Ask for a folder and import everything in it."""
        name = QFileDialog.getExistingDirectory(self._window, "Import folder", str(self.folder()))
        if name:
            self.keep_folder(Path(name).parent)
            self.start_import([Path(name)])

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Open a dropped project; import anything else, into a new project if none is open."""
        project = next((path for path in paths if is_project(path)), None)
        if project is not None:
            self.project_made.emit(project)
        elif paths and (self._session() is not None or self.make_project()):
            self.start_import(paths)

    def start_import(
        self,
        paths: Sequence[Path],
        *,
        format: str | None = None,
        options: Mapping[str, str] | None = None,
        mapping: TagMapping | None = None,
        anchor: Anchor = "offsets",
        update: bool = False,
    ) -> Job | None:
        """Import *paths* into the open project, off the window's thread; how is said as in `import_paths`."""
        session = self._session()
        if session is None:
            return None
        project, annotator = session.project.path, session.annotator

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            from annotator.exchange.importing import import_paths

            # short transactions: a key press of the person must not wait for a batch
            return import_paths(
                project,
                list(paths),
                annotator=annotator,
                progress=progress,
                cancelled=cancelled,
                batch_seconds=IMPORT_BATCH,
                format=format,
                options=options,
                mapping=mapping,
                anchor=anchor,
                update=update,
            )

        job = self._jobs.run("Importing", work)
        job.finished.connect(self._show_report)
        job.cancelled.connect(lambda: self.said.emit("Import stopped. What came in stays."))
        job.failed.connect(self._fail)
        return job

    def backup(self) -> None:
        """Ask for a place and write a copy of the project there."""
        session = self._session()
        if session is None:
            return
        import datetime

        source = session.project.path
        start = self.folder() / f"{source.stem} {datetime.date.today():%Y-%m-%d}{PROJECT_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, "Back up project", str(start), PROJECT_FILTER)
        if name:
            self.keep_folder(Path(name).parent)
            self.start_backup(Path(name))

    def start_backup(self, path: Path) -> Job | None:
        """Write a consistent copy of the open project to *path*, off the window's thread."""
        session = self._session()
        if session is None:
            return None
        source = session.project.path
        if path.resolve() == source.resolve():
            self.failed.emit("A backup needs another place than the project itself.")
            return None

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            from annotator.store import Project

            with Project.open(source, write=False) as project:
                project.backup(path)
            return path

        job = self._jobs.run("Backing up", work)
        job.finished.connect(lambda: self.said.emit(f"Backed up to {path}"))
        job.failed.connect(self._fail)
        return job

    def _show_report(self, report: object) -> None:
        from annotator.app.dialogs.import_report import ImportReportDialog, report_lines, report_text
        from annotator.exchange.report import ImportReport

        if not isinstance(report, ImportReport):
            return
        session = self._session()
        if session is not None:
            session.look_outside()
        summary = report_text(
            report.imported, report.duplicates, len(report.failed), updated=report.updated, cancelled=report.cancelled
        )
        self.said.emit(summary)
        self.imported.emit(report.documents)
        if lines := report_lines(report):
            dialog = ImportReportDialog(summary, lines, self._window)
            dialog.open()
            dialog.finished.connect(dialog.deleteLater)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, AnnotatorError):
            self.failed.emit(str(error))
        else:
            self.broken.emit(error)

    def folder(self) -> Path:
        """Return the folder that was used last."""
        folder = Path(self._settings.last_folder) if self._settings.last_folder else Path.home()
        if folder.is_dir():
            return folder
        return Path.home()

    def keep_folder(self, folder: Path) -> None:
        """Remember the folder that was used."""
        self._settings.last_folder = str(folder)

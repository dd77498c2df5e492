"""What a person does to have an annotated article on paper: print it, with a preview, or save it as PDF."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.app.handlers import Handler
from annotator.app.jobs import CancelCheck, Job, Progress
from annotator.words import counted

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from annotator.app.main_window import MainWindow
    from annotator.model.document import AnnotatedDocument
    from annotator.model.tag import TagSet


class Printing(Handler):
    """Prints the article that is open, with the marks that are shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._printer: QPrinter | None = None

    def save_pdf(self) -> None:
        """Ask for a place and write the article there as PDF."""
        opened = self._shown()
        if opened is None:
            return
        folder = Path(self.window.settings.last_folder) if self.window.settings.last_folder else Path.home()
        title = "".join(each if each.isalnum() or each in " -_" else " " for each in opened[0].document.title)
        start = folder / f"{' '.join(title.split())[:80] or 'Article'}.pdf"
        name, _ = QFileDialog.getSaveFileName(self.window, "Save as PDF", str(start), "PDF (*.pdf)")
        if name:
            self.start_pdf(Path(name) if Path(name).suffix else Path(name).with_suffix(".pdf"))

    def start_pdf(self, path: Path) -> Job | None:
        """Write the article to *path* as PDF, off the window's thread."""
        shown = self._shown()
        if shown is None:
            return None
        self.window.settings.last_folder = str(path.parent)
        from annotator.app.printing.paper import page_layout, resolution, write_pdf

        family, dots, layout = self.window.settings.reading_family, resolution(), page_layout()

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            return write_pdf(*shown, family, dots, layout, path, progress, cancelled)

        job = self.window.jobs.run("Writing PDF", work)
        job.finished.connect(partial(self._say_written, path))
        job.cancelled.connect(lambda: self.said.emit("Stopped. Nothing was written."))
        job.failed.connect(self.fail)
        return job

    def preview(self) -> None:
        """Show the pages as they will be printed, and print them from there."""
        shown = self._shown()
        if shown is None:
            return
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from annotator.app.printing.paper import page_layout, print_on, resolution

        # the dialog paints on it later, and does not own it
        self._printer = printer = QPrinter()
        printer.setResolution(resolution())
        printer.setPageLayout(page_layout())
        printer.setDocName(shown[0].document.title or "Untitled")
        dialog = QPrintPreviewDialog(printer, self.window)
        dialog.setWindowTitle("Print")
        dialog.resize(self.window.size() * 0.9)
        family = self.window.settings.reading_family

        def paint(paper: QPrinter) -> None:
            print_on(paper, *shown, family)

        dialog.paintRequested.connect(paint)
        dialog.open()
        dialog.finished.connect(dialog.deleteLater)

    def _say_written(self, path: Path, pages: int) -> None:
        self.said.emit(f"{counted(pages, 'page')} in {path}")

    def _shown(self) -> tuple[AnnotatedDocument, TagSet] | None:
        workspace = self.workspace
        session = workspace.session if workspace is not None else None
        if workspace is None or session is None or session.document is None:
            return None
        marks = tuple(workspace.page.annotations)
        return dataclasses.replace(session.document, annotations=marks), session.tag_set

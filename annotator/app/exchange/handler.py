"""What the entries of the menu File do with exports and imports: choose, look, prove, write."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.app.handlers import Handler
from annotator.app.jobs import CancelCheck, Job, Progress
from annotator.errors import AnnotatorError
from annotator.formats.registry import named_format
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.app.exchange.export_dialog import ExportDialog
    from annotator.app.exchange.import_dialog import ImportDialog, ImportRequest
    from annotator.exchange.comparing import Difference
    from annotator.exchange.exporting import ExportReport, ExportRequest
    from annotator.formats.ledger import Place


class ExchangeHandler(Handler):
    """The handler of the table's ``exchange``."""

    dialog: ExportDialog | None = None
    import_dialog: ImportDialog | None = None

    def export(self) -> None:
        """Ask what to write and in which format, and write it."""
        workspace = self.workspace
        if workspace is None:
            return
        if self.dialog is None:
            from annotator.app.exchange.export_dialog import ExportDialog

            settings = self.window.settings
            self.dialog = dialog = ExportDialog(workspace.session, workspace.jobs, settings.export_format, self.window)
            dialog.wanted.connect(self._ask_place)
            dialog.proof_wanted.connect(self.prove)
            dialog.place_chosen.connect(self._go)
            dialog.failed.connect(self.fail)
            dialog.finished.connect(self._closed)
        self.dialog.open()

    def import_with(self) -> None:
        """Ask what to import and how, show what it would bring, and import it."""
        workspace = self.workspace
        if workspace is None:
            return
        from annotator.app.exchange.import_dialog import ImportDialog

        window = self.window
        self.import_dialog = dialog = ImportDialog(
            workspace.session, workspace.jobs, window.files.folder(), parent=window
        )
        dialog.wanted.connect(self._import)
        dialog.failed.connect(self.fail)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, request: ImportRequest) -> None:
        files = self.window.files
        files.keep_folder(request.paths[0].parent)
        files.start_import(
            request.paths,
            format=request.format,
            options=request.options,
            mapping=request.mapping,
            anchor=request.anchor,
            update=request.update,
        )

    def write(self, request: ExportRequest, path: Path) -> Job | None:
        """Write what was asked for to *path*, off the window's thread."""
        workspace = self.workspace
        if workspace is None:
            return None
        project = workspace.session.project.path

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            from annotator.exchange.exporting import export

            return export(project, request, path, progress=progress, cancelled=cancelled)

        def written(report: ExportReport) -> None:
            lost = f", with {counted(len(report.ledger), 'kind')} of loss" if len(report.ledger) else ""
            self.said.emit(f"{counted(report.documents, 'article')} exported to {path}{lost}.")

        job = self.window.jobs.run("Exporting", work)
        job.finished.connect(written)
        job.cancelled.connect(lambda: self.said.emit("Export stopped. Nothing was written."))
        job.failed.connect(self.fail)
        return job

    def prove(self, request: ExportRequest) -> Job | None:
        """Send what was asked for through its format and back, and show the difference."""
        workspace = self.workspace
        if workspace is None:
            return None
        project = workspace.session.project.path

        def work(progress: Progress, cancelled: CancelCheck) -> object:
            from annotator.exchange.roundtrip import round_trip

            return round_trip(project, request, progress=progress, cancelled=cancelled)

        job = self.window.jobs.run("Round trip", work)
        job.finished.connect(partial(self._show_proof, request.format))
        job.cancelled.connect(lambda: self.said.emit("Round trip stopped."))
        job.failed.connect(self.fail)
        return job

    def _ask_place(self, request: ExportRequest) -> None:
        dialog, window = self.dialog, self.window
        session = window.session
        if dialog is None or session is None:
            return
        format = named_format(request.format)
        suffix = format.suffixes[0] if format.shape == "file" and format.suffixes else ""
        name = f"{session.project.path.stem}{suffix}" if suffix else f"{session.project.path.stem} {format.name}"
        start = str(window.files.folder() / name)
        if format.shape == "folder":
            chosen, _ = QFileDialog.getSaveFileName(
                dialog, f"Export {format.name}", start, "Folder (*);;ZIP archive (*.zip)"
            )
        else:
            kind = f"{format.name} ({' '.join(f'*{each}' for each in format.suffixes) or '*'})"
            chosen, _ = QFileDialog.getSaveFileName(dialog, f"Export {format.name}", start, f"{kind};;All files (*)")
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix or not suffix else Path(chosen).with_suffix(suffix)
        window.files.keep_folder(path.parent)
        window.settings.export_format = format.name
        dialog.accept()
        self.write(request, path)

    def _show_proof(self, format_name: str, found: object) -> None:
        from annotator.app.exchange.round_trip import RoundTripDialog
        from annotator.exchange.roundtrip import RoundTrip

        assert isinstance(found, RoundTrip)
        dialog = RoundTripDialog(found, format_name, self.dialog or self.window)
        dialog.place_chosen.connect(self._go_to_difference)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go_to_difference(self, difference: Difference | None) -> None:
        if difference is not None:
            self._show(difference.document, difference.annotation)

    def _go(self, place: Place) -> None:
        self._show(place.document, place.annotation)

    def _show(self, document: str, annotation: str | None) -> None:
        """Show a mark on the page, which stands beside the dialog."""
        workspace = self.workspace
        if workspace is None:
            return
        try:
            found = workspace.session.project.annotation(annotation) if annotation else None
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return
        self.window.going.go(document, found.start if found else 0)
        if found:
            workspace.page.select_annotation(found.id, reveal=True)

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

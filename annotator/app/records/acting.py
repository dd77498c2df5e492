"""What the entries of the menu Records do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFileDialog

from annotator.app.beside import Beside
from annotator.app.handlers import Handler
from annotator.app.jobs import CancelCheck, Job, Progress
from annotator.errors import UsageError
from annotator.model import record_edits
from annotator.model.annotation import Annotation
from annotator.model.people import Record
from annotator.store import Project
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.analysis.record_candidates import Candidate, RecordFinder
    from annotator.app.main_window import MainWindow
    from annotator.app.records.link_popup import LinkPopup
    from annotator.app.records.window import RecordsWindow
    from annotator.app.session import Session
    from annotator.app.workspace import Workspace
    from annotator.exchange.authority import ListReport

READ_AT_ONCE = 3_000
"""Records whose names are read while the person waits; more of them are read beside the window."""


class _Candidates:
    """The candidates of a session's project as it is now."""

    def __init__(self, session: Session, finder: RecordFinder) -> None:
        self.session = session
        self._finder = finder

    def candidates(self, words: str, kind: str, *, limit: int = 12) -> Sequence[Candidate]:
        """Return the records of that *kind* that *words* may mean, the likeliest first."""
        self._finder.catch_up(self.session.project)
        return self._finder.candidates(words, kind, limit=limit)


class RecordActs(Handler):
    """The handler of the table's ``records``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._known: _Candidates | None = None
        self._beside: Beside[RecordsWindow] = Beside(stays=True)

    # --- linking the selected mark

    def link(self) -> None:
        """Ask which record the selected mark is linked to."""
        chosen = self._selected()
        if chosen is None:
            return
        from annotator.app.records.link_popup import LinkPopup

        workspace, mark = chosen

        def link(record: Record | str, marks: Sequence[str]) -> None:
            self._link(workspace, mark, record, marks)

        def unlink(record: Record) -> None:
            self._unlink(workspace.session, mark, record)

        finder = self._finder(workspace.session)
        popup = LinkPopup(workspace.session, workspace.jobs, mark, self.window, link, unlink, finder)
        popup.finished.connect(popup.deleteLater)
        popup.finished.connect(workspace.focus_page)
        popup.show_beside(_place_of(workspace, mark))
        if finder is None:
            self._read_names(workspace, popup)

    def unlink(self) -> None:
        """Take the selected mark away from its record."""
        chosen = self._selected()
        record = self._record_of(chosen)
        if chosen is not None and record is not None:
            self._unlink(chosen[0].session, chosen[1], record)

    def _selected(self) -> tuple[Workspace, Annotation] | None:
        workspace = self.workspace
        mark = workspace.session.annotation(workspace.page.selected or "") if workspace is not None else None
        if workspace is None or mark is None:
            return None
        try:
            record_edits.record_kind(mark.kind)
        except UsageError as error:
            self.failed.emit(str(error))
            return None
        return workspace, mark

    def _record_of(self, chosen: tuple[Workspace, Annotation] | None) -> Record | None:
        if chosen is None:
            return None
        workspace, mark = chosen
        if mark.record is None:
            self.said.emit("This mark is linked to no record; Ctrl+L links it.")
            return None
        found = workspace.session.project.records.summaries([mark.record])
        return found[mark.record].record if mark.record in found else None

    def _link(self, workspace: Workspace, mark: Annotation, record: Record | str, marks: Sequence[str]) -> None:
        try:
            made = record if isinstance(record, Record) else record_edits.record_for(mark, record)
        except UsageError as error:
            self.failed.emit(str(error))
            return
        new = not isinstance(record, Record)
        said = f"Linked {counted(len(marks), 'mention')} to {made.name}."
        title = f"Linking {counted(len(marks), 'mention')} to {made.name}"
        workspace.session.do_and(
            title,
            lambda _: record_edits.link_ids(marks, made, new=new),
            len(marks),
            said,
            lambda: self.said.emit(said),
        )

    def _unlink(self, session: Session, mark: Annotation, record: Record) -> None:
        if session.do(record_edits.unlink([mark.id], record)):
            self.said.emit(f"Unlinked from {record.name}.")

    # --- the names of all records

    def _finder(self, session: Session) -> _Candidates | None:
        """Return what finds candidates in the open project, or None while there are too many names to wait for."""
        if self._known is None or self._known.session is not session:
            self._known = None
            if session.project.records.total() <= READ_AT_ONCE:
                from annotator.analysis.record_candidates import RecordFinder

                self._known = _Candidates(session, RecordFinder(session.project))
        return self._known

    def _read_names(self, workspace: Workspace, popup: LinkPopup) -> None:
        session = workspace.session
        path = session.project.path

        def work(_progress: Progress, _cancelled: CancelCheck) -> object:
            from annotator.analysis.record_candidates import RecordFinder

            with Project.open(path, write=False) as project:
                return RecordFinder(project)

        def take(finder: RecordFinder) -> None:
            self._known = _Candidates(session, finder)
            if popup.isVisible():
                popup.take_finder(self._known)

        job = workspace.jobs.run("Reading the names of records", work)
        job.finished.connect(take)
        job.failed.connect(self.fail)

    # --- the window of all records

    def show(self) -> None:
        """Show the window of all records."""
        workspace = self.workspace
        if workspace is not None:
            self._beside.show(workspace, lambda: self._make(workspace))

    def show_of_mark(self) -> None:
        """Show the page of the record that the selected mark is linked to."""
        record, workspace = self._record_of(self._selected()), self.workspace
        if record is not None and workspace is not None:
            self._beside.show(workspace, lambda: self._make(workspace)).show_record(record.id)

    def _make(self, workspace: Workspace) -> RecordsWindow:
        from annotator.app.records.window import RecordsWindow

        return RecordsWindow(
            workspace.session,
            workspace.jobs,
            self.window.settings,
            lambda: self.window.theme,
            self.window,
            go=self._go,
            finder=lambda: self._finder(workspace.session),
        )

    def _go(self, document: str, start: int, mark: str) -> None:
        workspace = self.workspace
        if workspace is not None:
            self.window.going.go(document, start)
            workspace.page.select_annotation(mark, reveal=True)
            self.window.activateWindow()
            workspace.focus_page()

    # --- lists from outside

    def import_list(self) -> None:
        """Ask for an authority list and add its records."""
        workspace = self.workspace
        if workspace is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self.window,
            "Import an authority list",
            str(self._folder()),
            "Lists (*.csv *.tsv *.txt *.jsonl *.ttl *.rdf *.xml *.nt *.n3 *.owl);;All files (*)",
        )
        if name:
            self.start_import(Path(name))

    def start_import(self, source: Path) -> Job | None:
        """Bring the list in the file *source* in, beside the window."""
        workspace = self.workspace
        if workspace is None:
            return None
        self.window.settings.last_folder = str(source.parent)
        project, annotator = workspace.session.project.path, workspace.session.annotator

        def work(_progress: Progress, cancelled: CancelCheck) -> object:
            from annotator.exchange.authority import import_list

            return import_list(project, source, annotator=annotator, cancelled=cancelled)

        def report(found: ListReport) -> None:
            workspace.session.look_outside()
            said = f"{counted(found.added, 'record')} added, {found.altered:,} brought up to date."
            self.said.emit(said)
            if found.faults:
                from annotator.app.dialogs.import_report import ImportReportDialog, ReportLine

                dialog = ImportReportDialog(said, [ReportLine(*each) for each in found.faults], self.window, what="Row")
                dialog.finished.connect(dialog.deleteLater)
                dialog.open()

        job = self.window.jobs.run("Importing records", work)
        job.finished.connect(report)
        job.cancelled.connect(lambda: self.said.emit("Import stopped. Nothing came in."))
        job.failed.connect(self.fail)
        return job

    def export_list(self) -> None:
        """Ask for a place and write all records there."""
        workspace = self.workspace
        if workspace is None:
            return
        start = self._folder() / f"{workspace.session.project.path.stem} records.csv"
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Export records", str(start), "Table (*.csv);;JSONL, everything of a record (*.jsonl)"
        )
        if name:
            self.start_export(Path(name) if Path(name).suffix else Path(name).with_suffix(".csv"))

    def start_export(self, target: Path) -> Job | None:
        """Write all records to *target*, beside the window."""
        workspace = self.workspace
        if workspace is None:
            return None
        self.window.settings.last_folder = str(target.parent)
        project = workspace.session.project.path

        def work(_progress: Progress, _cancelled: CancelCheck) -> object:
            from annotator.exchange.authority import export_list

            return export_list(project, target)

        def told(count: int) -> None:
            self.said.emit(f"{counted(count, 'record')} written to {target}")

        job = self.window.jobs.run("Exporting records", work)
        job.finished.connect(told)
        job.failed.connect(self.fail)
        return job

    def _folder(self) -> Path:
        folder = Path(self.window.settings.last_folder) if self.window.settings.last_folder else Path.home()
        return folder if folder.is_dir() else Path.home()


def _place_of(workspace: Workspace, mark: Annotation) -> QRect:
    """Return where a mark begins, on the screen."""
    page = workspace.page
    place = page.rect_of_caret(mark.start).toAlignedRect()
    return QRect(page.viewport().mapToGlobal(place.topLeft()), place.size())

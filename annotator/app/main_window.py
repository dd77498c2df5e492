"""The window: the welcome page or one project, with menus, docks and the status line."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QStatusBar, QVBoxLayout, QWidget

from annotator.app.action_set import Actions
from annotator.app.chrome import apply_theme, follow_system
from annotator.app.commands import Commands
from annotator.app.files import Files
from annotator.app.going import Going
from annotator.app.handlers import Handlers
from annotator.app.jobs import Job, Jobs
from annotator.app.menus import Menus
from annotator.app.motion import apply_motion
from annotator.app.seeing import Seeing
from annotator.app.session import Session
from annotator.app.settings import READING, Settings
from annotator.app.status import StatusLine, facts_text, saved_text
from annotator.errors import AnnotatorError
from annotator.model.tag import Tag
from annotator.words import capital

if TYPE_CHECKING:
    from annotator.app.claims.handler import ClaimsHandler
    from annotator.app.workspace import Workspace

FIRST_SIZE = QSize(1440, 900)


class _Samples:
    """The handler of the table's ``samples``."""

    def __init__(self, make: Callable[[], Path], opened: Callable[[Path], object]) -> None:
        self._make = make
        self._opened = opened

    def open(self) -> None:
        """Open the project of the sample articles."""
        self._opened(self._make())


class MainWindow(QMainWindow):
    """One window on at most one project.

    *samples* gives the path of a project of the sample articles; without it the window does not offer
    them. *project_opened* carries the `Workspace`; *broken* an unexpected error of long work.
    """

    project_opened = Signal(object)
    broken = Signal(object)

    def __init__(self, settings: Settings, *, log: Path, samples: Callable[[], Path] | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.settings = settings
        self.theme = apply_theme(settings)
        self.workspace: Workspace | None = None
        self.jobs = Jobs(self)
        self.files = Files(self, settings, self.jobs, lambda: self.session)
        self.commands = Commands(self, settings, log)
        self.stack = QStackedWidget(self)
        middle = QWidget(self)
        self._middle = QVBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.status = StatusLine(self)
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.status, 1)
        self.setStatusBar(bar)
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks)
        apply_motion(settings, self)
        self.setMinimumSize(640, 420)

        self.seeing = Seeing(lambda: self.workspace, self)
        self.going = Going(lambda: self.workspace, self)
        self.going.said.connect(self.status.say)
        self.project_opened.connect(self.going.attach)
        ready: dict[str, object] = {
            "files": self.files,
            "commands": self.commands,
            "seeing": self.seeing,
            "going": self.going,
        }
        self._samples = _Samples(samples, self.open_project) if samples is not None else None
        if self._samples is not None:
            ready["samples"] = self._samples
        self.handlers = Handlers(self, ready)
        self.actions_ = Actions(self.handlers, settings, self.states, self, self.stack)
        self.menus = Menus(self.menuBar(), self.actions_, settings, self.open_project, self.commands.give_tag)

        self.files.project_made.connect(self.open_project)
        self.files.closed.connect(self.close_project)
        self.files.said.connect(self.status.say)
        self.files.failed.connect(self.complain)
        self.files.broken.connect(self.broken)
        self.files.imported.connect(self._show_imported)
        self.jobs.started.connect(self._follow)
        self.going.changed.connect(self.refresh)
        settings.changed.connect(self._setting_changed)
        follow_system(self._system_theme_changed)
        if not (settings.geometry and self.restoreGeometry(settings.geometry)):
            self.resize(self._first_size())
        self.refresh()

    @property
    def session(self) -> Session | None:
        """The session of the open project, or None."""
        return self.workspace.session if self.workspace is not None else None

    def open_project(self, path: Path, document: str | None = None) -> bool:
        """Open the project at *path*, at *document* or where the reader was; tell whether it could be."""
        from annotator.app.workspace import Workspace
        from annotator.store import Project

        path = path.absolute()
        try:
            session = Session(Project.open(path), self.settings.annotator_name, jobs=self.jobs)
        except AnnotatorError as error:
            self.complain(str(error))
            if self.workspace is None:
                self.show_welcome()
            return False
        self._leave_project()
        self.workspace = workspace = Workspace(self, session, self.settings, self.theme, self._middle, self.actions_)
        self.stack.addWidget(workspace.page)
        self.stack.setCurrentWidget(workspace.page)
        self.menus.set_tag_set(session.tag_set)
        if self.settings.window_state:
            workspace.restore(self.settings.window_state)
        workspace.fit(self.width())
        session.failed.connect(self.complain)
        session.said.connect(self.status.say)
        session.broken.connect(self.broken)
        session.changed.connect(lambda: self.status.dismiss())
        session.tag_set_changed.connect(self.menus.set_tag_set)
        workspace.looked_elsewhere.connect(self.refresh)
        workspace.hinted.connect(self.status.hint)
        workspace.import_requested.connect(self.files.import_files)
        # who answers is imported when first asked
        workspace.place_wanted.connect(self._go_to_mark)
        workspace.record_wanted.connect(self._choose_record)
        workspace.claim_wanted.connect(self._choose_claim)
        workspace.guideline_wanted.connect(self._show_guideline)
        for dock in workspace.docks:
            dock.visibilityChanged.connect(self.refresh)
        self.settings.remember_project(path)
        workspace.open_first(document)
        workspace.focus_page()
        self.refresh()
        self.project_opened.emit(workspace)
        return True

    @property
    def _claims(self) -> "ClaimsHandler":
        from annotator.app.claims.handler import ClaimsHandler

        return self.handlers.of(ClaimsHandler)

    def _go_to_mark(self, document: str, start: int, annotation: str) -> None:
        self._claims.go_to(document, start, annotation)

    def _choose_record(self, claim: str, part: str) -> None:
        self._claims.choose_record(claim, part)

    def _choose_claim(self, claim: str, part: str) -> None:
        self._claims.choose_claim(claim, part)

    def close_project(self) -> None:
        """Go back to the welcome page."""
        self._leave_project()
        self.settings.last_project = ""
        self.show_welcome()

    def show_welcome(self) -> None:
        """Show the welcome page."""
        from annotator.app.readying import LOOKED_AT, Readying, project_steps
        from annotator.app.welcome import WelcomePage

        self._drop_welcome()
        page = WelcomePage(self.settings, self.theme, samples=self._samples is not None, parent=self.stack)
        page.new_requested.connect(self.files.new)
        page.open_requested.connect(self.files.open)
        if self._samples is not None:
            page.samples_requested.connect(self._samples.open)
        page.project_chosen.connect(self._open_named)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        Readying(project_steps(self.settings, self.theme), page.isVisible, page, after=LOOKED_AT)
        self.menus.set_tag_set(None)
        page.new_button.setFocus()
        self.refresh()

    def states(self) -> set[str]:
        """Return the names of the states that hold now, as the table of actions uses them."""
        found = {self.settings.theme}
        if self.settings.hidden_characters:
            found.add("hidden")
        if self.settings.judgements:
            found.add("judgements")
        if self.isFullScreen():
            found.add("full")
        workspace = self.workspace
        if workspace is None:
            return found
        found.add("project")
        found |= self.seeing.states()
        session = workspace.session
        if session.document is not None:
            found.add("document")
        if session.undo_state.undo is not None:
            found.add("undo")
        if session.undo_state.redo is not None:
            found.add("redo")
        selected = workspace.page.selected
        if workspace.has_selection() or selected is not None:
            found.add("words")
        if selected is not None:
            found.add("annotation")
            annotation = session.annotation(selected)
            if annotation is not None and annotation.kind == "claim":
                found.add("claim")
        found |= self.going.states()
        if workspace.marking.sticky is not None:
            found.add("pinned")
        found |= {dock.windowTitle().lower() for dock in workspace.docks if not dock.isHidden()}
        return found

    def refresh(self) -> None:
        """Bring title, status line and actions up to date."""
        self.actions_.refresh()
        session = self.session
        self.status.right.setVisible(session is not None)
        if session is None:
            self.setWindowTitle("Annotator")
            self.status.show_saved("")
            return
        self.menus.set_taggable(session.document is not None)
        state = session.undo_state
        self.actions_["edit.undo"].setText(f"&Undo {state.undo}" if state.undo else "&Undo")
        self.actions_["edit.redo"].setText(f"&Redo {state.redo}" if state.redo else "&Redo")
        self.status.show_saved(saved_text(state))
        hidden = self.workspace.page.hidden.total if self.workspace is not None else 0
        self.status.show_facts(facts_text(session.summary, session.annotator, self.settings.zoom, hidden))
        summary = session.summary
        name = session.project.path.stem
        self.setWindowTitle(f"{summary.title} · {name} · Annotator" if summary is not None else f"{name} · Annotator")

    def complain(self, sentence: str) -> None:
        """Say calmly what could not be done."""
        self.status.say(capital(sentence), trouble=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what is dropped, or open it if it is a project."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        # the program that the files come from waits until the drop is over
        QTimer.singleShot(0, self, lambda: self.files.take_dropped(paths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold away what has no room."""
        super().resizeEvent(event)
        if self.workspace is not None:
            self.workspace.fit(event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember sizes and places; there is nothing to save."""
        self.settings.geometry = bytes(self.saveGeometry().data())
        last = self.settings.last_project
        self._leave_project()
        self.settings.last_project = last
        self.settings.sync()
        event.accept()

    def _leave_project(self) -> None:
        self._drop_welcome()
        workspace = self.workspace
        if workspace is None:
            return
        self.jobs.cancel_all()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        workspace.unfold()
        self.settings.window_state = bytes(self.saveState().data())
        self.workspace = None
        self.stack.removeWidget(workspace.page)
        workspace.close()

    def _drop_welcome(self) -> None:
        for i in reversed(range(self.stack.count())):
            widget = self.stack.widget(i)
            if widget is not None and widget.objectName() == "welcome":
                self.stack.removeWidget(widget)
                widget.deleteLater()

    def _open_named(self, name: str) -> None:
        if not self.open_project(Path(name)) and not Path(name).exists():
            self.settings.forget_project(Path(name))
            self.show_welcome()

    def _show_imported(self, documents: list[str]) -> None:
        session = self.session
        if session is not None and session.document is None and documents:
            session.open_document(documents[0])

    def _show_guideline(self, tag: Tag) -> None:
        from annotator.app.tagset.handler import TagSetHandler

        self.handlers.of(TagSetHandler).show_guideline(tag)

    def _follow(self, job: Job) -> None:
        self.status.follow(job)

    def _setting_changed(self, name: str) -> None:
        if name in {"theme", "interface_size", "interface_family"}:
            self._retheme()
        if name == "hidden_characters" and self.workspace is not None:
            self.workspace.page.show_hidden(self.settings.hidden_characters)
            self.refresh()
        if name == "judgements" and self.workspace is not None:
            self.workspace.show_judgements(self.settings.judgements)
            self.refresh()
        if name in READING and self.workspace is not None:
            self.workspace.set_type()
        if name == "motion":
            apply_motion(self.settings, self)
        if name == "annotator" and self.session is not None:
            self.session.set_annotator(self.settings.annotator_name)
            self.refresh()

    def _system_theme_changed(self) -> None:
        if self.settings.theme == "system":
            self._retheme()

    def _retheme(self) -> None:
        self.theme = apply_theme(self.settings)
        if self.workspace is not None:
            self.workspace.set_theme(self.theme)
        welcome = self.stack.currentWidget()
        if welcome is not None and welcome.objectName() == "welcome":
            self.show_welcome()
        self.refresh()

    def _first_size(self) -> QSize:
        return FIRST_SIZE.boundedTo(self.screen().availableSize())

"""One open project in the window: the page in the middle and the docks of the panels."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QDockWidget, QHBoxLayout, QLabel, QMainWindow, QWidget

from annotator.app.chrome import interface_points
from annotator.app.jobs import Jobs
from annotator.app.marking import Marking
from annotator.app.page.style import PageStyle
from annotator.app.page.view import PageView
from annotator.app.session import Session
from annotator.app.settings import Place, Settings
from annotator.app.theme import Theme
from annotator.model.change import Touched
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.tag import TagSet

if TYPE_CHECKING:
    from annotator.app.action_set import Actions
    from annotator.app.finder import Finder
    from annotator.app.panels.articles import ArticlesPanel
    from annotator.app.panels.inspector import InspectorPanel
    from annotator.app.panels.tags import TagsPanel
    from annotator.app.surroundings import Surroundings

LEFT_WIDTH, RIGHT_WIDTH = 270, 250
GRIP = 9
PLACE_PAUSE = 1000
"""Milliseconds without scrolling before the place is kept."""
LEAST_INSPECTOR = 264
NARROW = 400, 460
"""Pixels that a page and the panels beside it need, the latter at the program's own size."""


class _Grip(QWidget):
    """A dock's thin handle; with a title it is also its heading."""

    def __init__(self, title: str, dock: QDockWidget, *, heading: bool) -> None:
        super().__init__(dock)
        self.setAccessibleName(title)
        self.setToolTip(f"Drag to move {title.lower()}, double-click to let it float")
        self._heading = heading
        layout = QHBoxLayout(self)
        if heading:
            layout.setContentsMargins(15, 11, 8, 4)
            label = QLabel(title, self)
            label.setProperty("heading", True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        else:
            layout.setContentsMargins(0, 0, 0, 0)
            self.setFixedHeight(GRIP)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() and not self._heading:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().placeholderText())
            middle = self.rect().center()
            for step in (-8, 0, 8):
                painter.drawEllipse(middle.x() + step - 1, middle.y() - 1, 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # the dock itself does the dragging
        event.ignore()


class Workspace(QObject):
    """Page and docks of one session.

    *middle* holds the page, and takes the find bar; *actions* are those that the page's menu offers. What the docks
    hold is made once the page is painted, or as soon as it is asked for. *jobs* do quick work beside the window that
    the status line is silent on.
    *looked_elsewhere* is sent when selection, document or zoom may change what can be done, *hinted*
    carries a line to read while marking, *import_requested* is sent from the list of an empty project, *place_wanted*,
    *record_wanted* and *claim_wanted* ask for what `Surroundings` says, *guideline_wanted* carries a tag of the list.
    """

    looked_elsewhere = Signal()
    import_requested = Signal()
    hinted = Signal(str)
    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)
    guideline_wanted = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        settings: Settings,
        theme: Theme,
        middle: QBoxLayout,
        actions: "Actions",
    ) -> None:
        super().__init__(window)
        self.session = session
        session.setParent(self)
        self._window = window
        self._actions = actions
        self._settings = settings
        self._shown: AnnotatedDocument | None = None
        # a reader who is cut off finds the place again, too
        self._place_timer = QTimer(self)
        self._place_timer.setSingleShot(True)
        self._place_timer.setInterval(PLACE_PAUSE)
        self._place_timer.timeout.connect(self.keep_place)
        self.page = PageView(window)
        self.page.set_theme(theme)
        self.page.set_style(style_of(settings))
        self.page.set_tag_set(session.tag_set)
        self.page.set_zoom(settings.zoom)
        self.page.show_hidden(settings.hidden_characters)
        self.page.around.judged = settings.judgements
        self.marking = Marking(session, self.page, self)
        self.jobs = Jobs(self)
        self._around: Surroundings | None = None
        self._finder: Finder | None = None
        self._middle = middle
        self._theme = theme
        self._heights_known = False
        self._folded = False
        self.articles = self._dock("Articles", heading=True)
        self.tags = self._dock("Tags")
        self.inspector = self._dock("Inspector")
        self.docks = (self.articles, self.tags, self.inspector)
        self.guests: list[QDockWidget] = []
        self._place_docks()

        session.document_opened.connect(self._show_document)
        session.document_closed.connect(self._clear)
        session.changed.connect(self._take)
        session.tag_set_changed.connect(self._take_tag_set)
        self.page.annotation_selected.connect(lambda: self.looked_elsewhere.emit())
        self.page.selection_changed.connect(self.looked_elsewhere)
        self.page.showing_changed.connect(self.looked_elsewhere)
        self.page.zoom_changed.connect(self._keep_zoom)
        self.page.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.marking.sticky_changed.connect(lambda: self.looked_elsewhere.emit())
        self.marking.hinted.connect(self.hinted)
        self.page.painted.connect(self._painted)

    @property
    def around(self) -> "Surroundings":
        """Panels, pop-up and menu; they are made on the first call."""
        if self._around is None:
            from annotator.app.surroundings import Surroundings

            self._around = around = Surroundings(
                self.session, self.page, self.marking, self._theme, self._window, self._actions
            )
            around.articles.left.connect(self.focus_page)
            around.articles.import_requested.connect(self.import_requested)
            around.inspector.show_judgements(self._settings.judgements)
            around.place_wanted.connect(self.place_wanted)
            around.record_wanted.connect(self.record_wanted)
            around.claim_wanted.connect(self.claim_wanted)
            around.tags.guideline_wanted.connect(self.guideline_wanted)
            for dock, panel in zip(self.docks, (around.articles, around.tags, around.inspector), strict=True):
                dock.setWidget(panel)
            if not self._heights_known:
                self._share_heights()
            self.looked_elsewhere.emit()
            # the place in a long list is found once the page is there
            QTimer.singleShot(0, around.articles, around.articles.reveal_current)
        return self._around

    @property
    def finder(self) -> "Finder":
        """The search in the article; its bar is made on the first call."""
        if self._finder is None:
            from annotator.app.finder import Finder

            self._finder = Finder(self.session, self.page, self.marking, self._theme, self.jobs, self._middle)
        return self._finder

    @property
    def articles_panel(self) -> "ArticlesPanel":
        """The panel of the articles."""
        return self.around.articles

    @property
    def tags_panel(self) -> "TagsPanel":
        """The panel of the tags."""
        return self.around.tags

    @property
    def tags_if_made(self) -> "TagsPanel | None":
        """The panel of the tags, or None before it is there."""
        return self._around.tags if self._around is not None else None

    @property
    def inspector_panel(self) -> "InspectorPanel":
        """The panel of what is selected."""
        return self.around.inspector

    def arrange(self) -> None:
        """Put every dock where it was first, as far as there is room."""
        self._folded = False
        self._place_docks()
        self._share_heights()
        self.fit(self._window.width())

    def restore(self, state: bytes) -> None:
        """Put every dock where it was when the window gave *state*."""
        self._heights_known = self._window.restoreState(state)

    def fit(self, width: int) -> None:
        """Fold the list of articles away while the window is narrow; it can still be shown by hand."""
        narrow = width < NARROW[0] + NARROW[1] * self.page.page_style.interface_scale
        if narrow and not self._folded and not self.articles.isHidden() and not self.articles.isFloating():
            self._folded = True
            self.articles.hide()
            self._share_widths()
        elif not narrow:
            self.unfold()

    def unfold(self) -> None:
        """Show the list of articles again if it was folded away."""
        if self._folded:
            self._folded = False
            self.articles.show()
            self._share_widths()

    def open_first(self, document: str | None = None) -> bool:
        """Open *document*, or where the reader was, or the first article; tell whether there is one."""
        project = self.session.project
        place = self._settings.place(project.path)
        for wanted in (document, place.document if place else None):
            if wanted and project.summaries([wanted]):
                return self.session.open_document(wanted)
        first = project.documents(limit=1)
        return bool(first) and self.session.open_document(first[0].id)

    def keep_place(self) -> None:
        """Remember where the reader is."""
        document = self.session.document
        if document is not None:
            self._settings.set_place(self.session.project.path, Place(document.document.id, self.page.anchor))

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in the colours of *theme*."""
        self.page.set_theme(theme)
        self._theme = theme
        if self._around is not None:
            self._around.set_theme(theme)
        if self._finder is not None:
            self._finder.bar.set_theme(theme)

    def set_type(self) -> None:
        """Set the text of the page as the settings say, and give the panels the room that their letters need."""
        before = self.page.page_style.interface_scale
        self.page.set_style(style_of(self._settings))
        if self.page.page_style.interface_scale != before:
            self._share_widths()
            self.fit(self._window.width())

    def show_judgements(self, shows: bool) -> None:
        """Show or hide what is thought of claims, on cards and in the inspector."""
        self.page.around.judged = shows
        self.page.margin.forget_cards()
        self.page.viewport().update()
        if self._around is not None:
            self._around.inspector.show_judgements(shows)

    def focus_page(self) -> None:
        """Give the page the keys."""
        self.page.take_focus()

    def has_selection(self) -> bool:
        """Tell whether something on the page is selected."""
        return bool(self.page.selection)

    def close(self) -> None:
        """Take the docks away and close the project file."""
        self._place_timer.stop()
        self.keep_place()
        self.jobs.cancel_all()
        self.session.close()
        for dock in (*self.docks, *self.guests):
            self._window.removeDockWidget(dock)
            # the window would find them by their names, and give them the places of the next project's
            dock.setParent(None)
            dock.deleteLater()
        if self._finder is not None:
            self._finder.bar.deleteLater()
        self.page.deleteLater()
        self.deleteLater()

    def _dock(self, title: str, *, heading: bool = False) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{title.lower()}Dock")
        dock.setTitleBarWidget(_Grip(title, dock, heading=heading))
        return dock

    def _place_docks(self) -> None:
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        for dock in self.docks:
            dock.setFloating(False)
        self._window.addDockWidget(left, self.articles)
        self._window.addDockWidget(right, self.tags)
        self._window.splitDockWidget(self.tags, self.inspector, Qt.Orientation.Vertical)
        for dock in self.docks:
            dock.show()
        self._share_widths()

    def _share_widths(self) -> None:
        scale = max(1.0, self.page.page_style.interface_scale)
        most = max(RIGHT_WIDTH, self._window.width() * 2 // 5)
        widths = [min(round(width * scale), most) for width in (LEFT_WIDTH, RIGHT_WIDTH)]
        self._window.resizeDocks([self.articles, self.tags], widths, Qt.Orientation.Horizontal)

    def _share_heights(self) -> None:
        room = max(self.page.height(), self._window.height() - 70)
        height = max(min(self.tags_panel.sizeHint().height() + GRIP, room - LEAST_INSPECTOR), room // 3)
        self._window.resizeDocks([self.tags, self.inspector], [height, room - height], Qt.Orientation.Vertical)

    def _painted(self) -> None:
        self.page.painted.disconnect(self._painted)
        # not at once: the picture is to reach the screen first
        QTimer.singleShot(1, self, lambda: self.around)

    def _show_document(self, opened: AnnotatedDocument) -> None:
        place = self._settings.place(self.session.project.path)
        anchor = place.anchor if place is not None and place.document == opened.document.id else 0
        self._settings.set_place(self.session.project.path, Place(opened.document.id, anchor))
        self.page.show_document(opened, anchor)
        self._shown = opened
        self.looked_elsewhere.emit()

    def _clear(self) -> None:
        self._shown = None
        self.page.show_document(None)
        self.looked_elsewhere.emit()

    def _take(self, touched: Touched) -> None:
        now, shown = self.session.document, self._shown
        if now is not None and shown is not None and now is not shown:
            self._shown = now
            if _heading(now.document) != _heading(shown.document):
                self.page.show_document(now, self.page.anchor)
            elif (now.annotations, now.relations) != (shown.annotations, shown.relations):
                if touched.annotations and touched.only_marks:
                    changed = {each: self.session.annotation(each) for each in touched.annotations}
                    self.page.change_annotations(now.annotations, now.relations, changed)
                else:
                    self.page.set_annotations(now.annotations, now.relations)
        self.looked_elsewhere.emit()

    def _take_tag_set(self, tag_set: TagSet) -> None:
        self.page.set_tag_set(tag_set)

    def _scrolled(self) -> None:
        self._place_timer.start()

    def _keep_zoom(self, zoom: float) -> None:
        self._settings.zoom = zoom
        self.looked_elsewhere.emit()


def style_of(settings: Settings) -> PageStyle:
    """Return how the text of the page is set, at zoom 1."""
    return PageStyle(
        settings.reading_family,
        settings.reading_size,
        characters=settings.measure,
        leading=settings.line_height / 100,
        spacing=settings.paragraph_space / 100,
        interface_family=settings.interface_family,
        interface_points=interface_points(settings),
    )


def _heading(document: Document) -> tuple[object, ...]:
    return (document.text_sha256, document.title, document.date, document.language, document.source)

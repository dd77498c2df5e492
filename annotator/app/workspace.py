"""What surrounds one open project: the page in the middle and the panels in their docks."""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QWidget

from annotator.app.marking import Marking
from annotator.app.page.view import PageView
from annotator.app.page_menu import PageMenu
from annotator.app.panels.articles import ArticlesPanel
from annotator.app.panels.inspector import InspectorPanel
from annotator.app.panels.tags import TagsPanel
from annotator.app.session import Session
from annotator.app.settings import Place, Settings
from annotator.app.tag_popup import TagPopup
from annotator.app.theme import Theme
from annotator.model.change import Touched
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.tag import Tag, TagSet

LEFT_WIDTH, RIGHT_WIDTH = 270, 250
GRIP = 9
PLACE_PAUSE = 1000
"""Milliseconds without scrolling before the place is kept."""
LEAST_INSPECTOR = 290


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
    """Page and panels of one session, wired to each other.

    *looked_elsewhere* is sent when selection, document or zoom may change what can be done, *hinted*
    carries a line to read while marking.
    """

    looked_elsewhere = Signal()
    hinted = Signal(str)

    def __init__(self, window: QMainWindow, session: Session, settings: Settings, theme: Theme) -> None:
        super().__init__(window)
        self.session = session
        session.setParent(self)
        self._window = window
        self._settings = settings
        self._shown: AnnotatedDocument | None = None
        # a reader who is cut off finds the place again, too
        self._place_timer = QTimer(self)
        self._place_timer.setSingleShot(True)
        self._place_timer.setInterval(PLACE_PAUSE)
        self._place_timer.timeout.connect(self.keep_place)
        self.page = PageView(window)
        self.page.set_theme(theme)
        self.page.set_reading_font(settings.reading_family, settings.reading_size)
        self.page.set_tag_set(session.tag_set)
        self.page.set_zoom(settings.zoom)
        self.marking = Marking(session, self.page, self)
        self.popup = TagPopup(self.page, theme)
        self.page_menu = PageMenu(session, self.page, self.marking)
        self.articles_panel = ArticlesPanel(session, theme, window)
        self.tags_panel = TagsPanel(session.tag_set, theme, window)
        self.inspector_panel = InspectorPanel(session, theme, window)
        self.articles = self._dock("Articles", self.articles_panel, heading=True)
        self.tags = self._dock("Tags", self.tags_panel)
        self.inspector = self._dock("Inspector", self.inspector_panel)
        self.docks = (self.articles, self.tags, self.inspector)
        self.arrange()

        session.document_opened.connect(self._show_document)
        session.document_closed.connect(self._clear)
        session.changed.connect(self._take)
        session.tag_set_changed.connect(self._take_tag_set)
        self.page.annotation_selected.connect(self._annotation_selected)
        self.page.selection_changed.connect(self._selection_changed)
        self.page.zoom_changed.connect(self._keep_zoom)
        self.page.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.articles_panel.left.connect(self.focus_page)
        self.tags_panel.tag_chosen.connect(self._give)
        self.tags_panel.sticky_changed.connect(self.marking.set_sticky)
        self.marking.sticky_changed.connect(self.tags_panel.set_sticky)
        self.marking.sticky_changed.connect(lambda: self.looked_elsewhere.emit())
        self.marking.hinted.connect(self.hinted)
        self.marking.tags_wanted.connect(self._offer_tags)
        self.marking.tags_unwanted.connect(self.popup.hide)
        self.marking.menu_wanted.connect(self.page_menu.show_at)
        self.popup.chosen.connect(self._give)
        self.inspector_panel.annotation_chosen.connect(self._reveal)

    def arrange(self) -> None:
        """Put every dock where it was first."""
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        for dock in self.docks:
            dock.setFloating(False)
        self._window.addDockWidget(left, self.articles)
        self._window.addDockWidget(right, self.tags)
        self._window.splitDockWidget(self.tags, self.inspector, Qt.Orientation.Vertical)
        for dock in self.docks:
            dock.show()
        self._window.resizeDocks([self.articles, self.tags], [LEFT_WIDTH, RIGHT_WIDTH], Qt.Orientation.Horizontal)
        room = max(self.page.height(), self._window.height() - 70)
        height = max(min(self.tags_panel.sizeHint().height() + GRIP, room - LEAST_INSPECTOR), room // 3)
        self._window.resizeDocks([self.tags, self.inspector], [height, room - height], Qt.Orientation.Vertical)

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
        """Paint everything in the colours of *theme*, and the page in the font that is set."""
        self.page.set_theme(theme)
        self.page.set_reading_font(self._settings.reading_family, self._settings.reading_size)
        self.articles_panel.set_theme(theme)
        self.tags_panel.set_theme(theme)
        self.inspector_panel.set_theme(theme)
        self.popup.set_theme(theme)

    def focus_page(self) -> None:
        """Give the page the keys."""
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def has_selection(self) -> bool:
        """Tell whether something on the page is selected."""
        return bool(self.page.selection)

    def close(self) -> None:
        """Take the docks away and close the project file."""
        self._place_timer.stop()
        self.keep_place()
        self.session.close()
        for dock in self.docks:
            self._window.removeDockWidget(dock)
            dock.deleteLater()
        self.page.deleteLater()
        self.deleteLater()

    def _dock(self, title: str, panel: QWidget, *, heading: bool = False) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{title.lower()}Dock")
        dock.setTitleBarWidget(_Grip(title, dock, heading=heading))
        dock.setWidget(panel)
        return dock

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
                self.page.set_annotations(now.annotations, now.relations)
        self.looked_elsewhere.emit()

    def _take_tag_set(self, tag_set: TagSet) -> None:
        self.page.set_tag_set(tag_set)
        self.tags_panel.set_tag_set(tag_set)

    def _annotation_selected(self, annotation: object) -> None:
        self.inspector_panel.show_annotation(annotation if isinstance(annotation, str) else None)
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.tags_panel.set_has_target(self.has_selection() or self.page.selected is not None)
        self.looked_elsewhere.emit()

    def _reveal(self, annotation: str) -> None:
        self.page.select_annotation(annotation, True)

    def _give(self, tag: Tag) -> None:
        self.popup.hide()
        self.popup.used(tag)
        self.marking.tag_selection(tag)
        self.focus_page()

    def _offer_tags(self, at: QPoint) -> None:
        selection = self.page.selection
        document = self.session.document
        if not selection or document is None:
            return
        words = document.document.text[selection[0].start : selection[-1].end]
        beside = self.page.rect_of(selection[-1])
        if beside.isEmpty():
            beside = QRect(self.page.mapFromGlobal(at), QSize(1, 1))
        self.popup.offer(self.session.tag_set, words, beside)

    def _scrolled(self) -> None:
        self._place_timer.start()

    def _keep_zoom(self, zoom: float) -> None:
        self._settings.zoom = zoom
        self.looked_elsewhere.emit()


def _heading(document: Document) -> tuple[object, ...]:
    return (document.text_sha256, document.title, document.date, document.language, document.source)

"""The list of articles: find one, see how far each is, open it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.calls import call
from annotator.app.chrome import own_viewport
from annotator.app.panels.articles_delegate import ArticleDelegate
from annotator.app.panels.articles_model import ArticlesModel
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.model.change import Alter, Change, Touched
from annotator.model.document import STATUSES, AnnotatedDocument, Document, Status
from annotator.words import counted

TYPING_PAUSE = 150
"""Milliseconds without a key before the list is searched."""
NO_ARTICLES = "No articles yet.\n\nDrop files or a folder anywhere on this window, or import them here."
NONE_FITS = "No article fits.\n\nTry fewer words, or show all."


class _List(QListView):
    """A list that says in words why it is empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._empty_text = ""

    def say_when_empty(self, text: str) -> None:
        if text != self._empty_text:
            self._empty_text = text
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if model.rowCount() == 0:
            painter = QPainter(self.viewport())
            ink = self.palette().placeholderText().color()
            painter.setPen(ink)
            area = self.viewport().rect().adjusted(24, 40, -24, -40)
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._empty_text)
            painter.end()


class ArticlesPanel(QWidget):
    """The articles of a project with search, status filter and progress.

    *import_requested* is sent by the button of an empty project.
    """

    import_requested = Signal()
    left = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("articles")
        self._session = session
        self._opening = False
        self.model = ArticlesModel(session.project, self)
        self._delegate = ArticleDelegate(theme, self)

        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search articles")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.search.returnPressed.connect(self._open_first)

        self.pills = QButtonGroup(self)
        pills = QHBoxLayout()
        pills.setSpacing(6)
        for number, text in enumerate(("All", *(status.capitalize() for status in STATUSES))):
            pill = QPushButton(text, self)
            pill.setCheckable(True)
            pill.setProperty("pill", True)
            pill.setChecked(number == 0)
            pill.setAccessibleName(f"Show {text.lower()} articles")
            self.pills.addButton(pill, number)
            pills.addWidget(pill)
        pills.addStretch(1)
        self.pills.idClicked.connect(lambda: self._filter())

        self.list = _List(self)
        self.list.setObjectName("articleList")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName("Articles")
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.activated.connect(lambda: self.left.emit())

        self.import_button = QPushButton("Import articles…", self)
        self.import_button.setProperty("primary", True)
        self.import_button.clicked.connect(self.import_requested)

        self.progress_text = QLabel(self)
        self.progress_text.setProperty("quiet", True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Articles done")

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 14)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(14, 0, 14, 0)
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addLayout(pills)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(14, 0, 14, 0)
        bottom.setSpacing(5)
        bottom.addWidget(self.import_button)
        bottom.addWidget(self.progress_text)
        bottom.addWidget(self.progress)
        layout.addLayout(bottom)

        session.changed.connect(self._take)
        session.document_opened.connect(self._show_opened)
        self._count()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._delegate.set_theme(theme)
        self.list.viewport().update()

    def step(self, by: int) -> bool:
        """Open the article *by* rows further on; tell whether there is one."""
        if not self.list.currentIndex().isValid():
            self.reveal_current()
        row = self.list.currentIndex().row() + by
        if row >= self.model.rowCount() and self.model.canFetchMore(QModelIndex()):
            self.model.fetchMore(QModelIndex())
        if not 0 <= row < self.model.rowCount():
            return False
        self.list.setCurrentIndex(self.model.index(row))
        return True

    def focus_search(self) -> None:
        """Put the caret into the search field, what is there selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_status(self, documents: list[str], status: Status) -> None:
        """Give *documents* a status, as one change."""
        label = f"mark as {status}" if len(documents) == 1 else f"mark {len(documents)} articles as {status}"
        self._session.do(Change(label, [Alter(Document, each, {"status": status}) for each in documents]))

    def reveal_current(self) -> None:
        """Fetch as far as the open article and show its row."""
        summary = self._session.summary
        if summary is not None:
            self._select(self.model.reach(summary))

    def _filter(self) -> None:
        self._pause.stop()
        number = self.pills.checkedId()
        status = STATUSES[number - 1] if number > 0 else None
        self.model.set_filter(self.search.text().strip(), status)
        document = self._session.document
        self._select(self.model.row(document.document.id) if document else -1)
        self._count()

    def _select(self, row: int) -> None:
        self._opening = True
        try:
            if row >= 0:
                index = self.model.index(row)
                self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.list.scrollTo(index)
            else:
                self.list.selectionModel().clear()
        finally:
            self._opening = False

    def _show_opened(self, opened: AnnotatedDocument) -> None:
        row = self.model.row(opened.document.id)
        if row != self.list.currentIndex().row() or not self.list.selectionModel().hasSelection():
            self._select(row)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        summary = self.model.summary(current.row())
        if summary is not None and not self._opening:
            self._session.open_document(summary.id)

    def _open_first(self) -> None:
        self._filter()
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
            self.left.emit()

    def _take(self, touched: Touched) -> None:
        document = self._session.document
        self._opening = True
        try:
            self.model.take(touched, document.document.id if document else None)
        finally:
            self._opening = False
        self._count()

    def _count(self) -> None:
        project = self._session.project
        total, done = project.count_documents(), project.count_documents(status="done")
        self.search.setPlaceholderText(f"Search {counted(total, 'article')}")
        self.progress_text.setText(f"{done:,} of {total:,} done")
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)
        empty = total == 0
        for widget in (self.progress_text, self.progress):
            widget.setVisible(not empty)
        self.import_button.setVisible(empty)
        self.list.say_when_empty(NO_ARTICLES if empty else NONE_FITS)

    def _show_menu(self, at: QPoint) -> None:
        summary = self.model.summary(self.list.indexAt(at).row())
        if summary is None:
            return
        menu = QMenu(self)
        for status in STATUSES:
            action = menu.addAction(f"Mark as {status}")
            action.setCheckable(True)
            action.setChecked(status == summary.status)
            action.triggered.connect(call(self.set_status, [summary.id], status))
        menu.popup(self.list.viewport().mapToGlobal(at))
        menu.aboutToHide.connect(menu.deleteLater)

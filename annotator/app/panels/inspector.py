"""What is known of the selection: the selected annotation, or else the open article."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.app.panels.annotation_form import AnnotationForm
from annotator.app.panels.document_form import DocumentForm
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.model.change import Touched


class InspectorPanel(QScrollArea):
    """Shows and edits the selection. *annotation_chosen* asks the page to show another annotation by id.

    *place_wanted*, *record_wanted* and *claim_wanted* ask for what is not on the page, as `PartField` says.
    """

    annotation_chosen = Signal(str)
    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._session = session
        self._selected: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # what is in it takes the keys, and is scrolled to
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget(self)
        holder.setObjectName("inspectorBody")
        self._layout = QVBoxLayout(holder)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._holder = holder
        self._theme = theme
        self._judged = True
        self._annotation_form: AnnotationForm | None = None
        self.document_form = DocumentForm(session, holder)
        self.empty = QLabel("Open an article to see what is known of it.", holder)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self.empty.setProperty("quiet", True)
        for form in (self.document_form, self.empty):
            self._layout.addWidget(form)
        self.setWidget(holder)
        session.changed.connect(self._take)
        session.document_opened.connect(lambda: self.show_annotation(None))
        session.document_closed.connect(lambda: self.show_annotation(None))
        self.show_annotation(None)

    def minimumSizeHint(self) -> QSize:
        """Return a width at which nothing is cut: what it holds cannot be scrolled sideways."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._holder.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    @property
    def selected(self) -> str | None:
        """The id of the annotation that is shown, or None when it is the article."""
        return self._selected

    @property
    def annotation_form(self) -> AnnotationForm:
        """The form of a selected annotation, made when it is needed first."""
        if self._annotation_form is None:
            self._annotation_form = AnnotationForm(self._session, self._theme, self._holder)
            self._annotation_form.part_chosen.connect(self.annotation_chosen)
            self._annotation_form.place_wanted.connect(self.place_wanted)
            self._annotation_form.record_wanted.connect(self.record_wanted)
            self._annotation_form.claim_wanted.connect(self.claim_wanted)
            self._annotation_form.show_judgements(self._judged)
            self._annotation_form.hide()
            self._layout.insertWidget(0, self._annotation_form)
        return self._annotation_form

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of *theme*."""
        self._theme = theme
        if self._annotation_form is not None:
            self._annotation_form.set_theme(theme)

    def show_judgements(self, shows: bool) -> None:
        """Show or hide what is thought of claims."""
        self._judged = shows
        if self._annotation_form is not None:
            self._annotation_form.show_judgements(shows)
            self._show()

    def show_annotation(self, annotation: str | None) -> None:
        """Show the annotation of that id; None shows the article."""
        if annotation != self._selected and self._annotation_form is not None:
            self._annotation_form.finish()
        self._selected = annotation
        self._show()

    def _take(self, touched: Touched) -> None:
        self._show()

    def _show(self) -> None:
        annotation = self._session.annotation(self._selected) if self._selected else None
        document = self._session.document
        if annotation is not None:
            self.annotation_form.show_annotation(annotation)
        elif document is not None:
            self._selected = None
            self.document_form.show_document(document)
        if self._annotation_form is not None:
            self._annotation_form.setVisible(annotation is not None)
        self.document_form.setVisible(annotation is None and document is not None)
        self.empty.setVisible(annotation is None and document is None)

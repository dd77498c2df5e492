"""The inspector's form for the open article: what it is, where it came from, how far the work is."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.app.forms import add_row, form_layout, quiet_label
from annotator.app.panels.annotation_form import moment
from annotator.app.panels.editors import LEAST_WIDTH, ChoiceEditor, DateEditor, LineEditor
from annotator.app.session import Session
from annotator.model.annotation import Value
from annotator.model.change import Alter, Change
from annotator.model.document import STATUSES, AnnotatedDocument, Document

FIELD_PADDING = 8
"""Pixels from the edge of a field to its words."""
SPLITS = ("train", "dev", "test")


class _Fact(QLabel):
    """Words that take as many lines as they need, and no more room than that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setIndent(FIELD_PADDING)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def minimumSizeHint(self) -> QSize:
        # Qt's own is as high as the words would be in the narrowest column
        return QSize(LEAST_WIDTH, self.fontMetrics().height())


class DocumentForm(QWidget):
    """Shows the open document and turns each finished edit into one change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._lines: list[tuple[str, str]] = []
        heading = QLabel("Article", self)
        heading.setProperty("heading", True)
        self.title = LineEditor(self)
        self.date = DateEditor(self)
        self.language = LineEditor(self)
        self.language.setPlaceholderText("such as en or de-AT")
        self.status = ChoiceEditor(STATUSES, self)
        self.split = ChoiceEditor(SPLITS, self)
        form = form_layout()
        self._names: list[QLabel] = []
        fields = {
            "title": self.title,
            "date": self.date,
            "language": self.language,
            "status": self.status,
            "split": self.split,
        }
        for name, editor in fields.items():
            editor.setAccessibleName(name.capitalize())
            editor.edited.connect(self._setter(name))
            self._names.append(add_row(form, name.capitalize(), editor))
        self._facts = QWidget(self)
        self._facts_form = form_layout()
        self._facts_form.setContentsMargins(0, 6, 0, 0)
        self._facts_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._facts.setLayout(self._facts_form)
        self._rows: list[tuple[QLabel, QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addLayout(form)
        layout.addWidget(self._facts)
        layout.addStretch(1)

    def show_document(self, annotated: AnnotatedDocument) -> None:
        """Show the document as it is now."""
        document = annotated.document
        moved = self._document is None or self._document.id != document.id
        if moved:
            for editor in (self.title, self.date, self.language):
                editor.setModified(False)
        self._document = document
        self.title.set_value(document.title)
        self.date.set_value(document.date)
        self.language.set_value(document.language)
        self.status.set_value(document.status)
        self.split.set_value(document.split)
        lines = facts(document)
        lines[1:1] = self._version()
        if lines != self._lines:
            self._lines = lines
            self._show_facts(lines)

    def _version(self) -> list[tuple[str, str]]:
        """Return under which version of the tag set the document was marked last, if anything is marked in it."""
        summary = self._session.summary
        marked = summary.marked_under if summary is not None else None
        if marked is None:
            return []
        now = self._session.project.tags.version()
        return [("Tag set", f"marked under version {marked}" + (f" (now {now})" if now != marked else ""))]

    def _show_facts(self, lines: list[tuple[str, str]]) -> None:
        # rows are kept and filled anew: making labels costs more than everything else of opening an article
        while len(self._rows) < len(lines):
            self._rows.append(self._fact_row())
        for number, (name_label, text_label) in enumerate(self._rows):
            used = number < len(lines)
            if used:
                name, text = lines[number]
                name_label.setText(name)
                text_label.setText(text)
                text_label.setToolTip(text if len(text) < 400 else "")
            if name_label.isHidden() == used:
                self._facts_form.setRowVisible(number, used)
        self._align_columns()

    def _align_columns(self) -> None:
        # two forms, one look: labels in one column, words in another
        facts = [name_label for name_label, _ in self._rows if not name_label.isHidden()]
        labels = [*self._names, *facts]
        width = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(width)

    def _fact_row(self) -> tuple[QLabel, QLabel]:
        name, text = quiet_label("", self._facts), _Fact(self._facts)
        self._facts_form.addRow(name, text)
        return name, text

    def _setter(self, field: str) -> Callable[[Value], None]:
        def set_value(value: Value) -> None:
            self._set(field, value)

        return set_value

    def _set(self, field: str, value: Value) -> None:
        document = self._document
        if document is None:
            return
        if value is None and field in ("title", "status"):
            # an article always has both; show again what it has
            self.title.set_value(document.title)
            self.status.set_value(document.status)
            return
        if field == "status":
            label = f"mark as {value}"
        else:
            label = (
                f"clear {field}" if value is None else f"set {field} to {value}" if field != "title" else "change title"
            )
        if not self._session.do(Change(label, [Alter(Document, document.id, {field: value})])):
            current = self._session.document
            if current is not None:
                self.show_document(current)


def facts(document: Document) -> list[tuple[str, str]]:
    """Return what is known of a document and is not for editing, as names and texts."""
    lines = [("Length", f"{len(document.text):,} characters")]
    source = document.source
    if source is not None:
        lines += [("Source", source.uri), ("Type", source.media_type), ("SHA-256", _grouped(source.sha256))]
    lines.append(("Text SHA-256", _grouped(document.text_sha256)))
    lines.append(("Imported", moment(document.created)))
    if document.revision > 1:
        lines.append(("Revision", str(document.revision)))
    lines += [(str(name).replace("_", " "), str(value)) for name, value in document.metadata.items()]
    return lines


def _grouped(digest: str) -> str:
    # an unbroken line of 64 digits would make the panel as wide
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))

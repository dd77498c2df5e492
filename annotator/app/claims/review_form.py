"""The form of who checks a claim: the verdict, who gave it and when, why, and what speaks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.claims.short_list import ShortList
from annotator.app.forms import add_row, form_layout, quiet_label
from annotator.app.panels.editors import ChoiceEditor, DateEditor, LineEditor, NoteEditor
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.change import Alter, Change, Remove
from annotator.model.claim_edits import (
    BY,
    DATE,
    JUSTIFICATION,
    UNCHECKED,
    VERDICT,
    citations,
    set_attribute,
    with_citations,
)
from annotator.model.claim_links import EVIDENCE
from annotator.model.times import today

if TYPE_CHECKING:
    from annotator.app.session import Session
    from annotator.store.claim_links import Linked

_ROWS = 4


def scale_of(session: Session, tag: str = "") -> tuple[str, ...]:
    """Return the verdicts that the tag set has for claims of *tag*, or of any, in their order."""
    tags = list(session.tag_set.of_kind("claim"))
    for each in sorted(tags, key=lambda each: each.name != tag):
        for attribute in each.attributes:
            if attribute.name == VERDICT:
                return attribute.choices
    return ()


class EvidenceList(ShortList):
    """What speaks for a verdict, as tall as its lines, up to a few."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Evidence", parent)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)

    def sizeHint(self) -> QSize:
        """As tall as its lines, up to a few."""
        return QSize(120, self.height_of(max(1, min(_ROWS, self.count()))))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


class ReviewForm(QWidget):
    """Shows and changes the judgement of one claim, of whatever article; each finished edit is one change.

    *place_wanted* asks for evidence in an article (document, first code point, id), *evidence_wanted* for a claim that
    is to be evidence (the id of the claim that is judged).
    """

    place_wanted = Signal(str, int, str)
    evidence_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._claim: Annotation | None = None
        self._evidence: list[Linked | str] = []
        self.verdict = ChoiceEditor((), self)
        self.by = LineEditor(self)
        self.date = DateEditor(self)
        self.why = NoteEditor(self)
        self.why.setPlaceholderText("Why, in a sentence or two")
        self.evidence = EvidenceList(self)
        self.evidence.hide()
        self.cite = LineEditor(self)
        self.cite.setPlaceholderText("Citation or address; Enter adds it")
        self.from_articles = QPushButton("From the &articles…", self)
        self.from_articles.setAutoDefault(False)
        self.from_articles.setToolTip("A claim of this project that speaks for the verdict")
        self.none = quiet_label("Nothing yet", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        form = form_layout()
        for label, editor, name in (
            ("Verdict", self.verdict, VERDICT),
            ("Checked by", self.by, BY),
            ("On", self.date, DATE),
            ("Why", self.why, JUSTIFICATION),
        ):
            editor.setAccessibleName(label)
            editor.edited.connect(self._setter(name))
            add_row(form, label, editor)
        layout.addLayout(form)
        heading = QLabel("Evidence", self)
        heading.setProperty("heading", True)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addWidget(self.none, 1)
        row.addWidget(self.from_articles)
        layout.addLayout(row)
        layout.addWidget(self.evidence)
        layout.addWidget(self.cite)
        self.cite.setAccessibleName("Citation or address")
        self.cite.installEventFilter(self)
        self.evidence.chosen.connect(self._show_evidence)
        self.evidence.removed.connect(self._remove_evidence)
        self.from_articles.clicked.connect(lambda: self._ask_for_evidence())

    @property
    def claim(self) -> Annotation | None:
        """The claim that is shown."""
        return self._claim

    def show_claim(self, claim: Annotation | None, linked: list[Linked]) -> None:
        """Show the judgement of *claim* as it is now; *linked* is what it is joined to."""
        if claim is None or self._claim is None or claim.id != self._claim.id:
            self.finish()
            for line in (self.by, self.date, self.cite):
                line.setModified(False)
            self.cite.clear()
        self._claim = claim
        self.setEnabled(claim is not None)
        if claim is None:
            return
        said = claim.attributes
        self.verdict.set_choices(scale_of(self._session, claim.tag))
        self.verdict.set_value(said.get(VERDICT, UNCHECKED if UNCHECKED in scale_of(self._session) else None))
        self.by.setPlaceholderText(self._session.annotator)
        for editor, name in ((self.by, BY), (self.date, DATE), (self.why, JUSTIFICATION)):
            editor.set_value(said.get(name))
        self._show_list(claim, linked)

    def finish(self) -> None:
        """Take what is being written."""
        if self.why.hasFocus():
            self.why.finish()

    def _show_list(self, claim: Annotation, linked: list[Linked]) -> None:
        found = [each for each in linked if each.is_from and each.relation.type == EVIDENCE]
        evidence: list[Linked | str] = [*found, *citations(claim.attributes)]
        if evidence == self._evidence and self.evidence.count() == len(evidence):
            return
        row = self.evidence.currentRow()
        self._evidence = evidence
        self.evidence.clear()
        for each in evidence:
            text = each if isinstance(each, str) else f"“{each.words}” · {each.title}"
            item = QListWidgetItem(" ".join(text.split()), self.evidence)
            item.setToolTip(text)
        self.evidence.setCurrentRow(min(row, len(evidence) - 1))
        self.evidence.setVisible(bool(evidence))
        self.none.setVisible(not evidence)
        self.evidence.updateGeometry()

    def _setter(self, name: str) -> Callable[[Value], None]:
        def take(value: Value) -> None:
            if self._claim is not None:
                session = self._session
                self._do(set_attribute(self._claim, name, value, annotator=session.annotator, today=today()))

        return take

    def _do(self, change: Change | None) -> None:
        if change is not None and self._session.do(change) and self._claim is not None:
            try:
                self._claim = self._session.project.annotation(self._claim.id)
            except AnnotatorError:
                self._claim = None

    # --- evidence

    def _ask_for_evidence(self) -> None:
        if self._claim is not None:
            self.evidence_wanted.emit(self._claim.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds the citation that is written, and the next one can be written at once."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and cast(QKeyEvent, event).key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cite(self.cite.text())
            return True
        return super().eventFilter(watched, event)

    def _cite(self, text: str) -> None:
        if self._claim is None or not text.strip():
            return
        self.cite.clear()
        self.cite.setModified(False)
        self._set_citations([*citations(self._claim.attributes), text], "add citation to")

    def _set_citations(self, cited: list[str], said: str) -> None:
        claim = self._claim
        if claim is not None:
            attributes = with_citations(claim.attributes, cited)
            self._do(Change(f"{said} {claim.tag}", [Alter(Annotation, claim.id, {"attributes": attributes})]))

    def _show_evidence(self, row: int) -> None:
        each = self._evidence[row]
        if isinstance(each, str):
            # to be mended
            self._remove_evidence(row)
            self.cite.setText(each)
            self.cite.setFocus()
        else:
            self.place_wanted.emit(each.document, each.start, each.other)

    def _remove_evidence(self, row: int) -> None:
        claim, each = self._claim, self._evidence[row]
        if claim is None:
            return
        if isinstance(each, str):
            self._set_citations([other for other in citations(claim.attributes) if other != each], "take citation from")
        else:
            self._do(Change(f"remove evidence of {claim.tag}", [Remove(Relation, each.relation.id)]))

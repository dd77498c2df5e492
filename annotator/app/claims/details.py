"""All that is known of one claim, of whatever article: its parts, how it stands to others, and its judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.app.claims.joining import called
from annotator.app.claims.review_form import ReviewForm
from annotator.app.claims.short_list import ShortList
from annotator.app.direction import isolated
from annotator.app.forms import quiet_label
from annotator.app.page.claim_card import PART_LABELS, UNNAMED
from annotator.app.panels.annotation_form import label_of
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, Remove
from annotator.model.claim_links import EVIDENCE, NOT_BETWEEN

if TYPE_CHECKING:
    from annotator.app.session import Session
    from annotator.app.theme import Theme
    from annotator.model.change import Touched
    from annotator.store.claim_links import Linked
    from annotator.store.claims import ClaimLine

_SHOWN = 700
"""Characters of a claim's words that are shown."""


class RelationsList(ShortList):
    """How a claim stands to others, as tall as its lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Relations", parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit(self) -> None:
        """Be as tall as the lines."""
        self.setFixedHeight(self.height_of(self.count()))


class ClaimDetails(QScrollArea):
    """Shows one claim and lets it be judged.

    *place_wanted* asks for a mark (document, first code point, id), *evidence_wanted* for a claim that is to be
    evidence (the id of the claim that is shown).
    """

    place_wanted = Signal(str, int, str)
    evidence_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session = session
        self._theme = theme
        self._line: ClaimLine | None = None
        self._linked: list[Linked] = []
        body = QWidget(self)
        body.setObjectName("inspectorBody")
        self.heading = QLabel(body)
        self.heading.setProperty("heading", True)
        self.words = QLabel(body)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setProperty("quotation", True)
        self.place = quiet_label("", body)
        self.place.setWordWrap(True)
        self._parts = QWidget(body)
        self._grid = QGridLayout(self._parts)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.related_heading = QLabel("Relations", body)
        self.related_heading.setProperty("heading", True)
        self.related = RelationsList(body)
        self.judgement = QLabel("Judgement", body)
        self.judgement.setProperty("heading", True)
        self.review = ReviewForm(session, body)
        self.empty = quiet_label("Select a claim to see what is known of it.", body)
        self.empty.setWordWrap(True)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 8, 14, 12)
        layout.setSpacing(6)
        self._whole = (
            self.heading, self.words, self.place, self._parts, self.related_heading, self.related, self.judgement,
            self.review,
        )  # fmt: skip
        for each in (*self._whole, self.empty):
            layout.addWidget(each)
        layout.addStretch(1)
        self.setWidget(body)
        self._judged = True
        self.related.chosen.connect(self._go)
        self.related.removed.connect(self._remove)
        self.review.place_wanted.connect(self.place_wanted)
        self.review.evidence_wanted.connect(self.evidence_wanted)
        session.changed.connect(self._changed)
        self.show_line(None)

    @property
    def line(self) -> ClaimLine | None:
        """The claim that is shown."""
        return self._line

    def show_judgement(self, shows: bool) -> None:
        """Show or hide what is thought of claims."""
        self._judged = shows
        self.show_line(self._line)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of *theme*."""
        self._theme = theme
        self.show_line(self._line)

    def show_line(self, line: ClaimLine | None) -> None:
        """Show a claim as it is now; None shows that none is chosen."""
        claim: Annotation | None = None
        if line is not None:
            try:
                claim = self._session.project.annotation(line.id)
                self._linked = self._session.project.claims.linked(line.id)
            except AnnotatorError:
                claim = None
        self._line = line if claim is not None else None
        for each in self._whole:
            each.setVisible(claim is not None)
        self.empty.setVisible(claim is None)
        self.review.show_claim(claim, self._linked)
        if claim is None or line is None:
            return
        self.heading.setText(claim.tag)
        tag = self._session.tag_set.find(claim.tag, "claim")
        colour = f"border-left-color: {self._theme.tag_line(tag.colour)}" if tag is not None else ""
        if self.words.styleSheet() != colour:
            self.words.setStyleSheet(colour)
        self.words.setText(line.words if len(line.words) <= _SHOWN else line.words[: _SHOWN - 1] + "…")
        self.place.setText(" · ".join(filter(None, (isolated(line.title), line.date or "", claim.annotator))))
        self._show_parts(claim)
        self._show_related()
        for each in (self.judgement, self.review):
            each.setVisible(self._judged)

    def _show_parts(self, claim: Annotation) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows: list[tuple[str, str]] = []
        for name, label in PART_LABELS.items():
            if name == EVIDENCE:
                continue
            words = ", ".join(each.words for each in self._linked if each.is_from and each.relation.type == name)
            if name == "claimant":
                words = self._who(words) or UNNAMED.get(str(claim.attributes.get("source_kind")), "")
            if words or name in ("claimant", "cue"):
                rows.append((label, words or "—"))
        tag = self._session.tag_set.find(claim.tag, "claim")
        how: list[str] = []
        for attribute in tag.attributes if tag is not None else ():
            value = claim.attributes.get(attribute.name)
            if value in (None, "") or attribute.layer == "judgement":
                continue
            if attribute.type == "choice":
                how.append(str(value))
            else:
                rows.append((label_of(attribute.name).lower(), str(value)))
        if how:
            rows.append(("how", " · ".join(how)))
        if claim.note:
            rows.append(("note", claim.note))
        for row, (label, words) in enumerate(rows):
            name, told = quiet_label(label, self._parts), QLabel(words, self._parts)
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, row, 1)

    def _who(self, words: str) -> str:
        """Return the words of who makes the claim, and behind an arrow whom they mean, as the table has it."""
        meant = self._line.claimant if self._line is not None else ""
        several = sum(each.is_from and each.relation.type == "claimant" for each in self._linked) > 1
        return words if several or not words or meant in ("", words) else f"{words} → {isolated(meant)}"

    def _between(self) -> list[Linked]:
        return [
            each
            for each in self._linked
            if each.relation.type not in NOT_BETWEEN and not (each.relation.type == EVIDENCE and each.is_from)
        ]

    def _show_related(self) -> None:
        symmetric = {each.name for each in self._session.tag_set.relation_types if each.symmetric}
        row = self.related.currentRow()
        self.related.clear()
        for each in self._between():
            here = self._line is not None and each.document == self._line.document
            text = f"{called(each, symmetric)}  “{isolated(each.words)}”" + (
                "" if here else f" · {isolated(each.title)}"
            )
            item = QListWidgetItem(text, self.related)
            item.setToolTip(text)
        self.related.setCurrentRow(min(row, self.related.count() - 1))
        self.related.fit()
        shown = self.related.count() > 0
        self.related.setVisible(shown)
        self.related_heading.setVisible(shown)

    def _go(self, row: int) -> None:
        each = self._between()[row]
        self.place_wanted.emit(each.document, each.start, each.other)

    def _remove(self, row: int) -> None:
        each = self._between()[row]
        label = f"take away “{each.relation.type}”"
        self._session.do(Change(label, [Remove(Relation, each.relation.id)]))

    def _changed(self, touched: Touched) -> None:
        line = self._line
        if line is not None and (not touched.only_marks or line.id in touched.annotations or touched.records):
            self.show_line(line)

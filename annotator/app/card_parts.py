"""The parts of the claim whose card is edited: what could be one, in a list, on the page, in another article.

Knows the session and the page; `card_editing.py` has the form, `claim_parts.py` the changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.app.claim_parts import add_part, set_part
from annotator.app.marking import Marking
from annotator.app.nearby import shorten
from annotator.app.page.card_editor import CardEditor
from annotator.app.page.claim_card import NOTHING, UNNAMED, Field
from annotator.app.page.options import Option
from annotator.app.page.pointing import Pointing
from annotator.app.page.view import PageView
from annotator.app.panels.editors import LineEditor
from annotator.app.part_candidates import (
    ASK_CITATION,
    ASK_ELSEWHERE,
    ASK_RECORD,
    FIRST_PARTS,
    Candidate,
    part_candidates,
)
from annotator.app.session import Session
from annotator.model.annotation import Annotation, Kind, Span, Value
from annotator.model.change import Alter, Change
from annotator.model.claim_edits import citations, with_citations
from annotator.model.claim_links import EVIDENCE
from annotator.model.passages import PASSAGE, passage_tag
from annotator.model.tag import Tag

if TYPE_CHECKING:
    from annotator.app.card_editing import CardEditing


class CardParts(QObject):
    """Chooses the parts of the claim that *editing* has in its form."""

    def __init__(self, session: Session, page: PageView, marking: Marking, editing: CardEditing) -> None:
        super().__init__(editing)
        self._session = session
        self._page = page
        self._marking = marking
        self._editing = editing
        self._pointing: Pointing | None = None

    @property
    def is_pointing(self) -> bool:
        """Whether a click on the page points at a part."""
        return self._pointing is not None

    def offer(self, claim: Annotation, editor: CardEditor, field: Field) -> None:
        """List what could be the part of *claim* that *field* names."""
        opened, tag_set = self._session.document, self._session.tag_set
        if opened is None:
            return
        found = part_candidates(opened, tag_set, self._page.links, claim, field.name)
        if not self._page.around.judged:
            found = [each for each in found if each.asks != ASK_CITATION]
        have = {each.id for each in self._page.links.targets(claim.id, field.name)}
        kind = claim.attributes.get("source_kind")

        def is_set(each: Candidate) -> bool:
            if each.annotation is not None:
                return each.annotation.id in have
            is_nobody = not have and each.source_kind == (kind if kind in UNNAMED else "")
            return is_nobody and each.span is None and not each.asks

        made = editor.offer(field, [self._option(each, is_set=is_set(each)) for each in found], several=True)
        if made is None:
            return
        made.taken.connect(self._taker(field, found, self.set_part))
        made.added.connect(self._taker(field, found, self._add_part))

        def light(row: int) -> None:
            self._light(field.name, found, row)

        made.lit.connect(light)
        self._light(field.name, found, made.currentRow())
        self._begin_pointing(claim.id, field.name)
        self._marking.hinted.emit(
            "Enter takes · Space adds it, or takes it away · a click on the page points, a drag marks · Esc leaves"
        )

    def _taker(
        self, field: Field, found: Sequence[Candidate], act: Callable[[Annotation, str, Candidate], None]
    ) -> Callable[[int], None]:
        def take(row: int) -> None:
            chosen = found[row]
            if chosen.asks:
                self._ask(field, chosen.asks)
            else:
                self._editing.take(lambda now: act(now, field.name, chosen))

        return take

    def _ask(self, field: Field, asks: str) -> None:
        """Go on to what a line asks for instead of being a part itself."""
        editor = self._editing.editor
        if editor is None:
            return
        if asks == ASK_CITATION:
            self._cite(editor, field)
            return
        claim = self._editing.claim
        self._editing.leave()
        if asks == ASK_RECORD:
            self._editing.record_wanted.emit(claim, field.name)
        elif asks == ASK_ELSEWHERE:
            self._editing.claim_wanted.emit(claim, field.name)

    def _cite(self, editor: CardEditor, field: Field) -> None:
        claim = self._session.annotation(self._editing.claim)
        if claim is None:
            return
        known = citations(claim.attributes)

        def take(value: Value) -> None:
            # more than one stands in the line behind each other
            cited = re.split(r"(?:^|\s);(?=\s|$)", str(value or ""))
            self._editing.take(lambda now: self._set_citations(now, cited))

        def make(parent: QWidget) -> QLineEdit:
            line = LineEditor(parent)
            line.setPlaceholderText("https://… or a title; several with “ ; ” between")
            line.set_value(" ; ".join(known))
            line.edited.connect(take)
            return line

        editor.write_in(field, make)

    def _set_citations(self, claim: Annotation, cited: Sequence[str]) -> None:
        attributes = with_citations(claim.attributes, cited)
        if attributes != dict(claim.attributes):
            alter = Alter(Annotation, claim.id, {"attributes": attributes})
            self._session.do(Change(f"set citation of {claim.tag}", [alter]))

    # --- what is pointed at

    def _begin_pointing(self, claim: str, name: str) -> None:
        self._pointing = pointing = Pointing(self._page)

        def fitting(marks: Sequence[Annotation | None]) -> Annotation | None:
            fits = (each for each in marks if each is not None and each.id != claim and self._may_be(name, each.kind))
            return next(fits, None)

        def point(marks: Sequence[str], adds: bool) -> None:
            chosen = fitting([self._session.annotation(each) for each in marks])
            if chosen is None:
                self._marking.hinted.emit(f"What is marked here cannot be the {name} of a claim")
                self._give_back_keys()
            else:
                self._take_part(name, Candidate(annotation=chosen), adds)

        def draw(span: Span, adds: bool) -> None:
            chosen = fitting([each for each in self._session.annotations if each.spans == (span,)])
            if chosen is not None:
                self._take_part(name, Candidate(annotation=chosen), adds)
            else:
                self._offer_kinds(name, span, adds)

        pointing.pointed.connect(point)
        pointing.drawn.connect(draw)
        pointing.missed.connect(self._editing.leave)

    def unlight(self) -> None:
        """Let the page be as it was."""
        pointing, self._pointing = self._pointing, None
        if pointing is not None:
            pointing.end()
        self._page.set_proposal(())
        self._marking.hinted.emit("")

    def _give_back_keys(self) -> None:
        editor = self._editing.editor
        if editor is not None and editor.options is not None:
            editor.options.setFocus()

    def _may_be(self, name: str, kind: Kind) -> bool:
        relation_type = self._session.tag_set.relation_type(name)
        return relation_type is not None and (not relation_type.to_kinds or kind in relation_type.to_kinds)

    def _offer_kinds(self, name: str, span: Span, adds: bool) -> None:
        """Ask with which tag the words become that part; with one that fits, or evidence, there is nothing to ask."""
        if name == EVIDENCE and passage_tag(self._session.tag_set)[0] is not None:
            self._take_part(name, Candidate(span, tag=PASSAGE), adds)
            return
        kinds: Sequence[Kind] = ("cue",) if name == "cue" else ("entity", "cue")
        tags = [tag for kind in kinds if self._may_be(name, kind) for tag in self._session.tag_set.of_kind(kind)]
        editor = self._editing.editor
        if len(tags) == 1 or editor is None:
            self._take_part(name, Candidate(span, tag=tags[0].name if tags else ""), adds)
            return
        options = [Option(each.name, each.key[:1], each.key, each.colour) for each in tags]
        made = editor.offer(Field("part", name), options) if options else None
        if made is None:
            self._marking.hinted.emit(f"The tag set has no tag for the {name} of a claim")
            return
        self._page.set_proposal([(span, name if name in FIRST_PARTS else "claimant")])

        def choose(now: Annotation, tag: Tag) -> None:
            (self._add_part if adds else self.set_part)(now, name, Candidate(span, tag=tag.name))

        made.taken.connect(self._editing.taker(tags, choose))
        self._marking.hinted.emit("A key or Enter gives these words their tag · Esc leaves")

    def _take_part(self, name: str, chosen: Candidate, adds: bool) -> None:
        self._give_back_keys()
        self._editing.take(lambda now: (self._add_part if adds else self.set_part)(now, name, chosen))

    # --- what a list shows

    def _option(self, candidate: Candidate, *, is_set: bool) -> Option:
        if candidate.annotation is not None:
            each = candidate.annotation
            words = shorten(self._page.links.name(each))
            note = each.tag if each.spans else "not in the text"
            return Option(words, note, colour=self._page.colour_of(each.kind, each.tag), is_set=is_set)
        if candidate.span is not None:
            tag = self._session.tag_set.find(candidate.tag)
            words = shorten(self._page.text[candidate.span.start : candidate.span.end])
            return Option(words, f"new {candidate.tag}", colour=tag.colour if tag is not None else "")
        return Option(candidate.asks or UNNAMED.get(candidate.source_kind, NOTHING), is_set=is_set)

    def _light(self, name: str, found: Sequence[Candidate], row: int) -> None:
        role = name if name in FIRST_PARTS else "claimant"
        lit = [(span, role if place == row else "candidate") for place, each in enumerate(found) for span in each.spans]
        # what is chosen is drawn last
        self._page.set_proposal(sorted(lit, key=lambda each: each[1] == role))

    # --- the changes

    def set_part(self, claim: Annotation, name: str, chosen: Candidate) -> None:
        """Let *chosen* be the part of that name, instead of what there was."""
        self._change(set_part, claim, name, chosen)

    def _add_part(self, claim: Annotation, name: str, chosen: Candidate) -> None:
        self._change(add_part, claim, name, chosen)

    def _change(self, make: Callable[..., Change | None], claim: Annotation, name: str, chosen: Candidate) -> None:
        opened = self._session.document
        if opened is None:
            return
        change = make(opened, self._session.tag_set, self._session.annotator, claim, name, chosen)
        if change is not None:
            self._session.do(change)

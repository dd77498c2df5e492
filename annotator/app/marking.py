"""From what happens on the page to changes of the project: tagging, moving, removing, claims.

Knows the session and the page, no dock and no menu: those call its methods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from annotator.app.page.view import PageView
from annotator.app.proposing import CLAIMANT_KINDS, Proposing, parts_to_add
from annotator.app.session import Session
from annotator.model import edits
from annotator.model.annotation import Annotation, Relation, Span, Value, beginning_with
from annotator.model.change import Touched
from annotator.model.ids import new_id
from annotator.model.tag import Tag
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.analysis.proposals import Candidate, ClaimProposal
    from annotator.model.document import AnnotatedDocument


class Marking(QObject):
    """The hand on the page.

    *hinted* carries a line for the person to read (empty: nothing more to say), *sticky_changed*
    the tag that dragging gives from now on (or None), *tags_wanted* the place (global pixels)
    where the tags that fit the selection are to be offered, *menu_wanted* where a menu is, *left_all*
    is sent when there is nothing more to leave.
    """

    hinted = Signal(str)
    sticky_changed = Signal(object)
    tags_wanted = Signal(QPoint)
    tags_unwanted = Signal()
    menu_wanted = Signal(QPoint, int)
    left_all = Signal()

    def __init__(self, session: Session, page: PageView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._sticky: Tag | None = None
        self._proposing: Proposing | None = None
        self._spreading: tuple[Tag, tuple[Span, ...]] | None = None
        self._last: Tag | None = None
        self._taken = ""
        self._choice: tuple[Callable[[Annotation], object], Callable[[], object]] | None = None
        page.key_typed.connect(self._key_typed)
        page.selection_finished.connect(self._selection_finished)
        page.selection_changed.connect(self._selection_changed)
        page.annotation_selected.connect(self._annotation_selected)
        page.spans_edited.connect(self._move)
        page.remove_requested.connect(self._remove)
        page.accept_requested.connect(self.accept)
        page.next_candidate_requested.connect(self._next_candidate)
        page.left.connect(self.leave)
        page.context_requested.connect(self.menu_wanted)
        session.document_opened.connect(self._document_opened)
        session.changed.connect(self._changed)

    @property
    def proposing(self) -> Proposing | None:
        """What is proposed now, if anything."""
        return self._proposing

    @property
    def sticky(self) -> Tag | None:
        """The tag that dragging gives, or None."""
        return self._sticky

    @property
    def taken(self) -> Annotation | None:
        """The mark of this article that was taken, to be put on other words, or None."""
        return self._session.annotation(self._taken)

    def take(self, annotation: str) -> None:
        """Remember a mark, to put it on other words."""
        self._taken = annotation

    def wait_for_choice(self, take: Callable[[Annotation], object], leave: Callable[[], object]) -> None:
        """Let Enter give the selected mark to *take*, in whatever article, until Esc, which calls *leave*."""
        self.end_choice()
        self._begin(None)
        self._choice = take, leave

    def end_choice(self) -> None:
        """Wait for no choice any more."""
        self._choice = None
        self.hinted.emit("")

    # --- tagging

    def tag_selection(self, tag: Tag) -> None:
        """Give *tag* to the selected words, else to the selected annotation.

        While the parts of a claim are proposed, words tagged become its part.
        """
        document = self._session.document
        if document is None:
            return
        self._spread(None)
        self._last = tag
        selection = self._page.selection
        if tag.kind == "document":
            self._add(tag, ())
        elif selection:
            self._add(tag, selection)
        elif self._page.selected is not None:
            self._retag(self._page.selected, tag)
        else:
            self.hinted.emit(f"Select the words first, then press {tag.key[:1] or 'the tag'} for {tag.name}")

    def _add(self, tag: Tag, spans: tuple[Span, ...]) -> None:
        opened = self._session.document
        assert opened is not None
        annotator = self._session.annotator
        twin = next(
            (
                each
                for each in beginning_with(opened.annotations, spans)
                if each.spans == spans
                and each.tag == tag.name
                and each.kind == tag.kind
                and each.annotator == annotator
            ),
            None,
        )
        proposing = self._proposing
        if twin is None:
            attributes: dict[str, Value] = {}
            proposal = None
            if tag.kind == "claim":
                proposal = _propose(opened.document.text, spans, opened.annotations, opened.document.language)
                attributes = _known(tag, {"quotation": proposal.quotation})
            made = edits.new_annotation(opened.document.id, tag, spans, annotator, attributes=attributes)
            if not self._session.do(edits.mark(opened.document, [made])):
                return
            twin = made
            self._page.set_selection(())
            if proposal is not None:
                self._page.select_annotation(made.id)
                self._begin(Proposing.begin(made.id, proposal))
                return
        else:
            self._page.set_selection(())
        if proposing is not None and tag.kind in ("entity", "cue"):
            self._begin(proposing.pointed_at(twin))
            self._page.select_annotation(proposing.claim)
        elif tag.kind != "document":
            self._page.select_annotation(twin.id)

    def repeat(self) -> None:
        """Give the tag that was given last."""
        tag = self._last and self._session.tag_set.find(self._last.name, self._last.kind)
        if tag is None:
            self.hinted.emit("No tag was given yet: press a tag's key first")
        else:
            self.tag_selection(tag)

    # --- the same words elsewhere

    def tag_equal(self, tag: Tag) -> None:
        """Light up every place of the selected words that lacks *tag*; `accept` gives it to all of them."""
        opened = self._session.document
        selected = self._session.annotation(self._page.selected or "")
        spans = self._page.selection or (selected.spans if selected is not None else ())
        if opened is None or tag.kind not in ("entity", "cue"):
            return
        if len(spans) != 1:
            self.hinted.emit(f"Select the words that are {tag.name} wherever they stand, then press Shift and the key")
            return
        from annotator.analysis.equal import equal_places

        text = opened.document.text
        words = text[spans[0].start : spans[0].end]
        tagged = {each.spans for each in opened.annotations if (each.kind, each.tag) == (tag.kind, tag.name)}
        places = equal_places(text, words)
        free = tuple(each for each in places if (each,) not in tagged)
        shown = " ".join(words.split())
        if not free:
            self.hinted.emit(f"“{shown}” is {tag.name} already wherever it stands")
            return
        self._begin(None)
        self._spread((tag, free))
        have = f", {len(places) - len(free)} have it already" if len(places) > len(free) else ""
        count = counted(len(free), "place")
        self.hinted.emit(f"Enter tags {count} of “{shown}” as {tag.name}{have}; Esc leaves")

    def _spread(self, spreading: tuple[Tag, tuple[Span, ...]] | None) -> None:
        if spreading is None and self._spreading is None:
            return
        self._spreading = spreading
        self._page.set_proposal([(each, "candidate") for each in spreading[1]] if spreading else [])
        self.hinted.emit("")

    def _tag_all(self, tag: Tag, places: tuple[Span, ...]) -> None:
        opened = self._session.document
        self._spread(None)
        if opened is not None:
            made = [edits.new_annotation(opened.document.id, tag, (each,), self._session.annotator) for each in places]
            self._page.set_selection(())
            self._session.do(edits.mark(opened.document, made, label=f"tag {len(made)} places as {tag.name}"))

    def _retag(self, annotation: str, tag: Tag) -> None:
        before = self._session.annotation(annotation)
        if before is not None and (before.kind, before.tag) != (tag.kind, tag.name):
            self._session.do(edits.retag(before, tag))

    def set_sticky(self, tag: Tag | None) -> None:
        """Let dragging give *tag* from now on; None lets it select again."""
        if tag != self._sticky:
            self._sticky = tag
            self._page.set_sticky(tag)
            self.hinted.emit(f"Every drag tags {tag.name}; Esc lets go" if tag else "")
            self.sticky_changed.emit(tag)

    def remove_selected(self) -> None:
        """Remove the selected annotation."""
        if self._page.selected is not None:
            self._remove(self._page.selected)

    def _remove(self, annotation: str) -> None:
        before = self._session.annotation(annotation)
        if before is not None:
            self._page.select_annotation(None)
            self._session.do(edits.remove(before))

    def _move(self, annotation: str, spans: tuple[Span, ...]) -> None:
        before = self._session.annotation(annotation)
        if before is not None and before.spans != spans:
            self._session.do(edits.move(before, spans))

    # --- claims

    def propose_parts(self) -> None:
        """Propose cue and claimant for the selected claim."""
        opened = self._session.document
        claim = self._session.annotation(self._page.selected or "")
        if opened is None or claim is None or claim.kind != "claim":
            return
        others = [each for each in opened.annotations if each.id != claim.id]
        proposal = _propose(opened.document.text, claim.spans, others, opened.document.language)
        begun = Proposing.begin(claim.id, proposal)
        if begun is None:
            self.hinted.emit("No cue or claimant was found near this claim: select the words and tag them")
            begun = Proposing(claim.id, proposal, -1, -1)
        self._begin(begun, keep_hint=begun.cue < 0 and begun.claimant < 0)

    def accept(self) -> None:
        """Take the proposed cue and claimant; without a proposal, propose for the selected claim."""
        if self._choice is not None:
            selected = self._session.annotation(self._page.selected or "")
            if selected is not None:
                self._choice[0](selected)
            return
        if self._spreading is not None:
            self._tag_all(*self._spreading)
            return
        proposing, opened = self._proposing, self._session.document
        if proposing is None or opened is None:
            self.propose_parts()
            return
        claim = self._session.annotation(proposing.claim)
        chosen = parts_to_add(proposing, opened.annotations)
        self._begin(None)
        if claim is None or not chosen:
            return
        parts: dict[str, Annotation] = {}
        new: list[Annotation] = []
        for type_name, candidate, existing in chosen:
            is_pronoun = type_name == "claimant" and bool(proposing.persons)
            part = existing or self._new_part(candidate.tag, candidate.span, is_pronoun=is_pronoun)
            if part is None:
                self.hinted.emit(f"The tag set has no tag {candidate.tag} for the {type_name}")
                continue
            if existing is None:
                new.append(part)
            parts[type_name] = part
        before = [each for each in opened.relations if each.source == claim.id and each.type in parts]
        same = {each.type for each in before if parts[each.type].id == each.target}
        parts = {type_name: part for type_name, part in parts.items() if type_name not in same}
        replaced = [each for each in before if each.type in parts]
        attributes = self._attributes_of(claim, parts)
        also = self._meaning(proposing, chosen, parts, new)
        if parts or also:
            self._session.do(
                edits.join(opened.document, claim, parts, new=new, replaced=replaced, attributes=attributes, also=also)
            )
        self._page.select_annotation(claim.id)

    def _new_part(self, tag_name: str, span: Span, *, is_pronoun: bool = False) -> Annotation | None:
        opened, tag = self._session.document, self._session.tag_set.find(tag_name)
        if opened is None or tag is None:
            return None
        attributes = _known(tag, {"mention": "pronoun"}) if is_pronoun else {}
        return edits.new_annotation(opened.document.id, tag, (span,), self._session.annotator, attributes=attributes)

    def _meaning(
        self,
        proposing: Proposing,
        chosen: Sequence[tuple[str, Candidate, Annotation | None]],
        parts: dict[str, Annotation],
        new: list[Annotation],
    ) -> list[Relation]:
        """Return what joins a pronoun to the person meant; a name that is not marked yet is put to *new*."""
        person, tag_set = proposing.chosen_person, self._session.tag_set
        known = next((existing for type_name, _, existing in chosen if type_name == "claimant"), None)
        pronoun = parts.get("claimant") or known
        if person is None or pronoun is None or tag_set.relation_type("same as") is None:
            return []
        meant = self._session.annotation(person.annotation or "") or self._new_part(person.tag, person.span)
        if meant is None:
            return []
        if person.annotation is None:
            new.append(meant)
        return [Relation(new_id(), "same as", pronoun.id, meant.id)]

    def _attributes_of(self, claim: Annotation, parts: dict[str, Annotation]) -> dict[str, Value]:
        tag = self._session.tag_set.find(claim.tag, "claim")
        kind = CLAIMANT_KINDS.get(parts["claimant"].tag) if "claimant" in parts else None
        return _known(tag, {"source_kind": kind}) if tag and kind else {}

    def point(self, relation_type: str, target: str) -> None:
        """Join the selected claim to the annotation *target* by a relation of that type."""
        opened = self._session.document
        claim = self._session.annotation(self._page.selected or "")
        part = self._session.annotation(target)
        if opened is None or claim is None or part is None:
            return
        exists = any(
            each.source == claim.id and each.target == target and each.type == relation_type
            for each in opened.relations
        )
        if not exists:
            replaced: list[Relation] = []
            self._session.do(edits.join(opened.document, claim, {relation_type: part}, replaced=replaced))

    def _begin(self, proposing: Proposing | None, *, keep_hint: bool = False) -> None:
        opened = self._session.document
        before = self._proposing
        if proposing is not None and opened is not None:
            chosen = proposing.chosen_claimant
            if before is None or before.claim != proposing.claim or before.chosen_claimant != chosen:
                proposing = proposing.meaning(_meant(chosen, opened) if chosen is not None else ())
        self._proposing = proposing
        self._page.set_proposal(proposing.lit() if proposing else [])
        if not keep_hint:
            self.hinted.emit(proposing.sentence(opened.document.text) if proposing and opened else "")

    def _next_candidate(self, step: int) -> None:
        if self._proposing is None:
            return
        if step > 1:
            self._begin(self._proposing.next_person())
        else:
            self._begin(self._proposing.next_claimant() if step > 0 else self._proposing.next_cue())

    # --- what the page tells

    def leave(self) -> None:
        """Leave the innermost thing: a proposal, a selection, a pinned tag."""
        self.tags_unwanted.emit()
        if self._choice is not None:
            self._choice[1]()
            self.end_choice()
        elif self._spreading is not None:
            self._spread(None)
        elif self._proposing is not None:
            self._begin(None)
        elif self._page.selection:
            self._page.set_selection(())
        elif self._page.selected is not None:
            self._page.select_annotation(None)
        elif self._sticky is not None:
            self.set_sticky(None)
        elif self._page.focus_tag is not None:
            self._page.set_focus_tag(None)
        else:
            self.left_all.emit()

    def _key_typed(self, key: str) -> None:
        tag_set = self._session.tag_set
        tag = tag_set.by_key(key)
        if tag is not None:
            self.tags_unwanted.emit()
            self.tag_selection(tag)
        elif key != key.lower() and (tag := tag_set.by_key(key.lower())) is not None:
            self.tags_unwanted.emit()
            self.tag_equal(tag)

    def _selection_finished(self, point: QPoint) -> None:
        if self._sticky is not None and self._page.selection:
            self.tag_selection(self._sticky)
        elif self._page.selection:
            self.tags_wanted.emit(point)

    def _selection_changed(self) -> None:
        self.tags_unwanted.emit()

    def _annotation_selected(self, annotation: str | None) -> None:
        proposing = self._proposing
        if proposing is None or annotation is None or annotation == proposing.claim:
            return
        pointed = self._session.annotation(annotation)
        if pointed is None or pointed.kind == "claim":
            self._begin(None)
            return
        self._begin(proposing.pointed_at(pointed))
        self._page.select_annotation(proposing.claim)

    def _document_opened(self, _document: object) -> None:
        self.tags_unwanted.emit()
        self._spread(None)
        self._begin(None)

    def _changed(self, _touched: Touched) -> None:
        self._spread(None)
        if self._proposing is not None and self._session.annotation(self._proposing.claim) is None:
            self._begin(None)


def _known(tag: Tag, attributes: dict[str, Value]) -> dict[str, Value]:
    """Return those of *attributes* that *tag* has, with a value it allows."""
    allowed = {attribute.name: attribute.choices for attribute in tag.attributes}
    return {
        name: value
        for name, value in attributes.items()
        if name in allowed and (not allowed[name] or value in allowed[name])
    }


def _meant(claimant: Candidate, opened: AnnotatedDocument) -> tuple[Candidate, ...]:
    """Return whom the words of a claimant may mean, if they are a pronoun."""
    from annotator.analysis.pronouns import antecedents

    document = opened.document
    return antecedents(document.text, claimant.span, opened.annotations, opened.relations, document.language)


def _propose(
    text: str, spans: tuple[Span, ...], annotations: Sequence[Annotation], language: str | None
) -> ClaimProposal:
    # the rules and their words are needed with the first claim, not with the first picture
    from annotator.analysis.proposals import propose

    return propose(text, spans, annotations, language)

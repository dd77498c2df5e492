"""From the card that is being edited to changes of the project: its lines, what each may say, what is chosen.

Knows the session and the page; the form itself is in `page/card_editor.py`.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.app.marking import Marking
from annotator.app.page.card_editor import CardEditor, Line, Look
from annotator.app.page.claim_card import NOTHING, PART_LABELS, UNNAMED, Field
from annotator.app.page.options import Option
from annotator.app.page.pointing import Pointing
from annotator.app.page.view import PageView
from annotator.app.panels.annotation_form import label_of, with_value
from annotator.app.panels.editors import LineEditor, editor_for
from annotator.app.panels.parts import shorten
from annotator.app.part_candidates import FIRST_PARTS, Candidate, part_candidates
from annotator.app.proposing import CLAIMANT_KINDS
from annotator.app.session import Session
from annotator.model import edits
from annotator.model.annotation import Annotation, Kind, Relation, Span, Value
from annotator.model.change import Alter, Change, Remove
from annotator.model.tag import Attribute, Tag

T = TypeVar("T")
_SAYS_NOTHING = "none"


class CardEditing(QObject):
    """Edits the card of one claim at a time, in its place."""

    def __init__(self, session: Session, page: PageView, marking: Marking, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._marking = marking
        self._claim = ""
        self._known: Annotation | None = None
        self._all = False
        self._pointing: Pointing | None = None
        self.editor: CardEditor | None = None
        session.changed.connect(lambda: self._refresh())
        session.document_opened.connect(lambda: self.close())
        session.document_closed.connect(self.close)
        session.tag_set_changed.connect(lambda: self._refresh())
        page.annotation_selected.connect(self._selected)
        page.painted.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # pyright: ignore

    # --- the form

    def open(self, field: Field | None = None) -> bool:
        """Put the form over the selected claim's card; *field* is opened at once. Tell whether there is one."""
        page = self._page
        claim = self._session.annotation(page.selected or "")
        if claim is None or claim.kind != "claim":
            return False
        if self.editor is None or self._claim != claim.id:
            self.close()
            if self._marking.proposing is not None:
                self._marking.leave()
            page.set_selection(())
            if not self._card_is_in_view():
                page.reveal(claim.start)
                page.viewport().repaint()
            card = page.margin.open_card
            if card is None or card[1].id != claim.id:
                return False
            self._claim, self._known, self._all = claim.id, claim, False
            self.editor = editor = CardEditor(card[1], self._look(), page.viewport())
            editor.asked.connect(self._ask)
            editor.cleared.connect(self._clear)
            editor.wanted_more.connect(self._show_all)
            editor.field_left.connect(self._unlight)
            editor.left.connect(self.leave)
            self._fill(claim, field)
            editor.place(card[0])
            editor.show()
            editor.raise_()
        assert self.editor is not None
        self.editor.enter(field)
        if field is not None:
            self._ask(field, "")
        return True

    def leave(self) -> None:
        """Put the form away and give the page the keys."""
        self.close()
        self._page.take_focus()

    def close(self) -> None:
        """Put the form away; what is being written is taken."""
        editor, self.editor = self.editor, None
        if editor is not None:
            had_focus = editor.holds(QApplication.focusWidget())
            self.editor = editor
            editor.close_field()
            self.editor = None
            self._page.margin.lay_aside(None)
            if had_focus:
                self._page.take_focus()
            editor.hide()
            editor.deleteLater()

    def _look(self) -> Look:
        return Look(self._page.theme, self._page.margin.style)

    def _card_is_in_view(self) -> bool:
        card = self._page.margin.open_card
        return (
            card is not None
            and card[1].id == self._page.selected
            and card[0].intersects(self._page.viewport().rect().toRectF())
        )

    def _follow(self) -> None:
        editor, card = self.editor, self._page.margin.open_card
        if editor is None:
            return
        if card is None or not self._card_is_in_view():
            # not while the page is being painted: what is written is taken, and that paints
            QTimer.singleShot(0, self, self._close_if_gone)
        elif editor.look != self._look():
            QTimer.singleShot(0, self, self._make_anew)
        else:
            editor.place(card[0])

    def _close_if_gone(self) -> None:
        if self.editor is not None and not self._card_is_in_view():
            self.close()

    def _make_anew(self) -> None:
        """Take other colours and sizes."""
        if self.editor is not None:
            field, every = self.editor.current, self._all
            self.close()
            if self.open():
                self._all = every
                self._refresh()
                assert self.editor is not None
                self.editor.enter(field)

    def _selected(self, annotation: object) -> None:
        if self.editor is not None and annotation != self._claim:
            self.close()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        # another program may have the keys for a while: then there is none
        if self.editor is not None and now is not None and now is not self._page and not self.editor.holds(now):
            if now.window() is self._page.window():
                self.close()
        elif self.editor is not None and now is self._page and self.editor.isVisible() and self._pointing is None:
            self.close()

    # --- its lines

    def _refresh(self) -> None:
        if self.editor is None:
            return
        claim = self._session.annotation(self._claim)
        if claim is None or claim.kind != "claim":
            self.close()
        else:
            self._known = claim
            self._fill(claim)
            self._follow()

    def _show_all(self) -> None:
        claim, editor = self._session.annotation(self._claim), self.editor
        if claim is not None and editor is not None:
            shown = set(editor.fields)
            self._all = True
            self._fill(claim)
            self._follow()
            editor.enter(next((each for each in editor.fields if each not in shown), None))

    def _fill(self, claim: Annotation, wanted: Field | None = None) -> None:
        assert self.editor is not None
        card = self._page.links.card(claim, self._page.colour_of("claim", claim.tag))
        told = {Field("tag"), *(Field("part", each) for each in FIRST_PARTS)}
        told |= {Field("attribute", name) for name, _ in card.said} | {*self.editor.fields}
        if wanted is not None:
            told.add(wanted)
        lines = self._lines(claim)
        shown = [each for each in lines if self._all or each.field in told or self._is_telling(claim, each)]
        self.editor.show_lines(card, shown, more=len(shown) < len(lines))
        self._page.margin.lay_aside(claim.id, self.editor.wanted_height)

    def _is_telling(self, claim: Annotation, line: Line) -> bool:
        attribute = self._attribute(claim, line.field.name) if line.field.kind == "attribute" else None
        return line.words not in ("", _SAYS_NOTHING) and (attribute is None or line.words != attribute.default)

    def _lines(self, claim: Annotation) -> list[Line]:
        tag_set = self._session.tag_set
        tag = tag_set.find(claim.tag, "claim")
        lines = [Line(Field("tag"), "type", claim.tag, tag.description if tag is not None else "")]
        for name, label in PART_LABELS.items():
            relation_type = tag_set.relation_type(name)
            if relation_type is not None:
                words = ", ".join(self._page.links.name(each) for each in self._page.links.targets(claim.id, name))
                if not words and name == "claimant":
                    words = UNNAMED.get(str(claim.attributes.get("source_kind")), "")
                lines.append(Line(Field("part", name), label, words, relation_type.description))
        for each in tag.attributes if tag is not None else ():
            value = claim.attributes.get(each.name)
            words = ("yes" if value is True else "") if isinstance(value, bool) else str(value or "")
            label = label_of(each.name).lower() + (" *" if each.required else "")
            lines.append(Line(Field("attribute", each.name), label, words, each.description))
        return lines

    def _attribute(self, claim: Annotation, name: str) -> Attribute | None:
        tag = self._session.tag_set.find(claim.tag, "claim")
        return next((each for each in tag.attributes if each.name == name), None) if tag is not None else None

    # --- changing one

    def _ask(self, field: Field, typed: str) -> None:
        claim, editor = self._session.annotation(self._claim), self.editor
        if claim is None or editor is None:
            return
        if field.kind == "tag":
            self._offer_tags(claim, editor, field, typed)
        elif field.kind == "part":
            self._offer_parts(claim, editor, field)
        else:
            attribute = self._attribute(claim, field.name)
            if attribute is None:
                return
            if attribute.type == "choice":
                self._offer_choices(claim, editor, field, attribute)
            elif attribute.type == "flag":
                self._set(claim, attribute.name, not claim.attributes.get(attribute.name))
            else:
                self._write(claim, editor, field, attribute, typed)

    def _offer_tags(self, claim: Annotation, editor: CardEditor, field: Field, typed: str) -> None:
        tags = list(self._session.tag_set.of_kind("claim"))
        by_key = next((each for each in tags if typed and typed in each.key), None)
        if by_key is not None:
            self._retag(claim, by_key)
            return
        options = [Option(each.name, each.key[:1], each.key, each.colour, each.name == claim.tag) for each in tags]
        made = editor.offer(field, options)
        if made is not None:
            made.taken.connect(self._taker(tags, self._retag))

    def _retag(self, claim: Annotation, tag: Tag) -> None:
        if tag.name != claim.tag:
            self._session.do(edits.retag(claim, tag))

    def _offer_choices(self, claim: Annotation, editor: CardEditor, field: Field, attribute: Attribute) -> None:
        current = claim.attributes.get(attribute.name, attribute.default)
        values: list[str | None] = [None, *attribute.choices]
        if current is not None and current not in values:
            values.append(str(current))

        def choose(now: Annotation, value: str | None) -> None:
            self._set(now, attribute.name, value)

        made = editor.offer(field, [Option(each or NOTHING, is_set=each == current) for each in values])
        if made is not None:
            made.taken.connect(self._taker(values, choose))

    def _write(self, claim: Annotation, editor: CardEditor, field: Field, attribute: Attribute, typed: str) -> None:
        def take(value: Value) -> None:
            self._change(lambda now: self._set(now, attribute.name, value))

        def make(parent: QWidget) -> QLineEdit:
            line = editor_for(attribute, parent)
            assert isinstance(line, LineEditor)
            line.set_value(claim.attributes.get(attribute.name))
            line.edited.connect(take)
            return line

        editor.write_in(field, make, typed)

    def _offer_parts(self, claim: Annotation, editor: CardEditor, field: Field) -> None:
        opened, tag_set = self._session.document, self._session.tag_set
        if opened is None:
            return
        found = part_candidates(opened, tag_set, self._page.links, claim, field.name)
        have = {each.id for each in self._page.links.targets(claim.id, field.name)}
        kind = claim.attributes.get("source_kind")
        options = [
            self._option(
                each,
                is_set=each.annotation.id in have
                if each.annotation is not None
                else not have and each.source_kind == (kind if kind in UNNAMED else "") and each.span is None,
            )
            for each in found
        ]
        made = editor.offer(field, options, several=True)
        if made is None:
            return
        made.taken.connect(self._taker(found, lambda now, chosen: self._set_part(now, field.name, chosen)))
        made.added.connect(self._taker(found, lambda now, chosen: self._add_part(now, field.name, chosen)))

        def light(row: int) -> None:
            self._light(field.name, found, row)

        made.lit.connect(light)
        self._light(field.name, found, made.currentRow())
        self._begin_pointing(field.name)
        self._marking.hinted.emit(
            "Enter takes · Space adds it, or takes it away · a click on the page points, a drag marks · Esc leaves"
        )

    # --- what is pointed at

    def _begin_pointing(self, name: str) -> None:
        self._pointing = pointing = Pointing(self._page)

        def point(marks: Sequence[str], adds: bool) -> None:
            found = [self._session.annotation(each) for each in marks if each != self._claim]
            chosen = next((each for each in found if each is not None and self._may_be(name, each.kind)), None)
            if chosen is None:
                self._marking.hinted.emit(f"What is marked here cannot be the {name} of a claim")
                self._give_back_keys()
            else:
                self._take_part(name, Candidate(annotation=chosen), adds)

        def draw(span: Span, adds: bool) -> None:
            opened = self._session.document
            same = [each for each in opened.annotations if each.spans == (span,)] if opened is not None else []
            chosen = next((each for each in same if each.id != self._claim and self._may_be(name, each.kind)), None)
            if chosen is not None:
                self._take_part(name, Candidate(annotation=chosen), adds)
            else:
                self._offer_kinds(name, span, adds)

        pointing.pointed.connect(point)
        pointing.drawn.connect(draw)
        pointing.missed.connect(self.leave)

    def _end_pointing(self) -> None:
        pointing, self._pointing = self._pointing, None
        if pointing is not None:
            pointing.end()

    def _give_back_keys(self) -> None:
        if self.editor is not None and self.editor.options is not None:
            self.editor.options.setFocus()

    def _may_be(self, name: str, kind: Kind) -> bool:
        relation_type = self._session.tag_set.relation_type(name)
        return relation_type is not None and (not relation_type.to_kinds or kind in relation_type.to_kinds)

    def _offer_kinds(self, name: str, span: Span, adds: bool) -> None:
        """Ask with which tag the words become that part; with one that fits there is nothing to ask."""
        kinds: Sequence[Kind] = ("cue",) if name == "cue" else ("entity", "cue")
        tags = [tag for kind in kinds if self._may_be(name, kind) for tag in self._session.tag_set.of_kind(kind)]
        editor = self.editor
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
            chosen = Candidate(span, tag=tag.name)
            (self._add_part if adds else self._set_part)(now, name, chosen)

        made.taken.connect(self._taker(tags, choose))
        self._marking.hinted.emit("A key or Enter gives these words their tag · Esc leaves")

    def _take_part(self, name: str, chosen: Candidate, adds: bool) -> None:
        self._give_back_keys()
        self._take(lambda now: (self._add_part if adds else self._set_part)(now, name, chosen))

    def _option(self, candidate: Candidate, *, is_set: bool) -> Option:
        if candidate.annotation is not None:
            each = candidate.annotation
            words = shorten(self._page.links.name(each))
            return Option(words, each.tag, colour=self._page.colour_of(each.kind, each.tag), is_set=is_set)
        if candidate.span is not None:
            tag = self._session.tag_set.find(candidate.tag)
            words = shorten(self._page.text[candidate.span.start : candidate.span.end])
            return Option(words, f"new {candidate.tag}", colour=tag.colour if tag is not None else "")
        return Option(UNNAMED.get(candidate.source_kind, NOTHING), is_set=is_set)

    def _light(self, name: str, found: Sequence[Candidate], row: int) -> None:
        role = name if name in FIRST_PARTS else "claimant"
        lit = [(span, role if place == row else "candidate") for place, each in enumerate(found) for span in each.spans]
        # what is chosen is drawn last
        self._page.set_proposal(sorted(lit, key=lambda each: each[1] == role))

    def _unlight(self) -> None:
        self._end_pointing()
        self._page.set_proposal(())
        self._marking.hinted.emit("")

    def _taker(self, values: Sequence[T], act: Callable[[Annotation, T], None]) -> Callable[[int], None]:
        """Return what does *act* with that of *values* whose number is chosen in a list."""

        def take(row: int) -> None:
            self._take(lambda now: act(now, values[row]))

        return take

    def _take(self, act: Callable[[Annotation], None]) -> None:
        if self.editor is not None:
            self.editor.close_field()
        self._change(act)

    def _change(self, act: Callable[[Annotation], None]) -> None:
        claim, opened = self._session.annotation(self._claim), self._session.document
        if claim is None and self._known is not None and opened is not None:
            # what is being written when another article is opened belongs to the one before
            claim = self._known if self._known.document != opened.document.id else None
        if claim is not None:
            act(claim)
            self._refresh()

    def _set(self, claim: Annotation, name: str, value: Value) -> None:
        attributes = with_value(claim.attributes, name, value)
        if attributes != dict(claim.attributes):
            said = "clear" if name not in attributes else "set"
            label = f"{said} {label_of(name).lower()} of {claim.tag}"
            self._session.do(Change(label, [Alter(Annotation, claim.id, {"attributes": attributes})]))

    def _clear(self, field: Field) -> None:
        if field.kind == "part":
            self._take(lambda now: self._set_part(now, field.name, Candidate()))
        elif field.kind == "attribute":
            self._take(lambda now: self._set(now, field.name, None))

    def _set_part(self, claim: Annotation, name: str, chosen: Candidate) -> None:
        """Let *chosen* be the part of that name, instead of what there was."""
        before = [each for each in self._session.relations if each.source == claim.id and each.type == name]
        if chosen.annotation is not None and [each.target for each in before] == [chosen.annotation.id]:
            return
        self._join(claim, name, chosen, before)

    def _add_part(self, claim: Annotation, name: str, chosen: Candidate) -> None:
        """Let *chosen* be a part, too; one that is a part already is none any more."""
        target = chosen.annotation.id if chosen.annotation is not None else None
        same = [
            each
            for each in self._session.relations
            if each.source == claim.id and each.type == name and each.target == target
        ]
        if same:
            self._session.do(Change(f"remove {name} of {claim.tag}", [Remove(Relation, each.id) for each in same]))
        elif target is None and chosen.span is None:
            self._set_part(claim, name, chosen)
        else:
            self._join(claim, name, chosen, [])

    def _join(self, claim: Annotation, name: str, chosen: Candidate, replaced: Sequence[Relation]) -> None:
        opened = self._session.document
        if opened is None:
            return
        part = chosen.annotation
        new: list[Annotation] = []
        if part is None and chosen.span is not None and (tag := self._session.tag_set.find(chosen.tag)) is not None:
            part = edits.new_annotation(opened.document.id, tag, (chosen.span,), self._session.annotator)
            new.append(part)
        attributes = dict(claim.attributes)
        if name == "claimant":
            attributes = self._sourced(claim, chosen.source_kind or CLAIMANT_KINDS.get(part.tag if part else "", ""))
        if part is not None:
            self._session.do(
                edits.join(opened.document, claim, {name: part}, new=new, replaced=replaced, attributes=attributes)
            )
        elif replaced or attributes != dict(claim.attributes):
            operations = [Remove(Relation, each.id) for each in replaced]
            changed = [Alter(Annotation, claim.id, {"attributes": attributes})]
            said = "set" if chosen.source_kind else "remove"
            self._session.do(Change(f"{said} {name} of {claim.tag}", [*operations, *changed]))

    def _sourced(self, claim: Annotation, kind: str) -> dict[str, Value]:
        """Return the attributes of *claim* with what its claimant says about the kind of source."""
        attribute = self._attribute(claim, "source_kind")
        if attribute is None:
            return dict(claim.attributes)
        if kind in attribute.choices:
            return with_value(claim.attributes, "source_kind", kind)
        known = claim.attributes.get("source_kind")
        return with_value(claim.attributes, "source_kind", None if known in UNNAMED else known)

"""From the card that is being edited to changes of the project: its lines, what each may say, what is chosen.

Knows the session and the page; the form itself is in `page/card_editor.py`.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.app.card_parts import CardParts
from annotator.app.marking import Marking
from annotator.app.page.card_editor import CardEditor, Line, Look
from annotator.app.page.claim_card import NOTHING, PART_LABELS, UNNAMED, WITHIN, Field
from annotator.app.page.options import Option
from annotator.app.page.view import PageView
from annotator.app.panels.annotation_form import label_of
from annotator.app.panels.editors import LineEditor, editor_for
from annotator.app.part_candidates import FIRST_PARTS, Candidate
from annotator.app.session import Session
from annotator.model import edits
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.change import Change, Remove
from annotator.model.claim_edits import set_attribute
from annotator.model.claim_links import EVIDENCE
from annotator.model.tag import Attribute, Tag
from annotator.model.times import today

T = TypeVar("T")
_SAYS_NOTHING = "none"


class CardEditing(QObject):
    """Edits the card of one claim at a time, in its place.

    *place_wanted* asks for another claim (document, first code point, id), *record_wanted* for a record that is to be
    a part of the claim (its id, the part), *claim_wanted* for a claim that is to be one.
    """

    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)

    def __init__(self, session: Session, page: PageView, marking: Marking, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._marking = marking
        self._claim = ""
        self._known: Annotation | None = None
        self._all = False
        self.editor: CardEditor | None = None
        self._parts = CardParts(session, page, marking, self)
        session.changed.connect(lambda: self._refresh())
        session.document_opened.connect(lambda: self.close())
        session.document_closed.connect(self.close)
        session.tag_set_changed.connect(lambda: self._refresh())
        page.annotation_selected.connect(self._selected)
        page.painted.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # pyright: ignore

    @property
    def claim(self) -> str:
        """The id of the claim that is edited, or was last."""
        return self._claim

    # --- the form

    def open(self, field: Field | None = None) -> bool:
        """Put the form over the selected claim's card; *field* is opened at once. Tell whether there is one."""
        page = self._page
        claim = self._session.annotation(page.selected or "")
        if claim is None or claim.kind != "claim":
            return False
        if field is not None and field.kind in ("relation", "within"):
            self._go(claim, field)
            return True
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
            editor.field_left.connect(self._parts.unlight)
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
        elif self.editor is not None and now is self._page and self.editor.isVisible() and not self._parts.is_pointing:
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
        card = self._page.margin.card_of(claim)
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
        if attribute is not None and attribute.required:
            return True
        return line.words not in ("", _SAYS_NOTHING) and (attribute is None or line.words != attribute.default)

    def _lines(self, claim: Annotation) -> list[Line]:
        tag_set = self._session.tag_set
        tag = tag_set.find(claim.tag, "claim")
        lines = [Line(Field("tag"), "type", claim.tag, tag.description if tag is not None else "")]
        card = self._page.margin.card_of(claim)
        if card.within:
            words = card.outer or self._page.links.words_of(card.within)
            lines.append(Line(Field("within", card.within), WITHIN, words, "The claim that this one is part of"))
        for name, label in PART_LABELS.items():
            relation_type = tag_set.relation_type(name)
            if relation_type is not None:
                words = ", ".join(self._page.links.name(each) for each in self._page.links.targets(claim.id, name))
                if not words and name == "claimant":
                    words = UNNAMED.get(str(claim.attributes.get("source_kind")), "")
                if name == EVIDENCE:
                    words = ", ".join(self._page.links.evidence(claim))
                lines.append(Line(Field("part", name), label, words, relation_type.description))
        for each in card.related:
            lines.append(Line(Field("relation", each.relation), each.label, each.told, "Enter goes there"))
        for each in tag.attributes if tag is not None else ():
            if each.layer == "judgement" and not self._page.around.judged:
                continue
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
            self._parts.offer(claim, editor, field)
        elif field.kind in ("relation", "within"):
            self._go(claim, field)
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

    def _go(self, claim: Annotation, field: Field) -> None:
        """Show the claim that a line tells of."""
        related = next((each for each in self._page.links.related_to(claim.id) if each.relation == field.name), None)
        if field.kind == "within":
            self._page.select_annotation(field.name, reveal=True)
            self.leave()
        elif related is not None:
            self.close()
            self.place_wanted.emit(related.document or claim.document, related.place, related.other)

    def _offer_tags(self, claim: Annotation, editor: CardEditor, field: Field, typed: str) -> None:
        tags = list(self._session.tag_set.of_kind("claim"))
        by_key = next((each for each in tags if typed and typed in each.key), None)
        if by_key is not None:
            self._retag(claim, by_key)
            return
        options = [Option(each.name, each.key[:1], each.key, each.colour, each.name == claim.tag) for each in tags]
        made = editor.offer(field, options)
        if made is not None:
            made.taken.connect(self.taker(tags, self._retag))

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
            made.taken.connect(self.taker(values, choose))

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

    def taker(self, values: Sequence[T], act: Callable[[Annotation, T], None]) -> Callable[[int], None]:
        """Return what does *act* with that of *values* whose number is chosen in a list."""

        def take(row: int) -> None:
            self.take(lambda now: act(now, values[row]))

        return take

    def take(self, act: Callable[[Annotation], None]) -> None:
        """Do *act* with the claim as it is now, and close the list or field."""
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
        self._do(set_attribute(claim, name, value, annotator=self._session.annotator, today=today()))

    def _do(self, change: Change | None) -> None:
        if change is not None:
            self._session.do(change)

    def _clear(self, field: Field) -> None:
        if field.kind == "part":
            self.take(lambda now: self._parts.set_part(now, field.name, Candidate()))
        elif field.kind == "attribute":
            self.take(lambda now: self._set(now, field.name, None))
        elif field.kind == "relation":
            self.take(lambda now: self._unrelate(now, field.name))

    def _unrelate(self, claim: Annotation, relation: str) -> None:
        found = next((each for each in self._page.links.related_to(claim.id) if each.relation == relation), None)
        if found is not None:
            self._do(Change(f"take away “{found.label}”", [Remove(Relation, relation)]))

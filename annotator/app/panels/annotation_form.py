"""The inspector's form for one annotation: what it is, what can be said of it, who made it."""

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from annotator.app.forms import add_row, form_layout, quiet_label
from annotator.app.panels.editors import ChoiceEditor, Editor, FlagEditor, NoteEditor, editor_for
from annotator.app.panels.parts import PartField
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.model.annotation import Annotation, Value
from annotator.model.change import Alter, Change
from annotator.model.claim_edits import set_attribute
from annotator.model.tag import Attribute, RelationType, Tag
from annotator.model.times import today
from annotator.words import capital

SHOWN = 240
"""Characters of an annotation's words that are shown; the tooltip has them all."""
CLAIM_PARTS = ("claimant", "cue", "addressee", "about", "said at", "said on", "evidence")

PART_NAMES = {"said at": "Where said", "said on": "When said"}
"""What a form calls a part whose relation has the name of an attribute, or one that says less."""


def label_of(name: str) -> str:
    """Return the name of an attribute or relation as a form writes it: ``about_date`` is "About date"."""
    text = name.replace("_", " ").strip()
    return capital(text)


class AnnotationForm(QWidget):
    """Shows one annotation and turns each finished edit into one change.

    Fields stay while the annotation's tag has the same attributes, so that a change that comes back
    takes the focus from nothing. The signals are those of `PartField`.
    """

    part_chosen = Signal(str)
    place_wanted = Signal(str, int, str)
    record_wanted = Signal(str, str)
    claim_wanted = Signal(str, str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._annotation: Annotation | None = None
        self._shape: object = None
        self._judged = True
        self._editors: dict[str, Editor] = {}
        self._parts: list[PartField] = []

        self.heading = QLabel(self)
        self.heading.setProperty("heading", True)
        self.tag = ChoiceEditor((), self)
        self.tag.setAccessibleName("Tag")
        self.tag.edited.connect(self._set_tag)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setProperty("quotation", True)
        self.place = quiet_label("", self)
        self._middle = QWidget(self)
        self._middle_layout = QVBoxLayout(self._middle)
        self._middle_layout.setContentsMargins(0, 0, 0, 0)
        self.note = NoteEditor(self)
        self.note.setAccessibleName("Note")
        self.note.edited.connect(self._set_note)
        self.made = quiet_label("", self)
        self.made.setWordWrap(True)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.words)
        layout.addWidget(self.place)
        layout.addWidget(self._middle)
        layout.addWidget(self.note)
        layout.addWidget(self.made)
        layout.addStretch(1)

    @property
    def annotation(self) -> Annotation | None:
        """The annotation that is shown."""
        return self._annotation

    def editor(self, attribute: str) -> Editor | None:
        """Return the field of that attribute, or None."""
        return self._editors.get(attribute)

    def part(self, relation: str) -> PartField | None:
        """Return the field of that kind of part, or None."""
        return next((each for each in self._parts if each.accessibleName() == relation), None)

    def finish(self) -> None:
        """Take what is being typed before something else is shown."""
        if self.note.hasFocus():
            self.note.finish()

    def show_judgements(self, shows: bool) -> None:
        """Show or hide what is thought of claims, from the next time that one is shown."""
        self._judged = shows

    def show_annotation(self, annotation: Annotation) -> None:
        """Show *annotation* as it is now."""
        if self._annotation is not None and self._annotation.id != annotation.id:
            self.finish()
        tag_set = self._session.tag_set
        tag = tag_set.find(annotation.tag, annotation.kind)
        names = tuple(each.name for each in tag_set.of_kind(annotation.kind))
        relation_types = self._claim_parts() if annotation.kind == "claim" else ()
        attributes = tag.attributes if tag is not None else ()
        if not self._judged:
            attributes = tuple(each for each in attributes if each.layer != "judgement")
        shape = (annotation.kind, names, attributes, relation_types)
        moved = self._annotation is None or self._annotation.id != annotation.id
        self._annotation = annotation
        if shape != self._shape:
            self._shape = shape
            self._build(names, attributes, relation_types)
        self._fill(annotation, tag, moved=moved)

    def _claim_parts(self) -> tuple[RelationType, ...]:
        found = (self._session.tag_set.relation_type(name) for name in CLAIM_PARTS)
        return tuple(each for each in found if each is not None)

    def _build(
        self, names: tuple[str, ...], attributes: tuple[Attribute, ...], relation_types: tuple[RelationType, ...]
    ) -> None:
        while (item := self._middle_layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not self.tag:
                self.tag.setParent(self)
                old.hide()
                old.deleteLater()
        self.tag.set_choices(names)
        box = QWidget(self._middle)
        form = form_layout()
        box.setLayout(form)
        self.tag.setParent(box)
        add_row(form, "Tag", self.tag)
        self.tag.show()
        self._parts = []
        for each in relation_types:
            field = PartField(self._session, each, box)
            field.part_chosen.connect(self.part_chosen)
            field.place_wanted.connect(self.place_wanted)
            field.record_wanted.connect(self.record_wanted)
            field.claim_wanted.connect(self.claim_wanted)
            self._parts.append(field)
            add_row(form, PART_NAMES.get(each.name) or label_of(each.name), field)
        self._editors = {}
        for layer in ("text", "judgement"):
            those = [each for each in attributes if each.layer == layer]
            if those and layer == "judgement":
                heading = QLabel("Judgement", box)
                heading.setProperty("heading", True)
                form.addRow(heading)
            for attribute in those:
                self._add_attribute(form, box, attribute)
        self._middle_layout.addWidget(box)
        box.show()

    def _add_attribute(self, form: QFormLayout, box: QWidget, attribute: Attribute) -> None:
        editor = editor_for(attribute, box)
        editor.setAccessibleName(label_of(attribute.name))
        if attribute.description:
            editor.setAccessibleDescription(attribute.description)
        editor.edited.connect(self._setter(attribute.name))
        self._editors[attribute.name] = editor
        text = label_of(attribute.name) + (" *" if attribute.required else "")
        add_row(form, text, editor, says=attribute.description)

    def _fill(self, annotation: Annotation, tag: Tag | None, *, moved: bool) -> None:
        kind = "tag of the article" if annotation.kind == "document" else annotation.kind
        self.heading.setText(f"Selected {kind}")
        self.tag.set_value(annotation.tag)
        self.tag.setToolTip(tag.description if tag is not None else "")
        self._paint_line(tag)
        words = self._session.words(annotation)
        self.words.setText(words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…")
        self.words.setToolTip(words if len(words) > SHOWN else "")
        self.words.setVisible(bool(annotation.spans))
        self.place.setText("characters " + ", ".join(f"{start:,}–{end:,}" for start, end in annotation.spans))
        self.place.setVisible(bool(annotation.spans))
        for field in self._parts:
            field.show_parts(annotation)
        defaults = {each.name: each.default for each in tag.attributes} if tag is not None else {}
        for name, editor in self._editors.items():
            if moved and not isinstance(editor, ChoiceEditor | FlagEditor | NoteEditor):
                # what was half typed for another annotation does not belong to this one
                editor.setModified(False)
            editor.set_value(annotation.attributes.get(name, defaults.get(name)))
        if moved:
            self.note.document().setModified(False)
        self.note.set_value(annotation.note)
        self.made.setText(made_by(annotation))

    def set_theme(self, theme: Theme) -> None:
        """Show the line beside the words in the colour that the tag has in *theme*."""
        self._theme = theme
        if self._annotation is not None:
            self._paint_line(self._session.tag_set.find(self._annotation.tag, self._annotation.kind))

    def _paint_line(self, tag: Tag | None) -> None:
        style = f"border-left-color: {self._theme.tag_line(tag.colour)}" if tag is not None else ""
        if self.words.styleSheet() != style:
            self.words.setStyleSheet(style)

    def _set_tag(self, name: object) -> None:
        annotation = self._annotation
        if annotation is None:
            return
        if not isinstance(name, str):
            self.tag.set_value(annotation.tag)
        elif name != annotation.tag:
            self._alter(f"change {annotation.tag} to {name}", {"tag": name})

    def _set_attribute(self, name: str, value: Value) -> None:
        annotation = self._annotation
        if annotation is not None:
            session = self._session
            self._do(set_attribute(annotation, name, value, annotator=session.annotator, today=today()))

    def _setter(self, name: str) -> Callable[[Value], None]:
        def set_value(value: Value) -> None:
            self._set_attribute(name, value)

        return set_value

    def _set_note(self, text: str) -> None:
        annotation = self._annotation
        if annotation is not None and text != annotation.note:
            self._alter(f"note on {annotation.tag}", {"note": text})

    def _alter(self, label: str, values: dict[str, object]) -> None:
        if self._annotation is not None:
            self._do(Change(label, [Alter(Annotation, self._annotation.id, values)]))

    def _do(self, change: Change | None) -> None:
        annotation = self._annotation
        if annotation is None or change is None:
            return
        done = self._session.do(change)
        current = self._session.annotation(annotation.id)
        if not done and current is not None:
            # what could not be done is not shown as if it were
            self.show_annotation(dataclasses.replace(current))


def made_by(annotation: Annotation) -> str:
    """Say who made an annotation, how and when."""
    how = {"manual": "", "rule": " by rule", "model": " by a model", "import": " (imported)"}[annotation.origin]
    lines = [f"{annotation.annotator}{how} · {moment(annotation.created)}"]
    if annotation.modified != annotation.created:
        lines.append(f"changed {moment(annotation.modified)}")
    if annotation.state != "accepted":
        lines.append(annotation.state)
    if annotation.confidence is not None:
        lines.append(f"confidence {annotation.confidence:.2f}")
    return " · ".join(lines)


def moment(utc: str) -> str:
    """Return a UTC moment as this machine's clock shows it, to the minute; unreadable text as it is."""
    import datetime

    try:
        then = datetime.datetime.fromisoformat(utc.replace("Z", "+00:00"))
    except ValueError:
        return utc
    return then.astimezone().strftime("%Y-%m-%d %H:%M")

"""The pages of a relation type and of a constraint in the tag set's window."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSpinBox, QVBoxLayout, QWidget

from annotator.app.calls import call
from annotator.app.forms import add_row, form_layout
from annotator.app.panels.editors import FlagEditor, LineEditor
from annotator.app.session import Session
from annotator.app.tagset.fields import LinesEditor
from annotator.app.tagset.later import Act
from annotator.app.tagset.slots import flag_slot, text_slot, value_slot
from annotator.errors import UsageError
from annotator.model import rule_edits
from annotator.model.annotation import KINDS
from annotator.model.change import Change
from annotator.model.constraint import Constraint
from annotator.model.tag import RelationType
from annotator.words import counted

RULE_WORDS = {
    "needs": "Each of them must have one of the relations, or say one of the attributes.",
    "apart": "None of them may overlap one of the others.",
    "at most": "An article may have no more of them than this.",
    "joins": "The relations may lead from these to those only; nothing chosen means anything.",
    "one sentence": "Each of them must stay within one sentence.",
}


class PickButton(QPushButton):
    """Several of many, in a menu with checks; *edited* carries what is chosen. *none* is shown for nothing."""

    edited = Signal(object)

    def __init__(self, none: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("field", True)
        self.setAutoDefault(False)
        self._none = none
        self._chosen: tuple[str, ...] = ()
        self._offered: list[tuple[str, str]] = []
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def show_choice(self, chosen: Sequence[str], offered: Sequence[tuple[str, str]]) -> None:
        """Show what is *chosen* of the values *offered*, each with the words for it."""
        self._chosen, self._offered = tuple(chosen), list(offered)
        words = dict(offered)
        said = ", ".join(words.get(each, each).strip() for each in chosen)
        self.setText((said or self._none).replace("&", "&&"))
        self.setAccessibleDescription(said or self._none)

    def toggle_value(self, value: str) -> None:
        """Choose *value*, or choose it no more."""
        without = tuple(each for each in self._chosen if each != value)
        order = [each for each, _ in self._offered]
        chosen = without if value in self._chosen else tuple(sorted((*without, value), key=order.index))
        self.edited.emit(chosen)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for value, words in self._offered:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in self._chosen)
            action.triggered.connect(call(self.toggle_value, value))


class _RulePage(QWidget):
    """What both pages have: a name, how it is used, a button to remove it, and fields below."""

    remove_wanted = Signal()

    def __init__(self, session: Session, act: Act, parent: QWidget, noun: str) -> None:
        super().__init__(parent)
        self.session = session
        self.act = act
        self.name = LineEditor(self)
        self.name.setObjectName("recordName")
        self.name.setAccessibleName(f"Name of the {noun}")
        self.used = QLabel(self)
        self.used.setProperty("quiet", True)
        self.used.setWordWrap(True)
        self.remove = QPushButton("Remo&ve", self)
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self.remove_wanted)
        self.description = LinesEditor(3, "What it says, and why", self)
        self.description.setAccessibleName("Description")
        used = QHBoxLayout()
        used.addWidget(self.used, 1)
        used.addWidget(self.remove)
        self.form = form_layout(14, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 22, 20)
        layout.setSpacing(10)
        layout.addWidget(self.name)
        layout.addLayout(used)
        layout.addLayout(self.form)
        layout.addStretch(1)

    def add(self, text: str, editor: QWidget) -> None:
        """Add a field with its label."""
        editor.setAccessibleName(text)
        add_row(self.form, text, editor)

    def finish(self) -> None:
        """Take what is being written."""
        self.description.finish()


class RelationPage(_RulePage):
    """Shows and edits one relation type."""

    def __init__(self, session: Session, act: Act, parent: QWidget) -> None:
        super().__init__(session, act, parent, "relation type")
        self.relation: RelationType | None = None
        self.from_kinds = PickButton("anything", self)
        self.to_kinds = PickButton("anything", self)
        self.symmetric = FlagEditor(self)
        self.symmetric.setText("It has no direction")
        self.add("From", self.from_kinds)
        self.add("To", self.to_kinds)
        self.add("", self.symmetric)
        self.symmetric.setAccessibleName("It has no direction")
        self.add("Says", self.description)
        self.name.edited.connect(text_slot(lambda value: self._alter("name", name=value)))
        self.from_kinds.edited.connect(value_slot(lambda value: self._alter("kinds", from_kinds=value)))
        self.to_kinds.edited.connect(value_slot(lambda value: self._alter("kinds", to_kinds=value)))
        self.symmetric.edited.connect(flag_slot(lambda value: self._alter("direction", symmetric=value)))
        self.description.edited.connect(text_slot(lambda value: self._alter("description", description=value)))

    def show_relation(self, each: RelationType) -> None:
        """Show *each* as it is now."""
        if self.relation is not None and self.relation.id != each.id:
            self.finish()
            self.name.setModified(False)
        self.relation = each
        self.name.set_value(each.name)
        kinds = [(kind, kind) for kind in KINDS]
        self.from_kinds.show_choice(each.from_kinds, kinds)
        self.to_kinds.show_choice(each.to_kinds, kinds)
        self.symmetric.set_value(each.symmetric)
        self.description.set_value(each.description)
        many = self.session.project.tags.relation_usage(each.id)
        self.used.setText(f"{counted(many, 'relation')} of this type" if many else "Nothing is joined by it yet")

    def _alter(self, what: str, **values: object) -> None:
        each = self.relation
        if each is not None:
            done = self.act(lambda: rule_edits.alter_relation_type(self.session.tag_set, each, what, values))
            if not done:
                self.name.setModified(False)
                self.show_relation(each)


class ConstraintPage(_RulePage):
    """Shows and edits one constraint: which rule, what it is about, and its exceptions."""

    def __init__(self, session: Session, act: Act, parent: QWidget) -> None:
        super().__init__(session, act, parent, "constraint")
        self.constraint: Constraint | None = None
        self.rule = QLabel(self)
        self.rule.setProperty("heading", True)
        self.of = PickButton("anything", self)
        self.other = PickButton("anything", self)
        self.relations = PickButton("none", self)
        self.attributes = PickButton("none", self)
        self.unless = LinesEditor(3, "such as: source_kind: author, anonymous", self)
        self.most = QSpinBox(self)
        self.most.setRange(0, 9999)
        self.most.setKeyboardTracking(False)
        self.add("Rule", self.rule)
        self.add("Of", self.of)
        self.add("And", self.other)
        self.add("Relations", self.relations)
        self.add("Or attributes", self.attributes)
        self.add("Unless", self.unless)
        self.add("At most", self.most)
        self.add("Says", self.description)
        self.name.edited.connect(text_slot(lambda value: self._alter("name", name=value)))
        self.of.edited.connect(value_slot(lambda value: self._alter("tags", of=value)))
        self.other.edited.connect(value_slot(lambda value: self._alter("tags", other=value)))
        self.relations.edited.connect(value_slot(lambda value: self._alter("relations", relations=value)))
        self.attributes.edited.connect(value_slot(lambda value: self._alter("attributes", attributes=value)))
        self.unless.edited.connect(text_slot(lambda value: self._set_unless(value)))
        self.most.valueChanged.connect(self._set_most)
        self.description.edited.connect(text_slot(lambda value: self._alter("description", description=value)))

    def show_constraint(self, each: Constraint) -> None:
        """Show *each* as it is now; only what its rule takes."""
        if self.constraint is not None and self.constraint.id != each.id:
            self.finish()
            self.name.setModified(False)
        self.constraint = each
        tag_set = self.session.tag_set
        self.name.set_value(each.name)
        self.rule.setText(each.rule.capitalize())
        self.used.setText(RULE_WORDS[each.rule])
        offered: list[tuple[str, str]] = []
        for kind in KINDS:
            offered.append((kind, f"any {kind}"))
            offered += [(f"{kind}:{tag.name}", f"    {tag.name}") for tag in tag_set.tags if tag.kind == kind]
        self.of.show_choice(each.of, offered)
        self.other.show_choice(each.other, offered)
        self.relations.show_choice(each.relations, [(one.name, one.name) for one in tag_set.relation_types])
        names = dict.fromkeys(attribute.name for tag in tag_set.tags for attribute in tag.attributes)
        self.attributes.show_choice(each.attributes, [(name, name) for name in names])
        self.unless.set_value(written_unless(each.unless))
        self.most.blockSignals(True)
        self.most.setValue(each.most)
        self.most.blockSignals(False)
        self.description.set_value(each.description)
        rule = each.rule
        for editor, shown in (
            (self.other, rule in ("apart", "joins")),
            (self.relations, rule in ("needs", "joins")),
            (self.attributes, rule == "needs"),
            (self.unless, rule == "needs"),
            (self.most, rule == "at most"),
        ):
            self.form.setRowVisible(editor, shown)
        for editor, text in (
            (self.of, "From" if rule == "joins" else "Of"),
            (self.other, "To" if rule == "joins" else "Never with"),
        ):
            label = self.form.labelForField(editor)
            if isinstance(label, QLabel):
                label.setText(text)
            editor.setAccessibleName(text)

    def finish(self) -> None:
        """Take what is being written."""
        super().finish()
        self.unless.finish()

    def _set_most(self, most: int) -> None:
        if self.constraint is not None and most != self.constraint.most:
            self._alter("number", most=most)

    def _set_unless(self, text: str) -> None:
        self._do(lambda each: rule_edits.alter_constraint(
            self.session.tag_set, each, "exceptions", {"unless": read_unless(text)}
        ))  # fmt: skip

    def _alter(self, what: str, **values: object) -> None:
        self._do(lambda each: rule_edits.alter_constraint(self.session.tag_set, each, what, values))

    def _do(self, make: Callable[[Constraint], Change]) -> None:
        each = self.constraint
        if each is not None and not self.act(lambda: make(each)):
            self.name.setModified(False)
            self.show_constraint(each)


def written_unless(unless: Mapping[str, Sequence[str]]) -> str:
    """Return exceptions as lines: an attribute, a colon, its values."""
    return "\n".join(f"{name}: {', '.join(values)}" for name, values in unless.items())


def read_unless(text: str) -> dict[str, tuple[str, ...]]:
    """Return the exceptions that *text* has in its lines; UsageError for a line that is none."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(str.strip, text.split("\n")):
        name, colon, values = line.partition(":")
        listed = tuple(each.strip() for each in values.split(",") if each.strip())
        if not (colon and name.strip() and listed):
            raise UsageError(f"an exception is written as “attribute: value, value”, not “{line.strip()}”")
        found[name.strip()] = listed
    return found

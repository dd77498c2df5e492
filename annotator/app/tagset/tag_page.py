"""The page of one tag in the tag set's window: name, colour, key, place, guideline, examples, attributes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.forms import add_row, form_layout
from annotator.app.panels.editors import ChoiceEditor, FlagEditor, LineEditor
from annotator.app.session import Session
from annotator.app.tagset.attributes import AttributesEditor
from annotator.app.tagset.colours import ColourWell
from annotator.app.tagset.fields import LinesEditor
from annotator.app.tagset.guideline import GuidelineView
from annotator.app.tagset.later import Act
from annotator.app.tagset.slots import flag_slot, text_slot
from annotator.app.theme import Theme
from annotator.model import tag_edits
from annotator.model.change import Change
from annotator.model.tag import Tag
from annotator.words import counted


class KeyEditor(LineEditor):
    """The keys of a tag; *conflicted* tells at once, as one types, what is typed."""

    conflicted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(6)
        self.setFixedWidth(90)
        self.textChanged.connect(self.conflicted)

    def read(self, text: str) -> str:
        """Return the keys without white space; none is a value, too."""
        return "".join(text.split())

    def reset(self) -> None:
        """Show again what holds."""
        self._show()


class TagPage(QScrollArea):
    """Shows and edits one tag. *act* does the change that it is given the making of."""

    merge_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, session: Session, act: Act, theme: Callable[[], Theme], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self._act = act
        self._theme = theme
        self.tag: Tag | None = None
        self._body = QWidget(self)
        self._body.setObjectName("settingsBody")
        body = self._body
        self.well = ColourWell(theme, self._taken, body)
        self.name = LineEditor(body)
        self.name.setObjectName("recordName")
        self.name.setAccessibleName("Name of the tag")
        self.used = QLabel(body)
        self.used.setProperty("quiet", True)
        self.merge = _button("Mer&ge into…", body)
        self.remove = _button("Remo&ve", body)
        self.key = KeyEditor(body)
        self.key.setAccessibleName("Keys")
        self.conflict = QLabel(body)
        self.conflict.setProperty("trouble", True)
        self.swap = _button("&Swap", body)
        self.parent_tag = ChoiceEditor((), body)
        self.parent_tag.setAccessibleName("Under")
        self.retired = FlagEditor(body)
        self.retired.setText("Retired: kept for old work, offered no more")
        self.description = LinesEditor(3, "When to give it, in two or three lines", body)
        self.description.setAccessibleName("In short")
        self.guideline = LinesEditor(6, "The guideline at length, in Markdown: # heading, **strong**, - list", body)
        self.guideline.setAccessibleName("Guideline in Markdown")
        self.good = LinesEditor(3, "What is rightly marked, one example a line; the [marked words] in brackets", body)
        self.good.setAccessibleName("Good examples")
        self.bad = LinesEditor(3, "Tempting mistakes, one a line, each with what to do instead", body)
        self.bad.setAccessibleName("Bad examples")
        self.attributes = AttributesEditor(session, act, body)
        self.preview = GuidelineView(body)
        self.preview.setMinimumHeight(150)
        self.seen = QStackedWidget(body)
        self.seen.addWidget(self.guideline)
        self.seen.addWidget(self.preview)
        self.see = _button("&Preview", body)
        self.see.setCheckable(True)
        self.see.setProperty("pill", True)
        self._lay_out()
        self._connect()
        self.setWidget(body)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.well)
        head.addWidget(self.name, 1)
        used = QHBoxLayout()
        used.addWidget(self.used, 1)
        used.addWidget(self.merge)
        used.addWidget(self.remove)
        keys = QHBoxLayout()
        keys.setSpacing(10)
        keys.addWidget(self.key)
        keys.addWidget(self.conflict, 1)
        keys.addWidget(self.swap)
        form = form_layout(14, 8)
        form.addRow(_label("Keys", self._body), keys)
        add_row(form, "Under", self.parent_tag)
        form.addRow(_label("", self._body), self.retired)
        form.addRow(_label("In short", self._body), self.description)
        title = QHBoxLayout()
        title.addWidget(_heading("Guideline", self._body), 1)
        title.addWidget(self.see)
        examples = form_layout(14, 8)
        examples.addRow(_label("✓ Mark", self._body), self.good)
        examples.addRow(_label("✗ Do not", self._body), self.bad)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(18, 16, 22, 20)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(used)
        layout.addLayout(form)
        layout.addSpacing(6)
        layout.addLayout(title)
        layout.addWidget(self.seen)
        layout.addLayout(examples)
        layout.addSpacing(6)
        layout.addWidget(_heading("Attributes", self._body))
        layout.addWidget(self.attributes)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.name.edited.connect(text_slot(lambda value: self._rename(value)))
        self.well.edited.connect(text_slot(lambda colour: self._alter("colour", colour=colour)))
        self.key.edited.connect(text_slot(lambda value: self._give_key(value)))
        self.key.conflicted.connect(self._show_conflict)
        self.swap.clicked.connect(lambda: self._give_key(self.key.read(self.key.text()), swap=True))
        self.parent_tag.edited.connect(self._nest)
        self.retired.edited.connect(flag_slot(lambda value: self._retire(retired=value)))
        self.description.edited.connect(text_slot(lambda value: self._alter("description", description=value)))
        self.guideline.edited.connect(text_slot(lambda value: self._alter("guideline", guideline=value)))
        self.good.edited.connect(text_slot(lambda value: self._alter("examples", good=value)))
        self.bad.edited.connect(text_slot(lambda value: self._alter("examples", bad=value)))
        self.merge.clicked.connect(self.merge_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        self.see.toggled.connect(lambda: self._see())

    def minimumSizeHint(self) -> QSize:
        """Return a width at which nothing is cut: what it holds cannot be scrolled sideways."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._body.minimumSizeHint().width() + bar, 200)

    def show_tag(self, tag: Tag) -> None:
        """Show *tag* as it is now."""
        if self.tag is not None and self.tag.id != tag.id:
            self.finish()
            self.key.setModified(False)
            self.name.setModified(False)
            self.verticalScrollBar().setValue(0)
        self.tag = tag
        self.name.set_value(tag.name)
        self.well.set_colour(tag.colour)
        self.key.set_value(tag.key)
        self._show_conflict(self.key.text())
        tag_set = self._session.tag_set
        below = {tag.name, *tag_edits.names_below(tag_set, tag)}
        self.parent_tag.set_choices([each.name for each in tag_set.of_kind(tag.kind) if each.name not in below])
        self.parent_tag.set_value(tag.parent)
        self.retired.set_value(tag.retired)
        self.description.set_value(tag.description)
        self.guideline.set_value(tag.guideline)
        self.good.set_value(tag.good)
        self.bad.set_value(tag.bad)
        self.attributes.show_tag(tag)
        marks, documents = self._session.project.tags.usage(tag.id)
        self.used.setText(
            f"{counted(marks, 'annotation')} in {counted(documents, 'article')}"
            if marks
            else "Nothing is marked with it"
        )
        self._see()

    def finish(self) -> None:
        """Take what is being written."""
        for each in (self.description, self.guideline, self.good, self.bad):
            each.finish()
        self.attributes.finish()

    def _see(self) -> None:
        self.seen.setCurrentWidget(self.preview if self.see.isChecked() else self.guideline)
        if self.see.isChecked() and self.tag is not None:
            self.preview.show_tag(self.tag, self._theme(), heading=False)

    def _show_conflict(self, text: str) -> None:
        tag = self.tag
        holders = {
            holder.name: key
            for key in self.key.read(text)
            if tag is not None and not tag.retired
            if (holder := tag_edits.holder_of(self._session.tag_set, key, tag)) is not None
        }
        said = ", ".join(f"“{key}” gives {name}" for name, key in holders.items())
        self.conflict.setText(said)
        self.conflict.setVisible(bool(said))
        self.swap.setVisible(bool(said))
        self.swap.setToolTip(f"Take the key; {' and '.join(holders)} gets the one that this tag had" if said else "")

    def _taken(self) -> Mapping[str, str]:
        tag = self.tag
        return {
            each.colour: each.name for each in self._session.tag_set.tags if tag is not None and each.kind == tag.kind
        }

    def _do(self, make: Callable[[Tag], Change | None]) -> bool:
        tag = self.tag
        if tag is None:
            return False
        done = self._act(lambda: make(tag))
        if not done and self.tag is not None:
            self.name.setModified(False)
            self.show_tag(self.tag)
        return done

    def _rename(self, name: str) -> None:
        self._do(lambda tag: tag_edits.rename_tag(self._session.tag_set, tag, name))

    def _alter(self, what: str, **values: object) -> None:
        self._do(lambda tag: tag_edits.alter_tag(tag, what, values))

    def _retire(self, *, retired: bool) -> None:
        self._do(lambda tag: tag_edits.retire_tag(tag, retired=retired))

    def _nest(self, parent: object) -> None:
        def make(tag: Tag) -> Change | None:
            tags = self._session.tag_set.tags
            after = tags[tags.index(tag) + 1 :]
            behind = next((each for each in after if each.kind == tag.kind), None)
            return tag_edits.move_tag(self._session.tag_set, tag, behind, None if parent is None else str(parent))

        self._do(make)

    def _give_key(self, keys: str, *, swap: bool = False) -> None:
        tag = self.tag
        if tag is None or keys == tag.key:
            return
        if not swap and any(tag_edits.holder_of(self._session.tag_set, key, tag) for key in keys) and not tag.retired:
            # it stands there with who has it, until it is swapped or written anew
            self.key.setText(keys)
            self.key.setModified(True)
            return
        self.key.setModified(False)
        self._do(lambda tag: tag_edits.give_key(self._session.tag_set, tag, keys, swap=swap))


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("quiet", True)
    return label


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("heading", True)
    return label


def _button(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    return button

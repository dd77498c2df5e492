"""The form of an export: which articles and marks, what of people and judgements, and the format's own options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from annotator.app.exchange.option_fields import OptionFields
from annotator.exchange.disclosing import Disclosure, Naming
from annotator.exchange.exporting import ExportRequest
from annotator.formats.format import Format
from annotator.formats.mapping import Mapping, load, shipped
from annotator.model.about import ABOUT, REVIEW, setting_of
from annotator.model.annotation import STATES, State
from annotator.model.document import STATUSES, Status
from annotator.model.tag import TagSet
from annotator.store.scan import Selection

TYPING_PAUSE = 250
"""Milliseconds after a key press before what was typed counts."""
_PEOPLE = (("By name", "names"), ("By a code", "codes"), ("Not at all", "none"))


class Choices(QWidget):
    """What is to be written of a project. *changed* says that something else was chosen.

    *stored* gives a setting of the project, where it says something of the data set.
    """

    changed = Signal()

    def __init__(
        self,
        tag_set: TagSet,
        splits: Sequence[str],
        annotators: Sequence[str],
        stored: Callable[[str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._stored = stored
        self._format: Format | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 8, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(8)
        self._heading("What goes out")
        self.status = self._box("All", [(each.capitalize(), each) for each in STATUSES])
        self.split = self._box("All", [(each, each) for each in splits])
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("All articles")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.tag = self._box("All", [(f"{tag.name} ({tag.kind})", tag.name) for tag in tag_set.tags])
        self.state = self._box("All", [(each.capitalize(), each) for each in STATES])
        self.annotator = self._box("Everybody’s", [(each, each) for each in annotators])
        self.people = self._box("", _PEOPLE)
        self.people.setToolTip("How annotators are named in what is written")
        self.judgements = QCheckBox("Verdicts and other judgements", self)
        self.judgements.setChecked(True)
        self.judgements.toggled.connect(self.changed)
        for label, widget in (
            ("Status", self.status),
            ("Split", self.split),
            ("Articles with", self.search),
            ("Tag", self.tag),
            ("State of marks", self.state),
            ("Marks of", self.annotator),
            ("Names", self.people),
            ("", self.judgements),
        ):
            form.addRow(label, widget)
        form.setRowVisible(self.split, bool(splits))
        self._more = self._heading("How it is written")
        self.mapping = self._box("", [(each, each) for each in shipped()])
        self.mapping.setToolTip("Which tags and parts of claims are which types of the file")
        form.addRow("Mapping", self.mapping)
        self._options = OptionFields(form, self)
        self._options.chosen.connect(self.changed)
        self._options.typed.connect(self._pause.start)

    def show_format(self, format: Format) -> None:
        """Offer the options of *format*."""
        self._pause.stop()
        self._format = format
        options = [each for each in format.options if each.when != "reading"]
        self._form.setRowVisible(self._more, bool(options or format.mapping))
        self._form.setRowVisible(self.mapping, bool(format.mapping))
        if format.mapping:
            self.mapping.blockSignals(True)
            self.mapping.setCurrentIndex(self.mapping.findData(format.mapping))
            self.mapping.blockSignals(False)
        said = {each.name: self._stored(setting_of(each.name)) for each in (*ABOUT, *REVIEW)}
        # under the names that they have where the project is asked for them
        self._options.offer(options, said, {each.name: each.label for each in (*ABOUT, *REVIEW)})

    @property
    def request(self) -> ExportRequest:
        """What was chosen. Raises InputError if the mapping cannot be read."""
        assert self._format is not None
        selection = Selection(
            cast("Status | None", _chosen(self.status)),
            _chosen(self.split),
            _chosen(self.annotator),
            _chosen(self.tag),
            self.search.text().strip() or None,
            cast("State | None", _chosen(self.state)),
        )
        disclosure = Disclosure(cast(Naming, self.people.currentData()), self.judgements.isChecked())
        return ExportRequest(self._format.name, selection, self._options.values, self._mapping(), disclosure)

    def _mapping(self) -> Mapping | None:
        return load(str(self.mapping.currentData())) if self._format and self._format.mapping else None

    def _box(self, everything: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        if everything:
            box.addItem(everything, None)
        for text, value in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text, self)
        heading.setProperty("heading", True)
        heading.setContentsMargins(0, 8 if self._form.rowCount() else 0, 0, 0)
        self._form.addRow(heading)
        return heading


def _chosen(box: QComboBox) -> str | None:
    value = box.currentData()
    return value if isinstance(value, str) else None

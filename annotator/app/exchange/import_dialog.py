"""Import with options: what it would bring is shown before it is brought, and what types are here can be changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.eliding import ElidingBox
from annotator.app.exchange.mapping_editor import MappingEditor
from annotator.app.exchange.option_fields import OptionFields
from annotator.app.forms import FramedDialog, form_layout
from annotator.app.jobs import CancelCheck, Latest, Progress
from annotator.errors import AnnotatorError
from annotator.exchange.previewing import LOOKED_AT, ImportPreview, preview
from annotator.formats.format import Anchor, Reading
from annotator.formats.mapping import Mapping
from annotator.formats.registry import FORMATS, named_format
from annotator.words import capital, counted

if TYPE_CHECKING:
    from annotator.app.jobs import Jobs
    from annotator.app.session import Session

FIRST_SIZE = 940, 640
TYPING_PAUSE = 250
NOTHING_CHOSEN = "Choose files or a folder to import."
_NAMED = 20
"""Files at most that the tooltip names."""
_LONGEST = 48
"""Characters of the name of a file that are shown."""
_ANCHORS = (("the offsets win", "offsets"), ("the quotation wins", "quote"))


def _short(name: str) -> str:
    """Return the name of a file without its middle, if it is too long for a line."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 16]}…{name[-15:]}"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported, and how it is read."""

    paths: Sequence[Path]
    format: str | None = None
    options: dict[str, str] = field(default_factory=dict[str, str])
    mapping: Mapping | None = None
    anchor: Anchor = "offsets"
    update: bool = False


class ImportDialog(FramedDialog):
    """Asks what to import and how. *wanted* carries the request; *failed* an unexpected error."""

    wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, session: Session, jobs: Jobs, folder: Path, paths: Sequence[Path] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("Import with options", parent, spacing=14)
        self._session = session
        self._folder = folder
        self.paths = list(paths)
        self._found: str | None = None
        self._look = Latest(jobs, "Looking what an import would bring", self)
        self._look.answered.connect(self._show)
        self._look.failed.connect(self._complain)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self.look)
        self._make_fields()
        self._lay_out()
        self._take_format()

    @property
    def request(self) -> ImportRequest:
        """What is asked for."""
        mapping = self.mapping.mapping if self.mapping.isVisibleTo(self) else None
        own = named_format(self._found).mapping if self._found else None
        if own and self.mapping.is_as_shipped(own):
            # each file has that of its own format, those of another one too that were not looked at
            mapping = None
        return ImportRequest(
            tuple(self.paths),
            self._format,
            self._options.values,
            mapping,
            cast(Anchor, self.anchor.currentData()),
            self.update_.isChecked(),
        )

    def take(self, paths: Sequence[Path]) -> None:
        """Import these and no others."""
        self.paths = list(paths)
        self._found = None
        self.look()

    def look(self) -> None:
        """Look anew what an import would bring, beside the window."""
        self._pause.stop()
        self._say_paths()
        self.import_.setEnabled(False)
        if not self.paths:
            self._look.drop()
            self.said.setText(NOTHING_CHOSEN)
            return
        if self.mapping.isVisibleTo(self) and self.mapping.mapping is None:
            self._look.drop()
            self.found.clear()
            self.said.setText("The mapping cannot be read; what is wrong stands below it.")
            self._add(self.mapping.said.text(), "", "")
            return
        request = self.request
        annotator, tag_set = self._session.annotator, self._session.tag_set
        self.said.setText("Looking what it would bring…")

        def work(_progress: Progress, cancelled: CancelCheck) -> object:
            reading = Reading(annotator, request.options, request.mapping, request.anchor, tag_set)
            return preview(request.paths, reading, format=request.format, cancelled=cancelled)

        self._look.ask(work)

    def done(self, result: int) -> None:
        """Close; nothing is looked at any more."""
        self._pause.stop()
        self._look.drop()
        super().done(result)

    # --- fields

    @property
    def _format(self) -> str | None:
        name = self.format.currentData()
        return name if isinstance(name, str) else None

    def _make_fields(self) -> None:
        self.files = QPushButton("Files…", self)
        self.files.clicked.connect(self._choose_files)
        self.folder = QPushButton("Folder…", self)
        self.folder.clicked.connect(self._choose_folder)
        for button in (self.files, self.folder):
            button.setAutoDefault(False)
        self.what = QLabel(self)
        self.what.setWordWrap(True)
        self.format = ElidingBox(self)
        self.format.addItem("Found by content", None)
        for each in FORMATS:
            if each.reads:
                self.format.addItem(f"{each.name}: {each.title}", each.name)
        self.format.setMinimumContentsLength(12)
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.currentIndexChanged.connect(lambda: self._take_format())
        self.anchor = QComboBox(self)
        for text, value in _ANCHORS:
            self.anchor.addItem(text.capitalize(), value)
        self.anchor.setToolTip("Where the offsets of a file and its quotations disagree")
        self.anchor.currentIndexChanged.connect(lambda: self.look())
        self.update_ = QCheckBox("Take articles that are there already, but differ", self)
        self.mapping = MappingEditor(self)
        self.mapping.changed.connect(self.look)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.found = QTreeWidget(self)
        self.found.setColumnCount(3)
        self.found.setHeaderLabels(["What comes", "How many", "In the tag set"])
        self.found.setRootIsDecorated(False)
        self.found.setUniformRowHeights(True)
        self.found.setAlternatingRowColors(True)
        self.found.setColumnWidth(0, 220)
        self.found.setColumnWidth(1, 80)
        self.found.setAccessibleName("What comes")

    def _take_format(self) -> None:
        self._found = None
        found = named_format(self._format) if self._format else None
        self._options.offer([each for each in found.options if each.when != "writing"] if found else [])
        self._offer_mapping(found.mapping if found else None)
        self.look()

    def _offer_mapping(self, name: str | None) -> None:
        """Show the mapping of that name to be changed, or none."""
        self.mapping.setVisible(bool(name))
        self._mapping_label.setVisible(bool(name))
        if name:
            with QSignalBlocker(self.mapping):
                self.mapping.show_named(name)

    def _found_formats(self, names: Collection[str]) -> None:
        """Offer the mapping of the one format that was found by content."""
        if self._format is not None:
            return
        (found,) = names if len(names) == 1 else (None,)
        if found != self._found:
            self._found = found
            self._offer_mapping(named_format(found).mapping if found else None)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Files to import", str(self._folder))
        if names:
            self.take([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder to import", str(self._folder))
        if name:
            self.take([Path(name)])

    def _say_paths(self) -> None:
        names = ", ".join(_short(path.name) for path in self.paths[:3])
        self.what.setToolTip("\n".join(path.name for path in self.paths[:_NAMED]))
        more = f" and {len(self.paths) - 3:,} more" if len(self.paths) > 3 else ""
        self.what.setText(names + more or "Nothing chosen yet")

    # --- what is said

    def _show(self, answer: object) -> None:
        assert isinstance(answer, ImportPreview)
        self._found_formats(answer.formats)
        self.found.clear()
        tag_set = self._session.tag_set
        for (kind, tag), count in sorted(answer.tags.items()):
            known = any(each.name == tag and each.kind == kind for each in tag_set.tags)
            self._add(f"{kind}: {tag}", f"{count:,}", "yes" if known else "will be added")
        for relation, count in sorted(answer.relations.items()):
            known = tag_set.relation_type(relation) is not None
            self._add(f"relation: {relation}", f"{count:,}", "yes" if known else "will be added")
        for path, text in answer.remarks:
            self._add(f"{Path(path).name}: {text}", "", "")
        kinds = ", ".join(f"{name} ({count:,})" if count > 1 else name for name, count in answer.formats.items())
        much = f"The first {LOOKED_AT} articles" if not answer.whole else counted(answer.documents, "article")
        said = f"{much}, read as {kinds}." if kinds else "Nothing that can be read."
        if answer.remarks:
            said += f" {counted(len(answer.remarks), 'remark')}."
        self.said.setText(said)
        self.import_.setEnabled(answer.documents > 0)

    def _add(self, what: str, many: str, known: str) -> None:
        line = QTreeWidgetItem([what, many, known])
        line.setToolTip(0, what)
        line.setFirstColumnSpanned(not many)
        line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.found.addTopLevelItem(line)
        # of lines that are in the tree only
        line.setFirstColumnSpanned(not many)

    def _complain(self, error: object) -> None:
        self.found.clear()
        if isinstance(error, AnnotatorError):
            sentence = str(error)
            self.said.setText(capital(sentence) + ".")
        else:
            self.said.setText("")
            self.failed.emit(error)

    def _lay_out(self) -> None:
        choose = QHBoxLayout()
        choose.setSpacing(8)
        choose.addWidget(self.what, 1)
        choose.addWidget(self.files)
        choose.addWidget(self.folder)
        form_widget = QWidget(self)
        form = form_layout(18, 8)
        form_widget.setLayout(form)
        form.addRow("What", choose)
        form.addRow("Format", self.format)
        form.addRow("In doubt", self.anchor)
        form.addRow("", self.update_)
        self._options = OptionFields(form, form_widget)
        self._options.chosen.connect(self.look)
        self._options.typed.connect(self._pause.start)
        self._mapping_label = QLabel("Which types of the file are which tags and parts of claims", self)
        self._mapping_label.setProperty("heading", True)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(form_widget)
        column.addWidget(self._mapping_label)
        column.addWidget(self.mapping, 1)
        column.addStretch(0)
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.said)
        beside.addWidget(self.found, 1)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(22)
        across.addWidget(left)
        across.addWidget(right)
        across.setSizes([430, 450])
        self.stack(across, stretch=1)
        self.import_ = self.end_with("Import", self._want)
        self.resize(*FIRST_SIZE)

    def _want(self) -> None:
        self.wanted.emit(self.request)
        self.accept()

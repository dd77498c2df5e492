"""A mapping as a person sees and changes it: the TOML of one that comes with the program, or of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.forms import name_choice
from annotator.errors import AnnotatorError
from annotator.formats.atomic import writing
from annotator.formats.mapping import Mapping, parse, shipped, source_of
from annotator.words import capital

TYPING_PAUSE = 400
"""Milliseconds after a key press before what was typed is looked at."""
_FILE = object()


class MappingEditor(QWidget):
    """Chooses a mapping and lets it be changed. *changed* says that another one holds, or none that can be read."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._mapping: Mapping | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._take)
        self.box = QComboBox(self)
        name_choice(self.box, "Mapping")
        for name in shipped():
            self.box.addItem(name, name)
        self.box.addItem("From a file…", _FILE)
        self.box.activated.connect(lambda: self._chosen())
        self.save = QPushButton("Save as…", self)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.save_as)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName("The mapping as TOML")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._pause.start)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("trouble", True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.said)
        self.said.hide()

    def is_as_shipped(self, name: str) -> bool:
        """Tell whether what stands there is, to the letter, the mapping of that name that comes with the program."""
        return self.text.toPlainText() == source_of(name)

    @property
    def mapping(self) -> Mapping | None:
        """The mapping that holds, or None while what stands there cannot be read."""
        if self._pause.isActive():
            self._take()
        return self._mapping

    def show_named(self, name: str) -> None:
        """Show the mapping of that name that comes with the program."""
        self.box.setCurrentIndex(self.box.findData(name))
        self._show(source_of(name))

    def show_file(self, path: Path) -> None:
        """Show the mapping of a file; what is wrong with it is said."""
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            # nothing stands there that could be taken for it
            self.text.clear()
            self._pause.stop()
            self._mapping = None
            self._complain(f"the file {path.name} cannot be read ({why}).")
            self.changed.emit()
        else:
            self._show(text)

    def save_as(self) -> None:
        """Ask for a place and write there what stands in the field."""
        name, _ = QFileDialog.getSaveFileName(self, "Save mapping", "mapping.toml", "Mappings (*.toml)")
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name).with_suffix(".toml")
        try:
            with writing(path) as file:
                file.write(self.text.toPlainText().encode())
        except AnnotatorError as error:
            self._complain(str(error))

    def _chosen(self) -> None:
        if self.box.currentData() is not _FILE:
            self.show_named(str(self.box.currentData()))
            return
        name, _ = QFileDialog.getOpenFileName(self, "Mapping", "", "Mappings (*.toml);;All files (*)")
        if name:
            self.show_file(Path(name))

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self._take()

    def _take(self) -> None:
        self._pause.stop()
        try:
            self._mapping = parse(self.text.toPlainText(), "mapping")
        except AnnotatorError as error:
            self._mapping = None
            self._complain(f"{error}.")
        else:
            self.said.hide()
        self.changed.emit()

    def _complain(self, sentence: str) -> None:
        self.said.setText(capital(sentence))
        self.said.show()

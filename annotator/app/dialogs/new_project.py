"""Asks where a new project shall lie, what it is called, and with which tag set it begins."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.app.forms import FramedDialog, form_layout, quiet_label
from annotator.errors import InputError
from annotator.formats.tagset_ready import ready_tag_sets
from annotator.formats.tagset_toml import load_default, read_tag_set
from annotator.model.tag import TagSet

SUFFIX = ".annotator"
_FORBIDDEN = set('<>:"/\\|?*')


def project_path(folder: str, name: str) -> Path:
    """Return the file of a project called *name* in *folder*; letters that a file system forbids become ``-``."""
    plain = "".join("-" if each in _FORBIDDEN or ord(each) < 32 else each for each in name.strip())
    if plain.endswith(SUFFIX):
        plain = plain[: -len(SUFFIX)]
    return Path(folder).expanduser() / (plain.rstrip(". ") + SUFFIX)


class NewProjectDialog(FramedDialog):
    """A name, a folder and a tag set. *path*, *title* and *tag_set* hold what was said once it is accepted."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("New project", parent, spacing=14)
        said = "One file holds everything: articles, tags, annotations and their history."
        self.stack(quiet_label(said, self, wraps=True))
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("such as Harbour strike 1926")
        self.folder = QLineEdit(str(folder), self)
        self.folder.setAccessibleName("Folder")
        choose = QPushButton("Choose…", self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        form = form_layout(18, 10)
        form.addRow("Name", self.name)
        form.addRow("Folder", row)
        self.tags = QComboBox(self)
        self.tags.setAccessibleName("Tag set")
        for each in ready_tag_sets():
            self.tags.addItem(each.name, each)
        self.tags.addItem("From a file…", None)
        self.tags.currentIndexChanged.connect(lambda: self._describe())
        self.tags.activated.connect(lambda: self._ask_file())
        form.addRow("Tag set", self.tags)
        self.described = quiet_label("", self, wraps=True)
        form.addRow("", self.described)
        self.said = quiet_label("", self, wraps=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack(form)
        self.stack(self.said, stretch=1)
        self.make = self.end_with("Make project", self.accept)
        self.resize(540, 360)
        self.name.textChanged.connect(lambda: self._look())
        self.folder.textChanged.connect(lambda: self._look())
        self._look()
        self._describe()
        self.name.setFocus()

    @property
    def path(self) -> Path:
        """The file that the project shall be."""
        return project_path(self.folder.text(), self.name.text())

    @property
    def title(self) -> str:
        """The name as it was written."""
        return self.name.text().strip()

    @property
    def tag_set(self) -> TagSet:
        """The tag set that the project shall begin with."""
        chosen = self.tags.currentData()
        return chosen if isinstance(chosen, TagSet) else load_default()

    def _describe(self) -> None:
        chosen = self.tags.currentData()
        if isinstance(chosen, TagSet):
            names = ", ".join(tag.name for tag in chosen.tags[:6])
            more = f" and {len(chosen.tags) - 6} more" if len(chosen.tags) > 6 else ""
            self.described.setText(f"{chosen.description} {names}{more}.".strip())
        else:
            self.described.setText("A tag set as TOML.")

    def _ask_file(self) -> None:
        if self.tags.currentData() is not None:
            return
        name, _ = QFileDialog.getOpenFileName(self, "Tag set", self.folder.text(), "Tag sets (*.toml);;All files (*)")
        self.take_file(Path(name)) if name else self.tags.setCurrentIndex(0)

    def take_file(self, path: Path) -> None:
        """Offer the tag set in the file at *path*, and choose it; say what is wrong with one that cannot be read."""
        try:
            tag_set = read_tag_set(path.read_text("utf-8"), path.name)
        except (InputError, OSError, UnicodeDecodeError) as error:
            self.tags.setCurrentIndex(0)
            self.described.setText(f"{error}" if isinstance(error, InputError) else f"{path.name} cannot be read.")
            return
        self.tags.insertItem(self.tags.count() - 1, f"{tag_set.name} ({path.name})", tag_set)
        self.tags.setCurrentIndex(self.tags.count() - 2)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder of the new project", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _look(self) -> None:
        fault = ""
        if self.title:
            if not self.path.parent.is_dir():
                fault = f"{self.path.parent} is not a folder."
            elif self.path.exists():
                fault = f"{self.path.name} is already there; choose another name."
        self.said.setText(fault or (str(self.path) if self.title else ""))
        self.make.setEnabled(bool(self.title) and not fault)

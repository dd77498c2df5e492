"""Asks where a new project shall lie and what it is called."""

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

SUFFIX = ".annotator"
_FORBIDDEN = set('<>:"/\\|?*')


def project_path(folder: str, name: str) -> Path:
    """Return the file of a project called *name* in *folder*; letters that a file system forbids become ``-``."""
    plain = "".join("-" if each in _FORBIDDEN or ord(each) < 32 else each for each in name.strip())
    if plain.endswith(SUFFIX):
        plain = plain[: -len(SUFFIX)]
    return Path(folder).expanduser() / (plain.rstrip(". ") + SUFFIX)


class NewProjectDialog(QDialog):
    """A name and a folder. *path* and *title* hold what was said once it is accepted."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New project")
        heading = QLabel("New project", self)
        heading.setProperty("title", True)
        what = QLabel("One file holds everything: articles, tags, annotations and their history.", self)
        what.setWordWrap(True)
        what.setProperty("quiet", True)
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
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow("Name", self.name)
        form.addRow("Folder", row)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("quiet", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.make = buttons.addButton("Make project", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addWidget(what)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(520, 270)
        self.name.textChanged.connect(lambda: self._look())
        self.folder.textChanged.connect(lambda: self._look())
        self._look()
        self.name.setFocus()

    @property
    def path(self) -> Path:
        """The file that the project shall be."""
        return project_path(self.folder.text(), self.name.text())

    @property
    def title(self) -> str:
        """The name as it was written."""
        return self.name.text().strip()

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

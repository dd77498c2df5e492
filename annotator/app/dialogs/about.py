"""What the program is, which version, and where things lie."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from annotator import __version__
from annotator.app.forms import OnScreenDialog
from annotator.resources import resources


class AboutDialog(OnScreenDialog):
    """Version, licence, and the places of log and settings."""

    def __init__(self, log: Path, settings: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Annotator")
        sign = QLabel(self)
        picture = QPixmap(str(resources() / "icons" / "annotator-128.png"))
        picture.setDevicePixelRatio(2.0)
        sign.setPixmap(picture)
        heading = QLabel("Annotator", self)
        heading.setProperty("title", True)
        what = QLabel(
            f"Version {__version__}\n\nMark who and what an archival article names and what it claims, "
            "and take away a data set that others can trust. Everything stays on this machine.",
            self,
        )
        what.setWordWrap(True)
        places = QLabel(f"Settings: {settings}\nLog: {log}\nFree software under the MIT licence.", self)
        places.setProperty("quiet", True)
        places.setWordWrap(True)
        places.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 18)
        layout.setSpacing(10)
        for widget in (sign, heading, what, places, buttons):
            layout.addWidget(widget)
        sign.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.resize(460, 380)

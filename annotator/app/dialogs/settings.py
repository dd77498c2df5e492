"""The settings page: whatever is set here applies at once."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFontComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.app.settings import LARGEST_TEXT, SMALLEST_TEXT, Settings, default_annotator

THEMES = (
    ("As the system", "system"), ("Light", "light"), ("Sepia", "sepia"), ("Dark", "dark"),
    ("High contrast", "high-contrast"), ("High contrast, dark", "high-contrast-dark"),
)  # fmt: skip


class SettingsDialog(QDialog):
    """Theme, fonts, sizes and the annotator's name. There is nothing to confirm."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._settings = settings
        heading = QLabel("Settings", self)
        heading.setProperty("title", True)

        self.name = QLineEdit(settings.annotator, self)
        self.name.setPlaceholderText(default_annotator())
        self.name.setMaxLength(80)
        self.name.editingFinished.connect(self._set_name)
        name_note = QLabel("Your work is kept under this name. Undo takes back what was done under it.", self)
        name_note.setWordWrap(True)
        name_note.setProperty("quiet", True)

        self.theme = QComboBox(self)
        for text, name in THEMES:
            self.theme.addItem(text, name)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.theme.activated.connect(lambda: self._set_theme())

        self.interface_size = self._size_box(settings.interface_size)
        self.interface_size.valueChanged.connect(self._set_interface_size)
        self.reading_size = self._size_box(settings.reading_size)
        self.reading_size.valueChanged.connect(self._set_reading_size)
        self.reading_font = QFontComboBox(self)
        self.reading_font.setEditable(False)
        if settings.reading_family:
            self.reading_font.setCurrentFont(QFont(settings.reading_family))
        else:
            self.reading_font.setCurrentIndex(-1)
        self.reading_font.setPlaceholderText("Serif of this program")
        self.reading_font.currentFontChanged.connect(self._set_reading_font)

        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow("Your name", self.name)
        form.addRow("", name_note)
        form.addRow("Theme", self.theme)
        form.addRow("Size of menus and panels", self.interface_size)
        form.addRow("Reading font", self.reading_font)
        form.addRow("Reading size", self.reading_size)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        standard = buttons.addButton("Standard fonts", QDialogButtonBox.ButtonRole.ResetRole)
        standard.clicked.connect(self.standard_fonts)
        standard.setAutoDefault(False)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(16)
        layout.addWidget(heading)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(520, 380)

    def standard_fonts(self) -> None:
        """Go back to the fonts and sizes that the program comes with."""
        self.reading_font.blockSignals(True)
        self.reading_font.setCurrentIndex(-1)
        self.reading_font.blockSignals(False)
        self._settings.reading_family = ""
        self.interface_size.setValue(Settings.interface_size.default)
        self.reading_size.setValue(Settings.reading_size.default)

    def _size_box(self, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(SMALLEST_TEXT, LARGEST_TEXT)
        box.setSuffix(" pt")
        box.setValue(value)
        return box

    def _set_name(self) -> None:
        self._settings.annotator = " ".join(self.name.text().split())

    def _set_theme(self) -> None:
        self._settings.theme = str(self.theme.currentData())

    def _set_interface_size(self, size: int) -> None:
        self._settings.interface_size = size

    def _set_reading_size(self, size: int) -> None:
        self._settings.reading_size = size

    def _set_reading_font(self, font: QFont) -> None:
        self._settings.reading_family = font.family()

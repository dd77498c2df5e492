"""The settings page: whatever is set here applies at once, and the page behind it shows it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFontComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.app.chrome import interface_points
from annotator.app.settings import (
    LARGEST_TEXT,
    LINE_HEIGHTS,
    MEASURES,
    PARAGRAPH_SPACES,
    SMALLEST_TEXT,
    Settings,
    default_annotator,
)

THEMES = (
    ("As the system", "system"), ("Light", "light"), ("Sepia", "sepia"), ("Dark", "dark"),
    ("High contrast", "high-contrast"), ("High contrast, dark", "high-contrast-dark"),
)  # fmt: skip
MOTIONS = (("As the system", "system"), ("Nothing moves by itself", "never"))
_ROOM = 24
"""Pixels between the dialog and the edges of the window, and of what it holds and its own."""


class SettingsDialog(QDialog):
    """Theme, fonts, distances and the annotator's name. There is nothing to confirm.

    It stands at the right of the window and leaves the page to the person, who sees there what each setting does.
    """

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._settings = settings
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(9)

        self.name = QLineEdit(settings.annotator, self)
        self.name.setPlaceholderText(default_annotator())
        self.name.setMaxLength(80)
        self.name.editingFinished.connect(self._set_name)
        note = QLabel("Your work is kept under this name. Undo takes back what was done under it.", self)
        note.setWordWrap(True)
        note.setProperty("quiet", True)
        form.addRow("Your name", self.name)
        form.addRow(note)
        self.theme = self._choice(THEMES, settings.theme, self._set_theme)
        form.addRow("Theme", self.theme)

        self._heading("Text")
        self.reading_font = self._font_box(settings.reading_family, "Serif of this program", self._set_reading_font)
        self.reading_size = self._box((SMALLEST_TEXT, LARGEST_TEXT), settings.reading_size, " pt")
        self.measure = self._box(MEASURES, settings.measure, " characters", 1)
        self.line_height = self._box(LINE_HEIGHTS, settings.line_height, " %", 5)
        self.paragraph_space = self._box(PARAGRAPH_SPACES, settings.paragraph_space, " %", 25)
        form.addRow("Font of the text", self.reading_font)
        form.addRow("Size of the text", self.reading_size)
        form.addRow("Longest line", self.measure)
        form.addRow("Line height", self.line_height)
        form.addRow("Space between paragraphs", self.paragraph_space)

        self._heading("Menus, panels and cards")
        self.interface_font = self._font_box(
            settings.interface_family, "Sans serif of this program", self._set_interface_font
        )
        # the step below the smallest size stands for the system's
        self.interface_size = self._box(
            (SMALLEST_TEXT - 1, LARGEST_TEXT), settings.interface_size or SMALLEST_TEXT - 1, " pt"
        )
        self.motion = self._choice(MOTIONS, settings.motion, self._set_motion)
        for box, name in ((self.interface_font, "Font"), (self.interface_size, "Size")):
            box.setAccessibleName(f"{name} of menus, panels and cards")
        form.addRow("Font", self.interface_font)
        form.addRow("Size", self.interface_size)
        form.addRow("Movement", self.motion)
        self._name_system_size()

        self.reading_size.valueChanged.connect(self._set_reading_size)
        self.measure.valueChanged.connect(self._set_measure)
        self.line_height.valueChanged.connect(self._set_line_height)
        self.paragraph_space.valueChanged.connect(self._set_paragraph_space)
        self.interface_size.valueChanged.connect(self._set_interface_size)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel("Settings", self)
        title.setProperty("title", True)
        body = QWidget(self)
        body.setObjectName("settingsBody")
        body.setLayout(self._form)
        self._form.setContentsMargins(_ROOM, 2, _ROOM, 2)
        area = QScrollArea(self)
        area.setObjectName("settings")
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        standard = buttons.addButton("Standard type", QDialogButtonBox.ButtonRole.ResetRole)
        standard.setToolTip("Go back to the fonts, sizes and distances that the program comes with")
        standard.clicked.connect(self.standard_type)
        standard.setAutoDefault(False)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 20, 0, 18)
        layout.setSpacing(14)
        for widget in (title, buttons):
            widget.setContentsMargins(_ROOM, 0, _ROOM, 0)
        layout.addWidget(title)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        self._body = body
        self._area = area

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of what it holds, as far as there is room, and stand at the right of the window."""
        super().showEvent(event)
        width = max(460, self._body.sizeHint().width() + 16)
        height = self._form.heightForWidth(width) + self.height() - self._area.height()
        parent = self.parentWidget()
        if parent is None:
            self.resize(width, height)
            return
        window = parent.window()
        self.resize(min(width, window.width() - 2 * _ROOM), min(height, window.height() - 3 * _ROOM))
        corner = window.mapToGlobal(window.rect().topRight())
        self.move(corner.x() - self.width() - _ROOM, corner.y() + 2 * _ROOM)

    def standard_type(self) -> None:
        """Go back to the fonts, sizes and distances that the program comes with."""
        for box in (self.reading_font, self.interface_font):
            box.blockSignals(True)
            box.setCurrentIndex(-1)
            box.blockSignals(False)
        self._settings.reading_family = self._settings.interface_family = ""
        self.interface_size.setValue(SMALLEST_TEXT - 1)
        self.reading_size.setValue(Settings.reading_size.default)
        self.measure.setValue(Settings.measure.default)
        self.line_height.setValue(Settings.line_height.default)
        self.paragraph_space.setValue(Settings.paragraph_space.default)

    def _heading(self, text: str) -> None:
        heading = QLabel(text, self)
        heading.setProperty("heading", True)
        heading.setContentsMargins(0, 10, 0, 0)
        self._form.addRow(heading)

    def _box(self, limits: tuple[int, int], value: int, unit: str, step: int = 1) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(*limits)
        box.setSingleStep(step)
        box.setSuffix(unit)
        box.setValue(value)
        box.lineEdit().setTextMargins(5, 0, 0, 0)
        return box

    def _choice(self, choices: tuple[tuple[str, str], ...], now: str, chosen: Callable[[str], None]) -> QComboBox:
        box = QComboBox(self)
        for text, name in choices:
            box.addItem(text, name)
        box.setCurrentIndex(box.findData(now))
        box.currentIndexChanged.connect(lambda: chosen(str(box.currentData())))
        return box

    def _font_box(self, family: str, standard: str, chosen: Callable[[QFont], None]) -> QFontComboBox:
        box = QFontComboBox(self)
        box.setEditable(False)
        if family:
            box.setCurrentFont(QFont(family))
        else:
            box.setCurrentIndex(-1)
        box.setPlaceholderText(standard)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentFontChanged.connect(chosen)
        return box

    def _name_system_size(self) -> None:
        size = self._settings.interface_size
        system = f" ({interface_points(self._settings):.3g} pt)" if not size else ""
        self.interface_size.setSpecialValueText(f"As the system{system}")

    def _set_name(self) -> None:
        self._settings.annotator = " ".join(self.name.text().split())

    def _set_theme(self, theme: str) -> None:
        self._settings.theme = theme

    def _set_motion(self, motion: str) -> None:
        self._settings.motion = motion

    def _set_interface_size(self, size: int) -> None:
        self._settings.interface_size = size if size >= SMALLEST_TEXT else 0
        self._name_system_size()

    def _set_interface_font(self, font: QFont) -> None:
        self._settings.interface_family = font.family()

    def _set_reading_size(self, size: int) -> None:
        self._settings.reading_size = size

    def _set_measure(self, characters: int) -> None:
        self._settings.measure = characters

    def _set_line_height(self, percent: int) -> None:
        self._settings.line_height = percent

    def _set_paragraph_space(self, percent: int) -> None:
        self._settings.paragraph_space = percent

    def _set_reading_font(self, font: QFont) -> None:
        self._settings.reading_family = font.family()

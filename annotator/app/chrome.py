"""The look of everything around the page: theme, fonts, and the style of our own kinds of widget."""

import re
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from annotator.app.settings import LARGEST_TEXT, SMALLEST_TEXT, Settings
from annotator.app.theme import INTERFACE_POINTS, Theme, blend, interface_font, luminance, readable, system_theme
from annotator.resources import resources


class Look(NamedTuple):
    """Colours of lists and fields, ready to paint with.

    *ring* is around what has the focus; *chosen* is the edge of a chosen row, and clear but in high contrast.
    """

    text: QColor
    muted: QColor
    border: QColor
    field: QColor
    hover: QColor
    selected: QColor
    accent: QColor
    ring: QColor
    ring_width: float
    primary: QColor
    on_primary: QColor
    chosen: QColor
    new: QColor
    open: QColor
    done: QColor


def look_of(theme: Theme) -> Look:
    """Return the colours that lists and fields have in *theme*."""
    return Look(
        text=QColor(theme.text),
        muted=QColor(theme.muted),
        border=QColor(theme.border),
        field=QColor(theme.page),
        hover=QColor(theme.hover),
        selected=QColor(theme.selected),
        accent=QColor(theme.accent),
        ring=QColor(theme.accent),
        ring_width=2.0 if theme.high else 1.0,
        primary=QColor(theme.primary),
        on_primary=QColor(theme.on_primary),
        chosen=QColor(theme.border) if theme.high else QColor(Qt.GlobalColor.transparent),
        new=QColor(readable("#8a9099", theme.window, theme.line_contrast)),
        open=QColor(readable("#d39c12", theme.window, theme.line_contrast)),
        done=QColor(readable("#1c9b6a", theme.window, theme.line_contrast)),
    )


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give *area* a viewport that Python has made, and return it.

    For one that Qt has made PySide would try every kind of widget there is, on the first call of
    `viewport`, to find out which kind it is: as long as painting an article takes.
    """
    viewport = QWidget(area)
    area.setViewport(viewport)
    return viewport


def theme_of(settings: Settings) -> Theme:
    """Return the theme that is set, or the one that the system asks for."""
    if settings.theme != "system":
        return Theme.named(settings.theme)
    hints = QGuiApplication.styleHints()
    return Theme.named(system_theme(dark=hints.colorScheme() == Qt.ColorScheme.Dark, high=_wants_contrast()))


def _wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    # Qt asks the system since 6.10
    return hasattr(hints, "accessibility") and (
        hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    )


def follow_system(changed: Callable[[], object]) -> None:
    """Call *changed* when the system asks for other colours."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(changed)
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(changed)


def apply_theme(settings: Settings) -> Theme:
    """Give the application the theme and fonts of *settings*; return the theme."""
    theme = theme_of(settings)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        points = interface_points(settings)
        app.setFont(interface_font(points, settings.interface_family))
        app.setPalette(theme.palette())
        app.setStyleSheet(theme.style_sheet() + chrome_style(theme, points))
    return theme


def interface_points(settings: Settings) -> float:
    """Return the size of the interface in points: as set, or the system's, where that is larger than our own."""
    if settings.interface_size:
        return float(settings.interface_size)
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return min(float(LARGEST_TEXT), max(INTERFACE_POINTS, system))


def chrome_style(theme: Theme, interface_size: float) -> str:
    """Return the style sheet of our own kinds of widget; a kind is a property of the widget.

    *interface_size* is in points.
    """
    look = look_of(theme)
    names = {name: colour.name() for name, colour in look._asdict().items() if isinstance(colour, QColor)}
    names["window"] = theme.window
    names["scroll"] = theme.muted if theme.high else blend(theme.border, theme.muted, 0.25)
    names["edge"] = f"border-right: 1px solid {theme.border};" if theme.high else ""
    names["groove"] = theme.window if theme.high else theme.border
    names["chosen"] = theme.border if theme.high else "transparent"
    # without its edge, an empty box is not there
    names["box"] = theme.border if theme.high else theme.muted
    names["trouble"] = theme.ink("#c8372d")
    tone = "" if not theme.high else "-light" if theme.dark else "-dark"
    for name, picture in (
        ("chevron", f"chevron{tone}"),
        ("chevron_up", f"chevron-up{tone}"),
        ("check", "check-dark" if luminance(theme.on_primary) < 0.18 else "check"),
    ):
        names[name] = f'url("{(resources() / "icons" / f"{picture}.svg").as_posix()}")'
    names["small"] = f"{max(SMALLEST_TEXT, round(interface_size * 0.92, 1))}pt"
    names["plain"] = f"{interface_size}pt"
    names["large"] = f"{round(interface_size * 1.6)}pt"
    names["huge"] = f"{round(interface_size * 2.6)}pt"
    names["field_size"] = f"{round(interface_size * 1.2, 1)}pt"
    names["lead"] = f"{round(interface_size * 1.15, 1)}pt"
    return re.sub(r"@(\w+)", lambda match: names[match[1]], _STYLE + (_HIGH if theme.high else ""))


_STYLE = """
QMainWindow#mainWindow, QDockWidget, QWidget#articles, QWidget#tags, QWidget#inspectorBody,
QScrollArea#inspector, QStatusBar, QMenuBar { background: @window; }
QMainWindow#mainWindow::separator { background: @window; width: 5px; height: 5px; }
QMainWindow#mainWindow::separator:vertical { @edge }
QMainWindow#mainWindow::separator:hover { background: @border; }
QScrollArea#inspector { border: none; border-top: 1px solid @border; }
QListView#articleList, QListView#tagList { background: transparent; border: none; outline: none; }
QScrollArea#settings, QWidget#settingsBody { background: transparent; border: none; }
QScrollArea#welcome, QWidget#welcomeBody { background: @field; border: none; }
QMenuBar { padding: 2px 6px; border: none; color: @text; }
QMenuBar::item { padding: 4px 12px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QStatusBar { border: none; }
QStatusBar::item { border: none; }
QToolButton#stopWork { border: none; padding: 0; margin: 0; color: @accent; background: transparent; }
QToolButton#stopWork:hover { text-decoration: underline; }
QToolButton#stopWork:disabled { color: @muted; }
QLabel[quiet="true"] { color: @muted; }
QLabel[trouble="true"] { color: @trouble; }
QLabel[heading="true"] { font-weight: 600; color: @text; }
QLabel[title="true"] { font-size: @large; font-weight: 600; color: @text; }
QLabel[display="true"] { font-size: @huge; font-weight: 600; color: @text; }
QLabel[lead="true"] { font-size: @lead; color: @muted; }
QLabel[quotation="true"] { border: none; border-left: 2px solid @accent; padding: 0 0 0 8px; color: @text; }
QScrollArea#inspector QLabel, QScrollArea#inspector QLineEdit, QScrollArea#inspector QComboBox,
QScrollArea#inspector QPushButton, QScrollArea#inspector QPlainTextEdit,
QScrollArea#inspector QCheckBox { font-size: @small; }
QScrollArea#inspector QLabel[heading="true"] { font-size: @plain; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QPushButton[field="true"] {
  background: @field; color: @text; border: 1px solid @border; border-radius: 4px; padding: 3px 7px;
  placeholder-text-color: @muted; selection-background-color: @primary; selection-color: @on_primary; }
QLineEdit#search { padding: 5px 8px; }
QLineEdit#recordName { padding: 5px 8px; font-size: @field_size; font-weight: 600; }
QPlainTextEdit { padding: 2px 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus,
QPushButton[field="true"]:focus { border-color: @accent; }
QLineEdit[faulty="true"] { border-color: @trouble; color: @trouble; }
QPushButton[field="true"] { text-align: left; outline: none; }
QDialog QPushButton[field="true"] { text-align: left; padding: 4px 9px; border-radius: 4px; }
QTextBrowser { background: @field; color: @text; border: 1px solid @border; border-radius: 4px; }
QDockWidget QTextBrowser { border: none; border-top: 1px solid @border; border-radius: 0; }
QPushButton[field="true"]:hover, QComboBox:hover { border-color: @muted; }
QScrollArea#inspector QLineEdit, QScrollArea#inspector QComboBox,
QScrollArea#inspector QPushButton[field="true"] { padding: 1px 6px; }
QScrollArea#inspector QPushButton[field="true"] { padding-left: 9px; }
QComboBox::drop-down { border: none; width: 18px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: 18px; }
QSpinBox::up-arrow { image: @chevron_up; width: 9px; height: 9px; }
QSpinBox::down-arrow { image: @chevron; width: 9px; height: 9px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialog QPushButton { background: @field; color: @text; border: 1px solid @border; border-radius: 5px;
  padding: 5px 14px; }
QDialog QPushButton:hover { background: @hover; }
QDialog QPushButton:focus { border-color: @accent; }
QDialog QPushButton:default { background: @primary; color: @on_primary; border-color: @primary; }
QDialog QPushButton:default:focus { border: 3px double @on_primary; padding: 3px 12px; }
QDialog QPushButton:disabled { color: @muted; background: @window; border-color: @border; }
QMenu { background: @field; color: @text; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 4px 26px 4px 22px; border-radius: 4px; border: 1px solid transparent; }
QMenu::item:selected { background: @selected; border-color: @chosen; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 10px; height: 10px; margin-left: 6px; border-radius: 5px; }
QMenu::indicator:checked { background: @accent; }
QMenu::indicator:non-exclusive { width: 12px; height: 12px; margin-left: 4px; border-radius: 3px; }
QMenu::indicator:non-exclusive:checked { background: @primary; image: @check; }
QComboBox::down-arrow { image: @chevron; width: 10px; height: 10px; }
QPushButton[field="true"]::menu-indicator { image: @chevron; width: 10px; height: 10px; subcontrol-origin: padding;
  subcontrol-position: center right; right: 4px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @box; border-radius: 3px; background: @field; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @primary; border-color: @primary; image: @check; }
QCheckBox::indicator:checked:focus { border-color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QComboBox QAbstractItemView { background: @field; color: @text; border: 1px solid @border; outline: none;
  selection-background-color: @selected; selection-color: @text; padding: 3px; }
QPushButton[pill="true"] { background: @field; color: @text; border: 1px solid @border; border-radius: 11px;
  padding: 2px 12px; min-height: 16px; }
QPushButton[pill="true"]:hover { border-color: @muted; }
QPushButton[pill="true"]:focus { border-color: @accent; }
QPushButton[pill="true"]:checked { background: @primary; color: @on_primary; border-color: @primary; }
QPushButton[pill="true"]:checked:focus { border: 3px double @on_primary; padding: 0 10px; }
QPushButton[way="true"] { background: @window; color: @text; border: 1px solid @border; border-radius: 6px;
  padding: 9px 18px; font-weight: 600; }
QPushButton[way="true"]:hover { background: @hover; }
QPushButton[way="true"]:focus { border-color: @accent; }
QPushButton[primary="true"] { background: @primary; color: @on_primary; border: 1px solid @primary; border-radius: 6px;
  padding: 7px 16px; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 3px double @on_primary; padding: 5px 14px; }
QPushButton[primary="true"]:hover { background: @primary; border-color: @text; }
QPushButton[way="true"][primary="true"] { padding: 9px 18px; }
QPushButton[way="true"][primary="true"]:focus { border: 3px double @on_primary; padding: 7px 16px; }
QPushButton[row="true"] { background: transparent; border: 1px solid transparent; border-radius: 6px; }
QPushButton[row="true"]:hover { background: @hover; }
QPushButton[row="true"]:focus { border-color: @accent; }
QWidget#filterRow QToolButton { background: transparent; color: @muted; border: 1px solid transparent;
  border-radius: 4px; padding: 1px 5px 1px 4px; font-size: @small; text-align: left; }
QWidget#filterRow QToolButton:hover, QWidget#filterRow QToolButton:open { background: @hover; }
QWidget#filterRow QToolButton:focus { border-color: @accent; }
QWidget#filterRow QToolButton::menu-indicator { image: @chevron; width: 9px; height: 9px;
  subcontrol-origin: padding; subcontrol-position: center right; right: 5px; }
QWidget#filterRow QToolButton#showAll { color: @accent; }
QWidget#findBar { background: @window; border-top: 1px solid @border; }
QWidget#findBar QToolButton { background: transparent; color: @text; border: 1px solid transparent;
  border-radius: 4px; padding: 3px; min-height: 18px; }
QWidget#findBar QToolButton#whole_word { text-decoration: underline; }
QWidget#findBar QToolButton:hover { background: @hover; }
QWidget#findBar QToolButton:focus { border-color: @accent; }
QWidget#findBar QToolButton:checked { background: @selected; border-color: @accent; }
QWidget#findBar QToolButton:disabled { color: @muted; }
QWidget#findBar QPushButton { background: @field; color: @text; border: 1px solid @border; border-radius: 4px;
  padding: 3px 12px; min-height: 18px; }
QWidget#findBar QPushButton:hover { border-color: @muted; }
QWidget#findBar QPushButton:focus { border-color: @accent; }
QWidget#findBar QPushButton:disabled { color: @muted; background: @window; }
QWidget#findBar QPushButton[primary="true"] { background: @primary; color: @on_primary; border-color: @primary;
  font-weight: 600; }
QWidget#findBar QPushButton[primary="true"]:hover { border-color: @text; }
QWidget#findBar QPushButton[primary="true"]:focus { border: 3px double @on_primary; padding: 1px 10px; }
QWidget#findBar QPushButton::menu-indicator { image: @chevron; width: 10px; height: 10px;
  subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }
QWidget#findBar QPushButton#tagAll { padding-right: 26px; }
QProgressBar { background: @groove; border: 1px solid @chosen; border-radius: 3px; }
QProgressBar::chunk { background: @done; border-radius: 3px; }
QDialog#palette { background: @window; border: 1px solid @border; }
QDialog#palette QLineEdit { padding: 8px 10px; font-size: @field_size; }
QDialog#palette QListView { background: transparent; border: none; outline: none; }
QListWidget, QTreeView,
QTableView { background: @field; color: @text; border: 1px solid @border; border-radius: 4px; outline: none;
  alternate-background-color: @window; selection-background-color: @selected; selection-color: @text; }
QListWidget:focus, QTreeView:focus, QTableView:focus { border-color: @accent; }
QTreeView::item, QTableView::item { padding: 3px 6px; }
QListWidget { padding: 2px; }
QListWidget::item { padding: 3px 6px; border-radius: 3px; border: 1px solid transparent; }
QListWidget::item:selected { background: @selected; color: @text; border-color: @chosen; }
QListWidget::item:hover:!selected { background: @hover; }
QSplitter::handle { background: transparent; image: none; }
QHeaderView::section { background: @window; color: @muted; border: none; border-bottom: 1px solid @border;
  padding: 5px 8px; }
QToolTip { background: @window; color: @text; border: 1px solid @border; padding: 6px; }
"""

# around black on white a line of one pixel in another colour is easily overlooked
_HIGH = """
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QCheckBox::indicator:focus,
QDialog QPushButton:!default:focus, QPushButton[field="true"]:focus, QPushButton[pill="true"]:!checked:focus,
QPushButton[way="true"][primary="false"]:focus, QPushButton[row="true"]:focus, QWidget#findBar QToolButton:focus,
QWidget#findBar QPushButton#tagAll:focus { border: 2px solid @accent; }
"""

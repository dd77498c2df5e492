"""Whether anything may move by itself: as the system wishes, or never."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from annotator.app.settings import Settings


def may_move(settings: Settings) -> bool:
    """Tell whether panels may glide to their places: the person has not said never, and neither has the system."""
    return settings.motion != "never" and QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


def apply_motion(settings: Settings, window: QMainWindow) -> None:
    """Let the panels of *window* glide or jump, and carets blink or rest, as *settings* and system say."""
    animated = QMainWindow.DockOption.AnimatedDocks
    options = window.dockOptions() & ~animated
    window.setDockOptions(options | animated if may_move(settings) else options)
    # below 0 it is the system's own time again
    QGuiApplication.styleHints().setCursorFlashTime(0 if settings.motion == "never" else -1)

"""The caret's blinking, as the system sets it."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication


class Blink(QObject):
    """Tells whether the caret is to be seen now; *turned* is sent each time that changes by itself."""

    turned = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.on = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        """Show the caret, and let it blink unless the system says that nothing shall."""
        self.on = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        if flash > 0:
            self._timer.start(flash // 2)

    def stop(self) -> None:
        """Let it rest."""
        self._timer.stop()

    def _turn(self) -> None:
        self.on = not self.on
        self.turned.emit()

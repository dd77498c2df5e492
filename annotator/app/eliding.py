"""A box to choose from whose choice may be longer than there is room: it ends in dots, and the tooltip has it whole."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from annotator.app.direction import elided

_EDGE = 4
"""Pixels that styles keep free at either side of the words."""


class ElidingBox(QComboBox):
    """A combo box that shows as much of its choice as there is room for, with an ellipsis."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentTextChanged.connect(self.setToolTip)

    @property
    def shown(self) -> str:
        """What of the choice is to be seen."""
        return self._option().currentText

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame and arrow, then the words that there is room for."""
        painter = QStylePainter(self)
        option = self._option()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        # the binding's stubs lack the property that Qt has
        option.currentText = elided(self.fontMetrics(), option.currentText, place.width() - 2 * _EDGE)  # pyright: ignore[reportAttributeAccessIssue]
        return option

"""Icons of the program, drawn in the colour of the text beside them."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap

from annotator.resources import resources


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return ``resources/icons/NAME.svg`` in *colour*, *size* pixels of the screen's own unit square.

    An icon that is not there is an empty picture.
    """
    from PySide6.QtCore import QBuffer, QIODevice, QSize
    from PySide6.QtGui import QImageReader

    path = resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        return QPixmap()
    data = QByteArray(path.read_text("utf-8").replace("currentColor", colour).encode())
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(round(size * ratio), round(size * ratio)))
    made = QPixmap.fromImage(reader.read(), Qt.ImageConversionFlag.AutoColor)
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: QColor, size: int = 16) -> QIcon:
    """Return the icon of that name in *colour*, sharp on a screen of double density as well."""
    made = QIcon(pixmap(name, colour.name(), size))
    made.addPixmap(pixmap(name, colour.name(), size, 2.0))
    return made

"""Draws the PNGs of the program's icon from its two SVGs: one for small sizes, one for the rest."""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
# up to here every line of the large drawing would be thinner than a pixel
SMALL = 32


def draw(source: Path, size: int) -> QImage:
    """Return the drawing in *source* as a square of *size* pixels, transparent around it."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> int:
    """Write ``annotator-SIZE.png`` for every size; return 1 if a file cannot be written."""
    application = QGuiApplication(sys.argv)
    saved = [
        draw(ICONS / ("annotator-small.svg" if size <= SMALL else "annotator.svg"), size).save(
            str(ICONS / f"annotator-{size}.png")
        )
        for size in SIZES
    ]
    del application
    return 0 if all(saved) else 1


if __name__ == "__main__":
    sys.exit(main())

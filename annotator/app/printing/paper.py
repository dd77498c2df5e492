"""Paper and PDF: which paper, at which resolution, and an edition written to it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from annotator.app.jobs import CancelCheck, Progress
from annotator.app.page.style import PageStyle
from annotator.app.printing.edition import Edition
from annotator.errors import Cancelled
from annotator.formats.atomic import writing
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

POINTS = 10.5
"""The size of the text on paper."""
_SIDE, _EDGE = 16.0, 15.0
"""Millimetres of paper that stay empty at the sides, and above and below."""


def page_layout() -> QPageLayout:
    """Return upright paper of the size that is usual where the person is, with its margins."""
    size = QPageSize(QPageSize.PageSizeId.Letter if _uses_letter() else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_SIDE, _EDGE, _SIDE, _EDGE)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def _uses_letter() -> bool:
    return QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem


def resolution() -> int:
    """Return the dots per inch at which text is measured: those of the screen."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def write_pdf(
    opened: AnnotatedDocument,
    tag_set: TagSet,
    family: str,
    dots: int,
    layout: QPageLayout,
    path: Path,
    progress: Progress,
    cancelled: CancelCheck,
) -> int:
    """Write *opened* to *path* as PDF, which appears whole or not at all; return how many pages it has."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(dots)
    writer.setPageLayout(layout)
    writer.setTitle(opened.document.title)
    writer.setCreator("Annotator")
    edition = Edition(opened, tag_set, PageStyle(family, POINTS), QSizeF(layout.paintRectPixels(dots).size()))
    painter = QPainter(writer)
    try:
        for number in range(edition.pages):
            if cancelled():
                raise Cancelled
            if number:
                writer.newPage()
            edition.draw(painter, number)
            progress(number + 1, edition.pages, f"page {number + 1} of {edition.pages}")
    finally:
        painter.end()
        buffer.close()
    with writing(path) as file:
        file.write(buffer.data().data())
    return edition.pages


def print_on(printer: QPrinter, opened: AnnotatedDocument, tag_set: TagSet, family: str) -> None:
    """Draw *opened* on the pages that *printer* was asked for."""
    dots = resolution()
    printer.setResolution(dots)
    size = QSizeF(printer.pageLayout().paintRectPixels(dots).size())
    edition = Edition(opened, tag_set, PageStyle(family, POINTS), size)
    first, last = printer.fromPage() or 1, printer.toPage() or edition.pages
    painter = QPainter(printer)
    for number in range(first - 1, min(last, edition.pages)):
        if number >= first:
            printer.newPage()
        edition.draw(painter, number)
    painter.end()

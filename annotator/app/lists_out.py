"""A list of a dialog as a table: on the clipboard, or in a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import AnnotatorError
from annotator.formats.atomic import writing
from annotator.words import capital


def copy_rows(rows: Iterable[Sequence[str]]) -> None:
    """Put *rows* on the clipboard, a line each, with tabs between cells."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    QGuiApplication.clipboard().setText("".join(line + "\n" for line in lines))


def save_rows(parent: QWidget, title: str, name: str, rows: Iterable[Sequence[str]]) -> str:
    """Ask for a place and write *rows* there as CSV; return what came of it as a sentence, or nothing."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "Tables (*.csv)")
    if not chosen:
        return ""
    path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".csv")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    try:
        with writing(path) as file:
            # by its mark a spreadsheet knows UTF-8
            file.write(text.getvalue().encode("utf-8-sig"))
    except AnnotatorError as error:
        return f"{capital(str(error))}."
    return f"Saved as {path}."

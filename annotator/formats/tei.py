"""TEI P5, both ways: see `tei_writing`, `tei_reading` and, for what the text of an edition is, `tei_text`."""

from annotator.formats.tei_reading import read_files
from annotator.formats.tei_writing import write

__all__ = ["read_files", "write"]

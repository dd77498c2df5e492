"""spaCy's DocBin, both ways: see `docbin_writing` and `docbin_reading`."""

from annotator.formats.docbin_reading import read_files
from annotator.formats.docbin_writing import write

__all__ = ["read_files", "write"]

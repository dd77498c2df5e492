"""The window: the only place that imports PySide6."""

# PySide6 reads the source of each module that is imported after it: what knows no Qt comes before
import annotator.store  # noqa: F401  # pyright: ignore[reportUnusedImport]

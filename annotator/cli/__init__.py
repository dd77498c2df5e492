"""The command line. No Qt is imported unless a window is asked for, and little else before it is needed."""

from annotator.cli.main import main

__all__ = ["main"]

"""Annotator: mark who and what an archival article names and what it claims."""

__version__ = "0.1.0"

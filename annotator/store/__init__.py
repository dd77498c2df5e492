"""The project file: schema, changes, history and queries. No Qt here."""

from annotator.store.project import Project

__all__ = ["Project"]

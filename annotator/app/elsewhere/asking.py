"""What is known of the mark that "Where else?" is asked about."""

from __future__ import annotations

from annotator.analysis.accepting import Source
from annotator.app.session import Session
from annotator.errors import AnnotatorError


def source_of(session: Session, annotation: str) -> Source | None:
    """Return the mark of that id with its words, record and relations as they are now; None if it is gone."""
    project = session.project
    try:
        mark = project.annotation(annotation)
        summary = project.summary(mark.document)
    except AnnotatorError:
        return None
    opened = session.document
    text = opened.document.text if opened is not None and opened.document.id == mark.document else None
    if text is None:
        text = project.document(mark.document).document.text
    words = " ".join(text[start:end] for start, end in mark.spans)
    found = project.records.summaries([mark.record]) if mark.record is not None else {}
    record = found[mark.record].record if mark.record in found else None
    related = project.claims.linked(mark.id) if mark.kind == "claim" else []
    others = frozenset(each.other for each in related if each.kind == "claim")
    return Source(mark, words, summary.date, record, others)

"""Documents that come again: whether what a file gives is what the project has, and under which ids."""

from collections.abc import Mapping
from dataclasses import replace

from annotator.formats import kept
from annotator.model.annotation import reading_order
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id


def own_id(document: str, id_: str) -> str:
    """Return the id that an annotation or relation of a *document* has where another one holds *id_*.

    Many files count annotations anew in each document.
    """
    return derived_id("own", document, id_)


def renamed(each: AnnotatedDocument, annotations: Mapping[str, str], relations: Mapping[str, str]) -> AnnotatedDocument:
    """Return *each* with other ids of its *annotations* and *relations*, from old to new."""
    if not annotations and not relations:
        return each
    marks = [replace(mark, id=annotations.get(mark.id, mark.id)) for mark in each.annotations]
    links = [
        replace(
            link,
            id=relations.get(link.id, link.id),
            source=annotations.get(link.source, link.source),
            target=annotations.get(link.target, link.target),
        )
        for link in each.relations
    ]
    metadata = each.document.metadata
    document = (
        replace(each.document, metadata=kept.renamed(metadata, annotations, relations)) if metadata else each.document
    )
    return replace(each, document=document, annotations=tuple(sorted(marks, key=reading_order)), relations=tuple(links))


def settled(given: AnnotatedDocument, there: AnnotatedDocument) -> AnnotatedDocument:
    """Return *given* with what its file left to us as it was settled when it came first.

    Those are the ids that other documents hold, and the moments: where none was given they
    are that of the reading, which a document bears as its own.
    """
    document = given.document
    marks = {mark.id: mark for mark in there.annotations}
    links = {link.id for link in there.relations}
    pairs = ((mark.id, own_id(document.id, mark.id)) for mark in given.annotations if mark.id not in marks)
    annotations = {old: new for old, new in pairs if new in marks}
    pairs = ((link.id, own_id(document.id, link.id)) for link in given.relations if link.id not in links)
    given = renamed(given, annotations, {old: new for old, new in pairs if new in links})
    found = list(given.annotations)
    for place, mark in enumerate(found):
        if before := marks.get(mark.id):
            created = before.created if mark.created == document.created else mark.created
            modified = before.modified if mark.modified == document.created else mark.modified
            found[place] = replace(mark, created=created, modified=modified)
    return replace(given, annotations=tuple(found))

"""The declarations of formats of frameworks and editions: UIMA CAS, INCEpTION, spaCy, GATE, TEI, REFI-QDA."""

from annotator.formats.format import Format

STRUCTURES: tuple[Format, ...] = ()

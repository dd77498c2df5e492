"""The declarations of tables, lists of claims, fact checks, reading editions and releases."""

from annotator.formats.format import Format

CLAIM_LISTS: tuple[Format, ...] = ()

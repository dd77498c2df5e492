"""The declarations of standoff files and of columns of tokens: brat, CoNLL, HIPE, WebAnno."""

from annotator.formats.format import Format

TOKENS: tuple[Format, ...] = ()

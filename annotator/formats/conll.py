"""CoNLL-2003 and other columns of tokens with labels: written here, read in `conll_reading`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

from annotator.formats.conll_columns import DOCSTART
from annotator.formats.conll_reading import KEPT, read_files
from annotator.formats.format import Writing
from annotator.formats.kept import of_format
from annotator.formats.ledger import lose_relations
from annotator.formats.token_rows import Builder, tokens_kept
from annotator.formats.tokens import TOKENIZERS, Labels, Tokens, flat, in_sentences, labels_of, placed, tokenise
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

_UNKNOWN = "-X-"


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write *documents*: a line of ``-DOCSTART-`` each, which names tokenizer and sentences, then a line a token.

    Columns two and three, part of speech and chunk in CoNLL-2003, are unknown, or the offsets.
    """
    labels = Labels(writing.tag_set)
    width = 0
    for each in documents:
        kept = _kept(each)
        # all documents of a file have the same columns
        width = width or (len(kept[1][0]) if kept else 2)
        file.write("".join(_lines(each, labels, writing, kept, width)).encode("utf-8"))


def _kept(each: AnnotatedDocument) -> tuple[Tokens, list[list[str]]] | None:
    """Return tokens and other columns of the file that a document came from, if they are still those of its text."""
    kept = of_format(each.document.metadata, KEPT)
    cells = kept.get("cells")
    tokens = tokens_kept(kept, each.document.text) if isinstance(cells, list) and cells else None
    if tokens is None or len(tokens.spans) != len(cast(list[object], cells)):
        return None
    rows = [cast(list[object], row) for row in cast(list[object], cells) if isinstance(row, list)]
    one_width = len({len(row) for row in rows}) == 1 and bool(rows[0])
    plain = all(isinstance(cell, str) and cell and not cell.split()[1:] for row in rows for cell in row)
    return (tokens, cast(list[list[str]], rows)) if len(rows) == len(tokens.spans) and one_width and plain else None


def _lines(
    each: AnnotatedDocument,
    labels: Labels,
    writing: Writing,
    kept: tuple[Tokens, list[list[str]]] | None,
    width: int,
) -> Iterator[str]:
    options = writing.options
    tokenizer = TOKENIZERS[options.get("tokenizer", "words")]
    how = options.get("sentences", "rules")
    layer = options.get("layer", "entity")
    offsets = options.get("offsets") == "columns"
    if kept and (layer == "all" or offsets or len(kept[1][0]) > width):
        writing.ledger.lose("metadata", "other columns of the file left out", each)
        kept = None
    tokens = kept[0] if kept else tokenise(each.document.text, tokenizer.name, how)
    kinds = ("entity", "claim", "cue") if layer == "all" else (layer,)
    columns = [_column(each, kind, tokens, labels, writing) for kind in kinds]
    gap = "\t" if options.get("separator") == "tab" else " "
    end = gap + gap.join(["O"] * len(columns)) + "\n"
    if kept:
        yield DOCSTART + f"{gap}{_UNKNOWN}" * width + end + "\n"
    else:
        yield f"{DOCSTART}{gap}{tokenizer.label}{gap}sentences={how}{end}\n"
    if _as_read(tokens, offsets=offsets) != each.document.text:
        effect = "white space becomes spaces and line breaks" if offsets else "white space stands between all tokens"
        writing.ledger.lose("exact text", effect, each)
    _what_is_no_token(each, kinds, writing)
    for first, last in tokens.sentences:
        for number in range(first, last):
            start, stop = tokens.spans[number]
            others = kept[1][number] if kept else [str(start), str(stop)] if offsets else []
            about = gap.join((*others, *[_UNKNOWN] * (width - len(others))))
            cells = gap.join(column[number] for column in columns)
            yield f"{tokens.words(number)}{gap}{about}{gap}{cells}\n"
        yield "\n"


def _as_read(tokens: Tokens, *, offsets: bool) -> str:
    """Return the text that a reader puts together."""
    builder = Builder()
    for first, last in tokens.sentences:
        for number in range(first, last):
            between = "\n" if number == first else " "
            if offsets:
                builder.pad(tokens.spans[number].start, between if len(builder) else " ")
            elif len(builder):
                builder.space(between)
            builder.token(tokens.words(number))
    return builder.text


def _column(each: AnnotatedDocument, kind: str, tokens: Tokens, labels: Labels, writing: Writing) -> list[str]:
    marks = [mark for mark in each.annotations if mark.kind == kind and mark.spans]
    parts = flat(each, placed(each, marks, tokens, writing.ledger), writing.ledger)
    parts = in_sentences(each, parts, tokens, writing.ledger)
    ranges = ((one.first, one.last, labels.label(one.annotation.kind, one.annotation.tag)) for one in parts)
    return labels_of(ranges, len(tokens.spans), writing.options.get("scheme", "BIO"))


def _what_is_no_token(each: AnnotatedDocument, kinds: Iterable[str], writing: Writing) -> None:
    """Note the annotations of other layers, and the relations."""
    for mark in each.annotations:
        if mark.spans and mark.kind not in kinds:
            if mark.kind == "claim":
                writing.ledger.lose("claims", "left out: another layer was chosen", each, mark)
            else:
                writing.ledger.lose("annotations", "left out: another layer was chosen", each, mark)
    lose_relations(each, each.relations, writing.ledger)

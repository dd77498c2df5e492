"""CoNLL-U: named entities and other marks in MISC, read and written with the library conllu.

What was read with words, lemmas and dependencies goes out with them again. Memory is bounded by the largest document;
a file that says nothing of documents is cut into some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from annotator.formats.conllu_reading import KEPT, KEYS, misc_of, read_files, surface
from annotator.formats.format import Writing, needed
from annotator.formats.ledger import lose_relations
from annotator.formats.token_rows import space_cell
from annotator.formats.tokens import TOKENIZERS, Labels, Tokens, in_sentences, labels_of, layered, placed, tokenise
from annotator.model.annotation import Span
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

_OTHER = "\t_\t_\t_\t_\t_\t_\t_\t"


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write *documents*; in the first comments of each stand what is known of it and the tokenizer."""
    labels = Labels(writing.tag_set)
    for each in documents:
        file.write("".join(_sentences(each, labels, writing)).encode("utf-8"))


def _sentences(each: AnnotatedDocument, labels: Labels, writing: Writing) -> Iterator[str]:
    tokenizer = TOKENIZERS[writing.options.get("tokenizer", "words")]
    how = writing.options.get("sentences", "rules")
    kept = _kept(each)
    tokens = kept[0] if kept else tokenise(each.document.text, tokenizer.name, how)
    misc = _misc(each, tokens, labels, writing)
    document = each.document
    head = [f"# newdoc id = {_line(document.id)}\n", f"# title = {_line(document.title)}\n"]
    if document.date:
        head.append(f"# date = {document.date}\n")
    if document.language:
        head.append(f"# language = {document.language}\n")
    if kept is None:
        head.append(f"# tokenizer = {tokenizer.label}, sentences={how}\n")
    if _line(document.title) != document.title:
        writing.ledger.lose("titles", "white space becomes spaces", each)
    if not tokens.spans:
        writing.ledger.lose("exact text", "left out: no token inside", each)
        return
    yield from head
    number = 0
    for place, (first, last) in enumerate(tokens.sentences):
        cells = [_cell(tokens, each_, misc[each_]) for each_ in range(first, last)]
        if kept:
            yield _with_rows(kept[1][place], cells)
            continue
        start, end = tokens.spans[first].start, tokens.spans[last - 1].end
        number += 1
        yield f"# sent_id = {number}\n# text = {_line(document.text[start:end])}\n"
        for word, cell in enumerate(cells, start=1):
            yield f"{word}\t{tokens.words(first + word - 1)}{_OTHER}{cell}\n"
        yield "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _misc(each: AnnotatedDocument, tokens: Tokens, labels: Labels, writing: Writing) -> list[list[str]]:
    """Return, for each token, the marks that it has: those of each kind in as many keys as overlap."""
    found: list[list[str]] = [[] for _ in tokens.spans]
    for kind, key in KEYS.items():
        marks = [mark for mark in each.annotations if mark.kind == kind and mark.spans]
        rest = in_sentences(each, placed(each, marks, tokens, writing.ledger), tokens, writing.ledger)
        number = 1
        while rest:
            flat, rest = layered(rest)
            ranges = ((one.first, one.last, labels.label(one.annotation.kind, one.annotation.tag)) for one in flat)
            own = key if number == 1 else f"{key}{number}"
            for place, label in enumerate(labels_of(ranges, len(tokens.spans))):
                if label != "O":
                    found[place].append(f"{own}={label}")
            number += 1
    lose_relations(each, each.relations, writing.ledger)
    return found


def _cell(tokens: Tokens, number: int, marks: list[str]) -> str:
    """Return the cell MISC of a token: its marks, and the white space around it where that is not one space."""
    start, end = tokens.spans[number]
    cells = list(marks)
    if number == 0 and start:
        cells.append(f"SpacesBefore={space_cell(tokens.text[:start])}")
    after = tokens.text[end : tokens.spans[number + 1].start if number + 1 < len(tokens.spans) else len(tokens.text)]
    if not after:
        cells.append("SpaceAfter=No")
    elif after != " " or number + 1 == len(tokens.spans):
        cells.append(f"SpacesAfter={space_cell(after)}")
    return "|".join(cells) or "_"


def _kept(each: AnnotatedDocument) -> tuple[Tokens, list[Any]] | None:
    """Return the tokens and rows that the file had which a document came from, if they are still those of its text."""
    rows = each.document.metadata.get(KEPT)
    if not isinstance(rows, list) or not rows:
        return None
    try:
        import conllu
    except ImportError as error:
        raise needed("conllu", "conllu") from error
    text = each.document.text
    spans: list[Span] = []
    sentences: list[tuple[int, int]] = []
    lists: list[Any] = []
    place = 0
    for raw in cast("list[object]", rows):
        found: list[Any] = list(conllu.parse(str(raw)))
        if len(found) != 1:
            return None
        first = len(spans)
        for token in surface(found[0]):
            form = str(token["form"])
            start = text.find(form, place)
            if start < 0 or text[place:start].strip():
                return None
            place = start + len(form)
            spans.append(Span(start, place))
        sentences.append((first, len(spans)))
        lists.append(found[0])
    return None if text[place:].strip() else (Tokens(text, spans, sentences), lists)


def _with_rows(rows: Any, cells: list[str]) -> str:  # noqa: ANN401  # a list that can be written, of conllu
    """Return the rows of a sentence with *cells* beside what its MISC has otherwise."""
    for token, cell in zip(surface(rows), cells, strict=True):
        own = misc_of(token)
        pairs = (each.partition("=") for each in cell.split("|") if each != "_")
        new = {key: value for key, _, value in pairs}
        token["misc"] = {**own, **new} or None
    return rows.serialize().rstrip("\n") + "\n\n"

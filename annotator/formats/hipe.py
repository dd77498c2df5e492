"""HIPE-2022 TSV, historic newspapers: a token a line, layers of labels, links, and flags in MISC. Written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO

from annotator.formats.format import Writing
from annotator.formats.hipe_reading import (
    COLUMNS,
    KEPT,
    LAYERS,
    LINK,
    LINK_METONYMIC,
    METONYMIC,
    SAME_SPAN,
    read_files,
)
from annotator.formats.kept import of_format
from annotator.formats.ledger import lose_relations
from annotator.formats.mapping import Mapping
from annotator.formats.token_rows import space_cell, tokens_kept
from annotator.formats.tokens import TOKENIZERS, Labels, Placed, labels_of, layered, placed, tokenise
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

_TWO_LAYERS = "left out: a token has a label and a nested one at most"


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write *documents* after one header line; comments before each say what is known of it."""
    mapping = writing.mapping or Mapping("none")
    labels = Labels(writing.tag_set)
    file.write("\t".join(COLUMNS).encode() + b"\n")
    for each in documents:
        file.write("".join(_Lines(each, mapping, labels, writing).all()).encode("utf-8"))


class _Lines:
    """The lines of one document."""

    def __init__(self, each: AnnotatedDocument, mapping: Mapping, labels: Labels, writing: Writing) -> None:
        self._each = each
        self._mapping = mapping
        self._labels = labels
        self._writing = writing
        # what the file had that nobody knew, if it came from here
        self._kept = of_format(each.document.metadata, KEPT)
        self._types: dict[str, str] = self._kept.get("types") or {}
        tokenizer = TOKENIZERS[writing.options.get("tokenizer", "words")]
        how = writing.options.get("sentences", "rules")
        own = tokens_kept(self._kept, each.document.text)
        self._tokens = own or tokenise(each.document.text, tokenizer.name, how)
        self._made = "" if own else f"{tokenizer.label}, sentences={how}"
        self._cells = {column: ["O"] * len(self._tokens.spans) for column in COLUMNS[1:7]}
        for column in ("NEL-LIT", "NEL-METO"):
            self._cells[column] = ["_"] * len(self._tokens.spans)
        self._partial: dict[int, str] = {}

    def all(self) -> Iterator[str]:
        """Yield all lines, each with its end."""
        self._marks()
        tokens = self._tokens
        if self._each.document.text and not tokens.spans:
            self._writing.ledger.lose("exact text", "left out: no token inside", self._each)
        yield from self._head()
        ends = {last - 1 for _, last in tokens.sentences}
        segments: dict[str, list[str]] = self._kept.get("segments") or {}
        flags: dict[str, list[str]] = self._kept.get("flags") or {}
        for number, span in enumerate(tokens.spans):
            start = str(span.start)
            yield from (f"{line}\n" for line in segments.get(start, ()))
            misc = self._spaces(number)
            misc += ["EndOfSentence"] * (number in ends)
            misc += [self._partial[number]] if number in self._partial else []
            misc += [flag for flag in flags.get(start, ()) if flag not in misc]
            cells = [self._cells[column][number] for column in COLUMNS[1:-1]]
            yield "\t".join((tokens.words(number), *cells, "|".join(misc) or "_")) + "\n"

    def _head(self) -> Iterator[str]:
        document = self._each.document
        if " ".join(document.title.split()) != document.title:
            self._writing.ledger.lose("titles", "white space becomes spaces", self._each)
        yield f"\n# hipe2022:document_id = {' '.join(document.id.split())}\n"
        yield f"# title = {' '.join(document.title.split())}\n"
        if document.date:
            yield f"# hipe2022:date = {document.date}\n"
        if document.language:
            yield f"# hipe2022:language = {document.language}\n"
        if self._made:
            yield f"# tokenizer = {self._made}\n"
        yield from (f"{line}\n" for line in self._kept.get("comments") or ())

    def _spaces(self, number: int) -> list[str]:
        """Return the flags that say what stands behind a token, and before the first one."""
        tokens = self._tokens
        start, end = tokens.spans[number]
        last = number + 1 == len(tokens.spans)
        after = tokens.text[end:] if last else tokens.text[end : tokens.spans[number + 1].start]
        flags = ["EndOfLine"] if "\n" in after else []
        if not after and not last:
            flags.append("NoSpaceAfter")
        if after not in ("\n", "" if last else " ", ""):
            flags.append(f"SpacesAfter={space_cell(after)}")
        if number == 0 and start:
            flags.append(f"SpacesBefore={space_cell(tokens.text[:start])}")
        return flags

    # --- marks

    def _marks(self) -> None:
        each, ledger = self._each, self._writing.ledger
        by_layer: dict[str, list[Annotation]] = {}
        for mark in each.annotations:
            if mark.kind == "claim":
                ledger.lose("claims", "left out", each, mark)
            elif mark.kind == "cue":
                ledger.lose("annotations", "left out: only entities are written", each, mark)
            elif mark.spans and mark.kind == "entity":
                by_layer.setdefault(str(mark.attributes.get("layer", "")), []).append(mark)
        lose_relations(each, each.relations, ledger)
        plain: list[Annotation] = []
        for layer, marks in by_layer.items():
            if layer in LAYERS:
                column, rest = layered(self._placed(marks))
                self._label(column, LAYERS[layer])
                self._lost(rest)
            else:
                plain += marks
        outer, inner = layered(placed(each, plain, self._tokens, ledger, snaps=False))
        nested, rest = layered(inner)
        self._lost(rest)
        free = [one for one in nested if all(self._cells["NE-NESTED"][n] == "O" for n in range(one.first, one.last))]
        self._lost(one for one in nested if one not in free)
        for one in free:
            if not one.exact:
                ledger.lose("exact spans", "widened to whole tokens", each, one.annotation)
        self._label(outer, "NE-COARSE-LIT")
        self._label(free, "NE-NESTED")
        for one in outer:
            self._about(one)
            if not one.exact:
                self._part(one)
        for one in free:
            self._lose_attributes(one.annotation, {"layer"})

    def _placed(self, marks: Iterable[Annotation]) -> list[Placed]:
        return placed(self._each, marks, self._tokens, self._writing.ledger)

    def _lost(self, parts: Iterable[Placed]) -> None:
        for one in parts:
            self._writing.ledger.lose("overlapping", _TWO_LAYERS, self._each, one.annotation)

    def _label(self, parts: Iterable[Placed], column: str) -> None:
        ranges = [(one.first, one.last, self._type(one.annotation)) for one in parts]
        found = labels_of(ranges, len(self._tokens.spans))
        self._cells[column] = [
            label if label != "O" else there for label, there in zip(found, self._cells[column], strict=True)
        ]

    def _type(self, mark: Annotation) -> str:
        if mark.tag in self._types:
            return self._types[mark.tag]
        mapped = self._mapping.type_of(mark.kind, mark.tag)
        return mapped if mapped != mark.tag else self._labels.label(mark.kind, mark.tag)

    def _about(self, one: Placed) -> None:
        """Write what is said of a mark on the same words: finer and metonymic types, and links."""
        mark = one.annotation
        written = {"layer"}
        for attribute, column in SAME_SPAN.items():
            value = mark.attributes.get(attribute)
            if isinstance(value, str) and value and not set(value) & set(" \t\n,|"):
                written.add(attribute)
                self._label([replace(one, annotation=replace(mark, tag=value))], column)
        for attribute, column in ((LINK, "NEL-LIT"), (LINK_METONYMIC, "NEL-METO")):
            link = mark.attributes.get(attribute)
            if isinstance(link, str) and link and len(link.split()) == 1:
                written.add(attribute)
            else:
                link = self._record(mark) if attribute == LINK else None
                if link:
                    effect = f"the number of a record in Wikidata becomes the attribute {LINK}"
                    self._writing.ledger.lose("attributes", effect, self._each, mark)
            if isinstance(link, str):
                self._cells[column][one.first : one.last] = [link] * (one.last - one.first)
        self._lose_attributes(mark, written)

    def _lose_attributes(self, mark: Annotation, written: set[str]) -> None:
        if lost := len(mark.attributes.keys() - written):
            effect = f"left out: only {METONYMIC}, fine, {LINK} and the like have columns"
            self._writing.ledger.lose("attributes", effect, self._each, mark, lost)

    def _record(self, mark: Annotation) -> str | None:
        """Return the number in Wikidata of the record that a mark is linked to."""
        record = self._writing.record(mark.record) if mark.record else None
        tails = (each.rpartition(":")[2].rpartition("/")[2] for each in record.identifiers) if record else ()
        return next((tail for tail in tails if tail[:1] == "Q" and tail[1:].isdigit()), None)

    def _part(self, one: Placed) -> None:
        """Say which characters of its first and last token a mark holds."""
        for number in {one.first, one.last - 1}:
            start, end = self._tokens.spans[number]
            first, last = max(one.span.start, start) - start, min(one.span.end, end) - start
            if (first, last) != (0, end - start):
                self._partial[number] = f"Partial-{first}:{last}"

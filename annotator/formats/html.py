"""A reading edition as one HTML file: texts with marks and claim cards, on the screen and on paper. Only written.

It needs no script, no font and nothing from the network. Documents are streamed; their titles wait in a temporary file
for the list at the end. Marks are drawn piece by piece (`html_marks`), for they overlap and elements may not.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from annotator.formats.format import Writing
from annotator.formats.html_cards import Told, direction, legend, safe
from annotator.formats.html_marks import Line, Piece, lanes, lines
from annotator.formats.html_style import style_sheet
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument

_LANE = 4
"""Pixels from one line below a word to the next."""


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write the edition; rejected marks are left out."""
    out = _Out(file)
    about: Mapping[str, str] = writing.facts.get("about", {})
    title = about.get("title") or str(writing.facts.get("title", "")) or "Articles"
    out.write(_head(title, writing))
    out.write(f'<header class="w"><h1>{safe(title)}</h1>\n')
    if description := about.get("description", "").strip():
        out.write(f'<p class="lead">{safe(description)}</p>\n')
    for label, name in (("", "creators"), ("Licence: ", "licence"), ("", "rights")):
        if said := about.get(name, "").strip():
            out.write(f'<p class="about">{label}{safe("; ".join(said.splitlines()))}</p>\n')
    out.write('</header>\n<main id="main">\n')
    edition = _Edition(writing)
    count = 0
    # a project may have more titles than there is memory for
    with tempfile.TemporaryFile() as titles:
        for count, each in enumerate(documents, start=1):
            titles.write(
                f'<li><a href="#d{count}" dir="auto">{safe(each.document.title or "Untitled")}</a></li>'.encode()
            )
            for part in edition.article(each, count):
                out.write(part)
        out.write("</main>\n")
        if count > 1:
            out.write('<nav class="w" id="list" aria-label="Articles"><h2>Articles</h2><ol>')
            titles.seek(0)
            shutil.copyfileobj(titles, file)
            out.write("</ol></nav>\n")
    out.write("</body>\n</html>\n")


class _Out:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write *text* as UTF-8."""
        self._file.write(text.encode())


def _head(title: str, writing: Writing) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="Annotator">\n<title>{safe(title)}</title>\n'
        f"<style>\n{style_sheet(writing.tag_set.tags)}\n</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">To the text</a>\n'
    )


class _Edition:
    """Makes the articles of one edition."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._order = {(tag.kind, tag.name): number for number, tag in enumerate(writing.tag_set.tags)}
        self._plain = len(writing.tag_set.tags)

    def article(self, each: AnnotatedDocument, number: int) -> Iterator[str]:
        """Yield the parts of one article."""
        document = each.document
        marks = [mark for mark in each.annotations if mark.state != "rejected"]
        if rejected := len(each.annotations) - len(marks):
            self._writing.ledger.lose("states", "left out: rejected marks are not shown", each, count=rejected)
        there = {mark.id for mark in each.annotations}
        if away := sum(link.target not in there for link in each.relations):
            self._writing.ledger.lose(
                "relations across documents", "the words at the other end are not shown", each, count=away
            )
        told = Told(each, marks, self._names(marks))
        name = f"d{number}"
        language = f' lang="{safe(document.language)}"' if document.language else ""
        turned = direction(document.text or document.title)
        yield f'<article id="{name}" aria-labelledby="{name}t" dir="{turned}"{language}>\n'
        yield f'<h2 id="{name}t">{safe(document.title or "Untitled")}</h2>\n{_about(each)}'
        yield legend(marks, self._order, self._plain)
        lane_of = lanes(marks)
        for line in lines(document.text, marks, lane_of):
            yield self._line(each, line, marks, lane_of, told, name)
        yield from told.table(marks)
        yield f"<footer>{_citation(each)}</footer>\n</article>\n"

    def _names(self, marks: Iterable[Annotation]) -> dict[str, str]:
        found: dict[str, str] = {}
        for mark in marks:
            if mark.record is not None and mark.record not in found:
                record = self._writing.record(mark.record)
                found[mark.record] = record.name if record else ""
        return found

    def _line(
        self, each: AnnotatedDocument, line: Line, marks: list[Annotation], lane_of: list[int], told: Told, name: str
    ) -> str:
        deep = max(1, line.lanes)
        extra = f' style="--n:{deep};line-height:calc(2.05em + {_LANE * (deep - 1)}px)"' if deep > 1 else ""
        begin = [
            marks[number]
            for piece in line.pieces
            for number in piece.marks
            if number in piece.begin and marks[number].kind == "claim"
        ]
        classes = " ".join(["g"] * line.gap + ["c"] * bool(begin))
        parts = [f'<p class="{classes}"' if classes else "<p", extra, ">"]
        for piece in line.pieces:
            parts.append(
                self._piece(each.document.text[piece.start : piece.end], piece, marks, lane_of, told, name, deep)
            )
        parts.append("</p>\n")
        if begin:
            # cards come after the sentence that they speak of, and stand beside it where there is room
            parts.append('<div class="k" role="group" aria-label="Claims">')
            parts += (told.card(mark, name, self._colour(mark)) for mark in begin)
            parts.append("</div>\n")
        return "".join(parts)

    def _piece(
        self, words: str, piece: Piece, marks: list[Annotation], lane_of: list[int], told: Told, name: str, deep: int
    ) -> str:
        if not piece.marks:
            return safe(words)
        over = [(marks[number], number) for number in piece.marks]
        before = "".join(
            told.number(mark, name, self._colour(mark))
            for mark, number in over
            if mark.kind == "claim" and number in piece.begin
        )
        return before + self._drawn(words, piece, over, lane_of, told, deep)

    def _drawn(
        self, words: str, piece: Piece, over: list[tuple[Annotation, int]], lane_of: list[int], told: Told, deep: int
    ) -> str:
        lines: list[tuple[str, str, str]] = []
        for mark, number in over:
            colour, lane = self._colour(mark), lane_of[number]
            if lane >= 0:
                at = f"0 calc(100% - {_LANE * (deep - 1 - lane)}px)"
                if mark.kind == "claim":
                    image = f"repeating-linear-gradient(90deg,var(--l{colour}) 0 4px,transparent 4px 6px)"
                else:
                    image = f"linear-gradient(var(--l{colour}),var(--l{colour}))"
                lines.append((image, at, "100% 2px"))
        if entities := [mark for mark, _ in over if mark.kind == "entity"]:
            inner = min(entities, key=lambda mark: mark.end - mark.start)
            tint = f"var(--b{self._colour(inner)})"
            lines.append((f"linear-gradient({tint},{tint})", "0 0", f"100% calc(100% - {2 + _LANE * (deep - 1)}px)"))
        return self._span(words, piece, over, lines, told)

    def _span(
        self,
        words: str,
        piece: Piece,
        over: list[tuple[Annotation, int]],
        lines: list[tuple[str, str, str]],
        told: Told,
    ) -> str:
        """Return the element of a piece: its label, its frame, and the *lines* below it (image, place, size)."""
        label = next((mark for mark, number in over if mark.kind == "entity" and number in piece.begin), None)
        cue = next((mark for mark, _ in over if mark.kind == "cue"), None)
        classes = f"s t{self._colour(label or over[0][0])}" + (" cue" if cue else "") + ("" if lines else " alone")
        style = f"--frame:var(--l{self._colour(cue)});" if cue else ""
        for number, name in enumerate(("image", "position", "size")):
            if lines:
                style += f"background-{name}:{','.join(each[number] for each in lines)};"
        tag = label.tag + ("?" if label.state == "suggested" else "") if label else ""
        title = "; ".join(f"{mark.tag}: {told.words(mark.id)}" for mark, _ in over)
        attributes = {"class": classes, "title": title, "data-t": tag, "style": style.rstrip(";")}
        said = "".join(f' {name}="{safe(value)}"' for name, value in attributes.items() if value)
        return f"<span{said}>{safe(words)}</span>"

    def _colour(self, mark: Annotation) -> int:
        return self._order.get((mark.kind, mark.tag), self._plain)


def _about(each: AnnotatedDocument) -> str:
    document = each.document
    said = [document.date, document.source.uri if document.source else "", document.language, document.status]
    return f'<p class="about">{" · ".join(f"<bdi>{safe(part)}</bdi>" for part in said if part)}</p>\n'


def _citation(each: AnnotatedDocument) -> str:
    """Return title, date, source and fixity; each runs in its own direction."""
    document = each.document
    date = f" <bdi>({safe(document.date)})</bdi>" if document.date else ""
    source = f", <bdi>{safe(document.source.uri)}</bdi>" if document.source else ""
    title = f"<bdi>{safe(document.title)}</bdi>"
    return f"{title}{date}{source}. <bdi>SHA-256 of the text: {document.text_sha256}</bdi>"

"""Claim cards, legend and the table of marks of a reading edition, as HTML. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from annotator.formats.table import words_of
from annotator.model.annotation import KINDS, Annotation, Relation
from annotator.model.document import AnnotatedDocument

LABELS: Mapping[str, str] = {
    "claimant": "who", "cue": "cue", "addressee": "to", "about": "about", "said at": "where", "said on": "when",
    "evidence": "evidence",
}  # fmt: skip
"""What a card calls the parts of a claim, by the type of their relations."""
ATTRIBUTES = ("quotation", "attitude", "certainty", "polarity", "stance", "reporter", "time", "checkworthy", "verdict")
_DATE = "said_on"
_SILENT = {"", "none", "unspecified", "assertion", "affirmed", "neutral", "unchecked", "present", "timeless"}
_ELSEWHERE = "(in another article)"
_UNNAMED = {"author": "the author", "anonymous": "anonymous", "unknown": "unknown"}
_NOT_IN_HTML = (*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160), 0xFFFE, 0xFFFF)
_INVALID = dict.fromkeys(_NOT_IN_HTML, "\ufffd")


def safe(text: str) -> str:
    """Return *text* as it may stand in HTML, in attributes too; control characters become U+FFFD."""
    return escape(text.translate(_INVALID))


def direction(text: str) -> str:
    """Return ``rtl`` for a text whose first strong letter runs from right to left, else ``ltr``."""
    import unicodedata

    for character in text[:5000]:
        bidi = unicodedata.bidirectional(character)
        if bidi in ("R", "AL"):
            return "rtl"
        if bidi == "L":
            return "ltr"
    return "ltr"


class Told:
    """What is said of the marks of one document; *number_of* gives the number of a claim, from 1."""

    def __init__(self, each: AnnotatedDocument, marks: Sequence[Annotation], record_name: Mapping[str, str]) -> None:
        self._text = each.document.text
        self._marks = {mark.id: mark for mark in marks}
        self._records = record_name
        self.relations: dict[str, list[Relation]] = {}
        for link in each.relations:
            self.relations.setdefault(link.source, []).append(link)
        self.number_of = {
            mark.id: number for number, mark in enumerate((m for m in marks if m.kind == "claim" and m.spans), start=1)
        }

    def words(self, mark: str) -> str:
        """Return the words of a mark, with the name of its record where that says more."""
        found = self._marks.get(mark)
        if found is None:
            return _ELSEWHERE
        words = " ".join(words_of(self._text, found.spans).split())
        name = self._records.get(found.record or "")
        return f"{words} ({name})" if name and name != words else words

    def number(self, claim: Annotation, document: str, colour: int) -> str:
        """Return the number before the words of a claim, which leads to its card."""
        number = self.number_of[claim.id]
        return (
            f'<a class="n t{colour}" id="{document}r{number}" href="#{document}k{number}" '
            f'aria-label="Claim {number}">{number}</a>'
        )

    def card(self, claim: Annotation, document: str, colour: int) -> str:
        """Return the card of a claim."""
        number = self.number_of[claim.id]
        state = " suggested" if claim.state == "suggested" else ""
        head = f"{number} {claim.tag}" + (" (suggested)" if state else "")
        parts = [
            f'<div class="card t{colour}{state}" role="note" id="{document}k{number}" '
            f'aria-label="{safe(f"Claim {head}")}"><b><a href="#{document}r{number}">{safe(head)}</a></b>'
        ]
        parts += (
            f'<span class="r"><i>{safe(label)}</i><span>{safe(told)}</span></span>' for label, told in self._rows(claim)
        )
        if said := self._said(claim):
            parts.append(f'<span class="q">{safe(said)}</span>')
        if claim.note:
            parts.append(f'<span class="o">{safe(claim.note)}</span>')
        parts.append("</div>")
        return "".join(parts)

    def _rows(self, claim: Annotation) -> Iterator[tuple[str, str]]:
        found: dict[str, list[str]] = {}
        for link in self.relations.get(claim.id, ()):
            other = self.number_of.get(link.target)
            words = f"claim {other}" if other else self.words(link.target)
            found.setdefault(LABELS.get(link.type, link.type), []).append(words)
        unnamed = _UNNAMED.get(str(claim.attributes.get("source_kind", "")))
        if "who" not in found and unnamed:
            found["who"] = [unnamed]
        date = str(claim.attributes.get(_DATE) or "")
        if date and date not in found.get("when", ()):
            words = ", ".join(dict.fromkeys(found.get("when", ())))
            found["when"] = [f"{words} ({date})" if words else date]
        for label in (*LABELS.values(), *(each for each in found if each not in LABELS.values())):
            if label in found:
                yield label, ", ".join(dict.fromkeys(found[label]))

    def _said(self, claim: Annotation) -> str:
        values = [str(claim.attributes[name]) for name in ATTRIBUTES if name in claim.attributes]
        others = [
            f"{name}: {value}"
            for name, value in claim.attributes.items()
            if name not in (*ATTRIBUTES, "source_kind", _DATE) and value not in (None, "")
        ]
        return " · ".join([*(each for each in values if each not in _SILENT), *others])

    def table(self, marks: Iterable[Annotation]) -> Iterator[str]:
        """Yield the table of all marks: for who cannot see the colours, and for looking up."""
        rows = list(marks)
        if not rows:
            return
        yield f"<details><summary>{_all_marks(len(rows))}</summary><table><thead><tr>"
        yield "".join(f'<th scope="col">{each}</th>' for each in ("Words", "Tag", "What is said of it", "Annotator"))
        yield "</tr></thead><tbody>"
        for mark in rows:
            words = self.words(mark.id) if mark.spans else "(the whole article)"
            tag = f"{mark.kind}: {mark.tag}" + (" (suggested)" if mark.state == "suggested" else "")
            cells = (words, tag, self._all(mark), mark.annotator)
            yield "<tr>" + "".join(f"<td>{safe(cell)}</td>" for cell in cells) + "</tr>\n"
        yield "</tbody></table></details>\n"

    def _all(self, mark: Annotation) -> str:
        said = [f"{name}: {value}" for name, value in mark.attributes.items() if value not in (None, "")]
        said += [f"{link.type} → {self.words(link.target)}" for link in self.relations.get(mark.id, ())]
        return "; ".join([*said, mark.note] if mark.note else said)


def legend(marks: Iterable[Annotation], order: Mapping[tuple[str, str], int], plain: int) -> str:
    """Return what the signs mean: each tag with how often it was given."""
    counts = Counter((mark.kind, mark.tag) for mark in marks)
    if not counts:
        return ""
    known = sorted(counts, key=lambda each: (KINDS.index(each[0]), order.get(each, plain), each[1]))
    items = (
        f'<li class="{kind} t{order.get((kind, tag), plain)}">{safe(tag)} {counts[kind, tag]:,}</li>'
        for kind, tag in known
    )
    return f'<ul class="legend" aria-label="Tags">{"".join(items)}</ul>\n'


def _all_marks(number: int) -> str:
    return "The one mark" if number == 1 else f"All {number:,} marks"

"""The words around a claim that a proposal looks at, and what lies where in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.analysis.quoting import inside
from annotator.model.annotation import Annotation, Span


@dataclass(frozen=True, slots=True)
class Window:
    """The surroundings of a claim; offsets are code points of *text*.

    *content* is the claim's, *own* the sentences of it, *around* those with a sentence more on
    either side. *quotes* are the quoted stretches in *around*, in order, *near* the
    annotations that touch it.
    """

    text: str
    content: tuple[Span, ...]
    own: Span
    around: Span
    quotes: Sequence[Span]
    near: Sequence[Annotation]

    @property
    def is_quoted(self) -> bool:
        """Tell whether the content begins between quotation marks."""
        return inside(self.quotes, self.content[0].start) is not None

    def is_outside(self, span: Span) -> bool:
        """Tell whether *span* touches no part of the content."""
        return all(span.end <= part.start or span.start >= part.end for part in self.content)

    def distance(self, span: Span) -> int:
        """Return the code points between *span* and the nearest part of the content."""
        return min(max(0, part.start - span.end, span.start - part.end) for part in self.content)

    def between(self, span: Span) -> str:
        """Return the words between *span* and the nearest part of the content."""
        part = min(self.content, key=lambda part: max(0, part.start - span.end, span.start - part.end))
        return self.text[span.end : part.start] if span.end <= part.start else self.text[part.end : span.start]

    def same_voice(self, place: int) -> bool:
        """Tell whether nobody else is quoted at *place*: it is outside of quotations or in the content's own."""
        quote = inside(self.quotes, place)
        if quote is None:
            return True
        # a few quoted words beside it belong to somebody; a quotation around both is one voice
        return quote.start <= self.content[0].start and self.content[-1].end <= quote.end and self._is_partial(quote)

    def _is_partial(self, quote: Span) -> bool:
        """Tell whether the content is a small part of *quote*, so that it may be a claim within one."""
        covered = sum(part.end - part.start for part in self.content)
        return covered < 0.6 * (quote.end - quote.start)

    def in_entity(self, span: Span) -> bool:
        """Tell whether *span* is within the words of a marked entity: the Report of the Inquiry."""
        return any(
            each.kind == "entity" and part.start <= span.start and span.end <= part.end
            for each in self.near
            for part in each.spans
        )

"""Which hits of a search are still to be tagged, and how that is said before it is done."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from annotator.model.annotation import Annotation, Span
from annotator.model.tag import Tag


def left_to_tag(hits: Sequence[Span], annotations: Iterable[Annotation], tag: Tag, annotator: str) -> list[Span]:
    """Return those of *hits* that do not lie in what *annotator* has given *tag* already."""
    tagged = sorted(
        span
        for each in annotations
        if (each.kind, each.tag, each.annotator) == (tag.kind, tag.name, annotator)
        for span in each.spans
    )
    starts = [span.start for span in tagged]
    # how far any of those that begin so early reaches
    reach = list(accumulate((span.end for span in tagged), max))
    left: list[Span] = []
    for hit in hits:
        number = bisect_right(starts, hit.start)
        if not number or reach[number - 1] < hit.end:
            left.append(hit)
    return left


def plan_sentence(tag: str, hits: int, left: int) -> str:
    """Say that *left* of so many *hits* would be tagged as *tag*."""
    done = hits - left
    if not left:
        return f"The only place is tagged as {tag} already." if hits == 1 else f"All {hits:,} are {tag} already."
    sentence = f"Tag {left:,} {'place' if left == 1 else 'places'} as {tag}"
    if done:
        sentence += f"; {done:,} {'is' if done == 1 else 'are'} tagged so already and left out"
    return sentence + "."

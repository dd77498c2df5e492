"""Where a text quotes: the stretches between quotation marks of any script, and what they say of a claim."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotator.model.annotation import Span

_CLOSERS = {
    '"': '"”“', "“": '”"', "„": "“”", "‟": "”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "〝": "〞〟", "＂": "＂", "‘": "’", "‚": "‘’",
}  # fmt: skip
_MARK = re.compile('["“”„‟«»‹›「」『』〝〞〟＂‘’‚]')
_LETTERS = re.compile(r"\w+")
_SINGLE = "‘’‚"
# what a paragraph may hold before a place; beyond that only a part is read
_REACH = 20_000
# a quotation that the sentence runs into without a stop, so that its words are part of the sentence
_LONGEST_PART = 60


def quoted(text: str, start: int, end: int) -> list[Span]:
    """Return the quoted stretches that touch ``text[start:end]``, without their marks, in order.

    Each paragraph is read from its start. One that is not closed goes on to the end of its
    paragraph, as newspapers do where the quotation continues in the next.
    """
    place = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    found: list[Span] = []
    while place < end:
        line_end = text.find("\n", place)
        line_end = len(text) if line_end < 0 else line_end
        found += _of_line(text, place, min(line_end, end + _REACH))
        place = line_end + 1
    return [each for each in found if each.end > start and each.start < end]


def _of_line(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened = -1
    closers = ""
    for match in _MARK.finditer(text, start, end):
        place, mark = match.start(), match[0]
        if opened < 0:
            if mark in _CLOSERS and _may_open(text, place, start):
                opened, closers = place + 1, _CLOSERS[mark]
        elif mark in closers and not (mark in _SINGLE and text[place + 1 : place + 2].isalpha()):
            found.append(Span(opened, place))
            opened = -1
    if opened >= 0 and closers not in ("’", "‘’"):
        found.append(Span(opened, end))
    return [each for each in found if each.start < each.end]


def _may_open(text: str, place: int, start: int) -> bool:
    if text[place] in "‘‚»›”":
        # also an apostrophe, or a closing mark whose opening one is above
        return (place == start or not text[place - 1].isalnum()) and text[place + 1 : place + 2].isalnum()
    return True


def inside(regions: Sequence[Span], place: int) -> Span | None:
    """Return the one of *regions*, in order, that *place* is in, or None."""
    after = bisect_right(regions, place, key=lambda region: region.start)
    return regions[after - 1] if after and place < regions[after - 1].end else None


def quotation_of(text: str, content: Sequence[Span]) -> str:
    """Return how *content* is quoted: ``direct`` as a whole, ``mixed`` in part, or ``none``.

    A few words in marks within a sentence that runs on are quoted in part, even if they are
    all of the content: he called it a “sacred mission”.
    """
    regions = quoted(text, content[0].start, content[-1].end)
    if not regions:
        return "none"
    parts = [part for span in content for part in _stretches(text, span)]
    covered = [any(region.start <= start and end <= region.end for region in regions) for start, end in parts]
    if not all(covered):
        return "mixed" if any(covered) or regions else "none"
    region = inside(regions, parts[0][0]) or regions[0]
    return "mixed" if _is_part_of_sentence(text, region) else "direct"


def _stretches(text: str, span: Span) -> list[tuple[int, int]]:
    found = [match.span() for match in _LETTERS.finditer(text, span.start, span.end)]
    return found or [(span.start, span.end)]


def _is_part_of_sentence(text: str, region: Span) -> bool:
    """Tell whether the sentence runs into the quotation: no stop ahead of it, none at its end."""
    line_start = text.rfind("\n", 0, region.start) + 1
    ahead = text[max(line_start, region.start - 5) : region.start - 1].rstrip()
    runs_in = bool(ahead) and (ahead[-1].isalnum() or ahead[-1] in "’')")
    stops = text[region.end - 1] in ".!?…。！？,，" and text[region.start : region.start + 1].isupper()
    return runs_in and not stops and region.end - region.start <= _LONGEST_PART

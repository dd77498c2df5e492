"""Where a text quotes: the stretches between quotation marks of any script, and what they say of a claim."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotator.model.annotation import Span

_CLOSERS = {
    '"': '"”“', "“": '”"“', "„": "“”\"", "‟": "”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "｢": "｣", "〝": "〞〟", "＂": "＂", "״": "״", "《": "》", "❝": "❞",
    "‘": "’", "‚": "‘’", "‛": "’", "'": "'", "❛": "❜", "``": "''\"", ",,": "''\"“”", "<<": ">>",
}  # fmt: skip
_MARK = re.compile("``|,,(?=\\w)|''|<<|>>|[\"'“”„‟«»‹›「」『』﹁﹂﹃﹄｢｣〝〞〟＂״《》❝❞❛❜‘’‚‛]")
_LETTERS = re.compile(r"\w+")
# le raid d’« acte de piraterie »
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)[’']$", re.IGNORECASE)
_SINGLE = frozenset("‘’‚‛'❛❜")
# marks that are also closing ones, apostrophes, inches: they open only where no letter is ahead
_EITHER = frozenset("‘‚‛'»›”\"״")
_STOPS = frozenset(".,;:!?…。，、！？」』)]»”’،؛؟")
_BEGINS = frozenset("¿¡([{“‘«‹„‚—–…-'\"「『〈《$€£#@")
# what paragraphs of dialogue begin with, where a language marks speech by dashes alone
_DIALOGUE = re.compile(r"\s*[—–―](?=\s?[\w¿¡«“])")
# …, — said she. — …;  … —dijo ella—. …
_DASH = re.compile(r"(?<=[,.!?…»])\s[—–―]\s|\s[—–―](?=\w)|[—–―](?=[.,;:]?\s)")
# by which Japanese and Korean close what somebody says as a whole
_QUOTATIVE = re.compile(r"\W{0,2}(?:と|って|고\b|라고|라며|라면서|하고)")
# what a paragraph may hold before a place; beyond that only a part is read
_REACH = 20_000
# a quotation that the sentence runs into without a stop, so that its words are part of the sentence
_LONGEST_PART = 60


def quoted(text: str, start: int, end: int) -> list[Span]:
    """Return the quoted stretches that touch ``text[start:end]``, without their marks, in order.

    Each paragraph is read from its start. One that is not closed goes on to the end of its paragraph, as
    newspapers do where the quotation continues in the next; one that is closed but was never opened begins with
    its paragraph. A paragraph that begins with a dash is dialogue: its words are said, up to the next dash
    behind a stop, and after the one that follows.
    """
    place = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    found: list[Span] = []
    while place < end:
        line_end = text.find("\n", place)
        line_end = len(text) if line_end < 0 else line_end
        stop = min(line_end, end + _REACH)
        found += _of_line(text, place, stop) or _of_dialogue(text, place, stop)
        place = line_end + 1
    return [each for each in found if each.end > start and each.start < end]


def _of_line(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened = -1
    opener = ""
    for match in _MARK.finditer(text, start, end):
        place, mark = match.start(), match[0]
        if _is_letter_of_a_word(text, place, mark):
            continue
        if opened >= 0:
            if mark in _CLOSERS[opener] and not (mark in _SINGLE and _is_apostrophe(text, place, end)):
                found.append(Span(opened, place))
                opened = -1
        elif mark in _CLOSERS and _may_open(text, place, mark, start, end):
            opened, opener = match.end(), mark
        elif not found and mark not in _SINGLE and _may_close(text, place, mark, start):
            found.append(Span(start + _spaces(text, start), place))
    if opened >= 0 and opener not in _SINGLE:
        found.append(Span(opened, end))
    return [each for each in found if each.start < each.end]


def _is_letter_of_a_word(text: str, place: int, mark: str) -> bool:
    """Tell whether what looks like a mark is part of a word: צה״ל."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return mark in '"״' and len(around) == 2 and all("\u05d0" <= letter <= "\u05ea" for letter in around)


def _is_apostrophe(text: str, place: int, end: int) -> bool:
    """Tell whether a single mark is one within a word, or that of a plural with the closing one still to come."""
    ahead, behind = text[place - 1 : place], text[place + 1 : place + 2]
    if ahead.isalnum() and behind.isalpha() and ahead.isascii() == behind.isascii():
        return True
    more = text.find(text[place], place + 1, end)
    return ahead in "sSxz" and behind == " " and text[place + 2 : place + 3].islower() and 0 <= more < place + 200


def _may_open(text: str, place: int, mark: str, start: int, end: int) -> bool:
    ahead = text[place - 1] if place > start else " "
    rest = text[place + len(mark) : min(end, place + 8)]
    first = rest.lstrip("\u00a0\u202f\u2009 ")[:1]
    if not (first.isalnum() or first in _BEGINS) or not first:
        return False
    if (
        rest[0] != first
        and (ahead.isalnum() or ahead in _STOPS)
        and not _ELISION.search(text, max(start, place - 4), place)
    ):
        # a space behind it, words ahead of it: it closes
        return False
    if mark == "《":
        # in Chinese it is for titles
        return "\uac00" <= first <= "\ud7a3" or "\u0f00" <= first <= "\u0fff" or "\u1800" <= first <= "\u18af"
    return mark not in _EITHER or not ahead.isalnum() or _is_unspaced(ahead)


def _may_close(text: str, place: int, mark: str, start: int) -> bool:
    """Tell whether a mark that nothing opened ends a quotation that begins with its paragraph."""
    ahead, behind = text[max(start, place - 1) : place], text[place + len(mark) : place + len(mark) + 1]
    if mark in ("<<", "《", "》", "「", "『", ",,", "``") or ahead.isdigit() or (not ahead.strip() and mark != "»"):
        return False
    return not behind.isalnum() or _is_unspaced(behind)


def _is_unspaced(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff"


def _spaces(text: str, place: int) -> int:
    return len(text[place : place + 40]) - len(text[place : place + 40].lstrip())


def _of_dialogue(text: str, start: int, end: int) -> list[Span]:
    begin = _DIALOGUE.match(text, start, end)
    if begin is None:
        return []
    found: list[Span] = []
    place, is_said = begin.end(), True
    for dash in [*_DASH.finditer(text, place, end), None]:
        stop = dash.start() if dash else end
        if is_said:
            found.append(Span(place + _spaces(text, place), stop))
        place, is_said = dash.end() if dash else end, not is_said
    return [each for each in found if each.start < each.end]


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
    ahead = text[max(line_start, region.start - 5) : max(line_start, region.start - 1)].rstrip()
    runs_in = bool(ahead) and (ahead[-1].isalnum() or ahead[-1] in "’')")
    if _QUOTATIVE.match(text, region.end) or text[line_start : region.start].rstrip(" .,;:").endswith(("—", "–", "―")):
        return False
    stops = text[region.end - 1] in ".!?…。！？,，" and text[region.start : region.start + 1].isupper()
    return runs_in and not stops and region.end - region.start <= _LONGEST_PART

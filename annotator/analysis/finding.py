"""Finds words or a pattern in one text: where they stand, in code points. No Qt, no store.

A hit is never empty and never cuts a character (grapheme cluster) as a reader sees it.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from annotator.analysis.folding import Folded, fold, fold_cached
from annotator.errors import UsageError
from annotator.model.annotation import Span

TIMEOUT = 0.3
"""Seconds that a pattern may take."""
MOST_HITS = 20_000
"""More say nothing to a reader, and would make a long article wait."""
LONGEST_PATTERN = 1000
_NO_WORD_CUT = r"(?!(?<=\w)(?=\w))"
_REACH = 256
"""Code points that are looked back for a sure beginning of a character."""


class Options(NamedTuple):
    """What counts as the same, and what the query is."""

    match_case: bool = False
    ignore_accents: bool = False
    whole_word: bool = False
    expression: bool = False


class Found(NamedTuple):
    """Hits in text order that do not overlap; *complete* if these are all."""

    spans: list[Span]
    complete: bool = True


def find_all(text: str, query: str, options: Options | None = None, *, timeout: float = TIMEOUT) -> Found:
    """Return where *query* stands in *text*: all hits, or the first `MOST_HITS`.

    Raises `UsageError` for a regular expression that is wrong, or that takes longer than *timeout* seconds.
    """
    options = options or Options()
    if not query or not text:
        return Found([])
    if options.expression:
        return _find_pattern(text, query, options, timeout)
    folded = fold_cached(text, options.match_case, options.ignore_accents)
    wanted = fold(query, match_case=options.match_case, ignore_accents=options.ignore_accents).text
    return _find_words(text, folded, wanted, whole_word=options.whole_word)


def _find_words(text: str, folded: Folded, wanted: str, *, whole_word: bool) -> Found:
    if wanted and not whole_word and not folded.ends and folded.before is None and _has_plain_edges(text):
        # every place is the edge of a character, and the same in the text
        starts = [match.start() for match in islice(re.finditer(re.escape(wanted), folded.text), MOST_HITS + 1)]
        length = len(wanted)
        return Found([Span(start, start + length) for start in starts[:MOST_HITS]], len(starts) <= MOST_HITS)
    spans: list[Span] = []
    # nothing is left of a query that is only an accent, if accents do not count
    place = folded.text.find(wanted) if wanted else -1
    while place >= 0:
        span = _span(text, folded, place, place + len(wanted), whole_word=whole_word)
        if span is None:
            place = folded.text.find(wanted, place + 1)
            continue
        if len(spans) == MOST_HITS:
            return Found(spans, complete=False)
        spans.append(span)
        place = folded.text.find(wanted, place + len(wanted))
    return Found(spans)


def _find_pattern(text: str, query: str, options: Options, timeout: float) -> Found:
    # the case is left to the pattern, whose own flags may change it
    folded = fold_cached(text, True, options.ignore_accents)
    pattern = _compiled(fold(query, match_case=True, ignore_accents=options.ignore_accents).text, options)
    try:
        # other threads go on meanwhile
        matches = pattern.finditer(folded.text, timeout=timeout, concurrent=True)
        places = [match.span() for match in islice(matches, MOST_HITS + 1)]
    except TimeoutError:
        sentence = "This pattern takes too long on this article: make it more exact, with fewer * and +."
        raise UsageError(sentence) from None
    found = (_span(text, folded, *place, whole_word=options.whole_word) for place in places[:MOST_HITS])
    return Found([span for span in found if span is not None], complete=len(places) <= MOST_HITS)


@lru_cache(maxsize=8)
def _compiled(query: str, options: Options) -> "regex.Pattern[str]":
    if len(query) > LONGEST_PATTERN:
        raise UsageError(f"This pattern is too long: {LONGEST_PATTERN:,} characters are the most.")
    flags = regex.MULTILINE | (0 if options.match_case else regex.IGNORECASE | regex.FULLCASE)
    try:
        alone = regex.compile(query, flags)
    except (regex.error, OverflowError, RecursionError) as error:
        raise UsageError(_sentence(error)) from error
    if not options.whole_word:
        return alone
    try:
        # so that of two alternatives the one that is a whole word is taken
        return regex.compile(f"{_NO_WORD_CUT}(?:{query}){_NO_WORD_CUT}", flags)
    except regex.error:
        return alone


def _sentence(error: Exception) -> str:
    if not isinstance(error, regex.error):
        return "This pattern is larger than can be searched for."
    return f"This pattern is not complete, or not right: {error}."


def _span(text: str, folded: Folded, begin: int, end: int, *, whole_word: bool) -> Span | None:
    """Return the span in *text* of ``[begin, end)`` in *folded*, or None if it is no hit."""
    start, stop = folded.origin(begin), folded.origin(end)
    if start is None or stop is None or start >= stop:
        return None
    if not (_is_edge(text, start) and _is_edge(text, stop)):
        return None
    if whole_word and (_in_word(text, start) or _in_word(text, stop)):
        return None
    return Span(start, stop)


@lru_cache(maxsize=1)
def _has_plain_edges(text: str) -> bool:
    return re.search("[\u0300-\U0010ffff\r]", text) is None


def _in_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and _is_word(text[place - 1]) and _is_word(text[place])


@lru_cache(maxsize=4096)
def _is_word(character: str) -> bool:
    return regex.match(r"\w", character) is not None


def _is_edge(text: str, place: int) -> bool:
    """Tell whether a character, as a reader sees it, begins or ends at *place*."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    if (before < "\u0300" and after < "\u0300" and after != "\n") or (_is_plain(before) and _is_plain(after)):
        return True
    low, floor = place - 1, max(0, place - _REACH)
    while low > floor and not (_is_plain(text[low - 1]) and _is_plain(text[low])):
        low -= 1
    edge = low
    for match in regex.finditer(r"\X", text, pos=low, endpos=place + _REACH):
        edge = match.end()
        if edge >= place:
            break
    return edge == place


@lru_cache(maxsize=8192)
def _is_plain(character: str) -> bool:
    # between two of these there is always an edge (UAX 29)
    return regex.match(r"[\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]", character) is not None

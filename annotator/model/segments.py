"""Sentences and words of a text, by rule. Offsets are code points.

The rules know abbreviations, initials, the quotation marks of all scripts and the full stops
of scripts without spaces. A line end always ends a sentence.
"""

import re
from collections.abc import Iterator

from annotator.model.annotation import Span

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sr jr gen col capt lt sgt maj adm rev hon sen rep gov pres messrs mme mlle
    no nos vol vols p pp ed eds fig ca cf e.g i.e etc vs al inc ltd co corp approx dept est art sec
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    bzw usw z.b d.h u.a vgl nr hr fr bd abb ggf evtl ing dipl str jh s
    т.е т.д т.п г гг им ул стр см
    """.split()
)
_CLOSERS = "\"'”’»)]}›」』】）］"
_STOP = re.compile(r"[.!?…]+|[。！？｡؟۔।]+")
_WORD = re.compile(r"[^\W_]+(?:[’'\u2010-][^\W_]+)*|_+")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]`` in order, without white space around them."""
    limit = len(text) if end is None else end
    place = start
    while place < limit:
        line_end = text.find("\n", place, limit)
        line_end = limit if line_end < 0 else line_end
        yield from _of_line(text, place, line_end)
        place = line_end + 1


def sentence_at(text: str, offset: int) -> Span:
    """Return the sentence around *offset*; only its paragraph is looked at."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    found = Span(start, start)
    for sentence in _of_line(text, start, end):
        if sentence.start > offset and found.end > found.start:
            break
        found = sentence
    return found


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words of ``text[start:end]``; an apostrophe or hyphen inside does not end one."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Span(*match.span())


def word_at(text: str, offset: int) -> Span:
    """Return the word around *offset*, or an empty span there."""
    low = max(0, offset - 100)
    for word in words(text, low, min(len(text), offset + 100)):
        if word.start <= offset <= word.end:
            return word
    return Span(offset, offset)


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        while stop < end and text[stop] in _CLOSERS:
            stop += 1
        if not _ends(text, begin, match.start(), match.end(), stop, end):
            continue
        span = _trimmed(text, begin, stop)
        if span.start < span.end:
            yield span
        begin = stop
    span = _trimmed(text, begin, end)
    if span.start < span.end:
        yield span


def _ends(text: str, begin: int, dot: int, after: int, stop: int, end: int) -> bool:
    if text[dot] in "。！？｡":
        return True
    if stop >= end:
        return True
    if not text[stop].isspace():
        return False
    following = stop
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return True
    if text[following].islower():
        # “Stop!” he said.
        return False
    if text[dot:after] != "." or stop > after:
        return True
    word = dot
    while word > begin and not text[word - 1].isspace() and text[word - 1] not in "(\"“„«‘'":
        word -= 1
    token = text[word:dot]
    if len(token) == 1 and token.isupper():
        return False
    if token.isdigit() and len(token) <= 2 and text[following].isalpha() and text[following - 1] == " ":
        # “am 3. Mai”; a sentence that ends in a small number is rarer
        return False
    return token.casefold() not in _ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

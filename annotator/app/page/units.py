"""Units of a text that a caret goes by and a selection grows by: word, sentence, paragraph, everything. Pure.

Offsets are code points.
"""

from collections.abc import Sequence

from annotator.app.page import boundaries
from annotator.app.page.boundaries import word_at
from annotator.model.annotation import Span
from annotator.model.segments import sentence_at


def enclosing(text: str, span: Span) -> Span:
    """Return the smallest unit that holds *span* and more: its word, sentence, paragraph, or the whole text."""
    first, last = word_at(text, span.start), word_at(text, max(span.start, span.end - 1))
    found = Span(min(first[0], span.start), max(last[1], span.end))
    if found != span:
        return found
    one, other = sentence_at(text, span.start), sentence_at(text, max(span.start, span.end - 1))
    found = Span(min(one.start, span.start), max(other.end, span.end))
    if found != span:
        return found
    end = text.find("\n", span.end)
    found = Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)
    return found if found != span else Span(0, len(text))


def next_sentence(text: str, offset: int) -> int:
    """Return where the sentence after the one around *offset* begins, or the end of the text."""
    place = max(sentence_at(text, offset).end, offset)
    while place < len(text) and text[place].isspace():
        place += 1
    return place if place > offset else min(len(text), offset + 1)


def sentence_end(text: str, offset: int) -> int:
    """Return the end of the sentence at or after *offset*: what extending by a sentence takes."""
    place = offset
    while place < len(text) and text[place].isspace():
        place += 1
    return max(sentence_at(text, place).end, min(place + 1, len(text)))


def previous_sentence(text: str, offset: int) -> int:
    """Return where the sentence around *offset* begins, or the one before it for a place at its beginning."""
    place = offset
    while place > 0:
        start = sentence_at(text, place).start
        if start < offset:
            return start
        place -= 1
        while place > 0 and text[place - 1].isspace():
            place -= 1
    return 0


def moved_end(text: str, span: Span, step: int, *, by_word: bool, limit: int) -> int:
    """Return the end of *span* moved on (1) or back (-1) by a word or a character, within *span* and *limit*."""
    if step > 0:
        return min(limit, (boundaries.word_end if by_word else boundaries.next_character)(text, span.end))
    if not by_word:
        return max(boundaries.next_character(text, span.start), boundaries.previous_character(text, span.end))
    place = boundaries.previous_word(text, span.end)
    while place > span.start and text[place - 1].isspace():
        place -= 1
    return place if place > span.start else span.end


def moved_start(text: str, span: Span, step: int, *, by_word: bool, limit: int) -> int:
    """Return the start of *span* moved back (1: the span grows) or on (-1) by a word or a character."""
    if step > 0:
        return max(limit, (boundaries.previous_word if by_word else boundaries.previous_character)(text, span.start))
    place = (boundaries.next_word if by_word else boundaries.next_character)(text, span.start)
    return place if place < span.end else span.start


def with_edge(text: str, spans: Sequence[Span], part: int, offset: int, *, is_start: bool) -> tuple[Span, ...]:
    """Return *spans* with one edge of one *part* at the edge of a character near *offset*.

    At least a character of the part is left, and it reaches into no other.
    """
    first, last = boundaries.character_at(text, max(0, min(offset, len(text))))
    offset = first if offset - first <= last - offset else last
    start, end = spans[part]
    if is_start:
        low = spans[part - 1].end if part else 0
        start = max(low, min(offset, boundaries.previous_character(text, end)))
    else:
        high = spans[part + 1].start if part + 1 < len(spans) else len(text)
        end = min(high, max(offset, boundaries.next_character(text, start)))
    return (*spans[:part], Span(start, end), *spans[part + 1 :])

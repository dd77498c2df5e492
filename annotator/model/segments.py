"""Sentences and words of a text, by rule. Offsets are code points.

The rules know abbreviations, initials, ordinals, the quotation marks of all scripts and the
full stops of scripts without spaces. A line end always ends a sentence. They are local: what
they say of a place depends on a few words around it, never on the whole text.
"""

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.annotation import Span

# never the last word of a sentence: something is named after them
_TITLES = frozenset(
    """
    mr mrs ms dr prof st messrs mme mlle mm gen col capt cpt lt sgt maj cmdr adm rev hon sen rep gov pres supt insp
    e.g i.e cf vs viz al z d u z.b d.h u.a bzw vgl sog hr fr frl ing dipl hl fa p.ex sr sra srta dña d.ª
    им ул г проф акад тов гр т.е т.к напр
    """.split()
)
# a number follows them, or they end a sentence
_NUMBERED = frozenset(
    """
    no nos nr nrn vol vols p pp fig figs art arts sec ch bd abb abs jh s str núm pág n
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ca c
    стр с см ст рис табл
    """.split()
)
# both inside of a sentence and at its end: the next word tells
_EITHER = frozenset("inc ltd co corp bros jr sen etc usw usf evtl ggf dept est approx гг др пр т.д т.п".split())
_STARTERS = frozenset(
    """
    the a an it he she they we i you his her its their our in on at but and this that these those there then when
    after before as if for from with while no not by to who what why how
    der die das ein eine er sie es wir ich in im am auf und aber doch nach vor bei mit für wenn als dann so
    le la les un une des il elle ils elles on nous je mais et en au aux dans après avant ce cette ces
    el los las una pero y al tras este esta
    в на по но и а это как он она они с к за до после мы я
    """.split()
)
_ORDINAL = frozenset("am vom bis zum zur der die das dem den des im seit ab den dieser diesem".split())
_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert".split()
)
_CLOSERS = frozenset("\"'”’›»)]}」』】〕〉》）］｣〞")
# these close in German, Danish and others, and open in English and French
_EITHER_WAY = frozenset("“‘«‹")
_SPACELESS = frozenset("。！？｡．")
_STOP = re.compile(r"[.!?…‽؟۔।॥։።၊။។]+|[。！？｡]+[.!?…！？]*")
_LONGEST_TOKEN = 40

# combining marks that \w leaves out, and the invisible joiners: a word goes on over them
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83"
    "\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ecd"
    "\u0f18-\u0f19\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200c\u200d\u00ad\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
)
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_KATAKANA = "\u30a0-\u30ff\u31f0-\u31ff"
_HIRAGANA = "\u3041-\u3096\u309d-\u309f"
_PLAIN_WORD = re.compile(r"[^\W_]+")


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a word; made when first asked for, since that takes ten milliseconds."""
    letter = f"(?![{_HAN}{_KATAKANA}{_HIRAGANA}])[^\\W_]"
    return re.compile(
        # without a dictionary a Chinese character is the smallest thing that can be meant
        f"[{_HAN}]|[{_KATAKANA}]+|[{_HIRAGANA}]+"
        f"|(?:{letter}|[{_MARK}])+"
        # can’t, Jean-Luc, 2,300 and 4.5 are one word each
        f"(?:[’'\u2010\u2011\u00b7-](?=[^\\W_])(?:{letter}|[{_MARK}])+|(?<=[0-9])[.,](?=[0-9])[0-9]+)*"
        "|_+"
    )


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]`` in order, without white space around them."""
    limit = len(text) if end is None else min(end, len(text))
    place = start
    while place < limit:
        line_end = text.find("\n", place, limit)
        line_end = limit if line_end < 0 else line_end
        yield from _of_line(text, place, line_end, place)
        place = line_end + 1


def sentence_at(text: str, offset: int) -> Span:
    """Return the sentence around *offset*, or the one before it, where it stands between two.

    In a line that holds nothing it is empty. Of a very long line only the part around
    *offset* is looked at.
    """
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line_end = len(text) if line_end < 0 else line_end
    reach = 1_000
    while True:
        low = max(line_start, offset - reach)
        found = Span(low, low)
        first = True
        for sentence in _of_line(text, low, line_end, line_start):
            if sentence.start > offset and found.end > found.start:
                break
            # where the look began inside of a sentence, its start is not known yet
            if first and low > line_start:
                first = False
                if sentence.end >= offset:
                    break
                continue
            found = sentence
        if found.end > found.start or low == line_start:
            return found
        reach *= 4


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words of ``text[start:end]``; an apostrophe or hyphen inside does not end one.

    A Chinese character counts as a word, as does a run of the same Japanese syllabary.
    """
    for match in _word().finditer(text, start, len(text) if end is None else end):
        yield Span(*match.span())


def word_at(text: str, offset: int) -> Span:
    """Return the word around *offset*, the one that begins there before the one that ends there.

    Where there is none the span is empty. Words longer than 200 characters may be cut.
    """
    found = Span(offset, offset)
    for word in words(text, _word_start(text, offset), min(len(text), offset + 200)):
        if word.start <= offset <= word.end:
            found = word
        if word.end > offset:
            break
    return found


def _word_start(text: str, offset: int) -> int:
    """Return a place at or before *offset*, not too far, where no word is cut."""
    low = max(0, offset - 200)
    start = min(offset, len(text))
    while start > low and not text[start - 1].isspace():
        start -= 1
    return start


def _of_line(text: str, start: int, end: int, line_start: int) -> Iterator[Span]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.start() < begin:
            continue
        stop = _behind_closers(text, match.end(), end)
        if not _ends(text, match.start(), match.end(), stop, line_start, end):
            continue
        span = _trimmed(text, begin, stop)
        if span.start < span.end:
            yield span
        begin = stop
    span = _trimmed(text, begin, end)
    if span.start < span.end:
        yield span


def _behind_closers(text: str, stop: int, end: int) -> int:
    """Return the place behind the marks that close something at *stop*."""
    while stop < end:
        character = text[stop]
        last = stop + 1 >= end
        if character in _CLOSERS or (character in _EITHER_WAY and (last or not text[stop + 1].isalnum())):
            stop += 1
        elif character in "\u00a0\u202f " and text[stop + 1 : stop + 2] in ("»", "›"):
            # French sets them apart: « Oui. » German begins with them: »Ja.«
            if stop + 2 < end and text[stop + 2].isalnum():
                return stop
            stop += 2
        else:
            return stop
    return stop


def _ends(text: str, dot: int, after: int, stop: int, line_start: int, end: int) -> bool:
    """Tell whether the stop mark ``text[dot:after]`` ends a sentence; *stop* is behind its closers."""
    if stop >= end:
        return True
    if text[dot] in _SPACELESS:
        # 「走！」他说: the sentence goes on behind the quotation
        return not (stop > after and text[dot] != "。" and text[stop].isalnum())
    if not text[stop].isspace():
        return False
    following = stop
    while following < end and (text[following].isspace() or text[following] in "—–"):
        following += 1
    if following >= end:
        return True
    if text[following].islower():
        # “Stop!” he said. «Куда?» — спросил он.
        return False
    if text[dot:after] != "." or stop > after:
        return True
    return not _abbreviates(text, dot, following, line_start, end)


def _abbreviates(text: str, dot: int, following: int, line_start: int, end: int) -> bool:
    """Tell whether the full stop at *dot* belongs to its word and not to a sentence."""
    token_start = dot
    low = max(line_start, dot - _LONGEST_TOKEN)
    while token_start > low and not text[token_start - 1].isspace() and text[token_start - 1] not in "(\"“„«‘'[":
        token_start -= 1
    token = text[token_start:dot]
    word = token.casefold()
    next_match = _PLAIN_WORD.match(text, following, end)
    next_word = next_match[0].casefold() if next_match else ""
    if word in _TITLES:
        return True
    # “S. 5” is a page, “J. S. Bach” has an initial
    if word in _NUMBERED and (text[following].isdigit() or len(word) > 1):
        return text[following].isdigit()
    if word in _EITHER:
        return bool(next_word) and next_word not in _STARTERS
    if token.isdigit() and len(token) <= 2:
        return _is_ordinal(text, token_start, line_start, next_word)
    # J. Smith, U.S. Army, د. سالم
    initials = all(len(part) == 1 and part.isalpha() and not part.islower() for part in token.split("."))
    return initials and bool(next_word) and next_word not in _STARTERS


def _is_ordinal(text: str, token_start: int, line_start: int, next_word: str) -> bool:
    """Tell whether a number with a full stop counts: a list item, “am 3. Mai”, “der 2. Zug”."""
    before = text[max(line_start, token_start - _LONGEST_TOKEN) : token_start].split()
    return not before or next_word in _MONTHS or before[-1].casefold() in _ORDINAL


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

"""A verb that no list of words has, taken for a cue by where it stands: between somebody and what is claimed.

“It is a disgrace,” thundered the member; the crew gainsaid that …; the bishop appealed for calm. Only asked where no
known word attributes the content. Pure functions over a window and the words of its language; offsets are code points.
"""

import re
from collections.abc import Sequence

from annotator.analysis.lexicon import Lexicon
from annotator.analysis.nouns import LETTERS, REACH, before_aside, clause_end, noun_ahead, noun_behind, spaces
from annotator.analysis.window import Window
from annotator.model.annotation import Span

_OPENING = ' \t\u00a0\u202f:“”„"«»‹›『「‚‘'
_CLOSED = re.compile(r"(?P<marks>[\s”“\"»«›‹’‘」』!?…,—–-]*)")
_CLOSING = frozenset('”“"»«›‹’‘」』!?…,—–')
_SPEECH = _CLOSING - {",", "!", "?", "…", "-"}
_LONGEST_SUBJECT = 6


def guessed_cue(window: Window, words: Lexicon) -> Span | None:
    """Return the verb that may attribute the content, or None where nobody stands beside one."""
    if not words.spaced or words.side is not None:
        # a verb is known by the words around it, which need spaces, and by a small letter
        return None
    return _ahead(window, words) or _behind(window, words)


def _ahead(window: Window, words: Lexicon) -> Span | None:
    """Return the verb group right ahead of the content, with its “that” or its preposition, if it has a subject."""
    text, low = window.text, window.own.start
    content = window.content[0]
    # reported without a “that”, its verb says it: das Protokoll vermerkt, die Abstimmung sei einstimmig gewesen
    opening = f"{_OPENING}," if words.reported.search(text, *content) else _OPENING
    end = low + len(text[low : content.start].rstrip(opening))
    found = list(LETTERS.finditer(text, max(low, end - REACH), end))
    for at in range(len(found) - 1, max(-1, len(found) - 4), -1):
        if not _is_verb(words, found, at):
            continue
        rest = text[found[at].end() : end]
        has_small = at == len(found) - 2 and _is_small(words, found[-1]) and found[-1].end() == end
        if rest and words.tail.fullmatch(rest) is None and not has_small:
            continue
        start = _beginning(text, words, found, at)
        if _subject_ahead(text, words, low, start):
            return Span(start, end)
    return None


def _behind(window: Window, words: Lexicon) -> Span | None:
    """Return the verb behind a content that a mark closes, with its subject behind or ahead of it."""
    text, high = window.text, window.own.end
    marks = _CLOSED.match(text, window.content[-1].end, high)
    if marks is None or not _CLOSING & set(marks["marks"]):
        return None
    # behind a mere comma may stand another clause: the mill burned down, the roof fell
    is_speech = window.is_quoted or bool(_SPEECH & set(marks["marks"]))
    place = marks.end()
    stop = clause_end(text, place, high)
    found = list(LETTERS.finditer(text, place, stop))
    first = next((at for at, each in enumerate(found) if words.auxiliary.fullmatch(each[0]) is None), len(found))
    may_lead = (is_speech or words.has_articles) and first < len(found) and _is_verb(words, found, first)
    if may_lead and _subject_behind(text, words, found[first].end(), stop):
        return Span(found[0].start(), found[first].end())
    last = len(found) - 1
    if is_speech and 0 < last <= _LONGEST_SUBJECT and _is_verb(words, found, last):
        start, end = _beginning(text, words, found, last), found[last].end()
        if not text[end:stop].strip() and _subject_ahead(text, words, place, start):
            return Span(start, end)
    return None


def _is_verb(words: Lexicon, found: Sequence[re.Match[str]], at: int) -> bool:
    """Tell whether a word may be a verb: small, none that is known otherwise, no noun with its article."""
    whole = found[at][0]
    elided, _, word = whole.replace("'", "’").rpartition("’")
    plain = word.casefold()
    if len(word) < 3 or not word.isalpha() or not word.islower() or plain in words.no_verbs:
        return False
    if elided and not words.infinitive.fullmatch(whole) and words.reflexive.fullmatch(f"{elided}’") is None:
        # l’homme
        return False
    known = (words.article, words.pronoun, words.oblique, words.adverb, words.reflexive, words.auxiliary)
    if any(each.fullmatch(word) for each in known):
        return False
    before = found[at - 1][0] if at else ""
    if words.infinitive.fullmatch(f"{before} {word}") or words.infinitive.fullmatch(whole):
        return True
    return words.article.fullmatch(before) is None and before.casefold() not in words.inside


def _is_small(words: Lexicon, word: re.Match[str]) -> bool:
    """Tell whether a word may stand between a verb and its object: appealed [for] calm, brushed [aside] reports."""
    return word[0].casefold() in words.inside | words.particles


def _beginning(text: str, words: Lexicon, found: Sequence[re.Match[str]], at: int) -> int:
    """Return where the group of the verb at *at* begins: refused to accept, se negó a aceptar, wollte nicht glauben."""
    if (
        at >= 2
        and words.infinitive.fullmatch(text[found[at - 1].start() : found[at].end()])
        and _is_verb(words, found, at - 2)
    ):
        at -= 2
    elif at >= 1 and words.infinitive.fullmatch(found[at][0]) and _is_verb(words, found, at - 1):
        at -= 1
    while at >= 1 and (words.auxiliary.fullmatch(found[at - 1][0]) or words.reflexive.fullmatch(found[at - 1][0])):
        at -= 1
    return found[at].start()


def _subject_ahead(text: str, words: Lexicon, low: int, place: int) -> bool:
    """Tell whether somebody stands right ahead of *place*."""
    if noun_ahead(text, words, low, place) is not None:
        return True
    place = before_aside(text, words, low, place)
    found = list(LETTERS.finditer(text, max(low, place - 60), place))
    while found and words.adverb.fullmatch(found[-1][0]):
        del found[-1]
    if not found or text[found[-1].end() : place].strip(" \u00a0\u202f\t\n"):
        return False
    return _is_somebody(words, found[-1][0])


def _subject_behind(text: str, words: Lexicon, place: int, high: int) -> bool:
    """Tell whether somebody stands right behind *place*."""
    if noun_behind(text, words, place, high) is not None:
        return True
    word = LETTERS.match(text, place + spaces(text, place))
    if word is not None and words.article.fullmatch(word[0]):
        word = LETTERS.match(text, word.end() + spaces(text, word.end()))
    return word is not None and word.end() <= high and _is_somebody(words, word[0])


def _is_somebody(words: Lexicon, word: str) -> bool:
    return words.pronoun.fullmatch(word) is not None or (word[0].isupper() and word not in words.stop)

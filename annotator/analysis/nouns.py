"""The noun phrases beside a cue that may be who says it: their heads, without article, clause or adverb behind them.

Pure functions over a text and the words of its language; offsets are code points.
"""

import re

from annotator.analysis.lexicon import Lexicon
from annotator.model.annotation import Span

LETTERS = re.compile(r"[\w’'-]+")
# the clause ends here, whatever it is
CLAUSE_END = '，。！？；：、,.!?;:،؛؟\n»«”“"「」'
_OF = frozenset("of de du des del von der dem d’un d'un".split())
_FROM = frozenset("of de von".split())
_ADJECTIVE = ("ой", "ого", "его", "ых", "их", "ым", "им")
_ELIDED_OF = ("d’", "d'")
REACH = 160
"""Code points ahead of a verb in which its subject is looked for."""
_LONGEST, _SUBJECT = 9, 7


def spaces(text: str, place: int) -> int:
    """Return how much white space begins at *place*, at most five."""
    return len(text[place : place + 5]) - len(text[place : place + 5].lstrip())


def clause_end(text: str, place: int, high: int) -> int:
    """Return where the clause at *place* ends, *high* at most."""
    return next((at for at in range(place, high) if text[at] in CLAUSE_END), high)


def noun_ahead(text: str, words: Lexicon, low: int, place: int) -> Span | None:
    """Return the head of the phrase that is the subject of the verb at *place*: the [union's secretary], who ..., said.

    Nothing ahead of *low* is looked at. A clause or an adverb between the two is passed over.
    """
    low, end = max(low, place - REACH), before_aside(text, words, low, place)
    start = max(low, *(text.rfind(mark, low, end) + 1 for mark in CLAUSE_END))
    found = list(LETTERS.finditer(text, start, end))
    while found and (_is(words.adverb, found[-1]) or (len(found) > 1 and _is(words.reflexive, found[-1]))):
        end = found.pop().start()
    if not found or text[found[-1].end() : end].strip():
        return None
    if not words.has_articles:
        return _bare_ahead(words, found)
    for at in range(len(found) - 2, -1, -1):
        if _is(words.article, found[at]) and not _goes_on(words, found, at):
            return _head(words, found[at + 1 :])
    for at, word in enumerate(found):
        elided = words.article.match(word[0])
        if elided is not None and elided[0][-1] in "'’":
            # l’entreprise
            rest = list(LETTERS.finditer(text, word.start() + elided.end(), end))
            return _head(words, rest) if not _goes_on(words, found, at) else None
        if (
            word[0].casefold() in words.bare
            and at <= 2
            and not any(_is_preposition(words, each) for each in found[:at])
        ):
            first = next(n for n, each in enumerate(found) if n == at or each[0] not in words.stop)
            return _head(words, found[first:])
    if len(found) > 1 and found[1][0].casefold() in words.genitive and _is_noun(words, found[0]):
        # Beamte des Hafens
        return _head(words, found)
    return None


def _is_noun(words: Lexicon, word: re.Match[str]) -> bool:
    """Tell whether a word is a noun of a language that writes them with a capital."""
    return word[0][0].isupper() and word[0] not in words.stop and word[0].casefold() not in words.inside


def is_inverted(text: str, words: Lexicon, low: int, place: int) -> bool:
    """Tell whether the subject stands behind the verb at *place*: in seinem Tagebuch notierte Kessler, как показал."""
    start = max(low, *(text.rfind(mark, low, place) + 1 for mark in CLAUSE_END))
    first = LETTERS.search(text, start, place)
    return first is not None and first[0].casefold() in words.inside | words.as_


def _is(pattern: re.Pattern[str], word: re.Match[str]) -> bool:
    return pattern.fullmatch(word[0]) is not None


def _is_preposition(words: Lexicon, word: re.Match[str]) -> bool:
    return word[0].casefold() in words.inside


def _goes_on(words: Lexicon, found: list[re.Match[str]], at: int) -> bool:
    """Tell whether the article at *at* is within a phrase: the mayors of [the] valley, der Sprecher [der] Bahn."""
    if at == 0:
        return False
    before, article = found[at - 1][0], found[at][0].casefold()
    if before.casefold() in words.inside or article in words.inside:
        return True
    # in German a noun stands right ahead of its genitive
    return article in words.genitive and before[0].isupper() and before not in words.stop


def before_aside(text: str, words: Lexicon, low: int, place: int) -> int:
    """Return where the words ahead of *place* end without what stands between commas: the union, which ..., says."""
    end = low + len(text[low:place].rstrip())
    if end <= low or text[end - 1] != ",":
        return place
    comma = end - 1
    for _ in range(3):
        comma = text.rfind(",", low, comma)
        if comma < 0:
            break
        first = LETTERS.match(text, comma + 1 + spaces(text, comma + 1))
        if first is not None and first[0].casefold() in words.relative:
            return comma
    comma = text.rfind(",", low, end - 1)
    if comma > 0 and _is_subject(text, words, low, comma):
        # the inventor of the pump, long since retired, maintains
        return comma
    return place


def _is_subject(text: str, words: Lexicon, low: int, end: int) -> bool:
    """Tell whether a sentence begins with somebody who stands there alone, up to the comma at *end*."""
    found = list(LETTERS.finditer(text, low, end))
    if not 0 < len(found) <= _SUBJECT or any(mark in text[low:end] for mark in CLAUSE_END):
        return False
    first, last = found[0], found[-1]
    plain = first[0].casefold()
    if plain in words.inside or words.verb.search(text, low, end):
        return False
    return (
        words.article.match(first[0]) is not None
        or plain in words.bare
        or (last[0][0].isupper() and first[0] not in words.stop)
        or not words.has_articles
    )


def _head(words: Lexicon, found: list[re.Match[str]]) -> Span | None:
    """Return the phrase that begins with the first of *found*, up to what only says more of it."""
    end = 0
    while end < len(found) and not _is_aside(words, found, end):
        end += 1
    return Span(found[0].start(), found[end - 1].end()) if 1 <= end <= _LONGEST else None


def _is_aside(words: Lexicon, found: list[re.Match[str]], at: int) -> bool:
    """Tell whether the phrase is over at *at*: an expert report | commissioned by the Ministry, officials | in Oslo."""
    word = found[at][0].casefold()
    if at == 0:
        return False
    if word in _OF:
        # the office of the port | of Saint-Aubin: where it is is a place of its own
        is_second = any(each[0].casefold() in _OF for each in found[:at])
        return is_second and word in _FROM and at + 1 < len(found) and found[at + 1][0][0].isupper()
    if word in words.relative or _is(words.adverb, found[at]):
        return True
    if _is_preposition(words, found[at]):
        # a spokesman for the railway
        return not (word in words.speaks_for and found[at - 1][0].casefold() in words.roles)
    is_participle = found[at][0].islower() and _is(words.participle, found[at])
    return is_participle and at + 1 < len(found) and (
        _is_preposition(words, found[at + 1]) or found[at + 1][0].casefold() in words.by
    )  # fmt: skip


def _bare_ahead(words: Lexicon, found: list[re.Match[str]]) -> Span | None:
    """Return the subject where a language has no articles: the words from the beginning of its clause."""
    behind = next((n for n, each in enumerate(found) if n and _is_preposition(words, each)), len(found))
    if all(each[0].islower() for each in found[1:]):
        # Никто в деревне
        found = found[:behind]
    last = found[-1]
    while len(found) > 1 and (found[0][0] in words.stop or _is(words.oblique, found[0])):
        # Как сообщил, Его сестра
        del found[0]
    plain = not any(_is_preposition(words, each) or each[0] in words.stop for each in found)
    if plain and len(found) <= 4:
        named = [each for each in found[1:] if each[0][0].isupper()]
        of_place = len(named) == 1 and named[0] is last and last[0].endswith(words.genitives)
        if not named or (of_place and len(found) == 2 and found[0][0].casefold() in words.roles):
            return Span(found[0].start(), last.end()) if not _is(words.pronoun, last) else None
        return None
    return Span(*last.span()) if last[0].casefold() in words.bodies | words.roles else None


def noun_behind(text: str, words: Lexicon, place: int, high: int) -> Span | None:
    """Return the noun of “according to the [archive]”, “the [text of the agreement]”; nothing at or behind *high*."""
    place += spaces(text, place)
    while words.article.match(text, place) is None and (adverb := words.adverb.match(text, place)) is not None:
        # reconoció más tarde el ingeniero
        place = adverb.end() + spaces(text, adverb.end())
    high = min(high, len(text), place + 80)
    article = words.article.match(text, place)
    start = place if article is None else article.end()
    stop = clause_end(text, start, high)
    found = list(LETTERS.finditer(text, start, stop))
    if not found:
        return None
    if article is None:
        if words.has_articles:
            return _head(words, found) if found[0][0].casefold() in words.bare else None
        return _bare_behind(text, words, found, stop)
    if (
        len(found) > 1
        and found[0][0].casefold() in words.roles
        and found[1][0][0].isupper()
        and found[1][0] not in words.stop
    ):
        # according to the historian Tobias Renner: the name is found by itself
        return None
    head = _head(words, found)
    if head is None:
        return None
    kept = [each for each in found if each.end() <= head.end]
    if len(kept) <= 3 or (len(kept) <= 6 and any(_is_of(each) for each in kept)):
        return head
    return Span(kept[0].start(), kept[0].end())


def _is_of(word: re.Match[str]) -> bool:
    return word[0].casefold() in _OF or word[0].startswith(_ELIDED_OF)


def _bare_behind(text: str, words: Lexicon, found: list[re.Match[str]], stop: int) -> Span | None:
    """Return the noun where a language has no articles, unless it is an office and a name follows it."""
    if len(found) > 1 and found[0][0].istitle() and found[0][0].endswith(_ADJECTIVE) and found[1][0].islower():
        # по мнению Счётной палаты
        return Span(found[0].start(), found[1].end()) if not _is_preposition(words, found[1]) else None
    if not found[0][0].islower() or _is(words.pronoun, found[0]) or found[0][0].casefold() in words.inside:
        return None
    is_pair = len(found) > 1 and not text[found[0].end() : found[1].start()].strip()
    if is_pair and found[1][0][0].isupper():
        is_place = found[1][0].endswith(words.genitives) and (len(found) == 2 or _is_preposition(words, found[2]))
        return (
            Span(found[0].start(), found[1].end()) if is_place and found[0][0] in words.roles | words.bodies else None
        )
    kept = found[: next((n for n, each in enumerate(found) if n and _is_preposition(words, each)), len(found))]
    is_closed = len(kept) < len(found) or (stop < len(text) and text[stop] in CLAUSE_END)
    whole = is_closed and len(kept) <= 4 and all(each[0].islower() for each in kept)
    return Span(kept[0].start(), kept[-1 if whole else 0].end())

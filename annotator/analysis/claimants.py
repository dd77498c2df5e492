"""Who may make a claim: marked persons and bodies near its cue, names and pronouns not marked yet."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.analysis.lexicon import Lexicon
from annotator.analysis.window import Window
from annotator.model.annotation import Span
from annotator.model.segments import sentence_at

_WEIGHTS = {"Person": 3.0, "Organization": 2.6, "Group": 2.2, "Role": 2.0, "Work": 1.2, "Location": 0.8}
_PRONOUN, _FULL_NAME, _NAME_PART, _NOUN = 1.7, 2.0, 1.3, 1.4
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩΆ-ΏЀ-Я"
_NAME = re.compile(
    rf"(?<!\w)[{_CAPITAL}](?:[\w’'-]*\w|\.)?"
    rf"(?:[’']?\s(?:(?:van|von|de|der|den|di|da|dos|del|du|la|of|the|al|bin|ibn|zu)\s)*[{_CAPITAL}](?:[\w’'-]*\w|\.)?)*"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_POSSESSIVE_BEHIND = re.compile(r"[’']s?\b|[’'] (?=\w)")
_NUMBER = re.compile(r"\s\d+(?:[./]\d+)*(?!\w)")
_LETTERS = re.compile(r"[\w’'-]+")
_OF = frozenset("of de du des del von der des d’un".split())
# the clause ends here, whatever it is
_CLAUSE_END = '，。！？；：、,.!?;:،؛؟\n»«”“"「」'


class Claimant(NamedTuple):
    """A possible claimant; *annotation* is an id or None, *tag* what it is or would be."""

    span: Span
    annotation: str | None
    score: float
    tag: str


def find_claimants(window: Window, words: Lexicon, cue: Span | None) -> list[Claimant]:
    """Return the possible claimants of the content, the best first. *cue* is the best cue."""
    place = _Place(window, words, cue)
    found: list[Claimant] = []
    for each in window.near:
        span = Span(each.start, each.end)
        if each.kind == "entity" and each.tag in _WEIGHTS and window.is_outside(span):
            found.append(Claimant(span, each.id, _WEIGHTS[each.tag] + place.score(span), each.tag))
    if cue is None and not window.is_quoted:
        # plain words without a cue are most often the author's own
        return []
    taken = [each.span for each in found] + ([cue] if cue else [])
    behind: list[Span] = []
    for span, weight, tag in _unmarked(window, words, cue):
        touched = [each for each in taken if _touches(span, [each])]
        if _is_office(window.text, words, span) and cue not in touched:
            # a spokesman for the Association: both are offered
            touched = [each for each in touched if each not in behind]
        if window.is_outside(span) and window.same_voice(span.start) and not touched:
            found.append(Claimant(span, None, weight + place.score(span), tag))
            # of “a spokesman for the Association” either may be meant
            if place.is_behind_preposition(span):
                behind.append(Span(span.start, span.start + 1))
            taken.append(behind[-1] if place.is_behind_preposition(span) else span)
    found = _heads(window.text, words, found, behind)
    appositions = _appositions_ahead(window.text, words, _appositions_behind(window.text, found))
    return sorted(appositions, key=lambda each: (-each.score, each.span))


def _is_office(text: str, words: Lexicon, span: Span) -> bool:
    head = _LETTERS.match(text, span.start)
    return head is not None and head[0].casefold() in words.roles


def _heads(text: str, words: Lexicon, found: list[Claimant], behind: list[Span]) -> list[Claimant]:
    """Let an office go before the name that is *behind* its preposition: a spokesman for the Harbour Board said."""
    better: list[Claimant] = []
    for each in found:
        score = each.score
        if each.annotation is None and _is_office(text, words, each.span):
            inside = [other.score for other in found if any(_is_inside(at, each.span) for at in behind)
                      and other.annotation is None and _is_inside(other.span, each.span)]  # fmt: skip
            score = max([score, *(other + 0.1 for other in inside)])
        better.append(each._replace(score=score))
    return better


def _is_inside(span: Span, other: Span) -> bool:
    return other.start < span.start and span.end <= other.end


def _appositions_behind(text: str, found: list[Claimant]) -> list[Claimant]:
    """Let a name go before the role that explains it: Marta Lindqvist, the union's secretary, said."""
    ends = {each.span.end: each for each in found if each.tag == "Person"}
    scores = [each.score for each in found]
    for place, each in enumerate(found):
        comma = text.rfind(",", max(0, each.span.start - 40), each.span.start)
        name = ends.get(comma)
        if name is not None and each.tag in ("Role", "Organization") and each.score >= name.score:
            scores[found.index(name)], scores[place] = each.score, name.score
    return [each._replace(score=score) for each, score in zip(found, scores, strict=True)]


def _appositions_ahead(text: str, words: Lexicon, found: list[Claimant]) -> list[Claimant]:
    """Let a name go before the role ahead that it explains: his secretary, Hélène Roux, said."""
    names = {each.span.start: each for each in found if each.tag == "Person" and each.annotation is None}
    scores = [each.score for each in found]
    for place, each in enumerate(found):
        if each.tag != "Role" or text[each.span.end : each.span.end + 2] != ", ":
            continue
        start = each.span.end + 2
        office = _LETTERS.match(text, start)
        if office is not None and office[0].casefold() in words.roles:
            start = office.end() + _spaces(text, office.end())
        name = names.get(start)
        if name is not None and each.score >= name.score:
            scores[found.index(name)], scores[place] = each.score, name.score
    return [each._replace(score=score) for each, score in zip(found, scores, strict=True)]


def _touches(span: Span, taken: list[Span]) -> bool:
    return any(span.start < other.end and span.end > other.start for other in taken)


class _Place:
    """What the place of a candidate beside the cue says for or against it."""

    def __init__(self, window: Window, words: Lexicon, cue: Span | None) -> None:
        self._window = window
        self._words = words
        self._cue = cue
        if cue is None:
            return
        text = window.text
        self._sentence = sentence_at(text, cue.start)
        self._is_phrase = words.phrase.match(text, cue.start, cue.end) is not None
        self._is_postposition = words.postposition.match(text, cue.start, cue.end) is not None
        said = _LETTERS.findall(text[cue.start : cue.end].casefold())
        self._has_hearer = any(word in words.hearers for word in said)

    def score(self, span: Span) -> float:
        window, cue = self._window, self._cue
        if cue is None:
            score = -window.distance(span) / 50
        else:
            is_ahead = span.end <= cue.start
            between = window.text[span.end : cue.start] if is_ahead else window.text[cue.end : span.start]
            score = -min(len(self._unquoted(span, cue)), 90) / 30
            score += self._side(is_ahead, between, span)
            if not self._sentence.start <= span.start < self._sentence.end:
                score -= 1.8
            if any(mark in between for mark in ";；"):
                score -= 0.5
        if _POSSESSIVE_BEHIND.match(window.text, span.end):
            # the ministry's files: whose they are is not who says it
            score -= 1.0
        if not window.own.start <= span.start < window.own.end:
            score -= 0.6
        if not window.same_voice(span.start):
            score -= 2.0
        return score

    def _unquoted(self, span: Span, cue: Span) -> str:
        """Return the words between the candidate and the cue, the content left out."""
        start, end = (span.end, cue.start) if span.end <= cue.start else (cue.end, span.start)
        left_out = sum(max(0, min(end, part.end) - max(start, part.start)) for part in self._window.content)
        return self._window.text[start : max(start, end - left_out)]

    def _side(self, is_ahead: bool, between: str, span: Span) -> float:
        assert self._cue is not None
        gap = between.strip(" ,\u00a0\u202f")
        if self._is_postposition:
            return 1.6 if is_ahead else -1.5
        if self._is_phrase:
            # who stands right behind “according to”
            return (1.6 if len(gap) <= 60 else 0.0) - len(gap) / 40 if not is_ahead else -1.5
        if is_ahead:
            # Kim said, Lindqvist, the secretary, said; and a pronoun is never far from its verb
            score = 0.2 if self.is_behind_preposition(span) else 1.0
            return score + (0.6 if not gap or self._only_words_of_cue(gap) or self._has_verb_of_its_own(span) else 0.0)
        if self._has_hearer and not self._words.side:
            return -1.5
        follows_content = self._window.content[0].start < self._cue.start
        starts_sentence = self._cue.start - self._sentence.start <= 12
        if not gap or (self._words.article.fullmatch(gap) is not None):
            # “…,” said Gerasimov; as in many languages whenever the verb comes first
            return 1.6 if follows_content or starts_sentence or self._words.side == "behind" else 0.0
        if (follows_content or starts_sentence) and len(gap) <= 40 and not any(mark in gap for mark in _CLAUSE_END):
            # said the engineer Otto Reiss
            return 1.1
        return -1.2

    def is_behind_preposition(self, span: Span) -> bool:
        """Tell whether *span* is “to the Board”, “of the union”, which is seldom a subject."""
        ahead = self._window.text[max(0, span.start - 20) : span.start].casefold().split()
        if ahead and ahead[-1] in self._words.inside:
            return True
        if len(ahead) > 1 and self._words.article.fullmatch(ahead[-1]):
            del ahead[-1]
        return bool(ahead) and ahead[-1] in self._words.inside

    def _has_verb_of_its_own(self, span: Span) -> bool:
        """Tell whether another cue of the same sentence begins right behind *span*."""
        place = span.end + _spaces(self._window.text, span.end)
        return self._sentence.start <= place and bool(self._words.verb.match(self._window.text, place))

    def _only_words_of_cue(self, gap: str) -> bool:
        """Tell whether *gap* is one short word, such as an adverb between subject and verb."""
        return len(gap) <= 12 and " " not in gap


def _unmarked(window: Window, words: Lexicon, cue: Span | None) -> Iterator[tuple[Span, float, str]]:
    text, (start, end) = window.text, window.around
    is_phrase = cue is not None and words.phrase.match(text, cue.start, cue.end) is not None
    for match in (words.oblique if is_phrase else words.pronoun).finditer(text, start, end):
        yield Span(*match.span()), _PRONOUN, "Person"
    for match in _NAME.finditer(text, start, end):
        span = _numbered(text, _bare_name(text, Span(*match.span()), words), words)
        if span.end - span.start > 2 or text[span.start : span.end].isupper():
            name = text[span.start : span.end]
            tag = "Work" if name[-1].isdigit() else _tag_of(name, words)
            several = " " in name or tag == "Organization"
            yield span, _FULL_NAME if several else _NAME_PART, tag
    if cue is None:
        return
    if words.side is not None:
        # 馆长陈书怡表示 and قالت المؤرخة ليلى حداد; the phrase 据 has its claimant behind it
        behind = is_phrase or words.side == "behind"
        noun = _clause_behind(window, words, cue) if behind else _clause_ahead(window, words, cue)
        if noun is not None:
            yield noun, _NOUN, _tag_of(text[noun.start : noun.end], words)
        return
    sentence = sentence_at(text, cue.start)
    if is_phrase:
        nouns = [_noun_behind(text, words, cue.end)]
    elif window.content[-1].end <= cue.start and (behind := _noun_behind(text, words, cue.end)) is not None:
        # “…,” said the keeper
        nouns = [behind]
    else:
        # she said this and warned that: the verbs of a sentence may share their subject
        verbs = words.verb.finditer(text, sentence.start, cue.end)
        nouns = [_noun_ahead(text, words, sentence.start, match.start("cue")) for match in verbs]
    for noun in nouns:
        if noun is not None:
            yield noun, _NOUN, _tag_of(text[noun.start : noun.end], words, "Role")


def names_in(text: str, start: int, end: int, words: Lexicon) -> Iterator[tuple[Span, str]]:
    """Yield the names between two places of *text* by their capitals, each with the tag that it would have."""
    for match in _NAME.finditer(text, start, end):
        span = _bare_name(text, Span(*match.span()), words)
        if span.end - span.start > 2:
            yield span, _tag_of(text[span.start : span.end], words)


def _bare_name(text: str, span: Span, words: Lexicon) -> Span:
    """Return *span* without what is no name at its front, an office at its front, and a possessive."""
    start, end = span
    if text[start] in words.elided and text[start + 1 : start + 2] in ("’", "'"):
        # L’historienne
        start += 2
    parts = list(_LETTERS.finditer(text, start, end))
    while parts and parts[0][0] in words.stop:
        del parts[0]
    offices = [place for place, part in enumerate(parts) if part[0].casefold() in words.roles]
    if offices and offices[-1] + 1 < len(parts):
        # Russian Chief of Staff Valery Gerasimov: the office is a mark of its own
        parts = parts[offices[-1] + 1 :]
    if not parts:
        return Span(end, end)
    joins = [place for place, part in enumerate(parts) if part[0] == "of"]
    if joins and joins[0] > 1 and _tag_of(text[parts[0].start() : end], words) == "Person":
        # Ruth Keller of Norhaven: where somebody is from is a place of its own
        parts, end = parts[: joins[0]], parts[joins[0] - 1].end()
    possessive = _POSSESSIVE.search(text, start, end)
    return Span(parts[0].start(), possessive.start() if possessive else end)


def _numbered(text: str, span: Span, words: Lexicon) -> Span:
    """Return *span* with the number behind it, if it is a thing that has one: Article 6, Resolution 1973."""
    last = text[span.start : span.end].rsplit(maxsplit=1)
    number = _NUMBER.match(text, span.end) if last and last[-1].casefold() in words.numbered else None
    return Span(span.start, number.end()) if number else span


def _tag_of(name: str, words: Lexicon, otherwise: str = "Person") -> str:
    if words.spaced:
        parts = [part.casefold() for part in _LETTERS.findall(name)]
        return "Organization" if any(part in words.bodies for part in parts) else otherwise
    return "Organization" if any(name.endswith(body) for body in words.bodies) else otherwise


def _noun_behind(text: str, words: Lexicon, place: int) -> Span | None:
    """Return the noun of “according to the [archive]”, “the [text of the agreement]”."""
    place += _spaces(text, place)
    article = words.article.match(text, place)
    if article is None:
        return None if words.has_articles else _bare_noun_behind(text, words, place)
    high = min(len(text), place + 60)
    stop = next((at for at in range(article.end(), high) if text[at] in _CLAUSE_END), high)
    found = list(_LETTERS.finditer(text, article.end(), stop))
    if len(found) > 1 and found[0][0].casefold() in words.roles and found[1][0][0].isupper():
        # according to the historian Tobias Renner: the name is found by itself
        return None
    joins = [at for at, match in enumerate(found[:3]) if match[0].casefold() in _OF]
    if joins and joins[0] > 0 and len(found) > joins[0] + 1:
        last = joins[0] + 1
        last += words.article.fullmatch(found[last][0]) is not None and len(found) > last + 1
        return Span(found[0].start(), found[last].end())
    return Span(found[0].start(), found[len(found) - 1 if len(found) <= 3 else 0].end()) if found else None


def _bare_noun_behind(text: str, words: Lexicon, place: int) -> Span | None:
    """Return the word at *place* where a language has no articles, unless it is an office and a name follows it."""
    found = list(_LETTERS.finditer(text, place, min(len(text), place + 60)))
    if not found or found[0].start() != place or not found[0][0].islower():
        return None
    is_office = len(found) > 1 and found[1][0][0].isupper() and not text[found[0].end() : found[1].start()].strip()
    return None if is_office or words.pronoun.fullmatch(found[0][0]) else Span(*found[0].span())


def _noun_ahead(text: str, words: Lexicon, low: int, place: int) -> Span | None:
    """Return the noun of “the [union's secretary] said”, which ends at *place*."""
    if not words.has_articles:
        found = list(_LETTERS.finditer(text, max(low, place - 30), place))
        last = found[-1] if found and not text[found[-1].end() : place].strip() else None
        return Span(*last.span()) if last and last[0] in words.bodies | words.roles else None
    low = max(low, place - 50, *(text.rfind(mark, low, place) + 1 for mark in _CLAUSE_END))
    articles = list(words.article.finditer(text, low, place))
    while articles:
        article = articles.pop()
        ahead = text[low : article.start()].casefold().split()
        if articles and ahead and (ahead[-1] in words.inside or article[0].casefold() in words.inside):
            # the mayors of the valley, le syndicat des dockers: the noun is the first one
            continue
        found = list(_LETTERS.finditer(text, article.end(), place))
        if 1 <= len(found) <= 7 and not text[found[-1].end() : place].strip():
            return Span(found[0].start(), found[-1].end())
    return None


def _spaces(text: str, place: int) -> int:
    return len(text[place : place + 5]) - len(text[place : place + 5].lstrip())


def _clause_ahead(window: Window, words: Lexicon, cue: Span) -> Span | None:
    text, low = window.text, max(window.around.start, cue.start - 16)
    start = max((text.rfind(mark, low, cue.start) for mark in _CLAUSE_END), default=-1) + 1
    start = max(start, low)
    trimmed = words.trim.sub("", text[start : cue.start])
    return Span(start, start + len(trimmed)) if len(trimmed) >= 2 else None


def _clause_behind(window: Window, words: Lexicon, cue: Span) -> Span | None:
    text, high = window.text, min(window.around.end, cue.end + 40)
    stop = next((place for place in range(cue.end, high) if text[place] in _CLAUSE_END), high)
    next_cue = words.verb.search(text, cue.end, stop)
    if next_cue is not None:
        # 据《海明日报》报道
        stop = next_cue.start()
    if not words.spaced:
        return Span(cue.end, stop) if 2 <= stop - cue.end <= 16 else None
    found: list[re.Match[str]] = []
    for match in _LETTERS.finditer(text, cue.end, stop):
        if match[0] in ("إن", "أن", "إنه", "إنها", "أنه", "أنها", "بأن", "يوم", "في", "عن", "من", "أمس", "اليوم"):
            break
        found.append(match)
    return Span(found[0].start(), found[min(3, len(found) - 1)].end()) if found else None

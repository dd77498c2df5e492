"""Who may make a claim: marked persons and bodies near its cue, names and pronouns not marked yet."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from annotator.analysis.lexicon import Lexicon
from annotator.analysis.nouns import CLAUSE_END, LETTERS, clause_end, is_inverted, noun_ahead, noun_behind, spaces
from annotator.analysis.window import Window
from annotator.model.annotation import Span
from annotator.model.segments import sentence_at

_WEIGHTS = {"Person": 3.0, "Organization": 2.6, "Group": 2.2, "Role": 2.0, "Work": 1.2, "Location": 0.8}
_PRONOUN, _FULL_NAME, _NAME_PART, _NOUN = 1.7, 2.0, 1.3, 1.4
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩΆ-ΏЀ-Я"
_NAME = re.compile(
    rf"(?<!\w)[{_CAPITAL}](?:[\w’'-]*\w|\.)?"
    rf"(?:[’']?\s(?:(?:(?:van|von|zu)\s(?:der|den|dem)|van|von|de|di|da|dos|del|du|la|of|the|al|bin|ibn|zu)\s)*[{_CAPITAL}](?:[\w’'-]*\w|\.)?)*"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_POSSESSIVE_BEHIND = re.compile(r"[’']s?\b|[’'] (?=\w)")
_OFFICE_OF = frozenset("of der des del du".split())
_FROM = frozenset("of von vom de del du".split())
_NUMBER = re.compile(r"\s\d+(?:[./]\d+)*(?!\w)")


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
    taken = [each.span for each in found]
    nouns: list[Span] = []
    for span, weight, tag, is_noun in _unmarked(window, words, cue):
        # «Правда» сообщила: a name may stand in quotation marks
        is_heard = window.same_voice(span.start) or span in window.quotes
        if not window.is_outside(span) or not is_heard or (cue is not None and _touches(span, [cue])):
            continue
        touched = [each for each in taken if _touches(span, [each])]
        if is_noun:
            if _touches(span, nouns):
                # of “report”, which may be a verb as well
                continue
            nouns.append(span)
            # a spokesman for the Association, the ministry of the Interior: both are offered
            touched = [each for each in touched if not place.says_more(each, span)]
        if not touched:
            found.append(Claimant(span, None, weight + place.score(span), tag))
            taken.append(span)
    found = _heads(place, found, nouns)
    appositions = _appositions_ahead(window.text, words, _appositions_behind(window.text, found))
    return sorted(appositions, key=lambda each: (-each.score, each.span))


def _heads(place: "_Place", found: list[Claimant], nouns: list[Span]) -> list[Claimant]:
    """Let a noun go before the names that say more of it: a spokesman for the Harbour Board, officials in Oslo."""
    better: list[Claimant] = []
    for each in found:
        more = [
            other.score + 0.1 for other in found if other.annotation is None and place.says_more(other.span, each.span)
        ]
        better.append(each._replace(score=max([each.score, *more])) if each.span in nouns else each)
    return better


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
        office = LETTERS.match(text, start)
        if office is not None and office[0].casefold() in words.roles:
            start = office.end() + spaces(text, office.end())
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
        self._is_inverted = is_inverted(text, words, self._sentence.start, cue.start)
        said = LETTERS.findall(text[cue.start : cue.end].casefold())
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
        if not window.same_voice(span.start) and span not in window.quotes:
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
        starts_sentence = self._cue.start - self._sentence.start <= 12 or self._is_inverted
        if not gap or (self._words.article.fullmatch(gap) is not None):
            # “…,” said Gerasimov; as in many languages whenever the verb comes first
            return 1.6 if follows_content or starts_sentence or self._words.side == "behind" else 0.0
        if (follows_content or starts_sentence) and len(gap) <= 40 and not any(mark in gap for mark in CLAUSE_END):
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

    def says_more(self, span: Span, noun: Span) -> bool:
        """Tell whether *span* only says more of the *noun*: whose, of where, for whom, or in a clause of its own."""
        if noun.start <= span.start < noun.end and span != noun:
            return span.start == noun.start or self.is_behind_preposition(span) or self._is_genitive(span)
        if self._cue is None or not noun.end <= span.start <= span.end <= self._cue.start:
            return False
        between = self._window.text[noun.end : self._cue.start]
        opening = LETTERS.search(between)
        is_clause = between.startswith(",") and opening is not None and opening[0].casefold() in self._words.relative
        more = self.is_behind_preposition(span) or self._is_genitive(span)
        return is_clause or ("," not in between and more)

    def _is_genitive(self, span: Span) -> bool:
        """Tell whether *span* has the article or the ending of a genitive: der Sprecher der Bahn, мэр Одессы."""
        ahead = self._window.text[max(0, span.start - 20) : span.start].casefold().split()
        name = self._window.text[span.start : span.end]
        return len(ahead) > 1 and (ahead[-1] in self._words.genitive or name.endswith(self._words.genitives))

    def _has_verb_of_its_own(self, span: Span) -> bool:
        """Tell whether another cue of the same sentence begins right behind *span*."""
        place = span.end + spaces(self._window.text, span.end)
        return self._sentence.start <= place and bool(self._words.verb.match(self._window.text, place))

    def _only_words_of_cue(self, gap: str) -> bool:
        """Tell whether *gap* is one short word, such as an adverb between subject and verb."""
        return len(gap) <= 12 and " " not in gap


def _unmarked(window: Window, words: Lexicon, cue: Span | None) -> Iterator[tuple[Span, float, str, bool]]:
    """Yield what may be a claimant, its weight and tag, and whether it is a noun rather than a name."""
    text, (start, end) = window.text, window.around
    is_phrase = cue is not None and words.phrase.match(text, cue.start, cue.end) is not None
    for match in (words.oblique if is_phrase else words.pronoun).finditer(text, start, end):
        yield Span(*match.span()), _PRONOUN, "Person", False
    names: list[Span] = []
    for match in _NAME.finditer(text, start, end):
        span = _numbered(text, _bare_name(text, Span(*match.span()), words), words)
        is_title = text[span.start : span.end].casefold() in words.roles and text[span.end : span.end + 1] == "."
        if not is_title and (span.end - span.start > 2 or text[span.start : span.end].isupper()):
            names.append(span)
    for span in _pairs(text, words, names):
        yield span, _FULL_NAME, "Group", False
    for span in names:
        name = text[span.start : span.end]
        tag = "Work" if name[-1].isdigit() else _tag_of(name, words)
        yield span, _FULL_NAME if " " in name or tag == "Organization" else _NAME_PART, tag, False
    if cue is None:
        return
    if words.side is not None:
        # 馆长陈书怡表示 and قالت المؤرخة ليلى حداد; the phrase 据 has its claimant behind it
        behind = is_phrase or words.side == "behind"
        noun = _clause_behind(window, words, cue) if behind else _clause_ahead(window, words, cue)
        if noun is not None:
            yield noun, _NOUN, _tag_of(text[noun.start : noun.end], words), False
        return
    sentence = sentence_at(text, cue.start)
    content = window.content[0].start
    high = content if content >= cue.end else len(text)
    if is_phrase:
        nouns = [noun_behind(text, words, cue.end, high)]
    elif (done := window.content[-1].end) <= cue.start and (
        noun := noun_ahead(text, words, max(done, sentence.start), cue.start) or noun_behind(text, words, cue.end, high)
    ) is not None:
        # “…,” a survivor told the court; “…,” said the keeper
        nouns = [noun]
    else:
        # she said this and warned that: the verbs of a sentence may share their subject
        verbs = words.verb.finditer(text, sentence.start, cue.end)
        places = [match.start("cue") for match in verbs]
        if cue.start not in places:
            # known by its place alone
            places.append(cue.start)
        nouns = [noun_ahead(text, words, sentence.start, place) for place in reversed(places)]
        if not any(nouns) and is_inverted(text, words, sentence.start, cue.start):
            # Como reconoció más tarde el ingeniero
            nouns = [noun_behind(text, words, cue.end, high)]
    for noun in nouns:
        if noun is not None:
            yield noun, _NOUN, _tag_of(text[noun.start : noun.end], words, "Role"), True


def _pairs(text: str, words: Lexicon, names: list[Span]) -> Iterator[Span]:
    """Yield two names that speak together: Smith and Jones."""
    for first, second in pairwise(names):
        if text[first.end : second.start].strip() in words.joins and "\n" not in text[first.end : second.start]:
            yield Span(first.start, second.end)


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
    parts = list(LETTERS.finditer(text, start, end))
    while parts and parts[0][0] in words.stop:
        del parts[0]
    offices = [place for place, part in enumerate(parts) if part[0].casefold() in words.roles]
    if offices and offices[-1] + 1 < len(parts) and parts[offices[-1] + 1][0] not in _OFFICE_OF:
        # Russian Chief of Staff Valery Gerasimov: the office is a mark of its own
        parts = parts[offices[-1] + 1 :]
    while parts and parts[0][0].islower() and words.article.fullmatch(parts[0][0]):
        del parts[0]
    if not parts:
        return Span(end, end)
    joins = [place for place, part in enumerate(parts) if part[0] in _FROM]
    if joins and joins[0] > 1 and _tag_of(text[parts[0].start() : parts[joins[0] - 1].end()], words) == "Person":
        is_of = parts[joins[0]][0] == "of"
        if is_of or _tag_of(text[parts[joins[0]].start() : end], words) == "Organization":
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
        parts = [part.casefold() for part in LETTERS.findall(name)]
        if any(part in words.bodies for part in parts):
            return "Organization"
        return "Work" if any(part in words.works for part in parts) and otherwise == "Role" else otherwise
    return "Organization" if any(name.endswith(body) for body in words.bodies) else otherwise


def _clause_ahead(window: Window, words: Lexicon, cue: Span) -> Span | None:
    text, low = window.text, max(window.around.start, cue.start - 16)
    start = max((text.rfind(mark, low, cue.start) for mark in CLAUSE_END), default=-1) + 1
    start = max(start, low)
    trimmed = words.trim.sub("", text[start : cue.start])
    return Span(start, start + len(trimmed)) if len(trimmed) >= 2 else None


def _clause_behind(window: Window, words: Lexicon, cue: Span) -> Span | None:
    text, high = window.text, min(window.around.end, cue.end + 40)
    high = min([high, *(part.start for part in window.content if part.start >= cue.end)])
    stop = clause_end(text, cue.end, high)
    next_cue = words.verb.search(text, cue.end, stop)
    if next_cue is not None:
        # 据《海明日报》报道
        stop = next_cue.start()
    if not words.spaced:
        stop = cue.end + len(words.trim.sub("", text[cue.end : stop]))
        return Span(cue.end, stop) if 2 <= stop - cue.end <= 16 else None
    found: list[re.Match[str]] = []
    for match in LETTERS.finditer(text, cue.end, stop):
        if match[0] in ("إن", "أن", "إنه", "إنها", "أنه", "أنها", "بأن", "يوم", "في", "عن", "من", "أمس", "اليوم"):
            break
        found.append(match)
    return Span(found[0].start(), found[min(3, len(found) - 1)].end()) if found else None

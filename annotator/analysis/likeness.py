"""How alike a passage is to a mention or a claim, in percent and in words. No Qt; asks no project."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.analysis.folding import fold
from annotator.analysis.record_candidates import by_words, normalised
from annotator.analysis.similar_passages import Sought, Window, Words, alike, apart, words_of
from annotator.model.annotation import Span
from annotator.model.record_edits import RecordKind
from annotator.store.passages import word
from annotator.store.search import is_unspaced, typed

MENTION, CLAIM = 65.0, 52.0
"""Percent from which on a passage is shown."""
STEM = 6
"""Letters from which on a word is sought by how it begins, so that its other forms are found."""
_MENTION_WINDOW, _CLAIM_WINDOW = 0.34, 0.48
"""How alike the letters of a window must be before it is looked at."""
_LONGEST = 1.6
"""How many times as long as the claim a passage may be."""
_SHORT = 2
"""Letters of words that are too short to find a name by, if it has others."""
_PART = 1 / 3
"""How much of a name's letters a part of it must have to be shown."""
_SAME_WORD = 70
"""Percent from which on a word counts as another spelling or form of one that is sought."""


class Reading(NamedTuple):
    """How alike, up to 100, and why."""

    score: float
    reason: str


class Place(NamedTuple):
    """Where something like it stands, how alike it is, why, and the words *lit* that both have; code points."""

    start: int
    end: int
    score: float
    reason: str
    lit: tuple[Span, ...]


class Likeness:
    """Something that is sought: *text*, the words of it, and how each is asked of full text search."""

    def __init__(self, text: str, kind: RecordKind) -> None:
        self.text = text
        self.kind: RecordKind = kind
        words = words_of(text)
        folded, spans = tuple(words.folded), words.spans
        self.words = folded
        self._whole = " ".join(folded)
        self._sought = Sought(folded, _LONGEST if kind == "claim" else 4.0)
        self._raw = [text[start:end] for start, end in spans]
        self._pairs = {one + other for one, other in zip(self._raw, self._raw[1:], strict=False)}
        self._least = self._least_alike()
        spaced_name = kind == "entity" and not is_unspaced(text)
        self._begins = _beginnings(folded) if spaced_name and folded else None
        self._known: dict[str, tuple[str, float] | None] = {}

    @property
    def expressions(self) -> list[str]:
        """What its words are as FTS5 expressions: long ones by how they begin."""
        found: list[str] = []
        for each in self._raw:
            if len(each) >= STEM:
                found.append(word(_stem(each), begins=True))
            elif len(each) > 1 or len(self._raw) == 1:
                found.append(word(each))
        return list(dict.fromkeys(found))

    def may_be_in(self, text: str) -> bool:
        """Tell whether enough of its characters, two in a row, are in *text*, a script without spaces."""
        if not self._pairs:
            return self.text in text
        needed = max(1, round(len(self._pairs) * (0.3 if self.kind == "claim" else 0.5)))
        return sum(each in text for each in self._pairs) >= needed

    def places(self, text: str, also: Sequence[str] = ()) -> Iterator[Place]:
        """Yield where in *text* it may be said, none over another.

        A name is looked for around words that begin as its own do, or as those of *also*, folded; anything else
        everywhere.
        """
        if self._begins is None:
            yield from self._places_in(text, words_of(text), 0)
            return
        begins = self._begins if not also else _beginnings([*also, *self.words])
        for start, end in self._around(text, begins):
            part = text[start:end]
            yield from self._places_in(part, words_of(part), start)

    def _places_in(self, text: str, words: Words, shift: int) -> Iterator[Place]:
        for begin, stop in pairwise((0, *words.paragraphs, len(words.folded))):
            for window, found in self._windows(text, words, begin, stop):
                first, last = begin + window.first, begin + window.last
                spans = words.spans
                lit = [spans[at] for at in range(first, last) if self._same_word(words.folded[at]) is not None]
                yield Place(
                    shift + spans[first].start,
                    shift + spans[last - 1].end,
                    found.score,
                    found.reason,
                    tuple(Span(shift + start, shift + end) for start, end in lit),
                )

    def _around(self, text: str, begins: Sequence[str]) -> list[tuple[int, int]]:
        """Return the parts of *text*, cut between words, in which words begin so, with room for the whole name."""
        form = fold(text, match_case=False, ignore_accents=True)
        reach = 2 * len(self.text) + 20
        parts: list[tuple[int, int]] = []
        for at in sorted(at for each in begins for at in _words_beginning(form.text, each)):
            place = form.origin(at)
            if place is None:
                continue
            start, end = max(0, place - reach), min(len(text), place + reach)
            while start > 0 and _is_word(text[start - 1]) and _is_word(text[start]):
                start -= 1
            while end < len(text) and _is_word(text[end - 1]) and _is_word(text[end]):
                end += 1
            if parts and start <= parts[-1][1]:
                parts[-1] = parts[-1][0], max(end, parts[-1][1])
            else:
                parts.append((start, end))
        return parts

    def _windows(self, text: str, words: Words, begin: int, stop: int) -> Iterator[tuple[Window, Reading]]:
        inside = words.folded[begin:stop]
        if self.kind == "claim":
            windows = self._sought.windows(inside, self._least)
        else:
            # what has most letters in common need not be the best reading of a name
            most = len(self.words) + 1
            windows = self._sought.all_windows(inside, self._least, most)
        readings: dict[Window, Reading] = {}
        for each in windows:
            place = words.spans[begin + each.first].start, words.spans[begin + each.last - 1].end
            found = self._read(text[place[0] : place[1]], tuple(inside[each.first : each.last]), each.alike)
            if found is not None:
                readings[each] = found
        ranked = sorted(readings, key=lambda each: (-readings[each].score, each.first - each.last, each.first))
        yield from ((each, readings[each]) for each in apart(ranked, len(inside)))

    def read(self, passage: str) -> Reading | None:
        """Return how alike a *passage* is that somebody else has cut out, or None."""
        folded = tuple(words_of(passage).folded)
        return self._read(passage, folded, alike(self.words, folded))

    def lit(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """Return the words of ``text[start:end]`` that it has, too; offsets of *text*."""
        words = words_of(text[start:end])
        places = zip(words.folded, words.spans, strict=True)
        return tuple(Span(start + a, start + b) for word, (a, b) in places if self._same_word(word) is not None)

    def _same_word(self, folded: str) -> tuple[str, float] | None:
        """Return the word sought that *folded* is, or is another form of, and how much, in percent; or None."""
        from rapidfuzz import fuzz

        if folded not in self._known:
            near = max(((fuzz.ratio(folded, each), each) for each in self.words), default=(0.0, ""))
            self._known[folded] = (near[1], near[0]) if near[0] >= _SAME_WORD else None
        return self._known[folded]

    def _least_alike(self) -> float:
        if self.kind == "claim":
            return _CLAIM_WINDOW
        if not is_unspaced(self.text):
            return _MENTION_WINDOW
        # a part of three characters or two is more often somebody else's name
        return 1.0 if len(self.words) < 4 else 0.6

    def _read(self, passage: str, folded: tuple[str, ...], dice: float) -> Reading | None:
        if folded == self.words:
            plain = " ".join(passage.split())
            return Reading(100, "same words") if plain == self.text else Reading(98, "same words, other letters")
        if not folded:
            return None
        return self._read_claim(folded, dice) if self.kind == "claim" else self._read_mention(passage, folded, dice)

    def _read_claim(self, folded: tuple[str, ...], dice: float) -> Reading | None:
        from rapidfuzz import fuzz

        score = 50 * dice + fuzz.ratio(self._whole, " ".join(folded)) / 2
        if score < CLAIM:
            return None
        if sorted(folded) == sorted(self.words):
            return Reading(95, "same words, other order")
        left, shared = list(folded), 0
        for each in self.words:
            if each in left:
                left.remove(each)
                shared += 1
        what = "characters" if is_unspaced(self.text) else "words"
        return Reading(min(score, 97), f"{shared} of {len(self.words)} {what}")

    def _read_mention(self, passage: str, folded: tuple[str, ...], dice: float) -> Reading | None:
        from rapidfuzz import fuzz

        if not is_unspaced(self.text):
            wanted, name = normalised(passage).split(), normalised(self.text).split()
            found = by_words(wanted, name)
            if found is not None and found.reason != "part of the name":
                return Reading(found.score, found.reason)
            share = len("".join(wanted)) / max(1, len("".join(name)))
            if found is not None and share >= _PART and set(wanted) <= set(name):
                return Reading(70 + 20 * share, found.reason)
            found = self._spelt_otherwise(folded)
            if found is not None:
                return found
        score = max(100 * dice, fuzz.ratio(self._whole, " ".join(folded)))
        return Reading(min(score, 96), "similar spelling") if score >= MENTION else None

    def _spelt_otherwise(self, folded: tuple[str, ...]) -> Reading | None:
        """Return how alike other forms of the name's words, or of a part of them, are; None if one is no such form."""
        same = [self._same_word(each) for each in folded]
        words = {each[0] for each in same if each is not None}
        if None in same or len(words) < len(folded) or len("".join(words)) < _PART * len("".join(self.words)):
            return None
        score = sum(each[1] for each in same if each is not None) / len(same)
        if len(words) == len(self.words):
            return Reading(min(score, 96), "similar spelling")
        return Reading(min(score, 96) * 0.8, "part of the name, similar spelling") if score * 0.8 >= MENTION else None


def _stem(word: str) -> str:
    """Return how a word begins in its other forms, too."""
    return word[: max(4, len(word) - 2)] if len(word) >= STEM else word


def _beginnings(words: Sequence[str]) -> tuple[str, ...]:
    """Return how *words* begin; short ones only if there is nothing longer."""
    return tuple({_stem(each) for each in words if len(each) > _SHORT} or set(words))


def _words_beginning(text: str, begin: str) -> Iterator[int]:
    """Yield where a word of *text* begins with *begin*; one that is short itself is the whole word."""
    at = text.find(begin)
    while at >= 0:
        end = at + len(begin)
        inside = at > 0 and _is_word(text[at - 1])
        goes_on = len(begin) <= _SHORT and end < len(text) and _is_word(text[end])
        if not (inside or goes_on):
            yield at
        at = text.find(begin, end)


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def likeness_of(text: str, kind: RecordKind) -> Likeness:
    """Return what finds *text*, the words of a mark of that *kind*; of very long ones the beginning counts."""
    return Likeness(" ".join(typed(text).split()), kind)

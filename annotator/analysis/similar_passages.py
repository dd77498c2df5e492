"""Where in a text something like given words stands: by letters in threes, best window of whole words. No Qt, no store.

Words are compared folded (no case, no accents). A word is its letters in threes, with its edges; in scripts without
spaces each character stands alone. How alike two rows of words are is the share of what they have in common,
2 |A ∩ B| / (|A| + |B|), counting repetitions (Dice): the order of words does not matter here. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from annotator.analysis.folding import Folded, fold
from annotator.model.annotation import Span

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Thai, Lao, Burmese, Khmer, kana and Han: no spaces between words."""
_TOKEN = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+(?:[\u0300-\u036f][^\\W_{UNSPACED}]+)*")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


class Words:
    """The words of a text, *folded*; *paragraphs* are the numbers of those, but for the first, that begin one."""

    def __init__(self, text: str) -> None:
        form = fold(text, match_case=False, ignore_accents=True)
        self._form: Folded = form
        self._spans: tuple[Span, ...] | None = None
        self.folded: Sequence[str] = _TOKEN.findall(form.text)
        self.paragraphs: tuple[int, ...] = ()
        if form.ends or form.before is not None:
            self._leave_out_parts()
        if "\n" in text and _EMPTY_LINE.search(text):
            starts = {bisect_left(self.spans, (match.end(), 0)) for match in _EMPTY_LINE.finditer(text)}
            self.paragraphs = tuple(sorted(starts - {0, len(self.folded)}))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each word stands in the text."""
        if self._spans is None:
            self._spans = tuple(Span(match.start(), match.end()) for match in _TOKEN.finditer(self._form.text))
        return self._spans

    def _leave_out_parts(self) -> None:
        """Find the places in the text as it was given; a word that begins or ends within a letter of it is none."""
        origin = self._form.origin
        places = [(origin(match.start()), origin(match.end())) for match in _TOKEN.finditer(self._form.text)]
        kept = [
            (word, Span(start, end))
            for word, (start, end) in zip(self.folded, places, strict=True)
            if start is not None and end is not None and start < end
        ]
        self.folded, self._spans = [word for word, _ in kept], tuple(span for _, span in kept)


class Window(NamedTuple):
    """Words *first* to *last*, half-open, and how alike they are to those sought, 0 to 1."""

    first: int
    last: int
    alike: float


def words_of(text: str) -> Words:
    """Return the words of *text* as they are compared."""
    return Words(text)


@lru_cache(maxsize=65_536)
def grams(word: str) -> tuple[str, ...]:
    """Return the letters of a folded *word* in threes, with its edges; of a single character of Han itself."""
    if len(word) == 1:
        return (word,)
    padded = f" {word} "
    return tuple([padded[at : at + 3] for at in range(len(word))])


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two rows of folded words are, 0 to 1."""
    first = Counter(gram for word in one for gram in grams(word))
    second = Counter(gram for word in other for gram in grams(word))
    size = first.total() + second.total()
    return 2 * (first & second).total() / size if size else 0.0


def apart(windows: Iterable[Window], words: int) -> list[Window]:
    """Return those of *windows*, over so many *words*, that overlap none before them."""
    best: list[Window] = []
    taken = bytearray(words)
    for each in windows:
        if not any(taken[each.first : each.last]):
            taken[each.first : each.last] = b"\1" * (each.last - each.first)
            best.append(each)
    return best


class Sought:
    """Words that are looked for in many texts, in windows of at most *longest* times their letters."""

    def __init__(self, words: Sequence[str], longest: float = 2.0) -> None:
        self.words = tuple(words)
        self._counts = dict(Counter(gram for word in words for gram in grams(word)))
        self._size = sum(self._counts.values())
        self._longest = longest * self._size
        self._hits: dict[str, tuple[str, ...]] = {}

    def windows(self, words: Sequence[str], at_least: float) -> list[Window]:
        """Return the windows of *words* that are at least so much alike and do not overlap, the best first.

        Of two that are as much alike the earlier one counts, then the shorter one. *at_least* is more than 0.
        """
        hits, ends = self._hits_of(words), self._ends(words)
        places = [number for number, each in enumerate(hits) if each]
        promising = self._promising(places, hits, ends)
        found: list[Window] = []
        # what does not overlap the best one is wholly before it or behind it
        rest = [(0, len(places))]
        while rest:
            begin, end = rest.pop()
            best = self._best(promising, places, (begin, end), hits, ends, at_least)
            if best is not None:
                found.append(best)
                rest.append((begin, bisect_left(places, best.first)))
                rest.append((bisect_left(places, best.last), end))
        return sorted(found, key=lambda each: (-each.alike, each.first, each.last))

    def all_windows(self, words: Sequence[str], at_least: float, most: int) -> list[Window]:
        """Return every window of at most so many words that is alike enough, in order.

        They begin and end with a word that has something in common: with any other edge a window is less alike.
        """
        hits, ends, size = self._hits_of(words), self._ends(words), self._size
        places = [number for number, each in enumerate(hits) if each]
        found: list[Window] = []
        for at, start in enumerate(places):
            left, common = self._counts.copy(), 0
            for place in places[at : at + most]:
                width = ends[place + 1] - ends[start]
                if place >= start + most or width > self._longest:
                    break
                for gram in hits[place]:
                    if left[gram]:
                        left[gram] -= 1
                        common += 1
                if 2 * common >= at_least * (size + width):
                    found.append(Window(start, place + 1, 2 * common / (size + width)))
        return found

    def _best(
        self,
        promising: Sequence[tuple[int, int]],
        places: Sequence[int],
        part: tuple[int, int],
        hits: Sequence[Sequence[str]],
        ends: Sequence[int],
        at_least: float,
    ) -> Window | None:
        """Return the window in a *part* of *places* that is most alike, or None if none is enough.

        Of several it is the first one, and the shortest of those.
        """
        counts, size, longest = self._counts, self._size, self._longest
        best: Window | None = None
        needed = at_least
        # where there is most in common comes first, so that all else need only be compared with it
        for most, at in promising:
            if 2 * most < needed * (size + most):
                break
            if not part[0] <= at < part[1]:
                continue
            start = places[at]
            left, common, before = counts.copy(), 0, ends[start]
            for place in places[at : part[1]]:
                width = ends[place + 1] - before
                # all that is still to be had in common would make it longer by as much, at least
                if width > longest or 2 * most < needed * (size + max(width, most)):
                    break
                for gram in hits[place]:
                    if left[gram]:
                        left[gram] -= 1
                        common += 1
                alike_now = 2 * common / (size + width)
                if alike_now < needed:
                    continue
                window = Window(start, place + 1, alike_now)
                if best is None or (-alike_now, start, place) < (-best.alike, best.first, best.last - 1):
                    best, needed = window, alike_now
        return best

    def _promising(
        self, places: Sequence[int], hits: Sequence[Sequence[str]], ends: Sequence[int]
    ) -> list[tuple[int, int]]:
        """Return how much in common the longest window from each of *places* has, and its number; the most first."""
        counts, have = self._counts, dict.fromkeys(self._counts, 0)
        common, stop = 0, 0
        found: list[tuple[int, int]] = []
        for at, place in enumerate(places):
            reach = ends[place] + self._longest
            while stop < len(places) and ends[places[stop] + 1] <= reach:
                for gram in hits[places[stop]]:
                    have[gram] += 1
                    if have[gram] <= counts[gram]:
                        common += 1
                stop += 1
            if stop == at:
                # a single word that is too long
                stop += 1
                continue
            found.append((common, at))
            for gram in hits[place]:
                have[gram] -= 1
                if have[gram] < counts[gram]:
                    common -= 1
        found.sort(key=lambda each: (-each[0], each[1]))
        return found

    def _hits_of(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return, for each word, which of its letters in threes are sought."""
        known, counts = self._hits, self._counts
        if len(known) > 200_000:
            known.clear()
        for word in set(words).difference(known):
            known[word] = tuple([gram for gram in grams(word) if gram in counts])
        return [known[word] for word in words]

    @staticmethod
    def _ends(words: Sequence[str]) -> list[int]:
        """Return how many letters in threes there are before each word, and in all."""
        return [0, *accumulate(map(len, words))]

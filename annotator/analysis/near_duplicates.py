"""Texts that are nearly the same: reprints, wire copy, the same article from two scans. Pure.

A text is the set of its shingles, runs of five words, or of eight characters where a script has no spaces. Of those a
sample by hash is kept (A. Broder, On the resemblance and containment of documents, 1997), the same in every text, so
that two texts which share shingles share samples. Pairs that share enough of it are compared by all their shingles.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

WORDS = 5
CHARACTERS = 8
ALIKE = 0.5
"""The part of the shorter text's shingles from which on two texts are nearly the same."""
_LIMIT = (1 << 61) - (1 << 63)
"""Shingles below it are sampled: one in eight of the numbers of 64 bits with a sign."""
_FEWEST = 24
"""Shingles that are sampled of a short text at least."""
_CROWD = 200
"""Texts with the same shingle from which on it says nothing: a running head, a form of words."""
_ACCENT = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Pair(NamedTuple):
    """Two documents whose texts are nearly the same; *alike* is the part of the shorter one, from 0 to 1."""

    one: str
    other: str
    alike: float


def shingles(text: str) -> set[int]:
    """Return the shingles of *text* as numbers of 64 bits; case, accents, punctuation and line ends do not count."""
    plain = text.casefold() if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", text)).casefold()
    words: list[str] = _WORD.findall(plain)
    if not plain.isascii() and len(_UNSPACED.findall(plain)) * 3 > len(plain):
        return _runs([ord(sign) for word in words for sign in word], CHARACTERS)
    values = {word: zlib.crc32(word.encode()) + 1 for word in set(words)}
    return _runs([values[word] for word in words], WORDS)


def _runs(values: Sequence[int], length: int) -> set[int]:
    """Return a number for each run of *length* values; a shorter text is one run."""
    if not values:
        return set()
    # Python's hash of a tuple of numbers is the same in every run and on every machine of 64 bits, and made in C
    return set(map(hash, zip(*(values[at:] for at in range(min(length, len(values)))), strict=False)))


def _sample(found: set[int]) -> set[int]:
    kept = {each for each in found if each < _LIMIT}
    if len(kept) < _FEWEST:
        kept.update(sorted(found)[:_FEWEST])
    return kept


def near_duplicates(
    texts: Iterable[tuple[str, str]], text_of: Callable[[str], str], *, alike: float = ALIKE
) -> Iterator[Pair]:
    """Yield the pairs of nearly equal *texts*, which come with their ids; *text_of* gives the text of an id again.

    Memory grows with an eighth of the shingles. Of many equal texts each is paired with the first.
    """
    holders: dict[int, list[str]] = {}
    sizes: dict[str, int] = {}
    for id_, text in texts:
        found = shingles(text)
        if not found:
            continue
        sample = _sample(found)
        shared: dict[str, int] = {}
        for each in sample:
            for other in holders.get(each, ()):
                shared[other] = shared.get(other, 0) + 1
        for other, count in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            # the sample only guesses: what is a little below is looked at, too
            if count * 2 < alike * min(len(sample), sizes[other]):
                continue
            theirs = shingles(text_of(other))
            part = len(found & theirs) / min(len(found), len(theirs))
            if part >= alike:
                yield Pair(other, id_, round(part, 4))
                if part == 1.0 and len(found) == len(theirs):
                    break
        else:
            sizes[id_] = len(sample)
            for each in sample:
                holding = holders.setdefault(each, [])
                if len(holding) < _CROWD:
                    holding.append(id_)

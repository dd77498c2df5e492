"""Texts that are nearly the same: reprints, wire copy, the same article from two scans. Pure.

A text is the set of its shingles, runs of five words, or of eight characters where a script has no spaces. Of those a
sample by hash is kept (A. Broder, On the resemblance and containment of documents, 1997), the same in every text, so
that two texts which share shingles share samples. Pairs that share enough of it are compared by all their shingles.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

WORDS = 5
CHARACTERS = 8
ALIKE = 0.5
"""The part of the shorter text's shingles from which on two texts are nearly the same."""
_KEPT = 8
"""One shingle in so many is sampled."""
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
    """Return the shingles of *text* as numbers of 32 bits; case, accents, punctuation and line ends do not count."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).casefold()
    if len(_UNSPACED.findall(plain)) * 3 > len(plain):
        signs = "".join(_WORD.findall(plain))
        pieces = (signs[at : at + CHARACTERS] for at in range(max(1, len(signs) - CHARACTERS + 1)))
        return {zlib.crc32(each.encode()) for each in pieces if each}
    words = _WORD.findall(plain)
    if not words:
        return set()
    return {zlib.crc32(" ".join(words[at : at + WORDS]).encode()) for at in range(max(1, len(words) - WORDS + 1))}


def _sample(found: set[int]) -> set[int]:
    limit = (1 << 32) // _KEPT
    kept = {each for each in map(_mixed, found) if each < limit}
    if len(kept) < _FEWEST:
        kept.update(sorted(map(_mixed, found))[:_FEWEST])
    return kept


def _mixed(number: int) -> int:
    # a CRC is no random number: neighbours are spread by a multiplicative hash (D. Knuth, TAOCP 3, 6.4)
    return (number * 2_654_435_761) & 0xFFFF_FFFF


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

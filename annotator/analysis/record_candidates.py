"""Which records a mention may mean: by normalised name, alias, initials, and similar spelling.

The names of all records are held in memory, with an index from three letters in a row to the names that have them;
a question looks at the few names that share rare letters with the words, never at all of them. Similarity is that of
rapidfuzz: 100 less the share of letters to add and to take away.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.analysis.folding import fold

if TYPE_CHECKING:
    from annotator.store import Project
    from annotator.store.records import Name

SIMILAR = 75
"""Percent of similarity from which on a name is offered."""
POOL = 8_000
"""Names that are compared by letters at most: those with the rarest letters."""
READ = 2_000
"""Names that are compared by words at most."""

_WORD = re.compile(r"[^\W_]+")
_SIGNS = {number: " " for number in range(128) if not chr(number).isalnum()}
_SIMILAR_REASON = "similar {:.0f} %"


class Candidate(NamedTuple):
    """A record that may be meant: its id and name, which of its names fits, why, and how well (0 to 100)."""

    record: str
    name: str
    matched: str
    reason: str
    score: float


class _Reading(NamedTuple):
    score: float
    reason: str


def normalised(text: str) -> str:
    """Return *text* as names are compared: no case, no accents, no punctuation, single spaces."""
    if text.isascii():
        return " ".join(text.lower().translate(_SIGNS).split())
    return " ".join(_WORD.findall(fold(text, match_case=False, ignore_accents=True).text))


def grams(name: str) -> set[str]:
    """Return the letters by which a normalised *name* is found: three in a row of each word, and how words begin."""
    found = set[str]()
    for word in name.split():
        padded = f" {word} "
        found.add(padded[:2])
        found.update([padded[i : i + 3] for i in range(len(word))])
    return found


def by_words(wanted: Sequence[str], name: Sequence[str]) -> _Reading | None:
    """Return how the words *wanted* fit the words of a *name*, both normalised, or None: order, parts, initials."""
    if not wanted or not name:
        return None
    if len(wanted) == len(name) and sorted(wanted) == sorted(name):
        return _Reading(97, "same words, other order")
    if _by_initials(wanted, name):
        return _Reading(93, "initials")
    if _begins(wanted, name):
        return _Reading(max(80.0, 91 - abs(len(name) - len(wanted))), "part of the name")
    if set(name) <= set(wanted) and len("".join(name)) > 2:
        return _Reading(max(80.0, 89 - abs(len(name) - len(wanted))), "name within the words")
    return None


def _begins(wanted: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether every word wanted is a word of *name*, or, for the last one, begins one: it may be half typed."""
    rest = list(name)
    for word in wanted[:-1]:
        if word not in rest:
            return False
        rest.remove(word)
    return any(each.startswith(wanted[-1]) for each in rest)


def _by_initials(wanted: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether both end in the same surname, and one has initials where the other has given names."""
    if len(wanted) != len(name) or len(name) < 2 or wanted[-1] != name[-1] or len(name[-1]) < 2:
        return False
    pairs = list(zip(wanted[:-1], name[:-1], strict=True))
    short = any(1 in (len(a), len(b)) and a != b for a, b in pairs)
    return short and all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs)


class RecordIndex:
    """The names of records, to be found by words. A record that is put again is replaced."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._of_kind = {"entity": _Names(), "claim": _Names()}
        self._kind: dict[str, str] = {}
        for each in names:
            self.put(each)

    def __len__(self) -> int:
        return len(self._kind)

    def put(self, name: Name) -> None:
        """Take the names of a record in, instead of those it had."""
        self.remove(name.record)
        self._kind[name.record] = name.kind
        self._of_kind[name.kind].add(name)

    def remove(self, record: str) -> None:
        """Forget a record, if it is known."""
        kind = self._kind.pop(record, None)
        if kind is not None:
            self._of_kind[kind].remove(record)

    def candidates(self, words: str, kind: str, *, limit: int = 12) -> list[Candidate]:
        """Return the records of that *kind* that *words* may mean, the likeliest first, each with its best reason."""
        text = normalised(words) or words.casefold().strip()
        return self._of_kind[kind].candidates(text, limit) if text else []


class _Names:
    """The names of the records of one kind, by number; a name that was removed is empty."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._shown: list[str] = []
        self._owner: list[str] = []
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, array[int]] = {}
        self._of_record: dict[str, range] = {}

    def add(self, name: Name) -> None:
        begin = len(self._texts)
        for each in (name.name, *name.aliases):
            text = normalised(each)
            # a name of signs only is found by itself
            if text or each == name.name:
                self._add(text or each.casefold().strip(), each, name.record)
        self._of_record[name.record] = range(begin, len(self._texts))

    def _add(self, text: str, shown: str, record: str) -> None:
        number = len(self._texts)
        self._texts.append(text)
        self._shown.append(shown)
        self._owner.append(record)
        self._exact[text].append(number)
        postings = self._postings
        for gram in grams(text):
            found = postings.get(gram)
            if found is None:
                postings[gram] = array("I", (number,))
            else:
                found.append(number)

    def remove(self, record: str) -> None:
        for number in self._of_record.pop(record):
            self._exact[self._texts[number]].remove(number)
            self._texts[number] = ""

    def candidates(self, text: str, limit: int) -> list[Candidate]:
        best: dict[str, tuple[float, int, str]] = {}
        for number, reading in self._readings(text, limit):
            record = self._owner[number]
            score = reading.score - (0.5 if number > self._of_record[record].start else 0)
            if record not in best or score > best[record][0]:
                best[record] = (score, number, reading.reason)
        ranked = sorted(best.items(), key=lambda each: (-each[1][0], self._shown[each[1][1]], each[0]))
        return [
            Candidate(record, self._shown[self._of_record[record].start], self._shown[number], reason, score)
            for record, (score, number, reason) in ranked[:limit]
        ]

    def _readings(self, text: str, limit: int) -> Iterator[tuple[int, _Reading]]:
        for number in self._exact.get(text, ()):
            is_alias = number > self._of_record[self._owner[number]].start
            yield number, _Reading(100, "alias" if is_alias else "same name")
        wanted = text.split()
        for number in self._sharing_words(wanted):
            if found := by_words(wanted, self._texts[number].split()):
                yield number, found
        for number, score in self._similar(text, limit):
            if self._texts[number] != text:
                # what differs is never shown as the same
                yield number, _Reading(min(score, 96), _SIMILAR_REASON.format(min(score, 99)))

    def _sharing_words(self, words: Sequence[str]) -> set[int]:
        """Return names that have one of *words*, or begin a word with the last of them: of rare ones all."""
        lists: list[tuple[array[int], str]] = []
        for place, word in enumerate(words):
            padded = f" {word}" if place == len(words) - 1 else f" {word} "
            keys = [padded[i : i + 3] for i in range(max(1, len(padded) - 2))]
            lists.append((min((self._postings.get(key, _NONE) for key in keys), key=len), word))
        found = set[int]()
        texts = self._texts
        for each, word in sorted(lists, key=lambda each: len(each[0])):
            # looking for the word itself is much quicker than reading the name
            found.update([number for number in each[:POOL] if word in texts[number]][: READ - len(found)])
        return found

    def _similar(self, text: str, limit: int) -> Iterator[tuple[int, float]]:
        from rapidfuzz import fuzz, process

        pool = list(self._sharing_letters(text))
        choices = list(map(self._texts.__getitem__, pool))
        # aliases of one record may fill the first places
        for _, score, at in process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=4 * limit):
            yield pool[at], score

    def _sharing_letters(self, text: str) -> set[int]:
        found = set[int]()
        for each in sorted((self._postings.get(gram, _NONE) for gram in grams(text)), key=len):
            if found and len(found) + len(each) > POOL:
                break
            found.update(each[:POOL])
        return found


_NONE: array[int] = array("I")


class RecordFinder:
    """A `RecordIndex` that keeps up with a project; it may be made in another thread than it is used in."""

    def __init__(self, project: Project) -> None:
        self._seen = project.last_change()
        self.index = RecordIndex(project.records.names())

    def catch_up(self, project: Project) -> None:
        """Take in what has changed since it was made or last caught up."""
        touched = project.touched_since(self._seen)
        if touched is None:
            return
        self._seen = touched.change
        if touched.everything:
            self.index = RecordIndex(project.records.names())
            return
        if touched.records:
            found = {each.record: each for each in project.records.names(sorted(touched.records))}
            for record in touched.records - found.keys():
                self.index.remove(record)
            for each in found.values():
                self.index.put(each)

    def candidates(self, words: str, kind: str, *, limit: int = 12) -> list[Candidate]:
        """Return the records of that *kind* that *words* may mean, the likeliest first."""
        return self.index.candidates(words, kind, limit=limit)

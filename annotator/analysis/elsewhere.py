"""Where else a mention or a claim is, or something like it: candidates by full text search, ranked by likeness.

The texts that have the rarest words come first, and in them the window that is most alike; so a first page is there
at once, and the rest follows in pieces. Words of inflected languages are sought by how they begin, names also by words
of similar spelling. Texts in scripts without spaces, which full text search does not cut into words, are read through.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.analysis.likeness import Likeness, Place, likeness_of
from annotator.analysis.similar_passages import words_of
from annotator.errors import Cancelled
from annotator.model.annotation import Span
from annotator.model.record_edits import RecordKind
from annotator.store.passages import Article, Marked, ranges, word
from annotator.store.records import AROUND
from annotator.store.search import is_unspaced

if TYPE_CHECKING:
    from annotator.store import Project

PAGE = 50
"""Passages of the first page, if so many are found in the first texts."""
SCREEN = 10
"""Places with just the same words that are enough for a first page."""
FIRST_TEXTS = 24
"""Texts that are read for the first page."""
BATCH = 60
"""Texts that are read between two answers."""
ROUND = 20_000
"""Texts among which the best are read first; a larger project is gone through in so many rounds."""
MOST_PASSAGES = 5_000
RARE = 8
"""Words of a claim that are looked for: the rarest."""
COMMON = 4_000
"""Texts from which on it does not matter how many have a word."""
SHARE = 0.3
"""How much of the weight of a claim's rare words a text must have."""
_SPELT = 70
_SPELLINGS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What is sought: the *words* of a mark of a *kind*, and *others* it is known by; its own place is left out."""

    words: str
    kind: RecordKind = "entity"
    others: tuple[str, ...] = ()
    document: str = ""
    spans: tuple[Span, ...] = ()


class Passage(NamedTuple):
    """A place where it may be said too: offsets are code points of the document's text.

    *lit* are the words that it has in common with what is sought, *score* says how alike it is, up to 100, *reason* in
    words; *mark* is what is marked there already.
    """

    document: str
    title: str
    date: str | None
    status: str
    start: int
    end: int
    before: str
    words: str
    after: str
    lit: tuple[Span, ...]
    score: float
    reason: str
    mark: Marked | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells it from others."""
        return self.document, self.start, self.end

    @property
    def rank(self) -> tuple[float, str, str, int]:
        """Its place in the order: the most alike first, then by date."""
        return -self.score, self.date or "\U0010ffff", self.document, self.start


class Answer(NamedTuple):
    """Passages found since the answer before, the best first; *done* of *total* texts have been considered."""

    passages: list[Passage]
    done: int
    total: int
    complete: bool = True


class _Piece(NamedTuple):
    """Texts to read, by key. *also* are other spellings, *as_it_comes* that no better ones are known to follow.

    *same_words* says that they have the name just so, and others may follow that have it, too.
    """

    texts: Iterable[tuple[int, str]]
    done: int
    also: Sequence[str] = ()
    as_it_comes: bool = False
    same_words: bool = False


def _never() -> bool:
    return False


def kind_of(words: str) -> RecordKind:
    """Return as what *words* that nobody has marked are looked for: more than a few as a claim, others as a name."""
    most = 8 if is_unspaced(words) else 5
    return "claim" if len(words_of(words).folded) > most else "entity"


def look(project: Project, question: Question, cancelled: Callable[[], bool] = _never) -> Iterator[Answer]:
    """Yield where else *question* may be said: the best first page at once, then what is found besides.

    Raises Cancelled when *cancelled* says so.
    """
    return _Looking(project, question, cancelled).answers()


class _Looking:
    def __init__(self, project: Project, question: Question, cancelled: Callable[[], bool]) -> None:
        self._store = project.passages
        self._question = question
        self._cancelled = cancelled
        sought = [likeness_of(each, question.kind) for each in (question.words, *question.others)]
        self._sought = list({each.words: each for each in reversed(sought) if each.words}.values())[::-1]
        self._taken: dict[int, list[tuple[int, int]]] = {}
        self._found = 0
        self._pending: list[Passage] = []

    def answers(self) -> Iterator[Answer]:
        last = self._store.last_text()
        texts = first = 0
        for piece in self._pieces(last) if self._sought else ():
            if self._cancelled():
                raise Cancelled
            places: dict[int, tuple[str, list[tuple[Likeness, Place]]]] = {}
            for key, text in piece.texts:
                texts += 1
                if found := [(each, place) for each in self._sought for place in each.places(text, piece.also)]:
                    places[key] = text, sorted(found, key=lambda each: (-each[1].score, each[1].start))
            self._pending += self._passages(places)
            full = self._found >= MOST_PASSAGES
            enough = first or piece.as_it_comes or texts >= FIRST_TEXTS
            enough = enough or len(self._pending) >= (SCREEN if piece.same_words else PAGE)
            if full or (self._pending and enough):
                first = 1
                yield self._answer(piece.done, last, complete=not full)
            if full:
                return
        yield self._answer(last, last)

    def _answer(self, done: int, total: int, *, complete: bool = True) -> Answer:
        found, self._pending = sorted(self._pending, key=lambda each: each.rank), []
        return Answer(found, done, total, complete)

    # --- which texts, in which order

    def _pieces(self, last: int) -> Iterator[_Piece]:
        """Yield texts to read, the likeliest first."""
        spaced = [each for each in self._sought if not is_unspaced(each.text)]
        unspaced = [each for each in self._sought if is_unspaced(each.text)]
        for after, end in ranges(last, ROUND):
            same = self._with_same_words(spaced, after, end) if self._question.kind == "entity" else []
            if same:
                yield _Piece(self._texts(same), after, same_words=True)
            keys = self._with_rare_words(spaced, after, end) if spaced else []
            keys = [key for key in keys if key not in same]
            at, width = 0, FIRST_TEXTS
            while at < len(keys):
                batch = keys[at : at + width]
                at, width = at + width, BATCH
                yield _Piece(self._texts(batch), after + round(min(1.0, at / len(keys)) * (end - after)))
            for each in unspaced:
                exact = self._store.texts_as_they_stand(each.text, after, end, FIRST_TEXTS)
                yield _Piece(self._texts(exact), after, as_it_comes=True)
        if unspaced:
            yield from self._through(unspaced, last)
        if self._question.kind == "entity" and spaced:
            yield from self._spelt_alike(spaced, last)

    def _texts(self, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        return ((key, self._store.text(key)) for key in keys)

    def _with_same_words(self, sought: Sequence[Likeness], after: int, last: int) -> list[int]:
        """Return the first texts that have a name just so: they can be shown before all others are weighed."""
        found = {key for each in sought for key in self._store.texts_with(word(each.text), after, last, FIRST_TEXTS)}
        return sorted(found)[:FIRST_TEXTS]

    def _with_rare_words(self, sought: Sequence[Likeness], after: int, last: int) -> list[int]:
        """Return the texts that have the words, or rare ones of a claim, those with the most of them first."""
        weights: dict[int, float] = {}
        for each in sought:
            self._weigh(each, after, last, weights)
        return sorted(weights, key=lambda key: (-weights[key], key))

    def _weigh(self, sought: Likeness, after: int, last: int, weights: dict[int, float]) -> None:
        claim = self._question.kind == "claim"
        size = last - after
        counted: list[tuple[int, str]] = []
        for each in sought.expressions:
            # of a name all words are looked up anyway
            many = self._store.how_many(each, after, last, COMMON if claim else -1)
            if many:
                counted.append((many, each))
        counted.sort()
        chosen = counted[:RARE] if claim else counted
        if claim:
            chosen = [each for number, each in enumerate(chosen) if number < 3 or each[0] < COMMON]
        whole = 0.0
        mine: dict[int, float] = {}
        for many, each in chosen:
            weight = math.log(1 + size / many)
            whole += weight
            for key in self._store.texts_with(each, after, last):
                mine[key] = mine.get(key, 0.0) + weight
        if len(sought.words) > 1:
            # those who say just the same come first, whatever else others have
            for key in self._store.texts_with(word(sought.text), after, last):
                mine[key] = mine.get(key, 0.0) + whole + 1
        least = SHARE * whole if claim else 0.0
        for key, weight in mine.items():
            if weight >= least:
                weights[key] = max(weights.get(key, 0.0), weight)

    def _through(self, sought: Sequence[Likeness], last: int) -> Iterator[_Piece]:
        """Yield the texts that have enough of the characters in a row, in the order of their keys."""
        for after, end in ranges(last, BATCH * 4):
            if self._cancelled():
                raise Cancelled
            texts = self._store.texts(after, end)
            fit = ((key, text) for key, text in texts if any(each.may_be_in(text) for each in sought))
            yield _Piece(fit, end, as_it_comes=True)

    def _spelt_alike(self, sought: Sequence[Likeness], last: int) -> Iterator[_Piece]:
        """Yield the texts that have words spelt similarly: Gorbatschow, for Gorbachev."""
        from rapidfuzz import fuzz, process

        wanted = {text for each in sought for text in each.words if len(text) > 3}
        if not wanted:
            return
        terms = [each for each in self._store.vocabulary() if len(each) > 3]
        found = set[str]()
        for text in sorted(wanted):
            if self._cancelled():
                raise Cancelled
            near = process.extract(text, terms, scorer=fuzz.ratio, score_cutoff=_SPELT, limit=_SPELLINGS)
            found.update(term for term, _, _ in near)
        # the index knows words without their accents, as they are folded here
        fresh = sorted(found - wanted)
        keys = self._store.texts_with(" OR ".join(map(word, fresh)), 0, last) if fresh else []
        for at in range(0, len(keys), BATCH):
            yield _Piece(self._texts(keys[at : at + BATCH]), last, also=fresh)

    # --- what in a text

    def _passages(self, places: Mapping[int, tuple[str, Sequence[tuple[Likeness, Place]]]]) -> list[Passage]:
        """Return the passages at *places*, by the key of their text, in all documents that have it."""
        found: list[Passage] = []
        articles = self._store.articles(places.keys()) if places else []
        marks = self._store.marks([each.key for each in articles], self._question.kind) if articles else {}
        for article in articles:
            text, inside = places[article.text]
            taken = self._taken.setdefault(article.key, [])
            for sought, place in inside:
                passage = self._passage(article, text, sought, place, marks.get(article.key, ()))
                if passage is None or self._is_left_out(passage):
                    continue
                if any(passage.start < stop and begin < passage.end for begin, stop in taken):
                    continue
                taken.append((passage.start, passage.end))
                self._found += 1
                found.append(passage)
        return found

    def _passage(
        self, article: Article, text: str, sought: Likeness, place: Place, marks: Sequence[Marked]
    ) -> Passage | None:
        start, end, score, reason, lit = place
        mark = mark_at(marks, start, end)
        if mark is not None and (mark.start, mark.end) != (start, end):
            read = sought.read(text[mark.start : mark.end])
            if read is not None:
                start, end, (score, reason) = mark.start, mark.end, read
                lit = sought.lit(text, start, end)
            elif self._question.kind == "entity" and mark.start <= start and end <= mark.end:
                # a part of the name of somebody else
                return None
            else:
                mark = None
        if sought is not self._sought[0]:
            name = sought.text if len(sought.text) <= 30 else f"{sought.text[:29]}…"
            reason = f"as “{name}”, {reason}"
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return Passage(
            article.id, article.title, article.date, article.status, start, end,
            before, text[start:end], after, lit, score, reason, mark,
        )  # fmt: skip

    def _is_left_out(self, passage: Passage) -> bool:
        question = self._question
        return passage.document == question.document and any(
            passage.start < end and start < passage.end for start, end in question.spans
        )


def mark_at(marks: Sequence[Marked], start: int, end: int) -> Marked | None:
    """Return the mark that has most in common with a place: more than half of the shorter one of both."""
    best, most = None, 0.0
    for each in marks:
        shared = min(end, each.end) - max(start, each.start)
        if shared * 2 > min(end - start, each.end - each.start):
            share = shared / max(end - start, each.end - each.start)
            if share > most:
                best, most = each, share
    return best

"""What finding words in a long article costs, against the plainest search of Python's own library."""

import re
import time
from collections.abc import Callable, Iterator

from annotator.analysis import finding
from annotator.analysis.finding import Options, find_all
from annotator.analysis.folding import fold_cached
from annotator.errors import UsageError
from annotator.model.segments import sentence_at
from tests.benchmarks.harness import Figure, compare, within

QUERY = "präsident"
PARAGRAPH = "Der Präsident der Republik erklärte am Dienstag die Straße für eröffnet. "
ARTICLE = (PARAGRAPH * 14_000)[:1_000_000]
LONG_LINE = "The inquiry sat for nineteen days and heard Mr. Hale. " * 92_000
ENDLESS = "(a|aa)+c"
FRAME = 1 / 60
"""Seconds of a picture at 60 Hz."""


def run() -> Iterator[Figure]:
    """Yield the times of a search by its options, when an endless one is stopped, and of one sentence of many."""
    plain = re.compile(QUERY, re.IGNORECASE)
    for case, options, at_most in (
        ("words", Options(), 15.0),
        ("words, accents ignored", Options(ignore_accents=True), 15.0),
        ("words, whole", Options(whole_word=True), 15.0),
        ("expression", Options(expression=True), 4.0),
    ):
        yield compare(
            "finding",
            f"{case}, 1,000,000 characters, 13,698 hits",
            ours=_search(options),
            floor=lambda: _hits(plain),
            against="re.finditer without case",
            at_most=at_most,
        )
    yield within(
        "finding",
        "an endless pattern is stopped",
        seconds=[_stopped() for _ in range(5)],
        limit=finding.TIMEOUT,
        against="the time that a pattern may take",
        at_most=1.5,
        statistic="max",
    )
    yield within(
        "finding",
        "the sentence in the middle of a line of 5,000,000 characters, p95",
        seconds=[_sentence(place) for place in range(2_400_000, 2_600_000, 1_000)],
        limit=FRAME,
        against="a frame at 60 Hz",
    )


def _search(options: Options) -> Callable[[], None]:
    def search() -> None:
        # as for the first letters typed in an article just opened
        fold_cached.cache_clear()
        assert find_all(ARTICLE, QUERY, options).spans

    return search


def _hits(plain: "re.Pattern[str]") -> None:
    assert [match.span() for match in plain.finditer(ARTICLE)]


def _stopped() -> float:
    began = time.perf_counter()
    try:
        find_all("a" * 600 + "b", ENDLESS, Options(expression=True))
    except UsageError:
        return time.perf_counter() - began
    raise AssertionError


def _sentence(place: int) -> float:
    began = time.perf_counter()
    sentence_at(LONG_LINE, place)
    return time.perf_counter() - began

"""Measures ours against a floor in the same run, in turn: A B A B, and the median of each.

A machine's speed drifts within seconds; what is measured in turn drifts together, so the
ratio holds where seconds would not. Each figure is one JSON line.
"""

import contextlib
import gc
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Statistic = Literal["median", "p95", "max"]

# a callable may time itself and return the seconds; otherwise the whole call is timed
Work = Callable[[], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. *ratio* is *value* / *against_value*, of the same unit; it holds up to *at_most*."""

    bench: str
    case: str
    value: float
    unit: str
    against: str
    against_value: float
    ratio: float
    at_most: float
    runs: int

    @property
    def holds(self) -> bool:
        """Tell whether the ratio keeps its promise."""
        return self.ratio <= self.at_most

    def line(self) -> str:
        """Return the figure as one line of JSON, with four significant digits."""
        return json.dumps({key: _short(value) for key, value in asdict(self).items()}, ensure_ascii=False)


def compare(
    bench: str,
    case: str,
    *,
    ours: Work,
    floor: Work,
    against: str,
    at_most: float,
    runs: int = 7,
    warm_up: int = 1,
    statistic: Statistic = "median",
) -> Figure:
    """Run *ours* and *floor* in turn, *runs* times each, and compare their times in milliseconds.

    The first *warm_up* rounds do not count. The garbage collector runs between the calls and
    not within them.
    """
    mine, theirs = in_turn(lambda: _timed(ours), lambda: _timed(floor), runs, warm_up)
    return figure(bench, case, mine, theirs, "ms", against, at_most, statistic)


def compare_processes(
    bench: str,
    case: str,
    *,
    ours: Sequence[str],
    floor: Sequence[str],
    against: str,
    at_most: float,
    runs: int = 9,
    warm_up: int = 1,
    environment: dict[str, str] | None = None,
) -> Figure:
    """Compare the times, in milliseconds, from start to end of two commands.

    A command that begins with ``python`` is run by this Python. Raises CalledProcessError,
    with what it said, if one fails.
    """
    mine, theirs = in_turn(
        lambda: _process(ours, environment).seconds, lambda: _process(floor, environment).seconds, runs, warm_up
    )
    return figure(bench, case, mine, theirs, "ms", against, at_most)


def compare_memory(
    bench: str,
    case: str,
    *,
    ours: Sequence[str],
    floor: Sequence[str],
    against: str,
    at_most: float,
    runs: int = 1,
    environment: dict[str, str] | None = None,
) -> Figure:
    """Compare the most memory, in MiB, that two commands held at any time."""
    mine, theirs = in_turn(
        lambda: _process(ours, environment).mebibytes, lambda: _process(floor, environment).mebibytes, runs, 0
    )
    return figure(bench, case, mine, theirs, "MiB", against, at_most)


def within(
    bench: str,
    case: str,
    *,
    seconds: Sequence[float],
    limit: float,
    against: str,
    at_most: float = 1.0,
    statistic: Statistic = "p95",
) -> Figure:
    """Compare times that were taken elsewhere, in seconds, with a fixed *limit* such as one frame."""
    return figure(bench, case, seconds, [limit], "ms", against, at_most, statistic)


def in_turn(
    first: Callable[[], float], second: Callable[[], float], runs: int, warm_up: int
) -> tuple[list[float], list[float]]:
    """Call *first* and *second* alternately and return what each gave, less the warm-up rounds."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(warm_up + runs):
        ours.append(first())
        theirs.append(second())
    return ours[warm_up:], theirs[warm_up:]


def figure(
    bench: str,
    case: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    unit: Literal["ms", "MiB"],
    against: str,
    at_most: float,
    statistic: Statistic = "median",
) -> Figure:
    """Make the figure of two rows of measurements: seconds for the unit ms, MiB as they are."""
    factor = 1000.0 if unit == "ms" else 1.0
    value = summary(ours, statistic) * factor
    against_value = summary(theirs, statistic) * factor
    ratio = value / against_value
    return Figure(bench, case, value, unit, against, against_value, ratio, at_most, len(ours))


def summary(values: Sequence[float], statistic: Statistic) -> float:
    """Return the median, the greatest, or the 95th percentile by nearest rank: a value that was measured."""
    if statistic == "median":
        return statistics.median(values)
    if statistic == "max":
        return max(values)
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float
    mebibytes: float


# A process counts the memory of the one it was forked from as its own, until it outgrows it:
# so a small process starts the command, and not this one with all that it has imported.
_STARTER = """
import os, sys, time
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - began, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def _process(command: Sequence[str], environment: dict[str, str] | None) -> _Spent:
    words = [sys.executable, *command[1:]] if command[0] == "python" else list(command)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _STARTER, *words],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        error = subprocess.CalledProcessError(ended.returncode, words, stderr=ended.stderr)
        error.add_note(ended.stderr)
        raise error
    seconds, most = ended.stdout.split()
    # Linux counts in KiB, macOS in bytes
    return _Spent(float(seconds), float(most) / (1024 * 1024 if sys.platform == "darwin" else 1024))


def _timed(work: Work) -> float:
    with _collector_paused():
        began = time.perf_counter()
        own = work()
        seconds = time.perf_counter() - began
    return seconds if own is None else own


@contextlib.contextmanager
def _collector_paused() -> Generator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value

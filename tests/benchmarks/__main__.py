"""Runs the benchmarks: ``python -m tests.benchmarks [NAME]``, one JSON line a figure.

Every ``bench_NAME.py`` beside this file has ``run()``, which yields its figures. The exit status
is 1 if a ratio is above what it promised, and each of those is named at the end.
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from tests.benchmarks.harness import Figure

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all benchmarks, in order."""
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def figures(name: str) -> Iterator[Figure]:
    """Yield the figures of the benchmark *name* as they are measured."""
    module = importlib.import_module(f"tests.benchmarks.bench_{name}")
    run = cast("Callable[[], Iterator[Figure]]", module.run)
    yield from run()


def main(arguments: list[str]) -> int:
    """Run the benchmarks that *arguments* name, or all; return the exit status."""
    known = names()
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}, only {', '.join(known)}.", file=sys.stderr)
        return 2
    missed: list[Figure] = []
    for name in arguments or known:
        for figure in figures(name):
            print(figure.line(), flush=True)
            if not figure.holds:
                missed.append(figure)
    for figure in missed:
        print(
            f"{figure.bench}, {figure.case}: {figure.ratio:.2f} times {figure.against}, {figure.at_most:g} at most",
            file=sys.stderr,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

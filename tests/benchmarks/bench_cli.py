"""What the command line costs before it does anything."""

from collections.abc import Iterator

from tests.benchmarks.harness import Figure, compare_processes

FLOOR = ["python", "-c", "import click, sqlite3"]


def run() -> Iterator[Figure]:
    """Yield the figures of importing the command line and of its help."""
    for case, command in (
        ("import annotator.cli", ["python", "-c", "import annotator.cli"]),
        ("annotator --help", ["python", "-m", "annotator", "--help"]),
    ):
        yield compare_processes("cli", case, ours=command, floor=FLOOR, against=" ".join(FLOOR), at_most=2.5, runs=15)

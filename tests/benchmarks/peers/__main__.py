"""Measures import and export of 1,000 articles beside doccano and Label Studio.

``python -m tests.benchmarks.peers [FOLDER]``: the peers are installed from PyPI into FOLDER, or a temporary one: 2 GB
and some minutes, which a folder that is kept saves the next time. No part of the checks. Each round is ours, then
theirs; ours is the whole act within the process, as theirs is: a file is read, checked and stored, and written again.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.tagset_toml import load_default
from annotator.store import Project
from tests.benchmarks.corpus import make_project, write_jsonl
from tests.benchmarks.harness import Figure, figure, in_turn

DOCUMENTS, ROUNDS = 1000, 3


@dataclass(frozen=True)
class Peer:
    """A program to compare with: what its environment needs, and the format in which both read and write."""

    name: str
    packages: tuple[str, ...]
    format: str
    file: str
    side: str
    options: tuple[tuple[str, str], ...] = ()


PEERS = (
    # doccano 1.8 names no upper bounds for what it needs, and does not start with what is newest
    Peer("doccano", ("doccano==1.8.4", "marshmallow<4", "numpy<2", "setuptools<80"), "doccano", "c.jsonl",
         "doccano_side.py", (("shape", "spans"),)),
    Peer("Label Studio", ("label-studio==1.23.2",), "label-studio", "tasks", "label_studio_side.py"),
)  # fmt: skip


def main(folder: Path) -> int:
    """Measure beside each peer; return 1 if a ratio is above what was promised."""
    missed = False
    for peer in PEERS:
        for each in figures(peer, folder):
            print(each.line(), flush=True)
            missed |= not each.holds
    return int(missed)


def figures(peer: Peer, folder: Path) -> Iterator[Figure]:
    """Yield the figures of import and export beside *peer*, whose environment is kept in *folder*."""
    python = installed(peer, folder)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        project = make_project(place / "corpus.annotator", write_jsonl(place / "corpus.jsonl", DOCUMENTS))
        source = place / peer.file
        export(project, ExportRequest(peer.format, options=dict(peer.options)), source)
        side = Path(__file__).with_name(peer.side)
        with subprocess.Popen(
            [str(python), str(side), str(place), str(source)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            _answer(process)
            rounds: list[dict[str, float]] = []
            mine: list[dict[str, float]] = []

            def ours() -> float:
                mine.append(_round(peer, source, place))
                return 0

            def theirs() -> float:
                process.stdin.write("go\n")
                process.stdin.flush()
                rounds.append(json.loads(_answer(process)))
                return 0

            in_turn(ours, theirs, ROUNDS, 1)
            process.stdin.close()
    assert {each["marks"] for each in mine} == {each["marks"] for each in rounds}, (mine, rounds)
    for act in ("import", "export"):
        yield figure(
            "peers",
            f"{act} {peer.format}, {DOCUMENTS} documents of 3 KB, 30 annotations each",
            [each[act] for each in mine[1:]],
            [each[act] for each in rounds[1:]],
            "ms",
            peer.packages[0],
            0.1,
        )


def _answer(process: subprocess.Popen[str]) -> str:
    """Return the next line that is an answer; the peers print other things, too."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(("ready", '{"import"')):
            return line
    raise SystemExit(f"{process.args} ended without an answer")


def _round(peer: Peer, source: Path, place: Path) -> dict[str, float]:
    project = place / "ours.annotator"
    for ending in ("", "-wal", "-shm"):
        Path(f"{project}{ending}").unlink(missing_ok=True)
    Project.create(project, load_default()).close()
    began = time.perf_counter()
    import_paths(project, [source], format=peer.format, annotator="Bench")
    imported = time.perf_counter()
    export(
        project, ExportRequest(peer.format, options=dict(peer.options)), place / f"{time.monotonic_ns()}-{source.name}"
    )
    exported = time.perf_counter()
    with Project.open(project, write=False) as store:
        marks = store.statistics().annotations
    return {"import": imported - began, "export": exported - imported, "marks": marks}


def installed(peer: Peer, folder: Path) -> Path:
    """Return the Python of the environment of *peer*, which is made unless it is there."""
    place = folder / peer.format
    python = place / "bin" / "python"
    done = place / "done"
    if not done.exists():
        print(f"installing {peer.packages[0]} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *peer.packages], check=True)
        done.touch()
    return python


if __name__ == "__main__":
    if len(sys.argv) > 1:
        kept = Path(sys.argv[1]).absolute()
        kept.mkdir(parents=True, exist_ok=True)
        sys.exit(main(kept))
    with tempfile.TemporaryDirectory() as passing:
        sys.exit(main(Path(passing)))

"""Makes the corpora that the benchmarks measure on, the same every time."""

import random
from collections.abc import Iterator
from pathlib import Path

from annotator.exchange.importing import import_paths
from annotator.formats.jsonl import encode
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.text import text_sha256
from annotator.store import Project

TIME = "2026-01-31T09:00:00Z"
_WORDS = (
    "harbour strike council ledger captain archive winter letter Anders Keller Norhaven said that the of in and to was "
    "reported minister bridge flour coal night watch paper union claimed river market school inquiry according denied"
).split()
_TAGS = ("Person", "Organization", "Location", "Date", "Group")


def documents(count: int, characters: int = 3000, marks: int = 30, first: int = 0) -> Iterator[AnnotatedDocument]:
    """Yield *count* documents of about *characters* code points with *marks* annotations, numbered from *first*."""
    dice = random.Random(1917 + first)
    for number in range(first, first + count):
        words: list[str] = []
        starts: list[int] = []
        length = 0
        while length < characters:
            word = dice.choice(_WORDS)
            starts.append(length)
            words.append(word)
            length += len(word) + 1
        text = " ".join(words)
        key = f"01900000-0000-7000-8000-{number:012d}"
        places = sorted(dice.sample(range(len(words)), min(marks, len(words))))
        annotations = tuple(
            Annotation(
                f"01900000-0001-7000-8000-{number * 1000 + place:012d}", key, "entity", _TAGS[place % len(_TAGS)],
                (Span(starts[at], starts[at] + len(words[at])),), "Bench", TIME, TIME, {"mention": "name"},
            )
            for place, at in enumerate(places)
        )  # fmt: skip
        source = Source(f"s{number}", f"article-{number:06d}.txt", "text/plain", text_sha256(f"{number}"))
        document = Document(
            key, f"Article {number} of the harbour", text, text_sha256(text), TIME, "1924-03-04", "en", source
        )
        yield AnnotatedDocument(document, annotations)


def write_jsonl(path: Path, count: int, characters: int = 3000, marks: int = 30, first: int = 0) -> Path:
    """Write such documents as JSONL and return the path."""
    with path.open("wb") as file:
        for each in documents(count, characters, marks, first):
            file.write(encode(each))
    return path


def make_project(path: Path, lines: Path) -> Path:
    """Make a project with the default tag set of the documents in a JSONL file, and return its path."""
    Project.create(path, load_default()).close()
    import_paths(path, [lines], annotator="Bench")
    return path


def fresh_project(path: Path) -> Path:
    """Make a new project at *path*, over what may be there; return the path."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    Project.create(path, load_default()).close()
    return path

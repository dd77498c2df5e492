"""Makes the corpora and projects that the benchmarks measure on, the same every time."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
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


def with_claims(each: AnnotatedDocument) -> AnnotatedDocument:
    """Return a document with a claim over its first hundred characters."""
    key = each.document.id
    claim = Annotation(
        f"01900000-0002-7000-8000-{key[-12:]}", key, "claim", "Statement", (Span(0, 100),), "Bench", TIME, TIME
    )
    return replace(each, annotations=(claim, *each.annotations))


def write_documents(path: Path, given: Iterable[AnnotatedDocument]) -> Path:
    """Write *given* as JSONL and return the path."""
    with path.open("wb") as file:
        file.writelines(map(encode, given))
    return path


def write_jsonl(path: Path, count: int, characters: int = 3000, marks: int = 30, first: int = 0) -> Path:
    """Write documents of `documents` as JSONL and return the path."""
    return write_documents(path, documents(count, characters, marks, first))


def write_brat(folder: Path, count: int, characters: int = 3000, marks: int = 30) -> Path:
    """Write documents of `documents` as a collection of brat and return its folder."""
    folder.mkdir()
    (folder / "annotation.conf").write_text("[entities]\nPerson\nLocation\n[relations]\n[events]\n[attributes]\n")
    for number, each in enumerate(documents(count, characters, marks)):
        (folder / f"a{number:06d}.txt").write_text(each.document.text)
        (folder / f"a{number:06d}.ann").write_text("".join(brat_lines(each)))
    return folder


def brat_lines(each: AnnotatedDocument) -> Iterator[str]:
    """Yield the lines of a document of `documents` as brat has them."""
    text = each.document.text
    for number, mark in enumerate(each.annotations, start=1):
        [(start, end)] = mark.spans
        yield f"T{number}\t{mark.tag} {start} {end}\t{text[start:end]}\n"


def fresh_project(path: Path) -> Path:
    """Make an empty project with the default tag set, in place of one that is there, and return its path."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    Project.create(path, load_default()).close()
    return path


def make_project(path: Path, lines: Path) -> Path:
    """Make a project with the default tag set of the documents in a JSONL file, and return its path."""
    import_paths(fresh_project(path), [lines], annotator="Bench")
    return path

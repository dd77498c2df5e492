"""Small projects to change, and the shapes that tests put into them."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.formats.jsonl import encode
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.ids import new_id
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project

TEXT = "Kim Jong Un said that a monument would be built. “Soon,” he added.\nNobody in Pyongyang disagreed 😀."


def document(title: str = "Sacred Mission", text: str = TEXT) -> AnnotatedDocument:
    data = f"{title}\n{text}".encode()
    source = Source(new_id(), f"{title}.txt", "text/plain", sha256(data).hexdigest(), data)
    return AnnotatedDocument(
        Document(new_id(), title, text, text_sha256(text), now(), "2025-04-28", "en", source, {"photo_credit": "x"})
    )


def annotation(document_id: str, *spans: tuple[int, int], tag: str = "Person", kind: str = "entity", who: str = "Anna"):
    return Annotation(
        new_id(),
        document_id,
        kind,
        tag,
        tuple(Span(*span) for span in spans),
        who,
        now(),
        now(),  # pyright: ignore
    )


def jsonl(project: Project) -> bytes:
    return b"".join(encode(each) for each in project.scan())


def put(project: Project, *rows: object, who: str = "Anna", label: str = "add") -> None:
    project.do(Change(label, [Put(row) for row in rows]), who)  # pyright: ignore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "letters.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.create(path, load_default()) as made:
        yield made


@pytest.fixture
def filled(project: Project) -> Project:
    put(project, document(), document("Harbour Strike", TEXT + " Twice."), label="import 2 articles")
    return project


@pytest.fixture
def first(filled: Project) -> str:
    return filled.documents(limit=1)[0].id


@pytest.fixture
def reopened(path: Path) -> Iterator[Callable[[], Project]]:
    opened: list[Project] = []

    def reopen() -> Project:
        opened.append(Project.open(path))
        return opened[-1]

    yield reopen
    for each in opened:
        each.close()

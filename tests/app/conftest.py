"""A small project file, and a window on it that keeps its settings in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.app.main_window import MainWindow
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.app.theme import Theme
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.ids import new_id
from annotator.model.tag import Attribute, RelationType, Tag, TagSet
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project

TEXT = "Kim Jong Un praised the soldiers.\n\nHe stated that a monument would be built in Pyongyang."

CLAIM_ATTRIBUTES = (
    Attribute("quotation", "choice", ("direct", "indirect"), description="How the words are given"),
    Attribute("said_on", "date"),
    Attribute("topic", "text"),
    Attribute("count", "number"),
    Attribute("negated", "flag"),
    Attribute("verdict", "choice", ("unchecked", "true", "false"), layer="judgement", default="unchecked"),
)


def make_tag_set() -> TagSet:
    return TagSet(
        "test",
        (
            Tag(new_id(), "entity", "Person", "#2f6fdf", "p", "A named individual", "Kim Jong Un", "the leader"),
            Tag(new_id(), "entity", "Location", "#1c9b6a", "l", "A named place"),
            Tag(new_id(), "entity", "City", "#1c9b6a", "", parent="Location"),
            Tag(new_id(), "claim", "Statement", "#c2410c", "1c", attributes=CLAIM_ATTRIBUTES),
            Tag(new_id(), "claim", "Intention", "#6d28d9", "8", attributes=CLAIM_ATTRIBUTES),
            Tag(new_id(), "cue", "Cue", "#64748b", "u"),
            Tag(new_id(), "document", "Genre", "#64748b"),
        ),
        tuple(
            RelationType(new_id(), name, ("claim",), ("cue",) if name == "cue" else ("entity",))
            for name in ("claimant", "cue", "about")
        ),
    )


def make_document(title: str, status: str = "new", *, marked: bool = False, text: str = TEXT) -> AnnotatedDocument:
    document = new_id()
    source = Source(new_id(), f"{title}.txt", "text/plain", text_sha256(title + text), text.encode())
    made = Document(
        document,
        title,
        text,
        text_sha256(text),
        now(),
        date="2025-04-28",
        language="en",
        source=source,
        metadata={"photo_credit": "KCNA"},
        status=status,  # pyright: ignore[reportArgumentType]
    )
    if not marked:
        return AnnotatedDocument(made)

    def mark(kind: str, tag: str, words: str) -> Annotation:
        start = text.index(words)
        spans = (Span(start, start + len(words)),)
        return Annotation(new_id(), document, kind, tag, spans, "AK", now(), now())  # pyright: ignore

    person = mark("entity", "Person", "Kim Jong Un")
    cue = mark("cue", "Cue", "stated that")
    claim = mark("claim", "Intention", "a monument would be built in Pyongyang")
    place = mark("entity", "Location", "Pyongyang")
    relations = (Relation(new_id(), "claimant", claim.id, person.id), Relation(new_id(), "cue", claim.id, cue.id))
    return AnnotatedDocument(made, (person, cue, claim, place), relations)


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "Letters.annotator"
    with Project.create(path, make_tag_set()) as project:
        documents = [
            make_document("Sacred Mission", "open", marked=True),
            make_document("Grain corridor", "done"),
            make_document("Harbour strike"),
        ]
        project.do(Change("import 3 articles", [Put(each) for each in documents]), "AK")
    return path


@pytest.fixture
def session(qtbot, project_path: Path) -> Iterator[Session]:
    made = Session(Project.open(project_path), "AK")
    yield made
    made.close()


@pytest.fixture
def settings(qtbot) -> Settings:
    made = Settings(None)
    made.annotator = "AK"
    made.theme = "light"
    return made


@pytest.fixture
def theme() -> Theme:
    return Theme.named("light")


@pytest.fixture
def document_ids(session: Session) -> list[str]:
    return [each.id for each in session.project.documents()]


def panels_stand(window: MainWindow) -> bool:
    """Tell whether all that comes after the first picture is there, the row of the open article lit."""
    workspace = window.workspace
    if workspace is None or workspace.tags_if_made is None:
        return False
    return workspace.session.document is None or workspace.articles_panel.list.currentIndex().isValid()


@pytest.fixture
def open_window(qtbot, settings: Settings, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(project: Path | None = None, *, panels: bool = True, **more: object) -> MainWindow:
        window = MainWindow(settings, log=tmp_path / "annotator.log", **more)  # pyright: ignore
        windows.append(window)
        window.resize(1200, 800)
        if project is not None:
            assert window.open_project(project)
        else:
            window.show_welcome()
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if project is not None and panels:
            qtbot.waitUntil(lambda: panels_stand(window))
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window, project_path: Path) -> MainWindow:
    return open_window(project_path)

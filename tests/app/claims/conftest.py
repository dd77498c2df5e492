"""A window on the sample articles, which have claims of all sorts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.app.main_window import MainWindow
from annotator.app.session import Session
from annotator.exchange.samples import make_samples
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, Remove


@pytest.fixture
def samples(tmp_path: Path, open_window: Callable[..., MainWindow]) -> MainWindow:
    path = tmp_path / "samples.annotator"
    make_samples(path)
    window = open_window(path)
    window.resize(1440, 900)
    session = window.session
    assert session is not None
    session.open_document(session.project.find_document("harbour-strike.txt"))
    # what the samples say of two claims already is left to the tests
    known = [each for each in session.relations if each.type == "contradicts"]
    assert session.do(Change("begin", [Remove(Relation, each.id) for each in known]))
    window.workspace.focus_page()
    return window


def claim_with(session: Session, words: str) -> Annotation:
    """Return the claim of the open article that has these words."""
    return next(each for each in session.annotations if each.kind == "claim" and words in session.words(each))

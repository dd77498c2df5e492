"""The sample project: the articles that come with the program, some of them annotated."""

from dataclasses import replace
from pathlib import Path

from annotator.formats.jsonl import read_stream
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources
from annotator.store import Project

ANNOTATOR = "Sample"


def make_samples(path: Path) -> None:
    """Make a project of the sample articles at *path*; ProjectError if it exists."""
    from annotator.formats.tagset_toml import load_default

    folder = resources() / "samples"
    with (
        Project.create(path, load_default(), title="Sample articles") as project,
        (folder / "annotated.jsonl").open("rb") as stream,
    ):
        documents = [
            _with_original(each, folder)
            for each in read_stream(stream, "annotated.jsonl", ANNOTATOR)
            if isinstance(each, AnnotatedDocument)
        ]
        importer = project.importing(f"import {len(documents)} sample articles", ANNOTATOR)
        importer.put(documents)
        importer.finish()


def _with_original(each: AnnotatedDocument, folder: Path) -> AnnotatedDocument:
    source = each.document.source
    if source is None:
        return each
    original = (folder / source.uri).read_bytes()
    return replace(each, document=replace(each.document, source=replace(source, original=original)))

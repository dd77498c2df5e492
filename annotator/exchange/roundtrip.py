"""The round trip: a project through a format and back, and what is different afterwards."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import Cancelled, UsageError
from annotator.exchange.comparing import Difference, differences, missing
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.exchange.report import Failure
from annotator.formats.features import Feature
from annotator.formats.ledger import Ledger
from annotator.formats.registry import named_format
from annotator.model.document import AnnotatedDocument
from annotator.store import Project

Progress = Callable[[int, int | None, str], None]
KEPT = 10_000
"""Differences at most that are kept with their words; all are counted."""


@dataclass(slots=True)
class RoundTrip:
    """What came of a round trip: counts, the differences, and what export and import said.

    *undeclared* counts the differences that the format's table does not announce: faults. *counts* says how many
    differences there are of each feature.
    """

    documents: int = 0
    annotations: int = 0
    different: int = 0
    undeclared: int = 0
    differences: list[Difference] = field(default_factory=list[Difference])
    ledger: Ledger = field(default_factory=Ledger)
    failed: list[Failure] = field(default_factory=list[Failure])
    counts: Counter[Feature] = field(default_factory=Counter[Feature])

    @property
    def exact(self) -> bool:
        """Whether everything came back as it was."""
        return not self.different and not self.failed


def _no_progress(done: int, total: int | None, text: str) -> None:
    pass


def _never() -> bool:
    return False


def round_trip(
    project: Path,
    request: ExportRequest,
    *,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> RoundTrip:
    """Export what *request* chooses to a temporary place, import it into an empty project, and compare.

    Raises UsageError for a format that does not go both ways, Cancelled.
    """
    format = named_format(request.format)
    if not (format.reads and format.writes):
        one = "read" if format.reads else "written"
        raise UsageError(f"the format {format.name} is only {one}; a round trip needs both")
    # a table without texts, say, is what most people want, but nothing that can be read again
    request = replace(request, options={**format.again, **request.options})
    holds = format.comes_back(request.options)
    with tempfile.TemporaryDirectory(prefix="annotator-round-trip-") as folder:
        suffix = format.suffixes[0] if format.shape == "file" and format.suffixes else ""
        output, other = Path(folder) / f"export{suffix}", Path(folder) / "back.annotator"
        report = export(project, request, output, progress=progress, cancelled=cancelled)
        with Project.open(project, write=False) as store:
            Project.create(other, store.tag_set()).close()
        back = import_paths(
            other,
            [output],
            annotator="round trip",
            format=format.name,
            mapping=request.mapping,
            options={name: value for name, value in request.options.items() if _reads(format.name, name)},
            progress=progress,
            cancelled=cancelled,
        )
        if back.cancelled:
            raise Cancelled("the round trip was stopped")
        found = RoundTrip(ledger=report.ledger, failed=back.failed)
        # what the writer said that it bends is announced, too
        announced = holds - {loss.feature for loss in report.ledger}
        with Project.open(project, write=False) as ours, Project.open(other, write=False) as theirs:
            finder = _Finder(theirs)
            for each in ours.scan(request.selection):
                if cancelled():
                    raise Cancelled("the round trip was stopped")
                progress(found.documents, report.documents, each.document.title)
                _compare(each, finder.find(each), found, announced)
        return found


def _compare(
    each: AnnotatedDocument, came: AnnotatedDocument | None, found: RoundTrip, holds: frozenset[Feature]
) -> None:
    found.documents += 1
    found.annotations += len(each.annotations)
    for difference in [missing(each, holds)] if came is None else differences(each, came, holds):
        found.different += 1
        found.undeclared += not difference.declared
        found.counts[difference.feature] += 1
        if len(found.differences) < KEPT:
            found.differences.append(difference)


def _reads(format_name: str, option: str) -> bool:
    return any(each.name == option and each.when != "writing" for each in named_format(format_name).options)


class _Finder:
    """Finds what came back of a document: by its id, its text, its title, or else as the next that is left."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ids: list[str] = []
        self._titles: dict[str, list[str]] = {}
        after = 0
        while page := project.documents(after=after, limit=500):
            after = page[-1].key
            for each in page:
                self._ids.append(each.id)
                self._titles.setdefault(each.title, []).append(each.id)
        self._left = dict.fromkeys(self._ids)

    def find(self, each: AnnotatedDocument) -> AnnotatedDocument | None:
        """Return the document that came back of *each*, or None."""
        document = each.document
        candidates = [document.id, self._project.document_of_text(document.text_sha256)]
        candidates += self._titles.get(document.title, [])
        candidates += list(self._left)[:1]
        for id_ in candidates:
            if id_ in self._left:
                del self._left[id_]
                return self._project.document(id_)
        return None

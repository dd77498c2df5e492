"""The round trip: a project through a format and back, and what is different afterwards."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import Cancelled, UsageError
from annotator.exchange.comparing import Difference, differences, missing
from annotator.exchange.exporting import ExportRequest, export, records_of
from annotator.exchange.importing import import_paths
from annotator.exchange.report import Failure
from annotator.formats.features import Feature
from annotator.formats.format import Format
from annotator.formats.ledger import Ledger
from annotator.formats.registry import named_format
from annotator.model.document import AnnotatedDocument
from annotator.model.people import RECORD_FIELDS
from annotator.store import Project
from annotator.store.scan import Selection

Progress = Callable[[int, int | None, str], None]
KEPT = 10_000
"""Differences that are kept with their words, and faults as many; all are counted."""


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
        told = frozenset[Feature](loss.feature for loss in report.ledger)
        announced = holds - told
        with Project.open(project, write=False) as ours, Project.open(other, write=False) as theirs:
            finder = _Finder(ours.scan(request.selection), theirs.scan(Selection()))
            record_of = (records_of(ours), records_of(theirs))
            for each in ours.scan(request.selection):
                if cancelled():
                    raise Cancelled("the round trip was stopped")
                progress(found.documents, report.documents, each.document.title)
                other = finder.find(each.document.id)
                found.documents += 1
                found.annotations += len(each.annotations)
                if other is None:
                    _count([missing(each, announced)], found)
                else:
                    _count(differences(each, theirs.document(other), announced, *record_of, told), found)
            if "records" in holds:
                _count(_of_records(ours, theirs, request.selection, format), found)
        return found


def _count(differences: Iterable[Difference], found: RoundTrip) -> None:
    for difference in differences:
        found.different += 1
        found.undeclared += not difference.declared
        found.counts[difference.feature] += 1
        # a fault is what somebody looks for
        if len(found.differences) < KEPT or (not difference.declared and found.undeclared <= KEPT):
            found.differences.append(difference)


def _of_records(ours: Project, theirs: Project, selection: Selection, format: Format) -> Iterator[Difference]:
    """Yield what is not known any more of each record that the selected annotations lead to."""
    came = {each.id: each for each in theirs.records.all()}
    known = {identifier: each for each in came.values() for identifier in (each.name, *each.identifiers)}
    for id_, document, annotation in ours.linked_records(selection):
        was = ours.records.record(id_)
        named = (known[each] for each in (*was.identifiers, was.name) if each in known)
        is_ = came.get(id_) or next(named, None)
        # that the link to it is lost was told with the annotation
        lost = [name for name in RECORD_FIELDS if is_ is not None and getattr(was, name) != getattr(is_, name)]
        if lost:
            before, after = ("; ".join(f"{name}: {getattr(each, name)}" for name in lost) for each in (was, is_))
            declared = not set(lost) & set(format.of_records)
            yield Difference(document, annotation, was.name, "altered", "record contents", before, after, declared)


def _reads(format_name: str, option: str) -> bool:
    return any(each.name == option and each.when != "writing" for each in named_format(format_name).options)


class _Finder:
    """Finds what came back of a document: by its id or its text, else by its title, else as the next that is left."""

    def __init__(self, ours: Iterable[AnnotatedDocument], theirs: Iterable[AnnotatedDocument]) -> None:
        self._left: dict[str, str] = {}
        self._found: dict[str, str] = {}
        texts: dict[str, list[str]] = {}
        for each in theirs:
            document = each.document
            self._left[document.id] = document.title
            texts.setdefault(document.text_sha256, []).append(document.id)
        open_: list[tuple[str, str]] = []
        for each in ours:
            document = each.document
            if document.id in self._left:
                self._take(document.id, document.id)
            elif same := [id_ for id_ in texts.get(document.text_sha256, ()) if id_ in self._left]:
                self._take(document.id, min(same, key=lambda id_: self._left[id_] != document.title))
            else:
                open_.append((document.id, document.title))
        titles: dict[str, list[str]] = {}
        for id_, title in self._left.items():
            titles.setdefault(title, []).append(id_)
        others: list[str] = []
        for id_, title in open_:
            if named := titles.get(title):
                self._take(id_, named.pop(0))
            else:
                others.append(id_)
        for id_, other in zip(others, list(self._left), strict=False):
            self._take(id_, other)

    def _take(self, id_: str, other: str) -> None:
        self._found[id_] = other
        del self._left[other]

    def find(self, id_: str) -> str | None:
        """Return the id of the document that came back of the one of that *id_*, or None."""
        return self._found.get(id_)

"""Export runs: documents out of the project, through a format, into what appears whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterable, Iterator
from collections.abc import Mapping as Mapped
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from annotator.errors import Cancelled, UsageError
from annotator.exchange.disclosing import Disclosure, code_of, discloser
from annotator.exchange.facts import facts_of
from annotator.exchange.pace import with_rare_cycle_search
from annotator.formats.atomic import writing
from annotator.formats.features import WHOLE_DOCUMENTS, Feature
from annotator.formats.format import Writing
from annotator.formats.ledger import LEFT_OUT, Ledger, Place, lose_what_is_not_held
from annotator.formats.mapping import Mapping, load
from annotator.formats.output import writing_archive, writing_folder
from annotator.formats.registry import named_format
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import new_id
from annotator.model.passages import PASSAGE, is_passage
from annotator.model.people import RECORD_FIELDS, Record
from annotator.store import Project
from annotator.store.scan import Selection
from annotator.words import plural

if TYPE_CHECKING:
    from typing_extensions import Buffer

Progress = Callable[[int, int | None, str], None]
_SALT = "export_salt"
_STATES: frozenset[Feature] = frozenset(("states",))
_REJECTED = "left out: rejected marks are no data"
_AS_ACCEPTED = "written as if accepted"
_NO_ENTITY = "left out: a Passage is evidence for a claim, or what it is about, and no entity"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did: how many *documents* it wrote, and its *ledger* of losses."""

    documents: int
    ledger: Ledger = field(default_factory=Ledger)


def _no_progress(done: int, total: int | None, text: str) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written: the name of the *format*, and which part of the project in which way.

    *options* are the format's own, *mapping* says which of our tags are which types of the
    file, *facts* are known of the project as a whole.
    """

    format: str
    selection: Selection = field(default_factory=Selection)
    options: Mapped[str, str] = field(default_factory=dict[str, str])
    mapping: Mapping | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    facts: Mapped[str, Any] = field(default_factory=dict[str, Any])


def export(
    project: Path,
    request: ExportRequest,
    output: Path,
    *,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> ExportReport:
    """Write what *request* chooses to *output*; say how many documents, and what was lost.

    It holds the project as it was at one moment, while others go on working. A format of
    several files makes a folder, or a ZIP archive where *output* ends in ``.zip``. Raises
    UsageError for a format that cannot be written, or for the project itself as *output*;
    Cancelled; or an AnnotatorError if it cannot be written. *output* is then as it was.
    """
    if output.exists() and output.samefile(project):
        raise UsageError(f"{output} is the project itself, which this would overwrite; choose another name")
    run = _Run(project, request, progress, cancelled)
    if run.format.shape == "file":
        write = run.format.file_writer()
        with run.documents() as (documents, job), writing(output) as file:
            write(documents, file, job)
    else:
        write_folder = run.format.folder_writer()
        place = writing_archive if output.suffix.lower() == ".zip" else writing_folder
        with run.documents() as (documents, job), place(output) as folder:
            write_folder(documents, folder, job)
    return run.report


def trial(
    project: Path,
    request: ExportRequest,
    *,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> ExportReport:
    """Do all that `export` does but keep nothing, and return its report: the losses before they are suffered."""
    run = _Run(project, request, progress, cancelled)
    with run.documents() as (documents, job):
        if run.format.shape == "file":
            run.format.file_writer()(documents, io.BufferedWriter(_Nowhere()), job)
        else:
            run.format.folder_writer()(documents, _NoFolder(), job)
    return run.report


class _Run:
    """One pass over the chosen documents."""

    def __init__(
        self, project: Path, request: ExportRequest, progress: Progress, cancelled: Callable[[], bool]
    ) -> None:
        self.format = format = named_format(request.format)
        self._project = project
        self._selection = request.selection
        self._options = format.chosen(request.options, "writing")
        self._mapping = request.mapping or (load(format.mapping) if format.mapping else None)
        self._disclosure = request.disclosure
        self._request = request
        self._progress = progress
        self._cancelled = cancelled
        self._names_only = format.unrelated and request.selection.tag != PASSAGE
        self._done = 0
        self._ledger = Ledger()

    @property
    def report(self) -> ExportReport:
        """What was done until now."""
        return ExportReport(self._done, self._ledger)

    @contextmanager
    def documents(self) -> Generator[tuple[Iterator[AnnotatedDocument], Writing]]:
        """Give the documents, as they were at one moment, and what their writer is told."""
        coded = self._disclosure.annotators == "codes" or (
            self._disclosure.annotators == "none" and self._selection.annotator is not None
        )
        if coded and not self._disclosure.salt:
            self._disclosure = replace(self._disclosure, salt=_salt_of(self._project))
        with with_rare_cycle_search(), Project.open(self._project, write=False) as store, store.snapshot():
            tag_set = store.tag_set()
            if self._names_only:
                # nor is it offered as one
                tag_set = replace(tag_set, tags=tuple(tag for tag in tag_set.tags if tag.name != PASSAGE))

            request = replace(self._request, disclosure=self._disclosure)
            facts = {**facts_of(store, request), **self._request.facts}
            job = Writing(
                self._ledger, tag_set, self._options, self._mapping, records_of(store), facts, store.records.all
            )
            documents = self._chosen(store)
            if self.format.describes:
                from annotator.analysis.summary import Summary

                summary = Summary()
                documents, job = summary.watch(documents), replace(job, summary=summary.as_json)
            yield documents, job

    def _chosen(self, store: Project) -> Iterator[AnnotatedDocument]:
        total = store.count_scan(self._selection)
        disclose = discloser(self._disclosure, store.tag_set(), frozenset(each.name for each in store.annotators()))
        holds = self.format.held(self._options)
        # who asks for what was rejected gets it
        unsaid = "states" not in holds and self._selection.state is None
        holds = holds | _STATES if unsaid else holds
        loses = not holds >= WHOLE_DOCUMENTS
        for each in store.scan(self._selection):
            if self._done % 50 == 0:
                if self._cancelled():
                    raise Cancelled("the export was cancelled; nothing was written")
                self._progress(self._done, total, each.document.title)
            if disclose:
                each = disclose(each)
            if self._names_only:
                each = _without_passages(each, self._ledger)
            if unsaid:
                each = self._without_rejected(each)
            if loses:
                lose_what_is_not_held(each, holds, self._ledger, self.format.name)
            yield each
            self._done += 1
        if "records" in holds and "record contents" not in holds:
            self._count_records(store)
        self._progress(self._done, total, "")

    def _without_rejected(self, each: AnnotatedDocument) -> AnnotatedDocument:
        """Return *each* without what its format would take for data, though somebody rejected it."""
        open_ = [mark for mark in each.annotations if mark.state != "accepted"]
        if not open_:
            return each
        effect = LEFT_OUT if self.format.accepted_only else _AS_ACCEPTED
        for mark in open_:
            self._ledger.lose("states", _REJECTED if mark.state == "rejected" else effect, each, mark)
        if self.format.accepted_only:
            return _without(open_, each, self._ledger)
        return _without([mark for mark in open_ if mark.state == "rejected"], each, self._ledger)

    def _count_records(self, store: Project) -> None:
        """Count the records of which the format does not write all that is known."""
        written = self.format.of_records
        lost = [name for name in RECORD_FIELDS if name not in written]
        effect = f"only {' and '.join(written or ('the id',))} {plural(len(written) or 1, 'is', 'are')} written"
        for id_, document, annotation in store.linked_records(self._selection):
            record = store.records.record(id_)
            if any(getattr(record, name) for name in lost):
                self._ledger.lose_at("record contents", effect, Place(document, annotation, record.name))


def records_of(project: Project) -> Callable[[str], Record | None]:
    """Return what gives the records of a project by id, None for one that is not there; those asked for are kept."""

    @lru_cache(maxsize=5000)
    def record(id_: str) -> Record | None:
        try:
            return project.records.record(id_)
        except UsageError:
            return None

    return record


def _without_passages(each: AnnotatedDocument, ledger: Ledger) -> AnnotatedDocument:
    """Return *each* without plain passages, so that no model learns them as names."""
    passages = [mark for mark in each.annotations if is_passage(mark)]
    for mark in passages:
        ledger.lose("annotations", _NO_ENTITY, each, mark)
    return _without(passages, each, ledger) if passages else each


def _without(marks: Iterable[Annotation], each: AnnotatedDocument, ledger: Ledger) -> AnnotatedDocument:
    """Return *each* without *marks* and the relations that lead to or from them."""
    gone = {mark.id for mark in marks}
    kept = tuple(link for link in each.relations if link.source not in gone and link.target not in gone)
    if lost := len(each.relations) - len(kept):
        ledger.lose("relations", LEFT_OUT, each, count=lost)
    return replace(each, annotations=tuple(mark for mark in each.annotations if mark.id not in gone), relations=kept)


def coded_annotator(store: Project, code: str) -> str | None:
    """Return the annotator of *store* whom *code* stands for in its exports, or None."""
    salt = store.setting(_SALT)
    found = (each.name for each in store.annotators() if code_of(each.name, salt) == code)
    return next(found, None) if salt else None


def _salt_of(project: Path) -> str:
    """Return the project's own salt for codes, made when it is first needed."""
    with Project.open(project) as store:
        salt = store.setting(_SALT)
        if not salt:
            salt = new_id()
            store.set_setting(_SALT, salt)
        return salt


class _Nowhere(io.RawIOBase):
    """A file that forgets what is written to it."""

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Take the bytes and forget them."""
        return memoryview(data).nbytes


class _NoFolder:
    """A folder that forgets its files."""

    @contextmanager
    def open(self, name: str) -> Generator[IO[bytes]]:
        """Give a file that forgets what is written to it."""
        yield io.BufferedWriter(_Nowhere())

"""Import runs: items in, batches of documents into the project, a report at the end.

Memory does not grow with the number of files: items are read one by one, documents are put
in batches, and a batch is as large as fits the time that a transaction may take, and memory.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapped
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError, Cancelled, ConflictError, InputError, ProjectError, UsageError
from annotator.exchange.again import own_id, renamed, settled
from annotator.exchange.intake import Item, count, items
from annotator.exchange.pace import CycleSearch, with_rare_cycle_search
from annotator.exchange.parsing import Parsed, parse
from annotator.exchange.report import Failure, ImportReport, Note
from annotator.exchange.told_once import told_once
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Anchor, Format, Reading, Remark, Whole
from annotator.formats.mapping import Mapping, load
from annotator.formats.registry import find_format, named_format
from annotator.formats.tar_reading import DAMAGE
from annotator.formats.unreadable import in_brackets
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record
from annotator.model.tag import TagSet
from annotator.store import Project
from annotator.store.importer import Importer
from annotator.words import counted, plural

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_BATCH = 250
"""Documents at most in a batch: more are not put any faster."""
_BATCH_WEIGHT = 1 << 22
"""How much at most is in a batch: characters of texts, and for each annotation its `_MARK`."""
_MARK = 200
_TURN = 0.004
"""Seconds between two batches at least: another process polls for its turn every 2 ms."""
Progress = Callable[[int, int | None, str], None]
"""Called with how much is done, of how much (None: not known), and what is being read."""
_OWN_TAGS = "the project has work in it: its own tags, title and rights stay, and only tags that it lacked were added"


def _no_progress(done: int, total: int | None, text: str) -> None:
    pass


def _never() -> bool:
    return False


def import_paths(
    project: Path,
    paths: Sequence[Path],
    *,
    annotator: str,
    format: str | None = None,  # the contract's own word
    workers: int = 1,
    executor: Executor | None = None,
    update: bool = False,
    list_documents: bool = True,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
    batch_seconds: float = 0.5,
    options: Mapped[str, str] | None = None,
    mapping: Mapping | None = None,
    anchor: Anchor = "offsets",
) -> ImportReport:
    """Import *paths* (files, folders, archives) into the project file, as one change.

    *format* forces a format; otherwise it is found by content, then by name. With *workers*
    above 1 (or an *executor*) files are parsed in other processes. *update* takes documents
    whose id is known and whose content differs. Without *list_documents* the report names no
    document, so that a report of a million is as small as one of ten. *batch_seconds* bounds how long one
    transaction keeps other writers waiting. *options* are those of the format, named or found;
    a file of one that has no such option is reported. *mapping* says what types of the files are here, *anchor* what
    wins where offsets and quotations disagree. When *cancelled* says so the run ends; what was imported stays, whole.
    Raises ProjectError or UsageError; faults of files are reported.
    """
    if format is not None:
        named_format(format)
    with with_rare_cycle_search(), Project.open(project) as store:
        reading = Reading(annotator, options or {}, mapping, anchor, store.tag_set())
        run = _Run(store, reading, format, update=update, batch_seconds=batch_seconds, cancelled=cancelled)
        run.lists_documents = list_documents
        total = count(paths)
        run.is_of_one = total == 1
        pool: AbstractContextManager[Executor | None]
        pool = nullcontext(executor) if executor or workers <= 1 else _processes(workers)
        try:
            try:
                with pool as mapper:
                    for done, item in enumerate(items(paths, format)):
                        run.telling = _teller(progress, done, total, item)
                        run.telling(run.report.imported)
                        run.take(item, mapper)
                    run.drain()
                    progress(total, total, "")
            except Cancelled:
                run.report.cancelled = True
            run.finish()
        except ProjectError as error:
            # whatever comes next would fail for the same reason
            run.stop(project, error)
        return run.report


def _teller(progress: Progress, done: int, total: int, item: Item) -> Callable[[int], None]:
    """Return what is told how many documents are imported: that is the progress of one file, or folder read as one."""
    if total == 1 or item.open is None:
        return lambda imported: progress(imported, None, item.path)
    return lambda _imported: progress(done, total, item.path)


class _Run:
    """The state of one import."""

    def __init__(
        self,
        project: Project,
        reading: Reading,
        format_name: str | None,
        *,
        update: bool,
        batch_seconds: float,
        cancelled: Callable[[], bool],
    ) -> None:
        self.report = ImportReport()
        self.lists_documents = True
        self.is_of_one = False
        self.telling: Callable[[int], None] = lambda _imported: None
        self._project = project
        self._reading = reading
        self._readings: dict[str, Reading] = {}
        self._format = format_name
        self._update = update
        self._cancelled = cancelled
        self._importer: Importer = project.importing("import", reading.annotator)
        self._batch_seconds = batch_seconds
        self._batch_size = 60
        self._put_at = 0.0
        self._batch: list[tuple[AnnotatedDocument, str]] = []
        self._batch_weight = 0
        self._batch_ids: set[str] = set()
        self._batch_bytes: set[str] = set()
        self._batch_texts: dict[str, str] = {}
        self._ids_clash = False
        self._circles = CycleSearch()
        # each file of a collection may bring the same
        self._tags_brought: TagSet | None = None
        self._said_own_ids: set[str] = set()
        self._late: dict[str, str] = {}
        self._waiting: deque[tuple[str, Future[Parsed]]] = deque()

    def take(self, item: Item, executor: Executor | None) -> None:
        """Read one item; what cannot be read is reported."""
        self._watch()
        if item.fault:
            self._fail(item.path, item.fault)
            return
        try:
            if item.open is None:
                container = named_format(item.format or "")
                if not self._has_options(container, item.path):
                    return
                self._take_records(item.path, Given(item.uri, files=item.files, member=item.member), container)
                return
            with item.open() as stream:
                head = stream.read(HEAD)
                given = Given(item.uri, head, stream, item.files, item.member, self._watch)
                found = named_format(self._format) if self._format else find_format(head, item.uri)
                if not self._has_options(found, item.path):
                    return
                if found.rich:
                    self._take_records(item.path, given, found)
                    return
                data = given.read()
        except AnnotatorError as error:
            if isinstance(error, (Cancelled, UsageError, ProjectError)):
                raise
            self._fail(item.path, str(error), error.line if isinstance(error, InputError) else None)
            return
        except (OSError, EOFError, ValueError, RuntimeError, *DAMAGE) as error:
            # archives report damage in all of these ways
            why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else in_brackets(error)
            self._fail(item.path, f"it cannot be read{why}")
            return
        # a pipe may have been waited for, and a large file takes its time
        self._watch()
        digest = sha256(data).hexdigest()
        if self._came_before(digest):
            self.report.duplicates += 1
            return
        if executor is None:
            self._accept(item.path, parse(data, item.uri, found.name))
            return
        self._waiting.append((item.path, executor.submit(parse, data, item.uri, found.name)))
        while len(self._waiting) > 32:
            self._accept_next()

    def _has_options(self, format: Format, path: str) -> bool:
        """Tell whether a format that was found has the options that were asked for; else its file is reported.

        UsageError where it is the only file, or the format was named.
        """
        try:
            self._reading_of(format)
        except UsageError as error:
            if self._format or self.is_of_one:
                raise
            self._fail(path, f"{error}; import it by itself")
            return False
        return True

    def _watch(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _came_before(self, digest: str) -> bool:
        """Tell whether bytes with that SHA-256 were taken already; if not, they are from now on."""
        if digest in self._batch_bytes or self._project.document_of_source(digest):
            return True
        self._batch_bytes.add(digest)
        return False

    def drain(self) -> None:
        """Wait for everything that other processes parse."""
        while self._waiting:
            self._watch()
            self._accept_next()

    def _accept_next(self) -> None:
        path, future = self._waiting.popleft()
        self._accept(path, future.result())

    def _accept(self, path: str, parsed: Parsed) -> None:
        for reason, line in parsed.failures:
            self._fail(path, reason, line)
        for text in parsed.notes:
            self.report.noted.append(Note(path, text))
        for each in parsed.documents:
            self._add(path, self._noting_same_text(path, each))

    def _noting_same_text(self, path: str, each: AnnotatedDocument) -> AnnotatedDocument:
        digest = each.document.text_sha256
        twin = self._batch_texts.get(digest) or self._project.document_of_text(digest)
        self._batch_texts[digest] = each.document.id
        if twin is None or not each.document.text:
            return each
        self.report.noted.append(Note(path, f"it has the same text as the document {twin}, from other bytes"))
        metadata = {**each.document.metadata, "same_text_as": twin}
        return replace(each, document=replace(each.document, metadata=metadata))

    def _take_records(self, path: str, given: Given, format: Format) -> None:
        for each in told_once(format.files_reader()(given, self._reading_of(format))):
            match each:
                case AnnotatedDocument():
                    source = each.document.source
                    if source and source.original is not None and self._came_before(source.sha256):
                        self.report.duplicates += 1
                        continue
                    self._add(path, each)
                    self._watch()
                case Remark():
                    self._watch()
                    self._remark(path, each)
                case TagSet():
                    if each != self._tags_brought:
                        self._flush()
                        self._importer.add_tags(each)
                        self._tags_brought = each
                case Whole():
                    self._flush()
                    if not self._importer.take_whole(each.tag_set, each.settings, each.version):
                        self.report.noted.append(Note(path, _OWN_TAGS))
                case Record():
                    self._importer.add_record(each)

    def _reading_of(self, format: Format) -> Reading:
        """Return what a reader of *format* is told: its options, and the mapping that was chosen or its own."""
        found = self._readings.get(format.name)
        if found is None:
            given = self._reading
            mapping = given.mapping or (load(format.mapping) if format.mapping else None)
            found = replace(given, options=format.chosen(given.options, "reading"), mapping=mapping)
            self._readings[format.name] = found
        return found

    def _remark(self, path: str, remark: Remark) -> None:
        place = f"{path}!{remark.file}" if remark.file else path
        if remark.document is None or remark.skipped:
            self.report.failed.append(Failure(place, remark.sentence, remark.line))
        else:
            self.report.noted.append(Note(place, remark.sentence, remark.line))

    def _fail(self, path: str, reason: str, line: int | None = None) -> None:
        self.report.failed.append(Failure(path, reason, line))

    def _add(self, path: str, document: AnnotatedDocument) -> None:
        if document.document.id in self._batch_ids:
            if not document.id_given:
                self.report.duplicates += 1
                return
            self._flush()
        self._batch.append((document, path))
        self._batch_ids.add(document.document.id)
        self._batch_weight += len(document.document.text) + _MARK * len(document.annotations)
        if len(self._batch) >= self._batch_size or self._batch_weight > _BATCH_WEIGHT:
            self._flush()
        self._circles.read_one()

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        if not batch:
            return
        known = self._importer.known(self._batch_ids)
        self._batch_ids = set()
        self._batch_weight = 0
        if not self._waiting:
            self._batch_bytes = set()
            self._batch_texts = {}
        fresh = [(document, path) for document, path in batch if document.document.id not in known]
        begin = time.perf_counter()
        if begin < self._put_at + _TURN:
            time.sleep(_TURN)
            begin = time.perf_counter()
        self._put(fresh)
        taken = time.perf_counter() - begin
        for document, path in batch:
            if document.document.id in known:
                self._meet(document, path)
        # grow slowly, shrink at once, so that a transaction stays within its time
        fits = int(self._batch_size * self._batch_seconds / max(taken, 1e-6)) if fresh else self._batch_size
        self._batch_size = max(5, min(fits, 2 * self._batch_size, _BATCH))
        del batch, fresh
        # now, when least is in use
        self._circles.look()
        self._put_at = time.perf_counter()

    def _put(self, batch: Sequence[tuple[AnnotatedDocument, str]]) -> None:
        if not batch:
            return
        if self._ids_clash:
            batch = self._with_own_ids(batch)
        label = self._label(self.report.imported + len(batch), self.report.updated)
        waiting = len(self._importer.pending)
        try:
            self._importer.put([document for document, _ in batch], label=label)
        except ProjectError:
            raise
        except AnnotatorError as error:
            if isinstance(error, ConflictError) and not self._ids_clash:
                # looked into only now: hardly any file has this, and it costs a search for every id
                self._ids_clash = True
                self._put(batch)
                return
            if len(batch) == 1:
                document, path = batch[0]
                if isinstance(error, ConflictError) and self._came_meanwhile(document, path):
                    return
                self._fail(path, f"“{document.document.title}” ({document.document.id}): {error}")
                return
            middle = len(batch) // 2
            self._put(batch[:middle])
            self._put(batch[middle:])
            return
        if len(self._importer.pending) > waiting:
            late = {document for document, _ in self._importer.pending[waiting:]}
            self._late.update((each.document.id, path) for each, path in batch if each.document.id in late)
        self.report.imported += len(batch)
        if self.lists_documents:
            self.report.documents.extend(document.document.id for document, _ in batch)
        self.telling(self.report.imported)

    def _came_meanwhile(self, document: AnnotatedDocument, path: str) -> bool:
        """Deal with a document that another import put since we looked; tell whether there is one."""
        source = document.document.source
        if source and source.original is not None and self._project.document_of_source(source.sha256):
            self.report.duplicates += 1
            return True
        if self._importer.known([document.document.id]):
            self._meet(document, path)
            return True
        return False

    def _meet(self, document: AnnotatedDocument, path: str) -> None:
        """Deal with a document whose id the project has: a duplicate, an update or a failure."""
        from annotator.formats.jsonl import encode

        if not document.id_given:
            # what the file says is there, whatever people added to it since
            self.report.duplicates += 1
            return
        existing = self._project.document(document.document.id)
        if (written := encode(existing)) == encode(document):
            self.report.duplicates += 1
            return
        document = settled(document, existing)
        if written == encode(document):
            self.report.duplicates += 1
        elif self._update:
            self._take_instead(document, path)
        else:
            self._fail(
                path,
                f"the document {document.document.id} (“{document.document.title}”) is in the project already, with "
                "other content; to take this one instead, use --update",
            )

    def _take_instead(self, document: AnnotatedDocument, path: str) -> None:
        id_ = document.document.id
        waiting = len(self._importer.pending)
        [(document, _)] = self._with_own_ids([(document, path)])
        try:
            self._importer.replace(document, label=self._label(self.report.imported, self.report.updated + 1))
        except ProjectError:
            raise
        except AnnotatorError as error:
            self._fail(path, f"“{document.document.title}” ({id_}): {error}")
            return
        if len(self._importer.pending) > waiting:
            self._late[id_] = path
        self.report.updated += 1
        self.report.documents.append(id_)

    def _with_own_ids(self, batch: Sequence[tuple[AnnotatedDocument, str]]) -> list[tuple[AnnotatedDocument, str]]:
        """Return *batch* with ids of its own where another document has the same annotation or relation."""
        holders = self._importer.holders
        marks = holders("annotations", [mark.id for each, _ in batch for mark in each.annotations])
        links = holders("relations", [link.id for each, _ in batch for link in each.relations])
        found: list[tuple[AnnotatedDocument, str]] = []
        for each, path in batch:
            id_ = each.document.id
            annotations = {
                mark.id: own_id(id_, mark.id) for mark in each.annotations if marks.setdefault(mark.id, id_) != id_
            }
            relations = {
                link.id: own_id(id_, link.id) for link in each.relations if links.setdefault(link.id, id_) != id_
            }
            found.append((renamed(each, annotations, relations), path))
            if (annotations or relations) and path not in self._said_own_ids:
                self._said_own_ids.add(path)
                first = next(iter((*annotations, *relations)))
                self.report.noted.append(
                    Note(
                        path, f"ids that another document uses too were made anew, the first of them “{first}” in {id_}"
                    )
                )
        return found

    @staticmethod
    def _label(imported: int, updated: int) -> str:
        acts = [f"import {imported}"] * bool(imported) + [f"update {updated}"] * bool(updated)
        return f"{' and '.join(acts)} {plural(updated or imported, 'article')}"

    def stop(self, project: Path, error: ProjectError) -> None:
        """Say once why the project takes no more; what was put until then stands whole."""
        put = self.report.imported + self.report.updated
        left = "the batch that failed and what was not read yet were left out"
        if waiting := len(self._importer.pending):
            left += f", and {counted(waiting, 'relation')} that waited for {plural(waiting, 'its', 'their')} other end"
        self._fail(str(project), f"the import stopped after {counted(put, 'document')}, {left}: {error}")

    def finish(self) -> None:
        """Put what is left, then the relations that waited for their other end."""
        self._flush()
        for document, relation, reason in self._importer.finish():
            self._fail(
                self._late.get(document, document),
                f"the relation {relation.id} ({relation.type}) of the document {document} was left out: {reason}",
            )


def _processes(workers: int) -> Executor:
    # slow to load, and most imports need none
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers)

"""The one object between window and store: it does changes and tells views what changed."""

import dataclasses
import gc
import logging
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.jobs import Jobs
from annotator.app.long_change import LONG, STOPPED, LongChange
from annotator.errors import AnnotatorError
from annotator.exchange.pace import without_cycle_search
from annotator.model.annotation import Annotation, Relation, reading_order
from annotator.model.change import Change, Touched, UndoState
from annotator.model.document import AnnotatedDocument, Document, DocumentSummary
from annotator.model.tag import TagSet
from annotator.store import Project
from annotator.words import capital

log = logging.getLogger(__name__)

LOOK_EVERY = 300
"""Milliseconds between two looks at what another process has changed."""
MANY = 5_000
"""Annotations of one document from which on a search for reference cycles is felt."""
SAID = 3
"""Rows that an undo left alone and that are named; of more it is said how many."""


class Session(QObject):
    """A project at work: the open document with its marks, and the door for every change.

    *changed* carries what was touched, by this window or by another process, after the session's
    own copy of the document is up to date. *failed* carries one sentence for the person;
    a change that does not fit never raises into Qt.

    With *jobs* a change of very many rows is done beside the window, as *working* tells; until it is over others are
    refused, in a sentence. *over* then tells whether it was done, *said* what it did; *broken* carries an unexpected
    error of it.
    """

    changed = Signal(object)
    document_opened = Signal(object)
    document_closed = Signal()
    tag_set_changed = Signal(object)
    annotator_changed = Signal(str)
    failed = Signal(str)
    said = Signal(str)
    broken = Signal(object)
    over = Signal(bool)

    def __init__(
        self, project: Project, annotator: str, parent: QObject | None = None, *, jobs: Jobs | None = None
    ) -> None:
        super().__init__(parent)
        self.project = project
        self._annotator = annotator
        self._tag_set = project.tag_set()
        self._document: AnnotatedDocument | None = None
        self._summary: DocumentSummary | None = None
        self._by_id: dict[str, Annotation] = {}
        self._seen = project.last_change()
        self._undo_state: UndoState | None = None
        self._is_closed = False
        self._long: LongChange | None = None
        if jobs is not None:
            self._long = LongChange(project.path, jobs, self)
            self._long.finished.connect(self._long_finished)
            self._long.failed.connect(self._long_failed)
            self._long.cancelled.connect(self._long_cancelled)
        self._said = ""
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look_outside)
        self._timer.start()

    @property
    def annotator(self) -> str:
        """The name under which changes are made."""
        return self._annotator

    def set_annotator(self, name: str) -> None:
        """Make further changes under *name*; undo then means that person's changes."""
        if name and name != self._annotator:
            self._annotator = name
            self._undo_state = None
            self.annotator_changed.emit(name)

    @property
    def tag_set(self) -> TagSet:
        """The tags of the project."""
        return self._tag_set

    @property
    def document(self) -> AnnotatedDocument | None:
        """The open document with its annotations and relations as they are now."""
        return self._document

    @property
    def summary(self) -> DocumentSummary | None:
        """The open document's line in the list, with its counts."""
        return self._summary

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The annotations of the open document, in reading order."""
        return tuple(self._document.annotations) if self._document else ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations that begin in the open document."""
        return self._document.relations if self._document else ()

    def annotation(self, annotation: str) -> Annotation | None:
        """Return an annotation of the open document by its id, or None."""
        return self._by_id.get(annotation)

    def words(self, annotation: Annotation) -> str:
        """Return the exact text of an annotation of the open document, its parts joined by an ellipsis."""
        if self._document is None:
            return ""
        text = self._document.document.text
        return " … ".join(text[start:end] for start, end in annotation.spans)

    def open_document(self, document: str) -> bool:
        """Open the document of that id; tell whether it could be."""
        if self._document is not None and self._document.document.id == document:
            return True
        return self._calmly(lambda: self._open(document))

    def close_document(self) -> None:
        """Have no document open."""
        if self._document is not None:
            self._document = None
            self._summary = None
            self._by_id = {}
            self.document_closed.emit()

    def do(self, change: Change) -> bool:
        """Apply *change* and tell every view; tell whether it could be."""
        if self._refuses():
            return False
        return self._calmly(lambda: self._take(self.project.do(change, self._annotator)))

    def do_long(self, change: Change, said: str) -> bool:
        """Begin a *change* of very many rows beside the window; tell whether it was begun.

        *said* is told when it is done; *over* is sent in any case.
        """
        if self._refuses():
            return False
        if self._long is None:
            done = self.do(change)
            self.over.emit(done)
            return done
        self._begin(lambda _: change, capital(change.label), said)
        return True

    def is_long(self, change: Change) -> bool:
        """Tell whether *change* is of so many rows, those that follow a tag counted, that it is for `do_long`."""
        operations = list(change.operations)
        return len(operations) > LONG or self.project.tags.following(operations) > LONG

    def do_and(
        self, title: str, make: Callable[[Project], Change], size: int, said: str, then: Callable[[], object]
    ) -> bool:
        """Do the change that *make* returns, of about *size* rows, beside the window if they are very many.

        It is called *title* while it is worked on. Tells whether it was begun. Once it is done *then* is called; *said*
        is told where it took a while.
        """
        if self._refuses():
            return False
        if self._long is None or size < LONG:
            done = self._calmly(lambda: self._take(self.project.do(make(self.project), self._annotator)))
            if done:
                then()
            return done
        self._begin(make, title, said)
        self._then = then
        return True

    def _begin(self, make: Callable[[Project], Change], title: str, said: str) -> None:
        assert self._long is not None
        annotator = self._annotator
        self._said = said
        self._long.run(title, lambda project, told: project.do(make(project), annotator, told))

    def undo(self) -> bool:
        """Take back this annotator's last change; tell whether there was one that could be, or is being."""
        return self._invert(redo=False)

    def redo(self) -> bool:
        """Do again what this annotator took back last; tell whether there was one that could be, or is being."""
        return self._invert(redo=True)

    @property
    def working(self) -> str | None:
        """What is being done beside the window and must be over before the next change; None if nothing is."""
        return self._long.title if self._long is not None else None

    def _invert(self, *, redo: bool) -> bool:
        if self._refuses():
            return False
        annotator, state = self._annotator, self.undo_state
        label, size = (state.redo, state.redo_size) if redo else (state.undo, state.undo_size)
        if self._long is None or label is None or size < LONG:
            act = self.project.redo if redo else self.project.undo
            return self._calmly(lambda: self._take(act(annotator)))
        self._said = f"{'Redone' if redo else 'Undone'}: {label}"
        self._long.run(
            f"{'Redoing' if redo else 'Undoing'} {label}",
            lambda project, told: (project.redo if redo else project.undo)(annotator, told),
        )
        return True

    def _refuses(self) -> bool:
        working = self.working
        if working is not None:
            self.failed.emit(f"Nothing else can be changed until this is over or stopped: {working}")
        return working is not None

    def _long_finished(self, touched: Touched | None) -> None:
        then, self._then = self._then, None
        if self._is_closed:
            return
        self.look_outside()
        self.over.emit(touched is not None)
        if then is not None and touched is not None:
            then()
        if touched is not None and touched.left:
            self.failed.emit(_left(touched.left))
        elif touched is not None:
            self.said.emit(self._said)

    def _long_failed(self, error: object) -> None:
        self._then = None
        if self._is_closed:
            return
        self.over.emit(False)
        if isinstance(error, AnnotatorError):
            self.failed.emit(str(error))
        else:
            self.broken.emit(error)

    def _long_cancelled(self) -> None:
        self._then = None
        if not self._is_closed:
            self.over.emit(False)
            self.said.emit(STOPPED)

    @property
    def undo_state(self) -> UndoState:
        """What undo and redo would do now."""
        if self._undo_state is None:
            self._undo_state = self.project.undo_state(self._annotator)
        return self._undo_state

    def look_outside(self) -> None:
        """Show what another process has changed since the last look."""
        self._calmly(self._look)

    def close(self) -> None:
        """Stop looking and close the project file."""
        self._is_closed = True
        self._timer.stop()
        self.project.close()

    def _look(self) -> bool:
        if not self.project.changed_outside():
            return False
        touched = self.project.touched_since(self._seen)
        self._seen = self.project.last_change()
        # an import grows one change batch by batch: new documents, no new change
        self._refresh(touched or Touched(change=self._seen, listing=True))
        return True

    def _open(self, document: str) -> bool:
        opened = self._read(document)
        self._summary = self.project.summary(document)
        self._set_document(opened)
        self.document_opened.emit(opened)
        return True

    def _take(self, touched: Touched | None) -> bool:
        if touched is None:
            return False
        # after a gap the next look outside also covers what came between
        if touched.change == self._seen + 1:
            self._seen = touched.change
        self._refresh(touched)
        if touched.left:
            self.failed.emit(_left(touched.left))
        return True

    def _refresh(self, touched: Touched) -> None:
        self._undo_state = None
        if touched.tags or touched.everything:
            tag_set = self.project.tag_set()
            if tag_set != self._tag_set:
                self._tag_set = tag_set
                self.tag_set_changed.emit(tag_set)
        self._refresh_document(touched)
        self.changed.emit(touched)

    def _refresh_document(self, touched: Touched) -> None:
        open_now = self._document
        if open_now is None:
            return
        key = open_now.document.id
        if not (touched.everything or touched.tags or key in touched.documents):
            return
        try:
            summary = self.project.summary(key)
            ids = touched.annotations
            if ids and touched.only_marks:
                now = self.project.annotations_by_id(key, ids)
                fresh = _with_changed(open_now, self._by_id, ids, now)
                # the first mark makes a new document an open one
                fresh = self._document = dataclasses.replace(fresh, document=_with_facts(fresh.document, summary))
                _pass_over(fresh)
                for each in ids:
                    self._by_id.pop(each, None)
                self._by_id.update((each.id, each) for each in now[0])
            else:
                fresh = self._read(key)
                self._set_document(fresh)
            self._summary = summary
        except AnnotatorError:
            # somebody took the document out of the project
            self.close_document()
            return
        if fresh.document.text_sha256 != open_now.document.text_sha256:
            self.document_opened.emit(fresh)

    def _read(self, document: str) -> AnnotatedDocument:
        with without_cycle_search():
            found = self.project.document(document)
        # what was passed over for the document before may be searched again
        gc.unfreeze()
        _pass_over(found)
        return found

    def _set_document(self, document: AnnotatedDocument) -> None:
        self._document = document
        self._by_id = {each.id: each for each in document.annotations}

    def _calmly(self, act: Callable[[], bool]) -> bool:
        try:
            return act()
        except AnnotatorError as error:
            log.info("not done: %s", error)
            self.failed.emit(str(error))
            return False


def _left(sentences: Sequence[str]) -> str:
    """Return what an undo left as it was; of very many rows the first few."""
    more = len(sentences) - SAID
    return " ".join((*sentences[:SAID], f"and {more:,} more")) if more > 0 else " ".join(sentences)


def _pass_over(document: AnnotatedDocument) -> None:
    """Let later searches for reference cycles pass over a document so large that they would be felt."""
    if len(document.annotations) > MANY:
        gc.freeze()


def _with_changed(
    opened: AnnotatedDocument,
    known: Mapping[str, Annotation],
    ids: frozenset[str],
    now: tuple[tuple[Annotation, ...], tuple[Relation, ...]],
) -> AnnotatedDocument:
    """Return *opened* with *now* in the place of those of *ids*, which are *known*, and of their relations."""
    annotations = list(opened.annotations)
    for each in filter(None, map(known.get, ids)):
        del annotations[bisect_left(annotations, reading_order(each), key=reading_order)]
    for each in now[0]:
        insort(annotations, each, key=reading_order)
    fresh = {each.id: each for each in now[1]}
    relations = [
        fresh.pop(each.id, each)
        for each in opened.relations
        if each.id in fresh or not (each.source in ids or each.target in ids)
    ]
    return dataclasses.replace(opened, annotations=tuple(annotations), relations=(*relations, *fresh.values()))


def _with_facts(document: Document, summary: DocumentSummary) -> Document:
    """Return *document* with what a list shows of it as *summary* has it."""
    facts = {name: getattr(summary, name) for name in ("title", "date", "language", "status", "split")}
    if all(getattr(document, name) == value for name, value in facts.items()):
        return document
    return dataclasses.replace(document, **facts)

"""A law of our data set: whatever was done to a project, it goes out and comes in as it is, and comes in once."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from annotator.errors import AnnotatorError
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.formats.tagset_toml import load_default
from annotator.model import claim_edits, claim_links, edits, record_edits, tag_edits
from annotator.model.annotation import STATES, Annotation, Relation, Span
from annotator.model.change import Alter, Change, Remove
from annotator.model.document import STATUSES, AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.store import Project
from tests.formats.documents import texts

PEOPLE = st.sampled_from(("Anna", "Zoë", "عمر"))
WORDS = texts(min_size=1, max_size=4)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False))
METADATA = st.dictionaries(
    st.sampled_from(("page", "Ursprung", "n ö", "a.b")),
    st.recursive(st.one_of(VALUES, st.none()), lambda inner: st.lists(inner, max_size=2), max_leaves=4),
    max_size=3,
)


class Work(RuleBasedStateMachine):
    """A person works on a project; at times, and at the end, its data set goes out and in again."""

    def __init__(self) -> None:
        super().__init__()
        self._held = tempfile.TemporaryDirectory()
        self.folder = Path(self._held.name)
        self.path = self.folder / "work.annotator"
        self.project = Project.create(self.path, load_default())
        self.rounds = 0

    def teardown(self) -> None:
        try:
            self.goes_round()
            self.is_released_twice()
        finally:
            self.project.close()
            self._held.cleanup()

    # --- what there is

    def one_of(self, data: st.DataObject, things: Sequence):
        return data.draw(st.sampled_from(things)) if things else None

    @property
    def documents(self) -> list[AnnotatedDocument]:
        return list(self.project.scan())

    def spans(self, data: st.DataObject, document: Document) -> tuple[Span, ...]:
        edges = sorted(data.draw(st.sets(st.integers(0, len(document.text)), min_size=2, max_size=4)))
        return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))

    def marks(self, *kinds: str) -> list[Annotation]:
        return [mark for each in self.documents for mark in each.annotations if not kinds or mark.kind in kinds]

    def do(self, change: Change | None, who: str = "Anna") -> None:
        if change is not None:
            with suppress(AnnotatorError):
                self.project.do(change, who)

    # --- what a person does

    @initialize(text=texts(min_size=2))
    def begin(self, text: str) -> None:
        self.import_a_file(text)

    @rule(text=texts(min_size=2))
    def import_a_file(self, text: str) -> None:
        path = self.folder / f"{new_id()}.txt"
        path.write_bytes(("A title\n\n" + text).encode())
        report = import_paths(self.path, [path], annotator="Anna")
        assert not report.failed
        path.unlink()

    @rule(data=st.data(), who=PEOPLE)
    def mark_words(self, data: st.DataObject, who: str) -> None:
        document = self.one_of(data, [each.document for each in self.documents])
        if document is not None and document.text:
            tag = data.draw(st.sampled_from(self.project.tag_set().tags))
            made = edits.new_annotation(document.id, tag, self.spans(data, document), who)
            self.do(edits.mark(document, [made]), who)

    @rule(data=st.data())
    def make_a_claim(self, data: st.DataObject) -> None:
        document = self.one_of(data, [each.document for each in self.documents])
        if document is None or not document.text:
            return
        tags = {tag.name: tag for tag in self.project.tag_set().tags}
        names = [next((n for n in tags if tags[n].kind == kind), None) for kind in ("claim", "entity", "cue")]
        if None in names:
            return
        claim, who, cue = (
            edits.new_annotation(document.id, tags[name], self.spans(data, document), "Anna") for name in names if name
        )
        self.do(edits.join(document, claim, {"claimant": who, "cue": cue}, new=(claim, who, cue)))

    @rule(data=st.data())
    def alter_a_mark(self, data: st.DataObject) -> None:
        mark = self.one_of(data, self.marks())
        if mark is None:
            return
        values = {
            "note": data.draw(WORDS), "state": data.draw(st.sampled_from(STATES)),
            "confidence": data.draw(st.none() | st.floats(0, 1)),
            "attributes": data.draw(st.dictionaries(WORDS, VALUES, max_size=2)),
        }  # fmt: skip
        name = data.draw(st.sampled_from(sorted(values)))
        self.do(Change(f"set {name}", [Alter(Annotation, mark.id, {name: values[name]})]))

    @rule(data=st.data())
    def move_retag_split_or_remove_a_mark(self, data: st.DataObject) -> None:
        found = [(each, mark) for each in self.documents for mark in each.annotations if mark.spans]
        if not found:
            return
        each, mark = data.draw(st.sampled_from(found))
        match data.draw(st.sampled_from(("move", "retag", "split", "merge", "remove"))):
            case "move":
                self.do(edits.move(mark, self.spans(data, each.document)))
            case "retag":
                kinds = [tag for tag in self.project.tag_set().tags if tag.kind != "document"]
                self.do(edits.retag(mark, data.draw(st.sampled_from(kinds))))
            case "split":
                with suppress(AnnotatorError):
                    offset = data.draw(st.integers(mark.start, mark.end))
                    self.do(edits.split(mark, offset, each.document.text, each.relations)[0])
            case "merge":
                others = [one for one in each.annotations if one.spans and one.tag == mark.tag and one.id != mark.id]
                if others:
                    self.do(edits.merge(mark, others[:1], each.document.text, each.relations))
            case _:
                self.do(edits.remove(mark))

    @rule(data=st.data())
    def relate_marks(self, data: st.DataObject) -> None:
        mine, other = self.one_of(data, self.marks()), self.one_of(data, self.marks())
        ways = claim_links.ways(self.project.tag_set(), mine.kind) if mine else []
        if other is not None and ways:
            self.do(claim_links.relate(mine, data.draw(st.sampled_from(ways)), [other.id]))

    @rule(data=st.data())
    def alter_or_take_away_a_relation(self, data: st.DataObject) -> None:
        link = self.one_of(data, [link for each in self.documents for link in each.relations])
        if link is None:
            return
        if data.draw(st.booleans()):
            self.do(Change("relation", [Alter(Relation, link.id, {"attributes": {"sure": data.draw(VALUES)}})]))
        else:
            self.do(claim_links.unrelate([link], link.type))

    @rule(data=st.data())
    def judge_a_claim(self, data: st.DataObject) -> None:
        claim = self.one_of(data, self.marks("claim"))
        if claim is not None:
            verdict = data.draw(st.sampled_from(("true", "false", "unchecked")))
            self.do(claim_edits.set_attribute(claim, "verdict", verdict, annotator="Zoë", today="2026-01-31"), "Zoë")

    @rule(data=st.data())
    def work_on_records(self, data: st.DataObject) -> None:
        marks = self.marks("entity")
        records = [each for each in self.project.records.all() if each.kind == "entity"]
        if not marks:
            return
        some = data.draw(st.lists(st.sampled_from(marks), min_size=1, max_size=3, unique_by=lambda mark: mark.id))
        act = data.draw(st.sampled_from(("new", "link", "unlink", "rename", "merge", "remove")))
        with suppress(AnnotatorError):
            if act == "new" or not records:
                made = record_edits.new_record("entity", data.draw(WORDS), tag="Person")
                self.do(record_edits.link(some, made, new=True))
                return
            record = data.draw(st.sampled_from(records))
            mentions = [mark.id for mark in marks if mark.record == record.id]
            match act:
                case "link":
                    self.do(record_edits.link(some, record))
                case "unlink":
                    self.do(record_edits.unlink(mentions, record))
                case "rename":
                    self.do(record_edits.rename(record, data.draw(WORDS)))
                case "merge" if len(records) > 1:
                    self.do(record_edits.merge(next(o for o in records if o.id != record.id), [record], mentions))
                case _:
                    self.do(record_edits.remove([record], mentions))

    @rule(data=st.data())
    def say_something_of_a_document(self, data: st.DataObject) -> None:
        document = self.one_of(data, [each.document for each in self.documents])
        if document is None:
            return
        values = {
            "title": data.draw(WORDS), "date": data.draw(st.sampled_from((None, "1917", "1917-11", "2026-01-31"))),
            "language": data.draw(st.sampled_from((None, "en", "ar"))), "metadata": data.draw(METADATA),
            "split": data.draw(st.sampled_from((None, "train", "test"))),
            "status": data.draw(st.sampled_from(STATUSES)),
        }  # fmt: skip
        name = data.draw(st.sampled_from(sorted(values)))
        self.do(Change(f"set {name}", [Alter(Document, document.id, {name: values[name]})]))

    @rule(data=st.data())
    def remove_a_document(self, data: st.DataObject) -> None:
        document = self.one_of(data, [each.document for each in self.documents])
        if document is not None:
            self.do(Change("remove article", [Remove(Document, document.id)]))

    @rule(data=st.data())
    def change_the_tag_set(self, data: st.DataObject) -> None:
        tags = self.project.tag_set()
        tag = data.draw(st.sampled_from(tags.tags))
        with suppress(AnnotatorError):
            if data.draw(st.booleans()):
                self.do(tag_edits.rename_tag(tags, tag, data.draw(WORDS)))
            else:
                self.do(tag_edits.add_tag(tags, tag.kind, data.draw(WORDS), "#123456")[0])

    @rule()
    def undo(self) -> None:
        with suppress(AnnotatorError):
            self.project.undo()

    @rule()
    def redo(self) -> None:
        with suppress(AnnotatorError):
            self.project.redo()

    # --- what holds

    @precondition(lambda self: self.rounds < 2)
    @rule()
    def goes_round(self) -> None:
        """It comes into an empty project as it is, and a second time not at all; it goes out again byte by byte."""
        self.rounds += 1
        out, again, other = (self.folder / f"{self.rounds}{end}" for end in (".jsonl", "-again.jsonl", ".annotator"))
        before = self.documents
        assert export(self.path, ExportRequest("jsonl"), out).documents == len(before)
        Project.create(other, self.project.tag_set()).close()

        report = import_paths(other, [out], annotator="Ben")
        assert (report.imported, report.duplicates, report.failed, report.noted) == (len(before), 0, [], [])
        with Project.open(other, write=False) as there:
            assert _ordered(there.scan()) == _ordered(before)
        export(other, ExportRequest("jsonl"), again)
        assert again.read_bytes() == out.read_bytes()

        for known in (other, self.path):
            report = import_paths(known, [out], annotator="Ben")
            assert (report.imported, report.duplicates, report.failed) == (0, len(before), [])
        export(self.path, ExportRequest("jsonl"), again)
        assert again.read_bytes() == out.read_bytes()

    def is_released_twice(self) -> None:
        """A release gives back a project, records and tag set and all, whose release is the same."""
        first, second, other = (self.folder / name for name in ("first", "second", "released.annotator"))
        export(self.path, ExportRequest("dataset"), first)
        Project.create(other, load_default()).close()
        report = import_paths(other, [first], annotator="Ben")
        assert (report.failed, report.noted) == ([], [])
        export(other, ExportRequest("dataset"), second)
        files, same = ({each.name: each.read_bytes() for each in folder.iterdir()} for folder in (first, second))
        assert files == same


def _ordered(documents) -> list[tuple[Document, dict[str, Annotation], dict[str, Relation]]]:
    return [
        (each.document.id, each.document.title, each.document.text, dict(each.document.metadata), each.document.date,
         each.document.language, each.document.status, each.document.split,
         {mark.id: mark for mark in each.annotations}, {link.id: link for link in each.relations})
        for each in sorted(documents, key=lambda each: each.document.id)
    ]  # fmt: skip


TestWork = Work.TestCase
TestWork.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)

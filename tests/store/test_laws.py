"""Laws: undo is the exact inverse of what was done, redo of that, and nobody's order of acting breaks a project."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag
from annotator.store import Project
from tests.store.conftest import TEXT, annotation, document, jsonl

PEOPLE = ("Anna", "Ben")
ACTS = tuple(
    "put parts claim alter move remove link across relink unlink retag status drop import tag newtag droptag kind "
    "type record erase".split()
)


class Dice:
    """Chooses, for the operations of one act, among what the project holds."""

    def __init__(self, project: Project, data: st.DataObject, who: str) -> None:
        self.project, self.data, self.who = project, data, who

    def one_of(self, things):
        return self.data.draw(st.sampled_from(list(things)))

    def span(self) -> tuple[int, int]:
        start = self.data.draw(st.integers(0, 40))
        return start, start + self.data.draw(st.integers(1, 20))

    def mark(self, document_id: str, *spans: tuple[int, int], **more) -> Annotation:
        return annotation(document_id, *spans, who=self.who, **more)

    def operations(self, act: str) -> list[Operation]:
        documents = [each.id for each in self.project.documents()]
        if act == "import" or not documents:
            return [Put(self.marked_document(documents))]
        if act in ("newtag", "droptag", "tag", "kind", "type"):
            return self.on_the_tag_set(act)
        here = self.one_of(documents)
        if act == "status":
            return [
                Alter(Document, here, {"status": self.one_of(["new", "open", "done"]), "metadata": {"n": self.span()}})
            ]
        if act == "drop":
            return [Remove(Document, here)]
        return self.on_marks(act, here, documents)

    def marked_document(self, documents: list[str]) -> AnnotatedDocument:
        made = document(f"New {new_id()[-4:]}", TEXT + new_id())
        claim = self.mark(made.document.id, (0, 5), tag="Statement", kind="claim")
        unknown = self.mark(made.document.id, (3, 8), (9, 12), tag=f"Tag {self.span()[0]}")
        ends = [mark.id for each in documents for mark in self.project.annotations(each)[0]] + [unknown.id]
        relation = Relation(new_id(), f"type {self.span()[0]}", claim.id, self.one_of(ends))
        return AnnotatedDocument(made.document, (claim, unknown), (relation,))

    def on_the_tag_set(self, act: str) -> list[Operation]:
        tags = self.project.tag_set().tags
        if act == "newtag":
            return [Put(Tag(new_id(), "entity", f"Tag {new_id()[-4:]}", "#123456"))]
        if act == "type":
            return [Put(RelationType(new_id(), f"type {new_id()[-4:]}"))]
        if act == "droptag":
            return [Remove(Tag, self.one_of(tags).id)]
        if act == "kind":
            return [Alter(Tag, self.one_of(tags).id, {"kind": "cue"})]
        start, end = self.span()
        return [Alter(Tag, self.one_of(tags).id, {"colour": f"#0000{start:02d}", "description": str(end)})]

    def on_marks(self, act: str, here: str, documents: list[str]) -> list[Operation]:
        start, end = self.span()
        marks, relations = self.project.annotations(here)
        if act == "parts":
            return [Put(self.mark(here, (start, end), (end + 1, end + 4), tag=self.entity_tag()))]
        if act == "claim":
            claim = self.mark(here, (start, end), tag="Statement", kind="claim")
            cue = self.mark(here, (end, end + 2), tag="Cue", kind="cue")
            return [Put(claim), Put(cue), Put(Relation(new_id(), "cue", claim.id, cue.id))]
        if act == "erase":
            return [Remove(Annotation, each.id) for each in marks]
        if act in ("relink", "unlink") and relations:
            relation = self.one_of(relations)
            if act == "unlink":
                return [Remove(Relation, relation.id)]
            return [Alter(Relation, relation.id, {"attributes": {"sure": start}})]
        if act == "put" or not marks:
            return [Put(self.mark(here, (start, end), tag=self.entity_tag()))]
        return self.on_one_mark(act, self.one_of(marks), marks, documents)

    def entity_tag(self) -> str:
        return next(each.name for each in self.project.tag_set().tags if each.kind == "entity")

    def on_one_mark(self, act: str, mark: Annotation, marks: tuple[Annotation, ...], documents: list[str]):
        start, end = self.span()
        if act == "move":
            return [Alter(Annotation, mark.id, {"spans": (Span(start, end), Span(end + 2, end + 3))})]
        if act == "alter":
            values = {"note": str(start), "attributes": {"value": end}, "state": "suggested", "confidence": 0.5}
            return [Alter(Annotation, mark.id, values)]
        if act == "retag":
            tag = self.one_of(self.project.tag_set().tags)
            return [Alter(Annotation, mark.id, {"tag": tag.name, "kind": tag.kind})]
        if act == "record":
            record = Record(new_id(), "entity", "Kim")
            return [
                Put(record),
                Alter(Annotation, mark.id, {"record": record.id}),
                Alter(Record, record.id, {"name": "K"}),
            ]
        if act in ("link", "across"):
            there = marks if act == "link" else self.project.annotations(self.one_of(documents))[0]
            if there and (types := self.project.tag_set().relation_types):
                return [Put(Relation(new_id(), self.one_of(types).name, mark.id, self.one_of(there).id))]
        return [Remove(Annotation, mark.id)]


@contextmanager
def begun() -> Iterator[Project]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "law.annotator", load_default()) as project,
    ):
        project.do(Change("begin", [Put(document()), Put(document("Other", TEXT + "!"))]), "Anna")
        yield project


def done(project: Project, act: str, who: str, data: st.DataObject) -> bool:
    """Do *act* unless it does not fit, such as to remove a tag that is in use."""
    before = project.last_change()
    with suppress(AnnotatorError):
        project.do(Change(act, Dice(project, data, who).operations(act)), who)
    return project.last_change() > before


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE)), min_size=1, max_size=12), st.data())
def test_as_many_undos_as_changes_give_the_same_project_and_redos_the_other(acts, data):
    with begun() as project:
        states = [(jsonl(project), project.tag_set())]
        for act, who in acts:
            if done(project, act, who, data):
                states.append((jsonl(project), project.tag_set()))
        for state in reversed(states[:-1]):
            assert project.undo().left == ()
            assert (jsonl(project), project.tag_set()) == state
        assert list(project.check()) == []
        for state in states[1:]:
            assert project.redo().left == ()
            assert (jsonl(project), project.tag_set()) == state
        assert list(project.check()) == []


MOVES = st.tuples(st.sampled_from((*ACTS, "undo", "redo", "undo", "redo")), st.sampled_from(PEOPLE))


@settings(max_examples=60)
@given(st.lists(MOVES, min_size=4, max_size=24), st.data())
def test_whatever_two_people_do_and_undo_in_between_the_project_stays_whole(moves, data):
    with begun() as project:
        for act, who in moves:
            if act == "undo":
                project.undo(who)
            elif act == "redo":
                project.redo(who)
            else:
                done(project, act, who, data)
            assert list(project.check()) == []


@settings(max_examples=40)
@given(st.lists(MOVES, min_size=2, max_size=16), st.sampled_from(PEOPLE), st.data())
def test_a_redo_right_after_an_undo_that_left_nothing_gives_the_project_before(moves, person, data):
    with begun() as project:
        for act, who in moves:
            if act == "undo":
                project.undo(who)
            elif act == "redo":
                project.redo(who)
            else:
                done(project, act, who, data)
        before = jsonl(project), project.tag_set()
        touched = project.undo(person)
        if touched is not None:
            redone = project.redo(person)
            if not touched.left:
                assert redone.left == ()
                assert (jsonl(project), project.tag_set()) == before

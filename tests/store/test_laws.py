"""Laws: any sequence of changes and as many undos gives the same project, byte for byte; redo likewise."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.store import Project
from tests.store.conftest import TEXT, annotation, document, jsonl

ACTS = tuple("put parts claim alter move remove link status drop import tag".split())


def operations(project: Project, act: str, dice: st.DataObject, who: str) -> list[Operation]:
    documents = project.documents()
    if act == "import" or not documents:
        return [Put(document(f"New {new_id()[-4:]}", TEXT + new_id()))]
    chosen = dice.draw(st.sampled_from(documents)).id
    opened = project.document(chosen)
    start = dice.draw(st.integers(0, 40))
    end = start + dice.draw(st.integers(1, 20))
    if act == "put":
        return [Put(annotation(chosen, (start, end), who=who))]
    if act == "parts":
        return [Put(annotation(chosen, (start, end), (end + 1, end + 4), tag="Group", who=who))]
    if act == "claim":
        claim = annotation(chosen, (start, end), tag="Statement", kind="claim", who=who)
        cue = annotation(chosen, (end, end + 2), tag="Cue", kind="cue", who=who)
        return [Put(claim), Put(cue), Put(Relation(new_id(), "cue", claim.id, cue.id))]
    if act == "status":
        status = dice.draw(st.sampled_from(["new", "open", "done"]))
        return [Alter(Document, chosen, {"status": status, "metadata": {"n": start}})]
    if act == "drop":
        return [Remove(Document, chosen)]
    if act == "tag":
        tag = project.tag_set().find("Person")
        return [Alter(type(tag), tag.id, {"colour": f"#0000{start:02d}", "description": str(end)})]
    if not opened.annotations:
        return [Put(annotation(chosen, (start, end), who=who))]
    mark = dice.draw(st.sampled_from(opened.annotations))
    if act == "move":
        return [Alter(Annotation, mark.id, {"spans": (Span(start, end), Span(end + 2, end + 3))})]
    if act == "alter":
        values = {"note": str(start), "attributes": {"value": end}, "state": "suggested", "confidence": 0.5}
        return [Alter(Annotation, mark.id, values)]
    if act == "link" and mark.kind == "claim":
        other = dice.draw(st.sampled_from(opened.annotations))
        return [Put(Relation(new_id(), "about", mark.id, other.id))]
    return [Remove(Annotation, mark.id)]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["Anna", "Ben"])), min_size=1, max_size=10), st.data())
def test_as_many_undos_as_changes_give_the_same_project_and_redos_the_other(acts, dice):
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "law.annotator", load_default()) as project,
    ):
        project.do(Change("begin", [Put(document()), Put(document("Other", TEXT + "!"))]), "Anna")
        states = [jsonl(project)]
        for number, (act, who) in enumerate(acts):
            project.do(Change(f"{number} {act}", operations(project, act, dice, who)), who)
            states.append(jsonl(project))
        for state in reversed(states[:-1]):
            assert project.undo().left == ()
            assert jsonl(project) == state
        assert list(project.check()) == []
        for state in states[1:]:
            assert project.redo().left == ()
            assert jsonl(project) == state
        assert list(project.check()) == []

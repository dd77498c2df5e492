"""Two people in one project: nobody's undo or redo takes away, or is stopped by, what the other did since."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Alter, Change, Remove
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import Tag
from annotator.store import Project
from tests.store.conftest import annotation, document, jsonl, put
from tests.store.test_laws import ACTS, PEOPLE, begun, done


def noted(project: Project, mark: Annotation, who: str, note: str) -> None:
    project.do(Change(f"note {note}", [Alter(Annotation, mark.id, {"note": note})]), who)


def test_what_a_colleague_did_again_is_spared_like_what_they_did(filled, first):
    mark = annotation(first, (0, 3))
    put(filled, mark)
    noted(filled, mark, "Ben", "sure?")
    filled.undo("Ben")
    filled.undo("Anna")
    filled.redo("Anna")
    filled.redo("Ben")
    touched = filled.undo("Anna")
    assert filled.annotation(mark.id).note == "sure?"
    assert "Ben" in touched.left[0]


def test_a_relation_that_a_colleague_did_again_holds_the_mark_it_leads_to(filled, first):
    claim, mark = annotation(first, (22, 47), tag="Statement", kind="claim"), annotation(first, (0, 3))
    put(filled, claim)
    put(filled, mark)
    relation = Relation(new_id(), "about", claim.id, mark.id)
    put(filled, relation, who="Ben")
    filled.undo("Ben")
    filled.undo("Anna")
    filled.redo("Anna")
    filled.redo("Ben")
    assert "Ben" in filled.undo("Anna").left[0]
    assert filled.annotations(first)[1] == (relation,)


def test_a_removal_is_not_done_again_over_what_a_colleague_did_since(filled, first):
    mark = annotation(first, (0, 3))
    put(filled, mark)
    noted(filled, mark, "Ben", "sure?")
    filled.undo("Ben")
    filled.do(Change("remove", [Remove(Annotation, mark.id)]), "Anna")
    filled.undo("Anna")
    filled.redo("Ben")
    touched = filled.redo("Anna")
    assert filled.annotation(mark.id).note == "sure?"
    assert "Ben" in touched.left[0]


def test_an_article_in_which_a_colleague_did_something_again_stays(filled):
    made = document("Third", "Third letter of Kim.")
    put(filled, made)
    mark = annotation(made.document.id, (0, 5), who="Ben")
    put(filled, mark, who="Ben")
    filled.undo("Ben")
    filled.undo("Anna")
    filled.redo("Anna")
    filled.redo("Ben")
    assert "“Third”" in filled.undo("Anna").left[0]
    assert filled.annotation(mark.id) == mark


def test_an_article_put_back_goes_again_if_nobody_touched_it(filled, first):
    put(filled, annotation(first, (0, 3)), annotation(first, (0, 3), (5, 8)), label="marks")
    filled.do(Change("remove", [Remove(type(document().document), first)]), "Ben")
    gone = jsonl(filled)
    filled.undo("Ben")
    assert filled.redo("Ben").left == ()
    assert jsonl(filled) == gone
    filled.undo("Ben")
    noted(filled, filled.annotations(first)[0][0], "Anna", "mine")
    assert "Anna" in filled.redo("Ben").left[0]
    assert list(filled.check()) == []


def stopped_by_nothing(project: Project, before: str) -> None:
    """Undo the last change of Anna, which cannot be set back, and find the one *before* it next."""
    touched = project.undo("Anna")
    assert len(touched.left) == 1
    assert "cannot be set back" in touched.left[0]
    assert project.undo_state("Anna").undo == before
    assert list(project.check()) == []


def test_a_name_taken_meanwhile_does_not_stop_the_undo_of_what_came_before(filled, first):
    person = filled.tag_set().find("Person")
    put(filled, annotation(first, (0, 3)), label="mark")
    filled.do(Change("rename", [Alter(Tag, person.id, {"name": "Human"})]), "Anna")
    put(filled, Tag(new_id(), "entity", "Person", "#123456"), who="Ben")
    stopped_by_nothing(filled, "mark")
    assert filled.tag_set().find("Human") is not None


def test_a_tag_or_record_gone_meanwhile_does_not_stop_the_undo_of_what_came_before(filled, first):
    ship, record = Tag(new_id(), "entity", "Ship", "#123456"), Record(new_id(), "entity", "Kim")
    mark = annotation(first, (0, 3), tag="Ship")
    put(filled, ship, record)
    put(filled, mark, label="mark")
    filled.do(Change("retag", [Alter(Annotation, mark.id, {"tag": "Person"})]), "Anna")
    filled.do(Change("remove Ship", [Remove(Tag, ship.id)]), "Ben")
    stopped_by_nothing(filled, "mark")
    filled.do(Change("known", [Alter(Annotation, mark.id, {"record": record.id})]), "Anna")
    filled.do(Change("unknown", [Alter(Annotation, mark.id, {"record": None})]), "Anna")
    filled.do(Change("remove Kim", [Remove(Record, record.id)]), "Ben")
    stopped_by_nothing(filled, "known")


def test_an_annotator_without_a_name_is_asked_for_one(filled, first):
    before = jsonl(filled)
    for nobody in ("", "  "):
        with pytest.raises(UsageError, match="needs a name"):
            put(filled, annotation(first, (0, 3)), who=nobody)
    assert jsonl(filled) == before


def marks_of(project: Project) -> dict[str, Annotation]:
    return {mark.id: mark for each in project.documents() for mark in project.annotations(each.id)[0]}


# the kind of a tag shows in every mark that has it, without being a change of the mark
DOING = st.tuples(st.sampled_from([act for act in ACTS if act != "kind"]), st.sampled_from(PEOPLE))
MARKING = st.tuples(st.sampled_from(["put", "alter", "alter", "remove", "drop"]), st.sampled_from(PEOPLE))
INVERTING = st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from(PEOPLE))


@settings(max_examples=60)
@given(
    st.one_of(
        # much to and fro over little is where it goes wrong
        st.tuples(st.lists(MARKING, min_size=2, max_size=4), st.lists(INVERTING, min_size=8, max_size=20)),
        st.tuples(st.lists(DOING | INVERTING, min_size=4, max_size=20)),
    ),
    st.data(),
)
def test_an_undo_or_redo_changes_only_marks_that_are_as_its_change_left_them(moves, data):
    with begun() as project:
        after = {next(project.history()).id: marks_of(project)}
        for act, who in (move for part in moves for move in part):
            before = marks_of(project)
            if act not in ("undo", "redo"):
                done(project, act, who, data)
            elif (project.undo if act == "undo" else project.redo)(who):
                left = after[next(project.history()).inverts]
                now = marks_of(project)
                for mark in before.keys() | now.keys():
                    if before.get(mark) != now.get(mark):
                        assert before.get(mark) == left.get(mark)
            after[next(project.history()).id] = marks_of(project)

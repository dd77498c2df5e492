"""What accepting passages would do, and that it does just that, as one change."""

import dataclasses

import pytest

from annotator.analysis.accepting import Source, plan
from annotator.analysis.elsewhere import Question, look
from annotator.formats.tagset_toml import load_default
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project

TEXTS = (
    "Kim Jong Un stated that a monument would be built in Pyongyang.",
    "KIM JONG UN said a monument would soon be built in Pyongyang. Kim Jong Un left.",
    "Nobody believed that a monument would be built in Pyongyang, said Kim Jong-Un.",
)
CLAIM = "a monument would be built in Pyongyang"
DATES = ("1950-03", "1951", "1949")


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "corpus.annotator", load_default()) as made:
        documents = [
            Document(f"d{number}", f"Article {number}", text, text_sha256(text), now(), DATES[number])
            for number, text in enumerate(TEXTS)
        ]
        made.do(Change("import", [Put(AnnotatedDocument(each)) for each in documents]), "AK")
        yield made


def mark(project, document, words, kind="entity", tag="Person"):
    start = TEXTS[int(document[1])].index(words)
    made = Annotation(new_id(), document, kind, tag, (Span(start, start + len(words)),), "AK", now(), now())
    project.do(Change("mark", [Put(made)]), "AK")
    return made


def passages(project, mark, words):
    question = Question(words, mark.kind, document=mark.document, spans=mark.spans)
    found = [each for answer in look(project, question) for each in answer.passages]
    return sorted(found, key=lambda each: each.rank)


def tag_of(project, mark):
    return project.tag_set().find(mark.tag, mark.kind)


def test_names_are_tagged_and_linked_to_a_new_record_together_with_the_one_asked_about(project):
    kim = mark(project, "d0", "Kim Jong Un")
    mark(project, "d1", "Kim Jong Un")
    made = plan(Source(kim, "Kim Jong Un"), passages(project, kim, "Kim Jong Un"), tag_of(project, kim), "link", "AK")

    assert made.sentence == "Tag 2 places as Person and link 3 to “Kim Jong Un”."
    project.do(made.change, "AK")
    (record,) = project.records.page("entity")
    assert (record.record.name, record.mentions) == ("Kim Jong Un", 4)
    assert [each.status for each in project.documents()] == ["new", "open", "open"]
    assert project.undo_state().undo == "tag 2 places as Person, link 3 to Kim Jong Un"

    project.undo()
    assert project.records.page("entity") == []
    assert project.statistics().annotations == 2


def test_what_is_so_already_and_what_is_linked_elsewhere_stays_as_it_is(project):
    kim, again, other = (
        mark(project, "d0", "Kim Jong Un"),
        mark(project, "d1", "Kim Jong Un"),
        mark(project, "d1", "KIM"),
    )
    record, somebody = (record_edits.new_record("entity", each) for each in ("Kim Jong Un", "Somebody"))
    project.do(record_edits.link([kim, again], record, new=True), "AK")
    project.do(record_edits.link([other], somebody, new=True), "AK")
    found = [each for each in passages(project, kim, "Kim Jong Un") if each.document == "d1"]
    made = plan(Source(kim, "Kim Jong Un", record=record), found, tag_of(project, kim), "link", "AK")

    assert made.sentence == "1 is so already. 1 is linked to another record and left so."
    assert made.size == 0
    assert list(made.change.operations) == []


def test_claims_are_marked_and_it_is_the_later_one_that_repeats(project):
    claim = mark(project, "d0", CLAIM, "claim", "Statement")
    marked = mark(project, "d1", "a monument would soon be built in Pyongyang", "claim", "Intention")
    found = passages(project, claim, CLAIM)
    source = Source(claim, CLAIM, "1950-03")
    made = plan(source, found, tag_of(project, claim), "repeats", "AK")

    assert made.sentence == "Tag 1 place as Statement and relate 2 by “repeats”."
    project.do(made.change, "AK")
    ends = {(each.relation.source, each.relation.target) for each in project.claims.linked(claim.id)}
    (fresh,) = [each for each in project.document("d2").annotations if each.kind == "claim"]
    assert ends == {(marked.id, claim.id), (claim.id, fresh.id)}

    known = dataclasses.replace(source, related=frozenset({marked.id, fresh.id}))
    again = plan(known, passages(project, claim, CLAIM), tag_of(project, claim), "repeats", "AK")
    assert again.sentence == "2 are so already."


def test_claims_may_be_one_statement_or_only_be_tagged(project):
    claim = mark(project, "d0", CLAIM, "claim", "Statement")
    found = passages(project, claim, CLAIM)

    assert (
        plan(Source(claim, CLAIM), found, tag_of(project, claim), "tag", "AK").sentence == "Tag 2 places as Statement."
    )
    made = plan(Source(claim, CLAIM), found, tag_of(project, claim), "link", "AK")
    assert made.sentence == f"Tag 2 places as Statement and link 2 to “{CLAIM}”."
    project.do(made.change, "AK")
    assert [each.mentions for each in project.records.page("claim")] == [3]

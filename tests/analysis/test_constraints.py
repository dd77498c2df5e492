from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.constraints import missing_parts, problems_of, summaries
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.constraint import Constraint
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256
from annotator.model.times import now

TEXT = "Kim said that it rained. The army marched on Monday. “No,” said the mayor."


def mark(name: str, kind: str, tag: str, *spans: tuple[int, int], **more) -> Annotation:
    return Annotation(name, "d", kind, tag, tuple(Span(*each) for each in spans), "A", now(), now(), **more)  # type: ignore[arg-type]


def document(*marks: Annotation, relations: tuple[Relation, ...] = (), text: str = TEXT) -> AnnotatedDocument:
    return AnnotatedDocument(Document("d", "T", text, text_sha256(text), now()), marks, relations)


def with_rules(*rules: Constraint) -> TagSet:
    return replace(load_default(), constraints=rules)


def sentences(found) -> list[str]:
    return [each.sentence for each in found]


def test_a_claim_without_claimant_and_cue_is_a_problem_of_each():
    found = problems_of(document(mark("c", "claim", "Statement", (14, 23))), load_default())

    assert sentences(found) == ["Statement “it rained” lacks a claimant", "Statement “it rained” lacks a cue"]
    assert [each.lacks for each in found] == ["claimant", "cue"]
    assert found[0].annotations == ("c",)
    assert found[0].spans == (Span(14, 23),)


def test_a_claim_with_both_parts_is_none():
    work = document(
        mark("p", "entity", "Person", (0, 3)),
        mark("u", "cue", "Cue", (4, 13)),
        mark("c", "claim", "Statement", (14, 23)),
        relations=(Relation("1", "claimant", "c", "p"), Relation("2", "cue", "c", "u")),
    )

    assert problems_of(work, load_default()) == []


def test_whoever_says_that_the_author_speaks_is_not_nagged():
    work = document(mark("c", "claim", "Statement", (14, 23), attributes={"source_kind": "author"}))

    assert problems_of(work, load_default()) == []


def test_what_is_only_suggested_or_rejected_is_not_looked_at():
    work = document(
        mark("a", "claim", "Statement", (14, 23), state="suggested"),
        mark("b", "claim", "Statement", (14, 23), state="rejected"),
    )

    assert problems_of(work, load_default()) == []


def test_a_date_within_a_person_is_told_once_with_both_places():
    work = document(mark("p", "entity", "Person", (0, 12), (14, 23)), mark("d", "entity", "Date", (2, 16)))

    (found,) = problems_of(work, load_default())

    assert found.annotations == ("d", "p")
    assert found.sentence == "Date “m said that it” overlaps Person “Kim said tha it rained”"


def test_marks_that_only_touch_are_apart():
    work = document(mark("p", "entity", "Person", (0, 3)), mark("d", "entity", "Date", (3, 8)))

    assert problems_of(work, load_default()) == []


def test_a_second_genre_is_one_too_many():
    genre = {"genre": "letter"}
    work = document(mark("a", "document", "Genre", attributes=genre), mark("b", "document", "Genre", attributes=genre))

    (found,) = problems_of(work, load_default())

    assert found.annotations == ("b",)
    assert found.sentence == "2 × Genre in one article, where at most 1 may be"


def test_a_required_attribute_that_is_not_said_is_a_problem():
    (found,) = problems_of(document(mark("a", "document", "Genre")), load_default())

    assert found.sentence == "Genre does not say its genre"
    assert found.lacks == "genre"


def test_relations_that_lead_elsewhere_than_their_rule_says_are_found():
    rule = Constraint("1", "only people", "joins", other=("entity:Person",), relations=("claimant",))
    work = document(
        mark("o", "entity", "Organization", (25, 33)),
        mark("p", "entity", "Person", (0, 3)),
        mark("c", "claim", "Statement", (14, 23)),
        relations=(Relation("1", "claimant", "c", "o"), Relation("2", "claimant", "c", "p")),
    )

    (found,) = problems_of(work, with_rules(rule))

    assert found.annotations == ("c", "o")
    assert found.sentence == "claimant leads to Organization “The army”, but may only lead to Person"


def test_the_kinds_of_a_relation_type_are_held_without_a_rule():
    work = document(
        mark("p", "entity", "Person", (0, 3)),
        mark("q", "entity", "Group", (25, 33)),
        relations=(Relation("1", "supports", "p", "q"),),
    )

    assert len(problems_of(work, with_rules())) == 2


def test_a_mark_beyond_its_sentence_is_found_and_one_within_is_not():
    rule = Constraint("1", "short", "one sentence", of=("claim",))
    work = document(mark("a", "claim", "Statement", (14, 33)), mark("b", "claim", "Statement", (25, 51)))

    assert [each.annotations for each in problems_of(work, with_rules(rule))] == [("a",)]


def test_an_attribute_can_stand_for_a_relation():
    rule = Constraint("1", "sourced", "needs", of=("claim",), relations=("claimant",), attributes=("topic",))
    work = document(
        mark("a", "claim", "Statement", (14, 23), attributes={"topic": "rain"}), mark("b", "claim", "Rule", (14, 23))
    )

    assert sentences(problems_of(work, with_rules(rule))) == ["Rule “it rained” lacks a claimant or topic"]


def test_many_problems_are_said_in_one_sentence_each():
    work = document(*(mark(str(n), "claim", "Statement", (14, 23)) for n in range(3)), mark("g", "document", "Genre"))

    assert summaries(problems_of(work, load_default())) == [
        "3 claims lack a claimant",
        "3 claims lack a cue",
        "1 Genre does not say its genre",
    ]


def test_a_form_is_told_what_its_mark_alone_lacks():
    claim = mark("c", "claim", "Statement", (14, 23))

    found = missing_parts(claim, [Relation("1", "cue", "c", "u"), Relation("2", "claimant", "x", "p")], load_default())

    assert [each.lacks for each in found] == ["claimant"]


@st.composite
def marked(draw: st.DrawFn) -> AnnotatedDocument:
    tags = st.sampled_from([("entity", "Date"), ("entity", "Person"), ("claim", "Statement")])
    made: list[Annotation] = []
    for number in range(draw(st.integers(0, 8))):
        kind, tag = draw(tags)
        start = draw(st.integers(0, 60))
        made.append(mark(str(number), kind, tag, (start, start + draw(st.integers(1, 12)))))
    return document(*made)


@given(marked())
def test_pairs_that_overlap_are_those_that_a_plain_search_finds(work):
    found = {
        frozenset(each.annotations)
        for each in problems_of(work, with_rules(Constraint("1", "x", "apart", ("entity:Date",), ("entity:Person",))))
    }

    dates = [each for each in work.annotations if each.tag == "Date"]
    people = [each for each in work.annotations if each.tag == "Person"]
    assert found == {
        frozenset((one.id, other.id))
        for one in dates
        for other in people
        if one.start < other.end > one.start and other.start < one.end
    }

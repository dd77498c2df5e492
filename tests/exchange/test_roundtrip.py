"""The round trip shows what a format keeps, mark by mark."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UsageError
from annotator.exchange.comparing import differences
from annotator.exchange.exporting import ExportRequest
from annotator.exchange.importing import import_paths
from annotator.exchange.roundtrip import round_trip
from annotator.exchange.samples import make_samples
from annotator.formats.features import EVERYTHING, without
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.store import Project

TEXT = "The mayor said that bread would be short."
TIME = "2026-01-31T09:00:00Z"


def mark(id_, tag, *spans, kind="entity", **more):
    return Annotation(id_, "d", kind, tag, tuple(Span(*each) for each in spans), "Anna", TIME, TIME, **more)


def document(*marks, relations=(), **more):
    made = Document("d", "Bread", TEXT, text_sha256(TEXT), TIME)
    return AnnotatedDocument(replace(made, **more), marks, tuple(relations))


MAYOR = mark("a", "Person", (4, 9))
CLAIM = mark("b", "Prediction", (20, 40), kind="claim")
PARTS = mark("c", "Statement", (0, 9), (20, 25), kind="claim")
BOTH = document(MAYOR, CLAIM, relations=[Relation("r", "claimant", "b", "a")])


def said(before, after, holds=EVERYTHING):
    return [(each.what, each.feature, each.declared) for each in differences(before, after, holds)]


def test_the_same_is_no_difference():
    assert said(BOTH, BOTH) == []


def test_a_mark_that_did_not_come_back_is_a_fault_unless_declared():
    assert said(BOTH, document(MAYOR)) == [("missing", "exact spans", False)]
    assert said(BOTH, document(MAYOR), without("claims", "relations")) == [("missing", "claims", True)]


def test_a_mark_that_came_back_elsewhere_is_shown_with_both_places():
    (found,) = differences(
        BOTH, document(replace(MAYOR, spans=(Span(4, 10),)), CLAIM, relations=BOTH.relations), EVERYTHING
    )

    assert (found.words, found.before, found.after) == ("mayor", "Person 4-9", "Person 4-10")
    assert found.feature == "exact spans"


def test_a_difference_shows_what_differs_and_not_what_is_alike():
    long = document(MAYOR, CLAIM, relations=BOTH.relations)
    text = TEXT[:6] + "\n" + TEXT[6:]
    others = replace(long.document, text=text, text_sha256=text_sha256(text), metadata={"a": "1", "b": [2]})
    mine = replace(long.document, metadata={"a": 1, "b": [2]})
    found = {
        each.feature: (each.before, each.after)
        for each in differences(replace(long, document=mine), replace(long, document=others), EVERYTHING)
    }
    assert found["metadata"] == ("a: 1", "a: 1")
    assert found["exact text"][0].startswith("at 6: …")
    assert "\\n" in found["exact text"][1]
    (lost,) = differences(BOTH, document(MAYOR, CLAIM), EVERYTHING)
    assert lost.before == "claimant to “mayor”"


def test_marks_without_ids_are_known_by_their_place():
    renamed = document(replace(MAYOR, id="x"), replace(CLAIM, id="y"), relations=[Relation("z", "claimant", "y", "x")])

    assert said(BOTH, renamed, without("annotation ids")) == [("altered", "annotation ids", True)] * 2


def test_the_parts_of_a_discontinuous_span_that_came_back_singly_are_told():
    parts = document(mark("x", "Statement", (0, 9), kind="claim"), mark("y", "Statement", (20, 25), kind="claim"))

    assert said(document(PARTS), parts, without("discontinuous", "annotation ids")) == [
        ("altered", "discontinuous", True),
        ("altered", "annotation ids", True),
        ("added", "discontinuous", True),
    ]


def test_marks_are_where_they_were_if_only_spaces_became_others():
    spaced = TEXT.replace("short.", "short .").replace("said that", "said\n\n that")
    moved = [replace(MAYOR), replace(CLAIM, spans=(Span(22, 42),))]
    other = document(*moved, relations=BOTH.relations, text=spaced)

    assert said(BOTH, other) == [("altered", "exact text", False)]


def test_a_mark_that_is_new_is_shown_with_the_words_that_it_has_now():
    other = document(MAYOR, CLAIM, mark("n", "Place", (0, 6)), relations=BOTH.relations, text="Kursk: " + TEXT)

    added = [each for each in differences(BOTH, other, EVERYTHING) if each.what == "added"]

    assert [each.words for each in added] == ["Kursk:"]


def test_a_lost_relation_is_told_once():
    assert said(BOTH, document(MAYOR, CLAIM)) == [("missing", "relations", False)]


def test_equal_marks_of_several_people_are_told_apart_by_what_they_are_joined_to():
    """One and the same claim of two people, each with a claimant of their own, comes back in another order."""

    def both(*names):
        marks = [mark(f"c{name}", "Prediction", (20, 40), kind="claim") for name in names]
        marks += [mark(f"p{name}", "Person", (4, 9)) for name in reversed(names)]
        return document(*marks, relations=[Relation(f"r{each}", "claimant", f"c{each}", f"p{each}") for each in names])

    found = differences(both("1", "2"), both("y", "x"), without("annotation ids"))

    assert {each.feature for each in found} == {"annotation ids"}


def test_parts_of_equal_marks_of_several_people_stay_with_their_own_claimants():
    def both(*names, parts):
        marks = [
            mark(f"c{name}{start}", "Prediction", *(part,), kind="claim") for name in names for start, part in parts
        ]
        marks += [mark(f"p{name}", "Person", (4, 9)) for name in reversed(names)]
        first = parts[0][0]
        links = [Relation(f"r{each}", "claimant", f"c{each}{first}", f"p{each}") for each in names]
        return document(*marks, relations=links)

    whole = document(
        *(mark(f"c{name}", "Prediction", (0, 3), (20, 40), kind="claim") for name in "12"),
        *(mark(f"p{name}", "Person", (4, 9)) for name in "12"),
        relations=[Relation(f"r{name}", "claimant", f"c{name}", f"p{name}") for name in "12"],
    )

    found = list(
        differences(whole, both("y", "x", parts=[("a", (0, 3)), ("b", (20, 40))]), without("ids", "discontinuous"))
    )

    assert not [each for each in found if each.feature == "relations"]
    assert [each.what for each in found if each.feature == "discontinuous"] == ["altered"] * 2 + ["added"] * 2


def test_a_mark_on_the_first_part_of_another_is_known_by_its_own_claimant():
    single, several = mark("b", "Statement", (0, 3), kind="claim"), replace(PARTS, spans=(Span(0, 3), Span(20, 25)))
    people = [mark("p", "Person", (4, 9)), mark("q", "Person", (10, 14))]
    links = [Relation("r", "claimant", "b", "q"), Relation("s", "claimant", "c", "p"), Relation("t", "about", "c", "q")]
    first, second = (replace(several, id=id_, spans=(span,)) for id_, span in zip("yz", several.spans, strict=True))
    theirs = [replace(link, source="y" if link.source == "c" else "x") for link in links]
    back = document(first, second, replace(single, id="x"), *people, relations=theirs)

    found = differences(document(single, several, *people, relations=links), back, without("ids", "discontinuous"))

    assert not [each for each in found if each.feature == "relations"]


def test_a_mark_that_was_cut_is_not_taken_for_its_neighbour_that_has_something_else_to_say():
    one, other = mark("a", "Person", (3, 9), note="he"), mark("b", "Person", (4, 9), note="she")
    cut = document(replace(one, id="x", spans=(Span(4, 9),)), replace(other, id="y"))

    found = differences(document(one, other), cut, without("annotation ids", "exact spans"))

    assert sorted({each.feature for each in found}) == ["annotation ids", "exact spans"]


def test_a_mark_in_the_place_of_a_part_of_another_is_known_by_what_it_says():
    whole, other = replace(PARTS, note="both"), mark("d", "Statement", (20, 25), kind="claim", note="own")
    parts = [replace(whole, id=id_, spans=(span,)) for id_, span in zip("xy", PARTS.spans, strict=True)]
    back = document(*(replace(each, annotator="whoever") for each in (*parts, replace(other, id="z"))))

    found = differences(document(whole, other), back, without("annotation ids", "annotators", "discontinuous"))

    assert sorted({each.feature for each in found}) == ["annotation ids", "annotators", "discontinuous"]


def test_of_equal_marks_what_was_accepted_is_the_one_that_came_back():
    marks = [mark("a", "Person", (4, 9), state="rejected"), mark("b", "Person", (4, 9))]

    assert said(document(*marks), document(replace(marks[1], id="x")), without("annotation ids", "states")) == [
        ("altered", "annotation ids", True),
        ("missing", "states", True),
    ]


def test_relations_that_say_something_else_or_came_from_nowhere_are_told():
    bare = [Relation("r", "claimant", "b", "a", {"sure": "yes"})]

    assert said(document(MAYOR, CLAIM, relations=bare), BOTH) == [("altered", "attributes", False)]
    assert said(document(MAYOR, CLAIM), BOTH) == [("added", "relations", False)]


def test_a_record_under_another_id_is_the_same_if_its_name_or_an_identifier_is():
    kim = Record("1", "entity", "Kim", identifiers=("wikidata:Q56226",))
    linked = [replace(MAYOR, id=each.id, record=each.id) for each in (kim, replace(kim, id="2", name="Kim Jong Un"))]
    one, other = (document(each) for each in linked)
    holds = without("annotation ids")

    def features(after):
        return [each.feature for each in differences(one, other, holds, lambda _: kim, lambda _: after)]

    assert features(replace(kim, id="2", name="Kim Jong Un")) == ["annotation ids"]
    assert features(Record("2", "entity", "Lee")) == ["records", "annotation ids"]


def test_documents_that_come_back_without_ids_and_titles_are_found_by_their_texts(tmp_path):
    path = tmp_path / "p.annotator"
    Project.create(path, load_default()).close()
    for name, text in (("a", ""), ("b", "Bread."), ("c", "")):
        (tmp_path / f"{name}.jsonl").write_text(f'{{"id": "{name}", "title": "T", "text": "{text}"}}\n')
    import_paths(path, [tmp_path / f"{name}.jsonl" for name in "abc"], annotator="Anna", format="jsonl")

    found = round_trip(path, ExportRequest("brat"))

    assert found.counts["exact text"] == 0


def test_what_is_said_of_the_document_is_compared():
    other = document(MAYOR, CLAIM, relations=BOTH.relations, title="Other", date="1917", status="done")

    assert [each.feature for each in differences(BOTH, other, EVERYTHING)] == ["titles", "dates", "statuses"]


@given(st.permutations([MAYOR, CLAIM, PARTS]))
def test_the_order_of_marks_makes_no_difference(marks):
    assert said(document(MAYOR, CLAIM, PARTS), document(*marks)) == []


def test_our_own_data_set_brings_back_everything(tmp_path):
    make_samples(tmp_path / "samples.annotator")

    found = round_trip(tmp_path / "samples.annotator", ExportRequest("jsonl"))

    assert found.exact
    assert (found.documents, found.annotations) == (12, 182)


def test_a_format_that_is_only_read_has_no_round_trip(tmp_path):
    make_samples(tmp_path / "samples.annotator")

    with pytest.raises(UsageError, match="only read; a round trip needs both"):
        round_trip(tmp_path / "samples.annotator", ExportRequest("article"))

"""How claims stand to each other: names from either end, and the acts."""

from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Put, Remove
from annotator.model.claim_edits import citations, set_attribute, with_citations
from annotator.model.claim_links import Way, relate, related_by, unrelate, ways


def claim(name: str, **attributes: str) -> Annotation:
    return Annotation(name, "d", "claim", "Statement", (Span(0, 4),), "AK", "", "", attributes)


def test_relations_between_claims_have_a_name_from_either_end_and_symmetric_ones_only_one():
    labels = [each.label for each in ways(load_default(), "claim")]
    assert labels[:5] == ["supports", "contradicts", "repeats", "corrects", "same claim"]
    assert {"supported by", "repeated by", "corrected by", "has as evidence", "evidence for"} == set(labels[5:])


def test_an_entity_can_only_be_evidence_for_a_claim():
    assert ways(load_default(), "entity") == [Way("evidence", False, "evidence for")]


def test_a_relation_begins_where_its_name_says():
    (to,) = relate(claim("a"), Way("supports", True, "supports"), ["b"]).operations
    (from_there,) = relate(claim("a"), Way("supports", False, "supported by"), ["b"]).operations
    assert isinstance(to, Put)
    assert isinstance(from_there, Put)
    assert (to.row.source, to.row.target) == ("a", "b")
    assert (from_there.row.source, from_there.row.target) == ("b", "a")


def test_a_symmetric_relation_is_known_from_both_ends():
    there = Relation("r", "contradicts", "b", "a")
    way = Way("contradicts", True, "contradicts")
    assert related_by([there], "a", way, "b", symmetric=True) == [there]
    assert related_by([there], "a", way, "b") == []
    assert unrelate([there], "contradicts").operations == [Remove(Relation, "r")]


def test_a_verdict_comes_with_who_gave_it_and_when_and_takes_both_along_when_it_goes():
    change = set_attribute(claim("a"), "verdict", "false", annotator="AK", today="2026-02-03")
    assert change is not None
    assert change.label == "set verdict of Statement"
    (alter,) = change.operations
    said = alter.values["attributes"]
    assert said == {"verdict": "false", "verdict_by": "AK", "verdict_date": "2026-02-03"}

    again = set_attribute(claim("a", **said), "verdict", "true", annotator="BM", today="2026-03-03")
    assert again is not None
    assert next(iter(again.operations)).values["attributes"] == {**said, "verdict": "true"}

    back = set_attribute(claim("a", **said), "verdict", "unchecked", annotator="AK", today="2026-03-03")
    assert back is not None
    assert next(iter(back.operations)).values["attributes"] == {"verdict": "unchecked"}


def test_citations_stand_one_a_line_and_none_twice():
    attributes = with_citations({}, ["https://example.org/1", " Gazette,  p. 3 ", "https://example.org/1", ""])
    assert citations(attributes) == ["https://example.org/1", "Gazette, p. 3"]
    assert with_citations(attributes, []) == {}

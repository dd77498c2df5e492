from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.hit_tagging import left_to_tag, plan_sentence
from annotator.model import edits
from annotator.model.annotation import Span
from annotator.model.ids import new_id
from annotator.model.tag import Tag

PERSON = Tag(new_id(), "entity", "Person", "#2f6fdf")
PLACE = Tag(new_id(), "entity", "Location", "#2f6fdf")
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda at: Span(at[0], at[0] + at[1])))


def marks(tag, spans, annotator="AK"):
    return [edits.new_annotation("d", tag, (span,), annotator) for span in spans]


@given(SPANS, SPANS)
def test_hits_inside_of_what_has_the_tag_are_left_out(hits, tagged):
    left = left_to_tag(hits, marks(PERSON, tagged), PERSON, "AK")
    assert left == [hit for hit in hits if not any(s <= hit.start and hit.end <= e for s, e in tagged)]


def test_other_tags_and_other_people_do_not_count():
    hit = [Span(3, 5)]
    assert left_to_tag(hit, marks(PLACE, hit) + marks(PERSON, hit, "BL"), PERSON, "AK") == hit


def test_the_plan_is_a_sentence():
    assert plan_sentence("Person", 17, 14) == "Tag 14 places as Person; 3 are tagged so already and left out."
    assert plan_sentence("Person", 2, 1) == "Tag 1 place as Person; 1 is tagged so already and left out."
    assert plan_sentence("Person", 1200, 1200) == "Tag 1,200 places as Person."
    assert plan_sentence("Person", 3, 0) == "All 3 are Person already."
    assert plan_sentence("Person", 1, 0) == "The only place is tagged as Person already."

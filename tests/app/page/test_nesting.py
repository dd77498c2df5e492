"""Claims within claims: what is part of what, and how far outer cards reach."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.app.page.nesting import depths, enclosing, holds, reaches
from annotator.model.annotation import Annotation, Span


def claim(name: str, *spans: tuple[int, int]) -> Annotation:
    return Annotation(name, "d", "claim", "Statement", tuple(Span(*each) for each in spans), "AK", "", "")


def test_the_smallest_claim_around_is_the_outer_one():
    whole, part, word = claim("whole", (0, 100)), claim("part", (20, 80)), claim("word", (30, 40))
    everything = [whole, part, word]
    assert enclosing(word, everything) is part
    assert enclosing(part, everything) is whole
    assert enclosing(whole, everything) is None


def test_claims_on_the_same_words_or_that_overlap_are_not_nested():
    one, same, over = claim("one", (0, 50)), claim("same", (0, 50)), claim("over", (40, 60))
    assert enclosing(one, [one, same, over]) is None
    assert enclosing(over, [one, same, over]) is None


def test_each_part_of_an_interrupted_claim_must_lie_in_the_outer_one():
    outer = claim("outer", (0, 20), (40, 60))
    assert holds(outer, claim("inside", (2, 10), (45, 50)))
    assert not holds(outer, claim("over the gap", (15, 45)))


def test_an_outer_card_reaches_to_the_last_card_in_it():
    within = {"b": "a", "c": "b", "d": "a"}
    assert depths("abcde", within) == {"a": 0, "b": 1, "c": 2, "d": 1, "e": 0}
    assert reaches("abcde", within) == {"a": ("d", 2), "b": ("c", 1)}


def test_a_card_behind_a_stranger_stands_alone():
    assert reaches("axb", {"b": "a"}) == {}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=12, unique=True))
def test_every_claim_lies_in_fewer_levels_than_there_are_claims(places: list[tuple[int, int]]):
    claims = [claim(str(n), (start, start + length)) for n, (start, length) in enumerate(places)]
    claims.sort(key=lambda each: (each.start, -each.end))
    within = {each.id: outer.id for each in claims if (outer := enclosing(each, claims)) is not None}
    found = depths([each.id for each in claims], within)
    assert all(found[inner] == found[outer] + 1 for inner, outer in within.items())
    assert all(level < len(claims) for level in found.values())

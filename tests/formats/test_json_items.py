"""Values in JSON files of other programs, read item by item however the file is laid out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.files import given_of
from annotator.formats.format import Remark
from annotator.formats.json_items import CHUNK, items

WORDS = st.text(st.sampled_from('a{}[]",:\\ \n😀é'), max_size=6)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("id{},"), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(VALUES, max_size=8), st.sampled_from([None, 0, 1, 4]), st.sampled_from([(",", ":"), (", ", ": ")]))
def test_a_list_gives_its_items_whatever_stands_between_them(values, indent, separators):
    text = json.dumps(values, indent=indent, separators=separators, ensure_ascii=False)

    assert [each for _, each in items(given_of(text.encode(), "a.json"))] == values


def test_items_have_the_line_on_which_they_begin():
    text = '[\n{"a": "}, {"},\n{"b":\n1},\n{"c": 1}, {"d": [{}, {}]},\n{"e": 1}\n]'

    found = list(items(given_of(text.encode(), "a.json")))

    assert found == [(2, {"a": "}, {"}), (3, {"b": 1}), (5, {"c": 1}), (5, {"d": [{}, {}]}), (6, {"e": 1})]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_item_that_is_broken_is_named_with_its_line(number):
    lines = ['{"a": 1},'] * 4
    lines[number - 1] = '{"a": wrong},'

    found = list(items(given_of(("[\n" + "\n".join(lines)).encode(), "a.json")))

    assert [each for _, each in found[:-1]] == [{"a": 1}] * (number - 1)
    line, remark = found[-1]
    assert isinstance(remark, Remark)
    assert remark.line == line == number + 1


def test_a_list_that_is_read_in_many_pieces_gives_the_same():
    values = [{"text": "}, {" * (number % 300), "of": [{}, {"a": number}]} for number in range(3000)]
    data = json.dumps(values).encode()

    assert len(data) > 4 * CHUNK
    assert [each for _, each in items(given_of(data, "a.json"))] == values


def test_a_number_that_nothing_can_hold_is_taken_as_a_near_one_or_named():
    found = [each for _, each in items(given_of(b'[{"a": 100000000000000000000}, {"b": 1e999}]', "a.json"))]

    assert found[0] == {"a": 1e20}
    assert isinstance(found[1], Remark)
    assert found[1].text == "1e999 is no number in JSON; put a number or null there: what follows was not read"

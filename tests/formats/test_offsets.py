"""Spans of a text as a file has it stay on their words when its line ends become ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.offsets import SpanMap, is_number, number_in
from annotator.model.text import normalise_line_ends

TEXTS = st.text(st.sampled_from("\r\n\r\nab😀é "), max_size=30)


@settings(max_examples=70)
@given(TEXTS, st.data(), st.booleans())
def test_a_span_keeps_its_words(given_text, data, utf16):
    start = data.draw(st.integers(0, max(0, len(given_text) - 1)))
    end = data.draw(st.integers(min(start + 1, len(given_text)), len(given_text)))
    if start == end:
        return
    width = 2 if utf16 else 4
    units = [len(given_text[:offset].encode("utf-16-le" if utf16 else "utf-32-le")) // width for offset in (start, end)]

    places = SpanMap(given_text, utf16=utf16)
    span = places.moved(*units)

    assert places.text == normalise_line_ends(given_text)
    assert places.given(*units) == (start, end)
    # half of a line end stands for the whole of it
    assert places.text[span.start : span.end] == normalise_line_ends(given_text[start:end])


@pytest.mark.parametrize(
    ("text", "is_one", "value"),
    [("12", True, 12), ("²", False, "²"), ("1" * 5000, False, "1" * 5000), ("-3", False, -3), ("1e3", False, 1000.0),
     ("1" * 19, False, 1111111111111111111.0), ("nan", False, "nan"), ("1e999", False, "1e999"), ("x", False, "x")],
)  # fmt: skip
def test_numbers_are_those_that_can_be_kept(text, is_one, value):
    assert is_number(text) == is_one
    assert number_in(text) == value

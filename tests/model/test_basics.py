"""Offsets in two units, ids that grow, dates that may be partial, and sentences in many scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Span, beginning_with, reading_order, span_fault
from annotator.model.ids import new_id
from annotator.model.segments import sentence_at, sentences, word_at
from annotator.model.text import Utf16Map, lone_surrogate, normalise_line_ends, text_sha256
from annotator.model.times import is_date, is_moment, now

TEXTS = st.text(st.sampled_from("aé😀👩‍🚀\u0301\n海") | st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
def test_code_points_and_utf16_units_convert_both_ways_at_every_place(text):
    places = Utf16Map(text)
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert places.to_units(offset) == units
        assert places.to_points(units) == offset


def test_a_place_inside_a_surrogate_pair_is_the_start_of_its_character():
    assert [Utf16Map("a😀b").to_points(units) for units in range(5)] == [0, 1, 1, 2, 3]


def test_ids_grow_are_unique_and_of_version_seven():
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert all(each[14] == "7" and each[19] in "89ab" and len(each) == 36 for each in ids)


@pytest.mark.parametrize("date", ["1917", "1917-11", "1917-11-07", "-0044", "2024-02-29"])
def test_whole_and_partial_dates_are_dates(date):
    assert is_date(date)


@pytest.mark.parametrize("date", ["", "17", "1917-13", "1917-02-30", "1917-1-1", "7 Nov 1917", "1917-11-07T00:00"])
def test_anything_else_is_no_date(date):
    assert not is_date(date)


def test_moments_are_utc_to_the_second_or_finer():
    assert is_moment(now())
    assert is_moment("2026-01-31T09:00:00.123Z")
    assert not is_moment("2026-01-31T09:00:00")
    assert not is_moment("2026-02-31T09:00:00Z")


@pytest.mark.parametrize(
    ("spans", "fault"),
    [
        ([], None),
        ([(0, 3), (3, 5)], None),
        ([(2, 2)], "must begin"),
        ([(-1, 2)], "must begin"),
        ([(0, 11)], "outside the text"),
        ([(0, 4), (3, 5)], "overlaps"),
        ([(5, 6), (1, 2)], "overlaps or precedes"),
    ],
)
def test_faults_of_spans_are_said(spans, fault):
    said = span_fault(tuple(Span(*span) for span in spans), 10)
    assert (said is None) if fault is None else (fault in said)


def test_annotations_are_read_by_start_then_the_longest_then_id():
    def mark(id_: str, *span: int) -> Annotation:
        return Annotation(id_, "d", "entity", "x", (Span(*span),) if span else (), "", "", "")

    marks = [mark("b", 0, 3), mark("c", 2, 4), mark("a", 0, 9), mark("d"), mark("aa", 0, 3)]
    assert [each.id for each in sorted(marks, key=reading_order)] == ["d", "a", "aa", "b", "c"]


def test_line_ends_fixity_and_lone_surrogates():
    assert normalise_line_ends("a\r\nb\rc\n\r") == "a\nb\nc\n\n"
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert lone_surrogate("ab\ud800") == 2
    assert lone_surrogate("ab😀") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Keller met J. S. Bach. He left.", ["Dr. Keller met J. S. Bach.", "He left."]),
        ("“Stop!” he said. Then silence.", ["“Stop!” he said.", "Then silence."]),
        ("Am 3. Mai kam er, z. B. Herr Dr. Weiß. Er ging.", ["Am 3. Mai kam er, z. B. Herr Dr. Weiß.", "Er ging."]),
        ("他来了。他走了！", ["他来了。", "他走了！"]),
        ("هل جاء؟ نعم جاء.", ["هل جاء؟", "نعم جاء."]),
        ("A line\nanother line", ["A line", "another line"]),
        ("It cost 3.50 crowns. Cheap.", ["It cost 3.50 crowns.", "Cheap."]),
        ("", []),
    ],
)
def test_sentences_are_told_in_many_scripts(text, parts):
    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text(st.sampled_from("ab .!?。\n“”"), max_size=60))
def test_sentences_are_in_order_and_lose_nothing_but_white_space(text):
    found = list(sentences(text))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    for start, end in found:
        assert sentence_at(text, start) == (start, end)


def test_a_word_is_found_with_its_apostrophe():
    assert word_at("the Dockers' don't", 15) == (13, 18)


SPANS = st.integers(0, 6).flatmap(lambda start: st.builds(Span, st.just(start), st.integers(start + 1, 9)))


@given(st.lists(st.lists(SPANS, max_size=1).map(tuple), max_size=12), st.lists(SPANS, max_size=1).map(tuple))
def test_marks_of_the_same_beginning_are_found_as_by_looking_at_all(made, spans):
    marks = [
        Annotation(f"a{number:02}", "d", "entity", "Person", each, "Anna", "", "") for number, each in enumerate(made)
    ]
    marks.sort(key=reading_order)
    start = [each.start for each in spans]
    assert list(beginning_with(marks, spans)) == [each for each in marks if [one.start for one in each.spans] == start]

"""How two wordings of one statement differ."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.wording import difference

sentence = st.lists(st.sampled_from(["the", "army", "will", "not", "leave", ",", "Kim", "说", "了"]), max_size=8).map(
    " ".join
)


def test_what_was_left_out_and_what_was_added_stand_in_their_places():
    assert [tuple(each) for each in difference("the army will leave Seoul", "the army will not\nleave")] == [
        ("same", "the army will "), ("new", "not "), ("same", "leave"), ("gone", " Seoul"),
    ]  # fmt: skip


def test_words_in_a_row_that_were_changed_are_read_as_one():
    assert [tuple(each) for each in difference("a large monument would be built", "monuments will be built")] == [
        ("gone", "a large monument would"), ("new", "monuments will"), ("same", " be built"),
    ]  # fmt: skip


def test_scripts_without_spaces_are_compared_by_character():
    assert [tuple(each) for each in difference("军队解放了", "军队占领了")] == [
        ("same", "军队"), ("gone", "解放"), ("new", "占领"), ("same", "了"),
    ]  # fmt: skip


@given(sentence, sentence)
def test_the_pieces_make_both_wordings(first, second):
    pieces = difference(first, second)

    assert "".join(each.text for each in pieces if each.sort != "gone") == second
    assert "".join(each.text for each in pieces if each.sort != "new") == first
    if first == second:
        assert all(each.sort == "same" for each in pieces)

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.analysis.quoting import quoted

MARKS = "\"'“”„‟«»‹›「」『』﹁﹂《》״‘’‚‛`,<>—–.!? \n"


@given(st.text(st.sampled_from(MARKS + "aZ5ש고不"), max_size=60), st.data())
@example("``a''", None)
def test_quoted_stretches_are_in_order_apart_within_the_text_and_within_a_paragraph(
    text: str, data: st.DataObject | None
):
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)

    regions = quoted(text, start, end)

    assert all(region.start < region.end for region in regions)
    assert all(one.end <= other.start for one, other in itertools.pairwise(regions))
    assert all(region.end > start and region.start < end for region in regions)
    assert all("\n" not in text[region.start : region.end] for region in regions)


def test_what_follows_an_unbalanced_quotation_is_read_anew():
    text = "“We left, and so it goes\nNobody saw “the lamp” there.\nWe ran,” he said."

    assert [text[each.start : each.end] for each in quoted(text, 0, len(text))] == [
        "We left, and so it goes",
        "the lamp",
        "We ran,",
    ]


def test_an_apostrophe_opens_nothing_and_closes_nothing():
    text = "The dockers’ wages weren’t paid, ’tis said, and the men's boots were the men’s."

    assert quoted(text, 0, len(text)) == []

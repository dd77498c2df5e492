"""Names of files are a set in its order, however many there are."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import many_names
from annotator.formats.many_names import ManyNames

NAMES = st.lists(st.text(max_size=4), max_size=20)


@given(NAMES, st.integers(0, 8))
def test_few_and_many_names_are_the_same_set(names, held):
    before, many_names.HELD = many_names.HELD, held
    try:
        found = ManyNames(names)
    finally:
        many_names.HELD = before

    assert list(found) == sorted(set(names))
    assert len(found) == len(set(names))
    assert all(name in found for name in names)
    assert "not there" not in found


def test_names_have_their_bytes_and_come_in_the_order_in_which_they_were_added():
    found = ManyNames()
    numbers = [(number * 7919) % 20_011 for number in range(20_000)]
    for number in numbers:
        found.add(str(number), b"%d" % number)
    found.add("0", b"other")

    assert found.get("19") == b"19"
    assert found.get("0") == b"other"
    assert found.get("20012") is None
    assert [name for name, _ in found.items() if name != "0"] == [str(number) for number in numbers if number]


def test_a_name_that_is_no_unicode_is_one():
    found = ManyNames(f"{number}\udcff" for number in range(6000))

    assert "5999\udcff" in found
    assert min(found) == "0\udcff"

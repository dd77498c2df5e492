"""A search says where the words are, whatever the text holds and whatever a person types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UsageError
from annotator.formats.tagset_toml import load_default
from annotator.store import Project
from annotator.store.scan import Selection
from tests.store.conftest import annotation, document, put


def places(project: Project, query: str) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in project.search(query)]


@pytest.mark.parametrize(
    "text",
    [
        "one\0two 😀 winter, and winter again",
        "marks \ue000\ue001 of our own \ue001\ue000 before winter, and winter\ue000 \ue001again",
        "\ue000\ue001\ue000 winter \ue001\ue000\ue001winter\0 winter",
        "e\u0301te\u0301 winter 冬 Winter",
        "winter",
    ],
)
def test_a_hit_is_where_the_word_is(project, text):
    put(project, document("Odd", text))
    found = places(project, "winter")
    assert found
    for start, end in found:
        assert text[start:end].casefold().startswith("winter")
    assert [hit.match.casefold()[:6] for hit in project.search("winter")] == ["winter"] * len(found)


def test_words_of_a_phrase_are_one_hit_and_its_beginning_may_have_a_star(project):
    put(project, document("One", "Kim Jong Un said. Jong Kim. Kim, Jong."))
    assert places(project, '"kim jong"') == [(0, 8), (28, 37)]
    assert places(project, "unwr*") == []
    assert places(project, "sai*") == [(12, 16)]


def test_every_word_must_be_there_and_each_is_shown(project):
    put(project, document("One", "Ships in winter"), document("Two", "Ships in summer"))
    assert [(hit.title, hit.match) for hit in project.search("winter ships")] == [
        ("One", "Ships"), ("One", "winter"),
    ]  # fmt: skip


TYPED = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="\"*^():-+{}\\'%_ \0\t\n\ud800;,.ANDORNOTEaé档", max_size=30),
    st.sampled_from(["NEAR(a b, 5)", "text: x", "^one", '"', '""', "a*b*", "NOT", "a AND"]),
)
LONG = {
    "words": "winter " * 3000, "letters": "a" * 100_000, "phrase": '"' + "x y " * 5000, "Chinese": "档" * 60_000,
}  # fmt: skip


def ask_everything(project: Project, query: str) -> None:
    assert len(list(project.search(query, limit=3))) <= 3
    project.documents(text=query)
    assert project.count_documents(text=query) <= 1
    assert project.count_documents(text=query, status="done") == 0
    assert project.count_scan(Selection(where=query)) <= 1


@settings(max_examples=40)
@given(st.lists(TYPED, min_size=1, max_size=20))
def test_whatever_is_typed_nothing_is_raised(tmp_path_factory, typed):
    with Project.create(tmp_path_factory.mktemp("typed") / "typed.annotator", load_default()) as project:
        put(project, document())
        for query in typed:
            ask_everything(project, query)


@pytest.mark.parametrize("name", LONG)
def test_whatever_is_pasted_nothing_is_raised(project, name):
    put(project, document())
    ask_everything(project, LONG[name])


def test_a_name_that_no_file_can_hold_fits_nothing(filled):
    for ask in (filled.find_document, filled.document, filled.summary, filled.annotation):
        with pytest.raises(UsageError, match="half of a character"):
            ask("\ud800")


def test_a_search_that_is_not_read_to_its_end_stops_nobody(filled, first, reopened):
    hits = filled.search("kim")
    next(hits)
    history = filled.history()
    next(history)
    documents = filled.scan()
    next(documents)
    other = reopened()
    put(other, annotation(first, (0, 3)), who="Ben")
    put(filled, annotation(first, (4, 8)))
    assert len(filled.document(first).annotations) == 2
    assert [hit.title for hit in hits] == ["Harbour Strike"]
    assert list(history) == []


def test_hits_come_in_the_order_of_the_documents(project):
    put(project, *[document(f"Letter {number}", f"winter {number} winter") for number in range(30)])
    hits = [(hit.title, hit.start) for hit in project.search("winter")]
    assert len(hits) == 60
    assert [title for title, _ in hits[::2]] == [f"Letter {number}" for number in range(30)]
    assert len(list(project.search("winter", limit=7))) == 7


def test_titles_are_found_whatever_their_case(project):
    put(project, document("Österreich im Winter"), document("100%_sure"))
    assert project.count_documents(text="österreich") == 1
    assert project.count_documents(text="ÖSTER") == 1
    assert project.count_documents(text="0%_") == 1
    assert project.count_documents(text="x%_") == 0

"""Which records a mention may mean: names, aliases, initials and spellings, among many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from annotator.analysis.record_candidates import SIMILAR, RecordFinder, RecordIndex, by_words, grams, normalised
from annotator.formats.tagset_toml import load_default
from annotator.model import record_edits
from annotator.store import Project
from annotator.store.records import Name

PEOPLE = (
    Name("kim", "entity", "Kim Jong Un", ("Marshal Kim", "金正恩")),
    Name("gorbachev", "entity", "Mikhail Gorbachev", ("Gorbatschow, Michail", "М. С. Горбачёв")),
    Name("smith", "entity", "John Smith", ()),
    Name("smythe", "entity", "John Smythe", ()),
    Name("jane", "entity", "Jane Smith", ()),
    Name("un", "entity", "United Nations", ("UN", "U.N.")),
    Name("rain", "claim", "It rained in Pyongyang on Monday", ()),
)


@pytest.fixture
def index() -> RecordIndex:
    return RecordIndex(PEOPLE)


@pytest.mark.parametrize(
    ("words", "record", "reason"),
    [
        ("KIM JONG-UN", "kim", "same name"),
        ("Marshal Kim", "kim", "alias"),
        ("金正恩", "kim", "alias"),
        ("Kim, Jong Un", "kim", "same name"),
        ("Jong Un Kim", "kim", "same words, other order"),
        ("Michail Gorbatschow", "gorbachev", "same words, other order"),
        ("m. с. горбачев".replace("m", "м"), "gorbachev", "alias"),
        ("Mikhail Gorbachov", "gorbachev", "similar 94 %"),
        ("M. Gorbachev", "gorbachev", "initials"),
        ("Gorbachev", "gorbachev", "part of the name"),
        ("Gorba", "gorbachev", "part of the name"),
        ("President Mikhail Gorbachev", "gorbachev", "name within the words"),
        ("u.n.", "un", "alias"),
    ],
)
def test_the_first_candidate_and_why(index, words, record, reason):
    found = index.candidates(words, "entity")[0]

    assert (found.record, found.reason) == (record, reason)


def test_candidates_are_ranked_and_named_once(index):
    found = index.candidates("J. Smith", "entity")

    assert [(each.name, each.reason) for each in found[:2]] == [("Jane Smith", "initials"), ("John Smith", "initials")]
    assert len({each.record for each in index.candidates("Kim", "entity")}) == len(index.candidates("Kim", "entity"))


def test_claims_are_found_among_claims_only(index):
    (found,) = index.candidates("It rained in Pyongyang on Tuesday", "claim")

    assert found.record == "rain"
    assert found.reason.startswith("similar ")
    assert index.candidates("It rained in Pyongyang on Monday", "entity") == []


def test_what_has_no_letters_finds_nothing(index):
    assert index.candidates(" … ", "entity") == []
    assert index.candidates("", "entity") == []


def test_a_name_of_signs_is_found_by_itself():
    assert RecordIndex([Name("x", "entity", "★★", ())]).candidates("★★", "entity")[0].record == "x"


def test_a_record_that_is_put_again_is_found_by_its_new_names_only(index):
    index.put(Name("smith", "entity", "Adam Smith", ()))
    index.remove("jane")

    assert [each.name for each in index.candidates("Smith", "entity")][:1] == ["Adam Smith"]
    assert "jane" not in {each.record for each in index.candidates("Jane Smith", "entity")}
    assert len(index) == len(PEOPLE) - 1


def slow(names, words):
    """Look at every name there is."""
    text = normalised(words)
    found = {}
    for each in names:
        for place, one in enumerate((each.name, *each.aliases)):
            name = normalised(one)
            if not grams(name) & grams(text):
                continue
            scores = [0.0]
            if name == text:
                scores.append(100)
            if reading := by_words(text.split(), name.split()):
                scores.append(reading.score)
            similar = fuzz.ratio(text, name)
            if similar >= SIMILAR and name != text:
                scores.append(min(similar, 96))
            if max(scores):
                found[each.record] = max(found.get(each.record, 0), max(scores) - (0.5 if place else 0))
    return found


word = st.text("abcé", min_size=1, max_size=5)
name = st.lists(word, min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(name, st.lists(name, max_size=2)), max_size=12), name)
def test_the_index_finds_what_a_look_at_every_name_finds(names, words):
    records = [Name(str(place), "entity", one, tuple(aliases)) for place, (one, aliases) in enumerate(names)]

    found = RecordIndex(records).candidates(words, "entity", limit=100)

    assert {each.record: each.score for each in found} == pytest.approx(slow(records, words))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_finder_keeps_up_with_the_project(tmp_path):
    with Project.create(tmp_path / "p.annotator", load_default()) as project:
        kim = record_edits.new_record("entity", "Kim Jong Un")
        project.do(record_edits.create([kim]), "Anna")
        finder = RecordFinder(project)

        def found(words):
            finder.catch_up(project)
            return [each.name for each in finder.candidates(words, "entity")]

        assert found("Kim Jong Un") == ["Kim Jong Un"]
        project.do(record_edits.rename(kim, "Kim Il Sung"), "Anna")
        assert found("Il Sung") == ["Kim Il Sung"]
        project.undo("Anna")
        assert found("Il Sung") == []
        project.do(record_edits.remove([kim], []), "Anna")
        assert found("Kim Jong Un") == []
        project.undo("Anna")
        assert found("Kim Jong Un") == ["Kim Jong Un"]

"""The acts on records, as the changes that both the window and the command line make."""

import pytest

from annotator.errors import UsageError
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Put, Remove
from annotator.model.people import Record


def mark(id_: str, kind: str = "entity", tag: str = "Person") -> Annotation:
    return Annotation(id_, "d", kind, tag, (Span(0, 3),), "Anna", "", "")  # pyright: ignore


KIM = Record("k", "entity", "Kim Jong Un", "Person", ("Kim",), ("wikidata:Q56226",))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wikidata:Q42", "wikidata:Q42"),
        (" Q42 ", "wikidata:Q42"),
        ("https://www.wikidata.org/wiki/Q42", "wikidata:Q42"),
        ("http://viaf.org/viaf/113230702/", "viaf:113230702"),
        ("https://d-nb.info/gnd/118540238", "gnd:118540238"),
        ("GND:118540238", "gnd:118540238"),
        ("https://example.org/people/7", "https://example.org/people/7"),
        ("urn:nbn:de:101:1-2019", "urn:nbn:de:101:1-2019"),
    ],
)
def test_an_identifier_is_a_scheme_and_its_text(typed, kept):
    assert record_edits.identifier(typed) == kept
    assert record_edits.identifier(kept) == kept


@pytest.mark.parametrize("typed", ["", "Douglas Adams", "42", "wikidata:", "wiki data:Q42"])
def test_what_is_no_identifier_is_refused_in_a_sentence(typed):
    with pytest.raises(UsageError, match="write scheme and value"):
        record_edits.identifier(typed)


def test_a_new_record_has_each_alias_once_and_never_its_name():
    made = record_edits.new_record("entity", " Kim\nJong Un ", aliases=["Kim", "", "Kim", "Kim  Jong Un"], note=" x ")

    assert (made.name, made.aliases, made.note) == ("Kim Jong Un", ("Kim",), "x")
    with pytest.raises(UsageError, match="needs a name"):
        record_edits.new_record("entity", " ")


def test_marks_are_linked_with_the_record_that_is_new_in_one_change():
    change = record_edits.link([mark("a"), mark("b")], KIM, new=True)

    assert change.label == "link 2 mentions to Kim Jong Un"
    assert list(change.operations) == [
        Put(KIM),
        Alter(Annotation, "a", {"record": "k"}),
        Alter(Annotation, "b", {"record": "k"}),
    ]


def test_a_claim_is_not_linked_to_a_person_and_a_cue_to_nothing():
    with pytest.raises(UsageError, match="record of an entity"):
        record_edits.link([mark("c", "claim", "Statement")], KIM)
    with pytest.raises(UsageError, match="only entities and claims"):
        record_edits.link([mark("c", "cue", "Cue")], KIM)


def test_the_names_of_merged_records_become_aliases_and_their_mentions_follow():
    other = Record("o", "entity", "Marshal Kim", None, ("Kim",), ("viaf:1", "wikidata:Q56226"), {"born": 1984}, "note")

    change = record_edits.merge(KIM, [other, KIM], ["m"])

    assert change.label == "merge 2 records into Kim Jong Un"
    assert list(change.operations) == [
        Alter(Annotation, "m", {"record": "k"}),
        Remove(Record, "o"),
        Alter(
            Record,
            "k",
            {
                "aliases": ("Kim", "Marshal Kim"),
                "identifiers": ("wikidata:Q56226", "viaf:1"),
                "attributes": {"born": 1984},
                "note": "note",
            },
        ),
    ]


def test_records_of_two_kinds_are_not_merged():
    with pytest.raises(UsageError, match="one kind"):
        record_edits.merge(KIM, [Record("c", "claim", "It rained")], [])


def test_a_split_takes_the_alias_that_is_its_name_along():
    change, second = record_edits.split(KIM, ["m"], "Kim")

    assert (second.name, second.kind, second.tag) == ("Kim", "entity", "Person")
    assert list(change.operations) == [
        Put(second),
        Alter(Annotation, "m", {"record": second.id}),
        Alter(Record, "k", {"aliases": ()}),
    ]
    with pytest.raises(UsageError, match="select the mentions"):
        record_edits.split(KIM, [], "Kim")


def test_a_new_name_is_no_alias_any_more():
    (alter,) = record_edits.rename(KIM, " Kim ").operations

    assert alter.values == {"name": "Kim", "aliases": ()}


def test_a_removed_record_leaves_its_mentions_unlinked():
    change = record_edits.remove([KIM], ["m"])

    assert list(change.operations) == [Alter(Annotation, "m", {"record": None}), Remove(Record, "k")]

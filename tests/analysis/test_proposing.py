"""What is proposed for a claim in each language, and how often it is right on the sample articles."""

import json

import pytest

from annotator.analysis.lexicon import guessed_language
from annotator.analysis.proposals import propose, quotation_of
from annotator.formats.jsonl import read_stream
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources


def entity(text: str, words: str, tag: str = "Person") -> Annotation:
    start = text.index(words)
    return Annotation(words, "d", "entity", tag, (Span(start, start + len(words)),), "A", "", "")


def proposed(text: str, claim: str, *entities: Annotation, language: str | None = None) -> tuple[str, str, str]:
    start = text.index(claim)
    found = propose(text, (Span(start, start + len(claim)),), entities, language)

    def words(candidates) -> str:
        return text[slice(*candidates[0].span)] if candidates else ""

    return words(found.cues), words(found.claimants), found.quotation


@pytest.mark.parametrize(
    ("text", "claim", "cue", "claimant"),
    [
        ("Ruth Keller said that the bridge was safe.", "the bridge was safe", "said that", "Ruth Keller"),
        ("The bridge, Keller did not deny, was old.", "was old", "did not deny", "Keller"),
        ("“It fell,” said Captain Thorne.", "It fell", "said", "Captain Thorne"),
        ("According to Anna Berg, the list is lost.", "the list is lost", "According to", "Anna Berg"),
        (
            "Der Müller Götz Prüß erklärte, dass der Damm bricht.",
            "der Damm bricht",
            "erklärte, dass",
            "Müller Götz Prüß",
        ),
        ("Laut Käthe Öhlmann war der Schaden lange bekannt.", "war der Schaden lange bekannt", "Laut", "Käthe Öhlmann"),
        ("Selon Jean Dupont, le port est fermé pour la saison.", "le port est fermé", "Selon", "Jean Dupont"),
        ("El alcalde Juan Pérez dijo que el puerto se abrirá.", "el puerto se abrirá", "dijo que", "Juan Pérez"),
        ("Иван Петров заявил, что порт откроют.", "порт откроют", "заявил, что", "Иван Петров"),
    ],
)
def test_cue_and_claimant_are_found_in_the_sentence_in_any_language_even_untold(text, claim, cue, claimant):
    found_cue, found_claimant, _ = proposed(text, claim)
    assert found_cue == cue
    assert found_claimant.endswith(claimant.split(maxsplit=1)[-1])


@pytest.mark.parametrize(
    ("text", "claim", "cue", "claimant"),
    [
        ("Section 12 states that no ship may leave.", "no ship may leave", "states that", "Section 12"),
        ("In Norhaven 40 people said that it rained.", "it rained", "said that", "Norhaven"),
        ("Mayor Ruth Keller of Norhaven said that it rained.", "it rained", "said that", "Ruth Keller"),
        ("The University of Norhaven said that the road was closed.", "the road was closed", "said that",
         "University of Norhaven"),
        ("Philip of Spain said that the fleet would sail.", "the fleet would sail", "said that", "Philip of Spain"),
        ("A spokeswoman for the Harbour Board said that the crane was old.", "the crane was old", "said that",
         "spokeswoman for the Harbour Board"),
        ("The historian Tobias Renner said that it rained.", "it rained", "said that", "Tobias Renner"),
        ("The mayor of Norhaven said that it rained.", "it rained", "said that", "mayor of Norhaven"),
        ("Artikel 5 besagt, dass kein Schiff der Stadt und des Landes den Hafen verlässt.",
         "kein Schiff der Stadt und des Landes den Hafen verlässt", "besagt, dass",
         "Artikel 5"),
    ],
)  # fmt: skip
def test_numbers_places_and_offices_are_told_from_names(text, claim, cue, claimant):
    assert proposed(text, claim)[:2] == (cue, claimant)


def test_scripts_without_capitals_take_what_is_marked():
    text = "部长王明表示，港口将重新开放。"
    assert proposed(text, "港口将重新开放", entity(text, "王明"))[:2] == ("表示", "王明")
    text = "قال سالم الخطيب إن الميناء سيفتح"
    assert proposed(text, "الميناء سيفتح", entity(text, "سالم الخطيب"))[1] == "سالم الخطيب"


def test_a_marked_person_goes_before_a_mere_name_and_the_subject_before_the_object():
    text = "On Monday Anders Voll told Ruth Keller that the gate was locked."
    people = (entity(text, "Anders Voll"), entity(text, "Ruth Keller"))
    assert proposed(text, "the gate was locked", *people)[1] == "Anders Voll"


@pytest.mark.parametrize(
    ("text", "claim", "quotation"),
    [
        ('"We will stay in the harbour," she said.', "We will stay in the harbour", "direct"),
        ("»Wir bleiben noch lange hier«, sagte sie.", "Wir bleiben noch lange hier", "direct"),
        ("He called it a “sacred mission” of all.", "sacred mission", "mixed"),
        ("She said that the “so-called list” was lost.", "the “so-called list” was lost", "mixed"),
        ("She said that the list was lost.", "the list was lost", "none"),
    ],
)
def test_quotation_marks_tell_direct_from_mixed(text, claim, quotation):
    start = text.index(claim)
    assert quotation_of(text, (Span(start, start + len(claim)),)) == quotation


def test_indirect_speech_needs_a_cue():
    assert proposed("She said that the list was lost.", "the list was lost")[2] == "indirect"
    assert proposed("The list was lost.", "The list was lost")[2] == "none"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Die Brücke ist gesperrt und das Land baut nicht.", "de"), ("Le port est fermé et la ville attend.", "fr"),
     ("порт закрыт", "ru"), ("港口开放", "zh"), ("الميناء", "ar"), ("", "en"), ("The port is shut.", "en")],
)  # fmt: skip
def test_the_language_is_guessed_where_none_is_given(text, language):
    assert guessed_language(text) == language


def test_the_first_proposal_is_mostly_right_on_the_sample_articles():
    right = {"cue": 0, "claimant": 0}
    total = {"cue": 0, "claimant": 0}
    with (resources() / "samples" / "annotated.jsonl").open("rb") as lines:
        for each in read_stream(lines, "annotated.jsonl", "A"):
            assert isinstance(each, AnnotatedDocument)
            by_id = {mark.id: mark for mark in each.annotations}
            entities = [mark for mark in each.annotations if mark.kind == "entity"]
            for claim in each.annotations:
                if claim.kind != "claim":
                    continue
                found = propose(each.document.text, claim.spans, entities, each.document.language)
                for kind, candidates in (("cue", found.cues), ("claimant", found.claimants)):
                    wanted = [by_id[r.target] for r in each.relations if r.source == claim.id and r.type == kind]
                    if wanted:
                        total[kind] += 1
                        right[kind] += bool(candidates) and candidates[0].span == wanted[0].spans[0]
    print(json.dumps({"right": right, "of": total}))
    assert right["cue"] >= 0.7 * total["cue"]
    assert right["claimant"] >= 0.7 * total["claimant"]

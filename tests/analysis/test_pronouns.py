"""Whom a pronoun means: proposed from the names before it, in five languages."""

import pytest

from annotator.analysis.pronouns import antecedents
from annotator.model.annotation import Annotation, Relation, Span

CASES = [
    ("en", "[Marta Lindqvist] met [Aldous Merrick], the chairman of the Board. <She> said the talks had failed.",
     "Marta Lindqvist"),
    ("en", "[Marta Lindqvist] met Mr [Merrick] in the Fish Hall. <He> said the talks had failed.", "Merrick"),
    ("en", "[Valery Gerasimov] reported to President [Vladimir Putin]. According to <him>, help came.",
     "Valery Gerasimov"),
    ("en", "[Anna Hall]'s brother wrote to Captain [Joao Teles]. Mrs [Hall] waited. <She> said nothing came.", "Hall"),
    ("de", "Bürgermeisterin [Anna Weiß] sprach mit Direktor [Karl Prüß]. <Sie> forderte, dass das Land zahlt.",
     "Anna Weiß"),
    ("de", "Bürgermeisterin [Anna Weiß] sprach mit Direktor [Karl Prüß]. <Er> forderte, dass das Land zahlt.",
     "Karl Prüß"),
    ("fr", "L’historienne [Odile Ferrand] a écrit à M. [Marchand]. <Il> a promis de recevoir le syndicat.", "Marchand"),
    ("fr", "L’historienne [Odile Ferrand] a écrit à M. [Marchand]. <Elle> a ajouté que tout irait bien.",
     "Odile Ferrand"),
    ("es", "La alcaldesa [Ana Ruiz] habló con el ministro [Pedro Gil]. <Ella> dijo que el puerto abriría.", "Ana Ruiz"),
    ("es", "La alcaldesa [Ana Ruiz] habló con el ministro [Pedro Gil]. <Él> dijo que el puerto abriría.", "Pedro Gil"),
    ("ru", "Инженер [Ольга Белова] встретила купца [Алексея Воронина]. <Она> потребовала завести журнал.",
     "Ольга Белова"),
    ("ru", "Инженер [Ольга Белова] и сторож [Фёдор Лапин] осмотрели сваи. <Он> утверждал, что огня не было.",
     "Фёдор Лапин"),
]  # fmt: skip


def read(marked: str) -> tuple[str, list[Annotation], Span]:
    """Return the text of *marked*, the persons in square brackets, and the pronoun in angle brackets."""
    text, persons, pronoun, start = "", [], Span(0, 0), 0
    for letter in marked:
        if letter in "[<":
            start = len(text)
        elif letter == "]":
            spans = (Span(start, len(text)),)
            persons.append(Annotation(f"p{len(persons)}", "d", "entity", "Person", spans, "AK", "", ""))
        elif letter == ">":
            pronoun = Span(start, len(text))
        else:
            text += letter
    return text, persons, pronoun


@pytest.mark.parametrize(("language", "marked", "meant"), CASES)
def test_the_person_meant_is_proposed_first(language: str, marked: str, meant: str):
    text, persons, pronoun = read(marked)
    found = antecedents(text, pronoun, persons, [], language)
    assert text[found[0].span.start : found[0].span.end] == meant
    assert found[0].annotation is not None


def test_what_is_no_pronoun_means_nobody_else():
    text, persons, _ = read("[Marta Lindqvist] spoke. <Merrick> said no.")
    assert antecedents(text, Span(text.index("Merrick"), text.index("Merrick") + 7), persons, [], "en") == ()


def test_a_pronoun_of_which_it_is_known_is_not_asked_about_again():
    text, persons, pronoun = read("[Marta Lindqvist] spoke. <She> said no.")
    she = Annotation("she", "d", "entity", "Person", (pronoun,), "AK", "", "")
    known = [Relation("r", "same as", "she", "p0")]
    assert antecedents(text, pronoun, [*persons, she], known, "en") == ()


def test_who_was_he_before_is_not_she():
    text, persons, pronoun = read("[Kim] met [Lee]. He spoke. <She> said no.")
    he = text.index("He ")
    marks = [*persons, Annotation("he", "d", "entity", "Person", (Span(he, he + 2),), "AK", "", "")]
    found = antecedents(text, pronoun, marks, [Relation("r", "same as", "he", "p0")], "en")
    assert [text[each.span.start : each.span.end] for each in found] == ["Lee"]


def test_they_are_rather_a_body_or_a_group_than_one_person():
    text, persons, pronoun = read("[Anna Hall] met the [Dockers]. <They> said no.")
    group = Annotation("g", "d", "entity", "Group", persons[1].spans, "AK", "", "")
    assert antecedents(text, pronoun, [persons[0], group], [], "en")[0].annotation == "g"


def test_without_marks_names_are_proposed_and_none_is_forced():
    text, _, pronoun = read("Valery Gerasimov reported to the press. According to <him>, help came.")
    found = antecedents(text, pronoun, [], [], "en")
    assert text[found[0].span.start : found[0].span.end] == "Valery Gerasimov"
    assert found[0].annotation is None
    assert antecedents("<He> said so.".replace("<", "").replace(">", ""), Span(0, 2), [], [], "en") == ()


def test_a_long_text_costs_no_more_than_a_short_one():
    text, persons, pronoun = read("[Marta Lindqvist] spoke. " + "Nothing more was said. " * 400 + "<She> said no.")
    assert antecedents(text, pronoun, persons, [], "en") == ()

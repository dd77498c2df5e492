"""Verbs that no list of words has are proposed by where they stand, and only there."""

import pytest

from annotator.analysis.lexicon import lexicon
from annotator.analysis.proposals import propose
from tests.analysis.test_proposals import first_proposal, parsed

BY_PLACE = [
    ("en", "“[It is a disgrace],” {thundered} the <member for Hull>."),
    ("en", "The <crew> {gainsaid that} [the hatch was open]."),
    ("en", "The <bishop> {appealed for} [calm]."),
    ("en", "The <ambassador> {brushed aside} [reports of a split]."),
    ("en", "<He> {refused to accept that} [the bank had failed]."),
    ("en", "“[We were sold],” {spat} Mrs. <Oduya>."),
    ("de", "„[Es ist eine Schande]“, {donnerte} der <Abgeordnete> aus Kiel."),
    ("de", "Der <Pfarrer> {orakelte}, [der Fluss werde steigen]."),
    ("de", "<Er> {wollte nicht glauben, dass} [die Bank gescheitert war]."),
    ("de", "<Beamte des Hafens> {bezifferten} [den Schaden auf vierzigtausend Mark]."),
    ("fr", "« [C’est une honte] », {tonna} le <député de Brest>."),
    ("fr", "<Il> {refusa d’admettre que} [la banque avait fait faillite]."),
    ("fr", "Le <curé> {prophétisa que} [le fleuve monterait]."),
    ("es", "«[Es una vergüenza]», {tronó} el <diputado> por Cádiz."),
    ("es", "<Él> {se negó a aceptar que} [el banco hubiera quebrado]."),
    ("ru", "«[Это позор]», — {прогремел} <депутат> от Рязани."),
    ("ru", "<Священник> {пророчил, что} [река поднимется]."),
]
BESIDE_OTHERS = [
    # who is quoted by somebody else does not say it here
    ("de", "Unter Berufung auf einen Diplomaten {schrieb} das <Blatt>, [der Gesandte sei abberufen worden]."),
    # what stands between commas is no part of who speaks
    ("en", "The <inventor of the pump>, long since retired, {maintains that} [it never leaked]."),
    ("es", "El <ayuntamiento>, en una carta al ministerio, {protestó que} [no había llegado dinero]."),
    ("ru", "<Елена Брандт>, главный экономист банка, {предостерегла, что} [ставки могут вырасти]."),
    # a dative is no part of a name
    ("de", "[Die Löhne würden nicht gekürzt], {versicherte} <Hartmann> den Streikenden."),
    ("ru", "{По мнению} <Счётной палаты>, [деньги потратили впустую]."),
]
AUTHORS_OWN = [
    ("en", "The winter of 1917 brought hunger, and [the bakeries closed one after another]."),
    ("en", "In the spring [the barges returned]."),
    ("en", "The mill burned down; [nobody was hurt]."),
    ("en", "When the ice broke, [the harbour filled with ships]."),
    ("en", "[The mill burned down], the roof fell."),
    ("en", "Prices rose, so [many families left]."),
    ("en", "She walked home, [tired and cold]."),
    ("de", "Als das Eis brach, [füllte sich der Hafen]."),
    ("de", "Die Preise stiegen, sodass [viele Familien fortzogen]."),
    ("fr", "Quand la glace céda, [le port se remplit]."),
    ("es", "[El molino ardió], el techo se hundió."),
    ("ru", "[Мельница сгорела], крыша рухнула."),
    ("ru", "Когда лёд тронулся, [порт наполнился судами]."),
]


@pytest.mark.parametrize(("language", "example"), BY_PLACE + BESIDE_OTHERS)
def test_the_first_enter_takes_cue_and_claimant(language: str, example: str):
    first_proposal(language, example)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru"])
def test_the_verbs_that_are_known_by_their_place_are_in_no_list(language: str):
    verb = lexicon(language).verb
    unlisted = ["thundered", "gainsaid", "orakelte", "bezifferten", "prophétisa", "tronó", "прогремел", "пророчил"]
    assert [each for each in unlisted if verb.fullmatch(each)] == []


@pytest.mark.parametrize(("language", "example"), AUTHORS_OWN)
def test_what_the_author_tells_gets_no_cue(language: str, example: str):
    text, parts = parsed(example)
    proposal = propose(text, (parts["["],), [], language)
    assert (proposal.cues, proposal.claimants) == ((), ())

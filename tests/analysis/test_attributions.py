"""The first proposal for claims as they stand in papers and books, one sentence each, nothing marked."""

import tomllib
from pathlib import Path

import pytest

from annotator.analysis.proposals import propose
from annotator.model.annotation import Span
from tests.analysis.test_proposals import first_proposal, parsed, words

_READ = tomllib.loads(Path(__file__).with_name("attributions.toml").read_text("utf-8"))["language"]
EXAMPLES = [(each["language"], example) for each in _READ for example in each["claims"]]


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_the_first_enter_takes_the_cue_and_claimant_that_a_reader_would(language: str, example: str):
    first_proposal(language, example)


def test_the_head_of_a_long_subject_goes_before_the_names_that_say_more_of_it():
    text = "An expert report commissioned by the Ministry of Works found that the bolts were corroded."
    ministry = text.index("Ministry")

    proposal = propose(text, (Span(text.index("the bolts"), len(text) - 1),), [], "en")

    assert [words(text, each.span) for each in proposal.claimants] == ["expert report", "Ministry of Works"]
    assert proposal.claimants[0].tag == "Work"
    assert ministry == proposal.claimants[1].span.start


def test_two_who_speak_together_are_one_claimant_and_a_group():
    text, parts = parsed("Smith and Jones both {claim that} [they were never paid].")

    proposal = propose(text, (parts["["],), [], "en")

    assert words(text, proposal.claimants[0].span) == "Smith and Jones"
    assert proposal.claimants[0].tag == "Group"


def test_a_quotation_behind_an_elided_word_is_one():
    text, parts = parsed("Le journal qualifie le raid d’« [acte de piraterie] ».")

    assert propose(text, (parts["["],), [], "fr").quotation == "mixed"

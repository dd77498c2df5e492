"""Claims that say much the same are found by the words they share."""

from annotator.analysis.similar_claims import ranked

CLAIMS = [
    ("soon", "Soon, in our capital, a monument will be erected in honour of the heroic sons"),
    ("strike", "the strike was caused by a roster that nobody had read"),
    ("built", "a monument would be built in the capital to honour the soldiers"),
    ("accents", "Étienne a démenti toute fermeture"),
]


def test_the_most_similar_claim_comes_first_and_strangers_are_left_out():
    found = ranked("a monument would be built in the capital for the soldiers", CLAIMS, limit=5)
    assert found[0].claim == "built"
    assert "strike" not in [each.claim for each in found]


def test_case_accents_and_punctuation_make_no_difference():
    assert ranked("ETIENNE A DEMENTI, toute fermeture!", CLAIMS, limit=1)[0].score == 100


def test_nothing_is_similar_to_no_words():
    assert ranked(" … ", CLAIMS, limit=5) == []


def test_no_more_are_given_than_wanted():
    many = [(str(n), "the port was closed on Monday") for n in range(50)]
    assert len(ranked("the port was closed", many, limit=7)) == 7

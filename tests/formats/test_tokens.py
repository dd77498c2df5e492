"""Tokens: what each tokenizer cuts, what spans become, and labels in every scheme."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.ledger import Ledger
from annotator.formats.registry import named_format
from annotator.formats.tokens import (
    SCHEMES,
    SENTENCES,
    TOKENIZERS,
    Chains,
    Labels,
    flat,
    in_sentences,
    labels_of,
    layered,
    placed,
    tokenise,
)
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, TIME, texts


def words(text: str, tokenizer: str = "words", sentences: str = "rules") -> list[list[str]]:
    tokens = tokenise(text, tokenizer, sentences)
    return [[tokens.words(number) for number in range(*each)] for each in tokens.sentences]


def marked(text: str, *spans: list[tuple[int, int]], kind="entity", tag="Person") -> AnnotatedDocument:
    marks = tuple(
        Annotation(f"a{number}", "d", kind, tag, tuple(Span(*each) for each in parts), "Zoë", TIME, TIME)
        for number, parts in enumerate(spans)
    )
    return AnnotatedDocument(Document("d", "t", text, text_sha256(text), TIME), marks)


def test_words_and_marks_are_tokens():
    assert words("He said: “It can’t be 2,300.” So what?") == [
        ["He", "said", ":", "“", "It", "can’t", "be", "2,300", ".", "”"],
        ["So", "what", "?"],
    ]


def test_a_character_keeps_its_marks_and_joined_ones_stay_together():
    assert words("東京 e\u0301 👨\u200d👩\u200d👧!", "characters") == [
        ["東", "京", "e\u0301", "👨\u200d👩\u200d👧", "!"]
    ]
    assert words("a-b  c.\nd", "whitespace", "lines") == [["a-b", "c."], ["d"]]
    assert words("One. Two.", "whitespace", "none") == [["One.", "Two."]]


@given(texts(), st.sampled_from(list(TOKENIZERS)), st.sampled_from(SENTENCES))
def test_tokens_hold_all_but_white_space_in_order_and_sentences_hold_all_tokens(text, tokenizer, sentences):
    tokens = tokenise(text, tokenizer, sentences)

    assert "".join(map(tokens.words, range(len(tokens.spans)))) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(tokens.spans))
    assert [number for each in tokens.sentences for number in range(*each)] == list(range(len(tokens.spans)))
    assert tokenise(text, tokenizer, sentences) == tokens


def test_an_edge_inside_of_a_word_is_moved_outwards_and_counted():
    each = marked("Kim Jong Un came", [(0, 6)], [(9, 11)], [(3, 4)])
    ledger = Ledger()

    found = placed(each, each.annotations, tokenise(each.document.text), ledger)

    assert [(one.first, one.last, one.exact) for one in found] == [(0, 2, False), (2, 3, True)]
    assert [loss.sentence for loss in ledger] == [
        "1 span widened to whole tokens",
        "1 span left out: no token inside",
    ]


def test_of_what_shares_a_token_the_longest_stays_and_the_rest_is_counted():
    each = marked("a b c d e", [(0, 5)], [(4, 9)], [(0, 1)], [(6, 7)])
    ledger = Ledger()

    found = flat(each, placed(each, each.annotations, tokenise(each.document.text), ledger), ledger)

    assert [(one.first, one.last) for one in found] == [(0, 3), (3, 4)]
    assert [loss.sentence for loss in ledger] == [
        "2 overlapping annotations left out: one label a token; the longest stays"
    ]


def test_parts_are_marks_of_their_own_and_so_is_what_goes_over_the_end_of_a_sentence():
    each = marked("One two. Three four.", [(0, 3), (9, 14)], [(4, 14)])
    ledger = Ledger()
    tokens = tokenise(each.document.text)

    found = placed(each, each.annotations, tokens, ledger)
    assert [(one.first, one.last) for one in found] == [(0, 1), (1, 4), (3, 4)]
    cut = in_sentences(each, found, tokens, ledger)
    assert [(one.first, one.last) for one in cut] == [(0, 1), (1, 3), (3, 4), (3, 4)]
    assert [loss.feature for loss in ledger] == ["discontinuous", "exact spans"]
    kept, rest = layered(found)
    assert ([one.first for one in kept], [one.first for one in rest]) == ([0, 1], [3])


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("BIO", "B-A I-A B-A O B-B"),
        ("IOB1", "I-A I-A B-A O I-B"),
        ("BIOES", "B-A E-A S-A O S-B"),
        ("BILOU", "B-A L-A U-A O U-B"),
    ],
)
def test_labels_in_each_scheme(scheme, expected):
    assert labels_of([(0, 2, "A"), (2, 3, "A"), (4, 5, "B")], 5, scheme) == expected.split()


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.sampled_from("AB")), max_size=6),
    st.sampled_from(SCHEMES),
)
def test_labels_in_any_scheme_are_read_as_they_were_meant(given_, scheme):
    parts, place = [], 0
    for length, gap, name in given_:
        parts.append((place + gap, place + gap + length, name))
        place += gap + length
    chains = Chains()

    for number, label in enumerate(labels_of(parts, place + 1, scheme)):
        chains.take(number, label)
    chains.end(place + 1)

    assert sorted(chains.found) == parts


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("I-A I-A O I-A", [(0, 2, "A"), (3, 4, "A")]),
        ("I-A I-B", [(0, 1, "A"), (1, 2, "B")]),
        ("B-A,B-B I-A", [(0, 1, "B"), (0, 2, "A")]),
        ("E-A S-A", [(0, 1, "A"), (1, 2, "A")]),
    ],
)
def test_labels_are_read_as_conlleval_reads_them(labels, expected):
    chains = Chains()
    for number, label in enumerate(labels.split()):
        chains.take(number, label)
    chains.end(len(labels.split()))

    assert sorted(chains.found) == expected


def test_names_without_white_space_lead_back_to_their_tags():
    labels = Labels(NEWS)

    assert labels.label("claim", "Quantity claim") == "Quantity_claim"
    assert labels.tag("Quantity_claim") == ("claim", "Quantity claim")
    assert labels.tag("PER") == ("entity", "PER")
    assert labels.label("entity", "Quantity,claim") == "Quantity_claim_2"


def test_the_options_name_the_tokenizers_that_there_are():
    options = {each.name: each.choices for each in named_format("conll").options}

    assert options["tokenizer"] == tuple(TOKENIZERS)
    assert options["sentences"] == SENTENCES
    assert options["scheme"] == SCHEMES

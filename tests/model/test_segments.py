from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.segments import sentence_at, sentences, word_at, words
from tests.work import calls_of


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "The ship left.| It was late.",
        "Dr. Winther met Mr. Hale in St. Olave.| They spoke.",
        "J. R. Smith signed.| Nobody else did.",
        "The U.S. Army left.| He stayed in the U.S.| The others did not.",
        "He asked (cf. No. 7) for fig. 3.| She said no.| Then she left.",
        "They sat in the sun.| March came.",
        "Smith & Co. Ltd. was sold.| The Gazette wrote of Hale Bros. Ltd.| It was wrong.",
        "It cost 4.5 crowns.| Nobody paid 1.200.| All saw it.",
        "It was 12.| He went.",
        "“Stop!” he said.| “Who is there?”| Nobody answered.",
        "“We saw it,” she said.| “It burned.”| Then it was over.",
        'He wrote: "It is done."| She read it.',
        "Was it so?!| Perhaps ...| Nobody knows…| Really.",
        "See example.org or www.example.org.| Then write.",
        "Am 3. Mai kam der 2. Zug.| Er war leer.",
        "»Geh!«, sagte er.| »Warum?«| Sie ging.",
        "„Ich gehe.“| Sie blieb, z. B. wegen Prof. Dr. Weiß.| Gut.",
        "Er nahm Brot, Salz usw. mit.| Das war viel usw.| Er ging.",
        "Il dit : « Je pars. »| Elle reste.| M. Marchand et Mme. Roux aussi.",
        "¿Quién es?| ¡Nadie!| La puerta está abierta.",
        "«Куда?» — спросил он.| Он жил на ул. Садовой, в г. Орле.| Было поздно.",
        "他走了。|“我不走！”她说。|为什么？|没有人知道……",
        "『行く。』|彼は言った。",
        "هل رأيت السفينة؟| لم أرها.| قال د. سالم إنه رآها.",
        "वह गया।| वह आई।",
        "Ο Γιάννης έφυγε.| Η Μαρία έμεινε.",
        "One line\nAnother line.| And more\n\nLast",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(marked: str):
    text = marked.replace("|", "")

    assert split(text) == [part.strip() for part in marked.replace("\n", "|").split("|") if part.strip()]


def test_a_bare_initial_before_a_sentence_that_begins_plainly_ends_one():
    assert split("It was Nicholas I. The next was Alexander II. He came later.") == [
        "It was Nicholas I.",
        "The next was Alexander II.",
        "He came later.",
    ]


def test_sentence_at_takes_the_one_around_and_between_two_the_one_before():
    text = "One is here. Two is there.\n\nThree."

    assert [text[slice(*sentence_at(text, at))] for at in (0, 5, 12, 13, 25, 26, 28, len(text))] == [
        "One is here.", "One is here.", "One is here.", "Two is there.", "Two is there.", "Two is there.", "Three.",
        "Three.",
    ]  # fmt: skip
    assert sentence_at(text, 27) == (27, 27)
    assert sentence_at("", 0) == (0, 0)


PIECES = st.lists(
    st.sampled_from(["The ship", " left", ". ", "! ", "Dr. ", "J. ", "“", "” ", "。", "船", "\n", "3. ", " no. ", "?"])
).map("".join)  # fmt: skip


@settings(max_examples=150)
@given(PIECES)
def test_sentences_are_in_order_apart_and_cover_all_but_white_space(text: str):
    spans = list(sentences(text))

    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(character.isspace() for place, character in enumerate(text) if place not in covered)
    assert not any("\n" in text[start:end] for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@settings(max_examples=150)
@given(PIECES, st.data())
def test_sentence_at_agrees_with_sentences(text: str, data: st.DataObject):
    offset = data.draw(st.integers(0, len(text)))

    around = [span for span in sentences(text) if span.start <= offset < span.end]

    if around:
        assert sentence_at(text, offset) == around[0]


def test_a_sentence_in_a_line_of_five_megabytes_is_found_with_the_work_of_a_short_one():
    sentence = "The inquiry sat for nineteen days and heard Mr. Hale. "
    short, text = sentence * 50, sentence * 92_000
    offset = text.index("Hale", 2_500_000)

    assert text[slice(*sentence_at(text, offset))] == sentence.strip()
    assert calls_of(lambda: sentence_at(text, offset)) <= 2 * calls_of(lambda: sentence_at(short, short.rindex("Hale")))


def test_a_sentence_longer_than_what_is_looked_at_first_is_found_whole():
    text = "Short. And " + "so on and " * 2_000 + "it went. Last."

    assert sentence_at(text, 15_000) == (7, len(text) - 6)


@pytest.mark.parametrize(
    "expected",
    [
        "It wasn’t Jean-Luc 's",
        "2,300 tons at 4.5",
        "nai\u0308ve cafe\u0301",
        "हिन्दी में",
        "كِتَابٌ جديد",
        "Käthe Öhlmann",
        "می‌خواهم رفت",
    ],
)
def test_words_are_whole(expected: str):
    assert [expected[start:end] for start, end in words(expected)] == [each.strip("'") for each in expected.split()]


def test_words_of_scripts_without_spaces_are_their_smallest_parts():
    text = "港口A4トラックです。"

    assert [text[start:end] for start, end in words(text)] == ["港", "口", "A4", "トラック", "です"]


def test_word_at_prefers_the_word_that_begins_there():
    text = "One-two, three"

    assert word_at(text, 3) == (0, 7)
    assert word_at(text, 7) == (0, 7)
    assert word_at(text, 8) == (8, 8)
    assert word_at(text, 9) == (9, 14)
    assert word_at("港口", 1) == (1, 2)
    assert word_at("", 0) == (0, 0)

import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotator.analysis import finding
from annotator.analysis.finding import Options, find_all
from annotator.analysis.folding import fold
from annotator.errors import UsageError
from tests.work import calls_of


def words(text, query, **options):
    return [text[start:end] for start, end in find_all(text, query, Options(**options)).spans]


def nfd(text):
    return unicodedata.normalize("NFD", text)


def test_case_is_ignored_unless_it_is_to_count():
    assert words("Kim and KIM and kim", "kim") == ["Kim", "KIM", "kim"]
    assert words("Kim and KIM and kim", "Kim", match_case=True) == ["Kim"]


def test_letters_that_fold_to_two_are_found_whole_and_never_cut():
    assert words("Die Straße, die STRASSE", "strasse") == ["Straße", "STRASSE"]
    assert words("Die Straße, die Strasse", "STRAßE") == ["Straße", "Strasse"]
    assert words("aß", "as") == []
    assert words("ﬁnd, find", "find") == ["ﬁnd", "find"]
    assert words("in İstanbul", "i") == ["i"]
    assert words("in İstanbul", "istanbul", ignore_accents=True) == ["İstanbul"]
    assert words("İstanbul then more", "then") == ["then"]


def test_both_spellings_of_an_accent_are_the_same():
    for text in ("Un café noir", nfd("Un café noir")):
        for query in ("CAFÉ", nfd("café")):
            assert [each.casefold() for each in words(text, query)] == [text[3:-5]]
    assert words(nfd("café"), "cafe") == []
    assert words("q\u0301 a", "q") == []


def test_accents_may_be_ignored():
    for text in ("Été à Orléans", nfd("Été à Orléans")):
        assert words(text, "orleans", ignore_accents=True) == [text[text.index("Orl") :]]
        assert words(text, "ÉTÉ", ignore_accents=True) == [text[: text.index(" ")]]
    assert words("قَالَ الرئيس", "قال", ignore_accents=True) == ["قَالَ"]
    assert words("がか", "か", ignore_accents=True) == ["か"]


def test_whole_words_only():
    assert words("Ann annual Ann-Mary, Ann.", "ann", whole_word=True) == ["Ann", "Ann", "Ann"]
    assert words("C++ and C", "C++", whole_word=True) == ["C++"]
    assert words("cat category", "cat|category", whole_word=True, expression=True) == ["cat", "category"]
    assert words("cats", "(?x) cat # a comment", whole_word=True, expression=True) == []


def test_a_hit_never_cuts_a_character():
    assert words("👨‍👩‍👧 and 👨", "👨") == ["👨"]
    assert words("🇩🇪🇫🇷", "🇪🇫") == []
    assert words("🇩🇪🇫🇷", "🇫🇷") == ["🇫🇷"]
    assert words("e\u0301e", ".", expression=True) == ["e\u0301", "e"]
    assert words("각가", "가") == ["가"]
    assert words("a\r\nb", "\n") == []


def test_patterns():
    assert words("1945, 2025 and 19", r"\d{4}", expression=True) == ["1945", "2025"]
    assert words("one\ntwo", "^t", expression=True) == ["t"]
    assert words("Kim kim", "kim", expression=True, match_case=True) == ["kim"]
    assert words("Straße", "strasse", expression=True) == ["Straße"]
    assert words("Orléans", "orl.ans", expression=True, ignore_accents=True) == ["Orléans"]
    assert words("aab", "a*", expression=True) == ["aa"]


def test_nothing_is_found_for_nothing():
    assert words("text", "") == []
    assert words("", "text") == []
    assert words("e\u0301", "\u0301", ignore_accents=True) == []


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "*a", "a{1,100000}{1,100000}", "\\", r"\p{Nothing}", "(?P<x", "a" * 2000]
)
def test_a_wrong_pattern_is_told_in_a_sentence(pattern):
    with pytest.raises(UsageError, match=r"^This pattern .*\.$"):
        find_all("some text", pattern, Options(expression=True))


def test_a_pattern_that_never_ends_is_stopped():
    with pytest.raises(UsageError, match="too long on this article"):
        find_all("a" * 600 + "b", "(a|aa)+c", Options(expression=True), timeout=0.1)


def test_too_many_hits_are_cut_off_and_said_to_be(monkeypatch):
    monkeypatch.setattr(finding, "MOST_HITS", 3)
    assert find_all("aaa", "a").complete
    for expression in (False, True):
        found = find_all("aaaa", "a", Options(expression=expression))
        assert (len(found.spans), found.complete) == (3, False)


LETTERS = "aAeésSßİiIıſﬁfq\u0301\u0323\u0130 \n가각각👨\u200d🇩🇪ع\u064eᾳΑι"
TEXTS = st.text(LETTERS, max_size=12)


def slow(text, query, options):
    """The same by trying every range between two edges of characters."""

    def key(part):
        part = unicodedata.normalize("NFC", part)
        return "".join(
            fold(each, match_case=options.match_case, ignore_accents=options.ignore_accents).text for each in part
        )

    edges = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    wanted, found, place = key(query), [], 0
    while wanted and place < len(edges):
        if place + 1 < len(edges) and not key(text[edges[place] : edges[place + 1]]):
            place += 1
            continue
        stops = [n for n in range(place + 1, len(edges)) if key(text[edges[place] : edges[n]]) == wanted]
        if stops:
            found.append((edges[place], edges[stops[-1]]))
            place = stops[-1]
        else:
            place += 1
    return found


@given(TEXTS, st.text(LETTERS, min_size=1, max_size=3), st.booleans(), st.booleans())
@example("aß", "ss", False, False)
@example("q\u0301\u0323", "Q", False, True)
@example("\u0323\u0301e", "e", False, True)
def test_hits_are_those_of_a_slow_obvious_search(text, query, match_case, ignore_accents):
    # an accent of no letter, with a joiner: left out it leaves half a character
    assume(not regex.search(r"(?:^|\n)[\u0301\u0323\u064e]+\u200d", text))
    options = Options(match_case=match_case, ignore_accents=ignore_accents)
    assert find_all(text, query, options).spans == slow(text, query, options)


@given(TEXTS, st.data())
def test_what_stands_in_a_text_is_found_there(text, data):
    edges = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    start = data.draw(st.sampled_from(edges))
    end = data.draw(st.sampled_from([each for each in edges if each >= start]))
    found = find_all(text, text[start:end], Options(match_case=True)).spans
    # another hit may have taken its beginning
    assert start == end or any(begin <= start < stop for begin, stop in found)


@given(TEXTS, TEXTS, st.builds(Options, st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_hits_are_in_order_and_apart_and_not_empty(text, query, options):
    try:
        spans = find_all(text, query, options).spans
    except UsageError:
        return
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert all(start < end and {start, end} <= edges for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("options", [Options(), Options(ignore_accents=True), Options(expression=True)])
def test_a_longer_article_takes_no_more_work_for_each_hit(options):
    sentence = "Der Präsident der Republik erklärte am Dienstag die Straße für eröffnet. "
    short, text = sentence * 100, sentence * 2_000

    assert len(find_all(text, "präsident", options).spans) == 2_000
    find_all(short, "präsident", options)
    assert calls_of(lambda: find_all(text, "präsident", options)) <= 20 * calls_of(
        lambda: find_all(short, "präsident", options)
    )

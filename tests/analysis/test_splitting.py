"""Splits are the same everywhere, keep what belongs together together, and near-duplicates are found."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.analysis.near_duplicates import near_duplicates, shingles
from annotator.analysis.splitting import Groups, Share, by_date, by_group, by_hash, shares
from annotator.errors import UsageError

PARTS = shares("train=80,dev=10,test=10")
IDS = [f"id-{number}" for number in range(2000)]


def test_shares_are_weights():
    assert shares("train=8, dev=1,test=1") == PARTS
    assert shares("a=50%") == (Share("a", 1.0),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("train", "“train” must be NAME=NUMBER"),
        ("=3", "“=3” must be NAME=NUMBER"),
        ("a=x", "“a=x” must be"),
        ("a=-1,b=2", "“a=-1” must be"),
        ("a=nan", "“a=nan” must be"),
        ("a=1,a=2", "the split “a” stands twice"),
        ("a=0", "no split gets a share"),
        ("", "no split gets a share"),
    ],
)
def test_wrong_ratios_are_explained(text, expected):
    with pytest.raises(UsageError, match=expected):
        shares(text)


def test_by_hash_a_document_keeps_its_split_whatever_others_come():
    whole = by_hash(IDS, PARTS, "s")

    assert by_hash(reversed(IDS[::3]), PARTS, "s") == {each: whole[each] for each in IDS[::3]}
    assert by_hash(IDS, PARTS, "other") != whole
    counts = [sum(split == part.name for split in whole.values()) / len(IDS) for part in PARTS]
    assert counts == pytest.approx([0.8, 0.1, 0.1], abs=0.03)


def test_by_hash_the_splits_are_those_of_every_machine():
    assert by_hash(["a", "b", "c", "d", "e", "f"], shares("x=1,y=1"), "seed") == {
        "a": "x", "b": "y", "c": "x", "d": "x", "e": "x", "f": "y",
    }  # fmt: skip


def test_by_date_the_newest_are_in_the_last_split_and_one_day_is_in_one():
    dates = {"n": None, "b": "-0044", "o": "1917", "p": "1917-11", "q": "1917-11-07", "r": "1917-11-07", "z": "2025"}

    found = by_date(dates, shares("train=60,dev=20,test=20"))

    assert found == {"n": "train", "b": "train", "o": "train", "p": "train", "q": "train", "r": "train", "z": "test"}
    assert set(by_date(dict.fromkeys(IDS), PARTS).values()) == {"train"}


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=80), st.randoms(use_true_random=False))
def test_groups_stay_together_and_shares_are_kept_within_the_largest_group(sizes, order):
    groups = [[f"{number}-{each}" for each in range(size)] for number, size in enumerate(sizes)]

    found = by_group(groups, PARTS, "s")

    assert all(len({found[each] for each in group}) == 1 for group in groups)
    mixed = [order.sample(group, len(group)) for group in groups]
    order.shuffle(mixed)
    assert by_group(mixed, PARTS, "s") == found
    for part in PARTS:
        got = sum(split == part.name for split in found.values())
        assert abs(got - part.part * sum(sizes)) <= max(sizes)


def test_groups_are_unions():
    groups = Groups("abcdef")
    groups.join("a", "b")
    groups.join_all([("x", "b"), ("y", "d"), ("x", "c"), ("y", "e")])

    assert groups.all() == [["a", "b", "c"], ["d", "e"], ["f"]]
    assert not groups.join("a", "c")


# --- near-duplicates

WORDS = [f"word{number}" for number in range(3000)]


def prose(random_: random.Random, length: int) -> list[str]:
    return [random_.choice(WORDS) for _ in range(length)]


def pairs(texts: dict[str, str], alike: float = 0.5) -> dict[tuple[str, str], float]:
    return {
        (each.one, each.other): each.alike for each in near_duplicates(texts.items(), texts.__getitem__, alike=alike)
    }


def test_reprints_are_found_among_others_however_they_were_cut_and_set():
    random_ = random.Random(1)
    texts = {f"t{number}": " ".join(prose(random_, 300)) for number in range(200)}
    words = texts["t7"].split()
    texts["capitals"] = "\n".join(" ".join(words[at : at + 9]) for at in range(0, 300, 9)).upper() + "!"
    texts["half"] = " ".join(words[:150] + prose(random_, 20))
    texts["in a longer one"] = " ".join(prose(random_, 600) + words + prose(random_, 500))
    texts["another"] = " ".join(prose(random_, 300))
    noisy = list(words)
    for place in range(0, 300, 14):
        noisy[place] += "x"
    texts["bad scan"] = " ".join(noisy)

    found = pairs(texts)

    for name in ("capitals", "half", "in a longer one", "bad scan"):
        assert ("t7", name) in found
    assert found["t7", "capitals"] == 1.0
    assert not any("another" in pair for pair in found)
    assert all("t7" in pair or {"capitals", "half", "in a longer one", "bad scan"} & set(pair) for pair in found)


def test_equal_texts_are_each_paired_with_the_first():
    text = " ".join(WORDS[:60])

    assert pairs({"a": text, "b": text, "c": text, "d": " ".join(WORDS[100:160])}) == {("a", "b"): 1.0, ("a", "c"): 1.0}


def test_short_and_unspaced_texts_are_compared_too():
    chinese = "国务院总理今日在北京会见来访的外国代表团，双方就经贸合作交换了意见。"
    texts = {
        "a": chinese,
        "b": chinese.replace("，", ", ") + "会谈持续一小时",
        "c": "天气晴朗，气温三十度，市民到公园散步休闲娱乐健身。",
    }
    short = {"x": "Bread is short.", "y": "BREAD IS SHORT", "z": "Bread is dear.", "empty": "", "dash": "—"}

    assert list(pairs(texts)) == [("a", "b")]
    assert list(pairs(short)) == [("x", "y")]
    assert shingles("") == set()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(60, 400), st.floats(0.7, 1.0))
def test_a_text_that_shares_most_of_its_beginning_is_always_found(seed, length, kept):
    random_ = random.Random(seed)
    words = prose(random_, length)
    texts = {f"t{number}": " ".join(prose(random_, 200)) for number in range(5)}
    texts["one"] = " ".join(words)
    texts["other"] = " ".join(words[: int(length * kept)] + prose(random_, length // 10))

    assert ("one", "other") in pairs(texts)

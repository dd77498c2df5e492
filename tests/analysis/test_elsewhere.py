"""Where else a mention or a claim is: in a project on the disk, in several scripts."""

import pytest

from annotator.analysis import elsewhere
from annotator.analysis.elsewhere import Question, look
from annotator.errors import Cancelled
from annotator.formats.tagset_toml import load_default
from annotator.model import record_edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import new_id
from annotator.model.text import text_sha256
from annotator.model.times import now
from annotator.store import Project

CLAIM = "a monument would be built in Pyongyang to honor the soldiers who fought in the Kursk region"
TEXTS = (
    f"North Korean leader Kim Jong Un has praised soldiers. Kim stated that {CLAIM}. KIM JONG-UN left.",
    "The Marshal, Kim Jong-Un, announced that monuments to the soldiers who had fought in the Kursk region will be "
    "built in Pyongyang. Kim Jong Il is dead.",
    "A bridge would be built in Hamburg. Nobody spoke of un chien. Kim Philby fled.",
    "Михаил Горбачёв заявил. О Горбачёве говорили все. Видели Горбачева.",
    "Gorbatschow sagte es. Michail Gorbatschow lachte.",
    "昨天，金正恩訪問了平壤。金正恩說，平壤將建造一座紀念碑，以紀念在庫爾斯克地區作戰的士兵。",
    "據報道，金正日已經去世。一座紀念碑將在平壤建造，紀念在庫爾斯克作戰的朝鮮士兵。",
    "وقال محمد علي إن الحرب انتهت. ومحمد علي باشا",
)


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "corpus.annotator", load_default()) as made:
        documents = [
            Document(f"d{number}", f"Article {number}", text, text_sha256(text), now(), f"19{50 + number}")
            for number, text in enumerate(TEXTS)
        ]
        made.do(Change("import", [Put(AnnotatedDocument(each)) for each in documents]), "AK")
        yield made


def mark(project, document, words, kind="entity", tag="Person", who="AK"):
    start = TEXTS[int(document[1])].index(words)
    made = Annotation(new_id(), document, kind, tag, (Span(start, start + len(words)),), who, now(), now())
    project.do(Change("mark", [Put(made)]), who)
    return made


def found(project, words, kind="entity", **more):
    passages = [each for answer in look(project, Question(words, kind, **more)) for each in answer.passages]
    return sorted(passages, key=lambda each: each.rank)


def said(passages):
    return [(each.document, each.words, each.reason) for each in passages]


def test_a_name_is_found_in_other_letters_and_in_parts_the_most_alike_first(project):
    assert said(found(project, "Kim Jong Un")) == [
        ("d0", "Kim Jong Un", "same words"),
        ("d0", "KIM JONG-UN", "same words, other letters"),
        ("d1", "Kim Jong-Un", "same words, other letters"),
        ("d1", "Kim Jong", "part of the name"),
        ("d0", "Kim", "part of the name"),
        ("d2", "Kim", "part of the name"),
    ]


def test_other_forms_and_spellings_of_a_name_are_found(project):
    assert [(each.document, each.words) for each in found(project, "Михаил Горбачёв")] == [
        ("d3", "Михаил Горбачёв"), ("d3", "Горбачёве"), ("d3", "Горбачева"),
    ]  # fmt: skip
    assert said(found(project, "Mikhail Gorbachev")) == [("d4", "Michail Gorbatschow", "similar spelling")]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("金正恩", [("d5", "金正恩"), ("d5", "金正恩")]),
        ("平壤", [("d5", "平壤"), ("d5", "平壤"), ("d6", "平壤")]),
        ("محمد علي", [("d7", "محمد علي"), ("d7", "ومحمد علي")]),
        ("…", []),
        ("a\ud800b", []),
        ('" OR "', []),
    ],
)
def test_scripts_without_spaces_and_signs_are_no_trouble(project, words, places):
    assert [(each.document, each.words) for each in found(project, words)] == places


def test_a_claim_is_found_in_other_words_which_are_lit(project):
    first, second = found(project, CLAIM, "claim")

    assert (first.reason, first.score) == ("same words", 100)
    assert second.words.startswith("monuments to the soldiers")
    assert second.reason == "13 of 17 words"
    lit = [TEXTS[1][start:end] for start, end in second.lit]
    assert lit[:4] == ["monuments", "to", "the", "soldiers"]
    assert "had" not in lit
    assert second.after == ". Kim Jong Il is dead."


def test_a_claim_in_chinese_is_found_in_another_order(project):
    told = found(project, "平壤將建造一座紀念碑，以紀念在庫爾斯克地區作戰的士兵", "claim")

    assert said(told) == [
        ("d5", "平壤將建造一座紀念碑，以紀念在庫爾斯克地區作戰的士兵", "same words"),
        ("d6", "一座紀念碑將在平壤建造，紀念在庫爾斯克作戰的朝鮮士兵", "22 of 25 characters"),
    ]


def test_its_own_place_is_left_out_and_no_other(project):
    start = TEXTS[0].index("Kim Jong Un")
    own = (Span(start, start + 11),)

    passages = found(project, "Kim Jong Un", document="d0", spans=own)
    assert [each.start for each in passages if each.document == "d0"] == [
        TEXTS[0].index("KIM"), TEXTS[0].index("Kim stated"),
    ]  # fmt: skip


def test_what_is_marked_already_is_said_and_shown_as_it_is_marked(project):
    made = mark(project, "d1", "The Marshal, Kim Jong-Un")
    kim = record_edits.new_record("entity", "Kim Jong Un")
    project.do(record_edits.link([made], kim, new=True), "AK")
    mark(project, "d2", "Kim Philby")

    passages = found(project, "Kim Jong Un")
    (marked,) = [each for each in passages if each.mark]
    assert marked.words == "The Marshal, Kim Jong-Un"
    assert (marked.mark.tag, marked.mark.annotator, marked.mark.record_name) == ("Person", "AK", "Kim Jong Un")
    assert marked.reason == "name within the words"
    # somebody else's name is no part of this one
    assert not [each for each in passages if each.document == "d2"]


def test_a_claim_that_is_marked_elsewhere_is_a_possible_repetition(project):
    mark(
        project,
        "d1",
        "the soldiers who had fought in the Kursk region will be built in Pyongyang",
        "claim",
        "Intention",
    )
    second = found(project, CLAIM, "claim")[1]

    assert second.mark.tag == "Intention"
    assert second.words.startswith("the soldiers who")


def test_other_names_of_the_record_are_looked_for_as_well(project):
    assert [each.words for each in found(project, "Kim Philby", others=("The Marshal",))][:2] == [
        "The Marshal", "Kim Philby"
    ]  # fmt: skip


def test_the_first_page_comes_at_once_and_the_rest_in_pieces(project, monkeypatch):
    for name, value in (("PAGE", 2), ("FIRST_TEXTS", 1), ("ROUND", 2)):
        monkeypatch.setattr(elsewhere, name, value)
    answers = list(look(project, Question("Kim Jong Un")))

    assert [each.words for each in answers[0].passages[:2]] == ["Kim Jong Un", "KIM JONG-UN"]
    assert len(answers) > 2
    assert answers[-1].done == answers[-1].total == len(TEXTS)
    assert sum(len(each.passages) for each in answers) == 6


def test_it_stops_where_there_are_too_many_and_says_so(project, monkeypatch):
    monkeypatch.setattr(elsewhere, "MOST_PASSAGES", 2)

    assert [each.complete for each in look(project, Question("Kim Jong Un"))] == [False]


def test_it_can_be_cancelled(project):
    with pytest.raises(Cancelled):
        list(look(project, Question("Kim Jong Un"), lambda: True))


def test_a_file_that_may_only_be_read_is_looked_through_as_well(project):
    project.close()
    with Project.open(project.path, write=False) as read_only:
        assert [each.words for each in found(read_only, "Gorbachev")] == ["Gorbatschow", "Gorbatschow"]

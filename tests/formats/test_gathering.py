"""What a reader finds of a document is taken mark by mark: what is wrong with one is told, and the rest is taken."""

from annotator.formats.format import Reading, Remark
from annotator.formats.gathering import Gathering, merged
from annotator.model.document import AnnotatedDocument


def gathered(found: Gathering) -> tuple[AnnotatedDocument, list[Remark]]:
    document, *remarks = found.done()
    return document, remarks


def test_one_mark_that_cannot_be_taken_leaves_the_others():
    found = Gathering("Kim spoke.", Reading("Anna"))
    kim = found.mark([(0, 3)], "entity", "Person")
    assert found.mark([(4, 99)], "claim", "Statement", line=7) is None
    assert found.mark([(4, 9)], "claim", "Statement", attributes={"a": ["list"]}) is None
    claim = found.mark([(4, 9)], "claim", "Statement", confidence=0.5, created="last week", note="n")
    found.relate("claimant", claim, kim)
    found.relate("claimant", "nobody", kim, line=8)
    each, remarks = gathered(found)
    assert [(mark.tag, mark.annotator, mark.note) for mark in each.annotations] == [
        ("Person", "Anna", ""),
        ("Statement", "Anna", "n"),
    ]
    assert [(link.source, link.target) for link in each.relations] == [(each.annotations[1].id, each.annotations[0].id)]
    assert [(remark.line, remark.skipped) for remark in remarks] == [(7, True), (None, True), (8, True)]
    assert "ends outside the text" in remarks[0].text


def test_a_document_without_an_id_is_the_same_whenever_the_same_is_said():
    def once(tag: str) -> AnnotatedDocument:
        found = Gathering("Kim", Reading("Anna"))
        found.mark([(0, 3)], "entity", tag)
        return gathered(found)[0]

    assert once("Person").document.id == once("Person").document.id
    assert once("Person").annotations[0].id == once("Person").annotations[0].id
    assert once("Person").document.id != once("Group").document.id
    assert not once("Person").id_given


def test_the_same_id_twice_is_told():
    found = Gathering("Kim", Reading("Anna"))
    assert found.mark([(0, 3)], "entity", "Person", id="a") == "a"
    assert found.mark([(0, 1)], "entity", "Person", id="a", line=3) is None
    each, (remark,) = gathered(found)
    assert len(each.annotations) == 1
    assert "the id a stands twice" in remark.text


def test_line_ends_become_ours_and_spans_move_with_them():
    found = Gathering("One\r\ntwo", Reading("Anna"))
    found.mark([(5, 8)], "entity", "Person")
    each, _ = gathered(found)
    assert each.document.text == "One\ntwo"
    assert each.annotations[0].spans == ((4, 7),)


def test_words_that_stand_elsewhere_are_told_and_win_if_that_is_asked_for():
    for anchor, span in (("offsets", (0, 3)), ("quote", (4, 7))):
        found = Gathering("Kim Zoë Kim Zoë", Reading("Anna"))
        found.mark([(0, 3)], "entity", "Person", words="Zoë", anchor=anchor, line=2)
        each, (remark,) = gathered(found)
        assert each.annotations[0].spans == (span,)
        assert (remark.line, remark.skipped) == (2, False)
        assert "the file says “Zoë” at 0-3, but the text there is “Kim”" in remark.text


def test_parts_that_overlap_are_one():
    assert merged([(5, 9), (0, 3), (2, 4), (9, 11)]) == [(0, 4), (5, 9), (9, 11)]

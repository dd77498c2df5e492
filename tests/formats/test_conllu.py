"""CoNLL-U: the text comes back to the letter, marks as whole tokens; files of treebanks keep all that they have."""

import io

import conllu as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import conllu
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger
from annotator.formats.registry import find_format, named_format
from annotator.formats.tokens import TOKENIZERS
from annotator.model.document import AnnotatedDocument
from tests.formats.documents import NEWS, content, documents
from tests.formats.test_tokens import marked

HOLDS = named_format("conllu").holds


def written(*each: AnnotatedDocument, ledger: Ledger | None = None, **options: str) -> bytes:
    file = io.BytesIO()
    chosen = named_format("conllu").chosen(options, "writing")
    conllu.write(each, file, Writing(Ledger() if ledger is None else ledger, NEWS, chosen))
    return file.getvalue()


def read(data: bytes | str) -> list[object]:
    data = data.encode() if isinstance(data, str) else data
    given_ = Given("a.conllu", data[:HEAD], io.BytesIO(data[HEAD:]))
    return list(conllu.read_files(given_, Reading("Anna", tag_set=NEWS)))


def documents_in(found: list[object]) -> list[AnnotatedDocument]:
    return [each for each in found if isinstance(each, AnnotatedDocument)]


def remarks(found: list[object]) -> list[tuple[int | None, str]]:
    return [(each.line, each.text) for each in found if isinstance(each, Remark)]


def said(each: AnnotatedDocument) -> list[tuple[str, str]]:
    return [(mark.tag, each.document.text[mark.start : mark.end]) for mark in each.annotations]


@settings(max_examples=70, deadline=None)
@given(documents(HOLDS | {"relations", "discontinuous"}), st.sampled_from(list(TOKENIZERS)))
def test_what_is_held_comes_back(each, tokenizer):
    ledger = Ledger()
    data = written(each, ledger=ledger, tokenizer=tokenizer)
    lost = {loss.feature for loss in ledger}
    if not each.document.text.strip():
        assert "exact text" in lost
        return

    (back,) = documents_in(read(data))

    assert back.document.id == each.document.id
    holds = HOLDS - lost
    if lost & {"exact spans", "discontinuous"}:
        assert back.document.text == each.document.text
    else:
        assert content(back, holds) == content(each, holds)
    # the library reads as many tokens as we wrote
    forms = [token["form"] for sentence in library.parse(data.decode()) for token in sentence]
    assert "".join(forms) == "".join(each.document.text.split())


def test_what_is_written():
    each = marked("Kim  came.\nSo", [(0, 3)], [(0, 8)], [(11, 13)])

    assert written(each).decode() == (
        "# newdoc id = d\n# title = t\n# tokenizer = words/1, sentences=rules\n"
        "# sent_id = 1\n# text = Kim came.\n"
        "1\tKim\t_\t_\t_\t_\t_\t_\t_\tNE=B-Person|NE2=B-Person|SpacesAfter=\\s\\s\n"
        "2\tcame\t_\t_\t_\t_\t_\t_\t_\tNE=I-Person|SpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\n\n"
        "# sent_id = 2\n# text = So\n1\tSo\t_\t_\t_\t_\t_\t_\t_\tNE=B-Person|SpaceAfter=No\n\n"
    )


TREEBANK = """# newdoc id = n1
# newpar
# sent_id = s1
# text = Vámonos al mar, dijo Kim Jong.
1-2\tVámonos\t_\t_\t_\t_\t_\t_\t_\t_
1\tVamos\tir\tVERB\t_\tMood=Imp\t0\troot\t_\t_
2\tnos\tyo\tPRON\t_\t_\t1\tobj\t_\t_
3-4\tal\t_\t_\t_\t_\t_\t_\t_\t_
3\ta\ta\tADP\t_\t_\t5\tcase\t_\t_
4\tel\tel\tDET\t_\t_\t5\tdet\t_\t_
5\tmar\tmar\tNOUN\t_\t_\t1\tobl\t_\tSpaceAfter=No|Gloss=sea
5.1\tx\tx\tVERB\t_\t_\t_\t_\t1:dep\t_
6\t,\t,\tPUNCT\t_\t_\t7\tpunct\t_\t_
7\tdijo\tdecir\tVERB\t_\t_\t1\tparataxis\t_\tNE=O
8\tKim\tKim\tPROPN\t_\t_\t7\tnsubj\t_\tNE=B-PER
9\tJong\tJong\tPROPN\t_\t_\t8\tflat\t_\tNE=I-PER|SpaceAfter=No
10\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# sent_id = s2
1\tSí\tsí\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newdoc
# sent_id = s3
1\tFin\tfin\tNOUN\t_\t_\t0\troot\t_\t_
"""


def test_a_treebank_is_read_by_its_surface_and_keeps_what_it_has():
    assert find_format(TREEBANK.encode(), "a.txt").name == "conllu"
    found = read(TREEBANK)
    one, two = documents_in(found)

    assert (one.document.id, one.document.text) == ("n1", "Vámonos al mar, dijo Kim Jong. Sí.")
    assert said(one) == [("PER", "Kim Jong")]
    assert two.document.text == "Fin"
    assert remarks(found) == []

    again = written(one).decode()
    assert "1-2\tVámonos" in again
    assert "5\tmar\tmar\tNOUN\t_\t_\t1\tobl\t_\tGloss=sea|SpaceAfter=No\n" in again
    assert "5.1\tx\tx\tVERB\t_\t_\t_\t_\t1:dep\t_\n" in again
    assert "# sent_id = s2\n" in again
    assert "NE=I-PER" in again
    (back,) = documents_in(read(again))
    assert content(back) == content(one)


def test_mentions_of_coreference_are_marks_that_are_the_same():
    text = (
        "# newdoc id = c\n# global.Entity = eid-etype-head\n"
        "1\tThe\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-2\n2\tmayor\t_\t_\t_\t_\t_\t_\t_\tEntity=e1)\n"
        "3\tsaid\t_\t_\t_\t_\t_\t_\t_\t_\n4\the\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-1)(e2-place-1)\n"
    )
    (each,) = documents_in(read(text))

    assert said(each) == [("person", "The mayor"), ("person", "he"), ("place", "he")]
    assert [(link.type, link.source, link.target) for link in each.relations] == [("same as", "c:m2", "c:m1")]
    assert dict(each.annotations[0].attributes) == {"entity": "e1"}


def test_affixes_without_space_stand_together():
    text = "# text = والبيت\n1\tو\t_\t_\t_\t_\t_\t_\t_\t_\n2\tالبيت\t_\t_\t_\t_\t_\t_\t_\tNE=B-LOC\n"
    (each,) = documents_in(read(text))

    assert each.document.text == "والبيت"
    assert said(each) == [("LOC", "البيت")]


def test_what_is_broken_is_named_with_its_line():
    found = read("1\tGood\t_\t_\t_\t_\t_\t_\t_\t_\n\nbroken\n\n# text = else\n1\tword\t_\t_\t_\t_\t_\t_\t_\t_\n")

    assert documents_in(found)[0].document.text == "Good word"
    assert [line for line, _ in remarks(found)] == [3, 5]
    assert "“word” is not where the line “# text” has it" in remarks(found)[1][1]
    with pytest.raises(InputError, match="there is no sentence in it"):
        read("only words\n")


def test_a_file_without_marks_of_documents_is_cut_and_says_so():
    found = read("1\tword\t_\t_\t_\t_\t_\t_\t_\t_\n\n" * 1001)

    assert [each.document.text.count("word") for each in documents_in(found)] == [500, 500, 1]
    assert [text.partition(";")[0] for _, text in remarks(found)] == ["the file does not say where documents end"]


def test_claims_and_cues_have_keys_of_their_own():
    each = marked("They met twice.", [(0, 15)], kind="claim", tag="Quantity claim")

    data = written(each)

    assert b"Claim=B-Quantity_claim" in data
    assert [(one.kind, one.tag) for one in documents_in(read(data))[0].annotations] == [("claim", "Quantity claim")]


def test_a_key_without_a_value_is_no_label():
    (each,) = documents_in(read("1\tKim\t_\t_\t_\t_\t_\t_\t_\tNE|Entity|X=B-PER\n"))

    assert [mark.tag for mark in each.annotations] == ["PER"]


def test_a_number_of_thousands_of_digits_costs_its_sentence_and_no_more():
    words = "1\tGood\t_\t_\t_\t_\t{}\t_\t_\t_\n\n"

    found = read(words.format("_") + words.format("1" * 5000) + words.format("0"))

    assert documents_in(found)[0].document.text == "Good Good"
    assert [line for line, _ in remarks(found)] == [3]

"""HIPE-2022: layers, links and flags of historic newspapers both ways, with all that stands in a file."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import hipe
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger
from annotator.formats.mapping import load
from annotator.formats.registry import find_format, named_format
from annotator.formats.tokens import TOKENIZERS
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from tests.formats.documents import NEWS, RECORDS, TIME, content, documents
from tests.formats.test_tokens import marked

HOLDS = named_format("hipe").holds
MAPPING = load("hipe")
HEADER = "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNE-FINE-METO\tNE-FINE-COMP\tNE-NESTED\tNEL-LIT\tNEL-METO"
HEADER += "\tMISC\n"


def written(*each: AnnotatedDocument, ledger: Ledger | None = None, **options: str) -> bytes:
    file = io.BytesIO()
    chosen = named_format("hipe").chosen(options, "writing")
    hipe.write(each, file, Writing(Ledger() if ledger is None else ledger, NEWS, chosen, MAPPING, RECORDS.get))
    return file.getvalue()


def read(data: bytes | str) -> list[object]:
    data = data.encode() if isinstance(data, str) else data
    given_ = Given("a.tsv", data[:HEAD], io.BytesIO(data[HEAD:]))
    return list(hipe.read_files(given_, Reading("Anna", mapping=MAPPING, tag_set=NEWS)))


def documents_in(found: list[object]) -> list[AnnotatedDocument]:
    return [each for each in found if isinstance(each, AnnotatedDocument)]


def said(each: AnnotatedDocument) -> list[tuple[str, str, dict[str, object]]]:
    text = each.document.text
    return [(mark.tag, text[mark.start : mark.end], dict(mark.attributes)) for mark in each.annotations]


@settings(max_examples=70, deadline=None)
@given(documents(HOLDS | {"overlapping", "discontinuous"}, marks=4), st.sampled_from(list(TOKENIZERS)))
def test_what_is_held_comes_back(each, tokenizer):
    ledger = Ledger()
    data = written(each, ledger=ledger, tokenizer=tokenizer)
    lost = {loss.feature for loss in ledger}

    (back,) = documents_in(read(data))

    assert back.document.id == each.document.id
    assert "".join(back.document.text.split()) == "".join(each.document.text.split())
    if "exact text" not in lost:
        assert back.document.text == each.document.text
    if not lost & {"exact text", "annotations", "exact spans", "overlapping", "discontinuous"}:
        assert content(back, HOLDS - lost) == content(each, HOLDS - lost)
    # a file that we read is written again as it was, but for what we made
    once = written(back)
    assert written(*documents_in(read(once))) == once


def test_what_is_written():
    mark = Annotation("a", "d", "entity", "Person", (Span(0, 3),), "Zoë", TIME, TIME, {"fine": "pers.ind"}, "rec-1")
    part = Annotation("b", "d", "entity", "Location", (Span(9, 11),), "Zoë", TIME, TIME)
    each = AnnotatedDocument(marked("Kim saw\nRomeland.").document, (mark, part))

    assert written(each).decode() == (
        f"{HEADER}\n# hipe2022:document_id = d\n# title = t\n# tokenizer = words/1, sentences=rules\n"
        "Kim\tB-pers\tO\tB-pers.ind\tO\tO\tO\tQ56226\t_\t_\nsaw\tO\tO\tO\tO\tO\tO\t_\t_\tEndOfLine|EndOfSentence\n"
        "Romeland\tB-loc\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter|Partial-1:3\n.\tO\tO\tO\tO\tO\tO\t_\t_\tEndOfSentence\n"
    )


NEWSPAPER = (
    HEADER + "\n# hipe2022:document_id = GDL-1898\n# hipe2022:date = 1898-11-04\n# hipe2022:language = fr\n"
    "# hipe2022:applicable_columns = TOKEN NE-COARSE-LIT\n"
    '"\tO\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter\n'
    "Le\tO\tO\tO\tO\tO\tO\t_\t_\t_\n"
    "président\tB-pers\tO\tB-pers.ind\tO\tB-comp.title\tO\tQ123\t_\tLED0.25\n"
    "Faure\tI-pers\tO\tI-pers.ind\tO\tB-comp.name\tO\tQ123\t_\t\n"
    "# segment_iiif_link = https://x\n"
    "de\tI-pers\tO\tI-pers.ind\tO\tO\tO\tQ123\t_\tEndOfLine\n"
    "Ge-\tI-pers\tO\tI-pers.ind\tO\tO\tB-loc\tQ123\t_\tNoSpaceAfter|EndOfLine\n"
    "nève\tI-pers\tO\tI-pers.ind\tO\tO\tI-loc\tQ123\t_\tEndOfSentence\n"
    "Bernese\tB-HumanProd\tB-org\t_\tO\tO\tO\tNIL\tQ70\tPartial-0:4\n"
    ".\tO\tO\tO\tO\tO\tO\t_\t_\tEndOfSentence|EndOfLine\n"
    "\n# hipe2022:document_id = two\nFin\tO\n"
)


def test_a_newspaper_is_read_with_its_layers_links_and_flags():
    assert find_format(NEWSPAPER.encode(), "HIPE-2022-test.tsv").name == "hipe"
    found = read(NEWSPAPER)
    one, two = documents_in(found)

    assert (one.document.id, one.document.date, one.document.language) == ("GDL-1898", "1898-11-04", "fr")
    assert one.document.text == '"Le président Faure de\nGe-\nnève Bernese .\n'
    assert said(one) == [
        ("Person", "président Faure de\nGe-\nnève", {"fine": "pers.ind", "link": "Q123"}),
        ("comp.title", "président", {"layer": "component"}),
        ("comp.name", "Faure", {"layer": "component"}),
        ("Location", "Ge-\nnève", {}),
        ("Work", "Bern", {"link": "NIL", "link_metonymic": "Q70", "metonymic": "org"}),
    ]
    assert two.document.text == "Fin"
    assert [(each.line, each.text) for each in found if isinstance(each, Remark)] == [
        (19, "the line has 2 columns, not 10; what is missing was taken as empty")
    ]

    again = written(one).decode()
    for line in (
        "# hipe2022:applicable_columns = TOKEN NE-COARSE-LIT\n",
        "# segment_iiif_link = https://x\nde\tI-pers",
    ):
        assert line in again
    assert "\nprésident\tB-pers\tO\tB-pers.ind\tO\tB-comp.title\tO\tQ123\t_\tLED0.25\n" in again
    assert "\nGe-\tI-pers\tO\tI-pers.ind\tO\tO\tB-loc\tQ123\t_\tEndOfLine|NoSpaceAfter\n" in again
    assert "\nBernese\tB-HumanProd\tB-org\tO\tO\tO\tO\tNIL\tQ70\tPartial-0:4\n" in again


def test_what_is_no_label_is_named_with_its_line():
    found = read(HEADER + "Rome\tloc\tO\tO\tO\tO\tO\t_\t_\t_\n")

    assert [(each.line, each.text) for each in found if isinstance(each, Remark)] == [
        (2, "“loc” in NE-COARSE-LIT is no label; it was taken as O")
    ]
    with pytest.raises(InputError, match="does not name columns"):
        read("Rome\tB-loc\n")


def test_more_than_a_nested_layer_and_all_but_entities_are_in_the_ledger():
    each = marked("a b c d e f", [(0, 11)], [(0, 3)], [(0, 1)])
    claim = Annotation("c", "d", "claim", "Statement", (Span(0, 3),), "Zoë", TIME, TIME)
    ledger = Ledger()

    data = written(AnnotatedDocument(each.document, (*each.annotations, claim)), ledger=ledger).decode()

    assert "\na\tB-pers\tO\tO\tO\tO\tB-pers\t_\t_\t_\n" in data
    assert [loss.sentence for loss in ledger] == [
        "1 claim left out",
        "1 overlapping annotation left out: a token has a label and a nested one at most",
    ]

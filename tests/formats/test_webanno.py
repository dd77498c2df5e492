"""WebAnno TSV 3: stacked annotations, parts of tokens, relations and slots both ways; files of INCEpTION."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import webanno
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger
from annotator.formats.mapping import load
from annotator.formats.registry import find_format, named_format
from annotator.formats.tokens import TOKENIZERS
from annotator.formats.webanno_cells import escaped, stacked, unescaped
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, TIME, content, documents, texts
from tests.formats.test_brat import Folder
from tests.formats.test_tokens import marked
from tests.formats.tools import documents_in, found_in

HOLDS = named_format("webanno").holds
MAPPING = load("webanno")


def written(each: AnnotatedDocument, ledger: Ledger | None = None, **options: str) -> str:
    folder = Folder()
    chosen = named_format("webanno").chosen(options, "writing")
    webanno.write([each], folder, Writing(Ledger() if ledger is None else ledger, NEWS, chosen, MAPPING))
    (name,) = (name for name in folder.files if name.endswith(".tsv"))
    return folder.files[name].decode()


def read(text: str) -> list[object]:
    given_ = given_of(text.encode(), "a.tsv")
    return list(webanno.read_files(given_, Reading("Anna", mapping=MAPPING, tag_set=NEWS)))


def only(found: list[object]) -> AnnotatedDocument:
    (each,) = (one for one in found if isinstance(one, AnnotatedDocument))
    return each


def said(each: AnnotatedDocument) -> list[tuple[str, str, str]]:
    text = each.document.text
    return [(mark.kind, mark.tag, text[mark.start : mark.end]) for mark in each.annotations]


def links(each: AnnotatedDocument) -> list[tuple[str, str, str]]:
    words = {mark.id: each.document.text[mark.start : mark.end] for mark in each.annotations}
    return [(words[link.source], link.type, words[link.target]) for link in each.relations]


@settings(max_examples=70, deadline=None)
@given(
    documents(HOLDS | {"discontinuous"}), st.sampled_from(list(TOKENIZERS)), st.sampled_from(["rules", "lines", "none"])
)
def test_what_is_held_comes_back(each, tokenizer, sentences):
    ledger = Ledger()
    data = written(each, ledger, tokenizer=tokenizer, sentences=sentences)
    lost = {loss.feature for loss in ledger}
    if not each.document.text.strip():
        assert "exact text" in lost or not each.document.text
        return

    found = read(data)
    back = only(found)

    assert [one for one in found if isinstance(one, Remark)] == []
    assert "".join(back.document.text.split()) == "".join(each.document.text.split())
    assert back.document.text == each.document.text
    if not lost:
        assert content(back, HOLDS) == content(each, HOLDS)
    # and again: with the tokens that the file had
    assert content(only(read(written(back))), HOLDS) == content(back, HOLDS)


@given(texts())
@example("\\")
@example("a[7]\\")
def test_every_value_can_stand_in_a_cell(value):
    cell = escaped(value)

    assert "\t" not in cell
    assert "\n" not in cell
    assert unescaped(cell) == value
    if value:
        assert [(unescaped(one.value), one.id) for one in stacked(f"{cell}[7]|{cell}[12]")] == [(value, 7), (value, 12)]


def test_what_is_written():
    text = "😀 Romeland said so."
    marks = (
        Annotation("a", "d", "entity", "Location", (Span(2, 6),), "Zoë", TIME, TIME, {"mention": "name"}),
        Annotation("b", "d", "entity", "Group", (Span(2, 15),), "Zoë", TIME, TIME, note="x|y"),
        Annotation("c", "d", "claim", "Statement", (Span(16, 18),), "Zoë", TIME, TIME),
    )
    relations = (Relation("r", "claimant", "c", "a"), Relation("s", "same as", "a", "b"))

    assert written(AnnotatedDocument(marked(text).document, marks, relations)) == (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|tag|mention|note\n"
        "#T_SP=webanno.custom.Claim|tag|ROLE_webanno.custom.Claim:parts_webanno.custom.ClaimPartsLink|uima.tcas.Annotation\n"
        "#T_RL=webanno.custom.EntityRelation|type|BT_webanno.custom.Entity\n\n\n"
        "#Text=😀 Romeland said so.\n"
        "1-1\t0-2\t😀\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
        "1-2\t3-11\tRomeland\tGroup[1]\t*[1]\tx\\|y[1]\t_\t_\t_\tsame as\t1-2.1[2_1]\t\n"
        "1-2.1\t3-7\tRome\tLocation[2]\tname[2]\t*[2]\t_\t_\t_\t_\t_\t\n"
        "1-3\t12-16\tsaid\tGroup[1]\t*[1]\tx\\|y[1]\t_\t_\t_\t_\t_\t\n"
        "1-4\t17-19\tso\t_\t_\t_\tStatement[3]\tclaimant[3]\t1-2.1[2]\t_\t_\t\n"
        "1-5\t19-20\t.\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
    )


INCEPTION = (
    "#FORMAT=WebAnno TSV 3.3\n"
    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue\n"
    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"
    "#T_SP=webanno.custom.Speech|ROLE_webanno.custom.Speech:speaker_webanno.custom.SpeechSpeakerLink|"
    "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|manner\n"
    "#T_SP=webanno.custom.Flag|\n"
    "#T_RL=webanno.custom.Same|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n"
    "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\n\n"
    "#Text=He 😀 saw\n#Text=Ann\\\\Bob.\n"
    "1-1\t0-2\tHe\tPRP\tPRON\thttp://q\\_1\tPER\t_\t_\t_\t*\t_\t_\t*->1-1\t_\t\n"
    "1-2\t3-5\t😀\tSYM\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
    "1-3\t6-9\tsaw\tVBD\tVERB\t_\t_\tspeaker;*\t1-1;1-4[4]\tloud\t_\t_\t_\t_\t_\t\n"
    "1-4\t10-17\tAnn\\Bob\t_\t_\t*[4]|*[5]\tPER[4]|GRP[5]\t_\t_\t_\t_\t*\t1-1[0_4]\t_\t_\t\n"
    "1-4.1\t14-17\tBob\t_\t_\t*\tPER\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
    "1-5\t17-18\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
    "\n#Text=So\n2-1\t20-22\tSo\t_\t_\t*[5]\tGRP[5]\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
)


def test_a_file_of_inception_is_read_with_stacked_rows_slots_and_relations():
    assert find_format(INCEPTION.encode(), "admin.tsv").name == "webanno"
    found = read(INCEPTION)
    each = only(found)

    assert each.document.text == "He 😀 saw\nAnn\\Bob.\n\nSo"
    assert said(each) == [
        ("entity", "PER", "He"),
        ("entity", "Flag", "He"),
        ("entity", "CoreferenceLink", "He"),
        ("entity", "Speech", "saw"),
        ("entity", "GRP", "Ann\\Bob.\n\nSo"),
        ("entity", "PER", "Ann\\Bob"),
        ("entity", "PER", "Bob"),
    ]
    assert dict(each.annotations[0].attributes) == {"identifier": "http://q_1"}
    assert dict(each.annotations[3].attributes) == {"manner": "loud"}
    assert sorted(links(each)) == [
        ("He", "Same", "Ann\\Bob"),
        ("saw", "speaker", "Ann\\Bob"),
        ("saw", "speaker", "He"),
    ]
    assert [one.text for one in found if isinstance(one, Remark)] == [
        "what analyses the text is no mark; it is kept for webanno: 3 POS"
    ]


def test_layers_of_grammar_are_kept_and_written_back():
    again = written(only(read(INCEPTION)))

    assert "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue\n" in again
    assert "\tVBD\tVERB\t" in again
    assert content(only(read(again)), HOLDS) == content(only(read(INCEPTION)), HOLDS)


def test_a_layer_can_be_made_a_claim_by_a_mapping():
    from annotator.formats.mapping import parse

    mapping = parse("[[frame]]\nname = 'Speech'\ntag = 'Statement'\nroles = { speaker = 'claimant' }", "mine")
    found = webanno.read_files(given_of(INCEPTION.encode(), "a.tsv"), Reading("Anna", mapping=mapping, tag_set=NEWS))
    each = only(list(found))

    assert ("claim", "Statement", "saw") in said(each)
    assert ("saw", "claimant", "He") in links(each)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1-1\t0-2\tHe\n", "its first line is not"),
        ("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=He\n", "there is no token in it"),
    ],
)
def test_what_is_none_of_it_is_refused(text, fault):
    with pytest.raises(InputError, match=fault):
        read(text)


def test_what_is_broken_is_named_with_its_line():
    head = "#FORMAT=WebAnno TSV 3.2\n#T_SP=webanno.custom.E|value\n#T_RL=webanno.custom.R|label|BT_webanno.custom.E\n\n"
    found = read(
        head + "#Text=a b\n1-1\t0-1\ta\tX\t_\t_\t\nbroken line\n1-2\t2-3\tb\t_\tr\t1-9\t\n1-2.1\t3-3\t\tY\t_\t_\t\n"
    )

    assert said(only(found)) == [("entity", "X", "a")]
    assert [(each.line, each.text) for each in found if isinstance(each, Remark)] == [
        (7, "“broken line” is no line of a token; it was left out"),
        (9, "an annotation, “Y” of E, has no characters; it was left out"),
        (8, "a relation of R leads to where nothing was taken; it was left out"),
    ]


def test_parts_of_a_discontinuous_annotation_are_annotations_of_their_own():
    ledger = Ledger()

    each = only(read(written(marked("one two three", [(0, 3), (8, 13)]), ledger)))

    assert said(each) == [("entity", "Person", "one"), ("entity", "Person", "three")]
    assert [loss.sentence for loss in ledger] == ["1 discontinuous span: each part is a mark of its own"]


def one(layers: str, *rows: str) -> list[object]:
    """Read a sentence of these *rows*, whose cells begin with the words of a token."""
    place = 0
    lines: list[str] = []
    for number, row in enumerate(rows, start=1):
        words = row.split()[0]
        lines.append(f"1-{number}\t{place}-{place + len(words)}\t" + "\t".join(row.split()) + "\t\n")
        place += len(words) + 1
    shown = " ".join(row.split()[0] for row in rows)
    return read(f"#FORMAT=WebAnno TSV 3.3\n{layers}\n\n#Text={shown}\n{''.join(lines)}")


_WITH_SLOT = (
    "#T_SP=webanno.custom.Stance|value\n#T_SP=webanno.custom.Speech|manner|"
    "ROLE_webanno.custom.Speech:about_webanno.custom.SpeechAboutLink|webanno.custom.Stance\n"
)


def test_an_id_behind_what_a_slot_leads_to_is_the_id_of_that_and_not_of_the_host():
    each = only(
        one(
            _WITH_SLOT,
            "He _ loud[7] [7] 1-4[8]",
            "said _ loud[7] [7] 1-4[8]",
            "it _ _ _ _",
            "did sure[8] _ _ _",
            "work sure[8] _ _ _",
        )
    )

    assert said(each) == [("entity", "Speech", "He said"), ("entity", "sure", "did work")]
    # the role is there, but empty: the feature has the name
    assert links(each) == [("He said", "about", "did work")]


def test_a_slot_is_written_so_that_inception_finds_what_it_leads_to():
    marks = (
        Annotation("a", "d", "entity", "Person", (Span(0, 3),), "Anna", TIME, TIME),
        Annotation("b", "d", "claim", "Statement", (Span(0, 8),), "Anna", TIME, TIME),
        Annotation("c", "d", "claim", "Statement", (Span(9, 11),), "Anna", TIME, TIME),
    )
    each = AnnotatedDocument(marked("Ann said so.").document, marks, (Relation("r", "claimant", "c", "a"),))

    rows = [line.split("\t")[3:] for line in written(each).splitlines() if line[:1].isdigit()]

    # only the id of what it leads to stands there; a claim without parts has no link at all
    assert rows[2] == ["_", "Statement[3]", "claimant[3]", "1-1[2]", ""]
    assert rows[1] == ["_", "Statement[1]", "_[1]", "*", ""]


def test_relations_keep_their_attributes_and_are_called_by_their_layer_if_no_feature_says_their_type():
    layers = (
        "#T_SP=webanno.custom.Event|\n#T_RL=webanno.custom.Order|note|sure|BT_webanno.custom.Event\n"
        "#T_RL=webanno.custom.Kind|how|BT_webanno.custom.Event\n"
    )
    each = only(one(layers, "came * _ _ _ _ _", "went * then\\; true 1-1 late 1-1"))

    assert [(link.type, dict(link.attributes)) for link in each.relations] == [
        ("Order", {"note": "then;", "sure": "true"}),
        ("late", {}),
    ]


def test_those_of_a_chain_are_marks_and_each_is_the_same_as_the_next():
    layers = "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n"
    each = only(
        one(
            layers,
            "The nam->1-1 *[1]",
            "mayor nam->1-1 *[1]",
            "said _ _",
            "he pro->1-3|*->2-2 same[1]|*[2]",
            "his pro->1-2 *[1]",
            "way *->2-1 *[2]",
        )
    )

    assert said(each) == [
        ("entity", "CoreferenceLink", "The mayor"),
        ("entity", "CoreferenceLink", "he"),
        ("entity", "CoreferenceLink", "he"),
        ("entity", "CoreferenceLink", "his"),
        ("entity", "CoreferenceLink", "way"),
    ]
    assert sorted(links(each)) == [
        ("The mayor", "same as", "his"),
        ("his", "same as", "he"),
        ("way", "same as", "he"),
    ]
    assert dict(each.annotations[0].attributes) == {"referenceType": "nam"}


def test_relations_between_tokens_are_kept_with_the_grammar_and_counted():
    layers = "#T_RL=webanno.custom.Word|value|BT_de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token\n"
    found = one(layers, "came _ _", "late x 1-1")

    assert [each.text for each in found if isinstance(each, Remark)] == [
        "what analyses the text is no mark; it is kept for webanno: 1 Word"
    ]
    assert "\tlate\tx\t1-1\t\n" in written(only(found))


def test_line_ends_of_other_systems_become_ours_and_marks_stay_at_their_words():
    text = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Event|\n\n#Text=He 😀\\r\n#Text=came late .\n"
        "1-1\t0-2\tHe\t_\t\n1-2\t3-5\t😀\t_\t\n1-3\t7-11\tcame\t*[1]\t\n1-4\t12-16\tlate\t*[1]\t\n1-5\t17-18\t.\t_\t\n"
    )
    each = only(read(text))

    assert each.document.text == "He 😀\ncame late ."
    assert said(each) == [("entity", "Event", "came late")]


def test_numbers_longer_than_any_file_needs_are_no_ids_and_no_offsets():
    many = "1" * 5000
    text = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Person|value\n"
        "#T_RL=webanno.custom.Near|label|BT_webanno.custom.Person\n\n\n#Text=Kim spoke\n"
        f"1-1\t0-3\tKim\tx[{many}]\tnear\t1-2[{many}_0]\t\n1-2\t4-9\tspoke\ty\t_\t_\t\n1-3\t9-{many}\t.\t_\t_\t_\t\n"
    )

    found = found_in("webanno", text, file="a.tsv")

    assert [each.tag[:2] for each in documents_in(found)[0].annotations] == ["x[", "y"]


def test_relations_to_a_mark_of_several_parts_lead_to_the_first_of_them():
    text = "T can’t go"
    marks = (
        Annotation("a", "d", "cue", "Cue", (Span(0, 1),), "Zoë", TIME, TIME),
        Annotation("b", "d", "cue", "Cue", (Span(2, 5), Span(6, 10)), "Zoë", TIME, TIME),
    )
    relations = (Relation("r", "same as", "a", "b"),)
    each = AnnotatedDocument(Document("d", "t", text, text_sha256(text), TIME), marks, relations)

    (back,) = documents_in(found_in("webanno", written(each), file="t.tsv"))

    (link,) = back.relations
    assert next(mark for mark in back.annotations if mark.id == link.target).spans == (Span(2, 5),)


def test_a_file_with_a_header_and_no_token_is_a_document_without_text():
    (each,) = documents_in(found_in("webanno", "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Y|tag\n\n", file="t.tsv"))

    assert each.document.text == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [("letters/Sailor 1926.tsv", "Sailor 1926"), ("annotation/speech.txt/anna.tsv", "speech.txt"), ("a", "a")],
)
def test_a_document_is_called_as_its_file_is(name, title):
    (each,) = documents_in(found_in("webanno", "#FORMAT=WebAnno TSV 3.3\n\n#Text=He\n1-1\t0-2\tHe\t\n", file=name))

    assert each.document.title == title

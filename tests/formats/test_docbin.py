"""DocBin: what spaCy loads of ours, what we read of spaCy's, and that nothing bends on the way."""

import io
import re
import zlib

import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin, Span
from spacy.vocab import Vocab

from annotator.errors import InputError
from annotator.formats.docbin import read_files, write
from annotator.formats.docbin_tokens import cut
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.model.document import AnnotatedDocument
from tests.formats.documents import NEWS, content, documents

READING = Reading("Anna", tag_set=NEWS)


def written(*documents: AnnotatedDocument, **options: str) -> bytes:
    file = io.BytesIO()
    write(documents, file, Writing(options=options))
    return file.getvalue()


def read(data: bytes) -> tuple[list[AnnotatedDocument], list[Remark]]:
    found = list(read_files(given_of(data, "a.spacy"), READING))
    return [each for each in found if isinstance(each, AnnotatedDocument)], [
        each for each in found if isinstance(each, Remark)
    ]


def loaded(data: bytes) -> list[spacy.tokens.Doc]:
    return list(DocBin().from_bytes(data).get_docs(Vocab()))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(documents(), max_size=2), st.sampled_from(["plain", "words", "spacy"]), st.sampled_from(["cut", "widen"])
)
def test_everything_comes_back_whatever_cuts_the_text(given, tokenizer, edges):
    given = [each if not number else AnnotatedDocument(each.document, (), ()) for number, each in enumerate(given)]
    data = written(*given, tokenizer=tokenizer, edges=edges)
    assert written(*given, tokenizer=tokenizer, edges=edges) == data
    back, remarks = read(data)
    assert remarks == []
    assert [content(each) for each in back] == [content(each) for each in given]
    assert [each.annotations for each in back] == [each.annotations for each in given]
    assert [each.document.id for each in back] == [each.document.id for each in given]


@settings(max_examples=40, deadline=None)
@given(documents())
def test_spacy_sees_the_text_and_every_span_to_the_character(each):
    (doc,) = loaded(written(each))
    assert doc.text == each.document.text
    for kind, group in (("entity", "entities"), ("claim", "claims"), ("cue", "cues")):
        ours = [(start, end, mark.tag) for mark in each.annotations if mark.kind == kind for start, end in mark.spans]
        theirs = [(span.start_char, span.end_char, span.label_) for span in doc.spans.get(group, ())]
        assert theirs == ours
        assert all(
            span.text == each.document.text[span.start_char : span.end_char] for span in doc.spans.get(group, ())
        )
    for span in doc.ents:
        assert span.text == span.text.strip()
        assert any(
            mark.tag == span.label_
            and mark.spans[0].start <= span.start_char
            and span.end_char <= mark.spans[0].end
            and each.document.text[slice(*mark.spans[0])].strip() == span.text
            for mark in each.annotations
            if mark.kind == "entity"
        )


@given(documents())
def test_the_words_and_spaces_of_a_text_are_the_text(each):
    tokens = cut(each.document.text, lambda text: re.findall(r"(\w+|[^\w\s]|\s+)( ?)", text), each.annotations)
    joined = "".join(word + space for word, space in zip(tokens.words, tokens.spaces, strict=True))
    assert joined == each.document.text
    for annotation in each.annotations:
        for start, end in annotation.spans:
            assert tokens.covering(start, end)[2:] == (start, end)


def mark(text: str, start: int, end: int, tag: str = "Person", kind: str = "entity", **fields: object):
    from annotator.formats.jsonl_document import DocumentReader

    value = {"id": "d", "text": text, "annotations": [
        {"id": "a", "kind": kind, "tag": tag, "spans": [{"start": start, "end": end}], **fields}]}  # fmt: skip
    return DocumentReader("Anna").read(value)[0]


def test_words_that_spacy_has_a_number_of_its_own_for_are_found_again():
    text = "LAW DATE the PERSON of ORG: det punct"
    (doc,) = loaded(written(mark(text, 0, 3, "LAW")))
    assert [token.text for token in doc] == text.replace(":", " :").split()
    assert [each.label_ for each in doc.ents] == ["LAW"]


def test_entities_for_training_have_no_white_space_at_their_ends_and_come_back_with_it():
    each = mark("Kim \n\n spoke.", 0, 7)
    (doc,) = loaded(data := written(each))
    assert [(one.text, one.label_) for one in doc.ents] == [("Kim", "Person")]
    assert [one.text for one in doc.spans["entities"]] == ["Kim \n\n "]

    back, remarks = read(data)

    assert (content(back[0]), remarks) == (content(each), [])
    assert not loaded(written(mark("Kim \n\n spoke.", 3, 7)))[0].ents


def test_what_was_changed_with_spacy_is_taken_as_changed():
    data = written(mark("Kim Jong Un spoke in Kursk.", 0, 3))
    (doc,) = loaded(data)
    doc.spans["entities"] = [
        Span(doc, 0, 3, label="Person", span_id="0"),
        Span(doc, 5, 6, label="Location"),
    ]
    back, remarks = read(DocBin(store_user_data=True, docs=[doc]).to_bytes())
    assert [(each.tag, tuple(each.spans)) for each in back[0].annotations] == [
        ("Person", ((0, 11),)),
        ("Location", ((21, 26),)),
    ]
    assert back[0].annotations[0].id == "a"
    assert "was moved" in remarks[0].text

    doc.spans["entities"] = []
    doc.ents = []
    back, remarks = read(DocBin(store_user_data=True, docs=[doc]).to_bytes())
    assert back[0].annotations == ()
    assert "in the spans no more" in remarks[0].text


def test_a_docbin_of_another_program_comes_with_entities_spans_and_categories():
    nlp = spacy.blank("en")
    doc = nlp("Kim Jong Un spoke in Kursk 😀 today.")
    doc.ents = [Span(doc, 0, 3, label="Person", kb_id="Q56226"), Span(doc, 5, 6, label="GPE")]
    doc.spans["sc"] = [Span(doc, 3, 6, label="Statement"), Span(doc, 5, 6, label="GPE")]
    doc.cats = {"Genre": 1.0, "letter": 0.2, "editorial": 0.75}
    doc.user_data["page"] = 3
    doc.user_data[("._.", "checked", None, None)] = (1, "yes")
    doc[3].tag_ = "VBD"
    back, remarks = read(DocBin(store_user_data=True, docs=[doc]).to_bytes())
    (each,) = back
    assert each.document.text == doc.text
    assert not each.id_given
    assert {(mark.kind, mark.tag, each.document.text[mark.start : mark.end]) for mark in each.annotations} == {
        ("entity", "Person", "Kim Jong Un"),
        ("entity", "GPE", "Kursk"),
        ("claim", "Statement", "spoke in Kursk"),
        ("document", "Genre", ""),
        ("document", "editorial", ""),
    }
    assert next(mark for mark in each.annotations if mark.tag == "Person").attributes == {"kb_id": "Q56226"}
    assert next(mark for mark in each.annotations if mark.tag == "editorial").confidence == 0.75
    assert each.document.metadata["spacy"]["cats"] == {"letter": 0.2}
    assert [remark.text for remark in remarks] == ["the tags, lemmas and dependencies of tokens were left out"]
    # and what we do not know goes back
    (again,) = loaded(written(each))
    assert again.user_data["page"] == 3
    assert again.user_data[("._.", "checked", None, None)] == (1, "yes")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x78\x9cnothing", "it is no DocBin, or is damaged"),
        (zlib.compress(b"\x93\x01\x02\x03"), "it is no DocBin"),
        (zlib.compress(b"\x81\xa5attrs\x90"), "it is no DocBin"),
        (zlib.compress(b"\x00" * 100)[:-6], "it is cut off"),
        (b"words", "it is no DocBin, or is damaged"),
    ],
)
def test_what_is_no_docbin_is_refused_in_a_sentence(data, says):
    with pytest.raises(InputError, match=says):
        read(data)


def test_a_document_whose_spans_lead_nowhere_does_not_stop_the_others():
    data = zlib.decompress(written(mark("one two three", 0, 3), mark("four five six", 5, 9)))
    # the number of the first span's label
    label = data.index(b"spans") + len(b"spans\x91\xc4\x28") + 16
    damaged = data[:label] + b"\xff" * 8 + data[label + 8 :]
    back, remarks = read(zlib.compress(damaged))
    assert [each.document.text for each in back] == ["four five six"]
    assert [remark.document for remark in remarks] == [None]
    assert remarks[0].text.startswith("document 1 was left out")


def test_a_block_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("annotator.formats.docbin_reading.MAX_FILE", 1 << 20)
    with pytest.raises(InputError, match="unpacks to more than 1 MiB"):
        read(zlib.compress(bytes(50 << 20)))


def test_strings_that_are_forgotten_meanwhile_are_found_all_the_same(monkeypatch):
    monkeypatch.setattr("annotator.formats.docbin_lists._STRINGS", 3)
    texts = ["one two three four", "four three two", "one"]
    docs = loaded(written(*(mark(text, 0, 3) for text in texts)))
    assert [doc.text for doc in docs] == texts


def test_what_is_too_long_for_spacy_to_load_is_not_written(monkeypatch):
    from annotator.errors import AnnotatorError

    monkeypatch.setattr("annotator.formats.docbin_lists._MOST", 10)
    with pytest.raises(AnnotatorError, match="export it in parts"):
        written(mark("one two three", 0, 3))


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("attrs", []), ("attrs", [2**63, 65, 66]), ("flags", [5])],
)
def test_a_block_that_spacy_stumbles_over_is_refused_without_what_it_says_of_itself(key, wrong):
    value = srsly.msgpack_loads(zlib.decompress(written(mark("one two three", 0, 3))))
    data = zlib.compress(srsly.msgpack_dumps({**value, key: wrong}))

    try:
        _, remarks = read(data)
        said = remarks[0].text
    except InputError as error:
        said = str(error)

    assert "write it anew" in said
    assert "object" not in said

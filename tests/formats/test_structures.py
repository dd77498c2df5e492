"""What the shared laws do not draw: values of all types under odd names, relations that lead out of a document."""

import io
import re
import sys
from dataclasses import replace
from functools import partial

import pytest

from annotator.errors import UsageError
from annotator.formats.files import FolderFiles, Given, given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.mapping import load
from annotator.formats.output import writing_folder
from annotator.formats.registry import named_format
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME

FORMATS = ["spacy", "xmi", "cas-json", "tei", "gate", "refi-qda"]
TEXT = "\n 😀 Kim Jong Un said: “we\r win”\n\nin Kursk \t today. \n".replace("\r", "")
ODD = {
    "said on": "1917-11",
    "a & <b>": 'x "y" \t\n z ',
    "1st": 5,
    "share": 0.25,
    "big": 2**53,
    "tiny": 1e-7,
    "sure": True,
    "unsure": False,
    "nothing": None,
    "annotator": "an attribute of that name",
    "begin": "one",
    "type": "two",
    "value": "three",
    "id": "four",
    "note": "five",
    "空": "",
}


SOURCE = Source("s", "papers/a & b.txt", "text/plain", "0" * 64)
METADATA = {"x": [1, {"y": None, "z": "\x01 “q”"}]}
PARTS = (Span(21, 24), Span(25, 28), Span(31, 39))


def document() -> AnnotatedDocument:
    mark = partial(Annotation, document="d 1", created=TIME, modified="2026-02-01T10:00:00.123Z")
    annotations = (
        mark("whole", kind="document", tag="Genre", spans=(), annotator="Zoë", note="two\nlines "),
        mark("bare", kind="claim", tag="Statement", spans=(), annotator="Zoë", attributes=ODD, confidence=0.1),
        mark(
            "kim", kind="entity", tag="Person", spans=(Span(3, 14),), annotator="李 雷", attributes=ODD, record="rec-1"
        ),
        mark("said", kind="cue", tag="Cue", spans=(Span(15, 19),), annotator="Zoë", state="rejected", note=" "),
        mark("claim", kind="claim", tag="Unheard", spans=PARTS, annotator="Zoë", attributes=ODD, state="suggested"),
        mark("same", kind="entity", tag="Role", spans=PARTS[2:], annotator="Zoë", origin="model"),
    )
    relations = (
        Relation("r1", "claimant", "claim", "kim", ODD),
        Relation("r2", "claimant", "claim", "same"),
        Relation("r3", "cue", "claim", "said"),
        Relation("r4", "same claim", "claim", "elsewhere 7"),
        Relation("r5", "evidence", "claim", "0195f1a0-0000-7000-8000-0000000000ff", ODD),
        Relation("r6", "a <type> & so", "kim", "same"),
        Relation("r7", "about", "bare", "whole"),
        Relation("r8", "claimant", "bare", "kim"),
    )
    about = Document(
        "d 1", "", TEXT, text_sha256(TEXT), TIME, "1917-11", "zh-Hant", SOURCE, METADATA, "done", "dev",
    )  # fmt: skip
    return AnnotatedDocument(about, tuple(sorted(annotations, key=reading_order)), relations)


def through(name: str, each: AnnotatedDocument, tmp_path, **options: str) -> tuple[AnnotatedDocument, list[Remark]]:
    form = named_format(name)
    mapping = load(form.mapping) if form.mapping else None
    writing = Writing(tag_set=NEWS, mapping=mapping, options=form.chosen(options, "writing"), record=RECORDS.get)
    reading = Reading("Anna", form.chosen({}, "reading"), mapping, tag_set=NEWS)
    if form.shape == "folder":
        with writing_folder(tmp_path / "out") as folder:
            form.folder_writer()([each], folder, writing)
        files = FolderFiles(tmp_path / "out")
        (member,) = [file for file in files.names() if file != "TypeSystem.xml"]
        with files.open(member) as stream:
            given = Given(member, b"", stream, files, member)
            found = list(form.files_reader()(given, reading))
    else:
        file = io.BytesIO()
        form.file_writer()([each], file, writing)
        found = list(form.files_reader()(given_of(file.getvalue(), "a"), reading))
    assert len(writing.ledger) == 0, [loss.sentence for loss in writing.ledger]
    (back,) = [one for one in found if isinstance(one, AnnotatedDocument)]
    return back, [one for one in found if isinstance(one, Remark)]


@pytest.mark.parametrize("name", FORMATS)
def test_values_of_all_types_under_odd_names_come_back(name, tmp_path):
    each = document()
    back, remarks = through(name, each, tmp_path)
    assert remarks == []
    for mine, theirs in zip(each.annotations, back.annotations, strict=True):
        assert dict(theirs.attributes) == dict(mine.attributes)
        assert [type(value) for value in theirs.attributes.values()] == [
            type(mine.attributes[key]) for key in theirs.attributes
        ]
        assert theirs == mine
    assert sorted(back.relations, key=lambda one: one.id) == list(each.relations)
    about = replace(back.document, created=each.document.created, source=each.document.source)
    assert about == each.document
    assert (back.document.source.uri, back.document.source.sha256) == ("papers/a & b.txt", "0" * 64)


@pytest.mark.parametrize("name", FORMATS)
def test_what_stands_out_of_order_and_a_text_of_nothing_come_back(name, tmp_path):
    empty = replace(document(), annotations=(), relations=())
    empty = replace(empty, document=replace(empty.document, text="", text_sha256=text_sha256("")))
    back, remarks = through(name, empty, tmp_path)
    assert (back.document.text, back.annotations, remarks) == ("", (), [])


@pytest.mark.parametrize("name", ["xmi", "gate", "tei"])
def test_metadata_that_somebody_damaged_are_told_and_the_rest_is_taken(name, tmp_path):
    form = named_format(name)
    mapping = load(form.mapping)
    with writing_folder(tmp_path / "out") as folder:
        form.folder_writer()([document()], folder, Writing(tag_set=NEWS, mapping=mapping))
    files = FolderFiles(tmp_path / "out")
    (member,) = [file for file in files.names() if file != "TypeSystem.xml"]
    data = (tmp_path / "out" / member).read_bytes()
    for whole, half in ((b'{"x":', b'{"x"'), (b"{&quot;x&quot;:", b"{&quot;x&quot;")):
        data = data.replace(whole, half)
    beside = [(each, (tmp_path / "out" / each).read_bytes()) for each in files.names()]
    reading = Reading("Anna", form.chosen({}, "reading"), mapping)
    found = list(form.files_reader()(given_of(data, member, beside), reading))
    (back,) = [each for each in found if isinstance(each, AnnotatedDocument)]
    assert len(back.annotations) == 6
    assert any("cannot be read" in each.text for each in found if isinstance(each, Remark))


@pytest.mark.parametrize(
    ("name", "module", "says"),
    [
        ("spacy", "spacy.tokens", "pip install 'annotator[spacy]'"),
        ("xmi", "cassis", "pip install 'annotator[cas]'"),
        ("cas-json", "cassis", "pip install 'annotator[cas]'"),
    ],
)
def test_without_the_library_one_is_told_what_to_install(name, module, says, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "spacy.vocab", None)
    given = given_of(b"{}", "a", [("TypeSystem.xml", b"<typeSystemDescription/>")])
    with pytest.raises(UsageError, match=re.escape(says)):
        list(named_format(name).files_reader()(given, Reading("Anna")))

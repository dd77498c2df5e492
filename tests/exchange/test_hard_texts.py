"""Hard texts through every format both ways: as we write them, with other line ends, and behind a byte order mark."""

import json
from pathlib import Path

import pytest

from annotator.exchange.importing import import_paths
from annotator.formats.files import given_of
from annotator.formats.format import Reading
from annotator.formats.mapping import load
from annotator.formats.registry import FORMATS, named_format
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.scan import Selection
from tests.formats.documents import NEWS, TIME
from tests.formats.tools import documents_in, said_in, written

TEXT = (
    "😀 Zoe\u0301 met أحمد שלום in 海 .\n"
    "👨\u200d👩\u200d👧 Kim İ said : bread is dear .\n"
    "\n"
    "𝔘 Lee ﬁn \ufeff nal \u202e Wu .\n"
)
WORDS = ("Zoe\u0301", "أحمد", "שלום", "海", "Kim", "Lee", "𝔘", "Wu")
CLAIM = "bread is dear"
CLAIMS_ONLY = {"newsclaims", "check-worthiness"}
PACKED = {"xlsx", "spacy", "refi-qda"}
BOTH_WAYS = [each.name for each in FORMATS if each.reads and each.writes and each.name != "dataset"]
MAIN = {
    "brat": ".ann",
    "webanno": ".tsv",
    "w3c": ".jsonld",
    "label-studio": ".json",
    "xmi": ".xmi",
    "newsclaims": ".json",
}


def document() -> AnnotatedDocument:
    def mark(id_: str, kind, tag: str, words: str) -> Annotation:
        start = TEXT.index(words)
        span = Span(start, start + len(words))
        return Annotation(id_, "d", kind, tag, (span,), "Zoë", TIME, TIME)

    marks = [mark(f"a{number}", "entity", "Person", words) for number, words in enumerate(WORDS)]
    marks += [mark("c", "claim", "Statement", CLAIM), mark("s", "cue", "Cue", "said")]
    relations = (Relation("r1", "claimant", "c", "a4"), Relation("r2", "cue", "c", "s"))
    about = Document("d", "Hard", TEXT, text_sha256(TEXT), TIME)
    return AnnotatedDocument(about, tuple(sorted(marks, key=reading_order)), relations)


def read(name: str, files: dict[str, bytes], anchor="offsets") -> tuple[list[AnnotatedDocument], list[str]]:
    form = named_format(name)
    mapping = load(form.mapping) if form.mapping else None
    reading = Reading("Anna", form.chosen({}, "reading"), mapping, anchor, NEWS)
    main = next(each for each in files if each.endswith(MAIN.get(name, "")) and not each.endswith("System.xml"))
    if name == "newsclaims":
        main = "claims.json"
    found = list(form.files_reader()(given_of(files[main], main, files.items()), reading))
    return documents_in(found), said_in(found)


def words_in(each: AnnotatedDocument) -> set[str]:
    return {"|".join(each.document.text[start:end] for start, end in mark.spans) for mark in each.annotations}


def files_of(name: str) -> dict[str, bytes]:
    files, _ = written(name, [document()], named_format(name).again)
    return {each if each != "file" else "file.txt": data for each, data in files.items()}


ENDS = ("as written", "CRLF", "BOM", "BOM and CRLF")
# archives, and bytes that are no text, have no line ends
WAYS = [(name, ends) for name in BOTH_WAYS for ends in (ENDS[:1] if name in PACKED else ENDS)]


@pytest.mark.parametrize(("name", "ends"), WAYS)
def test_every_mark_is_on_its_words_whatever_the_line_ends_and_marks_of_encoding(name, ends):
    files = files_of(name)
    if "CRLF" in ends:
        files = {each: data.replace(b"\n", b"\r\n") for each, data in files.items()}
    if "BOM" in ends:
        files = {each: b"\xef\xbb\xbf" + data for each, data in files.items()}

    (each,), said = read(name, files)

    assert "\r" not in each.document.text
    assert words_in(each) >= ({CLAIM} if name in CLAIMS_ONLY else set(WORDS)), said


def shifted(name: str) -> dict[str, bytes]:
    """Return files of that format whose offsets of “Kim” are one too small, beside its words."""
    text = "So Kim spoke."
    value = {"start": 2, "end": 5}
    files: dict[str, object] = {
        "label-studio": [
            {
                "data": {"text": text},
                "annotations": [
                    {
                        "result": [
                            {
                                "id": "r", "from_name": "label", "to_name": "text", "type": "labels",
                                "value": {**value, "text": "Kim", "labels": ["Person"]},
                            }
                        ]
                    }
                ],
            }
        ],
        "prodigy": {"text": text, "answer": "accept", "spans": [{**value, "label": "Person", "text": "Kim"}]},
        "w3c": {
            "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
            "body": {"type": "TextualBody", "purpose": "tagging", "value": "Person"},
            "target": {
                "source": "a.txt",
                "selector": [
                    {"type": "TextPositionSelector", **value}, {"type": "TextQuoteSelector", "exact": "Kim"},
                ],
            },
        },
    }  # fmt: skip
    if name == "brat":
        return {"a.ann": b"T1\tPerson 2 5\tKim\n", "a.txt": text.encode()}
    if name == "csv":
        return {"a.csv": f"document,document_text,spans,tag,text\nd,{text},2-5,Person,Kim\n".encode()}
    return {"a.txt": text.encode(), f"a{MAIN.get(name, '.jsonl')}": json.dumps(files[name]).encode()}


@pytest.mark.parametrize("anchor", ["offsets", "quote"])
@pytest.mark.parametrize("name", ["brat", "csv", "label-studio", "prodigy", "w3c"])
def test_where_words_and_offsets_disagree_both_are_said_with_file_and_line_and_the_anchor_decides(
    name, anchor, tmp_path
):
    files = shifted(name)
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    project = tmp_path / "p.annotator"
    Project.create(project, NEWS).close()
    options = {"trust": "offsets"} if name == "w3c" else {}

    given = [tmp_path / each for each in files]
    report = import_paths(project, given, annotator="Anna", format=name, anchor=anchor, options=options)

    with Project.open(project) as store:
        (each,) = store.scan(Selection())
    assert words_in(each) == {"Kim" if anchor == "quote" else " Ki"}
    (said,) = [note for note in report.noted if "“Kim”" in note.text and "Ki”" in note.text]
    assert Path(said.path).name in files
    assert said.line or name == "w3c"

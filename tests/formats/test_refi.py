"""REFI-QDA: everything of ours comes back through a project, and those of other programs are understood as they are."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.errors import InputError
from annotator.exchange.importing import import_paths
from annotator.formats import many_names
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.refi import read_files, write
from annotator.formats.refi_names import details, read_details
from annotator.formats.registry import find_format
from annotator.formats.tagset_toml import load_default
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet
from annotator.store import Project
from tests.formats.documents import NEWS, RECORDS, content, documents, packed, texts
from tests.formats.test_cas import clean
from tests.formats.test_docbin import mark
from tests.formats.test_tei import DATA

SCHEMA = etree.RelaxNG(etree.parse(DATA / "refi_written.rng"))
READING = Reading("Anna", tag_set=NEWS)


def written(*given: AnnotatedDocument, **options: str) -> tuple[bytes, Writing]:
    file = io.BytesIO()
    writing = Writing(tag_set=NEWS, options=options, record=RECORDS.get)
    write(given, file, writing)
    return file.getvalue(), writing


def read(data: bytes, name: str = "a.qdpx") -> tuple[list[AnnotatedDocument], list[Remark], list[TagSet]]:
    found = list(read_files(given_of(data, name), READING))
    return (
        [each for each in found if isinstance(each, AnnotatedDocument)],
        [each for each in found if isinstance(each, Remark)],
        [each for each in found if isinstance(each, TagSet)],
    )


@settings(max_examples=50, deadline=None)
@given(st.tuples(documents(), documents(document_id="0195f1a0-0000-7000-8000-00000000000a", marks=2)))
def test_everything_comes_back_and_the_project_is_valid(given):
    data, writing = written(*given)
    assert written(*given)[0] == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        SCHEMA.assertValid(etree.fromstring(archive.read("project.qde")))
    back, remarks, _ = read(data)
    assert remarks == []
    for one, each in zip(back, given, strict=True):
        assert one.document.text == each.document.text
        assert one.document.id == each.document.id
        assert [mark.id for mark in one.annotations] == [mark.id for mark in each.annotations]
        assert clean(content(one)["annotations"]) == clean(content(each)["annotations"])
        if not len(writing.ledger):
            assert content(one) == content(each)


def test_the_codebook_is_the_tag_set_with_its_hierarchy_and_colours():
    file = io.BytesIO()
    write([], file, Writing(tag_set=NEWS, options={"what": "codebook"}))
    assert find_format(file.getvalue(), "tags.qdc").name == "refi-qda"
    _, _, (back,) = read(file.getvalue(), "tags.qdc")
    assert [(tag.kind, tag.name, tag.colour, tag.description, tag.parent) for tag in back.tags] == [
        (tag.kind, tag.name, tag.colour, tag.description, tag.parent) for tag in NEWS.tags
    ]


@given(
    st.dictionaries(
        texts(1, 3), texts(0, 4) | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
        | st.booleans() | st.none(),
        max_size=4,
    )
)  # fmt: skip
def test_the_details_in_a_memo_come_back(attributes):
    said = details(attributes, {"id": "a", "confidence": 0.5})
    assert read_details(said) == (attributes, {"id": "a", "confidence": 0.5})


def test_details_can_be_left_out_and_are_counted(tmp_path):
    each = mark("Kim spoke", 0, 3, attributes={"mention": "name", "value": "Kim"}, state="suggested")
    data, writing = written(each, details="leave")
    assert [loss.sentence for loss in writing.ledger if loss.feature in ("attributes", "states")] == [
        "2 attributes left out",
        "1 suggestion or rejection left out",
    ]
    (back,), _, _ = read(data)
    assert dict(back.annotations[0].attributes) == {}


def project(sources: str, links: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="MAXQDA">'
        '<Users><User guid="u1" name="ben"/></Users><CodeBook><Codes>'
        '<Code guid="C1" name="People" isCodable="true" color="#FF0000">'
        '<Code guid="c2" name="Person" isCodable="true"/></Code>'
        '<Code guid="c3" name="Statement" isCodable="true"><Code guid="c4" name="People" isCodable="true"/></Code>'
        '<Code guid="c5" name="Statement::strong" isCodable="true"/></Codes></CodeBook>'
        f'<Sources>{sources}</Sources><Notes><Note guid="n1" name="memo">'
        f"<PlainTextContent>Look here.</PlainTextContent></Note></Notes><Links>{links}</Links></Project>"
    )


def archive(qde: str, **files: bytes) -> bytes:
    return packed({"Project.qde": qde, **{f"sources/{name}.txt": content for name, content in files.items()}})


SPEECH = """<TextSource guid="S1" name="Speech" plainTextPath="internal://T1.txt" creatingUser="U1">
<PlainTextSelection guid="p1" name="Zo&#235;" startPosition="2" endPosition="5">
<Coding guid="k1" creatingUser="U1" creationDateTime="2026-01-31T09:00:00Z">
<CodeRef targetGUID="C2"/><NoteRef targetGUID="N1"/></Coding>
<Coding guid="k2"><CodeRef targetGUID="C1"/></Coding></PlainTextSelection>
<PlainTextSelection guid="p2" name="wrote" startPosition="11" endPosition="16">
<Coding guid="k3"><CodeRef targetGUID="c3"/></Coding></PlainTextSelection>
<PlainTextSelection guid="p3" name="" startPosition="0" endPosition="1"/>
<PlainTextSelection guid="p4" name="" startPosition="0" endPosition="100">
<Coding guid="k4"><CodeRef targetGUID="c3"/></Coding></PlainTextSelection>
<PlainTextSelection guid="p5" name="" startPosition="0" endPosition="1">
<Coding guid="k5"><CodeRef targetGUID="nobody"/></Coding></PlainTextSelection>
<Coding guid="k6"><CodeRef targetGUID="c5"/></Coding></TextSource>"""


def test_a_project_of_another_program_comes_with_codes_memos_links_and_users():
    links = '<Link guid="l1" name="says" direction="OneWay" originGUID="P2" targetGUID="p1"/>'
    data = archive(project(SPEECH, links), t1="😀 Zoë and\r\nwrote.".encode())
    assert find_format(data[:100], "a.qdpx").name == "refi-qda"
    (each,), remarks, (tags,) = read(data)
    text = each.document.text
    # the names of the selections say that the line end counts as one
    assert text == "😀 Zoë and\nwrote."
    assert [
        (mark.annotator, mark.kind, mark.tag, text[mark.start : mark.end], mark.note) for mark in each.annotations
    ] == [
        ("Anna", "document", "Statement::strong", "", ""),
        ("ben", "entity", "Person", "Zoë", "Look here."),
        ("Anna", "entity", "People", "Zoë", ""),
        ("Anna", "claim", "Statement", "wrote", ""),
    ]
    assert [(link.type, link.source, link.target) for link in each.relations] == [("says", "k3", "k1")]
    assert [(tag.kind, tag.name, tag.parent, tag.colour) for tag in tags.tags] == [
        ("entity", "People", None, "#ff0000"),
        ("entity", "Person", "People", "#6b7280"),
        ("claim", "Statement", None, "#6b7280"),
        ("entity", "Statement / People", None, "#6b7280"),
        ("entity", "Statement::strong", None, "#6b7280"),
    ]
    said = [remark.text for remark in remarks]
    assert any("ends outside the text" in each for each in said)
    assert any("leads to no code" in each for each in said)
    assert "selections without a code were left out: 1" in said


def as_qualcoder_saves(data: bytes) -> bytes:
    """Return a project of ours as QualCoder 4 writes it when it has read it: new GUIDs, no links, no notes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        files = {name: archive.read(name) for name in archive.namelist()}
    root.set("origin", "QualCoder 4.0")
    for name in ("Notes", "Links"):
        for each in root.findall(f"{{*}}{name}"):
            root.remove(each)
    for each in [*root.iter("{*}NoteRef")]:
        each.getparent().remove(each)
    for source in root.iter("{*}TextSource"):
        for each in source.findall("{*}Coding"):
            source.remove(each)
    for each in root.iter("{*}PlainTextSelection", "{*}Coding"):
        for name in ("modifyingUser", "modifiedDateTime"):
            each.attrib.pop(name, None)
    for each in root.iter("{*}Coding"):
        each.attrib.pop("creationDateTime")
    text = etree.tostring(root, encoding="unicode")
    for number, guid in enumerate(dict.fromkeys(re.findall(r'(?<=")[0-9A-F-]{36}(?=")', text))):
        text = text.replace(f'"{guid}"', f'"0000{number:04x}-0000-4000-8000-000000000000"')
    files["project.qde"] = text.encode()
    return packed(files)


def test_our_project_that_went_through_qualcoder_comes_back_as_far_as_that_keeps_it():
    claim = mark("Kim spoke: all well", 11, 19, "Statement", "claim", note="sure?", attributes={"a": 1})
    about = {"date": "1917-11", "language": "en", "status": "done", "split": "test", "metadata": {"page": 3}}
    each = replace(claim, document=replace(claim.document, id="speech 1", **about))
    data, _ = written(each)

    (back,), remarks, (tags,) = read(as_qualcoder_saves(data))

    assert remarks == []
    assert back.document == replace(each.document, created=back.document.created, source=None)
    (one,) = back.annotations
    (other,) = each.annotations
    assert (one.kind, one.tag, one.spans, one.annotator) == ("claim", "Statement", other.spans, other.annotator)
    assert (one.note, one.created, one.modified) == ("sure?", other.created, other.created)
    assert {tag.kind for tag in tags.tags if tag.name in ("Statement", "Person", "Cue")} == {"claim", "entity", "cue"}
    assert not {"Entities", "Claims", "Cues"} & {tag.name for tag in tags.tags}


def test_the_texts_of_a_project_lie_where_the_standard_has_them():
    data, _ = written(mark("Kim spoke", 0, 3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"sources", "project.qde"}


def test_a_note_is_the_description_of_its_words_where_other_programs_look_for_it():
    data, _ = written(mark("Kim spoke", 0, 3, note="who?\nhe"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    assert [each.findtext("{*}Description") for each in root.iter("{*}PlainTextSelection")] == ["who?\nhe"]


def test_sources_that_are_absent_or_no_text_are_told_and_codes_are_taken():
    sources = (
        '<TextSource guid="S2" name="Lost" plainTextPath="internal://gone.txt"><PlainTextSelection guid="p9" name="x" '
        'startPosition="0" endPosition="1"/></TextSource><AudioSource guid="A" name="Song"/>'
        '<PDFSource guid="D" name="Paper"><PDFSelection guid="q" name="r"/><Representation guid="R" name="Paper" '
        'plainTextPath="internal://R.txt"><PlainTextSelection guid="p8" name="Pap" startPosition="0" endPosition="3">'
        '<Coding guid="k8"><CodeRef targetGUID="c2"/></Coding></PlainTextSelection></Representation></PDFSource>'
    )
    back, remarks, (tags,) = read(archive(project(sources), R=b"Paper"))
    assert [(each.document.title, len(each.annotations)) for each in back] == [("Paper", 1)]
    assert len(tags.tags) == 5
    assert [remark.text for remark in remarks] == [
        "the source “Song” was left out: it is no text (audio)",
        "the source “Lost” was left out: its text internal://gone.txt is not in the archive; "
        "1 selections have no place",
        "rectangles on pages of the PDF were left out: 1",
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 no archive", "the archive cannot be read"),
        (b"<Other/>", "it is no project of REFI-QDA"),
        (b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>', "the codebook has no codes"),
        (b"<Project>", "line 1: it is no well-formed XML"),
    ],
)
def test_what_is_neither_project_nor_codebook_is_refused(data, says):
    with pytest.raises(InputError, match=says):
        read(data)


@pytest.mark.parametrize(("anchor", "words"), [("offsets", "oë a"), ("quote", "Zoë")])
def test_a_name_that_is_not_what_was_selected_is_told(anchor, words):
    selection = (
        '<PlainTextSelection guid="p{0}" name="{1}" startPosition="{2}" endPosition="{3}">'
        '<Coding guid="k{0}"><CodeRef targetGUID="c2"/></Coding></PlainTextSelection>'
    )
    rows = [(1, "Kim", 0, 3), (2, "and", 8, 11), (3, "Zoë", 5, 9)]
    inner = "".join(selection.format(*row) for row in rows)
    data = archive(
        project(f'<TextSource guid="S" name="T" plainTextPath="internal://T.txt">{inner}</TextSource>'),
        T="Kim Zoë and".encode(),
    )
    found = list(read_files(given_of(data, "a.qdpx"), Reading("Anna", anchor=anchor, tag_set=NEWS)))
    (each,) = [one for one in found if isinstance(one, AnnotatedDocument)]
    (remark,) = [one for one in found if isinstance(one, Remark)]
    assert "the file says “Zoë” at 5-9, but the text there is “oë a”" in remark.text
    assert words in [each.document.text[mark.start : mark.end] for mark in each.annotations]


def test_an_archive_without_a_project_is_refused():
    with pytest.raises(InputError, match=r"no project\.qde"):
        read(packed({"words.txt": "x"}))


def test_a_project_comes_in_packed_or_as_a_folder(tmp_path):
    path = tmp_path / "p.annotator"
    Project.create(path, load_default()).close()
    (tmp_path / "a.qdpx").write_bytes(archive(project(SPEECH), t1="😀 Zoë and\nwrote.".encode()))
    with zipfile.ZipFile(tmp_path / "a.qdpx") as packed:
        packed.extractall(tmp_path / "unpacked")
    report = import_paths(path, [tmp_path / "a.qdpx"], annotator="me")
    assert report.imported == 1
    again = import_paths(path, [tmp_path / "unpacked"], annotator="me")
    assert (again.imported, again.duplicates) == (0, 1)


LINKED = f"""{SPEECH}<TextSource guid="S2" name="Late" plainTextPath="internal://T2.txt">
<PlainTextSelection guid="p7" name="Kim" startPosition="0" endPosition="3">
<Coding guid="k7"><CodeRef targetGUID="c2"/><NoteRef targetGUID="n1"/></Coding></PlainTextSelection>
</TextSource><PictureSource guid="P" name="Face"/>"""
LINKS = (
    '<Link guid="l1" name="says" originGUID="p2" targetGUID="p7"/>'
    '<Link guid="l2" name="knows" originGUID="p7" targetGUID="k1"><NoteRef targetGUID="n1"/></Link>'
    '<Link guid="l3" name="lost" originGUID="p7" targetGUID="nowhere"/>'
)
CASES = '<Cases><Case guid="a1"/></Cases><Sets><Set guid="s1"/><Set guid="s2"/></Sets>'


def reading_of(sections: Iterable[str], root: str = 'name="P" origin="MAXQDA"') -> list[object]:
    """Return all that comes of a project with those sections, remarks without their lines, and times left out."""
    data = archive(f"<Project {root}>{''.join(sections)}</Project>", t1="😀 Zoë and\nwrote.".encode(), t2=b"Kim")
    return [
        (content(each), ends(each)) if isinstance(each, AnnotatedDocument) else getattr(each, "text", each)
        for each in read_files(given_of(data, "a.qdpx"), READING)
    ]


def ends(each: AnnotatedDocument) -> list[tuple[str, str, str]]:
    return [(link.type, link.source, link.target) for link in each.relations]


def parts_of(qde: str) -> list[str]:
    root = etree.fromstring(qde.encode())
    return [etree.tostring(each, encoding="unicode") for each in root]


@pytest.fixture(params=[many_names.HELD, 1])
def held(request, monkeypatch):
    """As many memos and links as are held in memory at most: more, and fewer, than there are."""
    monkeypatch.setattr(many_names, "HELD", request.param)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(parts_of(project(LINKED, LINKS).replace("</Project>", f"{CASES}</Project>"))))
def test_whatever_the_order_of_its_parts_a_project_is_read_alike(held, sections):
    expected = reading_of(parts_of(project(LINKED, LINKS).replace("</Project>", f"{CASES}</Project>")))
    assert reading_of(sections) == expected
    assert expected[1] == "the source “Face” was left out: it is no text (picture)"
    (_, of_speech), (late, of_late) = [each for each in expected if isinstance(each, tuple)]
    assert (of_speech, of_late) == ([("says", "k3", "k7")], [("knows", "k7", "k1")])
    assert "Look here." in repr(late)
    assert "the link “lost” was left out: it leads to no coded words" in expected
    assert expected[-1] == "what belongs to no text was left out: 1 Case, 2 Set"


@settings(max_examples=20, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_our_own_project_is_read_alike_whatever_the_order_of_its_parts(each, dice):
    data, _ = written(each)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    root = etree.fromstring(files["project.qde"])
    root[:] = dice.sample(list(root), len(root))
    files["project.qde"] = etree.tostring(root)
    assert [content(one) for one in read(packed(files))[0]] == [content(one) for one in read(data)[0]]


def test_parts_that_follow_each_other_in_a_circle_are_taken_once():
    selections = "".join(
        f'<PlainTextSelection guid="p{number}" startPosition="{number}" endPosition="{number + 1}">'
        f'<Coding guid="k{number}"><CodeRef targetGUID="c2"/></Coding></PlainTextSelection>'
        for number in (0, 2, 4)
    )
    pairs = [("p0", "p2"), ("p2", "p4"), ("p4", "p2")]
    links = "".join(f'<Link name="continues" originGUID="{one}" targetGUID="{other}"/>' for one, other in pairs)
    qde = project(f'<TextSource guid="S" name="T" plainTextPath="internal://T.txt">{selections}</TextSource>', links)
    (each,), _, _ = read(archive(qde.replace("MAXQDA", "Annotator"), T=b"a b c"))
    assert [[(span.start, span.end) for span in mark.spans] for mark in each.annotations] == [[(0, 1), (2, 3), (4, 5)]]


def test_a_fault_in_the_last_line_is_said_before_anything_is_taken():
    data = project(SPEECH).replace("</Project>", "\n<Project>")
    found = read_files(given_of(archive(data, t1=b"text"), "a.qdpx"), READING)
    with pytest.raises(InputError, match="it is no well-formed XML"):
        next(found)


def test_control_characters_are_kept_in_texts_and_replaced_elsewhere():
    from tests.formats.test_docbin import mark

    each = mark("a\x01b", 0, 3, note="x\x01y")
    data, writing = written(each)
    (back,), _, _ = read(data)
    assert back.document.text == "a\x01b"
    assert back.annotations[0].note == "x\ufffdy"
    assert [loss.feature for loss in writing.ledger] == ["notes", "titles"]


def test_a_text_of_ours_that_another_program_saved_in_another_encoding_is_read_as_that():
    qde = project('<TextSource guid="S" name="T" plainTextPath="internal://T.txt"/>').replace("MAXQDA", "Annotator")

    (each,), _, _ = read(archive(qde, T="Grüße aus Köln, schöne Straße.".encode("latin-1")))

    assert each.document.text == "Grüße aus Köln, schöne Straße."

"""INCEpTION's project archives: who marked what, the curation, the tags, and archives that lack something."""

import json

import pytest

from annotator.errors import InputError
from annotator.exchange.importing import import_paths
from annotator.formats.files import Given, ZipFiles
from annotator.formats.format import Reading, Remark
from annotator.formats.inception import read_files
from annotator.formats.mapping import load
from annotator.formats.registry import find_container
from annotator.formats.tagset_toml import load_default
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet
from annotator.store import Project
from tests.formats.documents import INCEPTION_NAMES, NEWS, packed
from tests.formats.test_cas import inception

PROJECT = {
    "name": "Speeches",
    "source_documents": [
        {"name": "speech.txt", "format": "text", "state": "CURATION_FINISHED"},
        {"name": "binary.txt", "format": "text", "state": "NEW"},
    ],
    "annotation_documents": [{"name": "speech.txt", "user": "anna", "state": "FINISHED"}],
    "layers": [
        INCEPTION_NAMES,
        {
            "name": "webanno.custom.Rumour",
            "type": "span",
            "features": [
                {"name": "sure", "type": "uima.cas.Boolean"},
                {"name": "tone", "type": "uima.cas.String", "tag_set": {"tags": [{"tag_name": "sharp"}]}},
                {"name": "links", "type": "uima.cas.FSArray"},
            ],
        },
        {"name": "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS", "type": "span", "features": []},
        {"name": "webanno.custom.Near", "type": "relation", "features": []},
    ],
}


def archive(root: str = "", **more: bytes) -> dict[str, bytes]:
    cas, types = inception()
    xmi = packed({"speech.txt.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()})
    files = {
        "exportedproject.json": json.dumps(PROJECT).encode(),
        "source/speech.txt": cas.sofa_string.encode(),
        "annotation/speech.txt/INITIAL_CAS.zip": xmi,
        "annotation/speech.txt/anna.zip": xmi,
        "annotation/speech.txt/ben.json": cas.to_json().encode(),
        "curation/speech.txt/CURATION_USER.zip": xmi,
        "annotation_ser/speech.txt/anna.ser": b"\xac\xed",
        "annotation_ser/binary.txt/INITIAL_CAS.ser": b"\xac\xed",
        "annotation_ser/binary.txt/anna.ser": b"\xac\xed",
        "source/binary.txt": b"Words.\r\nMore.",
        **more,
    }
    return {root + name: content for name, content in files.items()}


def read(files: dict[str, bytes], **options: str):
    given = Given("project.zip", files=ZipFiles.of(packed(files)))
    found = list(read_files(given, Reading("me", options, load("inception"), tag_set=NEWS)))
    return (
        [each for each in found if isinstance(each, AnnotatedDocument)],
        [each for each in found if isinstance(each, Remark)],
        [each for each in found if isinstance(each, TagSet)],
    )


@pytest.mark.parametrize("root", ["", "project/"])
def test_a_project_is_one_thing_and_each_mark_has_its_annotator(root):
    files = archive(root)
    assert find_container(files).name == "inception"
    (each, _), remarks, (tags,) = read(files)
    assert each.document.title == "speech.txt"
    assert each.document.status == "done"
    assert each.document.metadata["inception"] == {
        "project": "Speeches",
        "name": "speech.txt",
        "format": "text",
        "state": "CURATION_FINISHED",
    }
    by = {}
    for mark in each.annotations:
        by.setdefault(mark.annotator, []).append(mark.tag)
    assert by == {who: ["PER", "Statement", "Rumour", "LOC"] for who in ("anna", "ben", "Curation")}
    assert len({mark.id for mark in each.annotations}) == 12
    assert len(each.relations) == 6
    owner = {mark.id: mark.annotator for mark in each.annotations}
    assert all(owner[link.source] == owner[link.target] for link in each.relations)
    assert [(tag.kind, tag.name, [one.name for one in tag.attributes]) for tag in tags.tags] == [
        ("entity", "PER", []),
        ("entity", "Rumour", ["sure", "tone"]),
    ]
    assert any("export the project anew and choose UIMA CAS XMI or JSON" in remark.text for remark in remarks)


@pytest.mark.parametrize(
    ("work", "who"), [("all", {"anna", "ben", "Curation"}), ("annotators", {"anna", "ben"}), ("curation", {"Curation"})]
)
def test_one_chooses_whose_work_is_read(work, who):
    each, *_ = read(archive(), work=work)[0]
    assert {mark.annotator for mark in each.annotations} == who


def test_a_document_that_nobody_opened_comes_with_its_text():
    files = archive()
    for name in (
        "annotation/speech.txt/anna.zip",
        "annotation/speech.txt/ben.json",
        "curation/speech.txt/CURATION_USER.zip",
    ):
        del files[name]
    (each, _), _, _ = read(files)
    assert each.document.text.startswith("😀 Kim")
    assert {mark.annotator for mark in each.annotations} == {"Source"}


def test_a_document_whose_work_is_only_there_as_objects_comes_with_its_text_and_says_whose_work_is_missing():
    (_, each), remarks, _ = read(archive())
    assert (each.document.title, each.document.text, each.document.status) == ("binary.txt", "Words.\nMore.", "new")
    assert [remark.text for remark in remarks if remark.skipped] == [
        "the work of anna on binary.txt was left out: it is only there as Java's own objects; in INCEpTION, "
        "export the project anew and choose UIMA CAS XMI or JSON as its secondary format"
    ]


def test_work_that_only_inception_can_read_is_named_although_others_work_is_read():
    files = archive() | {
        "annotation_ser/speech.txt/dora.ser": b"\xac\xed",
        "annotation/speech.txt/dora.txt": b"words",
        "annotation_ser/speech.txt/INITIAL_CAS.ser": b"\xac\xed",
        "curation_ser/speech.txt/CURATION_USER.ser": b"\xac\xed",
    }
    _, remarks, _ = read(files)
    named = [remark.text.partition(" was left out")[0] for remark in remarks if remark.skipped]
    assert named == ["the work of dora on speech.txt", "the work of anna on binary.txt"]


def test_of_documents_that_were_not_curated_nothing_is_read_where_the_curation_is_asked_for():
    found, remarks, _ = read(archive(), work="curation")
    assert [each.document.title for each in found] == ["speech.txt"]
    assert [remark.text for remark in remarks if "left out" in remark.text] == [
        "binary.txt was left out: it was not curated"
    ]


def test_a_source_that_is_read_by_itself_is_named():
    files = archive()
    files["exportedproject.json"] = json.dumps(
        {"name": "P", "source_documents": [{"name": "trees.conllu", "format": "conllu"}, {"name": "gone.txt"}]}
    ).encode()
    files["source/trees.conllu"] = b"1\tWords\n"
    found, remarks, _ = read(files)
    assert found == []
    assert [remark.text for remark in remarks] == [
        "trees.conllu was left out: the archive has it only as it was imported (conllu); "
        "import source/trees.conllu by itself",
        "gone.txt was left out: the archive has no annotations of it, and no text",
    ]


def test_what_stood_in_a_source_that_nobody_opened_is_read_from_it():
    files = archive()
    files["exportedproject.json"] = json.dumps(
        {"name": "P", "source_documents": [{"name": "speech.tsv", "format": "ctsv3", "state": "NEW"}]}
    ).encode()
    files["source/speech.tsv"] = TSV.encode()
    (each,), remarks, _ = read(files)
    assert not remarks
    assert [(mark.annotator, mark.tag) for mark in each.annotations] == [("Source", "PER"), ("Source", "Statement")]


@pytest.mark.parametrize(
    "files",
    [
        ["annotation/speech.txt/ep_16405719629333389288.tsv", "annotation/speech.txt/anna8090299544098498.tsv"],
        ["annotation/speech.txt/webanno573411759220111export.zip", "annotation/speech.txt/anna.tsv"],
    ],
)
def test_the_numbers_that_older_versions_put_behind_a_name_belong_to_no_name(files):
    project = {
        "name": "P",
        "source_documents": [{"name": "speech.txt"}],
        "annotation_documents": [{"name": "speech.txt", "user": "anna", "state": "FINISHED"}],
    }
    given = {
        "exportedproject.json": json.dumps(project).encode(),
        "annotation_ser/speech.txt/ep.ser": b"\xac\xed",
        "annotation/speech.txt/INITIAL_CAS_93838392.tsv": TSV.encode(),
    }
    for name in files:
        given[name] = packed({"ep.tsv": TSV.encode()}) if name.endswith(".zip") else TSV.encode()
    (each,), remarks, _ = read(given)
    assert {mark.annotator for mark in each.annotations} == {"anna", "ep"}
    assert not remarks


def test_damaged_work_of_one_annotator_leaves_that_of_the_others():
    files = archive()
    files["annotation/speech.txt/ben.json"] = b"{"
    files["annotation/speech.txt/carl.zip"] = packed({"speech.txt": b"words"})
    (each, _), remarks, _ = read(files)
    assert {mark.annotator for mark in each.annotations} == {"anna", "Curation"}
    said = {remark.file: remark.text for remark in remarks if remark.skipped}
    assert "it is no JSON" in said["annotation/speech.txt/ben.json"]
    assert "it holds no XMI, no JSON and no TSV (.txt)" in said["annotation/speech.txt/carl.zip"]


TSV = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Claim|tag|ROLE_webanno.custom.Claim:parts_webanno.custom.ClaimPartsLink|uima.tcas.Annotation


#Text=😀 Kim spoke.
1-1\t0-2\t😀\t_\t_\t_\t_\t_\t
1-2\t3-6\tKim\t*[1]\tPER[1]\t_\t_\t_\t
1-3\t7-12\tspoke\t_\t_\t_\t_\t_\t
1-4\t12-13\t.\t_\t_\t_\t_\t_\t

#Text=All is well.
2-1\t14-17\tAll\t_\t_\tStatement[2]\tclaimant\t1-2[1][2]\t
2-2\t18-20\tis\t_\t_\tStatement[2]\tclaimant\t1-2[1][2]\t
2-3\t21-25\twell\t_\t_\tStatement[2]\tclaimant\t1-2[1][2]\t
2-4\t25-26\t.\t_\t_\t_\t_\t_\t
"""


@pytest.mark.parametrize("packs", [False, True])
def test_work_that_was_exported_as_tsv_is_read_in_the_lines_of_its_source(packs):
    files = {
        "exportedproject.json": json.dumps({"name": "P", "source_documents": [{"name": "speech.txt"}]}).encode(),
        "source/speech.txt": "😀 Kim spoke.\nAll is well.".encode(),
    }
    for user in ("anna", "ben"):
        name = f"annotation/speech.txt/{user}.{'zip' if packs else 'tsv'}"
        files[name] = packed({f"{user}.tsv": TSV.encode()}) if packs else TSV.encode()
    (each,), remarks, _ = read(files)
    assert not remarks
    assert each.document.text == "😀 Kim spoke.\nAll is well."
    marks = [
        (mark.annotator, mark.kind, mark.tag, each.document.text[mark.start : mark.end]) for mark in each.annotations
    ]
    assert sorted(marks) == [
        (who, kind, tag, words)
        for who in ("anna", "ben")
        for kind, tag, words in (("claim", "Statement", "All is well"), ("entity", "PER", "Kim"))
    ]
    assert [link.type for link in each.relations] == ["claimant", "claimant"]


@pytest.mark.parametrize(
    ("content", "says"), [(b"{", "is no JSON"), (b"[]", "is no project"), (b"{}", "has no documents")]
)
def test_an_archive_that_is_no_project_is_refused(content, says):
    with pytest.raises(InputError, match=says):
        read({"exportedproject.json": content})


def test_an_archive_comes_into_a_project_with_its_tags_and_is_known_when_it_comes_again(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed(archive()))
    project = tmp_path / "p.annotator"
    Project.create(project, load_default()).close()
    report = import_paths(project, [tmp_path / "a.zip"], annotator="me")
    assert (report.imported, report.duplicates, len(report.failed)) == (2, 0, 1)
    again = import_paths(project, [tmp_path / "a.zip"], annotator="me")
    assert (again.imported, again.duplicates) == (0, 2)
    with Project.open(project, write=False) as opened:
        assert {each.name for each in opened.annotators()} >= {"anna", "ben", "Curation"}
        assert opened.tag_set().find("Rumour", "entity") is not None


def test_the_name_of_a_feature_that_is_none_is_no_attribute():
    layers = [{"name": "webanno.custom.Rumour", "type": "span", "features": [{"name": ["tone"]}, {"name": "sure"}]}]
    project = {**PROJECT, "layers": layers}

    _, _, (tags,) = read(archive(**{"exportedproject.json": json.dumps(project).encode()}))

    assert [each.name for each in tags.tags] == ["Rumour"]

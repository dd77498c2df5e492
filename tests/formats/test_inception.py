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
from tests.formats.documents import NEWS, packed
from tests.formats.test_cas import inception

PROJECT = {
    "name": "Speeches",
    "source_documents": [
        {"name": "speech.txt", "format": "text", "state": "CURATION_FINISHED"},
        {"name": "binary.txt", "format": "text", "state": "NEW"},
    ],
    "annotation_documents": [{"name": "speech.txt", "user": "anna", "state": "FINISHED"}],
    "layers": [
        {
            "name": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
            "type": "span",
            "features": [
                {
                    "name": "value",
                    "type": "uima.cas.String",
                    "tag_set": {"name": "NER", "tags": [{"tag_name": "PER", "tag_description": "a person"}]},
                }
            ],
        },
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
        "source/binary.txt": b"Words.",
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
    (each,), remarks, (tags,) = read(files)
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
    (each,), _, _ = read(archive(), work=work)
    assert {mark.annotator for mark in each.annotations} == who


def test_a_document_that_nobody_opened_comes_with_its_text():
    files = archive()
    for name in (
        "annotation/speech.txt/anna.zip",
        "annotation/speech.txt/ben.json",
        "curation/speech.txt/CURATION_USER.zip",
    ):
        del files[name]
    (each,), _, _ = read(files)
    assert each.document.text.startswith("😀 Kim")


def test_damaged_work_of_one_annotator_leaves_that_of_the_others():
    files = archive()
    files["annotation/speech.txt/ben.json"] = b"{"
    files["annotation/speech.txt/carl.zip"] = packed({"speech.txt": b"words"})
    (each,), remarks, _ = read(files)
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
    assert (report.imported, report.duplicates, len(report.failed)) == (1, 0, 1)
    again = import_paths(project, [tmp_path / "a.zip"], annotator="me")
    assert (again.imported, again.duplicates) == (0, 1)
    with Project.open(project, write=False) as opened:
        assert {each.name for each in opened.annotators()} >= {"anna", "ben", "Curation"}
        assert opened.tag_set().find("Rumour", "entity") is not None

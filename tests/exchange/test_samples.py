"""The sample articles: what a newcomer sees first, held to what the program promises."""

import importlib.util
import unicodedata
from pathlib import Path

import pytest

from annotator.exchange.samples import make_samples
from annotator.formats import article
from annotator.model.document import AnnotatedDocument
from annotator.resources import resources
from annotator.store import Project

SAMPLES = resources() / "samples"


@pytest.fixture(name="project", scope="module")
def _project(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("samples") / "samples.annotator"
    make_samples(path)
    with Project.open(path, write=False) as project:
        yield project


def of(project: Project, name: str) -> AnnotatedDocument:
    return project.document(project.find_document(name))


def words(document: AnnotatedDocument, annotation) -> str:
    return " … ".join(document.document.text[start:end] for start, end in annotation.spans)


def parts(document: AnnotatedDocument) -> dict[str, dict[str, list[str]]]:
    """Return the words of each claim's parts by the words of its content."""
    by_id = {each.id: each for each in document.annotations}
    found: dict[str, dict[str, list[str]]] = {
        words(document, each): {"tag": [each.tag]} for each in document.annotations if each.kind == "claim"
    }
    for each in document.relations:
        source = by_id[each.source]
        if source.kind == "claim":
            of_type = found[words(document, source)].setdefault(each.type, [])
            of_type.append(words(document, by_id[each.target]))
    return found


def test_the_project_of_samples_has_no_fault(project):
    assert list(project.check()) == []


def test_the_first_article_is_the_annotated_one_another_is_half_done_and_one_is_done(project):
    listed = project.documents()

    assert listed[0].title.startswith("Sacred Mission")
    assert [each.status for each in listed[:3]] == ["open", "done", "open"]
    assert len(listed) == len(list(SAMPLES.glob("*.txt"))) >= 8


def test_every_article_is_read_as_an_article_and_all_but_the_first_say_that_they_are_invented():
    notices = ("invented", "erfunden", "inventé", "خيالي", "虚构", "вымышлена")

    for path in SAMPLES.glob("*.txt"):
        document = article.read(path.read_bytes(), path.name).document
        assert document.date, path.name
        last = document.text.rstrip().rsplit("\n", 1)[-1]
        if path.name != "sacred-mission.txt":
            assert "Annotator" in last, path.name
            assert any(notice in last for notice in notices), path.name


def test_the_articles_show_the_scripts_and_signs_that_tools_fail_on(project):
    by_language = {each.language for each in map(project.summary, ids(project))}
    signs = of(project, "small-signs.txt").document.text

    assert {"en", "de", "fr", "ru", "ar", "zh"} <= by_language
    assert any(unicodedata.combining(each) for each in signs)
    assert any(each > "\uffff" for each in signs)
    assert "\u200d" in signs


def test_one_article_is_as_long_as_a_report_and_does_not_repeat_itself(project):
    text = of(project, "harbour-inquiry.txt").document.text
    lines = [line for line in text.split("\n") if line]

    assert len(text) >= 60_000
    assert len(set(lines)) == len(lines)


def test_the_first_article_shows_every_part_of_a_claim(project):
    claims = parts(of(project, "sacred-mission.txt"))

    monument = claims[
        "a monument would be built in Pyongyang to honor the North Korean soldiers who fought in the Kursk region"
    ]
    assert monument["tag"] == ["Intention"]
    assert monument["claimant"] == ["Kim Jong Un"]
    assert monument["cue"] == ["stated that"]
    assert claims["sacred mission"]["cue"] == ["described it as"]
    assert claims["sacred mission"]["claimant"] == ["He"]
    complete = [each for each in claims.values() if {"claimant", "cue", "about"} <= each.keys()]
    assert len(complete) >= 10


def test_a_pronoun_that_makes_a_claim_points_to_a_name(project):
    for name in ("sacred-mission.txt", "ration-records.txt", "harbour-strike.txt"):
        document = of(project, name)
        pointing = {each.source for each in document.relations if each.type == "same as"}
        pronouns = [each for each in document.annotations if each.attributes.get("mention") == "pronoun"]
        assert pronouns, name
        assert all(each.id in pointing for each in pronouns), name


def test_every_claim_says_who_makes_it(project):
    for document in map(project.document, ids(project)):
        claimed = {each.source for each in document.relations if each.type == "claimant"}
        for each in document.annotations:
            if each.kind == "claim":
                assert each.id in claimed or each.attributes["source_kind"] == "author", words(document, each)


def test_no_mark_begins_or_ends_inside_a_word(project):
    for document in map(project.document, ids(project)):
        text = document.document.text
        for each in document.annotations:
            for start, end in each.spans:
                assert not (text[start - 1 : start].isalpha() and text[start].isalpha()), words(document, each)
                assert not (text[end - 1].isalpha() and text[end : end + 1].isalpha()), words(document, each)


def test_the_data_file_is_what_articles_and_marks_make():
    script = Path(__file__).resolve().parents[2] / "packaging" / "make_samples.py"
    spec = importlib.util.spec_from_file_location("make_samples", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.made() == (SAMPLES / "annotated.jsonl").read_bytes()


def ids(project: Project) -> list[str]:
    return [each.id for each in project.documents()]

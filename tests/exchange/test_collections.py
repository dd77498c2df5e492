"""Folders that other programs left: what belongs together is read together."""

import pytest

from annotator.exchange.importing import import_paths
from annotator.formats.tagset_toml import load_default
from annotator.store import Project


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.annotator"
    Project.create(path, load_default()).close()
    return path


def test_a_configuration_of_brat_holds_for_collections_in_folders_below_it(project, tmp_path):
    folder = tmp_path / "corpus"
    for name in ("esp", "ned"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(f"Anna {name}")
        (folder / name / "a.ann").write_text("T1\tVerb 0 4\tAnna\n")
    (folder / "annotation.conf").write_text("[entities]\nVerb\n[relations]\n[events]\n[attributes]\n")
    (folder / "visual.conf").write_text("[labels]\n")

    report = import_paths(project, [folder], annotator="Anna")

    assert (report.imported, report.failed) == (2, [])
    with Project.open(project, write=False) as opened:
        assert opened.tag_set().find("Verb") is not None


def corpus_with_more_than_documents(folder):
    """Make a collection of brat in which stand files of all kinds, texts in a folder beside."""
    files = {
        "attributions/a_anna.ann": "T1\tPerson 0 4\tAnna\n",
        "text/a.txt": "Anna came.",
        "text/b.txt": "Ben went, and nobody marked him.",
        "parsed/a.txt.xml": "<root/>",
        "README.md": "# A corpus",
        "README.txt": "A corpus",
        "LICENSE": "Free.",
        "article.html": "<p>Kim came.</p>",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("named", [True, False])
def test_in_a_collection_of_brat_what_is_plainly_no_document_is_passed_over_with_a_note(project, tmp_path, named):
    folder = tmp_path / "corpus"
    corpus_with_more_than_documents(folder)
    if not named:
        (folder / "annotation.conf").write_text("[entities]\nPerson\n")

    report = import_paths(project, [folder], annotator="Anna", format="brat" if named else None)

    def tails(found):
        return sorted(each.path.rpartition("corpus")[2].lstrip("!/") for each in found)

    assert report.imported == 2
    assert tails(report.failed) == ["article.html"]
    noted = [each for each in report.noted if "passed over" in each.text]
    assert tails(noted) == ["LICENSE", "README.md", "README.txt", "parsed/a.txt.xml"]


def test_a_readme_that_was_annotated_is_a_document(project, tmp_path):
    folder = tmp_path / "corpus"
    corpus_with_more_than_documents(folder)
    (folder / "README.ann").write_text("T1\tThing 2 8\tcorpus\n")

    report = import_paths(project, [folder], annotator="Anna", format="brat")

    assert report.imported == 3

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

"""`annotator import --scheduler`: files are parsed by the workers of a real Dask cluster on this machine."""

import pytest
from distributed import LocalCluster


@pytest.fixture
def cluster():
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as started:
        yield started


def test_files_are_parsed_on_a_cluster(run, project, tmp_path, cluster):
    (tmp_path / "in").mkdir()
    for number in range(5):
        (tmp_path / "in" / f"{number}.txt").write_text(f"date 1917 Letter {number}\n\nWords {number}.\n")
    (tmp_path / "in" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    ended = run("import", project, "in", "--scheduler", cluster.scheduler_address, "--json")

    assert ended.status == 1
    assert ended.json["imported"] == 5
    assert [each["path"] for each in ended.json["failed"]] == ["in/picture.txt"]


def test_a_scheduler_that_does_not_answer_is_said_in_a_sentence(run, project, monkeypatch):
    monkeypatch.setattr("annotator.exchange.cluster.PATIENCE", 0.2)

    ended = run("import", project, "article.txt", "--scheduler", "tcp://127.0.0.1:1")

    assert ended.status == 1
    assert "no scheduler answers at tcp://127.0.0.1:1" in ended.err

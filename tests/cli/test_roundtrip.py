"""`annotator roundtrip`, and the ledger of `annotator export`."""

import json


def test_a_round_trip_says_that_everything_came_back(run, samples):
    ended = run("roundtrip", samples, "--format", "jsonl")

    assert ended.status == 0
    assert ended.out == "12 documents with 182 annotations through jsonl: everything came back as it was\n"


def test_a_round_trip_is_told_as_json(run, samples):
    found = run("roundtrip", samples, "--format", "jsonl", "--json").json

    assert found["exact"] is True
    assert found["documents"] == 12
    assert found["differences"] == []


def test_a_format_that_only_goes_one_way_is_refused(run, samples):
    ended = run("roundtrip", samples, "--format", "text")

    assert ended.status == 2
    assert "a round trip needs both" in ended.err


def test_the_ledger_is_written_as_json(run, samples, tmp_path):
    ended = run("export", samples, "--format", "jsonl", "--output", "out.jsonl", "--ledger", "ledger.json")

    assert ended.status == 0
    ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert ledger == {"direction": "export", "format": "jsonl", "documents": 12, "losses": []}


def test_a_dry_run_writes_nothing(run, samples, tmp_path):
    ended = run("export", samples, "--format", "jsonl", "--output", "out.jsonl", "--dry-run")

    assert ended.out == "12 documents would be written; nothing would be lost\n"
    assert not (tmp_path / "out.jsonl").exists()


def test_an_import_says_in_its_ledger_what_was_left_out_and_why(run, project, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Words."}\n{"text": 3}\n', encoding="utf-8")

    ended = run("import", project, "in.jsonl", "--ledger", "ledger.json")

    assert ended.status == 1
    ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["imported"] == 1
    assert [each["path"] for each in ledger["failed"]] == ["in.jsonl"]
    assert "line 2" in ledger["failed"][0]["reason"]


def test_an_option_that_the_format_lacks_is_refused(run, samples):
    ended = run("export", samples, "--format", "jsonl", "--output", "x", "--option", "colour=red")

    assert ended.status == 2
    assert "the format jsonl has no option “colour”" in ended.err
    assert run("export", samples, "--format", "jsonl", "--output", "x", "--option", "red").status == 2


def test_only_accepted_marks_can_be_chosen(run, samples, tmp_path):
    assert run("export", samples, "--format", "jsonl", "--output", "x.jsonl", "--state", "rejected").status == 0

    lines = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["annotations"] == [] for line in lines)

"""A preview says what an import would bring, and writes nothing."""

import json

import pytest

from annotator.errors import Cancelled, UsageError
from annotator.exchange.previewing import LOOKED_AT, preview
from annotator.formats.format import Reading

READING = Reading("Anna")


def document(number):
    mark = {"kind": "entity", "tag": "Ship", "spans": [{"start": 0, "end": 4}]}
    return json.dumps({"text": f"Ship {number}", "annotations": [mark]})


def test_the_first_documents_are_counted(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n".join(map(document, range(LOOKED_AT * 2))), encoding="utf-8")

    found = preview([tmp_path / "a.jsonl"], READING)

    assert found.documents == LOOKED_AT
    assert not found.whole
    assert found.tags == {("entity", "Ship"): LOOKED_AT}
    assert found.formats == {"jsonl": 1}


def test_faults_are_remarks_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.jsonl").write_text(document(1) + "\nnonsense\n" + document(2), encoding="utf-8")
    (tmp_path / "b.txt").write_text("Plain words.", encoding="utf-8")

    found = preview([tmp_path, tmp_path / "none"], READING)

    assert found.documents == 3
    assert found.whole
    assert found.formats == {"jsonl": 1, "text": 1}
    assert [text.partition(":")[0] for _, text in found.remarks] == [
        "line 2",
        "there is no such file or folder; check the name",
    ]


def test_an_option_that_there_is_not_is_refused(tmp_path):
    (tmp_path / "a.jsonl").write_text(document(1), encoding="utf-8")

    with pytest.raises(UsageError, match="no option “colour”"):
        preview([tmp_path / "a.jsonl"], Reading("Anna", {"colour": "red"}), format="jsonl")


def test_it_can_be_stopped(tmp_path):
    (tmp_path / "a.jsonl").write_text(document(1), encoding="utf-8")

    with pytest.raises(Cancelled):
        preview([tmp_path / "a.jsonl"], READING, cancelled=lambda: True)

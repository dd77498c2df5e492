"""The layout of Hugging Face's datasets: what the library and pyarrow load of it, and the card."""

import io
import json
import sys
from dataclasses import replace

import pyarrow.parquet
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UsageError
from annotator.formats.jsonl import encode, read_stream
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.resources import resources
from tests.formats.documents import TIME, documents
from tests.formats.tools import written

NAME = "huggingface"


def rows(data: bytes) -> list[dict]:
    return pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()


def as_line(row: dict) -> dict:
    """Return a row as a line of our own data set has it."""
    row["source"] = row["source_uri"] and {
        "uri": row["source_uri"], "media_type": row["source_media_type"], "sha256": row["source_sha256"]
    }  # fmt: skip
    row["metadata"] = json.loads(row["metadata"])
    for each in (*row["annotations"], *row["relations"]):
        each["attributes"] = json.loads(each["attributes"])
    return {key: value for key, value in row.items() if not key.startswith("source_")}


@settings(max_examples=40, deadline=None)
@given(st.lists(documents(), max_size=3))
def test_the_columns_hold_all_that_our_own_data_set_has(drawn):
    each = [replace(one, document=replace(one.document, split=None)) for one in drawn]

    files, ledger = written(NAME, each)

    assert sorted(files) == ["README.md", "data/train-00000-of-00001.parquet"]
    assert len(ledger) == 0
    expected = [json.loads(encode(one)) for one in each]
    for line in expected:
        del line["split"]
    assert [as_line(row) for row in rows(files["data/train-00000-of-00001.parquet"])] == expected
    assert written(NAME, each)[0] == files


def document(id_, split):
    return AnnotatedDocument(Document(id_, "T", "Words", text_sha256("Words"), TIME, split=split))


def test_each_split_is_a_file_whatever_the_order():
    each = [document("a", "train"), document("b", "dev set"), document("c", None), document("d", "train")]

    files, _ = written(NAME, each)

    assert {name: [row["id"] for row in rows(data)] for name, data in files.items() if name != "README.md"} == {
        "data/train-00000-of-00001.parquet": ["a", "d"],
        "data/dev_set-00000-of-00001.parquet": ["b"],
        "data/unassigned-00000-of-00001.parquet": ["c"],
    }


def test_the_library_loads_it_with_the_features_of_the_card(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    with (resources() / "samples" / "annotated.jsonl").open("rb") as lines:
        samples = [each for each in read_stream(lines, "a", "b") if isinstance(each, AnnotatedDocument)]
    files, _ = written(NAME, [*samples, document("b", "dev")])
    for name, data in files.items():
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    loaded = datasets.load_dataset(str(tmp_path / "set"), cache_dir=str(tmp_path / "cache"))

    assert set(loaded) == {"unassigned", "dev"}
    assert [row["title"] for row in loaded["unassigned"]] == [each.document.title for each in samples]
    assert sum(len(row["annotations"]) for row in loaded["unassigned"]) > 100
    for row in loaded["unassigned"]:
        for mark in row["annotations"]:
            assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in mark["spans"])
    card = yaml.safe_load(files["README.md"].decode().split("---\n")[1])
    assert [feature["name"] for feature in card["dataset_info"]["features"]] == list(loaded["dev"].features)


def test_the_card_says_splits_features_and_tags():
    files, _ = written(NAME, [document("a", "train"), document("b", "dev")])

    text = files["README.md"].decode()
    card = yaml.safe_load(text.split("---\n")[1])
    assert [(each["name"], each["num_examples"]) for each in card["dataset_info"]["splits"]] == [
        ("train", 1),
        ("dev", 1),
    ]
    assert card["configs"][0]["data_files"][0] == {"split": "train", "path": "data/train-*"}
    assert card["pretty_name"] == "P"
    assert "| entity | Person |" in text


def test_an_empty_project_is_an_empty_split():
    files, _ = written(NAME, [])

    assert rows(files["data/train-00000-of-00001.parquet"]) == []


def test_without_the_library_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"pip install 'annotator\[parquet\]'"):
        written(NAME, [document("a", None)])

"""Splits of a project: one change, kept in exports, and what leaks from one into another is listed."""

from pathlib import Path

import pytest

from annotator.analysis.splitting import shares
from annotator.errors import UsageError
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.splitting import RECIPE, clear, do, leakage, plan
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.scan import Selection

TIME = "2026-01-31T09:00:00Z"
PARTS = shares("train=50,test=50")


def document(number: int, text: str, record: str | None = None, kind: str = "claim") -> AnnotatedDocument:
    id_ = f"d{number}"
    mark = Annotation(
        f"a{number}",
        id_,
        kind,
        "Statement" if kind == "claim" else "Person",
        (Span(0, 5),),
        "A",
        TIME,
        TIME,
        record=record,
    )  # pyright: ignore
    return AnnotatedDocument(Document(id_, f"Title {number}", text, text_sha256(text), TIME, f"19{number:02}"), (mark,))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Eight articles; 0 and 1 are reprints, 2 and 3 one claim, 4 and 5 related, 0 to 7 name one person."""
    path = tmp_path / "p.annotator"
    texts = [" ".join(f"w{number}n{word}" for word in range(80)) for number in range(8)]
    texts[1] = texts[0].upper() + " and more"
    with Project.create(path, load_default()) as store:
        store.do(
            Change("records", [Put(Record("claim", "claim", "Bread is short")), Put(Record("kim", "entity", "Kim"))]),
            "A",
        )
        importer = store.importing("import", "A")
        importer.put(
            [document(number, text, "claim" if number in (2, 3) else None) for number, text in enumerate(texts)]
        )
        importer.finish()
        persons = [
            Annotation(f"p{number}", f"d{number}", "entity", "Person", (Span(6, 9),), "A", TIME, TIME, record="kim")
            for number in range(8)
        ]
        store.do(Change("mark", [Put(each) for each in persons]), "A")
        store.do(Change("link", [Put(Relation("r", "repeats", "a4", "a5"))]), "A")
    return path


def test_kin_stay_together_in_one_change_that_can_be_undone(project):
    with Project.open(project) as store:
        made = plan(store, "group", PARTS, "x")

        assert (made.groups, made.largest) == (5, 2)
        assert made.splits["d0"] == made.splits["d1"]
        assert made.splits["d2"] == made.splits["d3"]
        assert made.splits["d4"] == made.splits["d5"]
        assert made.counts == {"train": 4, "test": 4}
        assert do(store, made, "A") == 8
        assert leakage(store).leaks == 0
        assert store.undo_state().undo == "split 8 articles into train, test"
        assert do(store, made, "A") == 0
        store.undo()
        assert store.partition.counts() == {None: 8}


def test_undo_takes_back_the_splits_and_how_they_were_made(project):
    with Project.open(project) as store:
        do(store, plan(store, "date", PARTS), "A")
        do(store, plan(store, "hash", PARTS, "x"), "A")
        assert "hash" in store.setting(RECIPE)

        store.undo()

        assert "date" in store.setting(RECIPE)
        store.undo()
        assert store.setting(RECIPE) == ""


def test_what_two_splits_share_is_listed(project):
    with Project.open(project) as store:
        store.do(
            Change("split", [Alter(Document, f"d{n}", {"split": "test" if n % 2 else "train"}) for n in range(8)]), "A"
        )

        found = leakage(store)

        assert found.counts == {"claim records": 1, "near-duplicate texts": 1, "relations": 1, "entity records": 1}
        assert found.leaks == 3
        assert found.records[0] == {
            "record": "claim", "name": "Bread is short", "kind": "claim", "documents": {"test": 1, "train": 1},
        }  # fmt: skip
        assert found.duplicates[0]["documents"] == ["d0", "d1"]
        assert found.duplicates[0]["splits"] == ["train", "test"]
        assert found.relations[0]["type"] == "repeats"


def test_a_plan_can_be_looked_at_before_it_is_done(project):
    with Project.open(project) as store:
        made = plan(store, "date", PARTS)

        assert [made.splits[f"d{number}"] for number in range(8)] == ["train"] * 4 + ["test"] * 4
        assert leakage(store, made.splits).leaks == 0
        assert store.partition.counts() == {None: 8}


def test_splits_are_kept_in_exports_and_chosen_there(project, tmp_path):
    with Project.open(project) as store:
        do(store, plan(store, "date", PARTS), "A")
    export(project, ExportRequest("jsonl", Selection(split="test")), tmp_path / "test.jsonl")
    export(project, ExportRequest("dataset"), tmp_path / "release")

    assert (tmp_path / "test.jsonl").read_text().count('"split":"test"') == 4
    card = (tmp_path / "release" / "README.md").read_text()
    assert "| test | 4 |" in card
    assert "--by date --ratios train=50,test=50" in card


def test_splits_are_cleared_as_one_change(project):
    with Project.open(project) as store:
        do(store, plan(store, "hash", PARTS), "A")

        assert clear(store, "A") == 8
        assert store.partition.counts() == {None: 8}
        assert clear(store, "A") == 0
        store.undo()
        assert None not in store.partition.counts()


def test_a_project_without_documents_has_nothing_to_split(tmp_path):
    with (
        Project.create(tmp_path / "e.annotator", load_default()) as store,
        pytest.raises(UsageError, match="there are no documents to split"),
    ):
        plan(store, "hash", PARTS)

"""The loss ledger as a person reads it: sentences for one and several, what weighs most first, each time alike."""

import subprocess
import sys

import pytest

from annotator.formats.features import FEATURES, NOUNS, without
from annotator.formats.ledger import Ledger, lose_what_is_not_held
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME

_EACH = AnnotatedDocument(
    Document("d", "Title", "Ann came.", text_sha256("Ann came."), TIME, date="1924"),
    (Annotation("a", "d", "entity", "Person", (Span(0, 3),), "AK", TIME, TIME, {"mention": "name"}),),
)


@pytest.mark.parametrize(
    ("count", "effect", "sentence"),
    [
        (1, "left out", "1 claim left out"),
        (1200, "left out: without a cue", "1,200 claims left out: without a cue"),
        (2, "widened to whole tokens", "2 claims widened to whole tokens"),
        (2, "one row for each part", "2 claims: one row for each part"),
    ],
)
def test_a_loss_is_a_sentence_for_one_and_for_several(count, effect, sentence):
    ledger = Ledger()
    ledger.lose("claims", effect, _EACH, count=count)
    assert [each.sentence for each in ledger] == [sentence]


def test_what_weighs_most_comes_first_in_whatever_order_it_was_met():
    ledger = Ledger()
    for feature in ("ids", "times", "titles", "relations", "claims"):
        ledger.lose(feature, "left out", _EACH)
    assert [each.feature for each in ledger] == ["claims", "relations", "titles", "times", "ids"]
    assert set(NOUNS) == set(FEATURES)


def test_the_ledger_of_the_same_losses_is_the_same_in_every_run():
    ledger = Ledger()
    lose_what_is_not_held(_EACH, without("attributes", "annotators", "times", "titles", "dates", "ids"), ledger)
    said = [each.sentence for each in ledger]
    assert said == [
        "1 attribute left out", "1 title left out", "1 date left out", "1 name of an annotator left out",
        "1 time of marking left out", "1 id of a document left out",
    ]  # fmt: skip


def test_two_exports_of_one_project_write_equal_ledgers(tmp_path):
    def annotator(*words: str, seed: str = "0") -> None:
        subprocess.run(
            [sys.executable, "-m", "annotator", *words], check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        )

    (tmp_path / "a.jsonl").write_text(
        '{"text": "Ann came.", "annotations": [{"kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}],'
        ' "note": "a note", "attributes": {"mention": "name"}, "confidence": 0.5, "state": "suggested"}]}\n'
    )
    annotator("new", str(tmp_path / "p.annotator"))
    annotator("import", str(tmp_path / "p.annotator"), str(tmp_path / "a.jsonl"))
    for seed in ("1", "2", "3"):
        annotator(
            "export", str(tmp_path / "p.annotator"), "--format", "conll", "--output", str(tmp_path / f"{seed}.conll"),
            "--ledger", str(tmp_path / f"{seed}.json"), seed=seed,
        )  # fmt: skip
    assert len({(tmp_path / f"{seed}.json").read_bytes() for seed in "123"}) == 1

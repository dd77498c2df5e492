"""The documents that laws are tried with are such as a project can hold, and only have what they were asked for."""

from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from annotator.formats.features import EVERYTHING, without
from annotator.formats.jsonl import encode, read_stream
from annotator.model.annotation import span_fault
from annotator.model.document import AnnotatedDocument
from annotator.store import Project
from tests.formats.documents import NEWS, RECORDS, content, documents


@settings(max_examples=40)
@given(documents())
def test_a_drawn_document_keeps_to_the_model_and_survives_our_own_data_set(each):
    assert all(span_fault(mark.spans, len(each.document.text)) is None for mark in each.annotations)
    assert all(NEWS.find(mark.tag, mark.kind) for mark in each.annotations)
    assert all(NEWS.relation_type(link.type) for link in each.relations)

    (back,) = (found for found in read_stream([encode(each)], "a.jsonl", "x") if isinstance(found, AnnotatedDocument))

    assert content(back) == content(each)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents(EVERYTHING - {"records"}))
def test_a_project_takes_a_drawn_document(tmp_path: Path, each):
    path = tmp_path / "p.annotator"
    path.unlink(missing_ok=True)
    with Project.create(path, NEWS) as project:
        project.importing("import", "Zoë").put([each])
        assert content(project.document("d-1")) == content(each)


@given(documents(without("overlapping", "discontinuous", "claims", "relations", "notes", "attributes")))
def test_what_a_format_does_not_hold_is_not_drawn(each):
    assert all(len(mark.spans) <= 1 and not mark.note and not mark.attributes for mark in each.annotations)
    assert all(mark.kind != "claim" for mark in each.annotations)
    assert not each.relations
    edges = [mark.spans[0] for mark in each.annotations if mark.spans]
    assert all(before.end <= after.start for before, after in pairwise(edges))


def test_the_records_have_identifiers():
    assert all(record.identifiers for record in RECORDS.values())

"""The acts of marking, as the changes that both the window and the command line make."""

from annotator.formats.tagset_toml import load_default
from annotator.model import edits
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Put, Remove
from annotator.model.document import Document

TAGS = load_default()
DOCUMENT = Document("d", "Title", "Kim said so.", "0" * 64, "")


def made(tag: str, *span: int) -> Annotation:
    return edits.new_annotation("d", TAGS.find(tag), (Span(*span),), "Anna")


def test_an_annotation_begins_with_the_defaults_of_its_tag():
    assert made("Person", 0, 3).attributes == {"mention": "name"}
    assert made("Statement", 0, 3).attributes["verdict"] == "unchecked"
    assert made("Genre", 0, 3).spans == ()


def test_the_first_mark_opens_its_document():
    mark = made("Person", 0, 3)
    change = edits.mark(DOCUMENT, [mark])
    assert change.label == "add Person"
    assert list(change.operations) == [Put(mark), Alter(Document, "d", {"status": "open"})]


def test_another_tag_keeps_the_attributes_that_it_knows():
    claim = made("Statement", 0, 3)
    change = edits.retag(claim, TAGS.find("Person"))
    (alter,) = change.operations
    assert change.label == "change Statement to Person"
    assert alter.values == {"kind": "entity", "tag": "Person", "attributes": {"mention": "name"}}


def test_parts_of_a_claim_are_made_joined_and_replaced_in_one_change():
    claim, cue, who = made("Statement", 9, 11), made("Cue", 4, 8), made("Person", 0, 3)
    old = Relation("r", "cue", claim.id, "old")
    change = edits.join(
        DOCUMENT, claim, {"cue": cue, "claimant": who}, new=[cue], replaced=[old], attributes={"source_kind": "named"}
    )  # fmt: skip
    operations = list(change.operations)
    assert change.label == "set cue and claimant of Statement"
    assert operations[0] == Put(cue)
    assert operations[1] == Remove(Relation, "r")
    assert [(each.row.type, each.row.target) for each in operations[2:4]] == [("cue", cue.id), ("claimant", who.id)]
    assert operations[4].values["attributes"]["source_kind"] == "named"

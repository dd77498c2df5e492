"""Several people, several connections: names stay right, and nobody comes into a project by asking."""

import pytest

from annotator.errors import UsageError
from annotator.model.change import Alter, Change
from annotator.model.tag import Tag
from tests.store.conftest import annotation, put


def test_undo_by_somebody_unknown_does_nothing_and_adds_nobody(filled):
    assert filled.undo("Zoe") is None
    assert filled.redo("Zoe") is None
    assert [each.name for each in filled.annotators()] == ["Anna"]


def test_marks_of_a_document_that_is_gone_are_said_to_be_gone(filled):
    with pytest.raises(UsageError, match="may have been removed"):
        filled.annotations("nowhere")


def test_a_tag_that_another_process_renamed_is_not_given_by_its_old_name(filled, first, reopened):
    put(filled, annotation(first, (0, 3)))
    other = reopened()
    person = other.tag_set().find("Person")
    other.do(Change("rename", [Alter(Tag, person.id, {"name": "Human"})]), "Ben")
    with pytest.raises(UsageError, match="no entity tag “Person”"):
        put(filled, annotation(first, (4, 8)))
    put(filled, annotation(first, (4, 8), tag="Human"))
    assert {each.tag for each in filled.annotations(first)[0]} == {"Human"}

"""JSON that is no data set of ours, though it is named like one."""

import pytest

from annotator.errors import InputError
from annotator.formats.files import given_of
from annotator.formats.format import Reading
from annotator.formats.jsonl import read_files, read_stream
from annotator.formats.registry import Remark, find_format
from annotator.model.document import AnnotatedDocument


def results(data: str) -> list[AnnotatedDocument | Remark]:
    return list(read_stream(data.encode().splitlines(keepends=True), "a.jsonl", "Anna"))


def test_a_file_of_another_kind_is_refused_once_and_one_with_a_document_by_line():
    pattern = '{"label": "DRUG", "pattern": "heroin"}\n'

    (refused,) = results(pattern * 1500)
    assert isinstance(refused, Remark)
    assert (refused.document, refused.text) == (
        None,
        "none of its 1,500 records is a document (the key “text” is missing; it is the one thing that each document "
        "needs); if another program wrote the file, choose its format",
    )
    found = results(pattern * 1500 + '{"text": "a"}\n' + pattern)
    assert len(found) == 1003
    assert isinstance(found[1001], AnnotatedDocument)
    assert [str(each.sentence).partition(":")[0] for each in (found[0], found[999], found[1000], found[1002])] == [
        "line 1",
        "line 1000",
        "500 more records, which are not named here",
        "line 1502",
    ]


BDOC = (
    '{"annotation_sets": {"": {"name": "", "annotations": [{"type": "Person", "start": 0, "end": 3, "id": 0, '
    '"features": {}}], "next_annid": 1}}, "text": "Kim said.", "features": {}, "offset_type": "p", "name": ""}'
)


@pytest.mark.parametrize("name", ["a.bdocjs", "a.json", "a.jsonl"])
def test_a_document_of_gate_in_json_is_refused_with_what_to_do(name):
    with pytest.raises(InputError, match=r"it is a document of GATE .* save it as GATE XML"):
        find_format(BDOC.encode(), name)
    with pytest.raises(InputError, match="it is a document of GATE"):
        list(read_files(given_of(BDOC.encode(), name), Reading("Anna")))


def test_places_that_another_program_marked_are_said_not_to_be_annotations():
    _, *said = results('{"text": "Kim said.", "mentions": {"all": [{"begin": 0, "end": 3}]}, "pages": [1, 2]}\n')

    assert [each.text for each in said if "“mentions”" in each.text and "was not made into annotations" in each.text]
    assert not [each for each in said if "“pages”" in each.text]

"""JSON that is no data set of ours, though it is named like one."""

from annotator.formats.jsonl import read_stream
from annotator.formats.registry import Remark
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
    assert [str(each.text).partition(":")[0] for each in (found[0], found[999], found[1000], found[1002])] == [
        "line 1",
        "line 1000",
        "500 more records, which are not named here",
        "line 1502",
    ]

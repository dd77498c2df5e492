"""Runs a format's own writer and reader in memory, told what an import or export would tell them."""

import io
import json
from collections.abc import Iterable, Mapping
from contextlib import contextmanager

from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.ledger import Ledger, lose_what_is_not_held
from annotator.formats.mapping import load
from annotator.formats.registry import find_format, named_format
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet
from tests.formats.documents import NEWS, RECORDS


class Held:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str):
        file = io.BytesIO()
        yield file
        assert name not in self.files
        self.files[name] = file.getvalue()


def written(
    name: str, each: Iterable[AnnotatedDocument], options: Mapping[str, str] | None = None, tag_set: TagSet = NEWS
) -> tuple[dict[str, bytes], Ledger]:
    """Write documents as that format; return the files (a lone one is called ``file``) and the ledger."""
    format = named_format(name)
    ledger = Ledger()
    mapping = load(format.mapping) if format.mapping else None
    writing = Writing(ledger, tag_set, format.chosen(options or {}, "writing"), mapping, RECORDS.get, {"title": "P"})

    def passed():
        for one in each:
            lose_what_is_not_held(one, format.holds, ledger)
            yield one

    if format.shape == "folder":
        folder = Held()
        format.folder_writer()(passed(), folder, writing)
        return folder.files, ledger
    file = io.BytesIO()
    format.file_writer()(passed(), file, writing)
    return {"file": file.getvalue()}, ledger


def found_in(
    name: str,
    data: bytes | str | list | dict,
    beside: Mapping[str, bytes] | None = None,
    options: Mapping[str, str] | None = None,
    file: str = "a.json",
    tag_set: TagSet = NEWS,
    **changes,
) -> list:
    """Read a file as that format, which must be the one that its content tells; return all that is found."""
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)).encode()
    format = named_format(name)
    assert find_format(data[:65536], file).name == name
    mapping = load(format.mapping) if format.mapping else None
    values = {"mapping": mapping, "tag_set": tag_set, "options": format.chosen(options or {}, "reading"), **changes}
    return list(format.files_reader()(given_of(data, file, (beside or {}).items()), Reading("Anna", **values)))


def documents_in(found: Iterable[object]) -> list[AnnotatedDocument]:
    return [each for each in found if isinstance(each, AnnotatedDocument)]


def said_in(found: Iterable[object]) -> list[str]:
    return [each.text for each in found if isinstance(each, Remark)]


def one_in(name: str, data: bytes | str | list | dict, **values) -> AnnotatedDocument:
    """Read a file of which one document is made and nothing is said."""
    found = found_in(name, data, **values)
    (document,) = found
    assert isinstance(document, AnnotatedDocument), document
    return document


def marks_in(each: AnnotatedDocument) -> list[tuple[str, str, str]]:
    """Return kind, tag and words of each annotation, parts joined by a bar."""
    text = each.document.text
    return [(mark.kind, mark.tag, "|".join(text[start:end] for start, end in mark.spans)) for mark in each.annotations]

"""The layout of Hugging Face's datasets: Parquet files, one a split, and a card that says their features. Out only.

Rows are gathered as columns and written in groups, so that memory is bounded by a group. The
splits grow side by side, so they are put together outside the folder first.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from itertools import accumulate
from operator import attrgetter
from typing import IO, Any

import orjson

from annotator.formats.format import Writing, needed
from annotator.formats.huggingface_card import card
from annotator.formats.output import Folder
from annotator.model.annotation import Span
from annotator.model.document import AnnotatedDocument

UNASSIGNED = "unassigned"
"""The split of documents that have none, where others have one."""
_GROUP = 1 << 21
"""Characters of text, and annotations hundredfold, that make a group of rows."""
_CHUNK = 1 << 20
_ABOUT = ("id", "title", "date", "language", "source_uri", "source_media_type", "source_sha256", "metadata", "status")
_MARK = ("id", "kind", "tag")
_REST = ("attributes", "record", "annotator", "origin", "state", "confidence", "note", "created", "modified")
_LINK = ("id", "type", "from", "to", "attributes")
_fields = attrgetter(*_MARK, *(name for name in _REST if name != "attributes"))


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``data/SPLIT-00000-of-00001.parquet`` for each split and ``README.md``; UsageError without pyarrow."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise needed("parquet", "pyarrow") from error
    with ExitStack() as stack:
        splits: dict[str | None, _Split] = {}
        for each in documents:
            name = each.document.split
            split = splits.get(name)
            if split is None:
                file = stack.enter_context(tempfile.TemporaryFile())
                split = splits[name] = _Split(file, pyarrow, ParquetWriter)
            split.take(each)
        if not splits:
            splits[None] = _Split(stack.enter_context(tempfile.TemporaryFile()), pyarrow, ParquetWriter)
        names = _names(splits)
        sizes: dict[str, tuple[int, int, int]] = {}
        for key, split in splits.items():
            split.close()
            sizes[names[key]] = split.rows, split.bytes, split.file.tell()
            split.file.seek(0)
            with folder.open(f"data/{names[key]}-00000-of-00001.parquet") as file:
                while chunk := split.file.read(_CHUNK):
                    file.write(chunk)
    with folder.open("README.md") as file:
        file.write(card(writing, sizes).encode())


def _names(splits: Iterable[str | None]) -> dict[str | None, str]:
    """Return the names of the splits as the library takes them: words of letters, digits and underscores."""
    found: dict[str | None, str] = {}
    keys = list(splits)
    for key in keys:
        # one split alone is what everybody trains on
        stem = name = "train" if keys == [None] else re.sub(r"\W", "_", key, flags=re.ASCII) if key else UNASSIGNED
        number = 2
        while name in found.values():
            name = f"{stem}_{number}"
            number += 1
        found[key] = name
    return found


class _Columns:
    """The rows of one group, and how many annotations, spans and relations each has."""

    def __init__(self) -> None:
        self.about: list[tuple[Any, ...]] = []
        self.marks: list[tuple[Any, ...]] = []
        self.said: list[str] = []
        self.links: list[tuple[Any, ...]] = []
        self.spans: list[Span] = []
        self.words: list[str] = []
        self.spans_of: list[int] = [0]
        self.marks_of: list[int] = [0]
        self.links_of: list[int] = [0]

    def take(self, each: AnnotatedDocument) -> None:
        """Add a document; what is done for each annotation is left to functions in C."""
        document = each.document
        source = document.source
        text = document.text
        marks = each.annotations
        spans = [span for mark in marks for span in mark.spans]
        self.spans += spans
        self.words += [text[start:end] for start, end in spans]
        self.spans_of += [len(mark.spans) for mark in marks]
        self.marks += map(_fields, marks)
        self.said += [_json(mark.attributes) if mark.attributes else "{}" for mark in marks]
        self.marks_of.append(len(marks))
        self.links += [
            (link.id, link.type, link.source, link.target, _json(link.attributes)) for link in each.relations
        ]
        self.links_of.append(len(each.relations))
        self.about.append(
            (
                document.id, document.title, document.date, document.language, source and source.uri,
                source and source.media_type, source and source.sha256, _json(document.metadata), document.status, text,
                document.text_sha256,
            )
        )  # fmt: skip


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value, dict).decode()


class _Split:
    """One Parquet file that grows."""

    # the library has no types
    def __init__(self, file: IO[bytes], pyarrow: Any, writer: Any) -> None:  # noqa: ANN401
        self.file = file
        self.rows = 0
        self.bytes = 0
        self._pyarrow = pyarrow
        self._schema = _schema(pyarrow)
        self._writer = writer(file, self._schema)
        self._columns = _Columns()
        self._gathered = 0

    def take(self, each: AnnotatedDocument) -> None:
        """Add a document."""
        self._columns.take(each)
        self.rows += 1
        self._gathered += len(each.document.text) + 100 * len(each.annotations) + 100
        if self._gathered >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._gathered or not self.rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        table = _table(self._columns, self._schema, self._pyarrow)
        self.bytes += table.nbytes
        self._writer.write_table(table)
        self._columns = _Columns()
        self._gathered = 0


def _schema(pyarrow: Any) -> Any:  # noqa: ANN401
    text = pyarrow.string()
    span = pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64()), ("text", text)])
    types = {"confidence": pyarrow.float64()}
    mark = [(name, text) for name in _MARK]
    mark += [("spans", pyarrow.list_(span)), *((name, types.get(name, text)) for name in _REST)]
    return pyarrow.schema(
        [
            *((name, text) for name in (*_ABOUT, "text", "text_sha256")),
            ("annotations", pyarrow.list_(pyarrow.struct(mark))),
            ("relations", pyarrow.list_(pyarrow.struct([(name, text) for name in _LINK]))),
        ]
    )


def _table(columns: _Columns, schema: Any, pyarrow: Any) -> Any:  # noqa: ANN401
    """Return the rows of *columns*; lists in lists are made of flat columns, which costs less than making objects."""
    array, list_of, struct_of = pyarrow.array, pyarrow.ListArray.from_arrays, pyarrow.StructArray.from_arrays

    def offsets(counts: list[int]) -> Any:  # noqa: ANN401
        return array(list(accumulate(counts)), pyarrow.int32())

    def arrays(rows: Sequence[tuple[Any, ...]], types: Sequence[Any]) -> list[Any]:
        values = zip(*rows, strict=True) if rows else ((),) * len(types)
        return [array(each, type_) for each, type_ in zip(values, types, strict=True)]

    text, number = pyarrow.string(), pyarrow.int64()
    marks_type, links_type = schema.field("annotations").type, schema.field("relations").type
    fields = list(marks_type.value_type)
    spans_type = marks_type.value_type.field("spans").type
    numbers = arrays(columns.spans, (number, number))
    places = struct_of([*numbers, array(columns.words, text)], fields=list(spans_type.value_type))
    named = [each for each in fields if each.name not in ("spans", "attributes")]
    found = dict(zip((each.name for each in named), arrays(columns.marks, [each.type for each in named]), strict=True))
    found["spans"] = list_of(offsets(columns.spans_of), places, type=spans_type)
    found["attributes"] = array(columns.said, text)
    marks = struct_of([found[each.name] for each in fields], fields=fields)
    links = struct_of(arrays(columns.links, [text] * len(_LINK)), fields=list(links_type.value_type))
    lists = [
        list_of(offsets(columns.marks_of), marks, type=marks_type),
        list_of(offsets(columns.links_of), links, type=links_type),
    ]
    about = arrays(columns.about, [text] * (len(_ABOUT) + 2))
    return pyarrow.Table.from_arrays([*about, *lists], schema=schema)

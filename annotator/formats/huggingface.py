"""The layout of Hugging Face's datasets: Parquet files, one a split, and a card that says their features. Out only.

Rows are gathered as columns and written in groups, so that memory is bounded by a group. The
splits grow side by side, so they are put together outside the folder first.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Any

import orjson

from annotator.formats.format import Writing, needed
from annotator.formats.huggingface_card import card
from annotator.formats.output import Folder
from annotator.model.document import AnnotatedDocument

UNASSIGNED = "unassigned"
"""The split of documents that have none, where others have one."""
_GROUP = 1 << 23
"""Characters of text, and annotations hundredfold, that make a group of rows."""
_CHUNK = 1 << 20
_ABOUT = ("id", "title", "date", "language", "source_uri", "source_media_type", "source_sha256", "metadata", "status")
_MARK = ("id", "kind", "tag")
_REST = ("attributes", "record", "annotator", "origin", "state", "confidence", "note", "created", "modified")
_LINK = ("id", "type", "from", "to", "attributes")


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


@dataclass
class _Columns:
    """The rows of one group: a list for each column, and where the lists in lists begin."""

    about: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in (*_ABOUT, "text", "text_sha256")})
    marks: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in (*_MARK, *_REST)})
    links: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _LINK})
    starts: list[int] = field(default_factory=list[int])
    ends: list[int] = field(default_factory=list[int])
    words: list[str] = field(default_factory=list[str])
    spans_from: list[int] = field(default_factory=lambda: [0])
    marks_from: list[int] = field(default_factory=lambda: [0])
    links_from: list[int] = field(default_factory=lambda: [0])

    def take(self, each: AnnotatedDocument) -> None:
        """Add a document."""
        document = each.document
        source = document.source
        text = document.text
        metadata = orjson.dumps(dict(document.metadata)).decode() if document.metadata else "{}"
        values = (
            document.id, document.title, document.date, document.language, source and source.uri,
            source and source.media_type, source and source.sha256, metadata, document.status, text,
            document.text_sha256,
        )  # fmt: skip
        for column, value in zip(self.about.values(), values, strict=True):
            column.append(value)
        adds = [column.append for column in self.marks.values()]
        for mark in each.annotations:
            for start, end in mark.spans:
                self.starts.append(start)
                self.ends.append(end)
                self.words.append(text[start:end])
            self.spans_from.append(len(self.starts))
            said = orjson.dumps(dict(mark.attributes)).decode() if mark.attributes else "{}"
            values = (
                mark.id, mark.kind, mark.tag, said, mark.record, mark.annotator, mark.origin, mark.state,
                mark.confidence, mark.note, mark.created, mark.modified,
            )  # fmt: skip
            for add, value in zip(adds, values, strict=True):
                add(value)
        self.marks_from.append(len(self.spans_from) - 1)
        for link in each.relations:
            said = orjson.dumps(dict(link.attributes)).decode() if link.attributes else "{}"
            values = (link.id, link.type, link.source, link.target, said)
            for column, value in zip(self.links.values(), values, strict=True):
                column.append(value)
        self.links_from.append(len(self.links["id"]))


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
    """Return the rows of *columns*; lists in lists are made of flat columns, which costs a tenth of making objects."""
    array, list_of, struct_of = pyarrow.array, pyarrow.ListArray.from_arrays, pyarrow.StructArray.from_arrays
    text = pyarrow.string()

    def offsets(places: list[int]) -> Any:  # noqa: ANN401
        return array(places, pyarrow.int32())

    marks_type = schema.field("annotations").type
    links_type = schema.field("relations").type
    spans_type = marks_type.value_type.field("spans").type
    numbers = [array(columns.starts, pyarrow.int64()), array(columns.ends, pyarrow.int64())]
    spans = list_of(
        offsets(columns.spans_from),
        struct_of([*numbers, array(columns.words, text)], fields=list(spans_type.value_type)),
        type=spans_type,
    )
    fields = list(marks_type.value_type)
    parts = [spans if each.name == "spans" else array(columns.marks[each.name], each.type) for each in fields]
    marks = list_of(offsets(columns.marks_from), struct_of(parts, fields=fields), type=marks_type)
    fields = list(links_type.value_type)
    parts = [array(columns.links[each.name], text) for each in fields]
    links = list_of(offsets(columns.links_from), struct_of(parts, fields=fields), type=links_type)
    return pyarrow.Table.from_arrays(
        [*(array(each, text) for each in columns.about.values()), marks, links], schema=schema
    )

"""The layout of Hugging Face's datasets: Parquet files, one a split, and a card that says their features. Out only.

Rows are gathered as columns and written in groups, so that memory is bounded by a group. The
splits grow side by side, so they are put together outside the folder first.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import accumulate, chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import orjson

from annotator.formats.format import Writing, needed
from annotator.formats.huggingface_card import card
from annotator.formats.output import Folder
from annotator.model.annotation import Relation
from annotator.model.columns import Columns, columns_of
from annotator.model.document import AnnotatedDocument, Document

UNASSIGNED = "unassigned"
"""The split of documents that have none, where others have one."""
_GROUP = 3 << 19
"""Characters of text, and annotations hundredfold, that make a group of rows."""
_CHUNK = 1 << 20
_ABOUT = ("id", "title", "date", "language", "source_uri", "source_media_type", "source_sha256", "metadata", "status")
_MARK = ("id", "kind", "tag")
_REST = ("attributes", "record", "annotator", "origin", "state", "confidence", "note", "created", "modified")
_LINK = ("id", "type", "from", "to", "attributes")


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``data/SPLIT-00000-of-00001.parquet`` for each split and ``README.md``; UsageError without pyarrow."""
    _pyarrow()
    from pyarrow.parquet import ParquetWriter

    with TemporaryDirectory() as place, ExitStack() as writers, _Aside() as aside:
        splits: dict[str | None, _Split] = {}

        def begun() -> _Split:
            path = Path(place, f"{len(splits)}.parquet")
            schema = _schema()
            return _Split(path, schema, writers.enter_context(ParquetWriter(str(path), schema)), aside)

        for each in documents:
            name = each.document.split
            split = splits.get(name)
            if split is None:
                split = splits[name] = begun()
            split.take(each)
        if not splits:
            splits[None] = begun()
        names = _names(splits)
        sizes: dict[str, tuple[int, int, int]] = {}
        for key, split in splits.items():
            split.close()
            sizes[names[key]] = split.rows, split.bytes, split.path.stat().st_size
            with (
                split.path.open("rb") as written,
                folder.open(f"data/{names[key]}-00000-of-00001.parquet") as file,
            ):
                shutil.copyfileobj(written, file, _CHUNK)
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


def _pyarrow() -> Any:  # noqa: ANN401  # it has no types
    try:
        import pyarrow
    except ImportError as error:
        raise needed("parquet", "pyarrow") from error
    return pyarrow


class _Rows:
    """The rows of one group: documents, and the columns of what is marked in them, with its number in each."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._marks: list[Columns] = []
        self.words: list[str] = []
        self.links: list[Relation] = []
        self.marks_of: list[int] = []
        self.links_of: list[int] = []

    def take(self, each: AnnotatedDocument) -> None:
        """Add a document."""
        text = each.document.text
        marks = columns_of(each.annotations)
        self.documents.append(each.document)
        self._marks.append(marks)
        self.words += [text[start:end] for start, end in zip(marks.starts, marks.ends, strict=True)]
        self.links += each.relations
        self.marks_of.append(len(each.annotations))
        self.links_of.append(len(each.relations))

    def marks(self) -> Columns:
        """Return the columns of all annotations."""
        if not self._marks:
            return columns_of(())
        return Columns(*(list(chain.from_iterable(parts)) for parts in zip(*self._marks, strict=True)))

    def about(self) -> dict[str, list[Any]]:
        """Return the columns of the documents."""
        rows = self.documents
        return {
            "id": [row.id for row in rows],
            "title": [row.title for row in rows],
            "date": [row.date for row in rows],
            "language": [row.language for row in rows],
            "source_uri": [row.source and row.source.uri for row in rows],
            "source_media_type": [row.source and row.source.media_type for row in rows],
            "source_sha256": [row.source and row.source.sha256 for row in rows],
            "metadata": [_json(row.metadata) for row in rows],
            "status": [row.status for row in rows],
            "text": [row.text for row in rows],
            "text_sha256": [row.text_sha256 for row in rows],
        }

    @staticmethod
    def annotations(marks: Columns) -> dict[str, Sequence[Any]]:
        """Return the columns of the annotations but for their spans."""
        # what is equal in a project is mostly one object
        objects = list(map(id, marks.attributes))
        said = {key: _json(each) for key, each in dict(zip(objects, marks.attributes, strict=True)).items()}
        return {
            "id": marks.ids,
            "kind": marks.kinds,
            "tag": marks.tags,
            "attributes": list(map(said.__getitem__, objects)),
            "record": marks.records,
            "annotator": marks.annotators,
            "origin": marks.origins,
            "state": marks.states,
            "confidence": marks.confidences,
            "note": marks.notes,
            "created": marks.created,
            "modified": marks.modified,
        }

    def relations(self) -> dict[str, list[Any]]:
        """Return the columns of the relations."""
        rows = self.links
        return {
            "id": [row.id for row in rows],
            "type": [row.type for row in rows],
            "from": [row.source for row in rows],
            "to": [row.target for row in rows],
            "attributes": [_json(row.attributes) for row in rows],
        }


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value, dict).decode() if value else "{}"


class _Aside:
    """A thread for what pyarrow does without Python's lock."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def do(self, work: Callable[..., None], *given: object) -> None:
        """Begin *work*, after the last."""
        self._last = self._pool.submit(work, *given)

    def wait(self) -> None:
        """Wait for the last; raise what it raised."""
        if self._last is not None:
            self._last.result()


class _Split:
    """One Parquet file that grows."""

    # the library has no types
    def __init__(self, path: Path, schema: Any, writer: Any, aside: _Aside) -> None:  # noqa: ANN401
        self.path = path
        self.rows = 0
        self.bytes = 0
        self._schema = schema
        self._writer = writer
        self._aside = aside
        self._rows = _Rows()
        self._gathered = 0

    def take(self, each: AnnotatedDocument) -> None:
        """Add a document."""
        self._rows.take(each)
        self.rows += 1
        self._gathered += len(each.document.text) + 100 * len(each.annotations) + 100
        if self._gathered >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._gathered or not self.rows:
            self._flush()
        self._aside.wait()
        self._writer.close()

    def _flush(self) -> None:
        # so that no two tables are held
        self._aside.wait()
        table = _table(self._rows, self._schema)
        self.bytes += table.nbytes
        self._aside.do(self._writer.write_table, table)
        self._rows = _Rows()
        self._gathered = 0


def _schema() -> Any:  # noqa: ANN401
    pyarrow = _pyarrow()
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


def _array(values: Sequence[Any], type_: Any) -> Any:  # noqa: ANN401
    """Return *values* as an array; many columns have one value throughout, which costs less to repeat than to read."""
    pyarrow = _pyarrow()
    if values and values[-1] == values[0] and values.count(values[0]) == len(values):
        return pyarrow.repeat(pyarrow.scalar(values[0], type_), len(values))
    return pyarrow.array(values, type_)


def _table(rows: _Rows, schema: Any) -> Any:  # noqa: ANN401
    """Return *rows* as a table; lists in lists are made of flat columns, which costs less than making objects."""
    pyarrow = _pyarrow()

    def struct(columns: Mapping[str, Any], type_: Any) -> Any:  # noqa: ANN401
        arrays = [
            each if isinstance(each := columns[field.name], pyarrow.Array) else _array(each, field.type)
            for field in type_
        ]
        return pyarrow.StructArray.from_arrays(arrays, fields=list(type_))

    def lists(counts: Iterable[int], columns: Mapping[str, Any], type_: Any) -> Any:  # noqa: ANN401
        offsets = pyarrow.array(list(accumulate(counts, initial=0)), pyarrow.int32())
        return pyarrow.ListArray.from_arrays(offsets, struct(columns, type_.value_type), type=type_)

    mark_type, link_type = schema.field("annotations").type, schema.field("relations").type
    marks = rows.marks()
    places = {"start": marks.starts, "end": marks.ends, "text": rows.words}
    spans = lists(marks.parts, places, mark_type.value_type.field("spans").type)
    columns = {
        **rows.about(),
        "annotations": lists(rows.marks_of, {**rows.annotations(marks), "spans": spans}, mark_type),
        "relations": lists(rows.links_of, rows.relations(), link_type),
    }
    return pyarrow.table(columns, schema=schema)

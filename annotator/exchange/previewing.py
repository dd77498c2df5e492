"""A look at what an import would bring, before it brings it: nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import Cancelled, InputError
from annotator.exchange.intake import Item, items
from annotator.exchange.told_once import told_once
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Format, Reading, Remark
from annotator.formats.mapping import load
from annotator.formats.registry import find_format, named_format
from annotator.model.annotation import Kind
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

LOOKED_AT = 50
"""Documents at most that are looked at."""
_REMARKS = 200


@dataclass(slots=True)
class ImportPreview:
    """What the first documents of an import would bring.

    *formats* counts files by the format that they are read as; *tags* counts annotations by
    kind and tag, *relations* by type; *remarks* are a file and what is to be said of it.
    *whole* says that everything was looked at.
    """

    documents: int = 0
    formats: Counter[str] = field(default_factory=Counter[str])
    tags: Counter[tuple[Kind, str]] = field(default_factory=Counter[tuple[Kind, str]])
    relations: Counter[str] = field(default_factory=Counter[str])
    remarks: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    whole: bool = True

    def say(self, path: str, text: str) -> None:
        """Add a remark, unless there are very many."""
        if len(self.remarks) < _REMARKS:
            self.remarks.append((path, text))


def preview(
    paths: Sequence[Path],
    reading: Reading,
    *,
    format: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportPreview:
    """Read the first documents of *paths* as an import would, and say what they bring.

    Raises UsageError for a format or option that there is not, Cancelled.
    """
    found = ImportPreview()
    for item in items(paths, format):
        if cancelled():
            raise Cancelled
        if found.documents >= LOOKED_AT:
            found.whole = False
            break
        if item.fault:
            found.say(item.path, item.fault)
            continue
        try:
            _look(item, reading, format, found, cancelled)
        except InputError as error:
            found.say(item.path, str(error))
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            found.say(item.path, f"it cannot be read ({error})")
    return found


def _look(
    item: Item, reading: Reading, format: str | None, found: ImportPreview, cancelled: Callable[[], bool]
) -> None:
    if item.open is None:
        container = Given(item.uri, files=item.files, member=item.member)
        _look_into(named_format(item.format or ""), container, item.path, reading, found, cancelled)
        return
    with item.open() as stream:
        head = stream.read(HEAD)
        kind = named_format(format) if format else find_format(head, item.uri)
        _look_into(kind, Given(item.uri, head, stream, item.files, item.member), item.path, reading, found, cancelled)


def _look_into(
    format: Format,
    given: Given,
    path: str,
    reading: Reading,
    found: ImportPreview,
    cancelled: Callable[[], bool],
) -> None:
    found.formats[format.name] += 1
    if not format.rich:
        _count(format.reader()(given.read(), given.name), found)
        return
    mapping = reading.mapping or (load(format.mapping) if format.mapping else None)
    told = replace(reading, options=format.chosen(reading.options, "reading"), mapping=mapping)
    for each in told_once(format.files_reader()(given, told)):
        if cancelled():
            raise Cancelled
        match each:
            case AnnotatedDocument():
                _count(each, found)
            case Remark():
                found.say(path, each.sentence)
            case TagSet():
                for tag in each.tags:
                    found.tags[tag.kind, tag.name] += 0
            case _:
                pass
        if found.documents >= LOOKED_AT:
            found.whole = False
            return


def _count(each: AnnotatedDocument, found: ImportPreview) -> None:
    found.documents += 1
    found.tags.update((mark.kind, mark.tag) for mark in each.annotations)
    found.relations.update(relation.type for relation in each.relations)

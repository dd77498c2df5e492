"""A CAS, read with dkpro-cassis, as documents: our own whole, others' by a declared mapping.

The library counts code points once a file is loaded; nothing here converts offsets.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.formats.cas_view import Cas, View
from annotator.formats.format import Reading, Remark, needed
from annotator.formats.gathering import Gathering
from annotator.formats.unreadable import in_brackets
from annotator.formats.xml_safely import check
from annotator.model.document import AnnotatedDocument

_TYPES = "put the TypeSystem.xml that was exported with it beside it"
_UNKNOWN = re.compile(r"Type with name \[([^\]]+)\] not found")
_UNEXPECTED = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the library said of a file while it was loaded; something of it may be *lost*."""

    text: str
    lost: bool = False


def read_xmi(
    data: bytes, types: bytes | None, name: str, reading: Reading, annotator: str = ""
) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of an XMI file whose *types* are those of a type system description.

    Without an *annotator* the reading's is named. InputError if nothing can be read, UsageError without the library.
    """
    cassis = _library()
    if types is None:
        raise InputError("its types are not known: put TypeSystem.xml, which was exported with it, beside it")
    check(data)
    system = _type_system(types)
    said: list[_Said] = []
    cas = _loaded(
        lambda: cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=system, lenient=True, trusted=True), said
    )
    yield from _documents(cas, name, reading, annotator, "xmi", said)


def read_json(data: bytes, name: str, reading: Reading, annotator: str = "") -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a JSON-CAS file, as `read_xmi` does."""
    cassis = _library()
    try:
        value = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
        if not isinstance(value, dict):
            raise InputError("it is no CAS: it is no object")
        # the library's own parser takes numbers that nothing else can hold
        text = orjson.dumps(value).decode()
    except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"it is no JSON ({error}); export it again") from error
    said: list[_Said] = []
    cas = _loaded(lambda: cassis.load_cas_from_json(text, lenient=True), said)
    yield from _documents(cas, name, reading, annotator, "cas-json", said)


def _library() -> Any:  # noqa: ANN401  # a module
    try:
        return import_module("cassis")
    except ImportError as error:
        raise needed("cas", "dkpro-cassis") from error


@lru_cache(maxsize=2)
def _type_system(data: bytes) -> Any:  # noqa: ANN401
    try:
        check(data)
    except InputError as error:
        raise InputError(f"TypeSystem.xml beside it: {error}") from error
    try:
        return _library().load_typesystem(io.BytesIO(data))
    except KeyError as error:
        missing = error.args[0] if error.args else None
        fault = f"it names the type {missing}, which it does not describe" if missing else "a type in it is incomplete"
        raise InputError(f"TypeSystem.xml beside it is damaged ({fault}); export it again") from error
    except (TypeError, AttributeError) as error:
        # the library takes what is missing for a text
        raise InputError("TypeSystem.xml beside it is damaged (a type in it is incomplete); export it again") from error
    except (*_faults(), OSError) as error:
        raise InputError(f"TypeSystem.xml beside it cannot be read{in_brackets(error)}; export it again") from error


def _faults() -> tuple[type[Exception], ...]:
    """Return what the library raises for files that are damaged."""
    typesystem = import_module("cassis.typesystem")
    return (
        LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, SyntaxError,
        typesystem.TypeNotFoundError, typesystem.TypeCheckError, typesystem.AnnotationHasNoSofa,
    )  # fmt: skip


def _loaded(load: Any, said: list[_Said]) -> Cas:  # noqa: ANN401
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            cas = load()
        except _faults() as error:
            if match := _UNEXPECTED.search(str(error)):
                type_ = match[1].rpartition("_")[2]
                raise InputError(f"its types do not describe the feature “{match[2]}” of {type_}; {_TYPES}") from error
            if unknown := _unknown(Counter(str(each.message) for each in caught)):
                raise InputError(f"its types do not describe {', '.join(sorted(unknown))}; {_TYPES}") from error
            raise InputError(f"it is no CAS, or is damaged{in_brackets(error)}; export it again") from error
    counted = Counter(str(each.message) for each in caught)
    if unknown := _unknown(counted):
        listed = ", ".join(f"{count:,} {type_}" for type_, count in sorted(unknown.items()))
        text = f"its types are not all described, and what is of the others was left out: {listed}; {_TYPES}"
        said.append(_Said(text, lost=True))
    said += [
        _Said(f"{text} ({count} times)" if count > 1 else text)
        for text, count in counted.items()
        if not _UNKNOWN.search(text)
    ]
    return cas


def _unknown(said: Counter[str]) -> dict[str, int]:
    """Return the types that nobody described, of what the library *said*, with how often."""
    return {match[1]: count for text, count in said.items() if (match := _UNKNOWN.search(text))}


def _documents(
    cas: Cas, name: str, reading: Reading, annotator: str, format: str, said: list[_Said]
) -> Iterator[AnnotatedDocument | Remark]:
    views = [view for view in cas.views if isinstance(view.sofa.sofaString, str)]
    if not views:
        raise InputError("it has no text to mark; export it with its text")
    for view in views:
        found = Gathering(view.sofa.sofaString, reading, annotator=annotator)
        for each in said:
            (found.skip if each.lost else found.note)(each.text)
        said = []
        View(view, found, reading, format).take(name, view.sofa.sofaID if len(views) > 1 else "")
        yield from found.done()

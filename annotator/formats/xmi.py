"""UIMA CAS as XMI, both ways: one file a document, and ``TypeSystem.xml`` with all the types beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.formats.cas_reading import read_xmi
from annotator.formats.cas_structures import Structures, structures_of
from annotator.formats.cas_types import Types
from annotator.formats.file_names import file_name
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.output import Folder
from annotator.formats.xml_safely import Fitting, quoted
from annotator.model.annotation import Value
from annotator.model.document import AnnotatedDocument

TYPE_SYSTEM = "TypeSystem.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI"'
_SOFA = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString='
_CAS = "http:///uima/cas.ecore"


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write a file for each document and the types of all of them."""
    types = Types()
    for each in documents:
        found = structures_of(each, writing, Fitting(each, writing.ledger), "xmi")
        types.add(found.types)
        with folder.open(file_name(each.document, ".xmi")) as file:
            file.write(xmi(found))
    with folder.open(TYPE_SYSTEM) as file:
        file.write(types.as_xml())


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file: one for each view that has a text."""
    return read_xmi(given.read(), types_beside(given), given.name, reading)


def types_beside(given: Given) -> bytes | None:
    """Return the type system that belongs to a file: in its folder or in one above it."""
    for up in ("", "../", "../../", "../../../"):
        for name in (TYPE_SYSTEM, "typesystem.xml", "typeSystem.xml"):
            if (found := given.beside(up + name)) is not None:
                return found
    return None


def xmi(found: Structures) -> bytes:
    """Return the file of a document: elements with attributes, the text last, as UIMA itself writes it."""
    prefixes: dict[str, str] = {_CAS: "cas"}
    tags = {type_: _tag(type_, prefixes) for type_ in sorted({each.type for each in found.all})}
    lines = [
        _HEAD + "".join(f' xmlns:{prefix}="{uri}"' for uri, prefix in prefixes.items()) + ">",
        '<cas:NULL xmi:id="0"/>',
    ]
    for each in found.all:
        parts = [f'<{tags[each.type]} xmi:id="{each.id}"']
        if each.begin is not None:
            parts.append(f' sofa="1" begin="{each.begin}" end="{each.end}"')
        elif each.indexed and each.type.startswith("webanno."):
            parts.append(' sofa="1"')
        parts += [f" {name}={quoted(value)}" for name, value in each.texts.items()]
        parts += [f" {name}={quoted(_said(value))}" for name, value in each.values.items()]
        parts += [f' {name}="{id_}"' for name, id_ in each.references.items()]
        parts += [f' {name}="{" ".join(map(str, ids))}"' for name, ids in each.lists.items()]
        parts.append("/>")
        lines.append("".join(parts))
    lines.append(f"{_SOFA}{quoted(found.text)}/>")
    members = " ".join(str(each.id) for each in found.all if each.indexed)
    lines += [f'<cas:View sofa="1" members="{members}"/>', "</xmi:XMI>", ""]
    return "\n".join(lines).encode()


def _said(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tag(type_: str, prefixes: dict[str, str]) -> str:
    """Return the name of the element for a type; the namespace of its package gets a prefix of its own."""
    package, _, name = type_.rpartition(".")
    uri = f"http:///{package.replace('.', '/')}.ecore" if package else "http:///uima/noNamespace.ecore"
    if uri not in prefixes:
        wanted = package.rpartition(".")[2] or "noNamespace"
        taken = set(prefixes.values())
        prefix, number = wanted, 2
        while prefix in taken or prefix == "xmi":
            prefix, number = f"{wanted}{number}", number + 1
        prefixes[uri] = prefix
    return f"{prefixes[uri]}:{name}"

"""TEI, written: one edition a document, with stand-off spans at anchors, or inline wherever that nests.

Every line of the text is a ``p``, to the character. A mark is a ``span`` (or an element of the text) that leads to a
feature structure with all that is known of it; a relation is a ``relation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast
from urllib.parse import quote

import orjson

from annotator.formats.file_names import file_name
from annotator.formats.format import Writing
from annotator.formats.kept import of_format
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.output import Folder
from annotator.formats.tei_header import kept_parts
from annotator.formats.xml_safely import Fitting, escaped, quoted
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.document import AnnotatedDocument

NAMESPACE = "http://www.tei-c.org/ns/1.0"
ELSEWHERE = "urn:annotation:"
"""With this begins a pointer to an annotation of another document."""
_WORD = re.compile(r"[\w.-]+")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NO_NAME = re.compile(r"[^\w.-]+")


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write a file for each document."""
    for each in documents:
        with folder.open(file_name(each.document, ".xml")) as file:
            file.write(_Edition(each, writing).whole().encode())


class _Edition:
    def __init__(self, each: AnnotatedDocument, writing: Writing) -> None:
        self._each = each
        self._fit = Fitting(each, writing.ledger)
        self._mapping = writing.mapping or TagMapping("")
        self._text = self._fit(each.document.text, "exact text")
        self._names = {mark.id: f"m{number}" for number, mark in enumerate(each.annotations, start=1)}
        wanted = writing.options.get("layout") == "inline"
        self._inline = self._nesting() if wanted else list[Annotation]()
        inline = {mark.id for mark in self._inline}
        self._standing_off = [mark for mark in each.annotations if mark.id not in inline]

    def whole(self) -> str:
        standing_off = [*self._spans(), *self._relations(), *self._structures()]
        parts = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<TEI xmlns={quoted(NAMESPACE)}{self._language()}>",
            *self._header(),
            # TEI does not allow it to be empty
            *(("<standOff>", *standing_off, "</standOff>") if standing_off else ()),
            '<text><body xml:id="body" xml:space="preserve">',
            *self._paragraphs(),
            "</body></text>",
            "</TEI>",
            "",
        ]
        return "\n".join(parts)

    def _language(self) -> str:
        language = self._each.document.language
        return f" xml:lang={quoted(language)}" if language else ""

    def _header(self) -> Iterator[str]:
        document, fit = self._each.document, self._fit
        title = escaped(fit(document.title, "titles"))
        known = of_format(document.metadata, "tei")
        authors = known.get("author")
        parts = {name: fit(inner, "metadata") for name, inner in kept_parts(known.get("header")).items()}

        def whole(*names: str) -> str:
            return "".join(f"<{name}>{parts[name]}</{name}>" for name in names if name in parts)

        yield "<teiHeader><fileDesc>"
        names = cast(list[object], authors) if isinstance(authors, list) else []
        people = "".join(f"<author>{escaped(fit(str(name), 'metadata'))}</author>" for name in names)
        yield f'<titleStmt><title xml:space="preserve">{title}</title>{people}{parts.get("titleStmt", "")}</titleStmt>'
        yield whole("editionStmt", "extent")
        publisher = known.get("publisher")
        said = escaped(fit(str(publisher), "metadata")) if publisher else ""
        yield whole("publicationStmt") or f"<publicationStmt><publisher>{said}</publisher></publicationStmt>"
        yield whole("seriesStmt", "notesStmt")
        date = f"<date when={quoted(document.date)}/>" if document.date else ""
        source = document.source
        place = f'<idno type="URI">{escaped(fit(source.uri, "sources"))}</idno>' if source else ""
        yield f"<sourceDesc><bibl><title>{title}</title>{date}{place}</bibl>"
        yield f"{parts.get('sourceDesc', '')}</sourceDesc></fileDesc>"
        yield '<encodingDesc><appInfo><application ident="annotator" version="1"><desc>Each p is one line of the text; '
        yield "a span stands between two anchors; what is known of it is the feature structure that ana leads to."
        yield f"</desc></application></appInfo>{parts.get('encodingDesc', '')}</encodingDesc>{whole('profileDesc')}"
        about: dict[str, object] = {"id": document.id, "status": document.status}
        if document.split is not None:
            about["split"] = document.split
        if document.metadata:
            about["metadata"] = dict(document.metadata)
        if source:
            about["source"] = {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256}
        yield f"<xenoData>{escaped(fit(orjson.dumps(about).decode(), 'metadata'))}</xenoData>"
        yield f"{whole('revisionDesc')}</teiHeader>"

    # --- marks

    def _nesting(self) -> list[Annotation]:
        """Return the marks that can be elements of the text: within one line, and none that crosses another."""
        found: list[Annotation] = []
        open_: list[int] = []
        for mark in self._each.annotations:
            if len(mark.spans) != 1 or "\n" in self._text[mark.start : mark.end]:
                continue
            while open_ and open_[-1] <= mark.start:
                open_.pop()
            if open_ and mark.end > open_[-1]:
                continue
            open_.append(mark.end)
            found.append(mark)
        return found

    def _element(self, mark: Annotation) -> str:
        """Return the name of the element for a mark: what the mapping says, or ``seg``."""
        mapping = self._mapping
        if mark.kind == "claim":
            frame = next((each for each in mapping.frames if each.tag == mark.tag), None)
            return frame.name if frame else "seg"
        name = mapping.type_of(mark.kind, mark.tag)
        return name if name in mapping.tags and _NAME.fullmatch(name) else "seg"

    def _spans(self) -> Iterator[str]:
        if not self._standing_off:
            return
        yield '<spanGrp type="annotations">'
        for mark in self._standing_off:
            name = self._names[mark.id]
            type_ = f' type="{self._element(mark)}"'
            if not mark.spans:
                yield f'<span xml:id="{name}"{type_} target="#body" ana="#f.{name}"/>'
                continue
            last = len(mark.spans) - 1
            for number, (start, end) in enumerate(mark.spans):
                id_ = f"{name}.{number}" if number else name
                links = f' next="#{name}.{number + 1}"' if number < last else ""
                links += f' prev="#{f"{name}.{number - 1}" if number > 1 else name}"' if number else ""
                known = "" if number else f' ana="#f.{name}"'
                yield f'<span xml:id="{id_}"{type_} from="#c{start}" to="#c{end}"{links}{known}/>'
        yield "</spanGrp>"

    def _relations(self) -> Iterator[str]:
        if not self._each.relations:
            return
        yield "<listRelation>"
        for number, relation in enumerate(self._each.relations, start=1):
            name = _NO_NAME.sub("_", relation.type) or "relation"
            passive = self._names.get(relation.target)
            target = f"#{passive}" if passive else ELSEWHERE + quote(relation.target, safe="")
            known = f' ana="#f.r{number}"' if relation.attributes else ""
            said = "" if name == relation.type else f"<desc>{escaped(self._fit(relation.type, 'relations'))}</desc>"
            yield (
                f'<relation xml:id="r{number}" n={quoted(relation.id)} name={quoted(name)} '
                f'active="#{self._names[relation.source]}" passive={quoted(target)}{known}>{said}</relation>'
            )
        yield "</listRelation>"

    def _structures(self) -> Iterator[str]:
        for mark in self._each.annotations:
            fields: dict[str, Value] = {"id": mark.id, "tag": mark.tag, "annotator": mark.annotator}
            fields |= {"created": mark.created, "modified": mark.modified}
            if mark.origin != "manual":
                fields["origin"] = mark.origin
            if mark.state != "accepted":
                fields["state"] = mark.state
            if mark.confidence is not None:
                fields["confidence"] = mark.confidence
            if mark.record is not None:
                fields["record"] = mark.record
            if mark.note:
                fields["note"] = mark.note
            inner = "".join(self._feature(name, value, mark) for name, value in fields.items())
            if mark.attributes:
                inner += f'<f name="attributes">{self._attributes(mark.attributes, mark)}</f>'
            yield f'<fs xml:id="f.{self._names[mark.id]}" type="{mark.kind}">{inner}</fs>'
        for number, relation in enumerate(self._each.relations, start=1):
            if relation.attributes:
                yield self._attributes(relation.attributes, self._mark_of(relation), f' xml:id="f.r{number}"')

    def _mark_of(self, relation: Relation) -> Annotation | None:
        return next((mark for mark in self._each.annotations if mark.id == relation.source), None)

    def _attributes(self, attributes: Mapping[str, Value], mark: Annotation | None, id_: str = "") -> str:
        inner = "".join(self._feature(name, value, mark) for name, value in attributes.items())
        return f'<fs{id_} type="attributes">{inner}</fs>'

    def _feature(self, name: str, value: Value, mark: Annotation | None) -> str:
        word = name if _WORD.fullmatch(name) else _NO_NAME.sub("_", name) or "_"
        own = "" if word == name else f" n={quoted(self._fit(name, 'attributes', mark))}"
        match value:
            case bool():
                said = f'<binary value="{str(value).lower()}"/>'
            case int() | float():
                said = f'<numeric value="{value!r}"/>'
            case str():
                fit = self._fit(value, "notes" if name == "note" else "attributes", mark)
                said = f'<string xml:space="preserve">{escaped(fit)}</string>'
            case None:
                said = "<default/>"
        return f"<f name={quoted(word)}{own}>{said}</f>"

    # --- text

    def _paragraphs(self) -> Iterator[str]:
        """Yield the lines as paragraphs, with anchors and elements where marks begin and end."""
        text = self._text
        tags: dict[int, list[str]] = {}
        for mark in self._standing_off:
            for edges in mark.spans:
                for edge in edges:
                    tags[edge] = [f'<anchor xml:id="c{edge}"/>']
        closing: dict[int, list[str]] = {}
        for mark in self._inline:
            element, name = self._element(mark), self._names[mark.id]
            tags.setdefault(mark.start, []).append(f'<{element} xml:id="{name}" ana="#f.{name}">')
            # what begins later ends first
            closing.setdefault(mark.end, []).insert(0, f"</{element}>")
        edges = sorted({*tags, *closing})
        place = start = 0
        for line in text.split("\n"):
            end = start + len(line)
            parts: list[str] = []
            before = start
            while place < len(edges) and edges[place] <= end:
                edge = edges[place]
                place += 1
                parts += [escaped(text[before:edge]), *closing.get(edge, ()), *tags.get(edge, ())]
                before = edge
            yield f"<p>{''.join(parts)}{escaped(text[before:end])}</p>"
            start = end + 1

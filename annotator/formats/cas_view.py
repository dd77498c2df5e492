"""One text of a CAS and all that stands on it: which structures are marks, which relations, which neither."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from annotator.formats.cas_kept import ABOUT, ANALYSES, kept_of, place_of
from annotator.formats.cas_types import DOCUMENT, METADATA, NO_FEATURES, OWN, PART, VALUE, feature_name
from annotator.formats.format import Reading
from annotator.formats.gathering import Gathering, kind_of
from annotator.formats.mapping import Mapping as TagMapping
from annotator.model.annotation import Kind, Value

# the library makes its classes while it runs: a checker cannot know them
Cas: TypeAlias = Any
FeatureStructure: TypeAlias = Any
_OURS = frozenset((METADATA, DOCUMENT, PART, "uima.tcas.DocumentAnnotation", "uima.cas.Sofa"))
_UNITS = frozenset(("Token", "Sentence", "Paragraph", "Line", "Page", "BaseToken", "WordToken", "PunctuationToken"))
"""What cuts a text into pieces: not what a person marks."""
_LINGUISTIC = "de.tudarmstadt.ukp.dkpro.core.api."
_NAMES = "de.tudarmstadt.ukp.dkpro.core.api.ner."
_MARKED = (_NAMES, "de.tudarmstadt.ukp.dkpro.core.api.coref.", "de.tudarmstadt.ukp.dkpro.core.api.semantics.")
"""DKPro's packages whose annotations a person marks."""
_PLAIN = "uima.tcas.Annotation"
_ABOUT_KNOWN = frozenset(("documentTitle", "documentId", "documentUri", "language"))
_FIELDS = ("created", "modified", "origin", "state", "note", "record")


class View:
    """One text of a CAS and all that stands on it."""

    def __init__(self, view: Cas, found: Gathering, reading: Reading, format: str) -> None:
        self._view = view
        self._found = found
        self._reading = reading
        self._format = format
        self._mapping = reading.mapping or TagMapping("")
        self._taken: dict[int, str] = {}
        self._types: dict[str, str] = {}
        self._about_document: dict[str, str] = {}
        self._unplaced: Counter[str] = Counter()

    def take(self, name: str, view_name: str) -> None:
        """Put everything into the document; *name* is that of the file."""
        everything = sorted(self._view.get_all_fs(), key=_id)
        parts: dict[int, list[tuple[int, int]]] = {}
        about: FeatureStructure = None
        marks: list[FeatureStructure] = []
        relations: list[FeatureStructure] = []
        analyses: list[FeatureStructure] = []
        for each in everything:
            type_ = each.type.name
            if type_ == PART and hasattr(each.of, "xmiID") and (place := place_of(each)) is not None:
                parts.setdefault(each.of.xmiID, []).append(place)
            elif type_ == DOCUMENT:
                about = each
            elif type_ == METADATA:
                self._metadata(each)
            elif type_ in _OURS:
                continue
            elif hasattr(each, "Governor") and hasattr(each, "Dependent"):
                relations.append(each)
            elif _is_chain(each):
                # it only says where a chain begins; each of its links leads to the next
                continue
            elif self._is_mark(each):
                marks.append(each)
            elif not type_.startswith("uima.") and not _is_link(each):
                analyses.append(each)
        if about is not None:
            self._about(about)
        elif not self._found.fields.get("title"):
            stem = posixpath.basename(name).rpartition(".")[0] or name
            self._found.fields["title"] = f"{stem} ({view_name})" if view_name else stem
        for each in marks:
            self._mark(each, parts.get(each.xmiID, []))
        for each in marks:
            self._slots(each)
        if self._unplaced:
            listed = ", ".join(f"{count:,} {name}" for name, count in sorted(self._unplaced.items()))
            self._found.skip(f"slots that lead to what is no mark, or to nothing, were left out: {listed}")
        for each in relations:
            if self._is_linguistic(each.type.name):
                analyses.append(each)
            else:
                self._relation(each)
        left = Counter(each.type.name.rpartition(".")[2] for each in analyses)
        if left:
            listed = ", ".join(f"{count:,} {type_}" for type_, count in sorted(left.items()))
            self._found.note(f"what cuts or analyses the text is no mark; it is kept for {self._format}: {listed}")
        kept: dict[str, Any] = {}
        if self._types:
            kept["types"] = dict(sorted(self._types.items()))
        if found := kept_of(sorted(analyses, key=_id), self._found.text):
            kept[ANALYSES] = found
        if self._about_document:
            kept[ABOUT] = self._about_document
        self._found.keep(self._format, kept)

    def _metadata(self, each: FeatureStructure) -> None:
        fields = self._found.fields
        for feature in each.type.all_features:
            value = _text(each, feature.name)
            if value and feature.name not in _ABOUT_KNOWN:
                self._about_document[feature.name] = value
        if title := _text(each, "documentTitle"):
            fields.setdefault("title", title)
        language = _text(each, "language")
        if language and language != "x-unspecified":
            fields.setdefault("language", language)

    def _about(self, each: FeatureStructure) -> None:
        fields = self._found.fields
        for name in ("id", "title", "date", "language", "status", "split"):
            if (value := _text(each, name)) is not None:
                fields[name] = value
        fields["title"] = _text(each, "title") or ""
        if metadata := _text(each, "metadata"):
            fields["metadata"] = self._found.json(metadata, "the metadata of the document")
        if digest := _text(each, "source_sha256"):
            uri, media_type = _text(each, "source_uri"), _text(each, "source_type")
            fields["source"] = {"uri": uri or "unknown", "media_type": media_type, "sha256": digest}

    def _is_linguistic(self, type_: str) -> bool:
        return type_.startswith(_LINGUISTIC) and not type_.startswith(_MARKED)

    def _is_mark(self, each: FeatureStructure) -> bool:
        type_ = each.type.name
        if self._known(each) is not None or hasattr(each, f"{OWN}id"):
            return True
        if type_ == _PLAIN:
            return True
        if not hasattr(each, "sofa") or self._is_linguistic(type_) or type_.startswith("uima."):
            # what has no place and belongs to no text is no mark of one
            return False
        return type_.rpartition(".")[2] not in _UNITS

    def _known(self, each: FeatureStructure) -> str | None:
        """Return the name of the nearest type, of a structure's own and those above it, that the mapping names."""
        type_ = each.type
        while type_ is not None:
            if type_.name in self._mapping.tags or self._mapping.frame(type_.name) is not None:
                return type_.name
            type_ = type_.supertype
        return None

    def _tag(self, each: FeatureStructure) -> tuple[Kind, str]:
        value = _text(each, "value")
        own = each.type.name
        type_ = self._known(each)
        local = own.rpartition(".")[2]
        if type_ is None:
            if value is not None and getattr(each, f"{OWN}id", None):
                kind = local.removesuffix("Span").casefold()
                return kind if kind in ("entity", "claim", "cue", "document") else "entity", value
            self._types[local] = own
            return kind_of(local, self._reading), local
        if (frame := self._mapping.frame(type_)) is not None:
            tag = local if frame.tag in (VALUE, "*") else frame.tag
            return "claim", value or tag
        kind, tag = self._mapping.tags[type_]
        return kind, (value or local) if tag == VALUE else tag

    def _mark(self, each: FeatureStructure, parts: list[tuple[int, int]]) -> None:
        kind, tag = self._tag(each)
        is_ours = bool(getattr(each, f"{OWN}id", None))
        spans: list[tuple[int, int]] = []
        place = place_of(each)
        if place is not None and not (is_ours and place[0] == place[1]):
            spans = [place, *parts]
        elif place is None and hasattr(each, "begin"):
            self._found.skip(f"an annotation “{tag}” was left out: it has no begin or no end")
            return
        elif not hasattr(each, "begin"):
            kind = kind if is_ours else "document"
        fields: dict[str, Any] = {name: _text(each, f"{OWN}{name}") for name in _FIELDS}
        sure = _text(each, f"{OWN}confidence")
        if is_ours:
            fields["id"] = _text(each, f"{OWN}id")
            fields["origin"] = fields["origin"] or "manual"
        skip = {"value"} if self._uses_value(each) or is_ours else set[str]()
        if fields["record"]:
            skip.add("identifier")
        taken = self._found.mark(
            spans,
            kind,
            tag,
            annotator=_text(each, f"{OWN}name"),
            confidence=_number(sure),
            attributes=self._attributes(each, skip),
            **fields,
        )
        if taken is not None:
            self._taken[each.xmiID] = taken

    def _uses_value(self, each: FeatureStructure) -> bool:
        type_ = self._known(each)
        if type_ is None:
            return False
        frame = self._mapping.frame(type_)
        return (frame.tag if frame else self._mapping.tags[type_][1]) == VALUE

    def _attributes(self, each: FeatureStructure, skip: Iterable[str] = ()) -> dict[str, Value]:
        as_json = (_text(each, f"{OWN}types") or "").split()
        found: dict[str, Value] = {}
        for feature in each.type.all_features:
            name = feature.name
            if name in NO_FEATURES or name in skip or name.startswith(OWN):
                continue
            value = getattr(each, name, None)
            if not isinstance(value, (str, int, float, bool)):
                # a list of texts or numbers is the only other thing that is no structure
                elements = cast(list[object], getattr(value, "elements", None) or [])
                if not elements or not all(isinstance(one, (str, int, float)) for one in elements):
                    continue
                value = "; ".join(map(_shown, elements))
            if name in as_json and isinstance(value, str):
                value = cast(Value, self._found.json(value, f"the feature “{name}”"))
            original = feature.description or ""
            own = original if original and feature_name(original).rstrip("_") == name.rstrip("_") else name
            found[self._mapping.attribute_of(own)] = value
        return found

    def _slots(self, each: FeatureStructure) -> None:
        """Take what the features of an annotation lead to as relations from it."""
        source = self._taken.get(each.xmiID)
        if source is None:
            return
        type_ = self._known(each)
        frame = self._mapping.frame(type_) if type_ else None
        for feature in each.type.all_features:
            if feature.name in NO_FEATURES:
                continue
            for other in _others(getattr(each, feature.name, None)):
                link, target = other, other
                role = feature.name
                if hasattr(other, "target") and not hasattr(other, "begin"):
                    target = other.target
                    role = feature.name if frame and frame.relation_of(feature.name) else _text(other, "role") or role
                if feature.name == "next":
                    target = self._next(target)
                    if target is None:
                        continue
                if target is None or target.xmiID not in self._taken:
                    self._unplaced[f"{each.type.name.rpartition('.')[2]}.{feature.name}"] += 1
                    continue
                relation = (frame.relation_of(role) if frame else None) or self._mapping.relation_of(role)
                if relation == "content":
                    relation = role
                attributes = self._attributes(link, ("role", "target")) if link is not target else {}
                id_ = _text(link, f"{OWN}id") if link is not target else None
                self._found.relate(relation, source, self._taken[target.xmiID], id=id_, attributes=attributes)

    def _next(self, link: FeatureStructure) -> FeatureStructure:
        """Return the next of a chain, from *link* on, that was taken; None if there is none."""
        seen: set[int] = set()
        while link is not None and link.xmiID not in self._taken and link.xmiID not in seen:
            seen.add(link.xmiID)
            link = getattr(link, "next", None)
        return link if link is not None and link.xmiID in self._taken else None

    def _relation(self, each: FeatureStructure) -> None:
        local = each.type.name.rpartition(".")[2]
        relation = self._mapping.relation_of(each.type.name)
        if relation == VALUE or relation == each.type.name:
            relation = _text(each, "value") or _text(each, "label") or local
        source = self._taken.get(getattr(each.Governor, "xmiID", -1))
        target = self._taken.get(getattr(each.Dependent, "xmiID", -1)) or _text(each, f"{OWN}target")
        if source is None or target is None:
            self._found.skip(f"a relation “{relation}” was left out: one of its ends is no annotation that was taken")
            return
        skip = ("value", "label", "Governor", "Dependent")
        self._found.relate(
            relation, source, target, id=_text(each, f"{OWN}id"), attributes=self._attributes(each, skip)
        )


def _others(value: object) -> Iterator[FeatureStructure]:
    """Yield the structures that a feature leads to: one, or those of a list."""
    elements = getattr(value, "elements", None)
    if isinstance(elements, list):
        for each in cast(list[object], elements):
            if hasattr(each, "xmiID"):
                yield each
    elif hasattr(value, "xmiID") and hasattr(value, "begin"):
        yield value


def _text(each: FeatureStructure, name: str) -> str | None:
    value = getattr(each, name, None)
    return value if isinstance(value, str) and value else None


def _is_chain(each: FeatureStructure) -> bool:
    """Tell whether a structure is the head of a chain, without a place of its own."""
    if not hasattr(each, "first") or hasattr(each, "begin"):
        return False
    return each.first is None or hasattr(each.first, "next")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(said: str | None) -> float | str | None:
    """Return a number that is written as text; what is none comes back as it is, to be refused with its mark."""
    try:
        return float(said) if said else None
    except ValueError:
        return said


def _is_link(each: FeatureStructure) -> bool:
    """Tell whether a structure only says what a slot of another leads to."""
    return hasattr(each, "target") and not hasattr(each, "begin")


def _id(each: FeatureStructure) -> int:
    return cast(int, each.xmiID)

"""Documents for laws: hard texts, marked in every way that a format says it holds; and what of them must come back.

`documents(holds)` draws only what a format *holds*; `content(each, holds)` is all of it in plain
values without ids, so that two documents can be compared however their ids were made.
"""

import io
import zipfile
from collections.abc import Mapping, Set
from dataclasses import replace

from hypothesis import strategies as st

from annotator.formats.features import EVERYTHING, Feature
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Kind, Relation, Span, Value, reading_order
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.people import Record
from annotator.model.text import text_sha256

TIME = "2026-01-31T09:00:00Z"
NEWS = load_default()
INCEPTION_NAMES = {
    "name": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
    "type": "span",
    "features": [
        {
            "name": "value",
            "type": "uima.cas.String",
            "tag_set": {"name": "NER", "tags": [{"tag_name": "PER", "tag_description": "a person"}]},
        }
    ],
}
"""A layer as a project of INCEpTION says it: names, with a tag set."""
"""The tag set that the documents keep to."""


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of *files*, as Python's own writer makes it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


_SIGNS = "a b c . , said \n \n\n \t \" ' “ ” „ « » 「 」 – ' \\ | [ ] _ * # - ; : < > & ] ]> = {{ 0 1 7 O B-PER"
_SPACES = " |  |\u00a0|\u0085|\u2028|\u2029|\x0b|\x0c|\x1c|\x00|\x01|\x1f|\x7f"
_LETTERS = "Ä|e\u0301|\u0301|ﬁ|ß|İ|😀|👨\u200d👩\u200d👧|𝔘|\u200b|\u200e|\u202e|\ufeff|\ufffd|\ue000|\U0010fffd"
_WORDS = "أحمد|שלום|海|東京|カナ|한국|ไทย|हिन्दी|Paris|Kim Jong Un"
HARD = (*_SIGNS.split(" "), *_SPACES.split("|"), *_LETTERS.split("|"), *_WORDS.split("|"))
"""Pieces of text that readers and writers stumble over."""

_PLAIN = [
    "The",
    "mayor",
    "of",
    "Kursk",
    "said",
    "so",
    ".",
    "“",
    "”",
    ",",
    "army",
    "2,300",
    "men",
    "can’t",
    "\n",
    "海",
    "😀",
]

TAGS: dict[Kind, tuple[str, ...]] = {
    "entity": ("Person", "Organization", "Location"),
    "claim": ("Statement", "Quantity claim"),
    "cue": ("Cue",),
    "document": ("Genre",),
}
_PARTS = ("claimant", "cue", "addressee", "about", "evidence")

RECORDS = {
    "rec-1": Record("rec-1", "entity", "Kim Jong Un", "Person", (), ("wikidata:Q56226",)),
    "rec-2": Record("rec-2", "entity", "Москва, city", "Location", ("Moscow",), ("geonames:524901", "wikidata:Q649")),
}
"""What links to records lead to; a `Writing` is told with ``record=RECORDS.get``."""


def texts(min_size: int = 0, max_size: int = 24, exclude: str = "") -> st.SearchStrategy[str]:
    r"""Draw texts of up to *max_size* pieces, some hard, some like prose, without the characters in *exclude*.

    They have ``\n`` line ends and no surrogates, as all texts of ours.
    """
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r" + exclude)
    pieces = st.sampled_from([each for each in HARD if not set(each) & set(exclude)]) | characters
    hard = st.lists(pieces, min_size=min_size, max_size=max_size).map("".join)
    plain = [each for each in _PLAIN if not set(each) & set(exclude)]
    prose = st.lists(st.sampled_from(plain), min_size=min_size, max_size=max_size).map(" ".join)
    return prose | hard


def notes(max_size: int = 6) -> st.SearchStrategy[str]:
    """Draw notes and values of attributes: mostly short, some with several lines."""
    return st.just("") | texts(1, max_size)


@st.composite
def documents(
    draw: st.DrawFn,
    holds: Set[Feature] = EVERYTHING,
    text: st.SearchStrategy[str] | None = None,
    marks: int = 6,
    document_id: str = "d-1",
) -> AnnotatedDocument:
    """Draw a document of the tag set `NEWS` that has, of the features, only some that a format *holds*.

    Attributes have the types that the tag set gives them. Where annotations may not overlap
    they do not even touch the same span.
    """
    words = draw(texts() if text is None else text)
    made = [_annotation(draw, number, words, holds, document_id) for number in range(draw(st.integers(0, marks)))]
    annotations = [each for each in made if each is not None]
    if "overlapping" not in holds:
        annotations = _apart(annotations)
    elif "nested claims" not in holds:
        claims = _apart([each for each in annotations if each.kind == "claim"])
        annotations = [each for each in annotations if each.kind != "claim"] + claims
    annotations.sort(key=reading_order)
    relations = _relations(draw, annotations, holds)
    document = Document(document_id, "", words, text_sha256(words), TIME)
    return AnnotatedDocument(_described(draw, document, holds), tuple(annotations), relations)


def _described(draw: st.DrawFn, document: Document, holds: Set[Feature]) -> Document:
    def drawn(feature: Feature, values: st.SearchStrategy[Value], default: Value = None) -> Value:
        return draw(values) if feature in holds else default

    source = Source("s-1", "papers/a.txt", "text/plain", "0" * 64)
    return replace(
        document,
        title=drawn("titles", st.sampled_from(["A title", "Tab\tand “quotes”, 海", "x" * 90]), "A title"),
        date=drawn("dates", st.sampled_from([None, "1917", "1917-11", "1917-11-07"])),
        language=drawn("languages", st.sampled_from([None, "en", "zh-Hant"])),
        source=source if drawn("sources", st.booleans(), False) else None,
        status=drawn("statuses", st.sampled_from(["new", "open", "done"]), "new"),
        split=drawn("splits", st.sampled_from([None, "train", "dev"])),
        metadata={"page": 3, "x": [1, {"y": None}]} if drawn("metadata", st.booleans(), False) else {},
    )


def _annotation(draw: st.DrawFn, number: int, text: str, holds: Set[Feature], document_id: str) -> Annotation | None:
    kinds: list[Kind] = ["entity", "entity", "cue"]
    if "claims" in holds:
        kinds += ["claim", "claim"]
    if "document annotations" in holds:
        kinds.append("document")
    kind = draw(st.sampled_from(kinds))
    spans = () if kind == "document" else _spans(draw, text, holds)
    if not spans and kind != "document":
        return None
    held = {
        "annotator": ("annotators", st.sampled_from(["Zoë", "Ben_2", "李 雷"])),
        "record": ("records", st.sampled_from([None, *RECORDS]) if kind == "entity" else st.none()),
        "origin": ("origins", st.sampled_from(["manual", "rule", "model", "import"])),
        "state": ("states", st.sampled_from(["accepted", "suggested", "rejected"])),
        "confidence": ("confidences", st.sampled_from([None, 0.0, 0.25, 1.0])),
        "note": ("notes", notes()),
        "attributes": ("attributes", _attributes(kind)),
    }
    values = {name: draw(values) for name, (feature, values) in held.items() if feature in holds}
    tag = draw(st.sampled_from(TAGS[kind]))
    values.setdefault("annotator", "Zoë")
    return Annotation(f"{document_id}-a{number}", document_id, kind, tag, spans, created=TIME, modified=TIME, **values)


def _spans(draw: st.DrawFn, text: str, holds: Set[Feature]) -> tuple[Span, ...]:
    if not text:
        return ()
    parts = draw(st.sampled_from([1, 1, 1, 2, 3])) if "discontinuous" in holds else 1
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=2 * parts)))
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


def _attributes(kind: Kind) -> st.SearchStrategy[Mapping[str, Value]]:
    """Draw attributes that the tag set knows: texts, choices and dates."""
    known: dict[Kind, dict[str, st.SearchStrategy[str]]] = {
        "entity": {"mention": st.sampled_from(["name", "pronoun"]), "value": texts(1, 4)},
        "claim": {
            "quotation": st.sampled_from(["direct", "free indirect"]),
            "said_on": st.sampled_from(["1917-11", "2025-04-26"]),
            "topic": texts(1, 4),
        },
        "document": {"genre": st.sampled_from(["letter", "news report"])},
        "cue": {},
    }
    return st.fixed_dictionaries({}, optional=known[kind])


def _relations(draw: st.DrawFn, annotations: list[Annotation], holds: Set[Feature]) -> tuple[Relation, ...]:
    placed = [each for each in annotations if each.spans]
    if "relations" not in holds or not placed:
        return ()
    found: list[Relation] = []
    for number in range(draw(st.integers(0, 4))):
        source = draw(st.sampled_from(placed))
        others = [each for each in placed if each.id != source.id]
        if not others:
            break
        target = draw(st.sampled_from(others))
        if source.kind == "claim":
            types = _PARTS if target.kind != "claim" else ("supports", "contradicts", "evidence")
        else:
            types = ("same as", "located in")
        type_ = draw(st.sampled_from(types))
        # the same link twice says nothing more
        if not any((each.type, each.source, each.target) == (type_, source.id, target.id) for each in found):
            found.append(Relation(f"{source.id}-r{number}", type_, source.id, target.id))
    return tuple(found)


def _apart(annotations: list[Annotation]) -> list[Annotation]:
    """Return those that share no character with one before them in reading order."""
    kept: list[Annotation] = []
    for each in sorted(annotations, key=reading_order):
        if not each.spans or not any(other.spans and each.start < other.end for other in kept):
            kept.append(each)
    return kept


def content(each: AnnotatedDocument, holds: Set[Feature] = EVERYTHING) -> object:
    """Return what a document says, of what a format *holds*, as values that can be compared: no ids, no order.

    Texts, kinds, tags and spans always count; moments and ids never.
    """
    document = each.document
    keys = {mark.id: _key(mark, holds) for mark in each.annotations}
    about: dict[Feature, object] = {
        "titles": document.title,
        "dates": document.date,
        "languages": document.language,
        "statuses": document.status,
        "splits": document.split,
        "metadata": dict(document.metadata),
        "sources": document.source and document.source.uri,
    }
    marks = [key for mark, key in zip(each.annotations, keys.values(), strict=True) if _counts(mark, holds)]
    links = [
        (link.type, keys[link.source], keys.get(link.target), tuple(sorted(link.attributes.items())))
        for link in each.relations
        if "relations" in holds
    ]
    return {
        "text": document.text,
        "about": {feature: value for feature, value in about.items() if feature in holds},
        "annotations": sorted(marks, key=repr),
        "relations": sorted(links, key=repr),
    }


def _counts(mark: Annotation, holds: Set[Feature]) -> bool:
    if mark.kind == "claim" and "claims" not in holds:
        return False
    return bool(mark.spans) or "document annotations" in holds


def _key(mark: Annotation, holds: Set[Feature]) -> tuple[object, ...]:
    fields: dict[Feature, object] = {
        "attributes": tuple(sorted(mark.attributes.items())),
        "notes": mark.note,
        "annotators": mark.annotator,
        "records": mark.record is not None,
        "origins": mark.origin,
        "states": mark.state,
        "confidences": mark.confidence,
    }
    said = tuple((feature, value) for feature, value in fields.items() if feature in holds)
    return (mark.kind, mark.tag, tuple(map(tuple, mark.spans)), said)

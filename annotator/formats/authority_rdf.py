"""Authority lists as SKOS and other RDF, read by rdflib, which is an extra. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.parsers import expat

from annotator.errors import InputError
from annotator.formats.authority import Fault, Listed, listed_record

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

LACKING = (
    "lists in RDF are read with rdflib, which is not installed; install it with: pip install 'annotator[authority]', "
    "or save the list as CSV"
)
SKOS = "http://www.w3.org/2004/02/skos/core#"
GNDO = "https://d-nb.info/standards/elementset/gnd#"
NAMES = (f"{SKOS}prefLabel", f"{GNDO}preferredNameForThePerson", f"{GNDO}preferredName",
         "http://www.w3.org/2000/01/rdf-schema#label", "http://xmlns.com/foaf/0.1/name",
         "http://schema.org/name", "https://schema.org/name")  # fmt: skip
OTHERS = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel", f"{GNDO}variantNameForThePerson", f"{GNDO}variantName",
          "http://schema.org/alternateName", "https://schema.org/alternateName")  # fmt: skip
NOTES = (f"{SKOS}definition", f"{SKOS}scopeNote", f"{SKOS}note", "http://www.w3.org/2000/01/rdf-schema#comment",
         "http://schema.org/description", "https://schema.org/description")  # fmt: skip
SAME = (f"{SKOS}exactMatch", "http://www.w3.org/2002/07/owl#sameAs",
        "http://schema.org/sameAs", "https://schema.org/sameAs")  # fmt: skip
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read_rdf(data: bytes, form: str, name: str) -> Listed:
    """Read concepts and whatever else has a name; *form* is rdflib's name of the syntax.

    The preferred label becomes the name (English, or that without a language, where there are several), all other
    labels become aliases, the URI and what it is the same as identifiers. InputError for what is no RDF, has entities
    or a document type, or if rdflib is not there.
    """
    if form == "xml":
        _refuse_entities(data, name)
    try:
        from rdflib import Graph
    except ImportError as error:
        raise InputError(LACKING) from error
    import logging

    graph = Graph()
    # what it says of odd dates and addresses is not for the person
    log = logging.getLogger("rdflib")
    before, log.disabled = log.disabled, True
    try:
        graph.parse(data=data, format=form)
    except Exception as error:
        raise InputError(f"{name} cannot be read as RDF ({' '.join(str(error).split())[:200]})") from error
    finally:
        log.disabled = before
    listed = Listed([], [])
    for subject in sorted(_subjects(graph), key=str):
        _take(graph, subject, listed)
    if not listed.records and not listed.faults:
        raise InputError(f"{name} is RDF, but nothing in it has a name; SKOS concepts with prefLabel are what is read")
    return listed


def _refuse_entities(data: bytes, name: str) -> None:
    def refuse(*_declared: object) -> None:
        raise InputError(f"{name} declares a document type or entities, which is not read; save it as Turtle or CSV")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError(f"{name} is not well-formed XML ({error})") from error


def _subjects(graph: Graph) -> set[Node]:
    from rdflib import URIRef

    found = {subject for each in NAMES for subject in graph.subjects(URIRef(each), None)}
    found |= set(graph.subjects(URIRef(TYPE), URIRef(f"{SKOS}Concept")))
    schemes = set(graph.subjects(URIRef(TYPE), URIRef(f"{SKOS}ConceptScheme")))
    return {each for each in found - schemes if isinstance(each, URIRef)}


def _take(graph: Graph, subject: Node, listed: Listed) -> None:
    names = _texts(graph, subject, NAMES)
    aliases = _texts(graph, subject, OTHERS)
    notes = _texts(graph, subject, NOTES)
    same = _same(graph, subject)
    if not names:
        listed.faults.append(Fault(str(subject), "it has no name"))
        return
    listed_record(
        listed,
        str(subject),
        id_="",
        kind="",
        name=names[0],
        tag="",
        aliases=[*names[1:], *aliases],
        identifiers=[str(subject), *same],
        note="\n".join(notes[:3]),
    )


def _texts(graph: Graph, subject: Node, properties: Iterable[str]) -> list[str]:
    from rdflib import Literal, URIRef

    found: list[tuple[int, int, str, str]] = []
    for rank, each in enumerate(properties):
        for value in graph.objects(subject, URIRef(each)):
            if isinstance(value, Literal) and str(value).strip():
                language = value.language or ""
                found.append(({"": 1, "en": 0}.get(language, 2), rank, language, str(value)))
    return list(dict.fromkeys(text for *_, text in sorted(found)))


def _same(graph: Graph, subject: Node) -> list[str]:
    from rdflib import URIRef

    values = {value for each in SAME for value in graph.objects(subject, URIRef(each))}
    return sorted(str(each) for each in values if isinstance(each, URIRef))

"""The declarations of formats of frameworks and editions: UIMA CAS, INCEpTION, spaCy, GATE, TEI, REFI-QDA."""

from annotator.formats.features import WHOLE_DOCUMENTS
from annotator.formats.format import Format, Option

# atomic: a comment ends where it first can, or a file of many comments would be tried in all ways
_BEFORE_ROOT = r"\s*(?><\?[^>]*>\s*|<!--(?s:.*?)-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*+"

STRUCTURES: tuple[Format, ...] = (
    Format(
        name="spacy",
        title="spaCy's DocBin",
        module="docbin",
        writes=True,
        rich=True,
        suffixes=(".spacy",),
        media_types=("application/octet-stream",),
        magic=rb"\x78[\x01\x5e\x9c\xda]",
        extra="spacy",
        keeps="everything; entities but plain passages in doc.ents, all marks in doc.spans, the rest in doc.user_data",
        loses="what is known of records beside their ids; of other programs' files the tags, lemmas and "
        "dependencies of tokens",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option(
                "tokenizer",
                "what cuts the text: runs of letters, our words, or spaCy",
                ("plain", "words", "spacy"),
            ),
            Option("edges", "spans that end inside a word: cut it there, or take the whole word", ("cut", "widen")),
        ),
    ),
    Format(
        name="xmi",
        title="UIMA CAS as XMI, with its type system",
        module="xmi",
        writes=True,
        rich=True,
        shape="folder",
        suffixes=(".xmi",),
        media_types=("application/vnd.xmi+xml",),
        begins=rf"{_BEFORE_ROOT}<(\w+:)?XMI\b",
        main=(".xmi",),
        companions=(r"typesystem\.xml",),
        extra="cas",
        mapping="inception",
        keeps="everything; entities as named entities, claims as a layer with slots, attributes as features",
        loses="characters that XML cannot hold; what is known of records beside their ids; how tokens and other "
        "analyses of other programs lead to marks",
        holds=WHOLE_DOCUMENTS,
    ),
    Format(
        name="cas-json",
        title="UIMA CAS as JSON (JSON-CAS 0.4)",
        module="cas_json",
        writes=True,
        rich=True,
        shape="folder",
        suffixes=(),
        media_types=("application/json",),
        begins=r"\s*\{",
        contains=(r'"%(TYPES|FEATURE_STRUCTURES)"',),
        extra="cas",
        mapping="inception",
        keeps="everything; entities as named entities, claims as a layer with slots, attributes as features",
        loses="what is known of records beside their ids; of other programs' files how tokens and other analyses "
        "lead to marks",
        holds=WHOLE_DOCUMENTS,
    ),
    Format(
        name="inception",
        title="Project archive of INCEpTION",
        module="inception",
        rich=True,
        containers=(r"(.*/)?exportedproject[^/]*\.json",),
        media_types=("application/zip",),
        extra="cas",
        mapping="inception",
        keeps="texts, the work of every annotator and of the curation, relations and slots, the tags of layers",
        loses="recommenders, guidelines, knowledge bases, and what INCEpTION stores as Java's own objects",
        options=(Option("work", "whose work is read", ("all", "annotators", "curation"), "reading"),),
    ),
    Format(
        name="tei",
        title="TEI P5 editions",
        module="tei",
        writes=True,
        rich=True,
        shape="folder",
        suffixes=(".tei", ".tei.xml"),
        media_types=("application/tei+xml",),
        begins=rf"{_BEFORE_ROOT}<(\w+:)?(TEI|TEI\.2|teiCorpus)\b",
        mapping="tei",
        keeps="everything; marks as spans that stand off, or as elements wherever they nest, with feature structures",
        loses="characters that XML cannot hold; what is known of records beside their ids; of other editions "
        "notes, page breaks and formatting",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option("layout", "where marks stand: apart, or in the text wherever they nest", ("standoff", "inline")),
            Option("choice", "which reading of a choice is the text", ("edited", "source"), "reading"),
            Option("notes", "whether notes are part of the text", ("leave", "keep"), "reading"),
        ),
    ),
    Format(
        name="gate",
        title="GATE XML",
        module="gate",
        writes=True,
        rich=True,
        shape="folder",
        media_types=("application/xml",),
        begins=rf"{_BEFORE_ROOT}<GateDocument\b",
        mapping="gate",
        keeps="everything; the work of each annotator in an annotation set of that name",
        loses="characters that XML cannot hold; what is known of records beside their ids; tokens, sentences and "
        "original markup are no marks, but are kept",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option(
                "sets",
                "marks alone, or tokens and original markup too",
                ("marks", "all"),
                "reading",
            ),
        ),
    ),
    Format(
        name="refi-qda",
        title="REFI-QDA projects and codebooks",
        module="refi",
        writes=True,
        rich=True,
        suffixes=(".qdpx", ".qdc", ".qde"),
        media_types=("application/zip", "application/xml"),
        magic=rb"PK\x03\x04",
        begins=rf"{_BEFORE_ROOT}<(\w+:)?(CodeBook|Project)\b[^>]*urn:QDA-XML:",
        containers=(r"(.*/)?project\.qde",),
        keeps="everything; tags as codes below their kinds, attributes and states in memos",
        loses="characters that XML cannot hold; what is known of records beside their ids; of other projects "
        "pictures, sound, films, cases, sets and graphs",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option("what", "a whole project, or its codebook alone", ("project", "codebook")),
            Option("details", "attributes, states and so on: in memos, or left out", ("keep", "leave")),
        ),
    ),
)

"""The declarations of formats of frameworks and editions: UIMA CAS, INCEpTION, spaCy, GATE, TEI, REFI-QDA."""

from annotator.formats.features import EVERYTHING
from annotator.formats.format import Format, Option

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
        keeps="everything; entities in doc.ents, all marks in doc.spans, the rest in doc.user_data",
        loses="nothing on the way back; of other programs' files the tags, lemmas and dependencies of tokens",
        holds=EVERYTHING,
        options=(
            Option(
                "tokenizer", "what cuts the text: our rules, or spaCy's for the document's language", ("words", "spacy")
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
        begins=r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(\w+:)?XMI\b",
        main=(".xmi",),
        companions=(r"typesystem\.xml",),
        extra="cas",
        mapping="inception",
        keeps="everything; entities as named entities, claims as a layer with slots, attributes as features",
        loses="characters that XML cannot hold; of other programs' files tokens, sentences and other analyses",
        holds=EVERYTHING,
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
        loses="nothing; of other programs' files tokens, sentences and other analyses",
        holds=EVERYTHING,
    ),
)

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
)

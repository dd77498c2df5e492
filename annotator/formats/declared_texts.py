"""The declarations of formats that hold a text to mark, and of our own data set."""

from annotator.formats.features import WHOLE_DOCUMENTS
from annotator.formats.format import Format

TEXTS: tuple[Format, ...] = (
    Format(
        name="article",
        title="Article with a header line “date YYYY-MM-DD TITLE”",
        module="article",
        suffixes=(".article",),
        media_types=("text/plain",),
        begins=r"\s*date[ \t]+-?[0-9]{4}(-[0-9]{2}){0,2}[ \t]+\S",
        keeps="text, title, date, photo credits; the original bytes",
        loses="nothing: the file itself is kept",
    ),
    Format(
        name="text",
        title="Plain text in any encoding",
        module="text",
        suffixes=(".txt", ".text", ".md", ".log"),
        media_types=("text/plain",),
        keeps="text, the first line as title, the encoding it was in; the original bytes",
        loses="nothing: the file itself is kept",
    ),
)

OURS: tuple[Format, ...] = (
    Format(
        name="jsonl",
        title="Annotator's own data set, one document a line",
        module="jsonl",
        writes=True,
        rich=True,
        suffixes=(".jsonl", ".ndjson", ".json"),
        media_types=("application/jsonl", "application/x-ndjson", "application/json"),
        begins=r'\s*(\[\s*)?\{\s*"',
        contains=('"text"',),
        keeps="everything that belongs to a document: text, metadata, annotations, relations, ids",
        loses="what is known of records beside their ids, the tag set, history and original bytes",
        holds=WHOLE_DOCUMENTS,
    ),
)

"""The declarations of tables, lists of claims, fact checks, reading editions and releases."""

from annotator.formats.features import EVERYTHING, WHOLE_DOCUMENTS, Feature, without
from annotator.formats.format import Format, Option
from annotator.model.about import ABOUT, REVIEW
from annotator.model.people import RECORD_FIELDS

_NOT_OF_CLAIMS: frozenset[Feature] = frozenset((
    "annotations", "document annotations", "overlapping", "relations", "relations across documents", "attributes",
    "notes", "records", "annotators", "origins", "states", "confidences", "times", "ids", "annotation ids",
    "exact spans",
))  # fmt: skip
"""What is not held, of other annotations than claims, where only claims have rows."""

CLAIM_LISTS: tuple[Format, ...] = (
    Format(
        name="dataset",
        title="A release: data set, tag set, records, data card and checksums in one folder",
        module="dataset",
        writes=True,
        rich=True,
        shape="folder",
        media_types=("application/zip",),
        containers=(r"(.*/)?documents\.jsonl", r"(.*/)?tags\.toml", r"(.*/)?SHA256SUMS"),
        keeps="documents, annotations, relations, records, tag set with guidelines, title, licence and rights, ids",
        loses="history and original bytes",
        holds=EVERYTHING,
        of_records=RECORD_FIELDS,
        describes=True,
        options=(
            *(Option(each.name, f"{each.help} By default what the project says.") for each in ABOUT),
            Option(
                "checksums",
                "Whether data that are not what SHA256SUMS says are refused, or read and reported.",
                ("refuse", "report"),
                "reading",
            ),
        ),
    ),
    Format(
        name="check-worthiness",
        title="Sentences with labels (CheckThat!, ClaimBuster), claims with verdicts as JSON (FEVER, AVeriTeC)",
        module="check_worthiness",
        writes=True,
        rich=True,
        suffixes=(".claims.tsv", ".claims.csv"),
        media_types=("text/tab-separated-values", "text/csv", "application/jsonl"),
        begins=(
            r"(?i:\s*[\"']?(?:sentence_?id|tweet_id|topic_id|topic|line_number)[\"']?[,;\t][^\n]*"
            r"(?:class_label|(?:check|claim)_?worthiness|verdict|label|tweet_text))"
            # without a header: number, speaker, sentence and label; claims that were checked; sentences alone
            r"|\d+\t[^\W\d][^\t\n]*\t[^\t\n]+\t[01]\r?\n"
            r"|\d+\t[^\W\d][^\t\n]*\t[^\t\n]+\t(?:N/A|\d+)\t[^\t\n]+\t[^\t\n]+\n"
            r"|1\t[^\W\d][^\t\n]*\t[^\t\n]+\n2\t[^\W\d][^\t\n]*\t[^\t\n]+\n3\t[^\W\d][^\t\n]*\t[^\t\n]+\n4\t"
            r'|\s*(?:\[\s*)?\{(?=(?s:.{0,20000}?)"claim"\s*:\s*")(?s:.{0,20000}?)"(?:(?:claim_)?label|verifiable)"\s*:\s*'
            r'(?:"(?:SUPPORTS|REFUTES|NOT[ _]ENOUGH[ _]INFO|(?:NOT )?VERIFIABLE|DISPUTED|Supported|Refuted|'
            r'Not Enough Evidence|Conflicting Evidence/Cherrypicking)"|null)'
            r'|\s*(?:\[\s*)?\{(?=[^{}]*"(?:text|sentence|tweet_text)"\s*:\s*")(?=[^{}]*"(?:sentence|tweet)_id"\s*:)'
            r'[^{}]*"(?:class_)?label"\s*:\s*"?(?:-?[01]\b|Yes\b|No\b)'
        ),
        keeps="claims or sentences with how check-worthy they are or what the verdict is, and who says them",
        loses="texts around them, tags, entities, other attributes and relations",
        holds=frozenset(("claims", "attributes")),
        options=(
            Option("form", "Which list to write.", ("checkthat", "debate", "claimbuster", "fever")),
            Option("rows", "A row for each claim, or for each sentence.", ("claims", "sentences")),
            Option("documents", "A document for each file, or for each row.", ("file", "row"), "reading"),
            Option("tag", "The tag of the claims that are read; Statement by default.", when="reading"),
        ),
        gives_up={f"form={form}": EVERYTHING for form in ("checkthat", "debate", "claimbuster", "fever")},
    ),
    Format(
        name="csv",
        title="Table as CSV or TSV: one row an annotation, or one row a claim with its parts",
        module="csv_table",
        writes=True,
        rich=True,
        suffixes=(".csv", ".tsv", ".tab"),
        media_types=("text/csv", "text/tab-separated-values"),
        begins=r'\s*"?document"?[,;\t]"?title"?[,;\t]',
        keeps="annotations with spans, attributes, notes and relations; with texts=yes all of the documents, too",
        loses="aliases, identifiers and notes of records; texts and metadata, unless texts=yes; "
        "what is no part of a claim, with rows=claims",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option("rows", "A row for each annotation, or for each claim.", ("annotations", "claims")),
            Option("texts", "Whether the first row of a document holds its text and metadata.", ("no", "yes")),
            Option("separator", "What stands between cells.", ("comma", "tab", "semicolon")),
            Option("mark", "Whether a byte order mark comes first, by which Excel knows UTF-8.", ("no", "yes")),
            Option("columns", "Which columns are which of ours, as in: text=Body; tag=Label", when="reading"),
        ),
        of_records=("name",),
        again={"texts": "yes"},
        gives_up={"texts=no": frozenset(("exact text", "metadata")), "rows=claims": _NOT_OF_CLAIMS},
    ),
    Format(
        name="xlsx",
        title="Workbook of a spreadsheet with the sheets annotations, claims and documents",
        module="xlsx",
        writes=True,
        rich=True,
        suffixes=(".xlsx", ".xlsm"),
        media_types=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        magic=rb"PK\x03\x04",
        keeps="documents with text and metadata, annotations with spans, attributes, notes and relations",
        loses="aliases, identifiers and notes of records; what is longer than a cell may be: notes of more than 32,000 "
        "characters",
        holds=WHOLE_DOCUMENTS,
        of_records=("name",),
        options=(Option("columns", "Which columns are which of ours, as in: text=Body; tag=Label", when="reading"),),
        extra="xlsx",
    ),
    Format(
        name="claimreview",
        title="ClaimReview of schema.org (JSON-LD): the judged claims, for search engines and other fact-checkers",
        module="claimreview",
        reads=False,
        writes=True,
        suffixes=(".jsonld",),
        media_types=("application/ld+json",),
        keeps="claims with a verdict: rating, reviewer, date, why, evidence, claimant, appearances",
        loses="claims that nobody has judged, all other annotations, texts",
        holds=frozenset(
            (
                "claims",
                "attributes",
                "relations",
                "records",
                "annotation ids",
                "titles",
                "dates",
                "languages",
                "sources",
            )
        ),
        of_records=("name", "identifiers"),
        accepted_only=True,
        options=(*(Option(each.name, f"{each.help} By default what the project says.") for each in REVIEW),),
    ),
    Format(
        name="html",
        title="Reading edition: texts with their marks and claim cards, for the screen and for paper",
        module="html",
        reads=False,
        writes=True,
        suffixes=(".html",),
        media_types=("text/html",),
        keeps="what a person reads: texts, marks, claims with their parts, attributes, notes, rights",
        loses="ids, metadata, splits, confidences, origins and times; rejected marks",
        of_records=("name",),
        holds=without(
            "record contents", "ids", "annotation ids", "metadata", "splits", "confidences", "origins", "times"
        ),
    ),
)

"""The declarations of standoff files and of columns of tokens: brat, CoNLL, HIPE, WebAnno."""

from annotator.formats.features import without
from annotator.formats.format import Format, Option

_OF_A_DOCUMENT = (
    "relations across documents", "origins", "states", "confidences", "times", "ids", "annotation ids", "titles",
    "dates", "languages", "sources", "metadata", "statuses", "splits",
)  # fmt: skip

_TOKENIZER = Option(
    "tokenizer",
    "words and marks; what white space parts; or characters, for Chinese and the like",
    ("words", "whitespace", "characters"),
)
_SENTENCES = Option(
    "sentences", "what ends a sentence: our rules, line ends only, or nothing", ("rules", "lines", "none")
)

TOKENS: tuple[Format, ...] = (
    Format(
        name="brat",
        title="brat standoff (.txt and .ann, with its configuration); PolNeAR and PARC by a mapping",
        module="brat",
        writes=True,
        rich=True,
        shape="folder",
        suffixes=(".ann",),
        begins=r"T[0-9]+\t[^\t\n ]+ [0-9]+ [0-9]+(;[0-9]+ [0-9]+)*\t",
        containers=(r"annotation\.conf|.*/annotation\.conf", r".*\.ann"),
        main=(".ann",),
        companions=(
            r"(?P<stem>.+)\.txt",
            r"(annotation|visual|tools|kb_shortcuts)\.conf",
            r"tags\.toml",
            r"\.stats_cache",
        ),
        keeps="spans of several parts, relations, claims as events, attributes, notes, links to records; the tag set",
        loses="annotations of whole documents, states, confidences, times, and all that is said of a document",
        holds=without("document annotations", "annotators", "record contents", *_OF_A_DOCUMENT),
        of_records=("name", "identifiers"),
        options=(
            Option(
                "annotators",
                "where the work of several annotators stands: together, in folders of their own, or files with their "
                "names (text_anna.ann); when reading, together finds out by itself",
                ("together", "folders", "names"),
                "both",
                {"folders": frozenset(("annotators",)), "names": frozenset(("annotators",))},
            ),
            Option(
                "cueless",
                "a claim without a cue has no trigger for its event",
                ("as the mapping says", "on the content"),
            ),
        ),
        mapping="brat",
    ),
    Format(
        name="webanno",
        title="WebAnno TSV 3, of WebAnno and INCEpTION",
        module="webanno",
        writes=True,
        rich=True,
        shape="folder",
        begins=r"#FORMAT=WebAnno TSV 3",
        main=(".tsv",),
        companions=(r"tokenisation\.json",),
        keeps="claims with their parts as slots, relations, attributes, notes, what overlaps, parts of words",
        loses="discontinuity, annotators, and what is said of a document",
        holds=frozenset(
            (
                "annotations",
                "claims",
                "nested claims",
                "overlapping",
                "relations",
                "attributes",
                "notes",
                "exact spans",
                "exact text",
            )
        ),
        options=(_TOKENIZER, _SENTENCES),
        mapping="webanno",
    ),
    Format(
        name="hipe",
        title="HIPE-2022 TSV, historic newspapers",
        module="hipe",
        writes=True,
        unrelated=True,
        rich=True,
        suffixes=(".hipe", ".hipe.tsv"),
        begins=r"\s*TOKEN\t+NE-",
        keeps="entities with a nested one, finer and metonymic types, links; id, title, date, language; the tokens",
        loses="claims, relations, other attributes, more than two layers",
        holds=frozenset(
            ("exact spans", "exact text", "attributes", "annotations", "ids", "titles", "dates", "languages")
        ),
        options=(_TOKENIZER, _SENTENCES),
        mapping="hipe",
    ),
    Format(
        name="conllu",
        title="CoNLL-U, with marks in MISC",
        module="conllu",
        writes=True,
        unrelated=True,
        rich=True,
        suffixes=(".conllu",),
        begins=r"\s*(#[^\n]*\n)*1(-[0-9]+)?\t[^\t\n]+(\t[^\t\n]*){7}\t[^\t\n]*\r?(\n|\Z)",
        keeps="tags and spans as whole tokens; text, id, title, date, language; all columns that were read",
        loses="edges inside of words, relations, attributes, and all else",
        holds=frozenset(
            (
                "overlapping",
                "nested claims",
                "claims",
                "exact text",
                "annotations",
                "ids",
                "titles",
                "dates",
                "languages",
            )
        ),
        options=(_TOKENIZER, _SENTENCES),
        extra="conllu",
    ),
    Format(
        name="conll",
        title="Columns of tokens with labels: CoNLL-2003, BIO, IOB1, BIOES",
        module="conll",
        writes=True,
        unrelated=True,
        rich=True,
        suffixes=(".conll", ".conll03", ".bio", ".iob", ".iob2", ".bioes"),
        # two lines in a row that end with a label
        begins=(
            r"\s*(-DOCSTART-[^\n]*\n\s*)?(#[^\n]*\n)*"
            r"([^\s]+[ \t]+([^\s]+[ \t]+)*(O|[BIESLU]-[^\s]+)[ \t]*\r?\n){2}"
        ),
        keeps="tags and spans of one layer, as whole tokens; the tokens",
        loses="white space, edges inside of words, what overlaps, relations, and all else",
        holds=frozenset(),
        options=(
            _TOKENIZER,
            _SENTENCES,
            Option("scheme", "how a label says where a mark begins and ends", ("BIO", "IOB1", "BIOES", "BILOU")),
            Option("layer", "what is written: one column, or one for each layer", ("entity", "claim", "cue", "all")),
            Option("offsets", "whether columns two and three are the offsets of the token", ("no", "columns")),
            Option("separator", "what stands between columns", ("space", "tab")),
            Option("column", "the column with the labels: a number from 1, or -1 for the last; or all", (), "reading"),
            Option("token", "the column with the token: a number from 1", (), "reading"),
        ),
    ),
)

"""The declarations of standoff files and of columns of tokens: brat, CoNLL, HIPE, WebAnno."""

from annotator.formats.features import without
from annotator.formats.format import Format, Option

_OF_A_DOCUMENT = (
    "relations across documents", "origins", "states", "confidences", "times", "ids", "titles", "dates",
    "languages", "sources", "metadata", "statuses", "splits",
)  # fmt: skip

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
        holds=without("document annotations", "annotators", *_OF_A_DOCUMENT),
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
)

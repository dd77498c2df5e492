"""The declarations of tables, lists of claims, fact checks, reading editions and releases."""

from annotator.formats.features import EVERYTHING
from annotator.formats.format import Format, Option
from annotator.model.about import ABOUT

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
)

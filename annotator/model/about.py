"""What a project says of itself where its data are given away: asked once, kept in its settings."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from annotator.model.change import Operation, PutSetting


class Field(NamedTuple):
    """One thing to say: its *name* in commands and files, a *label* on the screen, and *help* for who fills it in."""

    name: str
    label: str
    help: str
    long: bool = False


ABOUT: tuple[Field, ...] = (
    Field("title", "Title", "What the data set is called."),
    Field("description", "Description", "What it is about, for whom it was made, and how.", long=True),
    Field("creators", "Creators", "One a line: Family, Given (ORCID); or the name of a body.", long=True),
    Field("version", "Version", "Of the data, such as 1.0."),
    Field("date", "Date", "Of this version, such as 2026-01-31."),
    Field("licence", "Licence", "Of the annotations; best an SPDX name such as CC-BY-4.0 or CC0-1.0."),
    Field("rights", "Rights in the texts", "Who holds them, and what may be done with the texts.", long=True),
    Field("doi", "DOI", "Such as 10.5281/zenodo.1234567."),
    Field("url", "Address", "Where it can be found."),
    Field("contact", "Contact", "Whom to write to."),
    Field("keywords", "Keywords", "Separated by commas."),
)
"""Their order is that of the dialog and of the data card."""

RECIPE = "splits_made_by"
"""The setting that says how the splits were made: the options of ``annotator splits PROJECT make``."""

REVIEW: tuple[Field, ...] = (
    Field("reviewer", "Reviewer", "The body or person who publishes the verdicts on claims."),
    Field("reviewer_url", "Reviewer's address", "Where the verdicts are published, as in https://example.org/checks."),
)
"""What is said of who judges claims."""

LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "ODC-By-1.0", "ODbL-1.0")
"""What is offered; anything else can be written."""


def setting_of(name: str) -> str:
    """Return the name of the project's setting that keeps the field called *name*."""
    return name if name == "title" or any(each.name == name for each in REVIEW) else f"about_{name}"


def said_anew(said: Mapping[str, str], setting: Callable[[str], str]) -> list[Operation]:
    """Return what puts the fields that are *said*, by their names, as far as a *setting* has another value."""
    wanted = {setting_of(name): value for name, value in said.items()}
    return [PutSetting(name, value) for name, value in wanted.items() if setting(name) != value]

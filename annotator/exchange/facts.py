"""What a writer is told of the project as a whole: what it says of itself, and how to make the same bytes again."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator import __version__
from annotator.exchange.disclosing import Disclosure, code_of
from annotator.model.about import ABOUT, RECIPE, REVIEW, setting_of
from annotator.store.scan import Selection

if TYPE_CHECKING:
    from annotator.exchange.exporting import ExportRequest
    from annotator.store import Project


def facts_of(store: Project, request: ExportRequest) -> dict[str, Any]:
    """Return the facts for the writer of *request*, JSON values by name; no moment and no path is among them."""
    return {
        "title": store.setting("title"),
        "about": {each.name: store.setting(setting_of(each.name)) for each in ABOUT},
        "review": {each.name: store.setting(setting_of(each.name)) for each in REVIEW},
        "review_told": _may_tell_review(store, request.disclosure),
        "tag_set_version": store.tag_set_version(),
        "splits": store.setting(RECIPE),
        "program": f"annotator {__version__}",
        "command": command_of(request),
        "whole": request.selection == Selection() and replace(request.disclosure, salt="") == Disclosure(),
        "all_documents": request.selection == Selection(),
    }


def _may_tell_review(store: Project, disclosure: Disclosure) -> bool:
    """Tell whether a release may say who judges: not where judgements stay at home, nor by a name that does."""
    if disclosure.annotators == "names":
        return disclosure.judgements
    return disclosure.judgements and store.setting("reviewer") not in {each.name for each in store.annotators()}


def command_of(request: ExportRequest) -> str:
    """Return the command that writes the same bytes from the same project; PROJECT and OUTPUT stand for the paths.

    Where annotators are not named, the one who was chosen has a code, which `export` takes as well.
    """
    selection, disclosure = request.selection, request.disclosure
    annotator = selection.annotator
    if annotator is not None and disclosure.annotators != "names":
        # the command stands in the card, which is to name nobody
        annotator = code_of(annotator, disclosure.salt)
    words = ["annotator", "export", "PROJECT", "--format", request.format, "--output", "OUTPUT"]
    for option, value in (
        ("--status", selection.status),
        ("--split", selection.split),
        ("--annotator", annotator),
        ("--tag", selection.tag),
        ("--state", selection.state),
        ("--where", selection.where),
    ):
        if value is not None:
            words += [option, value]
    for name, value in sorted(request.options.items()):
        words += ["--option", f"{name}={value}"]
    if request.mapping is not None:
        words += ["--mapping", request.mapping.name]
    if disclosure.annotators != "names":
        words += ["--names", disclosure.annotators]
    if not disclosure.judgements:
        words.append("--no-judgements")
    return shlex.join(words)

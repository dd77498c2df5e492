"""Which formats there are, and which one a file is: by its content first, then by its name.

A new format is one entry in a ``declared_*`` module and one module beside this one, which is
not imported before it is used. Entries are tried in the order of `FORMATS`: what is told by
little stands last.
"""

import re
from collections.abc import Collection, Iterable

from annotator.errors import InputError, UsageError
from annotator.formats.declared_claims import CLAIM_LISTS
from annotator.formats.declared_structures import STRUCTURES
from annotator.formats.declared_texts import OURS, TEXTS
from annotator.formats.declared_tokens import TOKENS
from annotator.formats.declared_tools import TOOLS
from annotator.formats.decoding import start_of_text
from annotator.formats.format import Format, Remark
from annotator.formats.many_names import ManyNames
from annotator.formats.unreadable import refused_json, what_is_it, what_to_do

__all__ = [
    "FORMATS",
    "Format",
    "Remark",
    "begins_container",
    "companions",
    "find_container",
    "find_format",
    "formats",
    "named_format",
]

FORMATS = TEXTS[:1] + TOKENS + STRUCTURES + TOOLS + CLAIM_LISTS + OURS + TEXTS[1:]


def formats() -> tuple[Format, ...]:
    """Return all formats, in the order in which they are tried."""
    return FORMATS


def named_format(name: str) -> Format:
    """Return the format of that name; UsageError with the names there are."""
    for each in FORMATS:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in FORMATS)
    raise UsageError(f"there is no format “{name}”; there are: {names}")


def find_format(head: bytes, name: str) -> Format:
    """Return the format of the file *name* whose first bytes (64 KiB are plenty) are *head*.

    The content decides; *name* only where it leaves the format open, and what neither tells
    is plain text. Raises InputError for an empty file and for what cannot be read as text.
    """
    tail = name.lower().rpartition("/")[2]
    for each in FORMATS:
        # an archive by itself may be anything: its name decides
        if each.magic and each.reads and re.match(each.magic, head) and tail.endswith(each.suffixes):
            return each
    if refusal := refused_json(head, name):
        raise InputError(refusal)
    unreadable = what_is_it(head)
    start = start_of_text(head)
    for each in FORMATS:
        if (
            each.reads
            and each.begins
            and re.match(each.begins, start)
            and all(re.search(pattern, start) for pattern in each.contains)
        ):
            return each
    if unreadable:
        raise InputError(what_to_do(head, unreadable))
    for each in FORMATS:
        if each.reads and not each.magic and tail.endswith(each.suffixes):
            named = each
            break
    else:
        named = named_format("text")
    # nothing to read is a fault, but a data set of no documents is one
    if not start.strip() and not named.rich:
        raise InputError("it is empty; there is nothing to read")
    return named


def find_container(names: Collection[str]) -> Format | None:
    """Return the format of a folder or archive that is read as one, by the *names* in it; None for a plain one."""
    # once through the names: there may be very many of them
    missing = {
        each.name: [re.compile(pattern, re.IGNORECASE) for pattern in each.containers]
        for each in FORMATS
        if each.containers
    }
    first = next(iter(missing))
    for name in names:
        for format_name, patterns in missing.items():
            found = [pattern for pattern in patterns if pattern.fullmatch(name)]
            if found:
                missing[format_name] = [pattern for pattern in patterns if pattern not in found]
        if not missing[first]:
            break
    return next((each for each in FORMATS if missing.get(each.name) == []), None)


def begins_container(names: Iterable[str]) -> bool:
    """Tell whether one of the *names* at the top of a folder is the first that makes a container of several files."""
    firsts = [each.containers[0] for each in FORMATS if len(each.containers) > 1]
    pattern = re.compile("|".join(f"(?:{first})" for first in firsts), re.IGNORECASE)
    return any(pattern.fullmatch(name) for name in names)


def companions(names: Collection[str], format_name: str | None = None) -> Collection[str]:
    """Return those of the *names* in one folder that belong to another file there, by whose format they are read.

    *format_name* is the format that was asked for, if any.
    """
    found = ManyNames()
    formats = [each for each in FORMATS if each.companions and format_name in (None, each.name)]
    stems_of = {each.name: ManyNames() for each in formats}
    tails = tuple(tail for each in formats for tail in each.main)
    for name in names:
        lower = name.lower()
        if not lower.endswith(tails):
            continue
        stem = name.rpartition(".")[0]
        for each in formats:
            if lower.endswith(each.main):
                # one text may have several files, named after it and whoever marked it
                stems_of[each.name].add(stem)
                stems_of[each.name].add(stem.rpartition("_")[0])
    for each in formats:
        stems = stems_of[each.name]
        if not stems:
            continue
        patterns = [re.compile(pattern, re.IGNORECASE) for pattern in each.companions]
        for name in names:
            for pattern in patterns:
                match = pattern.fullmatch(name)
                if match and ("stem" not in match.groupdict() or match["stem"] in stems):
                    found.add(name)
    return found

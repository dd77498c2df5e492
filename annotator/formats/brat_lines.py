"""The lines of a brat ``.ann`` file as records. Knows their shape, not what they mean."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

Fragment = tuple[int, int]


class Fault(NamedTuple):
    """A line, counted from 1, that is no record, and why."""

    line: int
    text: str


class Marked(NamedTuple):
    """A ``T`` record: words under a type. *fragments* are as the file has them, *words* its own quotation."""

    line: int
    type: str
    fragments: list[Fragment]
    words: str


class Event(NamedTuple):
    """An ``E`` record: a type on a trigger, and the roles of others."""

    line: int
    type: str
    trigger: str
    roles: list[tuple[str, str]]


class Link(NamedTuple):
    """An ``R`` record."""

    line: int
    type: str
    source: str
    target: str


class Said(NamedTuple):
    """An ``A`` or ``M`` record: *value* is None for a flag."""

    line: int
    name: str
    of: str
    value: str | None


class Noted(NamedTuple):
    """A ``#`` record."""

    line: int
    type: str
    of: str
    text: str


class Normalised(NamedTuple):
    """An ``N`` record: *reference* names a record of a database, *name* is what it is called there."""

    line: int
    of: str
    reference: str
    name: str


@dataclass(slots=True)
class Lines:
    """The records of one file, by kind, in its order. *others* are whole lines of kinds that are not known."""

    marks: dict[str, Marked] = field(default_factory=dict[str, Marked])
    events: dict[str, Event] = field(default_factory=dict[str, Event])
    links: dict[str, Link] = field(default_factory=dict[str, Link])
    equal: list[tuple[int, list[str]]] = field(default_factory=list[tuple[int, list[str]]])
    said: list[Said] = field(default_factory=list[Said])
    notes: list[Noted] = field(default_factory=list[Noted])
    normalised: list[Normalised] = field(default_factory=list[Normalised])
    others: list[str] = field(default_factory=list[str])
    faults: list[Fault] = field(default_factory=list[Fault])


_RECORD = re.compile(r"(?:[A-Z][0-9]\S*|#\S*|\*)\t")
_NUMBERED = re.compile(r"\d*$")


def is_foreign(text: str) -> bool:
    """Tell whether the *text* of an ``.ann`` file has lines, and none of them begins as a record does."""
    return bool(text.strip()) and not any(_RECORD.match(line) for line in text.split("\n"))


def parse(text: str) -> Lines:
    r"""Return the records of the *text* of an ``.ann`` file.

    Only ``\n`` ends a line. One that begins with no id belongs to the record before it: some
    programs write line breaks inside of a quotation.
    """
    found = Lines()
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    total = len(lines)
    number = 0
    begins = _RECORD.match
    while number < total:
        line = lines[number]
        first = number = number + 1
        if not line:
            continue
        if not begins(line):
            if line.strip():
                found.faults.append(Fault(first, f"“{_short(line)}” is no record; it was left out"))
            continue
        while number < total and not begins(lines[number]):
            # what stands at the end of the file is no more than blank
            if number + 1 < total or lines[number]:
                line += "\n" + lines[number]
            number += 1
        _take(found, first, line.rstrip("\n"))
    return found


def _take(found: Lines, number: int, line: str) -> None:
    kind = line[0]
    id_, _, rest = line.partition("\t")
    try:
        if kind == "T":
            _mark(found, number, id_, rest)
        elif kind == "E":
            head, *roles = rest.split()
            type_, _, trigger = head.partition(":")
            pairs = [tuple(each.split(":", 1)) for each in roles]
            found.events[id_] = Event(number, type_, trigger, [(role, target) for role, target in pairs])
        elif kind == "R":
            type_, one, other = rest.split()[:3]
            found.links[id_] = Link(number, type_, one.partition(":")[2], other.partition(":")[2])
        elif kind in "AM":
            name, of, *value = rest.split(" ", 2)
            found.said.append(Said(number, name, of, value[0] if value else None))
        elif kind == "#":
            head, _, said = rest.partition("\t")
            type_, of = head.split()[:2]
            found.notes.append(Noted(number, type_, of, said))
        elif kind == "N":
            head, _, name = rest.partition("\t")
            _, of, reference = head.split(" ", 2)
            found.normalised.append(Normalised(number, of, reference.strip(), name))
        elif kind == "*":
            type_, *ids = rest.split()
            if type_ == "Equiv":
                found.equal.append((number, ids))
            else:
                found.others.append(line)
        else:
            found.others.append(line)
    except ValueError:
        found.faults.append(Fault(number, f"“{_short(line)}” is no complete record; it was left out"))


def _mark(found: Lines, number: int, id_: str, rest: str) -> None:
    head, _, words = rest.partition("\t")
    type_, _, places = head.partition(" ")
    if id_ in found.marks:
        found.faults.append(Fault(number, f"the id {id_} stands twice; only the first was taken"))
        return
    if ";" in places:
        fragments = [_fragment(each) for each in places.split(";")]
    else:
        start, end = places.split()
        fragments = [(int(start), int(end))]
    found.marks[id_] = Marked(number, type_, fragments, words)


def _fragment(text: str) -> Fragment:
    start, end = text.split()
    return int(start), int(end)


def without_number(role: str) -> str:
    """Return the name of a role without the number that tells it from the same again: ``Theme2`` is a Theme."""
    return _NUMBERED.sub("", role) or role


def _short(line: str) -> str:
    line = line.replace("\n", " ").replace("\t", " ")
    return line if len(line) <= 60 else f"{line[:59]}…"

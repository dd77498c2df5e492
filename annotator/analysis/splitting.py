"""Parts of a data set to learn from and to test on: by stable hash, by date, or with kin kept together. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from annotator.errors import UsageError

By = Literal["hash", "date", "group"]
DEFAULT = "train=80,dev=10,test=10"


class Share(NamedTuple):
    """One split: its *name* and what part of the documents it is to get, from 0 to 1."""

    name: str
    part: float


def shares(text: str) -> tuple[Share, ...]:
    """Return the splits that a text such as ``train=80,dev=10,test=10`` names; UsageError says what is wrong with it.

    The numbers are weights: they need not make 100.
    """
    found: dict[str, float] = {}
    for each in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = (part.strip() for part in each.partition("="))
        try:
            weight = float(number.removesuffix("%"))
        except ValueError:
            weight = -1.0
        if not equals or not name or not 0 <= weight < 1e9:
            raise UsageError(f"“{each}” must be NAME=NUMBER, as in {DEFAULT}")
        if name in found:
            raise UsageError(f"the split “{name}” stands twice in “{text}”")
        found[name] = weight
    whole = sum(found.values())
    if whole <= 0:
        raise UsageError(f"no split gets a share; name them as in {DEFAULT}")
    return tuple(Share(name, weight / whole) for name, weight in found.items())


def by_hash(ids: Iterable[str], parts: Sequence[Share], seed: str = "") -> dict[str, str]:
    """Return the split of each id: the same one whatever other documents there are, and in whatever order."""
    return {each: _at(_fraction(seed, each), parts) for each in ids}


def by_date(dates: Mapping[str, str | None], parts: Sequence[Share]) -> dict[str, str]:
    """Return the split of each id by its date: the oldest in the first split, the newest in the last.

    Documents of one date stay together; those without a date come first.
    """
    ordered = sorted(dates, key=lambda each: (_when(dates[each]), each))
    found: dict[str, str] = {}
    before: str | None = None
    split = parts[0].name
    for place, each in enumerate(ordered):
        if dates[each] != before or place == 0:
            split = _at(place / len(ordered), parts)
            before = dates[each]
        found[each] = split
    return found


def by_group(groups: Iterable[Sequence[str]], parts: Sequence[Share], seed: str = "") -> dict[str, str]:
    """Return the split of each id, the same for all of a group; large groups are placed first, where most is wanting.

    Ties are broken by a seeded hash of the group's first id, so that the same groups give the same splits everywhere.
    """
    ordered = sorted((sorted(each) for each in groups if each), key=lambda each: (-len(each), _fraction(seed, each[0])))
    total = sum(map(len, ordered))
    wanting = {each.name: each.part * total for each in parts}
    found: dict[str, str] = {}
    for group in ordered:
        name = max(parts, key=lambda each: (wanting[each.name], each.part)).name
        wanting[name] -= len(group)
        found.update(dict.fromkeys(group, name))
    return found


def _fraction(seed: str, id_: str) -> float:
    digest = sha256(f"{seed}\0{id_}".encode()).digest()
    # 53 bits are what a float holds: all machines make the same one
    return (int.from_bytes(digest[:8], "big") >> 11) / (1 << 53)


def _at(fraction: float, parts: Sequence[Share]) -> str:
    reached = 0.0
    for each in parts:
        reached += each.part
        if fraction < reached - 1e-12:
            return each.name
    return next(each.name for each in reversed(parts) if each.part > 0)


def _when(date: str | None) -> tuple[int, int, str]:
    if date is None:
        return (0, 0, "")
    year, _, rest = date[1:].partition("-") if date.startswith("-") else date.partition("-")
    return (1, -int(year) if date.startswith("-") else int(year), rest)


class Groups:
    """Puts things together that belong together: a union of sets."""

    def __init__(self, members: Iterable[str] = ()) -> None:
        self._parent: dict[str, str] = {each: each for each in members}

    def root(self, each: str) -> str:
        """Return the one that stands for the group of *each*."""
        parent = self._parent
        parent.setdefault(each, each)
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    def join(self, one: str, other: str) -> bool:
        """Make one group of two; tell whether they were apart."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return False
        # the smaller id stands for both, so that the order of joining does not count
        self._parent[max(first, second)] = min(first, second)
        return True

    def join_all(self, pairs: Iterable[tuple[Hashable, str]]) -> None:
        """Join all members that come with the same thing, of pairs of a thing and a member."""
        first: dict[Hashable, str] = {}
        for thing, member in pairs:
            self.join(first.setdefault(thing, member), member)

    def all(self) -> list[list[str]]:
        """Return the groups, each sorted, in the order of their first members."""
        found: dict[str, list[str]] = {}
        for each in self._parent:
            found.setdefault(self.root(each), []).append(each)
        return sorted(map(sorted, found.values()))

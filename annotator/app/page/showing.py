"""Which marks a person wants to see, and how many are hidden. Pure.

What is hidden belongs to the window, while a project is open in it: never to the data, and not to
the settings either, for who comes back tomorrow must find every mark.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.model.annotation import Annotation, Kind, State

TagKey = tuple[Kind, str]
"""A tag by its kind and name."""
Way = tuple[TagKey, State, str]
"""All that a mark can be hidden by: its tag, its state, and its annotator."""
AT_ONCE = 4_000
"""Marks that are counted at a time, while nobody waits."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What is hidden: tags, whole kinds, states, and the work of some annotators."""

    tags: frozenset[TagKey] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    states: frozenset[State] = frozenset()
    annotators: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return not (self.tags or self.kinds or self.states or self.annotators)

    def shows(self, annotation: Annotation) -> bool:
        """Tell whether *annotation* is to be seen."""
        return not (
            (annotation.kind, annotation.tag) in self.tags
            or annotation.kind in self.kinds
            or annotation.state in self.states
            or annotation.annotator in self.annotators
        )

    @property
    def wanted(self) -> Callable[[Annotation], bool] | None:
        """What tells whether a mark is to be seen; None if all are."""
        return None if self.everything else self.shows

    def shows_way(self, way: Way) -> bool:
        """Tell whether marks of that tag, state and annotator are to be seen."""
        tag, state, annotator = way
        return self.shows_tag(tag) and state not in self.states and annotator not in self.annotators

    def shows_tag(self, tag: TagKey) -> bool:
        """Tell whether marks of *tag* are to be seen, as far as tag and kind say."""
        return tag not in self.tags and tag[0] not in self.kinds

    def of(self, annotations: Sequence[Annotation]) -> Sequence[Annotation]:
        """Return those of *annotations* that are to be seen: the same sequence if nothing is hidden."""
        return annotations if self.everything else tuple(filter(self.shows, annotations))

    def with_tag(self, tag: TagKey, shown: bool, of_kind: Iterable[TagKey] = ()) -> "Showing":
        """Return this with *tag* shown or hidden; to show one of a hidden kind hides the others *of_kind*."""
        if not shown:
            return replace(self, tags=self.tags | {tag})
        if tag[0] in self.kinds:
            others = frozenset(each for each in of_kind if each[0] == tag[0])
            return replace(self, kinds=self.kinds - {tag[0]}, tags=(self.tags | others) - {tag})
        return replace(self, tags=self.tags - {tag})

    def with_kind(self, kind: Kind, shown: bool) -> "Showing":
        """Return this with a kind shown, each of its tags too, or hidden."""
        tags = frozenset(each for each in self.tags if each[0] != kind)
        return replace(self, tags=tags, kinds=self.kinds - {kind} if shown else self.kinds | {kind})

    def with_state(self, state: State, shown: bool) -> "Showing":
        """Return this with a state shown or hidden."""
        return replace(self, states=self.states - {state} if shown else self.states | {state})

    def with_annotator(self, name: str, shown: bool) -> "Showing":
        """Return this with one person's work shown or hidden."""
        return replace(self, annotators=self.annotators - {name} if shown else self.annotators | {name})

    def with_mark(self, annotation: Annotation, of_kind: Iterable[TagKey] = ()) -> "Showing":
        """Return this with just so much more shown that *annotation* is to be seen."""
        found = self.with_tag((annotation.kind, annotation.tag), True, of_kind)
        return found.with_state(annotation.state, True).with_annotator(annotation.annotator, True)


class Tally(NamedTuple):
    """How many marks of one text there are, each way of hiding them."""

    tags: Counter[TagKey]
    kinds: Counter[Kind]
    states: Counter[State]
    annotators: Counter[str]


def tally(annotations: Iterable[Annotation]) -> Tally:
    """Count the marks among *annotations*; those of a whole document are no marks."""
    return _tally(Counter(_ways(annotations)))


def _ways(annotations: Iterable[Annotation]) -> Iterator[Way]:
    return (((each.kind, each.tag), each.state, each.annotator) for each in annotations if each.spans)


def _tally(ways: Mapping[Way, int]) -> Tally:
    found = Tally(Counter(), Counter(), Counter(), Counter())
    for (tag, state, annotator), count in ways.items():
        if count:
            found.tags[tag] += count
            found.kinds[tag[0]] += count
            found.states[state] += count
            found.annotators[annotator] += count
    return found


class Hidden:
    """How many marks of a text are hidden, by tag.

    All marks are counted once, by what can hide them; whatever is hidden then costs the same in a text of any length.
    """

    def __init__(self) -> None:
        self.tags: Counter[TagKey] = Counter()
        self._marks: Sequence[Annotation] = ()
        self._counted = 0
        self._ways: Counter[Way] = Counter()

    @property
    def total(self) -> int:
        """The number of all of them."""
        return self.tags.total()

    @property
    def complete(self) -> bool:
        """Whether all marks are counted."""
        return self._counted >= len(self._marks)

    def grow(self) -> None:
        """Count some more."""
        self._ways.update(_ways(self._marks[self._counted : self._counted + AT_ONCE]))
        self._counted += AT_ONCE
        if self.complete:
            self._marks, self._counted = (), 0

    def count(self, annotations: Iterable[Annotation], showing: Showing) -> None:
        """Take other marks."""
        self._marks = annotations if isinstance(annotations, Sequence) else tuple(annotations)
        self._counted = 0
        self._ways.clear()
        self.show(showing)

    def show(self, showing: Showing) -> None:
        """Take what is shown now."""
        self.tags.clear()
        if not showing.everything:
            for way, count in self._all_ways().items():
                if count and not showing.shows_way(way):
                    self.tags[way[0]] += count

    def change(self, before: Iterable[Annotation], after: Iterable[Annotation], showing: Showing) -> None:
        """Take *after* in the place of *before*."""
        ways = self._all_ways()
        ways.subtract(_ways(before))
        ways.update(_ways(after))
        self.show(showing)

    def differs(self, kind: Kind, one: Showing, other: Showing) -> bool:
        """Tell whether marks of that kind are seen one way and not the other."""
        return any(
            count and way[0][0] == kind and one.shows_way(way) != other.shows_way(way)
            for way, count in self._all_ways().items()
        )

    def tally(self) -> Tally:
        """Return how many marks there are, hidden or not."""
        return _tally(self._all_ways())

    def _all_ways(self) -> Counter[Way]:
        while not self.complete:
            self.grow()
        return self._ways


def to_show_again(
    showing: Showing,
    before: Mapping[str, Annotation],
    changed: Mapping[str, Annotation | None],
    of_kind: Iterable[TagKey] = (),
) -> Showing:
    """Return *showing*, or with more shown if a mark that is new, or has another tag now, would be hidden.

    *before* has what was there by id. A mark that only came into a hidden state, such as a suggestion that
    was accepted while suggestions are gone through, goes as the person has asked.
    """
    if showing.everything:
        return showing
    for key, after in changed.items():
        if after is None or not after.spans or showing.shows(after):
            continue
        known = before.get(key)
        if known is None:
            showing = showing.with_mark(after, of_kind)
        elif showing.shows(known) and (known.kind, known.tag) != (after.kind, after.tag):
            showing = showing.with_tag((after.kind, after.tag), True, of_kind)
    return showing

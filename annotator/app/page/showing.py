"""Which marks a person wants to see, and how many are hidden. Pure.

What is hidden belongs to the window, while a project is open in it: never to the data, and not to
the settings either, for who comes back tomorrow must find every mark.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.model.annotation import Annotation, Kind, State

TagKey = tuple[Kind, str]
"""A tag by its kind and name."""


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
    found = Tally(Counter(), Counter(), Counter(), Counter())
    for each in annotations:
        if each.spans:
            found.tags[each.kind, each.tag] += 1
            found.kinds[each.kind] += 1
            found.states[each.state] += 1
            found.annotators[each.annotator] += 1
    return found


class Hidden:
    """How many marks of a text are hidden, by tag: kept up to date at the cost of what changes."""

    def __init__(self) -> None:
        self.tags: Counter[TagKey] = Counter()

    @property
    def total(self) -> int:
        """The number of all of them."""
        return self.tags.total()

    def count(self, annotations: Iterable[Annotation], showing: Showing) -> None:
        """Count anew."""
        self.tags.clear()
        if not showing.everything:
            self._add((each for each in annotations), showing, 1)

    def change(self, before: Iterable[Annotation], after: Iterable[Annotation], showing: Showing) -> None:
        """Take *after* in the place of *before*."""
        if not showing.everything:
            self._add(before, showing, -1)
            self._add(after, showing, 1)

    def _add(self, annotations: Iterable[Annotation], showing: Showing, step: int) -> None:
        for each in annotations:
            if each.spans and not showing.shows(each):
                self.tags[each.kind, each.tag] += step


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

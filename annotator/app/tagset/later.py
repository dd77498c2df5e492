"""A change of the tag set that can be made only from what the annotations say, which may be very many."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.change import Change
from annotator.store import Project


@dataclass(frozen=True, slots=True)
class Later:
    """Makes its change of a project, beside the window where its *size* in rows is large; *label* says it before."""

    label: str
    size: int
    make: Callable[[Project], Change]


Act = Callable[[Callable[[], Change | Later | None]], bool]
"""Does the change that it is given the making of; tells whether it was done, or begun."""

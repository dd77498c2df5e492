"""Where the brackets of claims stand: on the side from which their lines are read, side by side. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.model.annotation import Annotation

MOST = 5
"""Brackets side by side: where more claims stand over the same lines, the rest are told by line and card."""
_STEP, _TICK = 6.0, 6.0
LEFT, RIGHT = 13.0, 9.0
"""Pixels from the text to the innermost bracket; at the right it stands between text and cards."""
_CLEAR = 4.0
"""Pixels that stay between a bracket at the right and what stands beside it."""


class Stretch(NamedTuple):
    """A claim as far as it stands in one paragraph, which is read from the right if *rtl*; y in pixels.

    *opens* and *closes* say whether it begins and ends here.
    """

    claim: Annotation
    rtl: bool
    top: float
    bottom: float
    opens: bool
    closes: bool


class Bracket(NamedTuple):
    """One bracket, in the *lane* of that number from the text outwards."""

    stretch: Stretch
    lane: int

    def x(self, left: float, right: float) -> float:
        """Return where it stands beside a text between *left* and *right*."""
        return right + RIGHT + (_STEP - 1) * self.lane if self.stretch.rtl else left - LEFT - _STEP * self.lane

    @property
    def tick(self) -> float:
        """How far its ends reach towards the text: to the right at the left of it."""
        return -_TICK if self.stretch.rtl else _TICK


def lanes_at_the_right(room: float) -> int:
    """Return how many brackets have place in *room* pixels at the right of the text, at least one."""
    return max(1, min(MOST, int((room - RIGHT - _CLEAR) / (_STEP - 1)) + 1))


def brackets(stretches: Iterable[Stretch]) -> list[Bracket]:
    """Return one bracket for all that a claim has on a side, from the top; none over the same lines in one lane."""
    joined: dict[tuple[str, bool], Stretch] = {}
    for each in stretches:
        before = joined.get((each.claim.id, each.rtl))
        if before is not None:
            each = each._replace(
                top=min(before.top, each.top),
                bottom=max(before.bottom, each.bottom),
                opens=before.opens or each.opens,
                closes=before.closes or each.closes,
            )
        joined[each.claim.id, each.rtl] = each
    ends: dict[bool, list[float]] = {False: [], True: []}
    found: list[Bracket] = []
    for each in sorted(joined.values(), key=lambda each: (each.top, each.bottom)):
        taken = ends[each.rtl]
        lane = next((lane for lane, end in enumerate(taken) if end < each.top), len(taken))
        taken[lane : lane + 1] = [each.bottom]
        found.append(Bracket(each, lane))
    return found

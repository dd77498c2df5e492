"""Where the margin cards go: beside their claims, in order, none over another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A card that wants to stand at *y* and is *height* tall, in pixels."""

    id: str
    y: float
    height: float


def place_cards(wishes: Sequence[Wish], *, gap: float, selected: str | None = None) -> dict[str, float]:
    """Return the top of each card, in the order of *wishes* and at least *gap* apart.

    The selected card stands exactly where it wishes: those above it give way upwards, those
    below downwards. Without one, cards are only ever pushed down.
    """
    chosen = next((place for place, wish in enumerate(wishes) if wish.id == selected), None)
    if chosen is None:
        return dict(zip((wish.id for wish in wishes), _pushed_down(wishes, gap), strict=True))
    tops = {wishes[chosen].id: wishes[chosen].y}
    floor = wishes[chosen].y + wishes[chosen].height + gap
    for wish in wishes[chosen + 1 :]:
        tops[wish.id] = max(wish.y, floor)
        floor = tops[wish.id] + wish.height + gap
    ceiling = wishes[chosen].y - gap
    for wish, y in reversed(list(zip(wishes[:chosen], _pushed_down(wishes[:chosen], gap), strict=True))):
        tops[wish.id] = min(y, ceiling - wish.height)
        ceiling = tops[wish.id] - gap
    return tops


def _pushed_down(wishes: Sequence[Wish], gap: float) -> list[float]:
    tops: list[float] = []
    floor = float("-inf")
    for wish in wishes:
        tops.append(max(wish.y, floor))
        floor = tops[-1] + wish.height + gap
    return tops

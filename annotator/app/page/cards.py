"""Where the margin cards go: beside their claims, in order, none over another, shorter where it is crowded. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Wish(NamedTuple):
    """A card that wants to stand at *y* and is *height* tall, in pixels."""

    id: str
    y: float
    height: float


class Want(NamedTuple):
    """A card that wants to stand at *y*; *heights* of its forms in pixels, the tallest first."""

    id: str
    y: float
    heights: tuple[float, ...]


class Settled(NamedTuple):
    """How a card stands: *push* pixels below the place it wants, in the form of that number."""

    push: float
    form: int


def settle(wants: Sequence[Want], kept: Mapping[str, Settled], *, gap: float, slack: float) -> dict[str, Settled]:
    """Return how each card stands, so that cards stay near their claims and do not jump.

    Cards in *kept*, which are neighbours, stay as they stand; *wants* is in the order of the page. Others
    take their tallest form that pushes the next one at most *slack* pixels from its place,
    and the last form where none does.
    """
    places = [place for place, want in enumerate(wants) if want.id in kept]
    if not places or not _still_fit(wants, places, kept, gap):
        return _forward(wants, gap, slack, floor=float("-inf"), ceiling=None)
    first, last = wants[places[0]], wants[places[-1]]
    top_of_first = first.y + kept[first.id].push
    head = _forward(wants[: places[0]], gap, slack, floor=float("-inf"), ceiling=top_of_first - gap)
    floor = last.y + kept[last.id].push + last.heights[kept[last.id].form] + gap
    tail = _forward(wants[places[-1] + 1 :], gap, slack, floor=floor, ceiling=None)
    return head | {wants[place].id: kept[wants[place].id] for place in places} | tail


def _still_fit(wants: Sequence[Want], places: Sequence[int], kept: Mapping[str, Settled], gap: float) -> bool:
    if len(places) != places[-1] - places[0] + 1:
        return False
    floor = float("-inf")
    for want in wants[places[0] : places[-1] + 1]:
        settled = kept[want.id]
        if settled.form >= len(want.heights) or want.y + settled.push < floor - 0.01:
            return False
        floor = want.y + settled.push + want.heights[settled.form] + gap
    return True


def _forward(
    wants: Sequence[Want], gap: float, slack: float, *, floor: float, ceiling: float | None
) -> dict[str, Settled]:
    """Settle cards from the top down; with a *ceiling* for their bottoms, they give way upwards."""
    settled: dict[str, Settled] = {}
    for place, want in enumerate(wants):
        top = max(want.y, floor)
        limit = float("inf") if ceiling is None else ceiling
        if place + 1 < len(wants):
            limit = min(limit, wants[place + 1].y - gap + slack)
        form = 0
        while form < len(want.heights) - 1 and top + want.heights[form] > limit:
            form += 1
        settled[want.id] = Settled(top - want.y, form)
        floor = top + want.heights[form] + gap
    if ceiling is not None:
        for want in reversed(wants):
            form = settled[want.id].form
            top = min(want.y + settled[want.id].push, ceiling - want.heights[form])
            settled[want.id] = Settled(top - want.y, form)
            ceiling = top - gap
    return settled


def wishes_of(wants: Sequence[Want], settled: Mapping[str, Settled], selected: str | None = None) -> list[Wish]:
    """Return where cards that have settled wish to stand; the selected one in full beside its claim."""
    return [
        Wish(want.id, want.y, want.heights[0])
        if want.id == selected
        else Wish(want.id, want.y + settled[want.id].push, want.heights[settled[want.id].form])
        for want in wants
    ]


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

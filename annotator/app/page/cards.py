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


class Room(NamedTuple):
    """Where cards can be seen on the page at all, in pixels: from *top* to *bottom*."""

    top: float
    bottom: float


ENDLESS = Room(float("-inf"), float("inf"))


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


def shortened(
    wants: Sequence[Want], settled: Mapping[str, Settled], room: Room, *, gap: float, selected: str | None
) -> Mapping[str, Settled]:
    """Return how cards stand so that they have room on the page above and below the *selected* one, in shorter forms.

    Those farthest from it are shortened first; where those on one side have not enough room even so, they take
    some of the other side's. Without a selected one, all cards are below.
    """
    chosen = next((place for place, want in enumerate(wants) if want.id == selected), None)
    found = dict(settled)
    if chosen is None:
        _fit(wants[::-1], found, room.bottom - room.top, gap)
        return found
    want = wants[chosen]
    above, below = wants[:chosen], wants[chosen + 1 :][::-1]
    over, under = want.y - room.top, room.bottom - (want.y + want.heights[0] + gap)
    lacking = _fit(above, found, over, gap)
    lacking = _fit(below, found, under - lacking, gap)
    _fit(above, found, over - lacking, gap)
    return found


def _fit(wants: Sequence[Want], settled: dict[str, Settled], room: float, gap: float) -> float:
    """Shorten cards, the first ones first, until they have *room*; return how many pixels are lacking."""
    used = sum(want.heights[settled[want.id].form] + gap for want in wants)
    for want in wants:
        stands = settled[want.id]
        while used > room and stands.form < len(want.heights) - 1:
            used += want.heights[stands.form + 1] - want.heights[stands.form]
            stands = Settled(stands.push, stands.form + 1)
        settled[want.id] = stands
    return max(0.0, used - room)


def place_cards(
    wishes: Sequence[Wish], *, gap: float, selected: str | None = None, room: Room = ENDLESS
) -> dict[str, float]:
    """Return the top of each card, in the order of *wishes* and at least *gap* apart.

    The selected card stands exactly where it wishes: those above it give way upwards, those
    below downwards. Without one, cards are only ever pushed down. Where cards would leave the page, all give way;
    where there are more than it has *room* for, it is left at the bottom.
    """
    chosen = next((place for place, wish in enumerate(wishes) if wish.id == selected), None)
    tops = _pushed_down(wishes, gap)
    if chosen is not None:
        y = wishes[chosen].y
        above = _pushed_up(wishes[:chosen], tops[:chosen], gap, y - gap)
        tops = [*above, y, *_pushed_down(wishes[chosen + 1 :], gap, y + wishes[chosen].height + gap)]
    if tops and tops[-1] + wishes[-1].height > room.bottom:
        tops = _pushed_up(wishes, tops, gap, room.bottom)
    if tops and tops[0] < room.top:
        tops = _pushed_down([wish._replace(y=y) for wish, y in zip(wishes, tops, strict=True)], gap, room.top)
    return dict(zip((wish.id for wish in wishes), tops, strict=True))


def _pushed_down(wishes: Sequence[Wish], gap: float, floor: float = float("-inf")) -> list[float]:
    tops: list[float] = []
    for wish in wishes:
        tops.append(max(wish.y, floor))
        floor = tops[-1] + wish.height + gap
    return tops


def _pushed_up(wishes: Sequence[Wish], tops: Sequence[float], gap: float, ceiling: float) -> list[float]:
    """Return *tops*, moved up so far that every card ends above *ceiling* and *gap* above the next one."""
    moved: list[float] = []
    for wish, y in zip(reversed(wishes), reversed(tops), strict=True):
        moved.append(min(y, ceiling - wish.height))
        ceiling = moved[-1] - gap
    return moved[::-1]

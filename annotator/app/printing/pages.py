"""Where pages break, and where cards stand on a page. Pure: heights are pixels, nothing here knows Qt."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Strip(NamedTuple):
    """One line of print: its *height*, the *gap* above it where it is not first on a page.

    *keep* holds it to the next strip: a heading to its text, the first line of a paragraph to the
    second, the last but one to the last.
    """

    height: float
    gap: float = 0.0
    keep: bool = False


def break_pages(strips: Sequence[Strip], first_room: float, room: float) -> list[range]:
    """Divide *strips* among pages, of which the first has *first_room* pixels and each other *room*.

    A page ends where nothing is held together, if there is such a place on it. A strip taller than a
    page has one of its own. No page is empty but the first, where its strip wants more room.
    """
    found: list[range] = []
    start = 0
    while start < len(strips):
        left = room if found else first_room
        end = _filled(strips, start, left)
        if end == start:
            if not found and first_room < room:
                found.append(range(0))
                continue
            end = start + 1
        elif end < len(strips):
            loose = next((place for place in range(end, start, -1) if not strips[place - 1].keep), None)
            end = loose or end
        found.append(range(start, end))
        start = end
    return found or [range(0)]


def _filled(strips: Sequence[Strip], start: int, room: float) -> int:
    """Return the end of the strips from *start* on that fit into *room*."""
    for place in range(start, len(strips)):
        room -= strips[place].height + (strips[place].gap if place > start else 0.0)
        if room < 0:
            return place
    return len(strips)


def tops_of(strips: Sequence[Strip], page: range) -> Iterator[float]:
    """Yield the y of each strip of a page, from the top of its first one."""
    y = 0.0
    for place in page:
        y += strips[place].gap if place > page.start else 0.0
        yield y
        y += strips[place].height


class Card(NamedTuple):
    """A card that wants to stand at *y* of its page and is *height* tall."""

    number: int
    y: float
    height: float


def place_on_pages(
    pages: Sequence[Sequence[Card]], rooms: Sequence[tuple[float, float]], gap: float
) -> list[list[Card]]:
    """Return the cards of each page at the y where they stand, in order and *gap* apart.

    *rooms* has the top and the bottom for cards on each page. What has no room goes to the top of the next page;
    after the last one, pages are added that are like it.
    """
    found: list[list[Card]] = []
    waiting: list[Card] = []
    page = 0
    while page < len(pages) or waiting:
        top, bottom = rooms[min(page, len(rooms) - 1)]
        wanted = [*waiting, *(pages[page] if page < len(pages) else ())]
        taken, used = 0, -gap
        # a card taller than a page stands alone on one
        while taken < len(wanted) and (not taken or used + gap + wanted[taken].height <= bottom - top):
            used += gap + wanted[taken].height
            taken += 1
        found.append(_apart(wanted[:taken], top, bottom, gap))
        waiting = [each._replace(y=float("-inf")) for each in wanted[taken:]]
        page += 1
    return found


def _apart(cards: Sequence[Card], top: float, bottom: float, gap: float) -> list[Card]:
    tops: list[float] = []
    floor = top
    for card in cards:
        tops.append(max(card.y, floor))
        floor = tops[-1] + card.height + gap
    ceiling = bottom
    for place in range(len(cards) - 1, -1, -1):
        tops[place] = max(top, min(tops[place], ceiling - cards[place].height))
        ceiling = tops[place] - gap
    return [card._replace(y=y) for card, y in zip(cards, tops, strict=True)]

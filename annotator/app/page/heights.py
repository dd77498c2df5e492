"""The heights of a column of things, one under the other, as a Fenwick tree. Pure.

The thing at a y, and the y of a thing, are found in O(log n), so that a frame costs the same
in a text of five million characters. Coordinates are pixels from the top.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub


@lru_cache(maxsize=2)
def _before(count: int) -> Sequence[int]:
    """Return behind which number the sum begins that stands at each of the first *count* places of a tree."""
    return tuple(number & (number - 1) for number in range(count))


class Heights:
    """Heights that change and to which others are added at the end."""

    def __init__(self, heights: Sequence[float] = ()) -> None:
        self._heights = list(heights)
        sums = list(accumulate(heights, initial=0.0))
        self._tree = list(map(sub, sums, map(sums.__getitem__, _before(len(sums)))))

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, number: int) -> float:
        return self._heights[number]

    def extend(self, heights: Sequence[float]) -> None:
        """Add *heights* at the end."""
        tree = self._tree
        for place, height in enumerate(heights, start=len(tree)):
            whole, below = height, place - 1
            least = place & (place - 1)
            while below > least:
                whole += tree[below]
                below &= below - 1
            tree.append(whole)
        self._heights += heights

    def set(self, number: int, height: float) -> None:
        """Give one of them another height."""
        delta = height - self._heights[number]
        if delta:
            self._heights[number] = height
            tree, place = self._tree, number + 1
            while place < len(tree):
                tree[place] += delta
                place += place & -place

    def top_of(self, number: int) -> float:
        """Return the y of the top of the one with that number; of all of them together for their count."""
        total, place = 0.0, number
        while place > 0:
            total += self._tree[place]
            place &= place - 1
        return total

    @property
    def whole(self) -> float:
        """The height of all together."""
        return self.top_of(len(self._heights))

    def at(self, y: float) -> int:
        """Return the number of the one at *y*, the first or the last outside of them."""
        tree = self._tree
        place, rest = 0, max(0.0, y)
        step = 1 << (len(tree) - 1).bit_length()
        while step:
            after = place + step
            if after < len(tree) and tree[after] <= rest:
                place = after
                rest -= tree[after]
            step >>= 1
        return min(place, len(self._heights) - 1)

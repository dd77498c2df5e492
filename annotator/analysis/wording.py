"""How two wordings of one statement differ, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Sort = Literal["same", "gone", "new"]

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]")
LONGEST = 2_000
"""Words of one wording that are compared; of what is longer the beginning is."""


class Piece(NamedTuple):
    """A stretch of words: in both wordings, *gone* (in the first only) or *new* (in the second only)."""

    sort: Sort
    text: str


def words_of(text: str) -> list[str]:
    """Return the words of *text*, what stands between them, and each character of scripts without spaces."""
    return _TOKEN.findall(" ".join(text.split()))


def difference(first: str, second: str) -> list[Piece]:
    """Return the pieces of *second*, with those that only *first* has in their places; case counts, white space not.

    The texts of all but *gone* make *second*, those of all but *new* make *first*.
    """
    one, other = words_of(first)[:LONGEST], words_of(second)[:LONGEST]
    found: list[Piece] = []
    gone = new = ""
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for number, (what, a, b, c, d) in enumerate(steps):
        left, put = "".join(one[a:b]), "".join(other[c:d])
        # a space between two words that were changed is no reason to read them one by one
        if what == "equal" and not ((gone or new) and left.isspace() and number < len(steps) - 1):
            found += _changed(gone, new)
            found.append(Piece("same", left))
            gone = new = ""
        else:
            gone, new = gone + left, new + put
    return found + _changed(gone, new)


def _changed(gone: str, new: str) -> list[Piece]:
    pieces = (Piece("gone", gone), Piece("new", new))
    return [each for each in pieces if each.text]

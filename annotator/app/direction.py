"""Which way a line of mixed words is read, for lines that begin in the middle of a sentence."""

import unicodedata


def reads_leftwards(text: str) -> bool:
    """Tell whether most letters of *text* belong to a script that is written from right to left.

    The first letter, which decides for a whole paragraph, may be of a foreign name in a line that was cut out of one.
    """
    if text.isascii():
        return False
    sorts = [unicodedata.bidirectional(letter) for letter in text]
    return sum(sort in ("R", "AL") for sort in sorts) > sorts.count("L")

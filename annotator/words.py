"""Numbers with their nouns, and sentences with their capitals, as windows, commands and reports say them."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 claim``, ``2 claims``, ``1,200 claims``."""
    return f"{number:,} {plural(number, one, many)}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return the noun that stands beside *number*: ``claim`` for 1, ``claims`` for any other."""
    return one if number == 1 else many or one + "s"


def capital(text: str) -> str:
    """Return *text* with a capital letter at its beginning, and else as it is."""
    return text[:1].upper() + text[1:]

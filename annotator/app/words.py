"""Numbers in words, and sentences with their capitals, as panels and the status line say them."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 claim``, ``2 claims``, ``1,200 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return *text* with a capital letter at its beginning, and else as it is."""
    return text[:1].upper() + text[1:]

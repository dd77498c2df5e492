"""Colours as text such as ``#1b2430``: how far they stand out, and what they are when mixed. Pure."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of *colour*, 0 to 1 (WCAG 2.2)."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = _parts(colour)
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def blend(colour: str, other: str, share: float) -> str:
    """Return *colour* with a *share* (0 to 1) of *other* mixed in."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@lru_cache(maxsize=4096)
def readable(colour: str, background: str, ratio: float) -> str:
    """Return *colour*, made darker or lighter just so far that it stands out from *background*."""
    goal = "#000000" if luminance(background) > 0.18 else "#ffffff"
    for step in range(21):
        candidate = blend(colour, goal, step / 20)
        if contrast(candidate, background) >= ratio:
            return candidate
    return goal


@lru_cache(maxsize=4096)
def tinted(ground: str, colour: str, share: float, inks: tuple[str, ...], ratio: float) -> str:
    """Return *ground* with a *share* of *colour*, or less where *inks* could not be read on it any more."""
    for step in range(20, 0, -1):
        candidate = blend(ground, colour, share * step / 20)
        if all(contrast(ink, candidate) >= ratio for ink in inks):
            return candidate
    return ground


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

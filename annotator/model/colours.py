"""Colours as text such as ``#1b2430``: how far they stand out, and what they are when mixed. Pure."""

from functools import lru_cache


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


# a page asks for some hundred colours before its first picture
_LINEAR = tuple(map(_linear, range(256)))


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of *colour*, 0 to 1 (WCAG 2.2)."""
    red, green, blue = _parts(colour)
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    first, second = luminance(one) + 0.05, luminance(other) + 0.05
    return first / second if first > second else second / first


@lru_cache(maxsize=4096)
def blend(colour: str, other: str, share: float) -> str:
    """Return *colour* with a *share* (0 to 1) of *other* mixed in."""
    (red, green, blue), (to_red, to_green, to_blue) = _parts(colour), _parts(other)
    red = round(red + (to_red - red) * share)
    green = round(green + (to_green - green) * share)
    blue = round(blue + (to_blue - blue) * share)
    return f"#{red << 16 | green << 8 | blue:06x}"


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
    whole = int(colour[1:7], 16)
    return whole >> 16, whole >> 8 & 255, whole & 255

"""Colours are mixed and compared as the plain formulas of WCAG 2.2 say."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.colours import blend, contrast, readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def slow_luminance(colour: str) -> float:
    values = [part / 255 for part in parts(colour)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(COLOURS, COLOURS, st.floats(0, 1))
def test_every_part_of_a_mixed_colour_is_that_share_of_the_way(one: str, other: str, share: float):
    mixed = [round(a + (b - a) * share) for a, b in zip(parts(one), parts(other), strict=True)]

    assert blend(one, other, share) == "#" + "".join(f"{part:02x}" for part in mixed)


@given(COLOURS, COLOURS)
def test_contrast_is_that_of_the_lighter_to_the_darker(one: str, other: str):
    lighter, darker = sorted(map(slow_luminance, (one, other)), reverse=True)

    assert abs(contrast(one, other) - (lighter + 0.05) / (darker + 0.05)) < 1e-9
    assert contrast(one, other) == contrast(other, one) >= 1


@given(COLOURS, COLOURS)
def test_a_colour_can_be_made_readable_on_any_ground(colour: str, ground: str):
    assert contrast(readable(colour, ground, 4.5), ground) >= 4.4

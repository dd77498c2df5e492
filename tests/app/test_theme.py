"""Colours that can be read, in every theme, whatever colour a person gives a tag."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.app.chrome import look_of
from annotator.app.theme import (
    HIT_SHARE,
    LINE_CONTRAST,
    SELECTION_SHARE,
    TEXT_CONTRAST,
    THEMES,
    Theme,
    blend,
    contrast,
    readable,
    system_theme,
)
from annotator.formats.tagset_toml import read_tag_set
from annotator.resources import resources

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def hex_of(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


SHIPPED = [
    tag.colour
    for path in (resources() / "tagsets").glob("*.toml")
    for tag in read_tag_set(path.read_text("utf-8"), path.name).tags
]
GRID = [
    hex_of(hue / 24, lightness, saturation)
    for hue in range(24)
    for lightness in (0.1, 0.3, 0.5, 0.7, 0.9)
    for saturation in (0.25, 1.0)
]
ANY = [*dict.fromkeys([*SHIPPED, *GRID, "#ffff00", "#ffffff", "#000000", "#808080"])]

each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def needed(theme: Theme) -> tuple[float, float]:
    """Return what text and lines must reach, said here once more, by the guidelines and not by the code."""
    return (7.0, 4.5) if theme.name.startswith("high-contrast") else (4.5, 3.0)


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@each_theme
def test_text_can_be_read_wherever_it_stands(theme):
    text, _ = needed(theme)
    for ground in (theme.page, theme.window, theme.card):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.credit, ground) >= text
        assert contrast(theme.accent, ground) >= text
    for ground in (theme.page, theme.window, theme.card, theme.hover, theme.selected):
        assert contrast(theme.muted, ground) >= text, ground
        assert contrast(theme.text, ground) >= text, ground
    assert contrast(theme.on_primary, theme.primary) >= text
    palette = theme.palette()
    assert contrast(palette.highlightedText().color().name(), palette.highlight().color().name()) >= text
    assert contrast(theme.ink("#c8372d"), theme.window) >= text


@each_theme
def test_what_has_the_focus_or_is_chosen_has_an_edge_that_can_be_seen(theme):
    _, line = needed(theme)
    look = look_of(theme)
    for ground in (theme.page, theme.window, theme.card):
        assert contrast(theme.accent, ground) >= line
        assert contrast(look.ring.name(), ground) >= line
    assert contrast(theme.hit_edge, theme.page) >= line
    for dot in (look.new, look.open, look.done):
        assert contrast(dot.name(), theme.window) >= line
    if theme.high:
        for ground in (theme.page, theme.window, theme.card):
            assert contrast(theme.border, ground) >= 7


@each_theme
def test_the_line_and_the_name_of_every_tag_can_be_seen_in_any_colour(theme):
    text, line = needed(theme)
    for colour in ANY:
        for ground in (theme.page, theme.card, theme.window):
            assert contrast(theme.tag_line(colour), ground) >= line, colour
        for ground in (theme.page, theme.card, theme.lit_card(colour), theme.tag_tint(colour)):
            assert contrast(theme.tag_label(colour), ground) >= text, colour
        for words in (theme.text, theme.muted):
            assert contrast(words, theme.lit_card(colour)) >= text, colour


@each_theme
def test_the_words_of_a_mark_can_be_read_whatever_lies_over_it(theme):
    text, _ = needed(theme)
    for colour in ANY:
        for strength in (0.4, 0.55, 1.0, 2.1):
            tint = theme.tag_tint(colour, strength)
            grounds = [tint, blend(tint, theme.selection, SELECTION_SHARE)]
            grounds += [blend(tint, theme.selection, SELECTION_SHARE / 3)]
            grounds += [blend(tint, hit, HIT_SHARE) for hit in (theme.hit, theme.current_hit)]
            for ground in grounds:
                assert contrast(theme.text, ground) >= text, (colour, strength, ground)
            assert contrast(theme.credit, tint) >= text, (colour, strength)


@each_theme
def test_a_mark_at_rest_has_a_tint_of_its_own(theme):
    for colour in SHIPPED:
        assert contrast(theme.tag_tint(colour), theme.page) > 1.05, colour


def test_the_system_is_followed_into_the_dark_and_into_high_contrast():
    found = {
        (dark, high): THEMES[system_theme(dark=dark, high=high)] for dark in (False, True) for high in (False, True)
    }
    assert all((theme.dark, theme.high) == asked for asked, theme in found.items())


@given(COLOURS, COLOURS)
def test_any_colour_can_be_made_readable_on_any_background(colour, background):
    assert contrast(readable(colour, background, LINE_CONTRAST), background) >= LINE_CONTRAST
    assert contrast(readable(colour, background, TEXT_CONTRAST), background) >= TEXT_CONTRAST

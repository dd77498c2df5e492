"""Colours that can be read, in every theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.app.theme import LINE_CONTRAST, TEXT_CONTRAST, THEMES, contrast, readable
from annotator.formats.tagset_toml import load_default

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_and_every_tag_can_be_read(theme):
    for background in (theme.page, theme.window, theme.card):
        assert contrast(theme.text, background) >= 7
        assert contrast(theme.muted, background) >= TEXT_CONTRAST
    for tag in load_default().tags:
        assert contrast(theme.tag_line(tag.colour), theme.page) >= LINE_CONTRAST
        for ground in (theme.page, theme.card):
            assert contrast(theme.tag_label(tag.colour), ground) >= TEXT_CONTRAST
        assert contrast(theme.text, theme.tag_tint(tag.colour)) >= TEXT_CONTRAST


@given(COLOURS, COLOURS)
def test_any_colour_can_be_made_readable_on_any_background(colour, background):
    assert contrast(readable(colour, background, LINE_CONTRAST), background) >= LINE_CONTRAST

"""Themes: the colours of the window and the page, and the fonts that come with the program.

Colours are text such as ``#1b2430``, so that what is computed here can be tested without a window.
"""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from annotator.resources import resources

READING_FAMILY = "Noto Serif"
INTERFACE_FAMILY = "Noto Sans"
TEXT_CONTRAST = 4.5
"""WCAG AA for text."""
LINE_CONTRAST = 3.0
"""WCAG AA for graphics that carry meaning."""


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


def blend(colour: str, other: str, share: float) -> str:
    """Return *colour* with a *share* (0 to 1) of *other* mixed in."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@lru_cache(maxsize=1024)
def readable(colour: str, background: str, ratio: float) -> str:
    """Return *colour*, made darker or lighter just so far that it stands out from *background*."""
    goal = "#000000" if luminance(background) > 0.18 else "#ffffff"
    for step in range(21):
        candidate = blend(colour, goal, step / 20)
        if contrast(candidate, background) >= ratio:
            return candidate
    return goal


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class Theme(NamedTuple):
    """The colours of one theme; *tint* is the share of a tag's colour behind its words."""

    name: str
    dark: bool
    window: str
    page: str
    card: str
    text: str
    muted: str
    border: str
    hover: str
    selected: str
    selection: str
    accent: str
    tint: float

    @staticmethod
    def named(name: str) -> "Theme":
        """Return the theme ``light`` or ``dark``."""
        return THEMES[name]

    def tag_tint(self, colour: str) -> str:
        """Return the colour behind the words of a tag of that *colour*."""
        return blend(self.page, colour, self.tint)

    def tag_line(self, colour: str) -> str:
        """Return the colour of a tag's lines, brackets and chips."""
        return readable(colour, self.page, LINE_CONTRAST)

    def tag_label(self, colour: str) -> str:
        """Return the colour of a tag's name where it is written small on page or card."""
        found = colour
        # the darkest or lightest of what it may stand on decides
        for ground in (self.page, self.card, blend(self.card, colour, 0.07)):
            found = readable(found, ground, TEXT_CONTRAST)
        return found

    def palette(self) -> QPalette:
        """Return the palette of the whole application."""
        palette = QPalette()
        role = QPalette.ColorRole
        for which, colour in (
            (role.Window, self.window), (role.WindowText, self.text), (role.Base, self.page),
            (role.AlternateBase, self.window), (role.Text, self.text), (role.Button, self.window),
            (role.ButtonText, self.text), (role.Highlight, self.accent), (role.HighlightedText, "#ffffff"),
            (role.PlaceholderText, self.muted), (role.ToolTipBase, self.window), (role.ToolTipText, self.text),
            (role.Link, self.accent), (role.Mid, self.border), (role.Accent, self.accent),
        ):  # fmt: skip
            palette.setColor(which, QColor(colour))
        disabled = QPalette.ColorGroup.Disabled
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(disabled, which, QColor(blend(self.muted, self.window, 0.35)))
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet that every widget shares."""
        return f"QToolTip {{ background: {self.window}; color: {self.text}; border: 1px solid {self.border}; }}"


THEMES = {
    "light": Theme(
        name="light", dark=False, window="#f6f7f9", page="#ffffff", card="#f7f8fa", text="#1a2230", muted="#66707d",
        border="#dde1e7", hover="#eaedf2", selected="#cddcf8", selection="#bcd4ff", accent="#2f6fde", tint=0.17,
    ),
    "dark": Theme(
        name="dark", dark=True, window="#22252b", page="#1a1d22", card="#24282f", text="#e4e7eb", muted="#9aa2ad",
        border="#3a3f48", hover="#2d3139", selected="#2c4470", selection="#31538f", accent="#4f86ec", tint=0.30,
    ),
}  # fmt: skip


def load_fonts() -> None:
    """Make the fonts that come with the program known to Qt; needs a QGuiApplication."""
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def interface_font(points: float) -> QFont:
    """Return the font of menus, panels and cards in that size, in points."""
    font = QFont(INTERFACE_FAMILY)
    font.setPointSizeF(points)
    return font


def reading_font(family: str, points: float) -> QFont:
    """Return the font of the page's text in that size, in points; scripts it lacks fall back."""
    font = QFont()
    font.setFamilies([family or READING_FAMILY, READING_FAMILY, "Noto Naskh Arabic"])
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font

"""Themes: the colours of the window and the page, and the fonts that come with the program.

Colours are text such as ``#1b2430``, so that what is computed here can be tested without a window.
"""

from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from annotator.model.colours import blend, readable, tinted
from annotator.model.colours import contrast as contrast
from annotator.model.colours import luminance as luminance
from annotator.resources import resources

READING_FAMILY = "Noto Serif"
INTERFACE_FAMILY = "Noto Sans"
INTERFACE_POINTS = 10.0
"""The size in points for which menus, panels and cards are drawn."""
TEXT_CONTRAST = 4.5
"""WCAG AA for text."""
LINE_CONTRAST = 3.0
"""WCAG AA for graphics that carry meaning."""
HIGH_TEXT_CONTRAST = 7.0
"""WCAG AAA for text."""
HIGH_LINE_CONTRAST = 4.5
"""What graphics have in high contrast: the guidelines ask for no more than 3."""
SELECTION_SHARE, HIT_SHARE = 0.75, 0.85
"""How much of their colour selected words and hits of a search have over the tint of a mark."""


class Theme(NamedTuple):
    """The colours of one theme.

    *accent* is that of rings, links and what is chosen, *primary* that of a ground on which *on_primary* is
    written. *tint* is the share of a tag's colour behind its words. With *high* everything stands out more.
    """

    name: str
    dark: bool
    high: bool
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
    primary: str
    on_primary: str
    hit: str
    current_hit: str
    hit_edge: str
    tint: float

    @staticmethod
    def named(name: str) -> "Theme":
        """Return the theme of that name, one of `THEMES`."""
        return THEMES[name]

    @property
    def text_contrast(self) -> float:
        """How far text stands out from what it is written on, at least."""
        return HIGH_TEXT_CONTRAST if self.high else TEXT_CONTRAST

    @property
    def line_contrast(self) -> float:
        """How far lines that carry meaning stand out, at least."""
        return HIGH_LINE_CONTRAST if self.high else LINE_CONTRAST

    @property
    def credit(self) -> str:
        """The colour of quiet words of the article itself, which may be marked."""
        return blend(self.muted, self.text, 0.5)

    def tag_tint(self, colour: str, strength: float = 1.0) -> str:
        """Return the colour behind the words of a tag of that *colour*, on which they can be read.

        *strength* is 1 for a mark at rest.
        """
        share = min(1.0, self.tint * strength)
        return tinted(self.page, colour, share, (self.text, self.credit), self.text_contrast)

    def tag_line(self, colour: str) -> str:
        """Return the colour of a tag's lines, brackets and chips, on the page and beside it."""
        for ground in (self.page, self.card, self.window):
            colour = readable(colour, ground, self.line_contrast)
        return colour

    def tag_label(self, colour: str) -> str:
        """Return the colour of a tag's name where it is written small on page, card or tint."""
        found = colour
        # the darkest or lightest of what it may stand on decides
        for ground in (self.page, self.card, self.lit_card(colour), self.tag_tint(colour)):
            found = readable(found, ground, self.text_contrast)
        return found

    def lit_card(self, colour: str) -> str:
        """Return the ground of a card of that *colour* that is selected or lit."""
        return tinted(self.card, colour, 0.07, (self.text, self.muted), self.text_contrast)

    def ink(self, colour: str) -> str:
        """Return *colour* as text or a sign in it is to be written on the window."""
        return readable(colour, self.window, self.text_contrast)

    def palette(self) -> QPalette:
        """Return the palette of the whole application."""
        palette = QPalette()
        role = QPalette.ColorRole
        for which, colour in (
            (role.Window, self.window), (role.WindowText, self.text), (role.Base, self.page),
            (role.AlternateBase, self.window), (role.Text, self.text), (role.Button, self.window),
            (role.ButtonText, self.text), (role.Highlight, self.primary), (role.HighlightedText, self.on_primary),
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
        name="light", dark=False, high=False, window="#f6f7f9", page="#ffffff", card="#f7f8fa", text="#1a2230",
        muted="#565f6c", border="#dde1e7", hover="#eaedf2", selected="#cddcf8", selection="#bcd4ff", accent="#2a66d0",
        primary="#2f6fde", on_primary="#ffffff", hit="#ffe287", current_hit="#ffad3c", hit_edge="#b35c00", tint=0.17,
    ),
    "sepia": Theme(
        name="sepia", dark=False, high=False, window="#f0e7d8", page="#f9f3e7", card="#f4ecde", text="#3a2f25",
        muted="#665846", border="#dccfb9", hover="#e8ddca", selected="#e3d3b6", selection="#d5dccf", accent="#85491f",
        primary="#8a4f24", on_primary="#fffaf0", hit="#f3d98b", current_hit="#efb05c", hit_edge="#8f4a12", tint=0.17,
    ),
    "dark": Theme(
        name="dark", dark=True, high=False, window="#22252b", page="#1a1d22", card="#24282f", text="#e4e7eb",
        muted="#a5adb8", border="#3a3f48", hover="#2d3139", selected="#273f69", selection="#31538f", accent="#6d9df4",
        primary="#3a6fd0", on_primary="#ffffff", hit="#5c4a1b", current_hit="#7d5410", hit_edge="#ffc45c", tint=0.30,
    ),
    "high-contrast": Theme(
        name="high-contrast", dark=False, high=True, window="#ffffff", page="#ffffff", card="#ffffff", text="#000000",
        muted="#333333", border="#000000", hover="#e4e4e4", selected="#cfe0ff", selection="#a9caff", accent="#0037b8",
        primary="#00309e", on_primary="#ffffff", hit="#ffe45c", current_hit="#ffb52e", hit_edge="#000000", tint=0.16,
    ),
    "high-contrast-dark": Theme(
        name="high-contrast-dark", dark=True, high=True, window="#000000", page="#000000", card="#000000",
        text="#ffffff", muted="#d6d6d6", border="#ffffff", hover="#2b2b2b", selected="#17376e", selection="#1d4590",
        accent="#ffd84a", primary="#ffd84a", on_primary="#000000", hit="#4d3f00", current_hit="#6b4a00",
        hit_edge="#ffd84a", tint=0.30,
    ),
}  # fmt: skip


def system_theme(*, dark: bool, high: bool) -> str:
    """Return the name of the theme that a system asks for that is *dark*, or wants *high* contrast."""
    if high:
        return "high-contrast-dark" if dark else "high-contrast"
    return "dark" if dark else "light"


def load_fonts() -> None:
    """Make the fonts that come with the program known to Qt; needs a QGuiApplication."""
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def interface_font(points: float, family: str = "") -> QFont:
    """Return the font of menus, panels and cards in that size, in points; scripts it lacks fall back."""
    font = QFont()
    font.setFamilies([family or INTERFACE_FAMILY, INTERFACE_FAMILY])
    font.setPointSizeF(points)
    return font


def reading_font(family: str, points: float) -> QFont:
    """Return the font of the page's text in that size, in points; scripts it lacks fall back."""
    font = QFont()
    font.setFamilies([family or READING_FAMILY, READING_FAMILY, "Noto Naskh Arabic"])
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font

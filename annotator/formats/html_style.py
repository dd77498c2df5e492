"""How a reading edition looks: one style sheet, light and dark, on the screen and on paper. No script is needed."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model.colours import readable, tinted
from annotator.model.tag import Tag
from annotator.resources import resources

_NAMES = ("page", "card", "text", "muted", "border", "accent")
_LIGHT: dict[str, str] = dict(
    zip(_NAMES, ("#ffffff", "#f7f8fa", "#1a2230", "#565f6c", "#dde1e7", "#2a66d0"), strict=True)
)
_DARK: dict[str, str] = dict(
    zip(_NAMES, ("#1a1d22", "#24282f", "#e4e7eb", "#a5adb8", "#3a3f48", "#6d9df4"), strict=True)
)
_TINTS = (0.17, 0.30)
PLAIN = "#6b7280"


def style_sheet(tags: Sequence[Tag]) -> str:
    """Return the sheet with the colours of *tags*, whose class is ``t`` and their place."""
    light, dark = _variables(_LIGHT), _variables(_DARK)
    colours = [each.colour for each in tags] + [PLAIN]
    on_light = "".join(_tag(number, colour, _LIGHT, _TINTS[0]) for number, colour in enumerate(colours))
    on_dark = "".join(_tag(number, colour, _DARK, _TINTS[1]) for number, colour in enumerate(colours))
    return (
        f":root{{color-scheme:light dark;{light}{on_light}}}\n"
        f"@media (prefers-color-scheme:dark){{@media screen{{:root{{{dark}{on_dark}}}}}}}\n"
        + "".join(
            f".t{number}{{--line:var(--l{number});--tint:var(--b{number});--ink:var(--i{number})}}\n"
            for number in range(len(colours))
        )
        + (resources() / "styles" / "edition.css").read_text("utf-8").strip()
    )


def _variables(theme: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in theme.items())


def _tag(number: int, colour: str, theme: dict[str, str], share: float) -> str:
    line = readable(colour, theme["page"], 3.0)
    ink = readable(colour, theme["card"], 4.5)
    tint = tinted(theme["page"], colour, share, (theme["text"],), 4.5)
    return f"--l{number}:{line};--b{number}:{tint};--i{number}:{ink};"

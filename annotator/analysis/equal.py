"""Where else the same words stand. Pure; offsets are code points, half-open."""

from annotator.model.annotation import Span

LONGEST = 200
"""Code points of words that are looked for; longer ones stand nowhere else."""


def equal_places(text: str, words: str) -> list[Span]:
    """Return where *words* stand in *text* exactly, as whole words, not over each other.

    ``Kim`` is not found in ``Kimono``; scripts without spaces between words have no such edges, so
    there every place counts.
    """
    found: list[Span] = []
    if not words.strip() or len(words) > LONGEST:
        return found
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if _is_edge(text, start) and _is_edge(text, end):
            found.append(Span(start, end))
            start = text.find(words, end)
        else:
            start = text.find(words, start + 1)
    return found


def _is_edge(text: str, place: int) -> bool:
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    return not (_in_word(before) and _in_word(after)) or _stands_alone(before) or _stands_alone(after)


def _in_word(character: str) -> bool:
    import unicodedata

    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def _stands_alone(character: str) -> bool:
    # Han, kana, Thai, Lao, Khmer and Burmese are written without spaces
    return (
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\U00020000" <= character <= "\U0003ffff"
    )

"""The words by which a language attributes claims, compiled from ``resources/cues``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from annotator.resources import resources

DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns of one language. A match's group ``cue`` is what is proposed."""

    cue: re.Pattern[str]
    phrase: re.Pattern[str]
    pronoun: re.Pattern[str]
    stop: frozenset[str]


def lexicon(language: str | None) -> Lexicon:
    """Return the words of *language*, a BCP 47 tag; English where there are none or none is given."""
    name = (language or DEFAULT).split("-")[0].lower()
    return _compiled(name if (resources() / "cues" / f"{name}.toml").is_file() else DEFAULT)


_COMMON = {
    "en": "the of and to in that was is for on with said",
    "de": "der die das und ist nicht mit von den dem ein eine",
    "fr": "le la les des et est une dans pour que qui du",
    "es": "el los las y es una en por que del con para",
}
_SCRIPTS = (("ar", "\u0600", "\u06ff"), ("ru", "\u0400", "\u04ff"), ("zh", "\u4e00", "\u9fff"))


def guessed_language(text: str) -> str:
    """Return the language that a stretch of *text* is likely in, among those with a lexicon.

    By script first, then by the commonest words; good enough to choose words to look for,
    and never written into the data.
    """
    letters = [character for character in text[:2000] if character.isalpha()]
    for language, first, last in _SCRIPTS:
        if sum(first <= letter <= last for letter in letters) * 2 > len(letters) > 0:
            return language
    words = text[:2000].lower().split()
    counts = {language: sum(map(words.count, common.split())) for language, common in _COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > counts[DEFAULT] else DEFAULT


@cache
def _compiled(name: str) -> Lexicon:
    data = tomllib.loads((resources() / "cues" / f"{name}.toml").read_text("utf-8"))
    spaced = data.get("spaced", True)
    edge, behind, gap = (r"(?<![\w])", r"(?![\w])", r"\s+") if spaced else ("", "", "")
    verbs = [re.escape(verb) for verb in sorted(data["verbs"].split(), key=len, reverse=True)]
    verb = "|".join([*data["frames"], *verbs])
    before = _any(data["before"] + data["skip"])
    after = "|".join(_loose(each) for each in sorted(data["after"], key=len, reverse=True))
    # adverbs at the front are not part of the cue, those inside the verb group are
    front = f"(?:(?:{_any(data['skip'])}){gap})*" if data["skip"] else ""
    group = f"(?:(?:{before}){gap}(?:(?:{before}){gap})*)?" if before else ""
    tail = f"(?:{gap if spaced else ''}(?:{after}){behind}|(?={re.escape(',')}))?" if after else ""
    if spaced and any(each.startswith(",") for each in data["after"]):
        tail = f"(?:\\s*(?:{after}){behind})?"
    pattern = f"{edge}{front}(?P<cue>{group}(?:{verb}){behind}{tail})"
    phrases = "|".join(_loose(each) for each in sorted(data["phrases"], key=len, reverse=True))
    flags = re.IGNORECASE
    return Lexicon(
        re.compile(pattern, flags),
        re.compile(f"{edge}(?P<cue>{phrases})", flags),
        re.compile(f"{edge}(?:{_any(data['pronouns'])}){behind}", flags),
        frozenset(data["stop"]),
    )


def _any(words: list[str]) -> str:
    return "|".join(_loose(word) for word in sorted(words, key=len, reverse=True))


def _loose(words: str) -> str:
    return words.replace(" ", r"\s+")

"""The words by which a language attributes claims, compiled from ``resources/cues``."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from annotator.resources import resources

DEFAULT = "en"

# where the claimant of a cue is looked for first
Side = Literal["ahead", "behind"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns and words of one language.

    *verb* finds verb groups and frames, *phrase* attribution without a verb; what is proposed
    as a cue is the group ``cue`` of the match, and the group ``weak`` is there if its word is
    as often no cue. *auxiliary*, *infinitive* and *tail* are what may belong to a verb ahead, within
    and behind it, *reported* words by which a content says itself that it is somebody's, *via* phrases
    for whom somebody else quotes, *no_verbs* small words that are none. *meant* has the pronouns of
    each sort (masculine, feminine, neuter, several), *signs* the words and endings that say of what
    sort somebody is, *bodies_too* whether bodies are he or she. *side* is where a language has its
    subject that has no capitals to know it by.
    """

    verb: re.Pattern[str]
    auxiliary: re.Pattern[str]
    infinitive: re.Pattern[str]
    tail: re.Pattern[str]
    reported: re.Pattern[str]
    phrase: re.Pattern[str]
    via: re.Pattern[str]
    postposition: re.Pattern[str]
    pronoun: re.Pattern[str]
    oblique: re.Pattern[str]
    article: re.Pattern[str]
    has_articles: bool
    trim: re.Pattern[str]
    hearers: frozenset[str]
    bodies: frozenset[str]
    back: tuple[str, ...]
    inside: frozenset[str]
    particles: frozenset[str]
    no_verbs: frozenset[str]
    genitive: frozenset[str]
    genitives: tuple[str, ...]
    speaks_for: frozenset[str]
    relative: frozenset[str]
    by: frozenset[str]
    participle: re.Pattern[str]
    adverb: re.Pattern[str]
    reflexive: re.Pattern[str]
    bare: frozenset[str]
    works: frozenset[str]
    joins: frozenset[str]
    as_: frozenset[str]
    elided: str
    roles: frozenset[str]
    numbered: frozenset[str]
    stop: frozenset[str]
    spaced: bool
    side: Side | None
    meant: Mapping[str, frozenset[str]]
    signs: Mapping[str, frozenset[str]]
    bodies_too: bool


def lexicon(language: str | None) -> Lexicon:
    """Return the words of *language*, a BCP 47 tag; English where there are none or none is given."""
    name = re.split("[-_]", language or DEFAULT)[0].lower()
    return _compiled(name if name in _languages() else DEFAULT)


_NO_VERBS = ("inside", "particles", "relative", "joins", "as", "by", "bare", "works", "roles", "bodies", "stop")
"""The lists of words that are no verbs, as far as they are small."""
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
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in (resources() / "cues").glob("*.toml"))


@cache
def _compiled(name: str) -> Lexicon:
    # checked by the test that compiles every language: the files are ours
    data: dict[str, Any] = tomllib.loads((resources() / "cues" / f"{name}.toml").read_text("utf-8"))
    spaced: bool = data.get("spaced", True)
    edge, behind, gap = (r"(?<!\w)", r"(?!\w)", r"\s+") if spaced else ("", "", "")
    prefix = f"[{data['prefixes']}]?" if "prefixes" in data else ""

    def words(patterns: Iterable[str]) -> str:
        """Return the pattern of any of *patterns* as whole words; one that ends in an apostrophe joins the next."""
        ordered = sorted(patterns, key=len, reverse=True)
        return "|".join(each + ("" if each.endswith(("'", "’", "]")) else behind) for each in map(_loose, ordered))

    def listed(key: str) -> frozenset[str]:
        return frozenset(data.get(key, "").split())

    def whole(patterns: list[str]) -> re.Pattern[str]:
        return re.compile(f"{edge}(?:{words(patterns)})" if patterns else "(?!)", re.IGNORECASE)

    sure, weak = words([*data["frames"], *data["verbs"].split()]), words(data["weak"].split())
    # adverbs ahead of the verb group are no part of the cue, those inside of it are
    auxiliary, adverb = words(data["before"]), words(data["skip"])
    group = f"(?:(?:{auxiliary}){gap}(?:(?:{auxiliary}|{adverb}){gap})*)?" if auxiliary else ""
    tail = "|".join(
        rf"\s*{_loose(each)}" if each.startswith(",") else f"{gap}{words([each])}" for each in data["after"]
    )
    cue = f"{prefix}{group}(?:{sure}|(?P<weak>{weak}))(?P<tail>{tail})?"
    return Lexicon(
        verb=re.compile(f"{edge}(?P<cue>{cue})", re.IGNORECASE),
        auxiliary=whole(data["before"]),
        infinitive=whole(data.get("infinitives", [])),
        reported=whole(data.get("reported", [])),
        tail=re.compile(tail or "(?!)", re.IGNORECASE),
        phrase=_cue_pattern(edge, prefix, data["phrases"], behind),
        via=whole(data.get("via", [])),
        postposition=_cue_pattern("", "", data["postpositions"], behind),
        pronoun=whole(data["pronouns"]),
        oblique=whole(data["oblique"]),
        article=whole(data["articles"]),
        has_articles=bool(data["articles"]),
        trim=re.compile(f"(?:{'|'.join(data['trim'])})+$" if "trim" in data else "(?!)"),
        hearers=frozenset(data["hearers"].split()),
        bodies=frozenset(data["bodies"].split()),
        back=tuple(data["back"].split()),
        inside=listed("inside"),
        particles=listed("particles"),
        no_verbs=frozenset(word.casefold() for key in _NO_VERBS for word in listed(key)),
        genitive=listed("genitive"),
        genitives=tuple(data.get("genitives", "").split()) or ("\0",),
        speaks_for=listed("speaks_for"),
        relative=listed("relative"),
        by=listed("by"),
        participle=whole(data.get("participles", [])),
        adverb=whole([*data["skip"], *data.get("adverbs", [])]),
        reflexive=whole(data.get("reflexive", [])),
        bare=listed("bare"),
        works=listed("works"),
        joins=listed("joins"),
        as_=listed("as"),
        elided=data.get("elided", ""),
        roles=listed("roles"),
        numbered=listed("numbered"),
        stop=frozenset(data["stop"].split()),
        spaced=spaced,
        side=data.get("subject"),
        meant=_listed(data.get("meant", {})),
        signs=_listed(data.get("signs", {})),
        bodies_too=data.get("meant", {}).get("bodies", False),
    )


def _listed(table: dict[str, Any]) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table.items() if isinstance(words, str)}


def _cue_pattern(edge: str, prefix: str, phrases: list[str], behind: str) -> re.Pattern[str]:
    if not phrases:
        return re.compile("(?P<cue>(?!))")
    ordered = sorted(phrases, key=len, reverse=True)
    # Arabic joins its prepositions to the next word, as French does with an apostrophe
    each = "|".join(_loose(one) + ("" if one.endswith(("'", "’", "]", "ل", ")")) else behind) for one in ordered)
    return re.compile(f"{edge}(?P<cue>{prefix}(?:{each}))", re.IGNORECASE)


def _loose(words: str) -> str:
    return words.replace(" ", r"\s+")

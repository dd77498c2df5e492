"""Guesses the encoding of a text that is neither UTF-8 nor marked.

Texts in Latin script are told apart by the letters of their languages: a general detector
takes the French of a western code page for the Baltic of its neighbour, which differ by a
few letters. All else is left to charset-normalizer.
"""

import re
from itertools import repeat

from annotator.errors import InputError

_ENCODINGS = ("cp1252", "cp1250", "iso8859_2", "cp850", "cp852", "mac_roman", "cp1254", "cp1257", "iso8859_15")
"""In the order in which equal guesses are preferred."""
_LETTERS = {
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "Spanish": "áéíñóúü",
    "Portuguese": "áâãàçéêíóôõúü",
    "Italian": "àèéìíîòóùú",
    "Dutch": "áéëèïíóöúü",
    "Swedish": "åäöé",
    "Danish": "æøåé",
    "Icelandic": "áðéíóúýþæö",
    "Irish": "áéíóú",
    "Catalan": "àçéèíïóòúü",
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţșț",
    "Turkish": "âçğıîöşüûİ",
    "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
    "Estonian": "äõöüšž",
}
_WESTERN = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿœß"
"""Of all western languages: an English text may name people of each."""
_MARKS = frozenset("“”„‘’‚«»‹›–—…€£§°·•©®™½¼¾¡¿ºª†\u00a0\u00ad")
_BETWEEN = frozenset("’·\u00ad")
"""Marks that stand inside words."""
_SAMPLE = 1 << 16
_GOOD = 0.95
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def guess(data: bytes) -> tuple[str, str, float]:
    """Return text, encoding and confidence (0 to 1) of *data*; InputError if nothing makes sense."""
    fit, _, encoding = max((_fit(data[:_SAMPLE], each), -place, each) for place, each in enumerate(_ENCODINGS))
    if fit >= _GOOD:
        try:
            # never sure: another code page may hold the same letters elsewhere
            return data.decode(encoding), encoding, round(0.8 * fit, 2)
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is None:
        raise InputError("its encoding cannot be told; save it as UTF-8 and import it again")
    # chaos is the share of what looks wrong, coherence how well a language was recognised
    confidence = round((1.0 - min(1.0, found.chaos)) * (0.5 + 0.4 * min(1.0, found.coherence)), 2)
    try:
        return data.decode(found.encoding), found.encoding, confidence
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError("its encoding cannot be told; save it as UTF-8 and import it again") from error


def _fit(data: bytes, encoding: str) -> float:
    """Return the share of the characters beyond ASCII that one language in that encoding explains."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    letters: dict[str, int] = {}
    marks = misfits = 0
    for match in _FOREIGN.finditer(text):
        place, character = match.start(), match[0]
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if character in _MARKS:
            if character not in _BETWEEN and before.isalpha() and after.isalpha():
                misfits += 1
            else:
                marks += 1
        elif character.isalpha() and not (character.isupper() and before.islower()):
            lower = character if character == "İ" else character.lower()
            letters[lower] = letters.get(lower, 0) + 1
        else:
            misfits += 1
    foreign = sum(letters.values())
    if len(_LETTER.findall(text)) < 2 * foreign:
        # another script
        return 0.0
    known = max(sum(map(letters.get, alphabet, repeat(0))) for alphabet in _LETTERS.values())
    western = sum(map(letters.get, _WESTERN, repeat(0)))
    everything = max(1, foreign + marks + misfits)
    return max((known + marks) / everything, 0.96 * (western + marks) / everything)

"""From bytes to text: byte order mark, UTF-8 strictly, then a guess that is said to be one.

The encoding that stands in a document's metadata is a codec of Python that gives the same
text from the original bytes again.
"""

import re
from dataclasses import dataclass

from annotator.errors import InputError

# four bytes before two: the mark of UTF-32 begins with that of UTF-16
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# tab, the line and page ends, Ctrl+Z (the end of old DOS files) and escape do occur in texts
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
_SAMPLE = 1 << 16
_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B]|\x1b\$\([A-D]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_STRAY = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was in.

    *confidence* is 1 for a byte order mark or valid UTF-8, less for a guess. *bom* says that
    there was a byte order mark, which is no part of the text.
    """

    text: str
    encoding: str
    confidence: float
    bom: bool = False

    def metadata(self) -> dict[str, str | float]:
        """Return what the document's metadata say of it: nothing for plain UTF-8."""
        if self.encoding == "utf-8":
            return {}
        return {"encoding": self.encoding, "encoding_confidence": self.confidence}


def decode(data: bytes) -> Decoded:
    """Decode *data*; only a byte order mark at the very start is not part of the text.

    Stray control characters, NUL among them, are text and stay. Raises InputError for what
    is no text: more than a tenth of the first 64 KiB (and more than 16) are control
    characters, or, where it is not valid UTF-8, more than a hundredth (and more than 2).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding, 1.0, bom=True)
            except UnicodeDecodeError as error:
                if encoding == "utf-32":
                    continue
                # this codec counts from behind the mark
                name, before = ("UTF-8", len(mark)) if encoding == "utf-8-sig" else (encoding.upper(), 0)
                place = error.start + before
                raise InputError(
                    f"it begins as {name}, but byte {place} does not belong there; save it again as UTF-8"
                ) from error
    if wide := _wide(data):
        return Decoded(data.decode(wide), wide, 0.95)
    sample = data[:_SAMPLE]
    controls = sum(map(sample.count, _CONTROLS))
    if controls > max(16, len(sample) // 10):
        raise InputError("it is not plain text (too many control characters); convert it to plain text first")
    if _JAPANESE_MAIL.search(sample):
        try:
            return Decoded(data.decode("iso2022_jp_2"), "iso2022_jp_2", 0.95)
        except UnicodeDecodeError:
            pass
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error.start)
        if controls > max(2, len(sample) // 100):
            raise InputError("it is not plain text (a binary file); convert it to plain text first") from error
    # charset-normalizer takes a while to import, and most files never need it
    from annotator.formats.guessing import guess

    text, encoding, confidence = guess(data)
    return Decoded(text, encoding, confidence)


def start_of_text(head: bytes) -> str:
    """Return the beginning of a file as far as it can be read as text, for a look at what it is."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    return head.decode(_wide(head) or "utf-8", "replace")


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the NULs in every other byte of western text."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros * 10 > 7 * half and others * 20 < half:
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return encoding
    return None


def _refuse_broken_utf8(data: bytes, place: int) -> None:
    """Raise InputError if *data* is UTF-8 but for a few bytes: a guess would garble all the rest."""
    if surrogate := _SURROGATE.search(data):
        try:
            data.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            pass
        else:
            raise InputError(
                f"byte {surrogate.start()} begins a lone surrogate, which is half of a character; "
                "replace it by the character that was meant"
            )
    sample = data[: place + _SAMPLE].decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(sample))
    good = sum(character > "\x7f" for character in sample) - stray
    if good >= 20 * stray:
        raise InputError(f"it is UTF-8, but byte {place} does not belong there; mend that place or save it again")

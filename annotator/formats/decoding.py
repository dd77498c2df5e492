"""From bytes to text: byte order mark, UTF-8 strictly, then a guess that is said to be one."""

from dataclasses import dataclass

from annotator.errors import InputError

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b\x0b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and how sure that is (1 for a mark or valid UTF-8)."""

    text: str
    encoding: str
    confidence: float

    def metadata(self) -> dict[str, str | float]:
        """Return what the document's metadata say of it: nothing for plain UTF-8."""
        if self.encoding == "utf-8":
            return {}
        return {"encoding": self.encoding, "encoding_confidence": self.confidence}


def decode(data: bytes) -> Decoded:
    """Decode *data*; a byte order mark at the very start is not part of the text.

    A stray NUL in good UTF-8 is text and stays. Raises InputError for what is no text: more
    than a tenth of control characters, or bytes that no encoding makes sense of.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding, 1.0)
            except UnicodeDecodeError as error:
                if encoding.startswith("utf-8") or len(data) < 4:
                    break
                raise InputError(
                    f"it begins as {encoding.upper()} but byte {error.start} does not belong there; "
                    "save it again as UTF-8"
                ) from error
    wide = _wide(data)
    if wide is not None:
        return wide
    sample = data[:65536]
    if sample and sum(map(sample.count, _CONTROLS)) * 10 > len(sample):
        raise InputError("it is not text (too many control characters); convert it to plain text first")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError:
        return _guess(data)


def _wide(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark by the NULs in every other byte of western text."""
    sample = data[:4096]
    if len(data) < 4 or len(data) % 2 or sample.count(0) * 3 < len(sample):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros * 10 > 7 * (len(sample) // 2) and others * 20 < len(sample):
            try:
                return Decoded(data.decode(encoding), encoding, 0.9)
            except UnicodeDecodeError:
                return None
    return None


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError("its encoding cannot be told; save it as UTF-8 and import it again")
    # chaos is the share of what looks wrong in that encoding
    return Decoded(str(best), best.encoding, round(max(0.0, min(1.0, 1.0 - best.chaos)) * max(best.coherence, 0.5), 2))


def plain_start(head: bytes) -> bytes:
    """Return the beginning of a file as ASCII-compatible bytes, for looking at its header."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            even = head[: len(head) // 4 * 4]
            return even.decode(encoding, "ignore").encode("utf-8")
    return head

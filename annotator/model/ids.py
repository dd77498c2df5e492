"""Identifiers that are unique across machines and sort by the time they were made."""

import os
import threading
import time
from collections.abc import Callable

_lock = threading.Lock()
_last = 0
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The digit that has the two bits of the variant in the place of its first two (RFC 9562, section 4.1)."""


def new_id() -> str:
    """Return a UUID version 7 (RFC 9562) as 36 lower-case characters.

    Ids made by one process grow strictly: within a millisecond a counter takes the place of
    the first random bits (RFC 9562, section 6.2, method 1).
    """
    global _last
    random = int.from_bytes(os.urandom(8), "big")
    with _lock:
        # 48 bits of milliseconds, then 12 bits of counter
        stamp = (time.time_ns() // 1_000_000) << 12
        _last = stamp = max(stamp, _last + 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | (random & (1 << 62) - 1)
    return _written(value)


def derived_id(*parts: str) -> str:
    """Return a UUID version 8 (RFC 9562) that is the same wherever it is made of the same *parts*."""
    import hashlib  # loads OpenSSL, which most runs need not

    return _of_digest(hashlib.sha256("\0".join(parts).encode()).hexdigest())


def derived_ids(*parts: str) -> Callable[[str], str]:
    """Return what makes of one part more what `derived_id` makes of all of them; for many that begin alike."""
    import hashlib

    begun = hashlib.sha256("\0".join((*parts, "")).encode())

    def made(part: str) -> str:
        digest = begun.copy()
        digest.update(part.encode())
        return _of_digest(digest.hexdigest())

    return made


def _of_digest(digest: str) -> str:
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-{_VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"


def _written(value: int) -> str:
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
